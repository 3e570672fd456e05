// Decisions by people and lists under an act.
#include <iostream>

#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/print_acts.h"
#include "engine/lists.h"
#include "store/answer_codes.h"

namespace opora {
namespace {

// "L3", "l3" or "3".
Result<ListId> list_number(const std::string& text) {
  const auto number = parse_integer(text.starts_with("L") || text.starts_with("l") ? text.substr(1) : text);
  if (number) return *number;
  return make_error("CLI-071", tr_format("\"{0}\" is no number of a list", text), tr("write L3; the lists of the store: opora lists"));
}

std::string text_value(const Values& values, const char* name) { return optional_value<std::string>(values, name).value_or(""); }

Result<std::optional<Answer>> decision_value(const Values& values) {
  if (values.count("withdraw") > 0) return std::optional<Answer>();
  const auto code = optional_value<std::string>(values, "decision");
  const auto answer = code ? answer_of(*code) : std::nullopt;
  if (answer && *answer != Answer::kNotAssessable) return answer;
  return make_error("CLI-072", tr("the decision is missing: yes or no"), tr("--decision yes puts the school on the list, --decision no takes it off; --withdraw takes an earlier decision back"));
}

Result<int> override_school(const Session& session, const Values& values) {
  const CategoryChoice of{optional_value<RunId>(values, "run"), text_value(values, "category")};
  const auto school = optional_value<std::string>(values, "school");
  if (!school) {
    OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
    OPORA_ASSIGN(const RunRecord run, find_run(store, of.run));
    OPORA_ASSIGN(const auto made, overrides_of(store, run.id, true));
    print_overrides(session, run, made);
    return kDone;
  }
  OverrideRequest request{*school, of, std::nullopt, text_value(values, "reason"), text_value(values, "document"), session.actor};
  OPORA_ASSIGN(request.decision, decision_value(values));
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  const auto packs = session.open_packs();
  OPORA_ASSIGN(const OverrideReport report, override_decision(store, packs ? &*packs : nullptr, request));
  print_override(session, report);
  return kDone;
}

Result<int> propose(const Session& session, const Values& values) {
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  const auto packs = session.open_packs();
  OPORA_ASSIGN(const ListRecord list, propose_list(store, packs ? &*packs : nullptr,
                                                   {{optional_value<RunId>(values, "run"), text_value(values, "category")},
                                                    optional_value<int>(values, "year"), text_value(values, "title"), session.actor, text_value(values, "note")}));
  return print_list(session, store, list);
}

Result<int> approve(const Session& session, const Values& values) {
  ApproveRequest request;
  const std::string what = text_value(values, "list");
  if (what.starts_with("L") || what.starts_with("l")) {
    OPORA_ASSIGN(request.list, list_number(what));
  } else if (!what.empty()) {
    OPORA_ASSIGN(request.of.run, list_number(what));
  }
  request.of.category = text_value(values, "category");
  request.order_number = values["order"].as<std::string>();
  request.order_date = values["date"].as<std::string>();
  request.year = optional_value<int>(values, "year");
  if (const auto older = optional_value<std::string>(values, "supersedes")) {
    OPORA_ASSIGN(request.supersedes, list_number(*older));
  }
  request.actor = session.actor, request.note = text_value(values, "note"), request.document = text_value(values, "document");
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  const auto packs = session.open_packs();
  OPORA_ASSIGN(const ListRecord list, approve_list(store, packs ? &*packs : nullptr, request));
  return print_list(session, store, list);
}

template <Step kStep>
Result<int> step(const Session& session, const Values& values) {
  const char* note = values.count("reason") > 0 ? "reason" : "note";
  StepRequest request{0, kStep, text_value(values, "municipality"), session.actor, text_value(values, note), text_value(values, "document")};
  if (const std::string by = text_value(values, "by"); !by.empty()) request.actor = by;
  OPORA_ASSIGN(request.list, list_number(values["list"].as<std::string>()));
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  OPORA_ASSIGN(const StepReport report, step_list(store, request));
  print_step(session, report);
  return kDone;
}

Result<int> lists(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  if (const auto school = optional_value<std::string>(values, "school")) {
    OPORA_ASSIGN(const auto found, lists_of_school(store, *school));
    print_school_lists(session, *school, found);
    return kDone;
  }
  if (const auto one = optional_value<std::string>(values, "list")) {
    OPORA_ASSIGN(const ListId id, list_number(*one));
    OPORA_ASSIGN(const ListRecord list, find_list(store, id));
    return print_list(session, store, list);
  }
  OPORA_ASSIGN(const auto overview, overview_of_lists(store));
  print_lists(session, overview);
  return kDone;
}

Result<int> list_diff(const Session& session, const Values& values) {
  const auto references = values["list"].as<std::vector<std::string>>();
  if (references.size() != 2) return make_error("CLI-002", tr("two lists are compared"), tr("for example: opora list-diff L1 L2"));
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  const auto packs = session.open_packs();
  OPORA_ASSIGN(const ListDifference difference, diff_lists(store, packs ? &*packs : nullptr, references[0], references[1]));
  print_difference(session, difference);
  return difference.entered.empty() && difference.left.empty() ? kDone : kFindings;
}

Result<int> overlap(const Session& session, const Values& values) {
  const auto references = values["list"].as<std::vector<std::string>>();
  if (references.size() < 2) return make_error("CLI-002", tr("two lists or more are laid over each other"), tr("for example: opora overlap L1 L2 ext:vpr-bias-federal:2022"));
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  const auto packs = session.open_packs();
  OPORA_ASSIGN(const ListOverlap found, overlap_lists(store, packs ? &*packs : nullptr, references));
  print_overlap(session, found);
  return kDone;
}

Command step_command(const char* name, std::string summary, std::string example, std::string meaning, Result<int> (*run)(const Session&, const Values&),
                     const char* note = "note") {
  Command command{name, std::move(summary), fmt::format("opora {} LIST [--{} TEXT] [--document TEXT]", name, note), {{std::move(example), std::move(meaning)}}, {}, "list", 1, run};
  command.flags.add_options()
      ("list", options::value<std::string>()->required(), "")
      ("by", options::value<std::string>(), tr("who took the step; else the user of this computer"))
      ("document", options::value<std::string>(), tr("letter or protocol that it rests on"));
  return command;
}

void add_note(Command& command) { command.flags.add_options()("note", options::value<std::string>(), tr("kept with the step")); }
void add_reason(Command& command) { command.flags.add_options()("reason", options::value<std::string>()->required(), tr("why; kept with the step")); }

Command override_command() {
  Command command{"override", tr("a person's decision on a school, kept beside the rule's answer"),
                  "opora override [SCHOOL] [--run RUN] [--category C] --decision yes|no --reason TEXT [--document TEXT]",
                  {{"opora override sch220001 --category ШНОР --decision no --reason \"…\" --document \"…\"", tr("takes the school off the list of the newest run")},
                   {"opora override sch220001 --withdraw --reason \"…\"", tr("takes that decision back; both are kept")},
                   {"opora override --run 3", tr("all decisions by people of run 3")}},
                  {}, "school", 1, override_school};
  command.flags.add_options()
      ("school", options::value<std::string>(), "")
      ("run", options::value<RunId>(), tr("number of the run; else the newest"))
      ("category", options::value<std::string>(), tr("category of the run; may be left out when there is one"))
      ("decision", options::value<std::string>(), tr("yes: on the list; no: off the list"))
      ("withdraw", tr("take the decision that holds back"))
      ("reason", options::value<std::string>(), tr("why; shown wherever the decision is"))
      ("document", options::value<std::string>(), tr("document that the decision rests on"));
  return command;
}

Command propose_command() {
  Command command{"propose", tr("makes a draft list of a run's category, to be reviewed, agreed and approved"), "opora propose [RUN] --category C [--year Y] [--title TEXT]",
                  {{"opora propose 3 --category ШНОР --year 2023", tr("the list for 2023 on the data of run 3")}}, {}, "run", 1, propose};
  command.flags.add_options()
      ("run", options::value<RunId>(), "")
      ("category", options::value<std::string>(), tr("category of the run; may be left out when there is one"))
      ("year", options::value<int>(), tr("year of the list; else that of the run"))
      ("title", options::value<std::string>(), tr("title of the list; else that of the category"));
  add_note(command);
  return command;
}

Command approve_command() {
  Command command{"approve", tr("freezes a list under an act"), "opora approve RUN|LIST [--category C] --order NUMBER --date DATE",
                  {{"opora approve L2 --order 863 --date 15.10.2019", tr("a list that was reviewed and agreed")},
                   {"opora approve 3 --category ШНОР --order 863 --date 2019-10-15", tr("a run's category at once; the steps that were left out are not there")}},
                  {}, "list", 1, approve};
  command.flags.add_options()
      ("list", options::value<std::string>()->required(), "")
      ("category", options::value<std::string>(), tr("category of the run; may be left out when there is one"))
      ("order", options::value<std::string>()->required(), tr("number of the order"))
      ("date", options::value<std::string>()->required(), tr("date of the order"))
      ("year", options::value<int>(), tr("year of the list; else that of the run"))
      ("supersedes", options::value<std::string>(), tr("list that it takes the place of; else the approved one of the same category and year"))
      ("document", options::value<std::string>(), tr("letter or protocol that it rests on"));
  add_note(command);
  return command;
}

Command lists_command() {
  Command command{"lists", tr("lists of the store: their state, act, entries and exits; one list; the lists of a school"), "opora lists [LIST] [--school SCHOOL]",
                  {{"opora lists", tr("all lists, newest last")}, {"opora lists L2", tr("one list with its way, schools and reasons")},
                   {"opora lists --school sch220001", tr("where a school stood, and how many years in a row")}},
                  {}, "list", 1, lists};
  command.flags.add_options()("list", options::value<std::string>(), "")("school", options::value<std::string>(), tr("code of the school, or a part of its name"));
  return command;
}

Command references_command(const char* name, std::string summary, std::string usage, std::vector<std::pair<std::string, std::string>> examples,
                           Result<int> (*run)(const Session&, const Values&)) {
  Command command{name, std::move(summary), std::move(usage), std::move(examples), {}, "list", -1, run};
  command.flags.add_options()("list", options::value<std::vector<std::string>>()->required(), "");
  return command;
}

}  // namespace

std::vector<Command> act_commands() {
  Command review = step_command("review", tr("a draft list was looked through"), "opora review L2", tr("the draft is ready to be agreed"), step<Step::kReview>);
  add_note(review);
  Command confirm = step_command("confirm", tr("a municipality confirms its part of a reviewed list"), "opora confirm L2 --municipality \"…\"",
                                 tr("when the last municipality confirms, the list is agreed"), step<Step::kConfirm>);
  confirm.flags.add_options()("municipality", options::value<std::string>()->required(), tr("as the list names it"));
  add_note(confirm);
  Command agree = step_command("agree", tr("a reviewed list is agreed as a whole"), "opora agree L2 --by \"…\"", tr("agreed by a body, with or without confirmations"), step<Step::kAgree>);
  add_note(agree);
  Command back = step_command("return", tr("takes a list back to a draft"), "opora return L2 --reason \"…\"", tr("undoes review and agreement"), step<Step::kReturn>, "reason");
  add_reason(back);
  Command withdraw = step_command("withdraw", tr("takes a list out of use; it stays in the store"), "opora withdraw L2 --reason \"…\" --document \"…\"",
                                  tr("an approved list whose act was annulled, or a draft"), step<Step::kWithdraw>, "reason");
  add_reason(withdraw);
  return {override_command(), propose_command(), review, confirm, agree, approve_command(), back, withdraw, lists_command(),
          references_command("list-diff", tr("entries and exits between two lists"), "opora list-diff LIST LIST",
                             {{"opora list-diff L1 L2", tr("who came, who went, who stayed")},
                              {"opora list-diff 5:ШНОР ext:vpr-bias-federal:2022", tr("a run's category against a list that others delivered")}}, list_diff),
          references_command("overlap", tr("schools that stand on several lists"), "opora overlap LIST LIST…",
                             {{"opora overlap L1 L2 L3", tr("how many schools each two lists share, and which")}}, overlap)};
}

}  // namespace opora
