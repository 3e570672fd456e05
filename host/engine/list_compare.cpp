// How lists compare: references to lists of any kind, entries and exits, overlap, years in a row.
#include <algorithm>
#include <map>
#include <set>

#include "base/messages.h"
#include "base/text.h"
#include "engine/category_choice.h"
#include "engine/find_school.h"
#include "engine/list_entries.h"
#include "engine/lists.h"
#include "store/facts.h"

namespace opora {
namespace {

Diagnostic unreadable(const std::string& reference) {
  return make_error("LIST-009", tr_format("\"{0}\" names no list", reference),
                    tr("write L3 for a list, 5 or 5:CATEGORY for a run, ext:NAME:YEAR for a list that others delivered; see: opora lists, opora runs"));
}

std::vector<ListEntry> on_list(std::vector<ListEntry> entries) {
  std::erase_if(entries, [](const ListEntry& entry) { return entry.answer != Answer::kYes; });
  return entries;
}

Result<SchoolsOfList> of_list(const Store& store, ListId id) {
  OPORA_ASSIGN(const ListRecord list, find_list(store, id));
  OPORA_ASSIGN(auto entries, entries_of(store, id));
  return SchoolsOfList{fmt::format("L{} {} {}", id, list.category, list.year), "list", list.year, on_list(std::move(entries))};
}

Result<SchoolsOfList> of_run(const Store& store, const PackLibrary* packs, RunId run, const std::string& category) {
  OPORA_ASSIGN(const ChosenCategory chosen, choose_category(store, {run, category}));
  ListRequest request;
  request.run = run;
  request.category = chosen.category;
  request.all = true;
  OPORA_ASSIGN(const Listing listing, list_decisions(store, request, packs));
  OPORA_ASSIGN(const auto overrides, overrides_of(store, run));
  return SchoolsOfList{tr_format("run {0} {1} {2}", run, chosen.category, chosen.run.info.year), "run", chosen.run.info.year,
                       on_list(entries_for(listing, chosen.methodology, chosen.category, overrides))};
}

// Schools of a delivered list, each once, with its markers as the reasons.
Result<SchoolsOfList> of_external(const Store& store, const std::string& name, int year) {
  OPORA_ASSIGN(const Frame delivered, external_lists(store));
  OPORA_ASSIGN(const Frame registry, schools(store));
  const auto rows = where(delivered, {{"list", Comparison::kEqual, name}, {"year", Comparison::kEqual, std::int64_t{year}}});
  if (!rows) return rows.error();
  if (rows->rows() == 0) return unreadable(fmt::format("ext:{}:{}", name, year));
  std::map<std::string, std::string> markers;
  for (std::int64_t row = 0; row < rows->rows(); ++row) {
    std::string& text = markers[std::string(rows->find("school")->text(row))];
    text += (text.empty() ? "" : ", ") + std::string(rows->find("marker")->text(row));
  }
  std::map<std::string, std::int64_t> place;
  for (std::int64_t row = 0; row < registry.rows(); ++row) place[std::string(registry.find("school")->text(row))] = row;
  SchoolsOfList found{tr_format("{0} {1}, delivered", name, year), "external", year, {}};
  for (auto& [school, text] : markers) {
    const auto known = place.find(school);
    const auto of_registry = [&](const char* column) { return known == place.end() ? std::string() : registry_text(registry, column, known->second); };
    found.entries.push_back({school, of_registry("name"), of_registry("municipality"), Answer::kYes, Answer::kYes, std::move(text), {}});
  }
  return found;
}

std::map<std::string, const ListEntry*> by_school(const SchoolsOfList& list) {
  std::map<std::string, const ListEntry*> found;
  for (const ListEntry& entry : list.entries) found[entry.school] = &entry;
  return found;
}

bool same_kind(const ListRecord& a, const ListRecord& b) { return a.pack == b.pack && a.methodology == b.methodology && a.category == b.category; }

bool counts(const ListRecord& list) { return list.state == ListState::kApproved || list.state == ListState::kSuperseded; }

std::set<std::string> schools_on(const std::vector<ListEntry>& entries) {
  std::set<std::string> found;
  for (const ListEntry& entry : entries)
    if (entry.answer == Answer::kYes) found.insert(entry.school);
  return found;
}

// How many years in a row each of the lists of one school makes.
void count_years(std::vector<SchoolOnList>& found) {
  for (SchoolOnList& one : found) {
    std::set<int> years;
    for (const SchoolOnList& other : found)
      if (counts(other.list) && same_kind(other.list, one.list) && other.entry.answer == Answer::kYes) years.insert(other.list.year);
    if (one.entry.answer == Answer::kYes) years.insert(one.list.year);
    while (years.contains(one.list.year - one.years_in_row)) ++one.years_in_row;
  }
}

}  // namespace

Result<SchoolsOfList> listed_schools(const Store& store, const PackLibrary* packs, const std::string& reference) {
  if (reference.starts_with("L") || reference.starts_with("l")) {
    const auto id = parse_integer(reference.substr(1));
    return id ? of_list(store, *id) : Result<SchoolsOfList>(unreadable(reference));
  }
  const auto colon = reference.find(':');
  if (reference.starts_with("ext:")) {
    const auto last = reference.rfind(':');
    const auto year = parse_integer(reference.substr(last + 1));
    return year && last > colon ? of_external(store, reference.substr(4, last - 4), static_cast<int>(*year)) : Result<SchoolsOfList>(unreadable(reference));
  }
  const auto run = parse_integer(reference.substr(0, colon));
  if (!run) return unreadable(reference);
  return of_run(store, packs, *run, colon == std::string::npos ? "" : reference.substr(colon + 1));
}

Result<ListDifference> diff_lists(const Store& store, const PackLibrary* packs, const std::string& before, const std::string& after) {
  ListDifference found;
  OPORA_ASSIGN(found.before, listed_schools(store, packs, before));
  OPORA_ASSIGN(found.after, listed_schools(store, packs, after));
  const auto earlier = by_school(found.before), later = by_school(found.after);
  for (const ListEntry& entry : found.after.entries) (earlier.contains(entry.school) ? found.stayed : found.entered).push_back(entry);
  for (const ListEntry& entry : found.before.entries)
    if (!later.contains(entry.school)) found.left.push_back(entry);
  return found;
}

Result<ListOverlap> overlap_lists(const Store& store, const PackLibrary* packs, const std::vector<std::string>& references) {
  ListOverlap overlap;
  std::map<std::pair<std::string, std::string>, ListOverlap::Row> rows;  // by municipality, then name or code
  std::map<std::string, std::pair<std::string, std::string>> places;
  for (const std::string& reference : references) {
    OPORA_ASSIGN(SchoolsOfList list, listed_schools(store, packs, reference));
    for (const ListEntry& entry : list.entries) {
      const auto& place = places.try_emplace(entry.school, entry.municipality, entry.name + "\n" + entry.school).first->second;
      auto& row = rows.try_emplace(place, ListOverlap::Row{entry, {}}).first->second;
      row.on.push_back(overlap.lists.size());
    }
    overlap.lists.push_back(std::move(list));
  }
  overlap.common.assign(overlap.lists.size(), std::vector<std::int64_t>(overlap.lists.size(), 0));
  for (auto& [place, row] : rows) {
    for (const std::size_t i : row.on)
      for (const std::size_t j : row.on) ++overlap.common[i][j];
    if (row.on.size() > 1) overlap.several.push_back(std::move(row));
  }
  return overlap;
}

Result<std::map<std::string, std::vector<SchoolOnList>>> lists_by_school(const Store& store) {
  OPORA_ASSIGN(const auto lists, all_lists(store));
  std::map<std::string, std::vector<SchoolOnList>> all;
  for (const ListRecord& list : lists) {
    if (list.state == ListState::kWithdrawn) continue;
    OPORA_ASSIGN(const auto entries, entries_of(store, list.id));
    for (const ListEntry& entry : entries) all[entry.school].push_back({list, entry, 0});
  }
  for (auto& [school, found] : all) count_years(found);
  return all;
}

Result<std::vector<SchoolOnList>> lists_of_school(const Store& store, const std::string& school) {
  OPORA_ASSIGN(const Frame registry, schools(store));
  OPORA_ASSIGN(const std::int64_t row, find_school(registry, school));
  OPORA_ASSIGN(auto all, lists_by_school(store));
  return std::move(all[registry_text(registry, "school", row)]);
}

Result<std::vector<ListOverview>> overview_of_lists(const Store& store) {
  OPORA_ASSIGN(const auto lists, all_lists(store));
  std::vector<ListOverview> overview;
  for (const ListRecord& list : lists) {
    ListOverview one{list, std::nullopt, 0, 0};
    const ListRecord* previous = nullptr;
    for (const ListRecord& other : lists)
      if (other.state == ListState::kApproved && same_kind(other, list) && other.year < list.year && (!previous || other.year > previous->year)) previous = &other;
    if (previous) {
      one.previous = previous->id;
      OPORA_ASSIGN(const auto now, entries_of(store, list.id));
      OPORA_ASSIGN(const auto then, entries_of(store, previous->id));
      const auto after = schools_on(now), before = schools_on(then);
      for (const std::string& school : after) one.entered += !before.contains(school);
      for (const std::string& school : before) one.left += !after.contains(school);
    }
    overview.push_back(std::move(one));
  }
  return overview;
}

}  // namespace opora
