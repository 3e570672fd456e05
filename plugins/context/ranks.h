// Ranks and quantiles over values of which some are missing (NaN). Named definitions, no ties by accident.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace context {

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
inline bool present(double x) { return !std::isnan(x); }

// 100·(r − 0.5)/n with mid-rank r among the n values that are there: the part of schools below a school, with
// half of its equals. Ascending; missing stays missing. (Hazen 1914)
inline std::vector<double> percentiles(const std::vector<double>& values) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (present(values[i])) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> found(values.size(), kMissing);
  const auto n = static_cast<double>(order.size());
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    const double middle = (static_cast<double>(first + last) + 1) / 2;
    for (std::size_t i = first; i < last; ++i) found[order[i]] = 100 * (middle - 0.5) / n;
  }
  return found;
}

// Definition R-7 (Hyndman and Fan 1996) of the values that are there; missing when there are none.
inline double quantile(std::vector<double> values, double part) {
  values.erase(std::remove_if(values.begin(), values.end(), [](double x) { return !present(x); }), values.end());
  if (values.empty()) return kMissing;
  std::sort(values.begin(), values.end());
  const double place = part * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double above = values[std::min(below + 1, values.size() - 1)];
  return values[below] + (place - static_cast<double>(below)) * (above - values[below]);
}

}  // namespace context
