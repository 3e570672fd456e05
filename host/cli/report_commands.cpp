#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/messages.h"
#include "cli/command.h"
#include "cli/plan_choice.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "engine/host_build.h"
#include "engine/renderers.h"
#include "engine/report.h"
#include "engine/report_batch.h"
#include "report/document_json.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Values& values, const char* name) { return values[name].as<std::string>(); }

Result<ReportRequest> request_of(const Session& session, const Values& values) {
  ReportRequest request;
  request.report = text_of(values, "report");
  request.pack = text_of(values, "pack");
  request.year = optional_value<int>(values, "year");
  request.run = optional_value<RunId>(values, "run");
  request.list = text_of(values, "list");
  request.before = text_of(values, "before");
  request.plan = optional_value<PlanId>(values, "plan");
  request.match = optional_value<MatchId>(values, "match");
  request.threads = session.threads;
  OPORA_ASSIGN(request.settings, settings(values));
  OPORA_ASSIGN(request.on, day_of(values));
  OPORA_ASSIGN(request.isolation, isolation(values));
  if (!text_of(values, "school").empty()) request.scope = ReportScope::kSchool;
  else if (!text_of(values, "municipality").empty()) request.scope = ReportScope::kMunicipality;
  return request;
}

void tell(const Session& session, const std::vector<Diagnostic>& warnings) {
  for (const Diagnostic& warning : warnings) std::cerr << (session.json ? render_json(warning) + "\n" : render_terminal(warning, session.colour));
}

// How the file is written; of the host's formats or the pack's.
Result<DocumentFileForm> form_of(const PackLibrary& packs, const ReportRequest& request, int year, const Values& values, const std::string& ending) {
  OPORA_ASSIGN(DocumentFileForm form, document_form(packs, request.pack, year, request.isolation, ending));
  form.letterhead = text_of(values, "template");
  form.for_programs = values["for-programs"].as<bool>();
  return form;
}

// One document: to its file, or as text on screen.
Result<int> one_document(const Session& session, const Values& values, const PackLibrary& packs, const Store& store, const ReportRequest& request) {
  const std::string file = text_of(values, "output");
  OPORA_ASSIGN(const ReportDesk desk, ReportDesk::open(store, packs, request));
  DocumentFileForm form;
  if (!file.empty()) {
    OPORA_ASSIGN(form, form_of(packs, request, desk.year(), values, std::filesystem::path(file).extension().string()));
  }
  OPORA_ASSIGN(const ReportSubject subject, desk.subject(text_of(values, "school"), text_of(values, "municipality")));
  Warnings warned;
  OPORA_ASSIGN(const Document document, desk.write(store, subject, &warned));
  tell(session, warned.told());
  if (file.empty()) {
    std::cout << (session.json ? to_json(document) : document_plain_text(document));
    return kDone;
  }
  std::vector<Diagnostic> warnings;
  OPORA_TRY(write_document(document, file, form, &warnings));
  tell(session, warnings);
  session.say(tr_format("Written: {0}", file));
  return kDone;
}

// What documents follow from, besides the store: another answer makes a folder afresh.
Result<std::string> made_from(const PackLibrary& packs, const ReportRequest& request, const DocumentFileForm& form) {
  OPORA_ASSIGN(const auto lineage, packs.lineage(request.pack));
  Hasher hash;
  for (const Pack* pack : lineage) hash.field(pack->digest);
  hash.field(host_version());
  hash.field(request.report).field(form.format).field(form.letterhead.string()).field(std::int64_t{form.for_programs}).field(to_iso(request.on)).field(request.list).field(request.before);
  for (const auto& number : {request.run, request.plan, request.match, std::optional<std::int64_t>(request.year)}) hash.field(number.value_or(0));
  for (const auto& [name, value] : request.settings) hash.field(name).field(value);
  return to_hex(hash.finish());
}

Result<int> all_documents(const Session& session, const Values& values, const PackLibrary& packs, const Store& store, ReportRequest request) {
  const std::string folder = text_of(values, "output"), format = text_of(values, "format");
  if (folder.empty()) return make_error("CLI-060", tr("--all needs a folder"), tr("for example: opora report school-card --pack ru --all -o cards"));
  request.scope = text_of(values, "of") == "municipality" ? ReportScope::kMunicipality : ReportScope::kSchool;
  ReportBatch batch;
  batch.folder = folder;
  batch.afresh = values["afresh"].as<bool>();
  batch.zip = values["zip"].as<bool>();
  batch.threads = session.threads;
  OPORA_ASSIGN(const ReportDesk desk, ReportDesk::open(store, packs, request));
  OPORA_ASSIGN(batch.form, form_of(packs, request, desk.year(), values, format));
  OPORA_ASSIGN(batch.made_from, made_from(packs, request, batch.form));
  ProgressLine line(session);
  batch.progress = [&](int done, int total) { line.show(done, total, tr("documents")); };
  OPORA_ASSIGN(const ReportBatchOutcome outcome, write_batch(desk, session.store_file, batch));
  line.clear();
  tell(session, outcome.warnings);
  if (session.json) std::cout << Json{{"written", outcome.written}, {"kept", outcome.kept}, {"archives", outcome.archives}, {"folder", folder}}.dump() << "\n";
  else session.say(tr_format("Documents written: {0}, kept from before: {1}, in {2}", outcome.written, outcome.kept, folder));
  return kDone;
}

Result<int> make_report(const Session& session, const Values& values) {
  OPORA_ASSIGN(ReportRequest request, request_of(session, values));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  if (values["all"].as<bool>()) return all_documents(session, values, packs, store, std::move(request));
  return one_document(session, values, packs, store, request);
}

std::string offered_json(const std::vector<OfferedReport>& offered) {
  std::string text;
  for (const OfferedReport& one : offered) {
    Json j = {{"report", one.info.id}, {"title", one.info.title}, {"scope", one.info.scopes}, {"needs", one.info.needs}, {"origin", one.origin}};
    j["parameters"] = Json::array();
    for (const Parameter& p : one.info.parameters) j["parameters"].push_back({{"name", p.name}, {"value", p.value}, {"title", p.title}, {"basis", p.basis}});
    text += j.dump() + "\n";
  }
  return text;
}

std::string offered_text(const Session& session, const std::string& pack, const std::vector<OfferedReport>& offered) {
  if (offered.empty()) return tr_format("The pack \"{0}\" has no reports.", pack) + "\n";
  TerminalTable table;
  table.columns = {{tr("Report"), false, 10}, {tr("Title"), false, 30}, {tr("Scope"), false, 10}, {tr("Needs"), false, 10}};
  for (const OfferedReport& one : offered)
    table.rows.push_back({{one.info.id, CellTone::kStrong}, {one.info.title}, {fmt::format("{}", fmt::join(one.info.scopes, ", "))}, {fmt::format("{}", fmt::join(one.info.needs, ", "))}});
  return render_table(table, {session.width, session.colour}) + tr_format("Make one: opora report NAME --pack {0} -o FILE", pack) + "\n";
}

Result<int> show_reports(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Isolation isolated, isolation(values));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  const std::string pack = text_of(values, "pack");
  OPORA_ASSIGN(const Date today, day_of(values));
  const int year = optional_value<int>(values, "year").value_or(int{today.year()});
  OPORA_ASSIGN(const auto offered, offered_reports(packs, pack, year, isolated));
  std::cout << (session.json ? offered_json(offered) : offered_text(session, pack, offered));
  if (session.json) return kDone;
  std::vector<std::string> formats = document_formats();
  OPORA_ASSIGN(const auto renderers, renderers_of(packs, pack, year, isolated));
  for (const Renderer& one : renderers) formats.push_back(one.info().ending.substr(1));
  std::cout << tr_format("Formats: {0}", fmt::join(formats, ", ")) << "\n";
  return kDone;
}

}  // namespace

std::vector<Command> report_commands() {
  Command report{"report", tr("makes a document of a pack's report: an order, an explanation, a school's card"),
                 "opora report NAME --pack P [--year Y] [--run RUN] [--list L3] [--school S | --municipality M | --all] [--plan N] [--match N] [--template FILE.docx] [--set name=value …] [-o FILE]",
                 {{"opora report order --pack ru --list L3 --set number=12-р -o order.docx", tr("the order that approves list L3, to sign")},
                  {"opora report explanation --pack ru --school \"№ 12\"", tr("why the school is on a list, on screen")},
                  {"opora report school-card --pack ru --all -o cards --format html --zip", tr("a card of each school, and an archive of each municipality")}},
                 {}, "report", 1, make_report};
  report.flags.add_options()
      ("report", options::value<std::string>()->required(), "")
      ("pack", options::value<std::string>()->required(), tr("pack whose report is made"))
      ("year", options::value<int>(), tr("year of the report; else that of the list or run"))
      ("run", options::value<RunId>(), tr("run whose decisions are meant; else the list's, or the newest of the pack"))
      ("list", options::value<std::string>()->default_value(""), tr("list: L3, RUN:CATEGORY; else the newest of the pack and year"))
      ("before", options::value<std::string>()->default_value(""), tr("list to compare with"))
      ("school", options::value<std::string>()->default_value(""), tr("about this school: its code or a part of its name"))
      ("municipality", options::value<std::string>()->default_value(""), tr("about this municipality"))
      ("plan", options::value<PlanId>(), tr("plan at work; else the newest of the pack"))
      ("match", options::value<MatchId>(), tr("matching; else the newest"))
      ("template", options::value<std::string>()->default_value(""), tr("the region's own form with letterhead, .docx"))
      ("for-programs", options::bool_switch(), tr("with .csv: decimal points, no totals, nothing rounded"))
      ("all", options::bool_switch(), tr("a document of each school (or municipality, with --of municipality) into the folder -o"))
      ("of", options::value<std::string>()->default_value("school"), tr("with --all: school or municipality"))
      ("format", options::value<std::string>()->default_value("docx"), tr("with --all: format of the documents"))
      ("zip", options::bool_switch(), tr("with --all: also an archive of each municipality"))
      ("afresh", options::bool_switch(), tr("with --all: make also what is there and newer than the store"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write, its ending chooses the format; else the text is shown"));
  add_day_flag(report.flags);
  add_extension_flags(report.flags);
  Command reports{"reports", tr("the reports that a pack offers: for whom, and what they need"), "opora reports --pack P [--year Y]",
                  {{"opora reports --pack ru", tr("names, titles, scopes")}},
                  {}, "", 0, show_reports};
  reports.flags.add_options()
      ("pack", options::value<std::string>()->required(), tr("pack whose reports are shown"))
      ("year", options::value<int>(), tr("year for which they hold; else this year"));
  add_day_flag(reports.flags);
  add_isolation_flags(reports.flags);
  return {report, reports};
}

}  // namespace opora
