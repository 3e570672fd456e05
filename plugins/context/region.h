// What the pack's indicators say of the schools, as arrays: one place a school, in the order of their codes.
#pragma once

#include <opora/plugin.hpp>

#include <map>
#include <string>
#include <vector>

#include "social_index.h"

namespace context {

namespace sdk = opora::sdk;

struct Results {
  std::vector<double> result, variance, pupils;  // NaN: none
};

class Region {
 public:
  explicit Region(const sdk::Context& ctx) : ctx_(ctx) {
    const sdk::Frame schools = ctx.schools();
    const auto code = schools.view<std::string_view>("school"), municipality = schools.view<std::string_view>("municipality");
    for (std::int64_t row = 0; row < code.size(); ++row) codes_.emplace_back(code.value_or(row, {}));
    std::vector<std::size_t> order(codes_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return codes_[a] < codes_[b]; });
    std::vector<std::string> sorted;
    for (const std::size_t i : order) {
      place_[codes_[i]] = sorted.size();
      sorted.push_back(codes_[i]);
      municipality_.push_back(municipality.code(static_cast<std::int64_t>(i)));
    }
    codes_ = std::move(sorted);
  }

  std::size_t size() const { return codes_.size(); }
  const std::vector<std::string>& codes() const { return codes_; }
  const std::vector<std::string>& items() const { return items_; }
  const std::vector<std::string>& strata() const { return strata_; }

  // The items of a year, of "social-items": school, item, value, n, direction, weight.
  SchoolItems school_items(int years_back) {
    const sdk::Frame frame = asked("social-items", years_back);
    const auto school = frame.view<std::string_view>("school"), item = frame.view<std::string_view>("item");
    const auto value = frame.view<double>("value"), weight = frame.view<double>("weight");
    const auto n = frame.view<std::int64_t>("n"), direction = frame.view<std::int64_t>("direction");
    std::map<std::string_view, Index> column;
    for (std::int64_t row = 0; row < item.size(); ++row)
      if (item[row]) column.try_emplace(*item[row], 0);
    items_.clear();
    for (auto& [name, at] : column) at = static_cast<Index>(items_.size()), items_.emplace_back(name);
    SchoolItems out;
    out.x = MatrixXd::Constant(static_cast<Index>(size()), static_cast<Index>(items_.size()), kMissing);
    out.direction.assign(items_.size(), 0);
    out.weight.assign(items_.size(), kMissing);
    out.pupils = out.result = out.result_weight = std::vector<double>(size(), kMissing);
    out.stratum.assign(size(), kEverybody);
    out.municipality = municipality_;
    for (std::int64_t row = 0; row < item.size(); ++row) {
      const auto at = item[row] ? place_of(school[row]) : std::nullopt;
      if (!at) continue;
      const Index k = column.at(*item[row]);
      state(out.direction[static_cast<std::size_t>(k)], 0, static_cast<double>(direction.value_or(row, 1)), *item[row], "направление");
      state(out.weight[static_cast<std::size_t>(k)], kMissing, weight.value_or(row, 1), *item[row], "вес");
      double& x = out.x(static_cast<Index>(*at), k);
      if (present(x)) throw sdk::Error("CTX-001", "показатель «" + std::string(*item[row]) + "» школы " + codes_[*at] + " указан дважды",
                                       "исправьте индикатор social-items региона: одна строка на школу и показатель");
      x = value.value_or(row, kMissing);
      if (n[row]) out.pupils[*at] = present(out.pupils[*at]) ? std::max(out.pupils[*at], static_cast<double>(*n[row])) : static_cast<double>(*n[row]);
    }
    return out;
  }

  // The strata of "school-strata" by `by`: "none", "locality", "size", "both". A school of which a part is not known
  // is compared with everybody.
  std::vector<int> strata_by(std::string_view by, int years_back) {
    std::vector<int> stratum(size(), kEverybody);
    strata_.clear();
    if (by == "none") return stratum;
    const sdk::Frame frame = asked("school-strata", years_back);
    const auto school = frame.view<std::string_view>("school"), locality = frame.view<std::string_view>("locality"), sizes = frame.view<std::string_view>("size");
    std::map<std::string, int> number;
    std::vector<std::string> name(size());
    for (std::int64_t row = 0; row < school.size(); ++row) {
      const auto at = place_of(school[row]);
      const bool known = (by == "size" || locality[row]) && (by == "locality" || sizes[row]);
      if (!at || !known) continue;
      name[*at] = by == "locality" ? std::string(*locality[row]) : by == "size" ? std::string(*sizes[row]) : std::string(*locality[row]) + ", " + std::string(*sizes[row]);
      number.try_emplace(name[*at], 0);
    }
    for (auto& [text, at] : number) at = static_cast<int>(strata_.size()), strata_.push_back(text);
    for (std::size_t i = 0; i < size(); ++i)
      if (!name[i].empty()) stratum[i] = number.at(name[i]);
    return stratum;
  }

  // The results of a year, of "school-results": school, result, n, variance.
  Results results(int years_back) const {
    const sdk::Frame frame = asked("school-results", years_back);
    const auto school = frame.view<std::string_view>("school");
    const auto result = frame.view<double>("result"), variance = frame.view<double>("variance");
    const auto n = frame.view<std::int64_t>("n");
    const std::vector<double> none(size(), kMissing);
    Results out{none, none, none};
    for (std::int64_t row = 0; row < school.size(); ++row) {
      const auto at = place_of(school[row]);
      if (!at || !result[row] || !variance[row]) continue;
      out.result[*at] = *result[row], out.variance[*at] = *variance[row];
      out.pupils[*at] = static_cast<double>(n.value_or(row, 0));
    }
    return out;
  }

 private:
  sdk::Frame asked(const char* id, int years_back) const { return ctx_.indicator(id, {{"years_back", std::to_string(years_back)}}); }

  std::optional<std::size_t> place_of(std::optional<std::string_view> school) const {
    const auto found = school ? place_.find(*school) : place_.end();
    return found == place_.end() ? std::nullopt : std::optional(found->second);
  }

  static void state(double& kept, double unset, double value, std::string_view item, const char* what) {
    const bool first = std::isnan(unset) ? std::isnan(kept) : kept == unset;
    if (!first && kept != value)
      throw sdk::Error("CTX-002", std::string(what) + " показателя «" + std::string(item) + "» указано по-разному", "исправьте индикатор social-items региона");
    kept = value;
  }

  const sdk::Context& ctx_;
  std::vector<std::string> codes_, items_, strata_;
  std::map<std::string, std::size_t, std::less<>> place_;
  std::vector<int> municipality_;
};

// Columns of the result from arrays in which NaN is a missing value and an empty text is none.
inline void add_numbers(sdk::FrameBuilder& frame, std::string name, const std::vector<double>& values) {
  std::vector<std::uint8_t> valid;
  std::vector<double> clean = values;
  for (double& value : clean) {
    valid.push_back(present(value));
    if (!present(value)) value = 0;
  }
  frame.add(std::move(name), clean, valid);
}

inline void add_counts(sdk::FrameBuilder& frame, std::string name, const std::vector<double>& values) {
  std::vector<std::uint8_t> valid;
  std::vector<std::int64_t> whole;
  for (const double value : values) {
    valid.push_back(present(value));
    whole.push_back(present(value) ? static_cast<std::int64_t>(value) : 0);
  }
  frame.add(std::move(name), whole, valid);
}

inline void add_texts(sdk::FrameBuilder& frame, std::string name, const std::vector<std::string>& values) {
  std::vector<std::uint8_t> valid;
  std::vector<sdk::Text> texts;
  for (const std::string& value : values) {
    valid.push_back(!value.empty());
    texts.emplace_back(value);
  }
  frame.add(std::move(name), std::span<const sdk::Text>(texts), valid);
}

}  // namespace context
