// Runs a piece of Lua in a fresh sandbox, as a methodology would be run.
#pragma once

#include <lua.hpp>

#include <string>

#include "extend/sandbox.h"

namespace opora::testing {

constexpr const char* kScriptName = "regions/demo/2026/attack.lua";

// Enough for real work of a test, small enough that a run-away script ends in well under a second.
inline SandboxLimits small_limits() {
  SandboxLimits limits;
  limits.instructions = 2'000'000;
  limits.volume_bytes = std::uint64_t{512} << 20;
  return limits;
}

struct Outcome {
  bool ok = false;
  std::string text;  // what the script returned
  Diagnostic error;
};

inline Outcome run_script(std::string_view source, const SandboxLimits& limits = small_limits()) {
  Result<std::unique_ptr<Sandbox>> sandbox = Sandbox::create(limits);
  if (!sandbox.ok()) return {false, {}, sandbox.error()};
  if (Status loaded = (*sandbox)->load(kScriptName, source); !loaded.ok()) return {false, {}, loaded.error()};
  if (Status called = (*sandbox)->call(0, 1); !called.ok()) return {false, {}, called.error()};
  lua_State* lua = (*sandbox)->lua();
  return {true, lua_isstring(lua, -1) != 0 ? lua_tostring(lua, -1) : luaL_typename(lua, -1), {}};
}

}  // namespace opora::testing
