#include "plans/plan_file.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "intake/pack_table.h"
#include "plans/plan_manifest.h"
#include "plans/responsible.h"

namespace opora {
namespace {

constexpr const char* kColumns[] = {"section", "number", "measure", "deadline", "purpose", "responsible", "result"};

std::string shown(const Pack& pack, const std::string& path) { return "regions/" + pack.folder.filename().string() + "/" + path; }

Result<std::vector<PlanRow>> rows_of(const Pack& pack, const std::string& path) {
  const PackTableForm form{shown(pack, path), kColumns, std::size(kColumns), "PACK-086"};
  OPORA_ASSIGN(const PackTable table, read_pack_table(pack.folder / path, form));
  std::vector<PlanRow> rows;
  for (const PackTable::Line& line : table.lines) {
    const auto cell = [&](const char* column) { return table.cell(line, column); };
    rows.push_back({line.number, cell("section"), cell("number"), cell("measure"), cell("deadline"), cell("purpose"), cell("responsible"), cell("result")});
    if (rows.back().measure.empty())
      return at_line("PACK-086", form.shown, line.number, tr("a row of the plan says nothing"), tr("the column measure holds the text of the row"));
  }
  return rows;
}

const PlanSection* section_of(const Plan& plan, const std::string& title) {
  const PlanSection* longest = nullptr;
  for (const PlanSection& section : plan.sections)
    if (title.starts_with(section.title) && (!longest || section.title.size() > longest->title.size())) longest = &section;
  return longest;
}

DeadlineContext context_of(const Plan& plan, const PlanRow& row, int points) {
  DeadlineContext context{plan.from, plan.to, plan.year, plan.school_year, parse_date(plan.act.date), row.measure, points};
  if (const PlanSection* section = section_of(plan, row.section)) {
    context.from = section->from.value_or(context.from);
    context.to = section->to.value_or(context.to);
    context.year = section->year.value_or(context.year);
  }
  return context;
}

int points_below(const std::vector<PlanRow>& rows, std::size_t at) {
  int points = 0;
  for (++at; at < rows.size() && rows[at].number.empty(); ++at) ++points;
  return points;
}

// A point says when and by whom only where its row does not.
void read_measure(Measure& measure, const Measure* row, const Plan& plan, const DeadlineContext& context, const DeadlineWords& words,
                  std::span<const Organisation> organisations) {
  const bool own_deadline = !row || !trimmed(measure.text.deadline).empty();
  measure.deadline = own_deadline ? read_deadline(words, measure.text.deadline, context) : row->deadline;
  measure.responsible = read_responsible(organisations, measure.text.responsible);
  if (row && measure.responsible.empty()) measure.responsible = row->responsible;
  const PlanSection* section = section_of(plan, measure.text.section);
  if (section) measure.work.list = section->list;
}

void name_stages(Measure& measure) {
  std::vector<DateWindow>& windows = measure.deadline.windows;
  if (windows.size() != measure.work.stages.size()) return;
  for (std::size_t i = 0; i < windows.size(); ++i) windows[i].stage = measure.work.stages[i];
}

Measure* row_meant(Plan& plan, const RowReference& reference) {
  int seen = 0;
  for (Measure& measure : plan.measures)
    if (measure.text.number == reference.number && measure.text.section.starts_with(reference.section) && ++seen == reference.nth) return &measure;
  return nullptr;
}

Status add_work(Plan& plan, const std::vector<PlanManifest::Entry>& entries, const DataFile& file) {
  for (const PlanManifest::Entry& entry : entries) {
    Measure* measure = row_meant(plan, entry.row);
    if (!measure) {
      Diagnostic error = make_error("PACK-082", tr_format("the plan \"{0}\" has no row {1} in \"{2}\"", plan.id, entry.row.number, entry.row.section),
                                    tr("row is the number as it stands in the table, section the beginning of its section, nth which of several"));
      error.spans = {file.place_of(entry.row.number)};
      return error;
    }
    std::string list = std::move(measure->work.list);
    measure->work = entry.work;
    if (measure->work.list.empty()) measure->work.list = std::move(list);
    name_stages(*measure);
  }
  return {};
}

Status check_organisations(const Plan& plan, std::span<const Organisation> organisations, const DataFile& file) {
  const auto known = [&](const std::string& id) {
    return id.empty() || std::any_of(organisations.begin(), organisations.end(), [&](const Organisation& one) { return one.id == id; });
  };
  std::vector<std::string> named = plan.chain;
  named.push_back(plan.controller);
  for (const Measure& measure : plan.measures) named.push_back(measure.work.reports_to);
  for (const std::string& id : named) {
    if (known(id)) continue;
    std::vector<std::string> ids;
    for (const Organisation& one : organisations) ids.push_back(one.id);
    const auto guess = nearest(id, ids);
    Diagnostic error = make_error("PACK-083", tr_format("the plan \"{0}\" names \"{1}\", which is no organisation of the pack", plan.id, id),
                                  guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("there are: {0}", fmt::join(ids, ", ")));
    error.spans = {file.place_of(id)};
    return error;
  }
  return {};
}

Result<Plan> read_plan(const Pack& pack, const std::string& path, const DeadlineWords& words, std::span<const Organisation> organisations) {
  OPORA_ASSIGN(const DataFile file, load_data_file(pack.folder / path, shown(pack, path)));
  OPORA_ASSIGN(PlanManifest manifest, read_plan_manifest(file));
  manifest.head.pack = pack.id;
  OPORA_ASSIGN(const std::vector<PlanRow> rows, rows_of(pack, manifest.rows));
  Plan plan = assemble_plan(std::move(manifest.head), rows, words, organisations);
  OPORA_TRY(add_work(plan, manifest.entries, file));
  OPORA_TRY(check_organisations(plan, organisations, file));
  return plan;
}

}  // namespace

Result<DeadlineWords> deadline_words_of(const std::vector<const Pack*>& lineage) {
  for (const Pack* pack : lineage)
    if (!pack->deadline_words.empty()) return load_deadline_words(pack->folder / pack->deadline_words, shown(*pack, pack->deadline_words));
  return make_error("PACK-087", tr_format("pack \"{0}\" has no words of deadlines, nor has its base", lineage.front()->id),
                    tr("name a file by deadline_words in pack.lua, or extend a pack that has one"));
}

std::vector<Organisation> organisations_of(const std::vector<const Pack*>& lineage) {
  std::vector<Organisation> all;
  for (const Pack* pack : lineage) all.insert(all.end(), pack->organisations.begin(), pack->organisations.end());
  return all;
}

Plan assemble_plan(Plan plan, const std::vector<PlanRow>& rows, const DeadlineWords& words, std::span<const Organisation> organisations) {
  plan.measures.clear();
  plan.measures.reserve(rows.size());
  std::optional<std::size_t> row;  // the last numbered one
  for (std::size_t at = 0; at < rows.size(); ++at) {
    Measure measure;
    measure.position = static_cast<int>(at) + 1;
    measure.text = rows[at];
    const bool point = rows[at].number.empty() && row && plan.measures[*row].text.section == rows[at].section;
    if (point) measure.row = static_cast<int>(*row) + 1;
    const DeadlineContext context = context_of(plan, rows[at], point ? 0 : points_below(rows, at));
    read_measure(measure, point ? &plan.measures[*row] : nullptr, plan, context, words, organisations);
    if (!point) row = at;
    plan.measures.push_back(std::move(measure));
  }
  return plan;
}

Result<std::vector<Plan>> plans_of(const std::vector<const Pack*>& lineage) {
  const Pack& pack = *lineage.front();
  std::vector<Plan> plans;
  if (pack.plans.empty()) return plans;
  OPORA_ASSIGN(const DeadlineWords words, deadline_words_of(lineage));
  const std::vector<Organisation> organisations = organisations_of(lineage);
  for (const std::string& path : pack.plans) {
    OPORA_ASSIGN(Plan plan, read_plan(pack, path, words, organisations));
    const bool again = std::any_of(plans.begin(), plans.end(), [&](const Plan& other) { return other.id == plan.id; });
    if (again) {
      Diagnostic error = make_error("PACK-085", tr_format("two plans have the id \"{0}\"", plan.id), tr("give one of them another id"));
      error.spans = {{shown(pack, path), {}, 0, {}, {}, {}}};
      return error;
    }
    plans.push_back(std::move(plan));
  }
  return plans;
}

}  // namespace opora
