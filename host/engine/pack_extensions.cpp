#include "engine/pack_extensions.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

#include "base/digest.h"
#include "base/messages.h"
#include "extend/child_message.h"
#include "extend/document_isolation.h"
#include "extend/indicator.h"
#include "extend/import_isolation.h"
#include "extend/isolation.h"
#include "extend/matching.h"
#include "extend/methodology.h"
#include "extend/native_library.h"
#include "extend/report_call.h"
#include "opora/abi/all.h"
#include "store/bytes.h"

namespace opora {
namespace {

std::string kind_id(const std::string& kind) { return "opora." + kind + "/1"; }

// What a script may include, by name. Read when the script is: a run keeps what it began with, whatever becomes of
// the files meanwhile.
using Libraries = std::map<std::string, ScriptSource>;

std::vector<std::string> library_names(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator(folder, absent)) {
    const std::string name = entry.path().stem().string();
    const bool plain = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (plain && entry.path().extension() == ".lua") names.push_back(name);
  }
  return names;
}

void add_libraries(const Pack& pack, const std::string& folder, Libraries& libraries) {
  for (const std::string& name : library_names(pack.folder / folder))
    if (auto own = read_inside(pack, folder + "/" + name + ".lua"))
      libraries[name] = {"regions/" + pack.folder.filename().string() + "/" + folder + "/" + name + ".lua", *std::move(own), {}};
}

// Reports have a folder of their own, so that the wording of a document is no part of what a decision follows from.
Libraries libraries_of(const ResolvedItem& item, const std::filesystem::path& shared_library) {
  Libraries libraries;
  for (KeptFile& file : shared_scripts(shared_library))
    libraries[file.path.substr(0, file.path.rfind('.'))] = {"scripts/" + file.path, std::move(file.data), {}};
  add_libraries(*item.pack, "lib", libraries);
  if (item.item->kind != "report") return libraries;
  for (auto base = item.bases.rbegin(); base != item.bases.rend(); ++base) add_libraries(**base, "reports/lib", libraries);  // one letterhead for all packs
  add_libraries(*item.pack, "reports/lib", libraries);
  return libraries;
}

auto include_of(Libraries libraries) {
  return [libraries = std::move(libraries)](const std::string& name) -> Result<ScriptSource> {
    if (const auto found = libraries.find(name); found != libraries.end()) return ScriptSource(found->second);
    return make_error("LUA-050", tr_format("there is no library \"{0}\"", name),
                      tr_format("put it into lib/{0}.lua of the pack; names are small letters, digits and _", name));
  };
}

// The script with all that it may include.
std::string digest_of_script(const ResolvedItem& item, const Libraries& libraries) {
  Hasher hash;
  hash.field(item.digest);
  for (const auto& [name, library] : libraries) hash.field(library.name).field(library.text);
  return to_hex(hash.finish());
}

Status check_id(const PluginStatus& plugin, const std::string& wanted) {
  if (!plugin.report || plugin.report->id == wanted) return {};
  return make_error("PACK-034", tr_format("{0} is the plugin \"{1}\", not \"{2}\"", plugin.shown, plugin.report->id, wanted),
                    tr("correct the id in pack.lua"));
}

bool is_script(const ResolvedItem& item) { return item.file.extension() != ".so"; }

Result<Extension> load_item(const ResolvedItem& item, const Libraries& libraries, PluginLoader& plugins) {
  const std::string kind = kind_id(item.item->kind);
  if (is_script(item)) {
    OPORA_ASSIGN(Extension script, load_lua_extension({item.display_path, item.text, include_of(libraries)}, kind));
    script.digest = digest_of_script(item, libraries);
    return script;
  }
  OPORA_ASSIGN(const PluginFile* plugin, plugins.read(item.file, item.root, item.display_path));
  if (!item.item->plugin.empty()) OPORA_TRY(check_id(plugins.look(*plugin), item.item->plugin));
  return plugins.extension(*plugin, kind, item.item->id);
}

// A registry in bytes: the scripts themselves, and the copies of plugins, so that a worker makes it as it was when
// the run began, and reads no pack.
enum class Form : std::uint8_t { kScript, kPlugin, kRefused };

void write_extension(ByteWriter& out, const Extension& extension, const ResolvedItem& item, const Libraries& libraries) {
  const Form form = extension.refused ? Form::kRefused : is_script(item) ? Form::kScript : Form::kPlugin;
  out.byte(static_cast<std::uint8_t>(form));
  for (const std::string* text : {&extension.kind, &extension.id, &extension.origin, &extension.digest}) out.text(*text);
  out.varint(extension.parameters.size());
  for (const auto& [name, value] : extension.parameters) out.text(name), out.text(value);
  if (form == Form::kRefused) out.text(encode_diagnostic(*extension.refused));
  if (form == Form::kPlugin) out.text(extension.copy.string());
  if (form != Form::kScript) return;
  out.text(item.text);
  out.varint(libraries.size());
  for (const auto& [name, library] : libraries)
    for (const std::string* text : {&name, &library.name, &library.text}) out.text(*text);
}

using PluginsByCopy = std::map<std::string, std::shared_ptr<NativeLibrary>>;

Result<Extension> read_extension(ByteReader& in, PluginsByCopy& plugins) {
  const auto form = static_cast<Form>(in.byte());
  const std::string kind = in.text(), id = in.text(), origin = in.text(), digest = in.text();
  std::map<std::string, std::string> parameters;
  for (std::uint64_t left = in.varint(); left > 0; --left) {
    const std::string name = in.text();
    parameters[name] = in.text();
  }
  Extension extension{kind, id, origin, nullptr, 0, nullptr};
  if (form == Form::kRefused) {
    auto refusal = decode_diagnostic(in.text());
    if (refusal) extension.refused = std::make_shared<Diagnostic>(*std::move(refusal));
  } else if (form == Form::kPlugin) {
    const std::string copy = in.text();
    if (!plugins.contains(copy)) {
      OPORA_ASSIGN(plugins[copy], load_native(copy, origin));
    }
    OPORA_ASSIGN(extension, native_extension(plugins.at(copy), kind, id, origin));
  } else {
    std::string text = in.text();
    Libraries libraries;
    for (std::uint64_t left = in.varint(); left > 0; --left) {
      const std::string name = in.text();
      std::string shown = in.text();
      libraries[name] = {std::move(shown), in.text(), {}};
    }
    OPORA_ASSIGN(extension, load_lua_extension({origin, std::move(text), include_of(std::move(libraries))}, kind));
  }
  extension.origin = origin;
  extension.digest = digest;
  extension.parameters = std::move(parameters);
  return extension;
}

}  // namespace

KeptFiles shared_scripts(const std::filesystem::path& folder) {
  KeptFiles scripts;
  for (const std::string& name : library_names(folder)) {
    std::ifstream in(folder / (name + ".lua"), std::ios::binary);
    if (in) scripts.push_back({name + ".lua", std::string(std::istreambuf_iterator<char>(in), {})});
  }
  std::sort(scripts.begin(), scripts.end(), [](const KeptFile& a, const KeptFile& b) { return a.path < b.path; });
  return scripts;
}

std::string digest_of_scripts(const KeptFiles& scripts) {
  Hasher hash;
  for (const KeptFile& script : scripts) hash.field(script.path).field(to_hex(digest_of(script.data)));
  return to_hex(hash.finish());
}

Result<Extension> load_extension(const ResolvedItem& item, const std::filesystem::path& shared_library, PluginLoader& plugins) {
  return load_item(item, is_script(item) ? libraries_of(item, shared_library) : Libraries(), plugins);
}

Result<ExtensionWords> words_of_extension(const Extension& extension) {
  if (extension.kind == OPORA_KIND_INDICATOR) {
    OPORA_ASSIGN(const auto indicator, Indicator::of(extension));
    return ExtensionWords{indicator->info().title, {}, indicator->info().parameters};
  }
  if (extension.kind == OPORA_KIND_MATCHING) {
    OPORA_ASSIGN(const auto matching, Matching::of(extension));
    return ExtensionWords{matching->info().title, {}, matching->info().parameters};
  }
  if (extension.kind == OPORA_KIND_REPORT) {
    OPORA_ASSIGN(const Report report, Report::of(extension));
    return ExtensionWords{report.info().title, {}, report.info().parameters};
  }
  if (extension.kind == OPORA_KIND_RENDERER) {
    OPORA_ASSIGN(const Renderer renderer, Renderer::of(extension));
    return ExtensionWords{renderer.info().title, {}, {}};
  }
  if (extension.kind != OPORA_KIND_METHODOLOGY) return ExtensionWords{};
  OPORA_ASSIGN(const auto methodology, Methodology::of(extension));
  return ExtensionWords{methodology->info().title, methodology->info().category, methodology->info().parameters};
}

bool failed_alone(const Diagnostic& error) { return error.code.starts_with("EXT-") || error.code == "ABI-008"; }

Result<PackIndicators> indicators_of_pack(const PackLibrary& library, const std::string& pack, int year,
                                    const std::filesystem::path& shared_library, PluginLoader& plugins) {
  OPORA_ASSIGN(const std::vector<const Pack*> lineage, library.lineage(pack));
  const std::vector<std::string> ids = ids_for_year(lineage, "indicator", year);
  PackIndicators indicators;
  if (ids.empty()) return indicators;
  OPORA_ASSIGN(const std::vector<ResolvedItem> items, resolve(library, pack, "indicator", year, ids));
  Blob recipe;
  ByteWriter out(recipe);
  out.varint(items.size());
  for (const ResolvedItem& item : items) {
    const Libraries libraries = is_script(item) ? libraries_of(item, shared_library) : Libraries();
    Result<Extension> loaded = load_item(item, libraries, plugins);
    // One item that cannot be used takes nothing from those who never ask for it.
    if (!loaded.ok() && failed_alone(loaded.error())) {
      Extension refused{kind_id("indicator"), item.item->id, item.display_path, nullptr, 0, nullptr};
      refused.refused = std::make_shared<Diagnostic>(loaded.take_error());
      loaded = std::move(refused);
    }
    OPORA_ASSIGN(Extension extension, std::move(loaded));
    extension.parameters.insert(item.item->parameters.begin(), item.item->parameters.end());
    write_extension(out, extension, item, libraries);
    OPORA_TRY(indicators.registry.add(std::move(extension)));
  }
  indicators.recipe.assign(recipe.begin(), recipe.end());
  return indicators;
}

// Written by this very program a moment ago: it is read without doubt.
Result<Registry> registry_of_recipe(const std::string& recipe) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(recipe.data()), recipe.size()});
  Registry registry;
  PluginsByCopy plugins;
  for (std::uint64_t left = in.varint(); left > 0; --left) {
    OPORA_ASSIGN(Extension extension, read_extension(in, plugins));
    OPORA_TRY(registry.add(std::move(extension)));
  }
  return registry;
}

std::span<const WorkerJob> worker_jobs() {
  static const std::array<WorkerJob, 6> kJobs = {
      probe_job(), {kCallJob, [](const std::string& request) { return serve_call(request, &registry_of_recipe); }},
      {kSniffJob, &serve_sniff}, {kImportJob, &serve_import}, {kReportJob, &serve_report}, {kRenderJob, &serve_rendering}};
  return kJobs;
}

}  // namespace opora
