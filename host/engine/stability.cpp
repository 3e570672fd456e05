#include "engine/stability.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "frame/distributions.h"

namespace opora {
namespace {

constexpr double kConfidence = 0.95;

bool drawn(const Check& check) {
  return check.share && check.unassessed() == Unassessed::kAssessed && check.share->numerator >= 0 && check.share->denominator > 0 &&
         check.share->numerator <= check.share->denominator && check.share->denominator <= CountColumns::kMost;
}

bool certain(const Check& check) { return check.share->numerator == 0 || check.share->numerator == check.share->denominator; }

// Whether the check would be met with another numerator.
bool met_with(Check& check, std::int64_t numerator) {
  check.share->numerator = numerator;
  return check.met();
}

// First numerator of 0 … n at which the check is met (or no longer met) for an operator that asks once; n + 1: none.
std::int64_t turning_point(Check check, Comparison op) {
  check.op = op;
  std::int64_t low = 0, high = check.share->denominator + 1;
  const bool rising = op == Comparison::kGreaterEqual || op == Comparison::kGreater;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (met_with(check, middle) == rising) high = middle;
    else low = middle + 1;
  }
  return low;
}

// P(first ≤ X < end) and its complement, X ~ Binomial(n, a/n).
Chance between(Share share, std::int64_t first, std::int64_t end) {
  const std::int64_t n = share.denominator;
  const double p = share.value(), rest = Share{n - share.numerator, n}.value();
  const auto at_least = [&](std::int64_t k) { return k > n ? 0.0 : binomial_at_least(k, n, p); };
  const auto below = [&](std::int64_t k) { return k <= 0 ? 0.0 : k > n ? 1.0 : binomial_at_least(n - k + 1, n, rest); };
  if (first >= end) return {0, 1};
  if (end > n) return {at_least(first), below(first)};
  if (first <= 0) return {below(end), at_least(end)};
  return {std::max(0.0, at_least(first) - at_least(end)), std::min(1.0, below(first) + at_least(end))};
}

// How many checks of one rule are met, how many could not be made, how many there are.
struct RuleCounts {
  std::vector<double> met{1};  // probability by number
  int unassessed = 0, total = 0;

  void add(const Check& check) {
    ++total;
    if (check.unassessed() != Unassessed::kAssessed) {
      ++unassessed;
      return;
    }
    const Chance chance = chance_of(check).value_or(check.met() ? Chance{1, 0} : Chance{0, 1});
    met.push_back(0);
    for (std::size_t i = met.size(); i-- > 0;) met[i] = met[i] * chance.unmet + (i > 0 ? met[i - 1] * chance.met : 0);
  }
  Tally tally(std::size_t number) const { return {static_cast<int>(number), unassessed, total}; }
};

// The answers given so far, combined: Kleene's logic does not ask for their order. No answer yet is a state of its own.
constexpr std::size_t kNone = 3, kStates = 4;

std::size_t state_after(std::size_t state, Answer answer, Combination combination) {
  if (state == kNone) return static_cast<std::size_t>(answer);
  return static_cast<std::size_t>(combine({static_cast<Answer>(state), answer}, combination));
}

// Probability by state and by the number of checks met; the number is kept only where a requirement asks for it.
using Joint = std::array<std::vector<double>, kStates>;

class Answers {
 public:
  Answers(const Decision& decision) : decision_(decision) {
    for (const Requirement& requirement : decision.requirements)
      if (requirement.rule.empty()) counts_all_ = true;
      else rules_[requirement.rule];
    for (const Check& check : decision.checks) rules_[check.rule].add(check);
  }

  std::array<double, kStates> probabilities() const {
    Joint joint;
    for (auto& by_number : joint) by_number = {0};
    joint[kNone] = {1};
    for (const auto& [rule, counts] : rules_) joint = with_rule(joint, rule, counts);
    std::array<double, kStates> out{};
    for (std::size_t state = 0; state < kStates; ++state)
      for (std::size_t met = 0; met < joint[state].size(); ++met) out[answered(state, "", tally_of_all(met))] += joint[state][met];
    return out;
  }

 private:
  std::size_t answered(std::size_t state, const std::string& rule, Tally tally) const {
    for (const Requirement& requirement : decision_.requirements)
      if (requirement.rule == rule) state = state_after(state, answer_to(requirement, tally), decision_.combination);
    return state;
  }

  Joint with_rule(const Joint& before, const std::string& rule, const RuleCounts& counts) const {
    const std::size_t longer = counts_all_ ? counts.met.size() - 1 : 0;
    Joint after;
    for (std::size_t state = 0; state < kStates; ++state) after[state].resize(before[state].size() + longer);
    for (std::size_t state = 0; state < kStates; ++state)
      for (std::size_t number = 0; number < counts.met.size(); ++number) {
        // A rule without a name is asked for by "all checks" alone.
        auto& into = after[rule.empty() ? state : answered(state, rule, counts.tally(number))];
        for (std::size_t met = 0; met < before[state].size(); ++met) into[met + (counts_all_ ? number : 0)] += before[state][met] * counts.met[number];
      }
    return after;
  }

  Tally tally_of_all(std::size_t met) const {
    Tally all{static_cast<int>(met), 0, 0};
    for (const auto& [rule, counts] : rules_) all.unassessed += counts.unassessed, all.total += counts.total;
    return all;
  }

  const Decision& decision_;
  bool counts_all_ = false;
  std::map<std::string, RuleCounts> rules_;
};

void count_checks(const Decision& decision, Stability& out) {
  for (const Check& check : decision.checks) {
    const bool moves = drawn(check);
    out.drawn += moves;
    out.certain += moves && certain(check);
    out.fixed += !moves;
  }
}

// SplitMix64 (Steele, Lea & Flood 2014): a number of the sequence by its place, so that nothing has to be kept.
std::uint64_t scattered(std::uint64_t place) {
  place += 0x9E3779B97F4A7C15U;
  place = (place ^ (place >> 30)) * 0xBF58476D1CE4E5B9U;
  place = (place ^ (place >> 27)) * 0x94D049BB133111EBU;
  return place ^ (place >> 31);
}

std::uint64_t stream_of(const Decision& decision, std::uint64_t seed) {
  std::uint64_t stream = scattered(seed);
  for (const std::string* text : {&decision.school, &decision.category})
    for (const char c : *text + '\n') stream = scattered(stream ^ static_cast<unsigned char>(c));
  return stream;
}

}  // namespace

double Stability::flip(Answer answer) const {
  switch (answer) {
    case Answer::kYes: return no + not_assessable;
    case Answer::kNo: return yes + not_assessable;
    case Answer::kNotAssessable: return yes + no;
  }
  return 0;
}

std::optional<Chance> chance_of(const Check& check) {
  if (!drawn(check)) return std::nullopt;
  const Share share = *check.share;
  const auto turns = [&](Comparison op) { return turning_point(check, op); };
  switch (check.op) {
    case Comparison::kGreaterEqual:
    case Comparison::kGreater: return between(share, turns(check.op), share.denominator + 1);
    case Comparison::kLess:
    case Comparison::kLessEqual: return between(share, 0, turns(check.op));
    case Comparison::kEqual: return between(share, turns(Comparison::kGreaterEqual), turns(Comparison::kGreater));
    case Comparison::kNotEqual: break;
  }
  const Chance equal = between(share, turns(Comparison::kGreaterEqual), turns(Comparison::kGreater));
  return Chance{equal.unmet, equal.met};
}

std::optional<Interval> share_interval(const Check& check) {
  if (!drawn(check)) return std::nullopt;
  return share_interval(Counts{check.share->numerator, check.share->denominator}, IntervalMethod::kWilson, kConfidence);
}

Stability stability(const Decision& decision) {
  const auto probabilities = Answers(decision).probabilities();
  Stability out;
  out.yes = std::min(1.0, probabilities[static_cast<std::size_t>(Answer::kYes)]);  // sums of rounded products
  out.no = std::min(1.0, probabilities[static_cast<std::size_t>(Answer::kNo)]);
  out.not_assessable = std::min(1.0, probabilities[static_cast<std::size_t>(Answer::kNotAssessable)] + probabilities[kNone]);
  count_checks(decision, out);
  return out;
}

Stability simulated(const Decision& decision, const Draws& draws) {
  const std::uint64_t stream = stream_of(decision, draws.seed);
  std::array<std::int64_t, 3> answers{};
  std::uint64_t place = 0;
  std::vector<Check> checks = decision.checks;
  for (std::int64_t draw = 0; draw < draws.count; ++draw) {
    for (std::size_t i = 0; i < checks.size(); ++i) {
      if (!drawn(decision.checks[i])) continue;
      const Share own = *decision.checks[i].share;
      std::int64_t numerator = 0;
      for (std::int64_t k = 0; k < own.denominator; ++k)  // one of the participants, with replacement; the bias of % is below 2^-33
        numerator += static_cast<std::int64_t>(scattered(stream + place++) % static_cast<std::uint64_t>(own.denominator)) < own.numerator;
      checks[i].share->numerator = numerator;
    }
    ++answers[static_cast<std::size_t>(decide(checks, decision.requirements, decision.combination))];
  }
  const auto part = [&](Answer answer) {
    return draws.count > 0 ? Share{answers[static_cast<std::size_t>(answer)], draws.count}.value() : 0.0;
  };
  Stability out{part(Answer::kYes), part(Answer::kNo), part(Answer::kNotAssessable)};
  count_checks(decision, out);
  return out;
}

}  // namespace opora
