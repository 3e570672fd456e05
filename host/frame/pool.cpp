#include <algorithm>

#include "base/messages.h"
#include "frame/grouping.h"
#include "frame/intervals.h"

namespace opora {

Result<Frame> pool(const Frame& frame, const std::string& part, const std::string& whole, const std::string& over, std::int64_t window,
                   const std::vector<std::string>& by) {
  constexpr std::int64_t kLongest = 1000;
  if (window < 1 || window > kLongest)
    return make_error("FRAME-007", tr_format("a window of {0} years is not possible", window), tr("pool over at least one year, this one"));
  OPORA_ASSIGN(const CountColumns counts, CountColumns::of(frame, part, whole));
  OPORA_ASSIGN(const Column years, whole_column(frame, over));
  OPORA_ASSIGN(const Grouping groups, group_rows(frame, by));
  const std::size_t rows = counts.rows();
  ColumnValues<std::int64_t> parts(rows), wholes(rows), used(rows);
  std::vector<std::uint8_t> known(rows), has_year(rows);
  for (std::size_t row = 0; row < rows; ++row) parts[row] = wholes[row] = used[row] = 0;

  const auto year_of = [&](std::size_t row) { return years.int64()[row]; };
  std::vector<std::size_t> in_order;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    in_order.clear();
    groups.each(group, [&](std::size_t row) {
      if (years.valid(static_cast<std::int64_t>(row))) in_order.push_back(row);
    });
    std::stable_sort(in_order.begin(), in_order.end(), [&](std::size_t a, std::size_t b) { return year_of(a) < year_of(b); });

    // A year at a time; a window is the sum of its years. Of a year only the sum and whether it counted matter.
    struct Year {
      std::int64_t year;
      Counts counts;
      std::size_t end;  // its rows in `in_order` end here
    };
    std::vector<Year> by_year;
    for (std::size_t i = 0; i < in_order.size(); ++i) {
      if (by_year.empty() || by_year.back().year != year_of(in_order[i])) by_year.push_back({year_of(in_order[i]), {}, i});
      by_year.back().end = i + 1;
      if (!counts.counts(in_order[i])) continue;
      by_year.back().counts.part += counts[in_order[i]].part;
      by_year.back().counts.whole += counts[in_order[i]].whole;
    }
    Counts sum;
    std::int64_t counted = 0;
    std::size_t first = 0, row = 0;
    for (const Year& last : by_year) {
      sum.part += last.counts.part, sum.whole += last.counts.whole, counted += last.counts.whole > 0;
      // As an unsigned difference: years may be any whole number.
      const auto distance = [&](const Year& one) { return static_cast<std::uint64_t>(last.year) - static_cast<std::uint64_t>(one.year); };
      for (; distance(by_year[first]) >= static_cast<std::uint64_t>(window); ++first)
        sum.part -= by_year[first].counts.part, sum.whole -= by_year[first].counts.whole, counted -= by_year[first].counts.whole > 0;
      for (; row < last.end; ++row) {
        const std::size_t place = in_order[row];
        parts[place] = sum.part, wholes[place] = sum.whole, used[place] = counted;
        known[place] = counted > 0, has_year[place] = 1;
      }
    }
  }
  return Frame().with("part", Column::of_int64(std::move(parts), known)).with("whole", Column::of_int64(std::move(wholes), known))
      .with("years", Column::of_int64(std::move(used), has_year));
}

}  // namespace opora
