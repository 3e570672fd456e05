// Points: n schools × d items, row by row. What every method takes; standardised or not is the caller's choice.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace clusters {

struct Points {
  std::size_t n = 0, d = 0;
  std::vector<double> values;  // n × d

  Points() = default;
  Points(std::size_t rows, std::size_t items) : n(rows), d(items), values(rows * items) {}
  Points(std::size_t items, std::vector<double> filled) : n(items == 0 ? 0 : filled.size() / items), d(items), values(std::move(filled)) {}
  const double* row(std::size_t i) const { return values.data() + i * d; }
  double* row(std::size_t i) { return values.data() + i * d; }
};

inline double squared_distance(const double* a, const double* b, std::size_t d) {
  double sum = 0;
  for (std::size_t j = 0; j < d; ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum;
}

inline Points chosen_rows(const Points& points, std::span<const std::size_t> rows) {
  Points chosen(rows.size(), points.d);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < points.d; ++j) chosen.row(i)[j] = points.row(rows[i])[j];
  return chosen;
}

}  // namespace clusters
