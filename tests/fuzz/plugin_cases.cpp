#include <sys/stat.h>

#include "base/digest.h"
#include "extend/indicator.h"
#include "extend/isolation.h"
#include "extend/methodology.h"
#include "extend/plugin_loader.h"
#include "fuzz/cases.h"
#include "fuzz/corpus.h"
#include "fuzz/mutations.h"
#include "opora/abi/all.h"

namespace opora::fuzz {
namespace {

namespace fs = std::filesystem;

// Each check is a process: one case in so many has all of them, one those of loading, the others the deepest of these.
constexpr std::uint64_t kAllChecks = 50, kLoadChecks = 10;

std::vector<std::string> checks_for(std::uint64_t number) {
  if (number % kAllChecks == 0) return {};
  if (number % kLoadChecks != 0) return {"shared-library", "build-flags", "loads", "kinds-answer"};
  std::vector<std::string> ids;
  for (const conformance::Check& check : conformance::load_checks()) ids.emplace_back(check.id);
  return ids;
}

class PluginCases {
 public:
  explicit PluginCases(const Setting& setting) : setting_(setting), store_(small_store(setting.folder / "opora.db")) {
    for (auto& [name, bytes] : files_in(setting.corpus, ".so")) corpus_.push_back(std::move(bytes));
  }

  std::string file(std::uint64_t number) const {
    Dice dice(setting_.seed, number);
    const std::string &whole = corpus_[dice.below(corpus_.size())], &other = corpus_[dice.below(corpus_.size())];
    if (!dice.one_in(20)) return mutated_elf(whole, other, dice);
    return (dice.one_in(2) ? whole.substr(0, 64) : std::string()) + dice.bytes(dice.below(8192));
  }

  std::string run(std::uint64_t number) {
    const fs::path path = setting_.folder / "case.so";
    const PluginFile plugin{path, setting_.folder, "case.so", file(number)};
    write(path, plugin.bytes);
    ::chmod(path.c_str(), 0755);
    const std::string ended = load(plugin) + ", check: " + check(path, number);
    std::error_code ignored;
    fs::remove_all(setting_.folder / "cache", ignored);
    return ended;
  }

 private:
  // As if it shipped, so that no list of trust grows; but never in this process.
  std::string load(const PluginFile& plugin) const {
    const fs::path shipped = setting_.folder / "shipped";
    write(shipped / "digests", to_hex(digest_of(plugin.bytes)) + "  case.so\n");
    PluginLoader loader({setting_.folder / "cache", setting_.folder / "trust", shipped, "fuzz"}, Isolation::kAlways);
    const PluginStatus status = loader.look(plugin);
    if (status.error) return std::string(name_of(status.state)) + " " + status.error->code;
    std::string ended = "ready";
    for (const ReportedExtension& one : status.report->extensions)
      if (one.kind != OPORA_KIND_IMPORTER) ended += ", call: " + call(loader, plugin, one);
    return ended;
  }

  std::string call(PluginLoader& loader, const PluginFile& plugin, const ReportedExtension& one) const {
    Result<Extension> extension = loader.extension(plugin, one.kind, one.id);
    if (!extension.ok()) return extension.error().code;
    auto limited = std::make_shared<IsolatedPlugin>(*extension->isolated);
    limited->limits = {std::chrono::seconds(2), std::uint64_t{1} << 30};
    extension->isolated = limited;
    RunContext context;
    context.store = &store_;
    context.year = kYear;
    if (one.kind == OPORA_KIND_METHODOLOGY) {
      const auto methodology = Methodology::of(*extension);
      if (!methodology.ok()) return methodology.error().code;
      const auto decisions = (*methodology)->run(context, {});
      return decisions.ok() ? "ok" : decisions.error().code;
    }
    const auto indicator = Indicator::of(*extension);
    if (!indicator.ok()) return indicator.error().code;
    const auto facts = facts_of(store_);
    const auto frame = (*indicator)->compute_on(*facts, context, {});
    return frame.ok() ? "ok" : frame.error().code;
  }

  std::string check(const fs::path& path, std::uint64_t number) const {
    ConformanceRequest request;
    request.path = path;
    request.seed = 1;
    request.options.time_limit = std::chrono::seconds(1);
    request.options.only = checks_for(number);
    return verdict(check_conformance(request));
  }

  Setting setting_;
  Store store_;
  std::vector<std::string> corpus_;
};

}  // namespace

Cases plugin_cases(const Setting& setting) {
  const auto cases = std::make_shared<PluginCases>(setting);
  return {[cases](std::uint64_t number) { return cases->file(number); }, [cases](std::uint64_t number) { return cases->run(number); }, ".so"};
}

}  // namespace opora::fuzz
