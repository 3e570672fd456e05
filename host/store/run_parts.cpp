#include "store/run_parts.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "base/diagnostic_json.h"
#include "store/answer_codes.h"
#include "store/check_codec.h"
#include "store/seals.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

// A text that is no UTF-8 comes from a methodology's own strings; it must not fail the run.
std::string json_text(const Json& j) { return j.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string definition_json(const DecisionSet& set, std::int32_t index) {
  const Category& category = set.categories[static_cast<std::size_t>(index)];
  Json j{{"combination", category.combination == Combination::kAll ? "all" : "any"}, {"requirements", Json::array()}, {"rules", Json::array()}};
  for (const Requirement& r : category.requirements) j["requirements"].push_back({{"rule", r.rule}, {"count", r.count}});
  for (std::size_t i = 0; i < set.rules.size(); ++i) {
    const Rule& rule = set.rules[i];
    if (rule.category != index) continue;
    j["rules"].push_back({{"index", i}, {"name", rule.name}, {"title", rule.title}, {"op", symbol(rule.op)}, {"numerator", rule.threshold.numerator},
                          {"denominator", rule.threshold.denominator}, {"min_n", rule.min_n}, {"unit", rule.unit}});
  }
  return json_text(j);
}

Rule rule_of(const Json& r, std::int32_t category) {
  return {category, r.at("name"), r.at("title"), parse_comparison(r.at("op").get<std::string>()).value_or(Comparison::kGreaterEqual),
          {r.at("numerator"), r.at("denominator")}, r.at("min_n"), r.at("unit")};
}

// Rules by their place in the run's list; the categories' definitions together fill it without a gap.
using Rules = std::map<std::size_t, Rule>;

Status add_definition(std::string_view text, std::int32_t index, Category& category, Rules& rules) {
  const Json j = Json::parse(text, nullptr, false);
  try {  // the library's accessors throw where the text has another form
    category.combination = j.at("combination") == "all" ? Combination::kAll : Combination::kAny;
    for (const Json& r : j.at("requirements")) category.requirements.push_back({r.at("rule"), r.at("count")});
    for (const Json& r : j.at("rules")) rules[r.at("index").get<std::size_t>()] = rule_of(r, index);
  } catch (const Json::exception&) {
    return damaged_checks();
  }
  return {};
}

Status insert_categories(sqlite3* db, PartId part, const DecisionSet& set) {
  std::vector<std::array<std::int64_t, 3>> counts(set.categories.size());
  for (const DecisionRow& row : set.decisions) ++counts[static_cast<std::size_t>(row.category)][static_cast<std::size_t>(row.answer)];
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO part_category(part, position, category, title, methodology, definition, no, yes, not_assessable) VALUES(?,?,?,?,?,?,?,?,?)"));
  for (std::size_t i = 0; i < set.categories.size(); ++i) {
    const Category& c = set.categories[i];
    const std::string definition = definition_json(set, static_cast<std::int32_t>(i));
    bind_all(insert, part, static_cast<std::int64_t>(i), c.name, c.title, c.methodology, definition, counts[i][0], counts[i][1], counts[i][2]);
    OPORA_TRY(insert.run());
  }
  return {};
}

Status insert_decisions(sqlite3* db, PartId part, const DecisionSet& set) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO decision(part, category, school, answer, reason, further) VALUES(?,?,?,?,?,?)"));
  auto value = set.values.begin();
  for (std::size_t i = 0; i < set.decisions.size(); ++i) {
    const DecisionRow& row = set.decisions[i];
    Json further = Json::object();
    for (; value != set.values.end() && value->decision == static_cast<std::int32_t>(i); ++value)
      further[set.names[static_cast<std::size_t>(value->column)]] = value->text;
    const std::string text = further.empty() ? std::string() : json_text(further);
    insert.bind(1, part).bind(2, std::int64_t{row.category}).bind(3, std::string_view(set.schools[static_cast<std::size_t>(row.school)]));
    insert.bind(4, answer_code(row.answer));
    row.reason < 0 ? insert.bind_null(5) : insert.bind(5, std::string_view(set.names[static_cast<std::size_t>(row.reason)]));
    text.empty() ? insert.bind_null(6) : insert.bind(6, std::string_view(text));
    OPORA_TRY(insert.run());
  }
  return {};
}

Status insert_warnings(sqlite3* db, PartId part, const std::vector<ReportedWarning>& warnings) {
  if (warnings.empty()) return {};
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO part_warning(part, position, warning, times) VALUES(?,?,?,?)"));
  for (std::size_t i = 0; i < warnings.size(); ++i)
    OPORA_TRY(bind_all(insert, part, static_cast<std::int64_t>(i), render_json(warnings[i].warning), warnings[i].times).run());
  return {};
}

Status read_categories(sqlite3* db, PartId part, DecisionSet& set) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT category, title, methodology, definition FROM part_category WHERE part = ? ORDER BY position"));
  select.bind(1, part);
  Rules rules;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    Category category{text_of(select, 0), text_of(select, 1), text_of(select, 2), {}, {}};
    OPORA_TRY(add_definition(select.text(3), static_cast<std::int32_t>(set.categories.size()), category, rules));
    set.categories.push_back(std::move(category));
  }
  if (!rules.empty() && rules.rbegin()->first + 1 != rules.size()) return damaged_checks();
  for (auto& [place, rule] : rules) set.rules.push_back(std::move(rule));
  return {};
}

struct StoredDecision {
  DecisionRow row;
  std::vector<std::pair<std::string, std::string>> further;
};

Status read_decisions(sqlite3* db, PartId part, DecisionSet& set) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT category, school, answer, reason, further FROM decision WHERE part = ?"));
  select.bind(1, part);
  std::vector<StoredDecision> stored;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    if (select.integer(0) < 0 || select.integer(0) >= static_cast<std::int64_t>(set.categories.size())) return damaged_checks();
    StoredDecision one;
    const auto answer = answer_of(select.text(2));
    if (!answer) return damaged_checks();
    one.row = {set.school_index(std::string(select.text(1))), static_cast<std::int32_t>(select.integer(0)), *answer, -1};
    if (!select.is_null(3)) one.row.reason = set.name_index(std::string(select.text(3)));
    if (!select.is_null(4)) {
      const Json further = Json::parse(std::string(select.text(4)), nullptr, false);
      if (!further.is_object()) return damaged_checks();
      for (const auto& [name, value] : further.items()) one.further.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
    stored.push_back(std::move(one));
  }
  std::sort(stored.begin(), stored.end(), [](const StoredDecision& a, const StoredDecision& b) {
    return std::pair(a.row.category, a.row.school) < std::pair(b.row.category, b.row.school);
  });
  for (StoredDecision& one : stored) {
    for (auto& [name, text] : one.further)
      set.values.push_back({static_cast<std::int32_t>(set.decisions.size()), set.name_index(name), std::move(text)});
    set.decisions.push_back(one.row);
  }
  return {};
}

}  // namespace

Result<PartId> save_part(sqlite3* db, const RunPart& part, std::span<const std::uint8_t> checks) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO part(inputs, territory, checks, data) VALUES(?,?,?,?)"));
  OPORA_TRY(bind_all(insert, part.inputs, part.territory, static_cast<std::int64_t>(part.decisions.checks.size()), checks).run());
  const PartId id = sqlite3_last_insert_rowid(db);
  OPORA_TRY(insert_categories(db, id, part.decisions));
  OPORA_TRY(insert_decisions(db, id, part.decisions));
  OPORA_TRY(insert_warnings(db, id, part.warnings));
  OPORA_TRY(seal_part(db, id));
  return id;
}

Result<DecisionSet> load_part(sqlite3* db, PartId part) {
  DecisionSet set;
  OPORA_TRY(read_categories(db, part, set));
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT checks, data FROM part WHERE id = ?"));
  select.bind(1, part);
  OPORA_ASSIGN(const bool found, select.step());
  if (!found) return damaged_checks();
  OPORA_TRY(decode_checks(select.blob(1), select.integer(0), set));
  OPORA_TRY(read_decisions(db, part, set));
  return set;
}

Result<std::vector<ReportedWarning>> load_warnings(const Store& store, PartId part) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), "SELECT warning, times FROM part_warning WHERE part = ? ORDER BY position"));
  select.bind(1, part);
  std::vector<ReportedWarning> warnings;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return warnings;
    auto warning = diagnostic_of_json(select.text(0));
    if (!warning) return damaged_checks();
    warnings.push_back({*std::move(warning), select.integer(1)});
  }
}

Result<std::optional<PartId>> find_part(const Store& store, std::string_view inputs) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), "SELECT max(id) FROM part WHERE inputs = ?"));
  OPORA_ASSIGN(const bool row, bind_all(select, inputs).step());
  if (!row || select.is_null(0)) return std::optional<PartId>();
  return std::optional(select.integer(0));
}

}  // namespace opora
