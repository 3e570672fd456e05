#include "frame/intervals.h"

#include <cmath>

#include "base/messages.h"
#include "frame/distributions.h"
#include "frame/order_keys.h"
#include "frame/result_columns.h"

namespace opora {
namespace {

double z_of(double confidence) { return -normal_quantile((1 - confidence) / 2); }

Interval wilson(Counts counts, double z) {
  const double n = static_cast<double>(counts.whole), p = counts.share(), zz = z * z;
  const double centre = (p + zz / (2 * n)) / (1 + zz / n);
  const double reach = z * std::sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n);
  return {counts.part == 0 ? 0 : std::max(0.0, centre - reach), counts.part == counts.whole ? 1 : std::min(1.0, centre + reach)};
}

Interval clopper_pearson(Counts counts, double confidence) {
  const double k = static_cast<double>(counts.part), rest = static_cast<double>(counts.whole - counts.part);
  const double outside = (1 - confidence) / 2;
  return {counts.part == 0 ? 0 : beta_quantile(k, rest + 1, outside),
          counts.part == counts.whole ? 1 : beta_quantile(k + 1, rest, 1 - outside)};
}

double root_of_squares(double a, double b) { return std::sqrt(a * a + b * b); }

Status check_probability(double p, const std::string& what) {
  if (p >= 0 && p <= 1) return {};
  return make_error("FRAME-010", tr_format("{0}: {1} is no probability", what, p), tr("a probability is between 0 and 1"));
}

}  // namespace

Interval share_interval(Counts counts, IntervalMethod method, double confidence) {
  return method == IntervalMethod::kWilson ? wilson(counts, z_of(confidence)) : clopper_pearson(counts, confidence);
}

Result<Frame> interval(const Frame& frame, const std::string& part, const std::string& whole, IntervalMethod method, double confidence) {
  OPORA_TRY(check_confidence(confidence));
  OPORA_ASSIGN(const CountColumns counts, CountColumns::of(frame, part, whole));
  const double z = z_of(confidence);
  ResultColumns found(counts.rows(), {"lower", "upper"});
  for (std::size_t row = 0; row < counts.rows(); ++row) {
    if (!counts.counts(row)) continue;
    const Interval bounds = method == IntervalMethod::kWilson ? wilson(counts[row], z) : clopper_pearson(counts[row], confidence);
    found.set(row, {bounds.lower, bounds.upper});
  }
  return std::move(found).finish();
}

Result<Column> binomial_tail(const Frame& frame, const std::string& part, const std::string& whole, const Probability& p) {
  OPORA_ASSIGN(const CountColumns counts, CountColumns::of(frame, part, whole));
  std::optional<Column> given;
  if (p.column.empty()) {
    OPORA_TRY(check_probability(p.value, "p"));
  } else {
    OPORA_ASSIGN(given, number_column(frame, p.column));
  }
  Cells<double> tail(counts.rows());
  for (std::size_t row = 0; row < counts.rows(); ++row) {
    const auto i = static_cast<std::int64_t>(row);
    const double probability = given ? given->number(i) : p.value;
    tail.set(row, std::nullopt);
    if (!counts.counts(row) || (given && !given->valid(i)) || std::isnan(probability)) continue;
    OPORA_TRY(check_probability(probability, tr_format("row {0}, \"{1}\"", row + 1, p.column)));
    tail.set(row, binomial_at_least(counts[row].part, counts[row].whole, probability));
  }
  return Column::of_float64(std::move(tail.value), tail.present);
}

Result<Frame> compare_shares(const Frame& frame, const std::string& part_a, const std::string& whole_a, const std::string& part_b,
                             const std::string& whole_b, double confidence) {
  OPORA_TRY(check_confidence(confidence));
  OPORA_ASSIGN(const CountColumns first, CountColumns::of(frame, part_a, whole_a));
  OPORA_ASSIGN(const CountColumns second, CountColumns::of(frame, part_b, whole_b));
  const double z = z_of(confidence);
  ResultColumns found(first.rows(), {"difference", "lower", "upper", "z", "p", "p_exact"});
  for (std::size_t row = 0; row < first.rows(); ++row) {
    if (!first.counts(row) || !second.counts(row)) continue;
    const Counts a = first[row], b = second[row];
    const Interval of_a = wilson(a, z), of_b = wilson(b, z);
    const double difference = a.share() - b.share();
    const double below = root_of_squares(a.share() - of_a.lower, of_b.upper - b.share());
    const double above = root_of_squares(of_a.upper - a.share(), b.share() - of_b.lower);
    const Counts both{a.part + b.part, a.whole + b.whole};
    std::optional<double> score, p;
    if (both.part > 0 && both.part < both.whole) {
      const double part_variance = 1 / static_cast<double>(a.whole) + 1 / static_cast<double>(b.whole);
      score = difference / std::sqrt(both.share() * (1 - both.share()) * part_variance);
      p = normal_two_sided(*score);
    }
    found.set(row, {difference, difference - below, difference + above, score, p, fisher_exact(a.part, a.whole, b.part, b.whole)});
  }
  return std::move(found).finish();
}

}  // namespace opora
