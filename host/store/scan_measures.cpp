// The inner loops of the scan. Masks are bytes 0 or 1, computed for up to kChunk rows at once in blocks
// whose length is a constant (so that the compiler makes vector code of them); sums over a school's few
// rows add sixteen bytes at a time.
#include "store/scan_measures.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <cstring>

namespace opora {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kChunk = 4096;

using Bytes = std::uint8_t*;
using ConstBytes = const std::uint8_t*;

std::size_t in_blocks(std::size_t rows) { return (rows + kBlock - 1) / kBlock * kBlock; }

// out &= test(i) for whole blocks; columns are padded.
template <class Test>
void keep(Bytes out, std::size_t rows, Test test) {
  for (std::size_t at = 0; at < rows; at += kBlock)
    for (std::size_t i = at; i < at + kBlock; ++i) out[i] &= static_cast<std::uint8_t>(test(i));
}

template <class Compare>
void keep_compared(Bytes out, std::size_t rows, ConstBytes a, ConstBytes b, bool a_zero_counts, bool b_zero_counts, Compare compare) {
  const std::uint8_t zero_a = a_zero_counts, zero_b = b_zero_counts;
  keep(out, rows, [=](std::size_t i) { return compare(a[i], b[i]) & ((a[i] != 0) | zero_a) & ((b[i] != 0) | zero_b); });
}

void keep_compared(const Predicate& p, ConstBytes a, ConstBytes b, Bytes out, std::size_t rows) {
  using V = std::uint8_t;
  const auto run = [&](auto compare) { keep_compared(out, rows, a, b, zero_counts(p.column), zero_counts(p.other), compare); };
  switch (p.op) {
    case Comparison::kLess: return run([](V x, V y) { return x < y; });
    case Comparison::kLessEqual: return run([](V x, V y) { return x <= y; });
    case Comparison::kEqual: return run([](V x, V y) { return x == y; });
    case Comparison::kNotEqual: return run([](V x, V y) { return x != y; });
    case Comparison::kGreaterEqual: return run([](V x, V y) { return x >= y; });
    case Comparison::kGreater: return run([](V x, V y) { return x > y; });
  }
}

void apply(const Predicate& p, const ScanRows& rows, std::size_t first, std::size_t n, Bytes out) {
  const std::uint8_t* a = rows.column[p.column] ? rows.column[p.column] + first : nullptr;
  switch (p.kind) {
    case Predicate::kOfSegment:
      if (!p.by_segment[rows.segment]) std::memset(out, 0, in_blocks(n));
      return;
    case Predicate::kRange: return keep(out, n, [a, low = p.low, span = p.span](std::size_t i) { return static_cast<std::uint8_t>(a[i] - low) <= span; });
    case Predicate::kTable: return keep(out, n, [a, &p](std::size_t i) { return p.table[a[i]]; });
    case Predicate::kChoice:
      if (const std::int32_t chosen = p.choice[rows.segment]; chosen >= 0) return apply(p.choices[static_cast<std::size_t>(chosen)], rows, first, n, out);
      std::memset(out, 0, in_blocks(n));
      return;
    case Predicate::kCompare: return keep_compared(p, a, rows.column[p.other] + first, out, n);
  }
}

#if defined(__SSE2__)
// Sum of bytes; sixteen bytes beyond the end may be read. One instruction adds up eight bytes.
std::int64_t sum_bytes(ConstBytes p, std::size_t n) {
  static constexpr std::array<std::uint8_t, 32> kTail = [] {
    std::array<std::uint8_t, 32> ones{};
    for (std::size_t i = 0; i < 16; ++i) ones[i] = 255;
    return ones;
  }();
  const __m128i zero = _mm_setzero_si128();
  __m128i total = zero;
  for (; n >= 16; n -= 16, p += 16) total = _mm_add_epi64(total, _mm_sad_epu8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)), zero));
  const __m128i tail = _mm_loadu_si128(reinterpret_cast<const __m128i*>(kTail.data() + 16 - n));
  const __m128i rest = _mm_and_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)), tail);
  total = _mm_add_epi64(total, _mm_sad_epu8(rest, zero));
  return _mm_cvtsi128_si64(_mm_add_epi64(total, _mm_unpackhi_epi64(total, total)));
}
#else
std::uint64_t low_bytes(std::size_t count) { return (std::uint64_t{1} << (8 * count)) - 1; }  // count < 8

// Sum of bytes; eight bytes beyond the end may be read.
std::int64_t sum_bytes(ConstBytes p, std::size_t n) {
  constexpr std::uint64_t kEven = 0x00ff00ff00ff00ffULL, kPairs = 0x0000ffff0000ffffULL;
  constexpr std::size_t kStride = 128 * 8;  // lanes of 16 bits hold 128 sums of two bytes
  std::int64_t total = 0;
  while (n > 0) {
    const std::size_t part = std::min(n, kStride);
    std::uint64_t lanes = 0;
    std::size_t i = 0;
    for (std::uint64_t v; i + 8 <= part; i += 8) {
      std::memcpy(&v, p + i, 8);
      lanes += (v & kEven) + ((v >> 8) & kEven);
    }
    if (i < part) {
      std::uint64_t v;
      std::memcpy(&v, p + i, 8);
      v &= low_bytes(part - i);
      lanes += (v & kEven) + ((v >> 8) & kEven);
    }
    const std::uint64_t halves = (lanes & kPairs) + ((lanes >> 16) & kPairs);
    total += static_cast<std::int64_t>((halves & 0xffffffff) + (halves >> 32));
    p += part;
    n -= part;
  }
  return total;
}
#endif

std::int64_t sum_squares(ConstBytes p, std::size_t n) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < n; ++i) total += static_cast<std::uint32_t>(p[i]) * p[i];
  return static_cast<std::int64_t>(total);
}

template <class Value>
std::int64_t weighted(const std::uint32_t* count, std::size_t n, Value value) {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < n; ++i) total += static_cast<std::int64_t>(count[i]) * value(i);
  return total;
}

constexpr std::size_t kStride = kChunk + 2 * kBlock;

// Memory of the masks and of one measure's bytes, for one chunk after the other. Written before it is read.
struct Scratch {
  explicit Scratch(std::size_t count)
      : masks(std::make_unique_for_overwrite<std::uint8_t[]>(count * kStride)),
        values(std::make_unique_for_overwrite<std::uint8_t[]>(kStride)) {}
  std::unique_ptr<std::uint8_t[]> masks, values;
};

// One chunk: which bytes a measure adds up, and the sums of its pieces.
class Chunk {
 public:
  Chunk(const ScanProgram& program, const ScanRows& rows, std::span<const Piece> pieces, std::int64_t* totals, Scratch& scratch)
      : program_(program), rows_(rows), pieces_(pieces), totals_(totals), masks_(scratch.masks.get()), values_(scratch.values.get()), first_(pieces.front().first),
        size_(pieces.back().first + pieces.back().rows - pieces.front().first) {
    for (std::size_t m = 0; m < program.masks.size(); ++m) {
      std::memset(mask(m), 1, in_blocks(size_));
      for (const Predicate& predicate : program.masks[m]) apply(predicate, rows, first_, size_, mask(m));
    }
  }

  void add(std::size_t number) {
    const ScanMeasure& measure = program_.measures[number];
    const ConstBytes chosen = measure.mask < 0 ? nullptr : mask(static_cast<std::size_t>(measure.mask));
    const ConstBytes column = rows_.column[measure.column] ? rows_.column[measure.column] + first_ : nullptr;
    switch (measure.kind) {
      case ScanMeasure::kRows: return chosen ? add_bytes(number, chosen) : add_lengths(number);
      case ScanMeasure::kPresent:
        if (measure.column == kScore) return chosen ? add_bytes(number, chosen) : add_lengths(number);
        if (measure.column == kTaskGiven) return add_bytes(number, masked(column, chosen));
        return add_bytes(number, computed([=](std::size_t i) { return static_cast<std::uint8_t>(column[i] != 0) & (chosen ? chosen[i] : 1); }));
      case ScanMeasure::kSum: return add_bytes(number, masked(column, chosen));
      case ScanMeasure::kSquares: return add_squares(number, masked(column, chosen));
      case ScanMeasure::kLeast: return add_extreme(number, column, chosen, zero_counts(measure.column), [](std::uint8_t v) { return 256 - v; });
      case ScanMeasure::kGreatest: return add_extreme(number, column, chosen, zero_counts(measure.column), [](std::uint8_t v) { return v + 1; });
      case ScanMeasure::kWeight: return add_weights(number, column, chosen, program_.weights[static_cast<std::size_t>(measure.weights)][rows_.segment]);
      case ScanMeasure::kConstants:
      case ScanMeasure::kSumConstants: {
        const Column& constants = program_.constants[static_cast<std::size_t>(measure.weights)];
        if (!constants.valid(static_cast<std::int64_t>(rows_.segment))) return;
        const std::int64_t each = measure.kind == ScanMeasure::kConstants ? 1 : constants.int64()[rows_.segment];
        return chosen ? add_bytes(number, chosen, each) : add_lengths(number, each);
      }
    }
  }

 private:
  Bytes mask(std::size_t m) { return masks_ + m * kStride; }
  std::int64_t& total(const Piece& piece, std::size_t number) { return totals_[piece.slot * program_.measures.size() + number]; }
  std::size_t offset(const Piece& piece) const { return piece.first - first_; }

  template <class Value>
  ConstBytes computed(Value value) {
    for (std::size_t at = 0; at < size_; at += kBlock)
      for (std::size_t i = at; i < at + kBlock; ++i) values_[i] = value(i);
    return values_;
  }
  ConstBytes masked(ConstBytes column, ConstBytes chosen) {
    if (!chosen) return column;
    return computed([=](std::size_t i) { return static_cast<std::uint8_t>(column[i] & -chosen[i]); });
  }

  void add_lengths(std::size_t number, std::int64_t times = 1) {
    for (const Piece& piece : pieces_)
      total(piece, number) += times * (rows_.count ? weighted(rows_.count + piece.first, piece.rows, [](std::size_t) { return 1; })
                                          : static_cast<std::int64_t>(piece.rows));
  }
  void add_bytes(std::size_t number, ConstBytes bytes, std::int64_t times = 1) {
    for (const Piece& piece : pieces_) {
      const ConstBytes from = bytes + offset(piece);
      total(piece, number) += times * (rows_.count ? weighted(rows_.count + piece.first, piece.rows, [=](std::size_t i) { return from[i]; })
                                                   : sum_bytes(from, piece.rows));
    }
  }
  void add_squares(std::size_t number, ConstBytes bytes) {
    for (const Piece& piece : pieces_) {
      const ConstBytes from = bytes + offset(piece);
      total(piece, number) += rows_.count ? weighted(rows_.count + piece.first, piece.rows, [=](std::size_t i) { return from[i] * from[i]; })
                                          : sum_squares(from, piece.rows);
    }
  }
  template <class Rank>
  void add_extreme(std::size_t number, ConstBytes column, ConstBytes chosen, bool zero_counts, Rank rank) {
    for (const Piece& piece : pieces_) {
      std::int64_t& best = total(piece, number);
      for (std::size_t i = offset(piece); i < offset(piece) + piece.rows; ++i)
        if ((!chosen || chosen[i]) && (zero_counts || column[i] != 0)) best = std::max<std::int64_t>(best, rank(column[i]));
    }
  }
  void add_weights(std::size_t number, ConstBytes column, ConstBytes chosen, const Weights* weights) {
    if (!weights) return;
    if (weights->fits_byte) {
      const auto& table = weights->narrow;
      return add_bytes(number, computed([&table, column, chosen](std::size_t i) { return static_cast<std::uint8_t>(chosen ? table[column[i]] & -chosen[i] : table[column[i]]); }));
    }
    for (const Piece& piece : pieces_) {
      std::int64_t sum = 0;
      for (std::size_t i = offset(piece); i < offset(piece) + piece.rows; ++i)
        if (!chosen || chosen[i]) sum += weights->wide[column[i]] * (rows_.count ? rows_.count[first_ + i] : 1);
      total(piece, number) += sum;
    }
  }

  const ScanProgram& program_;
  const ScanRows& rows_;
  std::span<const Piece> pieces_;
  std::int64_t* totals_;
  Bytes masks_, values_;
  std::size_t first_, size_;
};

}  // namespace

void accumulate(const ScanProgram& program, const ScanRows& rows, std::span<const Piece> pieces, std::int64_t* totals) {
  std::vector<Piece> part;
  Scratch scratch(program.masks.size());
  const auto flush = [&] {
    if (part.empty()) return;
    Chunk chunk(program, rows, part, totals, scratch);
    for (std::size_t m = 0; m < program.measures.size(); ++m) chunk.add(m);
    part.clear();
  };
  for (Piece piece : pieces) {
    while (piece.rows > 0) {
      if (!part.empty() && piece.first + 1 - part.front().first > kChunk) flush();
      const std::size_t room = kChunk - (part.empty() ? 0 : piece.first - part.front().first);
      const std::size_t now = std::min(room, piece.rows);
      part.push_back({piece.slot, piece.first, now});
      piece.first += now;
      piece.rows -= now;
    }
  }
  flush();
}

void merge_totals(const ScanProgram& program, std::int64_t* into, const std::int64_t* from) {
  for (std::size_t m = 0; m < program.measures.size(); ++m) {
    const auto kind = program.measures[m].kind;
    const bool extreme = kind == ScanMeasure::kLeast || kind == ScanMeasure::kGreatest;
    into[m] = extreme ? std::max(into[m], from[m]) : into[m] + from[m];
  }
}

}  // namespace opora
