#include "engine/figures.h"

#include <algorithm>
#include <unordered_map>

#include "base/dates.h"
#include "base/installation.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/find_school.h"
#include "engine/host_build.h"
#include "engine/pack_extensions.h"
#include "engine/pack_sources.h"
#include "opora/abi/all.h"
#include "report/csv_text.h"
#include "store/facts.h"

namespace opora {
namespace {

constexpr const char* kLevels[] = {"region", "municipality"};

Diagnostic unknown_indicator(const FiguresRequest& request, const Registry& registry) {
  std::vector<std::string> ids;
  for (const Extension& one : registry.extensions()) ids.push_back(one.id);
  const auto guess = nearest(request.indicator, ids);
  return make_error("CLI-050", tr_format("pack \"{0}\" offers no indicator \"{1}\" for {2}", request.pack, request.indicator, request.year),
                    guess ? tr_format("did you mean \"{0}\"?", *guess)
                          : tr_format("see what there is: opora indicator --pack {0} --year {1}", request.pack, request.year));
}

// The schools of the region or municipality `name`.
Result<Condition> territory_condition(const Frame& registry, const std::string& name) {
  std::vector<std::string> known;
  for (const char* level : kLevels) {
    const Column* places = registry.find(level);
    if (places == nullptr) continue;
    if (places->dictionary()->find(name) >= 0) return Condition{level, Comparison::kEqual, name};
    known.insert(known.end(), places->dictionary()->texts().begin(), places->dictionary()->texts().end());
  }
  const auto guess = nearest(name, known);
  return make_error("CLI-053", tr_format("there is no region or municipality \"{0}\"", name),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr("write it as the registry of schools does"));
}

// The codes of schools whose rows are asked for.
Result<std::vector<std::string>> wanted_schools(const Frame& registry, const FiguresRequest& request) {
  if (!request.school.empty()) {
    OPORA_ASSIGN(const std::int64_t row, find_school(registry, request.school));
    return std::vector<std::string>{registry_text(registry, "school", row)};
  }
  OPORA_ASSIGN(const Condition of_territory, territory_condition(registry, request.territory));
  OPORA_ASSIGN(const Frame inside, where(registry, {of_territory}));
  std::vector<std::string> codes;
  for (std::int64_t row = 0; row < inside.rows(); ++row) codes.push_back(registry_text(inside, "school", row));
  return codes;
}

Result<Frame> rows_of_schools(const Frame& frame, const Frame& registry, const FiguresRequest& request) {
  if (request.school.empty() && request.territory.empty()) return frame;
  const Column* school = frame.find("school");
  if (school == nullptr || school->type() != ColumnType::kText)
    return make_error("CLI-052", tr_format("the indicator \"{0}\" gives no figures by school", request.indicator), tr("leave out --school and --territory"));
  OPORA_ASSIGN(std::vector<std::string> codes, wanted_schools(registry, request));
  return where(frame, {{"school", Comparison::kEqual, std::move(codes)}});
}

Result<Frame> sorted(const Frame& frame, const std::string& by) {
  if (by.empty()) return frame;
  const bool descending = by.starts_with('-');
  const std::string column = by.substr(descending ? 1 : 0);
  if (frame.has(column)) return sort(frame, {{column, descending}});
  const auto guess = nearest(column, frame.names());
  return make_error("CLI-051", tr_format("the indicator has no column \"{0}\" to sort by", column),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("there are: {0}", fmt::join(frame.names(), ", ")));
}

Frame first_rows(const Frame& frame, std::int64_t limit) {
  if (limit <= 0 || limit >= frame.rows()) return frame;
  std::vector<std::int64_t> order(static_cast<std::size_t>(limit));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int64_t>(i);
  return frame.take(order);
}

// Codes of schools → names, for columns of text in which every value is the code of a school.
class SchoolNames {
 public:
  explicit SchoolNames(const Frame& registry) {
    for (std::int64_t row = 0; row < registry.rows(); ++row)
      names_[registry_text(registry, "school", row)] = registry_text(registry, "name", row);
  }

  std::optional<Column> of(const Column& codes) const {
    if (codes.type() != ColumnType::kText || codes.null_count() == codes.size()) return std::nullopt;
    std::vector<std::string> names;
    std::vector<std::uint8_t> known;
    for (std::int64_t row = 0; row < codes.size(); ++row) {
      const auto found = codes.valid(row) ? names_.find(std::string(codes.text(row))) : names_.end();
      if (codes.valid(row) && found == names_.end()) return std::nullopt;
      known.push_back(found != names_.end() && !found->second.empty());
      names.push_back(found != names_.end() ? found->second : std::string());
    }
    return Column::of_text(names, known);
  }

 private:
  std::unordered_map<std::string, std::string> names_;
};

std::vector<FigureColumn> columns_of(const Frame& frame, const IndicatorInfo& info, const SchoolNames& schools) {
  std::vector<FigureColumn> columns;
  for (const OutputColumn& output : info.outputs) {
    const std::string title = output.title.empty() ? output.name : output.title;
    const Column& values = *frame.find(output.name);
    columns.push_back({output.name, output.unit.empty() ? title : title + ", " + output.unit, values});
    if (auto names = schools.of(values)) columns.push_back({{}, tr("name of the school"), *std::move(names)});
  }
  return columns;
}

std::string cell_text(const Column& column, std::int64_t row, char mark) {
  if (!column.valid(row)) return {};
  switch (column.type()) {
    case ColumnType::kText: return std::string(column.text(row));
    case ColumnType::kDate: return to_iso(from_days(column.days()[static_cast<std::size_t>(row)]));
    case ColumnType::kInt64: return std::to_string(column.int64()[static_cast<std::size_t>(row)]);
    case ColumnType::kFloat64: break;
  }
  std::string text = fmt::format("{}", column.float64()[static_cast<std::size_t>(row)]);
  std::replace(text.begin(), text.end(), '.', mark);
  return text;
}

// Lines of the columns for which `header` gives a text.
template <class Header>
std::string csv(const Figures& figures, char separator, char mark, const char* line_end, Header header) {
  std::string out;
  const auto line = [&](auto&& text) {
    bool first = true;
    for (const FigureColumn& column : figures.columns) {
      if (header(column).empty()) continue;
      if (!first) out += separator;
      first = false;
      append_csv_field(out, text(column), separator);
    }
    out += line_end;
  };
  line(header);
  for (std::int64_t row = 0; row < figures.rows; ++row) line([&](const FigureColumn& column) { return cell_text(column.values, row, mark); });
  return out;
}

}  // namespace

Result<std::vector<OfferedIndicator>> offered_indicators(const PackLibrary& packs, const std::string& pack, int year, Isolation isolation) {
  PluginLoader plugins(plugin_places(host_build()), isolation);
  OPORA_ASSIGN(const PackIndicators indicators, indicators_of_pack(packs, pack, year, installation().data / "scripts", plugins));
  std::vector<OfferedIndicator> offered;
  for (const Extension& one : indicators.registry.extensions()) {
    OfferedIndicator& out = offered.emplace_back();
    out.origin = one.origin;
    out.info.id = one.id;
    if (one.refused) {
      out.refused = *one.refused;
      continue;
    }
    OPORA_ASSIGN(const std::unique_ptr<Indicator> indicator, Indicator::of(one));
    out.info = indicator->info();
  }
  return offered;
}

Result<Figures> figures(const Store& store, const PackLibrary& packs, const FiguresRequest& request) {
  PluginLoader plugins(plugin_places(host_build()), request.isolation);
  OPORA_ASSIGN(const PackIndicators indicators, indicators_of_pack(packs, request.pack, request.year, installation().data / "scripts", plugins));
  const Registry& registry = indicators.registry;
  if (registry.find(OPORA_KIND_INDICATOR, request.indicator) == nullptr) return unknown_indicator(request, registry);
  OPORA_ASSIGN(const Extension* extension, registry.need(OPORA_KIND_INDICATOR, request.indicator));
  OPORA_ASSIGN(const std::unique_ptr<Indicator> indicator, Indicator::of(*extension));
  const std::map<std::string, std::string> parameters(request.parameters.begin(), request.parameters.end());
  OPORA_ASSIGN(const Pack* pack, packs.find(request.pack));
  OPORA_ASSIGN(const Snapshot snapshot, Snapshot::take(store));
  OPORA_ASSIGN(const Frame schools_now, schools(store));
  OPORA_ASSIGN(auto scales, pack_scales(packs, request.pack));

  Warnings warnings;
  RunContext context;
  context.store = &store;
  context.year = request.year;
  context.threads = request.threads;
  context.cancelled = request.cancelled;
  context.registry = &registry;
  context.shared = std::make_shared<SharedFrames>(std::move(scales));
  context.warnings = &warnings;
  if (!request.within.empty()) {
    OPORA_ASSIGN(const Condition inside, territory_condition(schools_now, request.within));
    context.territory = {inside};
  }
  context.registry_recipe = indicators.recipe;
  const std::unique_ptr<FactSource> facts = facts_of(store, context.territory, context.shared);
  OPORA_ASSIGN(const Frame computed, indicator->compute_on(*facts, context, parameters));

  OPORA_ASSIGN(const Frame chosen, rows_of_schools(computed, schools_now, request));
  OPORA_ASSIGN(const Frame ordered, sorted(chosen, request.sort));
  const Frame shown = first_rows(ordered, request.limit);
  Figures out;
  out.info = indicator->info();
  OPORA_ASSIGN(out.info.parameters, with_values(std::move(out.info.parameters), parameters));
  out.origin = extension->origin;
  out.pack = pack->id;
  out.pack_version = pack->version;
  out.year = request.year;
  out.columns = columns_of(shown, out.info, SchoolNames(schools_now));
  out.rows = shown.rows();
  out.all_rows = computed.rows();
  out.warnings = warnings.told();
  return out;
}

std::string to_csv(const Figures& figures) {
  return csv(figures, ',', '.', "\n", [](const FigureColumn& column) { return column.name; });
}

std::string to_spreadsheet_csv(const Figures& figures) {
  return "\xEF\xBB\xBF" + csv(figures, ';', ',', "\r\n", [](const FigureColumn& column) { return column.title; });
}

}  // namespace opora
