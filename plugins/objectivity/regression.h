// A later result on an earlier one over schools: a weighted straight line and residuals that leave the school itself out.
#pragma once

#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "distributions.h"

namespace objectivity {

struct Point {
  double x = 0, y = 0, weight = 1;  // weight above zero: participants of the later procedure
};

struct Residual {
  double expected = 0;       // by the line of the other schools
  double studentized = 0;    // externally: rstudent() in R
  double p_below = 1;        // of a later result so low or lower (t, k − 3 degrees of freedom)
};

struct Line {
  double intercept = 0, slope = 0;
  std::vector<std::optional<Residual>> residuals;  // nothing for a point that alone holds the line
};

inline constexpr std::size_t kLeastSchools = 4;  // two for the line, one left out, one degree of freedom

// Nothing with fewer than four points, when all x are equal or all points lie on the line.
// Source: Cook and Weisberg (1982), Residuals and Influence in Regression, 2.2.
inline std::optional<Line> weighted_line(std::span<const Point> points) {
  if (points.size() < kLeastSchools) return std::nullopt;
  double w = 0, wx = 0, wy = 0;
  for (const Point& p : points) w += p.weight, wx += p.weight * p.x, wy += p.weight * p.y;
  const double x_mean = wx / w, y_mean = wy / w;
  double xx = 0, xy = 0, yy = 0;
  for (const Point& p : points) {
    xx += p.weight * (p.x - x_mean) * (p.x - x_mean);
    xy += p.weight * (p.x - x_mean) * (p.y - y_mean);
    yy += p.weight * (p.y - y_mean) * (p.y - y_mean);
  }
  constexpr double kNothing = 1e-12;  // of a share's square: rounding
  if (xx <= kNothing * w) return std::nullopt;
  Line line{0, xy / xx, std::vector<std::optional<Residual>>(points.size())};
  line.intercept = y_mean - line.slope * x_mean;
  double errors = 0;
  for (const Point& p : points) {
    const double e = p.y - line.intercept - line.slope * p.x;
    errors += p.weight * e * e;
  }
  if (errors <= kNothing * std::max(yy, kNothing)) return std::nullopt;
  const double df = static_cast<double>(points.size()) - 3;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point& p = points[i];
    const double e = p.y - line.intercept - line.slope * p.x;
    const double leverage = p.weight * (1 / w + (p.x - x_mean) * (p.x - x_mean) / xx);
    if (1 - leverage < 1e-9) continue;
    const double without = (errors - p.weight * e * e / (1 - leverage)) / df;
    if (without <= kNothing * errors) continue;
    const double t = std::sqrt(p.weight) * e / std::sqrt(without * (1 - leverage));
    line.residuals[i] = Residual{p.y - e / (1 - leverage), t, t_below(t, df)};
  }
  return line;
}

}  // namespace objectivity
