#include "engine/run_jobs.h"

#include <atomic>

#include "base/digest.h"
#include "base/messages.h"
#include "base/parallel.h"
#include "engine/pack_extensions.h"
#include "store/batches.h"
#include "store/territories.h"

namespace opora {
namespace {

struct Job {
  const MethodRun* method = nullptr;
  const Territory* territory = nullptr;
  std::size_t part = 0;
};

// Territories by level, each level read once.
using Levels = std::map<std::string, std::vector<Territory>>;

Result<Levels> levels_of(const Store& store, const std::vector<MethodRun>& methods) {
  Levels levels;
  for (const MethodRun& method : methods) {
    const std::string& level = method.methodology->info().each;
    if (levels.count(level) > 0) continue;
    OPORA_ASSIGN(levels[level], territories(store, level));
  }
  return levels;
}

std::string inputs_of(const MethodRun& method, const Territory& territory, int year) {
  Hasher hash;
  hash.field(method.digest).field(std::int64_t{year}).field(territory.name).field(territory.data_digest);
  return to_hex(hash.finish());
}

// Several jobs share the cores among them; a single one gives them to its kernels.
class Worker {
 public:
  Worker(const Store& store, const RunJobs& options, std::size_t jobs, std::string data)
      : store_(store), options_(options), apart_(jobs > 1 && options.threads > 1), data_(std::move(data)) {}

  int threads() const { return apart_ ? options_.threads : 1; }

  Result<DecisionSet> run(const Job& job, Warnings& warnings) const {
    RunContext context{&store_, options_.year, apart_ ? 1 : options_.threads, options_.cancelled, job.territory->conditions, options_.indicators, shared_, &warnings, options_.registry_recipe};
    if (!apart_) return job.method->methodology->run(context, job.method->parameters);
    OPORA_ASSIGN(const Store own, Store::open(store_.file(), OpenMode::kReadOnly));
    OPORA_ASSIGN(const Snapshot snapshot, Snapshot::take(own));
    OPORA_ASSIGN(const std::string seen, data_digest(own));
    if (seen != data_)
      return make_error("STORE-014", tr("the store was changed while the run was being computed"), tr("repeat the run: opora run …"));
    context.store = &own;
    return job.method->methodology->run(context, job.method->parameters);
  }

 private:
  const Store& store_;
  const RunJobs& options_;
  bool apart_;
  std::shared_ptr<SharedFrames> shared_ = std::make_shared<SharedFrames>(options_.scales);
  std::string data_;
};

}  // namespace

Result<ComputedParts> compute_parts(const Store& store, const std::vector<MethodRun>& methods, const RunJobs& options) {
  OPORA_ASSIGN(const Snapshot snapshot, Snapshot::take(store));
  OPORA_ASSIGN(const Levels levels, levels_of(store, methods));
  std::vector<RunPart> parts;
  std::vector<std::size_t> method_of_part;
  std::vector<Job> jobs;
  for (const MethodRun& method : methods)
    for (const Territory& territory : levels.at(method.methodology->info().each)) {
      RunPart part{territory.name, inputs_of(method, territory, options.year), std::nullopt, {}, {}};
      if (!options.afresh) {
        OPORA_ASSIGN(part.stored, find_part(store, part.inputs));
      }
      if (part.stored) {
        OPORA_ASSIGN(part.warnings, load_warnings(store, *part.stored));
      } else {
        jobs.push_back({&method, &territory, parts.size()});
      }
      parts.push_back(std::move(part));
      method_of_part.push_back(static_cast<std::size_t>(&method - methods.data()));
    }
  OPORA_ASSIGN(std::string data, data_digest(store));
  const Worker worker(store, options, jobs.size(), std::move(data));
  std::vector<std::optional<Diagnostic>> errors(jobs.size());
  std::atomic<std::size_t> done{parts.size() - jobs.size()};
  parallel_for(jobs.size(), worker.threads(), [&](std::size_t i) {
    RunPart& part = parts[jobs[i].part];
    Warnings warnings;
    Result<DecisionSet> found = worker.run(jobs[i], warnings);
    part.warnings = warnings.all();
    if (found.ok()) part.decisions = *std::move(found);
    else errors[i] = found.take_error();
    const std::size_t now = ++done;
    if (options.progress) options.progress(now, parts.size());
  });
  ComputedParts computed;
  computed.failed.resize(methods.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (!errors[i]) continue;
    if (!failed_alone(*errors[i])) return *std::move(errors[i]);
    auto& failed = computed.failed[static_cast<std::size_t>(jobs[i].method - methods.data())];
    if (!failed) failed = std::move(errors[i]);
  }
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (!computed.failed[method_of_part[i]]) computed.parts.push_back(std::move(parts[i]));
  return computed;
}

}  // namespace opora
