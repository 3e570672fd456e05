#include "frame/shrinkage.h"

#include <algorithm>
#include <cmath>

#include "base/messages.h"
#include "frame/distributions.h"
#include "frame/kernels.h"
#include "frame/order_keys.h"
#include "frame/result_columns.h"
#include "frame/statistics.h"

namespace opora {
namespace {

constexpr std::size_t kFewest = 2;  // groups that an estimate of their spread needs

void set_posterior(ResultColumns& found, std::size_t row, Counts one, const SharePrior& prior, double outside) {
  const double n = static_cast<double>(one.whole);
  const double weight = n * prior.dispersion / (1 + n * prior.dispersion);
  const double mean = prior.mean + weight * (one.share() - prior.mean);
  if (prior.dispersion == 0) return found.set(row, {mean, std::nullopt, std::nullopt, weight, prior.mean, std::nullopt});
  const double strength = 1 / prior.dispersion;
  const double a = prior.mean * strength + static_cast<double>(one.part);
  const double b = (1 - prior.mean) * strength + static_cast<double>(one.whole - one.part);
  found.set(row, {mean, beta_quantile(a, b, outside), beta_quantile(a, b, 1 - outside), weight, prior.mean, strength});
}

// Rows of a stratum that have what a normal model needs.
struct MeanColumns {
  Column mean, n;
  std::optional<Column> sd;
  bool counts(std::size_t row) const {
    const auto i = static_cast<std::int64_t>(row);
    return mean.valid(i) && !std::isnan(mean.number(i)) && n.valid(i) && n.int64()[row] > 0;
  }
  std::optional<double> own_sd(std::size_t row) const {
    const auto i = static_cast<std::int64_t>(row);
    if (!sd->valid(i) || std::isnan(sd->number(i))) return std::nullopt;
    return sd->number(i);
  }
};

Result<MeanColumns> mean_columns(const Frame& frame, const std::string& mean, const std::string& n, const SdWithin& sd) {
  OPORA_ASSIGN(Column means, number_column(frame, mean));
  OPORA_ASSIGN(Column numbers, whole_column(frame, n));
  std::optional<Column> deviations;
  if (!sd.column.empty()) {
    OPORA_ASSIGN(deviations, number_column(frame, sd.column));
  }
  MeanColumns columns{std::move(means), std::move(numbers), std::move(deviations)};
  const auto negative = [&](std::size_t row, const std::string& name, auto value) {
    return make_error("FRAME-010", tr_format("row {0}, \"{1}\": {2} is below 0", row + 1, name, value),
                      tr("participants and standard deviations are 0 or more"));
  };
  for (std::size_t row = 0; row < static_cast<std::size_t>(frame.rows()); ++row) {
    if (columns.n.valid(static_cast<std::int64_t>(row)) && columns.n.int64()[row] < 0) return negative(row, n, columns.n.int64()[row]);
    if (!columns.sd) continue;
    if (const auto own = columns.own_sd(row); own && *own < 0) return negative(row, sd.column, *own);
  }
  return columns;
}

// Variance within, pooled over the stratum's rows with a standard deviation of their own; in order of size.
double pooled_variance(const MeanColumns& columns, const std::vector<std::size_t>& rows) {
  std::vector<double> squares;
  std::int64_t freedom = 0;
  for (const std::size_t row : rows) {
    const auto own = columns.own_sd(row);
    if (!own || columns.n.int64()[row] < 2) continue;
    squares.push_back(static_cast<double>(columns.n.int64()[row] - 1) * *own * *own);
    freedom += columns.n.int64()[row] - 1;
  }
  std::sort(squares.begin(), squares.end());
  return freedom == 0 ? 0 : sum_of(std::span<const double>(squares)) / static_cast<double>(freedom);
}

}  // namespace

Result<Frame> shrink_shares(const Frame& frame, const std::string& part, const std::string& whole, const ShrinkageOptions& options) {
  OPORA_TRY(check_confidence(options.confidence));
  OPORA_ASSIGN(const CountColumns counts, CountColumns::of(frame, part, whole));
  OPORA_ASSIGN(const Grouping groups, group_rows(frame, options.by));
  ResultColumns found(counts.rows(), {"mean", "lower", "upper", "weight", "prior_mean", "prior_strength"});
  std::vector<Counts> stratum;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    stratum.clear();
    groups.each(group, [&](std::size_t row) {
      if (counts.counts(row)) stratum.push_back(counts[row]);
    });
    if (stratum.size() < kFewest) continue;
    const auto greatest = std::max_element(stratum.begin(), stratum.end(), [](const Counts& a, const Counts& b) { return a.whole < b.whole; });
    if (options.method == PriorMethod::kLikelihood && greatest->whole > kMostForLikelihood)
      return make_error("FRAME-007",
                        tr_format("the likelihood of a group of {0} is not computed, only up to {1}", greatest->whole, kMostForLikelihood),
                        tr("take the method of moments for groups as large"));
    const SharePrior prior = share_prior(stratum, options.method);
    groups.each(group, [&](std::size_t row) {
      if (counts.counts(row)) set_posterior(found, row, counts[row], prior, (1 - options.confidence) / 2);
    });
  }
  return std::move(found).finish();
}

Result<Frame> shrink_means(const Frame& frame, const std::string& mean, const std::string& n, const SdWithin& sd,
                           const ShrinkageOptions& options) {
  OPORA_TRY(check_confidence(options.confidence));
  if (sd.column.empty() && !(sd.value > 0))
    return make_error("FRAME-007", tr_format("a standard deviation of {0} within groups is not possible", sd.value), tr("it is above 0"));
  OPORA_ASSIGN(const MeanColumns columns, mean_columns(frame, mean, n, sd));
  OPORA_ASSIGN(const Grouping groups, group_rows(frame, options.by));
  const double z = -normal_quantile((1 - options.confidence) / 2);
  ResultColumns found(static_cast<std::size_t>(frame.rows()), {"mean", "lower", "upper", "weight", "prior_mean", "prior_sd"});
  std::vector<std::size_t> rows;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    rows.clear();
    groups.each(group, [&](std::size_t row) {
      if (columns.counts(row)) rows.push_back(row);
    });
    const double within = columns.sd ? pooled_variance(columns, rows) : sd.value * sd.value;
    if (rows.size() < kFewest || within <= 0) continue;
    std::vector<GroupMean> means;
    for (const std::size_t row : rows)
      means.push_back({columns.mean.number(static_cast<std::int64_t>(row)), within / static_cast<double>(columns.n.int64()[row])});
    const MeanPrior prior = mean_prior(means, options.method);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double weight = prior.between / (prior.between + means[i].variance);
      const double posterior = prior.mean + weight * (means[i].mean - prior.mean), reach = z * std::sqrt(weight * means[i].variance);
      std::optional<double> lower, upper;
      if (prior.between > 0) lower = posterior - reach, upper = posterior + reach;
      found.set(rows[i], {posterior, lower, upper, weight, prior.mean, std::sqrt(prior.between)});
    }
  }
  return std::move(found).finish();
}

Result<std::int64_t> likelihood_steps(const Frame& frame, const std::string& whole, const std::vector<std::string>& by) {
  constexpr std::int64_t kEvaluations = 400;  // of sums over 0 … the greatest whole
  OPORA_ASSIGN(const Column wholes, whole_column(frame, whole));
  OPORA_ASSIGN(const Grouping groups, group_rows(frame, by));
  std::int64_t steps = 0;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    std::int64_t most = 0;
    groups.each(group, [&](std::size_t row) { most = std::max(most, std::min(wholes.int64()[row], kMostForLikelihood)); });
    steps += kEvaluations * most;
  }
  return steps;
}

}  // namespace opora
