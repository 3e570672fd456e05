#include "packs/schema.h"

#include <algorithm>
#include <cstdint>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

using nlohmann::json;

// Readers keep whole numbers in 32 bits.
bool whole_within(const json& value, std::int64_t least, std::int64_t most) {
  return value.is_number_integer() && value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
}

bool has_type(const json& value, DataType type) {
  switch (type) {
    case DataType::kText: return value.is_string();
    case DataType::kInteger: return whole_within(value, INT32_MIN, INT32_MAX);
    case DataType::kYear: return whole_within(value, 1, 9999);
    case DataType::kNumber: return value.is_number();
    case DataType::kFlag: return value.is_boolean();
    case DataType::kList: return value.is_array();
    case DataType::kTable: return value.is_object() || (value.is_array() && value.empty());
    case DataType::kAny: return true;
  }
  return false;
}

std::string type_title(DataType type) {
  switch (type) {
    case DataType::kText: return tr("a text in quotes");
    case DataType::kInteger: return tr("a whole number");
    case DataType::kYear: return tr("a year, as 2024");
    case DataType::kNumber: return tr("a number");
    case DataType::kFlag: return tr("true or false");
    case DataType::kList: return tr("a list { …, … }");
    case DataType::kTable: return tr("a table { name = … }");
    case DataType::kAny: break;
  }
  return tr("any value");
}

Diagnostic at(const DataFile& file, const std::string& key, Diagnostic d) {
  d.spans.push_back(file.place_of(key));
  return d;
}

std::optional<Diagnostic> unknown_key(const DataFile& file, const json& value, const std::vector<Field>& fields,
                                      const std::string& where) {
  std::vector<std::string> known;
  for (const Field& field : fields) known.push_back(field.name);
  for (const auto& [key, ignored] : value.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const auto guess = nearest(key, known);
    return at(file, key,
              make_error("PACK-010", tr_format("{0} has no key \"{1}\"", where, key),
                         guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("known keys: {0}", fmt::join(known, ", "))));
  }
  return std::nullopt;
}

std::optional<Diagnostic> check_field(const DataFile& file, const json& value, const Field& field, const std::string& where) {
  const std::string path = where + "." + field.name;
  if (!has_type(value, field.type))
    return at(file, field.name, make_error("PACK-012", tr_format("{0} must be {1}", path, type_title(field.type))));
  if (!field.choices.empty() && std::find(field.choices.begin(), field.choices.end(), value.get<std::string>()) == field.choices.end())
    return at(file, field.name,
              make_error("PACK-013", tr_format("{0} cannot be \"{1}\"", path, value.get<std::string>()),
                         tr_format("possible values: {0}", fmt::join(field.choices, ", "))));
  if (field.fields.empty()) return std::nullopt;
  if (field.type == DataType::kTable) return check_schema(file, value, field.fields, path);
  for (std::size_t i = 0; i < value.size(); ++i)
    if (auto problem = check_schema(file, value[i], field.fields, path + "[" + std::to_string(i + 1) + "]")) return problem;
  return std::nullopt;
}

}  // namespace

std::optional<Diagnostic> check_schema(const DataFile& file, const json& value, const std::vector<Field>& fields,
                                       const std::string& where) {
  if (!has_type(value, DataType::kTable))
    return at(file, where, make_error("PACK-012", tr_format("{0} must be {1}", where, type_title(DataType::kTable))));
  if (auto problem = unknown_key(file, value, fields, where)) return problem;
  for (const Field& field : fields) {
    const auto it = value.find(field.name);
    if (it == value.end()) {
      if (field.required) return at(file, where, make_error("PACK-011", tr_format("{0} needs the key \"{1}\"", where, field.name)));
      continue;
    }
    if (auto problem = check_field(file, *it, field, where)) return problem;
  }
  return std::nullopt;
}

}  // namespace opora
