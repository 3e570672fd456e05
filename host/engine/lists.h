// Use cases around decisions by people and lists under an act: override, propose, review, confirm, agree, approve, return,
// withdraw; and how lists compare: entries, exits, overlap, years in a row.
// A list goes draft → reviewed → agreed → approved → superseded. Its entries are a copy; as long as it is not approved, a
// decision by a person renews them and brings the list back to a draft.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/listing.h"
#include "store/lists.h"

namespace opora {

// Which category of which run. `category` may be left out when the run has one; "low-results/ШНОР" names one of several
// categories of a name.
struct CategoryChoice {
  std::optional<RunId> run;  // else the newest
  std::string category;
};

struct OverrideRequest {
  std::string school;  // as of explain
  CategoryChoice of;
  std::optional<Answer> decision;  // yes or no; nothing: take the decision that holds back
  std::string reason, document, actor;
};
struct OverrideReport {
  Override made;
  std::string name;                    // of the school
  std::vector<ListRecord> refreshed;   // lists that are drafts again
};
// LIST-001 no reason, LIST-002 the run has no decision on the school in the category, LIST-003 there is nothing to take
// back, LIST-004 the list is approved (a new list has to supersede it); CLI-020, CLI-021 as of explain, CLI-030.
Result<OverrideReport> override_decision(Store& store, const PackLibrary* packs, const OverrideRequest& request);

struct ProposeRequest {
  CategoryChoice of;
  std::optional<int> year;  // of the list; else that of the run
  std::string title;        // else the category's
  std::string actor, note;
};
// LIST-005 there is an open list of this run and category already.
Result<ListRecord> propose_list(Store& store, const PackLibrary* packs, const ProposeRequest& request);

enum class Step : std::uint8_t { kReview, kConfirm, kAgree, kReturn, kWithdraw };
struct StepRequest {
  ListId list = 0;
  Step step = Step::kReview;
  std::string municipality;  // kConfirm: whose part, as the list names it
  std::string actor, note, document;
};
struct StepReport {
  ListRecord list;
  std::vector<std::string> unconfirmed;  // municipalities of the list that have not confirmed their part
};
// LIST-006 the step does not follow from the list's state, LIST-007 no such municipality on the list (with the nearest),
// LIST-001 returning and withdrawing need a reason (`note`). When the last municipality confirms, the list is agreed.
Result<StepReport> step_list(Store& store, const StepRequest& request);

struct ApproveRequest {
  std::optional<ListId> list;  // or
  CategoryChoice of;           // a run's category: its open list, or a new one
  std::string order_number, order_date;  // YYYY-MM-DD or DD.MM.YYYY
  std::optional<int> year;
  std::optional<ListId> supersedes;  // else the approved list of the same pack, category and year, if there is one
  std::string actor, note, document;
};
// LIST-008 the date is none; LIST-006.
Result<ListRecord> approve_list(Store& store, const PackLibrary* packs, const ApproveRequest& request);

// A list as people refer to it: "L3" a list, "5" or "5:ШНОР" a run's category with decisions by people, "ext:NAME:2022"
// a list that others delivered.
struct SchoolsOfList {
  std::string title;   // "L3 ШНОР 2022"
  std::string kind;    // "list", "run", "external"
  int year = 0;
  std::vector<ListEntry> entries;  // that say yes
};
// LIST-009 a reference that cannot be read or does not exist.
Result<SchoolsOfList> listed_schools(const Store& store, const PackLibrary* packs, const std::string& reference);

struct ListDifference {
  SchoolsOfList before, after;
  std::vector<ListEntry> entered, left, stayed;  // stayed: as of `after`
};
Result<ListDifference> diff_lists(const Store& store, const PackLibrary* packs, const std::string& before, const std::string& after);

// Schools that stand on two or more of the lists, and how many each pair has in common.
struct ListOverlap {
  std::vector<SchoolsOfList> lists;
  std::vector<std::vector<std::int64_t>> common;  // [i][j]; [i][i]: schools of list i
  struct Row {
    ListEntry school;
    std::vector<std::size_t> on;  // indices into lists
  };
  std::vector<Row> several;
};
Result<ListOverlap> overlap_lists(const Store& store, const PackLibrary* packs, const std::vector<std::string>& references);

// Where a school stood: approved and open lists, oldest first, and how many years in a row it stands on approved lists of
// the category up to each.
struct SchoolOnList {
  ListRecord list;
  ListEntry entry;
  int years_in_row = 0;
};
Result<std::vector<SchoolOnList>> lists_of_school(const Store& store, const std::string& school);
Result<std::map<std::string, std::vector<SchoolOnList>>> lists_by_school(const Store& store);  // of every school, by code

struct ListOverview {
  ListRecord list;
  std::optional<ListId> previous;  // newest approved list of the pack and category of an earlier year
  std::int64_t entered = 0, left = 0;
};
Result<std::vector<ListOverview>> overview_of_lists(const Store& store);

}  // namespace opora
