// Предметные дефициты: какие задания и умения выполняют в школе хуже, чем в сравнимых школах и чем рекомендует ФИОКО
// (2026). Признак, требующий проверки. Six indicators; regions/ru/2019/deficits.lua turns two of them into checks.
#include <functional>
#include <tuple>

#include "profile.h"

using namespace opora::sdk;

namespace deficits {
namespace {

constexpr Text kInputs[] = {"tasks", "schools", "task_descriptions", "code_texts", "context"};
constexpr Text kKinds[] = {"ВПР", "ОГЭ", "ЕГЭ"};
constexpr Text kGroups[] = {"region", "municipality", "comparison-group"};
constexpr Text kDimensions[] = {"content", "requirement", "difficulty", "block"};
constexpr Text kAnyDimension[] = {"all", "content", "requirement", "difficulty", "block"};
constexpr const char* kFioko = "ФИОКО, рекомендации по анализу ВПР в школе, 2026 г., с. 6, 17";
constexpr const char* kRegional = "решение региона";

constexpr Parameter kKind = choice("kind", "ВПР", kKinds, {.title = "Процедура", .basis = kFioko});
constexpr Parameter kGroup = choice("group", "region", kGroups,
    {.title = "С кем сравнивать: регион, муниципалитет или показатель пакета comparison-group (school, group)", .basis = kRegional});
constexpr Parameter kConfidence = percent("confidence", "95", {.title = "Доверительная вероятность интервала", .basis = kRegional, .min = 50, .max = 99.9});
constexpr Parameter kDiscovery = percent("false_discovery", "5",
    {.title = "Доля ложных находок, не более", .basis = "Benjamini, Hochberg (1995): поправка на число сравнений", .min = 0.001, .max = 50});
constexpr Parameter kMargin = percent("margin", "5", {.title = "Отставание от сравнимых школ, не менее, п. п.", .basis = kRegional});
constexpr Parameter kMinN = integer("min_n", "10",
    {.title = "Участников, не менее", .basis = "ФИОКО, рекомендации 2026 г., с. 23: группы от 10 участников", .min = 1, .max = 1000});
constexpr Parameter kMinOthers = integer("min_others", "5", {.title = "Других школ в группе сравнения, не менее", .basis = kRegional, .min = 1, .max = 1000});
constexpr Parameter kBasicEnough = percent("basic_enough", "60", {.title = "Уровень Б: достаточно", .basis = kFioko});
constexpr Parameter kBasicLacking = percent("basic_lacking", "57", {.title = "Уровень Б: недостаточно, менее", .basis = kFioko});
constexpr Parameter kAdvancedEnough = percent("advanced_enough", "30", {.title = "Уровни П и В: достаточно", .basis = kFioko});
constexpr Parameter kAdvancedLacking = percent("advanced_lacking", "28.5", {.title = "Уровни П и В: недостаточно, менее", .basis = kFioko});
constexpr Parameter kDimension = choice("dimension", "content", kDimensions,
    {.title = "Умения по: КЭС, КТ, уровню, блоку программы", .basis = kRegional});

#define DEFICITS_COMMON kKind, kGroup, kConfidence, kDiscovery, kMargin, kMinN, kMinOthers, kBasicEnough, kBasicLacking, kAdvancedEnough, kAdvancedLacking

using Works = std::vector<std::unique_ptr<Work>>;

// Columns of a result that grow row by row; an empty text and no number are missing values.
class Table {
 public:
  explicit Table(const Context& ctx) : ctx_(ctx) {}
  void text(const char* name, std::string value) { texts_.at(place(name, texts_, text_names_)).push_back(std::move(value)); }
  void whole(const char* name, std::int64_t value) { wholes_.at(place(name, wholes_, whole_names_)).push_back(value); }
  void real(const char* name, std::optional<double> value) { reals_.at(place(name, reals_, real_names_)).push_back(value); }

  // `outputs`: every declared column, so that a table without rows has them, too.
  Frame finish(std::span<const Output> outputs) {
    FrameBuilder build = ctx_.build();
    for (const Output& output : outputs) {
      const std::string name(view(output.name));
      if (output.type == OPORA_TEXT_COLUMN) add_texts(build, name);
      else if (output.type == OPORA_INT64) build.add(name, std::span<const std::int64_t>(wholes_[place(name, wholes_, whole_names_)]));
      else add_reals(build, name);
    }
    return build.finish();
  }

 private:
  template <class Lists>
  static std::size_t place(const std::string& name, Lists& lists, std::vector<std::string>& names) {
    const auto found = std::find(names.begin(), names.end(), name);
    const auto at = static_cast<std::size_t>(found - names.begin());
    if (found == names.end()) names.push_back(name), lists.emplace_back();
    return at;
  }
  void add_texts(FrameBuilder& build, const std::string& name) {
    const auto& values = texts_[place(name, texts_, text_names_)];
    const std::vector<Text> cells(values.begin(), values.end());
    std::vector<std::uint8_t> valid;
    for (const std::string& value : values) valid.push_back(!value.empty());
    build.add(name, std::span<const Text>(cells), valid);
  }
  void add_reals(FrameBuilder& build, const std::string& name) {
    std::vector<double> cells;
    std::vector<std::uint8_t> valid;
    for (const auto& value : reals_[place(name, reals_, real_names_)]) cells.push_back(value.value_or(0)), valid.push_back(value.has_value());
    build.add(name, std::span<const double>(cells), valid);
  }

  const Context& ctx_;
  std::vector<std::string> text_names_, whole_names_, real_names_;
  std::vector<std::vector<std::string>> texts_;
  std::vector<std::vector<std::int64_t>> wholes_;
  std::vector<std::vector<std::optional<double>>> reals_;
};

// What all indicators read.
struct Read {
  Rules rules;
  Schools schools;
  Works works;
  std::map<std::string, std::string> texts;
  explicit Read(const Context& ctx) : rules(rules_of(ctx)), schools(schools_of(ctx)), works(works_of(ctx, rules)), texts(texts_of(ctx, works)) {}

  std::string words(const Work& work, const Skill& skill) const {
    const auto found = texts.find(text_key(work, skill.dimension, skill.code));
    return found == texts.end() ? std::string() : found->second;
  }
  void name_skill(Table& table, const Work& work, const Skill& skill) const {
    table.text("procedure", work.procedure), table.text("subject", work.subject), table.whole("grade", work.grade);
    table.text("dimension", skill.dimension), table.text("code", skill.code), table.text("text", words(work, skill));
  }
  void compared(Table& table, const Row& row) const {
    table.text("school", schools.codes[static_cast<std::size_t>(row.school)]);
    table.whole("n", row.points.pupils), table.whole("maximum", row.maximum);
    table.real("share", row.share), table.real("low", row.interval.low), table.real("high", row.interval.high);
    table.real("region_share", row.region_share), table.real("others_share", row.others_share);
    const std::int32_t group = schools.group[static_cast<std::size_t>(row.school)];
    table.text("compared_with", !row.others_share ? "" : row.in_group ? schools.groups[static_cast<std::size_t>(group)] : "регион");
    table.real("difference", row.others_share ? std::optional(row.difference()) : std::nullopt);
    table.real("p", row.p), table.real("q", row.q);
    table.whole("deficit", row.deficit);
  }
};

std::string zone_of(double share, const std::optional<Threshold>& threshold) {
  if (!threshold) return {};
  return share >= threshold->enough ? "достаточный" : share < threshold->lacking ? "недостаточный" : "пограничный";
}

struct TaskCompletion {
  static constexpr Parameter parameters[] = {DEFICITS_COMMON};
  static constexpr Output outputs[] = {key("school"), key("procedure"), key("task"), whole("task_position"), whole("n"), whole("maximum"),
                                       decimal("share", {.title = "Доля набранных баллов"}), decimal("low"), decimal("high"), decimal("region_share"),
                                       text("compared_with"), decimal("others_share"), decimal("difference"), decimal("p"), decimal("q"),
                                       text("level"), text("zone"), whole("deficit")};
  static constexpr IndicatorInfo info{.id = "task-completion", .title = "Выполнение заданий школой и сравнимыми школами",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО, рекомендации по анализу ВПР в школе, 2026 г., с. 6, 17; интервалы: Wilson (1927), Student; поправка: Benjamini, Hochberg (1995)",
                                      .assumes = "участник — единица выборки; не приступивший к заданию получил 0 баллов",
                                      .uncertainty = "интервал доли баллов школы; q — ожидаемая доля ложных находок среди всех сравнений; похожесть учеников класса не учтена",
                                      .limits = "группы менее min_n не оцениваются; годы с разным кодификатором не сравнивать; причина отставания не названа"};
  Frame compute(const Context& ctx) const {
    const Read read(ctx);
    Table table(ctx);
    for (const Row& row : task_rows(ctx, read.works, read.schools, read.rules)) {
      const Task& task = *row.task;
      table.text("procedure", row.work->procedure), table.text("task", task.label), table.whole("task_position", task.position);
      read.compared(table, row);
      const std::string level = task.described ? task.described->difficulty : std::string();
      table.text("level", level), table.text("zone", zone_of(row.share, read.rules.thresholds.of(level)));
    }
    return table.finish(outputs);
  }
};

struct SkillDeficits {
  static constexpr Parameter parameters[] = {
      DEFICITS_COMMON, choice("dimension", "all", kAnyDimension, {.title = "Умения по: КЭС, КТ, уровню, блоку программы; all — по всем", .basis = kRegional})};
  static constexpr Output outputs[] = {key("school"), key("procedure"), key("subject"), whole("grade"), key("dimension"), key("code"), text("text"),
                                       whole("n"), whole("maximum"), whole("tasks"), whole("red_tasks"), decimal("share"), decimal("low"), decimal("high"),
                                       decimal("region_share"), text("compared_with"), decimal("others_share"), decimal("difference"), decimal("p"),
                                       decimal("q"), whole("systemic", {.title = "Большинство заданий умения ниже порога уровня"}),
                                       whole("deficit", {.title = "Значимо хуже сравнимых школ"})};
  static constexpr IndicatorInfo info{.id = "skill-deficits", .title = "Выполнение по КЭС, КТ, уровням и блокам программы",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО, рекомендации по анализу ВПР в школе, 2026 г., с. 16–20; поправка: Benjamini, Hochberg (1995)",
                                      .assumes = "описание работы верно относит задания к КЭС, КТ, уровням и блокам; участник — единица выборки",
                                      .uncertainty = "интервал доли баллов школы; q — ожидаемая доля ложных находок среди всех сравнений умений",
                                      .limits = "умение, которое проверяет одно задание, — это одно задание; у школ группы разные условия; причина не названа"};
  Frame compute(const Context& ctx) const {
    Read read(ctx);
    if (ctx.choice("dimension") != "all") read.rules.dimension = ctx.choice("dimension");
    Table table(ctx);
    for (const Row& row : skill_rows(ctx, read.works, read.schools, read.rules)) {
      read.name_skill(table, *row.work, *row.skill);
      read.compared(table, row);
      table.whole("tasks", row.tasks), table.whole("red_tasks", row.red_tasks), table.whole("systemic", row.systemic);
    }
    return table.finish(outputs);
  }
};

// Rows of one school or of one skill stand together in what follows.
template <class Key>
std::map<Key, std::vector<const Row*>> by(const std::vector<Row>& rows, const std::function<std::optional<Key>(const Row&)>& key_of) {
  std::map<Key, std::vector<const Row*>> groups;
  for (const Row& row : rows)
    if (const auto key = key_of(row)) groups[*key].push_back(&row);
  return groups;
}

using SkillKey = std::tuple<std::string, std::string, std::string>;  // procedure, dimension, code
SkillKey skill_key(const Row& row) { return {row.work->procedure, row.skill->dimension, row.skill->code}; }

// The threshold of a skill: those of its tasks, weighted by their points.
std::optional<double> lacking_of(const Work& work, const Skill& skill, const Thresholds& thresholds) {
  double sum = 0, points = 0;
  for (const std::size_t t : skill.tasks) {
    const auto threshold = thresholds.of(work.tasks[t].described->difficulty);
    if (!threshold) return std::nullopt;
    const auto maximum = static_cast<double>(work.tasks[t].maximum);
    sum += threshold->lacking * maximum, points += maximum;
  }
  return sum / points;
}

struct HardTopics {
  static constexpr Parameter parameters[] = {
      DEFICITS_COMMON, percent("majority", "50", {.title = "Школ ниже порога, более", .basis = "ФИОКО, рекомендации 2026 г., с. 16–19: «большинство»"})};
  static constexpr Output outputs[] = {key("procedure"), key("subject"), whole("grade"), key("dimension"), key("code"), text("text"), whole("tasks"),
                                       whole("n"), decimal("share"), decimal("threshold"), whole("schools"), whole("schools_below"),
                                       whole("hard", {.title = "Большинство школ ниже порога, или регион ниже его"})};
  static constexpr IndicatorInfo info{.id = "hard-topics", .title = "Темы, трудные для большинства школ",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО, рекомендации по анализу ВПР в школе, 2026 г., с. 16–19",
                                      .assumes = "пороги уровней Б, П и В подходят к заданиям этой работы",
                                      .uncertainty = "доля региона — по всем участникам, интервала нет; школы ниже порога считаются без поправки на случай",
                                      .limits = "трудным может быть само задание, а не тема: посмотрите, сколько заданий её проверяют"};
  Frame compute(const Context& ctx) const {
    const Read read(ctx);
    const double majority = ctx.percent("majority").value();
    Table table(ctx);
    const auto rows = skill_rows(ctx, read.works, read.schools, read.rules);
    for (const auto& [key, group] : by<SkillKey>(rows, [](const Row& row) { return std::optional(skill_key(row)); })) {
      const Row& any = *group.front();
      Points all;
      std::int64_t schools = 0, below = 0;
      const auto threshold = lacking_of(*any.work, *any.skill, read.rules.thresholds);
      for (const Row* row : group) {
        all += row->points;
        if (row->points.pupils < read.rules.min_n || !threshold) continue;
        ++schools, below += row->share < *threshold;
      }
      const double share = all.mean() / static_cast<double>(any.maximum);
      read.name_skill(table, *any.work, *any.skill);
      table.whole("tasks", static_cast<std::int64_t>(any.skill->tasks.size())), table.whole("n", all.pupils);
      table.real("share", share), table.real("threshold", threshold);
      table.whole("schools", schools), table.whole("schools_below", below);
      table.whole("hard", threshold && (share < *threshold || static_cast<double>(below) > majority * static_cast<double>(schools)));
    }
    return table.finish(outputs);
  }
};

bool worse(const Row* a, const Row* b) {
  const auto of = [](const Row& row) {
    return std::tuple(!row.systemic, row.others_share ? row.difference() : 1.0, row.work->procedure, row.skill->dimension, row.skill->code, row.school);
  };
  return of(*a) < of(*b);
}

struct CourseGroups {
  static constexpr Parameter parameters[] = {
      DEFICITS_COMMON, kDimension, integer("min_schools", "3", {.title = "Школ с одним дефицитом, не менее", .basis = kRegional, .min = 1, .max = 1000})};
  static constexpr Output outputs[] = {key("procedure"), key("subject"), whole("grade"), key("dimension"), key("code"), text("text"), whole("schools"),
                                       whole("place"), key("school"), whole("n"), decimal("share"), decimal("others_share"), decimal("difference"),
                                       decimal("q")};
  static constexpr IndicatorInfo info{.id = "course-groups", .title = "Целевые группы курсов: школы с одним предметным дефицитом",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "решение региона по дефицитам показателя skill-deficits",
                                      .assumes = "у школ с одним дефицитом одна потребность в обучении учителей",
                                      .uncertainty = "как у skill-deficits: q — ожидаемая доля ложных находок среди всех сравнений",
                                      .limits = "список для разговора о курсе, а не назначение: причину дефицита знает школа"};
  Frame compute(const Context& ctx) const {
    Read read(ctx);
    read.rules.dimension = ctx.choice("dimension");
    const auto least = static_cast<std::size_t>(ctx.integer("min_schools"));
    Table table(ctx);
    const auto rows = skill_rows(ctx, read.works, read.schools, read.rules);
    for (auto& [key, group] : by<SkillKey>(rows, [](const Row& row) { return row.deficit ? std::optional(skill_key(row)) : std::nullopt; })) {
      if (group.size() < least) continue;
      std::vector<const Row*> order = group;
      std::sort(order.begin(), order.end(), worse);
      for (std::size_t i = 0; i < order.size(); ++i) {
        const Row& row = *order[i];
        read.name_skill(table, *row.work, *row.skill);
        read.compared(table, row);
        table.whole("schools", static_cast<std::int64_t>(order.size())), table.whole("place", static_cast<std::int64_t>(i) + 1);
      }
    }
    return table.finish(outputs);
  }
};

struct SchoolDeficits {
  static constexpr Parameter parameters[] = {
      DEFICITS_COMMON, kDimension, integer("most", "5", {.title = "Дефицитов в карточке школы, не более", .basis = kRegional, .min = 1, .max = 100})};
  static constexpr Output outputs[] = {key("school"), whole("place"), key("procedure"), key("subject"), whole("grade"), key("dimension"), key("code"),
                                       text("text"), whole("n"), decimal("share"), decimal("low"), decimal("high"), text("compared_with"),
                                       decimal("others_share"), decimal("difference"), decimal("q"), whole("tasks"), whole("red_tasks"),
                                       whole("systemic"), whole("deficit")};
  static constexpr IndicatorInfo info{.id = "school-deficits", .title = "Дефициты школы по убыванию важности",
                                      .inputs = kInputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО, рекомендации по анализу ВПР в школе, 2026 г., с. 16–20",
                                      .assumes = "как у skill-deficits; важнее то, что ниже порога в большинстве заданий и дальше от сравнимых школ",
                                      .uncertainty = "как у skill-deficits; порядок близких по величине дефицитов случаен",
                                      .limits = "порядок — не причина: программа, учитель и состав класса данными не названы"};
  Frame compute(const Context& ctx) const {
    Read read(ctx);
    read.rules.dimension = ctx.choice("dimension");
    const auto most = static_cast<std::size_t>(ctx.integer("most"));
    Table table(ctx);
    const auto rows = skill_rows(ctx, read.works, read.schools, read.rules);
    for (auto& [school, group] : by<std::int32_t>(rows, [](const Row& row) { return row.deficit ? std::optional(row.school) : std::nullopt; })) {
      std::sort(group.begin(), group.end(), worse);
      for (std::size_t i = 0; i < std::min(most, group.size()); ++i) {
        const Row& row = *group[i];
        read.name_skill(table, *row.work, *row.skill);
        read.compared(table, row);
        table.whole("place", static_cast<std::int64_t>(i) + 1);
        table.whole("tasks", row.tasks), table.whole("red_tasks", row.red_tasks), table.whole("systemic", row.systemic);
      }
    }
    return table.finish(outputs);
  }
};

struct MarkGroups {
  static constexpr Parameter parameters[] = {kKind, kMinN};
  static constexpr Output outputs[] = {key("school"), key("procedure"), key("task"), whole("task_position"), whole("mark"), whole("n"), decimal("points"),
                                       whole("crossing", {.title = "Группа с меньшей отметкой набрала больше; признак, требующий проверки"})};
  static constexpr Text inputs[] = {"tasks"};
  static constexpr IndicatorInfo info{.id = "mark-groups", .title = "Средний балл за задание по группам отметок",
                                      .inputs = inputs, .parameters = parameters, .outputs = outputs,
                                      .source = "ФИОКО, рекомендации по анализу ВПР в школе, 2026 г., с. 23",
                                      .assumes = "отметка за работу верно делит участников на группы",
                                      .uncertainty = "средние групп от 10 участников, интервалов нет",
                                      .limits = "пересечение групп — повод посмотреть на задание или проверку, а не вывод"};

  struct Group {
    std::string school, procedure, task;
    std::int64_t position = 0, mark = 0, n = 0;
    double points = 0;
  };

  Frame compute(const Context& ctx) const {
    std::vector<Group> groups = groups_of(ctx, ctx.integer("min_n"));
    const auto task = [](const Group& g) { return std::tie(g.school, g.procedure, g.position, g.task); };
    std::sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) { return std::tuple_cat(task(a), std::tie(a.mark)) < std::tuple_cat(task(b), std::tie(b.mark)); });
    Table table(ctx);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const Group& g = groups[i];
      bool crossing = false;
      for (std::size_t before = i; before-- > 0 && task(groups[before]) == task(g);) crossing |= groups[before].points > g.points;
      table.text("school", g.school), table.text("procedure", g.procedure), table.text("task", g.task);
      table.whole("task_position", g.position), table.whole("mark", g.mark), table.whole("n", g.n), table.whole("crossing", crossing);
      table.real("points", g.points);
    }
    return table.finish(outputs);
  }

  // One stream a mark: the host counts by what a procedure, a school and a task have.
  static std::vector<Group> groups_of(const Context& ctx, std::int64_t min_n) {
    constexpr std::int64_t kMarks[] = {2, 3, 4, 5};
    std::vector<Group> groups;
    for (const std::int64_t mark : kMarks) {
      const Frame f = ctx.tasks().where("year", "==", ctx.year()).where("kind", "==", ctx.choice("kind")).where("mark", "==", mark)
          .group("school", "procedure", "task", "task_position").tally({{"n", count()}, {"points", sum("task_score")}}).where("n", ">=", min_n);
      const auto school = f.view<std::string_view>("school"), procedure = f.view<std::string_view>("procedure"), task = f.view<std::string_view>("task");
      const auto position = f.view<std::int64_t>("task_position"), n = f.view<std::int64_t>("n"), points = f.view<std::int64_t>("points");
      for (std::int64_t i = 0; i < f.rows(); ++i)
        if (const auto sum = points[i])
          groups.push_back({std::string(school.value_or(i, {})), std::string(procedure.value_or(i, {})), std::string(task.value_or(i, {})),
                            position.value_or(i, 0), mark, n.value_or(i, 0), static_cast<double>(*sum) / static_cast<double>(n.value_or(i, 1))});
    }
    return groups;
  }
};

constexpr PluginInfo kPlugin{.id = "ru.opora.deficits", .name = "Предметные дефициты", .version = "1.0.0", .vendor = "Opora", .licence = "Apache-2.0"};

}  // namespace
}  // namespace deficits

OPORA_PLUGIN(deficits::kPlugin, deficits::TaskCompletion, deficits::SkillDeficits, deficits::HardTopics, deficits::CourseGroups, deficits::SchoolDeficits,
             deficits::MarkGroups);
