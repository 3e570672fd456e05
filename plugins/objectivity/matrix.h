// All markers of a region and year as one table: school × procedure × marker. Each is a sign that calls for a check, and none is more.
#pragma once

#include "bunching.h"
#include "classes.h"
#include "cohort.h"
#include "dispersion.h"
#include "federal.h"
#include "journal.h"
#include "journal_ranks.h"
#include "marks.h"
#include "tasks.h"
#include "years.h"

namespace objectivity {

inline constexpr Parameter kAlpha = number("alpha", "0.01", {.title = "Признак отмечается при q, не более", .basis = "решение региона: доля ложных находок", .min = 0, .max = 1});

// flag: 1 the sign is there, 0 it is not, nothing when it could not be computed. Federal markers by their own rule: value
// against threshold; the others by q ≤ alpha.
struct MarkerRow : Finding {
  std::string_view school, procedure, marker, title;
  Maybe threshold;
  MaybeWhole flag;
};

struct MarkerMatrix {
  static constexpr Parameter parameters[] = {kKind, kGradeFrom, kGradeTo, kSubjects, kMinN, kZ, kFence, kLowestMark, kHighestMark, kCoefficient,
                                             kBunchingMinimum, kBunchingInformative, kMarkTest, kLeastExpected, kSpreadTest, kSpreadBase, kClassMinimum,
                                             kFar, kPairYears, kEarlierKind, kEarlierGrade, kLaterKind, kLaterGrade, kLeastTasks, kAlpha, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), key("marker"), key("title"), whole("n", {.title = "Участников"}), decimal("value", {.title = "Значение"}),
      decimal("threshold", {.title = "Граница федерального признака"}), decimal("p", {.min = 0, .max = 1}), decimal("q", {.min = 0, .max = 1}),
      whole("flag", {.title = "1 — признак, требующий проверки", .min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "markers", .title = "Признаки, требующие проверки: школа × процедура × признак",
                                      .inputs = kTaskInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО (2019 и 2026), критерии Рособрнадзора 2017–2018 гг.; поправка на число проверок: Benjamini, Hochberg (1995), Holm (1979)",
                                      .assumes = "участники школы независимы друг от друга; ученики одного класса похожи, поэтому p занижено",
                                      .uncertainty = "q — ожидаемая доля ложных находок признака по региону; у федеральных признаков вероятности нет, только граница",
                                      .limits = "признак, требующий проверки, а не вывод: у каждого есть иные объяснения — отбор, мало участников, один класс"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
