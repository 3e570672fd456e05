// What schools can be compared by: results of the year and items of the social passport and the school's questionnaire.
#pragma once

#include <array>
#include <string_view>

namespace clusters {

enum class Group { kResults, kContext };

struct Item {
  std::string_view id;     // of the context item in the packs' source profiles, or of a result
  std::string_view title;  // as it stands in a sentence
  Group group;
  int unfavourable;  // 1: more is less favourable, −1: less is, 0: neither
  double factor;     // to the unit shown: 100 for a share
  std::string_view unit;
};

inline constexpr std::string_view kLowShare = "low_share", kCompletion = "completion";

inline constexpr Item kItems[] = {
    {kLowShare, "доля отметок «2»", Group::kResults, 1, 100, "%"},
    {kCompletion, "средняя доля выполнения работы", Group::kResults, -1, 100, "%"},
    {"single_parent", "доля неполных семей", Group::kContext, 1, 100, "%"},
    {"both_parents_higher_education", "доля детей, у которых оба родителя с высшим образованием", Group::kContext, -1, 100, "%"},
    {"on_record", "доля состоящих на учёте", Group::kContext, 1, 100, "%"},
    {"russian_not_native", "доля детей с неродным русским языком", Group::kContext, 1, 100, "%"},
    {"passport_pupils", "число обучающихся по социальному паспорту", Group::kContext, 0, 1, "чел."},
    {"pupils", "число обучающихся", Group::kContext, 0, 1, "чел."},
    {"teachers", "число учителей", Group::kContext, 0, 1, "чел."},
    {"teachers_top_share", "доля учителей высшей категории", Group::kContext, -1, 100, "%"},
    {"teachers_qualified_share", "доля учителей первой и высшей категорий", Group::kContext, -1, 100, "%"},
    {"teachers_young_share", "доля учителей не старше 30 лет", Group::kContext, 0, 100, "%"},
    {"teachers_pension_share", "доля учителей пенсионного возраста", Group::kContext, 1, 100, "%"},
    {"rooms_projector_share", "доля кабинетов с проектором или доской", Group::kContext, -1, 100, "%"},
    {"computers_online_share", "доля компьютеров с доступом в интернет", Group::kContext, -1, 100, "%"},
    {"parents_primary", "доля родителей на собраниях начальной школы", Group::kContext, -1, 1, "%"},
    {"parents_basic", "доля родителей на собраниях основной школы", Group::kContext, -1, 1, "%"},
    {"parents_upper", "доля родителей на собраниях средней школы", Group::kContext, -1, 1, "%"},
};

inline constexpr std::size_t kMostItems = 8;  // chosen at once

inline const Item* item_called(std::string_view id) {
  for (const Item& item : kItems)
    if (item.id == id) return &item;
  return nullptr;
}

}  // namespace clusters
