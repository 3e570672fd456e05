// What a marker says of one school in one procedure, and how a list of such findings becomes an indicator's frame.
// A finding that could not be computed has no value, no p, and says why in words.
#pragma once

#include <cmath>
#include <concepts>
#include <optional>
#include <string>
#include <vector>

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

// The host's kernel for p values of many tests. Missing ones stay missing and do not count as tests.
class Adjustment {
 public:
  explicit Adjustment(const Context& ctx) : ctx_(ctx), method_(ctx.choice("adjust") == "Holm" ? OPORA_HOLM : OPORA_BENJAMINI_HOCHBERG) {}

  // q of all rows from their p; `finding` gives the Finding of a row.
  template <class Row, class Of>
  void operator()(std::vector<Row>& rows, Of&& finding) const {
    std::vector<double> p(rows.size(), 0);
    std::vector<std::uint8_t> tested(rows.size(), 0);
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (const Maybe& one = finding(rows[i]).p) p[i] = *one, tested[i] = 1;
    FrameBuilder tests = ctx_.build();
    tests.add("p", std::span<const double>(p), tested);
    const Column q = tests.finish().adjust_p("p", method_);
    const ColumnView<double> view = q.view<double>();
    for (std::size_t i = 0; i < rows.size(); ++i) finding(rows[i]).q = view[static_cast<std::int64_t>(i)];
  }
  template <std::derived_from<Finding> Row>
  void operator()(std::vector<Row>& rows) const {
    (*this)(rows, [](Row& row) -> Finding& { return row; });
  }

 private:
  const Context& ctx_;
  std::int32_t method_;
};

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
