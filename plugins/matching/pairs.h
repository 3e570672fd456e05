// Partner schools: who may help whom, what a pair costs, and the cheapest set of pairs.
//
// A pair is possible when the partner is
//   strong      in each of the years above the region by more than its error: z − q·SE > high
//   reachable   in the same municipality, a neighbouring one, or the same region, as far as the rule allows
//   better      in each of the years above the school: z_partner − z_school ≥ margin + q·√(SE² + SE²)
//   comparable  in context: no farther than so large a share of all pairs of a listed and another school
// and its cost is   distance / greatest distance allowed + subject_weight · (1 − covered / weak) + travel_weight · travel
// where `weak` are the school's weakest subjects below the region's mean beyond error, `covered` those of them in
// which the partner is above it beyond error, and `travel` is 0 in the same municipality … 1 at the other end of the region.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "assignment.h"
#include "distance.h"
#include "performance.h"

namespace opora_matching {

enum class Reach { kMunicipality, kNeighbours, kRegion };

struct Rule {
  std::vector<int> years;
  double q = 1.96, high = 0, margin = 0.2;
  Reach reach = Reach::kRegion;
  double closest = 0.5;  // share of pairs that count as comparable
  bool with_context = true;
  int weak = 2;
  double subject_weight = 0.3, travel_weight = 0.3;
  int load = 2;      // schools a partner
  int runners = 1;   // who would come next, shown a school
};

// A school of one of the sides.
struct Side {
  int school = 0;        // its number in performance and context
  int region = -1, municipality = -1;  // -1: not known
};

enum class Travel { kSame, kNeighbour, kRegion, kUnknown };

struct PairView {
  Travel travel = Travel::kRegion;
  int travel_class = 0;             // of a neighbour, as the pack states it: 1 … 3
  std::optional<double> distance;   // of the context
  double closer = 0;                // share of all pairs that are farther apart
  std::vector<double> lead, error;  // by year: how much better, and its error (q·√…)
  std::vector<int> weak, covered;   // subjects
  double cost = 0;
};

// How many partners were left after each condition.
struct Funnel {
  std::size_t offering = 0, strong = 0, reachable = 0, better = 0, comparable = 0;
};

enum class Gap { kNone, kNoResults, kNoContext, kNobodyFits, kAllTaken };

struct Choice {
  Gap gap = Gap::kNone;
  Funnel funnel;
  int missing_year = 0;       // of kNoResults
  std::vector<int> partners;  // rank 1, 2 …: numbers in the offering side
  std::vector<PairView> views;
  std::vector<bool> full;     // that partner has no place left
};

// Neighbourhood of municipalities: (from, to) → class 1 … 3, both ways.
using Neighbours = std::map<std::pair<int, int>, int>;

// The way between two sides; nothing when they are of different regions.
inline std::optional<PairView> way_to(const Side& school, const Side& person, const Neighbours& neighbours) {
  PairView view;
  if (school.region >= 0 && person.region >= 0 && school.region != person.region) return std::nullopt;
  if (school.municipality < 0 || person.municipality < 0) view.travel = Travel::kUnknown;
  else if (school.municipality == person.municipality) view.travel = Travel::kSame;
  else if (const auto near = neighbours.find({school.municipality, person.municipality}); near != neighbours.end())
    view.travel = Travel::kNeighbour, view.travel_class = near->second;
  return view;
}

// 0 in the same municipality … 1 at the other end of the region.
inline double way_share(const PairView& view) {
  constexpr double kClasses = 4;  // of neighbours 1 … 3, then the rest of the region
  if (view.travel == Travel::kSame) return 0;
  return view.travel == Travel::kNeighbour ? view.travel_class / kClasses : 1;
}

class Chooser {
 public:
  // `distance(a, b)`: of two schools, or nothing when they cannot be compared.
  template <class Distance>
  Chooser(const Rule& rule, const Performance& performance, const Neighbours& neighbours, const std::vector<Side>& needing, const std::vector<Side>& offering,
          Distance&& distance)
      : rule_(rule), performance_(performance), neighbours_(neighbours), needing_(needing), offering_(offering) {
    if (rule_.with_context) measure(distance);
    for (const Side& side : offering_) strong_.push_back(is_strong(side.school));
  }

  template <class Step>
  std::vector<Choice> choose(Step&& step) {
    CostMatrix costs(static_cast<int>(needing_.size()), static_cast<int>(offering_.size()));
    std::vector<Choice> choices(needing_.size());
    for (std::size_t i = 0; i < needing_.size(); ++i) {
      step();
      possible(i, costs, choices[i]);
    }
    const std::vector<int> capacity(offering_.size(), rule_.load);
    const std::vector<int> assigned = Assigner(costs, capacity).assign(step);
    std::vector<int> load(offering_.size());
    for (const int partner : assigned)
      if (partner != kNobody) ++load[static_cast<std::size_t>(partner)];
    for (std::size_t i = 0; i < needing_.size(); ++i) rank(i, costs, assigned[i], load, choices[i]);
    return choices;
  }

  double greatest_distance() const { return greatest_; }

 private:
  static constexpr double kUnits = 1e6;  // of costs: whole millionths

  template <class Distance>
  void measure(Distance&& distance) {
    for (const Side& school : needing_)
      for (const Side& partner : offering_) {
        distances_.push_back(distance(static_cast<std::size_t>(school.school), static_cast<std::size_t>(partner.school)));
        if (distances_.back()) sorted_.push_back(*distances_.back());
      }
    std::sort(sorted_.begin(), sorted_.end());
    if (!sorted_.empty()) greatest_ = quantile(sorted_, rule_.closest);
  }

  const Standing* standing(int school, int year) const {
    const auto found = performance_.by_year.find({school, year});
    return found == performance_.by_year.end() ? nullptr : &found->second;
  }
  bool is_strong(int school) const {
    return std::all_of(rule_.years.begin(), rule_.years.end(), [&](int year) {
      const Standing* known = standing(school, year);
      return known != nullptr && known->z - rule_.q * known->error > rule_.high;
    });
  }

  // Nothing: too far, or in another region.
  std::optional<PairView> reached(const Side& school, const Side& partner) const {
    std::optional<PairView> view = way_to(school, partner, neighbours_);
    if (!view || rule_.reach == Reach::kRegion || view->travel == Travel::kSame) return view;
    const bool near = view->travel == Travel::kNeighbour && rule_.reach == Reach::kNeighbours;
    return near ? view : std::nullopt;
  }

  bool better(int school, int partner, PairView& view) const {
    for (const int year : rule_.years) {
      const Standing &mine = *standing(school, year), &theirs = *standing(partner, year);
      view.lead.push_back(theirs.z - mine.z);
      view.error.push_back(rule_.q * std::sqrt(mine.error * mine.error + theirs.error * theirs.error));
      if (view.lead.back() < rule_.margin + view.error.back()) return false;
    }
    return true;
  }

  bool comparable(std::size_t i, std::size_t j, PairView& view) const {
    if (!rule_.with_context) return true;
    view.distance = distances_[i * offering_.size() + j];
    if (!view.distance || *view.distance > greatest_) return false;
    const auto farther = sorted_.end() - std::upper_bound(sorted_.begin(), sorted_.end(), *view.distance);
    view.closer = static_cast<double>(farther) / static_cast<double>(sorted_.size());
    return true;
  }

  // Whether the school can be compared with anybody; true when there is nobody.
  bool has_context(std::size_t i) const {
    const auto first = distances_.begin() + static_cast<std::ptrdiff_t>(i * offering_.size());
    return offering_.empty() || std::any_of(first, first + static_cast<std::ptrdiff_t>(offering_.size()), [](const auto& one) { return one.has_value(); });
  }

  // The weakest subjects, worst first.
  std::vector<int> weak_subjects(int school) const {
    std::vector<std::pair<double, int>> found;
    for (auto it = performance_.by_subject.lower_bound({school, 0}); it != performance_.by_subject.end() && it->first.first == school; ++it)
      if (it->second.z + rule_.q * it->second.error < 0) found.emplace_back(it->second.z, it->first.second);
    std::sort(found.begin(), found.end());
    if (found.size() > static_cast<std::size_t>(rule_.weak)) found.resize(static_cast<std::size_t>(rule_.weak));
    std::vector<int> subjects;
    for (const auto& [z, subject] : found) subjects.push_back(subject);
    return subjects;
  }
  bool strong_in(int school, int subject) const {
    const auto found = performance_.by_subject.find({school, subject});
    return found != performance_.by_subject.end() && found->second.z - rule_.q * found->second.error > 0;
  }

  double cost_of(const PairView& view) const {
    const double context = view.distance && greatest_ > 0 ? *view.distance / greatest_ : 0;
    const double uncovered = view.weak.empty() ? 0 : 1 - static_cast<double>(view.covered.size()) / static_cast<double>(view.weak.size());
    return context + rule_.subject_weight * uncovered + rule_.travel_weight * way_share(view);
  }

  // The pair as it is, when it is possible; counts how far it came.
  std::optional<PairView> pair(std::size_t i, std::size_t j, const std::vector<int>& weak, Funnel& funnel) const {
    const Side &school = needing_[i], &partner = offering_[j];
    if (!strong_[j]) return std::nullopt;
    ++funnel.strong;
    std::optional<PairView> view = reached(school, partner);
    if (!view) return std::nullopt;
    ++funnel.reachable;
    if (!better(school.school, partner.school, *view)) return std::nullopt;
    ++funnel.better;
    if (!comparable(i, j, *view)) return std::nullopt;
    ++funnel.comparable;
    view->weak = weak;
    for (const int subject : weak)
      if (strong_in(partner.school, subject)) view->covered.push_back(subject);
    view->cost = cost_of(*view);
    return view;
  }

  void possible(std::size_t i, CostMatrix& costs, Choice& choice) const {
    const int school = needing_[i].school;
    for (const int year : rule_.years)
      if (standing(school, year) == nullptr) {
        choice.gap = Gap::kNoResults;
        choice.missing_year = year;
        return;
      }
    if (rule_.with_context && !has_context(i)) {
      choice.gap = Gap::kNoContext;
      return;
    }
    const std::vector<int> weak = weak_subjects(school);
    choice.funnel.offering = offering_.size();
    for (std::size_t j = 0; j < offering_.size(); ++j)
      if (const auto view = pair(i, j, weak, choice.funnel))
        costs.at(static_cast<int>(i), static_cast<int>(j)) = static_cast<Cost>(std::llround(view->cost * kUnits));
  }

  void rank(std::size_t i, const CostMatrix& costs, int assigned, const std::vector<int>& load, Choice& choice) const {
    if (choice.gap != Gap::kNone) return;
    if (assigned == kNobody) {
      choice.gap = choice.funnel.comparable > 0 ? Gap::kAllTaken : Gap::kNobodyFits;
      return;
    }
    std::vector<std::pair<Cost, int>> others;
    for (int j = 0; j < costs.columns; ++j)
      if (const Cost cost = costs.at(static_cast<int>(i), j); cost != kForbidden && j != assigned) others.emplace_back(cost, j);
    const std::size_t shown = std::min(others.size(), static_cast<std::size_t>(rule_.runners));
    std::partial_sort(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(shown), others.end());
    choice.partners.push_back(assigned);
    for (std::size_t k = 0; k < shown; ++k) choice.partners.push_back(others[k].second);
    const std::vector<int> weak = weak_subjects(needing_[i].school);
    Funnel ignored;
    for (const int partner : choice.partners) {
      choice.views.push_back(*pair(i, static_cast<std::size_t>(partner), weak, ignored));
      choice.full.push_back(load[static_cast<std::size_t>(partner)] >= rule_.load);
    }
  }

  const Rule rule_;
  const Performance& performance_;
  const Neighbours& neighbours_;
  const std::vector<Side>&needing_, &offering_;
  std::vector<std::optional<double>> distances_;  // needing × offering
  std::vector<double> sorted_;
  double greatest_ = 0;
  std::vector<bool> strong_;
};

}  // namespace opora_matching
