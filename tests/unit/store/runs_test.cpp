#include "store/runs.h"

#include <fmt/format.h>

#include <bit>

#include "store/sqlite.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

using ::testing::HasSubstr;

std::int64_t below(std::mt19937_64& random, std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n)); }

std::int64_t any_count(std::mt19937_64& random) {
  const std::int64_t odd[] = {0, 1, -1, INT64_MAX, INT64_MIN, below(random, 1000), static_cast<std::int64_t>(random())};
  return odd[random() % std::size(odd)];
}

double any_double(std::mt19937_64& random) {
  const double odd[] = {0.0, -0.0, 1.0 / 3, 1e308, 5e-324, std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                        std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::quiet_NaN(), static_cast<double>(random()) / 3};
  return odd[random() % std::size(odd)];
}

std::string any_text(std::mt19937_64& random) {
  const char* texts[] = {"", "ВПР RU 4 2021", "a\"b\\c", "line\nbreak", "'; DROP TABLE run; --", "\u0001", "😀"};
  return std::string(texts[random() % std::size(texts)]) + (random() % 3 ? std::to_string(random() % 50) : "");
}

Category any_category(std::mt19937_64& random, int number) {
  Category category{"category " + std::to_string(number), any_text(random), any_text(random), {}, random() % 2 ? Combination::kAll : Combination::kAny};
  for (auto i = below(random, 3); i > 0; --i) category.requirements.push_back({any_text(random), static_cast<int>(below(random, 4))});
  return category;
}

CheckRow any_check(std::mt19937_64& random, DecisionSet& set) {
  CheckRow row;
  row.school = set.school_index("school " + std::to_string(random() % 20));
  row.rule = static_cast<std::int32_t>(below(random, static_cast<std::int64_t>(set.rules.size())));
  row.name = set.name_index(any_text(random));
  row.form = static_cast<ValueForm>(random() % 3);
  row.n = any_count(random);
  if (row.form == ValueForm::kShare) {
    row.numerator = any_count(random);
    row.denominator = 1 + below(random, INT64_MAX);
  }
  if (row.form == ValueForm::kMeasured) row.measured = any_double(random);
  if (random() % 2) row.threshold = any_double(random);
  return row;
}

// Categories with and without rules, rules of several categories mixed, schools with and without checks.
DecisionSet any_set(std::mt19937_64& random) {
  DecisionSet set;
  const auto categories = below(random, 4);
  for (int i = 0; i < categories; ++i) set.categories.push_back(any_category(random, i));
  if (categories == 0) return set;
  for (auto i = below(random, 6); i > 0; --i)
    set.rules.push_back({static_cast<std::int32_t>(below(random, categories)), any_text(random), any_text(random), static_cast<Comparison>(random() % 6),
                         {any_count(random), 1 + below(random, 1000)}, any_count(random), random() % 2 ? "%" : ""});
  if (!set.rules.empty())
    for (auto i = below(random, 200); i > 0; --i) set.checks.push_back(any_check(random, set));
  std::set<std::pair<std::int32_t, std::int32_t>> stated;
  for (auto i = below(random, 30); i > 0; --i) {
    DecisionRow row{set.school_index("school " + std::to_string(random() % 30)), static_cast<std::int32_t>(below(random, categories)), Answer::kNo, -1};
    if (!stated.insert({row.category, row.school}).second) continue;
    if (random() % 2) row.reason = set.name_index(any_text(random));
    const auto decision = static_cast<std::int32_t>(set.decisions.size());
    for (auto v = below(random, 3); v > 0; --v) set.values.push_back({decision, set.name_index("column " + std::to_string(v)), any_text(random)});
    set.decisions.push_back(row);
  }
  set.settle();
  return set;
}

std::string bits(double value) { return std::to_string(std::bit_cast<std::uint64_t>(value)); }

std::string described(const DecisionSet& set) {
  std::string text;
  for (const std::string& school : set.schools) text += school + "|";
  text += "\n";
  for (const std::string& name : set.names) text += name + "|";
  for (const Category& c : set.categories) {
    text += fmt::format("\nC {} {} {} {}", c.name, c.title, c.methodology, static_cast<int>(c.combination));
    for (const Requirement& r : c.requirements) text += fmt::format(" [{} {}]", r.rule, r.count);
  }
  for (const Rule& r : set.rules)
    text += fmt::format("\nR {} {} {} {} {}/{} {} {}", r.category, r.name, r.title, symbol(r.op), r.threshold.numerator, r.threshold.denominator, r.min_n, r.unit);
  for (const CheckRow& c : set.checks)
    text += fmt::format("\nK {} {} {} {} {} {} {} {} {}", c.school, c.rule, c.name, static_cast<int>(c.form), c.numerator, c.denominator, bits(c.measured), c.n, bits(c.threshold));
  for (const DecisionRow& d : set.decisions) text += fmt::format("\nD {} {} {} {}", d.school, d.category, static_cast<int>(d.answer), d.reason);
  for (const ExtraValue& v : set.values) text += fmt::format("\nV {} {} {}", v.decision, v.column, v.text);
  return text;
}

RunInfo some_info() {
  RunInfo info{"ru", "1.2", "digest of pack", 2021, {}, "digest of data", "0.1", "tester", "2025-01-01T00:00:00Z", "2025-01-01T00:00:01Z"};
  info.methods = {{"second-by-name", "d1", R"({"low_share":{"value":"30"}})", R"({"source":"приказ"})"}, {"a-first-by-name", "d2", "{}", "{}"}};
  return info;
}

class Runs : public ::testing::Test {
 protected:
  void SetUp() override {
    auto created = Store::create(folder / "s.db");
    ASSERT_OK(created);
    store = std::make_unique<Store>(*std::move(created));
  }
  void damage(const std::string& sql, std::span<const std::uint8_t> blob = {}) {
    auto statement = Statement::prepare(store->handle(), sql);
    ASSERT_OK(statement);
    if (!blob.empty()) statement->bind(1, blob);
    ASSERT_OK(statement->run());
  }
  std::string loading(RunId run) {
    const auto loaded = load_decisions(*store, run);
    return loaded.ok() ? "loaded" : loaded.error().code;
  }
  RunId saved(const DecisionSet& set) {
    const auto run = save_run(*store, some_info(), {{"", "", std::nullopt, set}});
    EXPECT_TRUE(run.ok()) << render_terminal(run.error(), false);
    return run.ok() ? *run : 0;
  }
  // The first random set that has some of everything.
  static DecisionSet full_set() {
    std::mt19937_64 random(7);
    for (;;)
      if (DecisionSet set = any_set(random); set.checks.size() > 50 && set.values.size() > 5) return set;
  }

  TemporaryFolder folder;
  std::unique_ptr<Store> store;
};

TEST_F(Runs, GivenAPartWithWarningsThenTheyAreKeptWithIt) {
  Diagnostic warning = make_warning("ODD-001", "few \"participants\"\nin some schools", "look at the attendance");
  warning.reason = "why";
  warning.spans = {{"regions/x/odd.so", "", 0, "", "", ""}, {"a.xlsx", "Лист", 7, "C", "", "here"}};
  warning.notes = {"one", "two"};
  RunPart part{"", "inputs", std::nullopt, full_set(), {{warning, 3}, {make_warning("ODD-002", "b"), 1}}};
  ASSERT_OK(save_run(*store, some_info(), {part, {"", "others", std::nullopt, full_set()}}));
  const auto id = find_part(*store, "inputs");
  ASSERT_OK(id);
  const auto kept = load_warnings(*store, id->value());
  ASSERT_OK(kept);
  ASSERT_EQ(kept->size(), 2U);
  EXPECT_EQ((*kept)[0].times, 3);
  EXPECT_EQ(render_terminal((*kept)[0].warning, false), render_terminal(warning, false));
  EXPECT_EQ((*kept)[1].warning.code, "ODD-002");
  damage("UPDATE part_warning SET warning = '{}'");
  EXPECT_EQ(load_warnings(*store, id->value()).error().code, "STORE-004");
}

TEST_F(Runs, GivenRandomDecisionsThenTheyAreReadBackBitForBit) {
  std::mt19937_64 random(1);
  std::size_t checks = 0, values = 0;
  for (int round = 0; round < 300; ++round) {
    const DecisionSet set = any_set(random);
    const RunId run = saved(set);
    const auto loaded = load_decisions(*store, run);
    ASSERT_OK(loaded);
    ASSERT_EQ(described(*loaded), described(set)) << "round " << round;
    checks += set.checks.size();
    values += set.values.size();
  }
  EXPECT_GT(checks, 1000u);
  EXPECT_GT(values, 100u);
}

TEST_F(Runs, GivenARunWithoutAnythingThenItIsARunAllTheSame) {
  const RunId run = saved(DecisionSet());
  const auto loaded = load_decisions(*store, run);
  ASSERT_OK(loaded);
  EXPECT_EQ(described(*loaded), described(DecisionSet()));
  const auto record = find_run(*store, run);
  ASSERT_OK(record);
  EXPECT_TRUE(record->counts.empty());
}

TEST_F(Runs, AreFoundByNumberOrAsTheNewestWithEverythingToRepeatThem) {
  const DecisionSet set = full_set();
  const RunId first = saved(set), second = saved(DecisionSet());
  const auto newest = find_run(*store, std::nullopt), older = find_run(*store, first);
  ASSERT_OK(newest);
  ASSERT_OK(older);
  EXPECT_EQ(newest->id, second);
  EXPECT_EQ(older->id, first);
  EXPECT_EQ(older->info.pack + older->info.pack_version + older->info.pack_digest, "ru1.2digest of pack");
  EXPECT_EQ(older->info.year, 2021);
  ASSERT_EQ(older->info.methods.size(), 2u);
  EXPECT_EQ(older->info.methods[0].id, "second-by-name") << "in the order of execution";
  EXPECT_EQ(older->info.methods[0].params_json, R"({"low_share":{"value":"30"}})");
  EXPECT_EQ(older->info.methods[0].grounds_json, R"({"source":"приказ"})");
  ASSERT_EQ(older->counts.size(), set.categories.size());
  std::int64_t answers = 0;
  for (const AnswerCounts& c : older->counts) answers += c.yes + c.no + c.not_assessable;
  EXPECT_EQ(answers, static_cast<std::int64_t>(set.decisions.size()));
  const auto all = list_runs(*store);
  ASSERT_OK(all);
  EXPECT_EQ(all->size(), 2u);
}

// The decisions of a set as people read them, in an order of their own.
std::set<std::string> readable(const DecisionSet& set) {
  std::set<std::string> lines;
  for (const DecisionRow& row : set.decisions) {
    const Decision decision = set.decision(row);
    std::string line = fmt::format("{} {} {} {} {}", decision.school, set.categories[static_cast<std::size_t>(row.category)].name,
                                   static_cast<int>(decision.answer), decision.reason, decision.requirements.size());
    for (const Check& c : decision.checks)
      line += fmt::format(" | {} {} {} {} {}", c.rule, c.name, c.n, c.min_n, bits(c.share ? c.share->value() : c.value.value_or(-1)));
    for (const auto& [name, text] : decision.values) line += fmt::format(" / {}={}", name, text);
    lines.insert(line);
  }
  return lines;
}

// The schools of a set whose number leaves `rest`.
DecisionSet some_schools(const DecisionSet& set, std::size_t rest) {
  DecisionSet part;
  part.categories = set.categories;
  part.rules = set.rules;
  const auto mine = [&](std::int32_t school) { return static_cast<std::size_t>(school) % 2 == rest; };
  const auto school_of = [&](std::int32_t school) { return part.school_index(set.schools[static_cast<std::size_t>(school)]); };
  const auto name_of = [&](std::int32_t name) { return name < 0 ? name : part.name_index(set.names[static_cast<std::size_t>(name)]); };
  for (CheckRow row : set.checks) {
    if (!mine(row.school)) continue;
    row.school = school_of(row.school);
    row.name = name_of(row.name);
    part.checks.push_back(row);
  }
  std::vector<std::int32_t> place(set.decisions.size(), -1);
  for (std::size_t i = 0; i < set.decisions.size(); ++i) {
    DecisionRow row = set.decisions[i];
    if (!mine(row.school)) continue;
    place[i] = static_cast<std::int32_t>(part.decisions.size());
    row.school = school_of(row.school);
    row.reason = name_of(row.reason);
    part.decisions.push_back(row);
  }
  for (const ExtraValue& value : set.values)
    if (const std::int32_t at = place[static_cast<std::size_t>(value.decision)]; at >= 0) part.values.push_back({at, name_of(value.column), value.text});
  part.settle();
  return part;
}

TEST_F(Runs, GivenTwoTerritoriesThenTheyAreOneListAndEachIsKeptOnce) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 100; ++round) {
    const DecisionSet whole = any_set(random);
    const DecisionSet north = some_schools(whole, 0), south = some_schools(whole, 1);
    const auto first = save_run(*store, some_info(), {{"north", fmt::format("n{}", round), std::nullopt, north}, {"south", fmt::format("s{}", round), std::nullopt, south}});
    ASSERT_OK(first);
    const auto loaded = load_decisions(*store, *first);
    ASSERT_OK(loaded);
    ASSERT_EQ(readable(*loaded), readable(whole)) << "round " << round;

    const auto known = find_part(*store, fmt::format("n{}", round));
    ASSERT_OK(known);
    ASSERT_TRUE(*known);
    const auto second = save_run(*store, some_info(), {{"north", fmt::format("n{}", round), **known, {}}, {"south", fmt::format("t{}", round), std::nullopt, south}});
    ASSERT_OK(second);
    const auto again = load_decisions(*store, *second);
    ASSERT_OK(again);
    ASSERT_EQ(described(*again), described(*loaded));
    const auto record = find_run(*store, *second);
    ASSERT_OK(record);
    EXPECT_EQ(record->parts, 2);
    EXPECT_EQ(record->carried_over, 1);
  }
}

TEST_F(Runs, GivenInputsThatNobodyHadThenThereIsNoPart) {
  saved(full_set());
  const auto none = find_part(*store, "unheard of");
  ASSERT_OK(none);
  EXPECT_FALSE(*none);
}

TEST_F(Runs, WhenThereIsNoneThenTheErrorSaysHowToGetOne) {
  const auto none = find_run(*store, std::nullopt);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, "STORE-011");
  EXPECT_THAT(none.error().help, HasSubstr("opora run"));
  saved(DecisionSet());
  const auto other = find_run(*store, 99);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, "STORE-011");
  EXPECT_THAT(other.error().message, HasSubstr("99"));
  EXPECT_EQ(loading(99), "STORE-011");
}

TEST_F(Runs, GivenATextThatIsNoUtf8ThenTheRunIsKeptAllTheSame) {
  DecisionSet set = full_set();
  set.values.front().text = "caf\xe9";
  set.rules.front().title = "\xff";
  EXPECT_EQ(loading(saved(set)), "loaded");
}

TEST_F(Runs, DamagedChecksAreAnErrorAndNeverACrash) {
  const RunId run = saved(full_set());
  Blob whole;
  {
    auto select = Statement::prepare(store->handle(), "SELECT data FROM part");
    ASSERT_OK(select);
    ASSERT_TRUE(*select->step());
    const auto blob = select->blob(0);
    whole.assign(blob.begin(), blob.end());
  }
  std::mt19937_64 random(3);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    Blob blob = whole;
    if (round % 3 == 0) blob.resize(1 + random() % blob.size());
    for (auto hits = below(random, 3) + (round % 3 != 0); hits > 0; --hits) blob[random() % blob.size()] = static_cast<std::uint8_t>(random());
    damage("UPDATE part SET data = ?", blob);
    const auto loaded = load_decisions(*store, run);
    if (loaded.ok()) {
      for (const DecisionRow& row : loaded->decisions) (void)loaded->decision(row);  // every index leads somewhere
      continue;
    }
    ++refused;
    EXPECT_EQ(loaded.error().code, "STORE-004");
  }
  EXPECT_GT(refused, 1000);
}

TEST_F(Runs, DamagedDefinitionsAndDecisionsAreAnErrorAndNeverACrash) {
  const std::string definitions[] = {"''", "'null'", "'[]'", "'{\"combination\":\"all\"}'", "'{\"combination\":1,\"requirements\":{\"a\":1},\"rules\":[]}'",
                                     "'{\"combination\":\"all\",\"requirements\":[],\"rules\":[{\"index\":1e9}]}'", "x'fffe'",
                                     "'{\"combination\":\"all\",\"requirements\":[{\"rule\":7,\"count\":\"x\"}],\"rules\":[]}'",
                                     "replace(definition, '\"index\":0', '\"index\":123456789012')", "replace(definition, '\"op\":\"', '\"op\":7,\"x\":\"')"};
  const DecisionSet set = full_set();
  for (const std::string& definition : definitions) {
    const RunId run = saved(set);
    damage("UPDATE part_category SET definition = " + definition);
    EXPECT_EQ(loading(run), "STORE-004") << definition;
    damage("DELETE FROM run");
  }
  for (const std::string change : {"category = category + 1000", "category = -1 - category", "further = '[1]'", "further = '{'"}) {
    const RunId run = saved(set);
    damage("UPDATE decision SET " + change);
    EXPECT_EQ(loading(run), "STORE-004") << change;
    damage("DELETE FROM run");
  }
  const RunId run = saved(set);
  damage("UPDATE part SET checks = checks + 1");
  EXPECT_EQ(loading(run), "STORE-004");
}

}  // namespace
}  // namespace opora::testing
