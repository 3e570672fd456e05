// Социальный контекст школы: индекс социального благополучия, результат с учётом контекста, резильентные школы,
// школы роста. Признак, требующий проверки. The data come from three indicators of the pack, which a region may
// replace: social-items, school-strata, school-results.
#include "expected_result.h"
#include "region.h"

using namespace opora::sdk;

namespace {

using namespace context;

constexpr Text kInputs[] = {"schools"};
constexpr const char* kOwn = "решение региона";
constexpr Text kVariants[] = {"zscore", "weighted", "percentile", "component", "regression"};
constexpr Text kMissingRules[] = {"drop_item", "mean_of_stratum", "not_assessable"};
constexpr Text kStrata[] = {"none", "locality", "size", "both"};

constexpr Parameter kVariant = choice("variant", "zscore", kVariants, {.title = "Вариант индекса: равные веса, заданные веса, процентили, главная компонента, регрессия", .basis = kOwn});
constexpr Parameter kMissingRule = choice("missing", "drop_item", kMissingRules, {.title = "Нет показателя: считать без него, взять среднее страты, не оценивать", .basis = kOwn});
constexpr Parameter kMinItems = integer("min_items", "3", {.title = "Показателей у школы, не менее", .basis = kOwn, .min = 1, .max = 100});
constexpr Parameter kMinPupils = integer("min_pupils", "20", {.title = "Обучающихся, не менее: доли в малых школах случайны", .basis = kOwn, .min = 0, .max = 10000});
constexpr Parameter kStratumBy = choice("strata", "none", kStrata, {.title = "Сравнивать внутри страт: нет, тип населённого пункта, размер школы, оба", .basis = kOwn});
constexpr Parameter kMinStratum = integer("min_stratum", "10", {.title = "Школ в страте, не менее; меньшая сравнивается со всеми", .basis = kOwn, .min = 2, .max = 1000});
constexpr Parameter kMinSchools = integer("min_schools", "20", {.title = "Школ для сравнения, не менее: в меньшем числе у школы нет места", .basis = kOwn, .min = 2, .max = 1000});
constexpr Parameter kYearsBack = integer("years_back", "0", {.title = "Сколько лет назад", .basis = "0 — год списка", .min = 0, .max = 20});
constexpr Parameter kMinN = integer("min_n", "10", {.title = "Участников, не менее", .basis = "решение региона: малые группы не оцениваются", .min = 1, .max = 1000});
constexpr Parameter kZ = number("z", "1.96", {.title = "Квантиль доверительного интервала", .basis = "95 %", .min = 0, .max = 10});

constexpr const char* kIndexSource = "Индекс социального благополучия школы (ВШЭ) в открытой форме: 100 + 15·Σ w·z / √(w'Rw)";
constexpr const char* kIndexAssumes =
    "Показатели социального паспорта собраны во всех школах одинаково, на одну дату; направление показателя (что благоприятно) задано верно";
constexpr const char* kIndexUncertainty =
    "error — на сколько индекс меняется случайно из-за числа обучающихся (доли как биномиальные, показатели независимы); ошибок в самих паспортах и выбора весов он не содержит";
constexpr const char* kIndexLimits =
    "Место среди школ этого региона и года: не сравнивать между регионами и годами; не применять к школам-интернатам и специальным школам наравне с прочими";

template <class Choice>
Choice chosen(std::span<const Text> words, std::string_view word) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (view(words[i]) == word) return static_cast<Choice>(i);
  throw Error("CTX-003", "неизвестное значение параметра: " + std::string(word), "посмотрите допустимые значения: opora help indicator");
}

IndexRules rules_of(const Context& ctx) {
  IndexRules rules;
  rules.variant = chosen<Variant>(kVariants, ctx.choice("variant"));
  rules.missing = chosen<MissingItems>(kMissingRules, ctx.choice("missing"));
  rules.min_items = static_cast<int>(ctx.integer("min_items"));
  rules.min_pupils = static_cast<double>(ctx.integer("min_pupils"));
  rules.min_stratum = static_cast<int>(ctx.integer("min_stratum"));
  rules.min_schools = static_cast<int>(ctx.integer("min_schools"));
  return rules;
}

struct IndexOfYear {
  SchoolItems items;
  IndexRules rules;
  SocialIndex found;
};

IndexOfYear index_of_year(const Context& ctx, Region& region, int years_back) {
  IndexOfYear out{region.school_items(years_back), rules_of(ctx), {}};
  out.items.stratum = region.strata_by(ctx.choice("strata"), years_back);
  if (out.rules.variant == Variant::kRegression) {
    const Results results = region.results(years_back);
    out.items.result = results.result, out.items.result_weight = results.pupils;
  }
  for (double& n : out.items.result_weight)
    if (!present(n)) n = 0;
  out.found = social_index(out.items, out.rules);
  return out;
}

std::string note_of(const IndexOfYear& index, std::size_t school) {
  const auto written = [](double x) { return std::to_string(static_cast<long long>(x)); };
  const int needed = index.rules.missing == MissingItems::kNotAssessable ? index.found.items_in_use : index.rules.min_items;
  switch (index.found.why[school]) {
    case WhyNot::kAssessed: return {};
    case WhyNot::kNoItems: return "нет показателей социального паспорта за год";
    case WhyNot::kFewItems: return "показателей " + std::to_string(index.found.items[school]) + ", нужно не менее " + std::to_string(needed);
    case WhyNot::kFewPupils: return "обучающихся " + written(index.items.pupils[school]) + ", нужно не менее " + written(index.rules.min_pupils);
    case WhyNot::kNoWeights: break;
  }
  return index.found.trouble.empty() ? "веса показателей школы не определены" : index.found.trouble;
}

std::vector<double> numbers_of(const std::vector<int>& values) { return {values.begin(), values.end()}; }

struct SocialIndexOfSchools {
  static constexpr Parameter parameters[] = {kVariant, kMissingRule, kMinItems, kMinPupils, kStratumBy, kMinStratum, kMinSchools, kYearsBack};
  static constexpr Output outputs[] = {
      key("school"), decimal("index", {.title = "Индекс"}), decimal("error", {.title = "Случайная ошибка индекса", .min = 0}),
      decimal("percentile", {.title = "Процентиль", .min = 0, .max = 100}), whole("items", {.title = "Показателей", .min = 0}),
      whole("filled", {.title = "Заменено средним", .min = 0}), whole("n", {.title = "Обучающихся", .min = 0}),
      text("compared_with", {.title = "Сравнивается с"}), text("note", {.title = "Почему не оценена"})};
  static constexpr IndicatorInfo info{.id = "social-index", .title = "Индекс социального благополучия школ", .inputs = kInputs, .parameters = parameters,
                                      .outputs = outputs, .source = kIndexSource, .assumes = kIndexAssumes, .uncertainty = kIndexUncertainty, .limits = kIndexLimits};
  Frame compute(const Context& ctx) const {
    Region region(ctx);
    const IndexOfYear index = index_of_year(ctx, region, static_cast<int>(ctx.integer("years_back")));
    std::vector<std::string> compared, notes;
    for (std::size_t i = 0; i < region.size(); ++i) {
      const int s = index.found.compared_with[i];
      compared.push_back(s == kEverybody ? "все школы" : region.strata()[static_cast<std::size_t>(s)]);
      notes.push_back(note_of(index, i));
    }
    FrameBuilder frame = ctx.build();
    add_texts(frame, "school", region.codes());
    add_numbers(frame, "index", index.found.index);
    add_numbers(frame, "error", index.found.error);
    add_numbers(frame, "percentile", index.found.percentile);
    add_counts(frame, "items", numbers_of(index.found.items));
    add_counts(frame, "filled", numbers_of(index.found.filled));
    add_counts(frame, "n", index.items.pupils);
    add_texts(frame, "compared_with", compared);
    add_texts(frame, "note", notes);
    return frame.finish();
  }
};

struct SocialIndexItems {
  static constexpr Parameter parameters[] = {kVariant, kMissingRule, kMinItems, kMinPupils, kStratumBy, kMinStratum, kMinSchools, kYearsBack};
  static constexpr Output outputs[] = {
      key("item"), whole("schools", {.title = "Школ с показателем", .min = 0}), decimal("mean", {.title = "Среднее"}), decimal("sd", {.title = "Стандартное отклонение", .min = 0}),
      whole("direction", {.title = "Больше — благоприятнее (1) или нет (−1)"}), decimal("weight", {.title = "Вес (сумма модулей 1)"}),
      decimal("weight_low", {.title = "Наименьший вес без одного муниципалитета"}), decimal("weight_high", {.title = "Наибольший"}),
      decimal("correlation", {.title = "Корреляция с индексом", .min = -1, .max = 1}), decimal("variance_share", {.title = "Доля дисперсии первой компоненты", .min = 0, .max = 1}),
      text("note", {.title = "Примечание"})};
  static constexpr IndicatorInfo info{.id = "social-index-items", .title = "Показатели и веса индекса социального благополучия", .inputs = kInputs,
                                      .parameters = parameters, .outputs = outputs, .source = kIndexSource, .assumes = kIndexAssumes,
                                      .uncertainty = "Веса регрессии даны с размахом по моделям, из которых исключён один муниципалитет; у прочих вариантов веса заданы или следуют из корреляций всех школ",
                                      .limits = "Отрицательный вес — показатель связан с результатом обратно ожидаемому: вариант «регрессия» тогда не применять"};
  Frame compute(const Context& ctx) const {
    Region region(ctx);
    const IndexOfYear index = index_of_year(ctx, region, static_cast<int>(ctx.integer("years_back")));
    const std::size_t items = region.items().size();
    std::vector<double> n, mean, sd, weight, low, high, correlation;
    for (const ItemRole& role : index.found.roles) {
      n.push_back(role.n), mean.push_back(role.mean), sd.push_back(role.sd);
      weight.push_back(index.found.trouble.empty() ? role.weight : kMissing);
      low.push_back(role.weight_low), high.push_back(role.weight_high), correlation.push_back(role.correlation);
    }
    FrameBuilder frame = ctx.build();
    add_texts(frame, "item", region.items());
    add_counts(frame, "schools", n);
    add_numbers(frame, "mean", mean);
    add_numbers(frame, "sd", sd);
    add_counts(frame, "direction", index.items.direction);
    add_numbers(frame, "weight", weight);
    add_numbers(frame, "weight_low", low);
    add_numbers(frame, "weight_high", high);
    add_numbers(frame, "correlation", correlation);
    add_numbers(frame, "variance_share", std::vector<double>(items, index.found.variance_share));
    add_texts(frame, "note", std::vector<std::string>(items, index.found.trouble));
    return frame.finish();
  }
};

// Index, result and what remains of the result, of one year.
struct ContextOfYear {
  IndexOfYear index;
  Results results;
  ExpectedResult expected;
  std::vector<double> index_percentile, result_percentile, place;  // place: of the shrunken residual
};

ContextOfYear context_of_year(const Context& ctx, Region& region, int years_back) {
  ContextOfYear out{index_of_year(ctx, region, years_back), region.results(years_back), {}, {}, {}, {}};
  const auto min_n = static_cast<double>(ctx.integer("min_n"));
  for (std::size_t i = 0; i < region.size(); ++i)
    if (!(out.results.pupils[i] >= min_n)) out.results.result[i] = kMissing;
  out.expected = expected_result(out.index.found.index, out.results.result, out.results.variance);
  out.index_percentile = out.index.found.percentile;
  out.result_percentile = percentiles(out.results.result);
  out.place = percentiles(out.expected.shrunken);
  return out;
}

std::string note_of(const ContextOfYear& year, std::size_t school, double min_n) {
  if (const std::string note = note_of(year.index, school); !note.empty()) return note;
  if (!present(year.results.pupils[school])) return "нет результатов за год";
  if (year.results.pupils[school] < min_n) return "участников " + std::to_string(static_cast<long long>(year.results.pupils[school])) + ", нужно не менее " + std::to_string(static_cast<long long>(min_n));
  return year.expected.trouble;
}

constexpr const char* kResidualSource =
    "Регрессия результата на индекс со случайным эффектом школы; τ² методом моментов (DerSimonian и Laird 1986), остаток сжат: r* = r·τ²/(τ² + v)";
constexpr const char* kResidualAssumes =
    "Связь результата с индексом линейна; результат — средний стандартизованный балл процедур года; ошибка среднего — как если бы каждый участник писал одну работу";
constexpr const char* kResidualUncertainty =
    "error — стандартная ошибка сжатого остатка: из-за числа участников; ошибки индекса, ежегодных колебаний и ошибки самой регрессии она не содержит";
constexpr const char* kResidualLimits =
    "Не оценка работы учителей: остаток содержит всё, чего нет в индексе (отбор, уклад, необъективность). Школы с признаками необъективных результатов сначала проверить";

struct SchoolResilience {
  static constexpr Parameter parameters[] = {kVariant, kMissingRule, kMinItems, kMinPupils, kStratumBy, kMinStratum, kMinSchools, kMinN,
                                             integer("years", "2", {.title = "Лет подряд", .basis = "определение: два года подряд", .min = 1, .max = 5})};
  static constexpr Output outputs[] = {
      key("school"), key("period"), decimal("index", {.title = "Индекс"}), decimal("index_percentile", {.title = "Процентиль индекса", .min = 0, .max = 100}),
      decimal("result", {.title = "Результат, станд. баллы"}), decimal("result_percentile", {.title = "Процентиль результата", .min = 0, .max = 100}),
      decimal("expected", {.title = "Ожидаемый результат"}), decimal("residual", {.title = "Остаток"}), decimal("shrunken", {.title = "Сжатый остаток"}),
      decimal("error", {.title = "Ошибка сжатого остатка", .min = 0}), decimal("place", {.title = "Процентиль сжатого остатка", .min = 0, .max = 100}),
      whole("n", {.title = "Участников", .min = 0}), text("note", {.title = "Почему не оценена"})};
  static constexpr IndicatorInfo info{.id = "school-resilience", .title = "Результаты школ с учётом социального контекста, по годам", .inputs = kInputs,
                                      .parameters = parameters, .outputs = outputs, .source = kResidualSource, .assumes = kResidualAssumes,
                                      .uncertainty = kResidualUncertainty, .limits = kResidualLimits};
  Frame compute(const Context& ctx) const {
    Region region(ctx);
    std::vector<std::string> school, period, note;
    std::vector<double> index, index_place, result, result_place, expected, residual, shrunken, error, place, n;
    const auto append = [](std::vector<double>& to, const std::vector<double>& from) { to.insert(to.end(), from.begin(), from.end()); };
    for (int back = static_cast<int>(ctx.integer("years")) - 1; back >= 0; --back) {
      const ContextOfYear year = context_of_year(ctx, region, back);
      for (std::size_t i = 0; i < region.size(); ++i) {
        school.push_back(region.codes()[i]), period.push_back(std::to_string(ctx.year() - back));
        note.push_back(note_of(year, i, static_cast<double>(ctx.integer("min_n"))));
      }
      append(index, year.index.found.index), append(index_place, year.index_percentile);
      append(result, year.results.result), append(result_place, year.result_percentile);
      append(expected, year.expected.expected), append(residual, year.expected.residual), append(shrunken, year.expected.shrunken);
      append(error, year.expected.error), append(place, year.place), append(n, year.results.pupils);
    }
    FrameBuilder frame = ctx.build();
    add_texts(frame, "school", school);
    add_texts(frame, "period", period);
    const std::pair<const char*, const std::vector<double>*> numbers[] = {
        {"index", &index}, {"index_percentile", &index_place}, {"result", &result}, {"result_percentile", &result_place}, {"expected", &expected},
        {"residual", &residual}, {"shrunken", &shrunken}, {"error", &error}, {"place", &place}};
    for (const auto& [name, values] : numbers) add_numbers(frame, name, *values);
    add_counts(frame, "n", n);
    add_texts(frame, "note", note);
    return frame.finish();
  }
};

struct ContextRegression {
  static constexpr Parameter parameters[] = {kVariant, kMissingRule, kMinItems, kMinPupils, kStratumBy, kMinStratum, kMinSchools, kMinN, kYearsBack};
  static constexpr Output outputs[] = {
      key("period"), whole("schools", {.title = "Школ", .min = 0}), decimal("intercept", {.title = "Свободный член"}), decimal("slope", {.title = "На 1 пункт индекса"}),
      decimal("slope_error", {.title = "Ошибка", .min = 0}), decimal("between", {.title = "Дисперсия между школами, τ²", .min = 0}),
      decimal("explained", {.title = "Объяснено контекстом", .min = 0, .max = 1}), text("note", {.title = "Почему модели нет"})};
  static constexpr IndicatorInfo info{.id = "context-regression", .title = "Связь результатов школ с социальным контекстом", .inputs = kInputs, .parameters = parameters,
                                      .outputs = outputs, .source = kResidualSource, .assumes = kResidualAssumes,
                                      .uncertainty = "slope_error — стандартная ошибка при известной τ²", .limits = kResidualLimits};
  Frame compute(const Context& ctx) const {
    Region region(ctx);
    const int back = static_cast<int>(ctx.integer("years_back"));
    const ExpectedResult found = context_of_year(ctx, region, back).expected;
    FrameBuilder frame = ctx.build();
    add_texts(frame, "period", {std::to_string(ctx.year() - back)});
    add_counts(frame, "schools", {static_cast<double>(found.schools)});
    add_numbers(frame, "intercept", {found.intercept});
    add_numbers(frame, "slope", {found.slope});
    add_numbers(frame, "slope_error", {found.slope_error});
    add_numbers(frame, "between", {found.between});
    add_numbers(frame, "explained", {found.explained});
    add_texts(frame, "note", {found.trouble});
    return frame.finish();
  }
};

struct ContextTypology {
  static constexpr Parameter parameters[] = {
      kVariant, kMissingRule, kMinItems, kMinPupils, kStratumBy, kMinStratum, kMinSchools, kMinN, kYearsBack, kZ,
      percent("border", "50", {.title = "Граница: такая часть школ ниже", .basis = "медиана", .min = 1, .max = 99})};
  static constexpr Output outputs[] = {key("school"), decimal("index", {.title = "Индекс"}), decimal("result", {.title = "Результат, станд. баллы"}),
                                       text("type", {.title = "Контекст и результат"}), whole("certain", {.title = "Тип не зависит от случайной ошибки", .min = 0, .max = 1}),
                                       whole("n", {.title = "Участников", .min = 0}), text("note", {.title = "Почему не оценена"})};
  static constexpr IndicatorInfo info{.id = "context-typology", .title = "Типы школ: контекст × результат", .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "Таблица 2 × 2 по медианам индекса и результата; квантиль R-7 (Hyndman и Fan 1996)", .assumes = kResidualAssumes,
                                      .uncertainty = "certain = 0, если интервал ±z·ошибка индекса или результата накрывает границу: соседний тип так же возможен",
                                      .limits = kResidualLimits};
  Frame compute(const Context& ctx) const {
    Region region(ctx);
    const ContextOfYear year = context_of_year(ctx, region, static_cast<int>(ctx.integer("years_back")));
    const Share border = ctx.percent("border");
    const double part = static_cast<double>(border.numerator) / static_cast<double>(border.denominator), z = ctx.number("z");
    const std::vector<double>& index = year.index.found.index;
    const double middle = quantile(index, part), level = quantile(year.results.result, part);
    std::vector<std::string> type(region.size()), note(region.size());
    std::vector<double> certain(region.size(), kMissing);
    for (std::size_t i = 0; i < region.size(); ++i) {
      note[i] = note_of(year, i, static_cast<double>(ctx.integer("min_n")));
      const double result = year.results.result[i];
      if (!present(index[i]) || !present(result)) continue;
      type[i] = std::string(index[i] >= middle ? "благоприятный контекст" : "неблагоприятный контекст") + ", " + (result >= level ? "высокие результаты" : "низкие результаты");
      const double error = present(year.index.found.error[i]) ? year.index.found.error[i] : 0;
      certain[i] = std::abs(index[i] - middle) > z * error && std::abs(result - level) > z * std::sqrt(year.results.variance[i]);
    }
    FrameBuilder frame = ctx.build();
    add_texts(frame, "school", region.codes());
    add_numbers(frame, "index", index);
    add_numbers(frame, "result", year.results.result);
    add_texts(frame, "type", type);
    add_counts(frame, "certain", certain);
    add_counts(frame, "n", year.results.pupils);
    add_texts(frame, "note", note);
    return frame.finish();
  }
};

struct SchoolGrowth {
  static constexpr Parameter parameters[] = {kMinN, kMinSchools, kZ, integer("span", "1", {.title = "Лет между измерениями", .basis = kOwn, .min = 1, .max = 10})};
  static constexpr Output outputs[] = {
      key("school"), decimal("before", {.title = "Результат прежде, станд. баллы"}), decimal("before_percentile", {.title = "Процентиль прежде", .min = 0, .max = 100}),
      decimal("now", {.title = "Результат, станд. баллы"}), decimal("change", {.title = "Изменение"}), decimal("error", {.title = "Ошибка изменения", .min = 0}),
      decimal("lower", {.title = "Нижняя граница изменения"}), decimal("expected", {.title = "Ожидаемый возврат к среднему"}),
      decimal("excess_lower", {.title = "Нижняя граница сверх возврата к среднему"}), whole("n", {.title = "Участников, меньшее из двух лет", .min = 0}),
      text("note", {.title = "Почему не оценена"})};
  static constexpr IndicatorInfo info{
      .id = "school-growth", .title = "Динамика результатов школ с ошибкой и возвратом к среднему", .inputs = kInputs, .parameters = parameters, .outputs = outputs,
      .source = "Разность двух средних с ошибкой √(v₁ + v₀); возврат к среднему по надёжности прежнего результата τ²/(τ² + v₀), τ² методом моментов (DerSimonian и Laird 1986)",
      .assumes = "Результат — место школы среди школ региона в каждом году (станд. баллы): рост — это подъём относительно других, не абсолютный",
      .uncertainty = "Ошибка — из-за числа участников двух лет; смена состава параллели и сложности работ внутри предмета в неё не входят",
      .limits = "Не по двум годам с разными предметами; школы с признаками необъективных результатов сначала проверить"};
  Frame compute(const Context& ctx) const {
    Region region(ctx);
    const auto min_n = static_cast<double>(ctx.integer("min_n"));
    const double z = ctx.number("z");
    const std::vector<double> none(region.size(), kMissing);
    Results now = region.results(0), before = region.results(static_cast<int>(ctx.integer("span")));
    std::vector<std::string> note(region.size());
    std::vector<double> n = none;
    for (std::size_t i = 0; i < region.size(); ++i) {
      if (!present(now.pupils[i]) || !present(before.pupils[i])) note[i] = "нет результатов одного из двух лет";
      else if (n[i] = std::min(now.pupils[i], before.pupils[i]); n[i] < min_n) note[i] = "участников " + std::to_string(static_cast<long long>(n[i])) + ", нужно не менее " + std::to_string(static_cast<long long>(min_n));
      if (!(before.pupils[i] >= min_n)) before.result[i] = kMissing;
      if (!(now.pupils[i] >= min_n)) now.result[i] = kMissing;
    }
    const auto schools = std::count_if(before.result.begin(), before.result.end(), present);
    if (const auto needed = ctx.integer("min_schools"); schools < needed) {
      const std::string few = "школ с прежними результатами " + std::to_string(schools) + ", нужно не менее " + std::to_string(needed);
      for (std::string& text : note)
        if (text.empty()) text = few;
      before.result = none;
    }
    const ReturnToMean back = return_to_mean(before.result, before.variance);
    std::vector<double> change = none, error = none, lower = none, expected = none, excess_lower = none;
    for (std::size_t i = 0; i < region.size(); ++i) {
      if (!present(now.result[i]) || !present(back.expected[i])) continue;
      change[i] = now.result[i] - before.result[i];
      error[i] = std::sqrt(now.variance[i] + before.variance[i]);
      lower[i] = change[i] - z * error[i];
      expected[i] = back.expected[i];
      excess_lower[i] = change[i] - expected[i] - z * std::sqrt(now.variance[i] + back.reliability[i] * before.variance[i]);
    }
    FrameBuilder frame = ctx.build();
    add_texts(frame, "school", region.codes());
    const std::pair<const char*, std::vector<double>> numbers[] = {
        {"before", before.result}, {"before_percentile", percentiles(before.result)}, {"now", now.result}, {"change", change}, {"error", error},
        {"lower", lower}, {"expected", expected}, {"excess_lower", excess_lower}};
    for (const auto& [name, values] : numbers) add_numbers(frame, name, values);
    add_counts(frame, "n", n);
    add_texts(frame, "note", note);
    return frame.finish();
  }
};

constexpr PluginInfo kPlugin{.id = "ru.opora.context", .name = "Социальный контекст школ", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, SocialIndexOfSchools, SocialIndexItems, SchoolResilience, ContextRegression, ContextTypology, SchoolGrowth);
