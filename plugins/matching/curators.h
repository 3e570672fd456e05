// Curators and tutors: each school gets one person, near and with an even load.
//
// The k-th school of a person costs balance · (2k − 1) / (2 · capacity) beside the way to it, so that the sum over a
// person grows as balance · load² / (2 · capacity): the cheapest assignment fills all to about the same part of what
// each can take. Costs of further schools grow, so the assignment with one column a place is exact.
#pragma once

#include <numeric>

#include "pairs.h"

namespace opora_matching {

struct CuratorChoice {
  std::vector<int> curator;           // of each school; kNobody
  std::vector<int> reachable;         // how many people could be its curator
  std::vector<double> distance;       // of the way: 0 same municipality … 1
  std::vector<Travel> travel;
  std::vector<int> travel_class;
  std::vector<int> load;              // of each person
};

template <class Step>
CuratorChoice assign_curators(const std::vector<Side>& schools, const std::vector<Side>& people, const std::vector<int>& capacity,
                              const Neighbours& neighbours, double balance, Step&& step) {
  constexpr double kUnits = 1e6;
  // A column a place; nobody needs more places than there are schools.
  std::vector<int> person_of_place, order_of_place;
  for (std::size_t j = 0; j < people.size(); ++j)
    for (int k = 0; k < std::min(capacity[j], static_cast<int>(schools.size())); ++k) person_of_place.push_back(static_cast<int>(j)), order_of_place.push_back(k);
  CuratorChoice choice;
  choice.reachable.assign(schools.size(), 0), choice.distance.assign(schools.size(), 0), choice.load.assign(people.size(), 0);
  choice.travel.assign(schools.size(), Travel::kUnknown), choice.travel_class.assign(schools.size(), 0);
  CostMatrix costs(static_cast<int>(schools.size()), static_cast<int>(person_of_place.size()));
  for (std::size_t i = 0; i < schools.size(); ++i) {
    for (std::size_t place = 0; place < person_of_place.size(); ++place) {
      const auto j = static_cast<std::size_t>(person_of_place[place]);
      const auto view = way_to(schools[i], people[j], neighbours);
      if (!view) continue;
      if (order_of_place[place] == 0) ++choice.reachable[i];
      const double load = balance * (2 * order_of_place[place] + 1) / (2.0 * capacity[j]);
      costs.at(static_cast<int>(i), static_cast<int>(place)) = static_cast<Cost>(std::llround((way_share(*view) + load) * kUnits));
    }
  }
  const std::vector<int> one(person_of_place.size(), 1);
  choice.curator = Assigner(costs, one).assign(step);
  for (std::size_t i = 0; i < schools.size(); ++i) {
    int& person = choice.curator[i];
    if (person == kNobody) continue;
    person = person_of_place[static_cast<std::size_t>(person)];
    const PairView view = *way_to(schools[i], people[static_cast<std::size_t>(person)], neighbours);
    choice.distance[i] = way_share(view), choice.travel[i] = view.travel, choice.travel_class[i] = view.travel_class;
    ++choice.load[static_cast<std::size_t>(person)];
  }
  return choice;
}

}  // namespace opora_matching
