#include "engine/plan_import.h"

#include <algorithm>

#include "base/messages.h"
#include "plans/plan_file.h"
#include "plans/documents/table_rows.h"

namespace opora {
namespace {

using namespace std::chrono;

Result<PlanColumns> columns_of(const std::vector<const Pack*>& lineage) {
  for (const Pack* pack : lineage)
    if (!pack->plan_columns.empty()) return load_plan_columns(pack->folder / pack->plan_columns, "regions/" + pack->folder.filename().string() + "/" + pack->plan_columns);
  return make_error("PACK-087", tr_format("pack \"{0}\" does not say how the columns of plans are called, nor does its base", lineage.front()->id),
                    tr("name a file by plan_columns in pack.lua, or extend a pack that has one"));
}

Result<Date> day_of(const std::string& text) {
  if (const auto day = parse_date(text)) return *day;
  return make_error("PLAN-002", tr_format("\"{0}\" is no day", text), tr("write it as 2021-08-31 or 31.08.2021"));
}

// The years that deadlines name, first and last; none: no deadline names one.
std::optional<std::pair<int, int>> years_in(const std::vector<PlanRow>& rows) {
  std::optional<std::pair<int, int>> years;
  for (const PlanRow& row : rows)
    for (std::size_t at = 0; at + 4 <= row.deadline.size(); ++at) {
      const std::string four = row.deadline.substr(at, 4);
      const bool digits = std::all_of(four.begin(), four.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (!digits || !(four.starts_with("19") || four.starts_with("20"))) continue;
      const int year = std::stoi(four);
      years = years ? std::pair(std::min(years->first, year), std::max(years->second, year)) : std::pair(year, year);
    }
  return years;
}

void set_years(Plan& plan, int first, int last) {
  plan.from = plan.school_year ? year{first} / September / 1 : year{first} / January / 1;
  plan.to = plan.school_year ? year{last + 1} / August / 31 : year{last} / December / 31;
}

Status set_period(const PlanImportRequest& request, const std::vector<PlanRow>& rows, Plan& plan, bool& inferred) {
  plan.school_year = request.school_year;
  plan.year = request.year.value_or(0);
  if (!request.from.empty() || !request.to.empty()) {
    OPORA_ASSIGN(plan.from, day_of(request.from));
    OPORA_ASSIGN(plan.to, day_of(request.to));
    if (plan.to < plan.from) return make_error("PLAN-002", tr("the period ends before it begins"), tr("from and to are its first and last day"));
    return {};
  }
  if (request.year) return set_years(plan, *request.year, *request.year), Status();
  const auto years = years_in(rows);
  if (!years) return make_error("PLAN-064", tr("no deadline of the document names a year"), tr("say which year or period it is of: --year 2021, or --from 2020-09-01 --to 2021-08-31"));
  inferred = true;
  if (years->first == years->second) plan.year = years->first;
  set_years(plan, years->first, years->second);
  return {};
}

}  // namespace

Result<ImportedPlan> import_plan(const PackLibrary& packs, const PlanImportRequest& request) {
  OPORA_ASSIGN(const auto lineage, packs.lineage(request.pack));
  OPORA_ASSIGN(const PlanColumns columns, columns_of(lineage));
  OPORA_ASSIGN(const DeadlineWords words, deadline_words_of(lineage));
  OPORA_ASSIGN(RowsOfPlan read, read_plan_rows(request.file, columns));
  ImportedPlan imported;
  Plan head;
  head.pack = request.pack;
  head.id = request.id.empty() ? request.file.stem().string() : request.id;
  head.title = !request.title.empty() ? request.title : read.title.empty() ? head.id : read.title;
  OPORA_TRY(set_period(request, read.rows, head, imported.period_inferred));
  imported.plan = assemble_plan(std::move(head), read.rows, words, organisations_of(lineage));
  imported.remarks = std::move(read.remarks);
  std::vector<Diagnostic> on_plan = remarks_on(imported.plan);
  for (Diagnostic& remark : on_plan)
    for (Span& span : remark.spans) span.file = request.file.string();
  imported.remarks.insert(imported.remarks.end(), std::make_move_iterator(on_plan.begin()), std::make_move_iterator(on_plan.end()));
  return imported;
}

}  // namespace opora
