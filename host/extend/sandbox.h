// One Lua state in which a script of a pack runs: allow-listed library (safe_library.h), limits
// (limits.h), text chunks only, and every failure as a Diagnostic with the script's file, line and
// source text. A fresh sandbox for every script and every run; not shared between threads.
//
// LUA-001 syntax, LUA-010 the script failed, LUA-011 nested too deeply, LUA-020…025 and LUA-029
// limits, LUA-026 name that does not exist, LUA-027 bytecode, LUA-028 not a readable source.
//
// Lua is its C++ build: an error unwinds C++ frames and runs their destructors. So functions called by
// Lua may hold values, but must never `catch (...)` around a call into Lua.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extend/limits.h"

namespace opora {

class ColumnLedger;

class Sandbox {
 public:
  static Result<std::unique_ptr<Sandbox>> create(SandboxLimits limits = {});
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  static Sandbox& of(lua_State* lua);
  lua_State* lua() const { return lua_; }
  Meter& meter() { return *meter_; }
  ColumnLedger& columns() { return *columns_; }  // memory of the frames the script holds

  // Pushes the compiled chunk as a function. `name` is the pack-relative path shown in messages.
  Status load(const std::string& name, std::string_view text);
  // Calls the function below its `arguments` on the stack, under the limits. On failure nothing is left.
  Status call(int arguments, int results);

  // For functions called by Lua: ends the script with this diagnostic; place and traceback are added.
  [[noreturn]] void raise(lua_State* lua, Diagnostic diagnostic);
  // Where the script is now: file, line, source text. Nothing when no script function is active.
  std::optional<Span> place(lua_State* lua) const;
  Span span(const std::string& file, std::int64_t line) const;

  // Adds a name the script may use; takes the value from the top of the stack. Before the first load.
  void provide(const char* name);

 private:
  explicit Sandbox(SandboxLimits limits);
  static int on_error(lua_State* lua);
  Diagnostic failure(int status);
  Diagnostic syntax_error(const std::string& name);

  std::unique_ptr<Meter> meter_;
  std::unique_ptr<ColumnLedger> columns_;
  lua_State* lua_ = nullptr;
  std::map<std::string, std::string, std::less<>> sources_;  // by name, for the excerpt in messages
  std::optional<Diagnostic> raised_;
  // Filled by on_error while the failing functions are still on the stack.
  std::optional<Span> failed_at_;
  std::vector<std::string> traceback_;
  std::string failed_text_;
  int calls_ = 0;
};

}  // namespace opora
