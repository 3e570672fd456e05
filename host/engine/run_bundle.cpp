#include "engine/run_bundle.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/messages.h"
#include "base/temporary_folder.h"
#include "engine/bundle_file.h"
#include "engine/frame_json.h"
#include "engine/listing.h"
#include "engine/recorded_facts.h"
#include "engine/restored_run.h"
#include "engine/run_plan.h"
#include "store/run_extract.h"
#include "store/seals.h"
#include "store/territories.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using Json = BundleJson;

constexpr int kFormat = 1;

// The facts of one methodology in one territory.
struct PartInputs {
  std::string method, territory;
  Recording recording;
};

RunContext context_of(const RunPlan& plan, const IdentifyRequest& request, const std::string& each, const std::string& territory) {
  RunContext context;
  context.year = request.year;
  context.threads = request.threads;
  if (!territory.empty()) context.territory = {{each, Comparison::kEqual, territory}};
  context.registry = &plan.indicators.registry;
  context.registry_recipe = plan.indicators.recipe;
  return context;
}

struct Recorded {
  std::vector<PartInputs> parts;
  DecisionSet decisions;
};

Result<Recorded> record_inputs(const Store& data, const RestoredRun& run, const RunPlan& plan) {
  Recorded recorded_run;
  std::vector<DecisionSet> sets;
  const auto shared = std::make_shared<SharedFrames>(plan.scales);
  for (const PlannedMethod& method : plan.methods) {
    const std::string& each = method.methodology->info().each;
    OPORA_ASSIGN(const auto all, territories(data, each));
    for (const Territory& territory : all) {
      PartInputs part{method.methodology->info().id, territory.name, {}};
      const auto facts = facts_of(data, territory.conditions, shared);
      const auto recording = recorded(*facts, part.recording);
      RunContext context = context_of(plan, run.request, each, territory.name);
      context.territory = territory.conditions;
      OPORA_ASSIGN(DecisionSet decisions, method.methodology->run_on(*recording, context, method.parameters));
      sets.push_back(std::move(decisions));
      recorded_run.parts.push_back(std::move(part));
    }
  }
  recorded_run.decisions = merged(std::move(sets));
  return recorded_run;
}

std::vector<std::string> reading_single_rows(const std::vector<PartInputs>& parts) {
  std::vector<std::string> methods;
  for (const PartInputs& part : parts)
    if (part.recording.single_rows && std::find(methods.begin(), methods.end(), part.method) == methods.end()) methods.push_back(part.method);
  return methods;
}

Json json_of(const PartInputs& part) {
  Json json{{"method", part.method}, {"territory", part.territory}, {"single_rows", part.recording.single_rows}, {"tables", Json::array()}};
  if (part.recording.single_rows) return json;
  for (const RecordedFrame& one : part.recording.frames) json["tables"].push_back({{"key", one.key}, {"title", one.title}, {"columns", json_of_frame(one.frame)}});
  return json;
}

std::string readme(const RunRecord& run) {
  return tr_format("Run {0} of Opora: pack {1}, {2}.\n\n"
                   "To compute it again: opora verify THIS_FILE.zip\n\n"
                   "decisions.csv  every school with its answer and the reasons\n"
                   "packs/         the rules as they were\n"
                   "inputs/        the tables that the rules worked on; no rows of pupils, but figures of small groups: not for publication\n"
                   "run.db         the run, its checks, digests and the audit trail (SQLite)\n"
                   "manifest.json  digests of all files\n", run.id, run.info.pack, run.info.year);
}

Result<std::string> decisions_csv(const Store& store, const PackLibrary* packs, RunId run) {
  ListRequest request;
  request.run = run;
  request.all = true;
  OPORA_ASSIGN(const Listing listing, list_decisions(store, request, packs));
  return to_csv(listing, default_columns(listing));
}

Status add_packs(const Store& store, const RunInfo& info, std::vector<ZipMember>& members) {
  for (const RunPack& pack : info.packs) {
    OPORA_ASSIGN(const KeptFiles files, load_pack_copy(store, pack));
    for (const KeptFile& file : files) members.push_back({(pack.pack.empty() ? "scripts/" : "packs/" + pack.pack + "/") + file.path, file.data});
  }
  return {};
}

Json manifest_of(const RunRecord& run) {
  return {{"bundle", kFormat}, {"run", run.id}, {"pack", run.info.pack}, {"year", run.info.year}, {"host", run.info.host_build},
          {"kernels", run.info.kernel_digest}, {"data", run.info.data_digest}};
}

Diagnostic no_bundle(const fs::path& file) {
  return make_error("BUNDLE-004", tr_format("{0} is no bundle of a run", file.string()), tr("a bundle is made by: opora export --run RUN -o FILE.zip"));
}

// A bundle that is opened: members as the manifest names them, each checked against its digest.
struct OpenBundle {
  std::map<std::string, std::string> members;
  std::vector<Diagnostic> problems;
};

Result<OpenBundle> open_bundle(const fs::path& file) {
  std::optional<BundleFile> opened = BundleFile::open(file);
  const Json format = opened ? opened->manifest().value("bundle", Json()) : Json();
  if (format != kFormat) return no_bundle(file);
  OpenBundle bundle;
  for (const std::string& name : opened->members()) {
    Result<std::string> member = opened->read(name);
    if (member) bundle.members[name] = *std::move(member);
    else bundle.problems.push_back(member.take_error());
  }
  return bundle;
}

Result<Store> store_of(const OpenBundle& bundle, const fs::path& folder, const fs::path& file) {
  const auto db = bundle.members.find("run.db");
  if (db == bundle.members.end()) return no_bundle(file);
  std::ofstream(folder / "run.db", std::ios::binary) << db->second;
  return Store::open(folder / "run.db", OpenMode::kReadOnly);
}

Result<std::vector<PartInputs>> inputs_of(const OpenBundle& bundle) {
  std::vector<PartInputs> parts;
  for (const auto& [name, data] : bundle.members) {
    if (!name.starts_with("inputs/")) continue;
    const Json json = Json::parse(data, nullptr, false);
    if (!json.is_object()) return make_error("BUNDLE-001", tr("a table of the bundle is damaged"));
    PartInputs part{json.value("method", std::string()), json.value("territory", std::string()), {{}, json.value("single_rows", false)}};
    for (const Json& table : json.value("tables", Json::array())) {
      OPORA_ASSIGN(Frame frame, frame_of_json(table.value("columns", Json::array())));
      part.recording.frames.push_back({table.value("key", std::string()), table.value("title", std::string()), std::move(frame)});
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

// Decisions of the methods that can be computed from the bundle.
Result<DecisionSet> compute_from(std::vector<PartInputs> parts, const RunPlan& plan, const IdentifyRequest& request) {
  std::vector<DecisionSet> sets;
  for (PartInputs& part : parts) {
    if (part.recording.single_rows) continue;
    const auto method = std::find_if(plan.methods.begin(), plan.methods.end(), [&](const PlannedMethod& m) { return m.methodology->info().id == part.method; });
    if (method == plan.methods.end()) return make_error("BUNDLE-002", tr_format("the bundle does not hold what the methodology asks for: {0}", part.method));
    const auto facts = replayed(std::move(part.recording.frames));
    const RunContext context = context_of(plan, request, method->methodology->info().each, part.territory);
    OPORA_ASSIGN(DecisionSet decisions, method->methodology->run_on(*facts, context, method->parameters));
    sets.push_back(std::move(decisions));
  }
  return merged(std::move(sets));
}

// Differences but for methods that the bundle holds no inputs of.
std::vector<ChangedDecision> differences_without(const DecisionSet& kept, const DecisionSet& computed, const std::vector<std::string>& methods) {
  std::vector<ChangedDecision> found = differences(kept, computed);
  std::erase_if(found, [&](const ChangedDecision& one) { return std::find(methods.begin(), methods.end(), one.methodology) != methods.end(); });
  return found;
}

Status recompute(const OpenBundle& bundle, const Store& store, const VerifyRequest& options, const fs::path& folder, VerifyReport& report) {
  OPORA_ASSIGN(RestoredRun run, restore_run(store, report.run.info, folder));
  run.request.threads = options.threads;
  run.request.isolation = Isolation::kNever;  // a worker would read a store
  OPORA_ASSIGN(RunPlan plan, plan_run(run.library, run.request));
  OPORA_ASSIGN(std::vector<PartInputs> parts, inputs_of(bundle));
  const std::vector<std::string> single = reading_single_rows(parts);
  OPORA_ASSIGN(const DecisionSet kept, load_decisions(store, report.run.id));
  OPORA_ASSIGN(const DecisionSet computed, compute_from(std::move(parts), plan, run.request));
  report.computed = true;
  compare_makings(report.run.info, plan.info, report);
  report.differences = differences_without(kept, computed, single);
  report.decisions = static_cast<std::int64_t>(computed.decisions.size());
  report.checks = static_cast<std::int64_t>(computed.checks.size());
  for (const std::string& method : single)
    report.notes.push_back(tr_format("\"{0}\" reads rows of single participants, which a bundle does not hold: its decisions were checked against their seals only", method));
  return {};
}

}  // namespace

Result<BundleReport> export_bundle(const Store& store, const PackLibrary* packs, RunId id, const fs::path& file, int threads) {
  OPORA_ASSIGN(const RunRecord record, find_run(store, id));
  OPORA_ASSIGN(const TemporaryFolder folder, TemporaryFolder::make());
  OPORA_ASSIGN(RestoredRun run, restore_run(store, record.info, folder.path()));
  OPORA_TRY(restore_data(store, record.info, folder.path(), run));
  run.request.threads = threads;
  run.request.isolation = Isolation::kNever;  // a worker's requests are not seen here
  OPORA_ASSIGN(const RunPlan plan, plan_run(run.library, run.request));
  OPORA_ASSIGN(const Recorded inputs, record_inputs(run.then ? *run.then : store, run, plan));
  OPORA_ASSIGN(const DecisionSet kept, load_decisions(store, record.id));
  if (!differences(kept, inputs.decisions).empty())
    return make_error("BUNDLE-003", tr_format("run {0} does not come out the same when it is computed again", id), tr_format("see what differs: opora verify {0}", id));
  OPORA_TRY(extract_run(store, record.id, folder.path() / "run.db"));
  std::vector<ZipMember> members{{"README.txt", readme(record)}};
  OPORA_ASSIGN(std::string csv, decisions_csv(store, packs, record.id));
  members.push_back({"decisions.csv", std::move(csv)});
  BundleReport report{0, 0, reading_single_rows(inputs.parts)};
  for (std::size_t i = 0; i < inputs.parts.size(); ++i) {
    members.push_back({fmt::format("inputs/{:04}.json", i + 1), bundle_text(json_of(inputs.parts[i]))});
    report.inputs += static_cast<std::int64_t>(inputs.parts[i].recording.single_rows ? 0 : inputs.parts[i].recording.frames.size());
  }
  OPORA_TRY(add_packs(store, record.info, members));
  members.push_back({"run.db", read_whole(folder.path() / "run.db").value_or("")});
  OPORA_TRY(write_bundle(file, manifest_of(record), std::move(members)));
  std::error_code ignored;
  report.bytes = static_cast<std::int64_t>(fs::file_size(file, ignored));
  return report;
}

Result<VerifyReport> verify_bundle(const fs::path& file, const VerifyRequest& request) {
  OPORA_ASSIGN(OpenBundle bundle, open_bundle(file));
  OPORA_ASSIGN(const TemporaryFolder folder, TemporaryFolder::make());
  OPORA_ASSIGN(const Store store, store_of(bundle, folder.path(), file));
  VerifyReport report;
  report.problems = std::move(bundle.problems);
  OPORA_ASSIGN(report.run, find_run(store, std::nullopt));
  if (const Status sound = check_run(store.handle(), report.run.id); !sound.ok()) report.problems.push_back(sound.error());
  if (Status done = recompute(bundle, store, request, folder.path(), report); !done.ok()) report.problems.push_back(done.take_error());
  return report;
}

}  // namespace opora
