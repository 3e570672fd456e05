#include "frame/multiple_tests.h"

#include <algorithm>
#include <cmath>

#include "base/messages.h"
#include "frame/group_values.h"

namespace opora {
namespace {

// p ascending → adjusted, in place.
void holm(std::vector<double>& p) {
  double greatest = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    greatest = std::max(greatest, std::min(1.0, static_cast<double>(p.size() - i) * p[i]));
    p[i] = greatest;
  }
}

void benjamini_hochberg(std::vector<double>& p) {
  double least = 1;
  for (std::size_t i = p.size(); i-- > 0;) {
    least = std::min(least, static_cast<double>(p.size()) / static_cast<double>(i + 1) * p[i]);
    p[i] = least;
  }
}

}  // namespace

Result<Column> adjust_p(const Frame& frame, const std::string& column, const std::vector<std::string>& by, Adjustment method) {
  OPORA_ASSIGN(const Column given, number_column(frame, column));
  OPORA_ASSIGN(const Grouping groups, group_rows(frame, by));
  Cells<double> adjusted(static_cast<std::size_t>(frame.rows()));
  std::vector<std::pair<double, std::size_t>> tests;
  std::vector<double> values;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    tests.clear(), values.clear();
    groups.each(group, [&](std::size_t row) {
      adjusted.set(row, std::nullopt);
      const double p = given.number(static_cast<std::int64_t>(row));
      if (given.valid(static_cast<std::int64_t>(row)) && !std::isnan(p)) tests.emplace_back(p, row);
    });
    std::sort(tests.begin(), tests.end());
    if (!tests.empty() && (tests.front().first < 0 || tests.back().first > 1)) {
      const auto& wrong = tests.front().first < 0 ? tests.front() : tests.back();
      return make_error("FRAME-010", tr_format("row {0}, \"{1}\": {2} is no probability", wrong.second + 1, column, wrong.first),
                        tr("a probability is between 0 and 1"));
    }
    for (const auto& test : tests) values.push_back(test.first);
    method == Adjustment::kHolm ? holm(values) : benjamini_hochberg(values);
    for (std::size_t i = 0; i < tests.size(); ++i) adjusted.set(tests[i].second, values[i]);
  }
  return Column::of_float64(std::move(adjusted.value), adjusted.present);
}

}  // namespace opora
