// Works, their tasks, and what descriptions say the tasks test.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deficits {

// FIOKO, recommendations on analysing ВПР in a school, 2026, pp. 6 and 17: shares of the points that are enough, and
// those below which they are lacking; between them is a border zone.
struct Threshold {
  double enough = 0, lacking = 0;
};
struct Thresholds {
  Threshold basic{0.60, 0.57}, advanced{0.30, 0.285};
  // Б: basic; П, В: advanced; nothing for an unknown level.
  std::optional<Threshold> of(std::string_view difficulty) const {
    if (difficulty.starts_with("Б")) return basic;
    if (difficulty.starts_with("П") || difficulty.starts_with("В")) return advanced;
    return std::nullopt;
  }
};

struct Description {
  std::string task;
  std::int64_t position = 0, maximum = 0;  // 0: not told
  std::string difficulty, block;
  std::vector<std::string> content, requirement;
};

struct Task {
  std::string label;           // in the file of results
  std::int64_t position = 0;   // there, from 1
  std::int64_t maximum = 0;    // points
  const Description* described = nullptr;
};

inline bool replace_first(std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return false;
  text.replace(at, from.size(), to);
  return true;
}

// «5(1)», «5.1» and «5,1»; «1К1» with a Cyrillic and a Latin letter: the same task.
inline std::string plain_label(std::string_view label) {
  std::string text;
  for (const char c : label) {
    if (c == '(' || c == ',') text += '.';
    else if (c != ')' && c != ' ') text += c;
  }
  while (replace_first(text, "К", "K") || replace_first(text, "к", "K") || replace_first(text, "k", "K")) {
  }
  if (text.ends_with('.')) text.pop_back();
  return text;
}

inline std::vector<std::string> split_codes(std::string_view text) {
  std::vector<std::string> codes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(", "), text.size());
    if (end > 0) codes.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return codes;
}

// Gives each task its description: by label when all tasks of the file are described by that name, else by place
// when the description has as many tasks as the file (files often number the columns). Otherwise none: a
// description of another year's work must not be taken for this one's.
inline bool describe(std::vector<Task>& tasks, const std::vector<Description>& descriptions) {
  std::vector<const Description*> by_label;
  for (const Task& task : tasks) {
    const auto found = std::find_if(descriptions.begin(), descriptions.end(),
                                    [&](const Description& one) { return plain_label(one.task) == plain_label(task.label); });
    if (found != descriptions.end()) by_label.push_back(&*found);
  }
  std::vector<const Description*> by_place;
  if (tasks.size() == descriptions.size()) {
    for (const Task& task : tasks) {
      const auto found = std::find_if(descriptions.begin(), descriptions.end(), [&](const Description& one) { return one.position == task.position; });
      if (found != descriptions.end()) by_place.push_back(&*found);
    }
  }
  const auto& chosen = by_label.size() == tasks.size() ? by_label : by_place;
  if (tasks.empty() || chosen.size() != tasks.size()) return false;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    tasks[t].described = chosen[t];
    if (tasks[t].maximum == 0) tasks[t].maximum = chosen[t]->maximum;
  }
  return true;
}

// Tasks that test one thing: a position of a codifier, a level, a block of the programme.
struct Skill {
  std::string dimension, code;
  std::vector<std::size_t> tasks;
};

inline std::vector<Skill> skills_of(const std::vector<Task>& tasks) {
  std::vector<Skill> skills;
  const auto add = [&](const char* dimension, const std::string& code, std::size_t task) {
    if (code.empty()) return;
    auto found = std::find_if(skills.begin(), skills.end(), [&](const Skill& s) { return s.dimension == dimension && s.code == code; });
    if (found == skills.end()) found = skills.insert(skills.end(), {dimension, code, {}});
    found->tasks.push_back(task);
  };
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    if (!tasks[t].described || tasks[t].maximum == 0) continue;
    for (const std::string& code : tasks[t].described->content) add("content", code, t);
    for (const std::string& code : tasks[t].described->requirement) add("requirement", code, t);
    add("difficulty", tasks[t].described->difficulty, t);
    add("block", tasks[t].described->block, t);
  }
  std::sort(skills.begin(), skills.end(), [](const Skill& a, const Skill& b) {
    return a.dimension != b.dimension ? a.dimension < b.dimension : a.code < b.code;
  });
  return skills;
}

}  // namespace deficits
