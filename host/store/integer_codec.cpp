#include "store/integer_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <optional>
#include <type_traits>

#include "base/messages.h"
#include "store/bit_packing.h"
#include "store/bytes.h"

namespace opora {
namespace {

// Bytes of a blob: version, codec, count, then as written below. All arithmetic is modulo 2^64, so
// that the whole range of int64 packs like any other.
constexpr std::uint8_t kVersion = 1;
enum Codec : std::uint8_t { kConstant, kPacked, kDelta, kRuns, kDictionary };
constexpr int kMaxDepth = 4;                          // of blobs within blobs
constexpr std::uint64_t kMaxCount = std::uint64_t{1} << 31;
constexpr std::size_t kMaxDictionary = 256;
constexpr std::size_t kMaxRunShare = 4;               // runs are tried when at most 1 of 4 rows starts one

struct Shape {
  std::int64_t low = 0, high = 0;
  std::int64_t step_low = 0, step_high = 0;  // of differences to the row before, modulo 2^64
  std::size_t runs = 0, step_runs = 0;
  int width() const { return bits(low, high); }
  static int bits(std::int64_t a, std::int64_t b) {
    return std::bit_width(static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a));
  }
};

template <class T>
std::int64_t step(T before, T after) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(after) - static_cast<std::uint64_t>(before));
}

template <class T>
Shape shape_of(std::span<const T> values) {
  Shape shape;
  if (values.empty()) return shape;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  shape.low = static_cast<std::int64_t>(*low);
  shape.high = static_cast<std::int64_t>(*high);
  if constexpr (sizeof(T) == 8 && std::is_unsigned_v<T>) {  // ordered as the signed number it is stored as
    for (const T v : values) {
      shape.low = std::min(shape.low, static_cast<std::int64_t>(v));
      shape.high = std::max(shape.high, static_cast<std::int64_t>(v));
    }
  }
  shape.runs = 1;
  for (std::size_t i = 1; i < values.size(); ++i) shape.runs += values[i] != values[i - 1];
  if (values.size() < 2 || sizeof(T) == 1) return shape;
  shape.step_low = shape.step_high = step(values[0], values[1]);
  std::int64_t last = shape.step_low;
  shape.step_runs = 1;
  for (std::size_t i = 2; i < values.size(); ++i) {
    const std::int64_t next = step(values[i - 1], values[i]);
    shape.step_low = std::min(shape.step_low, next);
    shape.step_high = std::max(shape.step_high, next);
    shape.step_runs += next != last;
    last = next;
  }
  return shape;
}

template <class T>
Blob encode_level(std::span<const T> values, int depth);

Blob header(Codec codec, std::size_t count) {
  Blob blob;
  ByteWriter out(blob);
  out.byte(kVersion);
  out.byte(codec);
  out.varint(count);
  return blob;
}

template <class T>
Blob packed(std::span<const T> values, std::int64_t base, int width) {
  Blob blob = header(kPacked, values.size());
  ByteWriter out(blob);
  out.varint(zigzag(base));
  out.byte(static_cast<std::uint8_t>(width));
  pack_bits(values.size(), width, blob, [&](std::size_t i) {
    return static_cast<std::uint64_t>(values[i]) - static_cast<std::uint64_t>(base);
  });
  return blob;
}

template <class T>
Blob as_runs(std::span<const T> values, std::size_t runs, int depth) {
  std::vector<T> value;
  std::vector<std::uint32_t> length;
  value.reserve(runs);
  length.reserve(runs);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i == 0 || values[i] != values[i - 1]) {
      value.push_back(values[i]);
      length.push_back(0);
    }
    ++length.back();
  }
  Blob blob = header(kRuns, values.size());
  ByteWriter out(blob);
  out.part(encode_level<T>(value, depth + 1));
  out.part(encode_level<std::uint32_t>(length, depth + 1));
  return blob;
}

template <class T>
Blob as_delta(std::span<const T> values, int depth) {
  std::vector<std::int64_t> steps(values.size() - 1);
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i] = step(values[i], values[i + 1]);
  Blob blob = header(kDelta, values.size());
  ByteWriter out(blob);
  out.varint(zigzag(static_cast<std::int64_t>(values.front())));
  out.part(encode_level<std::int64_t>(steps, depth + 1));
  return blob;
}

// Few values with a number each, found without allocating.
template <class T>
class FewValues {
 public:
  // The number of the value, in order of appearance; kMaxDictionary when there is no room for it.
  std::size_t number(T value) {
    std::size_t at = (static_cast<std::uint64_t>(value) * 0x9E3779B97F4A7C15ull) >> (64 - kBits);
    for (; slots_[at] != 0; at = (at + 1) & (kSlots - 1)) {
      if (values_[slots_[at] - 1u] == value) return slots_[at] - 1u;
    }
    if (values_.size() == kMaxDictionary) return kMaxDictionary;
    values_.push_back(value);
    slots_[at] = static_cast<std::uint16_t>(values_.size());
    return values_.size() - 1;
  }
  const std::vector<T>& values() const { return values_; }

 private:
  static constexpr int kBits = 10;
  static constexpr std::size_t kSlots = std::size_t{1} << kBits;
  static_assert(kSlots >= 2 * kMaxDictionary);
  std::array<std::uint16_t, kSlots> slots_{};  // number + 1
  std::vector<T> values_;
};

// The distinct values, ascending; nothing when there are too many for a dictionary to pay.
template <class T>
std::vector<T> few_distinct(std::span<const T> values) {
  FewValues<T> few;
  T last = values.front();
  few.number(last);
  for (const T v : values) {
    if (v == last) continue;
    if (few.number(v) == kMaxDictionary) return {};
    last = v;
  }
  std::vector<T> distinct = few.values();
  std::sort(distinct.begin(), distinct.end());
  return distinct;
}

template <class T>
Blob as_dictionary(std::span<const T> values, const std::vector<T>& distinct, int depth) {
  FewValues<T> codes_of;
  for (const T v : distinct) codes_of.number(v);
  std::vector<std::uint8_t> codes(values.size());
  std::transform(values.begin(), values.end(), codes.begin(), [&](T v) { return static_cast<std::uint8_t>(codes_of.number(v)); });
  Blob blob = header(kDictionary, values.size());
  ByteWriter out(blob);
  out.part(encode_level<T>(distinct, kMaxDepth));
  out.part(encode_level<std::uint8_t>(codes, depth + 1));
  return blob;
}

template <class T>
Blob encode_level(std::span<const T> values, int depth) {
  const Shape shape = shape_of(values);
  if (shape.low == shape.high) {
    Blob blob = header(kConstant, values.size());
    ByteWriter(blob).varint(zigzag(shape.low));
    return blob;
  }
  const std::size_t n = values.size();
  Blob best;
  const std::size_t packed_bytes = packed_size(n, shape.width()) + 8;
  std::size_t least = packed_bytes;
  const auto consider = [&](Blob&& candidate) {
    if (candidate.size() >= least) return;
    least = candidate.size();
    best = std::move(candidate);
  };
  if (depth < kMaxDepth) {
    if (shape.runs <= n / kMaxRunShare) consider(as_runs(values, shape.runs, depth));
    if constexpr (sizeof(T) > 1) {
      const bool narrow = Shape::bits(shape.step_low, shape.step_high) < shape.width();
      if (narrow || (shape.step_runs > 0 && shape.step_runs <= n / kMaxRunShare)) consider(as_delta(values, depth));
      if (shape.width() > 4 && n > 16)
        if (const std::vector<T> distinct = few_distinct(values); !distinct.empty() && distinct.size() * sizeof(T) < least)
          consider(as_dictionary(values, distinct, depth));
    }
  }
  return best.empty() ? packed(values, shape.low, shape.width()) : best;
}

struct Head {
  std::uint8_t codec = 0;
  std::uint64_t count = 0;
};

std::optional<Head> read_head(ByteReader& in) {
  const std::uint8_t version = in.byte();
  Head head{in.byte(), in.varint()};
  if (in.failed() || version != kVersion || head.codec > kDictionary || head.count > kMaxCount) return std::nullopt;
  return head;
}

template <class T>
bool decode_level(std::span<const std::uint8_t> blob, std::span<T> out, int depth);

template <class T>
bool held_by(std::int64_t low, std::int64_t high) {
  if constexpr (sizeof(T) == 8) return true;
  else return low >= std::int64_t{std::numeric_limits<T>::min()} && high <= std::int64_t{std::numeric_limits<T>::max()};
}

template <class T>
bool decode_packed(ByteReader& in, std::span<T> out) {
  const std::int64_t base = unzigzag(in.varint());
  const int width = in.byte();
  if (in.failed() || width > 64 || in.rest().size() < packed_size(out.size(), width)) return false;
  if constexpr (sizeof(T) < 8) {
    // The widest value decides once for all, except where the width promises more than is there.
    if (width > 32 || !held_by<T>(base, base)) return false;
    const std::int64_t high = base + static_cast<std::int64_t>((std::uint64_t{1} << width) - 1);
    if (!held_by<T>(base, high)) {
      std::uint64_t most = 0;
      unpack_bits(in.rest(), width, out.size(), [&](std::size_t, std::uint64_t v) { most = std::max(most, v); });
      if (!held_by<T>(base, base + static_cast<std::int64_t>(most))) return false;
    }
  }
  if constexpr (sizeof(T) == 1) {
    if (width <= 8) return unpack_bytes(in.rest(), width, static_cast<std::uint8_t>(base), out.data(), out.size()), true;
  }
  unpack_bits(in.rest(), width, out.size(),
              [&](std::size_t i, std::uint64_t v) { out[i] = static_cast<T>(static_cast<std::uint64_t>(base) + v); });
  return true;
}

template <class T>
bool decode_delta(ByteReader& in, std::span<T> out, int depth) {
  auto value = static_cast<std::uint64_t>(unzigzag(in.varint()));
  if (in.failed() || out.empty()) return false;
  std::vector<std::int64_t> steps(out.size() - 1);
  if (!decode_level<std::int64_t>(in.part(), steps, depth + 1)) return false;
  for (std::size_t i = 0;; ++i) {
    if (!held_by<T>(static_cast<std::int64_t>(value), static_cast<std::int64_t>(value))) return false;
    out[i] = static_cast<T>(value);
    if (i == steps.size()) return true;
    value += static_cast<std::uint64_t>(steps[i]);
  }
}

template <class T>
bool decode_runs(ByteReader& in, std::span<T> out, int depth) {
  const auto values = in.part(), lengths = in.part();
  ByteReader peek(values);
  const auto head = read_head(peek);
  if (in.failed() || !head || head->count > out.size()) return false;
  std::vector<T> value(static_cast<std::size_t>(head->count));
  std::vector<std::uint32_t> length(value.size());
  if (!decode_level<T>(values, value, depth + 1) || !decode_level<std::uint32_t>(lengths, length, depth + 1)) return false;
  std::size_t at = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (length[i] > out.size() - at) return false;
    std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(at), length[i], value[i]);
    at += length[i];
  }
  return at == out.size();
}

template <class T>
bool decode_dictionary(ByteReader& in, std::span<T> out, int depth) {
  const auto distinct = in.part(), codes = in.part();
  ByteReader peek(distinct);
  const auto head = read_head(peek);
  if (in.failed() || !head || head->count > kMaxDictionary) return false;
  std::vector<T> value(static_cast<std::size_t>(head->count));
  std::vector<std::uint8_t> code(out.size());
  if (!decode_level<T>(distinct, value, depth + 1) || !decode_level<std::uint8_t>(codes, code, depth + 1)) return false;
  if (std::any_of(code.begin(), code.end(), [&](std::uint8_t c) { return c >= value.size(); })) return false;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = value[code[i]];
  return true;
}

template <class T>
bool decode_level(std::span<const std::uint8_t> blob, std::span<T> out, int depth) {
  ByteReader in(blob);
  const auto head = read_head(in);
  if (!head || head->count != out.size() || depth > kMaxDepth + 1) return false;
  switch (head->codec) {
    case kConstant: {
      const std::int64_t value = unzigzag(in.varint());
      if (in.failed() || (!out.empty() && !held_by<T>(value, value))) return false;
      std::fill(out.begin(), out.end(), static_cast<T>(value));
      return true;
    }
    case kPacked: return decode_packed(in, out);
    case kDelta: return decode_delta(in, out, depth);
    case kRuns: return decode_runs(in, out, depth);
    default: return decode_dictionary(in, out, depth);
  }
}

}  // namespace

Diagnostic damaged_column() {
  return make_error("STORE-004", tr("a column of the store cannot be read: its bytes are damaged"),
                    tr("restore the store from a backup, or import the files again into a new store"));
}

template <class T>
Blob encode_column(std::span<const T> values) {
  return encode_level(values, 0);
}

Result<std::size_t> encoded_size(std::span<const std::uint8_t> blob) {
  ByteReader in(blob);
  const auto head = read_head(in);
  if (!head) return damaged_column();
  return static_cast<std::size_t>(head->count);
}

template <class T>
Status decode_column(std::span<const std::uint8_t> blob, std::span<T> out) {
  return decode_level(blob, out, 0) ? Status() : Status(damaged_column());
}

#define OPORA_CODEC_OF(T)                       \
  template Blob encode_column(std::span<const T>); \
  template Status decode_column(std::span<const std::uint8_t>, std::span<T>);
OPORA_CODEC_OF(std::uint8_t)
OPORA_CODEC_OF(std::uint16_t)
OPORA_CODEC_OF(std::int16_t)
OPORA_CODEC_OF(std::uint32_t)
OPORA_CODEC_OF(std::int32_t)
OPORA_CODEC_OF(std::uint64_t)
OPORA_CODEC_OF(std::int64_t)
#undef OPORA_CODEC_OF

Blob encode_integers(std::span<const std::int64_t> values) { return encode_column(values); }

Result<std::vector<std::int64_t>> decode_integers(std::span<const std::uint8_t> blob) {
  OPORA_ASSIGN(const std::size_t count, encoded_size(blob));
  // A count that the bytes cannot stand for must not claim memory: only constants and runs are short.
  constexpr std::size_t kShortForms = std::size_t{1} << 27;
  if (count > kShortForms && count / 8 > blob.size()) return damaged_column();
  std::vector<std::int64_t> values(count);
  OPORA_TRY(decode_column<std::int64_t>(blob, values));
  return values;
}

Status decode_bytes(std::span<const std::uint8_t> blob, std::span<std::uint8_t> out) { return decode_column(blob, out); }

}  // namespace opora
