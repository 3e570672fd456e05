// Use case "test a pack": the folders tests/<name>/ of a pack, each with case.lua (what runs), input/ (files as an
// authority has them) and expected.csv (engine/expected_decisions.h). The input goes into a fresh store as by
// `opora import`, the methodologies run as by `opora run`, and the decisions are compared.
// PACK-050 the pack has no such test, PACK-051 a test lacks input/ or expected.csv, PACK-054 a file of the input was
// not imported; case.lua as any data file (PACK-001 … PACK-013).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/expected_decisions.h"
#include "packs/pack.h"

namespace opora {

struct PackTestResult {
  std::string name;   // of the folder
  std::string title;  // of case.lua
  int year = 0;
  std::size_t expected = 0;                     // lines of expected.csv
  std::vector<DecisionDifference> differences;
  std::vector<Diagnostic> errors;               // why it could not be run, or not wholly
  std::vector<Diagnostic> remarks;              // of the import; no failures
  bool passed() const { return differences.empty() && errors.empty(); }
};

struct PackTestReport {
  std::string pack, version;
  std::vector<PackTestResult> tests;  // by name
  std::size_t failed() const;
};

// Names of the tests that the pack has, ascending.
std::vector<std::string> names_of_tests(const Pack& pack);

// `only`: names; empty: all. A pack without tests gives an empty report. Whether one passes is in the report; an error
// is what concerns them all.
Result<PackTestReport> run_pack_tests(const PackLibrary& library, const Pack& pack, const std::vector<std::string>& only, int threads);

}  // namespace opora
