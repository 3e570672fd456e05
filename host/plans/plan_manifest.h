// The data file of a plan before its rows are read: what stands above them, and what the pack says about single rows.
#pragma once

#include <string>
#include <vector>

#include "model/plan.h"
#include "packs/data_file.h"

namespace opora {

// Which row is meant: its number, the beginning of its section when numbers repeat, and which of several.
struct RowReference {
  std::string section, number;
  int nth = 1;
};

struct PlanManifest {
  Plan head;  // without measures
  std::string rows;  // path of the table
  struct Entry {
    RowReference row;
    MeasureWork work;
  };
  std::vector<Entry> entries;
};

// PACK-010 … PACK-013, PACK-084.
Result<PlanManifest> read_plan_manifest(const DataFile& file);

}  // namespace opora
