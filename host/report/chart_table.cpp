#include "report/chart_table.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/messages.h"

namespace opora {
namespace {

constexpr int kDigits = 2;
constexpr double kFarDays = 1e6;  // what a calendar still names

bool all_points(const Chart& chart, bool (*holds)(const ChartPoint&)) {
  return std::all_of(chart.series.begin(), chart.series.end(), [&](const ChartSeries& one) { return std::all_of(one.points.begin(), one.points.end(), holds); });
}

bool all_whole(const Chart& chart, double ChartPoint::*coordinate) {
  for (const ChartSeries& series : chart.series)
    for (const ChartPoint& point : series.points)
      if (point.*coordinate != std::trunc(point.*coordinate)) return false;
  return true;
}

TableColumn column_of(const std::string& title, const char* otherwise, bool whole) {
  return {title.empty() ? tr(otherwise) : title, ValueType::kNumber, whole ? 0 : kDigits, 1, false};
}
TableColumn text_column(const std::string& title) { return {title, ValueType::kText, 0, 1, false}; }

template <class Value>
TableCell cell_of(Value value) {
  TableCell cell;
  cell.value.value = std::move(value);
  return cell;
}

CellValue value_of(const ChartPoint& point) {
  CellValue out{point.y, {}, {}};
  if (point.low && point.high) out.interval = {*point.low, *point.high};
  return out;
}

Table by_category(const Chart& chart) {
  Table table;
  table.columns.push_back(text_column(chart.x_title.empty() ? tr("Category") : chart.x_title));
  std::map<std::string, std::size_t> row_of;
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const std::string& title = chart.series[i].name.empty() ? chart.y_title : chart.series[i].name;
    table.columns.push_back(column_of(title, "Value", all_whole(chart, &ChartPoint::y)));
    for (const ChartPoint& point : chart.series[i].points) {
      const auto [found, is_new] = row_of.emplace(point.label, table.rows.size());
      if (is_new) table.rows.push_back({cell_of(point.label)});
      auto& row = table.rows[found->second];
      row.resize(std::max(row.size(), i + 2));
      row[i + 1].value = value_of(point);
    }
  }
  for (auto& row : table.rows) row.resize(table.columns.size());
  return table;
}

Table by_place(const Chart& chart) {
  Table table;
  const bool names = !all_points(chart, [](const ChartPoint& one) { return one.label.empty(); }), several = chart.series.size() > 1;
  if (names) table.columns.push_back(text_column(tr("Point")));
  if (several) table.columns.push_back(text_column(tr("Series")));
  table.columns.push_back(column_of(chart.x_title, "x", all_whole(chart, &ChartPoint::x)));
  table.columns.push_back(column_of(chart.y_title, "y", all_whole(chart, &ChartPoint::y)));
  for (const ChartSeries& series : chart.series)
    for (const ChartPoint& point : series.points) {
      std::vector<TableCell> row;
      if (names) row.push_back(cell_of(point.label));
      if (several) row.push_back(cell_of(series.name));
      row.push_back(cell_of(point.x));
      row.push_back({value_of(point), 1, 1, false});
      table.rows.push_back(std::move(row));
    }
  return table;
}

Table of_spans(const Chart& chart) {
  Table table;
  const bool several = chart.series.size() > 1;
  table.columns = {text_column(tr("What")), {tr("From"), ValueType::kDate, 0, 1, false}, {tr("Until"), ValueType::kDate, 0, 1, false}};
  if (several) table.columns.push_back(text_column(tr("Series")));
  const auto day = [](double days) { return std::isfinite(days) ? cell_of(from_days(static_cast<std::int32_t>(std::clamp(days, -kFarDays, kFarDays)))) : TableCell{}; };
  for (const ChartSeries& series : chart.series)
    for (const ChartPoint& point : series.points) {
      table.rows.push_back({cell_of(point.label), day(point.x), day(point.y)});
      if (several) table.rows.back().push_back(cell_of(series.name));
    }
  return table;
}

}  // namespace

bool has_categories(const Chart& chart) {
  const bool labelled = all_points(chart, [](const ChartPoint& one) { return !one.label.empty(); });
  if (chart.kind == ChartKind::kBars) return true;
  if (chart.kind == ChartKind::kLines) return labelled;
  return chart.kind == ChartKind::kHistogram && labelled && all_points(chart, [](const ChartPoint& one) { return one.x == 0; });
}

Table table_of(const Chart& chart) {
  if (chart.kind == ChartKind::kTimeline) return of_spans(chart);
  return has_categories(chart) ? by_category(chart) : by_place(chart);
}

}  // namespace opora
