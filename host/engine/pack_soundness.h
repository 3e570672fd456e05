// Whether a pack may be relied on: it and its bases are as their locks say, and pass their own tests. `opora run`,
// `indicator` and `match` refuse an unsound pack; comparing two packs tells of it and goes on, so that a change can be
// looked at before it is locked.
// PACK-060, PACK-061 of packs/lock.h, PACK-062 tests of the pack fail.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "packs/lock.h"
#include "packs/pack.h"
#include "store/store.h"

namespace opora {

struct PackSoundness {
  std::vector<LockState> locks;        // of the pack, then of its bases, as in PackLibrary::lineage()
  std::vector<Diagnostic> problems;    // of locks before those of tests; none: it is sound
  bool sound() const { return problems.empty(); }
};

// Tests run once for a state of the packs, of the scripts that they share and of Opora: `store` remembers that they passed. A store that is open
// for reading is written to through a connection of its own; where that cannot be, tests run every time.
// `begin` is told of each pack whose tests have to run now.
using TestsBegin = std::function<void(const Pack& pack, std::size_t tests)>;
Result<PackSoundness> pack_soundness(const Store& store, const PackLibrary& library, const std::string& pack, int threads,
                                     const TestsBegin& begin = {});

// The first problem as an error.
Status require_sound(const Store& store, const PackLibrary& library, const std::string& pack, int threads, const TestsBegin& begin = {});

// SHA-256 over the pack and its bases, hex.
Result<std::string> digest_of_lineage(const PackLibrary& library, const std::string& pack);

}  // namespace opora
