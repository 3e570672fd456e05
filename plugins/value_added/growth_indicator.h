// Growth of one cohort between two procedures: plain differences of standardised means, and what is left of the later
// result once the earlier one is taken into account.
#pragma once

#include "frame_columns.h"
#include "model_indicators.h"

namespace opora::value_added {

namespace detail {

// Means of schools in standard deviations of all participants.
inline Means standard_means(const Context& ctx, const Selection& wanted) {
  Means means = means_of(pupils_of(ctx, wanted, false));
  if (!(means.sd > 0))
    throw NotFitted("VA-003", "у всех участников один и тот же результат: " + wanted.text(), "выберите процедуру, в которой результаты различаются");
  for (auto& [school, own] : means.of) own.mean = (own.mean - means.mean) / means.sd;
  means.within /= means.sd * means.sd;
  return means;
}

}  // namespace detail

struct CohortGrowth {
  static constexpr Parameter parameters[] = {kKind, kSubject, kGrade, kLevel, kPriorKind, kPriorGrade, kPriorLevel, kYears, kLink, kLinked, kMethod, kZ};
  static constexpr Output outputs[] = {
      key("school"),
      whole("n_before", {.title = "Участников прежде", .min = 1}),
      whole("n_after", {.title = "Участников теперь", .min = 1}),
      decimal("size_ratio", {.title = "Меньшее число участников ÷ большее", .min = 0, .max = 1}),
      decimal("before", {.title = "Прежний средний результат", .unit = "ст. откл."}),
      decimal("after", {.title = "Нынешний средний результат", .unit = "ст. откл."}),
      decimal("gain", {.title = "Изменение места среди всех", .unit = "ст. откл."}),
      decimal("gain_se", {.title = "Стандартная ошибка изменения", .unit = "ст. откл.", .min = 0}),
      decimal("residual", {.title = "Результат сверх ожидаемого по прежнему", .unit = "ст. откл."}),
      decimal("se", {.title = "Стандартная ошибка", .unit = "ст. откл.", .min = 0}),
      decimal("lower", {.title = "Нижняя граница интервала", .unit = "ст. откл."}),
      decimal("upper", {.title = "Верхняя граница интервала", .unit = "ст. откл."})};
  static constexpr Text inputs[] = {"results"};
  static constexpr IndicatorInfo info{.id = "cohort-growth", .title = "Рост результатов одной параллели между двумя процедурами",
                                      .inputs = inputs, .parameters = parameters, .outputs = outputs,
                                      .source = "регрессия к прежнему результату параллели; сжатые остатки двухуровневой модели: Goldstein",
                                      .assumes = "параллель та же: сверьте size_ratio; трудность работ для всех школ одна",
                                      .uncertainty = "интервал результата сверх ожидаемого; у изменения места своя ошибка, возврат к среднему в нём не снят",
                                      .limits = "не применять, если состав параллели сменился; рост мест одних школ — это спад других"};

  Frame compute(const Context& ctx) const {
    Rows rows({"school"}, {"n_before", "n_after"},
              {"size_ratio", "before", "after", "gain", "gain_se", "residual", "se", "lower", "upper"});
    try {
      add(ctx, rows);
    } catch (const NotFitted& reason) {
      ctx.warn(reason.code(), reason.what(), reason.remedy());
    }
    return rows.frame(ctx);
  }

 private:
  static SchoolModel model_of(const Context& ctx, const Selection& wanted, const Selection& before) {
    if (ctx.choice("link") == "pupil")
      return detail::fitted(linked_pupils(ctx, wanted, before, false, ctx.percent("linked")), {false, true}, {}, {}, method_of(ctx));
    return detail::fitted(pupils_of(ctx, wanted, false), {}, with_earlier({}, earlier_means(ctx, before)), {}, method_of(ctx));
  }

  static void add(const Context& ctx, Rows& rows) {
    ctx.stop_if_cancelled();
    const Selection wanted = chosen(ctx), earlier = chosen_before(ctx);
    require_one_procedure(ctx, wanted);
    require_one_procedure(ctx, earlier);
    if (wanted.text() == earlier.text() && wanted.level == earlier.level)
      throw NotFitted("VA-015", "прежняя и нынешняя процедуры — одна и та же: " + wanted.text(), "назовите прежний класс и год: параметры prior_grade, years");
    const Means before = detail::standard_means(ctx, earlier), after = detail::standard_means(ctx, wanted);
    const SchoolModel model = model_of(ctx, wanted, earlier);
    warn_of(ctx, model.fit);
    if (!model.fit.converged) return;
    const double z = ctx.number("z"), unit = 1 / model.outcome_sd;
    for (std::size_t k = 0; k < model.schools.size(); ++k) {
      const auto was = before.of.find(model.schools[k]), is = after.of.find(model.schools[k]);
      if (was == before.of.end() || is == after.of.end()) continue;
      const double n1 = static_cast<double>(was->second.n), n2 = static_cast<double>(is->second.n);
      const SchoolEffect& effect = model.fit.effects[k];
      const double residual = unit * effect.mode[0], se = unit * detail::error_of(effect.comparative(0, 0));
      rows.add({model.schools[k]}, {was->second.n, is->second.n},
               {std::min(n1, n2) / std::max(n1, n2), was->second.mean, is->second.mean, is->second.mean - was->second.mean,
                std::sqrt(before.within / n1 + after.within / n2), residual, se, residual - z * se, residual + z * se});
    }
  }
};

}  // namespace opora::value_added
