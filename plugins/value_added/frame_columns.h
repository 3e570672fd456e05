// Columns that grow row by row, with missing values, and the frame made of them; no rows make an empty frame.
#pragma once

#include <opora/plugin.hpp>

namespace opora::value_added {

class Rows {
 public:
  explicit Rows(std::vector<std::string> texts, std::vector<std::string> wholes, std::vector<std::string> decimals)
      : text_names_(std::move(texts)), whole_names_(std::move(wholes)), decimal_names_(std::move(decimals)),
        texts_(text_names_.size()), wholes_(whole_names_.size()), decimals_(decimal_names_.size()) {}

  using Decimal = std::optional<double>;
  void add(const std::vector<std::optional<std::string>>& texts, const std::vector<std::optional<std::int64_t>>& wholes,
           const std::vector<Decimal>& decimals) {
    for (std::size_t k = 0; k < texts_.size(); ++k) texts_[k].add(texts.at(k), {});
    for (std::size_t k = 0; k < wholes_.size(); ++k) wholes_[k].add(wholes.at(k), 0);
    for (std::size_t k = 0; k < decimals_.size(); ++k) {
      const bool finite = decimals.at(k) && std::isfinite(*decimals[k]);
      decimals_[k].add(finite ? decimals[k] : std::nullopt, 0);
    }
  }

  sdk::Frame frame(const sdk::Context& ctx) const {
    sdk::FrameBuilder builder = ctx.build();
    for (std::size_t k = 0; k < texts_.size(); ++k) {
      const std::vector<sdk::Text> borrowed(texts_[k].values.begin(), texts_[k].values.end());
      builder.add(text_names_[k], borrowed, texts_[k].valid);
    }
    for (std::size_t k = 0; k < wholes_.size(); ++k) builder.add(whole_names_[k], wholes_[k].values, wholes_[k].valid);
    for (std::size_t k = 0; k < decimals_.size(); ++k) builder.add(decimal_names_[k], decimals_[k].values, decimals_[k].valid);
    return builder.finish();
  }

 private:
  template <class T>
  struct Cells {
    std::vector<T> values;
    std::vector<std::uint8_t> valid;
    void add(const std::optional<T>& value, T otherwise) {
      values.push_back(value.value_or(otherwise));
      valid.push_back(value.has_value());
    }
  };
  std::vector<std::string> text_names_, whole_names_, decimal_names_;
  std::vector<Cells<std::string>> texts_;
  std::vector<Cells<std::int64_t>> wholes_;
  std::vector<Cells<double>> decimals_;
};

}  // namespace opora::value_added
