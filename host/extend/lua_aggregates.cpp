#include "extend/lua_aggregates.h"

#include <algorithm>

#include "base/messages.h"
#include "extend/lua_query.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

constexpr std::int64_t kGreatestWeighed = 100'000;

int give(lua_State* lua, Aggregate aggregate) {
  push_object(lua, AggregateObject{std::move(aggregate)});
  return 1;
}

template <AggregateKind kKind>
int of_column(lua_State* lua) {
  Aggregate aggregate;
  aggregate.kind = kKind;
  aggregate.column = need_text(lua, 1, tr_later("the column of an aggregate"));
  return give(lua, std::move(aggregate));
}

int count(lua_State* lua) {
  if (lua_gettop(lua) > 0)
    fail(lua, "LUA-034", tr("count() counts rows and takes no column"),
         tr("count_where(column, op, value) counts rows that fulfil a condition"));
  return give(lua, {});
}

// (column, op, value[, column, op, value …]): all hold.
template <AggregateKind kKind>
int where_all(lua_State* lua) {
  Aggregate aggregate;
  aggregate.kind = kKind;
  for (int i = 1; i == 1 || i <= lua_gettop(lua); i += 3) aggregate.conditions.push_back(need_condition(lua, i));
  return give(lua, std::move(aggregate));
}

int sd(lua_State* lua) {
  Aggregate aggregate;
  aggregate.kind = AggregateKind::kSd;
  aggregate.column = need_text(lua, 1, tr_later("the column of an aggregate"));
  const std::int64_t ddof = lua_isnoneornil(lua, 2) ? 1 : need_integer(lua, 2, "ddof");
  if (ddof != 0 && ddof != 1) fail(lua, "LUA-034", tr("ddof is 0 (all schools) or 1 (a sample)"));
  aggregate.ddof = static_cast<int>(ddof);
  return give(lua, std::move(aggregate));
}

int quantile(lua_State* lua) {
  Aggregate aggregate;
  aggregate.kind = AggregateKind::kQuantile;
  aggregate.column = need_text(lua, 1, tr_later("the column of an aggregate"));
  aggregate.parameter = need_number(lua, 2, tr_later("the part of a quantile"));
  if (!(aggregate.parameter >= 0 && aggregate.parameter <= 1))
    fail(lua, "LUA-034", tr("the part of a quantile is between 0 and 1"));
  return give(lua, std::move(aggregate));
}

int spearman(lua_State* lua) {
  Aggregate aggregate;
  aggregate.kind = AggregateKind::kSpearman;
  aggregate.column = need_text(lua, 1, tr_later("the column of an aggregate"));
  aggregate.other = need_text(lua, 2, tr_later("the other column of an aggregate"));
  return give(lua, std::move(aggregate));
}

// { [value] = weight, … } at the top of the stack.
std::vector<std::int64_t> weights_at(lua_State* lua, int table) {
  if (lua_type(lua, table) != LUA_TTABLE)
    fail(lua, "LUA-034", tr_format("the weights must be a table of values, not {0}", type_at(lua, table)));
  std::vector<std::int64_t> weights;
  for (lua_pushnil(lua); lua_next(lua, table) != 0; lua_pop(lua, 1)) {
    const std::int64_t value = need_integer(lua, -2, tr_later("a value that has a weight"));
    if (value < 0 || value > kGreatestWeighed)
      fail(lua, "LUA-034", tr_format("values that have a weight are between 0 and {0}", kGreatestWeighed));
    charge(lua, 2 + std::max<std::int64_t>(0, value - static_cast<std::int64_t>(weights.size())) / 16);
    if (static_cast<std::size_t>(value) >= weights.size()) weights.resize(static_cast<std::size_t>(value) + 1);
    weights[static_cast<std::size_t>(value)] = need_integer(lua, -1, tr_later("a weight"));
  }
  return weights;
}

// { by = "procedure", tables = { [key] = { [value] = weight } } } or { table = { [value] = weight } }.
int weigh(lua_State* lua) {
  static constexpr std::string_view kKeys[] = {"by", "tables", "table"};
  Aggregate aggregate;
  aggregate.kind = AggregateKind::kWeight;
  aggregate.column = need_text(lua, 1, tr_later("the column of an aggregate"));
  WeightTable weights;
  each_option(lua, 2, kKeys, "weigh", [&](std::size_t key) {
    const int at = lua_gettop(lua);
    if (key == 0) weights.by = need_text(lua, at, "by");
    if (key == 2) weights.tables.emplace_back("", weights_at(lua, at));
    if (key != 1) return;
    if (lua_type(lua, at) != LUA_TTABLE)
      fail(lua, "LUA-034", tr_format("tables must be a table of tables, not {0}", type_at(lua, at)));
    for (lua_pushnil(lua); lua_next(lua, at) != 0; lua_pop(lua, 1))
      weights.tables.emplace_back(text_of(lua, -2), weights_at(lua, lua_gettop(lua)));
  });
  std::sort(weights.tables.begin(), weights.tables.end());
  const bool one = weights.by.empty() && weights.tables.size() == 1 && weights.tables.front().first.empty();
  if (!one && (weights.by.empty() || (!weights.tables.empty() && weights.tables.front().first.empty())))
    fail(lua, "LUA-034", tr("weigh needs { table = {…} }, or { by = \"procedure\", tables = {…} }"));
  aggregate.weights.push_back(std::move(weights));
  return give(lua, std::move(aggregate));
}

Aggregate aggregate_at(lua_State* lua, int index, const std::string& name) {
  const AggregateObject* object = find_object<AggregateObject>(lua, index);
  if (object == nullptr)
    fail(lua, "LUA-034", tr_format("'{0}' in tally must be an aggregate, not {1}", name, type_at(lua, index)),
         tr("write for example: n = count(), low = count_where(\"mark\", \"==\", 2)"));
  Aggregate aggregate = object->aggregate;
  aggregate.name = name;
  return aggregate;
}

}  // namespace

std::vector<Aggregate> need_aggregates(lua_State* lua, int index) {
  if (lua_type(lua, index) != LUA_TTABLE) fail_argument(lua, index, "table of aggregates");
  std::vector<Aggregate> aggregates;
  const int top = lua_gettop(lua);
  for (lua_Integer i = 1; lua_geti(lua, index, i) == LUA_TTABLE; ++i) {
    lua_geti(lua, -1, 1);
    const std::string name = need_text(lua, -1, tr_later("the name of a column"));
    lua_geti(lua, -2, 2);
    aggregates.push_back(aggregate_at(lua, lua_gettop(lua), name));
    lua_settop(lua, top);
  }
  lua_settop(lua, top);
  const auto listed = static_cast<std::ptrdiff_t>(aggregates.size());
  std::vector<std::string> names;
  for (lua_pushnil(lua); lua_next(lua, index) != 0; lua_pop(lua, 1))
    if (lua_type(lua, -2) == LUA_TSTRING)
      names.push_back(need_text(lua, -2, tr_later("the name of a column")));
    else if (lua_isinteger(lua, -2) == 0 || lua_tointeger(lua, -2) < 1 || lua_tointeger(lua, -2) > listed)
      fail(lua, "LUA-034", tr("each entry of tally needs a name: n = count()"));
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    lua_getfield(lua, index, name.c_str());
    aggregates.push_back(aggregate_at(lua, lua_gettop(lua), name));
    lua_pop(lua, 1);
  }
  if (aggregates.empty())
    fail(lua, "LUA-034", tr("tally needs at least one aggregate"), tr("write for example: tally { n = count() }"));
  return aggregates;
}

void open_aggregates(Sandbox& sandbox) {
  lua_State* lua = sandbox.lua();
  define_type<AggregateObject>(lua, {});
  const std::pair<const char*, lua_CFunction> functions[] = {{"count", &count},
                                                             {"count_where", &where_all<AggregateKind::kCountWhere>},
                                                             {"share_where", &where_all<AggregateKind::kShare>},
                                                             {"sum", &of_column<AggregateKind::kSum>},
                                                             {"mean", &of_column<AggregateKind::kMean>},
                                                             {"min", &of_column<AggregateKind::kMin>},
                                                             {"max", &of_column<AggregateKind::kMax>},
                                                             {"first", &of_column<AggregateKind::kFirst>},
                                                             {"histogram", &of_column<AggregateKind::kHistogram>},
                                                             {"sd", &sd},
                                                             {"quantile", &quantile},
                                                             {"spearman", &spearman},
                                                             {"weigh", &weigh}};
  for (const auto& [name, function] : functions) {
    lua_pushcfunction(lua, function);
    sandbox.provide(name);
  }
}

}  // namespace opora
