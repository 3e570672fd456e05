// The reasons of pairs in Russian.
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "pairs.h"

namespace opora_matching {

// Half away from zero on the shortest decimal is the host's business; here two digits after the comma.
inline std::string decimal(double value, int digits = 2) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits).ptr;
  std::string text(buffer, end);
  for (char& c : text)
    if (c == '.') c = ',';
  return text;
}

// 1 школа, 2 школы, 5 школ.
inline std::string counted(std::size_t n, const char* one, const char* few, const char* many) {
  const std::size_t tens = n % 100, units = n % 10;
  const char* word = tens > 10 && tens < 20 ? many : units == 1 ? one : units > 1 && units < 5 ? few : many;
  return std::to_string(n) + " " + word;
}

inline std::string subject_word(std::string_view code) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"RU", "русский язык"}, {"MA", "математика"}, {"OM", "окружающий мир"}, {"BI", "биология"},        {"IS", "история"},
      {"GE", "география"},    {"OB", "обществознание"}, {"FI", "физика"},     {"HI", "химия"},           {"EN", "английский язык"},
      {"DE", "немецкий язык"}, {"FR", "французский язык"}};
  for (const auto& [known, word] : kWords)
    if (known == code) return std::string(word);
  return std::string(code);
}

inline std::string joined(const std::vector<int>& subjects, const std::vector<std::string>& codes) {
  std::string text;
  for (const int subject : subjects) text += (text.empty() ? "" : ", ") + subject_word(codes[static_cast<std::size_t>(subject)]);
  return text;
}

inline std::string travel_words(const PairView& view) {
  switch (view.travel) {
    case Travel::kSame: return "тот же муниципалитет";
    case Travel::kNeighbour: return "соседний муниципалитет, доступность " + std::to_string(view.travel_class) + " из 3";
    case Travel::kUnknown: return "муниципалитет не указан, считается дальним";
    case Travel::kRegion: break;
  }
  return "другой муниципалитет региона";
}

inline std::string context_words(const PairView& view) {
  if (!view.distance) return "сопоставимость контекста по решению региона не проверялась";
  return "контекст сопоставим: расстояние " + decimal(*view.distance) + ", дальше — " + decimal(100 * view.closer, 0) + " % пар";
}

inline std::string lead_words(const PairView& view, const std::vector<int>& years) {
  std::string text = "результаты выше";
  for (std::size_t i = 0; i < years.size(); ++i)
    text += (i == 0 ? " на " : i + 1 == years.size() ? " и на " : ", на ") + decimal(view.lead[i]) + " ± " + decimal(view.error[i]) + " в " + std::to_string(years[i]) + " г.";
  return text + " (в стандартных отклонениях)";
}

inline std::string subject_words(const PairView& view, const std::vector<std::string>& codes) {
  if (view.weak.empty()) return "предметов, слабых сверх погрешности, у школы нет";
  if (view.covered.empty()) return "слабые предметы школы (" + joined(view.weak, codes) + ") не относятся к сильным сторонам партнёра";
  std::string text = "партнёр силён в том, в чём школа слаба: " + joined(view.covered, codes);
  if (view.covered.size() < view.weak.size()) text += " (из слабых: " + joined(view.weak, codes) + ")";
  return text;
}

inline std::string capital(std::string text) {
  // Cyrillic а…п: D0 B0…BF → D0 90…9F; р…я: D1 80…8F → D0 A0…AF.
  const auto first = static_cast<unsigned char>(text[0]), second = static_cast<unsigned char>(text[1]);
  if (first == 0xD0 && second >= 0xB0) text[1] = static_cast<char>(second - 0x20);
  else if (first == 0xD1 && second <= 0x8F) text[0] = static_cast<char>(0xD0), text[1] = static_cast<char>(second + 0x20);
  return text;
}

inline std::string pair_reason(const PairView& view, const Rule& rule, const std::vector<std::string>& subjects) {
  return capital(context_words(view)) + "; " + lead_words(view, rule.years) + "; " + travel_words(view) + "; " + subject_words(view, subjects) + ".";
}

inline std::string runner_reason(const PairView& view, bool full, const Rule& rule) {
  std::string text = view.distance ? "расстояние " + decimal(*view.distance) + ", " : std::string();
  text += travel_words(view) + ", слабых предметов закрывает " + std::to_string(view.covered.size()) + " из " + std::to_string(view.weak.size());
  if (full) text += "; места заняты: у партнёра уже " + counted(static_cast<std::size_t>(rule.load), "школа", "школы", "школ");
  return text;
}

inline std::string funnel_words(const Funnel& funnel) {
  return "из " + counted(funnel.offering, "школы", "школ", "школ") + " вне списка устойчиво высокие результаты у " + std::to_string(funnel.strong) +
         ", из них досягаемы " + std::to_string(funnel.reachable) + ", выше этой школы сверх погрешности " + std::to_string(funnel.better) +
         ", сопоставимы по контексту " + std::to_string(funnel.comparable);
}

inline std::string gap_reason(const Choice& choice, const Rule& rule) {
  switch (choice.gap) {
    case Gap::kNoResults: return "Не оценивается: за " + std::to_string(choice.missing_year) + " г. у школы нет результатов или участников меньше установленного.";
    case Gap::kNoContext: return "Не оценивается: сведений о контексте школы нет или слишком мало, сопоставимость не проверить.";
    case Gap::kAllTaken: return (choice.funnel.comparable % 10 == 1 && choice.funnel.comparable % 100 != 11 ? "Подходит " : "Подходят ") + counted(choice.funnel.comparable, "школа", "школы", "школ") + ", но у каждой уже " + counted(static_cast<std::size_t>(rule.load), "подопечная школа", "подопечные школы", "подопечных школ") + " (предел нагрузки).";
    case Gap::kNobodyFits: return "Не подходит ни одна школа: " + funnel_words(choice.funnel) + ".";
    case Gap::kNone: break;
  }
  return {};
}

}  // namespace opora_matching
