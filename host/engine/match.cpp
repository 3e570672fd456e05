#include "engine/match.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/dates.h"
#include "base/installation.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/host_build.h"
#include "engine/identify.h"
#include "engine/listing.h"
#include "engine/match_sides.h"
#include "engine/pack_extensions.h"
#include "engine/pack_sources.h"
#include "extend/indicator.h"
#include "report/csv_text.h"
#include "store/batches.h"
#include "store/facts.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

struct Prepared {
  ResolvedItem item;
  std::string digest;  // of its source and what that includes
  std::unique_ptr<Matching> matching;
  std::map<std::string, std::string> parameters;  // replaced values only
};

bool has_parameter(const MatchingInfo& info, const std::string& name) {
  return std::any_of(info.parameters.begin(), info.parameters.end(), [&](const Parameter& p) { return p.name == name; });
}

// Hands each "name=value" of the request to the matchings that declare the name.
Status distribute(const MatchRequest& request, std::vector<Prepared>& prepared) {
  for (const auto& [name, value] : request.parameters) {
    const auto dot = name.find('.');
    const std::string only = dot == std::string::npos ? "" : name.substr(0, dot), parameter = name.substr(dot == std::string::npos ? 0 : dot + 1);
    bool used = false;
    std::vector<std::string> known;
    for (Prepared& p : prepared) {
      const MatchingInfo& info = p.matching->info();
      for (const Parameter& declared : info.parameters) known.push_back(declared.name);
      if ((!only.empty() && only != info.id) || !has_parameter(info, parameter)) continue;
      p.parameters[parameter] = value;
      used = true;
    }
    if (used) continue;
    const auto guess = nearest(parameter, known);
    return make_error("CLI-010", tr_format("no matching of this call has the parameter \"{0}\"", name),
                      guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("there are: {0}", fmt::join(known, ", ")));
  }
  return {};
}

// The matchings that hold for the year, the pack's own and those it inherits.
Result<std::vector<std::string>> matchings_of(const PackLibrary& library, const MatchRequest& request) {
  if (!request.matchings.empty()) return request.matchings;
  OPORA_ASSIGN(const auto lineage, library.lineage(request.pack));
  std::vector<std::string> ids = ids_for_year(lineage, "matching", request.year);
  if (!ids.empty()) return ids;
  return make_error("PACK-034", tr_format("pack \"{0}\" has no matching for {1}", request.pack, request.year),
                    tr("name one among the items of pack.lua: kind = \"matching\", needing = \"id of a methodology\""));
}

Result<std::vector<Prepared>> prepare(const PackLibrary& library, const MatchRequest& request, PluginLoader& plugins) {
  OPORA_ASSIGN(const std::vector<std::string> ids, matchings_of(library, request));
  OPORA_ASSIGN(auto items, resolve(library, request.pack, "matching", request.year, ids));
  std::vector<Prepared> prepared;
  for (ResolvedItem& item : items) {
    OPORA_ASSIGN(const Extension extension, load_extension(item, installation().data / "scripts", plugins));
    OPORA_ASSIGN(auto matching, Matching::of(extension));
    Prepared p{std::move(item), extension.digest, std::move(matching), {}};
    for (const auto& [name, value] : p.item.item->parameters) p.parameters[name] = value;
    prepared.push_back(std::move(p));
  }
  OPORA_TRY(distribute(request, prepared));
  return prepared;
}

// --- whose lists count ------------------------------------------------------------------------------

struct Lists {
  ListedSchools needing;
  std::set<std::string> excluded;
  std::optional<RunId> excluded_by;
};

Result<RunId> run_methods(Store& store, const PackLibrary& library, const MatchRequest& request, const std::set<std::string>& methods) {
  IdentifyRequest identification;
  identification.pack = request.pack;
  identification.year = request.year;
  identification.methods = {methods.begin(), methods.end()};
  identification.actor = request.actor;
  identification.threads = request.threads;
  identification.isolation = request.isolation;
  identification.cancelled = request.cancelled;
  OPORA_ASSIGN(IdentifyReport report, identify(store, library, identification));
  if (!report.failed.empty()) return std::move(report.failed.front());
  return report.run.id;
}

Diagnostic no_such_list(const DecisionSet& decisions, RunId run, const std::string& wanted) {
  std::vector<std::string> names;
  for (const Category& one : decisions.categories) names.push_back(one.name);
  return make_error("CLI-015", tr_format("run {0} has no list \"{1}\"", run, wanted),
                    tr_format("name one of its lists with --category: {0}", fmt::join(names, ", ")));
}

// From the run of the request, or from a new one of the methodologies that the item names.
Result<Lists> lists_for(Store& store, const PackLibrary& library, const MatchRequest& request, const PackItem& item) {
  const std::set<std::string> excluding(item.excluding.begin(), item.excluding.end());
  std::set<std::string> methods = excluding;
  methods.insert(item.needing);
  RunId run = 0;
  if (request.run) {
    OPORA_ASSIGN(const RunRecord record, find_run(store, request.run));
    if (record.info.year != request.year)
      return make_error("CLI-014", tr_format("run {0} is of {1}, not of {2}", record.id, record.info.year, request.year),
                        tr("take a run of the same year: opora runs"));
    run = record.id;
  } else {
    OPORA_ASSIGN(run, run_methods(store, library, request, methods));
  }
  OPORA_ASSIGN(const DecisionSet decisions, load_decisions(store, run));
  Lists lists;
  lists.needing = on_lists(decisions, {item.needing}, request.category);
  lists.needing.run = run;
  if (lists.needing.category.empty()) return no_such_list(decisions, run, request.category.empty() ? item.needing : request.category);
  lists.excluded = on_lists(decisions, excluding, {}).codes;
  std::set<std::string> absent;
  for (const std::string& one : excluding)
    if (!has_lists(decisions, one)) absent.insert(one);
  if (absent.empty()) return lists;
  OPORA_ASSIGN(lists.excluded_by, run_methods(store, library, request, absent));
  OPORA_ASSIGN(const DecisionSet further, load_decisions(store, *lists.excluded_by));
  lists.excluded.merge(on_lists(further, absent, {}).codes);
  return lists;
}

// --- what is kept -----------------------------------------------------------------------------------

std::string parameters_json(const Prepared& p) {
  Json j = Json::object();
  for (const Parameter& one : p.matching->info().parameters) {
    const auto replaced = p.parameters.find(one.name);
    j[one.name] = {{"value", replaced == p.parameters.end() ? one.value : replaced->second}, {"title", one.title}, {"basis", one.basis}};
  }
  return j.dump();
}

std::string outputs_json(const MatchingInfo& info) {
  Json j = Json::object();
  for (const OutputColumn& one : info.outputs) j[one.name] = one.title.empty() ? one.name : one.title;
  return j.dump();
}

Json cell_json(const Column& column, std::int64_t row) {
  if (!column.valid(row)) return nullptr;
  switch (column.type()) {
    case ColumnType::kInt64: return column.int64()[static_cast<std::size_t>(row)];
    case ColumnType::kFloat64: return column.float64()[static_cast<std::size_t>(row)];
    case ColumnType::kDate: return to_iso(from_days(column.days()[static_cast<std::size_t>(row)]));
    case ColumnType::kText: break;
  }
  return std::string(column.text(row));
}

MatchRows rows_of(const MatchResult& result, const MatchingInfo& info) {
  MatchRows rows;
  const Frame& pairs = result.pairs;
  for (std::int64_t row = 0; row < pairs.rows(); ++row) {
    const auto text = [&](const char* name) { return std::string(pairs.find(name)->text(row)); };
    Json further = Json::object();
    for (const OutputColumn& one : info.outputs) further[one.name] = cell_json(*pairs.find(one.name), row);
    rows.pairs.push_back({text("school"), text("partner"), pairs.find("rank")->int64()[static_cast<std::size_t>(row)],
                          pairs.find("cost")->float64()[static_cast<std::size_t>(row)], text("reason"), further.dump()});
  }
  const Frame& unmatched = result.unmatched;
  for (std::int64_t row = 0; row < unmatched.rows(); ++row)
    rows.unmatched.push_back({std::string(unmatched.find("school")->text(row)), std::string(unmatched.find("reason")->text(row))});
  return rows;
}

Result<std::map<std::string, SchoolName>> school_names(const Store& store) {
  OPORA_ASSIGN(const Frame registry, schools(store));
  std::map<std::string, SchoolName> names;
  const auto text = [&](const char* column, std::int64_t row) {
    const Column& found = *registry.find(column);
    return found.valid(row) ? std::string(found.text(row)) : std::string();
  };
  for (std::int64_t row = 0; row < registry.rows(); ++row) names[text("school", row)] = {text("name", row), text("municipality", row)};
  return names;
}

// --- one matching -----------------------------------------------------------------------------------

// What the matchings of a call share.
struct Surroundings {
  const PackLibrary& library;
  const MatchRequest& request;
  const Pack& pack;
  const PackIndicators& indicators;
  std::vector<Scale> scales;
  Warnings& warnings;
};

Result<MatchResult> computed(const Store& store, const Surroundings& around, const Prepared& p, const Lists& lists, MatchInfo& info) {
  RunContext context;
  context.store = &store;
  context.year = around.request.year;
  context.threads = around.request.threads;
  context.cancelled = around.request.cancelled;
  context.registry = &around.indicators.registry;
  context.registry_recipe = around.indicators.recipe;
  context.shared = std::make_shared<SharedFrames>(around.scales);
  context.warnings = &around.warnings;
  const std::unique_ptr<FactSource> facts = facts_of(store, {}, context.shared);
  OPORA_ASSIGN(const Frame registry, facts->schools());
  MatchSides sides = sides_of_schools(registry, lists.needing.codes, lists.excluded);
  if (const std::string& table = p.item.item->offering; !table.empty()) {
    OPORA_ASSIGN(const Extension* extension, around.indicators.registry.need(OPORA_KIND_INDICATOR, table));
    OPORA_ASSIGN(const std::unique_ptr<Indicator> indicator, Indicator::of(*extension));
    OPORA_ASSIGN(const Frame rows, indicator->compute_on(*facts, context, {}));
    OPORA_ASSIGN(sides.offering, offering_of_table(rows));
  }
  info.offering = sides.offering.rows();
  return p.matching->match_on(*facts, context, p.parameters, sides);
}

Result<MatchReport> matched(Store& store, const Surroundings& around, const Prepared& p) {
  MatchInfo info;
  info.started_at = now_utc();
  OPORA_ASSIGN(const Lists lists, lists_for(store, around.library, around.request, *p.item.item));
  MatchRows rows;
  {
    OPORA_ASSIGN(const Snapshot snapshot, Snapshot::take(store));
    OPORA_ASSIGN(info.data_digest, data_digest(store));
    OPORA_ASSIGN(const MatchResult result, computed(store, around, p, lists, info));
    rows = rows_of(result, p.matching->info());
  }
  info.pack = around.pack.id, info.pack_version = around.pack.version, info.pack_digest = around.pack.digest;
  info.year = around.request.year;
  info.matching = p.matching->info().id, info.title = p.matching->info().title, info.digest = p.digest;
  info.params_json = parameters_json(p), info.outputs_json = outputs_json(p.matching->info());
  info.run = lists.needing.run, info.category = lists.needing.category, info.excluded_by = lists.excluded_by;
  info.excluded = static_cast<std::int64_t>(lists.excluded.size());
  info.host_version = host_version(), info.actor = around.request.actor;
  info.finished_at = now_utc();
  OPORA_ASSIGN(const MatchId id, save_match(store, info, rows));
  return stored_match(store, id);
}

}  // namespace

const SchoolName& MatchReport::named(const std::string& code) const {
  static const SchoolName kUnknown;
  const auto found = schools.find(code);
  return found == schools.end() ? kUnknown : found->second;
}

Result<MatchOutcome> match(Store& store, const PackLibrary& library, const MatchRequest& request) {
  PluginLoader plugins(plugin_places(host_build()), request.isolation);
  OPORA_ASSIGN(const auto prepared, prepare(library, request, plugins));
  OPORA_ASSIGN(const Pack* pack, library.find(request.pack));
  OPORA_ASSIGN(const PackIndicators indicators, indicators_of_pack(library, request.pack, request.year, installation().data / "scripts", plugins));
  Warnings warnings;
  Surroundings around{library, request, *pack, indicators, {}, warnings};
  OPORA_ASSIGN(around.scales, pack_scales(library, request.pack));
  MatchOutcome outcome;
  for (const Prepared& p : prepared) {
    OPORA_ASSIGN(MatchReport report, matched(store, around, p));
    outcome.reports.push_back(std::move(report));
  }
  outcome.warnings = warnings.told();
  return outcome;
}

Result<MatchReport> stored_match(const Store& store, std::optional<MatchId> id) {
  MatchReport report;
  OPORA_ASSIGN(report.record, find_match(store, id));
  OPORA_ASSIGN(report.rows, load_match(store, report.record.id));
  OPORA_ASSIGN(report.schools, school_names(store));
  return report;
}

std::vector<std::pair<std::string, std::string>> further_columns(const MatchReport& report) {
  std::vector<std::pair<std::string, std::string>> columns;
  const Json outputs = Json::parse(report.record.info.outputs_json, nullptr, false);
  if (outputs.is_object())
    for (const auto& [name, title] : outputs.items()) columns.emplace_back(name, title.is_string() ? title.get<std::string>() : name);
  return columns;
}

std::string further_value(const MatchPair& pair, const std::string& column) {
  const Json values = Json::parse(pair.further_json, nullptr, false);
  const auto found = values.is_object() ? values.find(column) : values.end();
  if (!values.is_object() || found == values.end() || found->is_null()) return {};
  if (found->is_number_float()) return fmt::format("{}", found->get<double>());
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string to_csv(const MatchReport& report) {
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += ',';
      append_csv_field(out, cells[i], ',');
    }
    out += '\n';
  };
  const auto columns = further_columns(report);
  std::vector<std::string> header = {"school", "name", "municipality", "rank", "partner", "partner_name", "partner_municipality", "cost", "reason"};
  for (const auto& [name, title] : columns) header.push_back(name);
  line(header);
  for (const MatchPair& pair : report.rows.pairs) {
    const SchoolName &school = report.named(pair.school), &partner = report.named(pair.partner);
    std::vector<std::string> cells = {pair.school, school.name, school.municipality, std::to_string(pair.rank), pair.partner, partner.name,
                                      partner.municipality, fmt::format("{}", pair.cost), pair.reason};
    for (const auto& [name, title] : columns) cells.push_back(further_value(pair, name));
    line(cells);
  }
  for (const UnmatchedSchool& alone : report.rows.unmatched) {
    const SchoolName& school = report.named(alone.school);
    std::vector<std::string> cells = {alone.school, school.name, school.municipality, "", "", "", "", "", alone.reason};
    cells.resize(header.size());
    line(cells);
  }
  return out;
}

}  // namespace opora
