#include "engine/plan_adopt.h"

#include <algorithm>

#include "base/digest.h"
#include "base/messages.h"
#include "engine/plan_holders.h"
#include "plans/plan_file.h"
#include "store/plan_events.h"

namespace opora {
namespace {

// The same wherever the same text is adopted for the same territory.
std::string uid_of(const Plan& plan, const AdoptRequest& request) {
  Hasher hasher;
  hasher.field(plan.pack).field(plan.id).field(request.region).field(request.municipality).field(to_iso(plan.from)).field(to_iso(plan.to));
  for (const Measure& m : plan.measures)
    hasher.field(m.text.section).field(m.text.number).field(m.text.measure).field(m.text.deadline).field(m.text.responsible).field(m.text.result);
  return to_hex(hasher.finish());
}

// The newest adopted redaction of the plan.
std::optional<StoredPlan> redaction_before(const std::vector<StoredPlan>& plans, const Plan& plan) {
  std::optional<StoredPlan> newest;
  for (const StoredPlan& one : plans)
    if (one.plan.pack == plan.pack && one.plan.id == plan.id) newest = one;
  return newest;
}

// The row of `older` that says the same under the same number.
const Measure* same_row(const Plan& older, const Measure& measure) {
  for (const Measure& one : older.measures)
    if (one.text.section == measure.text.section && one.text.number == measure.text.number && one.text.measure == measure.text.measure) return &one;
  return nullptr;
}

Result<std::int64_t> assign(Store& store, PlanId plan, const Plan& text, PlanHolders& holders) {
  OPORA_ASSIGN(const std::vector<Occasion> occasions, occasions_of(store, plan));
  std::int64_t added = 0;
  for (const Measure& measure : text.measures) {
    OPORA_ASSIGN(const auto bodies, holders.of(store, measure));
    for (const Occasion& occasion : occasions) {
      if (occasion.position != measure.position) continue;
      for (const auto& body : bodies) {
        OPORA_ASSIGN(const std::int64_t n, add_assignments(store, occasion.id, body.part, body.holders));
        added += n;
      }
    }
  }
  return added;
}

// Work done under the redaction before goes on: what was handed in there is handed in here, with its evidence.
Result<std::int64_t> carry_work(Store& store, const StoredPlan& older, PlanId plan, const Plan& text, const std::string& actor) {
  AssignmentFilter filter;
  filter.plan = plan;
  OPORA_ASSIGN(const std::vector<Assignment> now, assignments(store, filter));
  filter.plan = older.id;
  OPORA_ASSIGN(const std::vector<Assignment> before, assignments(store, filter));
  std::map<std::tuple<int, int, std::int64_t>, const Assignment*> places;  // position, ordinal, holder
  for (const Assignment& one : before)
    if (one.standing.state == AssignmentState::kHandedIn || one.standing.state == AssignmentState::kAccepted)
      places[{one.position, one.occasion.ordinal, one.holder.id}] = &one;
  std::int64_t carried = 0;
  for (const Assignment& one : now) {
    const Measure* row = same_row(older.plan, text.measures[static_cast<std::size_t>(one.position) - 1]);
    if (!row) continue;
    const auto from = places.find({row->position, one.occasion.ordinal, one.holder.id});
    if (from == places.end()) continue;
    OPORA_ASSIGN(const std::vector<PlanEvent> events, events_of(store, from->second->id));
    PlanEvent event;
    event.kind = EventKind::kCarried;
    event.actor = actor;
    event.note = tr_format("from plan {0}, redaction {1}", older.id, older.redaction);
    for (const PlanEvent& old : events)
      if (!old.evidence.empty()) event.evidence = old.evidence;
    OPORA_TRY(add_event(store, one.id, std::move(event)));
    ++carried;
  }
  return carried;
}

void count_measures(const Plan& plan, AdoptReport& report) {
  report.title = plan.title;
  report.measures = static_cast<std::int64_t>(plan.measures.size());
  report.undecided = std::count_if(plan.measures.begin(), plan.measures.end(), [](const Measure& m) { return !m.deadline.question.empty() && !m.is_point(); });
}

void take_classes(const PlanHolders& holders, AdoptReport& report) {
  report.holders = holders.holders();
  for (const auto& [id, use] : holders.classes()) report.classes.push_back(use);
}

}  // namespace

Result<AdoptReport> adopt_plan(Store& store, const PackLibrary& packs, const AdoptRequest& request) {
  OPORA_ASSIGN(const std::vector<PlanView> views, pack_plans(packs, request.pack, request.plan));
  if (views.size() == 1) return adopt_plan(store, packs, request, views.front().plan);
  std::vector<std::string> ids;
  for (const PlanView& view : views) ids.push_back(view.plan.id);
  return make_error("PLAN-001", tr_format("pack \"{0}\" has several plans", request.pack), tr_format("say which: {0}", fmt::join(ids, ", ")));
}

Result<AdoptReport> adopt_plan(Store& store, const PackLibrary& packs, const AdoptRequest& request, const Plan& plan) {
  AdoptReport report;
  count_measures(plan, report);
  report.remarks = remarks_on(plan);
  const auto work = [&]() -> Status {
    OPORA_ASSIGN(const std::vector<StoredPlan> plans, all_plans(store));
    std::optional<StoredPlan> older = redaction_before(plans, plan);
    if (older) report.redaction = older->redaction + 1, report.supersedes = older->id;
    OPORA_ASSIGN(PlanHolders holders, PlanHolders::open(store, packs, plan, request));
    const StoredPlan stored{0, uid_of(plan, request), report.redaction, report.supersedes, request.actor, now_utc(), plan};
    OPORA_ASSIGN(report.plan, add_plan(store, stored));
    OPORA_ASSIGN(report.assignments, assign(store, report.plan, plan, holders));
    take_classes(holders, report);
    if (!older) return {};
    OPORA_ASSIGN(*older, find_plan(store, older->id));
    OPORA_ASSIGN(report.carried, carry_work(store, *older, report.plan, plan, request.actor));
    return {};
  };
  OPORA_TRY(widen_cache(store));
  OPORA_TRY(in_transaction(store, work));
  return report;
}

Result<AdoptReport> expand_plan(Store& store, const PackLibrary& packs, PlanId id, const AdoptRequest& request) {
  AdoptReport report;
  report.plan = id;
  const auto work = [&]() -> Status {
    OPORA_ASSIGN(const StoredPlan stored, find_plan(store, id));
    count_measures(stored.plan, report);
    report.redaction = stored.redaction;
    OPORA_ASSIGN(PlanHolders holders, PlanHolders::open(store, packs, stored.plan, request));
    OPORA_ASSIGN(report.assignments, assign(store, id, stored.plan, holders));
    OPORA_ASSIGN(const std::vector<std::int64_t> placeholders, holders.placeholders(store));
    OPORA_TRY(remove_untouched(store, id, placeholders));
    take_classes(holders, report);
    return {};
  };
  OPORA_TRY(in_transaction(store, work));
  return report;
}

}  // namespace opora
