#include "engine/import_job.h"

#include "base/messages.h"
#include "engine/segment_feed.h"
#include "intake/layout.h"

namespace opora {
namespace {

// Registries that also bring a questionnaire come before plain ones, whose names and municipalities
// are better kept; both come before results.
int stage_of(const SourceProfile& profile) {
  if (!profile.comes_first()) return 2;
  return profile.context ? 0 : 1;
}

Diagnostic placed(Diagnostic error, const FoundFile& file) {
  if (error.spans.empty()) error.spans.push_back({file.shown, "", 0, "", "", ""});
  for (Span& span : error.spans) {
    if (span.file.empty() || span.file == file.path.string()) span.file = file.shown;
  }
  return error;
}

void fail(ImportJob& job, Diagnostic error) {
  job.protocol.outcome = FileOutcome::kFailed;
  job.protocol.error = placed(std::move(error), job.file);
}

// With one thread the hash is calculated when it is asked for.
void begin_hash(ImportJob& job, int threads) {
  const bool beside = threads > 1 && job.large;
  job.hashing = std::async(beside ? std::launch::async : std::launch::deferred, [path = job.file.path] { return digest_of_file(path); });
}

// Taken as imported, it would let a file that was saved too early pass for a delivered one.
Diagnostic empty_form() {
  return make_error("DATA-029", tr("The table has its headers and no rows"), tr("Ask for the filled table, or take the file out of the folder."));
}

}  // namespace

bool hash_job(ImportJob& job) {
  if (!job.hashing.valid()) return true;
  Result<Digest> digest = job.hashing.get();
  if (digest) job.protocol.digest = to_hex(*digest);
  else fail(job, digest.take_error());
  return digest.ok();
}

void recognise_job(ImportJob& job, const std::vector<const SourceProfile*>& profiles, int threads) {
  FileProtocol& protocol = job.protocol;
  protocol.file = job.file.shown;
  if (!job.file.skipped.empty()) {
    protocol.outcome = FileOutcome::kSkipped;
    protocol.reason = job.file.skipped;
    return;
  }
  protocol.bytes = job.file.bytes;
  const auto attempt = [&]() -> Status {
    OPORA_ASSIGN(const auto reader, open_table(job.file.path));
    OPORA_ASSIGN(const PeekedFile peeked, peek_file(*reader));
    protocol.delimited = peeked.sheets.size() == 1 && peeked.sheets.front().empty();
    OPORA_ASSIGN(job.recognition, recognise(peeked, profiles));
    return {};
  };
  if (Status status = attempt(); !status) fail(job, status.take_error());
  job.digest_with_rows = job.digest_with_rows && job.recognition && protocol.delimited;
  if (!job.digest_with_rows) begin_hash(job, threads);
  if (!job.large && !hash_job(job)) job.recognition.reset();
  if (!job.recognition) return;
  const SourceProfile& profile = *job.recognition->profile;
  protocol.profile = profile.id;
  protocol.profile_title = profile.title;
  job.stage = stage_of(profile);
}

void prepare_job(const ImportJob& job, const PrepareSetup& setup, SegmentChannel& channel) {
  SegmentFeed feed(channel, setup.threads);
  const auto attempt = [&]() -> Result<MappedFile> {
    ReaderOptions options;
    options.threads = setup.threads;
    options.digest = job.digest_with_rows;
    if (setup.progress) options.progress = [&](std::int64_t bytes) { setup.progress(bytes, 0); };
    OPORA_ASSIGN(const auto reader, open_table(job.file.path, options));
    MappingSetup mapping;
    mapping.profile = job.recognition->profile;
    mapping.hint = path_hint(job.file.path);
    mapping.year = setup.year;
    mapping.scales = setup.scales;
    mapping.threads = setup.threads;
    mapping.spill_folder = setup.spill_folder;
    if (setup.progress) mapping.progress = [&](std::int64_t rows) { setup.progress(0, rows); };
    mapping.rows = [&](ResultRows&& rows, const std::vector<SchoolRef>& so_far) -> Status {
      if (channel.abandoned()) return make_error("DATA-028", tr("The import of the file was stopped"));
      return setup.encode ? feed.add(std::move(rows), so_far) : Status();
    };
    OPORA_ASSIGN(MappedFile mapped, map_file(*reader, *job.recognition, mapping, *setup.known_schools));
    if (mapped.draft.counts.rows == 0) return empty_form();
    OPORA_TRY(feed.finish());
    return mapped;
  };
  Result<MappedFile> mapped = attempt();
  if (!mapped) mapped = placed(mapped.take_error(), job.file);
  channel.end(std::move(mapped));
}

}  // namespace opora
