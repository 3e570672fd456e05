// The parameters of all indicators, and the settings they mean.
#pragma once

#include <opora/plugin.hpp>

#include "clustering.h"

namespace clusters {

using opora::sdk::choice;
using opora::sdk::integer;
using opora::sdk::number;
using opora::sdk::Parameter;
using opora::sdk::Text;

inline constexpr auto kItemChoices = [] {
  std::array<Text, std::size(kItems) + 1> choices{Text("none")};
  for (std::size_t i = 0; i < std::size(kItems); ++i) choices[i + 1] = Text(kItems[i].id);
  return choices;
}();
inline constexpr Text kMethods[] = {"kmeans", "ward", "mixture-diagonal", "mixture-full"};
inline constexpr Text kScales[] = {"z", "robust", "none"};
inline constexpr Text kStrata[] = {"none", "locality", "size", "locality-size"};
inline constexpr Text kMissing[] = {"exclude", "median"};
inline constexpr Text kOrders[] = {"first", "size"};
inline constexpr Text kKinds[] = {"ВПР", "ОГЭ", "ЕГЭ"};
inline constexpr const char* kOwn = "решение региона";

constexpr Parameter item(const char* name, const char* usual, const char* title) { return choice(name, usual, kItemChoices, {.title = title, .basis = kOwn}); }

inline constexpr Parameter kParameters[] = {
    choice("method", "kmeans", kMethods, {.title = "Способ: k-средних, иерархия Уорда, смесь нормальных распределений", .basis = kOwn}),
    integer("k", "4", {.title = "Кластеров в каждой группе; 0 — выбрать по силуэту и устойчивости", .basis = kOwn, .min = 0, .max = 20}),
    choice("standardise", "z", kScales, {.title = "Приведение к одной шкале: среднее и отклонение, медиана и размах, без приведения", .basis = kOwn}),
    choice("strata", "none", kStrata, {.title = "Отдельно по группам школ: местность, размер", .basis = kOwn}),
    integer("small_school", "100", {.title = "Малокомплектная школа: обучающихся, не более", .basis = kOwn, .min = 1, .max = 5000}),
    item("item_1", "low_share", "Показатель 1"),
    item("item_2", "completion", "Показатель 2"),
    item("item_3", "single_parent", "Показатель 3"),
    item("item_4", "both_parents_higher_education", "Показатель 4"),
    item("item_5", "on_record", "Показатель 5"),
    item("item_6", "russian_not_native", "Показатель 6"),
    item("item_7", "none", "Показатель 7"),
    item("item_8", "none", "Показатель 8"),
    choice("kind", "ВПР", kKinds, {.title = "Процедура, из которой берутся результаты", .basis = kOwn}),
    integer("min_n", "10", {.title = "Участников в школе за год, не менее", .basis = kOwn, .min = 1, .max = 1000}),
    integer("lowest_mark", "2", {.title = "Наименьшая отметка", .basis = "шкала отметок", .min = 1, .max = 5}),
    choice("missing", "exclude", kMissing, {.title = "Школа с неполными данными: не относить к кластерам или взять медиану группы", .basis = kOwn}),
    integer("most_missing", "1", {.title = "Показателей с медианой у школы, не более", .basis = kOwn, .min = 1, .max = 7}),
    integer("min_schools", "20", {.title = "Школ с полными данными в группе, не менее", .basis = kOwn, .min = 4, .max = 1000}),
    choice("order", "first", kOrders, {.title = "Номера кластеров: по возрастанию первого показателя или по убыванию числа школ", .basis = kOwn}),
    integer("restarts", "20", {.title = "Повторов k-средних со случайным началом", .basis = kOwn, .min = 1, .max = 200}),
    integer("seed", "1", {.title = "Начало случайных чисел", .basis = "любое; записывается с запуском", .min = 0, .max = 1000000}),
    integer("most_clusters", "8", {.title = "Кластеров при выборе, не более", .basis = kOwn, .min = 2, .max = 20}),
    integer("subsamples", "20", {.title = "Подвыборок для проверки устойчивости", .basis = kOwn, .min = 1, .max = 200}),
    number("stable_from", "0.6", {.title = "Устойчиво: средний индекс Рэнда, не менее", .basis = kOwn, .min = 0, .max = 1}),
};

// kParameters and one more.
template <std::size_t... I>
constexpr std::array<Parameter, sizeof...(I) + 1> with_one(const Parameter& last, std::index_sequence<I...>) {
  return {kParameters[I]..., last};
}
constexpr auto parameters_and(const Parameter& last) { return with_one(last, std::make_index_sequence<std::size(kParameters)>()); }

inline Settings settings_of(const opora::sdk::Context& ctx) {
  const auto at = [&](const char* name, std::span<const Text> choices) {
    const std::string_view chosen = ctx.choice(name);
    return static_cast<int>(std::find_if(choices.begin(), choices.end(), [&](Text one) { return std::string_view(one) == chosen; }) - choices.begin());
  };
  Settings settings;
  settings.recipe.method = static_cast<Method>(at("method", kMethods));
  constexpr Standardisation kByChoice[] = {Standardisation::kZ, Standardisation::kRobust, Standardisation::kNone};
  settings.recipe.standardisation = kByChoice[at("standardise", kScales)];
  settings.recipe.order = static_cast<ClusterOrder>(at("order", kOrders));
  settings.recipe.restarts = static_cast<int>(ctx.integer("restarts"));
  settings.recipe.seed = static_cast<std::uint64_t>(ctx.integer("seed"));
  settings.choice.most = static_cast<std::size_t>(ctx.integer("most_clusters"));
  settings.choice.subsamples = static_cast<int>(ctx.integer("subsamples"));
  settings.choice.stable_from = ctx.number("stable_from");
  settings.k = static_cast<std::size_t>(ctx.integer("k"));
  settings.min_schools = static_cast<std::size_t>(ctx.integer("min_schools"));
  settings.missing.most_missing = ctx.choice("missing") == "median" ? static_cast<std::size_t>(ctx.integer("most_missing")) : 0;
  return settings;
}

}  // namespace clusters
