#include "store/tallies.h"

#include <algorithm>
#include <numeric>

#include "store/bytes.h"
#include "store/integer_codec.h"

namespace opora {

bool tally_may_pay(std::span<const SegmentSchool> directory, std::span<const std::uint16_t> a, std::span<const std::uint8_t> b) {
  constexpr std::size_t kEvery = 16;
  std::size_t row = 0, rows = 0, distinct = 0;
  std::vector<std::uint32_t> keys;
  for (std::size_t i = 0; i < directory.size(); row += directory[i].rows, ++i) {
    if (i % kEvery != 0) continue;
    keys.clear();
    for (std::size_t r = row; r < row + directory[i].rows; ++r) keys.push_back(std::uint32_t{a[r]} << 8 | b[r]);
    std::sort(keys.begin(), keys.end());
    rows += keys.size();
    distinct += static_cast<std::size_t>(std::unique(keys.begin(), keys.end()) - keys.begin());
  }
  return distinct * kTallyWorth <= rows;
}

TallyColumns tally_of(std::span<const SegmentSchool> directory, std::span<const std::uint16_t> a, std::span<const std::uint8_t> b) {
  TallyColumns tally;
  std::vector<std::uint32_t> keys;
  std::size_t row = 0;
  for (const SegmentSchool& school : directory) {
    keys.clear();
    for (const std::size_t end = row + school.rows; row < end; ++row) keys.push_back(std::uint32_t{a[row]} << 8 | b[row]);
    std::sort(keys.begin(), keys.end());
    const std::size_t before = tally.a.size();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (i == 0 || keys[i] != keys[i - 1]) {
        tally.a.push_back(static_cast<std::uint16_t>(keys[i] >> 8));
        tally.b.push_back(static_cast<std::uint8_t>(keys[i]));
        tally.count.push_back(0);
      }
      ++tally.count.back();
    }
    tally.entries.push_back(static_cast<std::uint32_t>(tally.a.size() - before));
  }
  return tally;
}

Blob encode_tally(const TallyColumns& tally, std::size_t rows) {
  if (tally.a.size() * kTallyWorth > rows) return {};
  Blob blob;
  ByteWriter out(blob);
  out.byte(1);
  out.part(encode_column<std::uint32_t>(tally.entries));
  out.part(encode_column<std::uint16_t>(tally.a));
  out.part(encode_column<std::uint8_t>(tally.b));
  out.part(encode_column<std::uint32_t>(tally.count));
  return blob;
}

Result<TallyColumns> decode_tally(std::span<const std::uint8_t> blob, std::size_t schools) {
  ByteReader in(blob);
  if (in.byte() != 1) return damaged_column();
  const auto entries = in.part(), a = in.part(), b = in.part(), count = in.part();
  TallyColumns tally;
  tally.entries.resize(schools);
  OPORA_TRY(decode_column<std::uint32_t>(entries, tally.entries));
  const auto total = std::accumulate(tally.entries.begin(), tally.entries.end(), std::uint64_t{0});
  if (total > (std::uint64_t{1} << 31)) return damaged_column();
  tally.a.resize(static_cast<std::size_t>(total));
  tally.b.resize(tally.a.size());
  tally.count.resize(tally.a.size());
  OPORA_TRY(decode_column<std::uint16_t>(a, tally.a));
  OPORA_TRY(decode_column<std::uint8_t>(b, tally.b));
  OPORA_TRY(decode_column<std::uint32_t>(count, tally.count));
  return tally;
}

}  // namespace opora
