// Deterministic minimisers of a profiled criterion: no random start, the same steps on every machine.
#pragma once

#include <functional>

#include "profile.h"

namespace opora::value_added {

struct Minimum {
  Eigen::Matrix2d lambda = Eigen::Matrix2d::Zero();  // G = ΛΛ', lower triangular with a diagonal ≥ 0
  Profiled model;
  int evaluations = 0;
  double gradient = 0;     // largest slope of the criterion by θ, the elements of Λ, away from the border
  bool converged = false;
};

namespace detail {

inline Eigen::Matrix2d relative_covariance(double variance) {
  Eigen::Matrix2d g = Eigen::Matrix2d::Zero();
  g(0, 0) = variance;
  return g;
}

// Where a decreasing-then-increasing criterion has slope 0: regula falsi with the Illinois step, on [low, high].
template <class Slope>
double zero_of(double low, double high, double slope_low, double slope_high, Slope&& slope) {
  int side = 0;  // the end that moved last
  for (int step = 0; step < 200 && high - low > 1e-15 * high; ++step) {
    double middle = (low * slope_high - high * slope_low) / (slope_high - slope_low);
    if (!(middle > low && middle < high)) middle = 0.5 * (low + high);
    const double here = slope(middle);
    if (here == 0) return middle;
    if (here < 0) {
      low = middle, slope_low = here;
      if (side == -1) slope_high *= 0.5;
      side = -1;
    } else {
      high = middle, slope_high = here;
      if (side == 1) slope_low *= 0.5;
      side = 1;
    }
  }
  return 0.5 * (low + high);
}

}  // namespace detail

// One variance: a fixed grid of 0 and half decades finds the valley, then the slope's zero is bracketed and found.
template <class Profile>
Minimum minimise_variance(const Profile& profile) {
  constexpr int kFirst = -20, kLast = 28;  // 10^(k/2): from 1e-10 to 1e14 residual variances
  Minimum best;
  const auto evaluate = [&](double variance) {
    ++best.evaluations;
    return profile.at(detail::relative_covariance(variance));
  };
  std::vector<double> grid{0};
  for (int k = kFirst; k <= kLast; ++k) grid.push_back((k % 2 == 0 ? 1.0 : k > 0 ? 3.0 : 1.0 / 3) * std::pow(10.0, k / 2));
  std::size_t place = 0;
  std::vector<std::optional<Profiled>> values;
  for (const double variance : grid) {
    values.push_back(evaluate(variance));
    if (values.back() && (!values[place] || values.back()->criterion < values[place]->criterion)) place = values.size() - 1;
  }
  if (!values[place]) return best;
  double variance = grid[place];
  // The valley lies to the left or to the right of the best place of the grid, as its slope says.
  std::size_t low = place, high = place;
  values[place]->gamma(0, 0) < 0 ? ++high : low -= low > 0;
  if (low < high && high < grid.size() && values[low] && values[high] && values[low]->gamma(0, 0) < 0 && values[high]->gamma(0, 0) > 0)
    variance = detail::zero_of(grid[low], grid[high], values[low]->gamma(0, 0), values[high]->gamma(0, 0), [&](double at) {
      const auto model = evaluate(at);
      return model ? model->gamma(0, 0) : 1.0;
    });
  const auto model = evaluate(variance);
  if (!model) return best;
  best.model = *model;
  best.lambda(0, 0) = std::sqrt(variance);
  best.gradient = std::abs(2 * best.lambda(0, 0) * model->gamma(0, 0));
  best.converged = place + 1 < grid.size() && best.gradient < 1e-6 * model->degrees;
  return best;
}

namespace detail {

// θ = (Λ₀₀, Λ₁₀, Λ₁₁). The criterion depends on ΛΛ' alone, so it is smooth and even across the border Λ₁₁ = 0.
using Theta = Eigen::Vector3d;
inline Eigen::Matrix2d lambda_of(const Theta& theta) {
  Eigen::Matrix2d lambda;
  lambda << theta[0], 0, theta[1], theta[2];
  return lambda;
}

struct Point {
  Theta theta;
  Theta gradient = Theta::Zero();
  std::optional<Profiled> model;
  double value() const { return model ? model->criterion : std::numeric_limits<double>::infinity(); }
};

template <class Profile>
Point point_at(const Profile& profile, const Theta& theta, int& evaluations) {
  ++evaluations;
  const Eigen::Matrix2d lambda = lambda_of(theta);
  Point point{theta, Theta::Zero(), profile.at(lambda * lambda.transpose())};
  if (!point.model) return point;
  const Eigen::Matrix2d slope = 2 * point.model->gamma * lambda;
  point.gradient = {slope(0, 0), slope(1, 0), slope(1, 1)};
  return point;
}

// A step that lowers the criterion enough (Armijo) and turns the slope enough (Wolfe), by doubling and halving.
template <class Profile>
std::optional<Point> step_along(const Profile& profile, const Point& from, const Theta& direction, int& evaluations) {
  const double slope = from.gradient.dot(direction);
  double low = 0, high = std::numeric_limits<double>::infinity(), length = 1;
  std::optional<Point> lower;
  for (int trial = 0; trial < 40; ++trial) {
    Point next = point_at(profile, from.theta + length * direction, evaluations);
    if (!(next.value() <= from.value() + 1e-4 * length * slope)) {
      high = length;
    } else {
      const bool turned = next.gradient.dot(direction) >= 0.9 * slope;
      lower = std::move(next);
      if (turned) return lower;
      low = length;
    }
    length = std::isinf(high) ? 2 * length : 0.5 * (low + high);
  }
  return lower;
}

// BFGS (Nocedal, Wright 2006, algorithm 6.1) until the expected gain is below the rounding of the criterion.
template <class Profile>
std::pair<Point, bool> descend(const Profile& profile, Point at, int& evaluations) {
  Eigen::Matrix3d inverse = Eigen::Matrix3d::Identity() / std::max(1.0, at.gradient.norm());
  bool fresh = true;
  for (int step = 0; step < 500; ++step) {
    const Theta direction = -inverse * at.gradient;
    const double gain = -at.gradient.dot(direction);
    if (gain < 1e-11 && !fresh) return {at, true};
    const auto next = step_along(profile, at, direction, evaluations);
    if (!next) {  // no descent within rounding: the end, unless a worn-out matrix pointed astray
      if (fresh) return {at, at.gradient.norm() < 1e-3};
      inverse = Eigen::Matrix3d::Identity() / std::max(1.0, at.gradient.norm());
      fresh = true;
      continue;
    }
    const Theta s = next->theta - at.theta, y = next->gradient - at.gradient;
    const double sy = s.dot(y);
    if (sy > 0) {
      if (fresh) inverse = Eigen::Matrix3d::Identity() * (sy / y.squaredNorm());
      const Eigen::Matrix3d part = Eigen::Matrix3d::Identity() - s * y.transpose() / sy;
      inverse = (part * inverse * part.transpose() + s * s.transpose() / sy).eval();
      fresh = false;
    }
    at = *next;
  }
  return {at, false};
}

// The same G with a diagonal of Λ that is not negative.
inline Theta signed_up(Theta theta) {
  if (theta[0] < 0) theta[0] = -theta[0], theta[1] = -theta[1];
  if (theta[2] < 0) theta[2] = -theta[2];
  return theta;
}

}  // namespace detail

// Three parameters: descents from the best of several fixed starts.
template <class Profile>
Minimum minimise_covariance(const Profile& profile) {
  constexpr std::size_t kDescents = 3;
  Minimum best;
  const Minimum intercepts = minimise_variance(profile);
  best.evaluations = intercepts.evaluations;
  const double first = std::max(intercepts.lambda(0, 0), 0.05);
  std::vector<detail::Theta> starts;
  std::vector<std::pair<double, std::size_t>> order;  // by the criterion, then as they stand
  for (const double slope : {0.5, 0.15, 0.03})
    for (const double turn : {0.0, 0.5, -0.5}) {
      starts.push_back({first, turn * slope, slope});
      order.emplace_back(detail::point_at(profile, starts.back(), best.evaluations).value(), starts.size() - 1);
    }
  std::sort(order.begin(), order.end());
  std::optional<detail::Point> found;
  for (std::size_t k = 0; k < kDescents; ++k) {
    detail::Point start = detail::point_at(profile, starts[order[k].second], best.evaluations);
    if (!start.model) continue;
    auto [end, converged] = detail::descend(profile, std::move(start), best.evaluations);
    if (found && end.value() >= found->value() - 1e-9) continue;
    best.converged = converged;
    found = std::move(end);
  }
  if (!found) return best;
  best.model = *found->model;
  best.lambda = detail::lambda_of(detail::signed_up(found->theta));
  best.gradient = found->gradient.cwiseAbs().maxCoeff();
  return best;
}

}  // namespace opora::value_added
