#include "plans/documents/plan_columns.h"

#include <algorithm>

#include "base/text.h"
#include "packs/schema.h"
#include "plans/documents/row_text.h"

namespace opora {
namespace {

using nlohmann::json;

constexpr std::array<const char*, kPlanFields> kNames = {"section", "number", "measure", "deadline", "purpose", "responsible", "result"};

std::vector<Field> fields() {
  std::vector<Field> columns;
  for (const char* name : kNames)
    columns.push_back({name, DataType::kTable, true, {}, {{"title", DataType::kText, true, {}, {}}, {"words", DataType::kList, true, {}, {}}}});
  return {{"columns", DataType::kTable, true, {}, columns},
          {"section", DataType::kList, true, {}, {}},
          {"annex", DataType::kList, true, {}, {}},
          {"title", DataType::kList, true, {}, {}},
          {"unfinished", DataType::kList, true, {}, {}}};
}

std::vector<std::string> words_of(const json& list) {
  std::vector<std::string> words;
  for (const json& word : list)
    if (word.is_string()) words.push_back(folded(to_lower(word.get<std::string>())));
  return words;
}

}  // namespace

Result<PlanColumns> load_plan_columns(const std::filesystem::path& path, const std::string& shown) {
  OPORA_ASSIGN(const DataFile file, load_data_file(path, shown));
  if (auto problem = check_schema(file, file.value, fields(), "plan_columns")) return *std::move(problem);
  PlanColumns columns;
  for (std::size_t i = 0; i < kPlanFields; ++i) {
    const json& column = file.value.at("columns").at(kNames[i]);
    columns.words[i] = words_of(column.at("words"));
    columns.titles[i] = column.at("title").get<std::string>();
  }
  columns.section = words_of(file.value.at("section"));
  columns.annex = words_of(file.value.at("annex"));
  columns.title = words_of(file.value.at("title"));
  columns.unfinished = words_of(file.value.at("unfinished"));
  return columns;
}

HeaderMeaning meaning_of_header(const PlanColumns& columns, std::string_view header) {
  const std::string text = folded(to_lower(header));
  HeaderMeaning meaning{PlanField::kMeasure, false};
  std::size_t first = std::string::npos;
  for (std::size_t i = 0; i < kPlanFields; ++i) {
    for (const std::string& word : columns.words[i]) {
      const std::size_t at = find_word(text, word);
      if (at >= first) continue;
      first = at;
      meaning = {static_cast<PlanField>(i), true};
    }
  }
  return meaning;
}

bool begins_with_any(std::string_view text, const std::vector<std::string>& words) {
  const std::string small = folded(to_lower(text));
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return begins_with_word(small, word); });
}

}  // namespace opora
