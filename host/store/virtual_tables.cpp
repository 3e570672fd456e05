#include "store/virtual_tables.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <memory>

#include "base/messages.h"
#include "store/fact_plan.h"
#include "store/facts.h"
#include "store/runs.h"
#include "store/segment_rows.h"
#include "store/sqlite.h"

namespace opora {
namespace {

// A virtual table is a function from pushed-down equalities and wanted columns to a frame.
struct Source {
  const Store* store;
  std::vector<std::string> columns;
  std::size_t pushed;   // the first so many columns take equalities
  Result<Frame> (*read)(const Store&, const std::vector<Condition>&, const std::vector<std::string>&);
  Result<std::vector<std::vector<Condition>>> (*parts)(const Store&, const std::vector<Condition>&);
};

struct Table : sqlite3_vtab {
  const Source* source = nullptr;
};

// A part of the rows is in memory, the others are still to come.
struct Cursor : sqlite3_vtab_cursor {
  std::vector<std::string> wanted;
  std::vector<std::vector<Condition>> parts;
  std::size_t next_part = 0;
  Frame frame;
  std::vector<const Column*> columns;  // by declared position; null: not read
  std::int64_t row = 0;
};

int fail(sqlite3_vtab* table, const std::string& message) {
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = sqlite3_mprintf("%s", message.c_str());
  return SQLITE_ERROR;
}

// Declared so that a number written as a text ('2021') is compared as a number, as in any other table.
const char* declared_type(std::string_view column) {
  for (const std::string_view name : {"year", "grade", "run", "score", "max_score", "mark", "journal", "task_position", "task_score", "task_max", "batch", "line", "n", "met"})
    if (column == name) return "INTEGER";
  return column == "value" || column == "threshold" ? "REAL" : "TEXT";
}

int connect(sqlite3* db, void* aux, int, const char* const*, sqlite3_vtab** out, char**) {
  const auto* source = static_cast<const Source*>(aux);
  std::string sql = "CREATE TABLE t(";
  for (const std::string& column : source->columns) sql += fmt::format("{}\"{}\" {}", sql.back() == '(' ? "" : ", ", column, declared_type(column));
  if (const int code = sqlite3_declare_vtab(db, (sql + ")").c_str()); code != SQLITE_OK) return code;
  auto* table = new Table{};
  table->source = source;
  *out = table;
  return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

// The plan as text: the columns with equality in the order of arguments, then the columns used.
int best_index(sqlite3_vtab* base, sqlite3_index_info* info) {
  const Source& source = *static_cast<Table*>(base)->source;
  std::string plan;
  int arguments = 0;
  double cost = 1e6;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    const bool usable = constraint.usable && constraint.op == SQLITE_INDEX_CONSTRAINT_EQ && constraint.iColumn >= 0 &&
                        static_cast<std::size_t>(constraint.iColumn) < source.pushed &&
                        std::string_view(sqlite3_vtab_collation(info, i)) == "BINARY";
    if (!usable) continue;
    info->aConstraintUsage[i].argvIndex = ++arguments;  // omit stays 0: SQLite checks again, by its own rules
    plan += static_cast<char>('A' + constraint.iColumn);
    cost /= 10;
  }
  plan += ':';
  for (std::size_t i = 0; i < source.columns.size(); ++i)
    if (info->colUsed >> std::min<std::size_t>(i, 63) & 1) plan += static_cast<char>('A' + i);
  info->idxStr = sqlite3_mprintf("%s", plan.c_str());
  info->needToFreeIdxStr = 1;
  info->estimatedCost = cost;
  return SQLITE_OK;
}

int open_cursor(sqlite3_vtab*, sqlite3_vtab_cursor** out) {
  *out = new Cursor{};
  return SQLITE_OK;
}

int close_cursor(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

// What a whole number of a column must equal; nothing when none can.
std::optional<Operand> whole_number(sqlite3_value* value) {
  constexpr double kExact = 9007199254740992;  // 2^53
  const int type = sqlite3_value_numeric_type(value);
  if (type == SQLITE_INTEGER) return Operand(std::int64_t{sqlite3_value_int64(value)});
  const double number = sqlite3_value_double(value);
  if (type != SQLITE_FLOAT || !(std::abs(number) <= kExact) || number != std::floor(number)) return std::nullopt;
  return Operand(static_cast<std::int64_t>(number));
}

std::optional<Operand> operand_of(sqlite3_value* value, const std::string& column) {
  if (std::string_view(declared_type(column)) == "INTEGER") return whole_number(value);
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  if (!text) return std::nullopt;
  return Operand(std::string(text, static_cast<std::size_t>(sqlite3_value_bytes(value))));
}

// On to the next part that has rows; at the end the frame has none.
int read_on(Cursor* cursor) {
  const Source& source = *static_cast<Table*>(cursor->pVtab)->source;
  cursor->row = 0;
  cursor->frame = Frame();
  while (cursor->frame.rows() == 0 && cursor->next_part < cursor->parts.size()) {
    auto frame = source.read(*source.store, cursor->parts[cursor->next_part++], cursor->wanted);
    if (!frame) return fail(cursor->pVtab, frame.error().message);
    cursor->frame = *std::move(frame);
  }
  cursor->columns.assign(source.columns.size(), nullptr);
  for (std::size_t i = 0; i < source.columns.size(); ++i) cursor->columns[i] = cursor->frame.find(source.columns[i]);
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int, const char* plan, int argc, sqlite3_value** argv) {
  auto* cursor = static_cast<Cursor*>(base);
  const Source& source = *static_cast<Table*>(base->pVtab)->source;
  std::vector<Condition> conditions;
  for (int i = 0; i < argc; ++i) {
    const std::string& column = source.columns[static_cast<std::size_t>(plan[i] - 'A')];
    const auto operand = operand_of(argv[i], column);
    *cursor = Cursor{*base, {}, {}, 0, {}, {}, 0};
    if (!operand) return SQLITE_OK;  // equality with NULL or a fraction: no rows
    conditions.push_back({column, Comparison::kEqual, *operand});
  }
  cursor->wanted.clear();
  for (const char* c = std::strchr(plan, ':') + 1; *c; ++c) cursor->wanted.push_back(source.columns[static_cast<std::size_t>(*c - 'A')]);
  cursor->wanted.emplace_back(kRowNumber);
  auto parts = source.parts(*source.store, conditions);
  if (!parts) return fail(base->pVtab, parts.error().message);
  cursor->parts = *std::move(parts);
  cursor->next_part = 0;
  return read_on(cursor);
}

int next(sqlite3_vtab_cursor* base) {
  auto* cursor = static_cast<Cursor*>(base);
  return ++cursor->row < cursor->frame.rows() ? SQLITE_OK : read_on(cursor);
}

int at_end(sqlite3_vtab_cursor* base) {
  const auto* cursor = static_cast<Cursor*>(base);
  return cursor->row >= cursor->frame.rows();
}

int column_value(sqlite3_vtab_cursor* base, sqlite3_context* out, int index) {
  const auto* cursor = static_cast<Cursor*>(base);
  const Column* column = cursor->columns[static_cast<std::size_t>(index)];
  if (!column || !column->valid(cursor->row)) return SQLITE_OK;  // NULL
  const auto row = static_cast<std::size_t>(cursor->row);
  switch (column->type()) {
    case ColumnType::kInt64: sqlite3_result_int64(out, column->int64()[row]); break;
    case ColumnType::kFloat64: sqlite3_result_double(out, column->float64()[row]); break;
    case ColumnType::kDate: sqlite3_result_int(out, column->days()[row]); break;
    case ColumnType::kText: {
      const std::string_view text = column->text(cursor->row);
      sqlite3_result_text(out, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    }
  }
  return SQLITE_OK;
}

int row_id(sqlite3_vtab_cursor* base, sqlite3_int64* out) {
  // SQLite tells rows of several scans of one query (WHERE a OR b) apart by their numbers.
  const auto* cursor = static_cast<Cursor*>(base);
  *out = cursor->frame.find(kRowNumber)->int64()[static_cast<std::size_t>(cursor->row)];
  return SQLITE_OK;
}

FactRequest request_for(const char* dataset, const std::vector<Condition>& conditions) {
  FactRequest request;
  request.dataset = dataset;
  request.conditions = conditions;
  return request;
}

template <const char* kDataset>
Result<Frame> read_rows(const Store& store, const std::vector<Condition>& conditions, const std::vector<std::string>& columns) {
  return rows(store, request_for(kDataset, conditions), columns, INT64_MAX);
}

template <const char* kDataset>
Result<std::vector<std::vector<Condition>>> rows_apart(const Store& store, const std::vector<Condition>& conditions) {
  return row_parts(store, request_for(kDataset, conditions));
}

Result<Frame> read_checks(const Store& store, const std::vector<Condition>& conditions, const std::vector<std::string>&) {
  OPORA_ASSIGN(const auto runs, list_runs(store));
  std::vector<std::int64_t> run, n, met, number;
  std::vector<double> value, threshold;
  std::vector<std::uint8_t> has_value;
  std::vector<std::string> category, school, rule, name, op, state;
  for (const RunRecord& record : runs) {
    if (!conditions.empty() && std::get<std::int64_t>(conditions.front().operand) != record.id) continue;
    OPORA_ASSIGN(const DecisionSet set, load_decisions(store, record.id));
    for (const CheckRow& row : set.checks) {
      const Check check = set.check(row);
      number.push_back(record.id << 32 | (&row - set.checks.data()));
      run.push_back(record.id);
      category.push_back(set.categories[static_cast<std::size_t>(set.rules[static_cast<std::size_t>(row.rule)].category)].name);
      school.push_back(set.schools[static_cast<std::size_t>(row.school)]);
      rule.push_back(check.rule);
      name.push_back(check.name);
      has_value.push_back(check.share || check.value);
      value.push_back(check.share ? check.share->value() : check.value.value_or(0));
      n.push_back(check.n);
      op.emplace_back(symbol(check.op));
      threshold.push_back(check.measured_threshold.value_or(check.threshold.value()));
      met.push_back(check.met());
      constexpr const char* kStates[] = {"assessed", "too_few", "missing"};
      state.emplace_back(kStates[static_cast<int>(check.unassessed())]);
    }
  }
  return Frame().with("run", Column::of_int64(run)).with("category", Column::of_text(category)).with("school", Column::of_text(school))
      .with("rule", Column::of_text(rule)).with("name", Column::of_text(name)).with("value", Column::of_float64(value, has_value))
      .with("n", Column::of_int64(n)).with("op", Column::of_text(op)).with("threshold", Column::of_float64(threshold))
      .with("met", Column::of_int64(met)).with("state", Column::of_text(state))
      .with(kRowNumber, Column::of_int64(number));
}

Result<std::vector<std::vector<Condition>>> runs_apart(const Store& store, const std::vector<Condition>& conditions) {
  if (!conditions.empty()) return std::vector<std::vector<Condition>>{conditions};
  OPORA_ASSIGN(const auto runs, list_runs(store));
  std::vector<std::vector<Condition>> parts;
  for (const RunRecord& run : runs) parts.push_back({{"run", Comparison::kEqual, std::int64_t{run.id}}});
  return parts;
}

void forget(void* source) { delete static_cast<Source*>(source); }

Status add(sqlite3* db, const char* name, std::unique_ptr<Source> source) {
  static const sqlite3_module kModule = [] {
    sqlite3_module m{};
    m.xConnect = connect;  // no xCreate: the tables exist in every connection and need no statement
    m.xBestIndex = best_index;
    m.xDisconnect = disconnect;
    m.xDestroy = disconnect;
    m.xOpen = open_cursor;
    m.xClose = close_cursor;
    m.xFilter = filter;
    m.xNext = next;
    m.xEof = at_end;
    m.xColumn = column_value;
    m.xRowid = row_id;
    return m;
  }();
  if (sqlite3_create_module_v2(db, name, &kModule, source.release(), forget) == SQLITE_OK) return {};
  return sqlite_error(db, name);
}

}  // namespace

Status add_virtual_tables(sqlite3* db, const Store& store) {
  OPORA_TRY(add(db, "results", std::make_unique<Source>(Source{
      &store, {"kind", "subject", "grade", "year", "level", "procedure", "school", "municipality", "region", "class", "variant", "participant",
               "gender", "score", "max_score", "mark", "journal", "batch", "line"}, 9, read_rows<kResults>, rows_apart<kResults>})));
  OPORA_TRY(add(db, "tasks", std::make_unique<Source>(Source{
      &store, {"kind", "subject", "grade", "year", "level", "procedure", "task", "school", "municipality", "region", "class", "variant", "participant",
               "gender", "score", "max_score", "mark", "task_position", "task_score", "task_max", "batch", "line"},
      10, read_rows<kTasks>, rows_apart<kTasks>})));
  return add(db, "checks", std::make_unique<Source>(Source{
      &store, {"run", "category", "school", "rule", "name", "value", "n", "op", "threshold", "met", "state"}, 1, read_checks, runs_apart}));
}

}  // namespace opora
