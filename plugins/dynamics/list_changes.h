// list-changes: who enters and leaves the list of low results from year to year, why, and for how many years in a row.
#pragma once

#include "low_list.h"
#include "parameters.h"

namespace dynamics {

inline Rule rule_of(const Context& ctx) {
  const Share threshold = ctx.percent("low_share");
  return {threshold.numerator, threshold.denominator, ctx.integer("min_n"), ctx.integer("procedures"), ctx.choice("combine") == "and"};
}

// The marks of all schools in the years from `first` to `last`.
inline std::map<std::string, Years, std::less<>> marks_of(const Context& ctx, int first, int last) {
  std::map<std::string, Years, std::less<>> schools;
  for (int year = first; year <= last; ++year)
    for (const Result& one : results_of(ctx, year, ctx.integer("lowest_mark")))
      if (one.marked > 0) schools[one.school][year][one.subject.title()] = {one.low, one.marked};
  return schools;
}

struct ListChanges {
  static constexpr Parameter parameters[] = {kYears, kLowShare, kProcedures, kCombine, kMinN, kLowestMark};
  static constexpr Output outputs[] = {label("school", "Школа"), whole("year", {.title = "Год"}), label("move", "Движение"),
                                       whole("listed", {.title = "Отвечает критерию", .min = 0, .max = 1}),
                                       whole("years_in_row", {.title = "Лет подряд", .min = 0}), text("reason", {.title = "Основание"})};
  static constexpr IndicatorInfo info{.id = "list-changes", .title = "Входы в список школ с низкими результатами и выходы из него",
                                      .inputs = kResults, .parameters = parameters, .outputs = outputs,
                                      .source = "федеральный критерий 2025 г.: условия A и B",
                                      .assumes = "одна процедура — один предмет и класс",
                                      .uncertainty = "критерий применяется к наблюдаемым долям, как в тексте; случайность малых групп им не учтена",
                                      .limits = "год без достаточного числа участников прерывает счёт лет подряд"};

  Frame compute(const Context& ctx) const {
    const Rule rule = rule_of(ctx);
    const int first = static_cast<int>(ctx.year() - ctx.integer("years") + 1);
    // Two years more: the first year's move needs the year before, and that one its own.
    const auto schools = marks_of(ctx, first - 2, ctx.year());
    Filled<std::string> codes, moves, reasons;
    Filled<std::int64_t> years, listed, in_row;
    for (const auto& [school, marks] : schools)
      for (int year = first; year <= ctx.year(); ++year) {
        const Standing now = standing(marks, year, rule), before = standing(marks, year - 1, rule);
        const Move move = move_of(before, now);
        codes.add(school), years.add(year), moves.add(std::string(title(move)));
        listed.add(now.assessable ? std::optional<std::int64_t>(now.listed) : std::nullopt);
        in_row.add(now.assessable ? std::optional<std::int64_t>(years_in_row(marks, year, rule)) : std::nullopt);
        reasons.add(reason(marks, year, rule, now, move));
      }
    FrameBuilder made = ctx.build();
    codes.add_to(made, "school"), years.add_to(made, "year"), moves.add_to(made, "move"), listed.add_to(made, "listed");
    in_row.add_to(made, "years_in_row"), reasons.add_to(made, "reason");
    return made.finish();
  }

 private:
  static std::string_view title(Move move) {
    switch (move) {
      case Move::kNotAssessable: return "не оценивается";
      case Move::kOutside: return "вне списка";
      case Move::kEntered: return "вход";
      case Move::kStayed: return "остаётся";
      case Move::kLeft: return "выход";
      case Move::kUnknownBefore: return "вне списка, прежде не оценивалась";
    }
    return "";
  }
  static std::string marks_text(const Marks& marks) { return std::to_string(marks.low) + " из " + std::to_string(marks.n); }

  static std::string reason(const Years& marks, int year, const Rule& rule, const Standing& now, Move move) {
    if (!now.assessable) {
      return marks.contains(year) ? "ни в одной процедуре нет " + std::to_string(rule.min_n) + " участников с отметкой" : "результатов года нет";
    }
    std::string over;
    for (const std::string& procedure : now.over)
      over += (over.empty() ? "" : "; ") + procedure + ": " + marks_text(marks.at(year).at(procedure));
    const std::string counted = "процедур сверх порога " + std::to_string(now.over.size()) + " (нужно " + std::to_string(rule.procedures) +
                                "), из них два года подряд " + std::to_string(now.repeated) + (over.empty() ? "" : ": " + over);
    if (move != Move::kLeft) return counted;
    std::string ended;  // what was over the threshold a year earlier and is no longer
    for (const std::string& procedure : standing(marks, year - 1, rule).over) {
      if (std::find(now.over.begin(), now.over.end(), procedure) != now.over.end()) continue;
      const auto& of_year = marks.at(year);
      const auto found = of_year.find(procedure);
      ended += (ended.empty() ? "" : "; ") + procedure + ": было " + marks_text(marks.at(year - 1).at(procedure)) +
               (found == of_year.end() ? ", не проводилась" : ", стало " + marks_text(found->second));
    }
    return ended.empty() ? counted : counted + "; больше не сверх порога: " + ended;
  }
};

}  // namespace dynamics
