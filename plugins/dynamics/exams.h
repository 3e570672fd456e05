// exam-agreement and exam-residuals: do a school's ВПР results of a subject go with its ОГЭ and ЕГЭ results? Both are means
// of pupils' places among all participants of their procedure (z), so that tests of different difficulty can be compared.
#pragma once

#include "parameters.h"
#include "statistics.h"

namespace dynamics {

class Exams {
 public:
  static constexpr Text kInputs[] = {"results", "schools"};
  static constexpr Text kTests[] = {"ВПР", "НИКО", "РПР"};
  static constexpr Parameter kTest = choice("test", "ВПР", kTests, {.title = "Проверочная работа", .basis = "решение региона"});
  static constexpr Parameter kLag =
      integer("lag", "0", {.title = "На сколько лет работа раньше экзамена", .basis = "решение региона", .min = 0, .max = 7});
  static constexpr Parameter kGrade = integer("grade", "0", {.title = "Класс работы; 0 — все", .basis = "решение региона", .min = 0, .max = 11});

  // A school that has both, in a subject.
  struct Both {
    std::string school;
    double test, exam;
    std::int64_t test_n, exam_n;
  };
  struct Place {
    std::string region, subject, exam;  // "ОГЭ", "ЕГЭ профиль"
    friend auto operator<=>(const Place&, const Place&) = default;
  };

  static std::map<Place, std::vector<Both>> of(const Context& ctx) {
    const std::string test(ctx.choice("test"));
    const std::int64_t grade = ctx.integer("grade"), min_n = ctx.integer("min_n");
    const auto tests = means(ctx, ctx.year() - static_cast<int>(ctx.integer("lag")), [&](const Subject& one) {
      return one.kind == test && (grade == 0 || one.grade == grade) ? std::optional(std::string()) : std::nullopt;
    });
    const auto exams = means(ctx, ctx.year(), [&](const Subject& one) {
      const bool is_exam = one.kind == "ОГЭ" || one.kind == "ЕГЭ";
      return is_exam ? std::optional(one.level.empty() ? one.kind : one.kind + ' ' + one.level) : std::nullopt;
    });
    const std::map<std::string, std::string, std::less<>> region = regions(ctx);
    std::map<Place, std::vector<Both>> found;
    for (const auto& [place, exam] : exams) {
      const auto& [school, subject, name] = place;
      const auto same = tests.find({school, subject, ""});
      if (same == tests.end() || exam.n < min_n || same->second.n < min_n) continue;
      const auto where = region.find(school);
      found[{where == region.end() ? "" : where->second, subject, name}].push_back(
          {school, same->second.mean(), exam.mean(), same->second.n, exam.n});
    }
    return found;
  }

 private:
  struct Sum {
    double total = 0;
    std::int64_t n = 0;
    double mean() const { return total / static_cast<double>(n); }
  };

  // (school, subject, name) → mean z of the pupils; `name_of` gives nothing for what is not looked at.
  template <class NameOf>
  static std::map<std::tuple<std::string, std::string, std::string>, Sum> means(const Context& ctx, int year, NameOf&& name_of) {
    const Query query = ctx.results().where("year", "==", year);
    const Frame all = query.group("kind", "subject", "grade", "level").tally({{"m", mean("score")}, {"s", sd("score")}});
    const Frame schools = query.group("school", "kind", "subject", "grade", "level").tally({{"n", count()}, {"score", mean("score")}});
    const auto subjects = [](const Frame& f) {
      const auto kind = f.view<std::string_view>("kind"), subject = f.view<std::string_view>("subject"), level = f.view<std::string_view>("level");
      const auto grade = f.view<std::int64_t>("grade");
      std::vector<Subject> found;
      for (std::int64_t row = 0; row < f.rows(); ++row)
        found.push_back({std::string(kind.value_or(row, "")), std::string(subject.value_or(row, "")), std::string(level.value_or(row, "")), grade[row]});
      return found;
    };
    std::map<Subject, std::pair<double, double>> scale;
    const std::vector<Subject> of_all = subjects(all), of_schools = subjects(schools);
    const auto m = all.view<double>("m"), s = all.view<double>("s"), score = schools.view<double>("score");
    for (std::int64_t row = 0; row < all.rows(); ++row)
      if (m[row] && s.value_or(row, 0) > 0) scale[of_all[static_cast<std::size_t>(row)]] = {*m[row], *s[row]};
    const auto school = schools.view<std::string_view>("school");
    const auto n = schools.view<std::int64_t>("n");
    std::map<std::tuple<std::string, std::string, std::string>, Sum> found;
    for (std::int64_t row = 0; row < schools.rows(); ++row) {
      const Subject& one = of_schools[static_cast<std::size_t>(row)];
      const auto place = scale.find(one);
      const std::optional<std::string> name = name_of(one);
      if (!name || place == scale.end() || !school[row] || !score[row]) continue;
      Sum& sum = found[{std::string(*school[row]), one.subject, *name}];
      sum.total += (*score[row] - place->second.first) / place->second.second * static_cast<double>(n.value_or(row, 0));
      sum.n += n.value_or(row, 0);
    }
    return found;
  }

  static std::map<std::string, std::string, std::less<>> regions(const Context& ctx) {
    std::map<std::string, std::string, std::less<>> found;
    const Frame f = ctx.schools();
    if (!f.has("school") || !f.has("region")) return found;
    const auto school = f.view<std::string_view>("school"), region = f.view<std::string_view>("region");
    for (std::int64_t row = 0; row < f.rows(); ++row)
      if (school[row] && region[row]) found[std::string(*school[row])] = *region[row];
    return found;
  }
};

struct Columns {
  explicit Columns(const std::vector<Exams::Both>& schools) {
    for (const Exams::Both& one : schools) test.push_back(one.test), exam.push_back(one.exam);
  }
  std::vector<double> test, exam;
};

struct ExamAgreement {
  static constexpr Parameter parameters[] = {Exams::kTest, Exams::kLag, Exams::kGrade, kConfidence, kMinN};
  static constexpr Output outputs[] = {text("region", {.title = "Регион"}), label("subject", "Предмет"), label("exam", "Экзамен"),
                                       whole("schools", {.title = "Школ", .min = 0}),
                                       decimal("pearson", {.min = -1, .max = 1}), decimal("pearson_lower", {.min = -1, .max = 1}),
                                       decimal("pearson_upper", {.min = -1, .max = 1}), decimal("spearman", {.min = -1, .max = 1}),
                                       decimal("spearman_lower", {.min = -1, .max = 1}), decimal("spearman_upper", {.min = -1, .max = 1}),
                                       decimal("slope"), text("note", {.title = "Почему нет значения"})};
  static constexpr IndicatorInfo info{.id = "exam-agreement", .title = "Связь результатов ВПР и ГИА по школам", .inputs = Exams::kInputs,
                                      .parameters = parameters, .outputs = outputs,
                                      .source = "Fisher (1921); Bonett & Wright (2000)",
                                      .assumes = "баллы выражены в стандартных отклонениях участников своей процедуры и года",
                                      .uncertainty = "границы связи — по преобразованию Фишера; школы считаются независимыми",
                                      .limits = "связь по школам сильнее, чем по ученикам; состав участников работы и экзамена различается"};

  Frame compute(const Context& ctx) const {
    Filled<std::string> region, subject, exam, note;
    Filled<std::int64_t> schools;
    Filled<double> r, r_lower, r_upper, s, s_lower, s_upper, slope;
    const auto add = [](const std::optional<Correlation>& found, auto& value, auto& lower, auto& upper) {
      value.add(found ? std::optional(found->r) : std::nullopt);
      lower.add(found && found->bounds ? std::optional(found->bounds->lower) : std::nullopt);
      upper.add(found && found->bounds ? std::optional(found->bounds->upper) : std::nullopt);
    };
    for (const auto& [place, both] : Exams::of(ctx)) {
      const Columns columns(both);
      const auto line = line_through(columns.test, columns.exam);
      const auto correlation = pearson(columns.test, columns.exam, ctx.number("confidence"));
      region.add(place.region.empty() ? std::nullopt : std::optional(place.region)), subject.add(place.subject), exam.add(place.exam);
      schools.add(static_cast<std::int64_t>(both.size()));
      add(correlation, r, r_lower, r_upper), add(spearman(columns.test, columns.exam, ctx.number("confidence")), s, s_lower, s_upper);
      slope.add(line ? std::optional(line->slope) : std::nullopt);
      note.add(correlation ? std::nullopt : std::optional<std::string>("мало школ или результаты одинаковы"));
    }
    FrameBuilder made = ctx.build();
    region.add_to(made, "region"), subject.add_to(made, "subject"), exam.add_to(made, "exam"), schools.add_to(made, "schools");
    r.add_to(made, "pearson"), r_lower.add_to(made, "pearson_lower"), r_upper.add_to(made, "pearson_upper");
    s.add_to(made, "spearman"), s_lower.add_to(made, "spearman_lower"), s_upper.add_to(made, "spearman_upper");
    slope.add_to(made, "slope"), note.add_to(made, "note");
    return made.finish();
  }
};

struct ExamResiduals {
  static constexpr Parameter parameters[] = {Exams::kTest, Exams::kLag, Exams::kGrade, kMinN};
  static constexpr Output outputs[] = {label("school", "Школа"), label("subject", "Предмет"), label("exam", "Экзамен"),
                                       whole("test_n", {.title = "Участников работы", .min = 0}),
                                       whole("exam_n", {.title = "Участников экзамена", .min = 0}), decimal("test", {.title = "Работа, z"}),
                                       decimal("result", {.title = "Экзамен, z"}),
                                       decimal("expected", {.title = "Ожидаемый результат экзамена, z"}),
                                       decimal("residual", {.title = "Остаток"}),
                                       decimal("studentised", {.title = "Остаток в стандартных ошибках"})};
  static constexpr IndicatorInfo info{.id = "exam-residuals", .title = "Отклонение результата ГИА от ожидаемого по ВПР", .inputs = Exams::kInputs,
                                      .parameters = parameters, .outputs = outputs,
                                      .source = "линейная регрессия экзамена на работу по школам",
                                      .assumes = "связь линейна, школы имеют равный вес",
                                      .uncertainty = "studentised — остаток в своих стандартных ошибках: за ±2 при отсутствии отклонений выходит около 5 % школ",
                                      .limits = "признак, требующий проверки: отбор, выбытие, условия любой из двух процедур"};

  Frame compute(const Context& ctx) const {
    Filled<std::string> school, subject, exam;
    Filled<std::int64_t> test_n, exam_n;
    Filled<double> test, result, expected, residual, studentised;
    for (const auto& [place, both] : Exams::of(ctx)) {
      const Columns columns(both);
      const auto line = line_through(columns.test, columns.exam);
      for (std::size_t i = 0; i < both.size(); ++i) {
        school.add(both[i].school), subject.add(place.subject), exam.add(place.exam), test_n.add(both[i].test_n), exam_n.add(both[i].exam_n);
        test.add(both[i].test), result.add(both[i].exam);
        expected.add(line ? std::optional(line->expected[i]) : std::nullopt);
        residual.add(line ? std::optional(both[i].exam - line->expected[i]) : std::nullopt);
        studentised.add(line && !line->studentised.empty() ? std::optional(line->studentised[i]) : std::nullopt);
      }
    }
    FrameBuilder made = ctx.build();
    school.add_to(made, "school"), subject.add_to(made, "subject"), exam.add_to(made, "exam"), test_n.add_to(made, "test_n");
    exam_n.add_to(made, "exam_n"), test.add_to(made, "test"), result.add_to(made, "result"), expected.add_to(made, "expected");
    residual.add_to(made, "residual"), studentised.add_to(made, "studentised");
    return made.finish();
  }
};

}  // namespace dynamics
