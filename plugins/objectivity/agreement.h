// Own markers beside those of a list from outside. The list is shown as it was delivered: it is neither recomputed nor
// corrected, and disagreement is no error of either side. Published lists are not reproduced by the published formulas.
#pragma once

#include "matrix.h"

namespace objectivity {

inline constexpr Text kAgreementInputs[] = {"results", "tasks", "external_lists"};
inline constexpr Text kLists[] = {"vpr-bias-federal"};
inline constexpr Parameter kList = choice("list", "vpr-bias-federal", kLists, {.title = "Список извне", .basis = "список школ с признаками необъективных результатов, полученный регионом"});
inline constexpr Parameter kOwnMarkers = integer("own_markers", "1", {.title = "Своих признаков в процедуре, не менее", .basis = kRegion, .min = 1, .max = 20});

// One row a school and procedure that the list speaks of (a marker of some school names it); all procedures when there is no
// list for the year. own: number of own signs, missing when no own marker could be computed; federal: 1 marked by the list.
struct MarkerAgreement {
  static constexpr Parameter parameters[] = {kList, kOwnMarkers, kKind, kGradeFrom, kGradeTo, kSubjects, kMinN, kZ, kFence, kLowestMark, kHighestMark, kCoefficient,
                                             kBunchingMinimum, kBunchingInformative, kMarkTest, kLeastExpected, kSpreadTest, kSpreadBase, kClassMinimum,
                                             kFar, kPairYears, kEarlierKind, kEarlierGrade, kLaterKind, kLaterGrade, kLeastTasks, kAlpha, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), whole("own", {.title = "Своих признаков", .min = 0}), text("markers", {.title = "Свои признаки"}),
      whole("federal", {.title = "В списке извне", .min = 0, .max = 1}), text("agreement", {.title = "Совпадение"}), text("status")};
  static constexpr IndicatorInfo info{.id = "marker-agreement", .title = "Свои признаки и список извне: оба, только свои, только список",
                                      .inputs = kAgreementInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "собственные признаки (показатель markers) рядом со списком, полученным извне",
                                      .assumes = "список относится к тому же году и тем же работам",
                                      .uncertainty = "как у показателя markers; у списка извне погрешности нет, он показан как получен",
                                      .limits = "расхождение — не ошибка ни одной из сторон: опубликованные списки не воспроизводятся по опубликованным формулам"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
