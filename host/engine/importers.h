// Importers of plugins, for files that no source profile recognises: those that packs name, then those that ship
// with Opora. Looked for on the main thread, when the first file needs them.
// DATA-035 two importers are equally sure of a file.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "extend/importer.h"
#include "extend/plugin_loader.h"
#include "intake/mapping.h"
#include "packs/pack.h"

namespace opora {

struct NamedImporter {
  SourceProfile profile;  // id "ru.opora.csv-results/results" and title, as batches and protocols show them
  std::string plugin;     // id of the plugin
  std::string digest;     // of the plugin's file, hex
  std::shared_ptr<const Importer> importer;
};

struct ImporterSet {
  std::vector<NamedImporter> importers;  // ascending by id
  std::vector<Diagnostic> broken;        // plugins that cannot be used
};

// Of two different plugins with an importer of the same id the pack's counts; the other is broken (ABI-007).
// Importers run where `isolation` says: by default those that do not ship with Opora in a worker, one a file.
ImporterSet load_importers(const PackLibrary& packs, Isolation isolation = Isolation::kUnlessShipped);

// "ru.opora.csv-results/results", or the plugin's id alone when it brings one importer.
std::vector<const NamedImporter*> importers_named(const ImporterSet& set, const std::string& name);

// The one that is surest of the file; nullptr when none knows it. EXT-* when none does and one failed at the look at it.
Result<const NamedImporter*> importer_for(const ImporterSet& set, const std::filesystem::path& file);

// Reads the file and maps it like one of a profile: the same gates, counts and places.
Result<MappedFile> map_by_importer(const NamedImporter& importer, const std::filesystem::path& file, const MappingSetup& setup,
                                   const std::set<std::string>& known_schools, const std::function<void(std::int64_t bytes)>& progress);

}  // namespace opora
