// Пары «школа — школа-партнёр»: описание и перевод таблиц в массивы и обратно. Правила — в pairs.h, расстояния — в
// distance.h, результаты — в performance.h, назначение — в assignment.h, слова — в words.h.
#include <opora/plugin.hpp>

#include <algorithm>
#include <map>
#include <numeric>

#include "curators.h"
#include "pairs.h"
#include "words.h"

namespace {

using namespace opora::sdk;
using opora_matching::Choice;
using opora_matching::Item;
using opora_matching::Side;

constexpr const char* kDecision = "решение региона";
constexpr Text kInputs[] = {"results", "context", "schools"};

// Тексты под номерами, в порядке байтов.
class Names {
 public:
  void add(std::string_view text) { number_.emplace(std::string(text), 0); }
  void order() {
    texts_.clear();
    for (auto& [text, number] : number_) number = static_cast<int>(texts_.size()), texts_.push_back(text);
  }
  int number(std::string_view text) const {
    const auto found = number_.find(text);
    return found == number_.end() ? -1 : found->second;
  }
  int number(const std::optional<std::string_view>& text) const { return text ? number(*text) : -1; }
  const std::vector<std::string>& texts() const { return texts_; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::map<std::string, int, std::less<>> number_;
  std::vector<std::string> texts_;
};

Names names_in(std::initializer_list<std::pair<const Frame*, Text>> columns) {
  Names names;
  for (const auto& [frame, column] : columns)
    frame->view<std::string_view>(column).for_each_valid([&](std::int64_t, std::string_view text) { names.add(text); });
  names.order();
  return names;
}

struct World {
  Names schools, municipalities, regions;
  std::vector<int> region_of;  // by school
};

World world_of(const Context& ctx, const Frame& needing, const Frame& offering) {
  const Frame registry = ctx.schools();
  World world;
  world.schools = names_in({{&registry, "school"}, {&needing, "school"}, {&offering, "partner"}});
  world.municipalities = names_in({{&registry, "municipality"}, {&needing, "municipality"}, {&offering, "municipality"}});
  world.regions = names_in({{&registry, "region"}, {&needing, "region"}, {&offering, "region"}});
  world.region_of.assign(world.schools.size(), -1);
  const auto codes = registry.view<std::string_view>("school"), regions = registry.view<std::string_view>("region");
  for (std::int64_t row = 0; row < codes.size(); ++row)
    if (const int school = world.schools.number(codes[row]); school >= 0) world.region_of[static_cast<std::size_t>(school)] = world.regions.number(regions[row]);
  return world;
}

std::vector<Side> side_of(const Frame& frame, Text key, const World& world) {
  const auto codes = frame.view<std::string_view>(key), places = frame.view<std::string_view>("municipality"), regions = frame.view<std::string_view>("region");
  std::vector<Side> side;
  for (std::int64_t row = 0; row < codes.size(); ++row)
    side.push_back({world.schools.number(codes[row]), world.regions.number(regions[row]), world.municipalities.number(places[row])});
  return side;
}

// Результаты школ по процедурам за годы правила.
struct Results {
  std::vector<opora_matching::Sitting> sittings;
  std::vector<std::string> subjects;
};

Results results_of(const Context& ctx, const World& world) {
  Query query = ctx.results().where("year", ">", ctx.year() - ctx.integer("years")).where("year", "<=", ctx.year()).where("score", ">=", 0);
  if (const std::string_view kind = ctx.choice("kind"); kind != "all") query = query.where("kind", "==", kind);
  const Frame f = query.group("school", "kind", "subject", "grade", "year", "procedure").tally({{"n", count()}, {"mean", mean("score")}, {"sd", sd("score")}});
  const Names procedures = names_in({{&f, "procedure"}}), subjects = names_in({{&f, "subject"}}), kinds = names_in({{&f, "kind"}});
  const auto school = f.view<std::string_view>("school"), kind = f.view<std::string_view>("kind"), subject = f.view<std::string_view>("subject"),
             procedure = f.view<std::string_view>("procedure");
  const auto grade = f.view<std::int64_t>("grade"), year = f.view<std::int64_t>("year"), n = f.view<std::int64_t>("n");
  const auto average = f.view<double>("mean"), deviation = f.view<double>("sd");
  Results results{{}, subjects.texts()};
  for (std::int64_t row = 0; row < f.rows(); ++row) {
    const int code = world.schools.number(school[row]);
    if (code < 0 || !average[row] || !year[row]) continue;
    const double spread = deviation.value_or(row, 0);
    // Параллель: вид процедуры × класс.
    const int cohort = kinds.number(kind[row]) * 100 + static_cast<int>(grade.value_or(row, 0));
    results.sittings.push_back({code, world.region_of[static_cast<std::size_t>(code)], procedures.number(procedure[row]), cohort, subjects.number(subject[row]),
                                static_cast<int>(*year[row]), static_cast<double>(n.value_or(row, 0)), *average[row], spread * spread});
  }
  return results;
}

Item item_of(const Frame& frame, const std::string& name, const std::vector<int>& school_of_row, std::size_t schools) {
  const Column column = frame[name];
  Item item{name, column.type() == OPORA_TEXT_COLUMN, std::vector<double>(schools), std::vector<std::uint8_t>(schools)};
  const auto put = [&](std::int64_t row, double value) {
    const int school = school_of_row[static_cast<std::size_t>(row)];
    if (school >= 0) item.value[static_cast<std::size_t>(school)] = value, item.there[static_cast<std::size_t>(school)] = 1;
  };
  if (item.is_text) {
    const auto view = column.view<std::string_view>();
    view.for_each_valid([&](std::int64_t row, std::string_view) { put(row, view.code(row)); });
  } else {
    column.view<double>().for_each_valid(put);
  }
  return item;
}

// Столбцы контекста, по которым школы различаются.
std::vector<Item> context_of(const Context& ctx, const World& world, bool texts) {
  const Frame frame = ctx.flag("own_context") ? ctx.indicator("partner-context") : ctx.context(ctx.year());
  const auto codes = frame.view<std::string_view>("school");
  std::vector<int> school_of_row;
  for (std::int64_t row = 0; row < codes.size(); ++row) school_of_row.push_back(world.schools.number(codes[row]));
  std::vector<Item> items;
  for (const std::string& name : frame.names()) {
    if (name == "school" || frame[name].type() == OPORA_DATE) continue;
    Item item = item_of(frame, name, school_of_row, world.schools.size());
    if (!item.is_text || texts) items.push_back(std::move(item));
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.name < b.name; });
  return opora_matching::telling(std::move(items), ctx.percent("coverage").value());
}

// Соседство муниципалитетов — показатель пакета: municipality, neighbour, travel (1 … 3).
opora_matching::Neighbours neighbours_of(const Context& ctx, const World& world) {
  opora_matching::Neighbours found;
  if (!ctx.flag("neighbours")) return found;
  const Frame frame = ctx.indicator("neighbours");
  const auto from = frame.view<std::string_view>("municipality"), to = frame.view<std::string_view>("neighbour");
  const auto travel = frame.view<std::int64_t>("travel");
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    const int a = world.municipalities.number(from[row]), b = world.municipalities.number(to[row]);
    const auto value = static_cast<int>(std::clamp<std::int64_t>(travel.value_or(row, 3), 1, 3));
    if (a >= 0 && b >= 0) found[{a, b}] = found[{b, a}] = value;
  }
  return found;
}

opora_matching::Rule rule_of(const Context& ctx) {
  opora_matching::Rule rule;
  for (std::int64_t back = ctx.integer("years"); back-- > 0;) rule.years.push_back(ctx.year() - static_cast<int>(back));
  rule.q = ctx.number("z"), rule.high = ctx.number("high"), rule.margin = ctx.number("margin");
  const std::string_view reach = ctx.choice("reach");
  rule.reach = reach == "municipality" ? opora_matching::Reach::kMunicipality : reach == "neighbours" ? opora_matching::Reach::kNeighbours : opora_matching::Reach::kRegion;
  rule.closest = ctx.percent("closest").value();
  rule.with_context = ctx.choice("distance") != "none";
  rule.weak = static_cast<int>(ctx.integer("weak"));
  rule.subject_weight = ctx.number("subject_weight"), rule.travel_weight = ctx.number("travel_weight");
  rule.load = static_cast<int>(ctx.integer("load")), rule.runners = static_cast<int>(ctx.integer("runners"));
  return rule;
}

// Строки результата, столбец за столбцом.
struct PairRows {
  std::vector<std::string> school, partner, reason, subjects;
  std::vector<std::int64_t> rank;
  std::vector<double> cost, distance, lead;
  std::vector<std::uint8_t> compared;
};
struct AloneRows {
  std::vector<std::string> school, reason;
};

std::vector<Text> texts_of(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

void add_pairs(const Choice& choice, const std::string& school, const std::vector<Side>& offering, const World& world, const opora_matching::Rule& rule,
               const std::vector<std::string>& subjects, PairRows& rows) {
  for (std::size_t k = 0; k < choice.partners.size(); ++k) {
    const opora_matching::PairView& view = choice.views[k];
    const int partner = offering[static_cast<std::size_t>(choice.partners[k])].school;
    rows.school.push_back(school), rows.partner.push_back(world.schools.texts()[static_cast<std::size_t>(partner)]);
    rows.rank.push_back(static_cast<std::int64_t>(k) + 1), rows.cost.push_back(view.cost);
    rows.reason.push_back(k == 0 ? opora_matching::pair_reason(view, rule, subjects) : opora_matching::runner_reason(view, choice.full[k], rule));
    rows.distance.push_back(view.distance.value_or(0)), rows.compared.push_back(view.distance.has_value());
    rows.lead.push_back(*std::min_element(view.lead.begin(), view.lead.end()));
    rows.subjects.push_back(opora_matching::joined(view.covered, subjects));
  }
}

struct PartnerSchools {
  static constexpr Text kDistances[] = {"mahalanobis", "gower", "none"};
  static constexpr Text kShrinkages[] = {"auto", "fixed"};
  static constexpr Text kKinds[] = {"all", "ВПР", "ОГЭ", "ЕГЭ"};
  static constexpr Text kReaches[] = {"municipality", "neighbours", "region"};
  static constexpr Parameter parameters[] = {
      choice("distance", "mahalanobis", kDistances, {.title = "Расстояние между школами по контексту (none — не сравнивать)", .basis = kDecision}),
      choice("shrinkage", "auto", kShrinkages, {.title = "Сжатие корреляций контекста: по данным (auto) или заданное (fixed)", .basis = "Schäfer, Strimmer (2005)"}),
      percent("shrinkage_share", "10", {.title = "Заданное сжатие", .basis = kDecision, .min = 0, .max = 100}),
      percent("closest", "50", {.title = "Сопоставимы ближайшие пары, доля от всех", .basis = kDecision, .min = 1, .max = 100}),
      percent("common", "50", {.title = "Общих сведений о контексте у двух школ, не менее", .basis = kDecision, .min = 1, .max = 100}),
      percent("coverage", "80", {.title = "Сведение учитывается, если его сообщили школы, не менее", .basis = kDecision, .min = 1, .max = 100}),
      flag("own_context", false, {.title = "Столбцы контекста выбирает показатель пакета partner-context", .basis = kDecision}),
      integer("years", "2", {.title = "Лет подряд с более высокими результатами", .basis = "решение региона: «стабильно» — два года", .min = 1, .max = 5}),
      choice("kind", "all", kKinds, {.title = "По каким процедурам сравниваются результаты", .basis = kDecision}),
      number("high", "0", {.title = "Партнёр выше среднего по региону более чем на (стандартных отклонений)", .basis = kDecision, .min = -3, .max = 3}),
      number("margin", "0.2", {.title = "Партнёр выше школы сверх погрешности на (стандартных отклонений)", .basis = kDecision, .min = 0, .max = 5}),
      number("z", "1.96", {.title = "Квантиль погрешности", .basis = "доверительная вероятность 95 %", .min = 0, .max = 10}),
      integer("min_n", "10", {.title = "Участий за год, не менее", .basis = "решение региона: малые группы не оцениваются", .min = 1, .max = 1000}),
      choice("reach", "region", kReaches, {.title = "Где искать: тот же муниципалитет, соседние, весь регион", .basis = kDecision}),
      flag("neighbours", false, {.title = "Соседство муниципалитетов даёт показатель пакета neighbours", .basis = kDecision}),
      integer("load", "2", {.title = "Школ у одного партнёра, не более", .basis = kDecision, .min = 1, .max = 50}),
      integer("weak", "2", {.title = "Слабых предметов, которые учитываются, не более", .basis = kDecision, .min = 0, .max = 20}),
      number("subject_weight", "0.3", {.title = "Вес предметов, которые партнёр не закрывает", .basis = kDecision, .min = 0, .max = 10}),
      number("travel_weight", "0.3", {.title = "Вес удалённости", .basis = kDecision, .min = 0, .max = 10}),
      integer("runners", "1", {.title = "Запасных партнёров в отчёте", .basis = kDecision, .min = 0, .max = 10})};
  static constexpr Output outputs[] = {decimal("distance", {.title = "Расстояние по контексту", .min = 0}),
                                       decimal("lead", {.title = "Превышение результатов, меньшее за годы", .unit = "σ"}),
                                       text("subjects", {.title = "Закрывает слабые предметы"})};
  static constexpr MatchingInfo info{.id = "partner-schools", .title = "Школы-партнёры и наставники для школ списка",
                                     .inputs = kInputs, .parameters = parameters, .outputs = outputs};

  Pairs match(const Context& ctx, const Frame& needing, const Frame& offering) const {
    const opora_matching::Rule rule = rule_of(ctx);
    const World world = world_of(ctx, needing, offering);
    const Results results = results_of(ctx, world);
    const auto performance = opora_matching::performance_of(results.sittings, ctx.year(), static_cast<double>(ctx.integer("min_n")));
    const std::vector<Side> schools = side_of(needing, "school", world), partners = side_of(offering, "partner", world);
    const opora_matching::Neighbours neighbours = neighbours_of(ctx, world);
    const std::vector<Choice> choices = chosen(ctx, rule, performance, neighbours, schools, partners, world);
    PairRows pairs;
    AloneRows alone;
    for (std::size_t i = 0; i < schools.size(); ++i) {
      const std::string& code = world.schools.texts()[static_cast<std::size_t>(schools[i].school)];
      add_pairs(choices[i], code, partners, world, rule, results.subjects, pairs);
      if (choices[i].gap != opora_matching::Gap::kNone) alone.school.push_back(code), alone.reason.push_back(opora_matching::gap_reason(choices[i], rule));
    }
    return {FrameBuilder(ctx.call()).add("school", texts_of(pairs.school)).add("partner", texts_of(pairs.partner)).add("rank", pairs.rank)
                .add("cost", pairs.cost).add("reason", texts_of(pairs.reason)).add("distance", pairs.distance, pairs.compared)
                .add("lead", pairs.lead).add("subjects", texts_of(pairs.subjects)).finish(),
            FrameBuilder(ctx.call()).add("school", texts_of(alone.school)).add("reason", texts_of(alone.reason)).finish()};
  }

 private:
  std::vector<Choice> chosen(const Context& ctx, const opora_matching::Rule& rule, const opora_matching::Performance& performance,
                             const opora_matching::Neighbours& neighbours, const std::vector<Side>& schools, const std::vector<Side>& partners, const World& world) const {
    const auto step = [&] { ctx.stop_if_cancelled(); };
    const auto choose = [&](auto&& distance) { return opora_matching::Chooser(rule, performance, neighbours, schools, partners, distance).choose(step); };
    const std::string_view kind = ctx.choice("distance");
    if (kind == "none") return choose([](std::size_t, std::size_t) { return std::optional<double>(); });
    const std::vector<Item> items = context_of(ctx, world, kind == "gower");
    const double common = ctx.percent("common").value();
    if (kind == "gower") {
      const opora_matching::Gower gower(items, common);
      return choose([&](std::size_t a, std::size_t b) { return gower.between(a, b); });
    }
    const std::optional<double> shrinkage = ctx.choice("shrinkage") == "fixed" ? std::optional(ctx.percent("shrinkage_share").value()) : std::nullopt;
    opora_matching::Mahalanobis mahalanobis(items, shrinkage, common);
    return choose([&](std::size_t a, std::size_t b) { return mahalanobis.between(a, b); });
  }
};

// Кураторы и тьюторы: список пакета, равномерная нагрузка.
struct Curators {
  static constexpr Parameter parameters[] = {
      integer("load", "6", {.title = "Школ у одного куратора, не более, если список не говорит иного", .basis = kDecision, .min = 1, .max = 1000}),
      number("balance", "1", {.title = "Вес равномерной нагрузки против удалённости", .basis = kDecision, .min = 0, .max = 100}),
      flag("neighbours", false, {.title = "Соседство муниципалитетов даёт показатель пакета neighbours", .basis = kDecision})};
  static constexpr Output outputs[] = {whole("load", {.title = "Школ у куратора", .min = 1}), whole("capacity", {.title = "Предел нагрузки", .min = 0})};
  static constexpr Text inputs[] = {"schools"};
  static constexpr MatchingInfo info{.id = "curators", .title = "Кураторы и тьюторы школ списка", .inputs = inputs, .parameters = parameters, .outputs = outputs};

  Pairs match(const Context& ctx, const Frame& needing, const Frame& offering) const {
    const World world = world_of(ctx, needing, offering);
    const std::vector<Side> schools = side_of(needing, "school", world), people = side_of(offering, "partner", world);
    const std::vector<int> capacity = capacities(ctx, offering);
    const opora_matching::Neighbours neighbours = neighbours_of(ctx, world);
    const auto found = opora_matching::assign_curators(schools, people, capacity, neighbours, ctx.number("balance"), [&] { ctx.stop_if_cancelled(); });
    PairRows pairs;
    AloneRows alone;
    std::vector<std::int64_t> loads, limits;
    for (std::size_t i = 0; i < schools.size(); ++i) {
      const std::string& code = world.schools.texts()[static_cast<std::size_t>(schools[i].school)];
      const int person = found.curator[i];
      if (person == opora_matching::kNobody) {
        alone.school.push_back(code);
        alone.reason.push_back(found.reachable[i] == 0 ? "Кураторов в регионе школы нет." : "Места всех кураторов региона заняты: увеличьте пределы нагрузки или список.");
        continue;
      }
      const auto at = static_cast<std::size_t>(person);
      pairs.school.push_back(code), pairs.partner.push_back(world.schools.texts()[static_cast<std::size_t>(people[at].school)]);
      pairs.rank.push_back(1), pairs.cost.push_back(found.distance[i]);
      opora_matching::PairView view;
      view.travel = found.travel[i], view.travel_class = found.travel_class[i];
      pairs.reason.push_back(opora_matching::capital(opora_matching::travel_words(view)) + "; нагрузка куратора — " + std::to_string(found.load[at]) + " из " + std::to_string(capacity[at]) + ".");
      loads.push_back(found.load[at]), limits.push_back(capacity[at]);
    }
    return {FrameBuilder(ctx.call()).add("school", texts_of(pairs.school)).add("partner", texts_of(pairs.partner)).add("rank", pairs.rank)
                .add("cost", pairs.cost).add("reason", texts_of(pairs.reason)).add("load", loads).add("capacity", limits).finish(),
            FrameBuilder(ctx.call()).add("school", texts_of(alone.school)).add("reason", texts_of(alone.reason)).finish()};
  }

 private:
  // Столбец capacity списка; нет его — общий предел.
  static std::vector<int> capacities(const Context& ctx, const Frame& offering) {
    const auto usual = static_cast<int>(ctx.integer("load"));
    std::vector<int> capacity(static_cast<std::size_t>(offering.rows()), usual);
    if (!offering.has("capacity")) return capacity;
    offering.view<std::int64_t>("capacity").for_each_valid([&](std::int64_t row, std::int64_t value) {
      capacity[static_cast<std::size_t>(row)] = static_cast<int>(std::clamp<std::int64_t>(value, 0, 1'000'000));
    });
    return capacity;
  }
};

constexpr PluginInfo kPlugin{.id = "ru.opora.matching", .name = "Партнёры, наставники и кураторы", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, PartnerSchools, Curators);
