#include "federal.h"

#include "findings.h"
#include "journal_ranks.h"

namespace objectivity {
namespace {

Query results_of(const Context& ctx, int year, std::int64_t grade) {
  const std::vector<std::string> subjects = {std::string(ctx.choice("subject_1")), std::string(ctx.choice("subject_2"))};
  return ctx.results().where("kind", "==", ctx.choice("kind")).where("year", "==", year).where("grade", "==", grade)
      .where("subject", "in", subjects);
}

// Доля выполнения работы по школам и процедурам (первичный балл ÷ максимальный).
Frame completion(const Context& ctx, int year, std::int64_t grade) {
  const Frame f = results_of(ctx, year, grade).where("max_score", ">", 0).group("school", "subject", "procedure")
      .tally({{"n", count()}, {"points", sum("score")}, {"possible", sum("max_score")}});
  return f.with("s", f["points"] / f["possible"]);
}

Frame mean_intervals_of(const Context& ctx, std::int64_t grade) {
  return mean_intervals(results_of(ctx, ctx.year(), grade), ctx.number("z"), "subject");
}
Frame journal_correlation_of(const Context& ctx, std::int64_t grade) {
  return journal_correlation(results_of(ctx, ctx.year(), grade), ctx.integer("lowest_mark"));
}

}  // namespace

Frame mean_intervals(const Query& query, double z, const char* region_key) {
  Frame region = query.group(region_key).tally({{"n", count()}, {"mean", mean("score")}, {"sd", sd("score")}});
  region = region.with("upper", region["mean"] + region["sd"] * z / sqrt(region["n"])).select(region_key, "upper");
  Frame f = query.group("school", "subject", "procedure").tally({{"n", count()}, {"mean", mean("score")}, {"sd", sd("score")}});
  return f.with("lower", f["mean"] - f["sd"] * z / sqrt(f["n"])).join(region, region_key);
}

Frame journal_correlation(const Query& query, std::int64_t lowest_mark) {
  return query.where("journal", ">=", lowest_mark).group("school", "procedure").tally({{"n", count()}, {"r", opora::sdk::spearman("journal", "score")}});
}

Frame class_change(const Context& ctx) {
  Frame before = completion(ctx, ctx.year() - 1, ctx.integer("grade_1"));
  before = before.with("was", before["s"]).with("was_n", before["n"]).select("school", "subject", "was", "was_n");
  Frame f = completion(ctx, ctx.year(), ctx.integer("grade_2")).join(before, "school", "subject");
  const Column fewer = floor_divide(f["n"] + f["was_n"] - abs(f["n"] - f["was_n"]), 2);  // меньшая из двух групп
  f = f.with("k", f["was"] / f["s"]).with("fewer", fewer).present("k");
  f = f.join(f.group("subject").tally({{"q1", quantile("k", 0.25)}, {"q3", quantile("k", 0.75)}}), "subject");
  const Column reach = (f["q3"] - f["q1"]) * ctx.number("fence");
  return f.with("upper", f["q3"] + reach).with("lower", f["q1"] - reach);
}

Frame MeanIntervals::compute(const Context& ctx) const {
  return mean_intervals_of(ctx, ctx.integer("grade")).select("school", "procedure", "n", "lower", "upper");
}

Frame JournalAgreement::compute(const Context& ctx) const {
  const Query query = results_of(ctx, ctx.year(), ctx.integer("grade")).where("journal", ">=", ctx.integer("lowest_mark"));
  const RegionResults results(query, {"score", "journal"});
  const Coefficient coefficient = coefficient_of(ctx);
  std::vector<JournalRanks> rows = journal_ranks(results, {ctx.integer("lowest_mark"), 0, coefficient});
  Adjustment(ctx)(rows);
  Frame f = SchoolFrame(ctx, results, rows)
      .add("r", [](const JournalRanks& row) { return row.value; }).add("tau", [](const JournalRanks& row) { return row.tau; })
      .finish();
  if (coefficient != Coefficient::kSpearman) return f;
  // The host's own coefficient, to the bit what the federal methodology decides on.
  return f.with("r", journal_correlation_of(ctx, ctx.integer("grade"))["r"]);
}

Frame ClassChange::compute(const Context& ctx) const { return class_change(ctx).select("school", "procedure", "fewer", "k", "upper", "lower"); }

void VprBias::decide(Decisions& ctx) const {
  const std::int64_t min_n = ctx.integer("min_n");
  for (const char* grade : {"grade_1", "grade_2"}) {
    ctx.check(mean_intervals_of(ctx, ctx.integer(grade)),
              {.rule = "inflated_mean", .title = "Завышенный средний балл: нижняя граница интервала школы", .name = "procedure",
               .value = "lower", .n = "n", .op = ">", .threshold = "upper", .min_n = min_n});
    ctx.check(journal_correlation_of(ctx, ctx.integer(grade)),
              {.rule = "journal_mismatch", .title = "Связь баллов с отметками в журнале (ранговая корреляция)", .name = "procedure",
               .value = "r", .n = "n", .op = "<", .threshold = 0, .min_n = min_n});
  }
  const Frame change = class_change(ctx);
  ctx.check(change, {.rule = "sharp_fall", .title = "Резкий спад от класса к классу", .name = "procedure", .value = "k", .n = "fewer",
                     .op = ">", .threshold = "upper", .min_n = min_n});
  ctx.check(change, {.rule = "sharp_rise", .title = "Резкий рост от класса к классу", .name = "procedure", .value = "k", .n = "fewer",
                     .op = "<", .threshold = "lower", .min_n = min_n});
  ctx.require({}, ctx.integer("markers"));
  ctx.combine_all();
  ctx.assess(ctx.schools());
}

}  // namespace objectivity
