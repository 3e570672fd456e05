// Marks of a school against those of the other schools: χ² (Pearson) or G of homogeneity, and in which direction they differ.
#pragma once

#include "counts_tests.h"
#include "findings.h"

namespace objectivity {

inline constexpr Text kMarkTests[] = {"χ²", "G"};
inline constexpr Parameter kMarkTest = choice("marks_test", "χ²", kMarkTests, {.title = "Сравнение отметок: критерий", .basis = "решение региона: χ² Пирсона или отношение правдоподобия G"});
inline constexpr Parameter kLeastExpected = number("least_expected", "5", {.title = "Сравнение отметок: ожидаемое число в ячейке, не менее",
    .basis = "правило Кокрена (1954): ячейки с ожидаемым числом меньше 5 объединяются с соседней", .min = 1, .max = 100});
inline constexpr Parameter kHighestMark = integer("highest_mark", "5", {.title = "Наивысшая отметка", .basis = "шкала отметок", .min = 2, .max = 12});

struct MarksSettings {
  std::int64_t lowest = 2, highest = 5, min_n = 10;
  double least_expected = 5;
  bool likelihood = false;
};
MarksSettings marks_settings(const Context& ctx);

// value: mean mark here less elsewhere. p_any: marks differ so much, whatever the direction; p: the same when the marks
// here are higher, 1 when they are not, as only higher ones are a sign.
struct Marks : Finding {
  Maybe statistic, p_any;
  MaybeWhole df;
  std::string direction;
};
std::vector<Marks> compare_marks(const RegionResults& results, const MarksSettings& settings);

struct MarkDistribution {
  static constexpr Parameter parameters[] = {kKind, kGradeFrom, kGradeTo, kSubjects, kMinN, kLowestMark, kHighestMark, kMarkTest, kLeastExpected, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), whole("n", {.title = "Участников с отметкой"}), decimal("statistic", {.title = "χ² или G", .min = 0}),
      whole("df", {.title = "Степеней свободы", .min = 1}), decimal("p_any", {.title = "p отличия в любую сторону", .min = 0, .max = 1}),
      decimal("shift", {.title = "Средняя отметка выше, чем в остальных школах, на"}), text("direction"), decimal("p", {.min = 0, .max = 1}),
      decimal("q", {.min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "mark-distribution", .title = "Распределение отметок и остальные школы: признак, требующий проверки",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "критерии однородности χ² и G; правило Кокрена (1954) для малых ячеек",
                                      .assumes = "участники школы независимы друг от друга; ученики одного класса похожи, поэтому p занижено",
                                      .uncertainty = "p — вероятность такого отличия отметок от остальных школ без различия школ, q — с поправкой на число школ и работ",
                                      .limits = "школы с отбором учащихся отличаются всегда; отличие не называет причины"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
