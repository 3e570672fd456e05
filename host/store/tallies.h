// Tallies of a segment: how many rows of a school have each (score, mark), and each (mark, journal).
// They answer counts and sums without the rows, and are kept only where they are much shorter.
#pragma once

#include "store/segment.h"

namespace opora {

// Entries of all schools in the directory's order, within a school ascending by (a, b).
struct TallyColumns {
  std::vector<std::uint32_t> entries;  // of each school of the directory
  std::vector<std::uint16_t> a;        // score, or mark
  std::vector<std::uint8_t> b;         // mark, or journal mark
  std::vector<std::uint32_t> count;    // rows
};

TallyColumns tally_of(std::span<const SegmentSchool> directory, std::span<const std::uint16_t> a, std::span<const std::uint8_t> b);
// Empty when the rows are the cheaper way, see kTallyWorth.
Blob encode_tally(const TallyColumns& tally, std::size_t rows);
Result<TallyColumns> decode_tally(std::span<const std::uint8_t> blob, std::size_t schools);

// Judged by every 16th school: whether the tally would be kept. Saves making it in vain.
bool tally_may_pay(std::span<const SegmentSchool> directory, std::span<const std::uint16_t> a, std::span<const std::uint8_t> b);

// A row costs the scan about a quarter of what a tally's entry costs (entries have weights, rows are
// read eight at a time): tests/bench/store_bench.cpp.
inline constexpr std::size_t kTallyWorth = 4;

}  // namespace opora
