// Work on a plan: what one holder owes in one window, what happened to it, and how it stands. The standing follows from the
// events alone, in whatever store they come together.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/plan.h"

namespace opora {

enum class AssignmentState : std::uint8_t { kOpen, kHandedIn, kAccepted, kReturned, kDropped };
std::string_view state_code(AssignmentState state);  // "open", "handed_in" …

// Something is still owed.
inline bool is_owed(AssignmentState state) { return state == AssignmentState::kOpen || state == AssignmentState::kReturned; }

struct Evidence {
  std::string kind;    // "order", "protocol" …
  std::string title;
  std::string file;    // where it was, as the user gave it; empty: no file
  std::string digest;  // SHA-256 of its bytes, hex; empty: no file
  std::int64_t bytes = 0;
  std::string number, date;  // of the document
  std::string register_id;   // whose fields follow; may be empty
  std::vector<std::pair<std::string, std::string>> fields;
};

enum class EventKind : std::uint8_t {
  kAssigned,   // a person or a day of its own was set
  kHandedIn,   // with evidence
  kAccepted,   // by an organisation of the chain
  kReturned,   // with a reason
  kWithdrawn,  // the step before it was a mistake; `undone` says which
  kDropped,    // no longer asked for, with a reason
  kSettled,    // a conflict was looked at: it follows from all its sides
  kCarried,    // came from the same measure of an earlier redaction or year
};
std::string_view kind_code(EventKind kind);  // "assigned", "handed_in" …
std::optional<EventKind> event_kind_of(std::string_view code);

struct PlanEvent {
  std::string uid;                    // SHA-256, hex, over all that follows and the assignment's name
  std::vector<std::string> previous;  // uids of the events that it follows
  EventKind kind = EventKind::kAssigned;
  std::string at, actor;              // UTC
  std::string note;                   // a reason, a remark
  std::string organisation;           // that accepted or returned it
  std::string person;                 // of kAssigned
  std::optional<Date> due;            // of kAssigned
  std::string undone;                 // of kWithdrawn: uid of the event taken back
  std::vector<Evidence> evidence;     // of kHandedIn and kCarried
};

struct Standing {
  AssignmentState state = AssignmentState::kOpen;
  std::string reached;  // organisation that accepted it last
  std::string person;
  std::optional<Date> due;
  bool conflict = false;  // two events follow the same one and nobody settled it
};

// Events in the order in which they follow from each other; those that do not, by time and uid.
void order_events(std::vector<PlanEvent>& events);
// `events` as order_events leaves them.
Standing standing_after(std::span<const PlanEvent> events);
// Uids that no other event follows.
std::vector<std::string> heads_of(std::span<const PlanEvent> events);

}  // namespace opora
