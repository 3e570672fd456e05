// The schools of a sample region and the pupils in them. Pupils are not stored: a cohort (all who are
// in the same grade of a school) is made again from its keys wherever a file needs it.
#pragma once

#include <string>
#include <vector>

#include "engine/sample_draw.h"
#include "engine/sample_words.h"

namespace opora {

enum class Trait { kOrdinary, kLow, kInflated, kJournalAgainst, kJump };

struct SampleSchool {
  std::uint64_t id = 0;      // 0-based
  std::string digits, name;  // region code and four digits: the same in every form of the login
  std::size_t municipality = 0;
  std::string locality;
  int grade_pupils = 0;      // about so many in each grade
  bool upper = true;
  double effect = 0;         // of the school on results, in deviations of a pupil
  double deprivation = 0;    // of its families; what the social passport shows
  Trait trait = Trait::kOrdinary;
};

// What a draw is for: the first key, so that draws for different purposes never meet.
enum DrawKey : std::uint64_t {
  kKeySchool, kKeyName, kKeyTrait, kKeyCohort, kKeyPupil, kKeySubject, kKeySitting, kKeyYear, kKeyChoice,
  kKeyFile, kKeyClass, kKeyAnswer, kKeyOrder, kKeyTest, kKeyHabit,
};

struct SampleRegionModel {
  const SampleWords* words = nullptr;
  std::uint64_t seed = 0;
  std::vector<SampleSchool> schools;

  Draw draw(std::initializer_list<std::uint64_t> keys) const { return Draw(seed, keys); }

  // A cohort is named by year − grade, which stays the same while it moves up.
  int pupils_of(const SampleSchool& school, int cohort, int grade) const;  // 0 when the school ends below
  int classes_of(const SampleSchool& school, int cohort, int grade) const;
  int pupils_in_all(const SampleSchool& school, int year) const;
  double ability(const SampleSchool& school, int cohort, int pupil) const;  // mean 0, deviation 1

  // Effect of the school on a grade's results in one year, biases included.
  double effect_on(const SampleSchool& school, int grade, int year) const;
};

SampleRegionModel make_schools(const SampleWords& words, int count, std::uint64_t seed);

// Index drawn by weight.
std::size_t drawn(const std::vector<WeightedText>& choices, Draw& draw);

}  // namespace opora
