// The markers (a), (b), (c) of ФИОКО, «Уровень объективности оценки образовательных результатов» (2019): rules without p values.
#pragma once

#include "parameters.h"

namespace objectivity {

// What the federal text leaves open about (b): the coefficient.
inline constexpr Text kCoefficients[] = {"spearman", "textbook", "kendall"};
inline constexpr Parameter kCoefficient = choice("coefficient", "spearman", kCoefficients, {.title = "Коэффициент связи с журналом",
    .basis = "методика ФИОКО 2019 г.: формула Спирмена без поправки на связки (textbook); поправка (spearman) и τ-b Кендалла — решение региона"});

// (a) школа × процедура: n, lower (нижняя граница интервала школы), upper (верхняя граница интервала региона), рядом по `region_key`.
Frame mean_intervals(const Query& query, double z, const char* region_key);
// (b) школа × процедура: n, r — Спирмен с поправкой на связки.
Frame journal_correlation(const Query& query, std::int64_t lowest_mark);
// (c) школа × предмет: k, upper, lower, fewer (меньшая из двух групп).
Frame class_change(const Context& ctx);

struct MeanIntervals {
  static constexpr Parameter parameters[] = {kFederalKind, kFirstSubject, kSecondSubject, kGrade, kZ};
  static constexpr Output outputs[] = {key("school"), key("procedure"), whole("n"), decimal("lower"), decimal("upper")};
  static constexpr IndicatorInfo info{.id = "mean-intervals", .title = "Средний балл школы и региона: границы интервалов",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО, «Уровень объективности оценки образовательных результатов» (2019), маркер (a)",
                                      .assumes = "баллы участников независимы, средние распределены нормально",
                                      .uncertainty = "интервалы x̄ ± z·s/√m: 95 % при z = 1,96; отбор учащихся и различия классов в них не входят",
                                      .limits = "не вывод о нарушении: так же выглядит школа с отбором учащихся; малые группы не оценивать"};
  Frame compute(const Context& ctx) const;
};

// `r`: the chosen coefficient. `tau`, `tau_p` (of a τ-b so low or lower) and `tau_q` stand beside it.
struct JournalAgreement {
  static constexpr Parameter parameters[] = {kFederalKind, kFirstSubject, kSecondSubject, kGrade, kLowestMark, kCoefficient, kAdjust};
  static constexpr Output outputs[] = {key("school"), key("procedure"), whole("n"), decimal("r", {.min = -1, .max = 1}),
                                       decimal("tau", {.title = "τ-b Кендалла", .min = -1, .max = 1}),
                                       decimal("p", {.title = "p столь низкого τ-b", .min = 0, .max = 1}), decimal("q", {.min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "journal-agreement", .title = "Связь баллов с отметками в журнале",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО (2019), маркер (b): ранговая корреляция Спирмена; τ-b: Kendall (1970)",
                                      .assumes = "отметки журнала выставлены до работы и за тот же период",
                                      .uncertainty = "p — для τ-b, нормальное приближение с поправкой на связки; q — с поправкой на число школ",
                                      .limits = "отметки почти одинаковы или участников мало — связь случайна; обратная связь ещё не нарушение"};
  Frame compute(const Context& ctx) const;
};

struct ClassChange {
  static constexpr Parameter parameters[] = {kFederalKind, kFirstSubject, kSecondSubject, kFirstGrade, kSecondGrade, kFence};
  static constexpr Output outputs[] = {key("school"), key("procedure"), whole("fewer"), decimal("k"), decimal("upper"), decimal("lower")};
  static constexpr IndicatorInfo info{.id = "class-change", .title = "Изменение результатов одной параллели за год",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО (2019), маркер (c): отношение долей выполнения и границы квартиль ± 3 размаха (R-7)",
                                      .assumes = "параллель в двух работах одна и та же, трудность работ изменилась для всех школ одинаково",
                                      .uncertainty = "правило без вероятности: интервала нет, малая группа выходит за границы чаще",
                                      .limits = "не применять, если сменились состав параллели или учитель; скачок — повод спросить, а не вывод"};
  Frame compute(const Context& ctx) const;
};

// The same as a methodology, the twin of regions/ru-smo/2019/vpr_bias.lua.
struct VprBias {
  static constexpr Parameter parameters[] = {
      kFederalKind, kFirstSubject, kSecondSubject, kFirstGrade, kSecondGrade, kZ, kFence,
      integer("markers", "1", {.title = "Признаков, не менее", .basis = "методика ФИОКО 2019 г.: «хотя бы по одному признаку»", .min = 1, .max = 14}),
      integer("min_n", "10", {.title = "Участников, не менее", .basis = "решение региона: малые группы не оцениваются", .min = 1, .max = 1000}),
      kLowestMark};
  static constexpr MethodologyInfo info{.id = "vpr-bias",
                                        .category = "Признаки необъективности ВПР",
                                        .title = "Школы с признаками необъективных результатов ВПР, требующими проверки",
                                        .inputs = kInputs,
                                        .parameters = parameters};
  void decide(Decisions& ctx) const;
};

}  // namespace objectivity
