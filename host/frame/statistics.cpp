#include "frame/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "frame/order_keys.h"

namespace opora {
namespace {

// Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (1974).
class Sum {
 public:
  void add(double value) {
    const double next = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  // Once the sum is infinite the compensation is a NaN and says nothing.
  double value() const { return std::isfinite(sum_) ? sum_ + lost_ : sum_; }

 private:
  double sum_ = 0, lost_ = 0;
};

std::optional<double> two_pass_sd(std::span<const double> values, int ddof) {
  const auto n = static_cast<std::int64_t>(values.size());
  if (n == 0 || n <= ddof) return std::nullopt;
  const double mean = *mean_of(values);
  Sum squares;
  for (const double value : values) squares.add((value - mean) * (value - mean));
  return std::sqrt(squares.value() / static_cast<double>(n - ddof));
}

// Sorted places and ranks by counting, when the values lie close together; else by sorting.
void ranks_by_counting(std::span<const std::int64_t> keys, std::int64_t low, std::size_t range,
                       std::vector<std::int64_t>& ranks) {
  std::vector<std::int64_t> rank_of(range + 1);
  for (const std::int64_t key : keys) ++rank_of[static_cast<std::size_t>(key - low)];
  std::int64_t before = 0;
  for (std::int64_t& slot : rank_of) {
    const std::int64_t count = slot;
    slot = 2 * before + count + 1;  // (before + 1) + (before + count)
    before += count;
  }
  for (std::size_t i = 0; i < keys.size(); ++i) ranks[i] = rank_of[static_cast<std::size_t>(keys[i] - low)];
}

void ranks_by_sorting(std::span<const std::int64_t> keys, std::vector<std::int64_t>& ranks) {
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && keys[order[last]] == keys[order[first]]) ++last;
    for (std::size_t i = first; i < last; ++i) ranks[order[i]] = static_cast<std::int64_t>(first + 1 + last);
  }
}

}  // namespace

Wide sum_of(std::span<const std::int64_t> values) {
  Wide sum = 0;
  for (const std::int64_t value : values) sum += value;
  return sum;
}

double sum_of(std::span<const double> values) {
  Sum sum;
  for (const double value : values) sum.add(value);
  return sum.value();
}

std::optional<double> mean_of(std::span<const std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  return static_cast<double>(sum_of(values)) / static_cast<double>(values.size());
}

std::optional<double> mean_of(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  return sum_of(values) / static_cast<double>(values.size());
}

std::optional<double> sd_of(std::span<const double> values, int ddof) { return two_pass_sd(values, ddof); }

std::optional<double> sd_of(std::span<const std::int64_t> values, int ddof) {
  const auto n = static_cast<std::int64_t>(values.size());
  if (n == 0 || n <= ddof) return std::nullopt;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const Wide range = Wide(*high) - *low;
  // Only here can n·Σ(x−low)² leave 127 bits; such values are no scores, doubles serve them well.
  if (range * n >= (Wide(1) << 63)) return two_pass_sd(std::vector<double>(values.begin(), values.end()), ddof);
  Wide sum = 0, squares = 0;
  for (const std::int64_t value : values) {
    const std::int64_t above = value - *low;
    sum += above;
    squares += Wide(above) * above;
  }
  return std::sqrt(static_cast<double>(n * squares - sum * sum) / static_cast<double>(Wide(n) * (n - ddof)));
}

std::optional<double> quantile_of(std::span<std::int64_t> keys, ColumnType type, double p) {
  if (keys.empty()) return std::nullopt;
  const double place = static_cast<double>(keys.size() - 1) * p;
  const auto below = std::min(static_cast<std::size_t>(place), keys.size() - 1);
  const double fraction = place - static_cast<double>(below);
  const auto at = keys.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(keys.begin(), at, keys.end());
  const double value = number_of_key(type, *at);
  if (fraction <= 0 || below + 1 == keys.size()) return value;
  const std::int64_t next_key = *std::min_element(at + 1, keys.end());
  if (next_key == *at) return value;
  return value + fraction * (number_of_key(type, next_key) - value);
}

void doubled_mid_ranks(std::span<const std::int64_t> keys, std::vector<std::int64_t>& ranks) {
  ranks.resize(keys.size());
  if (keys.empty()) return;
  const auto [low, high] = std::minmax_element(keys.begin(), keys.end());
  const Wide range = Wide(*high) - *low;
  if (range <= Wide(4 * keys.size() + 64)) return ranks_by_counting(keys, *low, static_cast<std::size_t>(range), ranks);
  ranks_by_sorting(keys, ranks);
}

std::optional<double> Spearman::of(std::span<const std::int64_t> a, std::span<const std::int64_t> b) {
  if (a.size() < 2) return std::nullopt;
  doubled_mid_ranks(a, ranks_a_);
  doubled_mid_ranks(b, ranks_b_);
  const auto mean = static_cast<std::int64_t>(a.size() + 1);  // of doubled mid-ranks, ties or not
  Wide both = 0, square_a = 0, square_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::int64_t x = ranks_a_[i] - mean, y = ranks_b_[i] - mean;
    both += Wide(x) * y;
    square_a += Wide(x) * x;
    square_b += Wide(y) * y;
  }
  if (square_a == 0 || square_b == 0) return std::nullopt;
  if (square_a == square_b && (both == square_a || both == -square_a)) return both > 0 ? 1.0 : -1.0;
  const double spread = std::sqrt(static_cast<double>(square_a)) * std::sqrt(static_cast<double>(square_b));
  // By Cauchy–Schwarz |r| < 1 here; rounding must not claim full agreement.
  const double almost = std::nextafter(1.0, 0.0);
  return std::clamp(static_cast<double>(both) / spread, -almost, almost);
}

}  // namespace opora
