// The assignment of partner schools by itself: costs that are made up, written for the peers, and the time it takes.
//   matching_bench SCHOOLS LOAD FILE [--once]
// SCHOOLS of which three in ten need a partner; FILE gets the costs (rows, columns, then int64 row by row). Prints
// the sum of the costs and the best of nine times in seconds.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>

#include "assignment.h"
#include "distance.h"

namespace {

using opora_matching::Cost;
using opora_matching::CostMatrix;
using Clock = std::chrono::steady_clock;

// Five items of context that hang together.
std::vector<opora_matching::Item> context(int schools, std::mt19937_64& random) {
  std::vector<opora_matching::Item> items(5);
  for (int school = 0; school < schools; ++school) {
    const double base = static_cast<double>(random() % 1000);
    for (opora_matching::Item& item : items) item.value.push_back(base + static_cast<double>(random() % 700)), item.there.push_back(1);
  }
  return items;
}

CostMatrix costs_of(const std::vector<opora_matching::Item>& items, int needing, int offering) {
  opora_matching::Mahalanobis distance(items, std::nullopt, 0.5);
  CostMatrix costs(needing, offering);
  for (int i = 0; i < needing; ++i)
    for (int j = 0; j < offering; ++j)
      costs.at(i, j) = static_cast<Cost>(*distance.between(static_cast<std::size_t>(i), static_cast<std::size_t>(needing + j)) * 1e6);
  return costs;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const int schools = std::atoi(argv[1]), load = std::atoi(argv[2]), needing = schools * 3 / 10, offering = schools - needing;
  std::mt19937_64 random(1);
  const auto items = context(schools, random);
  double distances = 1e9, assignment = 1e9;
  Cost sum = 0;
  for (int round = 0; round < 9; ++round) {
    const auto start = Clock::now();
    const CostMatrix costs = costs_of(items, needing, offering);
    const auto middle = Clock::now();
    const std::vector<int> found = opora_matching::assign(costs, std::vector<int>(static_cast<std::size_t>(offering), load));
    const auto end = Clock::now();
    distances = std::min(distances, std::chrono::duration<double>(middle - start).count());
    assignment = std::min(assignment, std::chrono::duration<double>(end - middle).count());
    sum = 0;
    for (int i = 0; i < needing; ++i) sum += costs.at(i, found[static_cast<std::size_t>(i)]);
    if (round > 0) continue;
    std::ofstream file(argv[3], std::ios::binary);
    const Cost shape[] = {needing, offering};
    file.write(reinterpret_cast<const char*>(shape), sizeof shape);
    file.write(reinterpret_cast<const char*>(costs.costs.data()), static_cast<std::streamsize>(costs.costs.size() * sizeof(Cost)));
  }
  std::printf("{\"cost\": %lld, \"distances\": %.6f, \"assignment\": %.6f}\n", static_cast<long long>(sum), distances, assignment);
}
