// How firmly an answer stands: the probability of every answer if the participants were drawn anew.
//
// Model. Each check on a share a/n is a draw of its own: a* ~ Binomial(n, a/n), what resampling n participants with
// replacement gives (Efron 1979, Annals of Statistics 7). The check is then met or not by the same exact comparison
// as in model/decision.h, and the answer follows from all checks by the same three-valued logic.
//
// Exact. Whether a check is met has the probability of one or two tails of the binomial distribution at the exact
// whole number where the comparison changes. How many checks of a rule are met is a Poisson-binomial count (sums of
// different yes-no draws), found by convolution; the joint count over rules is carried from rule to rule together with
// the answers given so far, so that requirements that share checks are exact, too. Nothing is simulated. The work
// grows with the square of the number of checks.
//
// Assumptions and limits, which whoever shows the figures must tell:
// - Checks are taken as independent. The same pupils write several papers, so answers of real schools move together:
//   a decision that needs several checks flips somewhat more often than stated when it stands on "at least k of many".
// - The own share is used, not a smoothed one: a share of 0 or 1 cannot move (`certain` counts them). A draw from the
//   Jeffreys posterior (beta-binomial) would let them move, but answers another question, what a new cohort with an
//   unknown share would show; it doubles the variance and makes far schools look doubtful. Wilson's interval beside
//   the share shows what 0 of 10 leaves open.
// - Measured values (means, correlations), shares that are no part of a whole, and checks that could not be made stay
//   as they are (`fixed`). Limits computed from other schools stay, too, as does the number of participants.
#pragma once

#include <cstdint>
#include <optional>

#include "frame/intervals.h"
#include "model/decision.h"

namespace opora {

struct Stability {
  double yes = 0, no = 0, not_assessable = 0;  // sum 1
  int drawn = 0;    // checks on shares, drawn anew
  int certain = 0;  // of them: nobody or everybody, which cannot move
  int fixed = 0;    // the others

  // Of another answer than `answer`; a sum of small numbers, so that one in a million is not lost in rounding.
  double flip(Answer answer) const;
};

Stability stability(const Decision& decision);

// Both probabilities of a check that is drawn anew; they add up to 1, each precise when it is small.
struct Chance {
  double met = 0, unmet = 1;
};
// Nothing for a check that is not drawn: measured, not assessed, or with a share outside of 0…1.
std::optional<Chance> chance_of(const Check& check);

// Wilson's interval of a check's share at 95 %; nothing where chance_of() gives nothing.
std::optional<Interval> share_interval(const Check& check);

// The same by brute force, to check the exact figures against: participants are drawn one by one, `draws` times, and
// decide() answers. The same seed gives the same figures on every machine and in any order of schools.
struct Draws {
  std::int64_t count = 0;
  std::uint64_t seed = 1;
};
Stability simulated(const Decision& decision, const Draws& draws);

}  // namespace opora
