// Standardisation: (x − centre) / scale for each item, fitted once and applied to other years as it is.
#pragma once

#include <algorithm>
#include <cmath>

#include "points.h"

namespace clusters {

enum class Standardisation { kNone, kZ, kRobust };

// How an item got its scale; all but kUsual are worth a word to the reader.
enum class ScaleSource { kUsual, kConstant, kNoSpreadInTheMiddle };

struct Standardiser {
  std::vector<double> centre, scale;
  std::vector<ScaleSource> source;

  void apply(const double* in, double* out) const {
    for (std::size_t j = 0; j < centre.size(); ++j) out[j] = (in[j] - centre[j]) / scale[j];
  }
  Points apply(const Points& points) const {
    Points out(points.n, points.d);
    for (std::size_t i = 0; i < points.n; ++i) apply(points.row(i), out.row(i));
    return out;
  }
};

inline double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Of a sample (n − 1); 0 for fewer than two values.
inline double sd_of(std::span<const double> values) {
  if (values.size() < 2) return 0;
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

// Definition R-7 (Hyndman, Fan 1996) of ascending values.
inline double quantile_of(std::span<const double> ascending, double part) {
  const double at = part * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] + (at - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

// z: mean and sd (n − 1). Robust: median and interquartile range / 1.349, which is the sd for normal values; an item whose
// middle half is all one value gets its sd. An item that never varies is centred and keeps scale 1: it parts no schools.
inline Standardiser fit_standardiser(const Points& points, Standardisation how) {
  constexpr double kNormalRange = 1.3489795003921634;  // interquartile range of the standard normal distribution
  Standardiser fitted{std::vector<double>(points.d, 0), std::vector<double>(points.d, 1),
                      std::vector<ScaleSource>(points.d, ScaleSource::kUsual)};
  for (std::size_t j = 0; j < points.d && points.n > 0; ++j) {
    std::vector<double> values(points.n);
    for (std::size_t i = 0; i < points.n; ++i) values[i] = points.row(i)[j];
    std::vector<double> ascending = values;
    std::sort(ascending.begin(), ascending.end());
    if (ascending.front() == ascending.back()) fitted.source[j] = ScaleSource::kConstant;
    if (how == Standardisation::kNone) continue;
    const double range = quantile_of(ascending, 0.75) - quantile_of(ascending, 0.25);
    fitted.centre[j] = how == Standardisation::kZ ? mean_of(values) : quantile_of(ascending, 0.5);
    if (fitted.source[j] == ScaleSource::kConstant) continue;
    if (how == Standardisation::kRobust && range <= 0) fitted.source[j] = ScaleSource::kNoSpreadInTheMiddle;
    fitted.scale[j] = how == Standardisation::kRobust && range > 0 ? range / kNormalRange : sd_of(values);
  }
  return fitted;
}

}  // namespace clusters
