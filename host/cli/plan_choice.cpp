#include "cli/plan_choice.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/print_plan.h"
#include "report/number_text.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

std::string text_option(const Values& values, const char* name) { return values.count(name) ? values[name].as<std::string>() : std::string(); }

Result<PlanChoice> of_pack(const Session& session, const Values& values) {
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  PlanChoice choice;
  OPORA_ASSIGN(choice.views, pack_plans(packs, text_option(values, "pack"), text_option(values, "plan")));
  return choice;
}

std::string cut(const std::string& text) { return text.empty() ? std::string("—") : text; }

}  // namespace

void add_choice_flags(options::options_description& flags) {
  flags.add_options()
      ("number", options::value<std::vector<PlanId>>(), "")
      ("pack", options::value<std::string>()->default_value(""), tr("plans of this pack, by their text"))
      ("plan", options::value<std::string>()->default_value(""), tr("with --pack: this plan of it"))
      ("municipality", options::value<std::string>()->default_value(""), tr("only what this municipality and its schools owe"))
      ("level", options::value<std::string>()->default_value(""), tr("only holders of this level: region, municipality, school"))
      ("holder", options::value<std::string>()->default_value(""), tr("only this holder: code of a school, name of a municipality, PACK/organisation"));
}

void add_day_flag(options::options_description& flags) {
  flags.add_options()("on", options::value<std::string>()->default_value(""), tr("the day, as 2021-02-15 or 15.02.2021; else today"));
}

void add_output_flags(options::options_description& flags) {
  flags.add_options()("output,o", options::value<std::string>()->default_value(""), tr("file to write: .csv, .json, or the text that is shown"))
      ("format", options::value<std::string>()->default_value("table"), tr("table or csv"));
}

AssignmentFilter filter_of(const Values& values) {
  AssignmentFilter filter;
  filter.municipality = text_option(values, "municipality");
  filter.level = text_option(values, "level");
  filter.holder = text_option(values, "holder");
  return filter;
}

Result<Date> day_of(const Values& values) {
  const std::string text = text_option(values, "on");
  if (text.empty()) return Date(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  if (const auto day = parse_date(text)) return *day;
  return make_error("PLAN-002", tr_format("\"{0}\" is no day", text), tr("write it as 2021-08-31 or 31.08.2021"));
}

Result<PlanChoice> chosen_plans(const Session& session, const Values& values, bool only_adopted) {
  if (!text_option(values, "pack").empty()) {
    if (!only_adopted) return of_pack(session, values);
    return make_error("CLI-031", tr("a plan of a pack has no assignments before it is at work"), tr_format("opora plan adopt --pack {0}", text_option(values, "pack")));
  }
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  std::vector<PlanId> ids = optional_value<std::vector<PlanId>>(values, "number").value_or(std::vector<PlanId>{});
  if (ids.empty()) {
    OPORA_ASSIGN(const auto plans, all_plans(store));
    for (const StoredPlan& plan : plans) {
      const bool superseded = std::any_of(plans.begin(), plans.end(), [&](const StoredPlan& later) { return later.supersedes == plan.id && later.plan.id == plan.plan.id; });
      if (!superseded) ids.push_back(plan.id);
    }
  }
  if (ids.empty()) return make_error("CLI-031", tr("no plan is at work in this store"), tr("plans of the packs: opora plan list; make one work: opora plan adopt --pack P; or read it from its pack: --pack P"));
  const auto packs = session.open_packs();
  PlanChoice choice;
  choice.adopted = true;
  for (const PlanId id : ids) {
    OPORA_ASSIGN(PlanView view, stored_plan(store, id, filter_of(values)));
    if (packs) name_organisations(view, *packs);
    choice.views.push_back(std::move(view));
  }
  return choice;
}

Result<Plan> plan_named(const Session& session, const std::string& word) {
  if (const auto number = parse_integer(word)) {
    OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
    OPORA_ASSIGN(StoredPlan stored, find_plan(store, *number));
    return std::move(stored.plan);
  }
  const auto slash = word.find('/');
  if (slash == std::string::npos) return make_error("PLAN-001", tr_format("\"{0}\" names no plan", word), tr("a plan is the number of one at work, or PACK/ID: opora plan list"));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(const auto views, pack_plans(packs, word.substr(0, slash), word.substr(slash + 1)));
  return views.front().plan;
}

std::string plans_text(const Session& session, const std::vector<PackPlanLine>& offered, const std::vector<StoredPlan>& stored) {
  const TerminalStyle style{session.width, session.colour};
  TerminalTable at_work, of_packs;
  at_work.columns = {{tr("Plan"), true, 0}, {tr("Title"), false, 30}, {tr("Pack"), false, 8}, {tr("Id"), false, 10}, {tr("Redaction"), true, 0}, {tr("Period"), false, 23}};
  for (const StoredPlan& one : stored)
    at_work.rows.push_back({{std::to_string(one.id), CellTone::kStrong}, {one.plan.title}, {one.plan.pack}, {one.plan.id}, {std::to_string(one.redaction)}, {day_text(one.plan.from) + " – " + day_text(one.plan.to)}});
  of_packs.columns = {{tr("Pack"), false, 8}, {tr("Id"), false, 10}, {tr("Title"), false, 30}, {tr("Period"), false, 23}, {tr("Rows"), true, 0}};
  for (const PackPlanLine& one : offered)
    of_packs.rows.push_back({{one.pack, CellTone::kStrong}, {one.id}, {cut(one.title)}, {day_text(one.from) + " – " + day_text(one.to)}, {count_text(one.rows)}});
  std::string text;
  if (!stored.empty()) text += std::string(tr("Plans at work")) + "\n" + render_table(at_work, style) + "\n";
  if (!offered.empty()) text += std::string(tr("Plans of packs (opora plan adopt --pack P makes one work)")) + "\n" + render_table(of_packs, style);
  return text.empty() ? std::string(tr("There are no plans.")) + "\n" : text;
}

std::string plans_json(const std::vector<PackPlanLine>& offered, const std::vector<StoredPlan>& stored) {
  std::string out;
  for (const StoredPlan& one : stored)
    out += Json{{"plan", one.id}, {"pack", one.plan.pack}, {"id", one.plan.id}, {"title", one.plan.title}, {"redaction", one.redaction}, {"from", to_iso(one.plan.from)}, {"to", to_iso(one.plan.to)}, {"uid", one.uid}}.dump() + "\n";
  for (const PackPlanLine& one : offered)
    out += Json{{"pack", one.pack}, {"id", one.id}, {"title", one.title}, {"from", to_iso(one.from)}, {"to", to_iso(one.to)}, {"rows", one.rows}}.dump() + "\n";
  return out;
}

std::string difference_text(const Session& session, const Plan& before, const Plan& after, const std::vector<PlanChange>& changes) {
  std::string text = tr_format("From: {0}", before.title) + "\n" + tr_format("To:   {0}", after.title) + "\n\n";
  if (changes.empty()) return text + tr("They say the same.") + "\n";
  TerminalTable table;
  table.columns = {{tr("Change"), false, 8}, {tr("No."), false, 4}, {tr("What"), false, 10}, {tr("Before"), false, 24}, {tr("After"), false, 24}};
  for (const PlanChange& one : changes) {
    const char* kind = one.kind == PlanChange::Kind::kAdded ? tr("new") : one.kind == PlanChange::Kind::kRemoved ? tr("gone") : tr("changed");
    const CellTone tone = one.kind == PlanChange::Kind::kAdded ? CellTone::kGood : one.kind == PlanChange::Kind::kRemoved ? CellTone::kBad : CellTone::kWarn;
    table.rows.push_back({{kind, tone}, {one.number}, {change_field_title(one.field)}, {one.before}, {one.after}});
  }
  return text + render_table(table, {session.width == 0 ? 120 : session.width, session.colour});
}

std::string difference_json(const std::vector<PlanChange>& changes) {
  std::string out;
  for (const PlanChange& one : changes) {
    const char* kind = one.kind == PlanChange::Kind::kAdded ? "added" : one.kind == PlanChange::Kind::kRemoved ? "removed" : "changed";
    out += Json{{"change", kind}, {"section", one.section}, {"number", one.number}, {"field", one.field}, {"before", one.before}, {"after", one.after}}.dump() + "\n";
  }
  return out;
}

}  // namespace opora
