// A part of a plan on its way from one store to another, and its texts: the plan as JSON, assignments and events as JSON a
// line. The same part gives the same bytes.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "store/plans.h"

namespace opora {

struct PartAssignment {
  std::string name;  // the same in every store
  int position = 0, ordinal = 0;
  Part part = Part::kLead;
  Holder holder;     // without id
  std::vector<PlanEvent> events;
  std::vector<std::int64_t> lines;  // of the events in events.jsonl, when they were read
};

struct PlanPart {
  StoredPlan plan;             // without its numbers
  std::string supersedes;      // uid of the redaction before; may be empty
  std::vector<Occasion> occasions;
  std::vector<DeadlineDecision> decisions;  // oldest first
  std::vector<PartAssignment> assignments;  // in the order of the plan

  std::int64_t events() const;
};

struct PartTexts {
  std::string plan, assignments, events;
};
PartTexts texts_of(const PlanPart& part);

// PLAN-042 where a text is not what texts_of writes, or the three do not fit together; `file` is named in it.
Result<PlanPart> part_of(const PartTexts& texts, const std::string& file);

// "7. Find the schools …, School No. 5": how an assignment is named to people.
std::string assignment_words(const Plan& plan, int position, int ordinal, const Holder& holder);

// Windows that a person's last word left a measure with; empty: none has days.
std::vector<DateWindow> windows_of(const PlanPart& part, int position);

}  // namespace opora
