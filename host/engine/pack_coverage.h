// What is demanded of a region and what serves it: coverage.csv of a pack, a line for each demand of a programme, with
// what does it and the test that shows so. Columns: row (of the catalogue), what, how, test, and optional later.
//   how   names of items (`methodology:low-results`, `indicator:…`, `matching:…`, `importer:…`), of commands
//         (`command:explain`, `command:plan-due`), plugins (`plugin:ru.opora.deficits`), source profiles (`profile:logins`),
//         rows of plans (`plan:support-2019/4`) and registers (`register:events`)
//   test  `pack:tests/low_results` or `ctest:e2e.lists`
//   later what will serve the row, or the rest of it, in a word
// several are separated by ", "; how and test empty: not served yet.
// PACK-070 the pack has no coverage.csv, PACK-071 its columns are not in order, PACK-072 a line names what is not there.
#pragma once

#include <string>
#include <vector>

#include "packs/pack.h"

namespace opora {

struct CoverageLine {
  std::string row, what, later;
  std::vector<std::string> how, tests;
  std::int64_t line = 0;
  bool covered() const { return !how.empty() && !tests.empty(); }
};

struct PackCoverage {
  std::string pack;
  std::vector<CoverageLine> lines;
  std::vector<Diagnostic> problems;  // names that lead nowhere; those of CTest are not looked for
  std::size_t covered() const;
};

bool has_coverage(const Pack& pack);
// `commands`: names that `command:` may have.
Result<PackCoverage> pack_coverage(const PackLibrary& library, const Pack& pack, const std::vector<std::string>& commands);

}  // namespace opora
