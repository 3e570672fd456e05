// One file on its way through an import: recognised, then mapped and encoded on a worker thread, while
// the committing thread takes its segments in order.
#pragma once

#include <functional>
#include <future>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/digest.h"
#include "engine/file_walk.h"
#include "engine/import.h"
#include "engine/segment_channel.h"
#include "intake/mapping.h"

namespace opora {

// A file with what its first rows tell.
struct ImportJob {
  FoundFile file;
  bool large = false;                      // gets all threads for itself
  FileProtocol protocol;
  std::optional<Recognition> recognition;  // none: skipped, unchanged or failed
  int stage = 0;                           // files of a lower stage are committed first
  std::future<Result<Digest>> hashing;     // under way for a large file, until hash_job
  bool digest_with_rows = false;           // the digest is gathered while the rows are read
};

// Opens, recognises and hashes; failures go to the job's protocol. Safe on any thread. The hash of a
// large file is only begun: files of lower stages need not wait for it. Asked for with the rows, it
// is begun all the same for what is no delimited text.
void recognise_job(ImportJob& job, const std::vector<const SourceProfile*>& profiles, int threads);

// Waits for the hash. False, with the error in the protocol: the file cannot be read to its end.
bool hash_job(ImportJob& job);

struct PrepareSetup {
  const std::vector<Scale>* scales = nullptr;
  const std::set<std::string>* known_schools = nullptr;
  std::optional<int> year;
  bool encode = true;  // false for a dry run
  int threads = 1;     // inside this file
  std::filesystem::path spill_folder;  // for what does not fit into memory
  std::function<void(std::int64_t bytes, std::int64_t rows)> progress;  // from any thread
};

// Reads, maps and encodes the job's file into the channel. Runs on a worker.
void prepare_job(const ImportJob& job, const PrepareSetup& setup, SegmentChannel& channel);

}  // namespace opora
