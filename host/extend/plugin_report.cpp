#include "extend/plugin_report.h"

#include <nlohmann/json.hpp>

#include "extend/extension_calls.h"
#include "extend/importer.h"
#include "extend/native_library.h"
#include "extend/native_report.h"
#include "extend/service_values.h"

namespace opora {
namespace {

using nlohmann::json;

json json_of(const std::optional<double>& number) { return number ? json(*number) : json(); }
std::optional<double> number_of(const json& j) { return j.is_null() ? std::nullopt : std::optional<double>(j.get<double>()); }

json json_of(const Parameter& p) {
  return {{"name", p.name}, {"type", static_cast<int>(p.type)}, {"value", p.value}, {"basis", p.basis}, {"title", p.title},
          {"minimum", json_of(p.minimum)}, {"maximum", json_of(p.maximum)}, {"choices", p.choices}, {"unit", p.unit}, {"valid_from", p.valid_from}, {"valid_to", p.valid_to}};
}

template <class Enum>
Enum enum_of(const json& j, Enum last) {
  const int value = j.get<int>();
  if (value < 0 || value > static_cast<int>(last)) throw std::range_error("enumeration");
  return static_cast<Enum>(value);
}

Parameter parameter_of(const json& j) {
  return {j.at("name"), enum_of(j.at("type"), ParameterType::kScale), j.at("value"), j.at("basis"), j.at("title"),
          number_of(j.at("minimum")), number_of(j.at("maximum")), j.at("choices"), j.at("unit"), j.at("valid_from"), j.at("valid_to")};
}

json json_of(const OutputColumn& o) {
  return {{"name", o.name}, {"type", static_cast<int>(o.type)}, {"title", o.title}, {"unit", o.unit}, {"never_missing", o.never_missing},
          {"minimum", json_of(o.minimum)}, {"maximum", json_of(o.maximum)}};
}

OutputColumn output_of(const json& j) {
  return {j.at("name"), enum_of(j.at("type"), ColumnType::kDate), j.at("title"), j.at("unit"), j.at("never_missing"),
          number_of(j.at("minimum")), number_of(j.at("maximum"))};
}

json json_of(const Grounds& g) {
  return {{"source", g.source}, {"assumes", g.assumes}, {"uncertainty", g.uncertainty}, {"limits", g.limits}};
}

Grounds grounds_of(const json& j) { return {j.at("source"), j.at("assumes"), j.at("uncertainty"), j.at("limits")}; }

json json_of(const ReportedExtension& e);

template <class T>
json list_of(const std::vector<T>& values) {
  json list = json::array();
  for (const T& value : values) list.push_back(json_of(value));
  return list;
}

template <class T, class Read>
std::vector<T> read_list(const json& list, Read read) {
  std::vector<T> values;
  for (const json& one : list) values.push_back(read(one));
  return values;
}

json json_of(const ReportedExtension& e) {
  json j = {{"kind", e.kind}, {"id", e.id}};
  if (const auto& m = e.methodology)
    j["methodology"] = {{"id", m->id}, {"category", m->category}, {"title", m->title}, {"parameters", list_of(m->parameters)},
                        {"inputs", m->inputs}, {"each", m->each}, {"api", m->api}, {"grounds", json_of(m->grounds)}};
  if (const auto& i = e.indicator)
    j["indicator"] = {{"id", i->id}, {"title", i->title}, {"parameters", list_of(i->parameters)}, {"inputs", i->inputs},
                      {"outputs", list_of(i->outputs)}, {"api", i->api}, {"grounds", json_of(i->grounds)}};
  if (const auto& m = e.matching)
    j["matching"] = {{"id", m->id}, {"title", m->title}, {"parameters", list_of(m->parameters)}, {"inputs", m->inputs},
                     {"outputs", list_of(m->outputs)}, {"api", m->api}, {"grounds", json_of(m->grounds)}};
  if (const auto& i = e.importer) j["importer"] = {{"id", i->id}, {"title", i->title}, {"datasets", i->datasets}, {"endings", i->endings}};
  if (const auto& r = e.document) j["document"] = {{"id", r->id}, {"title", r->title}, {"scopes", r->scopes}, {"needs", r->needs}, {"parameters", list_of(r->parameters)}, {"api", r->api}};
  if (const auto& r = e.renderer) j["renderer"] = {{"id", r->id}, {"title", r->title}, {"ending", r->ending}, {"api", r->api}};
  return j;
}

ReportedExtension extension_of(const json& j) {
  ReportedExtension e{j.at("kind"), j.at("id"), {}, {}, {}};
  if (const auto it = j.find("methodology"); it != j.end())
    e.methodology = MethodologyInfo{it->at("id"), it->at("category"), it->at("title"), read_list<Parameter>(it->at("parameters"), parameter_of),
                                    it->at("inputs"), it->at("each"), it->at("api"), grounds_of(it->at("grounds"))};
  if (const auto it = j.find("indicator"); it != j.end())
    e.indicator = IndicatorInfo{it->at("id"), it->at("title"), read_list<Parameter>(it->at("parameters"), parameter_of), it->at("inputs"),
                                read_list<OutputColumn>(it->at("outputs"), output_of), it->at("api"), grounds_of(it->at("grounds"))};
  if (const auto it = j.find("matching"); it != j.end())
    e.matching = MatchingInfo{it->at("id"), it->at("title"), read_list<Parameter>(it->at("parameters"), parameter_of), it->at("inputs"),
                              read_list<OutputColumn>(it->at("outputs"), output_of), it->at("api"), grounds_of(it->at("grounds"))};
  if (const auto it = j.find("document"); it != j.end())
    e.document = ReportInfo{it->at("id"), it->at("title"), it->at("scopes"), it->at("needs"), read_list<Parameter>(it->at("parameters"), parameter_of), it->at("api")};
  if (const auto it = j.find("renderer"); it != j.end()) e.renderer = RendererInfo{it->at("id"), it->at("title"), it->at("ending"), it->at("api")};
  if (e.kind == OPORA_KIND_IMPORTER) {  // reports of older builds say nothing of it, and are none
    const json& i = j.at("importer");
    e.importer = ImporterInfo{i.at("id"), i.at("title"), i.at("datasets"), i.at("endings")};
  }
  return e;
}

std::string text_of(opora_text text) { return {text.data == nullptr ? "" : text.data, text.size}; }

Extension entry(const std::shared_ptr<NativeLibrary>& library, const std::string& shown, std::string_view kind, const void* table, std::uint32_t index) {
  Extension extension;
  extension.kind = kind;
  extension.id = "#" + std::to_string(index + 1);  // until its description tells
  extension.origin = shown;
  extension.table = table;
  extension.index = index;
  extension.owner = library;
  return extension;
}

Status describe_methodologies(const std::shared_ptr<NativeLibrary>& library, const std::string& shown, PluginReport& report) {
  const auto* table = static_cast<const opora_methodology_kind*>(library->kind(OPORA_KIND_METHODOLOGY));
  if (table == nullptr) return {};
  OPORA_ASSIGN(const opora_methodology_kind kind, read_struct(table));
  for (std::uint32_t i = 0; i < kind.count; ++i) {
    OPORA_ASSIGN(const auto methodology, Methodology::of(entry(library, shown, OPORA_KIND_METHODOLOGY, table, i)));
    report.extensions.push_back({OPORA_KIND_METHODOLOGY, methodology->info().id, methodology->info(), {}, {}});
  }
  return {};
}

Status describe_indicators(const std::shared_ptr<NativeLibrary>& library, const std::string& shown, PluginReport& report) {
  const auto* table = static_cast<const opora_indicator_kind*>(library->kind(OPORA_KIND_INDICATOR));
  if (table == nullptr) return {};
  OPORA_ASSIGN(const opora_indicator_kind kind, read_struct(table));
  for (std::uint32_t i = 0; i < kind.count; ++i) {
    OPORA_ASSIGN(const auto indicator, Indicator::of(entry(library, shown, OPORA_KIND_INDICATOR, table, i)));
    report.extensions.push_back({OPORA_KIND_INDICATOR, indicator->info().id, {}, indicator->info(), {}});
  }
  return {};
}

Status describe_matchings(const std::shared_ptr<NativeLibrary>& library, const std::string& shown, PluginReport& report) {
  const auto* table = static_cast<const opora_matching_kind*>(library->kind(OPORA_KIND_MATCHING));
  if (table == nullptr) return {};
  OPORA_ASSIGN(const opora_matching_kind kind, read_struct(table));
  for (std::uint32_t i = 0; i < kind.count; ++i) {
    OPORA_ASSIGN(const auto matching, Matching::of(entry(library, shown, OPORA_KIND_MATCHING, table, i)));
    report.extensions.push_back({OPORA_KIND_MATCHING, matching->info().id, {}, {}, matching->info()});
  }
  return {};
}

Status describe_importers(const std::shared_ptr<NativeLibrary>& library, const std::string& shown, PluginReport& report) {
  const auto* table = static_cast<const opora_importer_kind*>(library->kind(OPORA_KIND_IMPORTER));
  if (table == nullptr) return {};
  OPORA_ASSIGN(const opora_importer_kind kind, read_struct(table));
  for (std::uint32_t i = 0; i < kind.count; ++i) {
    OPORA_ASSIGN(const auto importer, Importer::of(entry(library, shown, OPORA_KIND_IMPORTER, table, i)));
    report.extensions.push_back({OPORA_KIND_IMPORTER, importer->info().id, {}, {}, {}, importer->info()});
  }
  return {};
}

Status describe_reports(const std::shared_ptr<NativeLibrary>& library, const std::string& shown, PluginReport& report) {
  const auto* table = static_cast<const opora_report_kind*>(library->kind(OPORA_KIND_REPORT));
  if (table == nullptr) return {};
  OPORA_ASSIGN(const opora_report_kind kind, read_struct(table));
  for (std::uint32_t i = 0; i < kind.count; ++i) {
    auto made = native_report(library, shown, table, i);
    if (!made.ok()) return bad_description(entry(library, shown, OPORA_KIND_REPORT, table, i), made.error());
    ReportedExtension& one = report.extensions.emplace_back(ReportedExtension{OPORA_KIND_REPORT, (*made)->info.id, {}, {}, {}});
    one.document = (*made)->info;
  }
  return {};
}

Status describe_renderers(const std::shared_ptr<NativeLibrary>& library, const std::string& shown, PluginReport& report) {
  const auto* table = static_cast<const opora_renderer_kind*>(library->kind(OPORA_KIND_RENDERER));
  if (table == nullptr) return {};
  OPORA_ASSIGN(const opora_renderer_kind kind, read_struct(table));
  for (std::uint32_t i = 0; i < kind.count; ++i) {
    auto made = native_renderer(library, shown, table, i);
    if (!made.ok()) return bad_description(entry(library, shown, OPORA_KIND_RENDERER, table, i), made.error());
    ReportedExtension& one = report.extensions.emplace_back(ReportedExtension{OPORA_KIND_RENDERER, (*made)->info.id, {}, {}, {}});
    one.renderer = (*made)->info;
  }
  return {};
}

}  // namespace

const std::string& ReportedExtension::title() const {
  if (methodology) return methodology->title;
  if (indicator) return indicator->title;
  if (matching) return matching->title;
  if (importer) return importer->title;
  if (document) return document->title;
  return renderer ? renderer->title : id;
}

const ReportedExtension* PluginReport::find(std::string_view kind, std::string_view extension_id) const {
  for (const ReportedExtension& one : extensions)
    if (one.kind == kind && one.id == extension_id) return &one;
  return nullptr;
}

Result<PluginReport> describe_plugin(const std::shared_ptr<NativeLibrary>& library, const std::string& shown) {
  const opora_descriptor& d = library->descriptor();
  PluginReport report{text_of(d.id), text_of(d.name), text_of(d.version), text_of(d.vendor), text_of(d.licence), text_of(d.build), text_of(d.headers),
                      std::to_string(library->entry().abi_major) + "." + std::to_string(library->entry().abi_minor), {}, {}};
  OPORA_ASSIGN(report.kinds, read_texts(d.kinds, d.kind_count));
  OPORA_TRY(describe_methodologies(library, shown, report));
  OPORA_TRY(describe_indicators(library, shown, report));
  OPORA_TRY(describe_matchings(library, shown, report));
  OPORA_TRY(describe_importers(library, shown, report));
  OPORA_TRY(describe_reports(library, shown, report));
  OPORA_TRY(describe_renderers(library, shown, report));
  return report;
}

std::string encode_report(const PluginReport& r) {
  const json j = {{"id", r.id}, {"name", r.name}, {"version", r.version}, {"vendor", r.vendor}, {"licence", r.licence}, {"build", r.build},
                  {"headers", r.headers}, {"interface", r.interface}, {"kinds", r.kinds}, {"extensions", list_of(r.extensions)}};
  return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<PluginReport> decode_report(std::string_view text) {
  try {
    const json j = json::parse(text);
    return PluginReport{j.at("id"), j.at("name"), j.at("version"), j.at("vendor"), j.at("licence"), j.at("build"), j.at("headers"),
                        j.at("interface"), j.at("kinds"), read_list<ReportedExtension>(j.at("extensions"), extension_of)};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace opora
