// Use case "list": the decisions of a run as rows for a table, a file or the page.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/wording.h"
#include "frame/frame.h"
#include "model/decision_set.h"
#include "packs/pack.h"
#include "store/runs.h"

namespace opora {

struct ListRequest {
  std::optional<RunId> run;
  std::string category;  // empty: every category
  bool all = false;      // also "no" and "not assessable"
  std::size_t near = 0;  // so many of those answered "no" that are nearest to a threshold, instead of the list; 0: the list
  std::string sort;      // a column; empty: municipality and name, as a reader expects
  std::vector<std::string> columns;  // that will be asked for; empty: any
};

struct ListRow {
  std::int32_t decision = 0;       // index into the decisions of the run
  std::int64_t registry_row = -1;  // of the school; -1: the registry does not name it
};

// The rows stand in the run's decisions; what a reader sees of a row is made when it is asked for.
struct Listing {
  RunRecord run;
  DecisionSet decisions;
  Words words;                // titles of the codes of the run's pack
  Frame registry;             // of store/facts.h schools(); empty when no column asks for it
  std::vector<ListRow> rows;  // by category in run order, then municipality and name as a reader expects

  const DecisionRow& of(const ListRow& row) const { return decisions.decisions[static_cast<std::size_t>(row.decision)]; }
  const std::string& category(const ListRow& row) const { return decisions.categories[static_cast<std::size_t>(of(row).category)].name; }
  const std::string& school(const ListRow& row) const { return decisions.schools[static_cast<std::size_t>(of(row).school)]; }
  Answer answer(const ListRow& row) const { return of(row).answer; }
  std::string_view name(const ListRow& row) const { return registered(row, "name"); }
  std::string_view municipality(const ListRow& row) const { return registered(row, "municipality"); }
  std::string_view region(const ListRow& row) const { return registered(row, "region"); }
  Decision decision(const ListRow& row) const { return decisions.decision(of(row)); }
  std::string reasons(const ListRow& row) const;  // met checks in words, why it is not assessable, or the unmet check nearest to its threshold

 private:
  std::string_view registered(const ListRow& row, std::string_view column) const;
};

// The assessed check that is not met and nearest to its threshold, by distance as a part of the threshold; nothing when
// there is none.
struct NearMiss {
  double distance = 0;  // small is near
  const Check* check = nullptr;
};
std::optional<NearMiss> near_miss(const Decision& decision);

// The run of the request, or the newest. Without `packs`, or when the run's pack is not among them, codes
// are shown as they are. CLI-030 unknown category (with the run's categories), STORE-011 no run.
Result<Listing> list_decisions(const Store& store, const ListRequest& request, const PackLibrary* packs);
// The same of a run that is still in memory, as identify() returns it.
// Reads the decisions of the run when there are none at hand.
Result<Listing> list_decisions(const Store& store, RunRecord run, std::optional<DecisionSet> decisions, const ListRequest& request,
                               const PackLibrary* packs);

// The value of a column of a row: a further value that the methodology gave, or category, school, name,
// municipality, region, answer, reasons. Nothing for an unknown column.
std::optional<std::string> column_value(const Listing& listing, const ListRow& row, const std::string& column);
std::vector<std::string> default_columns(const Listing& listing);

// RFC 4180 with LF; a field is quoted only when it must be.
std::string to_csv(const Listing& listing, const std::vector<std::string>& columns);

}  // namespace opora
