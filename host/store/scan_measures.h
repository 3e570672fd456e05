// What a scan counts: a request broken down into a few exact integers a group ("measures") and the
// byte masks they need. Scores and marks are bytes here. 0 is "missing" for both marks; whether there is
// a task's score (0 where not) stands in a column of its own.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "store/fact_plan.h"
#include "store/facts.h"

namespace opora {

enum ScanColumn : std::uint8_t { kScore, kMark, kJournal, kTask, kTaskGiven };
inline constexpr std::size_t kScanColumns = 5;
constexpr bool zero_counts(ScanColumn column) { return column == kScore || column == kTask; }

struct Predicate {
  enum Kind : std::uint8_t { kRange, kTable, kCompare, kOfSegment, kChoice } kind = kRange;
  ScanColumn column = kScore, other = kScore;
  std::uint8_t low = 0, span = 0;           // kRange: value − low ≤ span, modulo 256
  Comparison op = Comparison::kEqual;       // kCompare: column op other, both present
  std::array<std::uint8_t, 256> table{};    // kTable
  std::vector<std::uint8_t> by_segment;     // kOfSegment: by place in the catalogue
  std::vector<std::int32_t> choice;         // kChoice: by place in the catalogue, into choices; -1: no row
  std::vector<Predicate> choices;
};

// One list of weights, as a table of all byte values. `narrow` when they fit a byte.
struct Weights {
  std::array<std::int64_t, 256> wide{};
  std::array<std::uint8_t, 256> narrow{};
  bool fits_byte = true;
};

struct ScanMeasure {
  // kConstants: rows of segments that have the constant; kSumConstants: the constant for each of their rows.
  enum Kind : std::uint8_t { kRows, kPresent, kSum, kSquares, kLeast, kGreatest, kWeight, kConstants, kSumConstants } kind = kRows;
  ScanColumn column = kScore;
  int mask = -1;     // into ScanProgram::masks; -1: every row
  int weights = -1;  // into ScanProgram::weights (kWeight) or ::constants
  bool operator==(const ScanMeasure&) const = default;
};

// Weights of a kWeight aggregate for each segment; nullptr: its table has none.
using SegmentWeights = std::vector<const Weights*>;

struct ScanProgram {
  std::vector<std::vector<Predicate>> masks;
  std::vector<ScanMeasure> measures;        // the first: rows of the group
  std::vector<SegmentWeights> weights;
  std::vector<std::unique_ptr<Weights>> weight_tables;
  std::vector<Column> constants;        // of segments, by place in the catalogue
  std::array<bool, kScanColumns> reads{};
  struct Output {
    int first = -1, second = -1, third = -1;  // measures, by kind of aggregate
    int weights = -1;
  };
  std::vector<Output> outputs;          // of each aggregate
};

// Nothing when the request needs more than this file knows. Conditions and aggregates have been
// checked by the kernels before.
Result<std::optional<ScanProgram>> compile_scan(const FactPlan& plan, const FactRequest& request);

// Rows (or entries of a tally, with `count` rows each) of one segment, each column padded by 64 bytes.
struct ScanRows {
  std::array<const std::uint8_t*, kScanColumns> column{};
  const std::uint32_t* count = nullptr;
  std::size_t segment = 0;
};
struct Piece {
  std::uint32_t slot = 0;
  std::size_t first = 0, rows = 0;
};
// Adds the pieces (ascending by `first`) to totals[slot × measures + measure]. kLeast is kept as
// 256 − value and kGreatest as value + 1, so that 0 is "none yet" everywhere and both grow.
void accumulate(const ScanProgram& program, const ScanRows& rows, std::span<const Piece> pieces, std::int64_t* totals);
void merge_totals(const ScanProgram& program, std::int64_t* into, const std::int64_t* from);

}  // namespace opora
