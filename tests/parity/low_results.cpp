// Twin of regions/ru/2019/low_results.lua: school by school, as a script does it.
#include <algorithm>
#include <compare>
#include <map>
#include <opora/plugin.hpp>

using namespace opora::sdk;

namespace {

struct Counted {
  std::int64_t n = 0, low = 0;
};

struct LowResults {
  static constexpr Text inputs[] = {"results"};
  static constexpr Text ways[] = {"and", "or"}, pools[] = {"none", "grades"};
  static constexpr Parameter parameters[] = {percent("low_share", "30", {.min = 1, .max = 100}),
                                             integer("procedures", "2", {.min = 1, .max = 20}),
                                             choice("combine", "and", ways, {}),
                                             choice("pooling", "none", pools, {}),
                                             integer("min_n", "10", {.min = 1, .max = 1000}),
                                             integer("lowest_mark", "2", {.min = 1, .max = 5})};
  static constexpr MethodologyInfo info{.id = "low-results", .category = "ШНОР", .title = "Школы с низкими образовательными результатами",
                                        .inputs = inputs, .parameters = parameters};

  struct Found {
    std::string name;
    Counted counted;
  };
  using Schools = std::map<std::string, std::vector<Found>, std::less<>>;

  // Доли отметок «2» школ по процедурам одного года; строки без отметки не считаются.
  static Schools shares(const Decisions& ctx, int year) {
    const std::int64_t lowest = ctx.integer("lowest_mark");
    const Query query = ctx.results().where("year", "==", year).where("mark", ">=", lowest);
    const bool pooled = ctx.choice("pooling") == "grades";
    const Query grouped = pooled ? query.group("school", "kind", "subject", "level") : query.group("school", "kind", "subject", "grade", "level");
    const Frame frame = grouped.tally({{"n", count()}, {"low", count_where("mark", "==", lowest)}});
    const auto kind = frame.view<std::string_view>("kind"), subject = frame.view<std::string_view>("subject"),
               level = frame.view<std::string_view>("level");
    const auto n = frame.view<std::int64_t>("n"), low = frame.view<std::int64_t>("low");
    std::optional<ColumnView<std::int64_t>> grade;
    if (!pooled) grade = frame.view<std::int64_t>("grade");
    Schools schools;
    for (const auto& [school, rows] : frame.by("school"))
      for (const std::int64_t row : rows) {
        std::string name = std::string(kind.value_or(row, "")) + ' ' + std::string(subject.value_or(row, ""));
        if (grade && (*grade)[row]) name += ' ' + std::to_string(*(*grade)[row]);
        if (const auto words = level[row]; words && !words->empty()) name += ' ' + std::string(*words);
        schools[std::string(school)].push_back({std::move(name), {n.value_or(row, 0), low.value_or(row, 0)}});
      }
    return schools;
  }

  void decide(Decisions& ctx) const {
    const Schools earlier = shares(ctx, ctx.year() - 1);
    const Share threshold = ctx.percent("low_share");
    const std::int64_t min_n = ctx.integer("min_n");
    const std::string year = std::to_string(ctx.year()), years = std::to_string(ctx.year() - 1) + ' ' + year;
    for (const auto& [school, rows] : shares(ctx, ctx.year())) {
      SchoolDecision d = ctx.decision(school);
      const auto before = earlier.find(school);
      for (const auto& [name, now] : rows) {
        const std::string this_name = name + ' ' + year, both_names = name + ' ' + years;
        d.check({.rule = "this_year", .title = "Доля отметок «2» в году списка", .name = this_name, .value = Share{now.low, now.n},
                 .op = ">=", .threshold = threshold, .min_n = min_n});
        if (before == earlier.end()) continue;
        const auto was = std::find_if(before->second.rbegin(), before->second.rend(), [&, &wanted = name](const Found& one) { return one.name == wanted; });
        if (was == before->second.rend()) continue;
        // «и в том, и в другом году»: решает меньшая из двух долей.
        const Counted& lower = now.low * was->counted.n <= was->counted.low * now.n ? now : was->counted;
        d.check({.rule = "both_years", .title = "Меньшая из долей отметок «2» за два года", .name = both_names,
                 .value = Share{lower.low, lower.n}, .n = std::min(now.n, was->counted.n), .op = ">=", .threshold = threshold, .min_n = min_n});
      }
    }
    ctx.require("this_year", ctx.integer("procedures"));
    ctx.require("both_years", 1);
    if (ctx.choice("combine") == "and") ctx.combine_all();
    else ctx.combine_any();
    ctx.assess(ctx.schools());
  }
};

// An indicator with every kind of column, arithmetic and another indicator: twin of the script in parity_test.cpp.
struct Standing {
  static constexpr Text inputs[] = {"results"};
  static constexpr Parameter parameters[] = {integer("min_n", "3", {.min = 1}), number("weight", "1.5", {})};
  static constexpr Output outputs[] = {key("procedure"), decimal("score"), whole("rank_whole"), key("school"), decimal("z")};
  static constexpr IndicatorInfo info{.id = "standing", .title = "Standing among schools", .inputs = inputs, .parameters = parameters,
                                      .outputs = outputs};
  Frame compute(const Context& ctx) const {
    Frame f = ctx.results().where("year", "==", ctx.year()).group("school", "procedure").tally(
        {{"n", count()}, {"mean", mean("score")}, {"sd", sd("score")}, {"q", quantile("score", 0.9)}});
    f = f.where("n", ">=", ctx.integer("min_n"));
    f = f.with("score", (f["mean"] * ctx.number("weight") + f["q"]) / sqrt(f["n"]) - log(f["sd"] + 1));
    f = f.with("rank_whole", round(f.rank("-score", {"procedure"}))).with("z", f.zscore("score", {"procedure"}));
    return f.select("school", "procedure", "score", "rank_whole", "z");
  }
};

// Every verb for small groups: twin of the script in parity_test.cpp.
struct SmallGroups {
  static constexpr Text inputs[] = {"results"};
  static constexpr Parameter parameters[] = {number("confidence", "0.9", {})};
  static constexpr Output outputs[] = {key("school"), key("procedure"), decimal("exact"), decimal("wilson"), decimal("shrunk"), decimal("strength"),
                                       decimal("mean"), decimal("between"), whole("pooled"), whole("years"), decimal("limit"), decimal("factor"),
                                       decimal("tail"), decimal("chance"), decimal("change"), decimal("change_p"), decimal("holm"), decimal("bh")};
  static constexpr IndicatorInfo info{.id = "small-groups", .title = "Small groups", .inputs = inputs, .parameters = parameters,
                                      .outputs = outputs};
  Frame compute(const Context& ctx) const {
    const double confidence = ctx.number("confidence");
    Frame f = ctx.results().group("school", "procedure", "year").tally(
        {{"n", count()}, {"low", count_where("mark", "==", 2)}, {"score", mean("score")}, {"sd", sd("score")}});
    const Frame exact = f.interval("low", "n", {.method = OPORA_EXACT, .confidence = confidence}), wilson = f.interval("low", "n");
    const Frame shares = f.shrink_shares("low", "n", {.by = {"procedure"}, .method = OPORA_LIKELIHOOD, .confidence = confidence});
    const Frame means = f.shrink_means("score", "n", "sd", {.by = {"procedure"}});
    const Frame pooled = f.pool("low", "n", {.window = 2, .by = {"school"}});
    const Frame funnel = f.funnel("low", "n", {.by = {"procedure"}, .confidence = 0.998, .overdispersion = true});
    f = f.with("centre", funnel["centre"]).with("was", pooled["part"]).with("was_n", pooled["whole"]);
    f = f.with("tail", f.binomial_tail("low", "n", "centre")).with("chance", f.binomial_tail("low", "n", 0.15));
    const Frame change = f.compare_shares("low", "n", "was", "was_n", confidence);
    f = f.with("holm", f.adjust_p("tail", OPORA_HOLM)).with("bh", f.adjust_p("tail", OPORA_BENJAMINI_HOCHBERG, {"procedure"}));
    f = f.with("exact", exact["lower"]).with("wilson", wilson["upper"]).with("shrunk", shares["upper"]).with("strength", shares["prior_strength"]);
    f = f.with("mean", means["mean"]).with("between", means["prior_sd"]).with("pooled", pooled["whole"]).with("years", pooled["years"]);
    f = f.with("limit", funnel["upper"]).with("factor", funnel["factor"]).with("change", change["upper"]).with("change_p", change["p_exact"]);
    return f.select("school", "procedure", "exact", "wilson", "shrunk", "strength", "mean", "between", "pooled", "years", "limit", "factor",
                    "tail", "chance", "change", "change_p", "holm", "bh");
  }
};

// The three next better schools for each: twin of the script in parity_test.cpp.
struct NextBetter {
  static constexpr Text inputs[] = {"results"};
  static constexpr Parameter parameters[] = {integer("min_n", "5", {.min = 1})};
  static constexpr Output outputs[] = {decimal("lead")};
  static constexpr MatchingInfo info{.id = "next-better", .title = "The next better schools", .inputs = inputs, .parameters = parameters,
                                     .outputs = outputs};

  struct Known {
    double n = 0, mean = 0;
  };
  struct Candidate {
    double cost = 0;
    std::string partner;
    double lead = 0;
    auto operator<=>(const Candidate&) const = default;
  };

  Pairs match(const Context& ctx, const Frame& needing, const Frame& offering) const {
    const Frame f = ctx.results().where("year", "==", ctx.year()).group("school").tally({{"n", count()}, {"mean", mean("score")}})
                        .where("n", ">=", ctx.integer("min_n"));
    std::map<std::string, Known, std::less<>> known;
    const auto code = f.view<std::string_view>("school");
    const auto n = f.view<std::int64_t>("n");
    f.view<double>("mean").for_each_valid([&](std::int64_t row, double mean) { known[std::string(*code[row])] = {static_cast<double>(*n[row]), mean}; });
    std::vector<std::string> school, partner, reason, alone, why;
    std::vector<std::int64_t> rank;
    std::vector<double> cost, lead;
    needing.view<std::string_view>("school").for_each_valid([&](std::int64_t, std::string_view name) {
      const std::vector<Candidate> found = better_than(name, known, offering);
      if (found.empty()) alone.emplace_back(name), why.push_back("nobody is better");
      for (std::size_t k = 0; k < std::min<std::size_t>(found.size(), 3); ++k) {
        school.emplace_back(name), partner.push_back(found[k].partner), rank.push_back(static_cast<std::int64_t>(k) + 1);
        cost.push_back(found[k].cost), lead.push_back(found[k].lead), reason.push_back("of " + std::to_string(found.size()) + " better ones");
      }
    });
    const auto texts = [](const std::vector<std::string>& all) { return std::vector<Text>(all.begin(), all.end()); };
    return {FrameBuilder(ctx.call()).add("school", texts(school)).add("partner", texts(partner)).add("rank", rank).add("cost", cost)
                .add("reason", texts(reason)).add("lead", lead).finish(),
            FrameBuilder(ctx.call()).add("school", texts(alone)).add("reason", texts(why)).finish()};
  }

  static std::vector<Candidate> better_than(std::string_view school, const std::map<std::string, Known, std::less<>>& known, const Frame& offering) {
    std::vector<Candidate> found;
    const auto own = known.find(school);
    if (own == known.end()) return found;
    offering.view<std::string_view>("partner").for_each_valid([&](std::int64_t, std::string_view name) {
      const auto other = known.find(name);
      if (other == known.end() || other->second.mean <= own->second.mean) return;
      const double lead = other->second.mean - own->second.mean;
      found.push_back({lead * own->second.n / (own->second.n + other->second.n), std::string(name), lead});
    });
    std::sort(found.begin(), found.end());
    return found;
  }
};

constexpr PluginInfo kPlugin{.id = "ru.opora.tests.twins", .name = "Twins of scripts", .version = "1.0.0", .vendor = "Opora",
                             .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, LowResults, Standing, SmallGroups, NextBetter);
