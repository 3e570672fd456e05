// What a marker says of one school in one procedure, and how a list of such findings becomes an indicator's frame.
// A finding that could not be computed has no value, no p, and says why in words.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "multiple_testing.h"
#include "results.h"

namespace objectivity {

using Maybe = std::optional<double>;
using MaybeWhole = std::optional<std::int64_t>;

inline const std::string kAssessed = "вычислено";
inline const std::string kNobodyElse = "не с чем сравнить: других школ с этой процедурой нет";
inline const std::string kAllAlike = "не вычисляется: все значения одинаковы";
inline std::string too_few(std::int64_t n, std::int64_t least) {
  return "не оценивается: участников " + std::to_string(n) + ", нужно не менее " + std::to_string(least);
}

struct Finding {
  std::int64_t n = 0;       // participants behind the value
  Maybe value;              // what the marker measures
  Maybe p;                  // chance of so strong a sign or stronger when there is nothing behind it
  Maybe q;                  // p adjusted for all schools and procedures of the marker
  std::string status;       // kAssessed, perhaps with a reservation, or the reason why there is no value
};

inline Adjustment adjustment(const Context& ctx) {
  return ctx.choice("adjust") == "Holm" ? Adjustment::kHolm : Adjustment::kBenjaminiHochberg;
}

// q of all rows from their p.
template <class Row>
void adjust(std::vector<Row>& rows, Adjustment how) {
  std::vector<Maybe> p;
  p.reserve(rows.size());
  for (const Row& row : rows) p.push_back(row.p);
  const std::vector<Maybe> q = adjusted(p, how);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].q = q[i];
}

// A frame out of rows: columns by what a row says.
template <class Row>
class FrameOf {
 public:
  FrameOf(const Context& ctx, const std::vector<Row>& rows) : rows_(rows), builder_(ctx.build()) {}

  template <class Of>
  FrameOf& add(const char* name, Of&& of) {
    using Value = std::remove_cvref_t<decltype(of(rows_.front()))>;
    if constexpr (std::same_as<Value, Maybe>) return add_as<double>(name, of, [](const Maybe& v) { return v; });
    else if constexpr (std::same_as<Value, MaybeWhole>) return add_as<std::int64_t>(name, of, [](const MaybeWhole& v) { return v; });
    else if constexpr (std::same_as<Value, std::int64_t>) return add_as<std::int64_t>(name, of, [](std::int64_t v) { return MaybeWhole(v); });
    else return add_texts(name, of);
  }
  Frame finish() const { return builder_.finish(); }

 private:
  template <class Value, class Of, class Read>
  FrameOf& add_as(const char* name, Of&& of, Read&& read) {
    std::vector<Value> values(rows_.size(), 0);
    std::vector<std::uint8_t> valid(rows_.size(), 0);
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (const std::optional<Value> value = read(of(rows_[i])); value && std::isfinite(static_cast<double>(*value))) values[i] = *value, valid[i] = 1;
    builder_.add(name, std::span<const Value>(values), valid);
    return *this;
  }
  template <class Of>
  FrameOf& add_texts(const char* name, Of&& of) {
    std::vector<Text> texts(rows_.size());
    std::vector<std::uint8_t> valid(rows_.size(), 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::string_view text = of(rows_[i]);
      texts[i] = Text(text), valid[i] = !text.empty();
    }
    builder_.add(name, std::span<const Text>(texts), valid);
    return *this;
  }
  const std::vector<Row>& rows_;
  FrameBuilder builder_;
};

// Rows one by one with the groups of `results`: school and procedure come from there.
template <class Row>
class SchoolFrame {
 public:
  SchoolFrame(const Context& ctx, const RegionResults& results, const std::vector<Row>& rows) : frame_(ctx, rows) {
    frame_.add("school", of_group(rows, results, [&](const Group& g) { return results.school(g.school); }));
    frame_.add("procedure", of_group(rows, results, [&](const Group& g) { return results.procedure(g.procedure); }));
    frame_.add("n", [](const Row& row) { return row.n; });
  }
  template <class Of>
  SchoolFrame& add(const char* name, Of&& of) {
    frame_.add(name, of);
    return *this;
  }
  // … and what ends every marker's frame.
  Frame finish() {
    frame_.add("p", [](const Row& row) { return row.p; }).add("q", [](const Row& row) { return row.q; });
    frame_.add("status", [](const Row& row) { return std::string_view(row.status); });
    return frame_.finish();
  }

 private:
  template <class Say>
  static auto of_group(const std::vector<Row>& rows, const RegionResults& results, Say say) {
    return [&rows, &results, say](const Row& row) { return say(results.groups()[static_cast<std::size_t>(&row - rows.data())]); };
  }
  FrameOf<Row> frame_;
};

}  // namespace objectivity
