#include "engine/scaffold.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <system_error>

#include "base/messages.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

using Words = std::map<std::string, std::string>;

// "low-results" → "LowResults".
std::string struct_name(const std::string& name) {
  std::string text;
  bool capital = true;
  for (const char c : name) {
    if (c == '-' || c == '_') {
      capital = true;
      continue;
    }
    text += capital ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    capital = false;
  }
  return text;
}

Words words_of(const ScaffoldRequest& request) {
  std::string id = request.name;
  std::replace(id.begin(), id.end(), '_', '-');
  return {{"@NAME@", request.name}, {"@ID@", request.form == "pack" ? request.name : id}, {"@STRUCT@", struct_name(request.name)},
          {"@KIND@", request.form.substr(request.form.find('-') + 1)}, {"@LUA@", request.annotations.string()}};
}

std::string filled(std::string text, const Words& words) {
  for (const auto& [mark, word] : words)
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + word.size())) text.replace(at, mark.size(), word);
  return text;
}

Status write_file(const fs::path& from, const fs::path& to, const Words& words) {
  std::ifstream in(from, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  std::ofstream out(to, std::ios::binary);
  out << filled(text, words);
  out.close();
  return in && out && !failed ? Status() : Status(cannot_write(to, failed.message()));
}

Result<std::vector<fs::path>> write_all(const fs::path& source, const fs::path& target, const Words& words) {
  std::vector<fs::path> made;
  std::error_code failed;
  for (auto it = fs::recursive_directory_iterator(source, fs::directory_options::follow_directory_symlink, failed);
       !failed && it != fs::recursive_directory_iterator(); it.increment(failed)) {
    if (it->is_directory()) continue;
    const fs::path name = filled(it->path().lexically_relative(source).string(), words);
    OPORA_TRY(write_file(it->path(), target / name, words));
    made.push_back(name);
  }
  if (made.empty()) return cannot_write(target, tr_format("the template {0} is missing", source.string()));
  std::sort(made.begin(), made.end());
  return made;
}

}  // namespace

Status check_new_name(const std::string& name) {
  const bool letter = !name.empty() && name.front() >= 'a' && name.front() <= 'z';
  if (letter && name.size() <= 60 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos) return {};
  return make_error("CLI-042", tr_format("\"{0}\" is no name for it", name), tr("small letters, digits, - and _; a letter first: low-results"));
}

Diagnostic cannot_write(const fs::path& path, const std::string& reason) {
  Diagnostic error = make_error("CLI-044", tr_format("{0} cannot be written", path.string()), tr("choose another folder"));
  error.reason = reason;
  return error;
}

Result<MadeFiles> make_whole(const fs::path& target, const std::function<Result<MadeFiles>(const fs::path& draft)>& fill) {
  std::error_code failed;
  const fs::path folder = fs::absolute(target, failed).lexically_normal();
  const bool there = fs::exists(fs::symlink_status(folder, failed));
  if (there && !(fs::is_directory(folder, failed) && fs::is_empty(folder, failed)))
    return make_error("CLI-043", tr_format("{0} is there already", target.string()), tr("nothing is overwritten: choose another folder or name"));
  const fs::path parent = folder.has_filename() ? folder.parent_path() : folder.parent_path().parent_path();
  const fs::path draft = parent / (".opora-new-" + std::to_string(getpid()));
  auto made = fill(draft);
  if (made.ok()) {
    fs::rename(draft, folder, failed);
    if (failed) made = cannot_write(target, failed.message());
  }
  std::error_code ignored;
  fs::remove_all(draft, ignored);
  return made;
}

Result<MadeFiles> make_from_template(const ScaffoldRequest& request) {
  OPORA_TRY(check_new_name(request.name));
  return make_whole(request.folder, [&](const fs::path& draft) { return write_all(request.templates / request.form, draft, words_of(request)); });
}

}  // namespace opora
