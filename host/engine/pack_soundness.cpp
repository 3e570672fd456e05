#include "engine/pack_soundness.h"

#include "base/dates.h"
#include "base/digest.h"
#include "base/installation.h"
#include "base/messages.h"
#include "engine/host_build.h"
#include "engine/pack_extensions.h"
#include "engine/pack_tests.h"
#include "store/pack_passes.h"

namespace opora {
namespace {

std::string folder_of(const Pack& pack, const std::string& test) { return "regions/" + pack.folder.filename().string() + "/tests/" + test; }

Diagnostic tests_failed(const Pack& pack, const PackTestReport& report) {
  Diagnostic error = make_error("PACK-062", tr_format("pack \"{0}\" does not pass its own tests", pack.id),
                                tr_format("see what differs: opora pack test {0}", pack.id));
  for (const PackTestResult& test : report.tests)
    if (!test.passed())
      error.spans.push_back({folder_of(pack, test.name), {}, 0, {}, {}, test.errors.empty() ? test.title : test.errors.front().message});
  return error;
}

// What the tests of a pack depend on beside the host: the packs, and the library of scripts that they may include.
Result<std::string> digest_of_rules(const PackLibrary& library, const std::string& pack) {
  OPORA_ASSIGN(const std::string lineage, digest_of_lineage(library, pack));
  Hasher hash;
  hash.field(lineage).field(digest_of_scripts(shared_scripts(installation().data / "scripts")));
  return to_hex(hash.finish());
}

// A store that does not take the note costs time later, no more.
void remember(const Store& store, const PackPass& pass) {
  auto own = Store::open(store.file(), OpenMode::kReadWrite);
  if (own.ok()) static_cast<void>(remember_pass(*own, pass).ok());
}

Result<std::optional<Diagnostic>> test(const Store& store, const PackLibrary& library, const Pack& pack, int threads,
                                       const TestsBegin& begin) {
  const std::vector<std::string> tests = names_of_tests(pack);
  if (tests.empty()) return std::optional<Diagnostic>();
  OPORA_ASSIGN(const std::string rules, digest_of_rules(library, pack.id));
  OPORA_ASSIGN(const bool passed, has_passed(store, rules, host_build()));
  if (passed) return std::optional<Diagnostic>();
  if (begin) begin(pack, tests.size());
  OPORA_ASSIGN(const PackTestReport report, run_pack_tests(library, pack, {}, threads));
  if (report.failed() > 0) return std::optional<Diagnostic>(tests_failed(pack, report));
  remember(store, {rules, host_build(), pack.id, static_cast<std::int64_t>(tests.size()), now_utc()});
  return std::optional<Diagnostic>();
}

}  // namespace

Result<std::string> digest_of_lineage(const PackLibrary& library, const std::string& pack) {
  OPORA_ASSIGN(const auto lineage, library.lineage(pack));
  Hasher hash;
  for (const Pack* one : lineage) hash.field(one->id).field(one->digest);
  return to_hex(hash.finish());
}

Result<PackSoundness> pack_soundness(const Store& store, const PackLibrary& library, const std::string& pack, int threads, const TestsBegin& begin) {
  OPORA_ASSIGN(const auto lineage, library.lineage(pack));
  PackSoundness soundness;
  for (const Pack* one : lineage) {
    OPORA_ASSIGN(const LockReport report, lock_report(*one));
    soundness.locks.push_back(report.state);
    if (report.state == LockState::kChanged) soundness.problems.push_back(lock_broken(*one, report));
  }
  if (!soundness.problems.empty()) return soundness;  // tests of files that nobody vouches for say nothing
  for (const Pack* one : lineage) {
    OPORA_ASSIGN(std::optional<Diagnostic> failed, test(store, library, *one, threads, begin));
    if (failed) soundness.problems.push_back(*std::move(failed));
  }
  return soundness;
}

Status require_sound(const Store& store, const PackLibrary& library, const std::string& pack, int threads, const TestsBegin& begin) {
  OPORA_ASSIGN(PackSoundness soundness, pack_soundness(store, library, pack, threads, begin));
  if (!soundness.sound()) return std::move(soundness.problems.front());
  return {};
}

}  // namespace opora
