// Schools × items as they are before clustering, and their parting into strata with complete values.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "items.h"
#include "standardise.h"

namespace clusters {

struct Table {
  std::vector<std::string> schools;                 // ascending codes: whatever order the rows came in, the results are the same
  std::vector<std::optional<std::string>> strata;   // of each school; missing: not known
  std::vector<const Item*> items;
  std::vector<std::optional<double>> cells;         // schools × items, in the unit shown

  std::optional<double>& cell(std::size_t school, std::size_t item) { return cells[school * items.size() + item]; }
  const std::optional<double>& cell(std::size_t school, std::size_t item) const { return cells[school * items.size() + item]; }
  std::size_t missing(std::size_t school) const {
    std::size_t found = 0;
    for (std::size_t j = 0; j < items.size(); ++j) found += !cell(school, j);
    return found;
  }
};

// The rule for missing items: schools with more than `most_missing` of them are not clustered; of the others a missing item
// is the median of the stratum's schools that have it.
struct MissingRule {
  std::size_t most_missing = 0;
};

struct Stratum {
  std::string name;
  std::vector<std::size_t> rows;        // of the table
  Points raw;                           // rows × items, complete
  std::vector<std::size_t> imputed;     // items of each row that are a median
  std::vector<std::optional<double>> medians;
};

// The school's values with medians where it has none. Missing: too many are, or there is no median.
inline std::optional<std::vector<double>> completed(const Table& table, std::size_t school, const std::vector<std::optional<double>>& medians,
                                                    MissingRule rule) {
  if (table.missing(school) > rule.most_missing) return std::nullopt;
  std::vector<double> values;
  for (std::size_t j = 0; j < table.items.size(); ++j) {
    const std::optional<double> value = table.cell(school, j) ? table.cell(school, j) : medians[j];
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return values;
}

inline std::vector<std::optional<double>> medians_of(const Table& table, const std::vector<std::size_t>& schools) {
  std::vector<std::optional<double>> medians(table.items.size());
  for (std::size_t j = 0; j < table.items.size(); ++j) {
    std::vector<double> known;
    for (const std::size_t school : schools)
      if (table.cell(school, j)) known.push_back(*table.cell(school, j));
    std::sort(known.begin(), known.end());
    if (!known.empty()) medians[j] = quantile_of(known, 0.5);
  }
  return medians;
}

// By name. Strata without a single complete school are there, too, without rows.
inline std::vector<Stratum> strata_of(const Table& table, MissingRule rule) {
  std::map<std::string, std::vector<std::size_t>> schools;
  for (std::size_t i = 0; i < table.schools.size(); ++i)
    if (table.strata[i]) schools[*table.strata[i]].push_back(i);
  std::vector<Stratum> strata;
  for (const auto& [name, all] : schools) {
    Stratum made{name, {}, {}, {}, medians_of(table, all)};
    std::vector<double> values;
    for (const std::size_t school : all) {
      const auto complete = completed(table, school, made.medians, rule);
      if (!complete) continue;
      made.rows.push_back(school);
      made.imputed.push_back(table.missing(school));
      values.insert(values.end(), complete->begin(), complete->end());
    }
    made.raw = Points(table.items.size(), std::move(values));
    strata.push_back(std::move(made));
  }
  return strata;
}

}  // namespace clusters
