#include "report/month_strip_svg.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages.h"
#include "report/html_text.h"

namespace opora {
namespace {

constexpr int kWidth = 1200, kPlotHeight = 110, kTop = 22, kBottom = 42;
constexpr int kNarrow = 20;  // a month this narrow has no room for its number

struct Strip {
  const std::vector<BoardMonth>* months;
  double step = 0;
  std::int64_t highest = 1;

  double x(std::size_t month) const { return step * static_cast<double>(month); }
  double height(std::int64_t count) const { return kPlotHeight * static_cast<double>(count) / static_cast<double>(highest); }
};

std::string month_title(const BoardMonth& m) {
  return tr_format("{0}-{1:02}: {2} windows run; of those that end, {3} are handed in, {4} are owed, {5} are late", m.year, m.month, m.running, m.done, m.owed, m.late);
}

void draw_bar(std::string& svg, const Strip& strip, std::size_t month, const char* kind, std::int64_t count, double& base) {
  if (count == 0) return;
  const double height = strip.height(count);
  base -= height;
  svg += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>", kind, strip.x(month) + 1, base, strip.step - 2, height);
}

void draw_month(std::string& svg, const Strip& strip, std::size_t at) {
  const BoardMonth& m = (*strip.months)[at];
  svg += fmt::format("<g><title>{}</title>", escaped(month_title(m)));
  double ground = kTop + kPlotHeight, base = ground;
  draw_bar(svg, strip, at, "run", m.running, ground);
  draw_bar(svg, strip, at, "in", m.done, base);
  draw_bar(svg, strip, at, "out", m.owed, base);
  draw_bar(svg, strip, at, "late", m.late, base);
  svg += "</g>\n";
  const int line = kTop + kPlotHeight + 16;
  if (strip.step >= kNarrow) svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>", strip.x(at) + strip.step / 2, line, m.month);
  if (at == 0 || m.month == 1) svg += fmt::format("<text class=\"year\" x=\"{:.1f}\" y=\"{}\">{}</text>\n", strip.x(at) + 2, line + 18, m.year);
}

}  // namespace

std::string month_strip_svg(const std::vector<BoardMonth>& months, std::optional<double> today) {
  if (months.empty()) return {};
  Strip strip{&months, static_cast<double>(kWidth) / static_cast<double>(months.size())};
  for (const BoardMonth& m : months) strip.highest = std::max({strip.highest, m.running, m.done + m.owed + m.late});
  const int base = kTop + kPlotHeight;
  std::string svg = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"strip-t\">\n<title id=\"strip-t\">{}</title>\n", kWidth, base + kBottom,
                                escaped(tr("Windows by month")));
  for (std::size_t i = 0; i < months.size(); ++i) draw_month(svg, strip, i);
  svg += fmt::format("<line class=\"axis\" x1=\"0\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>\n", kWidth, base, base);
  if (today && *today >= 0 && *today <= static_cast<double>(months.size())) {
    const double x = strip.step * *today;
    const bool left = x > kWidth * 0.85;
    svg += fmt::format("<line class=\"today\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/><text class=\"limit-text\" x=\"{3:.1f}\" y=\"{4}\" text-anchor=\"{5}\">{6}</text>\n",
                       x, kTop - 16, base, left ? x - 6 : x + 6, kTop - 7, left ? "end" : "start", escaped(tr("the day of the board")));
  }
  return svg + "</svg>\n";
}

}  // namespace opora
