#include "store/segment_rows.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "store/integer_codec.h"

namespace opora {
namespace {

// Column under construction: numbers, or texts as codes of a growing list.
class Growing {
 public:
  void number(std::int64_t value, bool valid) {
    numbers_.push_back(valid ? value : 0);
    valid_.push_back(valid);
    missing_ |= !valid;
  }
  std::int32_t code_of(std::string_view text) {
    const auto [it, added] = index_.emplace(std::string(text), static_cast<std::int32_t>(index_.size()));
    if (added) texts_.push_back(it->first);
    return it->second;
  }
  void code(std::int32_t code) { codes_.push_back(code); }

  Column finish_numbers() const { return Column::of_int64(numbers_, missing_ ? std::span<const std::uint8_t>(valid_) : std::span<const std::uint8_t>()); }
  Column finish_texts() {
    std::vector<std::int32_t> order(texts_.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return texts_[static_cast<std::size_t>(a)] < texts_[static_cast<std::size_t>(b)]; });
    std::vector<std::int32_t> place(order.size());
    std::vector<std::string> sorted;
    for (std::size_t i = 0; i < order.size(); ++i) {
      place[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
      sorted.push_back(texts_[static_cast<std::size_t>(order[i])]);
    }
    for (std::int32_t& code : codes_)
      if (code >= 0) code = place[static_cast<std::size_t>(code)];
    return Column::of_codes(std::make_shared<const Dictionary>(std::move(sorted)), codes_);
  }

 private:
  std::vector<std::int64_t> numbers_;
  std::vector<std::uint8_t> valid_;
  bool missing_ = false;
  std::vector<std::int32_t> codes_;
  std::vector<std::string> texts_;
  std::unordered_map<std::string, std::int32_t> index_;
};

struct SegmentAt {
  SegmentSource& source;
  const SegmentPlace& place;
  const std::vector<Run>& runs;
  std::size_t rows() const { return static_cast<std::size_t>(place.rows); }
  template <class Take>
  void each(Take take) const {
    for (const Run& run : runs)
      for (std::size_t i = run.first; i < run.first + run.rows; ++i) take(i);
  }
};

template <class T>
Result<std::vector<T>> decoded(const SegmentAt& at, std::string_view name) {
  OPORA_ASSIGN(const Blob blob, at.source.column(at.place.id, name));
  std::vector<T> values(at.rows());
  if (!blob.empty()) OPORA_TRY(decode_column<T>(blob, values));
  return values;
}

template <class T>
void append_numbers(const SegmentAt& at, const std::vector<T>& values, bool zero_is_missing, Growing& to) {
  at.each([&](std::size_t i) { to.number(values[i], !zero_is_missing || values[i] != 0); });
}

Status append_texts(const SegmentAt& at, std::string_view name, Growing& to) {
  OPORA_ASSIGN(const Blob blob, at.source.column(at.place.id, name));
  if (blob.empty()) return at.each([&](std::size_t) { to.code(-1); }), Status();
  OPORA_ASSIGN(const TextColumn column, decode_texts(blob, at.rows()));
  std::vector<std::int32_t> code;
  for (const std::string& text : column.texts) code.push_back(to.code_of(text));
  at.each([&](std::size_t i) { to.code(column.codes[i] < 0 ? -1 : code[static_cast<std::size_t>(column.codes[i])]); });
  return {};
}

Status append_gender(const SegmentAt& at, Growing& to) {
  OPORA_ASSIGN(const std::vector<std::uint8_t> values, decoded<std::uint8_t>(at, "gender"));
  const std::int32_t code[] = {-1, to.code_of("м"), to.code_of("ж")};
  at.each([&](std::size_t i) { to.code(values[i] > 2 ? -1 : code[values[i]]); });
  return {};
}

Status append_participants(const SegmentAt& at, Growing& to) {
  OPORA_ASSIGN(const Blob blob, at.source.column(at.place.id, "participant"));
  if (blob.empty()) return at.each([&](std::size_t) { to.code(-1); }), Status();
  OPORA_ASSIGN(const ParticipantColumn column, decode_participants(blob, at.rows()));
  at.each([&](std::size_t i) {
    const std::string text = participant_text(column, i);
    to.code(text.empty() ? -1 : to.code_of(text));
  });
  return {};
}

Status append_task_scores(const SegmentAt& at, Growing& to) {
  OPORA_ASSIGN(const Blob blob, at.source.task_scores(at.place));
  std::vector<std::int16_t> scores(at.rows());
  OPORA_TRY(decode_column<std::int16_t>(blob, scores));
  at.each([&](std::size_t i) { to.number(scores[i], scores[i] != ResultRows::kNotAttempted); });
  return {};
}

Status append_row_column(const SegmentAt& at, const std::string& name, Growing& to) {
  if (name == "class" || name == "variant") return append_texts(at, name, to);
  if (name == "gender") return append_gender(at, to);
  if (name == "participant") return append_participants(at, to);
  if (name == "journal") {
    OPORA_ASSIGN(const auto values, decoded<std::uint8_t>(at, name));
    return append_numbers(at, values, true, to), Status();
  }
  if (name == "line") {
    OPORA_ASSIGN(const auto values, decoded<std::uint32_t>(at, name));
    return append_numbers(at, values, false, to), Status();
  }
  if (name == "task_score") return append_task_scores(at, to);
  OPORA_ASSIGN(const auto scores, read_scores(at.source, at.place));
  if (name == "score") return append_numbers(at, scores, false, to), Status();
  OPORA_ASSIGN(const auto marks, read_marks(at.source, at.place, scores));
  return append_numbers(at, marks, true, to), Status();
}

const std::vector<Run> kNoRuns;

bool is_text(const std::string& name) { return name == "class" || name == "variant" || name == "gender" || name == "participant"; }

}  // namespace

Result<std::vector<std::uint16_t>> read_scores(SegmentSource& source, const SegmentPlace& place) {
  return decoded<std::uint16_t>(SegmentAt{source, place, kNoRuns}, "score");
}

Result<std::vector<std::uint8_t>> read_marks(SegmentSource& source, const SegmentPlace& place, std::span<const std::uint16_t> score) {
  OPORA_ASSIGN(const Blob by_score, source.column(place.id, "mark_of_score"));
  if (by_score.empty()) return decoded<std::uint8_t>(SegmentAt{source, place, kNoRuns}, "mark");
  OPORA_ASSIGN(const std::size_t size, encoded_size(by_score));
  if (size > (1 << 16)) return damaged_column();
  std::vector<std::uint8_t> table(size), marks(score.size());
  OPORA_TRY(decode_column<std::uint8_t>(by_score, table));
  for (std::size_t i = 0; i < score.size(); ++i) {
    if (score[i] >= size) return damaged_column();
    marks[i] = table[score[i]];
  }
  return marks;
}

std::int64_t stored_rows(const FactPlan& plan) {
  std::int64_t rows = 0;
  for (const std::size_t segment : plan.segments) rows += plan.catalogue.segments[segment].rows;
  return rows;
}

Result<Frame> materialise(SegmentSource& source, const FactPlan& plan, const std::vector<std::string>& columns) {
  const Catalogue& catalogue = plan.catalogue;
  std::vector<std::string> of_rows;
  for (const std::string& name : columns) {
    if (name == kRowNumber) continue;
    OPORA_ASSIGN(const FactLevel level, level_of(catalogue, name));
    if (level == FactLevel::kRow) of_rows.push_back(name);
  }
  std::vector<Growing> growing(of_rows.size());
  std::vector<std::int64_t> segment_of, school_of;  // of each row: takes of the two small frames
  std::vector<std::int64_t> number;
  // The number of rows must be known even when no column is asked for.
  const bool numbered = columns.empty() || std::find(columns.begin(), columns.end(), kRowNumber) != columns.end();
  for (const std::size_t segment : plan.segments) {
    OPORA_ASSIGN(const std::vector<Run> runs, source.runs(plan, segment));
    if (runs.empty()) continue;
    const SegmentAt at{source, catalogue.segments[segment], runs};
    for (std::size_t c = 0; c < of_rows.size(); ++c) OPORA_TRY(append_row_column(at, of_rows[c], growing[c]));
    for (const Run& run : runs) {
      segment_of.insert(segment_of.end(), run.rows, static_cast<std::int64_t>(segment));
      school_of.insert(school_of.end(), run.rows, run.school);
      for (std::size_t i = 0; numbered && i < run.rows; ++i) number.push_back(static_cast<std::int64_t>(segment) << 32 | static_cast<std::int64_t>(run.first + i));
    }
  }
  Frame frame = numbered ? Frame().with(kRowNumber, Column::of_int64(number)) : Frame();
  std::size_t next = 0;
  for (const std::string& name : columns) {
    if (name == kRowNumber) continue;
    OPORA_ASSIGN(const FactLevel level, level_of(catalogue, name));
    if (level == FactLevel::kSegment) frame = frame.with(name, catalogue.segment_frame.find(name)->take(segment_of));
    if (level == FactLevel::kSchool) frame = frame.with(name, catalogue.school_frame.find(name)->take(school_of));
    if (level == FactLevel::kRow) {
      Growing& column = growing[next++];
      frame = frame.with(name, is_text(name) ? column.finish_texts() : column.finish_numbers());
    }
  }
  return frame;
}

}  // namespace opora
