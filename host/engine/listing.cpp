#include "engine/listing.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/messages.h"
#include "base/text.h"
#include "store/facts.h"

namespace opora {
namespace {

struct SchoolCard {
  std::string name, municipality, region;
};

Result<std::map<std::string, SchoolCard>> cards(const Store& store) {
  OPORA_ASSIGN(const Frame registry, schools(store));
  const auto text = [&](std::string_view column, std::int64_t row) {
    const Column* found = registry.find(column);
    return found && found->valid(row) ? std::string(found->text(row)) : std::string();
  };
  std::map<std::string, SchoolCard> out;
  for (std::int64_t row = 0; row < registry.rows(); ++row)
    out[text("school", row)] = {text("name", row), text("municipality", row), text("region", row)};
  return out;
}

std::string reasons_of(const Decision& decision, const Words& words) {
  std::string text;
  for (const Check& check : decision.checks) {
    if (!check.met()) continue;
    if (!text.empty()) text += "; ";
    text += readable_name(check.name, words) + ": " + outcome_text(check);
  }
  return decision.answer == Answer::kNotAssessable && !decision.reason.empty() ? decision.reason : text;
}

Status check_category(const DecisionSet& set, const std::string& wanted) {
  std::vector<std::string> known;
  for (const Category& category : set.categories) known.push_back(category.name);
  if (wanted.empty() || std::find(known.begin(), known.end(), wanted) != known.end()) return {};
  return make_error("CLI-030", tr_format("the run has no category \"{0}\"", wanted),
                    tr_format("its categories: {0}", fmt::join(known, ", ")));
}

bool reads_before(const ListRow& a, const ListRow& b) {
  if (a.municipality != b.municipality) return collates_before(a.municipality, b.municipality);
  if (a.name != b.name) return collates_before(a.name, b.name);
  return a.school < b.school;
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

Result<Listing> list_decisions(const Store& store, const ListRequest& request, const Words& words) {
  Listing listing;
  OPORA_ASSIGN(listing.run, find_run(store, request.run));
  OPORA_ASSIGN(listing.decisions, load_decisions(store, listing.run.id));
  OPORA_TRY(check_category(listing.decisions, request.category));
  OPORA_ASSIGN(const auto registry, cards(store));
  std::size_t first_of_category = 0;
  std::int32_t category = -1;
  const auto sort_category = [&] {
    const auto first = listing.rows.begin() + static_cast<std::ptrdiff_t>(first_of_category);
    if (request.sort.empty()) std::sort(first, listing.rows.end(), reads_before);
    else std::stable_sort(first, listing.rows.end(), [&](const ListRow& a, const ListRow& b) {
      return column_value(a, request.sort) < column_value(b, request.sort);
    });
    first_of_category = listing.rows.size();
  };
  for (const DecisionRow& row : listing.decisions.decisions) {
    if (row.category != category) sort_category();
    category = row.category;
    if (!request.all && row.answer != Answer::kYes) continue;
    Decision decision = listing.decisions.decision(row);
    if (!request.category.empty() && decision.category != request.category) continue;
    ListRow out{decision.category, decision.school, {}, {}, {}, row.answer, reasons_of(decision, words), {}};
    if (const auto card = registry.find(decision.school); card != registry.end())
      std::tie(out.name, out.municipality, out.region) = std::tie(card->second.name, card->second.municipality, card->second.region);
    out.decision = std::move(decision);
    listing.rows.push_back(std::move(out));
  }
  sort_category();
  return listing;
}

std::optional<std::string> column_value(const ListRow& row, const std::string& column) {
  for (const auto& [name, text] : row.decision.values)
    if (name == column) return text;
  if (column == "category") return row.category;
  if (column == "school") return row.school;
  if (column == "name") return row.name;
  if (column == "municipality") return row.municipality;
  if (column == "region") return row.region;
  if (column == "answer") return std::string(answer_code(row.answer));
  if (column == "reasons") return row.reasons;
  return std::nullopt;
}

std::vector<std::string> default_columns(const Listing& listing) {
  std::vector<std::string> columns = {"category", "school", "name", "municipality", "answer", "reasons"};
  for (const ListRow& row : listing.rows)
    for (const auto& [name, text] : row.decision.values)
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
  return columns;
}

std::string to_csv(const Listing& listing, const std::vector<std::string>& columns) {
  std::string out;
  const auto append_line = [&](auto&& value_of) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) out += ',';
      out += csv_field(value_of(columns[i]));
    }
    out += '\n';
  };
  append_line([](const std::string& column) { return column; });
  for (const ListRow& row : listing.rows)
    append_line([&](const std::string& column) { return column_value(row, column).value_or(""); });
  return out;
}

}  // namespace opora
