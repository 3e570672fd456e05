#include "engine/lists.h"

#include <algorithm>
#include <set>

#include "base/dates.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/category_choice.h"
#include "engine/find_school.h"
#include "engine/list_entries.h"
#include "engine/list_words.h"
#include "store/answer_codes.h"
#include "store/facts.h"

namespace opora {
namespace {

bool is_open(const ListRecord& list) {
  return list.state == ListState::kDraft || list.state == ListState::kReviewed || list.state == ListState::kAgreed;
}

Diagnostic no_reason() {
  return make_error("LIST-001", tr("a reason is missing"), tr("say why: --reason \"…\"; it is kept and shown wherever the decision is"));
}

// Decisions of the run's category with what a list needs of them.
Result<std::vector<ListEntry>> entries_now(const Store& store, const PackLibrary* packs, const ChosenCategory& chosen) {
  ListRequest request;
  request.run = chosen.run.id;
  request.category = chosen.category;
  request.all = true;
  OPORA_ASSIGN(const Listing listing, list_decisions(store, request, packs));
  OPORA_ASSIGN(const auto overrides, overrides_of(store, chosen.run.id));
  return entries_for(listing, chosen.methodology, chosen.category, overrides);
}

std::vector<ListRecord> of_category(const std::vector<ListRecord>& lists, const ChosenCategory& chosen) {
  std::vector<ListRecord> found;
  for (const ListRecord& list : lists)
    if (list.run == chosen.run.id && list.methodology == chosen.methodology && list.category == chosen.category) found.push_back(list);
  return found;
}

Status refresh(Store& store, const PackLibrary* packs, ListRecord& list, const ChosenCategory& chosen, const std::string& actor, const std::string& note) {
  OPORA_ASSIGN(const auto entries, entries_now(store, packs, chosen));
  OPORA_TRY(replace_entries(store, list.id, entries));
  list.state = ListState::kDraft;
  OPORA_TRY(take_step(store, list, {"refreshed", "", actor, now_utc(), note, ""}));
  OPORA_ASSIGN(list, find_list(store, list.id));
  return {};
}

// The run's answer on the school, which has to be there.
Result<Answer> answer_of_run(const Store& store, const ChosenCategory& chosen, const std::string& school) {
  OPORA_ASSIGN(const DecisionSet set, load_decisions(store, chosen.run.id));
  for (const DecisionRow& row : set.decisions) {
    const Category& category = set.categories[static_cast<std::size_t>(row.category)];
    if (category.name == chosen.category && category.methodology == chosen.methodology && set.schools[static_cast<std::size_t>(row.school)] == school)
      return row.answer;
  }
  return make_error("LIST-002", tr_format("run {0} has no decision on school {1} in the category \"{2}\"", chosen.run.id, school, chosen.category),
                    tr("the schools of the run: opora list RUN --all"));
}

std::optional<Override> holding(const std::vector<Override>& overrides, const ChosenCategory& chosen, const std::string& school) {
  for (const Override& one : overrides)
    if (one.methodology == chosen.methodology && one.category == chosen.category && one.school == school) return one;
  return std::nullopt;
}

Result<ListRecord> make_list(Store& store, const PackLibrary* packs, const ChosenCategory& chosen, const ProposeRequest& request) {
  OPORA_ASSIGN(const auto entries, entries_now(store, packs, chosen));
  ListRecord list;
  list.run = chosen.run.id;
  list.pack = chosen.run.info.pack;
  list.methodology = chosen.methodology;
  list.category = chosen.category;
  list.title = request.title.empty() ? chosen.title : request.title;
  list.data_year = chosen.run.info.year;
  list.year = request.year.value_or(list.data_year);
  OPORA_ASSIGN(const ListId id, add_list(store, list, entries, {"proposed", "", request.actor, now_utc(), request.note, ""}));
  return find_list(store, id);
}

std::set<std::string> municipalities_of(const std::vector<ListEntry>& entries) {
  std::set<std::string> found;
  for (const ListEntry& entry : entries) found.insert(entry.municipality);
  return found;
}

// Parts that nobody confirmed since the entries were last written.
std::set<std::string> unconfirmed(const std::vector<ListEntry>& entries, const std::vector<ListStep>& steps) {
  std::set<std::string> open = municipalities_of(entries);
  const std::set<std::string> all = open;
  for (const ListStep& step : steps) {
    if (step.step == "confirmed") open.erase(step.municipality);
    if (step.step == "proposed" || step.step == "refreshed" || step.step == "returned") open = all;
  }
  return open;
}

struct Transition {
  const char* name;                // of the kept step
  std::vector<ListState> from;
  std::optional<ListState> to;
};

const Transition& transition_of(Step step) {
  using enum ListState;
  static const Transition kTransitions[] = {
      {"reviewed", {kDraft}, kReviewed},
      {"confirmed", {kReviewed}, std::nullopt},
      {"agreed", {kReviewed}, kAgreed},
      {"returned", {kReviewed, kAgreed}, kDraft},
      {"withdrawn", {kDraft, kReviewed, kAgreed, kApproved}, kWithdrawn},
  };
  return kTransitions[static_cast<int>(step)];
}

Diagnostic wrong_state(const ListRecord& list, const std::string& wanted) {
  return make_error("LIST-006", tr_format("list L{0} is in the state \"{1}\": the step \"{2}\" does not follow from it", list.id, state_title(list.state), step_title(wanted)),
                    tr("the way of a list: draft, reviewed, agreed, approved; opora return takes it back to a draft"));
}

Status check_municipality(const StepRequest& request, const std::vector<ListEntry>& entries) {
  const std::set<std::string> known = municipalities_of(entries);
  if (known.contains(request.municipality)) return {};
  const std::vector<std::string> names(known.begin(), known.end());
  const auto guess = nearest(request.municipality, names);
  return make_error("LIST-007", tr_format("list L{0} has no schools of \"{1}\"", request.list, request.municipality),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("there are: {0}", fmt::join(names, ", ")));
}

// The approved list that a new one of the same pack, category and year takes the place of.
std::optional<ListId> predecessor(const std::vector<ListRecord>& lists, const ListRecord& list) {
  std::optional<ListId> found;
  for (const ListRecord& other : lists)
    if (other.id != list.id && other.state == ListState::kApproved && other.pack == list.pack && other.methodology == list.methodology &&
        other.category == list.category && other.year == list.year)
      found = other.id;
  return found;
}

Status supersede(Store& store, ListId id, const ListRecord& by, const std::string& actor) {
  OPORA_ASSIGN(ListRecord older, find_list(store, id));
  if (older.state != ListState::kApproved) return wrong_state(older, "superseded");
  older.state = ListState::kSuperseded;
  return take_step(store, older, {"superseded", "", actor, now_utc(), tr_format("by list L{0}, order {1} of {2}", by.id, by.order_number, by.order_date), ""});
}

Result<ListRecord> list_to_approve(Store& store, const PackLibrary* packs, const ApproveRequest& request) {
  if (request.list) return find_list(store, *request.list);
  OPORA_ASSIGN(const ChosenCategory chosen, choose_category(store, request.of));
  OPORA_ASSIGN(const auto lists, all_lists(store));
  for (const ListRecord& list : of_category(lists, chosen))
    if (is_open(list)) return list;
  return make_list(store, packs, chosen, {request.of, request.year, "", request.actor, ""});
}

}  // namespace

Result<OverrideReport> override_decision(Store& store, const PackLibrary* packs, const OverrideRequest& request) {
  if (request.reason.empty()) return no_reason();
  OPORA_ASSIGN(const ChosenCategory chosen, choose_category(store, request.of));
  OPORA_ASSIGN(const Frame registry, schools(store));
  OPORA_ASSIGN(const std::int64_t row, find_school(registry, request.school));
  OverrideReport report;
  Override& made = report.made;
  made.run = chosen.run.id, made.methodology = chosen.methodology, made.category = chosen.category;
  made.school = registry_text(registry, "school", row);
  made.reason = request.reason, made.document = request.document, made.actor = request.actor, made.at = now_utc();
  report.name = registry_text(registry, "name", row);
  OPORA_ASSIGN(made.rule_answer, answer_of_run(store, chosen, made.school));
  OPORA_ASSIGN(const auto lists, all_lists(store));
  std::vector<ListRecord> affected = of_category(lists, chosen);
  for (const ListRecord& list : affected)
    if (list.state == ListState::kApproved)
      return make_error("LIST-004", tr_format("list L{0} of this run is approved by order {1} and is not changed any more", list.id, list.order_number),
                        tr("run the methodology again and let a new list supersede it, or withdraw the list: opora withdraw L…"));
  OPORA_TRY(in_transaction(store, [&]() -> Status {
    if (request.decision) {
      made.answer = *request.decision;
      OPORA_ASSIGN(made.id, add_override(store, made));
    } else {
      OPORA_ASSIGN(const auto overrides, overrides_of(store, chosen.run.id));
      const auto there = holding(overrides, chosen, made.school);
      if (!there) return make_error("LIST-003", tr_format("no person has decided on school {0} in this run", made.school), tr("the decisions by people: opora override --run RUN"));
      OPORA_TRY(withdraw_override(store, there->id, request.actor, request.reason));
      made = *there;
      made.withdrawn_by = request.actor, made.withdrawn_reason = request.reason;
    }
    for (ListRecord& list : affected) {
      if (!is_open(list)) continue;
      OPORA_TRY(refresh(store, packs, list, chosen, request.actor, tr_format("a person decided on school {0}", made.school)));
      report.refreshed.push_back(list);
    }
    return {};
  }));
  return report;
}

Result<ListRecord> propose_list(Store& store, const PackLibrary* packs, const ProposeRequest& request) {
  OPORA_ASSIGN(const ChosenCategory chosen, choose_category(store, request.of));
  OPORA_ASSIGN(const auto lists, all_lists(store));
  for (const ListRecord& list : of_category(lists, chosen))
    if (is_open(list))
      return make_error("LIST-005", tr_format("list L{0} of this run and category is on its way already", list.id), tr("go on with it, or withdraw it first: opora withdraw L…"));
  ListRecord made;
  OPORA_TRY(in_transaction(store, [&]() -> Status {
    OPORA_ASSIGN(made, make_list(store, packs, chosen, request));
    return {};
  }));
  return made;
}

Result<StepReport> step_list(Store& store, const StepRequest& request) {
  const Transition& transition = transition_of(request.step);
  if ((request.step == Step::kReturn || request.step == Step::kWithdraw) && request.note.empty()) return no_reason();
  StepReport report;
  OPORA_ASSIGN(ListRecord list, find_list(store, request.list));
  if (std::find(transition.from.begin(), transition.from.end(), list.state) == transition.from.end()) return wrong_state(list, transition.name);
  OPORA_ASSIGN(const auto entries, entries_of(store, list.id));
  if (request.step == Step::kConfirm) OPORA_TRY(check_municipality(request, entries));
  OPORA_TRY(in_transaction(store, [&]() -> Status {
    list.state = transition.to.value_or(list.state);
    OPORA_TRY(take_step(store, list, {transition.name, request.municipality, request.actor, now_utc(), request.note, request.document}));
    OPORA_ASSIGN(const auto steps, steps_of(store, list.id));
    const auto open = unconfirmed(entries, steps);
    report.unconfirmed.assign(open.begin(), open.end());
    if (request.step != Step::kConfirm || !open.empty()) return {};
    list.state = ListState::kAgreed;
    return take_step(store, list, {"agreed", "", request.actor, now_utc(), tr("all municipalities have confirmed their part"), ""});
  }));
  OPORA_ASSIGN(report.list, find_list(store, list.id));
  return report;
}

Result<ListRecord> approve_list(Store& store, const PackLibrary* packs, const ApproveRequest& request) {
  const auto date = parse_date(request.order_date);
  if (!date) return make_error("LIST-008", tr_format("\"{0}\" is no date", request.order_date), tr("for example: --date 15.09.2020, or 2020-09-15"));
  ListRecord list;
  OPORA_TRY(in_transaction(store, [&]() -> Status {
    OPORA_ASSIGN(list, list_to_approve(store, packs, request));
    if (!is_open(list)) return wrong_state(list, "approved");
    list.state = ListState::kApproved;
    list.order_number = request.order_number;
    list.order_date = to_iso(*date);
    OPORA_ASSIGN(const auto lists, all_lists(store));
    list.supersedes = request.supersedes ? request.supersedes : predecessor(lists, list);
    if (list.supersedes) OPORA_TRY(supersede(store, *list.supersedes, list, request.actor));
    return take_step(store, list, {"approved", "", request.actor, now_utc(), request.note, request.document});
  }));
  return find_list(store, list.id);
}

}  // namespace opora
