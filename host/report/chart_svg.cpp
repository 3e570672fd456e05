#include "report/chart_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/text.h"
#include "report/chart_axes.h"
#include "report/chart_table.h"
#include "report/document_text.h"
#include "report/inert_text.h"

namespace opora {
namespace {

using chart::Field;
using chart::line;
using chart::look;
using chart::Look;
using chart::Range;
using chart::text_at;

constexpr int kWidth = 640, kHeight = 330;
constexpr double kLeft = 62, kRight = 14, kBottom = 48;
constexpr int kMostRows = 60;  // of bars that lie, and of a timeline: more do not fit a page

bool finite(const ChartPoint& point) { return std::isfinite(point.x) && std::isfinite(point.y); }

double legend_height(const Chart& chart) { return chart.series.size() < 2 ? 14 : 14 + 18.0 * static_cast<double>((std::min<std::size_t>(chart.series.size(), 9) + 2) / 3); }

// Labels of bars in the order in which they first stand.
std::vector<std::string> categories(const Chart& chart) {
  std::vector<std::string> all;
  for (const ChartSeries& series : chart.series)
    for (const ChartPoint& point : series.points)
      if (std::find(all.begin(), all.end(), point.label) == all.end()) all.push_back(point.label);
  return all;
}

// Values of one axis with what else must be inside: intervals and marks.
std::vector<double> values(const Chart& chart, bool of_x) {
  std::vector<double> all;
  for (const ChartSeries& series : chart.series)
    for (const ChartPoint& point : series.points) {
      if (!finite(point)) continue;
      all.push_back(of_x ? point.x : point.y);
      if (!of_x && point.low) all.push_back(*point.low);
      if (!of_x && point.high) all.push_back(*point.high);
    }
  for (const ChartMark& mark : chart.marks)
    if (mark.vertical == of_x) all.push_back(mark.at);
  std::erase_if(all, [](double value) { return !std::isfinite(value); });
  return all;
}

std::string title_of(std::string_view name, const ChartPoint& point, const Range& y) {
  std::string text(name);
  if (!point.label.empty()) text += (text.empty() ? "" : ", ") + point.label;
  return "<title>" + xml_text(text + ": " + chart::tick_text({y.from, y.to, y.step / 10}, point.y)) + "</title>";
}

std::string bar(double x, double y, double width, double height, const Look& colours, const std::string& title) {
  return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"0.8\">{}</rect>\n", x, y, std::max(width, 0.0), std::max(height, 0.0),
                     colours.fill, colours.edge, title);
}

std::string point_mark(double x, double y, std::size_t series, const std::string& title) {
  const Look colours = look(series);
  const std::string paint = fmt::format("fill=\"{}\" stroke=\"{}\"", colours.fill, colours.edge);
  if (series % 3 == 1) return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"7\" height=\"7\" {}>{}</rect>\n", x - 3.5, y - 3.5, paint, title);
  if (series % 3 == 2) return fmt::format("<path d=\"M{:.1f} {:.1f}l4.5 8h-9z\" {}>{}</path>\n", x, y - 5, paint, title);
  return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" {}>{}</circle>\n", x, y, paint, title);
}

Field field_of(const Chart& chart, Range x, Range y) {
  const double top = legend_height(chart);
  return {kLeft, top, kWidth - kLeft - kRight, kHeight - kBottom - top, x, y};
}

std::string standing_bars(const Chart& chart, const std::vector<std::string>& names) {
  const Field field = field_of(chart, {0, static_cast<double>(names.size()), 1}, chart::range_of(values(chart, false), true));
  std::string svg = chart::value_lines(field);
  const double each = field.width / static_cast<double>(names.size()), width = each * 0.72 / static_cast<double>(chart.series.size());
  const double zero = field.y_of(std::clamp(0.0, field.y.from, field.y.to));
  for (std::size_t s = 0; s < chart.series.size(); ++s)
    for (const ChartPoint& point : chart.series[s].points) {
      if (!std::isfinite(point.y)) continue;
      const auto at = static_cast<double>(std::find(names.begin(), names.end(), point.label) - names.begin());
      const double x = field.left + each * (at + 0.14) + width * static_cast<double>(s), y = field.y_of(point.y);
      svg += bar(x, std::min(y, zero), width, std::abs(zero - y), look(s), title_of(chart.series[s].name, point, field.y)) + chart::whisker(field, x + width / 2, point, look(s).edge);
    }
  for (std::size_t i = 0; i < names.size(); ++i) svg += text_at(field.left + each * (static_cast<double>(i) + 0.5), field.bottom() + 17, "middle", names[i], static_cast<int>(each / 6.5));
  return svg + chart::marks(field, chart) + chart::titles(field, chart, 22) + chart::legend(field, chart);
}

// Bars with long names, or many of them, lie: a name has a line of its own.
struct Rows {
  Field field;
  double each;
  int height;
};

Rows rows_of(const Chart& chart, std::size_t count, Range x) {
  const double each = chart.series.size() > 1 ? 12.0 * static_cast<double>(chart.series.size()) + 8 : 20, top = legend_height(chart), left = 210;
  const double high = each * static_cast<double>(count);
  return {{left, top, kWidth - left - kRight - 10, high, x, {0, static_cast<double>(count), 1}}, each, static_cast<int>(top + high + kBottom)};
}

std::string row_names(const Rows& rows, const std::vector<std::string>& names) {
  std::string svg;
  for (std::size_t i = 0; i < names.size(); ++i) svg += text_at(rows.field.left - 8, rows.field.top + rows.each * (static_cast<double>(i) + 0.5) + 4, "end", names[i], 30);
  return svg + line(rows.field.left, rows.field.top, rows.field.left, rows.field.bottom(), "#333333");
}

// Marks and intervals of lying bars are those of the value, which is now across.
Chart turned(const Chart& chart) {
  Chart other{chart.kind, {}, chart.y_title, {}, chart.series, chart.marks, {}};
  for (ChartMark& mark : other.marks) mark.vertical = !mark.vertical;
  return other;
}

std::string lying_bars(const Chart& chart, const std::vector<std::string>& names, int& height) {
  const Rows rows = rows_of(chart, names.size(), chart::range_of(values(chart, false), true));
  const Field& field = rows.field;
  std::string svg;
  for (double value : chart::ticks(field.x)) svg += line(field.x_of(value), field.top, field.x_of(value), field.bottom(), "#D9D9D9");
  const double thick = rows.each * 0.72 / static_cast<double>(chart.series.size()), zero = field.x_of(std::clamp(0.0, field.x.from, field.x.to));
  for (std::size_t s = 0; s < chart.series.size(); ++s)
    for (const ChartPoint& point : chart.series[s].points) {
      const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), point.label) - names.begin());
      if (!std::isfinite(point.y) || at == names.size()) continue;
      const double y = field.top + rows.each * (static_cast<double>(at) + 0.14) + thick * static_cast<double>(s), x = field.x_of(point.y);
      svg += bar(std::min(x, zero), y, std::abs(x - zero), thick, look(s), title_of(chart.series[s].name, point, field.x));
      if (point.low && point.high && std::isfinite(*point.low) && std::isfinite(*point.high)) svg += line(field.x_of(*point.low), y + thick / 2, field.x_of(*point.high), y + thick / 2, look(s).edge, 1.5);
    }
  height = rows.height;
  const Chart across = turned(chart);
  return svg + row_names(rows, names) + chart::number_axis(field) + chart::marks(field, across) + chart::titles(field, across, 22) + chart::legend(field, chart);
}

std::string bars(const Chart& chart, int& height) {
  std::vector<std::string> names = categories(chart);
  const bool long_names = std::any_of(names.begin(), names.end(), [&](const std::string& name) { return display_width(name) > 70 / static_cast<int>(names.size()); });
  if (!long_names && names.size() <= 16) return standing_bars(chart, names);
  if (names.size() > kMostRows) names.resize(kMostRows);
  return lying_bars(chart, names, height);
}

std::string histogram(const Chart& chart) {
  Chart points = chart;
  points.marks.clear();
  std::vector<double> at = values(points, true);
  std::sort(at.begin(), at.end());
  double width = INFINITY;  // of a bar: the smallest distance of two values
  for (std::size_t i = 1; i < at.size(); ++i)
    if (at[i] - at[i - 1] > 1e-9) width = std::min(width, at[i] - at[i - 1]);
  if (!std::isfinite(width)) width = 1;
  Field field = field_of(chart, {at.front() - width / 2, at.back() + width / 2, width}, chart::range_of(values(chart, false), true));
  const Range numbers = chart::range_of(at, false);
  std::string svg = chart::value_lines(field), over;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    std::string curve;
    for (const ChartPoint& point : chart.series[s].points) {
      if (!finite(point)) continue;
      const double x = field.x_of(point.x), y = field.y_of(point.y);
      if (s == 0) svg += bar(field.x_of(point.x - width / 2), y, field.width * width / (field.x.to - field.x.from), field.bottom() - y, look(0), title_of(chart.series[0].name, point, field.y));
      else curve += fmt::format("{}{:.1f} {:.1f}", curve.empty() ? "M" : "L", x, y);
    }
    if (!curve.empty()) over += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"{}\"/>\n", curve, look(s).edge, look(s).dash);
  }
  for (double value : chart::ticks(numbers))
    if (value >= field.x.from && value <= field.x.to) svg += text_at(field.x_of(value), field.bottom() + 17, "middle", chart::tick_text(numbers, value));
  return svg + over + chart::marks(field, chart) + chart::titles(field, chart, 22) + chart::legend(field, chart);
}

std::string lines(const Chart& chart) {
  const std::vector<double> at = values(chart, true);
  Range x = chart::range_of(at, false);
  std::map<double, std::string> names;  // of waves and years, where points have them
  for (const ChartSeries& series : chart.series)
    for (const ChartPoint& point : series.points)
      if (finite(point) && !point.label.empty()) names.emplace(point.x, point.label);
  if (!names.empty()) {
    const double room = std::max((names.rbegin()->first - names.begin()->first) * 0.06, 0.5);
    x = {names.begin()->first - room, names.rbegin()->first + room, x.step};
  }
  const Field field = field_of(chart, x, chart::range_of(values(chart, false), false));
  std::string svg = chart::value_lines(field) + (names.empty() ? chart::number_axis(field) : "");
  const int cells = static_cast<int>(field.width / 7 / static_cast<double>(std::max<std::size_t>(names.size(), 1)));
  for (const auto& [value, name] : names) svg += text_at(field.x_of(value), field.bottom() + 17, "middle", name, std::max(cells, 4));
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    std::string path, points;
    for (const ChartPoint& point : chart.series[s].points) {
      if (!finite(point)) continue;
      const double px = field.x_of(point.x), py = field.y_of(point.y);
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", px, py);
      points += chart::whisker(field, px, point, look(s).edge) + point_mark(px, py, s, title_of(chart.series[s].name, point, field.y));
    }
    const std::string dash = look(s).dash.empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", look(s).dash);
    if (!path.empty()) svg += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>\n", path, look(s).edge, dash) + points;
  }
  return svg + chart::marks(field, chart) + chart::titles(field, chart, 22) + chart::legend(field, chart);
}

std::string scatter(const Chart& chart) {
  const Field field = field_of(chart, chart::range_of(values(chart, true), false), chart::range_of(values(chart, false), false));
  std::string svg = chart::value_lines(field) + chart::number_axis(field);
  for (std::size_t s = 0; s < chart.series.size(); ++s)
    for (const ChartPoint& point : chart.series[s].points)
      if (finite(point)) svg += chart::whisker(field, field.x_of(point.x), point, look(s).edge) + point_mark(field.x_of(point.x), field.y_of(point.y), s, title_of(chart.series[s].name, point, field.y));
  return svg + chart::marks(field, chart) + chart::titles(field, chart, 22) + chart::legend(field, chart);
}

std::string day_text(double days) { return shown(CellValue{from_days(static_cast<std::int32_t>(std::lround(days))), {}, {}}, ValueType::kDate, 0, false); }

// Each series has its colour; each point is a row from its first day to its last.
std::string timeline(const Chart& chart, int& height) {
  constexpr double kFirst = -700000, kLast = 700000;  // days around 1970 that a calendar can name
  std::vector<std::string> names;
  std::vector<double> days;
  std::vector<std::pair<std::size_t, const ChartPoint*>> spans;
  for (std::size_t s = 0; s < chart.series.size(); ++s)
    for (const ChartPoint& point : chart.series[s].points) {
      if (!finite(point) || point.x < kFirst || point.y > kLast || point.y < point.x || names.size() == kMostRows) continue;
      names.push_back(point.label);
      spans.emplace_back(s, &point);
      days.insert(days.end(), {point.x, point.y});
    }
  if (spans.empty()) return {};
  const auto [first, last] = std::minmax_element(days.begin(), days.end());
  Chart one = chart;
  one.series.resize(1);  // rows of one bar each
  Rows rows = rows_of(one, names.size(), {*first, std::max(*last, *first + 1), 1});
  const double shift = legend_height(chart) - legend_height(one);
  rows.field.top += shift;
  std::string svg;
  for (int i = 0; i <= 4; ++i) {
    const double day = std::round(rows.field.x.from + (rows.field.x.to - rows.field.x.from) * i / 4), x = rows.field.x_of(day);
    svg += line(x, rows.field.top, x, rows.field.bottom(), "#D9D9D9") + text_at(x, rows.field.bottom() + 17, i == 4 ? "end" : "middle", day_text(day));
  }
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const auto& [s, point] = spans[i];
    const double x = rows.field.x_of(point->x), width = std::max(rows.field.x_of(point->y) - x, 3.0);
    const std::string title = "<title>" + xml_text(point->label + ": " + day_text(point->x) + "–" + day_text(point->y)) + "</title>";
    svg += bar(x, rows.field.top + rows.each * (static_cast<double>(i) + 0.2), width, rows.each * 0.6, look(s), title);
  }
  height = static_cast<int>(rows.height + shift);
  return svg + row_names(rows, names) + chart::marks(rows.field, chart) + chart::legend(rows.field, chart);
}

bool has_points(const Chart& chart) {
  return std::any_of(chart.series.begin(), chart.series.end(), [](const ChartSeries& series) { return std::any_of(series.points.begin(), series.points.end(), finite); });
}

}  // namespace

ChartPicture chart_svg(const Chart& chart, const std::string& id) {
  if (!has_points(chart)) return {};
  int height = kHeight;
  std::string drawn;
  switch (chart.kind) {
    case ChartKind::kBars: drawn = bars(chart, height); break;
    case ChartKind::kLines: drawn = lines(chart); break;
    case ChartKind::kScatter: drawn = scatter(chart); break;
    case ChartKind::kHistogram: drawn = has_categories(chart) ? bars(chart, height) : histogram(chart); break;
    case ChartKind::kTimeline: drawn = timeline(chart, height); break;
  }
  if (drawn.empty()) return {};
  const std::string head = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"{2}-t {2}-d\" font-family=\"Liberation Sans, Arial, sans-serif\" font-size=\"12\">\n"
      "<title id=\"{2}-t\">{3}</title>\n<desc id=\"{2}-d\">{4}</desc>\n",
      kWidth, height, xml_text(id), xml_text(chart.caption), xml_text(chart.description));
  return {head + drawn + "</svg>\n", kWidth, height};
}

}  // namespace opora
