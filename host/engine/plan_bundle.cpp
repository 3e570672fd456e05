#include "engine/plan_bundle.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "base/dates.h"
#include "base/messages.h"
#include "engine/host_build.h"
#include "engine/plan_evidence.h"
#include "store/plan_histories.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using Json = BundleJson;

constexpr int kFormat = 1;
constexpr const char* kPlan = "plan.json";
constexpr const char* kAssignments = "assignments.jsonl";
constexpr const char* kEvents = "events.jsonl";
constexpr std::string_view kEvidence = "evidence/";

std::string readme(const PlanPart& part, const PlanExportRequest& request) {
  const std::string whose = !request.municipality.empty() ? request.municipality : !request.holder.empty() ? request.holder : tr("all who answer for it");
  return tr_format("Part of a plan, made by Opora.\n\n"
                   "Plan: {0}\nWhose part: {1}\nMade: {2}, {3}\n\n"
                   "What to do with it\n"
                   "1. Take it into your own store (made once by opora init): opora plan merge THIS_FILE.zip\n"
                   "2. See what is due: opora plan due\n"
                   "3. Mark what is done, with the document that proves it: opora plan done NUMBER --evidence FILE\n"
                   "4. Send your part back: opora plan export PLAN -o BACK.zip --with-files\n"
                   "Who gets it does the same: opora plan merge BACK.zip. Nothing that anybody did is lost: where two say different things, both stay and are named.\n\n"
                   "plan.json          the plan: its rows, windows, decisions on deadlines\n"
                   "assignments.jsonl  who owes what\n"
                   "events.jsonl       what was done, with the evidence\n"
                   "evidence/          files of the evidence, each named by its digest\n"
                   "manifest.json      digests of all files: do not edit them, a changed bundle is refused\n",
                   part.plan.plan.title, whose, request.at, request.actor);
}

Result<PlanPart> part_of_store(const Store& store, const PlanExportRequest& request) {
  PlanPart part;
  OPORA_ASSIGN(part.plan, find_plan(store, request.plan));
  OPORA_ASSIGN(part.occasions, occasions_of(store, request.plan));
  OPORA_ASSIGN(part.decisions, deadline_decisions_of(store, request.plan));
  OPORA_ASSIGN(const std::vector<StoredPlan> plans, all_plans(store));
  for (const StoredPlan& one : plans)
    if (part.plan.supersedes && one.id == *part.plan.supersedes) part.supersedes = one.uid;
  AssignmentFilter filter;
  filter.plan = request.plan, filter.municipality = request.municipality, filter.holder = request.holder;
  OPORA_TRY(each_history(store, filter, [&](const Assignment& one, const std::vector<PlanEvent>& events) {
    part.assignments.push_back({assignment_name(part.plan.uid, one.position, one.occasion.ordinal, one.holder, one.part), one.position, one.occasion.ordinal, one.part, one.holder, events, {}});
    return true;
  }));
  return part;
}

Diagnostic nobody(const PlanExportRequest& request) {
  const std::string whose = request.municipality.empty() ? request.holder : request.municipality;
  return make_error("PLAN-046", whose.empty() ? std::string(tr("nobody owes anything under this plan")) : tr_format("nobody of \"{0}\" owes anything under this plan", whose),
                    tr("write the municipality as the registry of schools has it, a holder by its code; who owes what: opora plan status --all"));
}

// Each file once, whoever handed it in.
void add_files(const Store& store, const PlanPart& part, std::vector<ZipMember>& members, PlanExportReport& report) {
  std::set<std::string> packed;
  for (const PartAssignment& one : part.assignments)
    for (const PlanEvent& event : one.events)
      for (const Evidence& evidence : event.evidence) {
        if (evidence.digest.empty() || packed.contains(evidence.digest)) continue;
        const EvidenceFile file = find_evidence(store, evidence);
        if (file.state != FileState::kPresent) {
          report.absent.push_back({assignment_words(part.plan.plan, one.position, one.ordinal, one.holder), evidence.file, file.state == FileState::kChanged});
          continue;
        }
        packed.insert(evidence.digest);
        members.push_back({std::string(kEvidence) + evidence_name(evidence), {}, file.path});
      }
  report.files = static_cast<std::int64_t>(packed.size());
}

Json manifest_of(const PlanPart& part, const PlanExportRequest& request) {
  const StoredPlan& stored = part.plan;
  return {{"plan_bundle", kFormat}, {"opora", host_version()}, {"plan", stored.uid}, {"pack", stored.plan.pack}, {"id", stored.plan.id}, {"redaction", stored.redaction},
          {"title", stored.plan.title}, {"by", request.actor}, {"at", request.at}, {"municipality", request.municipality}, {"holder", request.holder},
          {"assignments", part.assignments.size()}, {"events", part.events()}, {"with_files", request.with_files}};
}

Diagnostic no_plan_bundle(const fs::path& file, std::string what, std::string help = {}) {
  if (help.empty()) help = tr("a bundle of a plan is made by: opora plan export PLAN -o FILE.zip");
  Diagnostic error = make_error("PLAN-040", tr_format("{0} is no bundle of a plan", file.string()), std::move(help));
  error.reason = std::move(what);
  return error;
}

Diagnostic other_file(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return make_error("DATA-001", tr_format("there is no file {0}", file.string()), tr("check the path"));
  return no_plan_bundle(file, tr("it is no ZIP with a manifest of Opora"));
}

Status check_format(const Json& manifest, const fs::path& file) {
  if (manifest.contains("bundle")) return no_plan_bundle(file, tr("it is a bundle of a run"), tr_format("to verify it: opora verify {0}", file.string()));
  const Json format = manifest.value("plan_bundle", Json());
  if (!format.is_number_integer()) return no_plan_bundle(file, tr("its manifest does not say what it is"));
  if (format.get<int>() > kFormat)
    return make_error("PLAN-041", tr_format("{0} was made by a newer Opora ({1}); this one is {2}", file.string(), manifest.value("opora", Json()).dump(), host_version()),
                      tr("install the newer Opora on this machine too"));
  return {};
}

Diagnostic at_event(Diagnostic error, const fs::path& file, std::int64_t line) {
  error.spans.push_back({file.filename().string(), kEvents, line, {}, {}, {}});
  return error;
}

// What an event says is what its uid says, and what it follows is there.
Status check_history(const Plan& plan, const PartAssignment& one, const fs::path& file) {
  const std::string words = assignment_words(plan, one.position, one.ordinal, one.holder);
  std::set<std::string> known;
  for (const PlanEvent& event : one.events) known.insert(event.uid);
  for (std::size_t i = 0; i < one.events.size(); ++i) {
    const PlanEvent& event = one.events[i];
    if (event_uid(event, one.name) != event.uid)
      return at_event(make_error("PLAN-043", tr_format("{0}: what {1} did on {2} was changed after it was written; nothing of the bundle was taken", words, event.actor, event.at),
                                 tr("ask for the bundle again where it was made; there, opora plan verify says whether the store is in order")), file, one.lines[i]);
    for (const std::string& before : event.previous)
      if (!known.contains(before))
        return at_event(make_error("PLAN-044", tr_format("{0}: what came before the step of {1} is not in the bundle; nothing of it was taken", words, event.at),
                                   tr("ask for the bundle again where it was made")), file, one.lines[i]);
  }
  return {};
}

Status check_part(const PlanPart& part, const fs::path& file) {
  for (const PartAssignment& one : part.assignments) {
    if (one.name != assignment_name(part.plan.uid, one.position, one.ordinal, one.holder, one.part))
      return make_error("PLAN-042", tr_format("the bundle calls an assignment by the name of another one: {0}", assignment_words(part.plan.plan, one.position, one.ordinal, one.holder)),
                        tr("ask for the bundle again where it was made"));
    OPORA_TRY(check_history(part.plan.plan, one, file));
  }
  return {};
}

// What events call digests becomes names of files: nothing else may.
bool is_digest(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// Members of evidence: each is a file that some event names by its digest.
Result<std::vector<std::string>> evidence_members(const BundleFile& file, const PlanPart& part) {
  std::map<std::string, std::string> named;
  for (const PartAssignment& one : part.assignments)
    for (const PlanEvent& event : one.events)
      for (const Evidence& evidence : event.evidence)
        if (is_digest(evidence.digest)) named[std::string(kEvidence) + evidence_name(evidence)] = evidence.digest;
  std::vector<std::string> found;
  for (const std::string& member : file.members()) {
    if (!member.starts_with(kEvidence)) continue;
    const auto known = named.find(member);
    if (known == named.end() || file.manifest()["files"][member] != known->second)
      return make_error("PLAN-042", tr_format("{0} of the bundle is no file that was handed in", member), tr("ask for the bundle again where it was made"));
    found.push_back(member);
  }
  return found;
}

std::string text_in(const Json& manifest, const char* key) {
  const Json value = manifest.value(key, Json());
  return value.is_string() ? value.get<std::string>() : std::string();
}

}  // namespace

Result<PlanExportReport> export_plan(const Store& store, const PlanExportRequest& asked) {
  PlanExportRequest request = asked;
  if (request.at.empty()) request.at = now_utc();
  OPORA_ASSIGN(const Snapshot view, Snapshot::take(store));
  OPORA_ASSIGN(const PlanPart part, part_of_store(store, request));
  if (part.assignments.empty()) return nobody(request);
  PlanExportReport report;
  report.title = part.plan.plan.title;
  report.assignments = static_cast<std::int64_t>(part.assignments.size());
  report.events = part.events();
  std::set<std::int64_t> holders;
  for (const PartAssignment& one : part.assignments) holders.insert(one.holder.id);
  report.holders = static_cast<std::int64_t>(holders.size());
  PartTexts texts = texts_of(part);
  std::vector<ZipMember> members{{"README.txt", readme(part, request)}, {kPlan, std::move(texts.plan)}, {kAssignments, std::move(texts.assignments)}, {kEvents, std::move(texts.events)}};
  if (request.with_files) add_files(store, part, members, report);
  OPORA_TRY(write_bundle(request.file, manifest_of(part, request), std::move(members)));
  std::error_code ignored;
  report.bytes = static_cast<std::int64_t>(fs::file_size(request.file, ignored));
  return report;
}

Result<PlanBundle> open_plan_bundle(const fs::path& path) {
  std::optional<BundleFile> file = BundleFile::open(path);
  if (!file) return other_file(path);
  OPORA_TRY(check_format(file->manifest(), path));
  PartTexts texts;
  OPORA_ASSIGN(texts.plan, file->read(kPlan));
  OPORA_ASSIGN(texts.assignments, file->read(kAssignments));
  OPORA_ASSIGN(texts.events, file->read(kEvents));
  OPORA_ASSIGN(PlanPart part, part_of(texts, path.filename().string()));
  OPORA_TRY(check_part(part, path));
  OPORA_ASSIGN(std::vector<std::string> evidence, evidence_members(*file, part));
  const Json& manifest = file->manifest();
  const std::string by = text_in(manifest, "by"), at = text_in(manifest, "at"), municipality = text_in(manifest, "municipality"), holder = text_in(manifest, "holder");
  return PlanBundle{*std::move(file), by, at, municipality, holder, std::move(part), std::move(evidence)};
}

}  // namespace opora
