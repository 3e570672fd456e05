// The assignment against lpSolve and clue (reference/make_reference.R) and against trying everything.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <numeric>
#include <random>
#include <sstream>

#include "assignment.h"

namespace opora_matching {
namespace {

Cost total(const CostMatrix& costs, const std::vector<int>& columns) {
  Cost sum = 0;
  for (int row = 0; row < costs.rows; ++row)
    if (columns[static_cast<std::size_t>(row)] != kNobody) sum += costs.at(row, columns[static_cast<std::size_t>(row)]);
  return sum;
}

int assigned_rows(const std::vector<int>& columns) {
  return static_cast<int>(std::count_if(columns.begin(), columns.end(), [](int column) { return column != kNobody; }));
}

// Most rows first, then least cost, over all assignments there are.
std::pair<int, Cost> best_of_all(const CostMatrix& costs, std::vector<int> capacity, int row = 0) {
  if (row == costs.rows) return {0, 0};
  std::pair<int, Cost> best = best_of_all(costs, capacity, row + 1);
  for (int column = 0; column < costs.columns; ++column) {
    int& left = capacity[static_cast<std::size_t>(column)];
    if (left == 0 || costs.at(row, column) == kForbidden) continue;
    --left;
    auto [rows, cost] = best_of_all(costs, capacity, row + 1);
    ++left;
    rows += 1, cost += costs.at(row, column);
    if (rows > best.first || (rows == best.first && cost < best.second)) best = {rows, cost};
  }
  return best;
}

TEST(Assignment, CostsWhatLpSolveAndClueFind) {
  std::ifstream file(std::string(OPORA_REFERENCE) + "/assignments.csv");
  int problems = 0;
  for (std::string line; std::getline(file, line); ++problems) {
    std::vector<Cost> numbers;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) numbers.push_back(std::stoll(cell));
    CostMatrix costs(static_cast<int>(numbers[0]), static_cast<int>(numbers[1]));
    const auto capacity_end = numbers.begin() + 3 + costs.columns;
    const std::vector<int> capacity(numbers.begin() + 3, capacity_end);
    costs.costs.assign(capacity_end, numbers.end());
    const std::vector<int> found = assign(costs, capacity);
    EXPECT_EQ(assigned_rows(found), costs.rows);
    EXPECT_EQ(total(costs, found), numbers[2]) << "problem " << problems + 1;
  }
  EXPECT_EQ(problems, 9);
}

TEST(Assignment, IsTheBestOfAllOnSmallProblemsWithForbiddenPairs) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 400; ++round) {
    CostMatrix costs(1 + static_cast<int>(random() % 5), 1 + static_cast<int>(random() % 4));
    for (Cost& cost : costs.costs) cost = random() % 3 == 0 ? kForbidden : static_cast<Cost>(random() % 20);  // ties are frequent
    std::vector<int> capacity;
    for (int column = 0; column < costs.columns; ++column) capacity.push_back(static_cast<int>(random() % 3));
    const std::vector<int> found = assign(costs, capacity);
    const auto [rows, cost] = best_of_all(costs, capacity);
    ASSERT_EQ(assigned_rows(found), rows) << "round " << round;
    ASSERT_EQ(total(costs, found), cost) << "round " << round;
    for (int column = 0; column < costs.columns; ++column)
      ASSERT_LE(std::count(found.begin(), found.end(), column), capacity[static_cast<std::size_t>(column)]);
    for (int row = 0; row < costs.rows; ++row)
      ASSERT_TRUE(found[static_cast<std::size_t>(row)] == kNobody || costs.at(row, found[static_cast<std::size_t>(row)]) != kForbidden);
  }
}

TEST(Assignment, IsNotGreedy) {
  CostMatrix costs(2, 2);
  costs.costs = {1, 2, 1, 100};  // whoever takes the nearest first leaves 100 to the other
  EXPECT_EQ(assign(costs, std::vector<int>{1, 1}), (std::vector<int>{1, 0}));
}

TEST(Assignment, TakesMoreRowsRatherThanCheaperOnes) {
  CostMatrix costs(2, 2);
  costs.costs = {0, 1'000'000, 0, kForbidden};
  EXPECT_EQ(assign(costs, std::vector<int>{1, 1}), (std::vector<int>{1, 0}));
}

TEST(Assignment, GivesTheFirstColumnWhenAllAreEqual) {
  CostMatrix costs(3, 3);
  std::fill(costs.costs.begin(), costs.costs.end(), 5);
  EXPECT_EQ(assign(costs, std::vector<int>{2, 2, 2}), (std::vector<int>{0, 0, 1}));
  EXPECT_EQ(assign(CostMatrix(0, 3), std::vector<int>{1, 1, 1}), std::vector<int>());
  EXPECT_EQ(assign(CostMatrix(2, 0), std::vector<int>()), (std::vector<int>{kNobody, kNobody}));
}

}  // namespace
}  // namespace opora_matching
