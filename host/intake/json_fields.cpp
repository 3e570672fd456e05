#include "intake/json_fields.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

using nlohmann::json;

// An empty Lua table cannot tell a list from a record.
bool is_list(const json& value) { return value.is_array() || (value.is_object() && value.empty()); }
bool is_record(const json& value) { return value.is_object() || (value.is_array() && value.empty()); }

const json& empty_record() {
  static const json kEmpty = json::object();
  return kEmpty;
}

std::optional<std::string> as_text(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  return std::nullopt;
}

std::vector<Pattern> compile_all(const std::vector<std::string>& texts, const std::string& where, DataFileReading& reading) {
  std::vector<Pattern> patterns;
  for (const std::string& text : texts) {
    auto compiled = Pattern::compile(text);
    if (!compiled) {
      Diagnostic error = compiled.take_error();
      error.notes.push_back(tr_format("the pattern is in \"{0}\"", where));
      error.spans.push_back({reading.origin, "", 0, "", "", ""});
      if (!reading.error) reading.error = std::move(error);
      return patterns;
    }
    patterns.push_back(*std::move(compiled));
  }
  return patterns;
}

}  // namespace

void DataFileReading::fail(const char* code, std::string message, std::string help) {
  if (error) return;
  error = make_error(code, std::move(message), std::move(help));
  error->spans.push_back({origin, "", 0, "", "", ""});
}

Fields::Fields(const json& object, std::string where, DataFileReading& reading)
    : object_(object.is_object() ? &object : &empty_record()), where_(std::move(where)), reading_(reading) {
  if (!is_record(object)) {
    reading.fail("PACK-041", tr_format("\"{0}\" must be a table with named keys", where_.empty() ? "return" : where_),
                 tr("See the profiles that ship with Opora for the form."));
  }
}

const json* Fields::get(const char* key, bool required) {
  asked_.emplace_back(key);
  const auto found = object_->find(key);
  if (found != object_->end()) return &*found;
  if (required) {
    reading_.fail("PACK-042", tr_format("The key \"{0}\" is missing{1}", key, where_.empty() ? "" : " (" + where_ + ")"),
                  tr("Add the key; it has no default."));
  }
  return nullptr;
}

bool Fields::has(const char* key) { return get(key, false) != nullptr; }

void Fields::wrong(const char* key, const char* expected) {
  const std::string place = where_.empty() ? std::string(key) : where_ + "." + key;
  reading_.fail("PACK-041", tr_format("\"{0}\" must be {1}", place, expected),
                tr("See the profiles that ship with Opora for the form."));
}

const json* Fields::shared(const json& value, const char* key) {
  if (!value.is_string() || !reading_.words) return &value;
  const auto found = reading_.words->find(value.get<std::string>());
  if (found != reading_.words->end()) return &*found;
  std::vector<std::string> names;
  for (const auto& item : reading_.words->items()) names.push_back(item.key());
  const auto close = nearest(value.get<std::string>(), names);
  reading_.fail("PACK-045", tr_format("There is no word table \"{0}\" (asked for by {1})", value.get<std::string>(), key),
                close ? tr_format("Did you mean \"{0}\"?", *close) : std::string(tr("Add it to the pack's words file.")));
  return nullptr;
}

std::string Fields::text(const char* key, bool required) {
  const json* value = get(key, required);
  if (!value) return {};
  if (auto text = as_text(*value)) return *std::move(text);
  wrong(key, tr("a text"));
  return {};
}

int Fields::integer(const char* key, int otherwise, bool required) {
  const json* value = get(key, required);
  if (!value) return otherwise;
  if (value->is_number_integer()) {
    const auto number = value->get<std::int64_t>();
    if (number >= -100'000 && number <= 100'000) return static_cast<int>(number);
  }
  wrong(key, tr("a whole number"));
  return otherwise;
}

std::vector<std::string> Fields::texts(const char* key) {
  std::vector<std::string> out;
  const json* value = get(key, false);
  if (!value) return out;
  if (auto text = as_text(*value)) return {*std::move(text)};
  if (!is_list(*value)) return wrong(key, tr("a text or a list of texts")), out;
  for (const json& item : *value) {
    auto text = as_text(item);
    if (!text) return wrong(key, tr("a text or a list of texts")), out;
    out.push_back(*std::move(text));
  }
  return out;
}

std::vector<std::string> Fields::words(const char* key) {
  std::vector<std::string> out;
  const json* value = get(key, false);
  if (value) value = shared(*value, key);
  if (!value) return out;
  if (!is_list(*value)) return wrong(key, tr("a list of words")), out;
  for (const json& item : *value) {
    const auto text = as_text(item);
    if (!text) return wrong(key, tr("a list of words")), out;
    out.push_back(normal_words(*text));
  }
  return out;
}

WordTable Fields::word_table(const char* key) {
  WordTable table;
  const json* value = get(key, false);
  if (value) value = shared(*value, key);
  if (!value) return table;
  if (!is_list(*value)) return wrong(key, tr("a list of pairs { word, value }")), table;
  for (const json& pair : *value) {
    if (!pair.is_array() || pair.size() != 2 || !as_text(pair[0]) || !as_text(pair[1])) {
      return wrong(key, tr("a list of pairs { word, value }")), table;
    }
    table.entries.emplace_back(normal_words(*as_text(pair[0])), *as_text(pair[1]));
  }
  return table;
}

std::vector<Pattern> Fields::patterns(const char* key) {
  return compile_all(texts(key), where_.empty() ? key : where_ + "." + key, reading_);
}

ColumnName column_from_json(const json& value, const std::string& where, DataFileReading& reading) {
  ColumnName column;
  if (value.is_object()) {
    Fields fields(value, where, reading);
    column.patterns = fields.patterns("pattern");
    fields.close();
    return column;
  }
  const json list = value.is_array() ? value : json::array({value});
  for (const json& name : list) {
    if (!name.is_string()) {
      reading.fail("PACK-041", tr_format("\"{0}\" must be {1}", where, tr("a column: a header, a list of headers or { pattern = … }")), {});
      return column;
    }
    column.names.push_back(normal_words(name.get<std::string>()));
  }
  return column;
}

ColumnName Fields::column(const char* key, bool required) {
  const json* value = get(key, required);
  return value ? column_from_json(*value, where_.empty() ? key : where_ + "." + key, reading_) : ColumnName{};
}

std::optional<Fields> Fields::object(const char* key, bool required) {
  const json* value = get(key, required);
  if (!value) return std::nullopt;
  return Fields(*value, where_.empty() ? key : where_ + "." + key, reading_);
}

std::vector<const json*> Fields::list(const char* key, bool required) {
  std::vector<const json*> out;
  const json* value = get(key, required);
  if (!value) return out;
  if (!is_list(*value)) return wrong(key, tr("a list")), out;
  for (const json& item : *value) out.push_back(&item);
  return out;
}

std::vector<Fields> Fields::objects(const char* key, bool required) {
  std::vector<Fields> out;
  int number = 0;
  for (const json* item : list(key, required)) {
    out.emplace_back(*item, (where_.empty() ? std::string() : where_ + ".") + key + "[" + std::to_string(++number) + "]", reading_);
  }
  return out;
}

void Fields::close() {
  for (const auto& item : object_->items()) {
    if (std::find(asked_.begin(), asked_.end(), item.key()) != asked_.end()) continue;
    const auto close = nearest(item.key(), asked_);
    reading_.fail("PACK-040", tr_format("Unknown key \"{0}\"{1}", item.key(), where_.empty() ? "" : " (" + where_ + ")"),
                  close ? tr_format("Did you mean \"{0}\"?", *close) : std::string(tr("Remove the key.")));
  }
}

}  // namespace opora
