// school-change: how a school's results in a subject and grade differ from an earlier year, wave or procedure, with the
// interval of the difference and a verdict beyond error.
#pragma once

#include "parameters.h"
#include "statistics.h"

namespace dynamics {

// The pack's list of years whose results are not comparable with those before: methodology or codifier changed.
class Breaks {
 public:
  Breaks() = default;
  explicit Breaks(const Frame& f) {
    const auto kind = f.view<std::string_view>("kind"), subject = f.view<std::string_view>("subject"),
               reason = f.view<std::string_view>("reason");
    const auto grade = f.view<std::int64_t>("grade"), year = f.view<std::int64_t>("year");
    for (std::int64_t row = 0; row < f.rows(); ++row)
      if (kind[row] && subject[row] && year[row])
        list_.push_back({std::string(*kind[row]), std::string(*subject[row]), grade[row], *year[row], std::string(reason.value_or(row, ""))});
  }
  // The latest break after `before`, up to and with `now`.
  const std::string* between(const Subject& what, int before, int now) const {
    const Break* latest = nullptr;
    for (const Break& one : list_)
      if (one.kind == what.kind && one.subject == what.subject && one.grade == what.grade && one.year > before && one.year <= now &&
          (latest == nullptr || one.year > latest->year))
        latest = &one;
    return latest == nullptr ? nullptr : &latest->reason;
  }

 private:
  struct Break {
    std::string kind, subject;
    std::optional<std::int64_t> grade;
    std::int64_t year;
    std::string reason;
  };
  std::vector<Break> list_;
};

struct SchoolChange {
  static constexpr Text kEquates[] = {"нет", "z"}, kSources[] = {"нет", "пакет"};
  static constexpr Text kKinds[] = {"та же", "ВПР", "НИКО", "РИКО", "РПР", "ОГЭ", "ЕГЭ"};
  static constexpr Text kWaves[] = {"любой", "входной", "промежуточный", "итоговый"};
  static constexpr Parameter parameters[] = {
      integer("years_back", "1", {.title = "Сравнить с результатами скольких лет назад", .basis = "решение региона", .min = 0, .max = 10}),
      choice("kind_before", "та же", kKinds, {.title = "Процедура, с которой сравнить", .basis = "решение региона"}),
      choice("wave_before", "любой", kWaves, {.title = "Этап, с которым сравнить", .basis = "решение региона: мониторинг в три этапа"}),
      choice("wave_now", "любой", kWaves, {.title = "Этап, который сравнить", .basis = "решение региона: мониторинг в три этапа"}),
      choice("equate", "нет", kEquates, {.title = "Средняя доля баллов в единицах разброса участников региона (z)",
                                         .basis = "решение региона: снимает трудность КИМ разных лет"}),
      choice("breaks", "нет", kSources, {.title = "Разрывы сопоставимости: показатель comparability-breaks пакета", .basis = "решение региона"}),
      kConfidence, kMinN, kLowestMark};
  static constexpr Output outputs[] = {label("school", "Школа"), label("procedure", "Процедура"), label("measure", "Показатель"), whole("n", {.title = "Участников", .min = 0}),
                                       whole("n_before", {.title = "Участников прежде", .min = 0}), decimal("before", {.title = "Прежде"}),
                                       decimal("now", {.title = "Теперь"}), decimal("change", {.title = "Изменение"}),
                                       decimal("lower", {.title = "Нижняя граница изменения"}),
                                       decimal("upper", {.title = "Верхняя граница изменения"}),
                                       label("verdict", "Вывод"), text("break", {.title = "Разрыв сопоставимости"})};
  static constexpr IndicatorInfo info{.id = "school-change", .title = "Изменение результатов школы по предмету и классу",
                                      .inputs = kResults, .parameters = parameters, .outputs = outputs,
                                      .source = "доли: Newcombe (1998), способ 10; средние: Welch (1947)",
                                      .assumes = "участники двух лет — независимые выборки",
                                      .uncertainty = "lower и upper — границы изменения с заданной вероятностью; из двадцати школ без изменений при 95 % одна отмечается случайно",
                                      .limits = "изменение через разрыв сопоставимости не приводится; школа, выбранная за плохой год, в среднем улучшается и без помощи"};

  Frame compute(const Context& ctx) const {
    const Comparison comparison(ctx);
    const std::vector<Result> now = results_of(ctx, ctx.year(), comparison.lowest_mark);
    const std::vector<Result> earlier = results_of(ctx, comparison.year_before, comparison.lowest_mark);
    std::map<std::pair<std::string_view, Subject>, const Result*> by_place;
    for (const Result& one : earlier)
      if (comparison.is_before(one)) by_place[{one.school, comparison.place(one)}] = &one;
    std::vector<Pair> pairs;
    for (const Result& one : now) {
      if (!comparison.is_now(one)) continue;
      const auto found = by_place.find({one.school, comparison.place(one)});
      pairs.push_back({&one, found == by_place.end() ? nullptr : found->second});
    }
    Rows rows;
    add_shares(ctx, comparison, pairs, "доля «2»", &Result::low, false, rows);
    add_shares(ctx, comparison, pairs, "доля «4» и «5»", &Result::high, true, rows);
    add_means(ctx, comparison, pairs, rows);
    return rows.finish(ctx);
  }

 private:
  // What is compared with what.
  struct Comparison {
    explicit Comparison(const Context& ctx)
        : year(ctx.year()), year_before(static_cast<int>(ctx.year() - ctx.integer("years_back"))), lowest_mark(ctx.integer("lowest_mark")),
          min_n(ctx.integer("min_n")), confidence(ctx.number("confidence")), equated(ctx.choice("equate") == "z"),
          kind_before(ctx.choice("kind_before")), wave_before(ctx.choice("wave_before")), wave_now(ctx.choice("wave_now")) {
      if (year == year_before && kind_before == kKinds[0] && wave_before == wave_now)
        throw Error("DYN-001", "результаты сравниваются сами с собой", "задайте years_back не меньше 1, другой этап или другую процедуру");
      if (ctx.choice("breaks") == "пакет") breaks = Breaks(ctx.indicator("comparability-breaks"));
    }
    bool waves() const { return wave_now != kWaves[0] || wave_before != kWaves[0]; }
    bool other_kind() const { return kind_before != kKinds[0]; }
    bool is_now(const Result& one) const { return wave_now == kWaves[0] || one.subject.level == wave_now; }
    bool is_before(const Result& one) const {
      return (!other_kind() || one.subject.kind == kind_before) && (wave_before == kWaves[0] || one.subject.level == wave_before);
    }
    // Results of equal place are compared.
    Subject place(const Result& one) const {
      Subject place = one.subject;
      if (waves()) place.level.clear();
      if (other_kind()) place.kind.clear();
      return place;
    }
    int year, year_before;
    std::int64_t lowest_mark, min_n;
    double confidence;
    bool equated;
    std::string_view kind_before, wave_before, wave_now;
    Breaks breaks;
  };

  struct Pair {
    const Result* now;
    const Result* before;
  };

  // A measure of a pair, before the verdict. Values are shares 0…1, or standard deviations when equated.
  struct Change {
    std::int64_t n = 0, n_before = 0;
    std::optional<double> now, before;
    std::optional<Bounds> bounds;
    bool comparable = true, rise_is_good = true;
  };

  class Rows {
   public:
    void add(const Comparison& comparison, const Pair& pair, std::string_view measure, const Change& change) {
      const std::string* broken =
          pair.before == nullptr ? nullptr : comparison.breaks.between(pair.now->subject, comparison.year_before, comparison.year);
      const bool comparable = change.comparable && broken == nullptr;
      const bool both = change.now && change.before && comparable;
      school_.add(pair.now->school), procedure_.add(pair.now->subject.title()), measure_.add(std::string(measure));
      n_.add(change.n), n_before_.add(pair.before == nullptr ? std::nullopt : std::optional(change.n_before));
      now_.add(change.now), before_.add(change.before);
      change_.add(both ? std::optional(*change.now - *change.before) : std::nullopt);
      lower_.add(both && change.bounds ? std::optional(change.bounds->lower) : std::nullopt);
      upper_.add(both && change.bounds ? std::optional(change.bounds->upper) : std::nullopt);
      verdict_.add(std::string(verdict(comparison, pair, change, comparable)));
      break_.add(broken == nullptr ? std::nullopt : std::optional(*broken));
    }
    Frame finish(const Context& ctx) const {
      FrameBuilder made = ctx.build();
      school_.add_to(made, "school"), procedure_.add_to(made, "procedure"), measure_.add_to(made, "measure");
      n_.add_to(made, "n"), n_before_.add_to(made, "n_before"), before_.add_to(made, "before"), now_.add_to(made, "now");
      change_.add_to(made, "change"), lower_.add_to(made, "lower"), upper_.add_to(made, "upper");
      verdict_.add_to(made, "verdict"), break_.add_to(made, "break");
      return made.finish().sort("school", "procedure", "measure");
    }

   private:
    static std::string_view verdict(const Comparison& comparison, const Pair& pair, const Change& change, bool comparable) {
      if (pair.before == nullptr || !change.now || !change.before) return "не с чем сравнить";
      if (!comparable) return "не сопоставимо";
      if (std::min(change.n, change.n_before) < comparison.min_n) return "мало участников";
      if (!change.bounds) return "не оценивается";
      if (change.bounds->lower <= 0 && change.bounds->upper >= 0) return "в пределах ошибки";
      return (change.bounds->lower > 0) == change.rise_is_good ? "улучшение" : "ухудшение";
    }
    Filled<std::string> school_, procedure_, measure_, verdict_, break_;
    Filled<std::int64_t> n_, n_before_;
    Filled<double> now_, before_, change_, lower_, upper_;
  };

  // Shares of marks; the host's interval of a difference of two shares (Newcombe 1998).
  static void add_shares(const Context& ctx, const Comparison& comparison, const std::vector<Pair>& pairs, std::string_view measure,
                         std::int64_t Result::*part, bool rise_is_good, Rows& rows) {
    std::vector<std::int64_t> part_now, now, part_before, before;
    for (const Pair& pair : pairs) {
      part_now.push_back(pair.now->*part), now.push_back(pair.now->marked);
      part_before.push_back(pair.before == nullptr ? 0 : pair.before->*part), before.push_back(pair.before == nullptr ? 0 : pair.before->marked);
    }
    const Frame counts = ctx.build().add("a", std::span<const std::int64_t>(part_now)).add("n", std::span<const std::int64_t>(now))
                             .add("b", std::span<const std::int64_t>(part_before)).add("m", std::span<const std::int64_t>(before)).finish();
    const Frame difference = counts.compare_shares("a", "n", "b", "m", comparison.confidence);
    const auto lower = difference.view<double>("lower"), upper = difference.view<double>("upper");
    const auto share = [](std::int64_t k, std::int64_t n) {
      return n == 0 ? std::nullopt : std::optional(static_cast<double>(k) / static_cast<double>(n));
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto row = static_cast<std::int64_t>(i);
      Change change{now[i], before[i], share(part_now[i], now[i]), share(part_before[i], before[i]), std::nullopt,
                    !comparison.other_kind(), rise_is_good};
      if (lower[row]) change.bounds = Bounds{*lower[row], *upper[row]};
      if (now[i] > 0) rows.add(comparison, pairs[i], measure, change);
    }
  }

  // Mean and standard deviation of all participants of a subject: what a mean is measured against when equated.
  using Region = std::map<Subject, std::pair<double, double>>;
  static Region region(const Context& ctx, int year) {
    const Frame f = ctx.results().where("year", "==", year).where("max_score", ">", 0).group("kind", "subject", "grade", "level").tally(
        {{"mean", mean("score")}, {"sd", sd("score")}, {"max", max("max_score")}});
    const auto kind = f.view<std::string_view>("kind"), subject = f.view<std::string_view>("subject"), level = f.view<std::string_view>("level");
    const auto grade = f.view<std::int64_t>("grade");
    const auto average = f.view<double>("mean"), deviation = f.view<double>("sd"), most = f.view<double>("max");
    Region found;
    for (std::int64_t row = 0; row < f.rows(); ++row)
      if (average[row] && deviation.value_or(row, 0) > 0)
        found[{std::string(kind.value_or(row, "")), std::string(subject.value_or(row, "")), std::string(level.value_or(row, "")), grade[row]}] = {
            *average[row] / *most[row], *deviation[row] / *most[row]};
    return found;
  }

  static void add_means(const Context& ctx, const Comparison& comparison, const std::vector<Pair>& pairs, Rows& rows) {
    Region now, before;
    if (comparison.equated) now = region(ctx, comparison.year), before = region(ctx, comparison.year_before);
    const auto sample = [&](const Result* one, const Region& scale) -> std::optional<Sample> {
      if (one == nullptr || !one->mean) return std::nullopt;
      Sample found{*one->mean, one->sd ? *one->sd * *one->sd : 0, one->sd ? one->n : 1};
      if (!comparison.equated) return found;
      const auto place = scale.find(one->subject);
      if (place == scale.end()) return std::nullopt;
      const auto [average, deviation] = place->second;
      return Sample{(found.mean - average) / deviation, found.variance / (deviation * deviation), found.n};
    };
    for (const Pair& pair : pairs) {
      const std::optional<Sample> a = sample(pair.now, now), b = sample(pair.before, before);
      if (!a) continue;
      Change change{pair.now->n, pair.before == nullptr ? 0 : pair.before->n, a->mean, b ? std::optional(b->mean) : std::nullopt, std::nullopt,
                    comparison.equated || !comparison.other_kind(), true};
      if (b) change.bounds = welch(*a, *b, comparison.confidence);
      rows.add(comparison, pair, comparison.equated ? "средний балл, z" : "средняя доля баллов", change);
    }
  }
};

}  // namespace dynamics
