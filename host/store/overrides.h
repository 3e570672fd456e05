// Decisions by people on single schools, kept beside the rule's answer. Nothing is deleted: what is taken back stays
// with who took it back and why.
#pragma once

#include <string>
#include <vector>

#include "model/decision.h"
#include "store/runs.h"

namespace opora {

using OverrideId = std::int64_t;

struct Override {
  OverrideId id = 0;
  RunId run = 0;
  std::string methodology, category, school;
  Answer rule_answer = Answer::kNo;  // the run's
  Answer answer = Answer::kNo;       // the person's: yes or no
  std::string reason;                // never empty
  std::string document;              // that the decision rests on; may be empty
  std::string actor, at;
  std::string withdrawn_by, withdrawn_at, withdrawn_reason;  // empty: it holds
};

// Both inside in_transaction(); sealed and entered into the audit trail.
Result<OverrideId> add_override(Store& store, const Override& made);
Status withdraw_override(Store& store, OverrideId id, const std::string& actor, const std::string& reason);

// Of a run, oldest first. `all`: also those that were withdrawn or replaced by a later one.
Result<std::vector<Override>> overrides_of(const Store& store, RunId run, bool all = false);

}  // namespace opora
