// What the models can be asked for: procedures, covariates, methods. Parameters of the indicators.
#pragma once

#include <opora/plugin.hpp>

namespace opora::value_added {

using namespace opora::sdk;

inline constexpr const char* kDecision = "решение региона: по какой процедуре и с какими признаками сравнивать школы";
inline constexpr Text kKinds[] = {"ВПР", "ОГЭ", "ЕГЭ"};
inline constexpr Text kSubjects[] = {"MA", "RU", "OM", "BI", "IS", "GE", "OB", "FI", "HI", "EN", "DE", "FR"};
inline constexpr Text kLevels[] = {"any", "профиль", "база"};
// Items of the social passport (regions/ru/profiles/social_passport.lua): shares of pupils.
inline constexpr Text kItems[] = {"none", "both_parents_higher_education", "single_parent", "on_record", "russian_not_native",
                                  "passport_pupils"};
inline constexpr Text kPriors[] = {"none", "school", "pupil"};
inline constexpr Text kLinks[] = {"school", "pupil"};
inline constexpr Text kSlopes[] = {"none", "prior", "girl"};
inline constexpr Text kMethods[] = {"REML", "ML"};
inline constexpr Text kRobust[] = {"HC3", "HC2", "HC1"};
inline constexpr Text kWeights[] = {"participants", "equal"};

inline constexpr Parameter kKind = choice("kind", "ВПР", kKinds, {.title = "Процедура", .basis = kDecision});
inline constexpr Parameter kSubject = choice("subject", "MA", kSubjects, {.title = "Предмет", .basis = kDecision});
inline constexpr Parameter kGrade = integer("grade", "5", {.title = "Класс (по программе)", .basis = kDecision, .min = 1, .max = 11});
inline constexpr Parameter kLevel = choice("level", "any", kLevels, {.title = "Уровень экзамена", .basis = kDecision});
inline constexpr Parameter kContext1 = choice("context_1", "both_parents_higher_education", kItems,
                                              {.title = "Признак школы 1 (социальный паспорт)", .basis = kDecision});
inline constexpr Parameter kContext2 = choice("context_2", "single_parent", kItems,
                                              {.title = "Признак школы 2 (социальный паспорт)", .basis = kDecision});
inline constexpr Parameter kContext3 = choice("context_3", "none", kItems, {.title = "Признак школы 3 (социальный паспорт)", .basis = kDecision});
inline constexpr Parameter kContext4 = choice("context_4", "none", kItems, {.title = "Признак школы 4 (социальный паспорт)", .basis = kDecision});
inline constexpr const char* kContexts[] = {"context_1", "context_2", "context_3", "context_4"};
inline constexpr Parameter kGirl = flag("girl", false, {.title = "Учитывать пол участника", .basis = kDecision});
inline constexpr Parameter kPrior =
    choice("prior", "none", kPriors, {.title = "Прежний результат: не учитывать, средний школы или самого участника", .basis = kDecision});
inline constexpr Parameter kLink = choice(
    "link", "school", kLinks, {.title = "Прежний результат: средний школы или самого участника (постоянные коды участников)", .basis = kDecision});
inline constexpr Parameter kPriorKind = choice("prior_kind", "ВПР", kKinds, {.title = "Прежняя процедура", .basis = kDecision});
inline constexpr Parameter kPriorLevel = choice("prior_level", "any", kLevels, {.title = "Уровень прежнего экзамена", .basis = kDecision});
inline constexpr Parameter kPriorGrade = integer("prior_grade", "4", {.title = "Класс прежней процедуры", .basis = kDecision, .min = 1, .max = 11});
inline constexpr Parameter kYears =
    integer("years", "1", {.title = "Лет между процедурами", .basis = "та же параллель: столько лет, на сколько классов", .min = 0, .max = 6});
inline constexpr Parameter kLinked = percent("linked", "70", {.title = "Участников с прежним результатом, не менее",
                                                             .basis = "решение региона: при меньшей доле выводы о параллели не делаются"});
inline constexpr Parameter kSlope =
    choice("slope", "none", kSlopes, {.title = "Признак со своим наклоном в каждой школе", .basis = kDecision});
inline constexpr Parameter kMethod = choice("method", "REML", kMethods, {.title = "Метод оценки", .basis = "Goldstein, Multilevel Statistical Models, 2.5"});
inline constexpr Parameter kZ =
    number("z", "1.96", {.title = "Квантиль доверительного интервала", .basis = "95 % интервал нормального распределения", .min = 0, .max = 10});
inline constexpr Parameter kOverlap = number("overlap", "1.39", {.title = "Стандартных ошибок для сравнения двух школ",
                                                                .basis = "Goldstein, Healy (1995): интервалы не пересекаются — различие на уровне 5 %",
                                                                .min = 0, .max = 10});
inline constexpr Parameter kErrors =
    choice("errors", "HC3", kRobust, {.title = "Стандартные ошибки, устойчивые к неравным дисперсиям", .basis = "MacKinnon, White (1985)"});
inline constexpr Parameter kWeight = choice("weights", "participants", kWeights, {.title = "Вес школы", .basis = "решение региона: вес — число участников"});

}  // namespace opora::value_added
