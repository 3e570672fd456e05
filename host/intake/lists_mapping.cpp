#include "intake/lists_mapping.h"

#include <algorithm>

#include "base/text.h"
#include "intake/results_mapping.h"
#include "intake/results_plan.h"

namespace opora {
namespace {

int column_of(const SheetLayout& layout, const ColumnName& column) { return column.given() ? layout.find(column) : -1; }

std::string shown(std::string_view value) { return is_harmless(value) ? std::string(value) : hidden_value(value); }

}  // namespace

ListsMapper::ListsMapper(const SourceProfile& profile, const SheetLayout& layout, const std::string& hint, std::optional<int> year, std::uint32_t sheet)
    : profile_(&profile), sheet_(sheet), school_column_(layout.find(profile.school.column)),
      year_column_(column_of(layout, profile.lists->year.column)), total_column_(column_of(layout, profile.lists->total)),
      fixed_year_(year ? std::to_string(*year) : part_of_file(profile.lists->year, hint).value_or("")) {
  for (const ListsSection::Marker& marker : profile.lists->markers) columns_.push_back(column_of(layout, marker.column));
}

std::string_view ListsMapper::cell(const OwnedRow& row, int column) const {
  if (column < 0 || static_cast<std::size_t>(column) >= row.cells.size()) return {};
  const std::string_view text = trimmed(row.cells[static_cast<std::size_t>(column)]);
  const auto& missing = profile_->missing;
  return std::find(missing.begin(), missing.end(), normal_words(text)) != missing.end() ? std::string_view() : text;
}

std::optional<int> ListsMapper::year_of(const OwnedRow& row) const {
  const auto number = parse_integer(year_column_ >= 0 ? cell(row, year_column_) : std::string_view(fixed_year_));
  return number && *number >= 1990 && *number <= 2100 ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

bool ListsMapper::marked(std::string_view text) const {
  const auto& words = profile_->lists->marked;
  return std::find(words.begin(), words.end(), normal_words(text)) != words.end();
}

bool ListsMapper::map(const OwnedRow& row, BatchDraft& draft, DefectLog& defects) {
  const std::string_view code = cell(row, school_column_);
  const auto key = school_key(profile_->school, code);
  if (!key) {
    defects.add(code.empty() ? Gate::kCellEmpty : Gate::kSchoolInvalid, {sheet_, row.line, school_column_, shown(code)});
    return false;
  }
  const std::optional<int> year = year_of(row);
  if (!year) {
    defects.add(Gate::kProcedureInvalid, {sheet_, row.line, year_column_, shown(cell(row, year_column_))});
    return false;
  }
  // The last row of a school and year counts.
  if (const auto [place, added] = seen_.try_emplace({*key, *year}, row.line); !added) {
    defects.add(Gate::kSchoolTwice, {sheet_, row.line, school_column_, to_lower(code)});
    std::erase_if(draft.lists, [&](const ListedMarker& one) { return one.line == place->second; });
    place->second = row.line;
  }
  long long count = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string_view text = cell(row, columns_[i]);
    if (text.empty()) continue;
    if (!marked(text)) {
      defects.add(Gate::kMarkerInvalid, {sheet_, row.line, columns_[i], shown(text)});
      continue;
    }
    ++count;
    draft.lists.push_back({{*key, to_lower(code)}, *year, profile_->lists->list, profile_->lists->markers[i].name, row.line});
  }
  const std::string_view total = cell(row, total_column_);
  if (!total.empty() && parse_integer(total) != count) defects.add(Gate::kMarkerTotal, {sheet_, row.line, total_column_, shown(total)});
  return true;
}

}  // namespace opora
