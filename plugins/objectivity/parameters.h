// Parameters that several markers share: one name, one meaning, one basis.
#pragma once

#include <opora/plugin.hpp>

namespace objectivity {

using namespace opora::sdk;

inline constexpr Text kInputs[] = {"results"};

// The federal markers speak of ВПР in Russian and mathematics.
inline constexpr const char* kFederal = "методика ФИОКО 2019 г.";
inline constexpr Text kFederalKinds[] = {"ВПР"}, kFirstSubjects[] = {"RU"}, kSecondSubjects[] = {"MA"};
inline constexpr Parameter kFederalKind = choice("kind", "ВПР", kFederalKinds, {.title = "Процедура", .basis = "методика ФИОКО 2019 г., признаки 1–4, 7–14"});
inline constexpr Parameter kFirstSubject = choice("subject_1", "RU", kFirstSubjects, {.title = "Первый предмет", .basis = "методика ФИОКО 2019 г.: русский язык"});
inline constexpr Parameter kSecondSubject = choice("subject_2", "MA", kSecondSubjects, {.title = "Второй предмет", .basis = "методика ФИОКО 2019 г.: математика"});
inline constexpr Parameter kFirstGrade = integer("grade_1", "4", {.title = "Младший класс", .basis = kFederal, .min = 1, .max = 11});
inline constexpr Parameter kSecondGrade = integer("grade_2", "5", {.title = "Старший класс", .basis = kFederal, .min = 1, .max = 11});
inline constexpr Parameter kGrade = integer("grade", "4", {.title = "Класс", .basis = kFederal, .min = 1, .max = 11});
inline constexpr Parameter kZ = number("z", "1.96", {.title = "Квантиль доверительного интервала", .basis = "методика ФИОКО 2019 г.: 95 %", .min = 0, .max = 10});
inline constexpr Parameter kFence = number("fence", "3", {.title = "Межквартильных размахов", .basis = kFederal, .min = 0, .max = 10});
inline constexpr Parameter kLowestMark = integer("lowest_mark", "2", {.title = "Наименьшая отметка", .basis = "шкала отметок", .min = 1, .max = 5});

// Which procedures a statistical marker looks at.
inline constexpr Text kKinds[] = {"ВПР", "ОГЭ", "ЕГЭ"};
inline constexpr const char* kRegion = "решение региона";
inline constexpr Parameter kKind = choice("kind", "ВПР", kKinds, {.title = "Процедура", .basis = kRegion});
inline constexpr Parameter kGradeFrom = integer("grade_from", "4", {.title = "Класс, не младше", .basis = kRegion, .min = 1, .max = 11});
inline constexpr Parameter kGradeTo = integer("grade_to", "8", {.title = "Класс, не старше", .basis = kRegion, .min = 1, .max = 11});
inline constexpr Text kSubjectChoices[] = {"все", "RU и MA"};
inline constexpr Parameter kSubjects = choice("subjects", "все", kSubjectChoices, {.title = "Предметы", .basis = "решение региона; методика ФИОКО 2019 г. — RU и MA"});
inline constexpr Parameter kMinN = integer("min_n", "10", {.title = "Участников, не менее", .basis = "решение региона: малые группы не оцениваются", .min = 2, .max = 1000});

// How p values are adjusted for the number of tests.
inline constexpr Text kAdjustments[] = {"BH", "Holm"};
inline constexpr Parameter kAdjust = choice("adjust", "BH", kAdjustments, {.title = "Поправка на число проверок",
    .basis = "решение региона: BH — доля ложных находок (Бенджамини, Хохберг, 1995), Holm — вероятность хотя бы одной (Холм, 1979)"});

}  // namespace objectivity
