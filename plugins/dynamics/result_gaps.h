// result-gaps: how far schools stand apart, year by year: top and bottom decile and quartile, town and country, schools on
// the list of low results and the others. Units are schools, so that the interval says how sure the gap between schools is.
#pragma once

#include "list_changes.h"
#include "statistics.h"

namespace dynamics {

struct ResultGaps {
  static constexpr Text kInputs[] = {"results", "context"};
  static constexpr Text kMeasures[] = {"mean", "low"};
  static constexpr Parameter parameters[] = {
      choice("measure", "mean", kMeasures, {.title = "Средняя доля баллов (mean) или доля «2» (low)", .basis = "решение региона"}),
      integer("min_schools", "5", {.title = "Школ в группе, не менее", .basis = "решение региона", .min = 2, .max = 1000}),
      kYears, kLowShare, kProcedures, kCombine, kConfidence, kMinN, kLowestMark};
  static constexpr Output outputs[] = {whole("year", {.title = "Год"}), label("procedure", "Процедура"), label("gap", "Группы"),
                                       whole("schools", {.title = "Школ в первой группе", .min = 0}),
                                       whole("others", {.title = "Школ во второй группе", .min = 0}),
                                       decimal("first", {.title = "Первая группа"}), decimal("second", {.title = "Вторая группа"}),
                                       decimal("difference", {.title = "Разрыв"}), decimal("lower", {.title = "Нижняя граница"}),
                                       decimal("upper", {.title = "Верхняя граница"}), text("note", {.title = "Почему нет значения"})};
  static constexpr IndicatorInfo info{.id = "result-gaps", .title = "Разрывы в результатах между школами", .inputs = kInputs,
                                      .parameters = parameters, .outputs = outputs,
                                      .source = "квантили R-7; бутстреп Efron (1979), 999 повторений; средние по школам: Welch (1947)",
                                      .assumes = "школа считается один раз, сколько бы ни было участников",
                                      .uncertainty = "lower и upper — границы разрыва между школами с заданной вероятностью",
                                      .limits = "нужны min_schools школ в каждой группе; разрыв не говорит о причинах"};

  Frame compute(const Context& ctx) const {
    const Rule rule = rule_of(ctx);
    const int first = static_cast<int>(ctx.year() - ctx.integer("years") + 1);
    const auto marks = marks_of(ctx, first - 1, ctx.year());
    Rows rows(ctx);
    for (int year = first; year <= ctx.year(); ++year) {
      std::map<Subject, Values> subjects;
      for (const Result& one : results_of(ctx, year, ctx.integer("lowest_mark")))
        if (const auto value = value_of(ctx, one)) subjects[one.subject].push_back({one.school, *value});
      const std::map<std::string, bool, std::less<>> rural = rural_schools(ctx, year);
      for (const auto& [subject, values] : subjects) {
        ctx.stop_if_cancelled();
        rows.start(year, subject.title());
        rows.quantiles("верхний и нижний дециль", values, 0.1);
        rows.quantiles("верхняя и нижняя квартиль", values, 0.25);
        rows.groups("город и село", values, rural.empty() ? "тип населённого пункта не загружен" : "мало школ в группе",
                    [&](const std::string& school) -> std::optional<bool> {
                      const auto found = rural.find(school);
                      return found == rural.end() ? std::nullopt : std::optional(!found->second);
                    });
        rows.groups("вне списка и в списке", values, "мало школ в группе", [&](const std::string& school) -> std::optional<bool> {
          const auto found = marks.find(school);
          if (found == marks.end()) return std::nullopt;
          const Standing standing_now = standing(found->second, year, rule);
          return standing_now.assessable ? std::optional(!standing_now.listed) : std::nullopt;
        });
      }
    }
    return rows.finish();
  }

 private:
  using Values = std::vector<std::pair<std::string, double>>;

  static std::optional<double> value_of(const Context& ctx, const Result& one) {
    if (ctx.choice("measure") == "low")
      return one.marked >= ctx.integer("min_n") ? std::optional(static_cast<double>(one.low) / static_cast<double>(one.marked)) : std::nullopt;
    return one.n >= ctx.integer("min_n") ? one.mean : std::nullopt;
  }

  static std::map<std::string, bool, std::less<>> rural_schools(const Context& ctx, int year) {
    std::map<std::string, bool, std::less<>> found;
    const Frame f = ctx.context(year);
    if (!f.has("locality_type") || !f.has("school")) return found;
    const auto school = f.view<std::string_view>("school"), type = f.view<std::string_view>("locality_type");
    for (std::int64_t row = 0; row < f.rows(); ++row)
      if (school[row] && type[row]) found[std::string(*school[row])] = type[row]->find("сел") != std::string_view::npos;
    return found;
  }

  class Rows {
   public:
    explicit Rows(const Context& ctx)
        : ctx_(ctx), confidence_(ctx.number("confidence")), fewest_(static_cast<std::size_t>(ctx.integer("min_schools"))) {}
    void start(int year, std::string procedure) { year_now_ = year, procedure_now_ = std::move(procedure); }

    void quantiles(const char* name, const Values& values, double part) {
      std::vector<double> numbers;
      for (const auto& [school, value] : values) numbers.push_back(value);
      const double in_part = static_cast<double>(numbers.size()) * part;
      const auto group = static_cast<std::int64_t>(in_part);
      if (in_part < static_cast<double>(fewest_)) return add(name, group, group, {}, {}, {}, "мало школ в группе");
      const Gap gap = quantile_gap(numbers, part, confidence_);
      add(name, group, group, gap.top, gap.bottom, gap.bounds, {});
    }
    // `is_first` of a school: in the first group, in the second, or in none.
    template <class IsFirst>
    void groups(const char* name, const Values& values, std::string why_not, IsFirst&& is_first) {
      std::vector<double> first, second;
      for (const auto& [school, value] : values)
        if (const std::optional<bool> in_first = is_first(school)) (*in_first ? first : second).push_back(value);
      const auto a = sample_of(first), b = sample_of(second);
      const auto sizes = std::pair{static_cast<std::int64_t>(first.size()), static_cast<std::int64_t>(second.size())};
      if (first.size() < fewest_ || second.size() < fewest_ || !a || !b)
        return add(name, sizes.first, sizes.second, {}, {}, {}, std::move(why_not));
      add(name, sizes.first, sizes.second, a->mean, b->mean, welch(*a, *b, confidence_), {});
    }
    Frame finish() const {
      FrameBuilder made = ctx_.build();
      year_.add_to(made, "year"), procedure_.add_to(made, "procedure"), gap_.add_to(made, "gap"), schools_.add_to(made, "schools");
      others_.add_to(made, "others"), first_.add_to(made, "first"), second_.add_to(made, "second"), difference_.add_to(made, "difference");
      lower_.add_to(made, "lower"), upper_.add_to(made, "upper"), note_.add_to(made, "note");
      return made.finish();
    }

   private:
    void add(const char* name, std::int64_t schools, std::int64_t others, std::optional<double> first, std::optional<double> second,
             std::optional<Bounds> bounds, std::optional<std::string> note) {
      year_.add(year_now_), procedure_.add(procedure_now_), gap_.add(std::string(name)), schools_.add(schools), others_.add(others);
      first_.add(first), second_.add(second), note_.add(std::move(note));
      difference_.add(first && second ? std::optional(*first - *second) : std::nullopt);
      lower_.add(bounds ? std::optional(bounds->lower) : std::nullopt), upper_.add(bounds ? std::optional(bounds->upper) : std::nullopt);
    }
    const Context& ctx_;
    double confidence_;
    std::size_t fewest_;
    int year_now_ = 0;
    std::string procedure_now_;
    Filled<std::int64_t> year_, schools_, others_;
    Filled<std::string> procedure_, gap_, note_;
    Filled<double> first_, second_, difference_, lower_, upper_;
  };
};

}  // namespace dynamics
