// The cheapest assignment of rows to columns, each column taking a limited number of rows: the Hungarian method
// as shortest augmenting paths over reduced costs (Jonker & Volgenant, Computing 38, 1987), with a column that is
// full standing for the rows it holds. Costs are whole numbers, so sums are exact and equal costs are equal.
//
// As many rows as possible are assigned; among such assignments the sum of the costs is least. Of equally cheap
// ones the same is found each time: rows go in order, and of equally near columns the first one is taken.
// O(rows² · columns) at worst, O(rows · columns) of memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace opora_matching {

using Cost = std::int64_t;
inline constexpr Cost kForbidden = std::numeric_limits<Cost>::max();  // this row and this column never
inline constexpr int kNobody = -1;

// rows × columns, row by row; costs are 0 … 2^40.
struct CostMatrix {
  int rows = 0, columns = 0;
  std::vector<Cost> costs;

  CostMatrix(int row_count, int column_count)
      : rows(row_count), columns(column_count), costs(static_cast<std::size_t>(row_count) * static_cast<std::size_t>(column_count), kForbidden) {}
  Cost& at(int row, int column) { return costs[place(row, column)]; }
  Cost at(int row, int column) const { return costs[place(row, column)]; }

 private:
  std::size_t place(int row, int column) const { return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column); }
};

class Assigner {
 public:
  // `capacity`: how many rows each column takes.
  Assigner(const CostMatrix& costs, std::span<const int> capacity)
      : costs_(costs), left_(capacity.begin(), capacity.end()), column_of_(static_cast<std::size_t>(costs.rows), kNobody),
        held_(left_.size() + 1), row_price_(static_cast<std::size_t>(costs.rows)), column_price_(left_.size() + 1) {
    Cost dearest = 0;
    for (const Cost cost : costs.costs)
      if (cost != kForbidden) dearest = std::max(dearest, cost);
    // Dearer than whatever assigning one row more can add to the others.
    unassigned_ = (dearest + 1) * (costs.rows + 1);
    left_.push_back(costs.rows);  // the last column: nobody
  }

  // The column of each row, or kNobody. `step` is called before each row, for those who want to stop.
  template <class Step>
  std::vector<int> assign(Step&& step) {
    for (int row = 0; row < costs_.rows; ++row) {
      step();
      augment(row);
    }
    std::vector<int> result = column_of_;
    for (int& column : result)
      if (column == costs_.columns) column = kNobody;
    return result;
  }

 private:
  Cost cost(int row, int column) const { return column == costs_.columns ? unassigned_ : costs_.at(row, column); }
  int columns() const { return costs_.columns + 1; }

  // Shortest ways from `row` to each column reached so far.
  struct Search {
    std::vector<Cost> distance;
    std::vector<int> from;  // the row before the column
    std::vector<char> done;
    explicit Search(int columns) : distance(static_cast<std::size_t>(columns), kForbidden), from(static_cast<std::size_t>(columns), kNobody), done(static_cast<std::size_t>(columns)) {}
  };

  void reach_from(int row, Cost base, Search& search) const {
    for (int c = 0; c < columns(); ++c) {
      const auto at = static_cast<std::size_t>(c);
      const Cost price = cost(row, c);
      if (search.done[at] != 0 || price == kForbidden) continue;
      const Cost way = base + price - row_price_[static_cast<std::size_t>(row)] - column_price_[at];
      if (way < search.distance[at]) search.distance[at] = way, search.from[at] = row;
    }
  }

  static int nearest(const Search& search) {
    int best = kNobody;
    for (int c = 0; c < static_cast<int>(search.distance.size()); ++c) {
      const auto at = static_cast<std::size_t>(c);
      if (search.done[at] == 0 && search.distance[at] != kForbidden && (best == kNobody || search.distance[at] < search.distance[static_cast<std::size_t>(best)])) best = c;
    }
    return best;  // there is one: "nobody" takes every row
  }

  void augment(int row) {
    Search search(columns());
    std::vector<int> passed;  // full columns, nearest first
    reach_from(row, 0, search);
    int end = nearest(search);
    for (; left_[static_cast<std::size_t>(end)] == 0; end = nearest(search)) {
      search.done[static_cast<std::size_t>(end)] = 1;
      passed.push_back(end);
      for (const int holder : held_[static_cast<std::size_t>(end)]) reach_from(holder, search.distance[static_cast<std::size_t>(end)], search);
    }
    update_prices(row, search, passed, search.distance[static_cast<std::size_t>(end)]);
    --left_[static_cast<std::size_t>(end)];
    for (int column = end, mover = kNobody; mover != row;) {
      mover = search.from[static_cast<std::size_t>(column)];
      const int before = column_of_[static_cast<std::size_t>(mover)];
      if (before != kNobody) std::erase(held_[static_cast<std::size_t>(before)], mover);
      column_of_[static_cast<std::size_t>(mover)] = column;
      held_[static_cast<std::size_t>(column)].push_back(mover);
      column = before;
    }
  }

  // Keeps every reduced cost at 0 or more, and those of assigned pairs at 0.
  void update_prices(int row, const Search& search, const std::vector<int>& passed, Cost length) {
    row_price_[static_cast<std::size_t>(row)] += length;
    for (const int column : passed) {
      const Cost shift = length - search.distance[static_cast<std::size_t>(column)];
      column_price_[static_cast<std::size_t>(column)] -= shift;
      for (const int holder : held_[static_cast<std::size_t>(column)]) row_price_[static_cast<std::size_t>(holder)] += shift;
    }
  }

  const CostMatrix& costs_;
  Cost unassigned_ = 0;
  std::vector<int> left_, column_of_;
  std::vector<std::vector<int>> held_;
  std::vector<Cost> row_price_, column_price_;
};

inline std::vector<int> assign(const CostMatrix& costs, std::span<const int> capacity) {
  return Assigner(costs, capacity).assign([] {});
}

}  // namespace opora_matching
