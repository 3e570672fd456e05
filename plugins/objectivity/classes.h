// Classes of one school that differ more than chance lets them: help in one of them would look so, and so would streaming.
#pragma once

#include "findings.h"
#include "spread_tests.h"

namespace objectivity {

inline constexpr Parameter kClassMinimum = integer("class_minimum", "5", {.title = "Различие классов: участников в классе, не менее", .basis = kRegion, .min = 2, .max = 100});

struct ClassesSettings {
  std::int64_t min_n = 10, class_minimum = 5;
};
ClassesSettings classes_settings(const Context& ctx);

struct Classes : Finding {  // value: range of class means ÷ pooled standard error of the difference of these two classes
  MaybeWhole classes;
  Maybe range, error;
};
std::vector<Classes> compare_school_classes(const RegionResults& results, const ClassesSettings& settings);

struct ClassRange {
  static constexpr Parameter parameters[] = {kKind, kGradeFrom, kGradeTo, kSubjects, kMinN, kClassMinimum, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), whole("n", {.title = "Участников в сравниваемых классах"}), whole("classes", {.title = "Классов", .min = 0}),
      decimal("range", {.title = "Размах средних баллов классов", .min = 0}), decimal("error", {.title = "Стандартная ошибка разности", .min = 0}),
      decimal("ratio", {.title = "Размах в стандартных ошибках", .min = 0}), decimal("p", {.min = 0, .max = 1}), decimal("q", {.min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "class-range", .title = "Различие классов одной школы: признак, требующий проверки",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "однофакторный дисперсионный анализ",
                                      .assumes = "баллы внутри классов нормальны и одинаково рассеяны; классы составлены без отбора",
                                      .uncertainty = "p — F-критерий, q — с поправкой на число школ и работ",
                                      .limits = "профильные и коррекционные классы различаются по замыслу; с одним классом не вычисляется"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
