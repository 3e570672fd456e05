// Use case "explain": every check of a school in a run, met or not, with its distance to the threshold
// and the file and rows behind it. The answer to "why us?" and "why not us?".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/decision_set.h"
#include "store/facts.h"
#include "store/runs.h"

namespace opora {

struct ExplainedCheck {
  Check check;
  std::string rule_title;
  std::vector<SourceRows> sources;  // files and rows of the results behind the check
};

struct ExplainedDecision {
  Decision decision;
  std::string title;                // of the category
  std::vector<std::string> requirements;  // in words
  std::vector<ExplainedCheck> checks;
};

struct Explanation {
  std::string school, name, municipality;
  RunRecord run;
  std::vector<ExplainedDecision> decisions;
};

// Explains many schools of one run: what all of them share is read once. Safe to use from several threads, each with a
// connection of its own.
class Explainer {
 public:
  static Result<Explainer> open(const Store& store, std::optional<RunId> run);  // STORE-011 no run
  const RunRecord& run() const { return run_; }
  const Frame& registry() const { return registry_; }
  Result<Explanation> of(const Store& store, const std::string& school) const;  // as of explain()

 private:
  RunRecord run_;
  Frame registry_;
  DecisionSet decisions_;
  std::unordered_map<std::string, std::vector<DecisionRow>> of_school_;  // in their order
  Frame procedures_;
  std::shared_ptr<FactCache> facts_;
};

// `school`: its code, another of its codes, or a part of its name that only one school has.
// CLI-020 no such school (with the nearest), CLI-021 several; STORE-011 no run.
Result<Explanation> explain(const Store& store, const std::string& school, std::optional<RunId> run);

}  // namespace opora
