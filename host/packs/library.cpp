#include <algorithm>
#include <system_error>

#include "base/digest.h"
#include "base/files.h"
#include "base/messages.h"
#include "base/text.h"
#include "packs/pack.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

bool holds_for(const PackItem& item, int year) {
  return item.valid_from <= year && (item.valid_to == 0 || item.valid_to >= year);
}

std::string years_text(const PackItem& item) {
  return item.valid_to == 0 ? tr_format("from {0}", item.valid_from) : tr_format("{0} to {1}", item.valid_from, item.valid_to);
}

// The version of `id` that holds for the year, searched from the pack down its bases.
Result<ResolvedItem> resolve_one(const std::vector<const Pack*>& lineage, const std::string& kind, const std::string& wanted, int year) {
  const auto slash = wanted.find('/');
  const std::string of_pack = slash == std::string::npos ? "" : wanted.substr(0, slash);
  const std::string id = slash == std::string::npos ? wanted : wanted.substr(slash + 1);
  std::vector<std::string> known, versions;
  for (const Pack* pack : lineage) {
    for (const PackItem& item : pack->items) {
      if (item.kind != kind) continue;
      known.push_back(item.id);
      if (item.id != id || (!of_pack.empty() && of_pack != pack->id)) continue;
      if (holds_for(item, year)) return resolved(*pack, item);
      versions.push_back(pack->id + "/" + (item.source.empty() ? item.plugin : item.source) + " (" + years_text(item) + ")");
    }
  }
  if (!versions.empty())
    return make_error("PACK-024", tr_format("\"{0}\" has no version for {1}", id, year),
                      tr_format("there are: {0}", fmt::join(versions, ", ")));
  const auto guess = nearest(id, known);
  return make_error("PACK-024", tr_format("pack \"{0}\" has no {1} \"{2}\"", lineage.front()->id, kind, wanted),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("there are: {0}", fmt::join(known, ", ")));
}

// By the pack itself, or by a base that is nearer than lineage[place], whose item the pack replaces in turn.
bool replaced_on_purpose(const std::vector<const Pack*>& lineage, std::size_t place, const PackItem& base) {
  const std::string name = lineage[place]->id + "/" + base.id;
  const auto replaces = [&](const PackItem& item) { return item.kind == base.kind && item.id == base.id && item.replaces == name; };
  return std::any_of(lineage.begin(), lineage.begin() + static_cast<std::ptrdiff_t>(place),
                     [&](const Pack* nearer) { return std::any_of(nearer->items.begin(), nearer->items.end(), replaces); });
}

}  // namespace

Result<ResolvedItem> resolved(const Pack& pack, const PackItem& item) {
  OPORA_ASSIGN(ItemFile place, file_of(pack, item));
  const bool script = place.file.extension() != ".so";
  std::string text = script ? read_whole(place.file).value_or("") : std::string();
  std::string digest = script ? to_hex(digest_of(text)) : std::string();
  std::string shown = item.plugin.empty() ? "regions/" + pack.folder.filename().string() + "/" + item.source : item.plugin;
  return ResolvedItem{&pack, &item, std::move(shown), std::move(text), std::move(place.file), std::move(place.root), std::move(digest)};
}

Result<PackLibrary> PackLibrary::open(const fs::path& folder) {
  std::error_code failed, ignored;
  PackLibrary library;
  library.folder_ = folder;
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (fs::exists(entry.path() / "pack.lua", ignored)) folders.push_back(entry.path());
  if (failed || folders.empty())
    return make_error("PACK-020", tr_format("there are no packs in {0}", folder.string()),
                      tr("give the folder of packs with --regions or OPORA_REGIONS"));
  std::sort(folders.begin(), folders.end());
  for (const fs::path& path : folders) {
    auto pack = load_pack(path);
    if (!pack) {
      library.broken_.push_back(pack.take_error());
      continue;
    }
    for (const Pack& other : library.packs_)
      if (other.id == pack->id)
        return make_error("PACK-021", tr_format("two packs have the id \"{0}\": {1} and {2}", pack->id,
                                                other.folder.filename().string(), path.filename().string()));
    library.packs_.push_back(*std::move(pack));
  }
  return library;
}

Result<const Pack*> PackLibrary::find(const std::string& id) const {
  std::vector<std::string> known;
  for (const Pack& pack : packs_) {
    if (pack.id == id) return &pack;
    known.push_back(pack.id);
  }
  for (const Diagnostic& reason : broken_)
    if (!reason.spans.empty() && reason.spans.front().file.starts_with("regions/" + id + "/")) return Diagnostic(reason);
  const auto guess = nearest(id, known);
  return make_error("PACK-020", tr_format("there is no pack \"{0}\"", id),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("there are: {0}", fmt::join(known, ", ")));
}

Result<std::vector<const Pack*>> PackLibrary::lineage(const std::string& id) const {
  std::vector<const Pack*> line;
  for (std::string next = id; !next.empty(); next = line.back()->extends) {
    OPORA_ASSIGN(const Pack* pack, find(next));
    if (std::find(line.begin(), line.end(), pack) != line.end())
      return make_error("PACK-022", tr_format("pack \"{0}\" extends itself through \"{1}\"", id, line.back()->id));
    line.push_back(pack);
  }
  return line;
}

std::vector<std::string> ids_for_year(const std::vector<const Pack*>& lineage, const std::string& kind, int year) {
  std::vector<std::string> ids;
  for (const Pack* pack : lineage)
    for (const PackItem& item : pack->items) {
      const bool holds = item.valid_from <= year && (item.valid_to == 0 || item.valid_to >= year);
      if (item.kind == kind && holds && std::find(ids.begin(), ids.end(), item.id) == ids.end()) ids.push_back(item.id);
    }
  return ids;
}

Result<std::vector<ResolvedItem>> resolve(const PackLibrary& library, const std::string& pack_id, const std::string& kind,
                                          int year, const std::vector<std::string>& wanted) {
  OPORA_ASSIGN(const auto lineage, library.lineage(pack_id));
  std::vector<std::string> ids = wanted;
  if (ids.empty())
    for (const PackItem& item : lineage.front()->items)
      if (item.kind == kind && holds_for(item, year)) ids.push_back(item.id);
  if (ids.empty())
    return make_error("PACK-024", tr_format("pack \"{0}\" has no {1} for {2}", pack_id, kind, year),
                      tr("choose another --year, or name a method of the base pack"));
  std::vector<ResolvedItem> items;
  for (const std::string& id : ids) {
    OPORA_ASSIGN(ResolvedItem item, resolve_one(lineage, kind, id, year));
    item.bases.assign(std::find(lineage.begin(), lineage.end(), item.pack) + 1, lineage.end());
    for (std::size_t i = 1; i < lineage.size() && item.pack == lineage.front(); ++i)
      for (const PackItem& base : lineage[i]->items)
        if (base.kind == kind && base.id == item.item->id && !replaced_on_purpose(lineage, i, base))
          return make_error("PACK-027", tr_format("\"{0}\" of pack \"{1}\" hides the one of pack \"{2}\"", base.id, pack_id, lineage[i]->id),
                            tr_format("say so with replaces = \"{0}/{1}\", or choose another id", lineage[i]->id, base.id));
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace opora
