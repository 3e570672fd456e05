#include "cli/indicator_text.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/dates.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/grounds.h"
#include "report/number_text.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kReadableWidth = 100;  // of prose, where no terminal says how wide it is
constexpr int kMostDigits = 8;
constexpr std::string_view kBold = "\x1b[1m", kReset = "\x1b[0m";

std::string strong(const Session& session, const std::string& text) {
  return session.colour ? std::string(kBold) + text + std::string(kReset) : text;
}

// `text` in lines of the session's width: the first begins with `first` blanks, the others with more.
std::string wrapped(const Session& session, int first, const std::string& text) {
  constexpr int kMore = 4;
  const int width = session.width > 0 ? session.width : kReadableWidth;
  const auto blanks = [](int n) { return std::string(static_cast<std::size_t>(n), ' '); };
  std::istringstream words(text);
  std::string out = blanks(first);
  int used = first;
  bool begins = true;
  for (std::string word; words >> word; begins = false) {
    const int cells = display_width(word);
    if (!begins && used + 1 + cells > width) {
      out += "\n" + blanks(first + kMore);
      used = first + kMore;
    } else if (!begins) {
      out += ' ';
      ++used;
    }
    out += word;
    used += cells;
  }
  return out + "\n";
}

// Decimals that show three digits of the largest value: 103.4, 12.34, 0.517, 0.0123.
int digits_of(const Column& column) {
  double largest = 0;
  for (std::int64_t row = 0; row < column.size(); ++row)
    if (column.valid(row) && std::isfinite(column.number(row))) largest = std::max(largest, std::abs(column.number(row)));
  const int power = largest > 0 ? static_cast<int>(std::floor(std::log10(largest))) : 0;
  return power >= 3 ? 0 : power == 2 ? 1 : std::clamp(2 - std::min(power, 0), 2, kMostDigits);
}

// At least two digits of a small value among large ones.
int digits_for(double value, int of_column) {
  if (value == 0 || !std::isfinite(value)) return of_column;
  return std::clamp(1 - static_cast<int>(std::floor(std::log10(std::abs(value)))), of_column, kMostDigits);
}

TerminalCell cell_of(const Column& column, std::int64_t row, int digits) {
  if (!column.valid(row)) return {"—", CellTone::kQuiet};
  switch (column.type()) {
    case ColumnType::kText: return std::string(column.text(row));
    case ColumnType::kDate: return to_iso(from_days(column.days()[static_cast<std::size_t>(row)]));
    case ColumnType::kInt64: return count_text(column.int64()[static_cast<std::size_t>(row)]);
    case ColumnType::kFloat64: break;
  }
  const double value = column.number(row);
  return number_text(value, digits_for(value, digits));
}

bool is_number(const Column& column) { return column.type() == ColumnType::kInt64 || column.type() == ColumnType::kFloat64; }

std::string parameter_lines(const Session& session, const std::vector<Parameter>& parameters) {
  if (parameters.empty()) return {};
  std::string text = strong(session, tr("Parameters (change one with --set name=value)")) + "\n";
  for (const Parameter& p : parameters) {
    const std::string unit = unit_of(p).empty() ? "" : " " + unit_of(p);
    text += wrapped(session, 2, p.name + " = " + p.value + unit + (p.title.empty() ? "" : " — " + p.title) + (p.basis.empty() ? "" : " (" + p.basis + ")"));
  }
  return text;
}

std::string ground_lines(const Session& session, const Grounds& grounds) {
  std::string text;
  for (const auto& [label, words] : labelled(grounds)) text += wrapped(session, 0, label + ": " + words);
  return text;
}

std::string heading(const Session& session, const IndicatorInfo& info) {
  return strong(session, info.id) + (info.title.empty() ? "" : " — " + info.title) + "\n";
}

Json json_of(const Column& column, std::int64_t row) {
  if (!column.valid(row)) return nullptr;
  switch (column.type()) {
    case ColumnType::kText: return std::string(column.text(row));
    case ColumnType::kDate: return to_iso(from_days(column.days()[static_cast<std::size_t>(row)]));
    case ColumnType::kInt64: return column.int64()[static_cast<std::size_t>(row)];
    case ColumnType::kFloat64: break;
  }
  return column.number(row);
}

const char* type_word(ColumnType type) {
  switch (type) {
    case ColumnType::kInt64: return "whole";
    case ColumnType::kFloat64: return "number";
    case ColumnType::kDate: return "date";
    case ColumnType::kText: break;
  }
  return "text";
}

Json info_json(const IndicatorInfo& info, const std::string& origin) {
  Json j = {{"indicator", info.id}, {"title", info.title}, {"origin", origin}, {"inputs", info.inputs}};
  j["parameters"] = Json::array();
  for (const Parameter& p : info.parameters) j["parameters"].push_back({{"name", p.name}, {"value", p.value}, {"title", p.title}, {"basis", p.basis}});
  j["outputs"] = Json::array();
  for (const OutputColumn& o : info.outputs)
    j["outputs"].push_back({{"name", o.name}, {"type", type_word(o.type)}, {"title", o.title}, {"unit", o.unit}});
  j["grounds"] = Json::parse(grounds_json(info.grounds));
  return j;
}

std::string line(const Json& j) { return j.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string figures_table(const Session& session, const Figures& figures) {
  TerminalTable table;
  std::vector<int> digits;
  for (const FigureColumn& column : figures.columns) {
    table.columns.push_back({column.title, is_number(column.values), 8});
    digits.push_back(column.values.type() == ColumnType::kFloat64 ? digits_of(column.values) : 0);
  }
  for (std::int64_t row = 0; row < figures.rows; ++row) {
    auto& cells = table.rows.emplace_back();
    for (std::size_t c = 0; c < figures.columns.size(); ++c) cells.push_back(cell_of(figures.columns[c].values, row, digits[c]));
  }
  std::string text = heading(session, figures.info) + tr_format("Pack {0} {1}, year {2}", figures.pack, figures.pack_version, figures.year) + "; " + figures.origin + "\n\n";
  text += render_table(table, {session.width, session.colour});
  text += "\n" + (figures.rows == figures.all_rows ? tr_format("Rows: {0}", count_text(figures.rows))
                                                   : tr_format("Rows: {0} of {1}", count_text(figures.rows), count_text(figures.all_rows))) + "\n";
  text += ground_lines(session, figures.info.grounds);
  return text + parameter_lines(session, figures.info.parameters);
}

std::string figures_json(const Figures& figures) {
  Json j = info_json(figures.info, figures.origin);
  j["pack"] = figures.pack;
  j["pack_version"] = figures.pack_version;
  j["year"] = figures.year;
  j["all_rows"] = figures.all_rows;
  j["rows"] = Json::array();
  for (std::int64_t row = 0; row < figures.rows; ++row) {
    Json cells = Json::object();
    for (const FigureColumn& column : figures.columns)
      if (!column.name.empty()) cells[column.name] = json_of(column.values, row);
    j["rows"].push_back(std::move(cells));
  }
  for (const Diagnostic& warning : figures.warnings) j["warnings"].push_back(Json::parse(render_json(warning)));
  return line(j);
}

std::string offered_text(const Session& session, const std::string& pack, int year, const std::vector<OfferedIndicator>& offered) {
  if (offered.empty()) return tr_format("Pack {0} offers no indicator for {1}.", pack, year) + "\n";
  std::string text;
  for (const OfferedIndicator& one : offered) {
    text += heading(session, one.info) + "  " + one.origin + "\n";
    if (one.refused) {
      text += render_terminal(*one.refused, session.colour) + "\n";
      continue;
    }
    std::string columns;
    for (const OutputColumn& o : one.info.outputs)
      columns += (columns.empty() ? "" : "; ") + o.name + (o.title.empty() ? "" : " (" + o.title + (o.unit.empty() ? "" : ", " + o.unit) + ")");
    if (!one.info.inputs.empty()) text += wrapped(session, 2, tr_format("Reads: {0}", fmt::join(one.info.inputs, ", ")));
    text += wrapped(session, 2, tr_format("Gives: {0}", columns));
    for (const Parameter& p : one.info.parameters) text += wrapped(session, 2, "--set " + p.name + "=" + p.value + (p.title.empty() ? "" : " — " + p.title));
    text += "\n";
  }
  return text + tr_format("Compute one: opora indicator {0} --pack {1} --year {2}", offered.front().info.id, pack, year) + "\n";
}

std::string offered_json(const std::vector<OfferedIndicator>& offered) {
  std::string out;
  for (const OfferedIndicator& one : offered) {
    Json j = info_json(one.info, one.origin);
    if (one.refused) j["refused"] = Json::parse(render_json(*one.refused));
    out += line(j);
  }
  return out;
}

}  // namespace opora
