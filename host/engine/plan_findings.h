// What the results of a school ask a programme to answer: lists that it is on, checks that were met, rows of indicators.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/wording.h"
#include "extend/plugin_loader.h"
#include "packs/pack.h"
#include "plans/programme_measures.h"
#include "store/runs.h"

namespace opora {

struct Finding {
  enum class Kind : std::uint8_t { kListed, kCheck, kFigure } kind = Kind::kListed;
  std::string id;                  // of the methodology or indicator
  std::set<std::string> details;   // of a list its category, of a check its rule, of a figure the values of its row
  std::string text;                // in words
  std::map<std::string, std::string> cells;  // of a figure, by column
  std::set<std::string> subjects;  // codes of the subjects that it speaks of
  bool listed = false;             // the school is on the list, or the check helped to put it there
};

// By the school's code; a school without findings has no entry.
using Findings = std::map<std::string, std::vector<Finding>>;

// A bare methodology is answered when the school is on its list, a detail when it is among the finding's.
bool answers(const Answered& answer, const Finding& finding);
bool answers(const ProgrammeMeasure& measure, const Finding& finding);

// Met checks and lists of `run` for the schools named (codes).
Result<Findings> findings_of_run(const Store& store, const RunRecord& run, const std::set<std::string>& schools, const Words& words);

// Rows of the indicators that `measures` name and the pack has, added to `findings`. An indicator that fails is a warning: a
// programme without it is better than none.
struct FigureSource {
  const PackLibrary* packs = nullptr;
  std::string pack, school, municipality;  // one of the two
  int year = 0;
  int threads = 1;
  Isolation isolation = Isolation::kUnlessShipped;
};
Status add_figures(const Store& store, const FigureSource& source, const std::vector<ProgrammeMeasure>& measures, const Words& words, Findings& findings,
                   std::vector<Diagnostic>& warnings);

}  // namespace opora
