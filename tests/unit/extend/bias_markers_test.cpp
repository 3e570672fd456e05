// Three markers of bias written in Lua over frames, compared school by school with a plain loop over
// the participants: a high mean, disagreement with the journal, bunching at the mark borders.
#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <random>
#include <set>

#include "unit/extend/methodologies.h"

namespace opora {
namespace {

using testing::Participant;

const std::string kMarkers = testing::around(R"(
  -- score → 1 at a border; score → number of borders one or two points away
  local at, near = {}, {}
  for procedure in ctx.procedures:rows() do
    local here, beside = {}, {}
    for _, border in ipairs { procedure.border_1, procedure.border_2, procedure.border_3 } do
      here[border] = 1
      for _, step in ipairs { -2, -1, 1, 2 } do beside[border + step] = (beside[border + step] or 0) + 1 end
    end
    at[procedure.procedure], near[procedure.procedure] = here, beside
  end

  local rows = ctx.results:where("year", "in", { ctx.year, ctx.year - 1 }):group("school", "procedure", "year"):tally {
    n = count(), total = sum("score"),
    graded = count_where("journal", ">=", 2), above = count_where("mark", ">", col("journal")),
    at = weigh("score", { by = "procedure", tables = at }), near = weigh("score", { by = "procedure", tables = near }),
  }

  -- high mean, in hundredths of a per cent of the maximum of 30
  local means = rows:where("n", ">=", 10)
  means = means:with { bp = means.total * 10000 // (means.n * 30) }
  local region = means:with { square = means.bp * means.bp }:group("procedure", "year"):tally { k = count(), s = sum("bp"), q = sum("square") }
  local variance = (region.q - region.s * region.s / region.k) / (region.k - 1)
  region = region:with { upper = region.s / region.k + p.factor * variance:sqrt() }
  ctx:check(means:join(region:select("procedure", "year", "upper"), "procedure", "year"),
    { rule = "high", name = "procedure", value = "bp", n = "n", op = ">", threshold = "upper" })

  -- disagreement with the journal
  ctx:check(rows, { rule = "journal", name = "procedure", value = share("above", "graded"), op = ">=", threshold = 0.5, min_n = 10 })

  -- bunching at the borders, all years together
  local pooled = rows:group("school", "procedure"):tally { n = sum("n"), at = sum("at"), near = sum("near") }
  pooled = pooled:with { excess = pooled.at * 4 - pooled.near }
  ctx:check(pooled, { rule = "bunching", name = "procedure", value = share("at", "near"), n = "n", op = ">=", threshold = 0.4, min_n = 40 })
  ctx:check(pooled, { rule = "excess", name = "procedure", value = share("excess", "n"), op = ">=", threshold = 0.2, min_n = 40 })
  ctx:require { at_least = 1 }
)");

using Marker = std::tuple<std::string, std::string, std::string>;  // rule, school, procedure

std::set<Marker> markers_of(const DecisionSet& set) {
  std::set<Marker> found;
  for (const CheckRow& row : set.checks)
    if (set.met(row)) found.insert({set.check(row).rule, set.schools[static_cast<std::size_t>(row.school)], set.check(row).name});
  return found;
}

struct Count {
  std::int64_t n = 0, total = 0, graded = 0, above = 0, at = 0, near = 0;
};

void add_one(Count& count, const Participant& one, const std::array<std::int64_t, 3>& borders) {
  ++count.n;
  count.total += one.score;
  count.graded += one.journal != 0;
  count.above += one.journal != 0 && one.mark > one.journal;
  for (const std::int64_t border : borders) {
    count.at += one.score == border;
    count.near += std::abs(one.score - border) == 1 || std::abs(one.score - border) == 2;
  }
}

std::set<Marker> markers_of(const std::vector<Participant>& people, const std::map<std::string, std::array<std::int64_t, 3>>& borders) {
  std::map<std::tuple<std::string, std::int64_t, std::string>, Count> by_year;  // procedure, year, school
  std::map<std::pair<std::string, std::string>, Count> pooled;
  for (const Participant& one : people) {
    add_one(by_year[{one.procedure, one.year, one.school}], one, borders.at(one.procedure));
    add_one(pooled[{one.procedure, one.school}], one, borders.at(one.procedure));
  }
  std::set<Marker> found;
  std::map<std::pair<std::string, std::int64_t>, std::array<std::int64_t, 3>> region;  // k, Σ, Σ²
  const auto mean_of = [](const Count& c) { return 10000 * c.total / (c.n * 30); };
  for (const auto& [key, c] : by_year) {
    if (c.n < 10) continue;
    auto& [k, s, q] = region[{std::get<0>(key), std::get<1>(key)}];
    ++k, s += mean_of(c), q += mean_of(c) * mean_of(c);
  }
  for (const auto& [key, c] : by_year) {
    const auto& [procedure, year, school] = key;
    if (c.graded >= 10 && 2 * c.above >= c.graded) found.insert({"journal", school, procedure});
    if (c.n < 10) continue;
    const auto [k, s, q] = region[{procedure, year}];
    const double m = static_cast<double>(s) / static_cast<double>(k);
    const double v = (static_cast<double>(q) - static_cast<double>(s * s) / static_cast<double>(k)) / static_cast<double>(k - 1);
    if (static_cast<double>(mean_of(c)) > m + 1.96 * std::sqrt(v)) found.insert({"high", school, procedure});
  }
  for (const auto& [key, c] : pooled) {
    if (c.n < 40) continue;
    if (5 * c.at >= 2 * c.near) found.insert({"bunching", key.second, key.first});
    if (5 * (4 * c.at - c.near) >= c.n) found.insert({"excess", key.second, key.first});
  }
  return found;
}

TEST(BiasMarkers, InLuaAreThoseOfAPlainLoop) {
  const std::map<std::string, std::array<std::int64_t, 3>> borders = {{"MA 4", {8, 15, 22}}, {"RU 4", {10, 17, 24}}};
  std::mt19937 random(5);
  const auto below = [&](unsigned n) { return static_cast<std::int64_t>(random() % n); };
  std::vector<Participant> people;
  for (int school = 0; school < 60; ++school)
    for (const auto& [procedure, limits] : borders)
      for (std::int64_t i = 5 + below(60); i > 0; --i) {
        std::int64_t score = school % 9 == 0 ? 18 + below(13) : below(31);
        if (school % 7 == 0 && below(3) == 0) score = limits[static_cast<std::size_t>(below(3))];
        std::int64_t mark = 2;
        for (const std::int64_t border : limits) mark += score >= border;
        people.push_back({"s" + std::to_string(school), procedure, 2025 + below(2), score, mark, below(5) == 0 ? 0 : 2 + below(school % 5 == 0 ? 2 : 4)});
      }
  testing::FrameFacts facts;
  facts.results = testing::frame_of(people);
  Frame list = Frame().with("procedure", Column::of_text(std::vector<std::string>{"MA 4", "RU 4"}));
  for (std::size_t i = 0; i < 3; ++i)
    list = list.with("border_" + std::to_string(i + 1), Column::of_int64(std::vector<std::int64_t>{borders.at("MA 4")[i], borders.at("RU 4")[i]}));
  facts.procedure_list = list;

  const Result<DecisionSet> set = testing::run_text(facts, kMarkers);
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  const std::set<Marker> expected = markers_of(people, borders);
  for (const char* rule : {"high", "journal", "bunching", "excess"})
    EXPECT_TRUE(std::any_of(expected.begin(), expected.end(), [&](const Marker& marker) { return std::get<0>(marker) == rule; })) << rule;
  EXPECT_EQ(markers_of(*set), expected);
}

}  // namespace
}  // namespace opora
