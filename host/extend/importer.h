// An importer as the engine sees it: what it declares, how sure it is of a file, and one call that hands the
// file's tables to whoever takes them. The plugin sees bytes and never a path.
// An importer that does not ship with Opora reads in a worker (import_isolation.h), and its rows come back by parts.
// DATA-036 a table that breaks the contract of the kind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extend/registry.h"
#include "frame/column.h"

namespace opora {

struct ImporterInfo {
  std::string id;
  std::string title;
  std::vector<std::string> datasets;
  std::vector<std::string> endings;  // ".dbf", lower case
};

struct ImportedField {
  std::string name;
  std::int32_t column = -1;  // 0-based place in the file, -1: nowhere
};

struct ImportedTable {
  std::string dataset;
  std::string sheet;
  std::int64_t header_line = 0;
  std::vector<ImportedField> fields;
};

// Views are good until rows() returns. `type` tells texts from what the importer handed over as a value.
struct ImportedCell {
  std::string_view text;  // numbers as the shortest decimal, dates as 2021-03-17; empty: no value
  ColumnType type = ColumnType::kText;
};

struct ImportedRows {
  std::size_t rows = 0, columns = 0;
  std::vector<ImportedCell> cells;  // row-major
  std::vector<std::int64_t> lines;
};

struct ImportedFinding {
  Severity severity = Severity::kError;
  std::string code, message, help, value;
  std::int64_t line = 0;     // 0: the whole file
  std::int32_t column = -1;  // 0-based place in the file, -1: the whole line
};

// Takes a file's rows in order, on the thread of the call. An error ends the reading.
class RowTaker {
 public:
  virtual ~RowTaker() = default;
  virtual Status table(ImportedTable table) = 0;
  virtual Status rows(const ImportedRows& rows) = 0;
  virtual Status finding(ImportedFinding finding) = 0;
};

constexpr std::uint64_t kMostFields = 1000;  // of a table

struct ImportSource {
  std::filesystem::path file;  // for a worker, which opens it itself
  std::string name;            // without folders
  std::int64_t size = -1;
  std::function<Result<std::size_t>(std::int64_t offset, std::span<char> into)> read;
  std::function<void(std::int64_t offset)> reached;  // read so far; may be empty
};
// The bytes of a file; read() gives DATA-001 and tells `reached`.
ImportSource source_of(const std::filesystem::path& file, std::function<void(std::int64_t offset)> reached = {});

class Importer {
 public:
  // ABI-009 when its description is not in order.
  static Result<std::unique_ptr<Importer>> of(const Extension& extension);
  const ImporterInfo& info() const { return info_; }
  const std::string& origin() const { return extension_.origin; }
  Result<int> sniff(const std::string& name, std::string_view head) const;  // 0 … 100; EXT-* of a worker
  Status read(const ImportSource& source, RowTaker& taker) const;   // warnings of the call become findings

 private:
  Importer(Extension extension, ImporterInfo info) : extension_(std::move(extension)), info_(std::move(info)) {}
  Extension extension_;
  ImporterInfo info_;
};

}  // namespace opora
