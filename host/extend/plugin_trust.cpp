#include "extend/plugin_trust.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

Diagnostic at(Diagnostic error, const std::string& file) {
  error.spans.push_back({file, {}, 0, {}, {}, {}});
  return error;
}

std::optional<TrustEntry> entry_of(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line)
    if (c == '\t' && fields.size() < 4) fields.emplace_back();
    else fields.back() += c;
  const bool digest = fields.front().size() == 64 && fields.front().find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!digest || fields.size() != 4 || !is_utf8(line)) return std::nullopt;
  return TrustEntry{fields[0], fields[1], fields[2], fields[3]};
}

// A tab or a line's end in a file name would make two fields or two entries of one.
std::string plain(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 32; }, '?');
  return is_utf8(text) ? text : "?";
}

std::string writers(const struct stat& found) {
  const bool group = (found.st_mode & S_IWGRP) != 0, others = (found.st_mode & S_IWOTH) != 0;
  return group && others ? tr("its group and everybody else may write to it") : group ? tr("its group may write to it") : tr("everybody may write to it");
}

bool writable_by_others(const struct stat& found) {
  const bool shared_folder = S_ISDIR(found.st_mode) && (found.st_mode & S_ISVTX) != 0;
  return (found.st_mode & (S_IWGRP | S_IWOTH)) != 0 && !shared_folder;
}

Status check_one(const fs::path& path, const std::string& shown) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0 || !writable_by_others(found)) return {};
  Diagnostic error = make_error("EXT-011", S_ISDIR(found.st_mode) ? tr_format("others may exchange the plugin: {0}", path.string())
                                                                 : std::string(tr("others may change the plugin")),
                                tr_format("take the right away: chmod go-w '{0}'", path.string()));
  error.reason = writers(found);
  return at(std::move(error), shown);
}

}  // namespace

Status check_rights(const fs::path& given, const fs::path& given_root, const std::string& shown) {
  std::error_code failed;
  const fs::path root = fs::canonical(given_root, failed), file = fs::canonical(given, failed);
  const fs::path relative = file.lexically_relative(root);
  if (failed || relative.empty() || *relative.begin() == "..") {
    Diagnostic error = make_error("EXT-012", tr("the plugin lies outside its pack"), tr("put the file itself into the pack's folder, not a link to it"));
    if (!failed) error.reason = tr_format("the name leads to {0}", file.string());
    return at(std::move(error), shown);
  }
  OPORA_TRY(check_one(file, shown));
  for (fs::path folder = file.parent_path();; folder = folder.parent_path()) {
    OPORA_TRY(check_one(folder, shown));
    if (folder == root) return {};
  }
}

Status replace_file(const fs::path& file, std::string_view bytes, unsigned int rights) {
  const auto failed = [&] {
    Diagnostic error = make_error("EXT-013", tr_format("cannot write {0}", file.string()), tr("check the rights to the folder and the free space"));
    error.reason = std::strerror(errno);
    return error;
  };
  std::string name = file.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return failed();
  bool good = ::fchmod(descriptor, rights) == 0;
  for (std::size_t done = 0; good && done < bytes.size();) {
    const ssize_t n = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    good = n >= 0 || errno == EINTR;
    done += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  good = ::close(descriptor) == 0 && good && ::rename(name.c_str(), file.c_str()) == 0;
  if (good) return {};
  Diagnostic error = failed();
  ::unlink(name.c_str());
  return error;
}

Result<TrustList> TrustList::open(const fs::path& file) {
  TrustList list;
  list.file_ = file;
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0) return list;
  Diagnostic unusable = at(make_error("EXT-016", tr("the list of trusted plugins cannot be used"), {}), file.string());
  for (const fs::path& one : {file, file.parent_path()}) {
    if (::stat(one.c_str(), &found) != 0 || !writable_by_others(found)) continue;
    unusable.reason = one.string() + ": " + writers(found);
    unusable.help = tr_format("take the right away: chmod go-w '{0}'", one.string());
    return unusable;
  }
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    auto entry = entry_of(line);
    if (entry) list.entries_.push_back(*std::move(entry));
    if (entry || line.empty() || line.starts_with('#')) continue;
    unusable.spans.front().line = number;
    unusable.reason = tr("a line is a digest, a time, a name and a file, with tabs between");
    unusable.help = tr("correct or delete the line");
    return unusable;
  }
  return list;
}

const TrustEntry* TrustList::find(std::string_view digest) const {
  const auto it = std::find_if(entries_.begin(), entries_.end(), [&](const TrustEntry& e) { return e.digest == digest; });
  return it == entries_.end() ? nullptr : &*it;
}

const TrustEntry* TrustList::find_file(std::string_view name) const {
  const auto it = std::find_if(entries_.rbegin(), entries_.rend(), [&](const TrustEntry& e) { return e.file == name; });
  return it == entries_.rend() ? nullptr : &*it;
}

Status TrustList::write() const {
  std::error_code failed;
  const fs::path folder = file_.parent_path();
  if (fs::create_directories(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
  std::string text = std::string("# ") + tr("Plugins whose native code may run: opora plugin trust FILE") + "\n";
  for (const TrustEntry& e : entries_) text += e.digest + "\t" + plain(e.when) + "\t" + plain(e.who) + "\t" + plain(e.file) + "\n";
  return replace_file(file_, text, 0600);
}

Status TrustList::add(TrustEntry entry) {
  std::erase_if(entries_, [&](const TrustEntry& e) { return e.digest == entry.digest; });
  entries_.push_back(std::move(entry));
  return write();
}

Result<bool> TrustList::remove(std::string_view digest) {
  const bool listed = std::erase_if(entries_, [&](const TrustEntry& e) { return e.digest == digest; }) > 0;
  if (listed) OPORA_TRY(write());
  return listed;
}

}  // namespace opora
