// Use case "list": the decisions of a run as rows for a table, a file or the page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/wording.h"
#include "model/decision_set.h"
#include "store/runs.h"

namespace opora {

struct ListRequest {
  std::optional<RunId> run;
  std::string category;  // empty: every category
  bool all = false;      // also "no" and "not assessable"
  std::string sort;      // a column; empty: municipality and name, as a reader expects
};

struct ListRow {
  std::string category, school, name, municipality, region;
  Answer answer = Answer::kNo;
  std::string reasons;   // met checks in words, or why it is not assessable
  Decision decision;
};

struct Listing {
  RunRecord run;
  DecisionSet decisions;
  std::vector<ListRow> rows;  // by category in run order, then municipality and name as a reader expects
};

// CLI-030 unknown category (with the run's categories), STORE-011 no run.
Result<Listing> list_decisions(const Store& store, const ListRequest& request, const Words& words);

// The value of a column of a row: a further value that the methodology gave, or category, school, name,
// municipality, region, answer, reasons. Nothing for an unknown column.
std::optional<std::string> column_value(const ListRow& row, const std::string& column);
std::vector<std::string> default_columns(const Listing& listing);

// RFC 4180 with LF; a field is quoted only when it must be.
std::string to_csv(const Listing& listing, const std::vector<std::string>& columns);

}  // namespace opora
