// Organisations of a programme and how its documents call them: a pack's data file, named by `organisations` in pack.lua.
// Classes ("municipal education authorities") stand for one organisation a territory or school.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace opora {

struct Organisation {
  std::string id;       // "ministry"
  std::string name;     // in full
  std::string level;    // federal, region, municipality, school
  std::string role;     // what it does in the programme, in words
  std::string part_of;  // id of the organisation that it belongs to; may be empty
  bool is_class = false;
  std::string list;     // of a class: the methodology whose list names its schools; empty: all schools
  std::vector<std::string> aliases;  // abbreviations, forms of the text, misprints of the document
};

// PACK-010 … PACK-013 as of any data file; PACK-037 an id twice, or a name or alias of two organisations; PACK-038
// `part_of` names none. `shown` is the file's name in messages.
Result<std::vector<Organisation>> load_organisations(const std::filesystem::path& file, const std::string& shown);

// By name or alias, whatever the case of letters, blanks and quotation marks; null: nobody is called so.
const Organisation* find_organisation(std::span<const Organisation> organisations, std::string_view text);

}  // namespace opora
