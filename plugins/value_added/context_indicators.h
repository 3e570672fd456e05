// Indicators of the school-level regression on context: how far a school's mean is from what its context lets expect.
#pragma once

#include "frame_columns.h"
#include "school_model.h"
#include "weighted_regression.h"

namespace opora::value_added {

inline constexpr Text kSchoolInputs[] = {"results", "context"};
inline constexpr Parameter kContextualParameters[] = {kKind, kSubject, kGrade, kContext1, kContext2, kContext3, kContext4, kLevel, kWeight, kErrors, kZ};

struct ContextualModel {
  SchoolTable table;
  std::vector<std::string> schools;
  std::vector<std::int64_t> n;
  Regression fit;
  double within = 0, between = 0;  // variances
};

namespace detail {

inline void read_means(const Context& ctx, const Selection& wanted, const SchoolCovariates& covariates, ContextualModel& model) {
  const Means means = means_of(pupils_of(ctx, wanted, false));
  model.table.terms = covariates.terms;
  model.within = means.within;
  for (const auto& [school, own] : means.of) {
    const auto found = covariates.of.find(school);
    if (found == covariates.of.end() && !covariates.terms.empty()) continue;
    model.schools.push_back(school);
    model.n.push_back(own.n);
    model.table.outcome.push_back(own.mean);
    model.table.weight.push_back(ctx.choice("weights") == "equal" ? 1 : static_cast<double>(own.n));
    if (found != covariates.of.end())
      model.table.covariates.insert(model.table.covariates.end(), found->second.begin(), found->second.end());
  }
}

// Variance between schools that context and chance leave, from a fit weighted by pupils.
inline double between_of(ContextualModel& model) {
  if (!(model.within > 0)) return 0;
  SchoolTable weighted = model.table;
  for (std::size_t k = 0; k < model.n.size(); ++k) weighted.weight[k] = static_cast<double>(model.n[k]) / model.within;
  return between_variance(regress(weighted), weighted.weight);
}

inline ContextualModel contextual_model(const Context& ctx) {
  ctx.stop_if_cancelled();
  const Selection wanted = chosen(ctx);
  require_one_procedure(ctx, wanted);
  ContextualModel model;
  read_means(ctx, wanted, context_of(ctx), model);
  model.fit = regress(model.table);
  model.between = between_of(model);
  for (const DroppedTerm& term : model.fit.dropped)
    ctx.warn("VA-007", "признак «" + term.name + (term.constant ? "» одинаков у всех школ и в модель не вошёл" : "» определяется другими признаками и в модель не вошёл"),
             "уберите его из параметров или замените");
  for (const std::size_t school : model.fit.alone)
    ctx.warn("VA-014", "школа " + model.schools[school] + " одна определяет коэффициент: отклонения у неё быть не может, ошибки HC2 и HC3 не существуют",
             "уберите признак, по которому отличается она одна, или выберите ошибки HC1");
  return model;
}

inline std::size_t robust_kind(const Context& ctx) {
  const std::string_view kind = ctx.choice("errors");
  return kind == "HC1" ? 1 : kind == "HC2" ? 2 : 3;
}

}  // namespace detail

struct ContextualEfficiency {
  static constexpr Output outputs[] = {
      key("school"),
      whole("n", {.title = "Участников", .min = 1}),
      decimal("value", {.title = "Средний результат", .unit = "балл"}),
      decimal("expected", {.title = "Ожидаемый при таком контексте", .unit = "балл"}),
      decimal("residual", {.title = "Отклонение от ожидаемого", .unit = "балл"}),
      decimal("standardised", {.title = "Стандартизованное отклонение"}),
      decimal("leverage", {.title = "Влияние на модель", .min = 0, .max = 1}),
      decimal("shrunken", {.title = "Сжатое отклонение", .unit = "балл"}),
      decimal("se", {.title = "Стандартная ошибка сжатого отклонения", .unit = "балл", .min = 0}),
      decimal("lower", {.title = "Нижняя граница интервала", .unit = "балл"}),
      decimal("upper", {.title = "Верхняя граница интервала", .unit = "балл"})};
  static constexpr IndicatorInfo info{.id = "contextual-efficiency", .title = "Эффективность школ с учётом контекста: отклонение от ожидаемого",
                                      .inputs = kSchoolInputs, .parameters = kContextualParameters, .outputs = outputs,
                                      .source = "взвешенная регрессия; ошибки HC: MacKinnon, White (1985); сжатие: DerSimonian, Laird (1986)",
                                      .assumes = "связь среднего с контекстом линейна, школы независимы",
                                      .uncertainty = "интервал сжатого отклонения: число участников и ошибка ожидаемого значения; ошибок паспорта в нём нет",
                                      .limits = "отклонение — не заслуга и не вина: в модели только те условия, которые есть в данных"};

  Frame compute(const Context& ctx) const {
    Rows rows({"school"}, {"n"}, {"value", "expected", "residual", "standardised", "leverage", "shrunken", "se", "lower", "upper"});
    try {
      const ContextualModel model = detail::contextual_model(ctx);
      for (std::size_t k = 0; k < model.schools.size(); ++k) add(model, k, ctx.number("z"), rows);
    } catch (const NotFitted& reason) {
      ctx.warn(reason.code(), reason.what(), reason.remedy());
    }
    return rows.frame(ctx);
  }

 private:
  // r* = r·τ²/(τ² + σ²/n); its error: what is left of τ², and the error of the expected value.
  static void add(const ContextualModel& model, std::size_t k, double z, Rows& rows) {
    const RegressionSchool& school = model.fit.schools[k];
    const double sampling = model.within / static_cast<double>(model.n[k]);
    std::optional<double> shrunken, se, lower, upper;
    if (school.fitted_variance && model.within > 0) {
      const double reliability = model.between / (model.between + sampling);
      shrunken = school.residual * reliability;
      se = std::sqrt(reliability * sampling + reliability * reliability * *school.fitted_variance);
      lower = *shrunken - z * *se, upper = *shrunken + z * *se;
    }
    rows.add({model.schools[k]}, {model.n[k]},
             {model.table.outcome[k], school.fitted, school.residual, school.standardised, school.leverage, shrunken, se, lower, upper});
  }
};

struct ContextualModelTerms {
  static constexpr Output outputs[] = {key("term"), decimal("estimate"), decimal("se", {.title = "Стандартная ошибка", .min = 0}),
                                       decimal("robust_se", {.title = "Стандартная ошибка, устойчивая к неравным дисперсиям", .min = 0}),
                                       decimal("t", {.title = "Оценка ÷ устойчивая ошибка"})};
  static constexpr IndicatorInfo info{.id = "contextual-model", .title = "Эффективность школ с учётом контекста: коэффициенты",
                                      .inputs = kSchoolInputs, .parameters = kContextualParameters, .outputs = outputs,
                                      .source = "взвешенная регрессия; устойчивые ошибки HC1–HC3: MacKinnon, White (1985)",
                                      .assumes = "связь линейна; дисперсии школ могут различаться",
                                      .uncertainty = "устойчивая ошибка коэффициента; при немногих школах она занижена",
                                      .limits = "связь средних школ не переносится на учеников; не причина"};

  Frame compute(const Context& ctx) const {
    Rows rows({"term"}, {}, {"estimate", "se", "robust_se", "t"});
    try {
      const ContextualModel model = detail::contextual_model(ctx);
      for (const RegressionTerm& term : model.fit.terms) {
        const std::optional<double> robust = term.robust[detail::robust_kind(ctx)];
        rows.add({term.term == "(intercept)" ? "intercept" : term.term}, {},
                 {term.estimate, term.se, robust, robust && *robust > 0 ? std::optional(term.estimate / *robust) : std::nullopt});
      }
      const auto figure = [&](const char* name, double value) { rows.add({name}, {}, {value, {}, {}, {}}); };
      figure("r2", model.fit.r2), figure("sigma", model.fit.sigma);
      figure("variance within schools", model.within), figure("variance between schools", model.between);
    } catch (const NotFitted& reason) {
      ctx.warn(reason.code(), reason.what(), reason.remedy());
    }
    return rows.frame(ctx);
  }
};

}  // namespace opora::value_added
