#include "marks.h"

namespace objectivity {
namespace {

struct MarkCounts {
  std::vector<std::int64_t> counts;  // of lowest, lowest + 1 … highest
  Moments marks;
  MarkCounts operator+(const MarkCounts& other) const { return combined(other, 1); }
  MarkCounts operator-(const MarkCounts& other) const { return combined(other, -1); }

 private:
  MarkCounts combined(const MarkCounts& other, std::int64_t sign) const {
    MarkCounts made{counts, sign > 0 ? marks + other.marks : marks - other.marks};
    made.counts.resize(std::max(counts.size(), other.counts.size()), 0);
    for (std::size_t i = 0; i < other.counts.size(); ++i) made.counts[i] += sign * other.counts[i];
    return made;
  }
};

MarkCounts marks_of(std::span<const Observation> observations, const MarksSettings& settings) {
  MarkCounts found{std::vector<std::int64_t>(static_cast<std::size_t>(std::max<std::int64_t>(1, settings.highest - settings.lowest + 1)), 0), {}};
  for (const Observation& one : observations) {
    if (one.mark < settings.lowest || one.mark > settings.highest) continue;
    found.counts[static_cast<std::size_t>(one.mark - settings.lowest)] += one.n;
    found.marks.add(one.mark, one.n);
  }
  return found;
}

}  // namespace

MarksSettings marks_settings(const Context& ctx) {
  return {ctx.integer("lowest_mark"), ctx.integer("highest_mark"), ctx.integer("min_n"), ctx.number("least_expected"), ctx.choice("marks_test") == "G"};
}

std::vector<Marks> compare_marks(const RegionResults& results, const MarksSettings& settings) {
  std::vector<MarkCounts> here;
  for (const Group& group : results.groups()) here.push_back(marks_of(results.of(group), settings));
  const auto region = by_procedure<MarkCounts>(results, [&](std::size_t i) -> const MarkCounts& { return here[i]; });
  std::vector<Marks> rows(here.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Marks& row = rows[i];
    const MarkCounts elsewhere = region[static_cast<std::size_t>(results.groups()[i].procedure)] - here[i];
    row.n = here[i].marks.n;
    if (row.n < settings.min_n) {
      row.status = too_few(row.n, settings.min_n);
      continue;
    }
    if (elsewhere.marks.n == 0) {
      row.status = kNobodyElse;
      continue;
    }
    const auto test = compare_distributions(here[i].counts, elsewhere.counts, settings.least_expected, settings.likelihood);
    if (!test) {
      row.status = "не вычисляется: после объединения малых ячеек осталась одна";
      continue;
    }
    row.value = here[i].marks.mean() - elsewhere.marks.mean();
    row.statistic = test->statistic, row.df = test->df, row.p_any = test->p;
    row.p = *row.value > 0 ? test->p : 1.0;
    row.direction = *row.value > 0 ? "отметки выше" : *row.value < 0 ? "отметки ниже" : "среднее то же";
    row.status = kAssessed;
  }
  return rows;
}

Frame MarkDistribution::compute(const Context& ctx) const {
  const RegionResults results(chosen_results(ctx, ctx.year()), {"mark"});
  std::vector<Marks> rows = compare_marks(results, marks_settings(ctx));
  Adjustment(ctx)(rows);
  return SchoolFrame(ctx, results, rows)
      .add("statistic", [](const Marks& row) { return row.statistic; }).add("df", [](const Marks& row) { return row.df; })
      .add("p_any", [](const Marks& row) { return row.p_any; }).add("shift", [](const Marks& row) { return row.value; })
      .add("direction", [](const Marks& row) { return std::string_view(row.direction); })
      .finish();
}

}  // namespace objectivity
