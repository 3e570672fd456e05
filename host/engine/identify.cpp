#include "engine/identify.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/dates.h"
#include "base/digest.h"
#include "base/installation.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/grounds.h"
#include "engine/host_build.h"
#include "engine/pack_extensions.h"
#include "engine/pack_sources.h"
#include "engine/run_jobs.h"
#include "extend/parameter_dates.h"
#include "store/batches.h"
#include "store/facts.h"

namespace opora {
namespace {

std::filesystem::path shared_library(const IdentifyRequest& request) {
  return request.shared_library.empty() ? installation().data / "scripts" : request.shared_library;
}

struct Prepared {
  ResolvedItem item;
  std::string digest;  // of its source and what that includes
  std::unique_ptr<Methodology> methodology;
  std::map<std::string, std::string> parameters;  // replaced values only
};

bool has_parameter(const MethodologyInfo& info, const std::string& name) {
  return std::any_of(info.parameters.begin(), info.parameters.end(), [&](const Parameter& p) { return p.name == name; });
}

// Hands each "name=value" of the request to the methodologies that declare the name.
Status distribute(const IdentifyRequest& request, std::vector<Prepared>& prepared) {
  for (const auto& [name, value] : request.parameters) {
    const auto dot = name.find('.');
    const std::string method = dot == std::string::npos ? "" : name.substr(0, dot);
    const std::string parameter = dot == std::string::npos ? name : name.substr(dot + 1);
    bool used = false;
    std::vector<std::string> known;
    for (Prepared& p : prepared) {
      const MethodologyInfo& info = p.methodology->info();
      for (const Parameter& declared : info.parameters) known.push_back(declared.name);
      if ((!method.empty() && method != info.id) || !has_parameter(info, parameter)) continue;
      for (const Parameter& declared : info.parameters)
        if (declared.name == parameter) OPORA_TRY(settable(declared));
      p.parameters[parameter] = value;
      used = true;
    }
    if (used) continue;
    const auto guess = nearest(parameter, known);
    return make_error("CLI-010", tr_format("no methodology of this run has the parameter \"{0}\"", name),
                      guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("there are: {0}", fmt::join(known, ", ")));
  }
  return {};
}

// The declared parameters with the values that the run used, as the run keeps them.
std::vector<Parameter> used_parameters(const Prepared& p) {
  std::vector<Parameter> parameters = p.methodology->info().parameters;
  for (Parameter& parameter : parameters)
    if (const auto it = p.parameters.find(parameter.name); it != p.parameters.end()) parameter.value = it->second;
  return parameters;
}

std::string parameters_json(const std::vector<Parameter>& parameters) {
  nlohmann::ordered_json j = nlohmann::ordered_json::object();
  for (const Parameter& p : parameters) {
    j[p.name] = {{"value", p.value}, {"title", p.title}, {"basis", p.basis}};
    for (const auto& [key, text] : {std::pair{"unit", &p.unit}, {"valid_from", &p.valid_from}, {"valid_to", &p.valid_to}})
      if (!text->empty()) j[p.name][key] = *text;
  }
  return j.dump();
}

// The methodologies that can run; `failed` tells of those whose plugin may not.
Result<std::vector<Prepared>> prepare(const PackLibrary& library, const IdentifyRequest& request, PluginLoader& plugins,
                                      std::vector<Diagnostic>& failed) {
  OPORA_ASSIGN(auto items, resolve(library, request.pack, "methodology", request.rules_of.value_or(request.year), request.methods));
  std::vector<Prepared> prepared;
  for (ResolvedItem& item : items) {
    Result<Extension> extension = load_extension(item, shared_library(request), plugins);
    if (!extension.ok() && failed_alone(extension.error())) {
      failed.push_back(extension.take_error());
      continue;
    }
    if (!extension.ok()) return extension.take_error();
    OPORA_ASSIGN(auto methodology, Methodology::of(*extension));
    Prepared p{std::move(item), extension->digest, std::move(methodology), {}};
    for (const auto& [name, value] : p.item.item->parameters) p.parameters[name] = value;
    prepared.push_back(std::move(p));
  }
  if (prepared.empty()) return std::move(failed.front());
  OPORA_TRY(distribute(request, prepared));
  return prepared;
}

// Digest over all that a methodology's decisions depend on, but for the data and the year.
std::string digest_of_method(const Prepared& p, const RunMethod& recorded, const std::string& surroundings) {
  Hasher hash;
  hash.field(host_build()).field(p.item.pack->digest).field(recorded.id).field(p.digest).field(recorded.params_json).field(surroundings);
  return to_hex(hash.finish());
}

// The packs whose scales the methodologies see, and the indicators they may ask for.
Result<std::string> digest_of_surroundings(const PackLibrary& library, const std::string& pack, const Registry& indicators) {
  Hasher hash;
  OPORA_ASSIGN(const auto lineage, library.lineage(pack));
  for (const Pack* one : lineage) hash.field(one->digest);
  for (const Extension& one : indicators.extensions()) hash.field(one.digest);
  return to_hex(hash.finish());
}

Status require_results(const Store& store) {
  OPORA_ASSIGN(const auto batches, list_batches(store));
  const bool any = std::any_of(batches.begin(), batches.end(), [](const BatchRecord& b) { return b.counts.accepted > 0; });
  if (any) return {};
  return make_error("STORE-013", tr("the store has no results yet"), tr("import the assessment files first: opora import FOLDER"));
}

// A run is recorded with the methodologies that it has decisions of.
Status leave_out_failed(std::vector<std::optional<Diagnostic>>& failed, ComputedRun& run) {
  for (std::size_t i = failed.size(); i-- > 0;) {
    if (!failed[i]) continue;
    run.info.methods.erase(run.info.methods.begin() + static_cast<std::ptrdiff_t>(i));
    run.methods.erase(run.methods.begin() + static_cast<std::ptrdiff_t>(i));
    run.failed.push_back(*std::move(failed[i]));
  }
  if (!run.methods.empty()) return {};
  return std::move(run.failed.front());
}

DecisionSet merged_parts(std::vector<RunPart> parts) {
  std::vector<DecisionSet> sets;
  for (RunPart& part : parts) sets.push_back(std::move(part.decisions));
  return merged(std::move(sets));
}

std::vector<Diagnostic> warnings_of(const std::vector<RunPart>& parts) {
  Warnings all;
  for (const RunPart& part : parts) all.add(part.warnings);
  return all.told();
}

}  // namespace

Result<ComputedRun> compute_run(const Store& store, const PackLibrary& library, const IdentifyRequest& request) {
  ComputedRun run;
  RunInfo& info = run.info;
  info.started_at = now_utc();
  PluginLoader plugins(plugin_places(host_build()), request.isolation);
  OPORA_ASSIGN(auto prepared, prepare(library, request, plugins, run.failed));
  OPORA_TRY(require_results(store));
  OPORA_ASSIGN(const Pack* pack, library.find(request.pack));
  OPORA_ASSIGN(info.data_digest, data_digest(store));
  const int rules_of = request.rules_of.value_or(request.year);
  OPORA_ASSIGN(const PackIndicators indicators, indicators_of_pack(library, request.pack, rules_of, shared_library(request), plugins));
  OPORA_ASSIGN(const std::string surroundings, digest_of_surroundings(library, request.pack, indicators.registry));
  std::vector<MethodRun> runs;
  for (const Prepared& p : prepared) {
    MethodologyInfo used = p.methodology->info();
    used.parameters = used_parameters(p);
    info.methods.push_back({used.id, p.item.digest.empty() ? p.digest : p.item.digest, parameters_json(used.parameters), grounds_json(used.grounds)});
    runs.push_back({p.methodology.get(), p.parameters, digest_of_method(p, info.methods.back(), surroundings)});
    run.methods.push_back(std::move(used));
  }
  RunJobs jobs{request.year, request.threads, {}, &indicators.registry, request.afresh, request.cancelled, request.progress, indicators.recipe};
  OPORA_ASSIGN(jobs.scales, pack_scales(library, request.pack));
  OPORA_ASSIGN(ComputedParts computed, compute_parts(store, runs, jobs));
  run.warnings = warnings_of(computed.parts);
  for (const MethodologyInfo& method : run.methods)
    for (Diagnostic& warning : outdated(method.parameters, method.id, rules_of)) run.warnings.push_back(std::move(warning));
  OPORA_TRY(leave_out_failed(computed.failed, run));
  run.parts = std::move(computed.parts);
  info.pack = pack->id;
  info.pack_version = pack->version;
  info.pack_digest = pack->digest;
  info.year = request.year;
  info.host_version = host_version();
  info.actor = request.actor;
  info.finished_at = now_utc();
  return run;
}

Result<IdentifyReport> identify(Store& store, const PackLibrary& library, const IdentifyRequest& request) {
  OPORA_ASSIGN(ComputedRun run, compute_run(store, library, request));
  OPORA_ASSIGN(const RunId id, save_run(store, run.info, run.parts, request.threads));
  IdentifyReport report{{}, std::move(run.methods), std::move(run.warnings), std::move(run.failed), std::nullopt};
  OPORA_ASSIGN(report.run, find_run(store, id));
  if (report.run.carried_over == 0) report.decisions = merged_parts(std::move(run.parts));
  return report;
}

}  // namespace opora
