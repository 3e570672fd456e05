#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include "base/digest.h"
#include "base/parallel.h"
#include "store/integer_codec.h"
#include "store/segment_columns.h"
#include "store/tallies.h"

namespace opora {
namespace {

using Form = ResultRows::ParticipantForm;

// A procedure not seen for this share of the budget is taken for finished: exports are ordered. If it
// comes back, its further rows are another slice.
constexpr std::size_t kIdleShare = 32;
constexpr std::size_t kSweepRows = 1 << 13;  // rows between two looks for idle procedures
constexpr std::size_t kFewRows = 1 << 10;    // are added to the part before them
constexpr std::size_t kPartRows = 1 << 12;   // unless it has so many: what grows is half empty

template <class T>
std::span<const std::byte> bytes_of(const std::vector<T>& values) {
  return std::as_bytes(std::span(values));
}

// Numbers that mostly are below 255 as one byte each, others as five.
void hash_small(const std::vector<std::int32_t>& values, Hasher& hasher) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(values.size());
  for (const std::int32_t value : values) {
    const auto number = static_cast<std::uint32_t>(value) + 1;  // -1 is frequent
    bytes.push_back(static_cast<std::uint8_t>(std::min(number, 255u)));
    if (number < 255) continue;
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  }
  hasher.raw(bytes_of(bytes));
}

// Streams over columns, so that how the rows are cut into blocks and slices does not matter.
struct ContentHash {
  struct SchoolRun {
    std::int32_t school = -1;
    std::uint32_t rows = 0;
  };
  SchoolRun open;  // the last run of rows of a school, which the next block may go on with
  Hasher school, score, mark, journal, gender, class_label, variant, participant;
  std::vector<std::string> task_labels;
  std::vector<int> task_maxima;
  std::vector<Hasher> tasks;
  std::int64_t rows = 0;

  void schools(const std::vector<std::int32_t>& values) {
    std::vector<SchoolRun> runs;
    for (const std::int32_t value : values) {
      if (value != open.school) {
        if (open.rows > 0) runs.push_back(open);
        open = {value, 0};
      }
      ++open.rows;
    }
    school.raw(bytes_of(runs));
  }

  Digest finish(const std::vector<std::string>& texts, const std::vector<std::string>& participant_texts) {
    if (open.rows > 0) school.raw(std::as_bytes(std::span(&open, 1)));
    Hasher all;
    all.field(rows);
    for (Hasher* column : {&school, &score, &mark, &journal, &gender, &class_label, &variant, &participant}) {
      const Digest digest = column->finish();
      all.raw(std::as_bytes(std::span(digest)));
    }
    for (const auto* list : {&texts, &participant_texts}) {
      all.field(static_cast<std::int64_t>(list->size()));
      for (const std::string& text : *list) all.field(text);
    }
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      const Digest digest = tasks[t].finish();
      all.field(task_labels[t]).field(std::int64_t{task_maxima[t]}).raw(std::as_bytes(std::span(digest)));
    }
    return all.finish();
  }
};

// Texts by content, numbered in the order of the rows that use them first.
class TextTable {
 public:
  std::int32_t index(const std::string& text) {
    const auto [it, added] = index_.emplace(text, static_cast<std::int32_t>(texts_.size()));
    if (added) texts_.push_back(text);
    return it->second;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::unordered_map<std::string, std::int32_t> index_;
  std::vector<std::string> texts_;
};

// Numbers of a block's texts in the procedure's table, found when a row uses them.
class Renumbering {
 public:
  Renumbering(TextTable& table, const std::vector<std::string>& texts) : table_(table), texts_(texts), known_(texts.size(), -1) {}
  std::int32_t operator()(std::int64_t local) {
    if (local < 0 || static_cast<std::size_t>(local) >= known_.size()) return -1;
    std::int32_t& known = known_[static_cast<std::size_t>(local)];
    if (known < 0) known = table_.index(texts_[static_cast<std::size_t>(local)]);
    return known;
  }

 private:
  TextTable& table_;
  const std::vector<std::string>& texts_;
  std::vector<std::int32_t> known_;
};

// Rows of one procedure that wait for their segment.
struct Waiting {
  std::vector<ResultRows> parts;  // as they came, all of one form
  std::size_t rows = 0;           // of the parts
  TextTable texts, participants;
  ContentHash hash;
  ProcedureKey procedure;
  std::size_t last_seen = 0;  // rows of the file so far
};

template <class T>
void put_in_order(std::vector<T>& values, const std::vector<std::uint32_t>& order) {
  std::vector<T> sorted(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) sorted[i] = values[order[i]];
  values = std::move(sorted);
}

// Stable order by school; empty when the rows stand so already.
std::vector<std::uint32_t> order_by_school(const std::vector<std::int32_t>& school) {
  if (std::is_sorted(school.begin(), school.end())) return {};
  std::vector<std::uint32_t> place(static_cast<std::size_t>(*std::max_element(school.begin(), school.end())) + 2, 0);
  for (const std::int32_t s : school) ++place[static_cast<std::size_t>(s) + 1];
  std::partial_sum(place.begin(), place.end(), place.begin());
  std::vector<std::uint32_t> order(school.size());
  for (std::size_t i = 0; i < school.size(); ++i) order[place[static_cast<std::size_t>(school[i])]++] = static_cast<std::uint32_t>(i);
  return order;
}

// Calls back for each array of the rows, with the same array of other rows.
template <class Rows, class Visit>
void for_each_array(ResultRows& rows, Rows& other, Visit&& visit) {
  visit(rows.school, other.school), visit(rows.line, other.line), visit(rows.score, other.score);
  visit(rows.mark, other.mark), visit(rows.journal, other.journal), visit(rows.gender, other.gender);
  visit(rows.class_label, other.class_label), visit(rows.variant, other.variant), visit(rows.participant, other.participant);
  for (std::size_t t = 0; t < rows.tasks.size(); ++t) visit(rows.tasks[t], other.tasks[t]);
}

void append(ResultRows& to, const ResultRows& rows) {
  for_each_array(to, rows, [](auto& values, const auto& more) { values.insert(values.end(), more.begin(), more.end()); });
}

void sort_by_school(ResultRows& rows) {
  const std::vector<std::uint32_t> order = order_by_school(rows.school);
  if (order.empty()) return;
  for_each_array(rows, rows, [&](auto& values, const auto&) { put_in_order(values, order); });
}

// The parts as one, in memory of the exact size; each part is dropped as soon as it is copied.
ResultRows joined(std::vector<ResultRows> parts, std::size_t rows) {
  ResultRows all = std::move(parts.front());
  if (parts.size() == 1) return all;
  for_each_array(all, all, [&](auto& values, const auto&) { values.reserve(rows); });
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const ResultRows part = std::move(parts[i]);
    append(all, part);
  }
  return all;
}

std::vector<SegmentSchool> directory_of(const std::vector<std::int32_t>& school) {
  std::vector<SegmentSchool> directory;
  for (const std::int32_t s : school) {
    if (directory.empty() || directory.back().school != s) directory.push_back({s, 0});
    ++directory.back().rows;
  }
  return directory;
}

template <class T>
bool all_zero(const std::vector<T>& values) {
  return std::all_of(values.begin(), values.end(), [](T v) { return v == 0; });
}

void encode_marks(const ResultRows& rows, Segment& segment) {
  if (all_zero(rows.mark)) return;
  if (const auto table = marks_by_score(rows.score, rows.mark)) segment.columns["mark_of_score"] = encode_column<std::uint8_t>(*table);
  else segment.columns["mark"] = encode_column<std::uint8_t>(rows.mark);
}

Blob encode_scores(const std::vector<std::uint16_t>& score) {
  if (*std::max_element(score.begin(), score.end()) > 255) return encode_column<std::uint16_t>(score);
  const std::vector<std::uint8_t> bytes(score.begin(), score.end());
  return encode_column<std::uint8_t>(bytes);
}

void encode_tallies(const ResultRows& rows, Segment& segment) {
  if (rows.size() < segment.directory.size() * kTallyWorth * 2) return;  // too few of a school to repeat
  const auto encoded = [&](std::span<const std::uint16_t> a, std::span<const std::uint8_t> b) {
    return tally_may_pay(segment.directory, a, b) ? encode_tally(tally_of(segment.directory, a, b), rows.size()) : Blob();
  };
  segment.tally_scores = encoded(rows.score, rows.mark);
  const std::vector<std::uint16_t> mark(rows.mark.begin(), rows.mark.end());
  segment.tally_marks = encoded(mark, rows.journal);
}

Segment encode(ResultRows& rows, const Waiting& waiting) {
  sort_by_school(rows);
  Segment segment;
  segment.procedure = rows.procedure;
  segment.maximum = rows.maximum;
  segment.directory = directory_of(rows.school);
  segment.rows = static_cast<std::int64_t>(rows.size());
  segment.columns["score"] = encode_scores(rows.score);
  encode_marks(rows, segment);
  if (!all_zero(rows.journal)) segment.columns["journal"] = encode_column<std::uint8_t>(rows.journal);
  if (!all_zero(rows.gender)) segment.columns["gender"] = encode_column<std::uint8_t>(rows.gender);
  if (!all_zero(rows.line)) segment.columns["line"] = encode_column<std::uint32_t>(rows.line);
  if (auto blob = encode_texts(rows.class_label, waiting.texts.texts())) segment.columns["class"] = *std::move(blob);
  if (auto blob = encode_texts(rows.variant, waiting.texts.texts())) segment.columns["variant"] = *std::move(blob);
  if (rows.participant_form != Form::kNone)
    segment.columns["participant"] = encode_participants(rows.participant, rows.participant_form, rows.participant_width, waiting.participants.texts());
  for (std::size_t t = 0; t < rows.tasks.size(); ++t)
    segment.tasks.push_back({rows.task_labels[t], rows.task_maxima[t], encode_column<std::int16_t>(rows.tasks[t])});
  encode_tallies(rows, segment);
  return segment;
}

// Every array gets its length, every text its number in the procedure's tables.
void complete(ResultRows& rows, Waiting& waiting) {
  const std::size_t n = rows.size();
  rows.line.resize(n, 0);
  rows.score.resize(n, 0);
  rows.mark.resize(n, 0);
  rows.journal.resize(n, 0);
  rows.gender.resize(n, 0);
  rows.class_label.resize(n, -1);
  rows.variant.resize(n, -1);
  rows.participant.resize(n, 0);
  for (auto& task : rows.tasks) task.resize(n, ResultRows::kNotAttempted);
  Renumbering texts(waiting.texts, rows.texts);
  for (std::size_t i = 0; i < n; ++i) {
    rows.class_label[i] = texts(rows.class_label[i]);
    rows.variant[i] = texts(rows.variant[i]);
  }
  rows.texts = {};
  if (rows.participant_form != Form::kText) return;
  rows.participant_width = 0;
  Renumbering participants(waiting.participants, rows.participant_texts);
  const std::string nameless;
  for (std::uint64_t& code : rows.participant) {
    const std::int32_t number = participants(static_cast<std::int64_t>(code));
    code = static_cast<std::uint64_t>(number >= 0 ? number : waiting.participants.index(nameless));
  }
  rows.participant_texts = {};
}

void hash(const ResultRows& rows, ContentHash& hash) {
  hash.rows += static_cast<std::int64_t>(rows.size());
  hash.schools(rows.school);
  hash.score.raw(bytes_of(rows.score));
  hash.mark.raw(bytes_of(rows.mark));
  hash.journal.raw(bytes_of(rows.journal));
  hash.gender.raw(bytes_of(rows.gender));
  hash_small(rows.class_label, hash.class_label);
  hash_small(rows.variant, hash.variant);
  if (rows.participant_form != Form::kNone) hash.participant.raw(bytes_of(rows.participant));
  for (std::size_t t = 0; t < rows.tasks.size(); ++t) {
    const auto at = std::find(hash.task_labels.begin(), hash.task_labels.end(), rows.task_labels[t]) - hash.task_labels.begin();
    if (static_cast<std::size_t>(at) == hash.tasks.size()) {
      hash.task_labels.push_back(rows.task_labels[t]);
      hash.task_maxima.push_back(rows.task_maxima[t]);
      hash.tasks.emplace_back();
    }
    hash.tasks[static_cast<std::size_t>(at)].raw(bytes_of(rows.tasks[t]));
  }
}

bool same_form(const ResultRows& a, const ResultRows& b) {
  return a.participant_form == b.participant_form && a.participant_width == b.participant_width &&
         a.task_labels == b.task_labels && a.task_maxima == b.task_maxima && a.maximum == b.maximum;
}

}  // namespace

struct SegmentBuilder::State {
  Sink sink;
  std::size_t budget;
  std::map<ProcedureKey, Waiting> waiting;
  std::size_t rows_waiting = 0, rows_seen = 0, last_sweep = 0;

  // The rows that wait, if any, as a segment.
  static Segment taken(Waiting& from) {
    Segment segment;
    if (const std::size_t n = std::exchange(from.rows, 0); n > 0) {
      ResultRows rows = joined(std::exchange(from.parts, {}), n);
      segment = encode(rows, from);
    }
    segment.procedure = from.procedure;
    return segment;
  }

  Status emit(Waiting& from) {
    if (from.rows == 0) return {};
    rows_waiting -= from.rows;
    return sink(taken(from));
  }

  Status sweep() {
    last_sweep = rows_seen;
    for (auto& [key, from] : waiting)
      if (rows_seen - from.last_seen > budget / kIdleShare) OPORA_TRY(emit(from));
    while (rows_waiting > budget) {
      const auto largest = std::max_element(waiting.begin(), waiting.end(), [](const auto& a, const auto& b) {
        return a.second.rows < b.second.rows;
      });
      OPORA_TRY(emit(largest->second));
    }
    return {};
  }
};

SegmentBuilder::SegmentBuilder(Sink sink, std::size_t budget_rows) : state_(std::make_unique<State>()) {
  state_->sink = std::move(sink);
  state_->budget = std::max<std::size_t>(budget_rows, 1);
}
SegmentBuilder::~SegmentBuilder() = default;
SegmentBuilder::SegmentBuilder(SegmentBuilder&&) noexcept = default;

Status SegmentBuilder::add(ResultRows&& rows) {
  const std::size_t n = rows.size();
  if (n == 0) return {};
  rows.task_maxima.resize(rows.tasks.size(), 0);
  State& state = *state_;
  Waiting& to = state.waiting[rows.procedure];
  if (to.rows > 0 && !same_form(to.parts.front(), rows)) OPORA_TRY(state.emit(to));
  to.procedure = rows.procedure;
  complete(rows, to);
  hash(rows, to.hash);
  if (!to.parts.empty() && n < kFewRows && to.parts.back().size() < kPartRows) append(to.parts.back(), rows);
  else to.parts.push_back(std::move(rows));
  to.rows += n;
  state.rows_waiting += n;
  state.rows_seen += n;
  to.last_seen = state.rows_seen;
  const bool look = state.rows_waiting > state.budget || state.rows_seen - state.last_sweep > std::min(kSweepRows, state.budget);
  return look ? state.sweep() : Status();
}

Status SegmentBuilder::finish(int threads) {
  std::vector<Waiting*> waiting;
  for (auto& [key, from] : state_->waiting) waiting.push_back(&from);
  std::vector<Segment> segments(waiting.size());
  parallel_for(waiting.size(), threads, [&](std::size_t i) {
    segments[i] = State::taken(*waiting[i]);
    segments[i].content_digest = to_hex(waiting[i]->hash.finish(waiting[i]->texts.texts(), waiting[i]->participants.texts()));
  });
  for (Segment& segment : segments) OPORA_TRY(state_->sink(std::move(segment)));
  state_->waiting.clear();
  state_->rows_waiting = 0;
  return {};
}

}  // namespace opora
