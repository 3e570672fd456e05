// Use case "programme": a school's own programme of transition from what its results ask for, and a municipality's from its
// schools. The measures are a pack's data (plans/programme_measures.h); every row says what it answers. A programme is a plan
// like any other: what is written can be edited and read back (plan import).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "extend/plugin_loader.h"
#include "model/plan.h"
#include "packs/pack.h"
#include "store/runs.h"

namespace opora {

struct ProgrammeRequest {
  std::string school;          // as people name it (find_school.h), or
  std::string municipality;    // for the schools of it that are on a list
  std::string pack;
  std::optional<RunId> run;    // else the newest of the pack, or of the nearest base that has one
  std::optional<int> year;     // in which the programme begins; else that of the run
  int threads = 1;
  Isolation isolation = Isolation::kUnlessShipped;
};

struct Programme {
  std::string title;
  std::vector<std::pair<std::string, std::string>> head;  // label, text: school, run, lists
  std::vector<PlanRow> rows;               // numbered "1.1." by section; purpose: what the row answers
  std::int64_t schools = 0;                // of a municipality: those on a list
  std::vector<std::string> unanswered;     // lists that a school is on and no measure of the table answers
  std::vector<Diagnostic> warnings;        // of indicators
};

// CLI-020, CLI-021 no such school; PLAN-073 the pack has no run; PLAN-074 no such municipality; PLAN-075 none of its schools is on a list
// that measures answer; PACK-091, PACK-092 the measures.
Result<Programme> make_programme(const Store& store, const PackLibrary& packs, const ProgrammeRequest& request);

// A short head, then one table a section. As a table for a spreadsheet: rows_csv (plan_rows.h).
std::string programme_markdown(const Programme& programme);

}  // namespace opora
