// Reads the normalised results file: one row a participant, or several equal ones, columns by their names in any order (README.md).
// It tells columns, numbers and absence apart; what a value may be is checked by the host, for all importers alike.
#include <opora/plugin.hpp>

#include <algorithm>
#include <array>

#include "columns.h"
#include "delimited.h"

using namespace opora::sdk;

namespace {

constexpr const char* kSaveAgain = "save the table as CSV in UTF-8, one header row, and import it again";

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

struct CsvResults {
  static constexpr Text datasets[] = {"results"}, endings[] = {".csv"};
  static constexpr ImporterInfo info{
      .id = "results", .title = "Нормализованная таблица результатов (CSV)", .datasets = datasets, .endings = endings};

  // All required headers in the first line: hardly anything else.
  static int sniff(const Head& head) {
    const std::string_view line = csv_results::first_line(head.bytes);
    if (!csv_results::is_utf8(line)) return 0;
    return csv_results::columns_of(csv_results::headers(line, csv_results::separator(line))).missing.empty() ? 80 : 0;
  }

  void read(Import& file) {
    Lines lines(file);
    const std::string header(lines.next().value_or(""));
    if (!csv_results::is_utf8(header)) file.fail({.code = "CSV-004", .message = "The header is not in UTF-8", .help = kSaveAgain, .line = 1});
    const char separator = csv_results::separator(header);
    const std::vector<std::string> names = csv_results::headers(header, separator);
    const csv_results::Columns columns = csv_results::columns_of(names);
    if (!columns.missing.empty())
      file.fail({.code = "CSV-001", .message = "The table has no column " + joined(columns.missing), .help = kSaveAgain, .line = 1});
    if (!columns.twice.empty())
      file.fail({.code = "CSV-002", .message = "The table has the column " + joined(columns.twice) + " twice", .help = "leave one of them", .line = 1});
    std::vector<Field> fields;
    for (const auto& [field, place] : columns.known) fields.push_back({std::string(field->name), static_cast<std::int64_t>(place) + 1});
    file.table("results", fields, 1);
    for (const std::size_t place : columns.unknown)
      file.warn({.code = "CSV-003", .message = "The column «" + names[place] + "» is not read",
                 .help = "correct its name, or take it out: names and other personal data do not belong here", .line = 1,
                 .column = static_cast<std::int64_t>(place) + 1});
    csv_results::Row row;
    while (const auto line = lines.next()) read_row(file, columns, *line, lines.number(), separator, names.size(), row);
  }

 private:
  static void read_row(Import& file, const csv_results::Columns& columns, std::string_view line, std::int64_t number, char separator,
                       std::size_t expected, csv_results::Row& row) {
    if (!csv_results::is_utf8(line))
      return file.reject({.code = "CSV-010", .message = "The line is not in UTF-8", .help = kSaveAgain, .line = number});
    if (!row.split(line, separator))
      return file.reject({.code = "CSV-011", .message = "A quotation mark is out of place",
                          .help = "close it in its line; inside a cell it is doubled, and a cell cannot hold a line break", .line = number,
                          .column = static_cast<std::int64_t>(row.cells.size())});
    if (std::all_of(row.cells.begin(), row.cells.end(), [](std::string_view cell) { return cell.empty(); })) return;
    if (row.cells.size() != expected) {
      const std::string value = std::to_string(row.cells.size()) + " / " + std::to_string(expected);
      return file.reject({.code = "CSV-012", .message = "The row has another number of cells than the header",
                          .help = "cells with a separator in them stand in quotation marks: \"12,5\"", .value = value, .line = number,
                          .column = static_cast<std::int64_t>(std::min(row.cells.size(), expected)) + 1});
    }
    for (int left = times(file, columns, row, number); left > 0; --left) {
      for (std::size_t i = 0; i < columns.known.size(); ++i) {
        const auto& [field, place] = columns.known[i];
        file.set(i, csv_results::value_of(*field, row.cells[place]));
      }
      file.end_row(number);
    }
  }

  // How many participants the row stands for; 0: it was rejected.
  static int times(Import& file, const csv_results::Columns& columns, const csv_results::Row& row, std::int64_t number) {
    if (!columns.count) return 1;
    const auto column = static_cast<std::int64_t>(*columns.count) + 1;
    const std::optional<int> count = csv_results::count_of(row.cells[*columns.count]);
    if (!count) {
      file.reject({.code = "CSV-013", .message = "The count is not a whole number from 1 to " + std::to_string(csv_results::kMostOfOneRow),
                   .help = "write how many equal participants the row stands for, or leave the cell empty for one",
                   .value = std::string(row.cells[*columns.count]), .line = number, .column = column});
      return 0;
    }
    const bool person = std::any_of(columns.known.begin(), columns.known.end(), [&](const auto& known) {
      return known.first->name == "participant" && !csv_results::value_of(*known.first, row.cells[known.second]).empty();
    });
    if (!person || row.cells[*columns.count].empty()) return *count;
    file.reject({.code = "CSV-014", .message = "The row has both a count and the code of a participant",
                 .help = "a row with a count stands for several pupils: leave out the code, or the count", .line = number, .column = column});
    return 0;
  }
};

constexpr PluginInfo kPlugin{.id = "ru.opora.csv-results", .name = "Таблицы результатов в CSV", .version = "1.0.0", .vendor = "Opora",
                             .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, CsvResults);
