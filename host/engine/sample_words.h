// The words of a sample region: everything that belongs to a country, read from JSON. Another country
// ships its own file; regions/ru/sample_region.json is the example of every key.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace opora {

struct WeightedText {
  std::string text;
  int weight = 1;
};

struct SampleMunicipality {
  std::string name;
  std::vector<std::string> variants;  // how files spell it
  std::string locality;
};

struct SampleLocality {
  std::string id;            // "city"
  int share = 0;             // per cent of the schools
  std::array<int, 2> pupils{};  // fewest and most pupils of a grade
  double effect = 0, deprivation = 0;
};

struct SchoolForm {
  std::string locality, text;  // «… № {n}», «… {place} …»
  int weight = 1;
  bool upper = true;           // teaches the upper grades
  double effect = 0;
};

struct SampleTask {
  std::string label;
  int maximum = 1;
};

// One test, given in every year of a layout of its kind or in `years` only.
struct SampleTest {
  std::string kind, subject, level, title, phrase;
  int grade = 0;
  int maximum = 0;
  int parts = 1;        // 2: two days with a variant each
  double mean = 0, sd = 1;
  bool choice = false;  // in some years a class sits only some of these
  std::vector<int> borders;
  std::vector<SampleTask> tasks;
  std::vector<int> years;                        // empty: every year
  std::vector<std::array<int, 2>> test_scale;    // primary score → test score, knots
  std::array<double, 2> ability_share{0, 1};     // who sits it, as a part of the school ordered by ability

  bool given_in(int year) const;
  int mark_of(int score) const;
  int test_score_of(int score) const;
};

enum class PupilValue {
  kNothing, kNumber, kCode, kJournal, kGender, kClass, kVariant, kSecondVariant, kTotal, kTasks, kTextbook,
  kParticipant, kMark, kTestScore, kLevel,
};

enum class ColumnSource { kSchool, kPupil, kFillTo, kChoice, kLocality, kUpper, kPupils, kClasses, kShare, kBetween };

struct SampleColumn {
  std::string header;        // of task columns: with {n}, {label}, {maximum}
  ColumnSource source = ColumnSource::kChoice;
  PupilValue pupil = PupilValue::kNothing;
  std::string school;        // text with {digits}, {name}, {municipality} …
  int grade = 0;             // kPupils, kClasses; 0: the whole school. kFillTo: the last number
  std::vector<WeightedText> choices;                      // kChoice; kUpper: with and without
  std::map<std::string, std::vector<std::string>> by_locality;
  std::array<double, 3> share{};                          // mean, per unit of deprivation, noise
  std::array<int, 2> between{};
  int at_least = 0;
  bool number = false;       // a number cell in workbooks
};

struct SampleSheet {
  std::string name;
  std::vector<SampleColumn> columns;
};

// How the results of one kind and year are delivered.
struct ResultLayout {
  std::string kind, path;
  int year = 0;
  std::vector<std::string> levels;  // of the tests it is for; empty: all
  bool csv = false;
  std::vector<std::string> csv_subjects, windows_1251_subjects;
  SampleSheet sheet;
  SampleSheet class_sheet;       // without columns: none
  int class_above_grade = 0;     // pupils sit so many classes above the programme grade
  bool absent_total = false;     // absent pupils carry total 0
  bool mixed_numbers = false;    // some schools fill numbers, some text, into the same columns
  bool participants_only = false;

  bool holds(const SampleTest& test) const;
};

// One row a school: a registry, a questionnaire, a passport.
struct SchoolTable {
  std::string path;
  int year = 0;  // 0: always
  bool csv = false, windows_1251 = false;
  int answered = 100;  // per cent of the schools that sent it
  std::vector<SampleSheet> sheets;
};

// What the tests' tasks are said to test: a workbook a test, and one with the topics in words. Topics follow
// each other through a test, difficulties (with the per cent of the tasks that they reach to) as well.
struct SampleDescriptions {
  std::string path, codes_path;               // empty: none
  std::vector<std::string> header, codes_header;
  std::vector<WeightedText> difficulties;
  std::vector<std::string> requirements;
  std::string skill, block;                   // with {topic}
  std::map<std::string, std::vector<std::string>> topics;  // by subject

  bool of(const SampleTest& test) const { return !path.empty() && !test.tasks.empty() && topics.contains(test.subject); }
};

struct YearChoice {
  int year = 0;
  std::vector<int> grades;
  int take = 2;
};

struct SampleModel {
  std::vector<SampleLocality> localities;
  int class_size = 25;
  double school_sd = 0, deprivation_effect = 0, year_sd = 0, pupil_sd = 1, subject_sd = 0, occasion_sd = 0;
  double upper_share = 0.5;  // of a cohort that stays for the upper grades
  int low_per_thousand = 0, inflated_per_thousand = 0, journal_against_per_thousand = 0, jump_per_thousand = 0;
  double low_effect = 0, low_deprivation = 0, low_bunching = 1;
  double inflated_effect = 0, inflated_spread = 1;
  double jump_high = 0, jump_low = 0;
  std::vector<int> jump_high_grades;
  std::vector<std::array<double, 3>> bunching;  // border × (1, 2, 3 points short): lifted to the border
  double journal_ability = 1, journal_noise = 0;
  std::vector<double> journal_borders;
  std::vector<YearChoice> choices;
};

// Kinds of defects, in the order of kDefectNames.
enum class SampleDefect {
  kAbsent, kAbsentWithTotal, kNotAttempted, kNotTaught, kJournalMissing, kJournalInWords, kJournalNbsp, kTaskNbsp,
  kGenderMissing, kOddClass, kOddVariant, kVariantWithoutTotal, kTotalWithoutVariant, kTotalNotSum, kTotalAboveMaximum,
};
inline constexpr std::array<const char*, 15> kDefectNames{
    "absent", "absent_with_total", "not_attempted", "not_taught", "journal_missing", "journal_in_words",
    "journal_nbsp", "task_nbsp", "gender_missing", "odd_class", "odd_variant", "variant_without_total",
    "total_without_variant", "total_not_sum", "total_above_maximum"};

struct SampleWords {
  std::string region_code, region;
  std::vector<SampleMunicipality> municipalities;
  std::vector<std::string> name_prefixes, name_places;
  std::vector<SchoolForm> forms;
  SampleModel model;
  std::array<double, kDefectNames.size()> rates{};  // probabilities
  std::string absent, not_taught, no_mark;
  std::vector<std::string> odd_marks, odd_variants, odd_classes, male, female, letters, letters_upper, textbooks, upload_days;
  std::vector<WeightedText> not_attempted, single_class, many_classes;
  std::vector<SampleTest> tests;
  std::vector<ResultLayout> layouts;
  std::vector<SchoolTable> tables;
  SampleDescriptions descriptions;
};

// DATA-090 when the file cannot be read, is no JSON, lacks a key, or contradicts itself.
Result<SampleWords> read_sample_words(const std::filesystem::path& file);

// `text` with every {key} replaced.
using TextKeys = std::vector<std::pair<std::string_view, std::string>>;
std::string filled_in(std::string_view text, const TextKeys& keys);

}  // namespace opora
