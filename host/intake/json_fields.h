// Reading a data file of a pack key by key: every key asked for is a key of the schema, so what was
// not asked for is unknown, and the message can say which known key is nearest.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/profile.h"

namespace opora {

// One data file being read; keeps the first error.
struct DataFileReading {
  std::string origin;
  const nlohmann::json* words = nullptr;  // shared word tables; may be null
  std::optional<Diagnostic> error;

  void fail(const char* code, std::string message, std::string help);
};

class Fields {
 public:
  Fields(const nlohmann::json& object, std::string where, DataFileReading& reading);

  bool has(const char* key);
  bool failed() const { return reading_.error.has_value(); }
  const std::string& where() const { return where_; }
  DataFileReading& reading() { return reading_; }

  std::string text(const char* key, bool required = false);
  int integer(const char* key, int otherwise, bool required = false);
  std::vector<std::string> texts(const char* key);                // a text or a list of texts
  std::vector<std::string> words(const char* key);                // normalised; a name of a shared list
  WordTable word_table(const char* key);                          // { {"word", "value"}, … } or a name
  std::vector<Pattern> patterns(const char* key);
  ColumnName column(const char* key, bool required = false);      // "name", {"a", "b"}, { pattern = … }
  std::optional<Fields> object(const char* key, bool required = false);
  std::vector<Fields> objects(const char* key, bool required = false);
  std::vector<const nlohmann::json*> list(const char* key, bool required = false);

  void close();  // reports what was never asked for

 private:
  const nlohmann::json* get(const char* key, bool required);
  const nlohmann::json* shared(const nlohmann::json& value, const char* key);
  void wrong(const char* key, const char* expected);

  const nlohmann::json* object_;
  std::string where_;
  DataFileReading& reading_;
  std::vector<std::string> asked_;
};

ColumnName column_from_json(const nlohmann::json& value, const std::string& where, DataFileReading& reading);

}  // namespace opora
