// Decisions, lists and checks for a report: in words and as values.
#include <algorithm>

#include "base/messages.h"
#include "engine/list_words.h"
#include "engine/report_material.h"

namespace opora {
namespace {

// Code of an answer, for scripts that sort by it; documents say it in the words beside it.
const char* answer_code_of(Answer answer) { return answer == Answer::kYes ? "yes" : answer == Answer::kNo ? "no" : "not_assessable"; }

ReportFields entry_fields(const ListEntry& entry) {
  return {{"code", {entry.school}}, {"name", {entry.name}}, {"municipality", {entry.municipality}}, {"reasons", {entry.reasons}},
          {"by_person", {entry.override_id.has_value()}}};
}

ReportList entries_in(const ReportMaterial& material, const std::vector<ListEntry>& entries, const ReportSubject& subject) {
  ReportList found;
  for (const ListEntry& entry : entries)
    if ((subject.municipality.empty() && subject.school.empty()) || material.holds(subject, entry.school)) found.push_back({entry_fields(entry)});
  return found;
}

ReportFields decided_school(const ReportMaterial& material, const ListRow& row) {
  const Listing& listing = *material.listing;
  const Answer answer = listing.answer(row);
  ReportFields fields = school_fields(material, listing.school(row));
  fields.emplace_back("answer", ReportValue{std::string(answer_code_of(answer))});
  fields.emplace_back("answer_word", ReportValue{std::string(answer_word(answer))});
  if (answer != Answer::kNo) fields.emplace_back("reasons", ReportValue{listing.reasons(row)});
  ReportFields values;
  for (const ExtraValue& value : listing.decisions.values_of(listing.of(row)))
    values.emplace_back(listing.decisions.names[static_cast<std::size_t>(value.column)], ReportValue{value.text});
  fields.emplace_back("values", ReportValue{std::move(values)});
  return fields;
}

ReportList source_fields(const std::vector<SourceRows>& sources) {
  ReportList list;
  for (const SourceRows& one : sources)
    list.push_back({ReportFields{{"file", {one.file}}, {"first_row", {one.first_line}}, {"last_row", {one.last_line}}, {"rows", {one.rows}}}});
  return list;
}

ReportFields check_fields(const ReportMaterial& material, const ExplainedCheck& explained) {
  const Check& check = explained.check;
  const bool assessed = check.unassessed() == Unassessed::kAssessed;
  const bool hidden = material.small.hide(check.n);
  ReportFields fields = {{"rule", {explained.rule_title}}, {"name", {readable_name(check.name, material.words)}}, {"n", {check.n}},
                         {"threshold", {threshold_text(check)}}, {"met", {check.met()}}, {"assessed", {assessed}}, {"sources", {source_fields(explained.sources)}}};
  fields.emplace_back("value", ReportValue{hidden ? tr_format("fewer than {0}", material.small.below) : assessed ? value_text(check) : outcome_text(check)});
  if (assessed && !hidden) {
    fields.emplace_back("distance", ReportValue{distance_text(check)});
    if (check.share) fields.emplace_back("share", ReportValue{*check.share});
    else if (check.value) fields.emplace_back("measured", ReportValue{*check.value});
  }
  return fields;
}

ReportFields decision_of_school(const ReportMaterial& material, const ExplainedDecision& explained) {
  ReportList checks, requirements;
  for (const ExplainedCheck& one : explained.checks) checks.push_back({check_fields(material, one)});
  for (const std::string& one : explained.requirements) requirements.push_back({one});
  const Decision& decision = explained.decision;
  ReportFields fields = {{"category", {decision.category}}, {"title", {explained.title}}, {"answer", {std::string(answer_code_of(decision.answer))}},
                         {"answer_word", {std::string(answer_word(decision.answer))}}, {"all_required", {decision.combination == Combination::kAll}},
                         {"requirements", {std::move(requirements)}}, {"checks", {std::move(checks)}}};
  if (decision.answer == Answer::kNotAssessable) fields.emplace_back("reason", ReportValue{decision.reason});
  return fields;
}

ReportList lists_of(const ReportMaterial& material, const std::string& code) {
  ReportList lists;
  const auto found = material.on_lists.find(code);
  if (found == material.on_lists.end()) return lists;
  for (const SchoolOnList& one : found->second)
    lists.push_back({ReportFields{{"year", {std::int64_t{one.list.year}}}, {"category", {one.list.category}}, {"title", {one.list.title}},
                                  {"state", {std::string(state_code(one.list.state))}}, {"state_title", {std::string(state_title(one.list.state))}},
                                  {"order_number", text_or_nothing(one.list.order_number)}, {"order_date", text_or_nothing(one.list.order_date)},
                                  {"on_list", {one.entry.answer == Answer::kYes}}, {"reasons", {one.entry.reasons}},
                                  {"years_in_row", {std::int64_t{one.years_in_row}}}}});
  return lists;
}

}  // namespace

ReportFields list_fields(const ReportMaterial& material, const ReportedList& list, const ReportSubject& subject) {
  ReportFields fields = {{"year", {std::int64_t{list.schools.year}}}, {"title", {list.record ? list.record->title : list.schools.title}},
                         {"entries", {entries_in(material, list.schools.entries, subject)}}, {"removed", {entries_in(material, list.removed, subject)}}};
  if (!list.record) return fields;
  fields.emplace_back("pack", ReportValue{list.pack});
  fields.emplace_back("category", ReportValue{list.record->category});
  fields.emplace_back("state", ReportValue{std::string(state_code(list.record->state))});
  fields.emplace_back("state_title", ReportValue{std::string(state_title(list.record->state))});
  fields.emplace_back("order_number", text_or_nothing(list.record->order_number));
  fields.emplace_back("order_date", text_or_nothing(list.record->order_date));
  return fields;
}

ReportList decision_fields(const ReportMaterial& material, const ReportSubject& subject) {
  const Listing& listing = *material.listing;
  std::vector<ReportList> schools(listing.decisions.categories.size());
  for (const ListRow& row : listing.rows)
    if (material.holds(subject, listing.school(row))) schools[static_cast<std::size_t>(listing.of(row).category)].push_back({decided_school(material, row)});
  ReportList categories;
  for (std::size_t i = 0; i < schools.size(); ++i) {
    const Category& category = listing.decisions.categories[i];
    categories.push_back({ReportFields{{"category", {category.name}}, {"title", {category.title}}, {"methodology", {category.methodology}}, {"schools", {std::move(schools[i])}}}});
  }
  return categories;
}

Result<ReportFields> explained_school(const Store& store, const ReportMaterial& material, const std::string& code) {
  OPORA_ASSIGN(const Explanation explanation, material.explainer->of(store, code));
  ReportFields fields = school_fields(material, code);
  ReportList decisions;
  for (const ExplainedDecision& one : explanation.decisions) decisions.push_back({decision_of_school(material, one)});
  fields.emplace_back("decisions", ReportValue{std::move(decisions)});
  fields.emplace_back("lists", ReportValue{lists_of(material, code)});
  return fields;
}

}  // namespace opora
