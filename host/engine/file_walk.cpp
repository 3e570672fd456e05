#include "engine/file_walk.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kTableEndings = {".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".xls"};

bool looks_like_table(const fs::path& file) {
  const std::string ending = to_lower(file.extension().string());
  return std::find(kTableEndings.begin(), kTableEndings.end(), ending) != kTableEndings.end();
}

FoundFile found(const fs::path& file, std::string shown, bool named_by_user) {
  FoundFile entry{file, std::move(shown), 0, {}, false};
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (!error) entry.bytes = static_cast<std::int64_t>(size);
  if (file.filename().string().starts_with("~$")) entry.skipped = tr("a lock file of an office program; close the document");
  else if (!named_by_user && !looks_like_table(file)) entry.skipped = tr("not a table (.xlsx, .csv, .tsv, .txt)"), entry.other_ending = true;
  else if (!named_by_user && !error && size == 0) entry.skipped = tr("the file is empty");
  return entry;
}

Diagnostic unreadable(const fs::path& path, const std::error_code& error) {
  Diagnostic diagnostic = make_error("DATA-026", tr_format("{0} cannot be read", path.string()), tr("Check the path and the rights."));
  diagnostic.reason = error.message();
  return diagnostic;
}

Status walk(const fs::path& folder, const fs::path& root, std::vector<FoundFile>& files) {
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error), end;
  if (error) return unreadable(folder, error);
  while (entry != end) {
    const fs::path& path = entry->path();
    const bool hidden = path.filename().string().starts_with(".");
    if (hidden && entry->is_directory(error)) entry.disable_recursion_pending();
    if (!hidden && entry->is_regular_file(error)) files.push_back(found(path, path.lexically_relative(root).string(), false));
    entry.increment(error);
    if (error) return unreadable(folder, error);
  }
  return {};
}

}  // namespace

Result<std::vector<FoundFile>> find_files(const std::vector<fs::path>& paths) {
  std::vector<FoundFile> files;
  for (const fs::path& path : paths) {
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status)) return unreadable(path, error ? error : std::make_error_code(std::errc::no_such_file_or_directory));
    if (fs::is_directory(status)) OPORA_TRY(walk(path, path, files));
    else files.push_back(found(path, path.string(), true));
  }
  std::stable_sort(files.begin(), files.end(), [](const FoundFile& a, const FoundFile& b) { return a.path < b.path; });
  files.erase(std::unique(files.begin(), files.end(), [](const FoundFile& a, const FoundFile& b) { return a.path == b.path; }), files.end());
  return files;
}

}  // namespace opora
