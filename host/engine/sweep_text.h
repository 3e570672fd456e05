// How a sweep is worded for people: points, and the answers of a school along them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/sweep.h"

namespace opora {

std::string point_text(const Sweep& sweep, const SweepPoint& point);  // "low_share = 25, procedures = 2"
std::string own_text(const Sweep& sweep);                             // the pack's own values, in the same way

// The figures of a point and their titles, in the order of a table.
std::vector<std::string> figure_titles();
std::vector<std::int64_t> figures_of(const SweepCount& count);

// Neighbouring points with the same answer are one: "25…29: yes, 30…35: no". With several axes one such row a value of
// the others, those that are like the row before left out.
std::string answers_text(const Sweep& sweep, const SweepSchool& school);

// A step of the last axis at which the answer changes.
struct AnswerStep {
  std::size_t from = 0, to = 0;  // points
};
std::vector<AnswerStep> steps_of(const Sweep& sweep, const SweepSchool& school);

}  // namespace opora
