#include "cohort.h"

namespace objectivity {
namespace {

struct Standing {
  std::int64_t n = 0;
  double z = 0;  // mean of the school in standard deviations of the region, 0 the region's mean
};

Query of_subjects(const Context& ctx, const std::string& kind, std::int64_t grade, int year) {
  const Query query = ctx.results().where("kind", "==", kind).where("grade", "==", grade).where("year", "==", year);
  if (ctx.choice("subjects") == std::string_view(kSubjectChoices[0])) return query;
  return query.where("subject", "in", {"RU", "MA"});
}

// Schools beside their region: columns school, subject, procedure, n, mean, all_mean, all_sd.
Frame standings(const Query& query) {
  Frame region = query.group("procedure").tally({{"all_mean", mean("score")}, {"all_sd", sd("score")}});
  return query.group("school", "subject", "procedure").tally({{"n", count()}, {"mean", mean("score")}}).join(region, "procedure");
}

std::optional<Standing> standing(const ColumnView<std::int64_t>& n, const ColumnView<double>& mean, const ColumnView<double>& all_mean,
                                 const ColumnView<double>& all_sd, std::int64_t row) {
  if (!mean[row] || !all_mean[row] || all_sd.value_or(row, 0) <= 0) return std::nullopt;
  return Standing{n.value_or(row, 0), (*mean[row] - *all_mean[row]) / *all_sd[row]};
}

using Key = std::pair<std::string_view, std::string_view>;  // school, subject

std::map<Key, Standing> by_school_and_subject(const Frame& frame) {
  const auto school = frame.view<std::string_view>("school"), subject = frame.view<std::string_view>("subject");
  const auto n = frame.view<std::int64_t>("n");
  const auto mean = frame.view<double>("mean"), all_mean = frame.view<double>("all_mean"), all_sd = frame.view<double>("all_sd");
  std::map<Key, Standing> found;
  for (std::int64_t row = 0; row < frame.rows(); ++row)
    if (const auto one = standing(n, mean, all_mean, all_sd, row); one && school[row] && subject[row]) found.try_emplace({*school[row], *subject[row]}, *one);
  return found;
}

// A line through the schools of one later procedure; rows that take part have no status yet.
void fit(std::vector<Cohort*>& rows, std::vector<Point>& points) {
  const auto line = weighted_line(points);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Cohort& row = *rows[i];
    if (!line) {
      row.status = points.size() < kLeastSchools ? "не вычисляется: школ с обоими результатами меньше " + std::to_string(kLeastSchools)
                                                 : "не вычисляется: результаты школ не различаются или лежат на одной прямой";
      continue;
    }
    const auto& residual = line->residuals[i];
    if (!residual) {
      row.status = "не вычисляется: эта школа одна определяет зависимость";
      continue;
    }
    row.expected = residual->expected, row.value = residual->studentized, row.p_low = residual->p_below;
    row.p = *row.earlier > 0 ? residual->p_below : 1.0;
    row.status = kAssessed;
  }
}

}  // namespace

CohortSettings cohort_settings(const Context& ctx) {
  return {std::string(ctx.choice("earlier_kind")), std::string(ctx.choice("later_kind")), ctx.integer("earlier_grade"), ctx.integer("later_grade"), ctx.integer("min_n")};
}

Cohorts cohorts(const Context& ctx, const CohortSettings& settings) {
  const auto years = static_cast<int>(settings.later_grade - settings.earlier_grade);
  if (years <= 0)
    throw Error("OBJ-001", "the later procedure (grade " + std::to_string(settings.later_grade) + ") is not later than the earlier one (grade " +
                std::to_string(settings.earlier_grade) + ")", "set later_grade above earlier_grade");
  const Frame earlier = standings(of_subjects(ctx, settings.earlier_kind, settings.earlier_grade, ctx.year() - years));
  Cohorts found{standings(of_subjects(ctx, settings.later_kind, settings.later_grade, ctx.year())), {}};
  const auto before = by_school_and_subject(earlier);
  const Frame& frame = found.frame;
  const auto school = frame.view<std::string_view>("school"), subject = frame.view<std::string_view>("subject"), procedure = frame.view<std::string_view>("procedure");
  const auto n = frame.view<std::int64_t>("n");
  const auto mean = frame.view<double>("mean"), all_mean = frame.view<double>("all_mean"), all_sd = frame.view<double>("all_sd");
  found.rows.resize(static_cast<std::size_t>(frame.rows()));
  std::map<std::int32_t, std::pair<std::vector<Cohort*>, std::vector<Point>>> lines;  // by later procedure
  for (std::int64_t at = 0; at < frame.rows(); ++at) {
    Cohort& row = found.rows[static_cast<std::size_t>(at)];
    row.school = *school[at], row.procedure = *procedure[at], row.n = n.value_or(at, 0);
    const auto later = standing(n, mean, all_mean, all_sd, at);
    const auto was = before.find({row.school, subject.value_or(at, "")});
    if (later) row.later = later->z;
    if (was == before.end()) {
      row.status = before.empty() ? "не оценивается: результатов ранней процедуры нет" : "не оценивается: у школы нет результата ранней процедуры";
      continue;
    }
    row.earlier = was->second.z, row.n = std::min(row.n, was->second.n);
    if (!later) row.status = kAllAlike;
    else if (row.n < settings.min_n) row.status = too_few(row.n, settings.min_n);
    else lines[procedure.code(at)].first.push_back(&row), lines[procedure.code(at)].second.push_back({*row.earlier, *row.later, static_cast<double>(later->n)});
  }
  for (auto& [code, line] : lines) fit(line.first, line.second);
  return found;
}

Frame CohortConfirmation::compute(const Context& ctx) const {
  Cohorts found = cohorts(ctx, cohort_settings(ctx));
  Adjustment(ctx)(found.rows);
  using Row = Cohort;
  return FrameOf(ctx, found.rows)
      .add("school", [](const Row& row) { return row.school; }).add("procedure", [](const Row& row) { return row.procedure; })
      .add("n", [](const Row& row) { return row.n; }).add("earlier", [](const Row& row) { return row.earlier; })
      .add("later", [](const Row& row) { return row.later; }).add("expected", [](const Row& row) { return row.expected; })
      .add("residual", [](const Row& row) { return row.value; }).add("p_low", [](const Row& row) { return row.p_low; })
      .add("p", [](const Row& row) { return row.p; }).add("q", [](const Row& row) { return row.q; })
      .add("status", [](const Row& row) { return std::string_view(row.status); }).finish();
}

}  // namespace objectivity
