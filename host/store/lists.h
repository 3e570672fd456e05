// Lists: schools of one category of a run on the way to an act and under it. What stands on a list is a copy with names
// and reasons as they were; every step is kept, sealed and entered into the audit trail.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/overrides.h"
#include "store/runs.h"

namespace opora {

using ListId = std::int64_t;

enum class ListState : std::uint8_t { kDraft, kReviewed, kAgreed, kApproved, kSuperseded, kWithdrawn };
std::string_view state_code(ListState state);  // "draft", "reviewed" …

struct ListRecord {
  ListId id = 0;
  RunId run = 0;
  std::string pack, methodology, category, title;
  int year = 0;       // of the list
  int data_year = 0;  // of the run
  ListState state = ListState::kDraft;
  std::string order_number, order_date;  // of the act; the date as YYYY-MM-DD
  std::optional<ListId> supersedes;
  std::string seal;
  std::int64_t schools = 0;  // on the list: entries that say yes
};

struct ListEntry {
  std::string school, name, municipality;
  Answer rule_answer = Answer::kNo;
  Answer answer = Answer::kNo;  // kYes: on the list; kNo: a person took the school off it
  std::string reasons;          // checks in words, and a person's reason
  std::optional<OverrideId> override_id;
};

struct ListStep {
  std::string step;          // "proposed", "refreshed", "reviewed", "confirmed", "agreed", "returned", "approved", "superseded", "withdrawn"
  std::string municipality;  // "confirmed": whose part
  std::string actor, at, note, document;
};

// The next three inside in_transaction().
Result<ListId> add_list(Store& store, const ListRecord& list, const std::vector<ListEntry>& entries, const ListStep& first);
Status replace_entries(Store& store, ListId list, const std::vector<ListEntry>& entries);
// Writes state, order and what it supersedes, and the step that led there.
Status take_step(Store& store, const ListRecord& list, const ListStep& step);

Result<std::vector<ListRecord>> all_lists(const Store& store);
Result<ListRecord> find_list(const Store& store, ListId id);  // STORE-027 no such list
Result<std::vector<ListEntry>> entries_of(const Store& store, ListId list);  // ascending by municipality, name as bytes
Result<std::vector<ListStep>> steps_of(const Store& store, ListId list);

}  // namespace opora
