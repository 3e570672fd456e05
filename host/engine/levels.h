// Use case "identify on every level": a municipality's pack, its region's and the federal one, each run as it is, side by
// side. Every level is a run of its own, with the scales and indicators of its own pack, exactly as `opora run` of
// that pack gives it; nothing is merged, whatever the categories are called.
// CLI-019 parameters are given for several levels at once.
#pragma once

#include <string>
#include <vector>

#include "engine/identify.h"
#include "engine/listing.h"
#include "store/run_levels.h"

namespace opora {

struct LevelReport {
  std::string level;  // federal, region, municipality
  IdentifyReport report;
};

struct LevelsReport {
  std::vector<LevelReport> levels;         // from the farthest base to the pack itself
  std::vector<std::string> without_rules;  // packs of the lineage that have no methodology for the year
};

// The pack alone, its level kept with the run; `bases`: those that it extends before it, kept as beside each other.
// A base without a methodology for the year (among those named, if any are) is left out and told.
Result<LevelsReport> identify_levels(Store& store, const PackLibrary& library, const IdentifyRequest& request, bool bases);

// The lists of the runs beside a run (the newest without a number): one when it was run alone.
struct LevelListing {
  RunLevel level;
  Listing listing;
};
Result<std::vector<LevelListing>> list_levels(const Store& store, const ListRequest& request, const PackLibrary* packs);

// A school in the categories of one name, level by level: what a table of levels shows in a row.
struct LevelRow {
  std::string category, school;
  std::string_view name, municipality;
  std::vector<std::string> answers;  // words, by level; several of one level separated by "; ", "—" where nothing was decided
};
// The schools on the list of some level (`all`: every one), by category, municipality and name.
std::vector<LevelRow> beside_each_other(const std::vector<LevelListing>& levels, bool all);

// A line for each level, category and school: level, pack, run, then the columns of a list.
std::string to_csv(const std::vector<LevelListing>& levels, std::vector<std::string> columns);

std::string level_word(const std::string& level);  // "federal", "regional", "municipal", translated

}  // namespace opora
