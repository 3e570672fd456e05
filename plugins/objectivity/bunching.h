// Border bunching: do scores of a school gather at the least scores of the marks more than they do in the region.
// Everywhere many scores stand at a border (teachers look again at works one point below), so a school is compared with
// the excess of the others, never with an even distribution.
#pragma once

#include <map>

#include "counts_tests.h"
#include "findings.h"

namespace objectivity {

using Borders = std::vector<std::int64_t>;  // least scores of the marks, ascending

// Pupils at a border, and within two points of one (the borders too).
struct Bunch {
  std::int64_t at = 0, near = 0, n = 0;
  Bunch operator+(const Bunch& other) const { return {at + other.at, near + other.near, n + other.n}; }
  Bunch operator-(const Bunch& other) const { return {at - other.at, near - other.near, n - other.n}; }
};
Bunch bunch_of(std::span<const Observation> observations, const Borders& borders);

// Participants at the borders above what the scores beside them let expect, as a share of all: Σ(F − E)/N, where F is the
// frequency of a border and E the mean frequency of the scores one and two points away.
Maybe excess_of(std::span<const Observation> observations, const Borders& borders);

struct Bunching : Finding {  // value: share at a border of those within two points, here less elsewhere
  MaybeWhole at, near;
  Maybe share, elsewhere, excess, z;
};

struct BunchingSettings {
  std::int64_t minimum = 20, informative = 50;
};
BunchingSettings bunching_settings(const Context& ctx);
// By the text of the procedure; procedures without known borders are not there.
std::map<std::string, Borders, std::less<>> known_borders(const Context& ctx);

std::vector<Bunching> bunching(const RegionResults& results, const std::map<std::string, Borders, std::less<>>& borders, const BunchingSettings& settings);

inline constexpr Parameter kBunchingMinimum = integer("bunching_minimum", "20", {.title = "Скопление у границ: участников, не менее",
    .basis = "рекомендации ФИОКО 2026 г., с. 13–15: «20–30 — приблизительный минимум»", .min = 5, .max = 1000});
inline constexpr Parameter kBunchingInformative = integer("bunching_informative", "50", {.title = "Скопление у границ: информативно при числе участников, не менее",
    .basis = "рекомендации ФИОКО 2026 г., с. 13–15: «N ≥ 50»", .min = 5, .max = 1000});

struct BorderBunching {
  static constexpr Parameter parameters[] = {kKind, kGradeFrom, kGradeTo, kSubjects, kBunchingMinimum, kBunchingInformative, kAdjust};
  static constexpr Output outputs[] = {
      key("school"), key("procedure"), whole("n", {.title = "Участников"}), whole("at", {.title = "С баллом на границе отметки"}),
      whole("near", {.title = "С баллом не далее двух от границы"}), decimal("share", {.title = "Доля на границе среди близких к ней", .min = 0, .max = 1}),
      decimal("elsewhere", {.title = "То же в остальных школах", .min = 0, .max = 1}),
      decimal("excess", {.title = "Избыток на границах, доля участников"}), decimal("z"), decimal("p", {.min = 0, .max = 1}),
      decimal("q", {.min = 0, .max = 1}), text("status")};
  static constexpr IndicatorInfo info{.id = "border-bunching", .title = "Скопление баллов на границах отметок: признак, требующий проверки",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО, рекомендации 2026 г., с. 13–15; сравнение двух долей",
                                      .assumes = "участники школы независимы друг от друга; ученики одного класса похожи, поэтому p занижено",
                                      .uncertainty = "p — односторонний критерий двух долей, q — с поправкой на число школ и работ",
                                      .limits = "менее 50 участников — ориентировочно, менее 20 не оценивается; повторная проверка работ у границы выглядит так же"};
  Frame compute(const Context& ctx) const;
};

}  // namespace objectivity
