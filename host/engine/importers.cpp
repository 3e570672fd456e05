#include "engine/importers.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/digest.h"
#include "base/installation.h"
#include "base/messages.h"
#include "engine/host_build.h"
#include "extend/plugin_loader.h"
#include "opora/abi/kinds/importer.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHead = 64 * 1024;
constexpr std::size_t kMostClasses = 200;  // of findings in one file

// --- finding importers ---------------------------------------------------------------------------

SourceProfile profile_of(const std::string& plugin, const Importer& importer) {
  SourceProfile profile;
  profile.id = plugin + "/" + importer.info().id;
  profile.title = importer.info().title;
  profile.origin = importer.origin();
  for (const std::string& dataset : importer.info().datasets) {
    if (dataset == "results") profile.results.emplace();
    if (dataset == "schools") profile.registry.emplace();
  }
  return profile;
}

class Collection {
 public:
  explicit Collection(Isolation isolation) : loader_(plugin_places(host_build()), isolation) {}
  void add_packs(const PackLibrary& packs);
  void add_shipped();
  ImporterSet take();

 private:
  Status add(const PluginFile& plugin, const std::string& only);
  Status add_item(const Pack& pack, const PackItem& item);

  // One plugin that cannot be used does not disturb the others.
  void note(Status status) {
    if (status.ok()) return;
    Diagnostic error = status.take_error();
    const auto said = [&](const Diagnostic& d) { return render_terminal(d, false) == render_terminal(error, false); };
    if (std::none_of(set_.broken.begin(), set_.broken.end(), said)) set_.broken.push_back(std::move(error));
  }

  PluginLoader loader_;
  ImporterSet set_;
  std::map<std::string, std::string> seen_;  // id → digest of its plugin
  std::map<std::string, std::string> places_;
};

// The importers of a plugin, or the one called `only`.
Status Collection::add(const PluginFile& plugin, const std::string& only) {
  PluginStatus status = loader_.look(plugin);
  if (status.error) return *std::move(status.error);
  const std::string& digest = status.digest;
  const std::string& shown = plugin.shown;
  for (const ReportedExtension& offered : status.report->extensions) {
    if (offered.kind != OPORA_KIND_IMPORTER || (!only.empty() && offered.id != only)) continue;
    OPORA_ASSIGN(const Extension extension, loader_.extension(plugin, OPORA_KIND_IMPORTER, offered.id));
    OPORA_ASSIGN(std::shared_ptr<const Importer> importer, Importer::of(extension));
    NamedImporter named{profile_of(status.report->id, *importer), status.report->id, digest, std::move(importer)};
    const auto [known, added] = seen_.try_emplace(named.profile.id, digest);
    if (!added && known->second != digest)
      return make_error("ABI-007", tr_format("two extensions have the id \"{0}\": {1} and {2}", named.profile.id, places_[named.profile.id], shown),
                        tr("give one of them another id"));
    if (!added) continue;
    places_[named.profile.id] = shown;
    set_.importers.push_back(std::move(named));
  }
  return {};
}

// Of several versions the latest: a file does not say which year's rules it is for.
Status Collection::add_item(const Pack& pack, const PackItem& item) {
  OPORA_ASSIGN(const ResolvedItem found, resolved(pack, item));
  OPORA_ASSIGN(const PluginFile* plugin, loader_.read(found.file, found.root, found.display_path));
  return add(*plugin, item.id);
}

void Collection::add_packs(const PackLibrary& packs) {
  for (const Pack& pack : packs.packs())
    for (const PackItem& item : pack.items) {
      if (item.kind != "importer") continue;
      const bool latest = std::none_of(pack.items.begin(), pack.items.end(), [&](const PackItem& other) {
        return other.kind == item.kind && other.id == item.id && other.valid_from > item.valid_from;
      });
      if (!latest) continue;
      note(add_item(pack, item));
    }
}

void Collection::add_shipped() {
  std::error_code absent;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(installation().plugins, absent))
    if (entry.path().extension() == ".so") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const auto plugin = read_plugin(file, installation().plugins, file.filename().string());
    note(plugin.ok() ? add(*plugin, {}) : Status(Diagnostic(plugin.error())));
  }
}

ImporterSet Collection::take() {
  std::sort(set_.importers.begin(), set_.importers.end(), [](const NamedImporter& a, const NamedImporter& b) { return a.profile.id < b.profile.id; });
  return std::move(set_);
}

// --- reading -------------------------------------------------------------------------------------

// The profile that a table's fields stand for: each field is a column of its own name.
Result<SourceProfile> profile_of(const SourceProfile& importer, const ImportedTable& table) {
  SourceProfile profile;
  profile.id = importer.id, profile.title = importer.title, profile.origin = importer.origin;
  const auto column = [](const std::string& name) { return ColumnName{{name}, {}}; };
  if (table.dataset == "schools") profile.registry.emplace();
  else profile.results.emplace();
  std::map<std::string, ColumnName*> places = {{"school", &profile.school.column}};
  if (profile.registry) {
    places.insert({{"name", &profile.registry->name.column}, {"municipality", &profile.registry->municipality.column},
                   {"region", &profile.registry->region.column}});
  } else {
    ResultsSection& results = *profile.results;
    results.variants.emplace_back();
    results.absent = {OPORA_VARIANT_ABSENT};
    results.gender.male = {"male"}, results.gender.female = {"female"};
    ProcedureSource& procedure = results.procedure;
    places.insert({{"kind", &procedure.kind.column}, {"subject", &procedure.subject.column}, {"grade", &procedure.grade.column},
                   {"year", &procedure.year.column}, {"level", &procedure.level.column}, {"score", &results.total},
                   {"max_score", &results.maximum}, {"mark", &results.mark}, {"journal", &results.journal},
                   {"participant", &results.participant}, {"class", &results.class_label.column},
                   {"gender", &results.gender.column}, {"variant", &results.variants.front()}});
  }
  for (const ImportedField& field : table.fields) {
    const auto place = places.find(field.name);
    if (place == places.end())
      return make_error("DATA-036", tr_format("the dataset '{0}' has no field '{1}'", table.dataset, field.name), tr("report it to the plugin's author"));
    *place->second = column(field.name);
  }
  if (profile.results && !profile.results->variants.front().given()) profile.results->variants.clear();
  return profile;
}

SheetLayout layout_of(const ImportedTable& table, std::size_t sheet) {
  SheetLayout layout;
  layout.sheet = sheet;
  layout.title = table.sheet;
  layout.header_line = table.header_line;
  for (const ImportedField& field : table.fields) layout.headers.push_back(field.name);
  layout.headers_raw = layout.headers;
  return layout;
}

CellKind kind_of(const ImportedCell& cell) {
  if (cell.text.empty()) return CellKind::kEmpty;
  return cell.type == ColumnType::kText ? CellKind::kText : cell.type == ColumnType::kDate ? CellKind::kDate : CellKind::kNumber;
}

class MappingTaker : public RowTaker {
 public:
  MappingTaker(const SourceProfile& importer, const TableFeed& feed) : importer_(importer), feed_(feed) {}

  Status table(ImportedTable table) override {
    OPORA_ASSIGN(SourceProfile profile, profile_of(importer_, table));
    profiles_.push_back(std::make_unique<SourceProfile>(std::move(profile)));
    std::vector<std::int32_t>& columns = columns_.emplace_back();
    for (const ImportedField& field : table.fields) columns.push_back(field.column);
    rejected_.push_back(0);
    return feed_.table(*profiles_.back(), layout_of(table, columns_.size() - 1));
  }

  Status rows(const ImportedRows& rows) override {
    block_.rows = rows.rows, block_.columns = rows.columns;
    block_.lines = rows.lines;
    block_.cells.clear();
    for (const ImportedCell& cell : rows.cells) block_.cells.push_back({cell.text, kind_of(cell)});
    return feed_.rows(block_);
  }

  Status finding(ImportedFinding found) override {
    classes_.emplace(found.code, found.message);
    if (classes_.size() > kMostClasses)
      return make_error("DATA-036", tr("the importer tells too many kinds of findings apart"), tr("what differs from row to row belongs into the value of a finding"));
    if (found.severity == Severity::kError) ++rejected_.back();
    const auto sheet = static_cast<std::uint32_t>(columns_.empty() ? 0 : columns_.size() - 1);
    const std::string value = is_harmless(found.value) ? found.value : hidden_value(found.value);
    found_.add({found.code, found.severity, found.message, found.help, !value.empty()}, {sheet, found.line, found.column, value});
    return {};
  }

  // What the importer found and left out itself, and the columns as the file has them.
  void complete(MappedFile& file) const {
    file.defects.place_columns(columns_);
    file.defects.merge(found_);
    for (std::size_t sheet = 0; sheet < rejected_.size() && sheet < file.sheets.size(); ++sheet)
      for (BatchCounts* counts : {&file.sheets[sheet].counts, &file.draft.counts}) {
        counts->rows += rejected_[sheet];
        counts->rejected += rejected_[sheet];
      }
  }

 private:
  const SourceProfile& importer_;
  const TableFeed& feed_;
  std::vector<std::unique_ptr<SourceProfile>> profiles_;
  std::vector<std::vector<std::int32_t>> columns_;  // of each table: where its fields stand in the file
  std::vector<std::int64_t> rejected_;
  RowBlock block_;
  DefectLog found_;
  std::set<std::pair<std::string, std::string>> classes_;  // code and message
};

}  // namespace

ImporterSet load_importers(const PackLibrary& packs, Isolation isolation) {
  Collection collection(isolation);
  collection.add_packs(packs);
  collection.add_shipped();
  return collection.take();
}

std::vector<const NamedImporter*> importers_named(const ImporterSet& set, const std::string& name) {
  std::vector<const NamedImporter*> named;
  for (const NamedImporter& one : set.importers)
    if (one.profile.id == name || one.plugin == name) named.push_back(&one);
  return named;
}

Result<const NamedImporter*> importer_for(const ImporterSet& set, const fs::path& file) {
  std::string head(kHead, '\0');
  OPORA_ASSIGN(const std::size_t size, source_of(file).read(0, head));
  head.resize(size);
  int best = 0;
  std::vector<const NamedImporter*> surest;
  std::optional<Diagnostic> failed;
  for (const NamedImporter& one : set.importers) {
    Result<int> score = one.importer->sniff(file.filename().string(), head);
    if (!score.ok()) {  // that takes nothing from an importer that knows the file
      if (!failed) failed = score.take_error();
      continue;
    }
    if (*score > best) best = *score, surest.clear();
    if (*score > 0 && *score == best) surest.push_back(&one);
  }
  if (surest.empty() && failed) return *std::move(failed);
  if (surest.size() <= 1) return surest.empty() ? nullptr : surest.front();
  std::vector<std::string> names;
  for (const NamedImporter* one : surest) names.push_back(one->profile.id + " (" + one->importer->origin() + ")");
  return make_error("DATA-035", tr_format("several importers are equally sure of this file: {0}", fmt::join(names, ", ")),
                    tr("Choose one with --profile."));
}

Result<MappedFile> map_by_importer(const NamedImporter& importer, const fs::path& file, const MappingSetup& setup,
                                   const std::set<std::string>& known_schools, const std::function<void(std::int64_t bytes)>& progress) {
  std::int64_t reached = 0;  // an importer may read the same bytes again
  const ImportSource source = source_of(file, [&](std::int64_t offset) {
    if (offset > reached && progress) progress(offset - reached);
    reached = std::max(reached, offset);
  });
  std::unique_ptr<MappingTaker> taker;  // its profiles outlive the mapping
  TableFeed kept;
  Result<MappedFile> mapped = map_tables(
      [&](const TableFeed& feed) {
        kept = feed;
        taker = std::make_unique<MappingTaker>(importer.profile, kept);
        return importer.importer->read(source, *taker);
      },
      setup, known_schools);
  if (mapped.ok()) taker->complete(*mapped);
  return mapped;
}

}  // namespace opora
