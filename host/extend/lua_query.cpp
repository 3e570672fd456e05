#include "extend/lua_query.h"

#include <algorithm>

#include "base/messages.h"
#include "extend/lua_aggregates.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

const char kEnvironmentKey = 0;
constexpr std::int64_t kScanCost = 10'000;  // a request to the facts, in instructions
constexpr int kGroupingWork = 4;

QueryEnvironment& environment_of(lua_State* lua) {
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kEnvironmentKey);
  auto* environment = static_cast<QueryEnvironment*>(lua_touserdata(lua, -1));
  lua_pop(lua, 1);
  return *environment;
}

QueryObject& self(lua_State* lua) { return need_object<QueryObject>(lua, 1); }

// A query is never changed: a part of it may be used twice.
QueryObject copy_of(lua_State* lua, const QueryObject& query) {
  QueryObject copy;
  if (query.frame) copy.frame.emplace(Sandbox::of(lua).columns(), query.frame->frame);
  copy.request = query.request;
  return copy;
}

std::vector<std::string> names_from(lua_State* lua, int first) {
  std::vector<std::string> names;
  for (int i = first; i <= lua_gettop(lua); ++i) names.push_back(need_text(lua, i, tr_later("the name of a column")));
  return names;
}

int where_verb(lua_State* lua) {
  QueryObject query = copy_of(lua, self(lua));
  const Condition condition = need_condition(lua, 2);
  if (query.frame) {
    charge_cells(lua, cells_of(query.frame->frame));
    Frame kept = unwrap(lua, where(query.frame->frame, {condition}));
    query.frame.emplace(Sandbox::of(lua).columns(), std::move(kept));
  } else {
    query.request.conditions.push_back(condition);
  }
  push_object(lua, std::move(query));
  return 1;
}

int group(lua_State* lua) {
  QueryObject query = copy_of(lua, self(lua));
  query.request.keys = names_from(lua, 2);
  push_object(lua, std::move(query));
  return 1;
}

int tally_verb(lua_State* lua) {
  const QueryObject& query = self(lua);
  const std::vector<Aggregate> aggregates = need_aggregates(lua, 2);
  const QueryEnvironment& environment = environment_of(lua);
  if (query.frame) {
    charge_cells(lua, kGroupingWork * cells_of(query.frame->frame));
    push_frame(lua, unwrap(lua, group_tally(query.frame->frame, query.request.keys, aggregates, environment.threads)));
    return 1;
  }
  charge(lua, kScanCost);
  FactRequest request = query.request;
  request.aggregates = aggregates;
  request.threads = environment.threads;
  Frame frame = unwrap(lua, environment.facts->tally(request));
  charge_cells(lua, cells_of(frame));
  push_frame(lua, std::move(frame));
  return 1;
}

// The participants themselves, with the columns named.
int select(lua_State* lua) {
  const QueryObject& query = self(lua);
  const std::vector<std::string> names = names_from(lua, 2);
  if (names.empty()) fail_argument(lua, 2, "column name");
  if (query.frame) fail(lua, "LUA-035", tr("a group has no columns yet"), tr("end it with :tally{…}"));
  charge(lua, kScanCost);
  Frame frame = unwrap(lua, environment_of(lua).facts->rows(query.request, names));
  charge_cells(lua, cells_of(frame));
  push_frame(lua, std::move(frame));
  return 1;
}

int refuse_rows(lua_State* lua) {
  fail(lua, "LUA-040", tr("a script does not go through participants one by one"), tr("aggregate first: :group(…):tally{…}"));
}

int to_text(lua_State* lua) {
  lua_pushliteral(lua, "query");
  return 1;
}

}  // namespace

int frame_group(lua_State* lua) {
  QueryObject query;
  query.frame.emplace(Sandbox::of(lua).columns(), need_object<FrameObject>(lua, 1).frame);
  query.request.keys = names_from(lua, 2);
  if (query.request.keys.empty()) fail_argument(lua, 2, "column name");
  push_object(lua, std::move(query));
  return 1;
}

int frame_tally(lua_State* lua) {
  const Frame& frame = need_object<FrameObject>(lua, 1).frame;
  const std::vector<Aggregate> aggregates = need_aggregates(lua, 2);
  charge_cells(lua, cells_of(frame));
  push_frame(lua, unwrap(lua, group_tally(frame, {}, aggregates, environment_of(lua).threads)));
  return 1;
}

void push_facts_query(lua_State* lua, const std::string& dataset) {
  QueryObject query;
  query.request.dataset = dataset;
  push_object(lua, std::move(query));
}

void set_query_environment(lua_State* lua, QueryEnvironment* environment) {
  lua_pushlightuserdata(lua, environment);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &kEnvironmentKey);
}

void open_queries(Sandbox& sandbox) {
  define_type<QueryObject>(sandbox.lua(),
                           {{"where", &where_verb},
                            {"group", &group},
                            {"tally", &tally_verb},
                            {"select", &select},
                            {"rows", &refuse_rows},
                            {"by", &refuse_rows}},
                           {{"__tostring", &to_text}});
  open_aggregates(sandbox);
}

}  // namespace opora
