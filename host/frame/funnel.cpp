#include <algorithm>
#include <cmath>

#include "base/messages.h"
#include "frame/distributions.h"
#include "frame/intervals.h"
#include "frame/result_columns.h"
#include "frame/statistics.h"

namespace opora {
namespace {

std::optional<double> score(Counts counts, double centre) {
  if (centre <= 0 || centre >= 1) return std::nullopt;
  return (counts.share() - centre) / std::sqrt(centre * (1 - centre) / static_cast<double>(counts.whole));
}

// Mean of the winsorised z², at least 1. In order of size, so that the order of the rows does not matter.
double overdispersion(std::vector<double> scores) {
  if (scores.empty()) return 1;
  std::sort(scores.begin(), scores.end());
  const auto quantile = [&](double part) {
    std::vector<std::int64_t> keys;
    for (const double z : scores) keys.push_back(order_key(z));
    return *quantile_of(keys, ColumnType::kFloat64, part);
  };
  const double low = quantile(0.1), high = quantile(0.9);
  std::vector<double> squares;
  for (const double z : scores) squares.push_back(std::clamp(z, low, high) * std::clamp(z, low, high));
  return std::max(1.0, *mean_of(std::span<const double>(squares)));
}

}  // namespace

Result<Frame> funnel(const Frame& frame, const std::string& part, const std::string& whole, const FunnelOptions& options) {
  OPORA_TRY(check_confidence(options.confidence));
  if (options.centre && !(*options.centre >= 0 && *options.centre <= 1))
    return make_error("FRAME-007", tr_format("a funnel around {0} is not possible", *options.centre), tr("the centre is a share: 0 to 1"));
  OPORA_ASSIGN(const CountColumns counts, CountColumns::of(frame, part, whole));
  OPORA_ASSIGN(const Grouping groups, group_rows(frame, options.by));
  const double outside = (1 - options.confidence) / 2;
  ResultColumns found(counts.rows(), {"centre", "lower", "upper", "z", "factor"});
  for (std::size_t group = 0; group < groups.size(); ++group) {
    const auto each = [&](auto&& visit) {
      groups.each(group, [&](std::size_t row) {
        if (counts.counts(row)) visit(row, counts[row]);
      });
    };
    Counts all;
    each([&](std::size_t, Counts one) { all.part += one.part, all.whole += one.whole; });
    if (all.whole == 0) continue;
    const double centre = options.centre.value_or(all.share());
    std::vector<double> scores;
    if (options.overdispersion)
      each([&](std::size_t, Counts one) {
        if (const auto z = score(one, centre)) scores.push_back(*z);
      });
    const double factor = overdispersion(std::move(scores)), stretch = std::sqrt(factor);
    each([&](std::size_t row, Counts one) {
      const auto limit = [&](double probability) {
        return static_cast<double>(binomial_quantile(probability, one.whole, centre)) / static_cast<double>(one.whole);
      };
      const double lower = std::max(0.0, centre - (centre - limit(outside)) * stretch);
      const double upper = std::min(1.0, centre + (limit(1 - outside) - centre) * stretch);
      auto z = score(one, centre);
      if (z) *z /= stretch;
      found.set(row, {centre, lower, upper, z, factor});
    });
  }
  return std::move(found).finish();
}

}  // namespace opora
