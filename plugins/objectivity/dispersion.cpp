#include "dispersion.h"

namespace objectivity {
namespace {

// Of a school, or summed over schools. `distances`: 2·|score − median of the own school|.
struct Spread {
  Moments scores, distances;
  double deviations = 0;       // from the mean of the own school
  std::int64_t schools = 0;
  Histogram histogram;         // of the region only, when a median of the others is needed

  Spread operator+(const Spread& other) const {
    return {scores + other.scores, distances + other.distances, deviations + other.deviations, schools + other.schools, {}};
  }
};

Histogram histogram_of(std::span<const Observation> observations) {
  Histogram found;
  for (const Observation& one : observations)
    if (one.score != kNone) found[one.score] += one.n;
  return found;
}

Spread spread_of(std::span<const Observation> observations, bool levene) {
  Spread found;
  found.scores = scores_of(observations);
  if (found.scores.n == 0) return found;
  found.deviations = found.scores.deviations(), found.schools = 1;
  if (!levene) return found;
  const Histogram histogram = histogram_of(observations);
  found.distances = twice_distances(histogram, *twice_median(histogram));
  return found;
}

Histogram without(Histogram region, std::span<const Observation> here) {
  for (const Observation& one : here)
    if (one.score != kNone) region[one.score] -= one.n;
  std::erase_if(region, [](const auto& entry) { return entry.second == 0; });
  return region;
}

std::optional<SpreadTest> test(const Spread& here, const Spread& region, std::span<const Observation> observations, const DispersionSettings& settings) {
  const Moments elsewhere = region.scores - here.scores;
  if (settings.levene && settings.of_region) {
    const Histogram others = without(region.histogram, observations);
    return compare_means(here.distances, twice_distances(others, *twice_median(others)));
  }
  if (settings.levene) return compare_means(here.distances, region.distances - here.distances);
  if (settings.of_region) return compare_variances(here.scores, elsewhere.deviations(), elsewhere.n - 1);
  return compare_variances(here.scores, region.deviations - here.deviations, elsewhere.n - (region.schools - here.schools));
}

}  // namespace

DispersionSettings dispersion_settings(const Context& ctx) {
  return {ctx.integer("min_n"), ctx.choice("spread_test") == "Levene", ctx.choice("spread_base") == "region"};
}

std::vector<Dispersion> dispersion(const RegionResults& results, const DispersionSettings& settings) {
  std::vector<Spread> here;
  for (const Group& group : results.groups()) here.push_back(spread_of(results.of(group), settings.levene));
  std::vector<Spread> region = by_procedure<Spread>(results, [&](std::size_t i) -> const Spread& { return here[i]; });
  if (settings.levene && settings.of_region)
    for (const Group& group : results.groups())
      for (const Observation& one : results.of(group))
        if (one.score != kNone) region[static_cast<std::size_t>(group.procedure)].histogram[one.score] += one.n;
  std::vector<Dispersion> rows(here.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Dispersion& row = rows[i];
    const Group& group = results.groups()[i];
    const Spread& all = region[static_cast<std::size_t>(group.procedure)];
    const Moments elsewhere = all.scores - here[i].scores;
    row.n = here[i].scores.n;
    if (row.n < settings.min_n) {
      row.status = too_few(row.n, settings.min_n);
      continue;
    }
    if (elsewhere.n < 2) {
      row.status = kNobodyElse;
      continue;
    }
    const auto spread = test(here[i], all, results.of(group), settings);
    row.p_mean = p_mean_above(here[i].scores, elsewhere);
    if (!spread || !row.p_mean) {
      row.p_mean.reset();
      row.status = kAllAlike;
      continue;
    }
    row.sd = here[i].scores.sd(), row.sd_elsewhere = elsewhere.sd();
    row.statistic = spread->statistic, row.p_spread = spread->p_below;
    if (*row.sd_elsewhere > 0) row.value = *row.sd / *row.sd_elsewhere;
    row.p = std::max(*row.p_spread, *row.p_mean);
    row.status = kAssessed;
  }
  return rows;
}

Frame ScoreDispersion::compute(const Context& ctx) const {
  const RegionResults results(chosen_results(ctx, ctx.year()), {"score"});
  std::vector<Dispersion> rows = dispersion(results, dispersion_settings(ctx));
  Adjustment(ctx)(rows);
  return SchoolFrame(ctx, results, rows)
      .add("sd", [](const Dispersion& row) { return row.sd; }).add("sd_elsewhere", [](const Dispersion& row) { return row.sd_elsewhere; })
      .add("ratio", [](const Dispersion& row) { return row.value; }).add("statistic", [](const Dispersion& row) { return row.statistic; })
      .add("p_spread", [](const Dispersion& row) { return row.p_spread; }).add("p_mean", [](const Dispersion& row) { return row.p_mean; })
      .finish();
}

}  // namespace objectivity
