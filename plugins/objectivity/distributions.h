// Tails of the distributions that the tests need, in [0, 1]. Arguments are finite, degrees of freedom above zero.
#pragma once

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace objectivity {

// Plain double arithmetic: nothing to gain from wider numbers, and a third of the time. What cannot be computed is no
// exception but no number, which a frame shows as missing.
namespace policies = boost::math::policies;
using Exactness = policies::policy<policies::promote_double<false>, policies::domain_error<policies::ignore_error>,
                                   policies::pole_error<policies::ignore_error>, policies::overflow_error<policies::ignore_error>,
                                   policies::evaluation_error<policies::ignore_error>>;

inline double normal_below(double z) { return boost::math::cdf(boost::math::normal_distribution<double, Exactness>(), z); }
inline double normal_above(double z) { return normal_below(-z); }
inline double normal_beyond(double z) { return std::min(1.0, 2 * normal_below(-std::abs(z))); }  // two-sided

inline double chi_squared_above(double statistic, double df) {
  return boost::math::cdf(boost::math::complement(boost::math::chi_squared_distribution<double, Exactness>(df), std::max(0.0, statistic)));
}

inline double t_below(double t, double df) { return boost::math::cdf(boost::math::students_t_distribution<double, Exactness>(df), t); }
inline double t_above(double t, double df) { return t_below(-t, df); }
inline double t_beyond(double t, double df) { return std::min(1.0, 2 * t_below(-std::abs(t), df)); }

inline double f_below(double f, double df_1, double df_2) {
  return boost::math::cdf(boost::math::fisher_f_distribution<double, Exactness>(df_1, df_2), std::max(0.0, f));
}
inline double f_above(double f, double df_1, double df_2) {
  return boost::math::cdf(boost::math::complement(boost::math::fisher_f_distribution<double, Exactness>(df_1, df_2), std::max(0.0, f)));
}

}  // namespace objectivity
