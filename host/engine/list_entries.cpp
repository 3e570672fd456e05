#include "engine/list_entries.h"

#include <algorithm>
#include <map>

#include "base/messages.h"

namespace opora {
namespace {

std::map<std::string, const Override*> by_school(const std::vector<Override>& overrides, const std::string& methodology, const std::string& category) {
  std::map<std::string, const Override*> found;
  for (const Override& one : overrides)
    if (one.methodology == methodology && one.category == category) found[one.school] = &one;
  return found;
}

std::string with_reason(std::string reasons, const Override& made) {
  if (!reasons.empty()) reasons += "; ";
  reasons += made.document.empty() ? tr_format("decided by a person: {0}", made.reason) : tr_format("decided by a person: {0} ({1})", made.reason, made.document);
  return reasons;
}

}  // namespace

std::vector<ListEntry> entries_for(const Listing& listing, const std::string& methodology, const std::string& category,
                                   const std::vector<Override>& overrides) {
  const auto decided = by_school(overrides, methodology, category);
  std::vector<ListEntry> entries;
  for (const ListRow& row : listing.rows) {
    const Category& of_row = listing.decisions.categories[static_cast<std::size_t>(listing.of(row).category)];
    if (of_row.name != category || of_row.methodology != methodology) continue;
    const auto made = decided.find(listing.school(row));
    const Answer rule = listing.answer(row);
    if (rule != Answer::kYes && (made == decided.end() || made->second->answer != Answer::kYes)) continue;
    ListEntry entry{listing.school(row), std::string(listing.name(row)), std::string(listing.municipality(row)), rule, rule, listing.reasons(row), {}};
    if (made != decided.end()) {
      entry.answer = made->second->answer;
      entry.reasons = with_reason(std::move(entry.reasons), *made->second);
      entry.override_id = made->second->id;
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<std::vector<std::string>> differing_schools(const Store& store, const ListRecord& list, const std::vector<ListEntry>& entries) {
  ListRequest request;
  request.run = list.run;
  request.category = list.category;
  request.all = true;
  OPORA_ASSIGN(const Listing listing, list_decisions(store, request, nullptr));
  OPORA_ASSIGN(auto overrides, overrides_of(store, list.run, true));
  std::erase_if(overrides, [&](const Override& made) {  // later ones do not change a list that is frozen
    return std::none_of(entries.begin(), entries.end(), [&](const ListEntry& entry) { return entry.override_id == made.id; });
  });
  std::map<std::string, std::pair<Answer, std::int64_t>> due;
  for (const ListEntry& entry : entries_for(listing, list.methodology, list.category, overrides))
    due[entry.school] = {entry.answer, entry.override_id.value_or(0)};
  std::vector<std::string> differing;
  for (const ListEntry& entry : entries) {
    const auto it = due.find(entry.school);
    if (it == due.end() || it->second != std::pair(entry.answer, entry.override_id.value_or(0))) differing.push_back(entry.school);
    if (it != due.end()) due.erase(it);
  }
  for (const auto& [school, answer] : due) differing.push_back(school);
  return differing;
}

}  // namespace opora
