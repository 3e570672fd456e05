#include "engine/report_batch.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>

#include "base/files.h"
#include "base/messages.h"
#include "base/parallel.h"
#include "report/zip_writer.h"
#include "store/store.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameBytes = 120;
constexpr const char* kMadeFrom = ".made-from";

// No separators, no characters that some file system refuses, no leading dots, not cut inside a letter.
std::string safe_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos) continue;
    name += c;
  }
  if (name.size() > kNameBytes) {
    std::size_t end = kNameBytes;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    name.resize(end);
  }
  while (!name.empty() && (name.back() == ' ' || name.back() == '.')) name.pop_back();
  while (!name.empty() && (name.front() == ' ' || name.front() == '.')) name.erase(0, 1);
  return name;
}

fs::file_time_type changed(const fs::path& file) {
  std::error_code failed;
  const auto time = fs::last_write_time(file, failed);
  return failed ? fs::file_time_type::min() : time;
}

// What was written lies in the file, or still in its log; an empty log is made by whoever reads.
fs::file_time_type store_changed(const fs::path& file) {
  std::error_code failed;
  fs::path log = file;
  log += "-wal";
  const auto size = fs::file_size(log, failed);
  return failed || size == 0 ? changed(file) : std::max(changed(file), changed(log));
}

// Connections that threads take for a document and give back.
class Connections {
 public:
  explicit Connections(fs::path file) : file_(std::move(file)) {}

  Result<Store> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        Store store = std::move(free_.back());
        free_.pop_back();
        return store;
      }
    }
    return Store::open(file_, OpenMode::kReadOnly);
  }
  void give_back(Store store) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(store));
  }

 private:
  fs::path file_;
  std::mutex mutex_;
  std::vector<Store> free_;
};

class Writing {
 public:
  Writing(const ReportDesk& desk, const fs::path& store_file, const ReportBatch& batch)
      : desk_(desk), batch_(batch), connections_(store_file), subjects_(desk.subjects()),
        store_changed_(store_changed(store_file)) {}

  Result<ReportBatchOutcome> all() {
    OPORA_TRY(begin());
    parallel_for(subjects_.size(), batch_.threads, [&](std::size_t i) {
      if (stopped_) return;
      Status status = one(subjects_[i]);
      const std::lock_guard lock(mutex_);
      if (!status.ok() && !stopped_.exchange(true)) error_ = status.take_error();
      ++done_;
      if (batch_.progress) batch_.progress(done_, static_cast<int>(subjects_.size()));
    });
    if (error_) return *std::move(error_);
    if (batch_.zip) OPORA_TRY(archives());
    outcome_.warnings = warnings_.told();
    return outcome_;
  }

 private:
  bool of_schools(const ReportSubject& subject) const { return !subject.school.empty(); }
  fs::path folder_of(const ReportSubject& subject) const {
    const std::string municipality = safe_name(subject.municipality);
    return of_schools(subject) && !municipality.empty() ? batch_.folder / municipality : batch_.folder;
  }
  fs::path file_of(const ReportSubject& subject) const { return folder_of(subject) / (file_name_of(subject) + "." + batch_.form.format); }

  Status begin() {
    std::error_code failed;
    fs::create_directories(batch_.folder, failed);
    for (const ReportSubject& subject : subjects_)
      if (!failed) fs::create_directories(folder_of(subject), failed);
    if (failed) return make_error("FILE-002", tr_format("cannot write {0}", batch_.folder.string()), tr("check that the folder exists, may be written, and the disk is not full"));
    keep_ = !batch_.afresh && read_whole(batch_.folder / kMadeFrom) == batch_.made_from;
    if (keep_) return {};
    fs::remove(batch_.folder / kMadeFrom, failed);
    // Until all is written anew, old files are not taken for new ones.
    for (const ReportSubject& subject : subjects_) fs::remove(file_of(subject), failed);
    return write_at_once(batch_.folder / kMadeFrom, batch_.made_from);
  }

  Status one(const ReportSubject& subject) {
    const fs::path file = file_of(subject);
    if (keep_ && changed(file) > store_changed_) {
      const std::lock_guard lock(mutex_);
      ++outcome_.kept;
      return {};
    }
    OPORA_ASSIGN(Store store, connections_.take());
    Result<Document> document = desk_.write(store, subject, &warnings_);
    connections_.give_back(std::move(store));
    if (!document.ok()) {
      Diagnostic error = document.take_error();
      error.notes.push_back(subject.name);
      return error;
    }
    std::vector<Diagnostic> warned;
    OPORA_TRY(write_document(*document, file, batch_.form, &warned));
    warnings_.add(desk_.title(), warned);
    const std::lock_guard lock(mutex_);
    ++outcome_.written;
    return {};
  }

  Status archives() {
    std::map<std::string, std::vector<ZipMember>> by_municipality;
    for (const ReportSubject& subject : subjects_) {
      const fs::path file = file_of(subject);
      auto bytes = read_whole(file);
      if (bytes) by_municipality[safe_name(subject.municipality)].push_back({file.filename().string(), *std::move(bytes)});
    }
    for (const auto& [municipality, members] : by_municipality) {
      OPORA_TRY(write_zip(batch_.folder / ((municipality.empty() ? std::string("documents") : municipality) + ".zip"), members));
      ++outcome_.archives;
    }
    return {};
  }

  const ReportDesk& desk_;
  const ReportBatch& batch_;
  Connections connections_;
  std::vector<ReportSubject> subjects_;
  fs::file_time_type store_changed_;
  bool keep_ = false;
  std::mutex mutex_;
  std::atomic<bool> stopped_{false};
  std::optional<Diagnostic> error_;
  Warnings warnings_;
  ReportBatchOutcome outcome_;
  int done_ = 0;
};

}  // namespace

std::string file_name_of(const ReportSubject& subject) {
  const std::string name = safe_name(subject.name), code = safe_name(subject.school);
  if (code.empty()) return name.empty() ? "document" : name;
  return name.empty() ? code : name + " (" + code + ")";
}

Result<ReportBatchOutcome> write_batch(const ReportDesk& desk, const std::filesystem::path& store_file, const ReportBatch& batch) {
  return Writing(desk, store_file, batch).all();
}

}  // namespace opora
