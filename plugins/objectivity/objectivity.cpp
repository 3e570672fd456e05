// Признаки необъективных результатов ВПР: маркеры (a), (b), (c) методики ФИОКО «Уровень объективности оценки
// образовательных результатов» (2019). Признак, требующий проверки. Twin of regions/ru-smo/2019/vpr_bias.lua:
// the same decisions, checks and bits.
#include <opora/plugin.hpp>

using namespace opora::sdk;

namespace {

struct Objectivity {
  static constexpr Text inputs[] = {"results"};
  static constexpr Text kinds[] = {"ВПР"}, first_subjects[] = {"RU"}, second_subjects[] = {"MA"};
  static constexpr const char* kBasis = "методика ФИОКО 2019 г.";
  static constexpr Parameter parameters[] = {
      choice("kind", "ВПР", kinds, {.title = "Процедура", .basis = "методика ФИОКО 2019 г., признаки 1–4, 7–14"}),
      choice("subject_1", "RU", first_subjects, {.title = "Первый предмет", .basis = "методика ФИОКО 2019 г.: русский язык"}),
      choice("subject_2", "MA", second_subjects, {.title = "Второй предмет", .basis = "методика ФИОКО 2019 г.: математика"}),
      integer("grade_1", "4", {.title = "Младший класс", .basis = kBasis, .min = 1, .max = 11}),
      integer("grade_2", "5", {.title = "Старший класс", .basis = kBasis, .min = 1, .max = 11}),
      number("z", "1.96", {.title = "Квантиль доверительного интервала", .basis = "методика ФИОКО 2019 г.: 95 %", .min = 0, .max = 10}),
      number("fence", "3", {.title = "Межквартильных размахов", .basis = kBasis, .min = 0, .max = 10}),
      integer("markers", "1", {.title = "Признаков, не менее", .basis = "методика ФИОКО 2019 г.: «хотя бы по одному признаку»", .min = 1, .max = 14}),
      integer("min_n", "10", {.title = "Участников, не менее", .basis = "решение региона: малые группы не оцениваются", .min = 1, .max = 1000}),
      integer("lowest_mark", "2", {.title = "Наименьшая отметка", .basis = "шкала отметок", .min = 1, .max = 5})};
  static constexpr MethodologyInfo info{.id = "vpr-bias",
                                        .category = "Признаки необъективности ВПР",
                                        .title = "Школы с признаками необъективных результатов ВПР, требующими проверки",
                                        .inputs = inputs,
                                        .parameters = parameters};

  void decide(Decisions& ctx) const {
    for (const char* grade : {"grade_1", "grade_2"}) {
      inflated_mean(ctx, ctx.integer(grade));
      journal_mismatch(ctx, ctx.integer(grade));
    }
    sharp_change(ctx);
    ctx.require({}, ctx.integer("markers"));
    ctx.combine_all();
    ctx.assess(ctx.schools());
  }

 private:
  static Query results_of(const Decisions& ctx, int year, std::int64_t grade) {
    const std::vector<std::string> subjects = {std::string(ctx.choice("subject_1")), std::string(ctx.choice("subject_2"))};
    return ctx.results().where("kind", "==", ctx.choice("kind")).where("year", "==", year).where("grade", "==", grade)
        .where("subject", "in", subjects);
  }

  // (a) нижняя граница интервала школы выше верхней границы интервала региона.
  static void inflated_mean(Decisions& ctx, std::int64_t grade) {
    const Query query = results_of(ctx, ctx.year(), grade);
    const double z = ctx.number("z");
    Frame region = query.group("subject").tally({{"n", count()}, {"mean", mean("score")}, {"sd", sd("score")}});
    region = region.with("upper", region["mean"] + region["sd"] * z / sqrt(region["n"])).select("subject", "upper");
    Frame f = query.group("school", "subject", "procedure").tally({{"n", count()}, {"mean", mean("score")}, {"sd", sd("score")}});
    f = f.with("lower", f["mean"] - f["sd"] * z / sqrt(f["n"])).join(region, "subject");
    ctx.check(f, {.rule = "inflated_mean", .title = "Завышенный средний балл: нижняя граница интервала школы", .name = "procedure",
                  .value = "lower", .n = "n", .op = ">", .threshold = "upper", .min_n = ctx.integer("min_n")});
  }

  // (b) обратная связь между отметками в журнале и баллами.
  static void journal_mismatch(Decisions& ctx, std::int64_t grade) {
    const Frame f = results_of(ctx, ctx.year(), grade).where("journal", ">=", ctx.integer("lowest_mark"))
        .group("school", "procedure").tally({{"n", count()}, {"r", spearman("journal", "score")}});
    ctx.check(f, {.rule = "journal_mismatch", .title = "Связь баллов с отметками в журнале (ранговая корреляция)", .name = "procedure",
                  .value = "r", .n = "n", .op = "<", .threshold = 0, .min_n = ctx.integer("min_n")});
  }

  // Доля выполнения работы по школам и процедурам (первичный балл ÷ максимальный).
  static Frame completion(const Decisions& ctx, int year, std::int64_t grade) {
    const Frame f = results_of(ctx, year, grade).where("max_score", ">", 0).group("school", "subject", "procedure")
        .tally({{"n", count()}, {"points", sum("score")}, {"possible", sum("max_score")}});
    return f.with("s", f["points"] / f["possible"]);
  }

  // (c) резкое изменение результатов одной параллели: отношение вне 3 межквартильных размахов.
  static void sharp_change(Decisions& ctx) {
    Frame before = completion(ctx, ctx.year() - 1, ctx.integer("grade_1"));
    before = before.with("was", before["s"]).with("was_n", before["n"]).select("school", "subject", "was", "was_n");
    Frame f = completion(ctx, ctx.year(), ctx.integer("grade_2")).join(before, "school", "subject");
    const Column fewer = floor_divide(f["n"] + f["was_n"] - abs(f["n"] - f["was_n"]), 2);  // меньшая из двух групп
    f = f.with("k", f["was"] / f["s"]).with("fewer", fewer).present("k");
    f = f.join(f.group("subject").tally({{"q1", quantile("k", 0.25)}, {"q3", quantile("k", 0.75)}}), "subject");
    const Column reach = (f["q3"] - f["q1"]) * ctx.number("fence");
    f = f.with("upper", f["q3"] + reach).with("lower", f["q1"] - reach);
    ctx.check(f, {.rule = "sharp_fall", .title = "Резкий спад от класса к классу", .name = "procedure", .value = "k", .n = "fewer",
                  .op = ">", .threshold = "upper", .min_n = ctx.integer("min_n")});
    ctx.check(f, {.rule = "sharp_rise", .title = "Резкий рост от класса к классу", .name = "procedure", .value = "k", .n = "fewer",
                  .op = "<", .threshold = "lower", .min_n = ctx.integer("min_n")});
  }
};

constexpr PluginInfo kPlugin{.id = "ru.opora.objectivity", .name = "Объективность ВПР", .version = "1.0.0", .vendor = "Opora",
                             .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, Objectivity);
