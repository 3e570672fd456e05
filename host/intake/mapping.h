// One file from its reader to the terms of the store: results stream out as ResultRows, everything
// else collects in a BatchDraft, and every gate's findings in a DefectLog. Knows no store.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "intake/gates.h"
#include "intake/layout.h"
#include "intake/table_reader.h"
#include "model/batch.h"

namespace opora {

struct MappingSetup {
  const SourceProfile* profile = nullptr;
  std::string hint;                            // path_hint() of the file
  std::optional<int> year;                     // --year
  const std::vector<Scale>* scales = nullptr;  // the store's first; outlives the mapper
  int threads = 1;
  std::filesystem::path spill_folder;          // for what does not fit into memory; empty: the system's
  std::size_t pupils_in_memory = std::size_t{512} << 10;  // for the check of repetitions, before it uses the folder
  // Receives the rows in file order; school indices refer to `schools`, which only grows.
  std::function<Status(ResultRows&& rows, const std::vector<SchoolRef>& schools)> rows;
  std::function<void(std::int64_t rows)> progress;  // rows mapped since the last call; may be empty
};

struct SheetSummary {
  std::string title;
  std::int64_t header_line = 0;
  BatchCounts counts;
};

struct ProcedureSummary {
  ProcedureKey procedure;
  int maximum = 0;
  std::int64_t accepted = 0, absent = 0, other = 0;
  bool marks_known = false;
  std::vector<std::uint32_t> rows_of_school;  // by index into schools_seen; participants
};

struct MappedFile {
  std::optional<Digest> digest;  // of the file's bytes, where the reader gathered it
  BatchDraft draft;  // schools, registry, context, scales, references, attendance, counts
  std::vector<SheetSummary> sheets;
  std::vector<ProcedureSummary> procedures;
  DefectLog defects;
};

// Reads and maps all sheets that `recognition` found. `known_schools`: keys of the registry; empty
// when there is no registry yet, and then no school is called unknown.
Result<MappedFile> map_file(TableReader& reader, const Recognition& recognition, const MappingSetup& setup,
                            const std::set<std::string>& known_schools);

// The same for tables that somebody else reads: table() with the profile of its fields, then its rows.
struct TableFeed {
  std::function<Status(const SourceProfile& profile, const SheetLayout& layout)> table;  // the profile outlives the mapping
  std::function<Status(const RowBlock& rows)> rows;
};
Result<MappedFile> map_tables(const std::function<Status(const TableFeed&)>& read, const MappingSetup& setup,
                              const std::set<std::string>& known_schools);

}  // namespace opora
