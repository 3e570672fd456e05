// ctx, a further category, and the decision of one school: how a script states checks.
#pragma once

#include <map>
#include <optional>

#include "extend/fact_source.h"
#include "extend/lua_objects.h"
#include "extend/methodology.h"
#include "extend/verdicts.h"

namespace opora {

// One call of decide(). Lives longer than the sandbox's objects that point to it.
struct RunScope {
  const MethodologyInfo* info = nullptr;
  FactSource* facts = nullptr;
  int year = 0;
  Verdicts verdicts;
  std::optional<Frame> schools, procedures;
  std::map<int, Frame> context;

  // The methodology's own category comes into being when it is first used.
  std::int32_t own_category() { return verdicts.category(info->category, info->title); }
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

}  // namespace opora
