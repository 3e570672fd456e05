#include "report/histogram_svg.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages.h"
#include "report/html_text.h"
#include "report/number_text.h"

namespace opora {
namespace {

constexpr int kWidth = 640, kHeight = 262;
constexpr int kLeft = 40, kRight = 10, kTop = 26, kBottom = 26;
constexpr int kPlotWidth = kWidth - kLeft - kRight, kPlotHeight = kHeight - kTop - kBottom;

Share edge(const PageHistogram& h, std::size_t i) {
  const auto steps = static_cast<std::int64_t>(i);
  return {h.start.numerator * h.width.denominator + steps * h.width.numerator * h.start.denominator, h.start.denominator * h.width.denominator};
}

std::string edge_text(const PageHistogram& h, Share value) {
  if (h.unit == "%") value.numerator *= 100;
  return number_text(value, h.digits);
}

// 1, 2 or 5 times a power of ten, so that at most four lines are drawn.
std::int64_t grid_step(std::int64_t highest) {
  for (std::int64_t power = 1;; power *= 10)
    for (std::int64_t factor : {1, 2, 5})
      if (factor * power * 4 >= highest) return factor * power;
}

double x_of(const PageHistogram& h, Share value) {
  const double from = h.start.value(), width = h.width.value() * static_cast<double>(h.counts.size());
  return kLeft + kPlotWidth * std::clamp((value.value() - from) / width, 0.0, 1.0);
}

// A bar belongs to the listed side when its whole interval fulfils the comparison.
bool listed(const PageHistogram& h, std::size_t i) {
  if (!h.threshold) return false;
  const bool upwards = h.op == Comparison::kGreater || h.op == Comparison::kGreaterEqual;
  return upwards ? compare(edge(h, i), *h.threshold) >= 0 : compare(edge(h, i + 1), *h.threshold) <= 0;
}

std::string limit_text(const PageHistogram& h) {
  return tr_format("threshold {0}{1}", edge_text(h, *h.threshold), h.unit.empty() ? "" : "\xC2\xA0" + h.unit);
}

std::string description(const PageHistogram& h) {
  std::int64_t all = 0;
  std::size_t highest = 0;
  for (std::size_t i = 0; i < h.counts.size(); ++i) {
    all += h.counts[i];
    if (h.counts[i] > h.counts[highest]) highest = i;
  }
  std::string text = tr_count("{} school", "{} schools", all) + "; " +
                     tr_format("most of them, {0}, from {1} to {2}", h.counts[highest], edge_text(h, edge(h, highest)), edge_text(h, edge(h, highest + 1)));
  if (!h.unit.empty()) text += " " + h.unit;
  return h.threshold ? text + "; " + limit_text(h) : text;
}

void draw_grid(std::string& svg, std::int64_t top, std::int64_t step) {
  for (std::int64_t level = step; level <= top; level += step) {
    const double y = kTop + kPlotHeight * (1 - static_cast<double>(level) / static_cast<double>(top));
    svg += fmt::format("<line class=\"grid\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/><text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n",
                       kLeft, kWidth - kRight, y, y, kLeft - 8, y + 4, level);
  }
}

void draw_bars(std::string& svg, const PageHistogram& h, std::int64_t top) {
  const double step = static_cast<double>(kPlotWidth) / static_cast<double>(h.counts.size());
  for (std::size_t i = 0; i < h.counts.size(); ++i) {
    if (h.counts[i] == 0) continue;
    const double height = kPlotHeight * static_cast<double>(h.counts[i]) / static_cast<double>(top);
    svg += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><title>{}–{}{}: {}</title></rect>\n",
                       listed(h, i) ? "in" : "out", kLeft + step * static_cast<double>(i) + 1, kTop + kPlotHeight - height, step - 2, height,
                       edge_text(h, edge(h, i)), edge_text(h, edge(h, i + 1)), escaped(h.unit.empty() ? "" : " " + h.unit),
                       tr_count("{} school", "{} schools", h.counts[i]));
  }
}

void draw_axis(std::string& svg, const PageHistogram& h) {
  const int base = kTop + kPlotHeight;
  svg += fmt::format("<line class=\"axis\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>\n", kLeft, kWidth - kRight, base, base);
  const std::size_t every = std::max<std::size_t>(1, (h.counts.size() + 9) / 10);
  for (std::size_t i = 0; i <= h.counts.size(); i += every) {
    const bool last = i + every > h.counts.size();
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{}{}</text>\n", x_of(h, edge(h, i)) + (last ? kRight : 0), base + 18,
                       last ? "end" : "middle", edge_text(h, edge(h, i)), last && !h.unit.empty() ? "\xC2\xA0" + escaped(h.unit) : "");
  }
}

void draw_limit(std::string& svg, const PageHistogram& h) {
  if (!h.threshold) return;
  const double x = x_of(h, *h.threshold);
  const bool left = x > kLeft + kPlotWidth * 0.7;
  svg += fmt::format("<line class=\"limit\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{}\" y2=\"{}\"/><text class=\"limit-text\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n",
                     x, x, kTop - 12, kTop + kPlotHeight, left ? x - 7 : x + 7, kTop - 4, left ? "end" : "start", escaped(limit_text(h)));
}

}  // namespace

std::string histogram_svg(const PageHistogram& h, const std::string& id) {
  if (h.counts.empty()) return {};
  const std::int64_t highest = std::max<std::int64_t>(1, *std::max_element(h.counts.begin(), h.counts.end()));
  const std::int64_t step = grid_step(highest);
  const std::int64_t top = (highest + step - 1) / step * step;
  std::string svg = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{}-t {}-d\">\n<title id=\"{}-t\">{}</title>\n<desc id=\"{}-d\">{}</desc>\n",
                                kWidth, kHeight, id, id, id, escaped(h.title), id, escaped(description(h)));
  draw_grid(svg, top, step);
  draw_bars(svg, h, top);
  draw_axis(svg, h);
  draw_limit(svg, h);
  return svg + "</svg>\n";
}

}  // namespace opora
