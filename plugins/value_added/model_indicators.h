// Indicators of the two-level model: schools, coefficients, and how the fit went.
#pragma once

#include "frame_columns.h"
#include "rank_intervals.h"
#include "school_model.h"

namespace opora::value_added {

inline constexpr Text kModelInputs[] = {"results", "context"};

namespace detail {

inline double error_of(double variance) { return std::sqrt(std::max(variance, 0.0)); }

// Rank intervals of the schools; nothing when the model tells no schools apart.
inline std::vector<std::optional<RankInterval>> ranks_of(const MixedFit& fit, double z) {
  std::vector<double> effect, se;
  for (const SchoolEffect& one : fit.effects) effect.push_back(one.mode[0]), se.push_back(error_of(one.comparative(0, 0)));
  const bool known = std::all_of(se.begin(), se.end(), [](double one) { return one > 0; }) && fit.covariance(0, 0) > 0;
  if (!known) return std::vector<std::optional<RankInterval>>(effect.size());
  const std::vector<RankInterval> ranks = rank_intervals(effect, se, 2 * normal_cdf(z) - 1);
  return {ranks.begin(), ranks.end()};
}

inline std::string term_title(const std::string& term) { return term == "(intercept)" ? "intercept" : term; }

}  // namespace detail

struct ValueAdded {
  static constexpr Parameter parameters[] = {kKind, kSubject, kGrade, kContext1, kContext2, kContext3, kContext4, kLevel, kGirl, kPrior,
                                             kPriorKind, kPriorGrade, kPriorLevel, kYears, kLinked, kSlope, kMethod, kZ, kOverlap};
  static constexpr Output outputs[] = {
      key("school"),
      whole("n", {.title = "Участников", .min = 1}),
      whole("rank_lower", {.title = "Место, не выше", .min = 1}),
      whole("rank_upper", {.title = "Место, не ниже", .min = 1}),
      decimal("residual", {.title = "Вклад школы: сжатый остаток", .unit = "балл"}),
      decimal("se", {.title = "Стандартная ошибка (сравнительная)", .unit = "балл", .min = 0}),
      decimal("lower", {.title = "Нижняя граница интервала", .unit = "балл"}),
      decimal("upper", {.title = "Верхняя граница интервала", .unit = "балл"}),
      decimal("overlap_lower", {.title = "Для сравнения двух школ: нижняя граница", .unit = "балл"}),
      decimal("overlap_upper", {.title = "Для сравнения двух школ: верхняя граница", .unit = "балл"}),
      decimal("se_conditional", {.title = "Стандартная ошибка при известных коэффициентах", .unit = "балл", .min = 0}),
      decimal("se_diagnostic", {.title = "Стандартное отклонение самого остатка", .unit = "балл", .min = 0}),
      decimal("slope", {.title = "Отличие наклона школы"}),
      decimal("slope_se", {.title = "Стандартная ошибка наклона", .min = 0}),
      decimal("rank", {.title = "Ожидаемое место", .min = 1})};
  static constexpr IndicatorInfo info{.id = "value-added", .title = "Вклад школ в результаты: остатки двухуровневой модели",
                                      .inputs = kModelInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "двухуровневая модель: Bates, Mächler, Bolker, Walker (2015); сжатые остатки и интервалы: Goldstein; Goldstein, Healy (1995)",
                                      .assumes = "эффекты школ и ошибки нормальны, дисперсия внутри школ одна, эффекты не связаны с показателями контекста",
                                      .uncertainty = "se и интервал — об отклонении школы от региона при данных показателях; для двух школ — overlap; чего нет в данных, того нет в интервале",
                                      .limits = "признак, требующий проверки: не ранжировать школы по остатку, места перекрываются; без прежнего результата это не вклад, а поправка на контекст"};

  Frame compute(const Context& ctx) const {
    Rows rows({"school"}, {"n", "rank_lower", "rank_upper"},
              {"residual", "se", "lower", "upper", "overlap_lower", "overlap_upper", "se_conditional", "se_diagnostic", "slope", "slope_se", "rank"});
    try {
      const SchoolModel model = school_model(ctx);
      warn_of(ctx, model.fit);
      if (model.fit.converged) add(ctx, model, rows);
    } catch (const NotFitted& reason) {
      ctx.warn(reason.code(), reason.what(), reason.remedy());
    }
    return rows.frame(ctx);
  }

 private:
  static void add(const Context& ctx, const SchoolModel& model, Rows& rows) {
    const double z = ctx.number("z"), overlap = ctx.number("overlap");
    const auto ranks = detail::ranks_of(model.fit, z);
    const bool slopes = model.fit.random == 2;
    for (std::size_t k = 0; k < model.schools.size(); ++k) {
      const SchoolEffect& effect = model.fit.effects[k];
      const double residual = effect.mode[0], se = detail::error_of(effect.comparative(0, 0));
      const auto slope = [&](double value) { return slopes ? std::optional(value) : std::nullopt; };
      rows.add({model.schools[k]},
               {model.n[k], ranks[k] ? std::optional(ranks[k]->lower) : std::nullopt, ranks[k] ? std::optional(ranks[k]->upper) : std::nullopt},
               {residual, se, residual - z * se, residual + z * se, residual - overlap * se, residual + overlap * se,
                detail::error_of(effect.conditional(0, 0)), detail::error_of(effect.diagnostic(0, 0)), slope(effect.mode[1]),
                slope(detail::error_of(effect.comparative(1, 1))), ranks[k] ? std::optional(ranks[k]->mean) : std::nullopt});
    }
  }
};

struct ValueAddedModel {
  static constexpr Output outputs[] = {key("term"), decimal("estimate"), decimal("se", {.title = "Стандартная ошибка", .min = 0}),
                                       decimal("z", {.title = "Оценка ÷ ошибка"}), decimal("lower"), decimal("upper")};
  static constexpr IndicatorInfo info{.id = "value-added-model", .title = "Вклад школ в результаты: коэффициенты и дисперсии модели",
                                      .inputs = kModelInputs, .parameters = ValueAdded::parameters, .outputs = outputs,
                                      .source = "двухуровневая модель, REML или ML: Bates, Mächler, Bolker, Walker (2015)",
                                      .assumes = "связи линейны, ошибки нормальны, участники без показателя исключены случайно",
                                      .uncertainty = "ошибки и интервалы коэффициентов при оценённых дисперсиях; у дисперсий ошибок нет: их распределение скошено",
                                      .limits = "коэффициент — связь, а не причина"};

  Frame compute(const Context& ctx) const {
    Rows rows({"term"}, {}, {"estimate", "se", "z", "lower", "upper"});
    try {
      const SchoolModel model = school_model(ctx);
      warn_of(ctx, model.fit);
      add(model.fit, ctx.number("z"), rows);
    } catch (const NotFitted& reason) {
      ctx.warn(reason.code(), reason.what(), reason.remedy());
    }
    return rows.frame(ctx);
  }

 private:
  static void add(const MixedFit& fit, double z, Rows& rows) {
    for (const FixedEffect& one : fit.fixed)
      rows.add({detail::term_title(one.term)}, {},
               {one.estimate, one.se, one.estimate / one.se, one.estimate - z * one.se, one.estimate + z * one.se});
    // Variances have no standard errors: their distributions are skew.
    const auto variance = [&](const char* name, double value) { rows.add({name}, {}, {value, {}, {}, {}, {}}); };
    variance("variance between schools", fit.covariance(0, 0));
    if (fit.random == 2) variance("variance of slopes", fit.covariance(1, 1)), variance("covariance of intercept and slope", fit.covariance(0, 1));
    variance("variance within schools", fit.residual_variance);
  }
};

struct ValueAddedFit {
  static constexpr Output outputs[] = {key("figure"), text("text"), decimal("value")};
  static constexpr IndicatorInfo info{.id = "value-added-fit", .title = "Вклад школ в результаты: как подобрана модель",
                                      .inputs = kModelInputs, .parameters = ValueAdded::parameters, .outputs = outputs,
                                      .source = "правдоподобие, AIC и BIC модели: Bates, Mächler, Bolker, Walker (2015)",
                                      .assumes = "сравнивать можно модели одних и тех же участников; модели с разными показателями — только по ML",
                                      .uncertainty = "погрешности нет: это сведения о подборе",
                                      .limits = "несошедшуюся модель не использовать: показатель value-added тогда пуст"};

  Frame compute(const Context& ctx) const {
    Rows rows({"figure", "text"}, {}, {"value"});
    try {
      add(school_model(ctx), rows);
    } catch (const NotFitted& reason) {
      rows.add({"status", reason.code() + ": " + reason.what()}, {}, {0.0});
      rows.add({"remedy", reason.remedy()}, {}, {{}});
    }
    return rows.frame(ctx);
  }

 private:
  static const char* ending_of(Ending ending) {
    switch (ending) {
      case Ending::kInside: return "сошлась";
      case Ending::kBorder: return "сошлась на границе: дисперсия равна нулю или корреляция ±1";
      case Ending::kNotConverged: break;
    }
    return "не сошлась";
  }
  static void add(const SchoolModel& model, Rows& rows) {
    const MixedFit& fit = model.fit;
    const auto figure = [&](const char* name, double value) { rows.add({name, {}}, {}, {value}); };
    rows.add({"status", ending_of(fit.ending)}, {}, {fit.converged ? 1.0 : 0.0});
    rows.add({"method", fit.method == Method::kReml ? "REML" : "ML"}, {}, {{}});
    figure("pupils", static_cast<double>(fit.pupils));
    figure("schools", static_cast<double>(fit.schools));
    figure("pupils left out", static_cast<double>(model.pupils_left_out));
    figure("schools left out", static_cast<double>(model.schools_left_out));
    figure("outcome mean", model.outcome_mean);
    figure("outcome sd", model.outcome_sd);
    figure("log-likelihood", fit.log_likelihood);
    figure("criterion", -2 * fit.log_likelihood);
    figure("aic", fit.aic);
    figure("bic", fit.bic);
    figure("icc", fit.icc);
    figure("gradient", fit.gradient);
    figure("evaluations", fit.evaluations);
    figure("singular", fit.singular() ? 1 : 0);
    for (const DroppedTerm& term : fit.dropped)
      rows.add({"dropped", term.name + (term.constant ? ": одинаков у всех" : ": определяется другими признаками")}, {}, {{}});
  }
};

}  // namespace opora::value_added
