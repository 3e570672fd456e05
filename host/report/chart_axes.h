// What the kinds of charts share: the field with its axes, ranges with round steps, strokes and texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

namespace opora::chart {

struct Range {
  double from = 0, to = 1, step = 0.2;
};

// Smallest range of round steps (1, 2 or 5 times a power of ten, about five of them) around the values; from_zero: with 0.
Range range_of(const std::vector<double>& values, bool from_zero);
std::vector<double> ticks(const Range& range);
std::string tick_text(const Range& range, double value);

// A colour that prints light, its dark edge, and a dash that tells series apart without colours.
struct Look {
  std::string_view fill, edge, dash;
};
Look look(std::size_t series);

struct Field {
  double left, top, width, height;  // of the place for data, in the units of the picture
  Range x, y;

  double x_of(double value) const { return left + width * (value - x.from) / (x.to - x.from); }
  double y_of(double value) const { return top + height * (1 - (value - y.from) / (y.to - y.from)); }
  double bottom() const { return top + height; }
  double right() const { return left + width; }
};

// Texts are escaped, and cut to `cells` with "…".
std::string label(std::string_view text, int cells);
std::string text_at(double x, double y, std::string_view anchor, std::string_view text, int cells = 60, std::string_view more = {});
std::string line(double x1, double y1, double x2, double y2, std::string_view stroke, double width = 1, std::string_view dash = {});

std::string value_lines(const Field& field);      // grid of y with its numbers
std::string number_axis(const Field& field);      // numbers of x
std::string titles(const Field& field, const Chart& chart, double below);  // of both axes; `below`: room taken under the field
std::string legend(const Field& field, const Chart& chart);                // nothing for one series
std::string marks(const Field& field, const Chart& chart);
std::string whisker(const Field& field, double x, const ChartPoint& point, std::string_view stroke);

}  // namespace opora::chart
