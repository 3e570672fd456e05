// Who answers for a row, as documents write it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plans/responsible.h"

namespace opora {
namespace {

using ::testing::ElementsAre;

const std::vector<Organisation>& organisations() {
  static const std::vector<Organisation> kAll = {
      {"ministry", "Министерство образования", "region", "", "", false, "", {"МОиН РСО-А", "МОИИ РСО-А"}},
      {"institute", "Институт", "region", "", "", false, "", {"СОРИПКРО"}},
      {"municipal-authority", "орган управления образованием", "municipality", "", "", true, "", {"МОУО"}},
      {"departments", "кафедры", "region", "", "institute", false, "", {"кафедры, центры, отделы РИПК и ППРО"}},
      {"local", "Руководители органов местного самоуправления, осуществляющих управление в сфере образования", "municipality", "", "", true, "", {"ОМСУ"}},
  };
  return kAll;
}

std::vector<std::string> read(std::string_view text) {
  std::vector<std::string> ids;
  for (const Responsible& one : read_responsible(organisations(), text)) ids.push_back(one.organisation.empty() ? "?" + one.text : one.organisation);
  return ids;
}

TEST(Responsible, BodiesOfAListInTheirOrderTheFirstLeads) {
  EXPECT_THAT(read("МОИИ РСО-А, СОРИПКРО, МОУО,"), ElementsAre("ministry", "institute", "municipal-authority"));
  const auto bodies = read_responsible(organisations(), "СОРИПКРО, МОУО");
  EXPECT_EQ(bodies[0].part, Part::kLead);
  EXPECT_EQ(bodies[1].part, Part::kCoexecutor);
}

TEST(Responsible, ANameWithCommasIsOneBody) { EXPECT_THAT(read("кафедры, центры, отделы РИПК и ППРО"), ElementsAre("departments")); }

TEST(Responsible, ADefinitionInBracketsNamesNobody) {
  EXPECT_THAT(read("Руководители органов местного самоуправления, осуществляющих управление в сфере образования (далее – ОМСУ)"), ElementsAre("local"));
}

TEST(Responsible, TwoBodiesWithoutACommaAreSplitWhereBothAreKnown) { EXPECT_THAT(read("СОРИПКРО и МОУО"), ElementsAre("institute", "municipal-authority")); }

TEST(Responsible, WhatNobodyIsCalledStaysAsItStands) { EXPECT_THAT(read("зав.библиотекой, СОРИПКРО --"), ElementsAre("?зав.библиотекой", "institute")); }

TEST(Responsible, NobodyIsNamedTwice) { EXPECT_THAT(read("МОиН РСО-А, МОИИ РСО-А"), ElementsAre("ministry")); }

}  // namespace
}  // namespace opora
