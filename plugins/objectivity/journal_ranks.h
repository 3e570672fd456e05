// Rank correlation of journal marks with scores by school and procedure, the marker (b): below zero is the sign.
#pragma once

#include "findings.h"
#include "rank_correlation.h"

namespace objectivity {

enum class Coefficient { kSpearman, kTextbook, kKendall };
inline Coefficient coefficient_of(const Context& ctx) {
  const std::string_view chosen = ctx.choice("coefficient");
  return chosen == "kendall" ? Coefficient::kKendall : chosen == "textbook" ? Coefficient::kTextbook : Coefficient::kSpearman;
}

struct JournalRanksSettings {
  std::int64_t lowest_mark = 2, min_n = 0;
  Coefficient coefficient = Coefficient::kSpearman;
};

struct JournalRanks : Finding {  // value: the coefficient; p: of a τ-b so low or lower
  Maybe tau;
};

inline JournalRanks journal_ranks_of(std::span<const Observation> observations, const JournalRanksSettings& settings, std::vector<Pair>& pairs) {
  JournalRanks row;
  pairs.clear();
  for (const Observation& one : observations) {
    if (one.journal < settings.lowest_mark || one.score == kNone) continue;
    pairs.push_back({one.journal, one.score, one.n});
    row.n += one.n;
  }
  if (row.n < settings.min_n) {
    row.status = too_few(row.n, settings.min_n);
    return row;
  }
  const auto tau = kendall(pairs);
  if (!tau) {
    row.status = row.n < 2 ? too_few(row.n, 2) : "не вычисляется: все отметки в журнале или все баллы одинаковы";
    return row;
  }
  row.tau = tau->value, row.p = tau->p_below;
  row.value = settings.coefficient == Coefficient::kKendall ? tau->value : spearman(pairs, settings.coefficient == Coefficient::kTextbook)->value;
  row.status = kAssessed;
  return row;
}

inline std::vector<JournalRanks> journal_ranks(const RegionResults& results, const JournalRanksSettings& settings) {
  std::vector<JournalRanks> rows;
  rows.reserve(results.groups().size());
  std::vector<Pair> pairs;
  for (const Group& group : results.groups()) rows.push_back(journal_ranks_of(results.of(group), settings, pairs));
  return rows;
}

}  // namespace objectivity
