#include "store/task_rows.h"

#include <algorithm>

#include "base/messages.h"
#include "store/integer_codec.h"
#include "store/segment_rows.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

struct TaskScores {
  std::string label;
  std::vector<std::int16_t> scores;  // of the whole segment
};

Result<std::vector<TaskScores>> read_tasks(Statement& select, const SegmentPlace& place) {
  bind_all(select, place.id);
  std::vector<TaskScores> tasks;
  for (;;) {
    OPORA_ASSIGN(const bool there, select.step());
    if (!there) break;
    TaskScores& task = tasks.emplace_back(TaskScores{text_of(select, 0), {}});
    task.scores.resize(static_cast<std::size_t>(place.rows));
    OPORA_TRY(decode_column<std::int16_t>(select.blob(1), task.scores));
  }
  select.reset();
  return tasks;
}

// The columns of tasks, and the participant (a row of `materialise`) that each belongs to.
class TaskColumns {
 public:
  void add(std::int64_t segment, const std::vector<TaskScores>& tasks, const std::vector<Run>& runs) {
    std::vector<std::int32_t> codes;
    for (const TaskScores& task : tasks) codes.push_back(code_of(task.label));
    for (const Run& run : runs)
      for (std::size_t i = run.first; i < run.first + run.rows; ++i, ++participants_)
        for (std::size_t t = 0; t < tasks.size(); ++t) {
          add(codes[t], tasks[t].scores[i]);
          number_.push_back(segment << 40 | static_cast<std::int64_t>(i * tasks.size() + t));
        }
  }
  const std::vector<std::int64_t>& participant() const { return participant_; }
  Column task() const {  // a dictionary is sorted, the labels came in the order of the files
    std::vector<std::string> sorted = labels_;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::int32_t> place, codes;
    for (const std::string& label : labels_) place.push_back(static_cast<std::int32_t>(std::lower_bound(sorted.begin(), sorted.end(), label) - sorted.begin()));
    for (const std::int32_t code : task_) codes.push_back(place[static_cast<std::size_t>(code)]);
    return Column::of_codes(std::make_shared<const Dictionary>(std::move(sorted)), codes);
  }
  Column number() const { return Column::of_int64(number_); }
  Column score() const { return Column::of_int64(score_, attempted_); }

 private:
  std::int32_t code_of(const std::string& label) {
    const auto it = std::find(labels_.begin(), labels_.end(), label);
    if (it == labels_.end()) return labels_.push_back(label), static_cast<std::int32_t>(labels_.size() - 1);
    return static_cast<std::int32_t>(it - labels_.begin());
  }
  void add(std::int32_t task, std::int16_t score) {
    const bool attempted = score != ResultRows::kNotAttempted;
    participant_.push_back(participants_);
    task_.push_back(task);
    score_.push_back(attempted ? score : 0);
    attempted_.push_back(attempted);
  }

  std::int64_t participants_ = 0;
  std::vector<std::string> labels_;
  std::vector<std::int32_t> task_;
  std::vector<std::int64_t> participant_, score_, number_;
  std::vector<std::uint8_t> attempted_;
};

Result<TaskColumns> collect(sqlite3* db, SegmentSource& source, const FactPlan& plan) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT task, data FROM task_column WHERE segment = ? ORDER BY position"));
  TaskColumns columns;
  for (const std::size_t segment : plan.segments) {
    OPORA_ASSIGN(const std::vector<Run> runs, source.runs(plan, segment));
    if (runs.empty()) continue;
    const SegmentPlace& place = plan.catalogue.segments[segment];
    OPORA_ASSIGN(const std::vector<TaskScores> tasks, read_tasks(select, place));
    columns.add(place.id, tasks, runs);
  }
  return columns;
}

}  // namespace

Result<Frame> task_rows(const Store& store, const std::vector<Condition>& conditions, const std::vector<std::string>& columns) {
  OPORA_ASSIGN(const ReadView view, ReadView::begin(store.handle()));
  OPORA_ASSIGN(const FactPlan plan, plan_facts(store.handle(), conditions));
  if (!plan.row_conditions.empty())
    return make_error("STORE-009", tr("rows of tasks are selected by procedure and school only"), tr("select the other rows afterwards"));
  OPORA_ASSIGN(const std::unique_ptr<SegmentSource> source, SegmentSource::open(store.handle()));
  OPORA_ASSIGN(const TaskColumns tasks, collect(store.handle(), *source, plan));
  std::vector<std::string> of_participants;
  for (const std::string& name : columns)
    if (name != "task" && name != "score" && name != kRowNumber) of_participants.push_back(name);
  OPORA_ASSIGN(const Frame participants, materialise(*source, plan, of_participants));
  Frame frame;
  for (const std::string& name : columns) {
    if (name == "task") frame = frame.with(name, tasks.task());
    else if (name == "score") frame = frame.with(name, tasks.score());
    else if (name == kRowNumber) frame = frame.with(name, tasks.number());
    else frame = frame.with(name, participants.find(name)->take(tasks.participant()));
  }
  return frame;
}

}  // namespace opora
