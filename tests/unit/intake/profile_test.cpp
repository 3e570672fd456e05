#include "intake/profile.h"

#include <gmock/gmock.h>

#include "intake/results_mapping.h"
#include "unit/intake/support/mapped.h"

namespace opora {
namespace {

using nlohmann::json;
using testing::russian_profiles;
using ::testing::HasSubstr;

json smallest() {
  return json::parse(R"({"id": "x", "title": "X", "header": ["school", "total"], "school": {"column": "school"},
    "results": {"procedure": {"kind": {"constant": "T"}}, "total": "total"}})");
}

TEST(ProfileOfPack, EveryShippedProfileIsReadWithoutComplaint) {
  EXPECT_EQ(russian_profiles().size(), 17u);
  EXPECT_EQ(testing::bench_profiles().size(), 3u);
  EXPECT_EQ(testing::russian_scales().size(), 29u);
}

TEST(ProfileOfPack, UnknownKeyIsRefusedWithTheNearestKnownOne) {
  json profile = smallest();
  profile["results"]["jurnal"] = "mark";
  const auto read = profile_from_json(profile, "p.lua");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "PACK-040");
  EXPECT_THAT(read.error().message, HasSubstr("jurnal"));
  EXPECT_THAT(read.error().help, HasSubstr("\"journal\""));
  EXPECT_EQ(read.error().spans.front().file, "p.lua");
}

TEST(ProfileOfPack, GivenExtendsThenOnlyTheFieldsNamedDiffer) {
  json other = smallest();
  other["results"]["mark"] = "m";
  other["missing"] = {"-", "none"};
  const json middle = {{"extends", "x"}, {"id", "y"}, {"missing", {"?"}}};
  const json last = json::parse(R"({"extends": "y", "id": "z", "results": {"total": "sum", "procedure": {"kind": {"constant": "U"}}}})");
  std::vector<ProfileData> profiles = {{last, "z.lua"}, {middle, "y.lua"}};
  ASSERT_TRUE(extend_profiles(profiles, {{other, "x.lua"}}));
  const auto profile = profile_from_json(profiles[0].value, profiles[0].origin);
  ASSERT_TRUE(profile) << render_terminal(profile.error(), false);
  EXPECT_EQ(profile->id, "z");
  EXPECT_EQ(profile->title, "X");
  EXPECT_EQ(profile->results->total.names, std::vector<std::string>{"sum"});
  EXPECT_EQ(profile->results->mark.names, std::vector<std::string>{"m"});
  EXPECT_EQ(profile->results->procedure.kind.constant, "U");
  EXPECT_EQ(profile->missing, std::vector<std::string>{"?"});
}

TEST(ProfileOfPack, GivenExtendsOfNobodyOrInACircleThenTheErrorNamesTheProfile) {
  std::vector<ProfileData> profiles = {{smallest(), "x.lua"}, {{{"extends", "vpr-2020"}, {"id", "v"}}, "v.lua"}};
  const Status nobody = extend_profiles(profiles, {{{{"id", "vpr-2021"}}, "base.lua"}});
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, "PACK-046");
  EXPECT_THAT(nobody.error().help, HasSubstr("\"vpr-2021\""));
  EXPECT_EQ(nobody.error().spans.front().file, "v.lua");
  profiles = {{{{"extends", "b"}, {"id", "a"}}, "a.lua"}, {{{"extends", "a"}, {"id", "b"}}, "b.lua"}};
  EXPECT_EQ(extend_profiles(profiles).error().code, "PACK-047");
  profiles = {{{{"extends", "a"}, {"id", "a"}}, "a.lua"}};
  EXPECT_EQ(extend_profiles(profiles).error().code, "PACK-047");
  profiles = {{{{"extends", 5}, {"id", "a"}}, "a.lua"}};
  EXPECT_EQ(extend_profiles(profiles).error().code, "PACK-041");
}

TEST(ProfileOfPack, MissingKeyWrongTypeAndBadPatternAreNamed) {
  json profile = smallest();
  profile["results"].erase("total");
  EXPECT_EQ(profile_from_json(profile, "p").error().code, "PACK-042");
  profile = smallest();
  profile["header_rows"] = "many";
  EXPECT_EQ(profile_from_json(profile, "p").error().code, "PACK-041");
  profile = smallest();
  profile["school"]["keys"] = "(sch";
  const auto bad = profile_from_json(profile, "p");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, "PACK-043");
}

TEST(ProfileOfPack, WordTablesAreFoundByNameAndAMissingOneIsReported) {
  json profile = smallest();
  profile["results"]["absent"] = "absnt";
  const json words = {{"absent", {"away"}}};
  const auto wrong = profile_from_json(profile, "p", words);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, "PACK-045");
  EXPECT_THAT(wrong.error().help, HasSubstr("\"absent\""));
  profile["results"]["absent"] = "absent";
  const auto right = profile_from_json(profile, "p", words);
  ASSERT_TRUE(right);
  EXPECT_EQ(right->results->absent, std::vector<std::string>{"away"});
}

TEST(ProfileOfPack, AColumnOfPersonalDataCannotBeMapped) {
  const auto profile = profile_from_json(json::parse(R"({"id": "x", "title": "X", "header": ["school"], "school": {"column": "school"},
    "personal": ["phone"], "context": {"year": {"constant": "2021"}, "items": [{"id": "p", "type": "text", "column": "Phone of the head"}]}})"), "p");
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().code, "PACK-044");
}

TEST(ProfileOfPack, AShareNeedsAnItemThatExists) {
  const auto profile = profile_from_json(json::parse(R"({"id": "x", "title": "X", "header": ["school"], "school": {"column": "school"},
    "context": {"items": [{"id": "teachers", "type": "number", "column": "a"}, {"id": "top", "type": "share", "of": "techers", "column": "b"}]}})"), "p");
  ASSERT_FALSE(profile);
  EXPECT_THAT(profile.error().help, HasSubstr("\"teachers\""));
}

TEST(HeaderWords, CaseBlanksTabsAndNoBreakSpacesDoNotMatter) {
  EXPECT_EQ(normal_words("  9.\tСтатус  организации.\xC2\xA0"), "9. статус организации.");
  EXPECT_EQ(normal_words("Отметка за\nчетверть"), "отметка за четверть");
}

TEST(Recognition, UnknownLayoutListsItsHeadersAndTheNearestProfile) {
  const auto mapped = testing::map_rows(russian_profiles(), {{"логин", "имя", "район"}, {"sch220001", "Школа", "МО"}}, {});
  ASSERT_TRUE(mapped.error);
  EXPECT_EQ(mapped.error->code, "DATA-020");
  ASSERT_EQ(mapped.error->notes.size(), 2u);
  EXPECT_THAT(mapped.error->notes[0], HasSubstr("«район»"));
  EXPECT_THAT(mapped.error->notes[1], HasSubstr("logins"));
  EXPECT_THAT(mapped.error->notes[1], HasSubstr("«регион»"));
}

TEST(Recognition, TwoProfilesThatFitEquallyWellAreAQuestionNotAGuess) {
  auto profiles = testing::bench_profiles();
  profiles.push_back(profiles.front());
  profiles.back().id = "copy";
  const auto mapped = testing::map_rows(profiles, {{"year", "assessment", "subject", "grade", "school_id", "primary_score", "mark", "journal_mark"}}, {});
  ASSERT_TRUE(mapped.error);
  EXPECT_EQ(mapped.error->code, "DATA-021");
}

TEST(Recognition, AHeaderBelowATitleIsFound) {
  const auto mapped = testing::map_rows(russian_profiles(), {{"Реестр школ"}, {""}, {"Логин ", "ИМЯ", "Регион"}, {"sch220001", "Школа № 1", "МО-1"}}, {});
  ASSERT_FALSE(mapped.error) << mapped.error->message;
  ASSERT_EQ(mapped.file.draft.registry.size(), 1u);
  EXPECT_EQ(mapped.file.draft.registry[0].municipality, "МО-1");
  EXPECT_EQ(mapped.file.sheets[0].header_line, 3);
}

TEST(SchoolKeys, SchAndEduAreOneSchoolAndKshIsAnother) {
  const auto profiles = russian_profiles();
  const SchoolRule& rule = testing::profile_named(profiles, "vpr-2022").school;
  EXPECT_EQ(school_key(rule, " SCH223842"), "223842");
  EXPECT_EQ(school_key(rule, "edu223842"), "223842");
  EXPECT_EQ(school_key(rule, "ksh223842"), "ksh223842");
  EXPECT_EQ(school_key(rule, "Гимназия № 1"), std::nullopt);
}

TEST(PartOfPath, FileNameComesBeforeFolders) {
  const auto profiles = russian_profiles();
  const ProcedureSource& source = testing::profile_named(profiles, "vpr-2021").results->procedure;
  const std::string hint = "2021/5/проведение работы по русскому языку, 5 класс. впр 2021.xlsx";
  EXPECT_EQ(part_of_file(source.subject, hint), "RU");
  EXPECT_EQ(part_of_file(source.grade, hint), "5");
  EXPECT_EQ(part_of_file(source.year, hint), "2021");
  EXPECT_EQ(part_of_file(source.subject, "математика/6/история.xlsx"), "IS");
  EXPECT_EQ(part_of_file(source.subject, "a/b/c.xlsx"), std::nullopt);
}

}  // namespace
}  // namespace opora
