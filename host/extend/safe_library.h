// The library a script may use: what is on the list, nothing else. Every function whose work grows
// with its arguments charges that work to the meter first (limits.h).
//   base    assert error ipairs pairs (sorted) select tonumber tostring (no addresses) type
//   math    without random; exp and log are the only functions beyond IEEE-754's exact ones
//   table   concat insert pack remove sort (stable) unpack
//   string  without dump and pack; patterns are refused when they could take too long
//   utf8    char charpattern codepoint codes len offset
// Absent: os io package require load dofile debug collectgarbage setmetatable getmetatable raw* next
// pcall xpcall coroutine _G print. Globals cannot be written: a misspelt name is an error, not nil.
#pragma once

#include <cstdint>
#include <string>

struct lua_State;
struct luaL_Reg;

namespace opora {

void open_safe_library(lua_State* lua);
// Makes the value on top of the stack available to scripts as `name`.
void provide_global(lua_State* lua, const char* name);

// Text of any value, without addresses: "table", "function", "0.3".
std::string text_of(lua_State* lua, int index);

// Parts of the library, each in its own file. A function finds the original it guards, where there
// is one, as its first upvalue.
struct GuardedFunction {
  const char* name;
  int (*guard)(lua_State*);  // null: the original as it is
};
extern const GuardedFunction kTableFunctions[];   // ends with a null name
extern const GuardedFunction kStringFunctions[];
extern const GuardedFunction kUtf8Functions[];

int sorted_pairs(lua_State* lua);
int call_original(lua_State* lua);                    // the first upvalue, with the same arguments
void charge(lua_State* lua, std::int64_t cost);
int charged(lua_State* lua);                          // charges by the size of the arguments, then calls the original
constexpr std::int64_t kMostResults = 1000;           // of unpack, byte and codepoint

}  // namespace opora
