#include "engine/plan_carry.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "engine/plan_difference.h"
#include "engine/plan_work.h"
#include "plans/plan_file.h"

namespace opora {
namespace {

Date later(Date day, int years) {
  using namespace std::chrono;
  const Date moved = (day.year() + std::chrono::years(years)) / day.month() / day.day();
  return moved.ok() ? moved : Date((day.year() + std::chrono::years(years)) / day.month() / last);
}

// "2021" becomes "2022" wherever it stands alone in a text.
std::string with_later_years(const std::string& text, int years) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    const std::string digits = text.substr(at, end - at);
    const bool is_year = digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    out += is_year ? std::to_string(std::stoi(digits) + years) : end > at ? digits : text.substr(at, 1);
    at = std::max(end, at + 1);
  }
  return out;
}

// The plan that the pack has for the year, if any.
Result<std::optional<Plan>> plan_for(const PackLibrary& packs, const Plan& plan, int year) {
  OPORA_ASSIGN(const std::vector<PlanView> views, pack_plans(packs, plan.pack));
  for (const PlanView& view : views)
    if (view.plan.year == year && view.plan.id != plan.id) return std::optional(view.plan);
  return std::optional<Plan>();
}

// The rows of the old plan with their years moved on, to be edited: deadlines are read anew, and each row knows which it
// carries on.
Result<Plan> moved_on(const PackLibrary& packs, const Plan& old, int years) {
  OPORA_ASSIGN(const auto lineage, packs.lineage(old.pack));
  OPORA_ASSIGN(const DeadlineWords words, deadline_words_of(lineage));
  Plan head = old;
  head.year = old.year == 0 ? 0 : old.year + years;
  head.id = with_later_years(old.id, years);
  if (head.id == old.id) head.id += "-" + std::to_string(head.year);
  head.title = with_later_years(old.title, years);
  head.from = later(old.from, years);
  head.to = later(old.to, years);
  head.act = {};
  head.amended.clear();
  for (PlanSection& section : head.sections) {
    section.title = with_later_years(section.title, years);
    if (section.year) section.year = *section.year + years;
    if (section.from) section.from = later(*section.from, years);
    if (section.to) section.to = later(*section.to, years);
  }
  std::vector<PlanRow> rows;
  for (const Measure& measure : old.measures) {
    PlanRow row = measure.text;
    row.section = with_later_years(row.section, years);
    row.deadline = with_later_years(row.deadline, years);
    rows.push_back(std::move(row));
  }
  Plan plan = assemble_plan(std::move(head), rows, words, organisations_of(lineage));
  for (std::size_t i = 0; i < plan.measures.size(); ++i) {
    plan.measures[i].work = old.measures[i].work;
    plan.measures[i].work.carries_on = old.id + "/" + old.measures[i].text.number;
  }
  return plan;
}

std::int64_t owed_in(const PlanView& view, int position) {
  std::int64_t owed = 0;
  for (const Occasion& occasion : view.occasions)
    if (occasion.position == position)
      for (const AssignmentCount& count : view.counts)
        if (count.occasion == occasion.id && is_owed(count.state)) owed += count.assignments;
  return owed;
}

std::vector<CarriedRow> rows_between(const PlanView& old, const Plan& plan) {
  const auto pairs = same_rows(old.plan, plan);
  std::vector<CarriedRow> rows;
  for (const Measure& measure : old.plan.measures) {
    if (measure.is_point()) continue;
    const auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const auto& one) { return one.first == measure.position; });
    const std::string after = pair == pairs.end() ? std::string() : row_title(plan.measures[static_cast<std::size_t>(pair->second) - 1]);
    rows.push_back({row_title(measure), after, owed_in(old, measure.position)});
  }
  for (const Measure& measure : plan.measures)
    if (!measure.is_point() && std::none_of(pairs.begin(), pairs.end(), [&](const auto& one) { return one.second == measure.position; })) rows.push_back({{}, row_title(measure), 0});
  return rows;
}

}  // namespace

Result<CarryReport> carry_over(Store& store, const PackLibrary& packs, const CarryRequest& request) {
  OPORA_ASSIGN(const PlanView old, stored_plan(store, request.plan));
  const int base = old.plan.year != 0 ? old.plan.year : int{old.plan.from.year()};
  if (request.year <= base)
    return make_error("PLAN-063", tr_format("plan {0} is of {1}; it can be carried over to a later year only", request.plan, base), tr_format("for example: opora plan carry-over {0} --year {1}", request.plan, base + 1));
  CarryReport report;
  OPORA_ASSIGN(std::optional<Plan> plan, plan_for(packs, old.plan, request.year));
  report.from_pack = plan.has_value();
  if (!plan) {
    OPORA_ASSIGN(plan, moved_on(packs, old.plan, request.year - base));
  }
  // Each row knows which one it carries on, also where the pack does not say so.
  for (const auto& [before, after] : same_rows(old.plan, *plan)) {
    std::string& carries_on = plan->measures[static_cast<std::size_t>(after) - 1].work.carries_on;
    if (carries_on.empty()) carries_on = old.plan.id + "/" + old.measure(before).text.number;
  }
  report.rows = rows_between(old, *plan);
  AdoptRequest adopt = request.adopt;
  adopt.pack = plan->pack;
  OPORA_ASSIGN(report.adopted, adopt_plan(store, packs, adopt, *plan));
  return report;
}

}  // namespace opora
