// Strata of one year, each with its model: what the indicators show in different ways.
#pragma once

#include "choice.h"
#include "profile.h"

namespace clusters {

struct Settings {
  Recipe recipe;
  ChoiceOptions choice;
  std::size_t k = 0;  // 0: chosen in every stratum
  std::size_t min_schools = 20;
  MissingRule missing;
};

struct FittedStratum {
  Stratum stratum;
  Model model;
  std::vector<double> silhouettes;  // of the stratum's rows; empty when there is one cluster
};

struct Clustering {
  Table table;
  std::vector<std::string> reasons;  // of every school: why it is in no cluster; empty when it is in one
  std::vector<FittedStratum> strata;

  std::vector<std::size_t> clustered() const {
    std::vector<std::size_t> all;
    for (const FittedStratum& one : strata) all.insert(all.end(), one.stratum.rows.begin(), one.stratum.rows.end());
    return all;
  }
  const FittedStratum* fitted(const std::optional<std::string>& stratum) const {
    for (const FittedStratum& one : strata)
      if (one.stratum.name == stratum) return &one;
    return nullptr;
  }
};

inline std::string missing_words(const Table& table, std::size_t school) {
  if (!table.strata[school]) return "неизвестно, к какой группе относится школа";
  std::string list;
  for (std::size_t j = 0; j < table.items.size(); ++j)
    if (!table.cell(school, j)) list += (list.empty() ? "" : ", ") + std::string(table.items[j]->title);
  return "нет данных: " + list;
}

inline constexpr std::size_t kMostForWard = 10000;  // 400 MB of distances

// Why no clusters can be formed in the stratum; empty: they can.
inline std::string obstacle(const Stratum& stratum, const Settings& settings) {
  const std::size_t least = std::max({settings.min_schools, 2 * settings.k, std::size_t{4}});
  if (stratum.raw.n < least)
    return "школ с полными данными в группе «" + stratum.name + "»: " + std::to_string(stratum.raw.n) + ", нужно не менее " + std::to_string(least);
  if (settings.recipe.method == Method::kWard && stratum.raw.n > kMostForWard)
    return "школ в группе «" + stratum.name + "»: " + std::to_string(stratum.raw.n) + ", для иерархии Уорда не более " + std::to_string(kMostForWard);
  bool varies = false;
  for (std::size_t i = 1; i < stratum.raw.n && !varies; ++i)
    varies = !std::equal(stratum.raw.row(0), stratum.raw.row(0) + stratum.raw.d, stratum.raw.row(i));
  return varies ? std::string() : "у всех школ группы «" + stratum.name + "» одни и те же значения";
}

inline std::size_t clusters_of(const std::vector<Candidate>& candidates) {
  for (const Candidate& one : candidates)
    if (one.chosen) return one.k;
  return 2;
}

inline Clustering cluster(Table table, const Settings& settings) {
  Clustering made;
  made.reasons.resize(table.schools.size());
  for (std::size_t i = 0; i < table.schools.size(); ++i) made.reasons[i] = missing_words(table, i);
  for (Stratum& stratum : strata_of(table, settings.missing)) {
    const std::string why = obstacle(stratum, settings);
    for (const std::size_t row : stratum.rows) made.reasons[row] = why;
    if (!why.empty()) continue;
    const Points points = fit_standardiser(stratum.raw, settings.recipe.standardisation).apply(stratum.raw);
    const std::size_t k = settings.k > 0 ? settings.k : clusters_of(candidates(points, settings.recipe, settings.choice));
    Model model(stratum.raw, settings.recipe, k);
    const std::vector<std::vector<int>> labels = {model.partition().labels};
    std::vector<double> s = std::move(silhouettes(model.points(), labels).front());
    made.strata.push_back({std::move(stratum), std::move(model), std::move(s)});
  }
  made.table = std::move(table);
  return made;
}

}  // namespace clusters
