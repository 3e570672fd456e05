#include "packs/lock.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

#include "base/files.h"
#include "base/messages.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHeader = "opora pack.lock 1";
constexpr std::size_t kDigits = 64;

std::string shown(const Pack& pack) { return "regions/" + pack.folder.filename().string() + "/" + kLockFile; }

Diagnostic unreadable(const Pack& pack, std::int64_t line, std::string message) {
  Diagnostic error = make_error("PACK-060", std::move(message), tr_format("write it anew: opora pack lock {0}", pack.id));
  error.spans.push_back({shown(pack), {}, line, {}, {}, {}});
  return error;
}

bool is_digest(std::string_view text) { return text.size() == kDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

using Locked = std::map<std::string, std::string>;  // path → digest

Result<Locked> parse(const Pack& pack, const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line) || line != kHeader)
    return unreadable(pack, 1, tr_format("{0} does not begin with \"{1}\"", kLockFile, kHeader));
  Locked locked;
  for (std::int64_t number = 2; std::getline(lines, line); ++number) {
    const bool whole = line.size() > kDigits + 2 && is_digest(std::string_view(line).substr(0, kDigits)) && line.compare(kDigits, 2, "  ") == 0;
    if (!whole || !locked.emplace(line.substr(kDigits + 2), line.substr(0, kDigits)).second)
      return unreadable(pack, number, tr_format("line {0} of {1} is no digest with a path, or names a path again", number, kLockFile));
  }
  return locked;
}

}  // namespace

Result<LockReport> lock_report(const Pack& pack) {
  std::error_code absent;
  if (!fs::exists(fs::symlink_status(pack.folder / kLockFile, absent))) return LockReport{};
  const auto text = read_whole(pack.folder / kLockFile);
  if (!text) return unreadable(pack, 0, tr_format("{0} cannot be read", kLockFile));
  OPORA_ASSIGN(Locked locked, parse(pack, *text));
  LockReport report;
  for (const PackFile& file : pack.files) {
    const auto found = locked.find(file.path);
    if (found == locked.end()) report.added.push_back(file.path);
    else if (found->second != file.digest) report.changed.push_back(file.path);
    if (found != locked.end()) locked.erase(found);
  }
  for (const auto& [path, digest] : locked) report.missing.push_back(path);
  const bool same = report.changed.empty() && report.added.empty() && report.missing.empty();
  report.state = same ? LockState::kLocked : LockState::kChanged;
  return report;
}

Diagnostic lock_broken(const Pack& pack, const LockReport& report) {
  Diagnostic error = make_error("PACK-061", tr_format("pack \"{0}\" is not as its {1} says", pack.id, kLockFile),
                                tr_format("see that it is right (opora pack test {0}), then lock it as it is now: opora pack lock {0}", pack.id));
  const auto name = [&](const std::vector<std::string>& paths, const char* label) {
    for (const std::string& path : paths) error.spans.push_back({"regions/" + pack.folder.filename().string() + "/" + path, {}, 0, {}, {}, label});
  };
  name(report.changed, tr("changed"));
  name(report.added, tr("new: the lock does not name it"));
  name(report.missing, tr("missing: the lock names it"));
  return error;
}

Status write_lock(const Pack& pack) {
  std::string text = std::string(kHeader) + "\n";
  for (const PackFile& file : pack.files) text += file.digest + "  " + file.path + "\n";
  const fs::path draft = pack.folder / (std::string(".") + kLockFile);
  std::ofstream out(draft, std::ios::binary);
  out << text;
  out.close();
  std::error_code failed;
  if (out) fs::rename(draft, pack.folder / kLockFile, failed);
  if (out && !failed) return {};
  std::error_code ignored;
  fs::remove(draft, ignored);
  Diagnostic error = make_error("PACK-060", tr_format("{0} cannot be written", kLockFile), tr("check that you may write into the pack's folder"));
  error.reason = failed.message();
  error.spans.push_back({shown(pack), {}, 0, {}, {}, {}});
  return error;
}

}  // namespace opora
