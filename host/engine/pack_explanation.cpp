#include "engine/pack_explanation.h"

#include <algorithm>
#include <set>

#include "base/installation.h"
#include "base/messages.h"
#include "engine/host_build.h"
#include "engine/pack_extensions.h"
#include "engine/pack_tests.h"
#include "extend/parameter_dates.h"

namespace opora {
namespace {

bool holds_for(const PackItem& item, int year) { return item.valid_from <= year && (item.valid_to == 0 || year <= item.valid_to); }

std::string origin_of(const ExplainedVersion& version) {
  const PackItem& item = *version.item;
  return item.source.empty() ? item.plugin : "regions/" + version.pack->folder.filename().string() + "/" + item.source;
}

// Every version of an item in the lineage, the pack's own first.
std::vector<ExplainedVersion> versions_of(const std::vector<const Pack*>& lineage, const std::string& kind, const std::string& id) {
  std::vector<ExplainedVersion> versions;
  for (const Pack* pack : lineage)
    for (const PackItem& item : pack->items)
      if (item.kind == kind && item.id == id) versions.push_back({pack, &item});
  return versions;
}

std::string why(const ExplainedItem& explained, int year) {
  const PackItem& chosen = *explained.chosen.item;
  std::string text = explained.others.empty() ? std::string(tr("the only version")) : tr_format("valid {0}, which holds {1}", validity_text(chosen), year);
  for (const ExplainedVersion& other : explained.others) {
    const bool base = other.pack != explained.chosen.pack;
    text += "; " + (base ? tr_format("before that of the base: {0} ({1})", origin_of(other), validity_text(*other.item))
                         : tr_format("another version: {0} ({1})", origin_of(other), validity_text(*other.item)));
  }
  if (!chosen.replaces.empty()) text += "; " + tr_format("replaces {0} on purpose", chosen.replaces);
  return text;
}

Status describe(const ResolvedItem& item, int year, PluginLoader& plugins, ExplainedItem& explained) {
  OPORA_ASSIGN(const Extension extension, load_extension(item, installation().data / "scripts", plugins));
  OPORA_ASSIGN(ExtensionWords words, words_of_extension(extension));
  explained.title = std::move(words.title), explained.category = std::move(words.category);
  const auto& given = item.item->parameters;
  const std::map<std::string, std::string> values(given.begin(), given.end());
  for (const auto& [name, value] : given) explained.from_pack.push_back(name);
  OPORA_ASSIGN(explained.parameters, with_values(std::move(words.parameters), values));
  explained.warnings = outdated(explained.parameters, item.item->id, year);
  return {};
}

ExplainedItem explain_item(const PackLibrary& library, const std::vector<const Pack*>& lineage, const PackItem& named, int year, PluginLoader& plugins) {
  ExplainedItem explained;
  explained.kind = named.kind, explained.id = named.id;
  for (const ExplainedVersion& version : versions_of(lineage, named.kind, named.id)) {
    if (explained.chosen.item == nullptr && holds_for(*version.item, year)) explained.chosen = version;
    else explained.others.push_back(version);
  }
  auto found = resolve(library, lineage.front()->id, named.kind, year, {named.id});
  if (!found.ok()) explained.problems.push_back(found.take_error());
  if (explained.chosen.item == nullptr) return explained;
  explained.inherited = explained.chosen.pack != lineage.front();
  explained.why = why(explained, year);
  if (!found.ok()) return explained;
  if (Status described = describe(found->front(), year, plugins, explained); !described.ok()) explained.problems.push_back(described.take_error());
  return explained;
}

}  // namespace

std::string manifest_of(const Pack& pack) { return "regions/" + pack.folder.filename().string() + "/pack.lua"; }

std::string validity_text(const PackItem& item) {
  return item.valid_to == 0 ? tr_format("from {0}", item.valid_from) : tr_format("{0} to {1}", item.valid_from, item.valid_to);
}

bool PackExplanation::in_order() const {
  return problems.empty() && std::all_of(items.begin(), items.end(), [](const ExplainedItem& item) { return item.problems.empty(); });
}

Result<PackExplanation> explain_pack(const PackLibrary& library, const Pack& pack, int year) {
  PackExplanation explanation;
  explanation.year = year;
  OPORA_ASSIGN(explanation.lineage, library.lineage(pack.id));
  for (const Pack* one : explanation.lineage) {
    auto report = lock_report(*one);
    if (!report.ok()) explanation.problems.push_back(report.take_error());
    else if (report->state == LockState::kChanged) explanation.problems.push_back(lock_broken(*one, *report));
    explanation.locks.push_back(report.ok() ? report->state : LockState::kChanged);
  }
  PluginLoader plugins(plugin_places(host_build()));
  std::set<std::pair<std::string, std::string>> told;
  for (const Pack* one : explanation.lineage)
    for (const PackItem& item : one->items)
      if (told.emplace(item.kind, item.id).second) explanation.items.push_back(explain_item(library, explanation.lineage, item, year, plugins));
  return explanation;
}

std::vector<PackSummary> list_packs(const PackLibrary& library) {
  std::vector<PackSummary> summaries;
  for (const Pack& pack : library.packs()) {
    PackSummary summary{&pack, LockState::kDraft, 0, 0, 0, names_of_tests(pack).size(), std::nullopt};
    std::set<std::pair<std::string, std::string>> items;
    bool endless = false;
    for (const PackItem& item : pack.items) {
      items.emplace(item.kind, item.id);
      summary.first_year = summary.first_year == 0 ? item.valid_from : std::min(summary.first_year, item.valid_from);
      summary.last_year = std::max(summary.last_year, item.valid_to);
      endless = endless || item.valid_to == 0;
    }
    if (endless) summary.last_year = 0;
    summary.items = items.size();
    auto lock = lock_report(pack);
    if (lock.ok()) summary.lock = lock->state;
    else summary.problem = lock.take_error();
    if (auto lineage = library.lineage(pack.id); !lineage.ok() && !summary.problem) summary.problem = lineage.take_error();
    summaries.push_back(std::move(summary));
  }
  return summaries;
}

}  // namespace opora
