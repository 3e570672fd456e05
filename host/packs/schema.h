// Schema check of data files: what keys a table may have, of which type, which are required. A wrong
// key is met with "did you mean", a wrong value with what is expected.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "packs/data_file.h"

namespace opora {

enum class DataType { kText, kInteger, kYear, kNumber, kFlag, kList, kTable, kAny };

struct Field {
  std::string name;
  DataType type = DataType::kText;
  bool required = false;
  std::vector<std::string> choices;   // texts only; empty: any
  std::vector<Field> fields;          // of a table, or of every element of a list of tables
};

// The first problem, with its place: PACK-010 unknown key, PACK-011 missing key, PACK-012 wrong type,
// PACK-013 value not among the choices.
std::optional<Diagnostic> check_schema(const DataFile& file, const nlohmann::json& value, const std::vector<Field>& fields,
                                       const std::string& where);

}  // namespace opora
