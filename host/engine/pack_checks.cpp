#include "engine/pack_checks.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "base/messages.h"
#include "base/text.h"
#include "engine/pack_extensions.h"
#include "engine/pack_place.h"
#include "engine/pack_sources.h"
#include "extend/native_library.h"
#include "opora/abi/all.h"
#include "plans/plan_file.h"
#include "plans/programme_measures.h"
#include "plans/registers.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using conformance::failed;
using conformance::Finding;
using conformance::Group;
using conformance::passed;
using conformance::Setting;
using conformance::skipped;
using conformance::Subject;
using conformance::warning;
using conformance::words_of;

constexpr int kYearsAhead = 3;  // of an item that is valid without end

using Opened = PlacedPack;
constexpr auto open_pack = &place_folder;

int last_year(const PackItem& item) { return item.valid_to != 0 ? item.valid_to : item.valid_from + kYearsAhead; }

Result<ResolvedItem> item_of(const Opened& opened, const PackItem& item) {
  OPORA_ASSIGN(std::vector<ResolvedItem> items, resolve(*opened.library, opened.pack->id, item.kind, item.valid_from, {item.id}));
  return std::move(items.front());
}

// Relative paths of all files; hidden ones are no part of a pack.
std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed_to;
  for (auto it = fs::recursive_directory_iterator(folder, failed_to); !failed_to && it != fs::recursive_directory_iterator(); it.increment(failed_to)) {
    const bool hidden = it->path().filename().string().starts_with('.');
    if (hidden && it->is_directory(failed_to)) it.disable_recursion_pending();
    if (!hidden && !it->is_directory(failed_to)) files.push_back(it->path().lexically_relative(folder));
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Like load_extension(), but nobody needs to trust native code that is checked.
Result<Extension> load_item(const ResolvedItem& item, const fs::path& shared_library) {
  if (item.file.extension() != ".so") {
    PluginLoader none(plugin_places({}));
    return load_extension(item, shared_library, none);
  }
  OPORA_ASSIGN(std::shared_ptr<NativeLibrary> library, load_native(item.file, item.display_path));
  return native_extension(std::move(library), "opora." + item.item->kind + "/1", item.item->id);
}

Result<Registry> indicators_for(const Opened& opened, int year, const fs::path& shared_library) {
  Registry registry;
  OPORA_ASSIGN(const auto lineage, opened.library->lineage(opened.pack->id));
  std::set<std::string> ids;
  for (const Pack* pack : lineage)
    for (const PackItem& item : pack->items)
      if (item.kind == "indicator" && item.valid_from <= year && (item.valid_to == 0 || year <= item.valid_to)) ids.insert(item.id);
  if (ids.empty()) return registry;
  OPORA_ASSIGN(const auto items, resolve(*opened.library, opened.pack->id, "indicator", year, {ids.begin(), ids.end()}));
  for (const ResolvedItem& item : items) {
    OPORA_ASSIGN(Extension extension, load_item(item, shared_library));
    extension.parameters.insert(item.item->parameters.begin(), item.item->parameters.end());
    OPORA_TRY(registry.add(std::move(extension)));
  }
  return registry;
}

Finding manifest(const Subject& subject, const Setting&) {
  std::vector<Diagnostic> problems;
  const auto pack = load_pack(subject.file, problems);
  if (!pack.ok()) return failed(pack.error());
  std::string all;
  for (const Diagnostic& problem : problems) all += (all.empty() ? "" : "\n      ") + words_of(problem);
  if (!problems.empty()) return failed(all);
  const std::string folder = fs::weakly_canonical(subject.file).filename().string();
  if (pack->id != folder) return warning(tr_format("the folder is called \"{0}\", the pack \"{1}\"; give both one name", folder, pack->id));
  return passed();
}

// Body on a pack that can be opened.
using PackBody = std::function<Finding(const Opened&)>;
std::function<Finding(const Subject&, const Setting&)> on_pack(PackBody body) {
  return [body = std::move(body)](const Subject& subject, const Setting&) {
    const auto opened = open_pack(subject.file);
    return opened.ok() ? body(*opened) : failed(opened.error());
  };
}

Finding bases(const Opened& opened) {
  const auto lineage = opened.library->lineage(opened.pack->id);
  return lineage.ok() ? passed() : failed(lineage.error());
}

Finding years(const Opened& opened) {
  for (const PackItem& item : opened.pack->items)
    for (int year = item.valid_from; year <= last_year(item); ++year) {
      const auto found = resolve(*opened.library, opened.pack->id, item.kind, year, {item.id});
      if (!found.ok()) return failed(tr_format("{0}: {1}", year, words_of(found.error())));
    }
  return passed();
}

Finding no_links(const Subject& subject, const Setting&) {
  for (const fs::path& file : files_of(subject.file))
    if (fs::is_symlink(subject.file / file)) return failed(tr_format("{0} is a link; a pack holds its files itself", file.string()));
  return passed();
}

Finding permissions(const Subject& subject, const Setting&) {
  for (const fs::path& file : files_of(subject.file)) {
    struct stat status {};
    if (stat((subject.file / file).c_str(), &status) != 0 || (status.st_mode & (S_IWGRP | S_IWOTH)) == 0) continue;
    const std::string words = tr_format("others than the owner may write {0}; chmod go-w", file.string());
    return file.extension() == ".so" ? failed(words) : warning(words);
  }
  return passed();
}

Finding texts(const Subject& subject, const Setting&) {
  for (const fs::path& file : files_of(subject.file)) {
    if (file.extension() != ".lua") continue;
    std::ifstream in(subject.file / file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    if (!is_utf8(text)) return failed(tr_format("{0} is not UTF-8; save it in that encoding", file.string()));
    if (text.starts_with("\xEF\xBB\xBF")) return failed(tr_format("{0} begins with a byte order mark; save it without", file.string()));
    if (text.starts_with("\x1b")) return failed(tr_format("{0} is compiled Lua; packs hold sources", file.string()));
  }
  return passed();
}

Finding unused_files(const Opened& opened) {
  std::set<std::string> named = {"pack.lua"};
  for (const auto* list : {&opened.pack->profiles, &opened.pack->scales, &opened.pack->words, &opened.pack->organisation_files, &opened.pack->plans}) named.insert(list->begin(), list->end());
  named.insert({opened.pack->deadline_words, opened.pack->registers, opened.pack->plan_columns, opened.pack->programme});
  for (const PackItem& item : opened.pack->items) named.insert(item.source);
  for (const fs::path& file : files_of(opened.pack->folder)) {
    const bool code = file.extension() == ".lua" || file.extension() == ".so";
    if (code && !named.contains(file.generic_string()) && *file.begin() != "lib" && *file.begin() != "tests" && file.parent_path() != "reports/lib")
      return warning(tr_format("pack.lua does not name {0}; name it, move it to lib/, or remove it", file.generic_string()));
  }
  return passed();
}

Finding items_explained(const Opened& opened) {
  for (const PackItem& item : opened.pack->items)
    if (item.reference.empty()) return warning(tr_format("\"{0}\" names no act behind it; add reference = \"…\"", item.id));
  return passed();
}

// The methodologies and the indicator that a matching names, for its first year.
Status others_there(const Opened& opened, const PackItem& item) {
  std::vector<std::string> methods = item.excluding;
  if (!item.needing.empty()) methods.push_back(item.needing);
  if (!methods.empty()) OPORA_TRY(resolve(*opened.library, opened.pack->id, "methodology", item.valid_from, methods));
  if (!item.offering.empty()) OPORA_TRY(resolve(*opened.library, opened.pack->id, "indicator", item.valid_from, {item.offering}));
  return {};
}

Status item_loads(const Opened& opened, const PackItem& item, const fs::path& shared_library) {
  OPORA_ASSIGN(const ResolvedItem resolved, item_of(opened, item));
  OPORA_ASSIGN(const Extension extension, load_item(resolved, shared_library));
  if (extension.id != item.id)
    return make_error("PACK-035", tr_format("pack.lua calls it \"{0}\", the file \"{1}\"", item.id, extension.id), tr("give both the same id"));
  OPORA_TRY(others_there(opened, item));
  OPORA_ASSIGN(ExtensionWords words, words_of_extension(extension));
  const std::map<std::string, std::string> values(item.parameters.begin(), item.parameters.end());
  const auto with = with_values(std::move(words.parameters), values);
  return with.ok() ? Status() : Status(with.error());
}

Finding items_load(const Opened& opened, const fs::path& shared_library) {
  for (const PackItem& item : opened.pack->items)
    if (const Status loaded = item_loads(opened, item, shared_library); !loaded.ok())
      return failed(tr_format("{0}: {1}", item.source.empty() ? item.plugin : item.source, words_of(loaded.error())));
  return passed();
}

Finding sources_load(const Opened& opened) {
  if (opened.pack->profiles.empty() && opened.pack->scales.empty()) return skipped(tr("the pack has no source profiles and scales"));
  const auto found = pack_sources(*opened.library);
  return found.ok() ? passed() : failed(found.error());
}

// "methodology:stably-low" of a row: an item of the pack or of a base. Documents and campaigns are told by others.
bool performs_something(const std::vector<const Pack*>& lineage, const std::string& performs) {
  const auto colon = performs.find(':');
  const std::string kind = performs.substr(0, colon), id = colon == std::string::npos ? "" : performs.substr(colon + 1);
  if (kind == "report" || kind == "campaign") return !id.empty();
  return std::any_of(lineage.begin(), lineage.end(), [&](const Pack* pack) {
    return std::any_of(pack->items.begin(), pack->items.end(), [&](const PackItem& item) { return item.kind == kind && item.id == id; });
  });
}

Finding plans_load(const Opened& opened) {
  if (opened.pack->plans.empty() && opened.pack->registers.empty() && opened.pack->deadline_words.empty() && opened.pack->programme.empty()) return skipped(tr("the pack has no plans"));
  const auto lineage = opened.library->lineage(opened.pack->id);
  if (!lineage.ok()) return failed(lineage.error());
  if (const auto registers = registers_of(*lineage); !registers.ok()) return failed(registers.error());
  if (!opened.pack->programme.empty())
    if (const auto measures = programme_measures_of(*lineage); !measures.ok()) return failed(measures.error());
  if (!opened.pack->deadline_words.empty())
    if (const auto words = deadline_words_of(*lineage); !words.ok()) return failed(words.error());
  const auto plans = plans_of(*lineage);
  if (!plans.ok()) return failed(plans.error());
  for (const Plan& plan : *plans)
    for (const Measure& measure : plan.measures)
      for (const std::string& performs : measure.work.performs)
        if (!performs_something(*lineage, performs))
          return failed(tr_format("plan \"{0}\", row {1}: the pack has no \"{2}\"", plan.id, measure.text.number, performs));
  for (const Plan& plan : *plans)
    for (const Diagnostic& remark : remarks_on(plan))
      if (remark.code == "PLAN-012" || remark.code == "PLAN-016") return warning(tr_format("plan \"{0}\": {1}", plan.id, remark.message));
  return passed();
}

Subject script_subject(const Opened& opened, const PackItem& item, const fs::path& shared_library) {
  Subject subject{item.source, conformance::kScript, opened.pack->folder / item.source, 0, {}};
  subject.year = std::clamp(2024, item.valid_from, last_year(item));
  subject.open = [opened, &item, shared_library, year = subject.year]() -> Result<conformance::Opened> {
    conformance::Opened found;
    OPORA_ASSIGN(const ResolvedItem resolved, item_of(opened, item));
    OPORA_ASSIGN(Extension extension, load_item(resolved, shared_library));
    OPORA_ASSIGN(Registry indicators, indicators_for(opened, year, shared_library));
    found.extensions.push_back(std::move(extension));
    found.indicators = std::make_shared<const Registry>(std::move(indicators));
    return found;
  };
  return subject;
}

// A plugin with the pack's indicators around it, which its own may ask for.
Subject plugin_subject(const Opened& opened, const fs::path& file, const PackItem& item, const fs::path& shared_library) {
  Subject subject = conformance::native_subject(file, item.source.empty() ? item.plugin : item.source);
  const int year = std::clamp(subject.year, item.valid_from, last_year(item));
  subject.open = [alone = subject.open, opened, shared_library, year]() -> Result<conformance::Opened> {
    OPORA_ASSIGN(conformance::Opened found, alone());
    OPORA_ASSIGN(Registry indicators, indicators_for(opened, year, shared_library));
    found.indicators = std::make_shared<const Registry>(std::move(indicators));
    return found;
  };
  return subject;
}

}  // namespace

std::vector<conformance::Check> pack_checks(const CheckedPack& pack) {
  const auto load = [shared = pack.shared_library](const Opened& opened) { return items_load(opened, shared); };
  constexpr auto kGroup = Group::kPack;
  constexpr auto kForm = conformance::kPack;
  return {
      {"manifest", kGroup, kForm, tr_later("pack.lua can be read, and everything in it is as it has to be"), "", &manifest},
      {"no-links", kGroup, kForm, tr_later("no file is a link"), "", &no_links},
      {"pack-permissions", kGroup, kForm, tr_later("nobody but the owner may write the files"), "", &permissions},
      {"texts-readable", kGroup, kForm, tr_later("scripts are sources in UTF-8"), "", &texts},
      {"bases-resolve", kGroup, kForm, tr_later("the packs that it extends are there, and not in a circle"), "manifest", on_pack(&bases)},
      {"years-resolve", kGroup, kForm, tr_later("each item has exactly one version for each of its years"), "bases-resolve", on_pack(&years)},
      {"items-load", kGroup, kForm, tr_later("each item loads under its id, and takes the parameters of pack.lua"), "bases-resolve", on_pack(load)},
      {"sources-load", kGroup, kForm, tr_later("source profiles, word tables and scales are in order"), "bases-resolve", on_pack(&sources_load)},
      {"plans-load", kGroup, kForm, tr_later("plans, registers and the words of deadlines are in order, and rows name what there is"), "bases-resolve", on_pack(&plans_load)},
      {"items-explained", kGroup, kForm, tr_later("each item names the act behind it"), "manifest", on_pack(&items_explained)},
      {"no-unused-files", kGroup, kForm, tr_later("no script or plugin lies about without being named"), "manifest", on_pack(&unused_files)},
  };
}

Result<std::vector<Subject>> pack_subjects(const CheckedPack& pack) {
  OPORA_ASSIGN(const Opened opened, open_pack(pack.folder));
  std::vector<Subject> subjects;
  std::set<std::string> plugins;
  for (const PackItem& item : opened.pack->items) {
    OPORA_ASSIGN(const ResolvedItem resolved, item_of(opened, item));
    if (!item.plugin.empty()) continue;  // ships with the host, which is checked where it is built
    if (item.kind == "report") continue;  // is read by items-load; what it writes depends on a store
    if (resolved.file.extension() != ".so") subjects.push_back(script_subject(opened, item, pack.shared_library));
    else if (plugins.insert(resolved.file.string()).second)
      subjects.push_back(plugin_subject(opened, resolved.file, item, pack.shared_library));
  }
  return subjects;
}

}  // namespace opora
