// The use case "import": files and folders → batches of the store, with one protocol for all of them.
// No printing and no prompting; who does it is a parameter.
//
// Files are recognised by their headers, by importers of plugins where no profile fits, ordered by what depends on what (schools and borders of marks
// before results) and then by path, read on all cores, and committed one after the other: one file =
// one batch = one transaction. A file that fails fails alone. A file whose bytes are already stored is
// left alone. A dry run does everything but the commit.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/importers.h"
#include "intake/profile.h"
#include "intake/protocol.h"
#include "packs/pack.h"
#include "store/store.h"

namespace opora {

struct ImportProgress {
  std::string file;                             // the one being worked on
  std::size_t files_done = 0, files_total = 0;
  std::int64_t bytes_done = 0, bytes_total = 0; // of all files
  std::int64_t rows = 0;                        // of all files so far
  double rows_per_second = 0;
};

struct ImportRequest {
  std::vector<std::filesystem::path> paths;     // files and folders
  std::string profile;                          // id of the only profile, importer or plugin to use; empty: recognise
  std::optional<int> year;                      // instead of the year of path or profile
  bool dry_run = false;
  std::string actor;
  std::string pack_digest;                      // of the pack that the profiles come from
  int threads = 1;
  std::int64_t large_file = 32 << 20;           // bytes; a larger text file gets all threads for itself
  std::vector<SourceProfile> profiles;
  std::vector<Scale> scales;                    // of the pack; scales of the store win over them
  // Asked once, and only when a file needs them: no profile recognises it, or `profile` names none. May be empty.
  std::function<ImporterSet()> importers;
  Isolation isolation = Isolation::kUnlessShipped;  // where importers of packs run
  // Called from one thread at a time, at most some ten times a second.
  std::function<void(const ImportProgress&)> progress;
};

// Fails only when nothing can be done at all: a path that does not exist (DATA-026), an unknown
// profile (DATA-027), a store that cannot be read. Everything else is in the protocol.
Result<Protocol> import_files(Store& store, const ImportRequest& request);

// The same with the profiles and scales of every pack of the library, in place of those of `request`; also PACK-*.
Result<Protocol> import_by_packs(Store& store, const PackLibrary& packs, ImportRequest request);

}  // namespace opora
