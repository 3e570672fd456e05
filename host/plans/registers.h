// Registers: what a pack wants to know of evidence beyond the document: contracts and their terms, events and their level,
// courses and hours. A data file named by `registers` in pack.lua. PACK-088 a field or value twice, PACK-089 a type that is none.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "packs/pack.h"

namespace opora {

struct RegisterField {
  std::string id, title;
  std::string type;  // text, integer, number, date, choice, flag, school
  bool required = false;
  std::vector<std::pair<std::string, std::string>> values;  // of a choice: id and title
};

struct Register {
  std::string id, title;
  std::string evidence;  // kind of document that proves an entry; may be empty
  std::vector<RegisterField> fields;
};

// The registers of a pack: its own file or the nearest base's; none when nobody has one.
Result<std::vector<Register>> registers_of(const std::vector<const Pack*>& lineage);

// A value in the form it is kept in (a date as YYYY-MM-DD, a choice by its id); nothing: it does not fit the field.
std::optional<std::string> fitting_value(const RegisterField& field, const std::string& value);
// What the field takes, in words.
std::string field_form(const RegisterField& field);

}  // namespace opora
