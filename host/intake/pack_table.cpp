#include "intake/pack_table.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "intake/table_reader.h"

namespace opora {
namespace {

struct ReadLines : BlockResult {
  std::vector<PackTable::Line> lines;
};

Result<std::vector<PackTable::Line>> lines_of(const std::filesystem::path& file) {
  OPORA_ASSIGN(const auto reader, open_table(file));
  std::vector<PackTable::Line> lines;
  const auto work = [](const RowBlock& block) -> Result<std::unique_ptr<BlockResult>> {
    auto read = std::make_unique<ReadLines>();
    for (std::size_t i = 0; i < block.rows; ++i) {
      PackTable::Line line{block.lines[i], {}};
      for (std::size_t c = 0; c < block.columns; ++c) line.cells.emplace_back(trimmed(block.row(i)[c].text));
      read->lines.push_back(std::move(line));
    }
    return std::unique_ptr<BlockResult>(std::move(read));
  };
  const auto take = [&](std::unique_ptr<BlockResult> block) -> Status {
    for (PackTable::Line& line : static_cast<ReadLines&>(*block).lines) lines.push_back(std::move(line));
    return {};
  };
  OPORA_TRY(reader->read(0, 0, {work, take}));
  return lines;
}

Status find_places(const PackTable::Line& header, const PackTableForm& form, std::map<std::string, std::size_t>& places) {
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const std::string name = to_lower(header.cells[i]);
    if (name.empty()) continue;
    const bool known = std::find(form.columns.begin(), form.columns.end(), name) != form.columns.end();
    if (!known || places.contains(name))
      return at_line(form.code, form.shown, header.number, known ? tr_format("the column \"{0}\" stands there twice", name) : tr_format("there is no column \"{0}\"", name),
                     tr_format("columns: {0}", fmt::join(form.columns, ", ")));
    places[name] = i;
  }
  for (const char* column : form.columns.first(form.required))
    if (!places.contains(column))
      return at_line(form.code, form.shown, header.number, tr_format("the column \"{0}\" is missing", column),
                     tr_format("columns: {0}; cells are separated by ;", fmt::join(form.columns, ", ")));
  return {};
}

}  // namespace

std::string PackTable::cell(const Line& line, const std::string& column) const {
  const auto place = places.find(column);
  return place == places.end() || place->second >= line.cells.size() ? std::string() : line.cells[place->second];
}

Diagnostic at_line(const char* code, const std::string& shown, std::int64_t line, std::string message, std::string help) {
  Diagnostic error = make_error(code, std::move(message), std::move(help));
  error.spans.push_back({shown, {}, line, {}, {}, {}});
  return error;
}

Result<PackTable> read_pack_table(const std::filesystem::path& file, const PackTableForm& form) {
  PackTable table;
  OPORA_ASSIGN(table.lines, lines_of(file));
  if (table.lines.empty()) return at_line(form.code, form.shown, 0, tr("the table is empty"), tr_format("columns: {0}", fmt::join(form.columns, ", ")));
  OPORA_TRY(find_places(table.lines.front(), form, table.places));
  table.lines.erase(table.lines.begin());
  return table;
}

}  // namespace opora
