#include "engine/plan_holders.h"

#include <algorithm>
#include <set>

#include "base/messages.h"
#include "engine/find_school.h"
#include "engine/lists.h"
#include "plans/plan_file.h"
#include "store/facts.h"

namespace opora {
namespace {

constexpr const char* kSchoolLevel = "school";
constexpr const char* kMunicipalityLevel = "municipality";

// The newest approved list of a methodology of the plan's packs; an id of "" when there is none.
std::string newest_list(const std::vector<ListRecord>& lists, const std::vector<const Pack*>& lineage, const std::string& methodology) {
  const ListRecord* newest = nullptr;
  for (const ListRecord& list : lists) {
    const bool of_packs = std::any_of(lineage.begin(), lineage.end(), [&](const Pack* pack) { return pack->id == list.pack; });
    if (of_packs && list.state == ListState::kApproved && list.methodology == methodology && (!newest || newest->year <= list.year)) newest = &list;
  }
  return newest ? "L" + std::to_string(newest->id) : std::string();
}

std::set<std::string> methodologies_in(const Plan& plan, const std::vector<Organisation>& organisations) {
  std::set<std::string> named;
  for (const Organisation& one : organisations) named.insert(one.list);
  for (const Measure& measure : plan.measures) named.insert(measure.work.list);
  named.erase("");
  return named;
}

}  // namespace

Result<PlanHolders> PlanHolders::open(Store& store, const PackLibrary& packs, const Plan& plan, const AdoptRequest& request) {
  PlanHolders all;
  all.pack_ = plan.pack;
  OPORA_ASSIGN(const auto lineage, packs.lineage(plan.pack));
  all.organisations_ = organisations_of(lineage);
  OPORA_ASSIGN(const Frame registry, schools(store));
  for (std::int64_t row = 0; row < registry.rows(); ++row) {
    School school{registry_text(registry, "school", row), registry_text(registry, "name", row), registry_text(registry, "municipality", row)};
    const bool asked = (request.region.empty() || registry_text(registry, "region", row) == request.region) &&
                       (request.municipality.empty() || school.municipality == request.municipality);
    if (asked) all.schools_.push_back(std::move(school));
  }
  OPORA_ASSIGN(const std::vector<ListRecord> lists, all_lists(store));
  for (const std::string& methodology : methodologies_in(plan, all.organisations_)) {
    const auto chosen = request.lists.find(methodology);
    const std::string reference = chosen != request.lists.end() ? chosen->second : newest_list(lists, lineage, methodology);
    if (reference.empty()) continue;
    OPORA_ASSIGN(const SchoolsOfList listed, listed_schools(store, &packs, reference));
    Listed& one = all.lists_[methodology];
    one.title = listed.title;
    for (const ListEntry& entry : listed.entries) one.schools.push_back(entry.school);
    std::sort(one.schools.begin(), one.schools.end());
  }
  return all;
}

const Organisation* PlanHolders::organisation(const std::string& id) const {
  const auto found = std::find_if(organisations_.begin(), organisations_.end(), [&](const Organisation& one) { return one.id == id; });
  return id.empty() || found == organisations_.end() ? nullptr : &*found;
}

Result<std::int64_t> PlanHolders::holder(Store& store, const Holder& one) {
  const auto key = std::pair(one.level, one.code);
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  OPORA_ASSIGN(const std::int64_t id, holder_id(store, one));
  known_[key] = id;
  return id;
}

Result<std::vector<std::int64_t>> PlanHolders::schools_of_class(Store& store, const Listed* listed) {
  std::vector<std::int64_t> ids;
  for (const School& school : schools_) {
    if (listed && !std::binary_search(listed->schools.begin(), listed->schools.end(), school.code)) continue;
    OPORA_ASSIGN(const std::int64_t id, holder(store, {0, kSchoolLevel, school.code, school.name, school.municipality}));
    ids.push_back(id);
  }
  return ids;
}

Result<std::vector<std::int64_t>> PlanHolders::municipalities(Store& store) {
  std::set<std::string> names;
  for (const School& school : schools_)
    if (!school.municipality.empty()) names.insert(school.municipality);
  std::vector<std::int64_t> ids;
  for (const std::string& name : names) {
    OPORA_ASSIGN(const std::int64_t id, holder(store, {0, kMunicipalityLevel, name, name, name}));
    ids.push_back(id);
  }
  return ids;
}

Result<PlanHolders::Found> PlanHolders::of_body(Store& store, const Responsible& body, const Measure& measure) {
  Found found;
  found.part = body.part;
  const Organisation* known = organisation(body.organisation);
  if (!known || !known->is_class) {
    const Holder one = known ? Holder{0, known->level, pack_ + "/" + known->id, known->name, {}} : Holder{0, "named", pack_ + "/" + body.text, body.text, {}};
    OPORA_ASSIGN(const std::int64_t id, holder(store, one));
    found.holders = {id};
    return found;
  }
  const std::string methodology = known->level != kSchoolLevel ? "" : known->list.empty() ? measure.work.list : known->list;
  const auto listed = lists_.find(methodology);
  AdoptReport::ClassUse& use = classes_[known->id + " " + methodology];
  use.name = known->name;
  if (!methodology.empty() && listed == lists_.end()) {
    use.waiting = true;
    use.list = methodology;
    found.waiting = known->name;
    OPORA_ASSIGN(const std::int64_t id, holder(store, {0, known->level, pack_ + "/" + known->id, known->name, {}}));
    found.holders = {id};
    return found;
  }
  std::vector<std::int64_t>& ids = expanded_[known->level + " " + methodology];
  if (ids.empty()) {
    auto all = known->level == kSchoolLevel ? schools_of_class(store, listed == lists_.end() ? nullptr : &listed->second) : municipalities(store);
    if (!all) return all.take_error();
    ids = *std::move(all);
  }
  use.holders = static_cast<std::int64_t>(ids.size());
  if (listed != lists_.end()) use.list = listed->second.title;
  found.holders = ids;
  return found;
}

Result<std::vector<PlanHolders::Found>> PlanHolders::of(Store& store, const Measure& measure) {
  std::vector<Found> all;
  for (const Responsible& body : measure.responsible) {
    OPORA_ASSIGN(Found found, of_body(store, body, measure));
    all.push_back(std::move(found));
  }
  return all;
}

Result<std::vector<std::int64_t>> PlanHolders::placeholders(Store& store) {
  std::vector<std::int64_t> ids;
  for (const Organisation& one : organisations_) {
    const bool waiting = std::any_of(classes_.begin(), classes_.end(), [&](const auto& use) { return use.second.waiting && use.second.name == one.name; });
    if (!one.is_class || waiting) continue;
    OPORA_ASSIGN(const std::int64_t id, holder_id(store, {0, one.level, pack_ + "/" + one.id, one.name, {}}));
    ids.push_back(id);
  }
  return ids;
}

}  // namespace opora
