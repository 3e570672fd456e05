// The columns of the normalised results file: their names, and what their values are as the host wants them.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace csv_results {

enum class Form { kText, kNumber, kVariant, kGender };

struct KnownColumn {
  std::string_view name;  // of the dataset's field
  Form form;
  bool required;
  std::array<std::string_view, 3> names;  // lower case, as headers spell it
};

inline constexpr KnownColumn kColumns[] = {
    {"school", Form::kText, true, {"school", "школа", "код школы"}},
    {"kind", Form::kText, true, {"kind", "процедура", "вид"}},
    {"subject", Form::kText, true, {"subject", "предмет", "код предмета"}},
    {"grade", Form::kNumber, true, {"grade", "параллель", "класс программы"}},
    {"year", Form::kNumber, false, {"year", "год", "учебный год"}},
    {"level", Form::kText, false, {"level", "уровень", ""}},
    {"participant", Form::kText, false, {"participant", "участник", "код участника"}},
    {"class", Form::kText, false, {"class", "класс", "литера"}},
    {"gender", Form::kGender, false, {"gender", "пол", ""}},
    {"variant", Form::kVariant, false, {"variant", "вариант", ""}},
    {"score", Form::kNumber, true, {"score", "балл", "первичный балл"}},
    {"max_score", Form::kNumber, false, {"max_score", "максимальный балл", "максимум"}},
    {"mark", Form::kNumber, false, {"mark", "отметка", "оценка"}},
    {"journal", Form::kNumber, false, {"journal", "отметка в журнале", "журнал"}},
};

// How many equal participants a row stands for: no field of the dataset, the row is handed over that often.
inline constexpr std::array<std::string_view, 3> kCountNames = {"count", "количество", "число участников"};
inline constexpr int kMostOfOneRow = 10'000;

struct Columns {
  std::vector<std::pair<const KnownColumn*, std::size_t>> known;  // with its place, from 0
  std::optional<std::size_t> count;
  std::vector<std::size_t> unknown;
  std::vector<std::string> missing, twice;
};

// `headers` in lower case.
inline Columns columns_of(const std::vector<std::string>& headers) {
  Columns columns;
  std::vector<bool> taken(headers.size());
  for (const KnownColumn& column : kColumns) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < headers.size(); ++i) {
      if (headers[i].empty() || std::find(column.names.begin(), column.names.end(), headers[i]) == column.names.end()) continue;
      taken[i] = true;
      if (found++ == 0) columns.known.emplace_back(&column, i);
    }
    if (found == 0 && column.required) columns.missing.emplace_back(column.name);
    if (found > 1) columns.twice.emplace_back(column.name);
  }
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (taken[i] || headers[i].empty()) continue;
    const bool counts = std::find(kCountNames.begin(), kCountNames.end(), headers[i]) != kCountNames.end();
    if (!counts) columns.unknown.push_back(i);
    else if (columns.count) columns.twice.emplace_back(kCountNames.front());
    else columns.count = i;
  }
  return columns;
}

inline bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// "12,0" and "12.00" are 12; "12,5" stays as it is, so that the host can name it.
inline std::string_view whole_number(std::string_view text) {
  const std::size_t mark = text.find_first_of(".,");
  if (mark == std::string_view::npos || mark == 0) return text;
  return text.substr(mark + 1).find_first_not_of('0') == std::string_view::npos ? text.substr(0, mark) : text;
}

inline std::string_view value_of(const KnownColumn& column, std::string_view text) {
  if (is_one_of(text, {"-", "–", "—", "н/д"})) return {};
  switch (column.form) {
    case Form::kNumber: return whole_number(text);
    case Form::kVariant:
      return is_one_of(text, {"absent", "отсутствовал", "отсутствовала", "Отсутствовал", "Отсутствовала"}) ? "absent" : text;
    case Form::kGender:
      if (is_one_of(text, {"м", "М", "муж", "m", "male"})) return "male";
      return is_one_of(text, {"ж", "Ж", "жен", "f", "female"}) ? "female" : text;
    case Form::kText: break;
  }
  return text;
}

// 1 for an empty cell; nothing for what is no whole number from 1 to kMostOfOneRow.
inline std::optional<int> count_of(std::string_view text) {
  text = whole_number(text);
  if (text.empty()) return 1;
  int count = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failed != std::errc() || end != text.data() + text.size() || count < 1 || count > kMostOfOneRow) return std::nullopt;
  return count;
}

}  // namespace csv_results
