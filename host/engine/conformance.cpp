#include "engine/conformance.h"

#include <algorithm>
#include <fstream>

#include "base/digest.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/pack_checks.h"
#include "extend/methodology.h"
#include "opora/abi/all.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using conformance::Subject;

Status known(const std::vector<std::string>& only) {
  std::vector<std::string> ids;
  for (const conformance::Check& check : all_checks()) ids.emplace_back(check.id);
  for (const std::string& id : only) {
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
    const auto guess = nearest(id, ids);
    return make_error("CLI-041", tr_format("there is no check \"{0}\"", id),
                      guess ? tr_format("did you mean \"{0}\"?", *guess) : std::string(tr("all checks: opora check --list")));
  }
  return {};
}

Result<std::uint64_t> seed_of(const fs::path& path) {
  if (fs::is_directory(path)) return seed_of(path / "pack.lua");
  OPORA_ASSIGN(const Digest digest, digest_of_file(path));
  return std::uint64_t{digest[0]} << 16 | std::uint64_t{digest[1]} << 8 | digest[2];
}

// A script by itself: whichever of the kinds it returns.
Result<conformance::Opened> open_script(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const ScriptSource source{file.filename().string(), std::string((std::istreambuf_iterator<char>(in)), {}), {}};
  auto extension = load_lua_extension(source, OPORA_KIND_METHODOLOGY);
  for (const char* other : {OPORA_KIND_INDICATOR, OPORA_KIND_MATCHING})
    if (!extension.ok())
      if (auto found = load_lua_extension(source, other); found.ok()) extension = std::move(found);
  if (!extension.ok()) return extension.take_error();
  conformance::Opened opened;
  opened.extensions.push_back(*std::move(extension));
  opened.indicators = std::make_shared<const Registry>();
  return opened;
}

// The pack in whose folder the file lies.
fs::path pack_around(const fs::path& file) {
  fs::path folder = fs::weakly_canonical(file).parent_path();
  for (int up = 0; up < 4 && folder.has_relative_path(); ++up, folder = folder.parent_path())
    if (fs::exists(folder / "pack.lua")) return folder;
  return {};
}

Subject script_subject(const ConformanceRequest& request) {
  if (const fs::path folder = pack_around(request.path); !folder.empty())
    if (auto subjects = pack_subjects({folder, request.shared_library}); subjects.ok())
      for (Subject& subject : *subjects)
        if (subject.form == conformance::kScript && fs::equivalent(subject.file, request.path)) return std::move(subject);
  Subject subject{request.path.filename().string(), conformance::kScript, request.path, 2024, {}};
  subject.open = [file = request.path] { return open_script(file); };
  return subject;
}

Diagnostic nothing_to_check(const fs::path& path, std::string reason) {
  Diagnostic error = make_error("CLI-040", tr_format("there is nothing to check at {0}", path.string()),
                                tr("give a plugin (.so), a script (.lua) or the folder of a pack"));
  error.reason = std::move(reason);
  return error;
}

}  // namespace

bool ConformanceReport::conforms() const {
  return std::all_of(subjects.begin(), subjects.end(), [](const auto& subject) { return subject.conforms(); });
}

int ConformanceReport::count(conformance::Outcome outcome) const {
  int sum = 0;
  for (const auto& subject : subjects) sum += subject.count(outcome);
  return sum;
}

std::vector<conformance::Check> all_checks() {
  std::vector<conformance::Check> all = pack_checks({});
  for (conformance::Check& check : conformance::extension_checks()) all.push_back(std::move(check));
  return all;
}

Result<ConformanceReport> check_conformance(const ConformanceRequest& request) {
  std::error_code absent;
  OPORA_TRY(known(request.options.only));
  if (!fs::exists(request.path, absent)) return nothing_to_check(request.path, tr("there is no such file or folder"));
  const bool folder = fs::is_directory(request.path, absent);
  if (folder && !fs::exists(request.path / "pack.lua", absent)) return nothing_to_check(request.path, tr("the folder has no pack.lua"));

  ConformanceReport report;
  conformance::RunOptions options = request.options;
  OPORA_ASSIGN(report.seed, request.seed ? Result<std::uint64_t>(*request.seed) : seed_of(request.path));
  options.seed = report.seed;

  if (!folder) {
    const bool script = request.path.extension() == ".lua";
    const Subject subject = script ? script_subject(request) : conformance::native_subject(request.path, request.path.filename().string());
    report.subjects.push_back(conformance::run_checks(subject, conformance::extension_checks(), options));
    return report;
  }
  const CheckedPack pack{request.path, request.shared_library};
  const Subject whole{fs::weakly_canonical(request.path).filename().string(), conformance::kPack, request.path, 2024, {}};
  report.subjects.push_back(conformance::run_checks(whole, pack_checks(pack), options));
  const auto subjects = pack_subjects(pack);
  if (!subjects.ok()) return report;  // "manifest" or "bases-resolve" has said why
  for (const Subject& subject : *subjects) report.subjects.push_back(conformance::run_checks(subject, conformance::extension_checks(), options));
  return report;
}

}  // namespace opora
