// Parameters that several indicators share.
#pragma once

#include "table.h"

namespace dynamics {

// A text in every row, with a title for people.
constexpr Output label(std::string_view name, std::string_view title) { return {OPORA_TEXT_COLUMN, name, true, {.title = title}}; }

inline constexpr Text kResults[] = {"results"};
inline constexpr Parameter kConfidence =
    number("confidence", "0.95", {.title = "Доверительная вероятность интервалов", .basis = "решение региона", .min = 0.5, .max = 0.9999});
inline constexpr Parameter kMinN =
    integer("min_n", "10", {.title = "Участников, не менее", .basis = "решение региона: малые группы не оцениваются", .min = 1, .max = 1000});
inline constexpr Parameter kLowestMark =
    integer("lowest_mark", "2", {.title = "Отметка ниже минимального порога", .basis = "шкала отметок", .min = 1, .max = 5});
inline constexpr Parameter kYears =
    integer("years", "3", {.title = "Лет, считая год списка", .basis = "решение региона", .min = 1, .max = 20});

// The criterion of low results, as the methodology low-results has it.
inline constexpr Text kWays[] = {"and", "or"};
inline constexpr Parameter kLowShare = percent(
    "low_share", "30", {.title = "Доля участников с отметкой «2», не менее", .basis = "федеральный критерий 2025 г.", .min = 1});
inline constexpr Parameter kProcedures =
    integer("procedures", "2", {.title = "Процедур в году, не менее", .basis = "федеральный критерий 2025 г.", .min = 1, .max = 20});
inline constexpr Parameter kCombine =
    choice("combine", "and", kWays,
           {.title = "Условия A и B вместе (and) или любое (or)", .basis = "решение региона: чтение союза «а также» в критерии"});

}  // namespace dynamics
