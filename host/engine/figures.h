// Use case "indicator": the figures of an indicator of a pack, computed on the store for people to look at, with
// what stands behind them. Nothing is kept.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "extend/indicator.h"
#include "extend/plugin_loader.h"
#include "packs/pack.h"
#include "store/store.h"

namespace opora {

struct OfferedIndicator {
  IndicatorInfo info;                 // parameters as the pack sets them
  std::string origin;                 // script or plugin
  std::optional<Diagnostic> refused;  // it may not run, and info knows the id alone
};

// What the pack offers for the year, itself and by its bases, ascending by id. PACK-*.
Result<std::vector<OfferedIndicator>> offered_indicators(const PackLibrary& packs, const std::string& pack, int year, Isolation isolation);

struct FiguresRequest {
  std::string indicator, pack;
  int year = 0;
  std::vector<std::pair<std::string, std::string>> parameters;  // name → value
  std::string within;     // a region or municipality: computed from its schools alone, as for a methodology with `each`
  std::string school;     // only the rows of this school (find_school.h)
  std::string territory;  // only the rows of schools of this region or municipality
  std::string sort;       // a column of the indicator; "-column" descends; empty: as the indicator gives them
  std::int64_t limit = 0;  // rows; 0: all
  int threads = 1;
  Isolation isolation = Isolation::kUnlessShipped;
  std::function<bool()> cancelled;
};

// A column as people see it. Beside a column of school codes stands one with the schools' names.
struct FigureColumn {
  std::string name;   // of the indicator's output; of a column of names: empty
  std::string title;  // as declared, with the unit; else the name
  Column values;
};

struct Figures {
  IndicatorInfo info;  // with the values that were used
  std::string origin, pack, pack_version;
  int year = 0;
  std::vector<FigureColumn> columns;
  std::int64_t rows = 0, all_rows = 0;  // shown, and as computed
  std::vector<Diagnostic> warnings;     // of extensions
};

// LUA-*, ABI-*, EXT-* from the indicator; CLI-050 the pack offers none of that id, CLI-051 no such column to sort by,
// CLI-052 rows of a school or territory are asked for and the indicator gives no column `school`,
// CLI-053 no such territory; CLI-020, CLI-021 no such school.
Result<Figures> figures(const Store& store, const PackLibrary& packs, const FiguresRequest& request);

// For programs: the indicator's columns under their names, commas, decimal points.
std::string to_csv(const Figures& figures);
// For people and their spreadsheets: titles, names of schools, a byte order mark, semicolons, decimal commas.
std::string to_spreadsheet_csv(const Figures& figures);

}  // namespace opora
