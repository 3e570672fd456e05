// A plan and partners for a report.
#include <algorithm>
#include <map>

#include "engine/plan_work.h"
#include "engine/report_material.h"

namespace opora {
namespace {

bool is_done(const Assignment& one) { return one.standing.state == AssignmentState::kHandedIn || one.standing.state == AssignmentState::kAccepted; }

std::optional<Date> last_day(const Assignment& one) { return one.standing.due ? one.standing.due : one.occasion.to; }

bool is_late(const Assignment& one, Date on) {
  const auto end = last_day(one);
  return is_owed(one.standing.state) && !one.occasion.never_late && end && *end < on;
}

bool is_dateless(const Assignment& one) { return is_owed(one.standing.state) && !one.occasion.never_late && !last_day(one); }

// Whether a document about the subject speaks of the assignment.
bool is_of(const ReportSubject& subject, const Assignment& one) {
  if (!subject.school.empty()) return one.holder.level == "school" && one.holder.code == subject.school;
  return subject.municipality.empty() || one.holder.municipality == subject.municipality || (one.holder.level == "municipality" && one.holder.code == subject.municipality);
}

struct Counts {
  std::int64_t asked = 0, done = 0, accepted = 0, late = 0, dateless = 0;

  void add(const Assignment& one, Date on) {
    if (one.standing.state == AssignmentState::kDropped) return;
    ++asked;
    done += is_done(one);
    accepted += one.standing.state == AssignmentState::kAccepted;
    late += is_late(one, on);
    dateless += is_dateless(one);
  }
  void add_to(ReportFields& fields) const {
    for (const auto& [name, count] : {std::pair{"asked", asked}, {"done", done}, {"accepted", accepted}, {"late", late}, {"dateless", dateless}})
      fields.emplace_back(name, ReportValue{count});
  }
};

ReportFields measure_fields(const PlanView& view, const Measure& measure, const Counts& counts) {
  ReportList windows;
  for (const Occasion& one : view.occasions)
    if (one.position == measure.position)
      windows.push_back({ReportFields{{"from", day_or_nothing(one.from)}, {"until", day_or_nothing(one.to)}, {"stage", text_or_nothing(one.stage)}}});
  ReportFields fields = {{"section", {measure.text.section}}, {"number", {measure.text.number}}, {"measure", {measure.text.measure}},
                         {"deadline", {measure.text.deadline}}, {"responsible", {measure.text.responsible}}, {"result", {measure.text.result}},
                         {"is_point", {measure.is_point()}}, {"windows", {std::move(windows)}},
                         {"undated", {measure.deadline.confidence == Confidence::kOpen && !view.is_decided(measure.position)}}};
  counts.add_to(fields);
  return fields;
}

ReportFields assignment_fields(const PlanView& view, const Assignment& one, Date on) {
  const Measure& measure = view.measure(one.position);
  ReportFields fields = {{"number", {measure.text.number}}, {"measure", {measure.text.measure}}, {"deadline", {measure.text.deadline}},
                         {"result", {measure.text.result}}, {"holder", {one.holder.name}}, {"level", {one.holder.level}},
                         {"municipality", text_or_nothing(one.holder.municipality)}, {"from", day_or_nothing(one.occasion.from)},
                         {"until", day_or_nothing(last_day(one))}, {"stage", text_or_nothing(one.occasion.stage)},
                         {"state", {std::string(state_code(one.standing.state))}}, {"late", {is_late(one, on)}}, {"dateless", {is_dateless(one)}}};
  if (const auto end = last_day(one); end && is_late(one, on))
    fields.emplace_back("days_late", ReportValue{std::int64_t{to_days(on)} - to_days(*end)});
  return fields;
}

ReportList figure_fields(const PlanMonitor& monitor) {
  ReportList figures;
  for (const MonitorFigure& one : monitor.figures) {
    ReportFields fields = {{"figure", {one.id}}, {"title", {one.title}}, {"row", text_or_nothing(one.row)}, {"value", {one.value}}};
    if (one.target) fields.emplace_back("target", ReportValue{std::int64_t{*one.target}});
    figures.push_back({std::move(fields)});
  }
  return figures;
}

ReportFields pair_fields(const ReportMaterial& material, const MatchReport& match, const MatchPair& pair) {
  const SchoolName& partner = match.named(pair.partner);
  ReportFields further;
  for (const auto& [column, title] : further_columns(match)) further.emplace_back(column, text_or_nothing(further_value(pair, column)));
  return {{"school", {school_fields(material, pair.school)}}, {"partner", {partner.name.empty() ? pair.partner : partner.name}},
          {"partner_municipality", text_or_nothing(partner.municipality)}, {"rank", {pair.rank}}, {"reason", {pair.reason}}, {"further", {std::move(further)}}};
}

}  // namespace

ReportFields plan_fields(const ReportMaterial& material, const ReportSubject& subject) {
  const PlanView& view = *material.plan;
  const Date on = material.request.on;
  std::map<int, Counts> of_row;
  std::map<std::string, Counts> of_municipality;
  Counts all;
  ReportList own, late, dateless;
  for (const Assignment& one : material.assignments) {
    if (!is_of(subject, one)) continue;
    of_row[one.position].add(one, on);
    all.add(one, on);
    if (!one.holder.municipality.empty() || one.holder.level == "municipality") of_municipality[one.holder.level == "municipality" ? one.holder.code : one.holder.municipality].add(one, on);
    if (!subject.school.empty()) own.push_back({assignment_fields(view, one, on)});
    else if (is_late(one, on)) late.push_back({assignment_fields(view, one, on)});
    else if (is_dateless(one)) dateless.push_back({assignment_fields(view, one, on)});
  }
  ReportList rows, municipalities;
  for (const Measure& measure : view.plan.measures)
    if (subject.municipality.empty() || of_row.contains(measure.position)) rows.push_back({measure_fields(view, measure, of_row[measure.position])});
  for (const auto& [name, counts] : of_municipality) {
    ReportFields fields = {{"municipality", {name}}};
    counts.add_to(fields);
    municipalities.push_back({std::move(fields)});
  }
  ReportFields fields = {{"title", {view.plan.title}}, {"from", {to_iso(view.plan.from)}}, {"until", {to_iso(view.plan.to)}},
                         {"redaction", {std::int64_t{view.redaction}}}, {"rows", {std::move(rows)}}, {"municipalities", {std::move(municipalities)}},
                         {"assignments", {std::move(own)}}, {"late_assignments", {std::move(late)}}, {"dateless_assignments", {std::move(dateless)}},
                         {"criterion", text_or_nothing(view.plan.criterion)},
                         {"act", {ReportFields{{"title", {view.plan.act.title}}, {"number", text_or_nothing(view.plan.act.number)}, {"date", text_or_nothing(view.plan.act.date)}}}},
                         {"figures", {material.monitor ? figure_fields(*material.monitor) : ReportList()}}};
  all.add_to(fields);
  return fields;
}

ReportFields match_fields(const ReportMaterial& material, const ReportSubject& subject) {
  const MatchReport& match = *material.match;
  ReportList pairs, unmatched, columns;
  for (const MatchPair& pair : match.rows.pairs)
    if (pair.rank == 1 && material.holds(subject, pair.school)) pairs.push_back({pair_fields(material, match, pair)});
  for (const UnmatchedSchool& one : match.rows.unmatched) {
    if (!material.holds(subject, one.school)) continue;
    ReportFields fields = school_fields(material, one.school);
    fields.emplace_back("reason", ReportValue{one.reason});
    unmatched.push_back({std::move(fields)});
  }
  for (const auto& [column, title] : further_columns(match)) columns.push_back({ReportFields{{"column", {column}}, {"title", {title}}}});
  return {{"title", {match.record.info.title}}, {"year", {std::int64_t{match.record.info.year}}}, {"pairs", {std::move(pairs)}},
          {"unmatched", {std::move(unmatched)}}, {"further", {std::move(columns)}}};
}

}  // namespace opora
