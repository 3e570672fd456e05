// Where a function crosses zero. Arithmetic alone, so the result is the same on every machine.
#pragma once

#include <boost/math/tools/toms748_solve.hpp>
#include <cstdint>

namespace opora {

// `f` changes its sign between `low` and `high` (Alefeld, Potra & Shi (1995), ACM TOMS 21, algorithm 748).
template <class F>
double root_between(F&& f, double low, double high) {
  namespace policies = boost::math::policies;
  using Silent = policies::policy<policies::domain_error<policies::ignore_error>, policies::evaluation_error<policies::ignore_error>>;
  const double at_low = f(low), at_high = f(high);
  if (at_low == 0) return low;
  if (at_high == 0) return high;
  std::uintmax_t steps = 300;
  const auto close = boost::math::tools::eps_tolerance<double>(50);
  const auto found = boost::math::tools::toms748_solve(f, low, high, at_low, at_high, close, steps, Silent());
  return found.first + (found.second - found.first) / 2;
}

}  // namespace opora
