#include "engine/plan_run.h"

#include <algorithm>
#include <span>

#include "base/messages.h"
#include "engine/figures.h"
#include "engine/find_school.h"
#include "engine/identify.h"
#include "engine/listing.h"
#include "engine/match.h"
#include "engine/pack_soundness.h"
#include "engine/report.h"
#include "report/document_file.h"
#include "store/facts.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

// What a piece of work gave: words, and a table or a document; without one there is nothing to file.
struct Outcome {
  std::string words, table;
  std::optional<Document> document;
};

class Performer {
 public:
  Performer(Store& store, const PackLibrary& packs, const Plan& plan, const PlanRunRequest& request) : store_(store), packs_(packs), plan_(plan), request_(request) {}

  Result<Outcome> perform(const std::string& performs) {
    const auto colon = performs.find(':');
    const std::string kind = performs.substr(0, colon), id = colon == std::string::npos ? "" : performs.substr(colon + 1);
    if (kind == "methodology") return methodology(id);
    if (kind == "matching") return matching(id);
    if (kind == "indicator") return indicator(id);
    if (kind == "campaign") return campaign(id);
    return report(id);
  }

 private:
  Result<Outcome> methodology(const std::string& id) {
    IdentifyRequest request;
    request.pack = plan_.pack;
    request.year = request_.year;
    request.methods = {id};
    request.actor = request_.actor;
    request.threads = request_.threads;
    request.isolation = request_.isolation;
    OPORA_ASSIGN(IdentifyReport report, identify(store_, packs_, request));
    if (!report.failed.empty()) return std::move(report.failed.front());
    const RunId run = report.run.id;
    OPORA_ASSIGN(const Listing listing, list_decisions(store_, std::move(report.run), std::move(report.decisions), {}, &packs_));
    return Outcome{tr_format("run {0}: schools on the list: {1}", run, listing.rows.size()), to_csv(listing, {"category", "municipality", "school", "name", "reasons"}), {}};
  }

  Result<Outcome> matching(const std::string& id) {
    MatchRequest request;
    request.pack = plan_.pack;
    request.year = request_.year;
    request.matchings = {id};
    request.actor = request_.actor;
    request.threads = request_.threads;
    request.isolation = request_.isolation;
    OPORA_ASSIGN(const MatchOutcome outcome, match(store_, packs_, request));
    const MatchReport& report = outcome.reports.front();
    return Outcome{tr_format("matching {0}: pairs: {1}", report.record.id, report.rows.pairs.size()), to_csv(report), {}};
  }

  Result<Outcome> indicator(const std::string& id) {
    FiguresRequest request;
    request.indicator = id;
    request.pack = plan_.pack;
    request.year = request_.year;
    request.threads = request_.threads;
    request.isolation = request_.isolation;
    OPORA_ASSIGN(const Figures found, figures(store_, packs_, request));
    return Outcome{tr_format("indicator {0}: rows: {1}", id, found.rows), to_spreadsheet_csv(found), {}};
  }

  // Of the whole region, on the day of the run; what the pack has no report for people make and hand in.
  Result<Outcome> report(const std::string& id) {
    OPORA_ASSIGN(const auto offered, offered_reports(packs_, plan_.pack, request_.year, request_.isolation));
    const bool is_there = std::any_of(offered.begin(), offered.end(), [&](const OfferedReport& one) {
      return one.info.id == id && std::find(one.info.scopes.begin(), one.info.scopes.end(), scope_code(ReportScope::kRegion)) != one.info.scopes.end();
    });
    if (!is_there) return Outcome{tr("a document for people to make and hand in (opora plan done)"), {}, {}};
    ReportRequest request;
    request.report = id;
    request.pack = plan_.pack;
    request.year = request_.year;
    request.plan = request_.plan;
    request.on = request_.on.value_or(plan_.to);
    request.threads = request_.threads;
    request.isolation = request_.isolation;
    OPORA_ASSIGN(const ReportDesk desk, ReportDesk::open(store_, packs_, std::move(request)));
    OPORA_ASSIGN(const ReportSubject subject, desk.subject({}, {}));
    OPORA_ASSIGN(Document document, desk.write(store_, subject));
    return Outcome{desk.title(), {}, std::move(document)};
  }

  // A collection of data is done when every school has answered: those that have not are the outcome.
  Result<Outcome> campaign(const std::string& id) {
    OPORA_ASSIGN(const Frame registry, schools(store_));
    OPORA_ASSIGN(const Frame answers, context(store_, request_.year));
    std::vector<std::string> answered;
    for (std::int64_t row = 0; row < answers.rows(); ++row) answered.emplace_back(answers.find("school")->text(row));
    std::sort(answered.begin(), answered.end());
    std::int64_t absent = 0;
    for (std::int64_t row = 0; row < registry.rows(); ++row)
      if (!std::binary_search(answered.begin(), answered.end(), registry_text(registry, "school", row))) ++absent;
    if (absent > 0)
      return make_error("PLAN-062", tr_format("{0}: of {1} schools {2} have not answered for {3}", id, registry.rows(), absent, request_.year),
                        tr("import what is missing, then run the row again; who is missing: opora plan missing"));
    return Outcome{tr_format("{0}: all {1} schools have answered", id, registry.rows()), tr_format("{0}: all {1} schools have answered", id, registry.rows()) + "\r\n", {}};
  }

  Store& store_;
  const PackLibrary& packs_;
  const Plan& plan_;
  const PlanRunRequest& request_;
};

std::vector<int> rows_meant(const PlanView& view, const PlanRunRequest& request) {
  std::vector<int> positions;
  const auto add = [&](const std::vector<DueLine>& lines) {
    for (const DueLine& line : lines)
      if (line.state != DueState::kDecide && std::find(positions.begin(), positions.end(), line.position) == positions.end()) positions.push_back(line.position);
  };
  add(due_lines(view, *request.on, 0, false));
  add(late_lines(view, *request.on));
  std::sort(positions.begin(), positions.end());
  return positions;
}

// A body of its own: a whole region's result is nobody's report who answers for one municipality or school.
bool is_single_body(const PlanView& view, const Holder& holder) {
  if (!holder.municipality.empty()) return false;
  const std::string id = holder.code.substr(holder.code.find('/') + 1);
  return std::none_of(view.organisations.begin(), view.organisations.end(), [&](const Organisation& one) { return one.id == id && one.is_class; });
}

// The lead's assignments of the row that are still owed, of windows that have begun.
Result<std::vector<Assignment>> owed_by_lead(const Store& store, const PlanView& view, const PlanRunRequest& request, int position) {
  AssignmentFilter filter;
  filter.plan = request.plan;
  filter.position = position;
  filter.owed_only = true;
  OPORA_ASSIGN(std::vector<Assignment> found, assignments(store, filter));
  std::erase_if(found, [&](const Assignment& one) {
    const bool not_begun = request.on && one.occasion.from && *one.occasion.from > *request.on;
    return one.part != Part::kLead || not_begun || !is_single_body(view, one.holder);
  });
  return found;
}

Result<fs::path> write_outcome(const PlanRunRequest& request, int position, const std::string& performs, const Outcome& outcome) {
  std::error_code failed;
  fs::create_directories(request.folder, failed);
  std::string name = performs;
  std::replace(name.begin(), name.end(), ':', '-');
  const fs::path file = request.folder / fmt::format("{:03}-{}-{}.{}", position, name, request.year, outcome.document ? "docx" : "csv");
  if (outcome.document) OPORA_TRY(write_document(*outcome.document, file, {"docx", {}, false, {}}));
  else OPORA_TRY(write_at_once(file, outcome.table));
  return file;
}

// Works of one row become the evidence of those who owe it, all in one step; nothing is handed in when one of them failed.
Status file_evidence(Store& store, const PlanView& view, const Measure& measure, const PlanRunRequest& request, std::span<PerformedWork> works) {
  HandInRequest hand;
  hand.kind = measure.work.evidence.empty() ? "analysis" : "";
  hand.actor = request.actor;
  for (const PerformedWork& work : works) {
    if (work.failed) return {};
    if (!work.file.empty()) hand.files.push_back({work.file.string(), work.outcome});
    hand.note += (hand.note.empty() ? "" : ", ") + work.performs;
  }
  if (hand.files.empty()) return {};
  OPORA_ASSIGN(const std::vector<Assignment> owed, owed_by_lead(store, view, request, measure.position));
  for (const Assignment& one : owed) {
    hand.assignment = one.id;
    OPORA_TRY(hand_in(store, {}, hand));
    for (PerformedWork& work : works)
      if (!work.file.empty()) work.filed.push_back(one.id);
  }
  return {};
}

Status perform(Performer& performer, const PlanRunRequest& request, int position, PerformedWork& work) {
  OPORA_ASSIGN(const Outcome outcome, performer.perform(work.performs));
  work.outcome = outcome.words;
  if (outcome.table.empty() && !outcome.document) return {};
  OPORA_ASSIGN(work.file, write_outcome(request, position, work.performs, outcome));
  return {};
}

}  // namespace

Result<std::vector<PerformedWork>> run_plan(Store& store, const PackLibrary& packs, const PlanRunRequest& request) {
  OPORA_ASSIGN(PlanView view, stored_plan(store, request.plan));
  name_organisations(view, packs);
  std::vector<int> positions;
  if (!request.row.empty()) {
    OPORA_ASSIGN(const int position, find_row(view.plan, request.row));
    positions = {position};
    if (view.measure(position).work.performs.empty())
      return make_error("PLAN-060", tr_format("row {0} names nothing that Opora could carry out", request.row), tr("rows that do: opora plan run PLAN --dry-run; others are handed in with opora plan done"));
  } else {
    positions = rows_meant(view, request);
  }
  if (!request.dry) OPORA_TRY(require_sound(store, packs, view.plan.pack, request.threads));
  Performer performer(store, packs, view.plan, request);
  std::vector<PerformedWork> all;
  for (const int position : positions) {
    const Measure& measure = view.measure(position);
    const std::size_t first = all.size();
    for (const std::string& performs : measure.work.performs) {
      all.push_back({row_title(measure), performs, {}, {}, {}, {}});
      if (request.begin) request.begin(performs);
      if (request.dry) continue;
      if (Status done = perform(performer, request, position, all.back()); !done.ok()) all.back().failed = done.take_error();
    }
    if (!request.dry) OPORA_TRY(file_evidence(store, view, measure, request, std::span(all).subspan(first)));
  }
  return all;
}

}  // namespace opora
