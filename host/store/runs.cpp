#include "store/runs.h"

#include <algorithm>
#include <bit>
#include <map>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "store/integer_codec.h"
#include "store/segment.h"
#include "store/sqlite.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kAnswers[] = {"no", "yes", "not_assessable"};

std::optional<Answer> answer_of(std::string_view text) {
  const auto it = std::find(std::begin(kAnswers), std::end(kAnswers), text);
  return it == std::end(kAnswers) ? std::nullopt : std::optional(static_cast<Answer>(it - std::begin(kAnswers)));
}

// The checks of a run by column. Every column is an integer column; doubles travel as their bits, and
// only for the checks that have one: a measured value, a threshold of its own.
// Form: version byte, then nine length-prefixed columns, then schools and names as texts.
constexpr std::uint8_t kChecksVersion = 1;
constexpr std::int64_t kOwnThreshold = 4;  // flag beside the form of a check

class Writer {
 public:
  void column(std::span<const std::int64_t> values) { bytes(encode_integers(values)); }
  void texts(const std::vector<std::string>& list) {
    std::vector<std::int64_t> sizes;
    Blob joined;
    for (const std::string& text : list) {
      sizes.push_back(static_cast<std::int64_t>(text.size()));
      joined.insert(joined.end(), text.begin(), text.end());
    }
    column(sizes);
    bytes(joined);
  }
  Blob data{kChecksVersion};

 private:
  void bytes(const Blob& blob) {
    const auto size = static_cast<std::uint64_t>(blob.size());
    for (int i = 0; i < 8; ++i) data.push_back(static_cast<std::uint8_t>(size >> (8 * i)));
    data.insert(data.end(), blob.begin(), blob.end());
  }
};

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> data) : data_(data) {}

  Result<std::vector<std::int64_t>> column() {
    OPORA_ASSIGN(const auto blob, bytes());
    return decode_integers(blob);
  }
  // Of exactly, or at most, `rows` values: a damaged count must not claim memory.
  Result<std::vector<std::int64_t>> column(std::size_t rows) {
    OPORA_ASSIGN(auto values, column_of_at_most(rows));
    if (values.size() != rows) return damaged();
    return values;
  }
  Result<std::vector<std::int64_t>> column_of_at_most(std::size_t rows) {
    OPORA_ASSIGN(const auto blob, bytes());
    OPORA_ASSIGN(const std::size_t size, encoded_size(blob));
    if (size > rows) return damaged();
    return decode_integers(blob);
  }
  Result<std::vector<std::string>> texts() {
    OPORA_ASSIGN(const auto sizes, column());
    OPORA_ASSIGN(const auto joined, bytes());
    if (sizes.size() > joined.size() + 1) return damaged();  // the texts are distinct: one of them may be empty
    std::vector<std::string> list;
    std::size_t at = 0;
    for (const std::int64_t size : sizes) {
      if (size < 0 || static_cast<std::uint64_t>(size) > joined.size() - at) return damaged();
      list.emplace_back(reinterpret_cast<const char*>(joined.data()) + at, static_cast<std::size_t>(size));
      at += static_cast<std::size_t>(size);
    }
    return list;
  }
  static Diagnostic damaged() { return make_error("STORE-004", tr("the checks of a run are damaged"), tr("restore a backup copy of the store")); }

 private:
  Result<std::span<const std::uint8_t>> bytes() {
    if (data_.size() < 8) return damaged();
    std::uint64_t size = 0;
    for (int i = 0; i < 8; ++i) size |= static_cast<std::uint64_t>(data_[static_cast<std::size_t>(i)]) << (8 * i);
    if (size > data_.size() - 8) return damaged();
    const auto blob = data_.subspan(8, size);
    data_ = data_.subspan(8 + size);
    return blob;
  }
  std::span<const std::uint8_t> data_;
};

bool has_own_threshold(const CheckRow& row) {
  return std::bit_cast<std::int64_t>(row.threshold) != std::bit_cast<std::int64_t>(CheckRow().threshold);
}

Blob encode_checks(const DecisionSet& set) {
  Writer out;
  std::vector<std::int64_t> column;
  const auto add = [&](auto&& keep, auto&& value_of) {
    column.clear();
    for (const CheckRow& row : set.checks)
      if (keep(row)) column.push_back(value_of(row));
    out.column(column);
  };
  const auto every = [](const CheckRow&) { return true; };
  const auto share = [](const CheckRow& r) { return r.form == ValueForm::kShare; };
  add(every, [](const CheckRow& r) { return std::int64_t{r.school}; });
  add(every, [](const CheckRow& r) { return std::int64_t{r.rule}; });
  add(every, [](const CheckRow& r) { return std::int64_t{r.name}; });
  add(every, [](const CheckRow& r) { return static_cast<std::int64_t>(r.form) | (has_own_threshold(r) ? kOwnThreshold : 0); });
  add(every, [](const CheckRow& r) { return r.n; });
  add(share, [](const CheckRow& r) { return r.numerator; });
  add(share, [](const CheckRow& r) { return r.denominator; });
  add([](const CheckRow& r) { return r.form == ValueForm::kMeasured; }, [](const CheckRow& r) { return std::bit_cast<std::int64_t>(r.measured); });
  add(has_own_threshold, [](const CheckRow& r) { return std::bit_cast<std::int64_t>(r.threshold); });
  out.texts(set.schools);
  out.texts(set.names);
  return std::move(out.data);
}

Status decode_checks(std::span<const std::uint8_t> data, std::int64_t rows, DecisionSet& set) {
  if (data.empty() || data[0] != kChecksVersion || rows < 0) return Reader::damaged();
  Reader in(data.subspan(1));
  std::vector<std::int64_t> school, rule, name, form, n, numerator, denominator, measured, threshold;
  for (auto* column : {&school, &rule, &name, &form, &n}) {
    OPORA_ASSIGN(*column, in.column(static_cast<std::size_t>(rows)));
  }
  for (auto* column : {&numerator, &denominator, &measured, &threshold}) {
    OPORA_ASSIGN(*column, in.column_of_at_most(static_cast<std::size_t>(rows)));
  }
  OPORA_ASSIGN(set.schools, in.texts());
  OPORA_ASSIGN(set.names, in.texts());
  if (numerator.size() != denominator.size()) return Reader::damaged();
  const auto inside = [](std::int64_t index, std::size_t size) { return index >= 0 && static_cast<std::uint64_t>(index) < size; };
  std::size_t shares = 0, measures = 0, thresholds = 0;
  set.checks.reserve(school.size());
  for (std::size_t i = 0; i < school.size(); ++i) {
    const auto value_form = static_cast<ValueForm>(form[i] & ~kOwnThreshold);
    if (!inside(school[i], set.schools.size()) || !inside(rule[i], set.rules.size()) || !inside(name[i], set.names.size()) ||
        !inside(form[i] & ~kOwnThreshold, 3) || (value_form == ValueForm::kShare && shares >= numerator.size()) ||
        (value_form == ValueForm::kMeasured && measures >= measured.size()) || ((form[i] & kOwnThreshold) != 0 && thresholds >= threshold.size()))
      return Reader::damaged();
    CheckRow& row = set.checks.emplace_back();
    row.school = static_cast<std::int32_t>(school[i]);
    row.rule = static_cast<std::int32_t>(rule[i]);
    row.name = static_cast<std::int32_t>(name[i]);
    row.form = value_form;
    row.n = n[i];
    if (value_form == ValueForm::kShare) {
      row.numerator = numerator[shares];
      row.denominator = denominator[shares++];
    }
    if (value_form == ValueForm::kMeasured) row.measured = std::bit_cast<double>(measured[measures++]);
    if ((form[i] & kOwnThreshold) != 0) row.threshold = std::bit_cast<double>(threshold[thresholds++]);
  }
  return {};
}

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
    return Reader::damaged();
  }
  return {};
}

Status insert_decisions(sqlite3* db, RunId run, const DecisionSet& set) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO decision(run, category, school, answer, reason, further) VALUES(?,?,?,?,?,?)"));
  auto value = set.values.begin();
  for (std::size_t i = 0; i < set.decisions.size(); ++i) {
    const DecisionRow& row = set.decisions[i];
    Json further = Json::object();
    for (; value != set.values.end() && value->decision == static_cast<std::int32_t>(i); ++value)
      further[set.names[static_cast<std::size_t>(value->column)]] = value->text;
    const std::string text = further.empty() ? std::string() : json_text(further);
    insert.bind(1, run).bind(2, std::int64_t{row.category}).bind(3, std::string_view(set.schools[static_cast<std::size_t>(row.school)]));
    insert.bind(4, kAnswers[static_cast<int>(row.answer)]);
    row.reason < 0 ? insert.bind_null(5) : insert.bind(5, std::string_view(set.names[static_cast<std::size_t>(row.reason)]));
    text.empty() ? insert.bind_null(6) : insert.bind(6, std::string_view(text));
    OPORA_TRY(insert.run());
  }
  return {};
}

Status insert_run(sqlite3* db, const RunInfo& info, const DecisionSet& set, RunId& run) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO run(pack, pack_version, pack_digest, year, data_digest, host_version, actor, started_at, finished_at) VALUES(?,?,?,?,?,?,?,?,?)"));
  insert.bind(1, std::string_view(info.pack)).bind(2, std::string_view(info.pack_version)).bind(3, std::string_view(info.pack_digest));
  insert.bind(4, std::int64_t{info.year}).bind(5, std::string_view(info.data_digest)).bind(6, std::string_view(info.host_version));
  insert.bind(7, std::string_view(info.actor)).bind(8, std::string_view(info.started_at)).bind(9, std::string_view(info.finished_at));
  OPORA_TRY(insert.run());
  run = sqlite3_last_insert_rowid(db);
  OPORA_ASSIGN(Statement method, Statement::prepare(db, "INSERT INTO run_method(run, position, method, digest, params) VALUES(?,?,?,?,?)"));
  for (std::size_t i = 0; i < info.methods.size(); ++i) {
    const RunMethod& m = info.methods[i];
    method.bind(1, run).bind(2, static_cast<std::int64_t>(i)).bind(3, std::string_view(m.id)).bind(4, std::string_view(m.digest)).bind(5, std::string_view(m.params_json));
    OPORA_TRY(method.run());
  }
  OPORA_ASSIGN(Statement category, Statement::prepare(db, "INSERT INTO run_category(run, position, category, title, methodology, definition) VALUES(?,?,?,?,?,?)"));
  for (std::size_t i = 0; i < set.categories.size(); ++i) {
    const Category& c = set.categories[i];
    const std::string definition = definition_json(set, static_cast<std::int32_t>(i));
    category.bind(1, run).bind(2, static_cast<std::int64_t>(i)).bind(3, std::string_view(c.name)).bind(4, std::string_view(c.title));
    category.bind(5, std::string_view(c.methodology)).bind(6, std::string_view(definition));
    OPORA_TRY(category.run());
  }
  return {};
}

Status read_methods(sqlite3* db, RunRecord& record) {
  OPORA_ASSIGN(Statement methods, Statement::prepare(db, "SELECT method, digest, params FROM run_method WHERE run = ? ORDER BY position"));
  methods.bind(1, record.id);
  for (;;) {
    OPORA_ASSIGN(const bool row, methods.step());
    if (!row) return {};
    record.info.methods.push_back({std::string(methods.text(0)), std::string(methods.text(1)), std::string(methods.text(2))});
  }
}

Status read_counts(sqlite3* db, RunRecord& record) {
  OPORA_ASSIGN(Statement counts, Statement::prepare(db,
      "SELECT c.category, sum(d.answer = 'yes'), sum(d.answer = 'no'), sum(d.answer = 'not_assessable') FROM run_category c "
      "LEFT JOIN decision d ON d.run = c.run AND d.category = c.position WHERE c.run = ? GROUP BY c.position ORDER BY c.position"));
  counts.bind(1, record.id);
  for (;;) {
    OPORA_ASSIGN(const bool row, counts.step());
    if (!row) return {};
    record.counts.push_back({std::string(counts.text(0)), counts.integer(1), counts.integer(2), counts.integer(3)});
  }
}

Result<std::vector<RunRecord>> read_runs(const Store& store, std::string_view condition, std::optional<RunId> id) {
  sqlite3* db = store.handle();
  const std::string sql = "SELECT id, pack, pack_version, pack_digest, year, data_digest, host_version, actor, started_at, finished_at FROM run " + std::string(condition);
  OPORA_ASSIGN(Statement select, Statement::prepare(db, sql));
  if (id) select.bind(1, *id);
  std::vector<RunRecord> records;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    const auto text = [&](int column) { return std::string(select.text(column)); };
    records.push_back({select.integer(0), {text(1), text(2), text(3), static_cast<int>(select.integer(4)), {}, text(5), text(6), text(7), text(8), text(9)}, {}});
  }
  for (RunRecord& record : records) {
    OPORA_TRY(read_methods(db, record));
    OPORA_TRY(read_counts(db, record));
  }
  return records;
}

Status read_categories(sqlite3* db, RunId run, DecisionSet& set) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT category, title, methodology, definition FROM run_category WHERE run = ? ORDER BY position"));
  select.bind(1, run);
  Rules rules;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    Category category{std::string(select.text(0)), std::string(select.text(1)), std::string(select.text(2)), {}, {}};
    OPORA_TRY(add_definition(select.text(3), static_cast<std::int32_t>(set.categories.size()), category, rules));
    set.categories.push_back(std::move(category));
  }
  if (!rules.empty() && rules.rbegin()->first + 1 != rules.size()) return Reader::damaged();
  for (auto& [place, rule] : rules) set.rules.push_back(std::move(rule));
  return {};
}

struct StoredDecision {
  DecisionRow row;
  std::vector<std::pair<std::string, std::string>> further;
};

Status read_decisions(sqlite3* db, RunId run, DecisionSet& set) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT category, school, answer, reason, further FROM decision WHERE run = ?"));
  select.bind(1, run);
  std::vector<StoredDecision> stored;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    if (select.integer(0) < 0 || select.integer(0) >= static_cast<std::int64_t>(set.categories.size())) return Reader::damaged();
    StoredDecision one;
    const auto answer = answer_of(select.text(2));
    if (!answer) return Reader::damaged();
    one.row = {set.school_index(std::string(select.text(1))), static_cast<std::int32_t>(select.integer(0)), *answer, -1};
    if (!select.is_null(3)) one.row.reason = set.name_index(std::string(select.text(3)));
    if (!select.is_null(4)) {
      const Json further = Json::parse(std::string(select.text(4)), nullptr, false);
      if (!further.is_object()) return Reader::damaged();
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

Result<RunId> save_run(Store& store, const RunInfo& info, const DecisionSet& decisions) {
  RunId run = 0;
  OPORA_TRY(in_transaction(store, [&]() -> Status {
    sqlite3* db = store.handle();
    OPORA_TRY(insert_run(db, info, decisions, run));
    OPORA_TRY(insert_decisions(db, run, decisions));
    const Blob checks = encode_checks(decisions);
    OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO check_segment(run, checks, data) VALUES(?,?,?)"));
    insert.bind(1, run).bind(2, static_cast<std::int64_t>(decisions.checks.size())).bind(3, std::span<const std::uint8_t>(checks));
    return insert.run();
  }));
  return run;
}

Result<std::vector<RunRecord>> list_runs(const Store& store) { return read_runs(store, "ORDER BY id", std::nullopt); }

Result<RunRecord> find_run(const Store& store, std::optional<RunId> run) {
  OPORA_ASSIGN(auto records, read_runs(store, run ? "WHERE id = ?" : "ORDER BY id DESC LIMIT 1", run));
  if (!records.empty()) return std::move(records.front());
  if (!run) return make_error("STORE-011", tr("the store has no runs yet"), tr("execute a methodology first: opora run --pack ID --year Y"));
  return make_error("STORE-011", tr_format("there is no run {0}", *run), tr("the runs of the store: opora runs"));
}

Result<DecisionSet> load_decisions(const Store& store, RunId run) {
  sqlite3* db = store.handle();
  DecisionSet set;
  OPORA_TRY(read_categories(db, run, set));
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT checks, data FROM check_segment WHERE run = ?"));
  select.bind(1, run);
  OPORA_ASSIGN(const bool found, select.step());
  if (!found) return make_error("STORE-011", tr_format("there is no run {0}", run), tr("the runs of the store: opora runs"));
  OPORA_TRY(decode_checks(select.blob(1), select.integer(0), set));
  OPORA_TRY(read_decisions(db, run, set));
  return set;
}

}  // namespace opora
