#include "packs/data_file.h"

#include <cstdio>
#include <memory>
#include <sstream>

#include <lua.hpp>

#include "base/files.h"
#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

constexpr std::size_t kMaxBytes = 512 * 1024;
constexpr std::size_t kMaxMemory = 32 * 1024 * 1024;
constexpr std::size_t kMaxBlock = 2 * 1024 * 1024;  // one text or table; comparing long texts is work that no instruction counts
constexpr int kMaxInstructions = 200'000;
constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxValues = 200'000;  // tables that share their parts are many more values than bytes

struct Budget {
  std::size_t used = 0;
};

void* allocate(void* budget, void* block, std::size_t old_size, std::size_t new_size) {
  auto& used = static_cast<Budget*>(budget)->used;
  if (!block) old_size = 0;
  if (new_size == 0) {
    std::free(block);
    used -= old_size;
    return nullptr;
  }
  if (new_size > kMaxBlock || used - old_size + new_size > kMaxMemory) return nullptr;
  void* moved = std::realloc(block, new_size);
  if (moved) used += new_size - old_size;
  return moved;
}

void stop(lua_State* lua, lua_Debug*) { luaL_error(lua, "%s", tr("the file runs too long: it must only return data")); }

int unknown_name(lua_State* lua) {
  // Asked for as a word it is a text; asked for as _ENV[…] it may be anything.
  const std::string message =
      tr_format("unknown name \"{0}\": this file is data only; put texts in quotes", lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2) : luaL_typename(lua, 2));
  lua_pushlstring(lua, message.data(), message.size());
  luaL_where(lua, 1);
  lua_insert(lua, -2);
  lua_concat(lua, 2);
  return lua_error(lua);
}

// "profiles/a.lua:12: text" → span with line 12 and the text.
Diagnostic lua_error_of(const DataFile& file, std::string message) {
  Span span{file.name, "", 0, "", "", ""};
  const std::string prefix = file.name + ":";
  if (const auto at = message.find(prefix); at != std::string::npos) {
    const std::size_t number = at + prefix.size();
    const std::size_t colon = message.find(':', number);
    if (const auto line = parse_integer(message.substr(number, colon - number)); line && colon != std::string::npos) {
      span.line = *line;
      message = std::string(trimmed(message.substr(colon + 1)));
    }
  }
  std::istringstream lines(file.text);
  for (std::int64_t i = 0; i < span.line && std::getline(lines, span.source_line); ++i) {}
  if (span.line == 0) span.source_line.clear();
  Diagnostic d = make_error("PACK-002", std::move(message), tr("such a file is one \"return { … }\" of texts, numbers and tables"));
  d.spans.push_back(std::move(span));
  return d;
}

class Converter {
 public:
  explicit Converter(lua_State* lua) : lua_(lua) {}

  Result<nlohmann::json> value(int index, int depth) {
    if (++values_ > kMaxValues) return make_error("PACK-003", tr_format("the file holds more than {0} values", kMaxValues));
    switch (lua_type(lua_, index)) {
      case LUA_TBOOLEAN: return nlohmann::json(lua_toboolean(lua_, index) != 0);
      case LUA_TNUMBER:
        return lua_isinteger(lua_, index) ? nlohmann::json(static_cast<std::int64_t>(lua_tointeger(lua_, index)))
                                          : nlohmann::json(static_cast<double>(lua_tonumber(lua_, index)));
      case LUA_TSTRING: {
        OPORA_ASSIGN(std::string own, text(index));
        return nlohmann::json(std::move(own));
      }
      case LUA_TTABLE: return table(lua_absindex(lua_, index), depth);
      default:
        return make_error("PACK-002", tr_format("a value of type \"{0}\" is not data", luaL_typename(lua_, index)));
    }
  }

 private:
  Result<std::string> text(int index) {
    std::size_t size = 0;
    const char* data = lua_tolstring(lua_, index, &size);
    if (!is_utf8({data, size})) return make_error("PACK-002", tr("a text is not valid UTF-8"));
    return std::string(data, size);
  }

  Result<nlohmann::json> table(int index, int depth) {
    if (depth >= kMaxDepth || !lua_checkstack(lua_, 4)) return make_error("PACK-002", tr("tables are nested too deeply"));
    const auto length = static_cast<lua_Integer>(lua_rawlen(lua_, index));
    nlohmann::json array = nlohmann::json::array();
    for (lua_Integer i = 1; i <= length; ++i) {
      lua_rawgeti(lua_, index, i);
      OPORA_ASSIGN(auto element, value(-1, depth + 1));
      array.push_back(std::move(element));
      lua_pop(lua_, 1);
    }
    nlohmann::json object = nlohmann::json::object();
    lua_pushnil(lua_);
    while (lua_next(lua_, index) != 0) {
      const bool positional = lua_isinteger(lua_, -2) && lua_tointeger(lua_, -2) >= 1 && lua_tointeger(lua_, -2) <= length;
      if (!positional) {
        if (lua_type(lua_, -2) != LUA_TSTRING) return make_error("PACK-002", tr("a key must be a text, or positions 1, 2, 3 …"));
        OPORA_ASSIGN(const std::string key, text(-2));
        OPORA_ASSIGN(object[key], value(-1, depth + 1));
      }
      lua_pop(lua_, 1);
    }
    if (!array.empty() && !object.empty())
      return make_error("PACK-002", tr("a table has both positions and names; use one or the other"));
    return object.empty() ? array : object;
  }

  lua_State* lua_;
  std::size_t values_ = 0;
};

}  // namespace

Span DataFile::place_of(const std::string& key) const {
  std::istringstream lines(text);
  std::string line;
  for (std::int64_t number = 1; std::getline(lines, line); ++number) {
    const auto at = line.find(key);
    if (at != std::string::npos) return Span{name, "", number, std::to_string(at + 1), line, ""};
  }
  return Span{name, "", 1, "", "", ""};
}

Result<DataFile> parse_data_text(std::string text, const std::string& name) {
  DataFile file{{}, name, std::move(text)};
  Diagnostic too_large = make_error("PACK-003", tr_format("{0} is larger than {1} KiB", name, kMaxBytes / 1024));
  too_large.spans.push_back({name, "", 0, "", "", ""});
  if (file.text.size() > kMaxBytes) return too_large;

  Budget budget;
  const std::unique_ptr<lua_State, decltype(&lua_close)> owner(lua_newstate(allocate, &budget), &lua_close);
  lua_State* lua = owner.get();
  if (!lua) return make_error("PACK-003", tr("not enough memory to read a data file"));
  lua_gc(lua, LUA_GCSTOP);  // data is built once and dropped with the state
  lua_sethook(lua, stop, LUA_MASKCOUNT, kMaxInstructions);
  if (luaL_loadbufferx(lua, file.text.data(), file.text.size(), ("@" + name).c_str(), "t") != LUA_OK)
    return lua_error_of(file, lua_tostring(lua, -1));
  lua_newtable(lua);  // the environment: empty, and every read of it is an error that names the word
  lua_newtable(lua);
  lua_pushcfunction(lua, unknown_name);
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, -2);
  lua_setupvalue(lua, -2, 1);
  if (lua_pcall(lua, 0, 1, 0) != LUA_OK) {
    const char* message = lua_tostring(lua, -1);
    return lua_error_of(file, message ? message : tr("the file raised an error"));
  }
  if (!lua_istable(lua, -1)) return lua_error_of(file, tr("the file returns no table"));
  auto converted = Converter(lua).value(-1, 0);
  if (!converted) {
    Diagnostic error = lua_error_of(file, converted.error().message);
    error.code = converted.error().code;
    return error;
  }
  file.value = *std::move(converted);
  return file;
}

Result<DataFile> load_data_file(const std::filesystem::path& path, const std::string& name) {
  auto text = read_whole(path);
  if (text) return parse_data_text(*std::move(text), name);
  Diagnostic unreadable = make_error("PACK-001", tr_format("cannot read {0}", name), tr("check that the file exists and may be read"));
  unreadable.spans.push_back({name, "", 0, "", "", ""});
  return unreadable;
}

}  // namespace opora
