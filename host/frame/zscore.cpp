#include "frame/group_values.h"
#include "frame/kernels.h"
#include "frame/statistics.h"

namespace opora {
namespace {

// Numbers of one group, to be standardised. The deviation of a whole number from the mean is taken
// exactly, (n·x − Σx)/n: pupils at the mean get 0.
struct WholeGroup {
  Wide n, sum;
  double sd;
  double operator()(std::int64_t key) const {
    return static_cast<double>(n * key - sum) / static_cast<double>(n) / sd;
  }
};

struct DoubleGroup {
  double mean, sd;
  double operator()(std::int64_t key) const { return (double_of_key(key) - mean) / sd; }
};

}  // namespace

Result<Column> zscore(const Frame& frame, const std::string& column, const std::vector<std::string>& by, int ddof) {
  OPORA_ASSIGN(const Column values, number_column(frame, column));
  OPORA_ASSIGN(const Grouping groups, group_rows(frame, by));
  Cells<double> scores(static_cast<std::size_t>(frame.rows()));
  for (std::size_t row = 0; row < scores.value.size(); ++row) scores.value[row] = 0;
  GroupValues found(groups, values);
  const auto standardise = [&](std::size_t group, const auto& score) {
    with_keys(values, [&](auto key, auto present) {
      groups.each(group, [&](std::size_t row) {
        if (present(row)) scores.set(row, score(key(row)));
      });
    });
  };
  for (std::size_t group = 0; group < groups.size(); ++group) {
    if (values.type() == ColumnType::kInt64) {
      const auto numbers = found.keys(group);
      const auto sd = sd_of(numbers, ddof);
      if (sd && *sd > 0) standardise(group, WholeGroup{static_cast<Wide>(numbers.size()), sum_of(numbers), *sd});
    } else {
      const auto numbers = found.doubles(group);
      const auto sd = sd_of(numbers, ddof);
      if (sd && *sd > 0) standardise(group, DoubleGroup{*mean_of(numbers), *sd});
    }
  }
  return Column::of_float64(std::move(scores.value), scores.present);
}

}  // namespace opora
