// How values, checks and decisions are worded for people, in one place for the terminal, the page
// and later documents. Numbers are rounded half-up from exact values; decisions never are.
#pragma once

#include <map>
#include <string>

#include "model/decision.h"
#include "report/list_page.h"  // value_text, threshold_text, distance_text

namespace opora {

class DecisionSet;
class PackLibrary;

// Titles of the codes that packs use ("RU" → "русский язык"), from pack.lua `titles`.
using Words = std::map<std::string, std::string>;
Words words_of_pack(const PackLibrary& packs, const std::string& pack);  // and of its bases; empty: it is not here

// "ВПР RU 4 2021" → "ВПР, русский язык, 4 класс, 2021". Unknown words stay as they are.
std::string readable_name(const std::string& check_name, const Words& words);

// "45,5 % ≥ 30 % (n = 22)"; for a check that could not be made, why: "7 participants, at least 10 are needed".
std::string outcome_text(const Check& check);
std::string_view answer_word(Answer answer);         // translated "yes", "no", "not assessable"
// The title of a rule of a category; its name when it has none.
std::string rule_title(const DecisionSet& set, const std::string& category, const std::string& rule);
// "at least 2 of 4 checks «low_share»", for the requirements of a category.
std::string requirement_text(const Requirement& requirement, const std::string& rule_title);

}  // namespace opora
