#include "engine/plan_work.h"

#include <algorithm>
#include <filesystem>

#include "base/digest.h"
#include "base/messages.h"
#include "base/text.h"
#include "plans/deadline.h"
#include "plans/evidence_kinds.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

struct Place {
  StoredPlan plan;
  Assignment assignment;
  const Measure& measure() const { return plan.plan.measures[static_cast<std::size_t>(assignment.position) - 1]; }
};

Result<Place> place_of(const Store& store, AssignmentId id) {
  OPORA_ASSIGN(Assignment assignment, find_assignment(store, id));
  OPORA_ASSIGN(StoredPlan plan, find_plan(store, assignment.plan));
  return Place{std::move(plan), std::move(assignment)};
}

Result<WorkReport> enter(Store& store, const Place& place, PlanEvent event, std::vector<Diagnostic> warnings = {}) {
  WorkReport report;
  report.row = row_title(place.measure());
  report.warnings = std::move(warnings);
  const auto work = [&]() -> Status {
    OPORA_ASSIGN(report.event, add_event(store, place.assignment.id, std::move(event)));
    return {};
  };
  OPORA_TRY(in_transaction(store, work));
  OPORA_ASSIGN(report.assignment, find_assignment(store, place.assignment.id));
  return report;
}

Diagnostic needs_reason(const char* what) { return make_error("PLAN-008", what, tr("say why by --reason TEXT")); }

Result<Evidence> evidence_from(const std::string& file, const Evidence& like) {
  Evidence evidence = like;
  std::error_code failed;
  evidence.file = file;
  const auto bytes = fs::file_size(file, failed);
  const auto digest = failed ? Result<Digest>(make_error("PLAN-009", "", "")) : digest_of_file(file);
  if (!digest) {
    Diagnostic error = make_error("PLAN-009", tr_format("cannot read {0}", file), tr("check that the file exists and may be read"));
    error.reason = failed.message();
    return error;
  }
  evidence.bytes = static_cast<std::int64_t>(bytes);
  evidence.digest = to_hex(*digest);
  if (evidence.title.empty()) evidence.title = fs::path(file).filename().string();
  return evidence;
}

std::string kind_for(const HandInRequest& request, const Measure& measure) {
  if (!request.kind.empty()) return request.kind;
  return measure.work.evidence.empty() ? std::string("other") : measure.work.evidence.front();
}

Status check_fields(const std::vector<Register>& registers, const std::string& id, std::vector<std::pair<std::string, std::string>>& values) {
  if (id.empty() && values.empty()) return {};
  const auto found = std::find_if(registers.begin(), registers.end(), [&](const Register& one) { return one.id == id; });
  if (found == registers.end()) {
    std::vector<std::string> ids;
    for (const Register& one : registers) ids.push_back(one.id);
    return make_error("PLAN-018", id.empty() ? std::string(tr("fields belong to a register, and none is named")) : tr_format("there is no register \"{0}\"", id),
                      tr_format("name one by --register: {0}", fmt::join(ids, ", ")));
  }
  for (auto& [name, value] : values) {
    const auto field = std::find_if(found->fields.begin(), found->fields.end(), [&](const RegisterField& one) { return one.id == name; });
    if (field == found->fields.end()) {
      std::vector<std::string> ids;
      for (const RegisterField& one : found->fields) ids.push_back(one.id);
      return make_error("PLAN-018", tr_format("the register \"{0}\" has no field \"{1}\"", id, name), tr_format("its fields: {0}", fmt::join(ids, ", ")));
    }
    const auto fitting = fitting_value(*field, value);
    if (!fitting) return make_error("PLAN-018", tr_format("\"{0}\" does not fit the field \"{1}\" ({2})", value, name, field->title), tr_format("it takes {0}", field_form(*field)));
    value = *fitting;
  }
  for (const RegisterField& field : found->fields) {
    const bool given = std::any_of(values.begin(), values.end(), [&](const auto& one) { return one.first == field.id; });
    if (field.required && !given)
      return make_error("PLAN-018", tr_format("the register \"{0}\" needs \"{1}\" ({2})", id, field.id, field.title), tr_format("give it by --set {0}=…: {1}", field.id, field_form(field)));
  }
  return {};
}

// A row says what it expects; another kind is taken and told.
std::vector<Diagnostic> remark_kind(const Measure& measure, const std::string& kind) {
  const auto& expected = measure.work.evidence;
  if (expected.empty() || std::find(expected.begin(), expected.end(), kind) != expected.end()) return {};
  std::vector<std::string> names;
  for (const std::string& one : expected) names.push_back(evidence_title(one));
  return {make_warning("PLAN-050", tr_format("the row expects {0}, and this is {1}", fmt::join(names, ", "), evidence_title(kind)),
                       tr("name the kind by --kind, or hand in the document that is expected too"))};
}

// To whom a row reports: its own receiver, else who comes in the chain after those who accepted it.
std::string next_receiver(const Place& place) {
  if (!place.measure().work.reports_to.empty()) return place.measure().work.reports_to;
  const auto& chain = place.plan.plan.chain;
  const auto reached = std::find(chain.begin(), chain.end(), place.assignment.standing.reached);
  if (reached != chain.end()) return std::next(reached) == chain.end() ? *reached : *std::next(reached);
  // A holder that is itself in the chain reports to the next one.
  const std::string own = place.assignment.holder.code.substr(place.assignment.holder.code.find('/') + 1);
  const auto self = std::find(chain.begin(), chain.end(), own);
  if (self != chain.end()) return std::next(self) == chain.end() ? own : *std::next(self);
  if (chain.empty()) return place.plan.plan.controller;
  return place.assignment.holder.level == "municipality" && chain.size() > 1 ? chain[1] : chain.front();
}

Diagnostic wrong_step(const Place& place, const char* message) {
  return make_error("PLAN-019", tr_format(message, place.assignment.id), tr_format("what happened to it: opora plan history {0}", place.assignment.id));
}

// The last event that has not been taken back.
Result<std::string> last_event(const Store& store, const Place& place) {
  OPORA_ASSIGN(const std::vector<PlanEvent> events, events_of(store, place.assignment.id));
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    const bool undone = std::any_of(events.begin(), events.end(), [&](const PlanEvent& other) { return other.undone == event->uid; });
    if (!undone && event->kind != EventKind::kWithdrawn) return event->uid;
  }
  return wrong_step(place, tr_later("nothing happened to assignment {0} that could be taken back"));
}

}  // namespace

std::string row_title(const Measure& measure, int cells) {
  std::string number = measure.text.number;
  if (!number.empty() && number.back() != '.') number += '.';
  const std::string text = (number.empty() ? "" : number + " ") + measure.text.measure;
  return display_width(text) <= cells ? text : std::string(trimmed(fit(text, cells)));
}

Result<WorkReport> give(Store& store, const AssignRequest& request) {
  OPORA_ASSIGN(const Place place, place_of(store, request.assignment));
  PlanEvent event;
  event.kind = EventKind::kAssigned;
  event.actor = request.actor;
  event.note = request.note;
  event.person = request.person;
  if (!request.due.empty()) {
    event.due = parse_date(request.due);
    if (!event.due) return make_error("PLAN-002", tr_format("\"{0}\" is no day", request.due), tr("write it as 2021-08-31 or 31.08.2021"));
  }
  if (event.person.empty() && !event.due) return make_error("PLAN-008", tr("nothing to set"), tr("name who does it by --to, or a day by --due"));
  return enter(store, place, std::move(event));
}

Result<WorkReport> hand_in(Store& store, const std::vector<Register>& registers, const HandInRequest& request) {
  OPORA_ASSIGN(const Place place, place_of(store, request.assignment));
  if (place.assignment.standing.state == AssignmentState::kDropped) return wrong_step(place, tr_later("assignment {0} is no longer asked for"));
  Evidence like{kind_for(request, place.measure()), request.title, {}, {}, 0, request.number, request.date, request.register_id, request.fields};
  if (!is_evidence_kind(like.kind)) return unknown_evidence_kind("PLAN-017", like.kind);
  if (!like.date.empty()) {
    const auto date = parse_date(like.date);
    if (!date) return make_error("PLAN-002", tr_format("\"{0}\" is no day", like.date), tr("write it as 2021-08-31 or 31.08.2021"));
    like.date = to_iso(*date);
  }
  if (like.register_id.empty() && !like.fields.empty()) like.register_id = place.measure().work.register_id;
  OPORA_TRY(check_fields(registers, like.register_id, like.fields));
  PlanEvent event;
  event.kind = EventKind::kHandedIn;
  event.actor = request.actor;
  event.note = request.note;
  for (const HandedFile& file : request.files) {
    Evidence titled = like;
    if (!file.title.empty()) titled.title = file.title;
    OPORA_ASSIGN(Evidence evidence, evidence_from(file.path, titled));
    event.evidence.push_back(std::move(evidence));
  }
  if (event.evidence.empty()) {
    if (like.title.empty() && like.number.empty() && like.fields.empty())
      return make_error("PLAN-009", tr("nothing proves that it was done"), tr("name a file by --evidence FILE, or a document by --title or --number"));
    event.evidence.push_back(like);
  }
  return enter(store, place, std::move(event), remark_kind(place.measure(), like.kind));
}

Result<WorkReport> step_work(Store& store, const StepOnWork& request) {
  OPORA_ASSIGN(const Place place, place_of(store, request.assignment));
  const AssignmentState state = place.assignment.standing.state;
  PlanEvent event;
  event.actor = request.actor;
  event.note = request.note;
  switch (request.step) {
    case WorkStep::kAccept:
      if (state != AssignmentState::kHandedIn && state != AssignmentState::kAccepted) return wrong_step(place, tr_later("assignment {0} was not handed in, so that there is nothing to accept"));
      event.kind = EventKind::kAccepted;
      event.organisation = request.organisation.empty() ? next_receiver(place) : request.organisation;
      break;
    case WorkStep::kReturn:
      if (state != AssignmentState::kHandedIn && state != AssignmentState::kAccepted && !place.assignment.standing.conflict)
        return wrong_step(place, tr_later("assignment {0} was not handed in, so that there is nothing to return"));
      if (request.note.empty()) return needs_reason(tr("who gets something back has to know why"));
      event.kind = EventKind::kReturned;
      event.organisation = request.organisation.empty() ? next_receiver(place) : request.organisation;
      break;
    case WorkStep::kDrop:
      if (request.note.empty()) return needs_reason(tr("what is no longer asked for needs a reason"));
      event.kind = EventKind::kDropped;
      break;
    case WorkStep::kSettle:
      if (!place.assignment.standing.conflict) return wrong_step(place, tr_later("assignment {0} has no conflict"));
      if (request.note.empty()) return needs_reason(tr("a conflict is settled with a reason"));
      event.kind = EventKind::kSettled;
      break;
    case WorkStep::kUndo: {
      OPORA_ASSIGN(event.undone, last_event(store, place));
      event.kind = EventKind::kWithdrawn;
      break;
    }
  }
  return enter(store, place, std::move(event));
}

Result<DecideReport> decide_row(Store& store, const DecideRequest& request) {
  if (request.reason.empty()) return needs_reason(tr("a deadline is decided with a reason"));
  OPORA_ASSIGN(const StoredPlan stored, find_plan(store, request.plan));
  OPORA_ASSIGN(const int position, find_row(stored.plan, request.row));
  const Measure& measure = stored.plan.measures[static_cast<std::size_t>(position) - 1];
  DecideReport report{row_title(measure), measure.text.deadline, {}};
  for (const DeadlineChoice& choice : measure.deadline.choices)
    if (choice.label == request.windows) report.windows = choice.windows;
  if (report.windows.empty()) {
    OPORA_ASSIGN(report.windows, parse_windows(request.windows, stored.plan.from));
  }
  const DeadlineDecision decision{position, windows_text(report.windows), request.reason, request.actor, now_utc()};
  OPORA_TRY(in_transaction(store, [&] { return decide_deadline(store, request.plan, decision, report.windows); }));
  return report;
}

}  // namespace opora
