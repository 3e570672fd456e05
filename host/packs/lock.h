// pack.lock: the SHA-256 of each file of a pack as it was when somebody found it in order, a line `digest  path` each,
// ascending by path, after a line with the form's version. It is no part of the pack's digest and does not list itself.
// Who has sha256sum can check it by hand: tail -n +2 pack.lock | sha256sum -c
// PACK-060 the lock cannot be read, PACK-061 the pack is not as its lock says.
#pragma once

#include <string>
#include <vector>

#include "packs/pack.h"

namespace opora {

inline constexpr char kLockFile[] = "pack.lock";

enum class LockState { kDraft, kLocked, kChanged };  // kDraft: the pack has no lock

struct LockReport {
  LockState state = LockState::kDraft;
  std::vector<std::string> changed, added, missing;  // paths, ascending
};

// The files as they were when the pack was read. PACK-060.
Result<LockReport> lock_report(const Pack& pack);
// What a pack that is not as its lock says is told: every file, and the remedy. Only for kChanged.
Diagnostic lock_broken(const Pack& pack, const LockReport& report);
// Of the files as they were when the pack was read; replaces an older lock as a whole.
Status write_lock(const Pack& pack);

}  // namespace opora
