// The parts of a run: what one methodology found in one territory. Parts are never changed and may
// belong to several runs: where nothing that a part depends on has changed, a new run refers to it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/warnings.h"
#include "model/decision_set.h"
#include "store/store.h"

namespace opora {

using PartId = std::int64_t;

struct RunPart {
  std::string territory;         // name; empty: the methodology looks at all territories at once
  std::string inputs;            // digest over everything the decisions depend on
  std::optional<PartId> stored;  // an earlier run has it: `decisions` is not used
  DecisionSet decisions;         // settled
  std::vector<ReportedWarning> warnings{};  // of its extensions; of a stored part, too
};

// The newest part that was computed from the same inputs.
Result<std::optional<PartId>> find_part(const Store& store, std::string_view inputs);

// Inside the transaction of save_run(); `checks` as of encode_checks().
Result<PartId> save_part(sqlite3* db, const RunPart& part, std::span<const std::uint8_t> checks);
Result<DecisionSet> load_part(sqlite3* db, PartId part);  // settled; STORE-004 when damaged
Result<std::vector<ReportedWarning>> load_warnings(const Store& store, PartId part);

}  // namespace opora
