// One file on its way through an import: recognised, then mapped and encoded on a worker thread, while
// the committing thread takes its segments in order.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/file_walk.h"
#include "engine/import.h"
#include "intake/mapping.h"
#include "store/segment.h"

namespace opora {

// A file with what its first rows tell.
struct ImportJob {
  FoundFile file;
  FileProtocol protocol;
  std::optional<Recognition> recognition;  // none: skipped, unchanged or failed
  int stage = 0;                           // files of a lower stage are committed first
};

// Opens, recognises and hashes; failures go to the job's protocol. Safe on any thread.
void recognise_job(ImportJob& job, const std::vector<const SourceProfile*>& profiles);

// Segments of one file as its worker makes them, in order, with the schools that are new since the
// last one. The worker ends it with the mapped file or an error.
class SegmentChannel {
 public:
  struct Item {
    Segment segment;
    std::vector<SchoolRef> new_schools;
  };

  // Blocks while kMostWaiting segments wait, so that memory stays bounded. False: nobody takes them any more.
  bool put(Item item);
  void end(Result<MappedFile> mapped);
  std::optional<Item> take();      // blocks; nothing at the end
  Result<MappedFile>& mapped() { return *mapped_; }  // after take() gave nothing
  void abandon();                  // the taker has failed: the worker shall stop

 private:
  static constexpr std::size_t kMostWaiting = 256;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  std::optional<Result<MappedFile>> mapped_;
  bool abandoned_ = false;
};

struct PrepareSetup {
  const std::vector<Scale>* scales = nullptr;
  const std::set<std::string>* known_schools = nullptr;
  std::optional<int> year;
  bool encode = true;  // false for a dry run
  int threads = 1;     // inside this file
  std::function<void(std::int64_t bytes, std::int64_t rows)> progress;  // from any thread
};

// Reads, maps and encodes the job's file into the channel. Runs on a worker.
void prepare_job(const ImportJob& job, const PrepareSetup& setup, SegmentChannel& channel);

}  // namespace opora
