// What commands print: texts for people, one JSON object a line for programs.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "engine/compare.h"
#include "engine/explain.h"
#include "engine/identify.h"
#include "engine/levels.h"
#include "engine/listing.h"
#include "engine/match.h"
#include "engine/sweep.h"
#include "store/batches.h"

namespace opora {

// `level`: of the run's pack; empty: not told.
void print_run(const Session& session, const IdentifyReport& report, const std::string& level = {});
void print_runs(const Session& session, const std::vector<RunRecord>& runs);
void print_batches(const Session& session, const std::vector<BatchRecord>& batches);

std::string runs_json(const std::vector<RunRecord>& runs);
std::string report_json(const IdentifyReport& report, const std::string& level = {});
std::string batches_json(const std::vector<BatchRecord>& batches);
std::string listing_table(const Session& session, const Listing& listing);
std::string listing_json(const Listing& listing, const std::string& level = {});
// The lists of several levels side by side, a school a row, a level a column.
std::string levels_table(const Session& session, const std::vector<LevelListing>& levels, bool all);
std::string explanation_text(const Session& session, const Explanation& explanation, const Words& words);
std::string explanation_json(const Explanation& explanation, const std::string& level = {});

std::string differences_text(const Session& session, const Differences& differences);
std::string differences_json(const Differences& differences);  // the totals on the first line, then a line a school
std::string differences_csv(const Differences& differences);
std::string sweep_text(const Session& session, const Sweep& sweep);
std::string sweep_json(const Sweep& sweep);  // the points on the first line, then a line a school
std::string sweep_csv(const Sweep& sweep);

std::string match_text(const Session& session, const MatchReport& report);
std::string match_json(const MatchReport& report);
void print_matches(const Session& session, const std::vector<MatchRecord>& records);

// To the file and a word on screen, or to standard output when `file` is empty. CLI-005.
Result<int> write_output(const Session& session, const std::string& file, const std::string& text);

}  // namespace opora
