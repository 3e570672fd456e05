// The present values of a column, group by group, in row order: the input of statistics.h.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "frame/grouping.h"
#include "frame/order_keys.h"

namespace opora {

// Scratch memory of one worker; every span is valid until the next call.
class GroupValues {
 public:
  GroupValues(const Grouping& groups, const Column& column) : groups_(groups), column_(column) {}

  // Order keys of the group's present values. Of a kInt64 column these are the values.
  std::span<const std::int64_t> keys(std::size_t group) {
    const bool whole = groups_.in_place() && column_.null_count() == 0 && column_.type() == ColumnType::kInt64;
    if (whole) return column_.int64().subspan(groups_.starts[group], groups_.rows_of(group));
    return scratch_keys(group);
  }

  // The same as a copy that the caller may reorder.
  std::span<std::int64_t> scratch_keys(std::size_t group) {
    if (keys_.size() < groups_.rows_of(group)) keys_.resize(groups_.rows_of(group));
    std::size_t n = 0;
    with_keys(column_, [&](auto key, auto present) {
      groups_.each(group, [&](std::size_t row) {
        keys_[n] = key(row);  // overwritten by the next row when this one is missing
        n += present(row);
      });
    });
    return {keys_.data(), n};
  }

  std::span<const double> doubles(std::size_t group) {
    const std::span<const std::int64_t> found = keys(group);
    doubles_.resize(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) doubles_[i] = number_of_key(column_.type(), found[i]);
    return doubles_;
  }

 private:
  const Grouping& groups_;
  const Column& column_;
  std::vector<std::int64_t> keys_;
  std::vector<double> doubles_;
};

// One result for each group, written by workers side by side. Every group has to be set.
template <class T>
struct Cells {
  using Values = std::conditional_t<std::is_same_v<T, std::string>, std::vector<T>, ColumnValues<T>>;
  explicit Cells(std::size_t n) : value(n), present(n) {}
  void set(std::size_t group, std::optional<T> result) {
    if constexpr (std::is_same_v<T, double>)
      if (result && std::isnan(*result)) result.reset();
    present[group] = result.has_value();
    value[group] = result ? *std::move(result) : T{};
  }
  Values value;
  std::vector<std::uint8_t> present;
};

}  // namespace opora
