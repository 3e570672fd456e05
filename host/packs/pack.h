// Packs: folders under regions/ that carry a region's methodologies, source profiles and scales.
// `pack.lua` declares everything; nothing in a pack is found by its name alone.
// Errors: PACK-020 no such pack, PACK-021 two packs with one id, PACK-022 circular `extends`,
// PACK-023 a path leaves the pack or is missing, PACK-024 no version for the year, PACK-025 two
// versions for the year, PACK-026 gap between versions, PACK-027 shadows an item of the base, PACK-028 ends before it begins,
// PACK-029 an item names both or neither of source and plugin, PACK-030 no such plugin ships with this Opora,
// PACK-033 a matching does not say for whom, or another item does, PACK-034 a shipped file is another plugin than
// pack.lua says, PACK-039 the pack was changed while it was in use, PACK-035 a file calls its extension otherwise than pack.lua.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "packs/data_file.h"
#include "packs/organisations.h"

namespace opora {

// One version of an item: valid for the years valid_from … valid_to (0: open).
struct PackItem {
  std::string kind;       // "methodology", "indicator", "importer", "matching", "report", "renderer"
  std::string id;         // "low-results"
  std::string source;     // path inside the pack, or
  std::string plugin;     // id of a plugin that ships with Opora: "ru.opora.objectivity"
  int valid_from = 0;
  int valid_to = 0;
  std::string reference;  // the act behind this version
  std::string replaces;   // "ru/low-results": shadows the base pack's item on purpose
  std::vector<std::pair<std::string, std::string>> parameters;  // values that differ from the script's
  // Of a matching.
  std::string needing;                 // methodology whose list holds the schools that need a partner
  std::vector<std::string> excluding;  // methodologies whose lists disqualify a partner school
  std::string offering;                // indicator that gives the partners (people, organisations); empty: other schools
  std::int64_t line = 0;               // of pack.lua, where its id stands
};

// A file of a pack: its path from the folder, and the SHA-256 of its bytes, hex.
struct PackFile {
  std::string path, digest;
};

struct Pack {
  std::string id;         // "ru-smo"
  std::string name;       // "Смоленская область"
  std::string level;      // federal, region, municipality
  std::string version;
  std::string extends;    // id of the base pack, or empty
  std::vector<PackItem> items;
  std::vector<std::string> profiles;  // paths of source profiles
  std::vector<std::string> scales;    // paths of scale tables
  std::vector<std::string> words;     // paths of word tables that the profiles share
  std::vector<std::string> organisation_files;
  std::vector<Organisation> organisations;  // of these files
  std::vector<std::string> plans;           // paths of plans
  std::string deadline_words;               // path of the words of deadlines; empty: the base's
  std::string registers;                    // path of the kinds of registers; empty: the base's
  std::string programme;                    // path of the measures of schools' programmes; empty: the base's
  std::string plan_columns;                 // path of what columns of plans are called; empty: the base's
  std::map<std::string, std::string> titles;  // of the codes used in checks: RU → русский язык
  std::filesystem::path folder;
  std::vector<PackFile> files{};  // all of the folder but pack.lock and what is hidden, ascending by path
  std::string digest{};   // SHA-256 over the names and bytes of those files, hex
};

// All packs of a folder of packs, and of its resolution.
class PackLibrary {
 public:
  // Reads every */pack.lua below `folder`. A pack that cannot be read is kept with its reason and
  // reported when it is asked for, so that one broken pack does not disturb the others.
  static Result<PackLibrary> open(const std::filesystem::path& folder);

  Result<const Pack*> find(const std::string& id) const;
  // The pack, then its bases: {"ru-smo", "ru"}. PACK-020, PACK-022.
  Result<std::vector<const Pack*>> lineage(const std::string& id) const;
  const std::vector<Pack>& packs() const { return packs_; }
  const std::vector<Diagnostic>& broken() const { return broken_; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  std::vector<Pack> packs_;
  std::vector<Diagnostic> broken_;
};

Result<Pack> load_pack(const std::filesystem::path& folder);
// The same with every problem of its items at once, not the first alone; an error is what cannot be read at all.
Result<Pack> load_pack(const std::filesystem::path& folder, std::vector<Diagnostic>& problems);

// All files of the pack, ascending by path: path and bytes. PACK-039 when they are no longer what they were when the pack was loaded.
Result<std::vector<std::pair<std::string, std::string>>> files_of_pack(const Pack& pack);

// Ids of the items of `kind` that hold for `year` in the packs of a lineage, each once: the pack's own before the inherited.
std::vector<std::string> ids_for_year(const std::vector<const Pack*>& lineage, const std::string& kind, int year);

// An item chosen for a year, and where it comes from.
struct ResolvedItem {
  const Pack* pack = nullptr;
  const PackItem* item = nullptr;
  std::string display_path;  // "regions/ru-smo/2019/low_results.lua"
  std::string text;          // the source; of a plugin nothing, its loader reads it
  std::filesystem::path file;  // where it was read: in the pack, or a plugin that ships with the host
  std::filesystem::path root;  // the folder that the file belongs to
  std::string digest;        // of the source, hex; of a plugin nothing
  std::vector<const Pack*> bases = {};  // that `pack` extends, the nearest first
};

// The items of `kind` that hold for `year`: those of the pack itself, and for names in `wanted` also
// those it inherits. Exactly one version of each; PACK-024 … PACK-027 otherwise.
Result<std::vector<ResolvedItem>> resolve(const PackLibrary& library, const std::string& pack, const std::string& kind,
                                          int year, const std::vector<std::string>& wanted);

// The file of a plugin that ships with Opora, named after the last part of its id: ru.opora.csv-results is
// csv_results.so. PACK-030.
Result<std::filesystem::path> shipped_plugin(const std::string& id);

// The file of an item: its source inside the pack (PACK-023), or the shipped plugin that it names (PACK-030);
// and the folder that the file must not leave.
struct ItemFile {
  std::filesystem::path file, root;
};
Result<ItemFile> file_of(const Pack& pack, const PackItem& item);

// One version of an item with its source, whatever the year.
Result<ResolvedItem> resolved(const Pack& pack, const PackItem& item);

// A file inside the pack, read as text; never outside it, through links either (PACK-023).
Result<std::string> read_inside(const Pack& pack, const std::string& path);

}  // namespace opora
