#include "model/plan_work.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

namespace opora {
namespace {

constexpr std::string_view kStates[] = {"open", "handed_in", "accepted", "returned", "dropped"};
constexpr std::string_view kKinds[] = {"assigned", "handed_in", "accepted", "returned", "withdrawn", "dropped", "settled", "carried"};

void apply(Standing& standing, const PlanEvent& event) {
  switch (event.kind) {
    case EventKind::kAssigned:
      if (!event.person.empty()) standing.person = event.person;
      if (event.due) standing.due = event.due;
      break;
    case EventKind::kHandedIn:
    case EventKind::kCarried:
      standing.state = AssignmentState::kHandedIn;
      standing.reached.clear();
      break;
    case EventKind::kAccepted:
      standing.state = AssignmentState::kAccepted;
      standing.reached = event.organisation;
      break;
    case EventKind::kReturned:
      standing.state = AssignmentState::kReturned;
      standing.reached.clear();
      break;
    case EventKind::kDropped: standing.state = AssignmentState::kDropped; break;
    case EventKind::kWithdrawn:
    case EventKind::kSettled: break;
  }
}

bool ready(const PlanEvent& event, const std::set<std::string>& placed, const std::set<std::string>& known) {
  return std::all_of(event.previous.begin(), event.previous.end(), [&](const std::string& uid) { return placed.contains(uid) || !known.contains(uid); });
}

}  // namespace

std::string_view state_code(AssignmentState state) { return kStates[static_cast<int>(state)]; }
std::string_view kind_code(EventKind kind) { return kKinds[static_cast<int>(kind)]; }

std::optional<EventKind> event_kind_of(std::string_view code) {
  const auto found = std::find(std::begin(kKinds), std::end(kKinds), code);
  if (found == std::end(kKinds)) return std::nullopt;
  return static_cast<EventKind>(found - std::begin(kKinds));
}

void order_events(std::vector<PlanEvent>& events) {
  std::sort(events.begin(), events.end(), [](const PlanEvent& a, const PlanEvent& b) { return std::tie(a.at, a.uid) < std::tie(b.at, b.uid); });
  std::set<std::string> known, placed;
  for (const PlanEvent& event : events) known.insert(event.uid);
  for (auto next = events.begin(); next != events.end(); ++next) {
    const auto first = std::find_if(next, events.end(), [&](const PlanEvent& event) { return ready(event, placed, known); });
    if (first == events.end()) return;  // a circle cannot come about: uids are digests
    std::rotate(next, first, std::next(first));
    placed.insert(next->uid);
  }
}

std::vector<std::string> heads_of(std::span<const PlanEvent> events) {
  std::set<std::string> followed;
  for (const PlanEvent& event : events) followed.insert(event.previous.begin(), event.previous.end());
  std::vector<std::string> heads;
  for (const PlanEvent& event : events)
    if (!followed.contains(event.uid)) heads.push_back(event.uid);
  return heads;
}

Standing standing_after(std::span<const PlanEvent> events) {
  std::set<std::string> undone;
  for (const PlanEvent& event : events)
    if (event.kind == EventKind::kWithdrawn) undone.insert(event.undone);
  Standing standing;
  for (const PlanEvent& event : events)
    if (!undone.contains(event.uid)) apply(standing, event);
  standing.conflict = heads_of(events).size() > 1;
  return standing;
}

}  // namespace opora
