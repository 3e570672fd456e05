#include "engine/plan_evidence.h"

#include <algorithm>
#include <system_error>

#include "base/digest.h"
#include "base/messages.h"
#include "engine/plan_part.h"
#include "store/plan_histories.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestEnding = 10;

// ".pdf" of a name that somebody gave; empty when it is not plain.
std::string plain_ending(const std::string& file) {
  std::string ending = fs::path(file).extension().string();
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const bool usable = ending.size() > 1 && ending.size() <= kLongestEnding && std::all_of(ending.begin() + 1, ending.end(), plain);
  return usable ? ending : std::string();
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

bool same_standing(const Standing& a, const Standing& b) {
  return a.state == b.state && a.reached == b.reached && a.person == b.person && a.due == b.due && a.conflict == b.conflict;
}

// What is wrong with the history of one assignment.
class HistoryCheck {
 public:
  HistoryCheck(const Store& store, PlanVerification& found) : store_(store), found_(found) {}

  void check(const Assignment& assignment, const std::vector<PlanEvent>& events) {
    place_ = assignment_words(found_.plan.plan, assignment.position, assignment.occasion.ordinal, assignment.holder);
    const std::string name = assignment_name(found_.plan.uid, assignment.position, assignment.occasion.ordinal, assignment.holder, assignment.part);
    ++found_.assignments;
    for (const PlanEvent& event : events) check_event(event, name, events);
    if (!same_standing(assignment.standing, standing_after(events)))
      add("PLAN-059", tr_format("{0} stands otherwise than what happened to it says", place_), tr("compare the store with a copy from before: it was changed past Opora"));
  }

 private:
  void check_event(const PlanEvent& event, const std::string& name, const std::vector<PlanEvent>& events) {
    ++found_.events;
    if (event_uid(event, name) != event.uid)
      add("PLAN-057", tr_format("{0}: what {1} did on {2} was changed afterwards", place_, event.actor, event.at), tr("compare the store with a copy from before: it was changed past Opora"));
    for (const std::string& before : event.previous)
      if (std::none_of(events.begin(), events.end(), [&](const PlanEvent& other) { return other.uid == before; }))
        add("PLAN-058", tr_format("{0}: what came before the step of {1} is gone", place_, event.at), tr("compare the store with a copy from before: it was changed past Opora"));
    for (const Evidence& evidence : event.evidence)
      if (!evidence.digest.empty()) check_file(evidence);
  }

  void check_file(const Evidence& evidence) {
    ++found_.files;
    const EvidenceFile file = find_evidence(store_, evidence);
    if (file.state == FileState::kMissing)
      add("PLAN-055", tr_format("{0}: the file {1} is missing", place_, evidence.file),
          tr_format("bring it back to its place, or put it into {0} as {1}", evidence_folder(store_).string(), evidence_name(evidence)));
    if (file.state == FileState::kChanged)
      add("PLAN-056", tr_format("{0}: the file {1} is not the one that was handed in", place_, file.path.string()),
          tr("bring the old file back, or hand in the new one as well: opora plan done"));
  }

  void add(std::string_view code, std::string message, std::string help) { found_.problems.push_back(make_error(code, std::move(message), std::move(help))); }

  const Store& store_;
  PlanVerification& found_;
  std::string place_;
};

}  // namespace

fs::path evidence_folder(const Store& store) { return store.file().string() + ".evidence"; }

std::string evidence_name(const Evidence& evidence) { return evidence.digest + plain_ending(evidence.file); }

EvidenceFile find_evidence(const Store& store, const Evidence& evidence) {
  EvidenceFile found;
  for (const fs::path& path : {fs::path(evidence.file), evidence_folder(store) / evidence_name(evidence)}) {
    if (!is_file(path)) continue;
    const Result<Digest> digest = digest_of_file(path);
    if (digest && to_hex(*digest) == evidence.digest) return {FileState::kPresent, path};
    if (found.state == FileState::kMissing) found = {FileState::kChanged, path};
  }
  return found;
}

Result<PlanVerification> verify_plan(const Store& store, PlanId plan) {
  OPORA_ASSIGN(const Snapshot view, Snapshot::take(store));
  PlanVerification found;
  OPORA_ASSIGN(found.plan, find_plan(store, plan));
  AssignmentFilter filter;
  filter.plan = plan;
  HistoryCheck check(store, found);
  OPORA_TRY(each_history(store, filter, [&](const Assignment& one, const std::vector<PlanEvent>& events) { return check.check(one, events), true; }));
  return found;
}

}  // namespace opora
