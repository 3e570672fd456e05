// The value-added model that parameters describe, fitted to the facts of a run.
#pragma once

#include "facts.h"

namespace opora::value_added {

struct SchoolModel {
  std::vector<std::string> schools;  // ascending, as MixedFit::effects
  std::vector<std::int64_t> n;       // pupils of each in the model
  MixedFit fit;
  double outcome_mean = 0, outcome_sd = 0;
  std::int64_t pupils_left_out = 0;
  std::size_t schools_left_out = 0;
};

namespace detail {

struct Terms {
  bool girl = false, prior = false;  // of pupils
};

// Pupils of the schools that have all covariates, as a table.
inline PupilTable table_of(const Pupils& pupils, Terms of_pupils, const SchoolCovariates& covariates, SchoolModel& model) {
  PupilTable table;
  if (of_pupils.prior) table.terms.push_back("prior");
  if (of_pupils.girl) table.terms.push_back("girl");
  table.terms.insert(table.terms.end(), covariates.terms.begin(), covariates.terms.end());
  model.pupils_left_out = pupils.left_out;
  for (std::size_t first = 0, last = 0; first < pupils.cells.size(); first = last) {
    const std::string& school = pupils.schools[static_cast<std::size_t>(pupils.cells[first].school)];
    std::int64_t n = 0;
    for (; last < pupils.cells.size() && pupils.cells[last].school == pupils.cells[first].school; ++last) n += pupils.cells[last].count;
    const auto values = covariates.of.find(school);
    if (!covariates.terms.empty() && values == covariates.of.end()) {
      model.pupils_left_out += n, ++model.schools_left_out;
      continue;
    }
    for (std::size_t k = first; k < last; ++k) {
      const Cell& cell = pupils.cells[k];
      table.outcome.push_back(cell.score), table.count.push_back(cell.count);
      if (of_pupils.prior) table.covariates.push_back(cell.prior);
      if (of_pupils.girl) table.covariates.push_back(cell.girl);
      if (!covariates.terms.empty()) table.covariates.insert(table.covariates.end(), values->second.begin(), values->second.end());
    }
    table.begins.push_back(table.rows());
    model.schools.push_back(school), model.n.push_back(n);
  }
  return table;
}

inline SchoolModel fitted(const Pupils& pupils, Terms of_pupils, const SchoolCovariates& covariates, const std::string& slope, Method method) {
  SchoolModel model;
  const PupilTable table = table_of(pupils, of_pupils, covariates, model);
  const GroupSums sums = condense(table, slope);
  model.outcome_mean = sums.at.outcome_centre, model.outcome_sd = sums.at.outcome_scale;
  model.fit = fit_mixed(sums, method);
  return model;
}

}  // namespace detail

// Means of schools in an earlier procedure, shrunken towards the region's: the mean of a small school is mostly chance,
// and an error in a covariate biases its coefficient (regression calibration).
inline std::map<std::string, double, std::less<>> earlier_means(const Context& ctx, const Selection& before) {
  require_one_procedure(ctx, before);
  const SchoolModel model = detail::fitted(pupils_of(ctx, before, false), {}, {}, {}, Method::kReml);
  std::map<std::string, double, std::less<>> means;
  for (std::size_t school = 0; school < model.schools.size(); ++school)
    means[model.schools[school]] = model.fit.fixed[0].estimate + model.fit.effects[school].mode[0];
  return means;
}

// Adds the earlier mean of the school as the last covariate; schools without one fall out.
inline SchoolCovariates with_earlier(SchoolCovariates covariates, const std::map<std::string, double, std::less<>>& means) {
  std::map<std::string, std::vector<double>, std::less<>> of;
  for (const auto& [school, mean] : means) {
    std::vector<double> values;
    if (!covariates.terms.empty()) {
      const auto found = covariates.of.find(school);
      if (found == covariates.of.end()) continue;
      values = found->second;
    }
    values.push_back(mean);
    of.emplace(school, std::move(values));
  }
  covariates.terms.push_back("prior_school");
  covariates.of = std::move(of);
  return covariates;
}

inline Method method_of(const Context& ctx) { return ctx.choice("method") == "ML" ? Method::kMl : Method::kReml; }

// NotFitted with its code when the facts do not allow it.
inline SchoolModel school_model(const Context& ctx) {
  ctx.stop_if_cancelled();
  const Selection wanted = chosen(ctx);
  require_one_procedure(ctx, wanted);
  const bool girl = ctx.flag("girl"), of_pupil = ctx.choice("prior") == "pupil";
  SchoolCovariates covariates = context_of(ctx);
  if (ctx.choice("prior") == "school") covariates = with_earlier(std::move(covariates), earlier_means(ctx, chosen_before(ctx)));
  const Pupils pupils = of_pupil ? linked_pupils(ctx, wanted, chosen_before(ctx), girl, ctx.percent("linked")) : pupils_of(ctx, wanted, girl);
  ctx.stop_if_cancelled();
  const std::string slope(ctx.choice("slope"));
  return detail::fitted(pupils, {girl, of_pupil}, covariates, slope == "none" ? std::string() : slope, method_of(ctx));
}

// What the fit says that a reader of figures must know.
inline void warn_of(const Context& ctx, const MixedFit& fit) {
  for (const DroppedTerm& term : fit.dropped)
    ctx.warn("VA-007", "признак «" + term.name + (term.constant ? "» одинаков у всех и в модель не вошёл" : "» определяется другими признаками и в модель не вошёл"),
             "уберите его из параметров или замените");
  if (fit.ending == Ending::kBorder)
    ctx.warn("VA-010", "оценка на границе: различия школ (или наклонов) не больше случайных, остатки школ сведены к нулю или к одной прямой",
             "не сравнивайте школы по этой модели или упростите её");
  if (fit.ending == Ending::kNotConverged)
    ctx.warn("VA-013", "подбор дисперсий не сошёлся, оценки ненадёжны", "упростите модель: без наклона, с меньшим числом признаков");
}

}  // namespace opora::value_added
