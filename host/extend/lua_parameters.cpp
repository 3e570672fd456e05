#include "extend/lua_parameters.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/messages.h"
#include "base/text.h"
#include "extend/lua_values.h"
#include "extend/parameter_dates.h"
#include "extend/point_scale.h"
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
    case ParameterType::kScale: return tr("ranges with points");
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
  OPORA_TRY(check_dates(parameter));
  if (parameter.type == ParameterType::kScale) {
    OPORA_TRY(parse_scale(parameter.value, parameter.name));
    return {};
  }
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

// A year as a number, or a text.
std::string need_date(lua_State* lua, const char* key) {
  return lua_isinteger(lua, -1) ? std::to_string(lua_tointeger(lua, -1)) : need_text(lua, -1, key);
}

// What every parameter may say of itself, and the bounds of a number.
constexpr std::string_view kOptions[] = {"basis", "title", "unit", "valid_from", "valid_to", "min", "max"};
constexpr std::size_t kUnranged = 5;

void read_option(lua_State* lua, Parameter& parameter, std::string_view key) {
  if (key == "basis") parameter.basis = need_text(lua, -1, "basis");
  if (key == "title") parameter.title = need_text(lua, -1, "title");
  if (key == "unit") parameter.unit = need_text(lua, -1, "unit");
  if (key == "valid_from") parameter.valid_from = need_date(lua, "valid_from");
  if (key == "valid_to") parameter.valid_to = need_date(lua, "valid_to");
  if (key == "min") parameter.minimum = need_number(lua, -1, "min");
  if (key == "max") parameter.maximum = need_number(lua, -1, "max");
}

void read_options(lua_State* lua, int index, Parameter& parameter, const char* constructor) {
  const bool ranged = parameter.type == ParameterType::kPercent || parameter.type == ParameterType::kInteger || parameter.type == ParameterType::kNumber;
  const auto keys = std::span(kOptions).first(ranged ? std::size(kOptions) : kUnranged);
  each_option(lua, index, keys, constructor, [&](std::size_t key) { read_option(lua, parameter, keys[key]); });
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
    read_options(lua, 2, parameter,
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
  if (!lua_isnoneornil(lua, 2)) read_options(lua, 2, parameter, "flag");
  return give(lua, std::move(parameter));
}

// Options that stand among the elements of the table at `index`.
void read_named(lua_State* lua, int index, Parameter& parameter, const char* constructor) {
  for (lua_pushnil(lua); lua_next(lua, index) != 0; lua_pop(lua, 1)) {
    if (lua_type(lua, -2) != LUA_TSTRING) continue;
    const std::string key = lua_tostring(lua, -2);
    const auto known = std::span(kOptions).first(kUnranged);
    if (std::find(known.begin(), known.end(), key) == known.end())
      fail(lua, "LUA-032", tr_format("'{0}' does not know the key '{1}'", constructor, key), suggestion(key, {known.begin(), known.end()}));
    read_option(lua, parameter, key);
  }
}

// choice("all", { "all", "any" }, { basis = "…", title = "…" }); the words may stand among the choices, too.
int choice(lua_State* lua) {
  Parameter parameter;
  parameter.type = ParameterType::kChoice;
  parameter.value = need_text(lua, 1, tr_later("the value of a parameter"));
  if (lua_type(lua, 2) != LUA_TTABLE) fail_argument(lua, 2, "table of choices");
  parameter.choices = need_texts(lua, 2, tr_later("a choice"));
  read_named(lua, 2, parameter, "choice");
  if (!lua_isnoneornil(lua, 3)) read_options(lua, 3, parameter, "choice");
  return give(lua, std::move(parameter));
}

// The bound of a range as a person writes it.
std::string need_bound(lua_State* lua, const char* key) {
  return decimal_text(need_number(lua, -1, key));
}

ScaleRange need_range(lua_State* lua, int index) {
  static constexpr std::string_view kKeys[] = {"from", "to", "points", "zone"};
  ScaleRange range;
  each_option(lua, index, kKeys, "scale", [&](std::size_t key) {
    if (key == 0) range.from_text = need_bound(lua, "from");
    if (key == 1) range.to_text = need_bound(lua, "to");
    if (key == 2) range.points = need_bound(lua, "points");
    if (key == 3) range.zone = need_text(lua, -1, "zone");
  });
  if (range.points.empty()) fail(lua, "LUA-032", tr("a range of a scale needs points"), tr("write for example: { from = 0, to = 50, points = 1, zone = \"…\" }"));
  if (range.zone.find_first_of(";\n") != std::string::npos) fail(lua, "LUA-032", tr("the name of a zone holds no semicolon and no line break"));
  return range;
}

// scale { { from = 0, to = 50, points = 1, zone = "…" }, …, unit = "%", basis = "…" }
int scale(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE) fail_argument(lua, 1, "table of ranges");
  Parameter parameter;
  parameter.type = ParameterType::kScale;
  std::vector<ScaleRange> ranges;
  const auto count = static_cast<lua_Integer>(lua_rawlen(lua, 1));
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(lua, 1, i);
    ranges.push_back(need_range(lua, lua_absindex(lua, -1)));
    lua_pop(lua, 1);
  }
  read_named(lua, 1, parameter, "scale");
  parameter.value = scale_text(ranges);
  return give(lua, std::move(parameter));
}

// p.x of a scale.
struct ScaleObject {
  static constexpr const char* kTypeName = "opora.scale";
  static constexpr const char* kWhat = "scale";
  std::string name;
  bool percent = false;
  std::vector<ScaleRange> ranges;
};

// The range of the value at index 2; nullptr for a missing value. A share is compared as a fraction, a number as the decimal
// that it is written as, so that 33.3 is 33.3 and not the nearest binary number.
const ScaleRange* need_range_of(lua_State* lua, const ScaleObject& scale) {
  if (lua_isnoneornil(lua, 2)) return nullptr;
  if (const Exact* exact = find_object<Exact>(lua, 2)) {
    if (exact->missing()) return nullptr;
    return unwrap(lua, range_of(scale.ranges, {exact->share.numerator * (scale.percent ? 100 : 1), exact->share.denominator}, scale.name));
  }
  const double number = need_number(lua, 2, tr_later("the value that a scale rates"));
  if (const auto decimal = parse_decimal(decimal_text(number))) return unwrap(lua, range_of(scale.ranges, *decimal, scale.name));
  return unwrap(lua, range_of(scale.ranges, number, scale.name));
}

int scale_points(lua_State* lua) {
  const ScaleRange* range = need_range_of(lua, need_object<ScaleObject>(lua, 1));
  if (range == nullptr) lua_pushnil(lua);
  else if (const auto whole = parse_integer(range->points)) lua_pushinteger(lua, *whole);
  else lua_pushnumber(lua, parse_decimal(range->points).value_or(Share{0, 1}).value());
  return 1;
}

int scale_zone(lua_State* lua) {
  const ScaleRange* range = need_range_of(lua, need_object<ScaleObject>(lua, 1));
  if (range == nullptr || range->zone.empty()) lua_pushnil(lua);
  else lua_pushlstring(lua, range->zone.data(), range->zone.size());
  return 1;
}

void push_scale(lua_State* lua, const Parameter& parameter) {
  push_object(lua, ScaleObject{parameter.name, parameter.unit == "%", unwrap(lua, parse_scale(parameter.value, parameter.name))});
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
    case ParameterType::kScale: return push_scale(lua, parameter);
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
           tr_format("the parameter '{0}' must be made by percent, integer, number, choice, flag or scale, not {1}", name,
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

std::string unit_of(const Parameter& parameter) {
  return parameter.unit.empty() && parameter.type == ParameterType::kPercent ? "%" : parameter.unit;
}

Status settable(const Parameter& parameter) {
  if (parameter.type != ParameterType::kScale) return {};
  return make_error("CLI-018", tr_format("the parameter '{0}' is a scale: it cannot be set on the command line", parameter.name),
                    tr("write another version of the script, or of the item in pack.lua, and compare the two"));
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
  define_type<ScaleObject>(lua, {{"points", &scale_points}, {"zone", &scale_zone}});
  const std::pair<const char*, lua_CFunction> functions[] = {{"percent", &numeric<ParameterType::kPercent>},
                                                             {"integer", &numeric<ParameterType::kInteger>},
                                                             {"number", &numeric<ParameterType::kNumber>},
                                                             {"choice", &choice},
                                                             {"flag", &flag},
                                                             {"scale", &scale}};
  for (const auto& [name, function] : functions) {
    lua_pushcfunction(lua, function);
    sandbox.provide(name);
  }
}

}  // namespace opora
