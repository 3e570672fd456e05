#include "extend/lua_parameters.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/messages.h"
#include "base/text.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

const char kOrderKey = 0;

const char* kind_of(ParameterType type) {
  switch (type) {
    case ParameterType::kPercent: return tr("a percentage such as 30 or 33.3");
    case ParameterType::kInteger: return tr("a whole number");
    case ParameterType::kNumber: return tr("a number");
    case ParameterType::kChoice: return tr("one of its choices");
    case ParameterType::kFlag: return tr("true or false");
  }
  return "";
}

std::string listed(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + text;
  return list;
}

Diagnostic wrong_kind(const Parameter& parameter, const std::string& value) {
  return make_error("LUA-031",
                    tr_format("the parameter '{0}' must be {1}, not '{2}'", parameter.name, kind_of(parameter.type), value),
                    parameter.choices.empty() ? std::string() : tr_format("possible: {0}", listed(parameter.choices)));
}

// The value as a number, where the parameter is one. Nothing: it is not of that kind.
std::optional<double> number_of(const Parameter& parameter) {
  if (parameter.type == ParameterType::kInteger) {
    const auto whole = parse_integer(parameter.value);
    return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
  }
  const auto decimal = parse_decimal(parameter.value);
  return decimal ? std::optional(decimal->value()) : std::nullopt;
}

Status validate(const Parameter& parameter) {
  if (parameter.type == ParameterType::kFlag)
    return parameter.value == "true" || parameter.value == "false" ? Status() : wrong_kind(parameter, parameter.value);
  if (parameter.type == ParameterType::kChoice) {
    const bool known = std::find(parameter.choices.begin(), parameter.choices.end(), parameter.value) != parameter.choices.end();
    return known ? Status() : wrong_kind(parameter, parameter.value);
  }
  const std::optional<double> number = number_of(parameter);
  if (!number) return wrong_kind(parameter, parameter.value);
  if ((parameter.minimum && *number < *parameter.minimum) || (parameter.maximum && *number > *parameter.maximum)) {
    const std::string from = parameter.minimum ? decimal_text(*parameter.minimum) : "-∞";
    const std::string to = parameter.maximum ? decimal_text(*parameter.maximum) : "∞";
    return make_error("LUA-031", tr_format("the parameter '{0}' is {1}, but must lie between {2} and {3}", parameter.name,
                                           parameter.value, from, to));
  }
  return {};
}

void read_options(lua_State* lua, Parameter& parameter, const char* constructor) {
  static constexpr std::string_view kKeys[] = {"basis", "title", "min", "max"};
  const bool ranged = parameter.type != ParameterType::kFlag;
  each_option(lua, 2, std::span(kKeys).first(ranged ? 4 : 2), constructor, [&](std::size_t key) {
    if (key == 0) parameter.basis = need_text(lua, -1, "basis");
    if (key == 1) parameter.title = need_text(lua, -1, "title");
    if (key == 2) parameter.minimum = need_number(lua, -1, "min");
    if (key == 3) parameter.maximum = need_number(lua, -1, "max");
  });
}

int give(lua_State* lua, Parameter parameter) {
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kOrderKey);
  const lua_Integer order = lua_tointeger(lua, -1);
  lua_pushinteger(lua, order + 1);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &kOrderKey);
  push_object(lua, ParameterObject{std::move(parameter), order});
  return 1;
}

template <ParameterType kType>
int numeric(lua_State* lua) {
  Parameter parameter;
  parameter.type = kType;
  if (kType == ParameterType::kPercent) parameter.minimum = 0, parameter.maximum = 100;
  parameter.value = kType == ParameterType::kInteger ? std::to_string(need_integer(lua, 1, tr_later("the value of a parameter")))
                                                     : decimal_text(need_number(lua, 1, tr_later("the value of a parameter")));
  if (!lua_isnoneornil(lua, 2))
    read_options(lua, parameter,
                 kType == ParameterType::kPercent   ? "percent"
                 : kType == ParameterType::kInteger ? "integer"
                                                    : "number");
  return give(lua, std::move(parameter));
}

int flag(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TBOOLEAN) fail(lua, "LUA-034", tr_format("a flag is true or false, not {0}", type_at(lua, 1)));
  Parameter parameter;
  parameter.type = ParameterType::kFlag;
  parameter.value = lua_toboolean(lua, 1) != 0 ? "true" : "false";
  if (!lua_isnoneornil(lua, 2)) read_options(lua, parameter, "flag");
  return give(lua, std::move(parameter));
}

// choice("all", { "all", "any" }, { basis = "…", title = "…" }); the words may stand among the choices, too.
int choice(lua_State* lua) {
  Parameter parameter;
  parameter.type = ParameterType::kChoice;
  parameter.value = need_text(lua, 1, tr_later("the value of a parameter"));
  if (lua_type(lua, 2) != LUA_TTABLE) fail_argument(lua, 2, "table of choices");
  parameter.choices = need_texts(lua, 2, tr_later("a choice"));
  for (lua_pushnil(lua); lua_next(lua, 2) != 0; lua_pop(lua, 1)) {
    if (lua_type(lua, -2) != LUA_TSTRING) continue;
    const std::string key = lua_tostring(lua, -2);
    if (key == "basis")
      parameter.basis = need_text(lua, -1, "basis");
    else if (key == "title")
      parameter.title = need_text(lua, -1, "title");
    else
      fail(lua, "LUA-032", tr_format("'{0}' does not know the key '{1}'", "choice", key), suggestion(key, {"basis", "title"}));
  }
  if (!lua_isnoneornil(lua, 3)) {
    static constexpr std::string_view kKeys[] = {"basis", "title"};
    each_option(lua, 3, kKeys, "choice", [&](std::size_t key) {
      (key == 0 ? parameter.basis : parameter.title) = need_text(lua, -1, kKeys[key].data());
    });
  }
  return give(lua, std::move(parameter));
}

// __index and __newindex of p. Upvalue: the values.
int unknown_parameter(lua_State* lua) {
  std::vector<std::string> names;
  for (lua_pushnil(lua); lua_next(lua, lua_upvalueindex(1)) != 0; lua_pop(lua, 1)) names.emplace_back(lua_tostring(lua, -2));
  std::sort(names.begin(), names.end());
  const std::string name = text_of(lua, 2);
  fail(lua, "LUA-030", tr_format("the methodology has no parameter '{0}'", name), suggestion(name, names));
}

int written_parameter(lua_State* lua) {
  fail(lua, "LUA-034", tr_format("the parameter '{0}' cannot be changed by the script", text_of(lua, 2)),
       tr("copy it into a local"));
}

void push_parameter_value(lua_State* lua, const Parameter& parameter) {
  switch (parameter.type) {
    case ParameterType::kPercent: push_object(lua, Exact{percent_of(parameter.value).value_or(Share{0, 1}), true}); return;
    case ParameterType::kInteger: return lua_pushinteger(lua, parse_integer(parameter.value).value_or(0));
    case ParameterType::kNumber: return lua_pushnumber(lua, number_of(parameter).value_or(0));
    case ParameterType::kFlag: return lua_pushboolean(lua, parameter.value == "true");
    case ParameterType::kChoice: break;
  }
  lua_pushlstring(lua, parameter.value.data(), parameter.value.size());
}

}  // namespace

std::vector<Parameter> need_parameters(lua_State* lua, int index) {
  if (lua_type(lua, index) != LUA_TTABLE) fail(lua, "LUA-032", tr_format("params must be a table, not {0}", type_at(lua, index)));
  std::vector<std::pair<std::int64_t, Parameter>> ordered;
  std::vector<std::string> names;
  for (lua_pushnil(lua); lua_next(lua, index) != 0; lua_pop(lua, 1))
    names.push_back(lua_type(lua, -2) == LUA_TSTRING ? need_text(lua, -2, tr_later("the name of a parameter")) : "");
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    lua_getfield(lua, index, name.c_str());
    const ParameterObject* object = find_object<ParameterObject>(lua, -1);
    if (object == nullptr)
      fail(lua, "LUA-032",
           tr_format("the parameter '{0}' must be made by percent, integer, number, choice or flag, not {1}", name,
                     type_at(lua, -1)),
           tr("write for example: low_share = percent(30, { basis = \"…\" })"));
    Parameter parameter = object->parameter;
    parameter.name = name;
    if (Status status = validate(parameter); !status.ok()) Sandbox::of(lua).raise(lua, status.take_error());
    ordered.emplace_back(object->order, std::move(parameter));
    lua_pop(lua, 1);
  }
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Parameter> parameters;
  for (auto& [order, parameter] : ordered) parameters.push_back(std::move(parameter));
  return parameters;
}

Result<std::vector<Parameter>> with_values(std::vector<Parameter> declared, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    const auto found =
        std::find_if(declared.begin(), declared.end(), [&, &wanted = name](const Parameter& p) { return p.name == wanted; });
    if (found == declared.end()) {
      std::vector<std::string> names;
      for (const Parameter& parameter : declared) names.push_back(parameter.name);
      return make_error("LUA-030", tr_format("the methodology has no parameter '{0}'", name), suggestion(name, names));
    }
    found->value = trimmed(value);
    // A decimal comma is accepted and kept out of what is recorded.
    if (found->type == ParameterType::kPercent || found->type == ParameterType::kNumber)
      std::replace(found->value.begin(), found->value.end(), ',', '.');
    OPORA_TRY(validate(*found));
  }
  return declared;
}

void push_parameters(lua_State* lua, const std::vector<Parameter>& parameters) {
  lua_newtable(lua);  // p itself stays empty, so that writing is noticed
  lua_createtable(lua, 0, static_cast<int>(parameters.size()));
  for (const Parameter& parameter : parameters) {
    push_parameter_value(lua, parameter);
    lua_setfield(lua, -2, parameter.name.c_str());
  }
  lua_createtable(lua, 0, 1);  // of the values: a name that is not there
  lua_pushvalue(lua, -2);
  lua_pushcclosure(lua, &unknown_parameter, 1);
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, -2);
  lua_createtable(lua, 0, 2);  // of p
  lua_insert(lua, -2);
  lua_setfield(lua, -2, "__index");
  lua_pushcfunction(lua, &written_parameter);
  lua_setfield(lua, -2, "__newindex");
  lua_setmetatable(lua, -2);
}

void open_parameters(Sandbox& sandbox) {
  lua_State* lua = sandbox.lua();
  define_type<ParameterObject>(lua, {});
  const std::pair<const char*, lua_CFunction> functions[] = {{"percent", &numeric<ParameterType::kPercent>},
                                                             {"integer", &numeric<ParameterType::kInteger>},
                                                             {"number", &numeric<ParameterType::kNumber>},
                                                             {"choice", &choice},
                                                             {"flag", &flag}};
  for (const auto& [name, function] : functions) {
    lua_pushcfunction(lua, function);
    sandbox.provide(name);
  }
}

}  // namespace opora
