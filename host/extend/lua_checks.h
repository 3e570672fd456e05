// ctx, a further category, and the decision of one school: how a script states checks.
#pragma once

#include <map>
#include <optional>

#include "extend/call_scope.h"
#include "extend/lua_objects.h"
#include "extend/methodology.h"
#include "extend/verdicts.h"

namespace opora {

// One call of decide() or compute(). Lives longer than the sandbox's objects that point to it.
struct RunScope {
  std::string category, title;  // its own list
  const std::vector<std::string>* inputs = nullptr;
  FactSource* facts = nullptr;
  int year = 0;
  Verdicts& verdicts;
  const IndicatorSource* indicators = nullptr;
  std::optional<Frame> schools, procedures;
  std::map<int, Frame> context;

  // The methodology's own category comes into being when it is first used.
  std::int32_t own_category() { return verdicts.category(category, title); }
};

struct ContextObject {
  static constexpr const char* kTypeName = "opora.context";
  static constexpr const char* kWhat = "ctx";
  RunScope* scope;
};

struct CategoryObject {
  static constexpr const char* kTypeName = "opora.category";
  static constexpr const char* kWhat = "category";
  RunScope* scope;
  std::int32_t category;
};

struct SchoolDecision {
  static constexpr const char* kTypeName = "opora.decision";
  static constexpr const char* kWhat = "decision";
  RunScope* scope;
  std::int32_t category, school;
};

void open_checks(Sandbox& sandbox);

// What ctx gives of the facts, whoever asks: reads the name at stack index 2. False: no fact of that name.
bool push_fact(lua_State* lua, RunScope& scope, const std::string& name);
const std::vector<std::string>& fact_names();
int push_context(lua_State* lua, RunScope& scope);    // ctx:context(year)
int push_external_lists(lua_State* lua, RunScope& scope);  // ctx:external_lists(year)
int push_indicator(lua_State* lua, RunScope& scope);  // ctx:indicator("id", { parameter = value, … })

}  // namespace opora
