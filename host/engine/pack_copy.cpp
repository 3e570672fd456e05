#include "engine/pack_copy.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "base/files.h"
#include "base/messages.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

using Renaming = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kReadme = "README.md";

// The pack's id as a whole, and each id of an item that begins with it; the longest first, so that none is cut.
Renaming renaming_of(const Pack& from, const std::string& id) {
  Renaming names = {{from.id, id}};
  for (const PackItem& item : from.items)
    if (item.id.starts_with(from.id + "-")) names.emplace_back(item.id, id + item.id.substr(from.id.size()));
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  return names;
}

// A name stands as a whole where a quotation mark or a cell begins it, and one of them, "/" or "." ends it: "ru/vpr-2021" names
// the pack ru, "ru.opora.deficits" names no pack.
bool ends_name(char c, bool of_item) { return c == '"' || c == '\'' || c == ';' || c == '\n' || c == '\r' || c == '/' || (of_item && c == '.'); }
bool begins_name(char c) { return c == '"' || c == '\'' || c == ';' || c == '\n'; }

std::string renamed(const std::string& text, const Renaming& names, const std::string& pack) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool start = i == 0 || begins_name(text[i - 1]);
    const auto found = !start ? names.end() : std::find_if(names.begin(), names.end(), [&](const auto& name) {
      const std::size_t end = i + name.first.size();
      return text.compare(i, name.first.size(), name.first) == 0 && (end == text.size() || ends_name(text[end], name.first != pack));
    });
    if (found == names.end()) {
      out += text[i++];
      continue;
    }
    out += found->second;
    i += found->first.size();
  }
  return out;
}

bool is_text(const fs::path& path) { return path.extension() == ".lua" || path.filename() == "expected.csv"; }

Status write(const fs::path& to, const std::string& bytes) {
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  std::ofstream out(to, std::ios::binary);
  out << bytes;
  out.close();
  return out && !failed ? Status() : Status(cannot_write(to, failed.message()));
}

std::string origin_note(const Pack& from, const std::string& id) {
  return tr_format("# {0}\n\nCopied from the pack {1} {2} (SHA-256 {3}). The acts that it names, its parameters and its tests are still those of {1}:\n"
                   "replace them by your own, then lock the pack: opora pack lock {0}\n", id, from.id, from.version, from.digest);
}

Result<MadeFiles> write_copy(const PackCopyRequest& request, const fs::path& draft) {
  const Pack& from = *request.from;
  const Renaming names = renaming_of(from, request.id);
  MadeFiles made;
  std::string readme;
  for (const PackFile& file : from.files) {
    const auto bytes = read_whole(from.folder / file.path);
    if (!bytes) return cannot_write(request.folder / file.path, tr_format("{0} cannot be read", (from.folder / file.path).string()));
    if (file.path == kReadme) {
      readme = "\n" + *bytes;
      continue;
    }
    OPORA_TRY(write(draft / file.path, is_text(file.path) ? renamed(*bytes, names, from.id) : *bytes));
    made.emplace_back(file.path);
  }
  OPORA_TRY(write(draft / kReadme, origin_note(from, request.id) + readme));
  made.emplace_back(kReadme);
  std::sort(made.begin(), made.end());
  return made;
}

}  // namespace

Result<MadeFiles> copy_pack(const PackCopyRequest& request) {
  OPORA_TRY(check_new_name(request.id));
  return make_whole(request.folder, [&](const fs::path& draft) { return write_copy(request, draft); });
}

}  // namespace opora
