#include <algorithm>
#include <cmath>
#include <limits>

#include "base/messages.h"
#include "report/chart_table.h"
#include "report/document_xlsx_sheets.h"
#include "report/inert_text.h"

namespace opora {
namespace {

constexpr lxw_color_t kTones[] = {0x1F5B8F, 0xB4560F, 0x3C7A3F, 0x7A4A94, 0x8A6D00, 0x5B6875};
constexpr std::size_t kLongestName = 250;

lxw_chart_type type_of(const Chart& chart) {
  switch (chart.kind) {
    case ChartKind::kBars: return LXW_CHART_COLUMN;
    case ChartKind::kLines: return has_categories(chart) ? LXW_CHART_LINE : LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS;
    case ChartKind::kScatter: return LXW_CHART_SCATTER;
    case ChartKind::kHistogram: return LXW_CHART_COLUMN;
    case ChartKind::kTimeline: return LXW_CHART_BAR_STACKED;
  }
  return LXW_CHART_COLUMN;
}

std::string name_of(const std::string& text) { return cut_to(inert(text), kLongestName); }

// The column of the sheet with the n-th column of the table, or with a part of it.
lxw_col_t sheet_column(const XlsxTablePlace& place, std::size_t of) {
  for (std::size_t i = 0; i < place.columns.size(); ++i)
    if (place.columns[i].of == of && place.columns[i].part == GridPart::kValue) return static_cast<lxw_col_t>(i);
  return 0;
}

class Drawing {
 public:
  Drawing(XlsxBook& book, lxw_worksheet* sheet, const Chart& chart, const XlsxTablePlace& place, const Table& data)
      : book_(book), sheet_(sheet), chart_(chart), place_(place), data_(data), drawn_(xlsx().workbook_add_chart(book.book(), static_cast<std::uint8_t>(type_of(chart)))) {}

  lxw_chart* draw() {
    if (!drawn_) return nullptr;
    if (chart_.kind == ChartKind::kTimeline) timeline();
    else if (has_categories(chart_)) by_category();
    else by_place();
    frame();
    return drawn_;
  }

 private:
  void by_category() {
    for (std::size_t i = 0; i < chart_.series.size(); ++i) add(0, i + 1, place_.first, place_.last, chart_.series[i].name, i);
  }

  // The rows of a series follow each other; x and y are the last two columns.
  void by_place() {
    const std::size_t x = data_.columns.size() - 2;
    lxw_row_t row = place_.first;
    for (std::size_t i = 0; i < chart_.series.size(); ++i) {
      const auto points = static_cast<lxw_row_t>(chart_.series[i].points.size());
      if (points > 0) add(x, x + 1, row, row + points - 1, chart_.series[i].name, i);
      row += points;
    }
  }

  // A bar without ink up to the first day, then one as long as the span; the lengths stand beside the data.
  void timeline() {
    const auto length = static_cast<lxw_col_t>(place_.columns.size());
    lxw_row_t row = place_.first;
    book_.text(sheet_, {row - 1, length}, tr("Days"), {.title = true});
    double from = std::numeric_limits<double>::infinity(), until = -from;
    for (const ChartSeries& series : chart_.series)
      for (const ChartPoint& point : series.points) {
        book_.value(sheet_, {row++, length}, {point.y - point.x, {}, {}}, {tr("Days"), ValueType::kNumber, 0, 1, false}, {.quiet = true});
        from = std::min(from, point.x), until = std::max(until, point.y);
      }
    lxw_chart_series* offset = add(0, 1, place_.first, place_.last, {}, 0);
    lxw_chart_fill none{};
    none.none = LXW_TRUE;
    xlsx().chart_series_set_fill(offset, &none);
    lxw_chart_series* span = ranged(0, length, place_.first, place_.last);
    colour(span, 0);
    constexpr double kSerial = 25'569;  // of 1970-01-01
    lxw_chart_axis* days = xlsx().chart_axis_get(drawn_, LXW_CHART_AXIS_TYPE_Y);
    if (std::isfinite(from)) xlsx().chart_axis_set_min(days, std::floor(from) + kSerial), xlsx().chart_axis_set_max(days, std::ceil(until) + kSerial);
    xlsx().chart_axis_set_num_format(days, "dd.mm.yyyy");
    xlsx().chart_axis_set_reverse(xlsx().chart_axis_get(drawn_, LXW_CHART_AXIS_TYPE_X));
  }

  lxw_chart_series* ranged(lxw_col_t categories, lxw_col_t values, lxw_row_t first, lxw_row_t last) {
    lxw_chart_series* series = xlsx().chart_add_series(drawn_, nullptr, nullptr);
    xlsx().chart_series_set_categories(series, place_.sheet.c_str(), first, categories, last, categories);
    xlsx().chart_series_set_values(series, place_.sheet.c_str(), first, values, last, values);
    return series;
  }

  lxw_chart_series* add(std::size_t categories, std::size_t values, lxw_row_t first, lxw_row_t last, const std::string& name, std::size_t number) {
    lxw_chart_series* series = ranged(sheet_column(place_, categories), sheet_column(place_, values), first, last);
    const std::string title = name_of(name.empty() ? chart_.y_title : name);
    if (!title.empty()) xlsx().chart_series_set_name(series, title.c_str());
    colour(series, number);
    return series;
  }

  void colour(lxw_chart_series* series, std::size_t number) {
    const lxw_color_t tone = kTones[number % std::size(kTones)];
    lxw_chart_fill fill{};
    fill.color = tone;
    lxw_chart_line line{};
    line.color = tone;
    line.width = 2;
    const bool points = chart_.kind == ChartKind::kScatter;
    line.none = points ? LXW_TRUE : LXW_FALSE;
    const bool bars = chart_.kind == ChartKind::kBars || chart_.kind == ChartKind::kHistogram || chart_.kind == ChartKind::kTimeline;
    if (bars) return xlsx().chart_series_set_fill(series, &fill);
    xlsx().chart_series_set_line(series, &line);
    xlsx().chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
    xlsx().chart_series_set_marker_size(series, points ? 6 : 5);
  }

  void frame() {
    const std::string title = name_of(chart_.caption), x = name_of(chart_.x_title), y = name_of(chart_.y_title);
    if (title.empty()) xlsx().chart_title_off(drawn_);
    else xlsx().chart_title_set_name(drawn_, title.c_str());
    lxw_chart_axis* across = xlsx().chart_axis_get(drawn_, LXW_CHART_AXIS_TYPE_X);
    lxw_chart_axis* up = xlsx().chart_axis_get(drawn_, LXW_CHART_AXIS_TYPE_Y);
    if (chart_.kind == ChartKind::kTimeline) std::swap(across, up);
    if (!x.empty()) xlsx().chart_axis_set_name(across, x.c_str());
    if (!y.empty() && chart_.kind != ChartKind::kTimeline) xlsx().chart_axis_set_name(up, y.c_str());
    if (chart_.kind == ChartKind::kHistogram) xlsx().chart_set_series_gap(drawn_, 8);
    xlsx().chart_legend_set_position(drawn_, chart_.series.size() > 1 && chart_.kind != ChartKind::kTimeline ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
  }

  XlsxBook& book_;
  lxw_worksheet* sheet_;
  const Chart& chart_;
  const XlsxTablePlace& place_;
  const Table& data_;
  lxw_chart* drawn_;
};

// Lines that the picture of a workbook has no place for, in words.
void write_marks(XlsxBook& book, lxw_worksheet* sheet, const Chart& chart, const XlsxTablePlace& place) {
  lxw_row_t row = place.last + 2;
  for (const ChartMark& mark : chart.marks) {
    book.text(sheet, {row, 0}, mark.label, {.quiet = true});
    const bool is_day = chart.kind == ChartKind::kTimeline && std::isfinite(mark.at) && std::abs(mark.at) < 1e6;
    const CellValue at = is_day ? CellValue{from_days(static_cast<std::int32_t>(mark.at)), {}, {}} : CellValue{mark.at, {}, {}};
    book.value(sheet, {row++, 1}, at, {{}, ValueType::kNumber, 2, 1, false}, {.quiet = true});
  }
  if (!chart.description.empty()) write_across(book, sheet, row, place, 0, chart.description, {.quiet = true});  // the picture stands beside it
}

}  // namespace

void write_chart_sheet(XlsxBook& book, const Chart& chart, int number) {
  lxw_worksheet* sheet = book.sheet(chart.caption, tr_format("Chart {0}", number), true);
  if (!sheet) return;
  const Table data = table_of(chart);
  const XlsxTablePlace place = write_table_sheet(book, sheet, data, chart.caption);
  write_marks(book, sheet, chart, place);
  if (data.rows.empty()) return;
  lxw_chart* drawn = Drawing(book, sheet, chart, place, data).draw();
  if (!drawn) return book.note(LXW_ERROR_MEMORY_MALLOC_FAILED);
  lxw_chart_options options{};  // below the titles, which are repeated on each page
  options.x_scale = 1.6, options.y_scale = 1.5;
  options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
  std::string words = cut_to(inert(chart.description), kLongestName);
  options.description = words.empty() ? nullptr : words.data();
  book.note(xlsx().worksheet_insert_chart_opt(sheet, place.first, static_cast<lxw_col_t>(place.columns.size() + 2), drawn, &options));
}

}  // namespace opora
