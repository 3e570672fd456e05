#include "extend/result_codec.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/messages.h"
#include "base/text.h"
#include "store/bytes.h"
#include "store/check_codec.h"

namespace opora {
namespace {

std::span<const std::uint8_t> octets(std::string_view bytes) { return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}; }

Diagnostic damaged() { return make_error("EXT-005", tr("the extension's answer is damaged"), tr("report it to the plugin's author")); }

std::size_t width_of(ColumnType type) { return type == ColumnType::kInt64 || type == ColumnType::kFloat64 ? 8 : 4; }

template <class T>
void raw(ByteWriter& out, std::span<const T> values) {
  out.part({reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()});
}

template <class T>
std::vector<T> values_of(std::span<const std::uint8_t> bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return values;
}

void write_column(ByteWriter& out, const Column& column) {
  out.byte(static_cast<std::uint8_t>(column.type()));
  const auto rows = static_cast<std::size_t>(column.size());
  const auto* validity = reinterpret_cast<const std::uint8_t*>(column.validity());
  out.part(validity == nullptr ? std::span<const std::uint8_t>() : std::span(validity, (rows + 7) / 8));
  if (rows == 0) return out.part({});
  switch (column.type()) {
    case ColumnType::kInt64: return raw(out, column.int64());
    case ColumnType::kFloat64: return raw(out, column.float64());
    case ColumnType::kDate:
    case ColumnType::kText: return raw(out, column.codes());
  }
}

// One byte a row, as columns are made from.
std::vector<std::uint8_t> flags_of(std::span<const std::uint8_t> bitmap, std::size_t rows) {
  std::vector<std::uint8_t> flags(bitmap.empty() ? 0 : rows);
  for (std::size_t i = 0; i < flags.size(); ++i) flags[i] = bitmap[i >> 3] >> (i & 7) & 1;
  return flags;
}

Result<std::vector<std::string>> read_texts_of(ByteReader& in) {
  const std::uint64_t count = in.varint();
  if (count > in.rest().size()) return damaged();  // every text has a length at least
  std::vector<std::string> texts(count);
  for (std::string& text : texts) {
    text = in.text();
    if (!is_utf8(text)) return damaged();
  }
  return texts;
}

void write_texts(ByteWriter& out, const std::vector<std::string>& texts) {
  out.varint(texts.size());
  for (const std::string& text : texts) out.text(text);
}

Result<Column> text_column(ByteReader& in, std::vector<std::int32_t> codes, const std::vector<std::uint8_t>& valid) {
  OPORA_ASSIGN(std::vector<std::string> texts, read_texts_of(in));
  if (std::adjacent_find(texts.begin(), texts.end(), std::greater_equal<>()) != texts.end()) return damaged();
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (!valid.empty() && valid[i] == 0) codes[i] = -1;
    else if (codes[i] < 0 || static_cast<std::size_t>(codes[i]) >= texts.size()) return damaged();
  }
  return Column::of_codes(std::make_shared<const Dictionary>(std::move(texts)), codes);
}

Result<Column> read_column(ByteReader& in, std::size_t rows) {
  const std::uint8_t type_byte = in.byte();
  if (type_byte > static_cast<std::uint8_t>(ColumnType::kDate)) return damaged();
  const auto type = static_cast<ColumnType>(type_byte);
  const auto bitmap = in.part(), values = in.part();
  if (in.failed() || (!bitmap.empty() && bitmap.size() != (rows + 7) / 8) || values.size() / width_of(type) != rows || values.size() % width_of(type) != 0)
    return damaged();
  const std::vector<std::uint8_t> valid = flags_of(bitmap, rows);
  switch (type) {
    case ColumnType::kInt64: return Column::of_int64(values_of<std::int64_t>(values), valid);
    case ColumnType::kFloat64: return Column::of_float64(values_of<double>(values), valid);
    case ColumnType::kDate: return Column::of_dates(values_of<std::int32_t>(values), valid);
    case ColumnType::kText: break;
  }
  return text_column(in, values_of<std::int32_t>(values), valid);
}

}  // namespace

std::string encode_frame(const Frame& frame) {
  Blob bytes;
  ByteWriter out(bytes);
  out.varint(frame.names().size());
  out.varint(static_cast<std::uint64_t>(frame.rows()));
  for (const std::string& name : frame.names()) {
    const Column& column = *frame.find(name);
    out.text(name);
    write_column(out, column);
    if (column.type() == ColumnType::kText) write_texts(out, column.dictionary() ? column.dictionary()->texts() : std::vector<std::string>());
  }
  return {bytes.begin(), bytes.end()};
}

Result<Frame> decode_frame(std::string_view bytes) {
  ByteReader in(octets(bytes));
  const std::uint64_t columns = in.varint(), rows = in.varint();
  if (rows > bytes.size()) return damaged();  // a value takes four bytes at least
  Frame frame;
  for (std::uint64_t i = 0; i < columns && !in.failed(); ++i) {
    const std::string name = in.text();
    if (!is_utf8(name) || frame.find(name) != nullptr) return damaged();
    OPORA_ASSIGN(Column column, read_column(in, rows));
    frame = frame.with(name, std::move(column));
  }
  if (in.failed() || !in.at_end()) return damaged();
  return frame;
}

namespace {


void write_categories(ByteWriter& out, const DecisionSet& set) {
  out.varint(set.categories.size());
  for (const Category& c : set.categories) {
    for (const std::string* text : {&c.name, &c.title, &c.methodology}) out.text(*text);
    out.byte(static_cast<std::uint8_t>(c.combination));
    out.varint(c.requirements.size());
    for (const Requirement& r : c.requirements) {
      out.text(r.rule);
      out.varint(zigzag(r.count));
    }
  }
  out.varint(set.rules.size());
  for (const Rule& r : set.rules) {
    out.varint(zigzag(r.category));
    for (const std::string* text : {&r.name, &r.title, &r.unit}) out.text(*text);
    out.byte(static_cast<std::uint8_t>(r.op));
    for (const std::int64_t number : {r.threshold.numerator, r.threshold.denominator, r.min_n}) out.varint(zigzag(number));
  }
}

bool in_range(std::int64_t index, std::size_t size) { return index >= 0 && static_cast<std::uint64_t>(index) < size; }

// A reader of numbers that are small by their meaning.
class Numbers {
 public:
  explicit Numbers(ByteReader& in) : in_(in) {}
  std::int32_t index(std::size_t size) {
    const std::int64_t value = unzigzag(in_.varint());
    good_ = good_ && in_range(value, size);
    return good_ ? static_cast<std::int32_t>(value) : 0;
  }
  std::int64_t number() { return unzigzag(in_.varint()); }
  template <class Enum>
  Enum choice(Enum last) {
    const std::uint8_t value = in_.byte();
    good_ = good_ && value <= static_cast<std::uint8_t>(last);
    return good_ ? static_cast<Enum>(value) : Enum{};
  }
  std::string text() {
    std::string value = in_.text();
    good_ = good_ && is_utf8(value);
    return value;
  }
  std::uint64_t count() {  // of things that take a byte each at least
    const std::uint64_t value = in_.varint();
    good_ = good_ && value <= in_.rest().size();
    return good_ ? value : 0;
  }
  bool good() const { return good_ && !in_.failed(); }
  void refuse_unless(bool condition) { good_ = good_ && condition; }

 private:
  ByteReader& in_;
  bool good_ = true;
};

Status read_categories(ByteReader& in, DecisionSet& set) {
  Numbers from(in);
  set.categories.resize(from.count());
  for (Category& c : set.categories) {
    for (std::string* text : {&c.name, &c.title, &c.methodology}) *text = from.text();
    c.combination = from.choice(Combination::kAny);
    c.requirements.resize(from.count());
    for (Requirement& r : c.requirements) {
      r.rule = from.text();
      r.count = static_cast<int>(std::clamp<std::int64_t>(from.number(), 0, 1 << 30));
    }
  }
  set.rules.resize(from.count());
  for (Rule& r : set.rules) {
    r.category = from.index(set.categories.size());
    for (std::string* text : {&r.name, &r.title, &r.unit}) *text = from.text();
    r.op = from.choice(Comparison::kGreater);
    r.threshold.numerator = from.number();
    r.threshold.denominator = from.number();
    r.min_n = from.number();
    from.refuse_unless(r.threshold.denominator > 0);
  }
  return from.good() ? Status() : Status(damaged());
}

Status read_decisions(ByteReader& in, DecisionSet& set) {
  Numbers from(in);
  set.decisions.resize(from.count());
  for (DecisionRow& d : set.decisions) {
    d.school = from.index(set.schools.size());
    d.category = from.index(set.categories.size());
    d.answer = from.choice(Answer::kNotAssessable);
    d.reason = from.index(set.names.size() + 1) - 1;
  }
  const auto in_order = [](const DecisionRow& a, const DecisionRow& b) { return std::pair(a.category, a.school) >= std::pair(b.category, b.school); };
  from.refuse_unless(std::adjacent_find(set.decisions.begin(), set.decisions.end(), in_order) == set.decisions.end());
  set.values.resize(from.count());
  for (ExtraValue& v : set.values) {
    v.decision = from.index(set.decisions.size());
    v.column = from.index(set.names.size());
    v.text = from.text();
  }
  from.refuse_unless(std::is_sorted(set.values.begin(), set.values.end(), [](const ExtraValue& a, const ExtraValue& b) { return a.decision < b.decision; }));
  return from.good() ? Status() : Status(damaged());
}

bool proper_texts(const DecisionSet& set) {
  const auto utf8 = [](const std::string& text) { return is_utf8(text); };
  const auto share = [](const CheckRow& row) { return row.form != ValueForm::kShare || row.denominator > 0; };
  return std::all_of(set.schools.begin(), set.schools.end(), utf8) && std::all_of(set.names.begin(), set.names.end(), utf8) &&
         std::all_of(set.checks.begin(), set.checks.end(), share);
}

// The answers that came must be those that the checks give.
Status settle_as_sent(DecisionSet& set) {
  const std::vector<DecisionRow> sent = set.decisions;
  const auto order = [&](const CheckRow& a, const CheckRow& b) {
    const auto category = [&](const CheckRow& row) { return set.rules[static_cast<std::size_t>(row.rule)].category; };
    return std::pair(a.school, category(a)) < std::pair(b.school, category(b));
  };
  if (!std::is_sorted(set.checks.begin(), set.checks.end(), order)) return damaged();
  set.settle();
  const auto same = [](const DecisionRow& a, const DecisionRow& b) { return a.school == b.school && a.category == b.category && a.answer == b.answer; };
  if (!std::equal(sent.begin(), sent.end(), set.decisions.begin(), set.decisions.end(), same)) return damaged();
  set.decisions = sent;
  return {};
}

}  // namespace

std::string encode_decisions(const DecisionSet& set, int threads) {
  Blob bytes;
  ByteWriter out(bytes);
  write_categories(out, set);
  out.varint(set.checks.size());
  out.part(encode_checks(set, threads));
  out.varint(set.decisions.size());
  for (const DecisionRow& d : set.decisions) {
    out.varint(zigzag(d.school));
    out.varint(zigzag(d.category));
    out.byte(static_cast<std::uint8_t>(d.answer));
    out.varint(zigzag(d.reason + 1));
  }
  out.varint(set.values.size());
  for (const ExtraValue& v : set.values) {
    out.varint(zigzag(v.decision));
    out.varint(zigzag(v.column));
    out.text(v.text);
  }
  return {bytes.begin(), bytes.end()};
}

Result<DecisionSet> decode_decisions(std::string_view bytes) {
  ByteReader in(octets(bytes));
  DecisionSet set;
  OPORA_TRY(read_categories(in, set));
  const std::uint64_t rows = in.varint();
  const auto checks = in.part();
  if (in.failed() || rows > std::uint64_t{1} << 40 || !decode_checks(checks, static_cast<std::int64_t>(rows), set).ok() || !proper_texts(set)) return damaged();
  OPORA_TRY(read_decisions(in, set));
  if (in.failed() || !in.at_end()) return damaged();
  OPORA_TRY(settle_as_sent(set));
  return set;
}

}  // namespace opora
