// ctx.results, ctx.tasks and groups: conditions and keys are collected, :tally asks for the facts in one request
// (or groups a frame with the same kernels). Aggregates: count(), count_where(…), sum(c), mean(c), …
// LUA-036 a dataset that `inputs` does not name.
#pragma once

#include <optional>

#include "extend/fact_source.h"
#include "extend/lua_frames.h"

namespace opora {

struct QueryObject {
  static constexpr const char* kTypeName = "opora.query";
  static constexpr const char* kWhat = "query";
  std::optional<FrameObject> frame;  // a grouped frame; else the facts
  FactRequest request;
};

struct AggregateObject {
  static constexpr const char* kTypeName = "opora.aggregate";
  static constexpr const char* kWhat = "aggregate";
  Aggregate aggregate;
};

// What queries of a run ask; held by the caller for as long as the sandbox lives.
struct QueryEnvironment {
  FactSource* facts = nullptr;
  int threads = 1;
};

void open_queries(Sandbox& sandbox);
void set_query_environment(lua_State* lua, QueryEnvironment* environment);
void push_facts_query(lua_State* lua, const std::string& dataset);

}  // namespace opora
