#include "engine/levels.h"

#include <algorithm>
#include <map>

#include "base/messages.h"
#include "base/text.h"
#include "report/csv_text.h"

namespace opora {
namespace {

bool holds_for(const PackItem& item, int year) { return item.valid_from <= year && (item.valid_to == 0 || year <= item.valid_to); }

// The methodologies of the pack itself for the year: all, or those that are asked for. "ru/low-results" names the pack's.
std::vector<std::string> own_methods(const Pack& pack, const IdentifyRequest& request) {
  std::vector<std::string> own;
  for (const PackItem& item : pack.items) {
    if (item.kind != "methodology" || !holds_for(item, request.year)) continue;
    const bool asked = request.methods.empty() || std::any_of(request.methods.begin(), request.methods.end(), [&](const std::string& method) {
      return method == item.id || method == pack.id + "/" + item.id;
    });
    if (asked) own.push_back(item.id);
  }
  return own;
}

Status keep_levels(Store& store, const std::vector<LevelReport>& levels) {
  for (const LevelReport& one : levels) OPORA_TRY(save_run_level(store, {one.report.run.id, one.level, levels.back().report.run.id}));
  return {};
}

Status run_level(Store& store, const PackLibrary& library, const Pack& pack, IdentifyRequest request, LevelsReport& found) {
  request.pack = pack.id;
  OPORA_ASSIGN(IdentifyReport report, identify(store, library, request));
  found.levels.push_back({pack.level, std::move(report)});
  return {};
}

using RowKey = std::pair<std::string, std::string>;  // category, school

bool reads_before(const LevelRow& a, const LevelRow& b) {
  if (a.municipality != b.municipality) return collates_before(a.municipality, b.municipality);
  if (a.name != b.name) return collates_before(a.name, b.name);
  return a.school < b.school;
}

}  // namespace

std::string level_word(const std::string& level) {
  return level == "federal" ? tr("federal") : level == "region" ? tr("regional") : level == "municipality" ? tr("municipal") : level;
}

Result<LevelsReport> identify_levels(Store& store, const PackLibrary& library, const IdentifyRequest& request, bool bases) {
  OPORA_ASSIGN(auto lineage, library.lineage(request.pack));
  LevelsReport found;
  if (!bases) {
    OPORA_TRY(run_level(store, library, *lineage.front(), request, found));
  } else {
    if (!request.parameters.empty())
      return make_error("CLI-019", tr("--set and --levels exclude each other: every level runs by its own parameters"), tr("run the pack alone to try another value"));
    for (auto pack = lineage.rbegin(); pack != lineage.rend(); ++pack) {
      IdentifyRequest own = request;
      own.methods = own_methods(**pack, request);
      if (own.methods.empty()) found.without_rules.push_back((*pack)->id);
      else OPORA_TRY(run_level(store, library, **pack, std::move(own), found));
    }
    if (found.levels.empty())
      return make_error("PACK-024", tr_format("neither pack \"{0}\" nor its bases have such a methodology for {1}", request.pack, request.year), tr("see what there is: opora pack explain PACK --year Y"));
  }
  OPORA_TRY(keep_levels(store, found.levels));
  return found;
}

Result<std::vector<LevelListing>> list_levels(const Store& store, const ListRequest& request, const PackLibrary* packs) {
  OPORA_ASSIGN(const RunRecord run, find_run(store, request.run));
  OPORA_ASSIGN(std::vector<RunLevel> levels, runs_beside(store, run.id));
  if (levels.empty()) levels.push_back({run.id, {}, run.id});
  std::vector<LevelListing> listings;
  for (const RunLevel& level : levels) {
    ListRequest one = request;
    one.run = level.run;
    auto listing = list_decisions(store, one, packs);
    if (!listing.ok() && listing.error().code == "CLI-030" && levels.size() > 1) continue;  // another level has the category
    OPORA_ASSIGN(Listing found, std::move(listing));
    listings.push_back({level, std::move(found)});
  }
  if (!listings.empty()) return listings;
  OPORA_TRY(list_decisions(store, request, packs));
  return listings;
}

std::string to_csv(const std::vector<LevelListing>& levels, std::vector<std::string> columns) {
  if (columns.empty())
    for (const LevelListing& one : levels)
      for (const std::string& column : default_columns(one.listing))
        if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
  std::string out = "level,pack,run";
  for (const std::string& column : columns) append_csv_field(out += ',', column, ',');
  out += '\n';
  for (const LevelListing& one : levels)
    for (const ListRow& row : one.listing.rows) {
      append_csv_field(out, one.level.level, ',');
      append_csv_field(out += ',', one.listing.run.info.pack, ',');
      out += ',' + std::to_string(one.level.run);
      for (const std::string& column : columns) append_csv_field(out += ',', column_value(one.listing, row, column).value_or(""), ',');
      out += '\n';
    }
  return out;
}

std::vector<LevelRow> beside_each_other(const std::vector<LevelListing>& levels, bool all) {
  std::map<RowKey, LevelRow> rows;
  std::map<RowKey, bool> listed;
  std::vector<std::string> order;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const Listing& listing = levels[i].listing;
    for (const ListRow& row : listing.rows) {
      const RowKey key{listing.category(row), listing.school(row)};
      if (std::find(order.begin(), order.end(), key.first) == order.end()) order.push_back(key.first);
      LevelRow& shown = rows[key];
      if (shown.answers.empty()) shown = {key.first, key.second, listing.name(row), listing.municipality(row), std::vector<std::string>(levels.size())};
      std::string& answer = shown.answers[i];
      answer += (answer.empty() ? "" : "; ") + std::string(answer_word(listing.answer(row)));
      listed[key] = listed[key] || listing.answer(row) == Answer::kYes;
    }
  }
  std::vector<LevelRow> table;
  for (const std::string& category : order) {
    std::vector<LevelRow> of_category;
    for (auto& [key, row] : rows)
      if (key.first == category && (all || listed[key])) of_category.push_back(row);
    std::sort(of_category.begin(), of_category.end(), reads_before);
    std::move(of_category.begin(), of_category.end(), std::back_inserter(table));
  }
  for (LevelRow& row : table)
    for (std::string& answer : row.answers)
      if (answer.empty()) answer = "—";
  return table;
}

}  // namespace opora
