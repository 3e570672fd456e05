// Use case "adopt a plan": a pack's plan becomes work: each row's bodies are found, classes of bodies stand for each of their
// schools or municipalities, and each of them owes each window.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/plan_view.h"

namespace opora {

struct AdoptRequest {
  std::string pack, plan;      // the plan may be left out when the pack has one
  std::string region;          // schools and municipalities of it alone; empty: all of the store
  std::string municipality;    // of a municipal plan
  std::map<std::string, std::string> lists;  // methodology → "L3": whose schools a class stands for
  std::string actor;
};

struct AdoptReport {
  PlanId plan = 0;
  std::string title;
  int redaction = 1;
  std::optional<PlanId> supersedes;   // an earlier redaction or year that it carries on
  std::int64_t measures = 0, holders = 0, assignments = 0, carried = 0, undecided = 0;
  struct ClassUse {
    std::string name;        // of the class
    std::int64_t holders = 0;
    std::string list;        // "L3 …" when a list says who; empty: all
    bool waiting = false;    // the list is not approved yet: the class stands for itself
  };
  std::vector<ClassUse> classes;
  std::vector<Diagnostic> remarks;
};

// PLAN-001; STORE-031 adopted before; PLAN-005 the store knows no school, so that no class can be told apart.
// A plan of the same pack and id that was adopted with another text becomes the redaction before: work on rows that are
// the same in both is carried over.
Result<AdoptReport> adopt_plan(Store& store, const PackLibrary& packs, const AdoptRequest& request);

// A plan read from a document (plan import) instead of a pack.
Result<AdoptReport> adopt_plan(Store& store, const PackLibrary& packs, const AdoptRequest& request, const Plan& plan);

// Classes that waited for their list, now that it is there.
Result<AdoptReport> expand_plan(Store& store, const PackLibrary& packs, PlanId plan, const AdoptRequest& request);

}  // namespace opora
