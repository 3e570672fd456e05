#include "engine/sample_schools.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace opora {
namespace {

constexpr int kGrades = 11;
constexpr int kFirstUpperGrade = 10;

// A shuffle that is the same everywhere: indices ordered by the bits drawn for them.
std::vector<std::size_t> shuffled(std::size_t n, std::uint64_t seed, std::uint64_t purpose) {
  std::vector<std::pair<std::uint64_t, std::size_t>> keyed(n);
  for (std::size_t i = 0; i < n; ++i) keyed[i] = {Draw(seed, {purpose, i}).bits(), i};
  std::sort(keyed.begin(), keyed.end());
  std::vector<std::size_t> order(n);
  std::transform(keyed.begin(), keyed.end(), order.begin(), [](const auto& item) { return item.second; });
  return order;
}

// School i of n belongs to the locality whose share of 100 covers its place.
const SampleLocality& locality_at(const SampleModel& model, std::size_t i, std::size_t n) {
  int upto = 0;
  for (const SampleLocality& locality : model.localities) {
    upto += locality.share;
    if (i * 100 < static_cast<std::size_t>(upto) * n) return locality;
  }
  return model.localities.back();
}

const SchoolForm& form_in(const SampleWords& words, const std::string& locality, Draw& draw) {
  std::vector<WeightedText> weights;
  std::vector<const SchoolForm*> here;
  for (const SchoolForm& form : words.forms) {
    if (form.locality != locality) continue;
    weights.push_back({"", form.weight});
    here.push_back(&form);
  }
  return *here[drawn(weights, draw)];
}

std::size_t municipality_in(const SampleWords& words, const std::string& locality, Draw& draw) {
  std::vector<std::size_t> here;
  for (std::size_t m = 0; m < words.municipalities.size(); ++m)
    if (words.municipalities[m].locality == locality) here.push_back(m);
  return here[static_cast<std::size_t>(draw.below(static_cast<int>(here.size())))];
}

// Small schools are more frequent than large ones inside each kind of locality.
int grade_size(const SampleLocality& locality, Draw& draw) {
  const double u = draw.uniform();
  return locality.pupils[0] + static_cast<int>((locality.pupils[1] - locality.pupils[0] + 1) * u * (0.6 + 0.4 * u));
}

std::string digits_of(const SampleWords& words, std::size_t i) {
  return words.region_code + std::to_string(1000 + (i * 7919 + 1234) % 9000);  // 7919 and 9000 are coprime
}

SampleSchool make_school(const SampleWords& words, std::size_t i, const SampleLocality& locality, std::size_t place, std::uint64_t seed) {
  const SampleModel& model = words.model;
  Draw draw(seed, {kKeySchool, i});
  SampleSchool school;
  school.id = i;
  school.digits = digits_of(words, i);
  school.locality = locality.id;
  school.grade_pupils = grade_size(locality, draw);
  school.municipality = municipality_in(words, locality.id, draw);
  const SchoolForm& form = form_in(words, locality.id, draw);
  const std::size_t places = words.name_places.size();
  school.name = filled_in(form.text, {{"n", std::to_string(place + 1)},
                                      {"place", words.name_prefixes[place / places % words.name_prefixes.size()] + words.name_places[place % places]}});
  school.upper = form.upper;
  school.deprivation = locality.deprivation + draw.normal() - form.effect;
  school.effect = locality.effect + form.effect + model.deprivation_effect * school.deprivation + model.school_sd * draw.normal();
  return school;
}

int part_of(std::size_t schools, int per_thousand) {
  if (per_thousand <= 0) return 0;
  return std::max(1, static_cast<int>((schools * static_cast<std::size_t>(per_thousand) + 500) / 1000));
}

// Traits go to schools large enough to be noticed, each school at most one.
void give_traits(std::vector<SampleSchool>& schools, const SampleModel& model, std::uint64_t seed) {
  constexpr int kNoticeable = 14;
  std::array<std::pair<Trait, int>, 4> wanted{{{Trait::kLow, part_of(schools.size(), model.low_per_thousand)},
                                               {Trait::kInflated, part_of(schools.size(), model.inflated_per_thousand)},
                                               {Trait::kJournalAgainst, part_of(schools.size(), model.journal_against_per_thousand)},
                                               {Trait::kJump, part_of(schools.size(), model.jump_per_thousand)}}};
  std::vector<std::size_t> order = shuffled(schools.size(), seed, kKeyTrait);
  std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return schools[i].grade_pupils >= kNoticeable; });
  std::size_t next = 0;
  for (auto& [trait, count] : wanted)
    for (; count > 0 && next < order.size(); --count) schools[order[next++]].trait = trait;
  for (SampleSchool& school : schools) {
    // A bias shows on a school that is ordinary otherwise.
    if (school.trait != Trait::kOrdinary) school.effect = std::clamp(school.effect, -0.2, 0.2);
    if (school.trait != Trait::kLow) continue;
    school.deprivation = std::max(school.deprivation, 0.0) + model.low_deprivation;
    school.effect = std::min(school.effect, 0.0) + model.low_effect;
  }
}

}  // namespace

std::size_t drawn(const std::vector<WeightedText>& choices, Draw& draw) {
  const int sum = std::accumulate(choices.begin(), choices.end(), 0, [](int s, const WeightedText& c) { return s + c.weight; });
  int at = draw.below(sum);
  for (std::size_t i = 0; i + 1 < choices.size(); ++i) {
    at -= choices[i].weight;
    if (at < 0) return i;
  }
  return choices.size() - 1;
}

SampleRegionModel make_schools(const SampleWords& words, int count, std::uint64_t seed) {
  SampleRegionModel region{&words, seed, {}};
  const auto n = static_cast<std::size_t>(count);
  const std::vector<std::size_t> places = shuffled(words.name_prefixes.size() * words.name_places.size(), seed, kKeyName);
  std::map<std::string, std::size_t> used;
  for (std::size_t i = 0; i < n; ++i) {
    const SampleLocality& locality = locality_at(words.model, i, n);
    // Numbers run through the schools of a city; places are taken in shuffled order and, when all are
    // used up, again: two schools of the same name in two districts are usual.
    const std::size_t number = used[locality.id]++;
    const bool first = locality.id == words.model.localities.front().id;
    region.schools.push_back(make_school(words, i, locality, first ? number : places[i % places.size()], seed));
  }
  give_traits(region.schools, words.model, seed);
  return region;
}

int SampleRegionModel::pupils_of(const SampleSchool& school, int cohort, int grade) const {
  if (grade >= kFirstUpperGrade && !school.upper) return 0;
  Draw sizes = draw({kKeyCohort, school.id, static_cast<std::uint64_t>(cohort)});
  const int all = std::max(1, static_cast<int>(school.grade_pupils * (0.85 + 0.3 * sizes.uniform()) + 0.5));
  return grade >= kFirstUpperGrade ? static_cast<int>(all * words->model.upper_share + 0.5) : all;
}

int SampleRegionModel::classes_of(const SampleSchool& school, int cohort, int grade) const {
  const int size = words->model.class_size;
  return (pupils_of(school, cohort, grade) + size - 1) / size;
}

int SampleRegionModel::pupils_in_all(const SampleSchool& school, int year) const {
  int all = 0;
  for (int grade = 1; grade <= kGrades; ++grade) all += pupils_of(school, year - grade, grade);
  return all;
}

double SampleRegionModel::ability(const SampleSchool& school, int cohort, int pupil) const {
  return draw({kKeyPupil, school.id, static_cast<std::uint64_t>(cohort), static_cast<std::uint64_t>(pupil)}).normal();
}

double SampleRegionModel::effect_on(const SampleSchool& school, int grade, int year) const {
  const SampleModel& model = words->model;
  const double chance = draw({kKeyYear, school.id, static_cast<std::uint64_t>(year)}).normal();
  double effect = school.effect + model.year_sd * chance;
  if (school.trait == Trait::kInflated) effect += model.inflated_effect;
  if (school.trait == Trait::kJump) {
    const auto& high = model.jump_high_grades;
    effect += std::find(high.begin(), high.end(), grade) != high.end() ? model.jump_high : model.jump_low;
  }
  return effect;
}

}  // namespace opora
