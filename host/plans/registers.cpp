#include "plans/registers.h"

#include <algorithm>
#include <set>

#include "base/dates.h"
#include "base/messages.h"
#include "base/text.h"
#include "packs/schema.h"

namespace opora {
namespace {

using nlohmann::json;

const std::vector<Field>& fields() {
  static const std::vector<Field> kFields = {
      {"registers", DataType::kInteger, true, {}, {}},
      {"kinds", DataType::kList, true, {}, {
          {"id", DataType::kText, true, {}, {}},
          {"title", DataType::kText, true, {}, {}},
          {"evidence", DataType::kText, false, {}, {}},
          {"fields", DataType::kList, true, {}, {
              {"id", DataType::kText, true, {}, {}},
              {"title", DataType::kText, true, {}, {}},
              {"type", DataType::kText, true, {"text", "integer", "number", "date", "choice", "flag", "school"}, {}},
              {"required", DataType::kFlag, false, {}, {}},
              {"values", DataType::kList, false, {}, {}}}}}},
  };
  return kFields;
}

RegisterField field_of(const json& j) {
  RegisterField field{j.at("id"), j.at("title"), j.at("type"), j.value("required", false), {}};
  for (const json& value : j.value("values", json::array()))
    if (value.is_array() && value.size() == 2 && value[0].is_string() && value[1].is_string()) field.values.emplace_back(value[0], value[1]);
  return field;
}

Status check(const DataFile& file, const std::vector<Register>& registers) {
  std::set<std::string> ids;
  for (const Register& one : registers) {
    std::set<std::string> names;
    bool again = !ids.insert(one.id).second;
    for (const RegisterField& field : one.fields) again |= !names.insert(field.id).second || (field.type == "choice" && field.values.empty());
    if (!again) continue;
    Diagnostic error = make_error("PACK-088", tr_format("the register \"{0}\" has an id or a field twice, or a choice without values", one.id),
                                  tr("every id once; values = { { \"id\", \"title\" }, … }"));
    error.spans = {file.place_of(one.id)};
    return error;
  }
  return {};
}

}  // namespace

Result<std::vector<Register>> registers_of(const std::vector<const Pack*>& lineage) {
  const auto owner = std::find_if(lineage.begin(), lineage.end(), [](const Pack* pack) { return !pack->registers.empty(); });
  std::vector<Register> registers;
  if (owner == lineage.end()) return registers;
  const Pack& pack = **owner;
  OPORA_ASSIGN(const DataFile file, load_data_file(pack.folder / pack.registers, "regions/" + pack.folder.filename().string() + "/" + pack.registers));
  if (auto problem = check_schema(file, file.value, fields(), "registers")) return *std::move(problem);
  for (const json& j : file.value.at("kinds")) {
    Register one{j.at("id"), j.at("title"), j.value("evidence", ""), {}};
    for (const json& field : j.at("fields")) one.fields.push_back(field_of(field));
    registers.push_back(std::move(one));
  }
  OPORA_TRY(check(file, registers));
  return registers;
}

std::optional<std::string> fitting_value(const RegisterField& field, const std::string& value) {
  const std::string text(trimmed(value));
  if (field.type == "integer") return parse_integer(text) ? std::optional(text) : std::nullopt;
  if (field.type == "date") {
    const auto date = parse_date(text);
    return date ? std::optional(to_iso(*date)) : std::nullopt;
  }
  if (field.type == "number") {
    const bool shaped = !text.empty() && text.find_first_not_of("0123456789.,-") == std::string::npos && std::count_if(text.begin(), text.end(), [](char c) { return c == '.' || c == ','; }) <= 1;
    std::string plain = text;
    std::replace(plain.begin(), plain.end(), ',', '.');
    return shaped ? std::optional(plain) : std::nullopt;
  }
  if (field.type == "flag") return text == "1" || text == "true" ? std::optional<std::string>("1") : text == "0" || text == "false" ? std::optional<std::string>("0") : std::nullopt;
  if (field.type == "choice") {
    for (const auto& [id, title] : field.values)
      if (text == id || to_lower(text) == to_lower(title)) return id;
    return std::nullopt;
  }
  return text.empty() ? std::nullopt : std::optional(text);
}

std::string field_form(const RegisterField& field) {
  if (field.type == "integer") return tr("a whole number");
  if (field.type == "number") return tr("a number");
  if (field.type == "date") return tr("a date as 2021-03-17 or 17.03.2021");
  if (field.type == "flag") return tr("1 or 0");
  if (field.type != "choice") return tr("a text");
  std::string all;
  for (const auto& [id, title] : field.values) all += (all.empty() ? "" : ", ") + id + " (" + title + ")";
  return tr_format("one of: {0}", all);
}

}  // namespace opora
