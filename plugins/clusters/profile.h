// What a cluster is: the means of its items beside the region's, in the item's unit and in standard deviations, and in words.
#pragma once

#include <charconv>
#include <cmath>

#include "table.h"

namespace clusters {

struct ItemProfile {
  const Item* item = nullptr;
  std::size_t n = 0;  // schools of the cluster that have the item
  std::optional<double> mean, sd, region_mean, region_sd;
  std::optional<double> difference;     // mean − region_mean, in the item's unit
  std::optional<double> difference_sd;  // the same in sd of the region's schools; missing when they do not vary

  // Difference in sd with the sign that says "less favourable"; missing for items that are neither.
  std::optional<double> unfavourable() const {
    if (!difference_sd || item->unfavourable == 0) return std::nullopt;
    return *difference_sd * item->unfavourable;
  }
};

inline std::vector<double> known_values(const Table& table, const std::vector<std::size_t>& schools, std::size_t item) {
  std::vector<double> values;
  for (const std::size_t school : schools)
    if (table.cell(school, item)) values.push_back(*table.cell(school, item));
  return values;
}

// `of`: the cluster's schools; `region`: all clustered schools, of whatever stratum. Medians put in for missing items do not count.
inline std::vector<ItemProfile> profiles_of(const Table& table, const std::vector<std::size_t>& of, const std::vector<std::size_t>& region) {
  std::vector<ItemProfile> profiles;
  for (std::size_t j = 0; j < table.items.size(); ++j) {
    const std::vector<double> own = known_values(table, of, j), all = known_values(table, region, j);
    ItemProfile made;
    made.item = table.items[j], made.n = own.size();
    if (!own.empty()) made.mean = mean_of(own);
    if (own.size() > 1) made.sd = sd_of(own);
    if (!all.empty()) made.region_mean = mean_of(all);
    if (all.size() > 1) made.region_sd = sd_of(all);
    if (made.mean && made.region_mean) made.difference = *made.mean - *made.region_mean;
    const bool varies = !all.empty() && *std::min_element(all.begin(), all.end()) < *std::max_element(all.begin(), all.end());
    if (made.difference && varies) made.difference_sd = *made.difference / *made.region_sd;
    profiles.push_back(made);
  }
  return profiles;
}

// "12,3" with one digit behind the comma, "−" for minus.
inline std::string figure(double value) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, std::abs(value), std::chars_format::fixed, 1).ptr;
  std::string text(digits, end);
  text.replace(text.find('.'), 1, ",");
  return value < 0 && text != "0,0" ? "−" + text : text;
}

inline std::string with_unit(double value, std::string_view unit) { return figure(value) + " " + std::string(unit); }

// Cohen's conventional borders of small, medium and large differences.
inline constexpr double kSmall = 0.2, kMedium = 0.5, kLarge = 0.8;

inline std::string degree(double difference_sd) {
  const double size = std::abs(difference_sd);
  if (size < kSmall) return "как в регионе";
  const std::string how = size < kMedium ? "немного " : size < kLarge ? "" : "намного ";
  return how + (difference_sd > 0 ? "больше, чем в регионе" : "меньше, чем в регионе");
}

// "доля отметок «2»: 31,4 % при 19,3 % в регионе, на 12,1 п. п. больше (1,3 стандартного отклонения): намного больше, чем в регионе"
inline std::string words_of(const ItemProfile& profile) {
  const std::string title(profile.item->title);
  if (!profile.mean) return title + ": нет данных";
  std::string text = title + ": " + with_unit(*profile.mean, profile.item->unit) + " при " + with_unit(*profile.region_mean, profile.item->unit) + " в регионе";
  if (!profile.difference_sd) return text + "; в регионе не различается";
  const std::string_view unit = profile.item->unit == "%" ? "п. п." : profile.item->unit;
  return text + ", на " + with_unit(std::abs(*profile.difference), unit) + (*profile.difference < 0 ? " меньше" : " больше") + " (" +
         figure(std::abs(*profile.difference_sd)) + " стандартного отклонения): " + degree(*profile.difference_sd);
}

// The cluster in one or two sentences: what is more and what is less than in the region, the largest difference first.
inline std::string description_of(std::size_t schools, std::vector<ItemProfile> profiles) {
  std::stable_sort(profiles.begin(), profiles.end(), [](const ItemProfile& a, const ItemProfile& b) {
    return std::abs(a.difference_sd.value_or(0)) > std::abs(b.difference_sd.value_or(0));
  });
  std::string more, less, alike;
  for (const ItemProfile& one : profiles) {
    if (!one.difference_sd) continue;
    const bool same = std::abs(*one.difference_sd) < kSmall;
    std::string& list = same ? alike : *one.difference_sd > 0 ? more : less;
    list += (list.empty() ? "" : ", ") + std::string(one.item->title);
    if (!same) list += " (" + with_unit(*one.mean, one.item->unit) + " при " + with_unit(*one.region_mean, one.item->unit) + ")";
  }
  std::string text = "Школ: " + std::to_string(schools) + ".";
  if (!more.empty()) text += " Больше, чем в регионе: " + more + ".";
  if (!less.empty()) text += " Меньше, чем в регионе: " + less + ".";
  if (!alike.empty()) text += " Как в регионе: " + alike + ".";
  return text;
}

}  // namespace clusters
