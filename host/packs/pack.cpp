#include "packs/pack.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "base/digest.h"
#include "base/files.h"
#include "base/installation.h"
#include "base/messages.h"
#include "base/text.h"
#include "packs/lock.h"
#include "packs/schema.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::vector<Field>& manifest_fields() {
  static const std::vector<Field> kFields = {
      {"manifest", DataType::kInteger, true, {}, {}},
      {"id", DataType::kText, true, {}, {}},
      {"name", DataType::kText, true, {}, {}},
      {"level", DataType::kText, true, {"federal", "region", "municipality"}, {}},
      {"version", DataType::kText, true, {}, {}},
      {"extends", DataType::kText, false, {}, {}},
      {"profiles", DataType::kList, false, {}, {}},
      {"scales", DataType::kList, false, {}, {}},
      {"words", DataType::kList, false, {}, {}},
      {"organisations", DataType::kList, false, {}, {}},
      {"plans", DataType::kList, false, {}, {}},
      {"deadline_words", DataType::kText, false, {}, {}},
      {"registers", DataType::kText, false, {}, {}},
      {"programme", DataType::kText, false, {}, {}},
      {"plan_columns", DataType::kText, false, {}, {}},
      {"titles", DataType::kTable, false, {}, {}},
      {"items", DataType::kList, false, {}, {
          {"kind", DataType::kText, true, {"methodology", "indicator", "importer", "matching", "report", "renderer"}, {}},
          {"id", DataType::kText, true, {}, {}},
          {"source", DataType::kText, false, {}, {}},
          {"plugin", DataType::kText, false, {}, {}},
          {"valid_from", DataType::kYear, true, {}, {}},
          {"valid_to", DataType::kYear, false, {}, {}},
          {"reference", DataType::kText, false, {}, {}},
          {"replaces", DataType::kText, false, {}, {}},
          {"params", DataType::kTable, false, {}, {}},
          {"needing", DataType::kText, false, {}, {}},
          {"excluding", DataType::kList, false, {}, {}},
          {"offering", DataType::kText, false, {}, {}}}},
      {"maintainers", DataType::kList, false, {}, {}},
  };
  return kFields;
}

constexpr int kManifestVersion = 1;

std::string plain_text(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

PackItem item_of(const json& j) {
  PackItem item{j.at("kind"), j.at("id"), j.value("source", std::string()), j.value("plugin", std::string()), j.at("valid_from"), j.value("valid_to", 0),
                j.value("reference", std::string()), j.value("replaces", std::string()), {},
                j.value("needing", std::string()), {}, j.value("offering", std::string())};
  for (const json& method : j.value("excluding", json::array())) item.excluding.push_back(plain_text(method));
  if (const auto params = j.find("params"); params != j.end() && params->is_object())
    for (const auto& [name, value] : params->items()) item.parameters.emplace_back(name, plain_text(value));
  return item;
}

// Relative paths of the pack's files in byte order; hidden files and folders are no part of it, nor are links that
// lead nowhere.
Result<std::vector<std::string>> files_of(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code failed, ignored;
  auto it = fs::recursive_directory_iterator(folder, failed);
  for (; !failed && it != fs::recursive_directory_iterator(); it.increment(failed)) {
    if (it->path().filename().string().starts_with('.')) {
      if (it->is_directory(ignored)) it.disable_recursion_pending();
    } else if (it->is_regular_file(ignored)) {
      files.push_back(it->path().lexically_relative(folder).generic_string());
    }
  }
  if (failed) {
    const std::string name = "regions/" + folder.filename().string() + "/";
    Diagnostic error = make_error("PACK-001", tr_format("cannot read {0}", name), tr("check that the file exists and may be read"));
    error.reason = failed.message();
    error.spans.push_back({name, {}, 0, {}, {}, {}});
    return error;
  }
  std::sort(files.begin(), files.end());
  return files;
}

// A lock says something about the pack and is no part of it.
Result<std::vector<PackFile>> digested_files(const fs::path& folder) {
  OPORA_ASSIGN(const std::vector<std::string> paths, files_of(folder));
  std::vector<PackFile> files;
  for (const std::string& path : paths) {
    if (path == kLockFile) continue;
    OPORA_ASSIGN(const Digest digest, digest_of_file(folder / path));
    files.push_back({path, to_hex(digest)});
  }
  return files;
}

std::string digest_of(const std::vector<PackFile>& files) {
  Hasher hasher;
  for (const PackFile& file : files) hasher.field(file.path).field(file.digest);
  return to_hex(hasher.finish());
}

// The file of a path inside the pack; never outside it, through links either.
Result<fs::path> find_inside(const Pack& pack, const std::string& path) {
  std::error_code failed;
  const fs::path root = fs::canonical(pack.folder, failed);
  fs::path file = fs::canonical(pack.folder / path, failed);
  const auto relative = file.lexically_relative(root);
  if (failed || relative.empty() || *relative.begin() == "..")
    return make_error("PACK-023", tr_format("pack \"{0}\" has no file \"{1}\"", pack.id, path),
                      tr("paths are relative to pack.lua and stay inside the pack's folder"));
  return file;
}

using Problems = std::vector<Diagnostic>;

// Versions of one item may not overlap and may not leave a year between them without a rule.
void check_versions(const DataFile& file, std::vector<const PackItem*> versions, Problems& problems) {
  std::sort(versions.begin(), versions.end(), [](auto* a, auto* b) { return a->valid_from < b->valid_from; });
  const auto origin = [](const PackItem& item) { return item.source.empty() ? item.plugin : item.source; };
  for (std::size_t i = 0; i + 1 < versions.size(); ++i) {
    const PackItem &before = *versions[i], &after = *versions[i + 1];
    const bool overlap = before.valid_to == 0 || before.valid_to >= after.valid_from;
    if (!overlap && before.valid_to + 1 == after.valid_from) continue;
    Diagnostic d = overlap
        ? make_error("PACK-025", tr_format("\"{0}\" has two versions for {1}: {2} and {3}", before.id, after.valid_from, origin(before), origin(after)),
                     tr("close the earlier one with valid_to"))
        : make_error("PACK-026", tr_format("\"{0}\" has no version between {1} and {2}", before.id, before.valid_to, after.valid_from),
                     tr("extend valid_to of the earlier version or valid_from of the later one"));
    d.spans = {file.place_of(origin(before)), file.place_of(origin(after))};
    problems.push_back(std::move(d));
  }
}

void check_item(const DataFile& file, const PackItem& item, Problems& problems) {
  const auto refuse = [&](const char* code, std::string message, std::string help) {
    Diagnostic d = make_error(code, std::move(message), std::move(help));
    d.spans = {file.place_of(item.id)};
    problems.push_back(std::move(d));
  };
  if (item.source.empty() == item.plugin.empty())
    refuse("PACK-029", tr_format("the item \"{0}\" names neither a source nor a plugin, or both", item.id),
           tr("source is a file of the pack, plugin is the id of a plugin that ships with Opora"));
  if (item.kind == "matching" ? item.needing.empty() : !item.needing.empty() || !item.excluding.empty() || !item.offering.empty())
    refuse("PACK-033", tr_format("the item \"{0}\" does not say for whom it matches, or says so and is no matching", item.id),
           tr("a matching has needing = \"id of a methodology\", and may have excluding and offering; no other item has"));
  if (item.valid_to != 0 && item.valid_to < item.valid_from)
    refuse("PACK-028", tr_format("the item \"{0}\" is valid from {1} to {2}, which is no year", item.id, item.valid_from, item.valid_to),
           tr("valid_to is the last year, not before valid_from; without it the item is valid without end"));
}

Problems check_items(const DataFile& file, const Pack& pack) {
  Problems problems;
  std::map<std::pair<std::string, std::string>, std::vector<const PackItem*>> versions;
  for (const PackItem& item : pack.items) {
    check_item(file, item, problems);
    versions[{item.kind, item.id}].push_back(&item);
  }
  for (auto& [id, of_item] : versions) check_versions(file, std::move(of_item), problems);
  std::vector<std::string> paths = pack.profiles;
  paths.insert(paths.end(), pack.scales.begin(), pack.scales.end());
  paths.insert(paths.end(), pack.words.begin(), pack.words.end());
  paths.insert(paths.end(), pack.organisation_files.begin(), pack.organisation_files.end());
  paths.insert(paths.end(), pack.plans.begin(), pack.plans.end());
  for (const std::string& path : {pack.deadline_words, pack.registers, pack.plan_columns, pack.programme})
    if (!path.empty()) paths.push_back(path);
  for (const PackItem& item : pack.items)
    if (!item.source.empty()) paths.push_back(item.source);
  for (const std::string& path : paths) {
    auto found = find_inside(pack, path);
    if (found) continue;
    problems.push_back(found.take_error());
    problems.back().spans = {file.place_of(path)};
  }
  return problems;
}

// Where `id = "…"` of each item stands: items are written one after the other.
void find_lines(const std::string& text, std::vector<PackItem>& items) {
  std::size_t from = 0;
  for (PackItem& item : items) {
    const std::string quoted = '"' + item.id + '"';
    for (std::size_t at = text.find(quoted, from); at != std::string::npos; at = text.find(quoted, at + 1)) {
      const std::string before = text.substr(text.rfind('\n', at) + 1, at - text.rfind('\n', at) - 1);
      const auto equals = before.find_last_not_of(" \t");
      const auto key = equals == std::string::npos || before[equals] != '=' ? std::string::npos : before.find_last_not_of(" \t", equals - 1);
      if (key == std::string::npos || key < 1 || before.compare(key - 1, 2, "id") != 0) continue;
      if (key > 1 && before.find_first_of(" \t{,", key - 2) != key - 2) continue;  // of "needing_id = "
      item.line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
      from = at + 1;
      break;
    }
  }
}

}  // namespace

Result<fs::path> shipped_plugin(const std::string& id) {
  std::string name = id.substr(id.rfind('.') + 1);
  std::replace(name.begin(), name.end(), '-', '_');
  std::error_code failed;
  const fs::path file = installation().plugins / (name + ".so");
  if (name.find('/') == std::string::npos && fs::is_regular_file(file, failed)) return file;
  return make_error("PACK-030", tr_format("this Opora has no plugin \"{0}\"", id),
                    tr_format("plugins that ship with Opora are in {0}; a plugin of the pack itself is named by source", installation().plugins.string()));
}

Result<ItemFile> file_of(const Pack& pack, const PackItem& item) {
  if (item.plugin.empty()) {
    OPORA_ASSIGN(fs::path own, find_inside(pack, item.source));
    return ItemFile{std::move(own), pack.folder};
  }
  auto shipped = shipped_plugin(item.plugin);
  if (shipped.ok()) return ItemFile{*shipped, shipped->parent_path()};
  Diagnostic error = shipped.take_error();
  error.spans.push_back({"regions/" + pack.folder.filename().string() + "/pack.lua", {}, 0, {}, {}, item.id});
  return error;
}

Result<std::string> read_inside(const Pack& pack, const std::string& path) {
  OPORA_ASSIGN(const fs::path file, find_inside(pack, path));
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<std::vector<std::pair<std::string, std::string>>> files_of_pack(const Pack& pack) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const PackFile& file : pack.files) {
    files.emplace_back(file.path, read_whole(pack.folder / file.path).value_or(""));
    if (to_hex(digest_of(files.back().second)) != file.digest)
      return make_error("PACK-039", tr_format("pack \"{0}\" was changed while it was in use", pack.id), tr("repeat the command"));
  }
  return files;
}

Result<Pack> load_pack(const fs::path& folder) {
  std::vector<Diagnostic> problems;
  OPORA_ASSIGN(Pack pack, load_pack(folder, problems));
  if (!problems.empty()) return std::move(problems.front());
  return pack;
}

Result<Pack> load_pack(const fs::path& folder, std::vector<Diagnostic>& problems) {
  const std::string name = "regions/" + folder.filename().string() + "/pack.lua";
  OPORA_ASSIGN(const DataFile file, load_data_file(folder / "pack.lua", name));
  if (auto problem = check_schema(file, file.value, manifest_fields(), "pack")) return *std::move(problem);
  if (const int manifest = file.value.at("manifest"); manifest != kManifestVersion) {
    Diagnostic d = make_error("PACK-014", tr_format("pack.lua has form {0}, this Opora reads form {1}", manifest, kManifestVersion),
                              tr("install a newer Opora or an older version of the pack"));
    d.spans.push_back(file.place_of("manifest"));
    return d;
  }
  const json& j = file.value;
  Pack pack;
  pack.id = j.at("id");
  pack.name = j.at("name");
  pack.level = j.at("level");
  pack.version = j.at("version");
  pack.extends = j.value("extends", std::string());
  pack.deadline_words = j.value("deadline_words", std::string());
  pack.registers = j.value("registers", std::string());
  pack.programme = j.value("programme", std::string());
  pack.plan_columns = j.value("plan_columns", std::string());
  pack.folder = folder;
  for (const json& path : j.value("profiles", json::array())) pack.profiles.push_back(plain_text(path));
  for (const json& path : j.value("scales", json::array())) pack.scales.push_back(plain_text(path));
  for (const json& path : j.value("words", json::array())) pack.words.push_back(plain_text(path));
  for (const json& path : j.value("organisations", json::array())) pack.organisation_files.push_back(plain_text(path));
  for (const json& path : j.value("plans", json::array())) pack.plans.push_back(plain_text(path));
  if (const auto titles = j.find("titles"); titles != j.end() && titles->is_object())
    for (const auto& [code, title] : titles->items()) pack.titles[code] = plain_text(title);
  for (const json& item : j.value("items", json::array())) pack.items.push_back(item_of(item));
  find_lines(file.text, pack.items);
  problems = check_items(file, pack);
  for (const std::string& path : pack.organisation_files) {
    const auto inside = find_inside(pack, path);
    if (!inside) continue;  // told by check_items
    auto organisations = load_organisations(*inside, "regions/" + folder.filename().string() + "/" + path);
    if (organisations) pack.organisations.insert(pack.organisations.end(), organisations->begin(), organisations->end());
    else problems.push_back(organisations.take_error());
  }
  OPORA_ASSIGN(pack.files, digested_files(folder));
  pack.digest = digest_of(pack.files);
  return pack;
}

}  // namespace opora
