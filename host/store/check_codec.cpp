#include "store/check_codec.h"

#include <array>
#include <bit>

#include "base/messages.h"
#include "base/parallel.h"
#include "store/integer_codec.h"

namespace opora {
namespace {

// The checks of a run by column. Every column is an integer column; doubles travel as their bits, and
// only for the checks that have one: a measured value, a threshold of its own.
// Form: version byte, then nine length-prefixed columns, then schools and names as texts.
constexpr std::uint8_t kChecksVersion = 1;
constexpr std::int64_t kOwnThreshold = 4;  // flag beside the form of a check

class Writer {
 public:
  void bytes(const Blob& blob) {
    const auto size = static_cast<std::uint64_t>(blob.size());
    for (int i = 0; i < 8; ++i) data.push_back(static_cast<std::uint8_t>(size >> (8 * i)));
    data.insert(data.end(), blob.begin(), blob.end());
  }
  void texts(const std::vector<std::string>& list) {
    std::vector<std::int64_t> sizes;
    Blob joined;
    for (const std::string& text : list) {
      sizes.push_back(static_cast<std::int64_t>(text.size()));
      joined.insert(joined.end(), text.begin(), text.end());
    }
    bytes(encode_integers(sizes));
    bytes(joined);
  }
  Blob data{kChecksVersion};
};

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> data) : data_(data) {}

  Result<std::vector<std::int64_t>> column() {
    OPORA_ASSIGN(const auto blob, bytes());
    return decode_integers(blob);
  }
  // Of exactly, or at most, `rows` values: a damaged count must not claim memory.
  Result<std::vector<std::int64_t>> column(std::size_t rows) {
    OPORA_ASSIGN(auto values, column_of_at_most(rows));
    if (values.size() != rows) return damaged_checks();
    return values;
  }
  Result<std::vector<std::int64_t>> column_of_at_most(std::size_t rows) {
    OPORA_ASSIGN(const auto blob, bytes());
    OPORA_ASSIGN(const std::size_t size, encoded_size(blob));
    if (size > rows) return damaged_checks();
    return decode_integers(blob);
  }
  Result<std::vector<std::string>> texts() {
    OPORA_ASSIGN(const auto sizes, column());
    OPORA_ASSIGN(const auto joined, bytes());
    if (sizes.size() > joined.size() + 1) return damaged_checks();  // the texts are distinct: one of them may be empty
    std::vector<std::string> list;
    std::size_t at = 0;
    for (const std::int64_t size : sizes) {
      if (size < 0 || static_cast<std::uint64_t>(size) > joined.size() - at) return damaged_checks();
      list.emplace_back(reinterpret_cast<const char*>(joined.data()) + at, static_cast<std::size_t>(size));
      at += static_cast<std::size_t>(size);
    }
    return list;
  }

 private:
  Result<std::span<const std::uint8_t>> bytes() {
    if (data_.size() < 8) return damaged_checks();
    std::uint64_t size = 0;
    for (int i = 0; i < 8; ++i) size |= static_cast<std::uint64_t>(data_[static_cast<std::size_t>(i)]) << (8 * i);
    if (size > data_.size() - 8) return damaged_checks();
    const auto blob = data_.subspan(8, size);
    data_ = data_.subspan(8 + size);
    return blob;
  }
  std::span<const std::uint8_t> data_;
};

bool has_own_threshold(const CheckRow& row) {
  return std::bit_cast<std::int64_t>(row.threshold) != std::bit_cast<std::int64_t>(CheckRow().threshold);
}

}  // namespace

Diagnostic damaged_checks() { return make_error("STORE-004", tr("the checks of a run are damaged"), tr("restore a backup copy of the store")); }

// One column after the other, each on whichever core is free.
Blob encode_checks(const DecisionSet& set, int threads) {
  const auto every = [](const CheckRow&) { return true; };
  const auto share = [](const CheckRow& r) { return r.form == ValueForm::kShare; };
  const auto measured = [](const CheckRow& r) { return r.form == ValueForm::kMeasured; };
  std::array<Blob, 9> blobs;
  const auto fill = [&](std::size_t column, auto keep, auto value_of) {
    std::vector<std::int64_t> values;
    values.reserve(set.checks.size());
    for (const CheckRow& row : set.checks)
      if (keep(row)) values.push_back(value_of(row));
    blobs[column] = encode_integers(values);
  };
  parallel_for(blobs.size(), threads, [&](std::size_t c) {
    switch (c) {
      case 0: return fill(c, every, [](const CheckRow& r) { return std::int64_t{r.school}; });
      case 1: return fill(c, every, [](const CheckRow& r) { return std::int64_t{r.rule}; });
      case 2: return fill(c, every, [](const CheckRow& r) { return std::int64_t{r.name}; });
      case 3: return fill(c, every, [](const CheckRow& r) { return static_cast<std::int64_t>(r.form) | (has_own_threshold(r) ? kOwnThreshold : 0); });
      case 4: return fill(c, every, [](const CheckRow& r) { return r.n; });
      case 5: return fill(c, share, [](const CheckRow& r) { return r.numerator; });
      case 6: return fill(c, share, [](const CheckRow& r) { return r.denominator; });
      case 7: return fill(c, measured, [](const CheckRow& r) { return std::bit_cast<std::int64_t>(r.measured); });
      default: return fill(c, has_own_threshold, [](const CheckRow& r) { return std::bit_cast<std::int64_t>(r.threshold); });
    }
  });
  Writer out;
  for (const Blob& blob : blobs) out.bytes(blob);
  out.texts(set.schools);
  out.texts(set.names);
  return std::move(out.data);
}

Status decode_checks(std::span<const std::uint8_t> data, std::int64_t rows, DecisionSet& set) {
  if (data.empty() || data[0] != kChecksVersion || rows < 0) return damaged_checks();
  Reader in(data.subspan(1));
  std::vector<std::int64_t> school, rule, name, form, n, numerator, denominator, measured, threshold;
  for (auto* column : {&school, &rule, &name, &form, &n}) {
    OPORA_ASSIGN(*column, in.column(static_cast<std::size_t>(rows)));
  }
  for (auto* column : {&numerator, &denominator, &measured, &threshold}) {
    OPORA_ASSIGN(*column, in.column_of_at_most(static_cast<std::size_t>(rows)));
  }
  OPORA_ASSIGN(set.schools, in.texts());
  OPORA_ASSIGN(set.names, in.texts());
  if (numerator.size() != denominator.size()) return damaged_checks();
  const auto inside = [](std::int64_t index, std::size_t size) { return index >= 0 && static_cast<std::uint64_t>(index) < size; };
  std::size_t shares = 0, measures = 0, thresholds = 0;
  set.checks.reserve(school.size());
  for (std::size_t i = 0; i < school.size(); ++i) {
    const auto value_form = static_cast<ValueForm>(form[i] & ~kOwnThreshold);
    if (!inside(school[i], set.schools.size()) || !inside(rule[i], set.rules.size()) || !inside(name[i], set.names.size()) ||
        !inside(form[i] & ~kOwnThreshold, 3) || (value_form == ValueForm::kShare && shares >= numerator.size()) ||
        (value_form == ValueForm::kMeasured && measures >= measured.size()) || ((form[i] & kOwnThreshold) != 0 && thresholds >= threshold.size()))
      return damaged_checks();
    CheckRow& row = set.checks.emplace_back();
    row.school = static_cast<std::int32_t>(school[i]);
    row.rule = static_cast<std::int32_t>(rule[i]);
    row.name = static_cast<std::int32_t>(name[i]);
    row.form = value_form;
    row.n = n[i];
    if (value_form == ValueForm::kShare) {
      row.numerator = numerator[shares];
      row.denominator = denominator[shares++];
    }
    if (value_form == ValueForm::kMeasured) row.measured = std::bit_cast<double>(measured[measures++]);
    if ((form[i] & kOwnThreshold) != 0) row.threshold = std::bit_cast<double>(threshold[thresholds++]);
  }
  return {};
}

}  // namespace opora
