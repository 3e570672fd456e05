// Too small a spread of scores together with a high mean: answers that were given to all look so.
#pragma once

#include "findings.h"
#include "spread_tests.h"

namespace objectivity {

inline constexpr Text kSpreadTests[] = {"F", "Levene"};
inline constexpr Text kSpreadBases[] = {"school", "region"};
inline constexpr Parameter kSpreadTest = choice("spread_test", "F", kSpreadTests, {.title = "Разброс: критерий",
    .basis = "решение региона: F Фишера, или Левена по медианам (Браун, Форсайт, 1974), который не требует нормального распределения"});
inline constexpr Parameter kSpreadBase = choice("spread_base", "school", kSpreadBases, {.title = "Разброс: сравнивать с разбросом внутри других школ (school) или региона в целом (region)",
    .basis = "решение региона: разброс региона включает различия школ, поэтому внутри любой школы он обычно меньше"});

struct DispersionSettings {
  std::int64_t min_n = 10;
  bool levene = false, of_region = false;
};
DispersionSettings dispersion_settings(const Context& ctx);

// value: standard deviation here ÷ that of all other pupils. p_spread: of a spread so small; p_mean: of a mean so high
// (Welch); p: the greater of both, as the sign is both at once (intersection-union test).
struct Dispersion : Finding {
  Maybe sd, sd_elsewhere, statistic, p_spread, p_mean;
};
std::vector<Dispersion> dispersion(const RegionResults& results, const DispersionSettings& settings);

struct ScoreDispersion {
  static constexpr Parameter parameters[] = {kKind, kGradeFrom, kGradeTo, kSubjects, kMinN, kSpreadTest, kSpreadBase, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), whole("n", {.title = "Участников"}), decimal("sd", {.title = "Стандартное отклонение", .min = 0}),
      decimal("sd_elsewhere", {.title = "Стандартное отклонение остальных участников", .min = 0}), decimal("ratio", {.title = "Отношение отклонений", .min = 0}),
      decimal("statistic", {.title = "F или t"}), decimal("p_spread", {.title = "p столь малого разброса", .min = 0, .max = 1}),
      decimal("p_mean", {.title = "p столь высокого среднего", .min = 0, .max = 1}), decimal("p", {.min = 0, .max = 1}),
      decimal("q", {.min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "score-dispersion", .title = "Малый разброс баллов при высоком среднем: признак, требующий проверки",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "F Фишера или Levene по медианам (Brown, Forsythe, 1974); среднее — Welch (1947)",
                                      .assumes = "F требует нормального распределения баллов; участники школы независимы",
                                      .uncertainty = "p — большее из двух: для малого разброса и для высокого среднего; q — с поправкой на число школ и работ",
                                      .limits = "школа с отбором и один сильный класс дают то же; при потолке баллов разброс мал у всех сильных школ"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
