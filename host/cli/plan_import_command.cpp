// A road map out of a document: to look at, to keep as rows of a pack, or to work on.
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/print_plan.h"
#include "engine/plan_import.h"
#include "report/number_text.h"

namespace opora {
namespace {

constexpr std::size_t kShownRemarks = 40;

void tell(const Session& session, const std::vector<Diagnostic>& remarks, bool all) {
  std::size_t shown = 0;
  for (const Diagnostic& remark : remarks) {
    if (session.json) std::cerr << render_json(remark) << "\n";
    else if (all || shown++ < kShownRemarks) std::cerr << render_terminal(remark, session.colour);
  }
  if (!session.json && !all && remarks.size() > kShownRemarks) session.say(tr_format("… and {0} more remarks: --all-remarks", remarks.size() - kShownRemarks));
}

Result<int> import_document(const Session& session, const Values& values) {
  PlanImportRequest request;
  request.file = values["file"].as<std::string>();
  request.pack = values["pack"].as<std::string>();
  request.id = values["id"].as<std::string>();
  request.title = values["title"].as<std::string>();
  request.year = optional_value<int>(values, "year");
  request.school_year = values["school-year"].as<bool>();
  request.from = values["from"].as<std::string>();
  request.to = values["to"].as<std::string>();
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(ImportedPlan imported, import_plan(packs, request));
  tell(session, imported.remarks, values["all-remarks"].as<bool>());
  const PlanView view = view_of(imported.plan);
  const auto numbered = std::count_if(view.plan.measures.begin(), view.plan.measures.end(), [](const Measure& one) { return !one.is_point(); });
  session.say(tr_format("{0}: rows: {1}, points: {2}, remarks: {3}", view.plan.title, numbered, static_cast<std::int64_t>(view.plan.measures.size()) - numbered, imported.remarks.size()));
  if (imported.period_inferred)
    session.say(tr_format("Period {0} – {1}, by the years of the deadlines; another one: --from … --to …", day_text(view.plan.from), day_text(view.plan.to)));
  if (values["adopt"].as<bool>()) {
    AdoptRequest adopt;
    adopt.pack = request.pack;
    adopt.region = values["region"].as<std::string>();
    adopt.municipality = values["municipality"].as<std::string>();
    adopt.actor = session.actor;
    OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
    OPORA_ASSIGN(const AdoptReport report, adopt_plan(store, packs, adopt, imported.plan));
    std::cout << (session.json ? adopted_json(report) : adopted_text(report));
    return kDone;
  }
  const std::string file = values["output"].as<std::string>();
  return write_output(session, file, session.json ? plan_json(view) : file.ends_with(".csv") ? plan_csv(view) : plan_text(session, view, true));
}

}  // namespace

std::vector<Command> plan_import_commands() {
  Command command{"plan import", tr("reads a road map out of a document: DOCX, XLSX, HTML, Markdown, CSV, text"),
                  "opora plan import FILE --pack P [--year Y | --from D --to D] [--school-year] [--id ID] [-o rows.csv | --adopt]",
                  {{"opora plan import план.docx --pack ru-smo --year 2023", tr("shows the rows, how each deadline is read, and everything that was not understood")},
                   {"opora plan import план.docx --pack ru-smo --year 2023 -o regions/ru-smo/plans/2023.csv", tr("the rows as data of a pack")},
                   {"opora plan import план.xlsx --pack ru-ros --from 2020-09-01 --to 2021-08-31 --school-year --adopt", tr("and to work on at once")}},
                  {}, "file", 1, import_document, false};
  command.flags.add_options()
      ("file", options::value<std::string>()->required(), "")
      ("pack", options::value<std::string>()->required(), tr("pack whose words and organisations are meant"))
      ("id", options::value<std::string>()->default_value(""), tr("id of the plan; else the file's name"))
      ("title", options::value<std::string>()->default_value(""), tr("its title; else that of the document"))
      ("year", options::value<int>(), tr("year that \"this year\" means"))
      ("school-year", options::bool_switch(), tr("a year is a school year, from 1 September"))
      ("from", options::value<std::string>()->default_value(""), tr("first day of the period"))
      ("to", options::value<std::string>()->default_value(""), tr("last day of the period"))
      ("adopt", options::bool_switch(), tr("makes the plan work at once"))
      ("region", options::value<std::string>()->default_value(""), tr("schools and municipalities of this region alone"))
      ("municipality", options::value<std::string>()->default_value(""), tr("schools of this municipality alone"))
      ("all-remarks", options::bool_switch(), tr("every remark, not the first ones alone"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write: .csv, .json, or the text that is shown"));
  return {command};
}

}  // namespace opora
