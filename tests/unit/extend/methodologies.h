// Facts held as a frame, answered with the same kernels as the store's, and scripts run on them.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <string>
#include <vector>

#include "extend/lua_script.h"

namespace opora::testing {

class FrameFacts final : public FactSource {
 public:
  Frame results, tasks, descriptions, school_list, context_items, procedure_list, listed;
  int requests = 0;

  Result<Frame> tally(const FactRequest& request) override {
    ++requests;
    OPORA_ASSIGN(const Frame kept, where(request.dataset == "tasks" ? tasks : results, request.conditions));
    return group_tally(kept, request.keys, request.aggregates, request.threads);
  }
  Result<Frame> rows(const FactRequest& request, const std::vector<std::string>& columns) override {
    OPORA_ASSIGN(const Frame kept, where(request.dataset == "tasks" ? tasks : results, request.conditions));
    for (const std::string& name : columns) OPORA_TRY(kept.column(name));
    return kept.select(columns);
  }
  Result<Frame> schools() override { return school_list; }
  Result<Frame> context(int) override { return context_items; }
  Result<Frame> procedures() override { return procedure_list; }
  Result<Frame> external_lists() override { return listed; }
  Result<Frame> reference(const std::string&) override { return descriptions; }
};

// One participant: school, procedure, year, score, mark, journal (0: missing).
struct Participant {
  std::string school, procedure;
  std::int64_t year, score, mark, journal;
};

inline Frame frame_of(const std::vector<Participant>& people) {
  std::vector<std::string> school, procedure;
  std::vector<std::int64_t> year, score, mark, journal;
  std::vector<std::uint8_t> has_journal;
  for (const Participant& one : people) {
    school.push_back(one.school);
    procedure.push_back(one.procedure);
    year.push_back(one.year);
    score.push_back(one.score);
    mark.push_back(one.mark);
    journal.push_back(one.journal);
    has_journal.push_back(one.journal != 0);
  }
  return Frame()
      .with("school", Column::of_text(school))
      .with("procedure", Column::of_text(procedure))
      .with("year", Column::of_int64(year))
      .with("score", Column::of_int64(score))
      .with("mark", Column::of_int64(mark))
      .with("journal", Column::of_int64(journal, has_journal));
}

inline Frame schools_frame(const std::vector<std::string>& codes) { return Frame().with("school", Column::of_text(codes)); }

// `low` of `n` participants with mark 2 in a procedure, the rest with mark 4.
inline void add(std::vector<Participant>& people, const std::string& school, const std::string& procedure, int n, int low, int year = 2026) {
  for (int i = 0; i < n; ++i) people.push_back({school, procedure, year, i < low ? 3 : 12 + i % 3, i < low ? 2 : 4, i % 2 == 0 ? 4 : 0});
}

constexpr const char* kScript = "regions/demo/2026/method.lua";

// The body of decide(ctx, p), with a few parameters around it. Its first line is line 1 of the script.
inline std::string around(const std::string& body) {
  return "local function decide(ctx, p) " + body +
         "\nend return methodology { api = 1, id = 'm', category = 'ШНОР', title = 'T', inputs = { 'results', 'context' }, decide = decide,"
         " params = { low_share = percent(30, { basis = 'приказ' }), procedures = integer(2), min_n = integer(10), factor = number(1.96),"
         " combine = choice('all', { 'all', 'any' }), strict = flag(false) } }";
}

inline Result<DecisionSet> run_text(FactSource& facts, const std::string& text, const std::map<std::string, std::string>& parameters = {},
                                    int threads = 1, const SandboxLimits& limits = {}) {
  OPORA_ASSIGN(const std::unique_ptr<Methodology> loaded, load_lua_methodology({kScript, text, {}}, limits));
  RunContext context;
  context.year = 2026;
  context.threads = threads;
  return loaded->run_on(facts, context, parameters);
}

inline Decision decision_of(const DecisionSet& set, const std::string& school, const std::string& category = "ШНОР") {
  for (const DecisionRow& row : set.decisions)
    if (set.schools[static_cast<std::size_t>(row.school)] == school && set.categories[static_cast<std::size_t>(row.category)].name == category)
      return set.decision(row);
  ADD_FAILURE() << "no decision on " << school << " in " << category;
  return {};
}

// Everything of a set as text; doubles bit by bit.
inline std::string fingerprint(const DecisionSet& set) {
  std::string text;
  for (const DecisionRow& row : set.decisions) {
    const Decision decision = set.decision(row);
    text += decision.school + '|' + decision.category + '|' + std::to_string(static_cast<int>(decision.answer)) + '|' + decision.reason;
    for (const Check& check : decision.checks)
      text += '|' + check.name + check.rule + std::to_string(check.n) + ':' + std::to_string(check.share ? check.share->numerator : -1) + ':' +
              std::to_string(std::bit_cast<std::uint64_t>(check.value.value_or(0))) + ':' + std::to_string(std::bit_cast<std::uint64_t>(check.measured_threshold.value_or(0)));
    for (const auto& [name, value] : decision.values) text += '|' + name + '=' + value;
    text += '\n';
  }
  return text;
}

// What a body gives through ctx: evaluates `expression` and returns it as the value "x" of school "s".
inline std::string evaluate(FactSource& facts, const std::string& statements, const std::string& expression) {
  const Result<DecisionSet> set = run_text(facts, around(statements + "\nctx:decision('s'):value('x', tostring(" + expression + "))"));
  if (!set.ok()) return render_terminal(set.error(), false);
  return decision_of(*set, "s").values.at(0).second;
}

}  // namespace opora::testing
