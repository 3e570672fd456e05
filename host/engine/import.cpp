#include "engine/import.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <thread>

#include "base/dates.h"
#include "base/digest.h"
#include "base/messages.h"
#include "base/parallel.h"
#include "base/text.h"
#include "engine/import_job.h"
#include "engine/pack_sources.h"
#include "engine/stored_rows.h"
#include "store/batches.h"
#include "store/row_counts.h"
#include "store/scales.h"

namespace opora {
namespace {

constexpr std::size_t kLookAhead = 2;          // files that may wait, encoded, behind the one being committed

// Numbers for the progress line, gathered from all threads.
class ProgressMeter {
 public:
  ProgressMeter(const ImportRequest& request, std::size_t files, std::int64_t bytes) : request_(request) {
    state_.files_total = files;
    state_.bytes_total = bytes;
  }

  void add(const std::string& file, std::int64_t bytes, std::int64_t rows) {
    if (!request_.progress) return;
    const std::lock_guard lock(mutex_);
    state_.file = file;
    state_.bytes_done += bytes;
    state_.rows += rows;
    const auto now = Clock::now();
    if (now - last_ < std::chrono::milliseconds(100)) return;
    tell(now);
  }

  // A file turned out to be there already, or not to be readable.
  void leave_out(std::int64_t bytes) {
    const std::lock_guard lock(mutex_);
    --state_.files_total;
    state_.bytes_total -= bytes;
  }

  void file_done() {
    if (!request_.progress) return;
    const std::lock_guard lock(mutex_);
    ++state_.files_done;
    tell(Clock::now());
  }

 private:
  using Clock = std::chrono::steady_clock;

  void tell(Clock::time_point now) {
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    state_.rows_per_second = seconds > 0 ? static_cast<double>(state_.rows) / seconds : 0;
    request_.progress(state_);
  }

  const ImportRequest& request_;
  std::mutex mutex_;
  ImportProgress state_;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

class Import {
 public:
  Import(Store& store, const ImportRequest& request) : store_(store), request_(request) {}
  Result<Protocol> run();

 private:
  Status choose_profiles();
  const ImporterSet& importers();
  Status choose_importer();
  void look_at_other_endings(std::vector<FoundFile>& files);
  void leave_to_importers();
  void leave_to_importer(ImportJob& job);
  Status load_store();
  void recognise_all();
  Result<bool> is_new(ImportJob& job);
  Result<std::vector<ImportJob*>> jobs_of(int stage, ProgressMeter& meter);
  void run_stage(std::vector<ImportJob*> jobs, ProgressMeter& meter);
  void commit(ImportJob& job, SegmentChannel& channel);
  static void give_up(ImportJob& job, SegmentChannel& channel, Diagnostic error);
  Status choose_digests();
  Result<std::optional<MappedFile>> write(ImportJob& job, SegmentChannel& channel);
  Result<std::optional<MappedFile>> complete(ImportJob& job, SegmentChannel& channel);
  void settle(ImportJob& job, MappedFile& mapped);
  int threads_of(const ImportJob& job, std::size_t jobs) const;
  BatchInfo batch_info(const ImportJob& job) const;
  std::filesystem::path spill_folder() const;
  static ReplaceScope scope_of(const ImportJob& job);
  static void describe(FileProtocol& protocol, const MappedFile& mapped);

  Store& store_;
  const ImportRequest& request_;
  std::vector<const SourceProfile*> profiles_;
  std::optional<ImporterSet> importers_;
  const NamedImporter* only_importer_ = nullptr;  // that --profile names
  std::vector<ImportJob> jobs_;
  struct Known {
    std::string file;
    std::optional<BatchId> batch;  // that brought it before this command
  };
  std::map<std::string, Known> known_files_;  // digest → the file that has it first
  std::vector<Scale> scales_;            // the store's first: they win
  std::set<std::string> known_schools_;  // keys that a registry names
  StoredRows stored_;
};

Status Import::choose_profiles() {
  std::vector<std::string> ids;
  for (const SourceProfile& profile : request_.profiles) {
    ids.push_back(profile.id);
    // "ru/vpr-2021" may be asked for as "vpr-2021".
    const bool named = request_.profile == profile.id || profile.id.ends_with("/" + request_.profile);
    if (request_.profile.empty() || named) profiles_.push_back(&profile);
  }
  if (!profiles_.empty()) return {};
  if (request_.profile.empty() && !importers().importers.empty()) return {};  // packs without a profile: importers look at every file
  if (request_.profile.empty()) return make_error("DATA-027", tr("There are no source profiles"), tr("Name a pack with --pack."));
  OPORA_TRY(choose_importer());
  if (only_importer_ != nullptr) return {};
  if (importers_) for (const NamedImporter& one : importers_->importers) ids.push_back(one.profile.id);
  const auto close = nearest(request_.profile, ids);
  return make_error("DATA-027", tr_format("There is no source profile \"{0}\"", request_.profile),
                    close ? tr_format("Did you mean \"{0}\"?", *close) : std::string(tr("See the profiles of the pack.")));
}

const ImporterSet& Import::importers() {
  if (!importers_) importers_ = request_.importers ? request_.importers() : ImporterSet();
  return *importers_;
}

Status Import::choose_importer() {
  const std::vector<const NamedImporter*> named = importers_named(importers(), request_.profile);
  if (named.size() == 1) only_importer_ = named.front();
  if (named.size() <= 1) return {};
  std::vector<std::string> ids;
  for (const NamedImporter* one : named) ids.push_back(one->profile.id);
  return make_error("DATA-027", tr_format("The plugin \"{0}\" brings several importers", request_.profile), tr_format("there are: {0}", fmt::join(ids, ", ")));
}

// Files of a folder that do not end like tables are read when an importer knows their ending.
void Import::look_at_other_endings(std::vector<FoundFile>& files) {
  for (FoundFile& file : files) {
    if (!file.other_ending) continue;
    const std::string ending = to_lower(file.path.extension().string());
    for (const NamedImporter& one : importers().importers) {
      const auto& endings = one.importer->info().endings;
      if (std::find(endings.begin(), endings.end(), ending) != endings.end()) file.skipped.clear();
    }
  }
}

// What no profile recognises goes to the importer that is surest of it; otherwise the first error stays.
void Import::leave_to_importer(ImportJob& job) {
  if (only_importer_ != nullptr) return give_to(job, *only_importer_);
  Result<const NamedImporter*> surest = importer_for(importers(), job.file.path);
  if (!surest.ok()) {
    job.protocol.error = surest.take_error();
    job.protocol.error->spans.push_back({job.file.shown, "", 0, "", "", ""});
  } else if (*surest != nullptr) {
    give_to(job, **surest);
  } else {
    for (const Diagnostic& broken : importers().broken) {
      const std::string place = broken.spans.empty() ? "" : broken.spans.front().file + ": ";
      job.protocol.error->notes.push_back(tr_format("a plugin that might know it cannot be used: {0}", place + broken.message));
    }
  }
}

void Import::leave_to_importers() {
  for (ImportJob& job : jobs_) {
    const bool layout_unknown = job.protocol.error && job.protocol.error->code != "DATA-001" && job.protocol.error->code != "DATA-021";
    const bool readable = job.hashing.valid() || !job.protocol.digest.empty();
    if (!job.recognition && layout_unknown && readable) leave_to_importer(job);
  }
}

Status Import::load_store() {
  OPORA_ASSIGN(scales_, stored_scales(store_));
  scales_.insert(scales_.end(), request_.scales.begin(), request_.scales.end());
  OPORA_ASSIGN(const std::vector<std::string> named, named_schools(store_));
  known_schools_.insert(named.begin(), named.end());
  OPORA_ASSIGN(stored_, StoredRows::load(store_));
  return {};
}

// The digest of a large file costs as much as a good part of its import. It is gathered while the rows
// are read, unless the file may be one that is here already: that is found out first.
Status Import::choose_digests() {
  std::map<std::int64_t, int> files_of_size;
  for (const ImportJob& job : jobs_) ++files_of_size[job.file.bytes];
  for (ImportJob& job : jobs_) {
    if (!job.large || files_of_size[job.file.bytes] > 1) continue;
    OPORA_ASSIGN(const bool may_be_here, may_hold_file(store_, job.file.bytes));
    job.digest_with_rows = !may_be_here;
  }
  return {};
}

void Import::recognise_all() {
  parallel_for(jobs_.size(), request_.threads, [&](std::size_t i) { recognise_job(jobs_[i], profiles_, request_.threads); });
  leave_to_importers();
  std::stable_sort(jobs_.begin(), jobs_.end(), [](const ImportJob& a, const ImportJob& b) { return a.stage < b.stage; });
}

// False, with the outcome in the protocol: the file cannot be hashed, or its bytes are known already,
// from the store or from this very command.
Result<bool> Import::is_new(ImportJob& job) {
  if (!hash_job(job)) return false;
  FileProtocol& protocol = job.protocol;
  const auto [known, added] = known_files_.try_emplace(protocol.digest, Known{protocol.file, std::nullopt});
  Known& first = known->second;
  if (added) {
    OPORA_ASSIGN(const auto batch, find_batch_by_file_digest(store_, protocol.digest));
    if (!batch) return true;
    first.batch = *batch;
  }
  protocol.outcome = FileOutcome::kUnchanged;
  if (first.batch) protocol.batch = *first.batch;
  protocol.reason = first.batch ? tr_format("already imported as batch {0}", *first.batch) : tr_format("the same content as {0}", first.file);
  return false;
}

// A file whose hash is under way may turn out to be known while it is being read.
Result<std::vector<ImportJob*>> Import::jobs_of(int stage, ProgressMeter& meter) {
  std::vector<ImportJob*> jobs;
  for (ImportJob& job : jobs_) {
    if (job.stage != stage) continue;
    if (!job.recognition) {
      hash_job(job);
      continue;
    }
    const bool under_way = job.digest_with_rows || (job.hashing.valid() && request_.threads > 1);
    OPORA_ASSIGN(const bool wanted, under_way ? Result<bool>(true) : is_new(job));
    if (wanted) {
      jobs.push_back(&job);
    } else {
      job.recognition.reset();
      meter.leave_out(job.file.bytes);
    }
  }
  return jobs;
}

ReplaceScope Import::scope_of(const ImportJob& job) {
  const auto& results = job.recognition->profile->results;
  return results ? results->replace : ReplaceScope{};
}

BatchInfo Import::batch_info(const ImportJob& job) const {
  // What turned the bytes into rows: the profiles of the packs, and the plugin that read the file.
  const std::string reader =
      job.importer == nullptr ? request_.pack_digest : to_hex(Hasher().field(request_.pack_digest).field(job.importer->digest).finish());
  return {job.protocol.file, job.protocol.digest, job.protocol.profile, reader, request_.actor, now_utc(), scope_of(job)};
}

// Beside the store there must be room for the rows anyway.
std::filesystem::path Import::spill_folder() const {
  const std::filesystem::path folder = store_.file().parent_path();
  return folder.empty() ? std::filesystem::path(".") : folder;
}

int Import::threads_of(const ImportJob& job, std::size_t jobs) const {
  return jobs == 1 || job.large ? request_.threads : 1;
}

void Import::describe(FileProtocol& protocol, const MappedFile& mapped) {
  protocol.delimited = mapped.sheets.size() == 1 && mapped.sheets.front().title.empty();
  protocol.counts = mapped.draft.counts;
  protocol.sheets = mapped.sheets;
  for (const ProcedureSummary& p : mapped.procedures)  // without the schools, which are many
    protocol.procedures.push_back({p.procedure, p.maximum, p.accepted, p.absent, p.other, p.marks_known, {}});
  protocol.defects = mapped.defects;
  const auto amount = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
  protocol.schools = amount(mapped.draft.schools_seen);
  protocol.registry = amount(mapped.draft.registry);
  protocol.context = amount(mapped.draft.context);
  protocol.scales = amount(mapped.draft.scales);
  protocol.references = amount(mapped.draft.task_descriptions) + amount(mapped.draft.code_texts);
  protocol.lists = amount(mapped.draft.lists);
}

// The mapped file with the protocol of its import; nothing when its bytes turned out to be known.
Result<std::optional<MappedFile>> Import::complete(ImportJob& job, SegmentChannel& channel) {
  Result<MappedFile>& mapped = channel.mapped();
  if (!mapped) return mapped.take_error();
  if (job.digest_with_rows) {
    job.protocol.digest = to_hex(mapped->digest.value());
    OPORA_ASSIGN(const bool wanted, is_new(job));
    if (!wanted) return std::optional<MappedFile>();
  }
  describe(job.protocol, *mapped);
  const auto impact = stored_.impact(*mapped, scope_of(job));
  job.protocol.new_rows = impact.new_rows;
  job.protocol.replaced_rows = impact.replaced_rows;
  job.protocol.outcome = request_.dry_run ? FileOutcome::kWouldImport : FileOutcome::kImported;
  return std::optional<MappedFile>(std::move(*mapped));
}

// Takes the segments as they come and commits when the file is complete; on any error, and when the
// file is known, the writer rolls back.
Result<std::optional<MappedFile>> Import::write(ImportJob& job, SegmentChannel& channel) {
  OPORA_ASSIGN(BatchWriter writer, BatchWriter::begin(store_, batch_info(job)));
  std::vector<SchoolRef> schools_so_far;
  while (auto item = channel.take()) {
    schools_so_far.insert(schools_so_far.end(), item->new_schools.begin(), item->new_schools.end());
    OPORA_TRY(writer.add(item->segment, schools_so_far));
  }
  OPORA_ASSIGN(std::optional<MappedFile> mapped, complete(job, channel));
  if (!mapped) return mapped;
  mapped->draft.protocol_json = render_file_json(job.protocol);
  writer.file_digest(job.protocol.digest);
  OPORA_ASSIGN(job.protocol.batch, writer.finish(mapped->draft));
  return mapped;
}

// What the files after this one may rely on; in a dry run as if it had been committed.
void Import::settle(ImportJob& job, MappedFile& mapped) {
  for (const SchoolRow& row : mapped.draft.registry) {
    if (!row.name.empty()) known_schools_.insert(row.school.key);
  }
  scales_.insert(scales_.begin(), mapped.draft.scales.rbegin(), mapped.draft.scales.rend());
  stored_.apply(mapped, scope_of(job));
}

void Import::give_up(ImportJob& job, SegmentChannel& channel, Diagnostic error) {
  channel.abandon();
  FileProtocol failed;
  failed.file = job.protocol.file;
  failed.bytes = job.protocol.bytes;
  failed.digest = job.protocol.digest;
  if (job.digest_with_rows && failed.digest.empty()) {  // the rows were not read to the end
    if (const auto digest = digest_of_file(job.file.path)) failed.digest = to_hex(*digest);
  }
  failed.profile = job.protocol.profile;
  failed.error = std::move(error);
  job.protocol = std::move(failed);
}

void Import::commit(ImportJob& job, SegmentChannel& channel) {
  if (job.hashing.valid()) {
    Result<bool> wanted = is_new(job);
    if (!wanted) return give_up(job, channel, wanted.take_error());
    if (!*wanted) return channel.abandon();
  }
  const auto attempt = [&]() -> Result<std::optional<MappedFile>> {
    if (!request_.dry_run) return write(job, channel);
    while (channel.take()) {
    }
    return complete(job, channel);
  };
  Result<std::optional<MappedFile>> mapped = attempt();
  if (!mapped) return give_up(job, channel, mapped.take_error());
  if (*mapped && &job != &jobs_.back()) settle(job, **mapped);
}

// Workers prepare files ahead, this thread commits them in order.
void Import::run_stage(std::vector<ImportJob*> jobs, ProgressMeter& meter) {
  if (jobs.empty()) return;
  std::vector<SegmentChannel> channels(jobs.size());
  const std::vector<Scale> scales = scales_;  // both may change as files of this stage are committed
  const std::set<std::string> known = known_schools_;
  std::mutex mutex;
  std::condition_variable committed_more;
  std::size_t next = 0, committed = 0;
  const auto ahead = static_cast<std::size_t>(std::max(request_.threads, 1)) + kLookAhead;
  const auto worker = [&] {
    for (;;) {
      std::size_t i = 0;
      {
        std::unique_lock lock(mutex);
        committed_more.wait(lock, [&] { return next >= jobs.size() || next < committed + ahead; });
        if (next >= jobs.size()) return;
        i = next++;
      }
      PrepareSetup setup{&scales, &known, request_.year, !request_.dry_run, threads_of(*jobs[i], jobs.size()), spill_folder(), {}};
      if (request_.progress) setup.progress = [&, i](std::int64_t bytes, std::int64_t rows) { meter.add(jobs[i]->file.shown, bytes, rows); };
      prepare_job(*jobs[i], setup, channels[i]);
    }
  };
  std::vector<std::jthread> workers;
  for (int t = 0; t < std::max(request_.threads, 1) && static_cast<std::size_t>(t) < jobs.size(); ++t) workers.emplace_back(worker);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    commit(*jobs[i], channels[i]);
    {
      const std::lock_guard lock(mutex);
      ++committed;
    }
    committed_more.notify_all();
    meter.file_done();
  }
}

Result<Protocol> Import::run() {
  OPORA_TRY(choose_profiles());
  OPORA_ASSIGN(std::vector<FoundFile> files, find_files(request_.paths));
  look_at_other_endings(files);
  OPORA_TRY(load_store());
  for (FoundFile& file : files) {
    ImportJob& job = jobs_.emplace_back();
    job.large = file.bytes > request_.large_file;
    job.file = std::move(file);
  }
  OPORA_TRY(choose_digests());
  recognise_all();
  std::size_t count = 0;
  std::int64_t bytes = 0;
  for (const ImportJob& job : jobs_) {
    if (job.recognition) ++count, bytes += job.file.bytes;
  }
  ProgressMeter meter(request_, count, bytes);
  for (int stage = 0; stage <= 2; ++stage) {
    OPORA_ASSIGN(std::vector<ImportJob*> of_stage, jobs_of(stage, meter));
    run_stage(std::move(of_stage), meter);
  }
  Protocol protocol;
  protocol.dry_run = request_.dry_run;
  for (ImportJob& job : jobs_) protocol.files.push_back(std::move(job.protocol));
  return protocol;
}

}  // namespace

Result<Protocol> import_files(Store& store, const ImportRequest& request) { return Import(store, request).run(); }

Result<Protocol> import_by_packs(Store& store, const PackLibrary& packs, ImportRequest request) {
  OPORA_ASSIGN(PackSources sources, pack_sources(packs));
  request.profiles = std::move(sources.profiles);
  request.scales = std::move(sources.scales);
  request.pack_digest = std::move(sources.digest);
  request.importers = [&packs, isolation = request.isolation] { return load_importers(packs, isolation); };
  return import_files(store, request);
}

}  // namespace opora
