#include "frame/aggregates.h"

#include <atomic>
#include <limits>
#include <unordered_map>

#include "base/messages.h"
#include "frame/conditions.h"
#include "frame/group_values.h"
#include "frame/statistics.h"

namespace opora {
namespace {

using Whole = std::optional<std::int64_t>;
using Text = std::optional<std::string>;

bool fits(Wide sum) {
  return sum >= std::numeric_limits<std::int64_t>::min() && sum <= std::numeric_limits<std::int64_t>::max();
}

Diagnostic too_large(const Aggregate& aggregate) {
  return make_error("FRAME-005", tr_format("the sum \"{0}\" of the column \"{1}\" is too large for 64 bits",
                                           aggregate.name, aggregate.column),
                    tr("check the values of the column, or use their mean"));
}

// result(values, group) for each group, workers with scratch memory of their own.
template <class T, class Compute>
Cells<T> for_groups(const TallyInput& input, const Column& column, Compute compute) {
  Cells<T> cells(input.groups.size());
  input.groups.in_blocks(input.threads, [&](std::size_t first, std::size_t last) {
    GroupValues values(input.groups, column);
    for (std::size_t group = first; group < last; ++group) cells.set(group, compute(values, group));
  });
  return cells;
}

template <class Compute>
Column doubles_for_groups(const TallyInput& input, const Column& column, Compute compute) {
  Cells<double> cells = for_groups<double>(input, column, compute);
  return Column::of_float64(std::move(cells.value), cells.present);
}

// Sums that stay within 64 bits all the way, of groups that are too small for anything cleverer than
// going through them. False: some sum left 64 bits on its way, and nothing is to be relied on.
bool narrow_sums(const TallyInput& input, const Column& column, Cells<std::int64_t>& cells) {
  std::atomic<bool> overflow{false};
  input.groups.in_blocks(input.threads, [&](std::size_t first, std::size_t last) {
    with_keys(column, [&](auto key, auto present) {
      bool left = false;
      for (std::size_t group = first; group < last; ++group) {
        std::int64_t sum = 0;
        bool any = false;
        input.groups.each(group, [&](std::size_t row) {
          left |= __builtin_add_overflow(sum, key(row), &sum);  // a missing row holds 0
          any |= present(row);
        });
        cells.value[group] = sum;
        cells.present[group] = any;
      }
      if (left) overflow.store(true, std::memory_order_relaxed);
    });
  });
  return !overflow;
}

Result<Column> exact_sum(const TallyInput& input, const Aggregate& aggregate, const Column& column) {
  Cells<std::int64_t> narrow(input.groups.size());
  if (narrow_sums(input, column, narrow)) return Column::of_int64(std::move(narrow.value), narrow.present);
  std::atomic<bool> overflow{false};
  auto cells = for_groups<std::int64_t>(input, column, [&](GroupValues& values, std::size_t group) -> Whole {
    const auto found = values.keys(group);
    if (found.empty()) return std::nullopt;
    const Wide sum = sum_of(found);
    if (!fits(sum)) overflow.store(true, std::memory_order_relaxed);
    return static_cast<std::int64_t>(sum);
  });
  if (overflow) return too_large(aggregate);
  return Column::of_int64(std::move(cells.value), cells.present);
}

Column double_sum(const TallyInput& input, const Column& column) {
  return doubles_for_groups(input, column, [](GroupValues& values, std::size_t group) -> std::optional<double> {
    const auto found = values.doubles(group);
    return found.empty() ? std::nullopt : std::optional(sum_of(found));
  });
}

Column mean_or_sd(const TallyInput& input, const Aggregate& aggregate, const Column& column) {
  const auto statistic = [&](auto found) {
    return aggregate.kind == AggregateKind::kMean ? mean_of(found) : sd_of(found, aggregate.ddof);
  };
  const bool whole = column.type() == ColumnType::kInt64;
  return doubles_for_groups(input, column, [&](GroupValues& values, std::size_t group) {
    return whole ? statistic(values.keys(group)) : statistic(values.doubles(group));
  });
}

Result<Column> quantile(const TallyInput& input, const Aggregate& aggregate, const Column& column) {
  const double p = aggregate.parameter;
  if (!(p >= 0 && p <= 1))
    return make_error("FRAME-007", tr_format("the quantile \"{0}\" asks for the part {1}", aggregate.name, p),
                      tr("give a part from 0 to 1, for example 0.25"));
  return doubles_for_groups(input, column, [&](GroupValues& values, std::size_t group) {
    return quantile_of(values.scratch_keys(group), column.type(), p);
  });
}

Result<Column> spearman(const TallyInput& input, const Aggregate& aggregate, const Column& a) {
  OPORA_ASSIGN(const Column b, number_column(input.frame, aggregate.other));
  Cells<double> cells(input.groups.size());
  const auto block = [&](std::size_t first, std::size_t last) {
    Spearman correlation;
    std::vector<std::int64_t> left, right;
    with_keys(a, [&](auto key_a, auto present_a) {
      with_keys(b, [&](auto key_b, auto present_b) {
        for (std::size_t group = first; group < last; ++group) {
          left.clear();
          right.clear();
          input.groups.each(group, [&](std::size_t row) {
            if (!present_a(row) || !present_b(row)) return;
            left.push_back(key_a(row));
            right.push_back(key_b(row));
          });
          cells.set(group, correlation.of(left, right));
        }
      });
    });
  };
  input.groups.in_blocks(input.threads, block);
  return Column::of_float64(std::move(cells.value), cells.present);
}

std::string histogram_text(const Column& column, std::span<std::int64_t> keys) {
  std::sort(keys.begin(), keys.end());
  std::string text;
  for (std::size_t first = 0, last = 0; first < keys.size(); first = last) {
    while (last < keys.size() && keys[last] == keys[first]) ++last;
    if (first > 0) text += ' ';
    text += key_text(column, keys[first]) + ":" + std::to_string(last - first);
  }
  return text;
}

Column histogram(const TallyInput& input, const Column& column) {
  const auto cells = for_groups<std::string>(input, column, [&](GroupValues& values, std::size_t group) -> Text {
    const auto keys = values.scratch_keys(group);
    return keys.empty() ? std::nullopt : std::optional(histogram_text(column, keys));
  });
  return Column::of_text(cells.value, cells.present);
}

// kMin, kMax, kFirst: a value of the column itself.
Column picked(const TallyInput& input, AggregateKind kind, const Column& column) {
  const auto cells = for_groups<std::int64_t>(input, column, [&](GroupValues& values, std::size_t group) -> Whole {
    const auto keys = values.keys(group);
    if (keys.empty()) return std::nullopt;
    const auto [least, most] = std::minmax_element(keys.begin(), keys.end());
    return kind == AggregateKind::kMin ? *least : *most;
  });
  return column_of_keys(column, cells.value, cells.present);
}

// A decimal key goes through its order key: -0 is 0 there, and what is no number is missing.
Column first_numbers(const Grouping& groups, const Column& column) {
  Cells<std::int64_t> cells(groups.size());
  with_keys(column, [&](auto key, auto present) {
    for (std::size_t group = 0; group < groups.size(); ++group) {
      const std::size_t row = groups.rows_of(group) == 0 ? 0 : groups.row(groups.starts[group]);
      const bool there = groups.rows_of(group) > 0 && present(row);
      cells.set(group, there ? Whole(key(row)) : std::nullopt);
    }
  });
  return column_of_keys(column, cells.value, cells.present);
}

// The group of a whole table may be without a row; then nothing is first.
Column first_of(const Grouping& groups, const Column& column) {
  if (column.type() == ColumnType::kFloat64) return first_numbers(groups, column);
  RowSelection rows;
  rows.rows.resize(groups.size());
  for (std::size_t group = 0; group < groups.size(); ++group) {
    const bool empty = groups.rows_of(group) == 0;
    rows.rows[group] = empty ? kNoRow : groups.row(groups.starts[group]);
    rows.some_missing |= empty;
  }
  return column.take(rows);
}

using Weights = std::vector<std::int64_t>;

Diagnostic bad_weights(const Aggregate& aggregate, const char* help) {
  return make_error("FRAME-007", tr_format("the weights of \"{0}\" are not stated properly", aggregate.name), help);
}

// The weights that apply to each group; nullptr where the table has none.
Result<std::vector<const Weights*>> weights_of_groups(const TallyInput& input, const Aggregate& aggregate) {
  if (aggregate.weights.size() != 1) return bad_weights(aggregate, tr("give exactly one table of weights"));
  const WeightTable& table = aggregate.weights.front();
  std::vector<const Weights*> found(input.groups.size(), nullptr);
  if (table.by.empty()) {
    if (table.tables.size() != 1) return bad_weights(aggregate, tr("without a key column there is one list of weights"));
    std::fill(found.begin(), found.end(), &table.tables.front().second);
    return found;
  }
  if (std::find(input.keys.begin(), input.keys.end(), table.by) == input.keys.end())
    return bad_weights(aggregate, tr("the column that chooses the weights must be one of the grouping columns"));
  std::unordered_map<std::string, const Weights*> by_text;
  for (const auto& [text, weights] : table.tables) by_text.emplace(text, &weights);
  OPORA_ASSIGN(const Column key_column, input.frame.column(table.by));
  const Column keys = first_of(input.groups, key_column);
  with_keys(keys, [&](auto key, auto present) {
    for (std::size_t group = 0; group < found.size(); ++group) {
      if (!present(group)) continue;
      const auto it = by_text.find(key_text(keys, key(group)));
      if (it != by_text.end()) found[group] = it->second;
    }
  });
  return found;
}

Diagnostic not_whole(const Aggregate& aggregate, const Column& column) {
  return make_error("FRAME-002", tr_format("the column \"{0}\" holds {1}, but weights need whole numbers",
                                           aggregate.column, type_title(column.type())),
                    tr("name a column of whole numbers, for example scores"));
}

}  // namespace

Result<Column> count_column(const TallyInput& input, const Aggregate& aggregate) {
  const Grouping& groups = input.groups;
  ColumnValues<std::int64_t> rows(groups.size());
  for (std::size_t group = 0; group < groups.size(); ++group) rows[group] = static_cast<std::int64_t>(groups.rows_of(group));
  if (aggregate.kind == AggregateKind::kCount) return Column::of_int64(std::move(rows));
  OPORA_ASSIGN(const std::vector<std::uint8_t> mask, mask_of(input.frame, aggregate.conditions));
  ColumnValues<std::int64_t> hits(groups.size());
  groups.in_blocks(input.threads, [&](std::size_t first, std::size_t last) {
    for (std::size_t group = first; group < last; ++group) {
      std::int64_t count = 0;
      groups.each(group, [&](std::size_t row) { count += mask[row]; });
      hits[group] = count;
    }
  });
  if (aggregate.kind == AggregateKind::kCountWhere) return Column::of_int64(std::move(hits));
  Cells<double> shares(groups.size());
  for (std::size_t group = 0; group < groups.size(); ++group)
    shares.set(group, rows[group] > 0 ? std::optional(Share{hits[group], rows[group]}.value()) : std::nullopt);
  return Column::of_float64(std::move(shares.value), shares.present);
}

Result<Column> number_column(const TallyInput& input, const Aggregate& aggregate) {
  OPORA_ASSIGN(const Column column, number_column(input.frame, aggregate.column));
  switch (aggregate.kind) {
    case AggregateKind::kQuantile: return quantile(input, aggregate, column);
    case AggregateKind::kSpearman: return spearman(input, aggregate, column);
    case AggregateKind::kSum:
      if (column.type() == ColumnType::kInt64) return exact_sum(input, aggregate, column);
      return double_sum(input, column);
    default: return mean_or_sd(input, aggregate, column);
  }
}

Result<Column> value_column(const TallyInput& input, const Aggregate& aggregate) {
  OPORA_ASSIGN(const Column column, input.frame.column(aggregate.column));
  if (aggregate.kind == AggregateKind::kFirst) return first_of(input.groups, column);
  if (aggregate.kind == AggregateKind::kHistogram) return histogram(input, column);
  return picked(input, aggregate.kind, column);
}

Result<Column> weight_column(const TallyInput& input, const Aggregate& aggregate) {
  OPORA_ASSIGN(const Column column, input.frame.column(aggregate.column));
  if (column.type() != ColumnType::kInt64) return not_whole(aggregate, column);
  OPORA_ASSIGN(const std::vector<const Weights*> weights, weights_of_groups(input, aggregate));
  std::atomic<bool> overflow{false};
  auto cells = for_groups<std::int64_t>(input, column, [&](GroupValues& values, std::size_t group) -> Whole {
    const auto found = values.keys(group);
    if (found.empty() || !weights[group]) return std::nullopt;
    const Weights& weight = *weights[group];
    Wide sum = 0;
    for (const std::int64_t value : found)
      if (static_cast<std::uint64_t>(value) < weight.size()) sum += weight[static_cast<std::size_t>(value)];
    if (!fits(sum)) overflow.store(true, std::memory_order_relaxed);
    return static_cast<std::int64_t>(sum);
  });
  if (overflow) return too_large(aggregate);
  return Column::of_int64(std::move(cells.value), cells.present);
}

Result<Column> aggregate_column(const TallyInput& input, const Aggregate& aggregate) {
  switch (aggregate.kind) {
    case AggregateKind::kCount:
    case AggregateKind::kCountWhere:
    case AggregateKind::kShare: return count_column(input, aggregate);
    case AggregateKind::kSum:
    case AggregateKind::kMean:
    case AggregateKind::kSd:
    case AggregateKind::kQuantile:
    case AggregateKind::kSpearman: return number_column(input, aggregate);
    case AggregateKind::kMin:
    case AggregateKind::kMax:
    case AggregateKind::kFirst:
    case AggregateKind::kHistogram: return value_column(input, aggregate);
    case AggregateKind::kWeight: return weight_column(input, aggregate);
  }
  return make_error("FRAME-007", tr_format("the aggregate \"{0}\" is of an unknown kind", aggregate.name));
}

}  // namespace opora
