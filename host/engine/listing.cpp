#include "engine/listing.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/messages.h"
#include "base/text.h"
#include "report/csv_text.h"
#include "store/answer_codes.h"
#include "store/facts.h"

namespace opora {
namespace {

constexpr std::string_view kOfRegistry[] = {"name", "municipality", "region"};

Status check_category(const DecisionSet& set, const std::string& wanted) {
  std::vector<std::string> known;
  for (const Category& category : set.categories) known.push_back(category.name);
  if (wanted.empty() || std::find(known.begin(), known.end(), wanted) != known.end()) return {};
  return make_error("CLI-030", tr_format("the run has no category \"{0}\"", wanted),
                    tr_format("its categories: {0}", fmt::join(known, ", ")));
}

std::vector<ListRow> wanted_rows(const DecisionSet& set, const ListRequest& request) {
  std::vector<ListRow> rows;
  for (std::size_t i = 0; i < set.decisions.size(); ++i) {
    const DecisionRow& row = set.decisions[i];
    if (request.near > 0 ? row.answer != Answer::kNo : !request.all && row.answer != Answer::kYes) continue;
    if (!request.category.empty() && set.categories[static_cast<std::size_t>(row.category)].name != request.category) continue;
    rows.push_back({static_cast<std::int32_t>(i)});
  }
  return rows;
}

const ExtraValue* further_value(const Listing& listing, const ListRow& row, std::string_view column) {
  for (const ExtraValue& value : listing.decisions.values_of(listing.of(row)))
    if (listing.decisions.names[static_cast<std::size_t>(value.column)] == column) return &value;
  return nullptr;
}

// A column of the registry is read only where the methodology does not give one of that name itself.
bool asks_registry(const Listing& listing, const ListRequest& request) {
  if (request.columns.empty() || request.sort.empty()) return true;
  const auto asked = [&](std::string_view column) {
    return request.sort == column || std::find(request.columns.begin(), request.columns.end(), column) != request.columns.end();
  };
  const auto given = [&](std::string_view column) {
    return std::all_of(listing.rows.begin(), listing.rows.end(), [&](const ListRow& row) { return further_value(listing, row, column); });
  };
  return std::any_of(std::begin(kOfRegistry), std::end(kOfRegistry), [&](std::string_view column) { return asked(column) && !given(column); });
}

Status add_registry(const Store& store, Listing& listing) {
  OPORA_ASSIGN(listing.registry, schools(store));
  const Column* code = listing.registry.find("school");
  std::vector<std::int64_t> row_of(static_cast<std::size_t>(code->dictionary()->size()), -1);
  for (std::int64_t row = 0; row < code->size(); ++row) row_of[static_cast<std::size_t>(code->codes()[static_cast<std::size_t>(row)])] = row;
  for (ListRow& row : listing.rows)
    if (const std::int32_t found = code->dictionary()->find(listing.school(row)); found >= 0) row.registry_row = row_of[static_cast<std::size_t>(found)];
  return {};
}

struct SortKey {
  std::optional<std::string> value;
  ListRow row;
};

// Rows first … last are of one category.
void sort_by_column(const Listing& listing, std::span<ListRow> rows, const std::string& column) {
  std::vector<SortKey> keys;
  for (const ListRow& row : rows) keys.push_back({column_value(listing, row, column), row});
  std::stable_sort(keys.begin(), keys.end(), [](const SortKey& a, const SortKey& b) { return a.value < b.value; });
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = keys[i].row;
}

void sort_for_reader(const Listing& listing, std::span<ListRow> rows) {
  std::sort(rows.begin(), rows.end(), [&](const ListRow& a, const ListRow& b) {
    if (listing.municipality(a) != listing.municipality(b)) return collates_before(listing.municipality(a), listing.municipality(b));
    if (listing.name(a) != listing.name(b)) return collates_before(listing.name(a), listing.name(b));
    return listing.school(a) < listing.school(b);
  });
}

void sort_rows(Listing& listing, const std::string& column) {
  for (std::size_t first = 0, end = 0; first < listing.rows.size(); first = end) {
    while (end < listing.rows.size() && listing.of(listing.rows[end]).category == listing.of(listing.rows[first]).category) ++end;
    const auto rows = std::span(listing.rows).subspan(first, end - first);
    column.empty() ? sort_for_reader(listing, rows) : sort_by_column(listing, rows, column);
  }
}

// Of each category the rows nearest to a threshold, the nearest first.
void keep_near(Listing& listing, std::size_t count) {
  std::vector<ListRow> kept;
  for (std::size_t first = 0, end = 0; first < listing.rows.size(); first = end) {
    std::vector<std::pair<double, ListRow>> near;
    for (; end < listing.rows.size() && listing.of(listing.rows[end]).category == listing.of(listing.rows[first]).category; ++end) {
      const Decision decision = listing.decision(listing.rows[end]);
      if (const auto miss = near_miss(decision)) near.emplace_back(miss->distance, listing.rows[end]);
    }
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    near.resize(std::min(near.size(), count));
    for (const auto& [distance, row] : near) kept.push_back(row);
  }
  listing.rows = std::move(kept);
}

}  // namespace

std::optional<NearMiss> near_miss(const Decision& decision) {
  std::optional<NearMiss> nearest;
  for (const Check& check : decision.checks) {
    const auto distance = check.distance();
    if (check.met() || check.unassessed() != Unassessed::kAssessed || !distance) continue;
    const double scale = std::abs(check.measured_threshold.value_or(check.threshold.value()));
    const double part = std::abs(*distance) / std::max(scale, 1e-9);
    if (!nearest || part < nearest->distance) nearest = NearMiss{part, &check};
  }
  return nearest;
}

std::string_view Listing::registered(const ListRow& row, std::string_view column) const {
  const Column* found = row.registry_row < 0 ? nullptr : registry.find(column);
  return found && found->valid(row.registry_row) ? found->text(row.registry_row) : std::string_view();
}

std::string Listing::reasons(const ListRow& row) const {
  const Decision full = decision(row);
  if (full.answer == Answer::kNotAssessable) {
    if (of(row).reason >= 0) return full.reason;  // as an older version kept it
    std::vector<Check> named = full.checks;
    for (Check& check : named) check.name = readable_name(check.name, words);
    return why_not_assessable(named);
  }
  if (full.answer == Answer::kNo) {
    const auto miss = near_miss(full);
    return miss ? readable_name(miss->check->name, words) + ": " + outcome_text(*miss->check) : std::string();
  }
  std::string text;
  for (const Check& check : full.checks) {
    if (!check.met()) continue;
    if (!text.empty()) text += "; ";
    text += readable_name(check.name, words) + ": " + outcome_text(check);
  }
  return text;
}

Result<Listing> list_decisions(const Store& store, const ListRequest& request, const PackLibrary* packs) {
  OPORA_ASSIGN(RunRecord run, find_run(store, request.run));
  return list_decisions(store, std::move(run), std::nullopt, request, packs);
}

Result<Listing> list_decisions(const Store& store, RunRecord run, std::optional<DecisionSet> decisions, const ListRequest& request,
                               const PackLibrary* packs) {
  if (!decisions) {
    OPORA_ASSIGN(decisions, load_decisions(store, run.id));
  }
  OPORA_TRY(check_category(*decisions, request.category));
  Listing listing;
  if (packs) listing.words = words_of_pack(*packs, run.info.pack);
  listing.run = std::move(run);
  listing.decisions = *std::move(decisions);
  listing.rows = wanted_rows(listing.decisions, request);
  if (asks_registry(listing, request)) OPORA_TRY(add_registry(store, listing));
  sort_rows(listing, request.sort);
  if (request.near > 0) keep_near(listing, request.near);
  return listing;
}

std::optional<std::string> column_value(const Listing& listing, const ListRow& row, const std::string& column) {
  if (const ExtraValue* value = further_value(listing, row, column)) return value->text;
  if (column == "category") return listing.category(row);
  if (column == "school") return listing.school(row);
  if (column == "name") return std::string(listing.name(row));
  if (column == "municipality") return std::string(listing.municipality(row));
  if (column == "region") return std::string(listing.region(row));
  if (column == "answer") return std::string(answer_code(listing.answer(row)));
  if (column == "reasons") return listing.reasons(row);
  return std::nullopt;
}

std::vector<std::string> default_columns(const Listing& listing) {
  std::vector<std::string> columns = {"category", "school", "name", "municipality", "answer", "reasons"};
  for (const ListRow& row : listing.rows)
    for (const ExtraValue& value : listing.decisions.values_of(listing.of(row)))
      if (const std::string& name = listing.decisions.names[static_cast<std::size_t>(value.column)];
          std::find(columns.begin(), columns.end(), name) == columns.end())
        columns.push_back(name);
  return columns;
}

std::string to_csv(const Listing& listing, const std::vector<std::string>& columns) {
  std::string out;
  const auto append_line = [&](auto&& append_value) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) out += ',';
      append_value(columns[i]);
    }
    out += '\n';
  };
  append_line([&](const std::string& column) { append_csv_field(out, column, ','); });
  for (const ListRow& row : listing.rows)
    append_line([&](const std::string& column) {
      if (const ExtraValue* value = further_value(listing, row, column)) append_csv_field(out, value->text, ',');
      else append_csv_field(out, column_value(listing, row, column).value_or(""), ',');
    });
  return out;
}

}  // namespace opora
