// Deterministic kernels over frames. The same input gives the same bits on any number of threads:
// accumulation follows row order, integers are summed exactly, quantiles and degrees of freedom are
// named, nothing is compiled with fast-math. Missing values never count and never become 0; an
// aggregate of no values is missing. A NaN is a missing value; -0 equals 0.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/share.h"
#include "frame/frame.h"

namespace opora {

struct ColumnRef {
  std::string name;
};
// The right side of a condition. A text is compared by bytes; a list is "any of".
using Operand = std::variant<std::int64_t, double, std::string, ColumnRef, std::vector<std::int64_t>, std::vector<std::string>>;

struct Condition {
  std::string column;
  Comparison op = Comparison::kEqual;  // with a list only == (in) and != (not in)
  Operand operand;
};

// Rows for which every condition holds; a missing value on either side never holds. Whole and decimal
// numbers are compared exactly; a date column is compared with texts like "2021-03-17".
// FRAME-001 unknown column, FRAME-002 types that cannot be compared.
Result<Frame> where(const Frame& frame, const std::vector<Condition>& conditions);

enum class AggregateKind : std::uint8_t {
  kCount,       // rows of the group                                       int64
  kCountWhere,  // rows for which all `conditions` hold                    int64
  kSum,         // of `column`                                             as the column
  kMean,        // Σ/n of present values                                   float64
  kSd,          // sqrt(Σ(x−mean)²/(n−ddof)); missing when n ≤ ddof         float64
  kMin, kMax,   //                                                         as the column
  kQuantile,    // `parameter` in 0…1, definition R-7 (Hyndman–Fan 7)      float64
  kShare,       // share of rows for which `conditions` hold, in 0…1       float64
  kWeight,      // Σ of weights[group part][value of column], see below    int64
  kSpearman,    // rank correlation of `column` and `other`, ties by mid-ranks (Pearson of ranks);
                // rows with both present; missing when n < 2 or a side is constant  float64
  kHistogram,   // text "value:count value:count …" by ascending value     text
  kFirst,       // value of the group's first row                          as the column
};

// Weights of kWeight: for the rows whose key column `by` has the text/number `key`, value v of the
// column adds weights[v] (0 outside the table). A key without a table gives a missing value: nothing
// is known about it. Used for "score stands at a mark border".
struct WeightTable {
  std::string by;                                              // a group key; empty: one table for all
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> tables;  // key as text → weights by value
};

struct Aggregate {
  std::string name;  // of the new column
  AggregateKind kind = AggregateKind::kCount;
  std::string column;
  std::string other;
  std::vector<Condition> conditions;
  double parameter = 0;
  int ddof = 1;
  std::vector<WeightTable> weights;  // kWeight: exactly one
};

// One row for each combination of the key columns' values, in ascending order of the keys (missing
// last); the key columns, then one column for each aggregate. No keys: one row over everything.
// FRAME-001 and FRAME-002 as above, FRAME-004 two results of one name, FRAME-005 a sum beyond 64 bits,
// FRAME-006 more than 2^32 rows, FRAME-007 a quantile outside 0…1 or weights that are not stated properly.
Result<Frame> group_tally(const Frame& frame, const std::vector<std::string>& keys,
                          const std::vector<Aggregate>& aggregates, int threads = 1);

// All rows of `left` with the columns of the one row of `right` that has equal `keys` (missing where
// there is none; a missing key meets nothing). Texts meet by their bytes. FRAME-003 when `right` has a
// key twice, FRAME-004 when a column exists on both sides, FRAME-002 when a key differs in type,
// FRAME-006 for more rows than 32 bits can number.
Result<Frame> join(const Frame& left, const Frame& right, const std::vector<std::string>& keys);

// Rows in ascending (or descending) order of the columns; ties keep their order; missing last.
struct SortKey {
  std::string column;
  bool descending = false;
};
Result<Frame> sort(const Frame& frame, const std::vector<SortKey>& keys);

enum class Ties { kFirst, kMin, kMean };
// Rank 1…n of the column's values within groups of equal `by` columns (none: over all rows).
// kMean gives halves; the result is float64, missing where the value is.
Result<Column> rank(const Frame& frame, const std::string& column, const std::vector<std::string>& by, Ties ties,
                    bool descending);
// (x − mean)/sd within groups, sd with `ddof`; missing where sd is 0 or undefined.
Result<Column> zscore(const Frame& frame, const std::string& column, const std::vector<std::string>& by, int ddof);

enum class Arithmetic : std::uint8_t { kAdd, kSubtract, kMultiply, kDivide, kFloorDivide, kModulo };
// Row by row; a column of one row is a constant. Two int64 columns give int64 except for kDivide,
// which is float64. Division by zero and integer overflow give a missing value. Floor
// division and modulo are those of Lua. FRAME-002 for texts and dates, FRAME-009 for different lengths.
Result<Column> arithmetic(const Column& a, Arithmetic op, const Column& b);

// A column of one row: a constant for arithmetic().
Column constant(const std::variant<std::int64_t, double, std::string>& value);

// The rows of all frames, top to bottom. All have the same columns (in any order: the first frame's
// counts); dictionaries are merged. FRAME-001 and FRAME-008 where names or types differ.
Result<Frame> concat(const std::vector<Frame>& frames);

}  // namespace opora
