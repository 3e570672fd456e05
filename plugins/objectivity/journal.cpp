#include "journal.h"

namespace objectivity {
namespace {

struct Comparison {
  std::int64_t lowered = 0, confirmed = 0, raised = 0, apart = 0;
  std::int64_t n() const { return lowered + confirmed + raised; }
  Comparison operator+(const Comparison& o) const { return {lowered + o.lowered, confirmed + o.confirmed, raised + o.raised, apart + o.apart}; }
  Comparison operator-(const Comparison& o) const { return {lowered - o.lowered, confirmed - o.confirmed, raised - o.raised, apart - o.apart}; }
};

Comparison comparison_of(std::span<const Observation> observations, const JournalSettings& settings) {
  Comparison found;
  for (const Observation& one : observations) {
    if (one.mark < settings.lowest || one.journal < settings.lowest) continue;
    (one.mark < one.journal ? found.lowered : one.mark > one.journal ? found.raised : found.confirmed) += one.n;
    if (std::abs(one.mark - one.journal) >= settings.far) found.apart += one.n;
  }
  return found;
}

// A share here against the same elsewhere, into a finding; the z or nothing.
Maybe state(Finding& finding, const Count& here, const Count& elsewhere) {
  finding.value = here.share() - elsewhere.share();
  finding.status = kAssessed;
  const auto test = compare_shares(here, elsewhere);
  if (!test) return finding.p = 1.0, std::nullopt;  // nobody, or everybody, here and there: no sign
  finding.p = test->p_above;
  return test->z;
}

}  // namespace

JournalSettings journal_settings(const Context& ctx) { return {ctx.integer("lowest_mark"), ctx.integer("far"), ctx.integer("min_n")}; }

std::vector<Journal> compare_journal(const RegionResults& results, const JournalSettings& settings) {
  std::vector<Comparison> here;
  for (const Group& group : results.groups()) here.push_back(comparison_of(results.of(group), settings));
  const auto region = by_procedure<Comparison>(results, [&](std::size_t i) { return here[i]; });
  std::vector<Journal> rows(here.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Journal& row = rows[i];
    const Comparison& own = here[i];
    const Comparison elsewhere = region[static_cast<std::size_t>(results.groups()[i].procedure)] - own;
    row.n = row.above.n = own.n();
    row.lowered = own.lowered, row.confirmed = own.confirmed, row.raised = own.raised, row.apart = own.apart;
    if (row.n < settings.min_n) row.status = row.n == 0 ? "не оценивается: отметок в журнале нет" : too_few(row.n, settings.min_n);
    else if (elsewhere.n() == 0) row.status = kNobodyElse;
    if (!row.status.empty()) {
      row.above.status = row.status;
      continue;
    }
    row.raised_elsewhere = Count{elsewhere.raised, elsewhere.n()}.share(), row.far_elsewhere = Count{elsewhere.apart, elsewhere.n()}.share();
    row.z = state(row, {own.apart, row.n}, {elsewhere.apart, elsewhere.n()});
    row.above_z = state(row.above, {own.raised, row.n}, {elsewhere.raised, elsewhere.n()});
  }
  return rows;
}

void adjust_journal(std::vector<Journal>& rows, const Adjustment& adjust) {
  adjust(rows);
  adjust(rows, [](Journal& row) -> Finding& { return row.above; });
}

Frame JournalComparison::compute(const Context& ctx) const {
  const RegionResults results(chosen_results(ctx, ctx.year()), {"mark", "journal"});
  std::vector<Journal> rows = compare_journal(results, journal_settings(ctx));
  adjust_journal(rows, Adjustment(ctx));
  return SchoolFrame(ctx, results, rows)
      .add("lowered", [](const Journal& row) { return row.lowered; }).add("confirmed", [](const Journal& row) { return row.confirmed; })
      .add("raised", [](const Journal& row) { return row.raised; }).add("far", [](const Journal& row) { return row.apart; })
      .add("raised_elsewhere", [](const Journal& row) { return row.raised_elsewhere; })
      .add("far_elsewhere", [](const Journal& row) { return row.far_elsewhere; })
      .add("raised_z", [](const Journal& row) { return row.above_z; }).add("raised_p", [](const Journal& row) { return row.above.p; })
      .add("raised_q", [](const Journal& row) { return row.above.q; }).add("far_z", [](const Journal& row) { return row.z; })
      .finish();
}

}  // namespace objectivity
