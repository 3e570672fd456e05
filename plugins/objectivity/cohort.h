// The same cohort in a later procedure: ВПР → ОГЭ → ЕГЭ. High results that the later examination does not confirm are a sign;
// so would be a school whose strongest pupils left after grade 9.
#pragma once

#include "findings.h"
#include "regression.h"

namespace objectivity {

inline constexpr Parameter kEarlierKind = choice("earlier_kind", "ВПР", kKinds, {.title = "Подтверждение: ранняя процедура", .basis = kRegion});
inline constexpr Parameter kEarlierGrade = integer("earlier_grade", "8", {.title = "Подтверждение: класс ранней процедуры", .basis = kRegion, .min = 1, .max = 11});
inline constexpr Parameter kLaterKind = choice("later_kind", "ОГЭ", kKinds, {.title = "Подтверждение: поздняя процедура", .basis = "критерий Рособрнадзора 2017 г.: «не подтверждается результатами ЕГЭ»"});
inline constexpr Parameter kLaterGrade = integer("later_grade", "9", {.title = "Подтверждение: класс поздней процедуры", .basis = kRegion, .min = 1, .max = 11});

struct CohortSettings {
  std::string earlier_kind, later_kind;
  std::int64_t earlier_grade = 8, later_grade = 9, min_n = 10;
};
CohortSettings cohort_settings(const Context& ctx);

// value: externally studentized residual of the later result on the earlier one, both as z-scores of school means within the
// region, weighted by the later participants. p: of a later result so low when the earlier one is above the region, else 1.
struct Cohort : Finding {
  std::string_view school, procedure;
  Maybe earlier, later, expected, p_low;
};
struct Cohorts {
  Frame frame;  // whose texts the rows show
  std::vector<Cohort> rows;
};
Cohorts cohorts(const Context& ctx, const CohortSettings& settings);

struct CohortConfirmation {
  static constexpr Parameter parameters[] = {kSubjects, kEarlierKind, kEarlierGrade, kLaterKind, kLaterGrade, kMinN, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), whole("n", {.title = "Участников, меньшее в двух процедурах"}),
      decimal("earlier", {.title = "Ранний результат, отклонений от региона"}), decimal("later", {.title = "Поздний результат, отклонений от региона"}),
      decimal("expected", {.title = "Ожидаемый поздний результат по остальным школам"}), decimal("residual", {.title = "Остаток, стандартных ошибок"}),
      decimal("p_low", {.title = "p столь низкого позднего результата", .min = 0, .max = 1}), decimal("p", {.min = 0, .max = 1}), decimal("q", {.min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "cohort-confirmation", .title = "Подтверждение результата той же параллелью позже: признак, требующий проверки",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "взвешенная регрессия; внешне стьюдентизированные остатки: Cook, Weisberg (1982)",
                                      .assumes = "связь ранних и поздних результатов линейна, параллель та же",
                                      .uncertainty = "остаток без самой школы в стандартных ошибках; p одностороннее, q — с поправкой на число школ",
                                      .limits = "сильные ученики могли уйти, ОГЭ сдают не все: остаток — повод спросить, а не вывод"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
