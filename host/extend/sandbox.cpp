#include "extend/sandbox.h"

#include <lua.hpp>

#include <algorithm>
#include <cstdlib>

#include "base/messages.h"
#include "base/text.h"
#include "extend/lua_columns.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

constexpr int kTracebackLevels = 8;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string file_of(const lua_Debug& level) { return level.source[0] == '@' ? level.source + 1 : level.source; }

// "low_results.lua:12: text" → "text", when that is the place of `level`.
std::string without_place(std::string text, const lua_Debug& level) {
  const std::string place = std::string(level.short_src) + ":" + std::to_string(level.currentline) + ": ";
  return text.starts_with(place) ? text.substr(place.size()) : text;
}

std::string describe_level(const lua_Debug& level) {
  const std::string where = file_of(level) + ":" + std::to_string(level.currentline);
  if (level.name == nullptr || *level.name == '\0') return tr_format("called from {0}", where);
  return tr_format("called from {0}, in function '{1}'", where, level.name);
}

bool is_too_deep(std::string_view text) {
  return text.find("stack overflow") != std::string_view::npos || text.find("C levels") != std::string_view::npos;
}

int create_library(lua_State* lua) {
  open_safe_library(lua);
  return 0;
}

}  // namespace

Sandbox::Sandbox(SandboxLimits limits)
    : meter_(std::make_unique<Meter>(std::move(limits))), columns_(std::make_unique<ColumnLedger>()) {}

Sandbox::~Sandbox() {
  if (lua_ == nullptr) return;
  meter_->rest();
  lua_close(lua_);
}

Sandbox& Sandbox::of(lua_State* lua) { return **static_cast<Sandbox**>(lua_getextraspace(lua)); }

Result<std::unique_ptr<Sandbox>> Sandbox::create(SandboxLimits limits) {
  std::unique_ptr<Sandbox> sandbox(new Sandbox(std::move(limits)));
  sandbox->lua_ = lua_newstate(&Meter::allocate, sandbox->meter_.get());
  if (sandbox->lua_ == nullptr) return make_error("LUA-021", tr("there is no memory to start a script"));
  *static_cast<Sandbox**>(lua_getextraspace(sandbox->lua_)) = sandbox.get();
  lua_pushcfunction(sandbox->lua_, &create_library);
  if (lua_pcall(sandbox->lua_, 0, 0, 0) != LUA_OK) return make_error("LUA-021", tr("there is no memory to start a script"));
  return sandbox;
}

void Sandbox::provide(const char* name) { provide_global(lua_, name); }

Status Sandbox::load(const std::string& name, std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.starts_with(LUA_SIGNATURE)) {
    Diagnostic error = make_error("LUA-027", tr_format("'{0}' is compiled Lua, not source text", name),
                                  tr("put the readable .lua source into the pack"));
    error.spans.push_back({name, {}, 0, {}, {}, {}});
    return error;
  }
  if (text.size() > meter_->limits().source_bytes || !is_utf8(text)) {
    Diagnostic error =
        text.size() > meter_->limits().source_bytes
            ? make_error("LUA-028", tr_format("'{0}' is larger than {1} KB", name, meter_->limits().source_bytes >> 10),
                         tr("move data into the pack's tables and shared functions into a library"))
            : make_error("LUA-028", tr_format("'{0}' is not a UTF-8 text", name), tr("save the script as UTF-8"));
    error.spans.push_back({name, {}, 0, {}, {}, {}});
    return error;
  }
  sources_[name] = std::string(text);
  if (calls_ == 0) meter_->watch(lua_);
  const int status = luaL_loadbufferx(lua_, text.data(), text.size(), ("@" + name).c_str(), "t");
  if (calls_ == 0) meter_->rest();
  if (status == LUA_OK && meter_->stopped() == Stop::kNone) return {};
  if (status == LUA_ERRSYNTAX && meter_->stopped() == Stop::kNone) return syntax_error(name);
  if (status == LUA_ERRRUN) failed_text_ = text_of(lua_, -1);
  lua_pop(lua_, 1);  // the message, or the chunk
  failed_at_ = Span{name, {}, 0, {}, {}, {}};
  return failure(status);
}

Diagnostic Sandbox::syntax_error(const std::string& name) {
  std::string text = lua_tostring(lua_, -1);
  lua_pop(lua_, 1);
  // The chunk's own name may be shortened in the text; the line stands between the first ":" and ": ".
  std::int64_t line = 0;
  for (std::size_t at = text.find(':'); at != std::string::npos && line == 0; at = text.find(':', at + 1)) {
    const std::size_t end = text.find(": ", at + 1);
    if (end == std::string::npos) break;
    const auto number = parse_integer(std::string_view(text).substr(at + 1, end - at - 1));
    if (!number) continue;
    line = *number;
    text = text.substr(end + 2);
  }
  Diagnostic error = is_too_deep(text) ? make_error("LUA-011", tr("the script is nested too deeply"), tr("split the expression"))
                                       : make_error("LUA-001", tr_format("the script cannot be read: {0}", text));
  error.spans.push_back(span(name, line));
  return error;
}

Status Sandbox::call(int arguments, int results) {
  const int handler = lua_gettop(lua_) - arguments;
  lua_pushcfunction(lua_, &Sandbox::on_error);
  lua_insert(lua_, handler);
  if (calls_++ == 0) meter_->watch(lua_);
  const int status = lua_pcall(lua_, arguments, results, handler);
  if (--calls_ == 0) meter_->rest();
  lua_remove(lua_, handler);
  if (status == LUA_OK && meter_->stopped() == Stop::kNone) return {};
  Diagnostic error = failure(status);
  lua_settop(lua_, handler - 1);
  return error;
}

// Runs before the stack is unwound; keeps to C++ memory, because Lua's may be used up.
int Sandbox::on_error(lua_State* lua) {
  Sandbox& sandbox = of(lua);
  sandbox.failed_at_.reset();
  sandbox.traceback_.clear();
  const bool is_text = lua_type(lua, 1) == LUA_TSTRING;
  sandbox.failed_text_ =
      is_text ? lua_tostring(lua, 1) : tr_format("error() was called with a {0} instead of a text", luaL_typename(lua, 1));
  lua_Debug level;
  for (int i = 0; lua_getstack(lua, i, &level) == 1; ++i) {
    lua_getinfo(lua, "Sln", &level);
    if (level.currentline <= 0) continue;
    if (!sandbox.failed_at_) {
      sandbox.failed_text_ = without_place(std::move(sandbox.failed_text_), level);
      sandbox.failed_at_ = sandbox.span(file_of(level), level.currentline);
    } else if (sandbox.traceback_.size() < kTracebackLevels) {
      sandbox.traceback_.push_back(describe_level(level));
    } else {
      break;
    }
  }
  return 1;
}

Diagnostic Sandbox::failure(int status) {
  // Without a text the handler did not run: Lua, or C++ under it, had no memory left.
  if (status == LUA_ERRMEM || failed_text_.empty()) failed_text_ = tr("there is not enough memory");
  Diagnostic error;
  if (meter_->stopped() != Stop::kNone) {
    error = describe(meter_->stopped(), meter_->limits());
  } else if (raised_) {
    error = std::move(*raised_);
  } else if (is_too_deep(failed_text_)) {
    error = make_error("LUA-011", tr("calls are nested too deeply"), tr("look for a function that calls itself without an end"));
  } else {
    error = make_error("LUA-010", tr_format("the script failed: {0}", failed_text_));
  }
  raised_.reset();
  if (meter_->stopped() != Stop::kNone && meter_->stopped_at()) failed_at_ = meter_->stopped_at();
  if (failed_at_) error.spans.push_back(*failed_at_);  // after the place a diagnostic brings itself: a library it could not read
  error.notes.insert(error.notes.end(), traceback_.begin(), traceback_.end());
  failed_at_.reset();
  failed_text_.clear();
  traceback_.clear();
  return error;
}

void Sandbox::raise(lua_State* lua, Diagnostic diagnostic) {
  raised_ = std::move(diagnostic);
  lua_pushliteral(lua, "raised");
  lua_error(lua);
  std::abort();  // lua_error does not return
}

std::optional<Span> Sandbox::place(lua_State* lua) const {
  lua_Debug level;
  for (int i = 0; lua_getstack(lua, i, &level) == 1; ++i) {
    lua_getinfo(lua, "Sl", &level);
    if (level.currentline > 0) return span(file_of(level), level.currentline);
  }
  return std::nullopt;
}

Span Sandbox::span(const std::string& file, std::int64_t line) const {
  Span span{file, {}, line, {}, {}, {}};
  const auto source = sources_.find(file);
  if (source == sources_.end() || line <= 0) return span;
  const std::string& text = source->second;
  std::size_t start = 0;
  for (std::int64_t i = 1; i < line && start != std::string::npos; ++i) {
    start = text.find('\n', start);
    if (start != std::string::npos) ++start;
  }
  if (start == std::string::npos) return span;
  std::string_view excerpt = std::string_view(text).substr(start, std::min(text.find('\n', start), text.size()) - start);
  while (!excerpt.empty() && (excerpt.back() == '\r' || excerpt.back() == ' ')) excerpt.remove_suffix(1);
  span.source_line = excerpt;
  return span;
}

}  // namespace opora
