#include "extend/lua_values.h"

#include <fmt/format.h>

#include <cmath>

#include "base/messages.h"
#include "extend/lua_columns.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

std::int64_t count_at(lua_State* lua, int index) {
  const std::int64_t count =
      need_integer(lua, index, index == 1 ? tr_later("the part of a share") : tr_later("the whole of a share"));
  if (count < 0) fail(lua, "LUA-034", tr("a share is made of counts: they are not negative"));
  return count;
}

int share(lua_State* lua) {
  if (lua_type(lua, 1) == LUA_TSTRING) {
    push_object(lua, ShareOfColumns{need_text(lua, 1, tr_later("the part of a share")),
                                    need_text(lua, 2, tr_later("the whole of a share"))});
    return 1;
  }
  Exact value{{0, 0}, false};
  if (!lua_isnil(lua, 1) && !lua_isnil(lua, 2)) value.share = {count_at(lua, 1), count_at(lua, 2)};
  push_object(lua, value);
  return 1;
}

int col(lua_State* lua) {
  push_object(lua, ColumnOperand{need_text(lua, 1, tr_later("the name of a column"))});
  return 1;
}

// 333/1000 → 33.3: divided once, so that the number is the nearest to what was written.
double in_percent(Share share) {
  return share.denominator % 100 == 0 ? Share{share.numerator, share.denominator / 100}.value() : 100 * share.value();
}

int index(lua_State* lua) {
  const Exact& exact = *static_cast<Exact*>(lua_touserdata(lua, 1));
  const std::string key = text_of(lua, 2);
  const auto push_count = [&](std::int64_t count) {
    exact.missing() ? lua_pushnil(lua) : lua_pushinteger(lua, count);
    return 1;
  };
  if (key == "value" || key == "percent") {
    exact.missing() ? lua_pushnil(lua) : lua_pushnumber(lua, key == "percent" ? in_percent(exact.share) : exact.share.value());
    return 1;
  }
  if (key == "part") return push_count(exact.share.numerator);
  if (key == "whole") return push_count(exact.share.denominator);
  fail(lua, "LUA-035", tr_format("a {0} has no '{1}'", "share", key), suggestion(key, {"value", "percent", "part", "whole"}));
}

int to_text(lua_State* lua) {
  const Exact& exact = *static_cast<Exact*>(lua_touserdata(lua, 1));
  std::string text = exact.missing()    ? ""
                     : exact.is_percent ? decimal_text(in_percent(exact.share)) + " %"
                                        : std::to_string(exact.share.numerator) + "/" + std::to_string(exact.share.denominator);
  lua_pushlstring(lua, text.data(), text.size());
  return 1;
}

// <0, 0, >0; a missing share cannot be compared.
int order(lua_State* lua) {
  const Exact* a = find_object<Exact>(lua, 1);
  const Exact* b = find_object<Exact>(lua, 2);
  if (a != nullptr && b != nullptr && !a->missing() && !b->missing()) return compare(a->share, b->share);
  const double x = need_number(lua, 1, tr_later("what is compared")), y = need_number(lua, 2, tr_later("what is compared"));
  return x < y ? -1 : x > y ? 1 : 0;
}

int less(lua_State* lua) {
  lua_pushboolean(lua, order(lua) < 0);
  return 1;
}
int less_equal(lua_State* lua) {
  lua_pushboolean(lua, order(lua) <= 0);
  return 1;
}
int equal(lua_State* lua) {
  const Exact *a = find_object<Exact>(lua, 1), *b = find_object<Exact>(lua, 2);
  lua_pushboolean(lua, a != nullptr && b != nullptr &&
                           (a->missing() || b->missing() ? a->missing() == b->missing() : compare(a->share, b->share) == 0));
  return 1;
}

// Arithmetic on shares is arithmetic on their numbers; with a column it is the column's.
template <int kOperator, Arithmetic kColumnOperator>
int arithmetic_event(lua_State* lua) {
  if (find_object<ColumnObject>(lua, 1) != nullptr || find_object<ColumnObject>(lua, 2) != nullptr)
    return column_arithmetic(lua, kColumnOperator);
  const double a = need_number(lua, 1, tr_later("the left side")), b = need_number(lua, 2, tr_later("the right side"));
  lua_pushnumber(lua, a);
  lua_pushnumber(lua, b);
  lua_arith(lua, kOperator);
  return 1;
}

int negate(lua_State* lua) {
  lua_pushnumber(lua, -need_number(lua, 1, tr_later("the right side")));
  return 1;
}

}  // namespace

std::optional<Share> percent_of(std::string_view text) {
  std::optional<Share> share = parse_decimal(text);
  if (share) share->denominator *= 100;  // parse_decimal keeps to 15 digits: no overflow
  return share;
}

std::string decimal_text(double value) {
  if (std::abs(value) < 1e15 && value == std::floor(value)) return fmt::format("{}", static_cast<std::int64_t>(value));
  return fmt::format("{}", value);
}

void open_values(Sandbox& sandbox) {
  lua_State* lua = sandbox.lua();
  define_type<Exact>(lua, {},
                     {{"__index", &index},
                      {"__tostring", &to_text},
                      {"__lt", &less},
                      {"__le", &less_equal},
                      {"__eq", &equal},
                      {"__unm", &negate},
                      {"__add", &arithmetic_event<LUA_OPADD, Arithmetic::kAdd>},
                      {"__sub", &arithmetic_event<LUA_OPSUB, Arithmetic::kSubtract>},
                      {"__mul", &arithmetic_event<LUA_OPMUL, Arithmetic::kMultiply>},
                      {"__div", &arithmetic_event<LUA_OPDIV, Arithmetic::kDivide>},
                      {"__idiv", &arithmetic_event<LUA_OPIDIV, Arithmetic::kFloorDivide>},
                      {"__mod", &arithmetic_event<LUA_OPMOD, Arithmetic::kModulo>}});
  define_type<ShareOfColumns>(lua, {});
  define_type<ColumnOperand>(lua, {});
  lua_pushcfunction(lua, &share);
  sandbox.provide("share");
  lua_pushcfunction(lua, &col);
  sandbox.provide("col");
}

}  // namespace opora
