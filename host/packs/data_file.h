// Data-only Lua: pack.lua, source profiles, scales, word tables. One `return { … }` of texts, numbers,
// flags and nested tables; no functions, no globals, text mode, a small budget. Such a file is read,
// never trusted: it can at worst fail with its name and line.
// Errors: PACK-001 unreadable, PACK-002 not data-only Lua, PACK-003 too large or too long.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"

namespace opora {

// A table with the keys 1…n becomes an array (an empty table too), any other an object; keys of an
// object are texts. Whole numbers stay integers.
struct DataFile {
  nlohmann::json value;
  std::string name;  // as shown in messages: relative to the folder of packs
  std::string text;  // for source excerpts

  // Where `key` is written, for a message; the first line when it cannot be told.
  Span place_of(const std::string& key) const;
};

Result<DataFile> load_data_file(const std::filesystem::path& file, const std::string& name);
Result<DataFile> parse_data_text(std::string text, const std::string& name);

}  // namespace opora
