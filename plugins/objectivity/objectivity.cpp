// Признаки необъективных результатов ВПР: маркеры (a), (b), (c) методики ФИОКО «Уровень объективности оценки
// образовательных результатов» (2019). Признак, требующий проверки. Three indicators, which
// regions/ru-smo/2019/vpr_bias.lua turns into checks, and the same as a methodology.
#include <opora/plugin.hpp>

using namespace opora::sdk;

namespace {

constexpr const char* kBasis = "методика ФИОКО 2019 г.";
constexpr Text kInputs[] = {"results"};
constexpr Text kKinds[] = {"ВПР"}, kFirstSubjects[] = {"RU"}, kSecondSubjects[] = {"MA"};
constexpr Parameter kKind = choice("kind", "ВПР", kKinds, {.title = "Процедура", .basis = "методика ФИОКО 2019 г., признаки 1–4, 7–14"});
constexpr Parameter kFirstSubject = choice("subject_1", "RU", kFirstSubjects, {.title = "Первый предмет", .basis = "методика ФИОКО 2019 г.: русский язык"});
constexpr Parameter kSecondSubject = choice("subject_2", "MA", kSecondSubjects, {.title = "Второй предмет", .basis = "методика ФИОКО 2019 г.: математика"});
constexpr Parameter kFirstGrade = integer("grade_1", "4", {.title = "Младший класс", .basis = kBasis, .min = 1, .max = 11});
constexpr Parameter kSecondGrade = integer("grade_2", "5", {.title = "Старший класс", .basis = kBasis, .min = 1, .max = 11});
constexpr Parameter kGrade = integer("grade", "4", {.title = "Класс", .basis = kBasis, .min = 1, .max = 11});
constexpr Parameter kZ = number("z", "1.96", {.title = "Квантиль доверительного интервала", .basis = "методика ФИОКО 2019 г.: 95 %", .min = 0, .max = 10});
constexpr Parameter kFence = number("fence", "3", {.title = "Межквартильных размахов", .basis = kBasis, .min = 0, .max = 10});
constexpr Parameter kLowestMark = integer("lowest_mark", "2", {.title = "Наименьшая отметка", .basis = "шкала отметок", .min = 1, .max = 5});

Query results_of(const Context& ctx, int year, std::int64_t grade) {
  const std::vector<std::string> subjects = {std::string(ctx.choice("subject_1")), std::string(ctx.choice("subject_2"))};
  return ctx.results().where("kind", "==", ctx.choice("kind")).where("year", "==", year).where("grade", "==", grade)
      .where("subject", "in", subjects);
}

// (a) нижняя граница интервала школы рядом с верхней границей интервала региона.
Frame mean_intervals(const Context& ctx, std::int64_t grade) {
  const Query query = results_of(ctx, ctx.year(), grade);
  const double z = ctx.number("z");
  Frame region = query.group("subject").tally({{"n", count()}, {"mean", mean("score")}, {"sd", sd("score")}});
  region = region.with("upper", region["mean"] + region["sd"] * z / sqrt(region["n"])).select("subject", "upper");
  Frame f = query.group("school", "subject", "procedure").tally({{"n", count()}, {"mean", mean("score")}, {"sd", sd("score")}});
  return f.with("lower", f["mean"] - f["sd"] * z / sqrt(f["n"])).join(region, "subject");
}

// (b) связь отметок в журнале с баллами.
Frame journal_agreement(const Context& ctx, std::int64_t grade) {
  return results_of(ctx, ctx.year(), grade).where("journal", ">=", ctx.integer("lowest_mark"))
      .group("school", "procedure").tally({{"n", count()}, {"r", spearman("journal", "score")}});
}

// Доля выполнения работы по школам и процедурам (первичный балл ÷ максимальный).
Frame completion(const Context& ctx, int year, std::int64_t grade) {
  const Frame f = results_of(ctx, year, grade).where("max_score", ">", 0).group("school", "subject", "procedure")
      .tally({{"n", count()}, {"points", sum("score")}, {"possible", sum("max_score")}});
  return f.with("s", f["points"] / f["possible"]);
}

// (c) отношение результатов одной параллели и его границы: квартили ± столько-то межквартильных размахов.
Frame class_change(const Context& ctx) {
  Frame before = completion(ctx, ctx.year() - 1, ctx.integer("grade_1"));
  before = before.with("was", before["s"]).with("was_n", before["n"]).select("school", "subject", "was", "was_n");
  Frame f = completion(ctx, ctx.year(), ctx.integer("grade_2")).join(before, "school", "subject");
  const Column fewer = floor_divide(f["n"] + f["was_n"] - abs(f["n"] - f["was_n"]), 2);  // меньшая из двух групп
  f = f.with("k", f["was"] / f["s"]).with("fewer", fewer).present("k");
  f = f.join(f.group("subject").tally({{"q1", quantile("k", 0.25)}, {"q3", quantile("k", 0.75)}}), "subject");
  const Column reach = (f["q3"] - f["q1"]) * ctx.number("fence");
  return f.with("upper", f["q3"] + reach).with("lower", f["q1"] - reach);
}

struct MeanIntervals {
  static constexpr Parameter parameters[] = {kKind, kFirstSubject, kSecondSubject, kGrade, kZ};
  static constexpr Output outputs[] = {key("school"), key("procedure"), whole("n"), decimal("lower"), decimal("upper")};
  static constexpr IndicatorInfo info{.id = "mean-intervals", .title = "Средний балл школы и региона: границы интервалов",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs};
  Frame compute(const Context& ctx) const {
    return mean_intervals(ctx, ctx.integer("grade")).select("school", "procedure", "n", "lower", "upper");
  }
};

struct JournalAgreement {
  static constexpr Parameter parameters[] = {kKind, kFirstSubject, kSecondSubject, kGrade, kLowestMark};
  static constexpr Output outputs[] = {key("school"), key("procedure"), whole("n"), decimal("r")};
  static constexpr IndicatorInfo info{.id = "journal-agreement", .title = "Связь баллов с отметками в журнале",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs};
  Frame compute(const Context& ctx) const { return journal_agreement(ctx, ctx.integer("grade")); }
};

struct ClassChange {
  static constexpr Parameter parameters[] = {kKind, kFirstSubject, kSecondSubject, kFirstGrade, kSecondGrade, kFence};
  static constexpr Output outputs[] = {key("school"), key("procedure"), whole("fewer"), decimal("k"), decimal("upper"), decimal("lower")};
  static constexpr IndicatorInfo info{.id = "class-change", .title = "Изменение результатов одной параллели за год",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs};
  Frame compute(const Context& ctx) const { return class_change(ctx).select("school", "procedure", "fewer", "k", "upper", "lower"); }
};

struct Objectivity {
  static constexpr Parameter parameters[] = {
      kKind, kFirstSubject, kSecondSubject, kFirstGrade, kSecondGrade, kZ, kFence,
      integer("markers", "1", {.title = "Признаков, не менее", .basis = "методика ФИОКО 2019 г.: «хотя бы по одному признаку»", .min = 1, .max = 14}),
      integer("min_n", "10", {.title = "Участников, не менее", .basis = "решение региона: малые группы не оцениваются", .min = 1, .max = 1000}),
      kLowestMark};
  static constexpr MethodologyInfo info{.id = "vpr-bias",
                                        .category = "Признаки необъективности ВПР",
                                        .title = "Школы с признаками необъективных результатов ВПР, требующими проверки",
                                        .inputs = kInputs,
                                        .parameters = parameters};

  void decide(Decisions& ctx) const {
    const std::int64_t min_n = ctx.integer("min_n");
    for (const char* grade : {"grade_1", "grade_2"}) {
      ctx.check(mean_intervals(ctx, ctx.integer(grade)),
                {.rule = "inflated_mean", .title = "Завышенный средний балл: нижняя граница интервала школы", .name = "procedure",
                 .value = "lower", .n = "n", .op = ">", .threshold = "upper", .min_n = min_n});
      ctx.check(journal_agreement(ctx, ctx.integer(grade)),
                {.rule = "journal_mismatch", .title = "Связь баллов с отметками в журнале (ранговая корреляция)", .name = "procedure",
                 .value = "r", .n = "n", .op = "<", .threshold = 0, .min_n = min_n});
    }
    const Frame change = class_change(ctx);
    ctx.check(change, {.rule = "sharp_fall", .title = "Резкий спад от класса к классу", .name = "procedure", .value = "k", .n = "fewer",
                       .op = ">", .threshold = "upper", .min_n = min_n});
    ctx.check(change, {.rule = "sharp_rise", .title = "Резкий рост от класса к классу", .name = "procedure", .value = "k", .n = "fewer",
                       .op = "<", .threshold = "lower", .min_n = min_n});
    ctx.require({}, ctx.integer("markers"));
    ctx.combine_all();
    ctx.assess(ctx.schools());
  }
};

constexpr PluginInfo kPlugin{.id = "ru.opora.objectivity", .name = "Объективность ВПР", .version = "1.1.0", .vendor = "Opora",
                             .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, MeanIntervals, JournalAgreement, ClassChange, Objectivity);
