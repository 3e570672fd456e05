#include <algorithm>

#include "engine/pack_checks.h"
#include "engine/pack_extensions.h"
#include "engine/pack_sources.h"
#include "extend/indicator.h"
#include "extend/methodology.h"
#include "extend/report_call.h"
#include "fuzz/cases.h"
#include "fuzz/corpus.h"
#include "fuzz/mutations.h"
#include "opora/abi/all.h"
#include "opora/abi/all.h"

namespace opora::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kChecked = 50;  // one case in so many is checked, too

class ScriptCases {
 public:
  explicit ScriptCases(const Setting& setting)
      : setting_(setting), regions_(setting.folder / "regions"), store_(small_store(setting.folder / "opora.db")) {
    fs::copy(setting.sources / "regions", regions_, fs::copy_options::recursive);
    fs::copy(setting.sources / "tests" / "fuzz" / "packs", regions_, fs::copy_options::recursive);
    for (auto& [path, text] : files_in(regions_, ".lua")) {
      paths_.push_back(path);
      texts_.push_back(std::move(text));
    }
  }

  std::string file(std::uint64_t number) const {
    Dice dice(setting_.seed, number);
    const std::string& whole = texts_[dice.below(texts_.size())];
    return dice.one_in(50) ? dice.bytes(dice.below(4096)) : mutated_script(whole, texts_, dice);
  }

  std::string run(std::uint64_t number) {
    Dice dice(setting_.seed, number);
    const std::size_t chosen = dice.below(texts_.size());
    const std::string& path = paths_[chosen];
    write(regions_ / path, file(number));
    const std::string ended = family(path) + ": " + read(path) + (number % kChecked == 0 ? ", check: " + check(path) : "");
    write(regions_ / path, texts_[chosen]);
    return ended;
  }

 private:
  static std::string family(const std::string& path) {
    const std::string below = path.substr(path.find('/') + 1);
    if (below == "pack.lua") return "pack.lua";
    if (below.starts_with("profiles/")) return "profile";
    if (below.starts_with("lib/")) return "library";
    return below.find('/') == std::string::npos ? "table" : "script";
  }

  // All packs, as every command reads them; then the extensions of the pack that has the changed file.
  std::string read(const std::string& path) const {
    const auto library = PackLibrary::open(regions_);
    if (!library.ok()) return library.error().code;
    const auto sources = pack_sources(*library);
    std::string ended = sources.ok() ? "read" : sources.error().code;
    const std::string pack = path.substr(0, path.find('/'));
    for (const Diagnostic& broken : library->broken()) ended += ", broken " + broken.code;
    for (const Pack& one : library->packs())
      if (one.folder.filename() == pack) ended += extensions(*library, one, path);
    return ended;
  }

  // The registry of the one pack whose indicators are scripts: to read the plugins of the others costs more than the case.
  std::string extensions(const PackLibrary& library, const Pack& pack, const std::string& path) const {
    PluginLoader plugins({setting_.folder / "cache", setting_.folder / "trust", setting_.folder / "none", "fuzz"});
    const bool scripts_only = std::none_of(pack.items.begin(), pack.items.end(), [](const PackItem& item) { return !item.plugin.empty(); }) && pack.extends.empty();
    const auto indicators = scripts_only ? indicators_of_pack(library, pack.id, kYear, setting_.sources / "scripts", plugins) : Result<PackIndicators>(PackIndicators());
    std::string ended;
    for (const PackItem& item : pack.items) {
      const bool concerned = path.ends_with("pack.lua") || path.ends_with(item.source) || path.find("/lib/") != std::string::npos;
      if (item.source.ends_with(".lua") && concerned) ended += ", " + run(pack, item, indicators.ok() ? &indicators->registry : nullptr, plugins);
    }
    return ended;
  }

  std::string run(const Pack& pack, const PackItem& item, const Registry* registry, PluginLoader& plugins) const {
    const auto source = resolved(pack, item);
    if (!source.ok()) return source.error().code;
    const auto extension = load_extension(*source, setting_.sources / "scripts", plugins);
    if (!extension.ok()) return extension.error().code;
    RunContext context;
    context.store = &store_;
    context.year = kYear;
    context.registry = registry;
    Warnings warnings;
    context.warnings = &warnings;
    if (extension->kind == OPORA_KIND_METHODOLOGY) {
      const auto methodology = Methodology::of(*extension);
      if (!methodology.ok()) return methodology.error().code;
      const auto decisions = (*methodology)->run(context, {});
      return decisions.ok() ? "runs" : decisions.error().code;
    }
    if (extension->kind == OPORA_KIND_REPORT) {  // what it writes needs lists and plans; here it is read
      const auto report = Report::of(*extension);
      return report.ok() ? "described" : report.error().code;
    }
    const auto indicator = Indicator::of(*extension);
    if (!indicator.ok()) return indicator.error().code;
    const auto facts = facts_of(store_);
    const auto frame = (*indicator)->compute_on(*facts, context, {});
    return frame.ok() ? "runs" : frame.error().code;
  }

  std::string check(const std::string& path) const {
    ConformanceRequest request;
    const bool script = family(path) == "script";
    request.path = regions_ / (script ? path : path.substr(0, path.find('/')));
    if (!script)  // the pack as a whole; its extensions are those of other cases
      for (const conformance::Check& check : pack_checks({})) request.options.only.emplace_back(check.id);
    request.shared_library = setting_.sources / "scripts";
    request.seed = 1;
    request.options.time_limit = std::chrono::seconds(2);
    return verdict(check_conformance(request));
  }

  Setting setting_;
  fs::path regions_;
  Store store_;
  std::vector<std::string> paths_, texts_;
};

}  // namespace

Cases script_cases(const Setting& setting) {
  const auto cases = std::make_shared<ScriptCases>(setting);
  return {[cases](std::uint64_t number) { return cases->file(number); }, [cases](std::uint64_t number) { return cases->run(number); }, ".lua"};
}

}  // namespace opora::fuzz
