// One school's pupils in one test: who came, what each task brought, what stands in the journal, and
// what went wrong while it was typed in.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/sample_schools.h"

namespace opora {

using DefectCounts = std::array<std::int64_t, kDefectNames.size()>;

struct SampleSitting {
  const SampleTest* test = nullptr;
  const ResultLayout* layout = nullptr;
  int year = 0;
  std::uint64_t key = 0;  // of the test, the same in every year
};

// Task scores below zero: −1 − i is the i-th word for "not attempted".
inline constexpr std::int8_t kTaskNotTaught = -100;

enum class PupilState : std::uint8_t { kParticipant, kAbsent, kOther };

struct PupilRow {
  PupilState state = PupilState::kParticipant;
  int number = 0;         // in the school's grade, from 1
  int class_index = 0;
  int code = 0;           // grade of the class × 10000 + number
  bool male = false;
  bool gender_missing = false, gender_upper = false;
  int journal = 0;        // 2…5; 0 missing, −1 in words, −2 − i an odd one
  bool journal_nbsp = false;
  int total = 0;
  bool has_total = true;
  std::array<int, 2> variant{};  // 0 none, −1 absent, −2 − i an odd one
  int odd_class = -1;            // index into the odd labels
  int nbsp_task = -1;            // this task's cell carries a no-break space
  std::array<std::int8_t, 64> tasks{};
};

// Whether a class sits the test at all (in some years only some tests of choice).
bool sits(const SampleRegionModel& region, const SampleSitting& sitting, const SampleSchool& school, int class_index);

// Rows in the order of the pupils' numbers; rates of defects are multiplied by `defects`.
std::vector<PupilRow> results_of(const SampleRegionModel& region, const SampleSitting& sitting, const SampleSchool& school,
                                 double defects, DefectCounts& counts);

}  // namespace opora
