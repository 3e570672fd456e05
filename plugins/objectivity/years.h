// One cohort from year to year: results of grade N in a year beside those of grade N + 1 a year later, over several grades and
// years. Two measures: the federal quotient K with its fences, and the change of the school's place in the region.
#pragma once

#include "findings.h"
#include "random_effects.h"

namespace objectivity {

inline constexpr Parameter kPairYears = integer("pair_years", "1", {.title = "Пар лет, не более", .basis = "решение региона; рекомендации ФИОКО 2026 г., с. 7–8: «3–5 лет»", .min = 1, .max = 10});

struct YearsSettings {
  std::int64_t min_n = 10;
  double fence = 3;
};

// value: change of the mean score in standard deviations of the region, which removes how hard the work was (z-scores within
// the year). z: how far this is from the change usual in the pair, in standard errors that include how much schools
// differ anyway (random effects by DerSimonian and Laird); p: two-sided.
struct YearChange : Finding {
  std::string_view school, procedure, earlier;
  MaybeWhole n_before;
  Maybe k, upper, lower, error, z;
  bool fell() const { return k && upper && *k > *upper; }
  bool rose() const { return k && lower && *k < *lower; }
};

// Rows with the frame whose texts they show.
struct YearChanges {
  Frame frame;
  std::vector<YearChange> rows;
};
YearChanges year_changes(const Context& ctx, const YearsSettings& settings);

struct YearChangeIndicator {
  static constexpr Parameter parameters[] = {kKind, kGradeFrom, kGradeTo, kSubjects, kMinN, kPairYears, kFence, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), text("earlier", {.title = "Работа прошлого года"}), whole("n", {.title = "Участников, меньшее за два года"}),
      decimal("k", {.title = "Доля выполнения: прошлый год ÷ этот"}), decimal("upper", {.title = "Граница резкого спада"}),
      decimal("lower", {.title = "Граница резкого роста"}), decimal("change", {.title = "Изменение места в регионе, стандартных отклонений"}),
      decimal("error", {.title = "Стандартная ошибка изменения", .min = 0}), decimal("z"), decimal("p", {.min = 0, .max = 1}), decimal("q", {.min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "year-change", .title = "Изменение результатов одной параллели по парам лет: признак, требующий проверки",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО (2019), маркер (c); случайные эффекты: DerSimonian, Laird (1986)",
                                      .assumes = "параллель двух лет одна и та же, место считается среди школ своего года",
                                      .uncertainty = "ошибка содержит число участников и обычное различие школ; p двустороннее, q — с поправкой на число школ и работ",
                                      .limits = "не применять при смене состава параллели; возврат к среднему поправкой не снят"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
