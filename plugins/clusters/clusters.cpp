// Кластеры школ по контексту и результатам: состав, описание, выбор числа кластеров, школы года в кластерах прошлого года.
// Four indicators; regions/ru/2019/risk_cluster.lua makes a methodology of them. What is computed is in the headers beside.
#include <opora/plugin.hpp>

#include "parameters.h"
#include "reading.h"

using namespace clusters;
using opora::sdk::Context;
using opora::sdk::decimal;
using opora::sdk::Frame;
using opora::sdk::FrameBuilder;
using opora::sdk::IndicatorInfo;
using opora::sdk::key;
using opora::sdk::Output;
using opora::sdk::PluginInfo;
using opora::sdk::text;
using opora::sdk::whole;

namespace {

constexpr Text kInputs[] = {"results", "context", "schools"};

// The cells of a column of the result, row by row; nothing is a missing cell.
template <class T>
class Cells {
 public:
  void add(const std::optional<T>& value) { add_if(value.has_value(), value.value_or(T{})); }
  void add_if(bool there, T value) {
    valid_.push_back(there);
    values_.push_back(there ? std::move(value) : T{});
  }
  void to(FrameBuilder& frame, const char* name) const {
    if constexpr (std::same_as<T, std::string>) frame.add(name, std::span<const Text>(std::vector<Text>(values_.begin(), values_.end())), valid_);
    else frame.add(name, std::span<const T>(values_), valid_);
  }

 private:
  std::vector<T> values_;
  std::vector<std::uint8_t> valid_;
};
using Numbers = Cells<double>;
using Wholes = Cells<std::int64_t>;
using Texts = Cells<std::string>;

std::int64_t number_of(std::size_t cluster) { return static_cast<std::int64_t>(cluster) + 1; }

std::string name_of(const std::string& stratum, std::size_t cluster) { return stratum + ", кластер " + std::to_string(cluster + 1); }

void warn_of_model(const Context& ctx, const FittedStratum& fitted, const std::vector<const Item*>& items, std::size_t asked) {
  const std::string where = "группа «" + fitted.stratum.name + "»: ";
  for (std::size_t j = 0; j < items.size(); ++j) {
    const ScaleSource source = fitted.model.standardiser().source[j];
    if (source == ScaleSource::kConstant)
      ctx.warn("CLU-008", where + "показатель «" + std::string(items[j]->title) + "» одинаков у всех школ и их не различает", "выберите другой показатель");
    if (source == ScaleSource::kNoSpreadInTheMiddle)
      ctx.warn("CLU-009", where + "показатель «" + std::string(items[j]->title) + "» у половины школ один и тот же; вместо размаха взято стандартное отклонение",
               "проверьте показатель или задайте standardise=z");
  }
  const std::size_t k = fitted.model.partition().k();
  if (asked > k)
    ctx.warn("CLU-006", where + "кластеров получилось " + std::to_string(k) + " вместо " + std::to_string(asked), "задайте меньшее k");
  if (fitted.model.mixture() && !fitted.model.mixture()->converged)
    ctx.warn("CLU-007", where + "оценка смеси не сошлась", "задайте меньшее k или method=kmeans");
}

// Reads, clusters and warns.
Clustering clustering_of(const Context& ctx, int year) {
  const Settings settings = settings_of(ctx);
  Table table = read_table(ctx, year);
  ctx.stop_if_cancelled();
  Clustering made = cluster(std::move(table), settings);
  for (const Stratum& stratum : strata_of(made.table, settings.missing))
    if (const std::string why = obstacle(stratum, settings); !why.empty())
      ctx.warn("CLU-005", "за " + std::to_string(year) + " год " + why, "загрузите недостающие данные, объедините группы (strata) или задайте меньшее k");
  for (const FittedStratum& fitted : made.strata) warn_of_model(ctx, fitted, made.table.items, settings.k);
  return made;
}

struct Clusters {
  static constexpr Output outputs[] = {key("school"), text("stratum", {.title = "Группа"}), whole("cluster", {.title = "Кластер", .min = 1}),
                                       text("name", {.title = "Название"}),
                                       decimal("distance", {.title = "Расстояние до центра своего кластера", .min = 0}),
                                       whole("next_cluster", {.title = "Ближайший другой кластер", .min = 1}),
                                       decimal("next_distance", {.title = "Расстояние до его центра", .min = 0}),
                                       decimal("silhouette", {.title = "Силуэт", .min = -1, .max = 1}),
                                       decimal("probability", {.title = "Вероятность кластера (смесь)", .min = 0, .max = 1}),
                                       whole("imputed", {.title = "Показателей заменено медианой", .min = 0}), text("reason", {.title = "Почему нет кластера"})};
  static constexpr IndicatorInfo info{.id = "clusters", .title = "Кластеры школ", .inputs = kInputs, .parameters = kParameters, .outputs = outputs,
                                      .source = "k-средние: Arthur, Vassilvitskii (2007); Ward: Murtagh, Legendre (2014); смеси: EM; силуэт: Rousseeuw (1987)",
                                      .assumes = "показатели одинаково важны и собраны одинаково; группы округлы и сравнимы по разбросу",
                                      .uncertainty = "силуэт: около 0 школа стоит на границе и может перейти в соседний кластер из-за нескольких учеников; интервала у границ нет",
                                      .limits = "кластеры находятся и там, где групп нет: сначала cluster-choice; о школе кластер не говорит ничего сверх её показателей"};

  Frame compute(const Context& ctx) const {
    const Clustering all = clustering_of(ctx, ctx.year());
    struct At {
      const FittedStratum* fitted = nullptr;
      std::size_t row = 0;
    };
    std::vector<At> at(all.table.schools.size());
    for (const FittedStratum& fitted : all.strata)
      for (std::size_t i = 0; i < fitted.stratum.rows.size(); ++i) at[fitted.stratum.rows[i]] = {&fitted, i};
    Texts school, stratum, name, reason;
    Wholes cluster, next_cluster, imputed;
    Numbers distance, next_distance, silhouette, probability;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const auto [fitted, row] = at[i];
      const bool there = fitted != nullptr, several = there && !fitted->silhouettes.empty();
      const Place place = there ? fitted->model.place_of(row) : Place{};
      school.add(all.table.schools[i]), stratum.add(all.table.strata[i]), reason.add_if(!there, all.reasons[i]);
      cluster.add_if(there, number_of(place.cluster));
      name.add_if(there, there ? name_of(fitted->stratum.name, place.cluster) : std::string());
      distance.add_if(there, place.distance);
      next_cluster.add_if(several, number_of(place.next)), next_distance.add_if(several, place.next_distance);
      silhouette.add_if(several, several ? fitted->silhouettes[row] : 0);
      probability.add(place.probability);
      imputed.add_if(there, there ? static_cast<std::int64_t>(fitted->stratum.imputed[row]) : 0);
    }
    FrameBuilder frame = ctx.build();
    school.to(frame, "school"), stratum.to(frame, "stratum"), cluster.to(frame, "cluster"), name.to(frame, "name");
    distance.to(frame, "distance"), next_cluster.to(frame, "next_cluster"), next_distance.to(frame, "next_distance");
    silhouette.to(frame, "silhouette"), probability.to(frame, "probability"), imputed.to(frame, "imputed"), reason.to(frame, "reason");
    return frame.finish();
  }
};

struct ClusterProfiles {
  static constexpr Output outputs[] = {key("stratum"), whole("cluster", {.title = "Кластер", .min = 1}), key("name"), whole("schools", {.title = "Школ", .min = 1}),
                                       key("item"), text("title", {.title = "Показатель"}), key("group"), text("unit", {.title = "Единица"}),
                                       whole("n", {.title = "Школ с показателем", .min = 0}), decimal("mean", {.title = "Среднее"}),
                                       decimal("sd", {.title = "Стандартное отклонение", .min = 0}), decimal("region_mean", {.title = "Среднее региона"}),
                                       decimal("difference", {.title = "Отличие от региона"}),
                                       decimal("difference_sd", {.title = "Отличие от региона, стандартных отклонений"}),
                                       decimal("unfavourable", {.title = "То же; плюс — менее благоприятно"}), text("words", {.title = "Словами"}),
                                       text("description", {.title = "Описание кластера"})};
  static constexpr IndicatorInfo info{.id = "cluster-profiles", .title = "Описание кластеров школ", .inputs = kInputs, .parameters = kParameters, .outputs = outputs,
                                      .source = "средние кластера и региона в стандартных отклонениях региона",
                                      .assumes = "как у clusters; заменённые медианой значения не считаются",
                                      .uncertainty = "разброс внутри кластера — столбец sd; отличие малых кластеров случайно",
                                      .limits = "описание группы, а не каждой её школы"};

  Frame compute(const Context& ctx) const {
    const Clustering all = clustering_of(ctx, ctx.year());
    const std::vector<std::size_t> region = all.clustered();
    Texts stratum, name, item, title, group, unit, words, description;
    Wholes cluster, schools, n;
    Numbers mean, sd, region_mean, difference, difference_sd, unfavourable;
    for (const FittedStratum& fitted : all.strata)
      for (std::size_t c = 0; c < fitted.model.partition().k(); ++c) {
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i < fitted.stratum.rows.size(); ++i)
          if (fitted.model.partition().labels[i] == static_cast<int>(c)) members.push_back(fitted.stratum.rows[i]);
        const std::vector<ItemProfile> profiles = profiles_of(all.table, members, region);
        for (const ItemProfile& one : profiles) {
          stratum.add(fitted.stratum.name), cluster.add(number_of(c)), name.add(name_of(fitted.stratum.name, c));
          schools.add(static_cast<std::int64_t>(members.size()));
          item.add(std::string(one.item->id)), title.add(std::string(one.item->title)), unit.add(std::string(one.item->unit));
          group.add(one.item->group == Group::kResults ? "results" : "context");
          n.add(static_cast<std::int64_t>(one.n)), mean.add(one.mean), sd.add(one.sd), region_mean.add(one.region_mean);
          difference.add(one.difference), difference_sd.add(one.difference_sd), unfavourable.add(one.unfavourable());
          words.add(words_of(one)), description.add(description_of(members.size(), profiles));
        }
      }
    FrameBuilder frame = ctx.build();
    stratum.to(frame, "stratum"), cluster.to(frame, "cluster"), name.to(frame, "name"), schools.to(frame, "schools"), item.to(frame, "item");
    title.to(frame, "title"), group.to(frame, "group"), unit.to(frame, "unit"), n.to(frame, "n"), mean.to(frame, "mean"), sd.to(frame, "sd");
    region_mean.to(frame, "region_mean"), difference.to(frame, "difference"), difference_sd.to(frame, "difference_sd");
    unfavourable.to(frame, "unfavourable"), words.to(frame, "words"), description.to(frame, "description");
    return frame.finish();
  }
};

struct ClusterChoice {
  static constexpr Output outputs[] = {key("stratum"), whole("schools", {.title = "Школ", .min = 1}), whole("k", {.title = "Кластеров", .min = 2}),
                                       decimal("silhouette", {.title = "Средний силуэт", .min = -1, .max = 1}),
                                       decimal("stability", {.title = "Устойчивость: средний индекс Рэнда подвыборок", .min = -1, .max = 1}),
                                       decimal("within", {.title = "Сумма квадратов внутри кластеров", .min = 0}),
                                       decimal("between_share", {.title = "Доля различий между кластерами", .unit = "%", .min = 0, .max = 100}),
                                       decimal("bic", {.title = "BIC (смесь)"}), whole("chosen", {.title = "Выбрано по правилу", .min = 0, .max = 1})};
  static constexpr IndicatorInfo info{.id = "cluster-choice", .title = "Выбор числа кластеров школ", .inputs = kInputs, .parameters = kParameters, .outputs = outputs,
                                      .source = "силуэт: Rousseeuw (1987); устойчивость: Hubert, Arabie (1985); BIC",
                                      .assumes = "как у clusters; подвыборки по 80 % школ",
                                      .uncertainty = "устойчивость: 1 — те же кластеры в подвыборках, 0 — случайное совпадение",
                                      .limits = "низкий силуэт при любом k — групп нет, есть переход: делить школы границей не следует"};

  Frame compute(const Context& ctx) const {
    const Settings settings = settings_of(ctx);
    Settings any_k = settings;
    any_k.k = 0;
    const Table table = read_table(ctx, ctx.year());
    Texts stratum;
    Wholes schools, k, chosen;
    Numbers silhouette, stability, within, between, bic;
    for (const Stratum& one : strata_of(table, settings.missing)) {
      ctx.stop_if_cancelled();
      if (!obstacle(one, any_k).empty()) continue;
      const Points points = fit_standardiser(one.raw, settings.recipe.standardisation).apply(one.raw);
      const std::vector<Candidate> all = candidates(points, settings.recipe, settings.choice);
      const auto stable = [&](const Candidate& candidate) { return candidate.stability.value_or(1) >= settings.choice.stable_from; };
      if (!all.empty() && std::none_of(all.begin(), all.end(), stable))
        ctx.warn("CLU-010", "группа «" + one.name + "»: ни одно число кластеров не устойчиво; школы не делятся на обособленные группы",
                 "используйте кластеры как описание, не как границу, или выберите другие показатели");
      for (const Candidate& candidate : all) {
        stratum.add(one.name), schools.add(static_cast<std::int64_t>(one.raw.n)), k.add(static_cast<std::int64_t>(candidate.k));
        silhouette.add(candidate.silhouette), stability.add(candidate.stability), within.add(candidate.within), bic.add(candidate.bic);
        between.add(candidate.total > 0 ? std::optional(std::max(0.0, 100 * (1 - candidate.within / candidate.total))) : std::nullopt);
        chosen.add(candidate.chosen);
      }
    }
    FrameBuilder frame = ctx.build();
    stratum.to(frame, "stratum"), schools.to(frame, "schools"), k.to(frame, "k"), silhouette.to(frame, "silhouette"), stability.to(frame, "stability");
    within.to(frame, "within"), between.to(frame, "between_share"), bic.to(frame, "bic"), chosen.to(frame, "chosen");
    return frame.finish();
  }
};

struct ClusterAssignment {
  static constexpr auto parameters = parameters_and(integer("years_back", "1", {.title = "Кластеры какого года: лет назад", .basis = kOwn, .min = 1, .max = 10}));
  static constexpr Output outputs[] = {key("school"), text("stratum", {.title = "Группа"}), whole("earlier_cluster", {.title = "Кластер в прошлом году", .min = 1}),
                                       whole("cluster", {.title = "Кластер прошлого года, к которому школа ближе всего теперь", .min = 1}),
                                       whole("moved", {.title = "Перешла в другой кластер", .min = 0, .max = 1}),
                                       decimal("distance", {.title = "Расстояние до его центра", .min = 0}),
                                       decimal("next_distance", {.title = "Расстояние до центра следующего", .min = 0}), text("reason", {.title = "Почему нет кластера"})};
  static constexpr IndicatorInfo info{.id = "cluster-assignment", .title = "Школы года в кластерах прошлого года", .inputs = kInputs, .parameters = parameters,
                                      .outputs = outputs,
                                      .source = "ближайший центр кластеров прежнего года (смесь — наибольшая вероятность)",
                                      .assumes = "показатели двух лет собраны одинаково; шкала — прежнего года",
                                      .uncertainty = "разность расстояний до двух центров: когда она мала, переход случаен",
                                      .limits = "переход не есть улучшение или ухудшение: посмотрите, какой показатель изменился"};

  Frame compute(const Context& ctx) const {
    const int year = ctx.year() - static_cast<int>(ctx.integer("years_back"));
    const Settings settings = settings_of(ctx);
    const Clustering earlier = clustering_of(ctx, year);
    const Table now = read_table(ctx, ctx.year());
    std::map<std::string_view, std::size_t> was;  // cluster of the earlier year; a school that changed its stratum has none to compare with
    for (const FittedStratum& fitted : earlier.strata)
      for (std::size_t i = 0; i < fitted.stratum.rows.size(); ++i)
        was[earlier.table.schools[fitted.stratum.rows[i]]] = static_cast<std::size_t>(fitted.model.partition().labels[i]);
    Texts school, stratum, reason;
    Wholes before, cluster, moved;
    Numbers distance, next_distance;
    for (std::size_t i = 0; i < now.schools.size(); ++i) {
      const FittedStratum* fitted = earlier.fitted(now.strata[i]);
      const auto values = fitted != nullptr ? completed(now, i, fitted->stratum.medians, settings.missing) : std::nullopt;
      const bool there = values.has_value();
      const Place place = there ? fitted->model.assign(values->data()) : Place{};
      const auto then = was.find(now.schools[i]);
      // Both tables hold the same schools in the same order: the registry's.
      const bool comparable = then != was.end() && earlier.table.strata[i] == now.strata[i];
      const std::size_t own = comparable ? then->second : 0;
      school.add(now.schools[i]), stratum.add(now.strata[i]), reason.add_if(!there, there ? std::string() : why_not(now, i, fitted, year));
      before.add_if(comparable, number_of(own)), cluster.add_if(there, number_of(place.cluster));
      moved.add_if(there && comparable, place.cluster != own);
      distance.add_if(there, place.distance), next_distance.add_if(there && fitted->model.partition().k() > 1, place.next_distance);
    }
    FrameBuilder frame = ctx.build();
    school.to(frame, "school"), stratum.to(frame, "stratum"), before.to(frame, "earlier_cluster"), cluster.to(frame, "cluster");
    moved.to(frame, "moved"), distance.to(frame, "distance"), next_distance.to(frame, "next_distance"), reason.to(frame, "reason");
    return frame.finish();
  }

  static std::string why_not(const Table& now, std::size_t school, const FittedStratum* fitted, int year) {
    if (now.strata[school] && fitted == nullptr) return "за " + std::to_string(year) + " год кластеров группы «" + *now.strata[school] + "» нет";
    return missing_words(now, school);
  }
};

constexpr PluginInfo kPlugin{.id = "ru.opora.clusters", .name = "Кластеры школ", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, Clusters, ClusterProfiles, ClusterChoice, ClusterAssignment);
