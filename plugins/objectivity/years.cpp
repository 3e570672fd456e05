#include "years.h"

#include <array>

#include "distributions.h"

namespace objectivity {
namespace {

// Results of one school in one procedure, by the codes of the frame's texts.
struct Result {
  std::array<std::int64_t, 4> key{};  // subject, grade, year, school
  std::int32_t school = 0, procedure = 0;
  std::int64_t n = 0;
  Maybe mean, sd, share;
};
using ProcedureOf = std::array<std::int64_t, 3>;

struct Place {
  double mean = 0, sd = 0;  // of the region
};

Query results_of_years(const Context& ctx, const std::vector<std::int64_t>& years) {
  const Query query = ctx.results().where("kind", "==", ctx.choice("kind")).where("year", "in", years)
      .where("grade", ">=", ctx.integer("grade_from")).where("grade", "<=", ctx.integer("grade_to"));
  if (ctx.choice("subjects") == std::string_view(kSubjectChoices[0])) return query;
  return query.where("subject", "in", {"RU", "MA"});
}

std::vector<Result> results_in(const Frame& frame) {
  const auto subject = frame.view<std::string_view>("subject"), school = frame.view<std::string_view>("school"), procedure = frame.view<std::string_view>("procedure");
  const auto grade = frame.view<std::int64_t>("grade"), year = frame.view<std::int64_t>("year"), n = frame.view<std::int64_t>("n");
  const auto mean = frame.view<double>("mean"), sd = frame.view<double>("sd"), points = frame.view<double>("points"), possible = frame.view<double>("possible");
  std::vector<Result> found;
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    Result one{{subject.code(row), grade.value_or(row, 0), year.value_or(row, 0), school.code(row)}, school.code(row), procedure.code(row), n.value_or(row, 0), mean[row], sd[row], {}};
    if (points[row] && possible.value_or(row, 0) > 0) one.share = *points[row] / *possible[row];
    // Levels of one subject, such as a basic and an advanced work, are different works: the first is taken.
    if (found.empty() || found.back().key != one.key) found.push_back(one);
  }
  std::stable_sort(found.begin(), found.end(), [](const Result& a, const Result& b) { return a.key < b.key; });
  return found;
}

std::map<ProcedureOf, Place> places_in(const Query& query, const ColumnView<std::string_view>& subject_codes) {
  const Frame frame = query.group("subject", "grade", "year").tally({{"mean", mean("score")}, {"sd", sd("score")}});
  std::map<std::string_view, std::int64_t> codes;
  for (std::int32_t code = 0; code < subject_codes.codes(); ++code) codes[subject_codes.text_of(code)] = code;
  const auto subject = frame.view<std::string_view>("subject");
  const auto grade = frame.view<std::int64_t>("grade"), year = frame.view<std::int64_t>("year");
  const auto mean_of = frame.view<double>("mean"), sd_of = frame.view<double>("sd");
  std::map<ProcedureOf, Place> found;
  for (std::int64_t row = 0; row < frame.rows(); ++row)
    if (subject[row] && mean_of[row] && sd_of.value_or(row, 0) > 0)
      found[{codes[*subject[row]], grade.value_or(row, 0), year.value_or(row, 0)}] = {*mean_of[row], *sd_of[row]};
  return found;
}

const Result* find(const std::vector<Result>& results, const std::array<std::int64_t, 4>& key) {
  const auto at = std::lower_bound(results.begin(), results.end(), key, [](const Result& r, const auto& k) { return r.key < k; });
  return at != results.end() && at->key == key ? &*at : nullptr;
}

// Squared sampling error of a mean in the region's standard deviations.
Maybe error_of(const Result& result, const Place& place) {
  if (!result.sd || result.n < 2) return std::nullopt;
  return *result.sd * *result.sd / (place.sd * place.sd * static_cast<double>(result.n));
}

// The rows of one pair of procedures: from their changes to z and p, and the fences of K.
void compare_schools(std::span<YearChange> rows, const YearsSettings& settings) {
  std::vector<Effect> effects;
  std::vector<double> quotients;
  for (const YearChange& row : rows) {
    if (row.k) quotients.push_back(*row.k);
    if (row.value && row.error && row.n >= settings.min_n) effects.push_back({*row.value, *row.error * *row.error});
  }
  std::sort(quotients.begin(), quotients.end());
  const auto usual = random_effects(effects);
  for (YearChange& row : rows) {
    if (!quotients.empty() && row.k) {
      const double q1 = quantile_of(quotients, 0.25), q3 = quantile_of(quotients, 0.75);
      row.upper = q3 + settings.fence * (q3 - q1), row.lower = q1 - settings.fence * (q3 - q1);
    }
    if (!row.status.empty()) continue;
    if (row.n < settings.min_n) row.status = too_few(row.n, settings.min_n);
    else if (!row.value) row.status = "не вычисляется: в одном из двух лет результаты региона одинаковы";
    else if (!row.error) row.status = kAllAlike;
    else if (!usual) row.status = "не вычисляется: меньше трёх школ с результатами обоих лет";
    else row.z = (*row.value - usual->mean) / std::sqrt(*row.error * *row.error + usual->between), row.p = normal_beyond(*row.z), row.status = kAssessed;
  }
}

}  // namespace

YearChanges year_changes(const Context& ctx, const YearsSettings& settings) {
  std::vector<std::int64_t> years;
  for (std::int64_t back = 0; back <= ctx.integer("pair_years"); ++back) years.push_back(ctx.year() - back);
  const Query query = results_of_years(ctx, years);
  YearChanges changes{query.group("subject", "grade", "year", "school", "procedure").tally({{"n", count()}, {"mean", mean("score")},
      {"sd", sd("score")}, {"points", sum("score")}, {"possible", sum("max_score")}}), {}};
  const Frame& frame = changes.frame;
  const std::vector<Result> results = results_in(frame);
  const auto subjects = frame.view<std::string_view>("subject"), schools = frame.view<std::string_view>("school"), procedures = frame.view<std::string_view>("procedure");
  const std::map<ProcedureOf, Place> places = places_in(query, subjects);
  std::size_t first = 0;  // of the pair's rows
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Result& now = results[i];
    const ProcedureOf procedure = {now.key[0], now.key[1], now.key[2]};
    if (now.key[1] > ctx.integer("grade_from") && now.key[2] > years.back()) {  // a grade and a year before are asked for
      YearChange& row = changes.rows.emplace_back();
      row.school = schools.text_of(now.school), row.procedure = procedures.text_of(now.procedure), row.n = now.n;
      if (const Result* before = find(results, {now.key[0], now.key[1] - 1, now.key[2] - 1, now.key[3]})) {
        row.earlier = procedures.text_of(before->procedure);
        row.n_before = before->n, row.n = std::min(now.n, before->n);
        if (now.share && before->share && *now.share > 0) row.k = *before->share / *now.share;
        const auto here = places.find(procedure), then = places.find({before->key[0], before->key[1], before->key[2]});
        if (here != places.end() && then != places.end() && now.mean && before->mean) {
          row.value = (*now.mean - here->second.mean) / here->second.sd - (*before->mean - then->second.mean) / then->second.sd;
          const Maybe a = error_of(now, here->second), b = error_of(*before, then->second);
          if (a && b && *a + *b > 0) row.error = std::sqrt(*a + *b);
        }
      } else {
        row.status = "не оценивается: результатов той же параллели годом раньше нет";
      }
    }
    const bool last = i + 1 == results.size() || !std::equal(procedure.begin(), procedure.end(), results[i + 1].key.begin());
    if (!last) continue;
    compare_schools(std::span(changes.rows).subspan(first), settings);
    first = changes.rows.size();
  }
  return changes;
}

Frame YearChangeIndicator::compute(const Context& ctx) const {
  YearChanges changes = year_changes(ctx, {ctx.integer("min_n"), ctx.number("fence")});
  Adjustment(ctx)(changes.rows);
  using Row = YearChange;
  return FrameOf(ctx, changes.rows)
      .add("school", [](const Row& row) { return row.school; }).add("procedure", [](const Row& row) { return row.procedure; })
      .add("earlier", [](const Row& row) { return row.earlier; }).add("n", [](const Row& row) { return row.n; })
      .add("k", [](const Row& row) { return row.k; }).add("upper", [](const Row& row) { return row.upper; })
      .add("lower", [](const Row& row) { return row.lower; }).add("change", [](const Row& row) { return row.value; })
      .add("error", [](const Row& row) { return row.error; }).add("z", [](const Row& row) { return row.z; })
      .add("p", [](const Row& row) { return row.p; }).add("q", [](const Row& row) { return row.q; })
      .add("status", [](const Row& row) { return std::string_view(row.status); }).finish();
}

}  // namespace objectivity
