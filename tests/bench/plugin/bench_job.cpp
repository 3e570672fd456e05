// The job of tests/bench/regions/bench/job.lua as a native plugin: the same decisions, checks and bits. The
// facts come in one request; what a script does by verbs is here one walk over the rows, which stand school by
// school. Sections (b)–(e) name the parts of the job's definition.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <opora/plugin.hpp>

using namespace opora::sdk;

namespace {

using std::int64_t;

// Rows of the tally, unpacked once.
struct Facts {
  explicit Facts(const Frame& f)
      : frame(f), school(f.view<std::string_view>("school")), kind(f.view<std::string_view>("kind")),
        subject(f.view<std::string_view>("subject")), year(f.view<int64_t>("year")), grade(f.view<int64_t>("grade")),
        max_score(f.view<int64_t>("max_score")), n(f.view<int64_t>("n")), sum(f.view<int64_t>("sum")), n2(f.view<int64_t>("n2")),
        jn(f.view<int64_t>("jn")), above(f.view<int64_t>("above")), at_b(f.view<int64_t>("at_b")), near_b(f.view<int64_t>("near_b")) {}
  Frame frame;
  ColumnView<std::string_view> school, kind, subject;
  ColumnView<int64_t> year, grade, max_score, n, sum, n2, jn, above, at_b, near_b;
  // Texts are compared by their codes, once looked up. -1: no row has the text.
  static std::int32_t code_of(const ColumnView<std::string_view>& column, std::string_view text) {
    for (std::int32_t code = 0; code < column.codes(); ++code)
      if (column.text_of(code) == text) return code;
    return -1;
  }
  int64_t mean_bp(int64_t row) const { return floor_of(*sum[row] * 10000, *n[row] * *max_score[row]); }
  static int64_t floor_of(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a ^ b) < 0); }
};

// Reasons of a school: "L:…", "B1:…" by flag.
constexpr std::array<const char*, 4> kFlags = {"SHNOR", "B1", "B2", "B3"};
struct Reasons {
  std::array<std::string, kFlags.size()> of_flag;
  void add(std::size_t flag, const std::string& reason) {
    std::string& text = of_flag[flag];
    if (!text.empty()) text += ';';
    text += reason;
  }
};
using ReasonsBySchool = std::map<std::int32_t, Reasons>;  // by code, which is the order of the texts

std::string number(int64_t value) { return std::to_string(value); }

// Columns for checks over rows that the plugin made.
class CheckColumns {
 public:
  void add(std::int32_t school, std::int32_t name, int64_t numerator, int64_t denominator, int64_t n) {
    schools_.push_back(school), names_.push_back(name);
    numerators_.push_back(numerator), denominators_.push_back(denominator), n_.push_back(n);
  }
  Frame frame(const Context& ctx, const Frame& facts, const char* name_column) const {
    return ctx.build().add("school", facts["school"].with_codes(schools_)).add("name", facts[name_column].with_codes(names_))
        .add("numerator", numerators_).add("denominator", denominators_).add("n", n_).finish();
  }

 private:
  std::vector<std::int32_t> schools_, names_;
  std::vector<int64_t> numerators_, denominators_, n_;
};

struct Job {
  static constexpr Text inputs[] = {"results", "context"};
  static constexpr Text kinds[] = {"VPR"};
  static constexpr ParameterWords words{.basis = "the job's definition"};
  static constexpr Parameter parameters[] = {choice("kind", "VPR", kinds, words), percent("low_share", "30", words),
                                             integer("low_percent", "30", words), percent("half", "50", words),
                                             percent("bunching", "40", words),    integer("procedures", "2", words),
                                             integer("min_n", "10", words),       integer("bunching_n", "100", words)};
  static constexpr MethodologyInfo info{.id = "job", .category = "LISTED", .title = "Benchmark job", .inputs = inputs, .parameters = parameters, .each = OPORA_EACH_REGION};

  // Weights by score for the marks' borders of each procedure: on a border, and one or two beside it.
  static std::pair<WeightTables, WeightTables> border_weights(const Frame& procedures) {
    const auto name = procedures.view<std::string_view>("procedure");
    std::array<ColumnView<int64_t>, 3> borders = {procedures.view<int64_t>("border_1"), procedures.view<int64_t>("border_2"),
                                                  procedures.view<int64_t>("border_3")};
    WeightTables at{"procedure", {}}, near{"procedure", {}};
    const auto weigh_one = [](std::vector<int64_t>& table, int64_t value, bool add) {
      if (value < 0) return;
      if (static_cast<std::size_t>(value) >= table.size()) table.resize(static_cast<std::size_t>(value) + 1);
      int64_t& weight = table[static_cast<std::size_t>(value)];
      weight = add ? weight + 1 : 1;
    };
    for (int64_t row = 0; row < procedures.rows(); ++row) {
      std::vector<int64_t> here, beside;
      for (const auto& border : borders) {
        if (!border[row]) continue;
        weigh_one(here, *border[row], false);
        for (const int64_t step : {-2, -1, 1, 2}) weigh_one(beside, *border[row] + step, true);
      }
      at.tables.emplace_back(std::string(name.value_or(row, "")), std::move(here));
      near.tables.emplace_back(std::string(name.value_or(row, "")), std::move(beside));
    }
    return {std::move(at), std::move(near)};
  }

  // (b)
  static Frame indicators(const Context& ctx) {
    auto [at, near] = border_weights(ctx.procedures());
    return ctx.results().group("school", "year", "kind", "subject", "grade", "procedure", "max_score").tally({
        {"n", count()}, {"sum", sum("score")}, {"n2", count_where("mark", "==", 2)}, {"n45", count_where("mark", ">=", 4)},
        {"jn", count_where("journal", ">=", 2)}, {"above", count_where("mark", ">", col("journal"))},
        {"equal", count_where("mark", "==", col("journal"))}, {"below", count_where("mark", "<", col("journal"))},
        {"at_b", weigh("score", std::move(at))}, {"near_b", weigh("score", std::move(near))}});
  }

  // Rows of the window, school by school; rows of a school stand together.
  template <class Visit>
  static void each_school(const Facts& f, const std::vector<int64_t>& window, Visit&& visit) {
    for (std::size_t first = 0, last = 0; first < window.size(); first = last) {
      const std::int32_t school = f.school.code(window[first]);
      while (last < window.size() && f.school.code(window[last]) == school) ++last;
      visit(school, std::span<const int64_t>(window).subspan(first, last - first));
    }
  }

  // "kind subject" for numbers of pairs: the few texts are made once, rows refer to them.
  static Column names_of(const Context& ctx, const Facts& f, const std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t>& numbers,
                         const std::vector<std::int32_t>& rows) {
    std::vector<std::string> words(numbers.size());
    for (const auto& [key, place] : numbers)
      words[static_cast<std::size_t>(place)] = std::string(f.kind.text_of(key.first)) + ' ' + std::string(f.subject.text_of(key.second));
    const std::vector<Text> texts(words.begin(), words.end());
    const Column few = ctx.build().add("name", std::span<const Text>(texts)).finish()["name"];
    const auto view = few.view<std::string_view>();
    std::vector<std::int32_t> of_rows(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) of_rows[i] = view.code(rows[i]);
    return few.with_codes(of_rows);
  }

  // (c)
  static void low_results(Decisions& ctx, const Facts& f, const std::vector<int64_t>& window, ReasonsBySchool& reasons) {
    struct Pooled {
      int64_t n = 0, n2 = 0;
    };
    const int64_t min_n = ctx.integer("min_n"), low_percent = ctx.integer("low_percent"), procedures = ctx.integer("procedures");
    using Pair = std::pair<std::int32_t, std::int32_t>;  // codes of kind and subject
    std::map<Pair, std::int32_t> name_codes;             // numbered as they appear
    std::vector<std::int32_t> schools, name_of;
    std::vector<int64_t> numerators, denominators;
    each_school(f, window, [&](std::int32_t school, std::span<const int64_t> rows) {
      std::map<Pair, Pooled> pooled;
      for (const int64_t row : rows) {
        Pooled& to = pooled[{f.kind.code(row), f.subject.code(row)}];
        to.n += *f.n[row], to.n2 += *f.n2[row];
      }
      std::vector<std::string> low;
      for (const auto& [key, counted] : pooled) {
        schools.push_back(school);
        name_of.push_back(name_codes.try_emplace(key, static_cast<std::int32_t>(name_codes.size())).first->second);
        numerators.push_back(counted.n2), denominators.push_back(counted.n);
        if (counted.n < min_n || counted.n2 * 100 < counted.n * low_percent) continue;
        low.push_back("L:" + std::string(f.kind.text_of(key.first)) + '/' + std::string(f.subject.text_of(key.second)) + '=' +
                      number(Facts::floor_of(counted.n2 * 10000, counted.n)) + '/' + number(counted.n));
      }
      if (static_cast<int64_t>(low.size()) < procedures) return;
      for (const std::string& reason : low) reasons[school].add(0, reason);
    });
    const Frame checks = ctx.build().add("school", f.frame["school"].with_codes(schools)).add("name", names_of(ctx, f, name_codes, name_of))
        .add("low", std::span<const int64_t>(numerators)).add("n", std::span<const int64_t>(denominators)).finish();
    ctx.check(checks, {.rule = "SHNOR", .name = "name", .value = share("low", "n"), .op = ">=", .threshold = ctx.percent("low_share"), .min_n = min_n});
    ctx.require("SHNOR", procedures);
  }

  // (d) B1
  static void high_mean(Decisions& ctx, const Facts& f, const std::vector<int64_t>& window, ReasonsBySchool& reasons) {
    const int64_t min_n = ctx.integer("min_n");
    const std::int32_t wanted = Facts::code_of(f.kind, ctx.choice("kind"));
    const std::int32_t russian = Facts::code_of(f.subject, "RU"), mathematics = Facts::code_of(f.subject, "MA");
    const Frame schools = ctx.schools();
    const auto codes = schools.view<std::string_view>("school"), regions = schools.view<std::string_view>("region");
    std::map<std::string_view, std::int32_t> region_of;
    for (int64_t row = 0; row < schools.rows(); ++row) region_of[codes.value_or(row, "")] = regions.code(row);
    struct Moments {
      int64_t k = 0, s = 0, q = 0;
    };
    using Key = std::array<int64_t, 4>;  // region, year, subject, grade
    std::map<Key, Moments> moments;
    std::vector<int64_t> judged;
    std::vector<Key> keys;
    std::int32_t last_school = -1;
    int64_t region = -1;
    for (const int64_t row : window) {
      const std::int32_t subject = f.subject.code(row);
      const int64_t grade = *f.grade[row];
      if (f.kind.code(row) != wanted || (grade != 4 && grade != 5) || (subject != russian && subject != mathematics) || *f.n[row] < min_n) continue;
      if (f.school.code(row) != last_school) {
        last_school = f.school.code(row);
        const auto found = region_of.find(*f.school[row]);
        region = found == region_of.end() ? -1 : found->second;
      }
      const Key key = {region, *f.year[row], subject, grade};
      Moments& to = moments[key];
      const int64_t bp = f.mean_bp(row);
      ++to.k, to.s += bp, to.q += bp * bp;
      judged.push_back(row), keys.push_back(key);
    }
    std::map<Key, double> upper;
    for (const auto& [key, m] : moments) {
      if (m.k < 2) continue;
      const double k = static_cast<double>(m.k);
      const double variance = (static_cast<double>(m.q) - static_cast<double>(m.s * m.s) / k) / static_cast<double>(m.k - 1);
      upper[key] = static_cast<double>(m.s) / k + std::sqrt(variance) * 1.96;
    }
    std::vector<int64_t> bp(judged.size());
    std::vector<double> limits(judged.size());
    std::vector<std::uint8_t> known(judged.size());
    for (std::size_t i = 0; i < judged.size(); ++i) {
      const int64_t row = judged[i];
      bp[i] = f.mean_bp(row);
      const auto limit = upper.find(keys[i]);
      known[i] = limit != upper.end();
      if (known[i] == 0) continue;
      limits[i] = limit->second;
      if (static_cast<double>(bp[i]) > limits[i])
        reasons[f.school.code(row)].add(1, "B1:" + number(*f.year[row]) + '/' + std::string(*f.subject[row]) + '/' + number(*f.grade[row]) + '=' +
                                               number(bp[i]) + '>' + number(static_cast<int64_t>(std::floor(limits[i]))));
    }
    const Frame rows = f.frame.select("school", "procedure", "n").take(judged);
    const Frame checks = ctx.build().add("school", rows["school"]).add("procedure", rows["procedure"]).add("n", rows["n"])
        .add("mean_bp", std::span<const int64_t>(bp)).add("U", std::span<const double>(limits), known).finish();
    ctx.check(checks, {.rule = "B1", .name = "procedure", .value = "mean_bp", .n = "n", .op = ">", .threshold = "U", .min_n = min_n});
    ctx.require("B1", 1);
  }

  // (d) B2
  static void above_journal(Decisions& ctx, const Facts& f, const std::vector<int64_t>& window, ReasonsBySchool& reasons) {
    const int64_t min_n = ctx.integer("min_n");
    const std::int32_t wanted = Facts::code_of(f.kind, ctx.choice("kind"));
    std::vector<int64_t> rows;
    for (const int64_t row : window) {
      if (f.kind.code(row) != wanted) continue;
      rows.push_back(row);
      const int64_t jn = *f.jn[row], above = *f.above[row];
      if (jn >= min_n && above * 2 >= jn)
        reasons[f.school.code(row)].add(2, "B2:" + number(*f.year[row]) + '/' + std::string(*f.subject[row]) + '/' + number(*f.grade[row]) + '=' +
                                               number(Facts::floor_of(above * 10000, jn)) + '/' + number(jn));
    }
    ctx.check(f.frame.select("school", "procedure", "above", "jn").take(rows),
              {.rule = "B2", .name = "procedure", .value = share("above", "jn"), .op = ">=", .threshold = ctx.percent("half"), .min_n = min_n});
    ctx.require("B2", 1);
  }

  // (d) B3
  static void bunching(Decisions& ctx, const Facts& f, const std::vector<int64_t>& window, ReasonsBySchool& reasons) {
    const int64_t least = ctx.integer("bunching_n");
    const std::int32_t wanted = Facts::code_of(f.kind, ctx.choice("kind"));
    struct Pooled {
      int64_t at = 0, near = 0, n = 0;
    };
    CheckColumns checks;
    each_school(f, window, [&](std::int32_t school, std::span<const int64_t> rows) {
      std::map<std::int32_t, Pooled> pooled;
      for (const int64_t row : rows) {
        if (f.kind.code(row) != wanted) continue;
        Pooled& to = pooled[f.subject.code(row)];
        to.at += f.at_b.value_or(row, 0), to.near += f.near_b.value_or(row, 0), to.n += *f.n[row];
      }
      for (const auto& [subject, p] : pooled) {
        if (p.n < least || (p.at * 4 - p.near) * 5 < p.n) continue;
        checks.add(school, subject, p.at, p.near, p.n);
        if (p.at * 5 >= p.near * 2)
          reasons[school].add(3, "B3:" + std::string(f.subject.text_of(subject)) + '=' + number(p.at) + '/' + number(p.near) + '/' + number(p.n));
      }
    });
    ctx.check(checks.frame(ctx, f.frame, "subject"), {.rule = "B3", .name = "name", .value = share("numerator", "denominator"), .n = "n",
                                                      .op = ">=", .threshold = ctx.percent("bunching"), .min_n = least});
    ctx.require("B3", 1);
  }

  struct Social {
    std::string region;
    int64_t quartile = 0, social = 0;
  };

  // (e) quartile and index by school, within regions.
  static std::map<std::string, Social, std::less<>> social_index(const Context& ctx) {
    static constexpr std::array<const char*, 4> kShares = {"share_single_parent", "share_on_register", "share_non_native", "share_higher_edu"};
    const Frame f = ctx.context(ctx.year()).join(ctx.schools().select("school", "region"), "school");
    const auto school = f.view<std::string_view>("school");
    std::array<ColumnView<double>, 4> items;
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = f.view<double>(kShares[i]);
    const auto tenths = [&](std::size_t i, int64_t row) { return std::floor(items[i].value_or(row, 0) * 10 + 0.5); };
    std::map<std::string, Social, std::less<>> found;
    for (const auto& [name, rows] : f.by("region")) {
      const double k = static_cast<double>(rows.size());
      std::array<double, 4> means{}, sds{};
      for (std::size_t i = 0; i < 4; ++i) {
        double s = 0, q = 0;  // of whole numbers: exact
        for (const int64_t row : rows) s += tenths(i, row), q += tenths(i, row) * tenths(i, row);
        const double v = rows.size() >= 2 ? (q - s * s / k) / (k - 1) : 0.0;
        means[i] = s / k, sds[i] = std::sqrt(v > 0 ? v : 0.0);
      }
      std::vector<std::pair<double, std::int32_t>> list;  // index, code of the school: codes are in byte order
      for (const int64_t row : rows) {
        std::array<double, 4> z{};
        for (std::size_t i = 0; i < 4; ++i) z[i] = sds[i] > 0 ? (tenths(i, row) - means[i]) / sds[i] : 0.0;
        list.emplace_back((((z[0] + z[1]) + z[2]) - z[3]) / 4.0, school.code(row));
      }
      std::sort(list.begin(), list.end());
      for (std::size_t rank = 0; rank < list.size(); ++rank)
        found[std::string(school.text_of(list[rank].second))] = {std::string(name), static_cast<int64_t>(4 * rank / list.size()) + 1,
                                                                 static_cast<int64_t>(std::floor(list[rank].first * 1000.0 + 0.5))};
    }
    return found;
  }

  void decide(Decisions& ctx) const {
    const Facts f(indicators(ctx));
    std::vector<int64_t> window;
    f.year.for_each_valid([&](int64_t row, int64_t year) {
      if (year >= ctx.year() - 1) window.push_back(row);
    });
    ReasonsBySchool reasons;
    low_results(ctx, f, window, reasons);
    high_mean(ctx, f, window, reasons);
    above_journal(ctx, f, window, reasons);
    bunching(ctx, f, window, reasons);
    ctx.combine_any();
    const auto social = social_index(ctx);
    for (const auto& [school, of_school] : reasons) {
      std::string flags, texts;
      int markers = 0;
      for (std::size_t i = 0; i < kFlags.size(); ++i) {
        const std::string& text = of_school.of_flag[i];
        if (text.empty()) continue;
        flags += (flags.empty() ? "" : "+") + std::string(kFlags[i]);
        texts += (texts.empty() ? "" : ";") + text;
        markers += i > 0;
      }
      if (markers >= 2) flags += "+BIAS";
      const std::string_view code = f.school.text_of(school);
      SchoolDecision d = ctx.decision(code);
      const auto of = social.find(code);
      if (of == social.end()) throw Error("JOB-001", "a school has no social passport: " + std::string(code));
      d.value("region", of->second.region);
      d.value("flags", flags);
      d.value("quartile", number(of->second.quartile));
      d.value("social", number(of->second.social));
      d.value("reasons", texts);
    }
  }
};

constexpr PluginInfo kPlugin{.id = "ru.opora.bench.job", .name = "Benchmark job", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, Job);
