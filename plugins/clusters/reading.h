// From the host's frames to a Table: results and context of one year, strata by locality or size.
#pragma once

#include <opora/plugin.hpp>

#include "clustering.h"

namespace clusters {

namespace sdk = opora::sdk;

inline constexpr std::string_view kLocality = "locality_type", kRural = "сельский населённый пункт";
inline constexpr std::string_view kPupils[] = {"pupils", "passport_pupils"};  // the first that is there says how large a school is

using ByCode = std::map<std::string, std::size_t, std::less<>>;

// Calls f(school's row in the table, row of the frame) for the frame's schools that are known.
template <class F>
void each_known_school(const sdk::Frame& frame, const ByCode& schools, F&& f) {
  frame.view<std::string_view>("school").for_each_valid([&](std::int64_t row, std::string_view code) {
    if (const auto found = schools.find(code); found != schools.end()) f(found->second, row);
  });
}

// Column of a context item as numbers, by the table's schools; nothing: the year has no such item.
inline std::optional<std::vector<std::optional<double>>> numbers_of(const sdk::Context& ctx, const sdk::Frame& context, const ByCode& schools,
                                                                     std::string_view item) {
  if (!context.has(item)) return std::nullopt;
  const sdk::Column column = context[item];
  if (column.is_text()) {
    ctx.warn("CLU-002", "среди ответов по показателю " + std::string(item) + " есть не числа; показатель не используется",
             "исправьте ответы, названные в протоколе загрузки, и загрузите файл снова");
    return std::nullopt;
  }
  const auto view = column.view<double>();
  std::vector<std::optional<double>> values(schools.size());
  each_known_school(context, schools, [&](std::size_t school, std::int64_t row) { values[school] = view[row]; });
  return values;
}

// Share of marks «2» and mean share of the maximum over all works of the kind; fewer than min_n participants: missing.
inline std::vector<std::optional<double>> results_of(const sdk::Context& ctx, const ByCode& schools, int year, std::string_view item) {
  using namespace sdk;
  const bool low = item == kLowShare;
  const Query works = ctx.results().where("kind", "==", ctx.choice("kind")).where("year", "==", year);
  const Query counted = low ? works.where("mark", ">=", ctx.integer("lowest_mark")) : works.where("max_score", ">", 0);
  const Named part = low ? Named{"part", count_where("mark", "==", ctx.integer("lowest_mark"))} : Named{"part", sum("score")};
  const Named whole = low ? Named{"whole", count()} : Named{"whole", sum("max_score")};
  const Frame frame = counted.group("school").tally({{"n", count()}, part, whole});
  const auto n = frame.view<std::int64_t>("n");
  const auto parts = frame.view<double>("part"), wholes = frame.view<double>("whole");
  std::vector<std::optional<double>> values(schools.size());
  each_known_school(frame, schools, [&](std::size_t school, std::int64_t row) {
    if (n.value_or(row, 0) >= ctx.integer("min_n") && parts[row] && wholes.value_or(row, 0) > 0) values[school] = *parts[row] / *wholes[row];
  });
  return values;
}

inline std::vector<const Item*> items_of(const sdk::Context& ctx) {
  std::vector<const Item*> items;
  for (std::size_t i = 1; i <= kMostItems; ++i) {
    const Item* item = item_called(ctx.choice("item_" + std::to_string(i)));
    if (item == nullptr) continue;
    if (std::find(items.begin(), items.end(), item) != items.end())
      ctx.warn("CLU-004", "показатель " + std::string(item->id) + " выбран дважды и учтён один раз", "оставьте его в одном из параметров item_1 … item_8");
    else items.push_back(item);
  }
  if (items.empty()) throw sdk::Error("CLU-003", "не выбран ни один показатель, по которому сравнивать школы", "задайте item_1, например item_1=low_share");
  return items;
}

// The names of the strata; missing where locality or size, which the choice needs, is not known.
inline std::vector<std::optional<std::string>> strata_by_choice(const sdk::Context& ctx, const sdk::Frame& context, const ByCode& schools) {
  const std::string_view by = ctx.choice("strata");
  std::vector<std::optional<std::string>> strata(schools.size());
  if (by == "none") return {schools.size(), std::optional<std::string>("все школы")};
  const bool by_size = by != "locality", by_locality = by != "size";
  std::vector<std::optional<double>> pupils(schools.size());
  for (const std::string_view item : kPupils)
    if (const auto known = by_size ? numbers_of(ctx, context, schools, item) : std::nullopt) {
      pupils = *known;
      break;
    }
  std::vector<std::optional<bool>> rural(schools.size());
  if (by_locality && context.has(kLocality) && context[kLocality].is_text()) {
    const auto view = context.view<std::string_view>(kLocality);
    each_known_school(context, schools, [&](std::size_t school, std::int64_t row) {
      if (view[row]) rural[school] = *view[row] == kRural;
    });
  }
  const auto small_school = static_cast<double>(ctx.integer("small_school"));
  for (std::size_t i = 0; i < schools.size(); ++i) {
    if (by_size && !pupils[i]) continue;
    if (by_size && *pupils[i] <= small_school) strata[i] = "малокомплектные";
    else if (!by_locality) strata[i] = "остальные";
    else if (rural[i]) strata[i] = *rural[i] ? "сельские" : "городские";
  }
  return strata;
}

inline Table read_table(const sdk::Context& ctx, int year) {
  Table table;
  ByCode schools;
  const sdk::Frame registry = ctx.schools(), context = ctx.context(year);
  registry.view<std::string_view>("school").for_each_valid([&](std::int64_t, std::string_view code) { schools.emplace(code, 0); });
  for (auto& [code, row] : schools) {
    row = table.schools.size();
    table.schools.push_back(code);
  }
  table.items = items_of(ctx);
  table.strata = strata_by_choice(ctx, context, schools);
  table.cells.resize(table.schools.size() * table.items.size());
  for (std::size_t j = 0; j < table.items.size(); ++j) {
    const Item& item = *table.items[j];
    const auto values = item.group == Group::kResults ? std::optional(results_of(ctx, schools, year, item.id)) : numbers_of(ctx, context, schools, item.id);
    const bool any = values && std::any_of(values->begin(), values->end(), [](const auto& value) { return value.has_value(); });
    if (!any && !schools.empty())
      ctx.warn("CLU-001", "за " + std::to_string(year) + " год нет показателя «" + std::string(item.title) + "» ни у одной школы",
               "загрузите данные за этот год или выберите другой показатель в параметрах item_1 … item_8");
    for (std::size_t i = 0; any && i < schools.size(); ++i)
      if ((*values)[i]) table.cell(i, j) = *(*values)[i] * item.factor;
  }
  return table;
}

}  // namespace clusters
