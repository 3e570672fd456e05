#include "profile.h"

#include <tuple>
#include <unordered_map>

namespace deficits {
namespace {

using namespace opora::sdk;
using Texts = ColumnView<std::string_view>;
using Wholes = ColumnView<std::int64_t>;

constexpr std::int64_t kMostPoints = 255;       // of a task; the squares of more are not asked for
constexpr std::int64_t kRowsAtOnce = 4'000'000; // of a request that gives rows out

std::string text(const Texts& view, std::int64_t row) { return std::string(view.value_or(row, {})); }

bool same_work(const Work& work, const std::string& kind, const std::string& subject, std::int64_t grade, const std::string& level) {
  return work.kind == kind && work.subject == subject && work.grade == grade && work.level == level;
}

// The descriptions of each work: those of its year, else those of every year.
void add_descriptions(const Context& ctx, std::vector<std::unique_ptr<Work>>& works) {
  const Frame f = ctx.reference("task_descriptions");
  const Texts kind = f.view<std::string_view>("kind"), subject = f.view<std::string_view>("subject"), level = f.view<std::string_view>("level");
  const Texts task = f.view<std::string_view>("task"), difficulty = f.view<std::string_view>("difficulty"), block = f.view<std::string_view>("block");
  const Texts content = f.view<std::string_view>("content_codes"), requirement = f.view<std::string_view>("requirement_codes");
  const Wholes grade = f.view<std::int64_t>("grade"), year = f.view<std::int64_t>("year");
  const Wholes position = f.view<std::int64_t>("task_position"), maximum = f.view<std::int64_t>("task_max");
  for (const auto& work : works)
    for (const std::int64_t wanted : {std::int64_t{ctx.year()}, std::int64_t{0}}) {
      if (!work->descriptions.empty()) break;
      for (std::int64_t i = 0; i < f.rows(); ++i)
        if (year.value_or(i, 0) == wanted && same_work(*work, text(kind, i), text(subject, i), grade.value_or(i, 0), text(level, i)))
          work->descriptions.push_back({text(task, i), position.value_or(i, 0), maximum.value_or(i, 0), text(difficulty, i), text(block, i),
                                        split_codes(text(content, i)), split_codes(text(requirement, i))});
    }
}

Query tasks_of(const Context& ctx, const Rules& rules) { return ctx.tasks().where("year", "==", ctx.year()).where("kind", "==", rules.kind); }

// Σ of squared scores, as exact as Σ of scores.
Aggregate sum_of_squares() {
  std::vector<std::int64_t> squares;
  for (std::int64_t score = 0; score <= kMostPoints; ++score) squares.push_back(score * score);
  return weigh("task_score", {"", {{"", squares}}});
}

// Points of each school in one task or skill; schools without a pupil in it have none.
struct Cells {
  std::vector<Points> of;
  explicit Cells(std::size_t schools) : of(schools) {}
};

struct Totals {
  Points all;
  std::int64_t schools = 0;
  void add(const Points& points) { all += points, schools += points.pupils > 0; }
};

// The rows of one task or skill: each school beside the others of its group, or of the region when those are few.
void compare(const Row& like, const Cells& cells, const Schools& schools, const Rules& rules, std::vector<Row>& rows) {
  Totals region;
  std::vector<Totals> groups(schools.groups.size());
  for (std::size_t s = 0; s < cells.of.size(); ++s) {
    region.add(cells.of[s]);
    if (schools.group[s] >= 0) groups[static_cast<std::size_t>(schools.group[s])].add(cells.of[s]);
  }
  const auto maximum = static_cast<double>(like.maximum);
  for (std::size_t s = 0; s < cells.of.size(); ++s) {
    const Points& own = cells.of[s];
    if (own.pupils == 0) continue;
    Row row = like;
    row.school = static_cast<std::int32_t>(s);
    row.points = own;
    row.share = own.mean() / maximum;
    row.interval = interval_of(own, like.maximum, rules.confidence);
    row.region_share = region.all.mean() / maximum;
    const Totals* group = schools.group[s] >= 0 ? &groups[static_cast<std::size_t>(schools.group[s])] : nullptr;
    row.in_group = group && group->schools > rules.min_others;
    const Totals& with = row.in_group ? *group : region;
    if (const Points others = with.all - own; others.pupils > 0 && with.schools > rules.min_others) {
      row.others_share = others.mean() / maximum;
      if (own.pupils >= rules.min_n) row.p = p_of(own, others);
    }
    rows.push_back(std::move(row));
  }
}

// The false discovery rate (the host's kernel) is kept over all rows of the run that are compared.
void judge(const Context& ctx, std::vector<Row>& rows, const Rules& rules) {
  std::vector<double> p(rows.size(), 0);
  std::vector<std::uint8_t> tested(rows.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].p) p[i] = *rows[i].p, tested[i] = 1;
  FrameBuilder tests = ctx.build();
  tests.add("p", std::span<const double>(p), tested);
  const Column q = tests.finish().adjust_p("p");
  const ColumnView<double> adjusted = q.view<double>();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Row& row = rows[i];
    row.q = adjusted[static_cast<std::int64_t>(i)];
    row.deficit = row.q && *row.q <= rules.discovery && row.difference() <= -rules.margin;
  }
}

bool is_red(const Task& task, const Points& points, const Thresholds& thresholds) {
  const auto threshold = task.described ? thresholds.of(task.described->difficulty) : std::nullopt;
  return threshold && points.pupils > 0 && points.mean() / static_cast<double>(task.maximum) < threshold->lacking;
}

// Points of the schools in each task of each work, streamed by the host.
std::map<std::string, std::vector<Cells>> task_cells(const Context& ctx, const std::vector<std::unique_ptr<Work>>& works, const Schools& schools,
                                                     const Rules& rules) {
  std::map<std::string, std::vector<Cells>> cells;
  std::map<std::pair<std::string, std::string>, std::size_t> place;
  for (const auto& work : works) {
    cells.emplace(work->procedure, std::vector<Cells>(work->tasks.size(), Cells(schools.codes.size())));
    for (std::size_t t = 0; t < work->tasks.size(); ++t) place[{work->procedure, work->tasks[t].label}] = t;
  }
  const Frame f = tasks_of(ctx, rules).group("school", "procedure", "task")
      .tally({{"n", count()}, {"given", count_where("task_score", ">=", 0)}, {"points", sum("task_score")}, {"squares", sum_of_squares()}});
  const Texts school = f.view<std::string_view>("school"), procedure = f.view<std::string_view>("procedure"), task = f.view<std::string_view>("task");
  const Wholes n = f.view<std::int64_t>("n"), given = f.view<std::int64_t>("given"), points = f.view<std::int64_t>("points"),
               squares = f.view<std::int64_t>("squares");
  for (std::int64_t i = 0; i < f.rows(); ++i) {
    const std::int32_t s = schools.index_of(school.value_or(i, {}));
    const auto at = place.find({text(procedure, i), text(task, i)});
    // A task that nobody in the school attempted has not been set there, as far as the data tell.
    if (s < 0 || at == place.end() || given.value_or(i, 0) == 0) continue;
    cells.at(at->first.first)[at->second].of[static_cast<std::size_t>(s)] += Points{n.value_or(i, 0), points.value_or(i, 0), squares.value_or(i, 0)};
  }
  return cells;
}

// Pupils of one work with their points in each skill.
class Pupils {
 public:
  Pupils(const Work& work, const Schools& schools) : work_(work), schools_(schools), skills_of_(work.tasks.size()) {
    for (std::size_t k = 0; k < work.skills.size(); ++k)
      for (const std::size_t task : work.skills[k].tasks) skills_of_[task].push_back(k);
  }

  void add(const Frame& f) {
    const Texts school = f.view<std::string_view>("school"), task = f.view<std::string_view>("task");
    const Wholes batch = f.view<std::int64_t>("batch"), line = f.view<std::int64_t>("line"), score = f.view<std::int64_t>("task_score");
    std::vector<std::int32_t> school_of, task_of;
    for (std::int32_t c = 0; c < school.codes(); ++c) school_of.push_back(schools_.index_of(school.text_of(c)));
    for (std::int32_t c = 0; c < task.codes(); ++c) task_of.push_back(place_of(task.text_of(c)));
    for (std::int64_t i = 0; i < f.rows(); ++i) {
      const std::int32_t s = school_of[static_cast<std::size_t>(school.code(i))], t = task_of[static_cast<std::size_t>(task.code(i))];
      if (s < 0 || t < 0) continue;
      const std::size_t pupil = pupil_of(batch.value_or(i, 0), line.value_or(i, 0), s);
      if (const auto points = score[i])
        for (const std::size_t k : skills_of_[static_cast<std::size_t>(t)]) sum_[pupil * work_.skills.size() + k] += *points;
    }
  }

  // Points in skill k of each school that has pupils.
  Cells cells(std::size_t k) const {
    Cells cells(schools_.codes.size());
    for (std::size_t pupil = 0; pupil < school_.size(); ++pupil) {
      const std::int64_t points = sum_[pupil * work_.skills.size() + k];
      cells.of[static_cast<std::size_t>(school_[pupil])] += Points{1, points, points * points};
    }
    return cells;
  }

 private:
  std::int32_t place_of(std::string_view label) const {
    for (std::size_t t = 0; t < work_.tasks.size(); ++t)
      if (work_.tasks[t].label == label) return static_cast<std::int32_t>(t);
    return -1;
  }
  std::size_t pupil_of(std::int64_t batch, std::int64_t line, std::int32_t school) {
    const auto [found, added] = place_.try_emplace(static_cast<std::uint64_t>(batch) << 32 | static_cast<std::uint32_t>(line), school_.size());
    if (added) school_.push_back(school), sum_.resize(sum_.size() + work_.skills.size(), 0);
    return found->second;
  }

  const Work& work_;
  const Schools& schools_;
  std::vector<std::vector<std::size_t>> skills_of_;
  std::unordered_map<std::uint64_t, std::size_t> place_;  // by the row of the pupil's file
  std::vector<std::int32_t> school_;
  std::vector<std::int64_t> sum_;
};

void read_pupils(const Context& ctx, const Work& work, const Rules& rules, std::int64_t rows, Pupils& pupils) {
  const Query query = tasks_of(ctx, rules).where("procedure", "==", work.procedure);
  const auto read = [&](const Query& part) { pupils.add(part.select("school", "batch", "line", "task", "task_score")); };
  if (rows <= kRowsAtOnce) return read(query);
  for (const Task& task : work.tasks) read(query.where("task", "==", task.label));
}

}  // namespace

std::int32_t Schools::index_of(std::string_view code) const {
  const auto found = std::lower_bound(codes.begin(), codes.end(), code);
  return found != codes.end() && *found == code ? static_cast<std::int32_t>(found - codes.begin()) : -1;
}

Schools schools_of(const Context& ctx) {
  Schools schools;
  const Frame all = ctx.schools();
  const Texts code = all.view<std::string_view>("school");
  for (std::int64_t i = 0; i < all.rows(); ++i) schools.codes.push_back(text(code, i));
  std::sort(schools.codes.begin(), schools.codes.end());
  schools.group.assign(schools.codes.size(), -1);
  const std::string by(ctx.choice("group"));
  if (by == "region") return schools;
  const Frame f = by == "municipality" ? all : ctx.indicator("comparison-group");
  const Texts school = f.view<std::string_view>("school"), group = f.view<std::string_view>(by == "municipality" ? "municipality" : "group");
  std::map<std::string, std::int32_t> number;
  for (std::int64_t i = 0; i < f.rows(); ++i)
    if (group[i]) number.emplace(*group[i], 0);
  for (auto& [name, place] : number) place = static_cast<std::int32_t>(schools.groups.size()), schools.groups.push_back(name);
  for (std::int64_t i = 0; i < f.rows(); ++i)
    if (const std::int32_t s = schools.index_of(school.value_or(i, {})); s >= 0 && group[i]) schools.group[static_cast<std::size_t>(s)] = number.at(std::string(*group[i]));
  return schools;
}

Rules rules_of(const Context& ctx) {
  Rules rules;
  rules.kind = ctx.choice("kind");
  rules.confidence = ctx.percent("confidence").value();
  rules.discovery = ctx.percent("false_discovery").value();
  rules.margin = ctx.percent("margin").value();
  rules.min_n = ctx.integer("min_n");
  rules.min_others = ctx.integer("min_others");
  rules.thresholds = {{ctx.percent("basic_enough").value(), ctx.percent("basic_lacking").value()},
                      {ctx.percent("advanced_enough").value(), ctx.percent("advanced_lacking").value()}};
  return rules;
}

std::vector<std::unique_ptr<Work>> works_of(const Context& ctx, const Rules& rules) {
  const Frame f = tasks_of(ctx, rules).group("procedure", "subject", "grade", "level", "task", "task_position", "task_max")
      .tally({{"n", count()}, {"most", max("task_score")}});
  const Texts procedure = f.view<std::string_view>("procedure"), subject = f.view<std::string_view>("subject"), level = f.view<std::string_view>("level"),
              label = f.view<std::string_view>("task");
  const Wholes grade = f.view<std::int64_t>("grade"), position = f.view<std::int64_t>("task_position"), maximum = f.view<std::int64_t>("task_max"),
               most = f.view<std::int64_t>("most");
  std::vector<std::unique_ptr<Work>> works;
  std::map<std::pair<std::size_t, std::string>, std::int64_t> seen;  // greatest score by work and task
  for (std::int64_t i = 0; i < f.rows(); ++i) {
    if (works.empty() || works.back()->procedure != text(procedure, i)) {
      auto work = std::make_unique<Work>();
      work->procedure = text(procedure, i), work->kind = rules.kind, work->subject = text(subject, i), work->level = text(level, i);
      work->grade = grade.value_or(i, 0);
      works.push_back(std::move(work));
    }
    auto& tasks = works.back()->tasks;
    auto task = std::find_if(tasks.begin(), tasks.end(), [&](const Task& one) { return one.label == text(label, i); });
    if (task == tasks.end()) task = tasks.insert(tasks.end(), {text(label, i), position.value_or(i, 0), 0, nullptr});
    task->position = std::min(task->position, position.value_or(i, task->position));
    task->maximum = std::max(task->maximum, maximum.value_or(i, 0));
    std::int64_t& greatest = seen[{works.size() - 1, task->label}];
    greatest = std::max(greatest, most.value_or(i, 0));
  }
  add_descriptions(ctx, works);
  for (std::size_t w = 0; w < works.size(); ++w) {
    Work& work = *works[w];
    std::sort(work.tasks.begin(), work.tasks.end(), [](const Task& a, const Task& b) { return std::tie(a.position, a.label) < std::tie(b.position, b.label); });
    describe(work.tasks, work.descriptions);
    // Neither the file nor a description tells: the best of the region did all of it. Nobody got a point: unknown.
    for (Task& task : work.tasks)
      if (task.maximum == 0) task.maximum = std::min(seen[{w, task.label}], kMostPoints);
    work.skills = skills_of(work.tasks);
  }
  return works;
}

std::string text_key(const Work& work, const std::string& dimension, const std::string& code) {
  return work.subject + '\n' + std::to_string(work.grade) + '\n' + work.level + '\n' + dimension + '\n' + code;
}

std::map<std::string, std::string> texts_of(const Context& ctx, const std::vector<std::unique_ptr<Work>>& works) {
  const Frame f = ctx.reference("code_texts");
  const Texts kind = f.view<std::string_view>("kind"), subject = f.view<std::string_view>("subject"), level = f.view<std::string_view>("level");
  const Texts codifier = f.view<std::string_view>("codifier"), code = f.view<std::string_view>("code"), words = f.view<std::string_view>("text");
  const Wholes grade = f.view<std::int64_t>("grade"), year = f.view<std::int64_t>("year");
  std::map<std::string, std::string> texts;
  for (const std::int64_t wanted : {std::int64_t{ctx.year()}, std::int64_t{0}})
    for (std::int64_t i = 0; i < f.rows(); ++i)
      for (const auto& work : works)
        if (year.value_or(i, 0) == wanted && same_work(*work, text(kind, i), text(subject, i), grade.value_or(i, 0), text(level, i)))
          texts.emplace(text_key(*work, text(codifier, i), text(code, i)), text(words, i));
  return texts;
}

std::vector<Row> task_rows(const Context& ctx, const std::vector<std::unique_ptr<Work>>& works, const Schools& schools, const Rules& rules) {
  const auto cells = task_cells(ctx, works, schools, rules);
  std::vector<Row> rows;
  for (const auto& work : works)
    for (std::size_t t = 0; t < work->tasks.size(); ++t) {
      const Task& task = work->tasks[t];
      if (task.maximum == 0) continue;
      Row like;
      like.work = work.get(), like.task = &task, like.maximum = task.maximum;
      compare(like, cells.at(work->procedure)[t], schools, rules, rows);
    }
  judge(ctx, rows, rules);
  for (Row& row : rows) row.red_tasks = is_red(*row.task, row.points, rules.thresholds);
  return rows;
}

std::vector<Row> skill_rows(const Context& ctx, const std::vector<std::unique_ptr<Work>>& works, const Schools& schools, const Rules& rules) {
  const auto tasks = task_cells(ctx, works, schools, rules);
  std::vector<Row> rows;
  for (const auto& work : works) {
    ctx.stop_if_cancelled();
    if (work->skills.empty()) continue;
    const std::vector<Cells>& of_tasks = tasks.at(work->procedure);
    std::int64_t values = 0;
    for (const Cells& cells : of_tasks)
      for (const Points& points : cells.of) values += points.pupils;
    Pupils pupils(*work, schools);
    read_pupils(ctx, *work, rules, values, pupils);
    for (std::size_t k = 0; k < work->skills.size(); ++k) {
      const Skill& skill = work->skills[k];
      if (!rules.dimension.empty() && skill.dimension != rules.dimension) continue;
      Row like;
      like.work = work.get(), like.skill = &skill;
      for (const std::size_t t : skill.tasks) like.maximum += work->tasks[t].maximum;
      Cells cells = pupils.cells(k);
      // Of a skill whose tasks nobody in the school attempted nothing is known.
      for (std::size_t s = 0; s < cells.of.size(); ++s)
        if (std::none_of(skill.tasks.begin(), skill.tasks.end(), [&](std::size_t t) { return of_tasks[t].of[s].pupils > 0; })) cells.of[s] = {};
      const std::size_t first = rows.size();
      compare(like, cells, schools, rules, rows);
      for (std::size_t i = first; i < rows.size(); ++i) {
        Row& row = rows[i];
        row.tasks = 0;
        for (const std::size_t t : skill.tasks) {
          const Points& points = of_tasks[t].of[static_cast<std::size_t>(row.school)];
          if (points.pupils > 0) ++row.tasks, row.red_tasks += is_red(work->tasks[t], points, rules.thresholds);
        }
        row.systemic = row.points.pupils >= rules.min_n && 2 * row.red_tasks > row.tasks;
      }
    }
  }
  judge(ctx, rows, rules);
  return rows;
}

}  // namespace deficits
