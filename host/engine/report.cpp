#include "engine/report.h"

#include <algorithm>

#include "base/installation.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/find_school.h"
#include "engine/host_build.h"
#include "engine/pack_extensions.h"
#include "engine/report_material.h"

namespace opora {
namespace {

Result<std::vector<ResolvedItem>> report_items(const PackLibrary& packs, const std::string& pack, int year) {
  OPORA_ASSIGN(const auto lineage, packs.lineage(pack));
  std::vector<std::string> ids = ids_for_year(lineage, "report", year);
  if (ids.empty()) return std::vector<ResolvedItem>();
  std::sort(ids.begin(), ids.end());
  return resolve(packs, pack, "report", year, ids);
}

Result<Report> load_report(const ResolvedItem& item, Isolation isolation) {
  PluginLoader plugins(plugin_places(host_build()), isolation);
  OPORA_ASSIGN(const Extension extension, load_extension(item, installation().data / "scripts", plugins));
  return Report::of(extension);
}

std::map<std::string, std::string> set_by_pack(const ResolvedItem& item) { return {item.item->parameters.begin(), item.item->parameters.end()}; }

Diagnostic unknown_report(const ReportRequest& request, int year, const std::vector<ResolvedItem>& items) {
  std::vector<std::string> ids;
  for (const ResolvedItem& item : items) ids.push_back(item.item->id);
  const auto guess = nearest(request.report, ids);
  return make_error("REPORT-002", tr_format("pack \"{0}\" offers no report \"{1}\" for {2}", request.pack, request.report, year),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("see what there is: opora reports --pack {0}", request.pack));
}

// Settings of the command line that are parameters of the report; the others are words for the document.
void split_settings(const ReportInfo& info, const ReportRequest& request, std::map<std::string, std::string>& parameters,
                    std::vector<std::pair<std::string, std::string>>& document) {
  for (const auto& [name, value] : request.settings) {
    const bool declared = std::any_of(info.parameters.begin(), info.parameters.end(), [&](const Parameter& one) { return one.name == name; });
    if (declared) parameters[name] = value;
    else document.emplace_back(name, value);
  }
}

// The year for which the report is chosen, before anything is read: the request's, or that of the list or run it names.
Result<int> year_of(const Store& store, const ReportRequest& request) {
  if (request.year) return *request.year;
  if (!request.list.empty()) {
    OPORA_ASSIGN(const SchoolsOfList list, listed_schools(store, nullptr, request.list));
    return list.year;
  }
  auto run = find_run(store, request.run);
  if (run.ok()) return run->info.year;
  if (request.run) return run.take_error();
  return int{request.on.year()};
}

}  // namespace

std::string_view scope_code(ReportScope scope) {
  return scope == ReportScope::kRegion ? "region" : scope == ReportScope::kMunicipality ? "municipality" : "school";
}

Result<std::vector<OfferedReport>> offered_reports(const PackLibrary& packs, const std::string& pack, int year, Isolation isolation) {
  OPORA_ASSIGN(const std::vector<ResolvedItem> items, report_items(packs, pack, year));
  std::vector<OfferedReport> offered;
  for (const ResolvedItem& item : items) {
    OPORA_ASSIGN(const Report report, load_report(item, isolation));
    offered.push_back({report.info(), item.display_path});
    OPORA_ASSIGN(offered.back().info.parameters, with_values(report.info().parameters, set_by_pack(item)));
  }
  return offered;
}

ReportDesk::ReportDesk(Report report, std::unique_ptr<const ReportMaterial> material) : report_(std::move(report)), material_(std::move(material)) {}
ReportDesk::ReportDesk(ReportDesk&&) noexcept = default;
ReportDesk& ReportDesk::operator=(ReportDesk&&) noexcept = default;
ReportDesk::~ReportDesk() = default;

Result<ReportDesk> ReportDesk::open(const Store& store, const PackLibrary& packs, ReportRequest request) {
  OPORA_ASSIGN(const int year, year_of(store, request));
  request.year = year;
  OPORA_ASSIGN(const std::vector<ResolvedItem> items, report_items(packs, request.pack, year));
  const auto item = std::find_if(items.begin(), items.end(), [&](const ResolvedItem& one) { return one.item->id == request.report; });
  if (item == items.end()) return unknown_report(request, year, items);
  OPORA_ASSIGN(Report report, load_report(*item, request.isolation));
  if (!report.info().has_scope(scope_code(request.scope)))
    return make_error("REPORT-003", tr_format("the report \"{0}\" is not made for the scope \"{1}\"", request.report, scope_code(request.scope)),
                      tr_format("it is made for: {0}; a school is named by --school, a municipality by --municipality", fmt::join(report.info().scopes, ", ")));
  std::map<std::string, std::string> parameters = set_by_pack(*item);
  std::vector<std::pair<std::string, std::string>> document;
  split_settings(report.info(), request, parameters, document);
  OPORA_ASSIGN(auto material, gather_material(store, packs, std::move(request), report.info()));
  material->document = std::move(document);
  OPORA_ASSIGN(material->small, report.small_cells(parameters));
  ReportDesk desk(std::move(report), std::move(material));
  desk.parameters_ = std::move(parameters);
  return desk;
}

int ReportDesk::year() const { return material_->year; }

std::vector<ReportSubject> ReportDesk::subjects() const {
  const Frame& registry = material_->registry;
  std::vector<ReportSubject> subjects;
  std::unordered_set<std::string> seen;
  const bool of_schools = material_->request.scope == ReportScope::kSchool;
  for (std::int64_t row = 0; row < registry.rows(); ++row) {
    const std::string municipality = registry_text(registry, "municipality", row);
    if (of_schools) subjects.push_back({registry_text(registry, "school", row), municipality, registry_text(registry, "name", row)});
    else if (!municipality.empty() && seen.insert(municipality).second) subjects.push_back({"", municipality, municipality});
  }
  std::sort(subjects.begin(), subjects.end(), [](const ReportSubject& a, const ReportSubject& b) {
    return std::tie(a.municipality, a.name, a.school) < std::tie(b.municipality, b.name, b.school);
  });
  return subjects;
}

Result<ReportSubject> ReportDesk::subject(const std::string& school, const std::string& municipality) const {
  const Frame& registry = material_->registry;
  if (!school.empty()) {
    OPORA_ASSIGN(const std::int64_t row, find_school(registry, school));
    return ReportSubject{registry_text(registry, "school", row), registry_text(registry, "municipality", row), registry_text(registry, "name", row)};
  }
  if (municipality.empty()) return ReportSubject{"", "", material_->pack->name};
  std::vector<std::string> known;
  for (std::int64_t row = 0; row < registry.rows(); ++row) {
    known.push_back(registry_text(registry, "municipality", row));
    if (to_lower(known.back()) == to_lower(municipality)) return ReportSubject{"", known.back(), known.back()};
  }
  const auto guess = nearest(municipality, known);
  return make_error("REPORT-003", tr_format("there is no municipality \"{0}\"", municipality),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr("write it as the registry of schools does"));
}

Result<Document> ReportDesk::write(const Store& store, const ReportSubject& subject, Warnings* warnings) const {
  OPORA_ASSIGN(const ReportFields context, report_context(store, *material_, report_.info(), subject));
  OPORA_ASSIGN(Document document, report_.write(context, parameters_, warnings));
  document.sources = material_->sources;
  return document;
}

}  // namespace opora
