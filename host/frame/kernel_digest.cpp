#include "frame/kernel_digest.h"

#include <bit>

#include "frame/intervals.h"
#include "frame/kernels.h"

namespace opora {
namespace {

// Values whose sums, squares and roots are not exact, so that another order or width of numbers shows.
Frame probe() {
  constexpr int kRows = 251;
  std::vector<std::int64_t> group, part, whole;
  std::vector<double> x, y;
  std::uint64_t state = 20201;
  const auto next = [&state] { return (state = state * 6364136223846793005u + 1442695040888963407u) >> 33; };
  for (int i = 0; i < kRows; ++i) {
    group.push_back(static_cast<std::int64_t>(next() % 7));
    whole.push_back(static_cast<std::int64_t>(1 + next() % 40));
    part.push_back(static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(whole.back() + 1)));
    x.push_back(static_cast<double>(next()) / 3.0);
    y.push_back(static_cast<double>(next()) / 7e5 - x.back() / 11.0);
  }
  return Frame().with("group", Column::of_int64(group)).with("part", Column::of_int64(part)).with("whole", Column::of_int64(whole))
      .with("x", Column::of_float64(x)).with("y", Column::of_float64(y));
}

void add_result(Hasher& hash, const Result<Frame>& result) {
  if (result) add_frame(hash, *result);
  else hash.field(result.error().code);
}

void add_result(Hasher& hash, const Result<Column>& result) { add_result(hash, result ? Result<Frame>(Frame().with("", *result)) : Result<Frame>(result.error())); }

}  // namespace

void add_frame(Hasher& hash, const Frame& frame) {
  hash.field(static_cast<std::int64_t>(frame.width())).field(frame.rows());
  for (std::size_t place = 0; place < frame.width(); ++place) {
    const Column& column = frame.column_at(place);
    hash.field(frame.names()[place]).field(static_cast<std::int64_t>(column.type()));
    for (std::int64_t row = 0; row < column.size(); ++row) {
      hash.field(std::int64_t{column.valid(row)});
      if (!column.valid(row)) continue;
      const auto at = static_cast<std::size_t>(row);
      switch (column.type()) {
        case ColumnType::kInt64: hash.field(column.int64()[at]); break;
        case ColumnType::kFloat64: hash.field(std::bit_cast<std::int64_t>(column.float64()[at])); break;
        case ColumnType::kText: hash.field(column.text(row)); break;
        case ColumnType::kDate: hash.field(std::int64_t{column.days()[at]}); break;
      }
    }
  }
}

const std::string& kernel_digest() {
  static const std::string digest = [] {
    const Frame frame = probe();
    using enum AggregateKind;
    const auto of = [](const char* name, AggregateKind kind, double parameter = 0) {
      Aggregate aggregate;
      aggregate.name = name, aggregate.kind = kind, aggregate.column = "x", aggregate.other = "y", aggregate.parameter = parameter;
      return aggregate;
    };
    Hasher hash;
    add_result(hash, group_tally(frame, {"group"}, {of("sum", kSum), of("mean", kMean), of("sd", kSd), of("quantile", kQuantile, 0.3), of("spearman", kSpearman)}));
    add_result(hash, zscore(frame, "y", {"group"}, 1));
    add_result(hash, interval(frame, "part", "whole", IntervalMethod::kWilson, 0.95));
    add_result(hash, interval(frame, "part", "whole", IntervalMethod::kExact, 0.95));
    add_result(hash, funnel(frame, "part", "whole", {{"group"}, {}, 0.95, true}));
    return to_hex(hash.finish());
  }();
  return digest;
}

}  // namespace opora
