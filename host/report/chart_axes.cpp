#include "report/chart_axes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "report/inert_text.h"
#include "report/number_text.h"

namespace opora::chart {
namespace {

constexpr std::string_view kInk = "#333333", kGrid = "#D9D9D9", kMark = "#A33A2C";
constexpr std::array<Look, 5> kLooks{{{"#A9C4E4", "#2F5D94", ""}, {"#F3CB9C", "#A8641F", "6 3"}, {"#B4D8B0", "#3F7D3B", "2 3"}, {"#D6C0DF", "#774F8A", "8 3 2 3"}, {"#D9D9D9", "#5C5C5C", "1 2"}}};

double round_step(double span) {
  const double rough = span / 5;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough * 0.999) return factor * power;
  return 10 * power;
}

// Over what is drawn: a light edge keeps the words apart from it.
std::string words_over(double x, double y, std::string_view anchor, std::string_view text, int cells) {
  return text_at(x, y, anchor, text, cells, " font-style=\"italic\" stroke=\"#FFFFFF\" stroke-width=\"3\"") + text_at(x, y, anchor, text, cells, " font-style=\"italic\"");
}

}  // namespace

Range range_of(const std::vector<double>& values, bool from_zero) {
  double low = from_zero ? 0 : INFINITY, high = from_zero ? 0 : -INFINITY;
  for (double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return {};
  if (!(high - low > 0)) {  // one value: it stands in the middle, or ends the axis that begins at zero
    const double room = std::max(std::abs(high), 1.0);
    (from_zero && high >= 0 ? high : low) += from_zero ? room : -room / 2;
    if (!from_zero) high += room / 2;
  }
  if (!std::isfinite(high - low)) return {};
  const double step = round_step(high - low);
  return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step, step};
}

std::vector<double> ticks(const Range& range) {
  std::vector<double> all;
  const int count = static_cast<int>(std::lround((range.to - range.from) / range.step));
  for (int i = 0; i <= std::min(count, 20); ++i) all.push_back(range.from + i * range.step);
  return all;
}

std::string tick_text(const Range& range, double value) {
  const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(range.step) - 1e-9)), 0, 6);
  if (std::abs(value) < range.step / 1000) value = 0;
  return number_text(value, digits);
}

Look look(std::size_t series) { return kLooks[series % kLooks.size()]; }

std::string label(std::string_view text, int cells) {
  std::string clean = inert(text);
  std::replace(clean.begin(), clean.end(), '\n', ' ');
  return xml_text(display_width(clean) > cells ? std::string(trimmed(fit(clean, cells))) : clean);
}

std::string text_at(double x, double y, std::string_view anchor, std::string_view text, int cells, std::string_view more) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" fill=\"{}\"{}>{}</text>\n", x, y, anchor, kInk, more, label(text, cells));
}

std::string line(double x1, double y1, double x2, double y2, std::string_view stroke, double width, std::string_view dash) {
  const std::string dashes = dash.empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", dash);
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"{}\"{}/>\n", x1, y1, x2, y2, stroke, width, dashes);
}

std::string value_lines(const Field& field) {
  std::string svg;
  for (double value : ticks(field.y)) {
    const double y = field.y_of(value);
    svg += line(field.left, y, field.right(), y, kGrid) + text_at(field.left - 6, y + 4, "end", tick_text(field.y, value));
  }
  return svg + line(field.left, field.bottom(), field.right(), field.bottom(), kInk);
}

std::string number_axis(const Field& field) {
  std::string svg;
  for (double value : ticks(field.x)) {
    const double x = field.x_of(value);
    svg += line(x, field.bottom(), x, field.bottom() + 4, kInk) + text_at(x, field.bottom() + 17, "middle", tick_text(field.x, value));
  }
  return svg;
}

std::string titles(const Field& field, const Chart& chart, double below) {
  std::string svg;
  if (!chart.x_title.empty()) svg += text_at(field.left + field.width / 2, field.bottom() + below + 14, "middle", chart.x_title, 90);
  if (!chart.y_title.empty()) {
    const double x = 13, y = field.top + field.height / 2;
    svg += text_at(x, y, "middle", chart.y_title, 48, fmt::format(" transform=\"rotate(-90 {:.1f} {:.1f})\"", x, y));
  }
  return svg;
}

std::string legend(const Field& field, const Chart& chart) {
  if (chart.series.size() < 2) return {};
  std::string svg;
  const double each = (field.right() - 10) / static_cast<double>(std::min<std::size_t>(chart.series.size(), 3));
  for (std::size_t i = 0; i < chart.series.size() && i < 9; ++i) {
    const double x = 10 + each * static_cast<double>(i % 3), y = 8 + 18 * static_cast<double>(i / 3);
    svg += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"22\" height=\"10\" fill=\"{}\"/>\n", x, y, look(i).fill) + line(x, y + 5, x + 22, y + 5, look(i).edge, 2, look(i).dash) +
           text_at(x + 28, y + 10, "start", chart.series[i].name, static_cast<int>(each / 7.5) - 4);
  }
  return svg;
}

std::string marks(const Field& field, const Chart& chart) {
  std::string svg;
  for (std::size_t i = 0; i < chart.marks.size(); ++i) {
    const ChartMark& mark = chart.marks[i];
    const Range& range = mark.vertical ? field.x : field.y;
    if (!(mark.at >= range.from && mark.at <= range.to)) continue;
    if (mark.vertical) {
      const double x = field.x_of(mark.at);
      const bool left = x > field.left + field.width * 0.75;  // words stay in the picture
      const double y = field.top + 11 + 14 * static_cast<double>(i % 4);  // and neighbours do not cover each other
      svg += line(x, field.top, x, field.bottom(), kMark, 1.5, "5 3") + words_over(left ? x - 4 : x + 4, y, left ? "end" : "start", mark.label, 30);
    } else {
      const double y = field.y_of(mark.at);
      svg += line(field.left, y, field.right(), y, kMark, 1.5, "5 3") + words_over(field.right() - 4, y - 4, "end", mark.label, 40);
    }
  }
  return svg;
}

std::string whisker(const Field& field, double x, const ChartPoint& point, std::string_view stroke) {
  if (!point.low || !point.high || !std::isfinite(*point.low) || !std::isfinite(*point.high)) return {};
  const double low = field.y_of(*point.low), high = field.y_of(*point.high);
  return line(x, low, x, high, stroke, 1.2) + line(x - 4, low, x + 4, low, stroke, 1.2) + line(x - 4, high, x + 4, high, stroke, 1.2);
}

}  // namespace opora::chart
