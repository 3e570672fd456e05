#include "engine/restored_run.h"

#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "store/batches.h"

namespace opora {
namespace {

// Values that the run's command gave; what the packs say is in the packs.
Status add_given_parameters(const RunInfo& info, IdentifyRequest& request) {
  for (const RunMethod& method : info.methods) {
    request.methods.push_back(method.id);
    const auto values = nlohmann::json::parse(method.params_json, nullptr, false);
    if (!values.is_object()) return make_error("STORE-004", tr("the parameters of the run cannot be read"));
    for (const auto& [name, value] : values.items())
      if (value.value("given", false)) request.parameters.emplace_back(method.id + "." + name, value.value("value", std::string()));
  }
  return {};
}

}  // namespace

Result<RestoredRun> restore_run(const Store& store, const RunInfo& info, const std::filesystem::path& folder) {
  OPORA_ASSIGN(RecordedPacks packs, unpack(store, info, folder));
  OPORA_ASSIGN(PackLibrary library, PackLibrary::open(packs.regions));
  RestoredRun run{std::move(library), {}, std::nullopt};
  run.request.pack = info.pack;
  run.request.year = info.year;
  if (info.rules_of != 0) run.request.rules_of = info.rules_of;
  run.request.afresh = true;
  run.request.shared_library = packs.scripts;
  OPORA_TRY(add_given_parameters(info, run.request));
  return run;
}

Status restore_data(const Store& store, const RunInfo& info, const std::filesystem::path& folder, RestoredRun& run) {
  OPORA_ASSIGN(const std::string now, data_digest(store));
  if (now == info.data_digest) return {};
  OPORA_ASSIGN(run.then, store_as_of(store, info.batches, folder / "then.db"));
  OPORA_ASSIGN(const std::string then, data_digest(*run.then));
  if (then == info.data_digest) return {};
  return make_error("VERIFY-002", tr("the data of the run cannot be restored: what is left of its batches is not what they were"),
                    tr("the seals tell what was changed: opora verify"));
}

}  // namespace opora
