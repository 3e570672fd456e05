#include "engine/run_plan.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/installation.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/grounds.h"
#include "engine/host_build.h"
#include "engine/pack_sources.h"
#include "engine/run_jobs.h"
#include "frame/kernel_digest.h"

namespace opora {
namespace {

std::filesystem::path shared_library(const IdentifyRequest& request) {
  return request.shared_library.empty() ? installation().data / "scripts" : request.shared_library;
}

bool has_parameter(const MethodologyInfo& info, const std::string& name) {
  return std::any_of(info.parameters.begin(), info.parameters.end(), [&](const Parameter& p) { return p.name == name; });
}

// Hands each "name=value" of the request to the methodologies that declare the name.
Status distribute(const IdentifyRequest& request, std::vector<PlannedMethod>& prepared) {
  for (const auto& [name, value] : request.parameters) {
    const auto dot = name.find('.');
    const std::string method = dot == std::string::npos ? "" : name.substr(0, dot);
    const std::string parameter = dot == std::string::npos ? name : name.substr(dot + 1);
    bool used = false;
    std::vector<std::string> known;
    for (PlannedMethod& p : prepared) {
      const MethodologyInfo& info = p.methodology->info();
      for (const Parameter& declared : info.parameters) known.push_back(declared.name);
      if ((!method.empty() && method != info.id) || !has_parameter(info, parameter)) continue;
      for (const Parameter& declared : info.parameters)
        if (declared.name == parameter) OPORA_TRY(settable(declared));
      p.parameters[parameter] = value;
      p.given.insert(parameter);
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
std::vector<Parameter> used_parameters(const PlannedMethod& p) {
  std::vector<Parameter> parameters = p.methodology->info().parameters;
  for (Parameter& parameter : parameters)
    if (const auto it = p.parameters.find(parameter.name); it != p.parameters.end()) parameter.value = it->second;
  return parameters;
}

std::string parameters_json(const std::vector<Parameter>& parameters, const std::set<std::string>& given) {
  nlohmann::ordered_json j = nlohmann::ordered_json::object();
  for (const Parameter& p : parameters) {
    j[p.name] = {{"value", p.value}, {"title", p.title}, {"basis", p.basis}};
    for (const auto& [key, text] : {std::pair{"unit", &p.unit}, {"valid_from", &p.valid_from}, {"valid_to", &p.valid_to}})
      if (!text->empty()) j[p.name][key] = *text;
    if (given.contains(p.name)) j[p.name]["given"] = true;
  }
  return j.dump();
}

// The methodologies that can run; `failed` tells of those whose plugin may not.
Result<std::vector<PlannedMethod>> prepare(const PackLibrary& library, const IdentifyRequest& request, PluginLoader& plugins,
                                      std::vector<Diagnostic>& failed) {
  OPORA_ASSIGN(auto items, resolve(library, request.pack, "methodology", request.rules_of.value_or(request.year), request.methods));
  std::vector<PlannedMethod> prepared;
  for (ResolvedItem& item : items) {
    Result<Extension> extension = load_extension(item, shared_library(request), plugins);
    if (!extension.ok() && failed_alone(extension.error())) {
      failed.push_back(extension.take_error());
      continue;
    }
    if (!extension.ok()) return extension.take_error();
    OPORA_ASSIGN(auto methodology, Methodology::of(*extension));
    PlannedMethod p{std::move(item), extension->digest, std::move(methodology), {}, {}};
    for (const auto& [name, value] : p.item.item->parameters) p.parameters[name] = value;
    prepared.push_back(std::move(p));
  }
  if (prepared.empty()) return std::move(failed.front());
  OPORA_TRY(distribute(request, prepared));
  return prepared;
}

// Digest over all that a methodology's decisions depend on, but for the data and the year.
std::string digest_of_method(const PlannedMethod& p, const RunMethod& recorded, const std::string& surroundings) {
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

// The pack and its bases; files are read when a store has no copy of them yet.
Result<std::vector<RunPack>> packs_of(const PackLibrary& library, const std::string& pack, const std::filesystem::path& shared) {
  OPORA_ASSIGN(const auto lineage, library.lineage(pack));
  std::vector<RunPack> packs;
  for (const Pack* one : lineage) packs.push_back({one->id, one->digest});
  if (const KeptFiles scripts = shared_scripts(shared); !scripts.empty()) packs.push_back({"", digest_of_scripts(scripts)});
  return packs;
}

}  // namespace

Result<RunPlan> plan_run(const PackLibrary& library, const IdentifyRequest& request) {
  RunPlan plan;
  RunInfo& info = plan.info;
  PluginLoader plugins(plugin_places(host_build()), request.isolation);
  OPORA_ASSIGN(plan.methods, prepare(library, request, plugins, plan.failed));
  OPORA_ASSIGN(const Pack* pack, library.find(request.pack));
  OPORA_ASSIGN(info.packs, packs_of(library, request.pack, shared_library(request)));
  info.pack = pack->id, info.pack_version = pack->version, info.pack_digest = pack->digest;
  info.year = request.year, info.rules_of = request.rules_of.value_or(request.year);
  info.host_version = host_version(), info.host_build = host_build(), info.kernel_digest = kernel_digest();
  info.actor = request.actor;
  OPORA_ASSIGN(plan.indicators, indicators_of_pack(library, request.pack, info.rules_of, shared_library(request), plugins));
  OPORA_ASSIGN(plan.scales, pack_scales(library, request.pack));
  OPORA_ASSIGN(const std::string surroundings, digest_of_surroundings(library, request.pack, plan.indicators.registry));
  for (const PlannedMethod& p : plan.methods) {
    MethodologyInfo used = p.methodology->info();
    used.parameters = used_parameters(p);
    info.methods.push_back({used.id, p.item.digest.empty() ? p.digest : p.item.digest, parameters_json(used.parameters, p.given), grounds_json(used.grounds)});
    plan.digests.push_back(digest_of_method(p, info.methods.back(), surroundings));
    plan.infos.push_back(std::move(used));
  }
  return plan;
}

Result<KeptFiles> files_of(const PackLibrary& library, const RunPack& wanted, const IdentifyRequest& request) {
  if (wanted.pack.empty()) return shared_scripts(shared_library(request));
  OPORA_ASSIGN(const Pack* pack, library.find(wanted.pack));
  OPORA_ASSIGN(auto files, files_of_pack(*pack));
  KeptFiles kept;
  for (auto& [path, data] : files) kept.push_back({std::move(path), std::move(data)});
  return kept;
}

}  // namespace opora
