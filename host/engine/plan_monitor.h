// Use case "monitor a plan": how it is carried out in shares with their denominators, and whether it helped: for each school
// on the list, the check that put it there and the next value of the same check.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/share.h"
#include "engine/plan_view.h"

namespace opora {

struct MonitorFigure {
  std::string id;        // "on_time", "with_evidence", "overdue", "schools_reached", "target" …
  std::string title;
  std::string row;       // of a row's target; else empty
  Share value;           // numerator and denominator as they are
  std::optional<int> target;  // per cent
};

// One school's way: check → measures → evidence → the next value.
struct LoopLine {
  std::string school, name, municipality;
  std::string list;          // "L3 ШНОР 2021"
  std::string check;         // the first met check, in words
  std::string before, after; // its value in the run of the list, and in the newest run of the same methodology
  std::string answer_after;  // yes, no, not assessable; empty: no later run
  std::int64_t owed = 0, done = 0;  // of the school's assignments
  std::int64_t documents = 0;
};

struct MonitorStage {
  std::string row, stage;
  std::optional<Date> from, to;
  WorkCounts work;
  std::vector<std::string> performs;
};

struct PlanMonitor {
  std::string title;
  Date on{};
  std::vector<MonitorFigure> figures;
  std::vector<MonitorStage> stages;   // of rows with several stages
  std::vector<LoopLine> loop;         // of schools that hold assignments and stand on an approved list
};

Result<PlanMonitor> monitor_plan(const Store& store, const PackLibrary& packs, PlanId plan, Date on);

}  // namespace opora
