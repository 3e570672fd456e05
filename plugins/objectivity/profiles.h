// Which tasks a school solves better or worse than the others, set against how easy they are.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "distributions.h"

namespace objectivity {

struct TaskShares {
  double here = 0, elsewhere = 0;  // points reached ÷ points possible
};

struct ProfileTest {
  double correlation = 0;  // Pearson's, of here − elsewhere with elsewhere
  double p_below = 1;      // of a correlation so low or lower (t, tasks − 2 degrees of freedom)
  double easy = 0, hard = 0;  // mean of here − elsewhere in the easiest and the hardest third of the tasks
  bool inverted() const { return easy < 0 && hard > 0; }
};

// Nothing with fewer than three tasks, or where a side does not vary.
inline std::optional<ProfileTest> compare_profiles(std::span<const TaskShares> given) {
  if (given.size() < 3) return std::nullopt;
  std::vector<TaskShares> tasks(given.begin(), given.end());
  std::stable_sort(tasks.begin(), tasks.end(), [](const TaskShares& a, const TaskShares& b) { return a.elsewhere < b.elsewhere; });
  const auto n = static_cast<double>(tasks.size());
  const auto delta = [](const TaskShares& t) { return t.here - t.elsewhere; };
  double x_mean = 0, y_mean = 0;
  for (const TaskShares& t : tasks) x_mean += t.elsewhere / n, y_mean += delta(t) / n;
  double xx = 0, yy = 0, xy = 0;
  for (const TaskShares& t : tasks) {
    xx += (t.elsewhere - x_mean) * (t.elsewhere - x_mean);
    yy += (delta(t) - y_mean) * (delta(t) - y_mean);
    xy += (t.elsewhere - x_mean) * (delta(t) - y_mean);
  }
  constexpr double kNothing = 1e-15;
  if (xx <= kNothing || yy <= kNothing) return std::nullopt;
  ProfileTest found;
  found.correlation = std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
  const double rest = 1 - found.correlation * found.correlation;
  found.p_below = rest <= 0 ? (found.correlation < 0 ? 0 : 1) : t_below(found.correlation * std::sqrt((n - 2) / rest), n - 2);
  const std::size_t third = std::max<std::size_t>(1, tasks.size() / 3);
  for (std::size_t i = 0; i < third; ++i) {
    found.hard += delta(tasks[i]) / static_cast<double>(third);
    found.easy += delta(tasks[tasks.size() - 1 - i]) / static_cast<double>(third);
  }
  return found;
}

}  // namespace objectivity
