// sdk/lua/opora.d.lua says what the host offers: nothing more, nothing less.
#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "extend/lua_checks.h"
#include "extend/lua_document.h"
#include "extend/lua_frames.h"
#include "extend/lua_parameters.h"
#include "extend/lua_query.h"
#include "extend/lua_values.h"
#include "unit/extend/methodologies.h"

namespace opora {
namespace {

std::string annotations() {
  std::ifstream file(std::string(OPORA_SOURCE_DIR) + "/sdk/lua/opora.d.lua");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::set<std::string> documented(const std::string& pattern) {
  const std::string text = annotations();
  const std::regex declaration(pattern);
  std::set<std::string> names;
  for (std::sregex_iterator it(text.begin(), text.end(), declaration), end; it != end; ++it) names.insert((*it)[1]);
  return names;
}

template <class T>
std::set<std::string> offered(lua_State* lua) {
  std::set<std::string> names;
  luaL_getmetatable(lua, T::kTypeName);
  lua_getfield(lua, -1, "__index");
  lua_getupvalue(lua, -1, 1);
  for (lua_pushnil(lua); lua_next(lua, -2) != 0; lua_pop(lua, 1)) names.insert(lua_tostring(lua, -2));
  lua_settop(lua, 0);
  return names;
}

std::set<std::string> joined(std::set<std::string> a, const std::set<std::string>& b) {
  a.insert(b.begin(), b.end());
  return a;
}

TEST(Annotations, NameEveryVerb) {
  auto sandbox = *Sandbox::create();
  lua_State* lua = sandbox->lua();
  open_values(*sandbox), open_columns(*sandbox), open_frames(*sandbox), open_queries(*sandbox), open_checks(*sandbox), open_document(*sandbox);
  const std::set<std::string> category = documented("function Category:(\\w+)");
  EXPECT_EQ(documented("function Query:(\\w+)"), offered<QueryObject>(lua));
  EXPECT_EQ(documented("function Frame:(\\w+)"), offered<FrameObject>(lua));
  EXPECT_EQ(documented("function Column:(\\w+)"), offered<ColumnObject>(lua));
  EXPECT_EQ(category, offered<CategoryObject>(lua));
  EXPECT_EQ(joined(category, documented("function Context:(\\w+)")), offered<ContextObject>(lua));
  EXPECT_EQ(documented("function Document:(\\w+)"), offered<DocumentObject>(lua));
  EXPECT_EQ(documented("function Decision:(\\w+)"), offered<SchoolDecision>(lua));
}

TEST(Annotations, NameOnlyFunctionsThatExist) {
  const std::set<std::string> functions = documented("\nfunction (\\w+)\\(");
  EXPECT_EQ(functions.size(), 28U);
  testing::FrameFacts facts;
  for (const std::string& name : functions) EXPECT_EQ(testing::evaluate(facts, "", "type(" + name + ")"), "function") << name;
}

}  // namespace
}  // namespace opora
