#include "engine/sample_results.h"

#include <algorithm>
#include <numeric>

namespace opora {
namespace {

// How a whole class stands to a test.
struct ClassSitting {
  bool sits = true;
  bool wrong_columns = false;       // typed into another test's form: totals above the maximum
  std::array<bool, 64> untaught{};  // tasks of topics the class had not reached
};

class Sitting {
 public:
  Sitting(const SampleRegionModel& region, const SampleSitting& sitting, const SampleSchool& school, double defects, DefectCounts& counts)
      : region_(region), sitting_(sitting), test_(*sitting.test), school_(school), model_(region.words->model), defects_(defects),
        counts_(counts), cohort_(sitting.year - test_.grade), effect_(region.effect_on(school, test_.grade, sitting.year)) {
    const double drift = region.draw({kKeyTest, sitting.key, year()}).uniform() - 0.5;
    mean_ = test_.mean + test_.sd * 0.2 * drift;
    difficulty();
  }

  std::vector<PupilRow> rows() {
    const int n = region_.pupils_of(school_, cohort_, test_.grade);
    const int classes = region_.classes_of(school_, cohort_, test_.grade);
    std::vector<ClassSitting> plans;
    for (int c = 0; c < classes; ++c) plans.push_back(plan(c));
    std::vector<PupilRow> rows;
    for (int pupil : chosen(n)) {
      const int c = pupil * classes / n;
      if (plans[static_cast<std::size_t>(c)].sits) rows.push_back(row(pupil, c, plans[static_cast<std::size_t>(c)]));
    }
    return rows;
  }

 private:
  std::uint64_t year() const { return static_cast<std::uint64_t>(sitting_.year); }
  // Raised rates stop at one in five, or nobody would be left to have the rarer defects.
  double rate(SampleDefect defect) const {
    const double usual = region_.words->rates[static_cast<std::size_t>(defect)];
    return std::min(usual * defects_, std::max(usual, 0.2));
  }
  void count(SampleDefect defect, std::int64_t n = 1) { counts_[static_cast<std::size_t>(defect)] += n; }
  bool happens(SampleDefect defect, Draw& draw) {
    if (!draw.chance(rate(defect))) return false;
    count(defect);
    return true;
  }

  // Later tasks are harder; each test has its own ups and downs.
  void difficulty() {
    for (std::size_t t = 0; t < test_.tasks.size(); ++t)
      difficulty_[t] = 0.45 * static_cast<double>(t) / static_cast<double>(test_.tasks.size()) +
                       0.5 * region_.draw({kKeyTest, sitting_.key, t, 7}).uniform();
  }

  // In the upper grades those of higher ability stay, and a level may be for a part of them.
  std::vector<int> chosen(int n) const {
    std::vector<int> pupils(static_cast<std::size_t>(n));
    std::iota(pupils.begin(), pupils.end(), 0);
    const auto [from, to] = test_.ability_share;
    if (from <= 0 && to >= 1) return pupils;
    std::stable_sort(pupils.begin(), pupils.end(),
                     [&](int a, int b) { return region_.ability(school_, cohort_, a) < region_.ability(school_, cohort_, b); });
    const auto at = [&](double share) { return pupils.begin() + static_cast<std::ptrdiff_t>(share * n + 0.5); };
    std::vector<int> part(at(from), at(to));
    std::sort(part.begin(), part.end());
    return part;
  }

  ClassSitting plan(int class_index) {
    ClassSitting plan;
    plan.sits = sits(region_, sitting_, school_, class_index);
    Draw draw = region_.draw({kKeyClass, school_.id, sitting_.key, year(), static_cast<std::uint64_t>(class_index)});
    if (test_.tasks.empty()) return plan;
    plan.wrong_columns = draw.chance(rate(SampleDefect::kTotalAboveMaximum));
    for (std::size_t t = 0; t < test_.tasks.size(); ++t) plan.untaught[t] = draw.chance(rate(SampleDefect::kNotTaught));
    return plan;
  }

  PupilRow row(int pupil, int class_index, const ClassSitting& plan) {
    const double ability = region_.ability(school_, cohort_, pupil);
    const auto key = static_cast<std::uint64_t>(pupil);
    const auto cohort = static_cast<std::uint64_t>(cohort_);
    Draw draw = region_.draw({kKeySitting, school_.id, cohort, key, sitting_.key, year()});
    PupilRow row;
    row.number = pupil + 1;
    row.class_index = class_index;
    row.code = (test_.grade + sitting_.layout->class_above_grade) * 10000 + row.number;
    row.male = (region_.draw({kKeyPupil, school_.id, cohort, key, 1}).bits() & 1) != 0;
    if (!sitting_.layout->participants_only && happens(SampleDefect::kAbsent, draw)) return absent(row, draw);
    if (sitting_.layout->participants_only && draw.chance(0.02)) return absent(row, draw);  // left out of the file

    const double subject = region_.draw({kKeySubject, school_.id, cohort, key, sitting_.key}).normal();
    const double within = model_.pupil_sd * ability + model_.subject_sd * subject + model_.occasion_sd * draw.normal();
    const double spread = school_.trait == Trait::kInflated ? model_.inflated_spread : 1.0;
    const double z = effect_ + spread * within;
    row.total = lifted(std::clamp(static_cast<int>(mean_ + test_.sd * z + 1000.5) - 1000, 0, test_.maximum), draw);
    row.journal = journal(ability, within, draw);
    for (int part = 0; part < test_.parts; ++part) row.variant[static_cast<std::size_t>(part)] = 1 + static_cast<int>(draw.bits() >> 63);
    if (!test_.tasks.empty()) share_out(row, plan, draw);
    if (!sitting_.layout->participants_only) spoil(row, plan, draw);
    return row;
  }

  PupilRow absent(PupilRow row, Draw& draw) {
    row.state = PupilState::kAbsent;
    row.variant[0] = -1;
    if (test_.parts == 2) row.variant[1] = draw.chance(0.6) ? -1 : 0;
    row.has_total = sitting_.layout->absent_total || happens(SampleDefect::kAbsentWithTotal, draw);
    row.journal = 0;
    row.gender_missing = true;
    return row;
  }

  // Marks close below a border are lifted to it, everywhere in the region (domain figures of
  // bunching); in a low school less, which is one reason why it is low.
  int lifted(int total, Draw& draw) const {
    const double zeal = school_.trait == Trait::kLow ? model_.low_bunching : 1.0;
    for (std::size_t b = 0; b < std::min(model_.bunching.size(), test_.borders.size()); ++b) {
      const int gap = test_.borders[b] - total;
      if (gap >= 1 && gap <= 3) return draw.chance(zeal * model_.bunching[b][static_cast<std::size_t>(gap - 1)]) ? test_.borders[b] : total;
    }
    return total;
  }

  // The journal knows the pupil among his classmates better than the school among others.
  int journal(double ability, double within, Draw& draw) const {
    const double seen = school_.trait == Trait::kJournalAgainst ? -1.1 * within : model_.journal_ability * (ability + 0.5 * school_.effect);
    const double noise = school_.trait == Trait::kJournalAgainst ? 0.25 : model_.journal_noise;
    const double level = seen + noise * draw.normal();
    int mark = 2;
    for (double border : model_.journal_borders) mark += border <= level;
    return mark;
  }

  // Points go to the easiest of this pupil's units: a task of three points is three units.
  void share_out(PupilRow& row, const ClassSitting& plan, Draw& draw) {
    struct Unit {
      double hardness;
      std::uint8_t task;
    };
    std::array<Unit, 256> units;
    std::size_t n = 0;
    for (std::size_t t = 0; t < test_.tasks.size(); ++t) {
      if (plan.untaught[t]) continue;
      const std::uint64_t bits = draw.bits();
      const double own = difficulty_[t] + 1.1 * static_cast<double>(bits >> 40) * 0x1p-24;
      for (int u = 0; u < test_.tasks[t].maximum; ++u)
        units[n++] = {own + 0.12 * u + 0.1 * static_cast<double>((bits >> (4 * u % 36)) & 15) / 16.0, static_cast<std::uint8_t>(t)};
    }
    row.total = std::min(row.total, static_cast<int>(n));
    const auto points = static_cast<std::ptrdiff_t>(row.total);
    std::nth_element(units.begin(), units.begin() + points, units.begin() + static_cast<std::ptrdiff_t>(n), [](const Unit& a, const Unit& b) {
      return a.hardness != b.hardness ? a.hardness < b.hardness : a.task < b.task;
    });
    for (std::ptrdiff_t i = 0; i < points; ++i) ++row.tasks[units[static_cast<std::size_t>(i)].task];
    mark_zeros(row, plan, draw);
  }

  void mark_zeros(PupilRow& row, const ClassSitting& plan, Draw& draw) {
    const double tasks = static_cast<double>(test_.tasks.size());
    for (std::size_t t = 0; t < test_.tasks.size(); ++t) {
      if (row.tasks[t] != 0) continue;
      const bool untaught = plan.untaught[t] && !region_.words->not_taught.empty();
      if (untaught) {
        row.tasks[t] = kTaskNotTaught;
        count(SampleDefect::kNotTaught);
      } else if (draw.chance(rate(SampleDefect::kNotAttempted) * (0.4 + 1.2 * static_cast<double>(t) / tasks))) {
        row.tasks[t] = static_cast<std::int8_t>(-1 - static_cast<int>(drawn(region_.words->not_attempted, draw)));
        count(SampleDefect::kNotAttempted);
      }
    }
  }

  void spoil(PupilRow& row, const ClassSitting& plan, Draw& draw) {
    const SampleWords& words = *region_.words;
    const auto pick = [&](const std::vector<std::string>& texts) { return draw.below(static_cast<int>(texts.size())); };
    if (plan.wrong_columns && row.tasks[0] >= 0) {
      const int excess = test_.maximum + 1 + draw.below(5) - row.total;
      row.tasks[0] = static_cast<std::int8_t>(row.tasks[0] + excess);
      row.total += excess;
      count(SampleDefect::kTotalAboveMaximum);
    } else if (draw.chance(rate(SampleDefect::kTotalNotSum)) && row.total > 1 && row.total < test_.maximum) {
      row.total += draw.chance(0.5) ? 1 : -1;
      count(SampleDefect::kTotalNotSum);
    }
    if (happens(SampleDefect::kJournalMissing, draw)) row.journal = 0;
    else if (happens(SampleDefect::kJournalInWords, draw)) row.journal = draw.chance(0.8) ? -1 : -2 - pick(words.odd_marks);
    else row.journal_nbsp = happens(SampleDefect::kJournalNbsp, draw);
    if (!test_.tasks.empty() && happens(SampleDefect::kTaskNbsp, draw)) row.nbsp_task = draw.below(static_cast<int>(test_.tasks.size()));
    row.gender_missing = happens(SampleDefect::kGenderMissing, draw);
    row.gender_upper = draw.chance(0.02);
    if (happens(SampleDefect::kOddClass, draw)) row.odd_class = pick(words.odd_classes);
    if (happens(SampleDefect::kOddVariant, draw)) row.variant[0] = -2 - pick(words.odd_variants);
    if (happens(SampleDefect::kVariantWithoutTotal, draw)) {
      row.state = PupilState::kOther;
      row.has_total = false;
    } else if (happens(SampleDefect::kTotalWithoutVariant, draw)) {
      row.state = PupilState::kOther;
      row.variant = {};
    }
  }

  const SampleRegionModel& region_;
  const SampleSitting& sitting_;
  const SampleTest& test_;
  const SampleSchool& school_;
  const SampleModel& model_;
  double defects_;
  DefectCounts& counts_;
  int cohort_;
  double effect_;
  double mean_ = 0;
  std::array<double, 64> difficulty_{};
};

}  // namespace

bool sits(const SampleRegionModel& region, const SampleSitting& sitting, const SampleSchool& school, int class_index) {
  if (!sitting.test->choice) return true;
  const int grade = sitting.test->grade;
  for (const YearChoice& choice : region.words->model.choices) {
    if (choice.year != sitting.year || std::find(choice.grades.begin(), choice.grades.end(), grade) == choice.grades.end()) continue;
    // The class draws lots among the tests of choice of its grade; the lowest lots are sat.
    const auto lot = [&](std::uint64_t test) {
      return region.draw({kKeyChoice, school.id, static_cast<std::uint64_t>(class_index), static_cast<std::uint64_t>(choice.year), test}).bits();
    };
    const std::uint64_t own = lot(sitting.key);
    int lower = 0;
    for (std::size_t t = 0; t < region.words->tests.size(); ++t) {
      const SampleTest& other = region.words->tests[t];
      lower += other.choice && other.grade == grade && other.kind == sitting.test->kind && lot(t) < own;
    }
    return lower < choice.take;
  }
  return true;
}

std::vector<PupilRow> results_of(const SampleRegionModel& region, const SampleSitting& sitting, const SampleSchool& school,
                                 double defects, DefectCounts& counts) {
  return Sitting(region, sitting, school, defects, counts).rows();
}

}  // namespace opora
