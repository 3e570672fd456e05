#include "engine/import_job.h"

#include "base/digest.h"
#include "base/messages.h"
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

// Taken as imported, it would let a file that was saved too early pass for a delivered one.
Diagnostic empty_form() {
  return make_error("DATA-029", tr("The table has its headers and no rows"), tr("Ask for the filled table, or take the file out of the folder."));
}

}  // namespace

void recognise_job(ImportJob& job, const std::vector<const SourceProfile*>& profiles) {
  FileProtocol& protocol = job.protocol;
  protocol.file = job.file.shown;
  if (!job.file.skipped.empty()) {
    protocol.outcome = FileOutcome::kSkipped;
    protocol.reason = job.file.skipped;
    return;
  }
  const auto attempt = [&]() -> Status {
    OPORA_ASSIGN(const Digest digest, digest_of_file(job.file.path));
    protocol.digest = to_hex(digest);
    OPORA_ASSIGN(const auto reader, open_table(job.file.path));
    OPORA_ASSIGN(const PeekedFile peeked, peek_file(*reader));
    protocol.delimited = peeked.sheets.size() == 1 && peeked.sheets.front().empty();
    OPORA_ASSIGN(job.recognition, recognise(peeked, profiles));
    return {};
  };
  if (Status status = attempt(); !status) {
    protocol.outcome = FileOutcome::kFailed;
    protocol.error = placed(status.take_error(), job.file);
    return;
  }
  const SourceProfile& profile = *job.recognition->profile;
  protocol.profile = profile.id;
  protocol.profile_title = profile.title;
  job.stage = stage_of(profile);
}

bool SegmentChannel::put(Item item) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return abandoned_ || items_.size() < kMostWaiting; });
  if (abandoned_) return false;
  items_.push_back(std::move(item));
  changed_.notify_all();
  return true;
}

void SegmentChannel::end(Result<MappedFile> mapped) {
  const std::lock_guard lock(mutex_);
  mapped_ = std::move(mapped);
  changed_.notify_all();
}

std::optional<SegmentChannel::Item> SegmentChannel::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !items_.empty() || mapped_; });
  if (items_.empty()) return std::nullopt;
  Item item = std::move(items_.front());
  items_.pop_front();
  changed_.notify_all();
  return item;
}

void SegmentChannel::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
  items_.clear();
  changed_.notify_all();
}

void prepare_job(const ImportJob& job, const PrepareSetup& setup, SegmentChannel& channel) {
  const std::vector<SchoolRef>* schools = nullptr;
  std::size_t schools_sent = 0;
  SegmentBuilder builder([&](Segment&& segment) -> Status {
    SegmentChannel::Item item{std::move(segment), {}};
    item.new_schools.assign(schools->begin() + static_cast<std::ptrdiff_t>(schools_sent), schools->end());
    schools_sent = schools->size();
    if (channel.put(std::move(item))) return {};
    return make_error("DATA-028", tr("The import of the file was stopped"));
  });
  const auto attempt = [&]() -> Result<MappedFile> {
    ReaderOptions options;
    options.threads = setup.threads;
    if (setup.progress) options.progress = [&](std::int64_t bytes) { setup.progress(bytes, 0); };
    OPORA_ASSIGN(const auto reader, open_table(job.file.path, options));
    MappingSetup mapping;
    mapping.profile = job.recognition->profile;
    mapping.hint = path_hint(job.file.path);
    mapping.year = setup.year;
    mapping.scales = setup.scales;
    mapping.threads = setup.threads;
    if (setup.progress) mapping.progress = [&](std::int64_t rows) { setup.progress(0, rows); };
    mapping.rows = [&](ResultRows&& rows, const std::vector<SchoolRef>& so_far) -> Status {
      schools = &so_far;
      return setup.encode ? builder.add(std::move(rows)) : Status();
    };
    OPORA_ASSIGN(MappedFile mapped, map_file(*reader, *job.recognition, mapping, *setup.known_schools));
    if (mapped.draft.counts.rows == 0) return empty_form();
    schools = &mapped.draft.schools_seen;
    OPORA_TRY(builder.finish());
    return mapped;
  };
  Result<MappedFile> mapped = attempt();
  if (!mapped) mapped = placed(mapped.take_error(), job.file);
  channel.end(std::move(mapped));
}

}  // namespace opora
