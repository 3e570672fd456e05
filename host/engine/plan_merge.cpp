#include "engine/plan_merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "base/messages.h"
#include "engine/plan_evidence.h"
#include "store/plan_histories.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

using Uids = std::set<std::string>;

// The event and all that it follows from.
Uids with_ancestors(const std::vector<PlanEvent>& events, const std::string& head) {
  Uids found{head};
  for (auto event = events.rbegin(); event != events.rend(); ++event)  // what follows stands behind
    if (found.contains(event->uid)) found.insert(event->previous.begin(), event->previous.end());
  return found;
}

std::vector<ConflictSide> sides_of(const std::vector<PlanEvent>& events, const Uids& here, const Uids& in_bundle) {
  std::vector<Uids> histories;
  const std::vector<std::string> heads = heads_of(events);
  for (const std::string& head : heads) histories.push_back(with_ancestors(events, head));
  std::vector<ConflictSide> sides;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    ConflictSide side{here.contains(heads[i]), in_bundle.contains(heads[i]), {}, {}};
    for (const PlanEvent& event : events) {
      if (event.uid == heads[i]) side.event = event;
      const auto knowing = std::count_if(histories.begin(), histories.end(), [&](const Uids& one) { return one.contains(event.uid); });
      if (knowing == 1 && histories[i].contains(event.uid)) side.evidence.insert(side.evidence.end(), event.evidence.begin(), event.evidence.end());
    }
    sides.push_back(std::move(side));
  }
  return sides;
}

Uids uids_of(const std::vector<PlanEvent>& events) {
  Uids uids;
  for (const PlanEvent& event : events) uids.insert(event.uid);
  return uids;
}

bool same(const DeadlineDecision& a, const DeadlineDecision& b) {
  return a.position == b.position && a.windows == b.windows && a.reason == b.reason && a.actor == b.actor && a.at == b.at;
}

std::map<int, std::vector<DeadlineDecision>> by_measure(const std::vector<DeadlineDecision>& decisions) {
  std::map<int, std::vector<DeadlineDecision>> sorted;
  for (const DeadlineDecision& one : decisions) sorted[one.position].push_back(one);
  return sorted;
}

bool holds(const std::vector<DeadlineDecision>& decisions, const DeadlineDecision& one) {
  return std::any_of(decisions.begin(), decisions.end(), [&](const DeadlineDecision& other) { return same(one, other); });
}

class PlanMerge {
 public:
  PlanMerge(Store& store, const PlanBundle& bundle, const PlanMergeRequest& request, PlanMergeReport& report)
      : store_(store), part_(bundle.part), request_(request), report_(report) {}

  Status run() {
    OPORA_ASSIGN(const auto known, plan_of_uid(store_, part_.plan.uid));
    if (known) {
      report_.plan = *known;
      OPORA_TRY(compare_decisions());
    } else {
      OPORA_TRY(take_plan());
    }
    OPORA_ASSIGN(const std::vector<Occasion> occasions, occasions_of(store_, report_.plan));
    for (const Occasion& one : occasions) occasions_[{one.position, one.ordinal}] = one.id;
    OPORA_TRY(merge_assignments());
    if (!report_.has_changes()) return {};
    return note_merge(store_, report_.plan, request_.actor, fmt::format("{} {} {}: {} events, {} conflicts", report_.by, report_.at, part_.plan.uid, report_.events, report_.conflicts.size()));
  }

 private:
  Status take_plan();
  Status check_redaction(const std::vector<StoredPlan>& plans) const;
  Status decide(const DeadlineDecision& decision) { return decide_deadline(store_, report_.plan, decision, windows_of(part_, decision.position)); }
  Status compare_decisions();
  Status take_decisions(const std::vector<DeadlineDecision>& here, const std::vector<DeadlineDecision>& there, DeadlineDifference& difference);
  Status merge_assignments();
  Status merge_window(OccasionId occasion, const std::vector<const PartAssignment*>& all);
  Status merge_history(const PartAssignment& one, AssignmentId assignment);
  Result<std::int64_t> holder(const Holder& one);
  void leave(const PartAssignment& one, LeftReason reason) { report_.left.push_back({one.position, one.ordinal, one.holder, static_cast<std::int64_t>(one.events.size()), reason}); }

  Store& store_;
  const PlanPart& part_;
  const PlanMergeRequest& request_;
  PlanMergeReport& report_;
  std::map<std::pair<int, int>, OccasionId> occasions_;
  std::map<std::pair<std::string, std::string>, std::int64_t> holders_;
};

// A plan of the same name that this one does not carry on would stand beside it, and the work would be in two places.
Status PlanMerge::check_redaction(const std::vector<StoredPlan>& plans) const {
  const StoredPlan* other = nullptr;
  for (const StoredPlan& one : plans) {
    if (one.uid == part_.supersedes) return {};
    if (one.plan.pack == part_.plan.plan.pack && one.plan.id == part_.plan.plan.id) other = &one;
  }
  if (!other) return {};
  const auto words = [](const StoredPlan& one) { return tr_format("redaction {0} as {1} adopted it on {2} ({3})", one.redaction, one.actor, one.at, one.uid.substr(0, 8)); };
  Diagnostic error = make_error("PLAN-045", tr_format("the bundle is of another text of \"{0}\" than the store has", part_.plan.plan.title),
                                tr("adopt the same redaction for the same territory, or take the bundle into a store that has not adopted the plan"));
  error.notes = {tr_format("the bundle: {0}", words(part_.plan)), tr_format("the store: {0}", words(*other))};
  return error;
}

Status PlanMerge::take_plan() {
  OPORA_ASSIGN(const std::vector<StoredPlan> plans, all_plans(store_));
  OPORA_TRY(check_redaction(plans));
  StoredPlan plan = part_.plan;
  plan.supersedes.reset();
  for (const StoredPlan& one : plans)
    if (one.uid == part_.supersedes) plan.supersedes = one.id;
  OPORA_ASSIGN(report_.plan, add_plan(store_, plan));
  report_.new_plan = true;
  for (const DeadlineDecision& one : part_.decisions) OPORA_TRY(decide(one));
  return {};
}

Status PlanMerge::compare_decisions() {
  OPORA_ASSIGN(const std::vector<DeadlineDecision> all, deadline_decisions_of(store_, report_.plan));
  const auto here = by_measure(all);
  for (const auto& [position, there] : by_measure(part_.decisions)) {
    const auto found = here.find(position);
    const std::vector<DeadlineDecision> known = found == here.end() ? std::vector<DeadlineDecision>() : found->second;
    const bool agreed = !known.empty() && known.back().windows == there.back().windows;
    if (agreed || holds(known, there.back())) continue;  // or this store has gone on from it
    DeadlineDifference difference{there.back(), known.empty() ? std::nullopt : std::optional(known.back()), false};
    if (request_.take_decisions) OPORA_TRY(take_decisions(known, there, difference));
    report_.decisions.push_back(std::move(difference));
  }
  return {};
}

// Only where the bundle goes on from what was decided here.
Status PlanMerge::take_decisions(const std::vector<DeadlineDecision>& here, const std::vector<DeadlineDecision>& there, DeadlineDifference& difference) {
  if (!here.empty() && !holds(there, here.back())) return {};
  for (const DeadlineDecision& one : there)
    if (!holds(here, one)) OPORA_TRY(decide(one));
  difference.taken = true;
  return {};
}

Result<std::int64_t> PlanMerge::holder(const Holder& one) {
  const auto key = std::pair(one.level, one.code);
  if (const auto known = holders_.find(key); known != holders_.end()) return known->second;
  OPORA_ASSIGN(const bool there, is_holder(store_, one.level, one.code));
  if (!there) ++report_.holders;
  OPORA_ASSIGN(const std::int64_t id, holder_id(store_, one));
  holders_[key] = id;
  return id;
}

Status PlanMerge::merge_assignments() {
  std::map<std::pair<int, int>, std::vector<const PartAssignment*>> by_window;
  for (const PartAssignment& one : part_.assignments) by_window[{one.position, one.ordinal}].push_back(&one);
  for (const auto& [window, all] : by_window) {
    const auto occasion = occasions_.find(window);
    if (occasion != occasions_.end()) OPORA_TRY(merge_window(occasion->second, all));
    else for (const PartAssignment* one : all) leave(*one, LeftReason::kWindow);
  }
  return {};
}

Status PlanMerge::merge_window(OccasionId occasion, const std::vector<const PartAssignment*>& all) {
  std::vector<std::int64_t> ids;
  std::map<Part, std::vector<std::int64_t>> by_part;
  for (const PartAssignment* one : all) {
    OPORA_ASSIGN(const std::int64_t id, holder(one->holder));
    ids.push_back(id);
    by_part[one->part].push_back(id);
  }
  for (const auto& [part, holders] : by_part) {
    OPORA_ASSIGN(const std::int64_t added, add_assignments(store_, occasion, part, holders));
    report_.assignments += added;
  }
  OPORA_ASSIGN(const auto held, held_in(store_, occasion, ids));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!held[i] || held[i]->part != all[i]->part) leave(*all[i], LeftReason::kPart);
    else if (!all[i]->events.empty()) OPORA_TRY(merge_history(*all[i], held[i]->assignment));
  }
  return {};
}

Status PlanMerge::merge_history(const PartAssignment& one, AssignmentId assignment) {
  OPORA_ASSIGN(const std::vector<PlanEvent> before, events_of(store_, assignment));
  OPORA_ASSIGN(const MergedEvents merged, merge_events(store_, assignment, one.events));
  report_.events += merged.added;
  report_.known_events += static_cast<std::int64_t>(one.events.size()) - merged.added;
  const std::size_t heads = heads_of(before).size();
  if (!merged.new_conflict && heads < 2) return {};
  OPORA_ASSIGN(const std::vector<PlanEvent> after, events_of(store_, assignment));
  const std::size_t now = heads_of(after).size();
  if (now > 1 && now > heads) report_.conflicts.push_back({assignment, one.position, one.ordinal, one.holder, sides_of(after, uids_of(before), uids_of(one.events))});
  else if (now > 1) ++report_.waiting;
  return {};
}

// Before the transaction ends: complete files that no event names yet harm nobody, events without their files would.
Status put_evidence(PlanBundle& bundle, const fs::path& folder, bool dry_run, std::int64_t& put) {
  for (const std::string& member : bundle.evidence) {
    const fs::path target = folder / fs::path(member).filename();
    std::error_code failed;
    if (fs::exists(target, failed)) continue;
    ++put;
    if (dry_run) continue;
    fs::create_directories(folder, failed);
    const fs::path unfinished = target.string() + ".part";
    Status copied = bundle.file.copy(member, unfinished);
    if (copied.ok()) fs::rename(unfinished, target, failed);
    if (copied.ok() && !failed) continue;
    fs::remove(unfinished, failed);
    return copied.ok() ? Status(make_error("FILE-002", tr_format("cannot write {0}", target.string()), tr("check that the folder exists, may be written, and the disk is not full"))) : std::move(copied);
  }
  return {};
}

}  // namespace

bool PlanMergeReport::has_changes() const {
  const bool decided = std::any_of(decisions.begin(), decisions.end(), [](const DeadlineDifference& one) { return one.taken; });
  return new_plan || decided || holders + assignments + events > 0;
}

bool PlanMergeReport::has_findings() const {
  const bool open_decision = std::any_of(decisions.begin(), decisions.end(), [](const DeadlineDifference& one) { return !one.taken; });
  return !conflicts.empty() || !left.empty() || open_decision;
}

Result<PlanMergeReport> merge_plan(Store& store, const PlanMergeRequest& request) {
  OPORA_ASSIGN(PlanBundle bundle, open_plan_bundle(request.file));
  PlanMergeReport report;
  report.stored = bundle.part.plan;
  report.by = bundle.by, report.at = bundle.at, report.municipality = bundle.municipality, report.holder = bundle.holder;
  bool merged = false;
  Status done = in_transaction(store, [&]() -> Status {
    OPORA_TRY(PlanMerge(store, bundle, request, report).run());
    OPORA_TRY(put_evidence(bundle, evidence_folder(store), request.dry_run, report.files));
    merged = true;
    return request.dry_run ? Status(make_error("", "")) : Status();  // what fails is taken back
  });
  if (!done.ok() && !(merged && request.dry_run)) return done.take_error();
  return report;
}

}  // namespace opora
