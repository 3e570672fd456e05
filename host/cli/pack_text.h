// What `opora pack …` prints.
#pragma once

#include "cli/command.h"
#include "engine/pack_coverage.h"
#include "engine/pack_explanation.h"
#include "engine/pack_tests.h"

namespace opora {

void print_tests(const Session& session, const PackTestReport& report);
void print_explanation(const Session& session, const PackExplanation& explanation);
// `word`: how the user named the pack, for the remedy.
void print_lock(const Session& session, const Pack& pack, const LockReport& report, const std::string& word);
void print_coverage(const Session& session, const PackCoverage& coverage);
void print_packs(const Session& session, const std::vector<PackSummary>& packs);

}  // namespace opora
