#include <algorithm>

#include "engine/sample_files.h"
#include "engine/sample_sheets.h"

namespace opora {
namespace {

int pupils_cell(const SampleRegionModel& region, const SampleColumn& column, const SampleSchool& school, int year) {
  if (column.grade == 0) return region.pupils_in_all(school, year);
  return region.pupils_of(school, year - column.grade, column.grade);
}

// A part of the pupils: mean, pulled by the families' deprivation, with noise of the school's own.
int share_cell(const SampleRegionModel& region, const SampleColumn& column, const SampleSchool& school, int year, Draw& draw) {
  const auto& [mean, slope, noise] = column.share;
  const int all = region.pupils_in_all(school, year);
  const double share = std::clamp(mean + slope * school.deprivation + noise * draw.normal(), 0.0, 1.0);
  return std::max(column.at_least, static_cast<int>(share * all + 0.5));
}

void text_cell(SheetSink& sink, const SampleColumn& column, const std::string& text) {
  if (column.number && !text.empty()) sink.number(std::stoll(text));
  else sink.text(text);
}

void write_cell(SheetSink& sink, const SampleRegionModel& region, const SampleColumn& column, const SampleSchool& school, int year,
                const TextKeys& keys, Draw draw) {
  switch (column.source) {
    case ColumnSource::kSchool: return text_cell(sink, column, filled_in(column.school, keys));
    case ColumnSource::kChoice: return text_cell(sink, column, column.choices[drawn(column.choices, draw)].text);
    case ColumnSource::kUpper: return sink.text(column.choices[school.upper ? 0 : 1].text);
    case ColumnSource::kPupils: return sink.number(pupils_cell(region, column, school, year));
    case ColumnSource::kClasses: return sink.number(region.classes_of(school, year - column.grade, column.grade));
    case ColumnSource::kShare: return sink.number(share_cell(region, column, school, year, draw));
    case ColumnSource::kBetween: return sink.number(column.between[0] + draw.below(column.between[1] - column.between[0] + 1));
    case ColumnSource::kLocality:
      if (const auto found = column.by_locality.find(school.locality); found != column.by_locality.end() && !found->second.empty())
        return sink.text(found->second[static_cast<std::size_t>(draw.below(static_cast<int>(found->second.size())))]);
      return sink.empty();
    case ColumnSource::kPupil:
    case ColumnSource::kFillTo: return sink.empty();
  }
}

}  // namespace

std::string table_path(const SchoolTable& table) { return table.path + (table.csv ? ".csv" : ".xlsx"); }

Result<WrittenFile> write_table(const SampleRegionModel& region, const SchoolTable& table, const std::filesystem::path& folder) {
  WrittenFile written;
  written.file.path = table_path(table);
  const auto key = static_cast<std::uint64_t>(table.year) * 1000 + static_cast<std::uint64_t>(&table - region.words->tables.data());
  std::vector<std::string> names;
  for (const SampleSheet& sheet : table.sheets) names.push_back(sheet.name);
  OPORA_ASSIGN(const std::unique_ptr<SampleBook> book, table.csv ? make_delimited(folder / written.file.path, table.windows_1251)
                                                                 : make_workbook(folder / written.file.path, names));
  for (std::size_t s = 0; s < table.sheets.size(); ++s) {
    for (const SampleColumn& column : table.sheets[s].columns) book->sheet(s).text(column.header);
    book->sheet(s).end_row();
  }
  for (const SampleSchool* school : schools_in_order(region, key)) {
    if (region.draw({kKeyFile, key, school->id}).below(100) >= table.answered) continue;
    ++written.file.rows;
    const TextKeys keys = school_keys(region, *school, table.year);
    for (std::size_t s = 0; s < table.sheets.size(); ++s) {
      const std::vector<SampleColumn>& columns = table.sheets[s].columns;
      for (std::size_t c = 0; c < columns.size(); ++c)
        write_cell(book->sheet(s), region, columns[c], *school, table.year, keys, region.draw({kKeyAnswer, school->id, key, s, c}));
      book->sheet(s).end_row();
    }
  }
  OPORA_TRY(book->close());
  return written;
}

}  // namespace opora
