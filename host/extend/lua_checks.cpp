#include "extend/lua_checks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/messages.h"
#include "extend/lua_query.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"
#include "frame/grouping.h"

namespace opora {
namespace {

constexpr std::string_view kCheckKeys[] = {"name", "rule", "title", "value", "n", "op", "threshold", "min_n", "unit"};
enum CheckKey : std::size_t { kName, kRule, kTitle, kValue, kN, kOp, kThreshold, kMinN, kUnit };
constexpr std::int64_t kCheckCost = 20;
constexpr std::size_t kMostStated = 5'000'000;  // checks, values and decisions of a run
const std::string kPercentSign = "%";

struct Target {
  RunScope* scope;
  std::int32_t category;
};

Target target(lua_State* lua) {
  if (const CategoryObject* category = find_object<CategoryObject>(lua, 1)) return {category->scope, category->category};
  RunScope* scope = need_object<ContextObject>(lua, 1).scope;
  return {scope, scope->own_category()};
}

void need_room(lua_State* lua, const Verdicts& verdicts, std::int64_t added) {
  if (verdicts.stated() + static_cast<std::size_t>(added) > kMostStated)
    fail(lua, "LUA-041", tr_format("the methodology states more than {0} checks and values", kMostStated),
         tr("check aggregated rows, and state each check once"));
}

void hold(lua_State* lua, Status status) {
  if (!status.ok()) Sandbox::of(lua).raise(lua, status.take_error());
}

// A number, percent or share.
Threshold need_threshold(lua_State* lua, int index) {
  if (const Exact* exact = find_object<Exact>(lua, index)) {
    if (exact->missing()) return {std::nullopt, std::numeric_limits<double>::quiet_NaN()};
    return {exact->share, exact->share.value()};
  }
  return threshold_of(need_number(lua, index, tr_later("the threshold of a check")));
}

Comparison need_order(lua_State* lua, int index) {
  const std::string text = need_text(lua, index, tr_later("the operator of a check"));
  if (const auto op = parse_comparison(text)) return *op;
  fail(lua, "LUA-034", tr_format("'{0}' is no operator of a check", text), tr("possible: < <= == != >= >"));
}

std::int64_t need_count(lua_State* lua, int index, const char* what) {
  const std::int64_t count = need_integer(lua, index, what);
  if (count < 0) fail(lua, "LUA-034", tr_format("{0} is not negative", tr(what)));
  return count;
}

void need_parts(lua_State* lua, bool has_op, bool has_threshold, bool has_n, std::int64_t min_n) {
  if (!has_op) fail(lua, "LUA-032", tr("the check has no op"), tr("write for example: op = \">=\""));
  if (!has_threshold) fail(lua, "LUA-032", tr("the check has no threshold"), tr("write for example: threshold = p.low_share"));
  if (min_n > 0 && !has_n)
    fail(lua, "LUA-032", tr("the check has min_n, but no n to compare with it"),
         tr("give n, the number of participants behind the value"));
}

// d:check { name, rule, title, value, n, op, threshold, min_n, unit }
int check_school(lua_State* lua) {
  SchoolDecision& decision = need_object<SchoolDecision>(lua, 1);
  charge(lua, kCheckCost);
  need_room(lua, decision.scope->verdicts, 1);
  RuleWords words;
  Threshold threshold;
  CheckRow check;
  check.school = decision.school;
  std::string name;
  bool has_op = false, has_threshold = false, has_n = false;
  std::int64_t own_n = 0;
  each_option(lua, 2, kCheckKeys, "check", [&](std::size_t key) {
    switch (key) {
      case kName: name = need_text(lua, -1, "name"); break;
      case kRule: words.name = need_text(lua, -1, "rule"); break;
      case kTitle: words.title = need_text(lua, -1, "title"); break;
      case kUnit: words.unit = need_text(lua, -1, "unit"); break;  // comes after the value, which has a unit of its own
      case kOp: words.op = need_order(lua, -1), has_op = true; break;
      case kThreshold: threshold = need_threshold(lua, -1), has_threshold = true; break;
      case kMinN: words.min_n = need_count(lua, -1, "min_n"); break;
      case kN: own_n = need_count(lua, -1, "n"), has_n = true; break;
      case kValue:
        if (const Exact* exact = find_object<Exact>(lua, -1)) {
          if (!exact->missing())
            check.form = ValueForm::kShare, check.numerator = exact->share.numerator,
            check.denominator = exact->share.denominator;
          check.n = exact->share.denominator;
          words.unit = kPercentSign;
        } else {
          check.form = ValueForm::kMeasured;
          check.measured = need_number(lua, -1, tr_later("the value of a check"));
        }
    }
  });
  const bool counted = has_n || check.form != ValueForm::kMeasured;  // a missing value has nobody behind it
  need_parts(lua, has_op, has_threshold, counted, words.min_n);
  if (has_n) check.n = own_n;
  check.name = decision.scope->verdicts.text(name);
  decision.scope->verdicts.check(decision.category, words, threshold, check);
  return 0;
}

Column frame_column(lua_State* lua, const Frame& frame, const std::string& name, bool whole) {
  Column column = unwrap(lua, frame.column(name));
  const bool fits = column.type() == ColumnType::kInt64 || (!whole && column.type() == ColumnType::kFloat64);
  if (!fits)
    fail(lua, "LUA-034",
         whole ? tr_format("the column '{0}' must hold whole numbers", name)
               : tr_format("the column '{0}' must hold numbers", name));
  return column;
}

// A column by its name, or as a value; numbers.
Column number_column(lua_State* lua, const Frame& frame, bool whole) {
  if (lua_type(lua, -1) == LUA_TSTRING)
    return frame_column(lua, frame, need_text(lua, -1, tr_later("the name of a column")), whole);
  const Column column = need_object<ColumnObject>(lua, -1).column;
  if (column.size() != frame.rows())
    fail(lua, "LUA-034", tr("the column does not belong to this frame: it has another number of rows"));
  return unwrap(lua, arithmetic(column, Arithmetic::kAdd, Column::of_int64(std::vector<std::int64_t>{0})));  // refuses texts
}

Column text_column(lua_State* lua, const Frame& frame, const std::string& name) {
  Column column = unwrap(lua, frame.column(name));
  if (column.type() != ColumnType::kText) fail(lua, "LUA-034", tr_format("the column '{0}' must hold texts", name));
  return column;
}

Column school_column(lua_State* lua, const Frame& frame) {
  Column column = text_column(lua, frame, "school");
  if (column.null_count() > 0)
    fail(lua, "LUA-042", tr_format("{0} rows have no value of '{1}'", column.null_count(), "school"),
         tr_format("leave them out with :present(\"{0}\")", "school"));
  return column;
}

// The value on top of the stack: share("a", "b") or a column.
void read_value(lua_State* lua, const Frame& frame, ColumnCheck& checks) {
  const ShareOfColumns* share = find_object<ShareOfColumns>(lua, -1);
  if (share == nullptr) {
    checks.value = number_column(lua, frame, false);
    return;
  }
  checks.numerator = frame_column(lua, frame, share->numerator, true);
  checks.denominator = frame_column(lua, frame, share->denominator, true);
  checks.words.unit = kPercentSign;
}

// One threshold for all rows, or a column of them; then the rule's own is not used.
void read_threshold(lua_State* lua, const Frame& frame, ColumnCheck& checks) {
  const bool by_row = lua_type(lua, -1) == LUA_TSTRING || find_object<ColumnObject>(lua, -1) != nullptr;
  if (by_row) checks.row_threshold = number_column(lua, frame, false);
  checks.threshold = by_row ? Threshold{Share{0, 1}, 0} : need_threshold(lua, -1);
}

std::string cell_text(const Column& column, std::int64_t row) {
  const auto i = static_cast<std::size_t>(row);
  switch (column.type()) {
    case ColumnType::kText: return std::string(column.text(row));
    case ColumnType::kInt64: return std::to_string(column.int64()[i]);
    default: return decimal_text(column.number(row));
  }
}

// The columns' values of each row, one after the other.
std::vector<std::string> joined_texts(const std::vector<Column>& columns, std::span<const std::uint32_t> rows) {
  std::vector<std::string> texts(rows.size());
  for (const Column& column : columns)
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!column.valid(rows[i])) continue;
      if (!texts[i].empty()) texts[i] += ' ';
      texts[i] += cell_text(column, rows[i]);
    }
  return texts;
}

// A few names stand on many rows: each is written once, for the first row that has these values.
Column joined_column(const Frame& frame, const std::vector<Column>& columns, const Grouping& groups) {
  std::vector<std::uint32_t> firsts(groups.size());
  for (std::size_t group = 0; group < groups.size(); ++group) firsts[group] = groups.row(groups.starts[group]);
  const Column texts = Column::of_text(joined_texts(columns, firsts));
  ColumnValues<std::int32_t> codes(static_cast<std::size_t>(frame.rows()));
  for (std::size_t group = 0; group < groups.size(); ++group)
    groups.each(group, [&, code = texts.codes()[group]](std::size_t row) { codes[row] = code; });
  return Column::of_codes(texts.dictionary(), std::move(codes));
}

// The name of a check: a column of texts, or a list of columns whose values stand one after the other
// ({ "kind", "subject" } → "ВПР RU").
Column name_column(lua_State* lua, const Frame& frame) {
  if (lua_type(lua, -1) != LUA_TTABLE) return text_column(lua, frame, need_text(lua, -1, "name"));
  const auto parts = static_cast<lua_Integer>(lua_rawlen(lua, -1));
  charge_cells(lua, parts * frame.rows());
  std::vector<std::string> names;
  std::vector<Column> columns;
  bool exact = true;  // equal keys have equal texts; decimal numbers need not (0 and -0)
  for (lua_Integer i = 1; i <= parts; ++i) {
    lua_rawgeti(lua, -1, i);
    names.push_back(need_text(lua, -1, "name"));
    columns.push_back(unwrap(lua, frame.column(names.back())));
    exact &= columns.back().type() != ColumnType::kFloat64;
    lua_pop(lua, 1);
  }
  if (exact && !names.empty() && frame.rows() > 0) return joined_column(frame, columns, unwrap(lua, group_rows(frame, names)));
  std::vector<std::uint32_t> rows(static_cast<std::size_t>(frame.rows()));
  std::iota(rows.begin(), rows.end(), 0u);
  return Column::of_text(joined_texts(columns, rows));
}

// ctx:check(frame, { rule, title, name = "column", value = share("a", "b") | "column", n, op, threshold, min_n, unit })
int check_frame(lua_State* lua) {
  const Target to = target(lua);
  const Frame& frame = need_object<FrameObject>(lua, 2).frame;
  ColumnCheck checks;
  checks.school = school_column(lua, frame);
  bool has_op = false, has_threshold = false, has_n = false;
  each_option(lua, 3, kCheckKeys, "check", [&](std::size_t key) {
    switch (key) {
      case kName: checks.name = name_column(lua, frame); break;
      case kRule: checks.words.name = need_text(lua, -1, "rule"); break;
      case kTitle: checks.words.title = need_text(lua, -1, "title"); break;
      case kUnit: checks.words.unit = need_text(lua, -1, "unit"); break;
      case kOp: checks.words.op = need_order(lua, -1), has_op = true; break;
      case kMinN: checks.words.min_n = need_count(lua, -1, "min_n"); break;
      case kValue: read_value(lua, frame, checks); break;
      case kN:
        has_n = true;
        if (lua_type(lua, -1) == LUA_TNUMBER)
          checks.fixed_n = need_count(lua, -1, "n");
        else
          checks.n = number_column(lua, frame, true);
        break;
      case kThreshold: read_threshold(lua, frame, checks), has_threshold = true; break;
    }
  });
  if (!checks.value && !checks.numerator)
    fail(lua, "LUA-032", tr("the check has no value"), tr("write for example: value = share(\"low\", \"n\")"));
  need_parts(lua, has_op, has_threshold, has_n || checks.denominator, checks.words.min_n);
  if (checks.n && checks.n->type() != ColumnType::kInt64) fail(lua, "LUA-034", tr("n must be a column of whole numbers"));
  charge_cells(lua, 4 * frame.rows());
  need_room(lua, to.scope->verdicts, frame.rows());
  to.scope->verdicts.check(to.category, checks);
  return 0;
}

// ctx:require { rule = "…", at_least = 2 } or { rule = "…", all = true }
int require(lua_State* lua) {
  static constexpr std::string_view kKeys[] = {"rule", "at_least", "all"};
  const Target to = target(lua);
  std::string rule;
  std::optional<int> count;
  each_option(lua, 2, kKeys, "require", [&](std::size_t key) {
    if (key == 0) rule = need_text(lua, -1, "rule");
    if (key == 1) count = static_cast<int>(std::clamp<std::int64_t>(need_integer(lua, -1, "at_least"), 0, INT32_MAX));
    if (key == 1 && *count < 1) fail(lua, "LUA-034", tr("at_least is 1 or more; all = true asks for every check"));
    if (key == 2 && lua_toboolean(lua, -1) != 0) count = 0;
  });
  if (!count)
    fail(lua, "LUA-032", tr("require needs at_least or all"),
         tr("write for example: ctx:require { rule = \"low\", at_least = 2 }"));
  hold(lua, to.scope->verdicts.require(to.category, rule, *count));
  return 0;
}

int combine_verb(lua_State* lua) {
  const Target to = target(lua);
  const std::string how = need_text(lua, 2, tr_later("how requirements combine"));
  if (how != "all" && how != "any")
    fail(lua, "LUA-034", tr_format("'{0}' is no way to combine requirements", how), tr("possible: \"all\", \"any\""));
  hold(lua, to.scope->verdicts.combine(to.category, how == "all" ? Combination::kAll : Combination::kAny));
  return 0;
}

// Every school of the frame gets a decision.
int assess(lua_State* lua) {
  const Target to = target(lua);
  const Frame& frame = need_object<FrameObject>(lua, 2).frame;
  const Column schools = school_column(lua, frame);
  charge_cells(lua, 4 * frame.rows());
  need_room(lua, to.scope->verdicts, frame.rows());
  for (std::int64_t row = 0; row < schools.size(); ++row)
    to.scope->verdicts.assess(to.category, to.scope->verdicts.school(std::string(schools.text(row))));
  return 0;
}

// A further column of the list: ctx:value(frame, "column"[, title]). Rows of a school: the first counts.
int value_of_frame(lua_State* lua) {
  const Target to = target(lua);
  const Frame& frame = need_object<FrameObject>(lua, 2).frame;
  const std::string name = need_text(lua, 3, tr_later("the name of a column"));
  const std::string title = lua_isnoneornil(lua, 4) ? name : need_text(lua, 4, "title");
  const Column schools = school_column(lua, frame), column = unwrap(lua, frame.column(name));
  charge_cells(lua, 8 * frame.rows());
  need_room(lua, to.scope->verdicts, frame.rows());
  Verdicts& verdicts = to.scope->verdicts;
  const std::int32_t title_index = verdicts.text(title);
  for (std::int64_t row = 0; row < schools.size(); ++row)
    if (column.valid(row))
      verdicts.value(to.category, verdicts.school(std::string(schools.text(row))), title_index, cell_text(column, row));
  return 0;
}

int value_of_school(lua_State* lua) {
  SchoolDecision& decision = need_object<SchoolDecision>(lua, 1);
  const std::string name = need_text(lua, 2, tr_later("the name of a value"));
  if (lua_isnoneornil(lua, 3)) return 0;  // a missing value is an empty cell
  charge(lua, kCheckCost);
  need_room(lua, decision.scope->verdicts, 1);
  std::string text;
  if (lua_isinteger(lua, 3) != 0)
    text = std::to_string(lua_tointeger(lua, 3));
  else if (lua_type(lua, 3) == LUA_TSTRING)
    text = need_text(lua, 3, tr_later("the value"));
  else
    text = decimal_text(need_number(lua, 3, tr_later("the value")));
  Verdicts& verdicts = decision.scope->verdicts;
  verdicts.value(decision.category, decision.school, verdicts.text(name), std::move(text));
  return 0;
}

int decision(lua_State* lua) {
  const Target to = target(lua);
  charge(lua, kCheckCost);
  need_room(lua, to.scope->verdicts, 1);
  const std::int32_t school = to.scope->verdicts.school(need_text(lua, 2, tr_later("the code of a school")));
  to.scope->verdicts.assess(to.category, school);
  push_object(lua, SchoolDecision{to.scope, to.category, school});
  return 1;
}

int at_least(lua_State* lua) {
  const SchoolDecision& decided = need_object<SchoolDecision>(lua, 1);
  const std::int64_t count = need_integer(lua, 2, "at_least");
  if (count < 1 || count > INT32_MAX) fail(lua, "LUA-034", tr("at_least is 1 or more; d:all() asks for every check"));
  const std::string rule = lua_isnoneornil(lua, 3) ? "" : need_text(lua, 3, "rule");
  hold(lua, decided.scope->verdicts.require(decided.category, rule, static_cast<int>(count)));
  return 0;
}

int all(lua_State* lua) {
  const SchoolDecision& decided = need_object<SchoolDecision>(lua, 1);
  hold(lua, decided.scope->verdicts.require(decided.category, lua_isnoneornil(lua, 2) ? "" : need_text(lua, 2, "rule"), 0));
  return 0;
}

// ctx:category(name, { title = "…" }): a second list in the same run, with the same verbs as ctx.
int category(lua_State* lua) {
  static constexpr std::string_view kKeys[] = {"title"};
  RunScope* scope = need_object<ContextObject>(lua, 1).scope;
  const std::string name = need_text(lua, 2, tr_later("the name of a category"));
  std::string title = name;
  if (!lua_isnoneornil(lua, 3)) each_option(lua, 3, kKeys, "category", [&](std::size_t) { title = need_text(lua, -1, "title"); });
  push_object(lua, CategoryObject{scope, scope->verdicts.category(name, title)});
  return 1;
}

int context(lua_State* lua) { return push_context(lua, *need_object<ContextObject>(lua, 1).scope); }
int external_lists(lua_State* lua) { return push_external_lists(lua, *need_object<ContextObject>(lua, 1).scope); }
int indicator(lua_State* lua) { return push_indicator(lua, *need_object<ContextObject>(lua, 1).scope); }

int context_index(lua_State* lua) {
  if (push_verb(lua)) return 1;
  RunScope* scope = need_object<ContextObject>(lua, 1).scope;
  const std::string name = text_of(lua, 2);
  if (push_fact(lua, *scope, name)) return 1;
  std::vector<std::string> names = verb_names(lua);
  names.insert(names.end(), fact_names().begin(), fact_names().end());
  fail(lua, "LUA-035", tr_format("a {0} has no '{1}'", "ctx", name), suggestion(name, names));
}

}  // namespace

void open_checks(Sandbox& sandbox) {
  lua_State* lua = sandbox.lua();
  define_type<ContextObject>(lua,
                             {{"check", &check_frame},
                              {"require", &require},
                              {"combine", &combine_verb},
                              {"assess", &assess},
                              {"value", &value_of_frame},
                              {"decision", &decision},
                              {"category", &category},
                              {"context", &context},
                              {"external_lists", &external_lists},
                              {"indicator", &indicator}},
                             {{"__index", &context_index}});
  define_type<CategoryObject>(lua, {{"check", &check_frame},
                                    {"require", &require},
                                    {"combine", &combine_verb},
                                    {"assess", &assess},
                                    {"value", &value_of_frame},
                                    {"decision", &decision}});
  define_type<SchoolDecision>(lua,
                              {{"check", &check_school}, {"at_least", &at_least}, {"all", &all}, {"value", &value_of_school}});
}

}  // namespace opora
