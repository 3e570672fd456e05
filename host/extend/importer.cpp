#include "extend/importer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>

#include "base/dates.h"
#include "extend/extension_calls.h"
#include "extend/import_isolation.h"
#include "extend/isolation.h"
#include "extend/lua_values.h"
#include "extend/service_values.h"

namespace opora {
namespace {

constexpr std::uint64_t kMostRows = 1'000'000;
constexpr std::size_t kLongestText = 1 << 20;
constexpr std::size_t kLongestNumber = 32;  // of an integer, a double or a date as text
constexpr std::array<std::string_view, 2> kDatasets = {"results", "schools"};

Diagnostic broken(std::string message, std::string help = {}) { return make_error("DATA-036", std::move(message), std::move(help)); }

Result<ImporterInfo> read_info(const Extension& extension, const opora_importer_kind& kind) {
  if (kind.describe == nullptr || kind.sniff == nullptr || kind.read == nullptr) return misuse(tr("the table of the kind has no functions"));
  OPORA_ASSIGN(const opora_importer_info given, read_struct(kind.describe(kind.self, extension.index)));
  ImporterInfo info;
  OPORA_ASSIGN(info.id, read_text(given.id));
  OPORA_ASSIGN(info.title, read_text(given.title));
  OPORA_ASSIGN(info.datasets, read_texts(given.datasets, given.dataset_count));
  OPORA_ASSIGN(info.endings, read_texts(given.endings, given.ending_count));
  if (info.id.empty() || info.datasets.empty()) return misuse(tr("an importer has an id and names the datasets of its tables"));
  for (const std::string& dataset : info.datasets)
    if (std::find(kDatasets.begin(), kDatasets.end(), dataset) == kDatasets.end())
      return misuse(tr_format("an importer cannot bring the dataset '{0}'", dataset), tr_format("there are: {0}", fmt::join(kDatasets, ", ")));
  for (std::string& ending : info.endings) ending = to_lower(ending);
  return info;
}

// What a read hands from the plugin to the taker: the context of the sink's and the source's functions.
class Reading {
 public:
  Reading(opora_call& call, const ImporterInfo& info, const ImportSource& source, RowTaker& taker)
      : call_(call), info_(info), source_(source), taker_(taker) {}

  opora_source source() { return {sizeof(opora_source), 0, this, {source_.name.data(), source_.name.size()}, source_.size, &read}; }
  opora_row_sink sink() { return {sizeof(opora_row_sink), 0, this, &table, &rows, &finding}; }

 private:
  static opora_status read(void* self, std::int64_t offset, void* bytes, std::uint64_t size, std::uint64_t* got) {
    Reading& r = *static_cast<Reading*>(self);
    return serve(&r.call_, [&]() -> Status {
      if (got == nullptr || offset < 0 || (bytes == nullptr && size > 0)) return misuse(tr("a plugin gave no place for the result"));
      *got = 0;
      OPORA_ASSIGN(const std::size_t n, r.source_.read(offset, {static_cast<char*>(bytes), static_cast<std::size_t>(size)}));
      *got = n;
      return {};
    });
  }
  static opora_status table(void* self, opora_text dataset, opora_text sheet, std::int64_t header_line, const opora_field* fields,
                            std::uint64_t count) {
    Reading& r = *static_cast<Reading*>(self);
    return serve(&r.call_, [&] { return r.start(dataset, sheet, header_line, fields, count); });
  }
  static opora_status rows(void* self, const opora_cells* cells, const std::int64_t* lines, std::uint64_t count) {
    Reading& r = *static_cast<Reading*>(self);
    return serve(&r.call_, [&] { return r.take(cells, lines, count); });
  }
  static opora_status finding(void* self, const opora_finding* given) {
    Reading& r = *static_cast<Reading*>(self);
    return serve(&r.call_, [&] { return r.found(given); });
  }

  Status start(opora_text dataset, opora_text sheet, std::int64_t header_line, const opora_field* fields, std::uint64_t count);
  Status take(const opora_cells* cells, const std::int64_t* lines, std::uint64_t count);
  Status found(const opora_finding* given);
  Status fill(const opora_cells& cells, std::size_t column, ImportedRows& rows);

  opora_call& call_;
  const ImporterInfo& info_;
  const ImportSource& source_;
  RowTaker& taker_;
  std::vector<ColumnType> types_;  // of the fields of the table that is open; none: no table yet
  std::vector<std::string> names_;
  ImportedRows block_;
  std::string numbers_;            // texts of numbers and dates of the block
};

Status check_line(std::int64_t line, std::int64_t least) {
  if (line >= least && line <= UINT32_MAX) return {};
  return broken(tr_format("{0} is no number of a line", line), tr("lines are counted from 1"));
}

Result<std::int32_t> column_of(std::int64_t given) {
  if (given < 0 || given > 1'000'000) return broken(tr_format("{0} is no number of a column", given), tr("columns are counted from 1; 0 stands for none"));
  return static_cast<std::int32_t>(given) - 1;
}

Status Reading::start(opora_text dataset, opora_text sheet, std::int64_t header_line, const opora_field* fields, std::uint64_t count) {
  ImportedTable table;
  OPORA_ASSIGN(table.dataset, read_text(dataset));
  OPORA_ASSIGN(table.sheet, read_text(sheet));
  table.header_line = header_line;
  OPORA_TRY(check_line(header_line, 0));
  if (std::find(info_.datasets.begin(), info_.datasets.end(), table.dataset) == info_.datasets.end())
    return broken(tr_format("the importer does not declare the dataset '{0}'", table.dataset), tr_format("there are: {0}", fmt::join(info_.datasets, ", ")));
  if (count == 0 || count > kMostFields) return broken(tr_format("a table cannot have {0} fields", count));
  OPORA_ASSIGN(const std::vector<opora_field> given, read_structs(fields, count));
  types_.clear(), names_.clear();
  for (const opora_field& one : given) {
    ImportedField field;
    OPORA_ASSIGN(field.name, read_text(one.name));
    OPORA_ASSIGN(field.column, column_of(one.column));
    OPORA_ASSIGN(const ColumnType type, read_choice(one.type, ColumnType::kDate, "type"));
    if (std::find(names_.begin(), names_.end(), field.name) != names_.end()) return broken(tr_format("the table has the field '{0}' twice", field.name));
    types_.push_back(type), names_.push_back(field.name);
    table.fields.push_back(std::move(field));
  }
  return taker_.table(std::move(table));
}

Status Reading::fill(const opora_cells& cells, std::size_t column, ImportedRows& rows) {
  const ColumnType type = types_[column];
  if (cells.values == nullptr) return broken(tr_format("the field '{0}' has no values", names_[column]));
  for (std::size_t row = 0; row < rows.rows; ++row) {
    ImportedCell& cell = rows.cells[row * rows.columns + column];
    cell = {{}, type};
    if (cells.present != nullptr && cells.present[row] == 0) continue;
    if (type == ColumnType::kText) {
      const opora_text text = static_cast<const opora_text*>(cells.values)[row];
      if (text.size == 0) continue;
      if (text.data == nullptr || text.size > kLongestText || !is_utf8({text.data, text.size}))
        return broken(tr_format("line {0}: the text of '{1}' is no UTF-8, or too long", rows.lines[row], names_[column]),
                      tr("the importer has to convert texts to UTF-8"));
      cell.text = {text.data, text.size};
      continue;
    }
    const std::size_t at = numbers_.size();
    if (type == ColumnType::kInt64) {
      char digits[kLongestNumber];
      numbers_.append(digits, std::to_chars(digits, digits + sizeof digits, static_cast<const std::int64_t*>(cells.values)[row]).ptr);
    } else if (type == ColumnType::kDate) {
      const std::int32_t days = static_cast<const std::int32_t*>(cells.values)[row];
      if (days < -1'000'000 || days > 1'000'000) return broken(tr_format("line {0}: '{1}' is no date", rows.lines[row], names_[column]));
      numbers_ += to_iso(from_days(days));
    } else if (const double value = static_cast<const double*>(cells.values)[row]; std::isfinite(value)) {
      numbers_ += decimal_text(value);
    }
    cell.text = std::string_view(numbers_).substr(at);
  }
  return {};
}

Status Reading::take(const opora_cells* cells, const std::int64_t* lines, std::uint64_t count) {
  if (types_.empty()) return broken(tr("the importer hands over rows before their table"), tr("call table() first"));
  if (count == 0) return {};
  if (count > kMostRows) return broken(tr("the importer hands over too many rows at once"), tr("a few thousand rows a call are best"));
  if (lines == nullptr) return broken(tr("the importer does not say in which lines the rows stand"));
  OPORA_ASSIGN(const std::vector<opora_cells> given, read_structs(cells, types_.size()));
  block_.rows = static_cast<std::size_t>(count), block_.columns = types_.size();
  block_.lines.assign(lines, lines + count);
  for (const std::int64_t line : block_.lines) OPORA_TRY(check_line(line, 1));
  block_.cells.resize(block_.rows * block_.columns);
  // Reserved for the worst, so that views into it stay good while it grows.
  const auto numeric = static_cast<std::size_t>(std::count_if(types_.begin(), types_.end(), [](ColumnType t) { return t != ColumnType::kText; }));
  numbers_.clear();
  numbers_.reserve(numeric * block_.rows * kLongestNumber);
  for (std::size_t column = 0; column < given.size(); ++column) OPORA_TRY(fill(given[column], column, block_));
  return taker_.rows(block_);
}

Status Reading::found(const opora_finding* given) {
  OPORA_ASSIGN(const opora_finding known, read_struct(given));
  if (types_.empty()) return broken(tr("the importer reports a finding before its table"), tr("call table() first"));
  ImportedFinding finding;
  finding.severity = known.severity == OPORA_ERROR ? Severity::kError : known.severity == OPORA_WARNING ? Severity::kWarning : Severity::kNote;
  OPORA_ASSIGN(finding.code, read_text(known.code));
  OPORA_ASSIGN(finding.message, read_text(known.message));
  OPORA_ASSIGN(finding.help, read_text(known.help));
  OPORA_ASSIGN(finding.value, read_text(known.value));
  if (finding.code.empty() || finding.message.empty()) return broken(tr("a finding of an importer has a code and words"));
  finding.line = known.line;
  OPORA_TRY(check_line(known.line, 1));
  OPORA_ASSIGN(finding.column, column_of(known.column));
  return taker_.finding(std::move(finding));
}

// Bytes of a file for an importer, which never sees its path.
class FileBytes {
 public:
  explicit FileBytes(const std::filesystem::path& file) : shown_(file.string()), in_(file, std::ios::binary) {}

  Result<std::size_t> read(std::int64_t offset, std::span<char> into) {
    in_.clear();
    in_.seekg(offset);
    in_.read(into.data(), static_cast<std::streamsize>(into.size()));
    if (in_.bad()) return make_error("DATA-001", tr_format("{0} cannot be read", shown_), tr("Check the path and the rights."));
    return static_cast<std::size_t>(std::max<std::streamsize>(in_.gcount(), 0));
  }

 private:
  std::string shown_;
  std::ifstream in_;
};

}  // namespace

ImportSource source_of(const std::filesystem::path& file, std::function<void(std::int64_t offset)> reached) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  ImportSource source{file, file.filename().string(), unknown ? -1 : static_cast<std::int64_t>(size), {}, std::move(reached)};
  source.read = [bytes = std::make_shared<FileBytes>(file), told = source.reached](std::int64_t offset, std::span<char> into) -> Result<std::size_t> {
    OPORA_ASSIGN(const std::size_t got, bytes->read(offset, into));
    if (told) told(offset + static_cast<std::int64_t>(got));
    return got;
  };
  return source;
}

Result<std::unique_ptr<Importer>> Importer::of(const Extension& extension) {
  if (extension.isolated) {
    const ReportedExtension* known = extension.isolated->report.find(extension.kind, extension.id);
    if (known == nullptr || !known->importer) return bad_description(extension, misuse(tr("the plugin does not describe it")));
    return std::unique_ptr<Importer>(new Importer(extension, *known->importer));
  }
  const auto kind = read_struct(static_cast<const opora_importer_kind*>(extension.table));
  if (!kind.ok()) return bad_description(extension, kind.error());
  auto info = read_info(extension, *kind);
  if (!info.ok()) return bad_description(extension, info.error());
  return std::unique_ptr<Importer>(new Importer(extension, *std::move(info)));
}

Result<int> Importer::sniff(const std::string& name, std::string_view head) const {
  if (extension_.isolated) return sniff_isolated(extension_, name, head);
  const auto kind = read_struct(static_cast<const opora_importer_kind*>(extension_.table));
  if (!kind.ok()) return 0;
  return std::clamp(kind->sniff(kind->self, extension_.index, {name.data(), name.size()}, head.data(), head.size()), 0, 100);
}

Status Importer::read(const ImportSource& source, RowTaker& taker) const {
  if (extension_.isolated) return read_isolated(extension_, info_, source, taker);
  OPORA_ASSIGN(const opora_importer_kind kind, read_struct(static_cast<const opora_importer_kind*>(extension_.table)));
  opora_call call(CallScope{.origin = extension_.origin});
  Reading reading(call, info_, source, taker);
  const opora_source bytes = reading.source();
  const opora_row_sink sink = reading.sink();
  const opora_status status = with_instance(kind, extension_.index, call, [&](void* instance) {
    return kind.read(kind.self, extension_.index, instance, &call, &bytes, &sink);
  });
  OPORA_TRY(call.ended(status));
  for (const Diagnostic& warning : call.warnings()) {
    const std::int64_t line = warning.spans.empty() ? 0 : warning.spans.front().line;
    OPORA_TRY(taker.finding({warning.severity, warning.code, warning.message, warning.help, {}, line, -1}));
  }
  return {};
}

}  // namespace opora
