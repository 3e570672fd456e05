// From a script to decisions: the contract of the sample in the design, checks school by school and
// over whole frames, reasons in words, determinism.
#include <gmock/gmock.h>

#include <random>

#include "extend/verdicts.h"
#include "unit/extend/methodologies.h"

namespace opora {
namespace {

using testing::add;
using testing::around;
using testing::decision_of;
using testing::fingerprint;
using testing::FrameFacts;
using testing::Participant;
using testing::run_text;
using ::testing::HasSubstr;

constexpr const char* kSample = R"(
return methodology {
  api = 1, id = "low-results", category = "ШНОР",
  title = "Школы с низкими результатами обучения",
  params = {
    low_share  = percent(30,  { basis = "федеральный критерий 2025 г." }),
    procedures = integer(2),
    years      = integer(2),
    min_n      = integer(10, { basis = "решение региона: малые школы" }),
  },
  inputs = { "results" },
  decide = function(ctx, p)
    local rows = ctx.results
      :where("year", ">", ctx.year - p.years)
      :group("school", "procedure")
      :tally { n = count(), low = count_where("mark", "==", 2) }
    for school, procedures in rows:by("school") do
      local d = ctx:decision(school)
      for _, r in ipairs(procedures) do
        d:check { name = r.procedure, value = share(r.low, r.n), op = ">=", threshold = p.low_share, min_n = p.min_n }
      end
      d:at_least(p.procedures)
    end
  end,
}
)";

FrameFacts demo() {
  std::vector<Participant> people;
  add(people, "A", "ВПР RU 4 2026", 10, 3);   // exactly 30 %
  add(people, "A", "ВПР MA 4 2026", 20, 8);
  add(people, "B", "ВПР RU 4 2026", 1000, 299);  // 29.9 %
  add(people, "B", "ВПР MA 4 2026", 20, 8);
  add(people, "C", "ВПР RU 4 2026", 7, 3);    // too few
  add(people, "C", "ВПР MA 4 2026", 20, 8);
  add(people, "D", "ВПР RU 4 2024", 20, 20, 2024);  // too long ago
  FrameFacts facts;
  facts.results = testing::frame_of(people);
  facts.school_list = testing::schools_frame({"A", "B", "C", "D", "E"});
  return facts;
}

TEST(Sample, OfTheDesignDecidesOnExactShares) {
  FrameFacts facts = demo();
  const Result<DecisionSet> set = run_text(facts, kSample);
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  EXPECT_EQ(facts.requests, 1);
  const Decision a = decision_of(*set, "A");
  EXPECT_EQ(a.answer, Answer::kYes);
  ASSERT_EQ(a.checks.size(), 2U);
  EXPECT_EQ(a.checks[1].name, "ВПР RU 4 2026");
  EXPECT_EQ(a.checks[1].share->numerator, 3);
  EXPECT_EQ(a.checks[1].n, 10);
  EXPECT_EQ(a.checks[1].unit, "%");
  EXPECT_EQ(compare(a.checks[1].threshold, Share{3, 10}), 0);
  EXPECT_FALSE(a.checks[1].measured_threshold);
  EXPECT_EQ(decision_of(*set, "B").answer, Answer::kNo);
  const Decision c = decision_of(*set, "C");
  EXPECT_EQ(c.answer, Answer::kNotAssessable);
  EXPECT_EQ(c.reason, "ВПР RU 4 2026: too few participants: 7 of at least 10");
  EXPECT_EQ(set->decisions.size(), 3U);
  EXPECT_EQ(set->rules.size(), 1U);
}

TEST(Sample, DeclaresItsParametersInScriptOrder) {
  const auto loaded = load_lua_methodology({testing::kScript, kSample, {}});
  ASSERT_TRUE(loaded.ok());
  const MethodologyInfo& info = (*loaded)->info();
  EXPECT_EQ(info.id, "low-results");
  EXPECT_EQ(info.category, "ШНОР");
  ASSERT_EQ(info.parameters.size(), 4U);
  EXPECT_EQ(info.parameters[0].name, "low_share");
  EXPECT_EQ(info.parameters[0].value, "30");
  EXPECT_EQ(info.parameters[0].basis, "федеральный критерий 2025 г.");
  EXPECT_EQ(info.parameters[1].name, "procedures");
  EXPECT_EQ(info.parameters[3].name, "min_n");
  EXPECT_EQ(info.inputs, std::vector<std::string>{"results"});
}

TEST(Sample, FollowsChangedParameters) {
  FrameFacts facts = demo();
  const Result<DecisionSet> stricter = run_text(facts, kSample, {{"low_share", "29,9"}});
  ASSERT_TRUE(stricter.ok()) << render_terminal(stricter.error(), false);
  EXPECT_EQ(decision_of(*stricter, "B").answer, Answer::kYes);
  const Result<DecisionSet> smaller = run_text(facts, kSample, {{"min_n", "5"}});
  EXPECT_EQ(decision_of(*smaller, "C").answer, Answer::kYes);
}

// The same rule over the whole frame.
const std::string kVectorised = around(R"(
  local rows = ctx.results:where("year", ">", ctx.year - 2):group("school", "procedure"):tally { n = count(), low = count_where("mark", "==", 2) }
  ctx:assess(ctx.schools)
  ctx:check(rows, { rule = "low_share", title = "Доля отметок «2»", name = "procedure", value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n })
  ctx:require { rule = "low_share", at_least = p.procedures }
  ctx:value(rows:group("school"):tally { total = sum("n") }, "total", "Участников")
)");

TEST(FrameChecks, GiveTheSameAnswersAsTheLoop) {
  FrameFacts facts = demo();
  const Result<DecisionSet> loop = run_text(facts, kSample), frame = run_text(facts, kVectorised);
  ASSERT_TRUE(frame.ok()) << render_terminal(frame.error(), false);
  for (const char* school : {"A", "B", "C"}) {
    const Decision one = decision_of(*loop, school), two = decision_of(*frame, school);
    EXPECT_EQ(one.answer, two.answer) << school;
    EXPECT_EQ(one.reason, two.reason) << school;
    EXPECT_EQ(one.checks.size(), two.checks.size()) << school;
  }
  EXPECT_EQ(decision_of(*frame, "A").values, (std::vector<std::pair<std::string, std::string>>{{"Участников", "30"}}));
  EXPECT_EQ(frame->rules.at(0).title, "Доля отметок «2»");
}

TEST(FrameChecks, ASchoolWithoutResultsIsNotAssessableAndSaysWhy) {
  FrameFacts facts = demo();
  const Result<DecisionSet> set = run_text(facts, kVectorised);
  ASSERT_TRUE(set.ok());
  for (const char* school : {"D", "E"}) {
    EXPECT_EQ(decision_of(*set, school).answer, Answer::kNotAssessable);
    EXPECT_EQ(decision_of(*set, school).reason, "no results that could be checked");
  }
  EXPECT_EQ(set->decisions.size(), 5U);
}

TEST(FrameChecks, TakeThresholdAndCountFromColumns) {
  FrameFacts facts = demo();
  const Result<DecisionSet> set = run_text(facts, around(R"(
    local rows = ctx.results:where("year", "==", 2026):group("school", "procedure"):tally { n = count(), average = mean("score") }
    local all = rows:group("procedure"):tally { m = mean("average"), s = sd("average") }
    rows = rows:join(all, "procedure")
    rows = rows:with { bound = rows.m + p.factor * rows.s }
    ctx:check(rows, { rule = "high", name = "procedure", value = "average", n = "n", op = ">", threshold = "bound", min_n = p.min_n })
    ctx:require { at_least = 1 }
  )"));
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  const Decision b = decision_of(*set, "B");
  ASSERT_EQ(b.checks.size(), 2U);
  EXPECT_TRUE(b.checks[0].value && b.checks[0].measured_threshold);
  EXPECT_EQ(b.checks[1].n, 1000);
  EXPECT_EQ(decision_of(*set, "C").answer, Answer::kNotAssessable);
}

TEST(FrameChecks, AMissingValueOrThresholdIsNotAssessable) {
  FrameFacts facts = demo();
  const Result<DecisionSet> set = run_text(facts, around(R"(
    local rows = ctx.results:where("year", "==", 2026):group("school", "procedure"):tally { n = count(), deviation = sd("score") }
    local one = rows:where("n", "<", 0):group("school"):tally { none = mean("n") }
    rows = rows:join(one, "school")
    ctx:check(rows, { rule = "a", value = "none", n = "n", op = ">", threshold = 0 })
    ctx:check(rows, { rule = "b", value = "deviation", op = ">", threshold = "none" })
    ctx:require { rule = "a", at_least = 1 }
    ctx:require { rule = "b", at_least = 1 }
  )"));
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  EXPECT_EQ(decision_of(*set, "A").answer, Answer::kNotAssessable);
  EXPECT_EQ(decision_of(*set, "A").reason, "no data; no data; no data; 1 more check could not be made");
}

TEST(Categories, ASecondListHasItsOwnRequirements) {
  FrameFacts facts = demo();
  const Result<DecisionSet> set = run_text(facts, around(R"(
    local rows = ctx.results:where("year", "==", 2026):group("school", "procedure"):tally { n = count(), low = count_where("mark", "==", 2) }
    local risk = ctx:category("Зона риска", { title = "Школы в зоне риска" })
    for _, c in ipairs { ctx, risk } do
      c:check(rows, { rule = "low", name = "procedure", value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n })
    end
    ctx:require { rule = "low", all = true }
    risk:require { rule = "low", at_least = 1 }
    risk:decision("A"):value("Примечание", "x")
  )"));
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  EXPECT_EQ(decision_of(*set, "B").answer, Answer::kNo);
  EXPECT_EQ(decision_of(*set, "B", "Зона риска").answer, Answer::kYes);
  ASSERT_EQ(set->categories.size(), 2U);  // in the order of their first use
  EXPECT_EQ(set->categories[0].title, "Школы в зоне риска");
  EXPECT_EQ(set->categories[0].methodology, "m");
  EXPECT_EQ(set->categories[1].title, "T");
  EXPECT_EQ(decision_of(*set, "A", "Зона риска").values.at(0).second, "x");
  EXPECT_TRUE(decision_of(*set, "A").values.empty());
}

// The list of a run that is still in memory must be the list of the same run read back.
TEST(Values, AreKeptAsTheStoreWouldKeepThem) {
  Verdicts verdicts("m");
  const std::int32_t list = verdicts.category("C", "T"), school = verdicts.school("A");
  verdicts.assess(list, school);
  verdicts.value(list, school, verdicts.text("place"), "1");
  verdicts.value(list, school, verdicts.text("note"), "a\xFF""b");  // scripts cannot, a native extension might
  verdicts.value(list, school, verdicts.text("place"), "2");
  const Result<DecisionSet> set = verdicts.finish();
  ASSERT_TRUE(set.ok());
  EXPECT_EQ(decision_of(*set, "A", "C").values, (std::vector<std::pair<std::string, std::string>>{{"place", "2"}, {"note", "a\uFFFDb"}}));
}

TEST(Categories, CombineByAny) {
  FrameFacts facts = demo();
  const auto script = [](const std::string& how) {
    return around("local d = ctx:decision('s')\n"
                  "d:check { rule = 'a', value = 5, op = '>', threshold = 3 }\n"
                  "d:check { rule = 'b', value = 1, op = '>', threshold = 3 }\n"
                  "d:at_least(1, 'a') d:all('b') ctx:combine(" + how + ")");
  };
  EXPECT_EQ(decision_of(*run_text(facts, script("'any'")), "s").answer, Answer::kYes);
  EXPECT_EQ(decision_of(*run_text(facts, script("p.combine")), "s").answer, Answer::kNo);
  EXPECT_EQ(decision_of(*run_text(facts, script("p.combine"), {{"combine", "any"}}), "s").answer, Answer::kYes);
}

TEST(SchoolChecks, ADecimalNumberIsAnExactThreshold) {
  FrameFacts facts;
  const Result<DecisionSet> set = run_text(facts, around(R"(
    local d = ctx:decision("s")
    d:check { value = share(3, 10), op = "==", threshold = 0.3 }
    d:check { value = share(1, 3), op = "==", threshold = 1 / 3 }
    d:check { value = share(1, 3), op = "==", threshold = share(2, 6) }
    d:all()
  )"));
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  const Decision decision = decision_of(*set, "s");
  EXPECT_EQ(decision.answer, Answer::kYes);
  EXPECT_EQ(compare(decision.checks[0].threshold, Share{3, 10}), 0);
}

TEST(SchoolChecks, AMissingValueCountsAsNobody) {
  FrameFacts facts;
  const Result<DecisionSet> set = run_text(facts, around(R"(
    local d = ctx:decision("s")
    d:check { name = "x", value = nil, op = ">", threshold = 1, min_n = 5 }
    d:check { name = "y", value = share(0, 0), op = ">", threshold = 1 }
    d:check { name = "z", value = share(nil, 3), op = ">", threshold = 1 }
    d:check { name = "w", value = 0/0, op = "<=", threshold = 1 }
    d:at_least(1)
  )"));
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  EXPECT_EQ(decision_of(*set, "s").reason, "x: no data; y: no data; z: no data; 1 more check could not be made");
}

TEST(SchoolChecks, ComputedThresholdsDoNotMakeARuleEach) {
  FrameFacts facts;
  const Result<DecisionSet> set = run_text(facts, around(R"(
    for i = 1, 3000 do
      local d = ctx:decision("s" .. i)
      d:check { rule = "r", value = i, op = ">", threshold = i * 1.0001 }
      d:all("r")
    end
  )"));
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  EXPECT_LT(set->rules.size(), 100U);
  for (const CheckRow& check : set->checks) EXPECT_FALSE(set->met(check));
}

TEST(Determinism, TwoRunsAndAnyNumberOfThreadsGiveTheSameBits) {
  std::vector<Participant> people;
  std::mt19937 random(7);
  for (int i = 0; i < 50'000; ++i)
    people.push_back({"s" + std::to_string(random() % 200), "ВПР " + std::to_string(random() % 6), 2025 + static_cast<int>(random() % 2),
                      static_cast<std::int64_t>(random() % 30), 2 + static_cast<std::int64_t>(random() % 4), static_cast<std::int64_t>(random() % 4 == 0 ? 0 : 2 + random() % 4)});
  FrameFacts facts;
  facts.results = testing::frame_of(people);
  const std::string script = around(R"(
    local rows = ctx.results:group("school", "procedure"):tally { n = count(), low = count_where("mark", "==", 2), m = mean("score"), s = sd("score"), r = spearman("score", "journal"), q = quantile("score", 0.3) }
    local bounds = rows:group("procedure"):tally { mm = mean("m"), ss = sd("m") }
    rows = rows:join(bounds, "procedure")
    rows = rows:with { z = (rows.m - rows.mm) / rows.ss, place = rows:rank("-m", "procedure") }
    ctx:check(rows, { rule = "z", name = "procedure", value = "z", op = ">", threshold = p.factor })
    ctx:check(rows, { rule = "r", name = "procedure", value = "r", op = "<", threshold = 0 })
    ctx:check(rows, { rule = "low", name = "procedure", value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n })
    ctx:require { at_least = 3 }
    local t = {}
    for school, list in rows:by("school") do for _, r in ipairs(list) do t[school] = (t[school] or 0) + r.q end end
    for school, total in pairs(t) do ctx:decision(school):value("q", total) end
    ctx:value(rows, "place")
  )");
  const Result<DecisionSet> first = run_text(facts, script), again = run_text(facts, script), threaded = run_text(facts, script, {}, 2);
  ASSERT_TRUE(first.ok()) << render_terminal(first.error(), false);
  EXPECT_EQ(fingerprint(*first), fingerprint(*again));
  EXPECT_EQ(fingerprint(*first), fingerprint(*threaded));
  EXPECT_EQ(first->checks.size(), 3U * 1200U);
}

}  // namespace
}  // namespace opora
