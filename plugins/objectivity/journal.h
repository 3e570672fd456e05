// Marks of the work against marks in the journal: lowered, confirmed, raised, and far apart, here and in the other schools.
#pragma once

#include "counts_tests.h"
#include "findings.h"

namespace objectivity {

inline constexpr Parameter kFar = integer("far", "2", {.title = "Журнал: расхождение, не менее отметок", .basis = "рекомендации ФИОКО 2026 г., с. 10–11: «≥ 2 отметок»", .min = 1, .max = 4});

struct JournalSettings {
  std::int64_t lowest = 2, far = 2, min_n = 10;
};
JournalSettings journal_settings(const Context& ctx);

// Finding: share of pupils far from their journal mark. value: share here less elsewhere.
struct Journal : Finding {
  std::int64_t lowered = 0, confirmed = 0, raised = 0, apart = 0;
  Maybe raised_elsewhere, far_elsewhere, z;
  Finding above;  // the same of pupils whose mark is above the journal's
  Maybe above_z;
};
std::vector<Journal> compare_journal(const RegionResults& results, const JournalSettings& settings);
void adjust_journal(std::vector<Journal>& rows, const Adjustment& adjust);

struct JournalComparison {
  static constexpr Parameter parameters[] = {kKind, kGradeFrom, kGradeTo, kSubjects, kMinN, kLowestMark, kFar, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), whole("n", {.title = "Участников с обеими отметками"}), whole("lowered", {.title = "Понизили", .min = 0}),
      whole("confirmed", {.title = "Подтвердили", .min = 0}), whole("raised", {.title = "Повысили", .min = 0}),
      whole("far", {.title = "Расхождение велико", .min = 0}), decimal("raised_elsewhere", {.title = "Доля повысивших в остальных школах", .min = 0, .max = 1}),
      decimal("far_elsewhere", {.title = "Доля больших расхождений в остальных школах", .min = 0, .max = 1}),
      decimal("raised_z"), decimal("raised_p", {.min = 0, .max = 1}), decimal("raised_q", {.min = 0, .max = 1}), decimal("far_z"),
      decimal("p", {.title = "p большой доли больших расхождений", .min = 0, .max = 1}), decimal("q", {.min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "journal-comparison", .title = "Отметки за работу и в журнале: признак, требующий проверки",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО, рекомендации 2026 г., с. 10–11; сравнение двух долей",
                                      .assumes = "отметки журнала относятся к тому же периоду и выставлены по той же шкале; участники независимы",
                                      .uncertainty = "p — односторонний критерий двух долей против остальных школ, q — с поправкой на число школ и работ",
                                      .limits = "строгий журнал и журнал за другой период дают то же; нет отметок журнала — не вычисляется"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
