#include "store/fact_scan.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>

#include "base/parallel.h"
#include "store/scan_keys.h"
#include "store/integer_codec.h"
#include "store/scan_measures.h"
#include "store/tallies.h"

namespace opora {
namespace {

__extension__ using Wide = __int128;

constexpr std::size_t kRowsWorthAThread = 16384;
constexpr std::size_t kPadding = 128;  // the inner loops work in whole blocks

// Segments of one value of the segment keys; counted on one thread.
struct Unit {
  std::uint32_t key = 0;
  std::vector<std::size_t> segments;
};

// Groups found in a unit: numbers of school keys, and their totals, in 32 bits when all of them fit: the
// totals of all units together are as large as the result.
struct Found {
  std::uint32_t key = 0;
  std::vector<std::uint32_t> schools;
  std::vector<std::int32_t> narrow;
  std::vector<std::int64_t> wide;
  std::optional<Diagnostic> error;
};

struct Scan {
  SegmentSource& source;
  const FactPlan& plan;
  const ScanProgram& program;
  const ScanKeys& school_keys;
  std::atomic<bool> too_wide{false};  // a score that is no byte: the rows have to answer
};

struct Columns {
  std::vector<std::uint8_t> bytes[kScanColumns];
  std::vector<std::uint32_t> count;
};

// Decodes a column of bytes; false when its values are no bytes, the error when it is damaged.
Result<bool> decode_padded(const Blob& blob, std::size_t rows, std::vector<std::uint8_t>& out) {
  out.assign(rows + kPadding, 0);
  if (blob.empty()) return true;
  const Status status = decode_bytes(blob, std::span(out).first(rows));
  if (status.ok()) return true;
  std::vector<std::uint16_t> wide(rows);
  if (!decode_column<std::uint16_t>(blob, wide).ok()) return damaged_column();
  return false;
}

Result<bool> marks_of_scores(const Blob& blob, std::size_t rows, Columns& columns) {
  OPORA_ASSIGN(const std::size_t size, encoded_size(blob));
  if (size > 256) return false;
  std::array<std::uint8_t, 256> table{};
  OPORA_TRY(decode_column<std::uint8_t>(blob, std::span(table).first(size)));
  columns.bytes[kMark].assign(rows + kPadding, 0);
  std::uint8_t highest = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint8_t score = columns.bytes[kScore][i];
    highest = std::max(highest, score);
    columns.bytes[kMark][i] = table[score];
  }
  if (highest >= size) return damaged_column();
  return true;
}

Result<bool> read_task(Scan& scan, const SegmentPlace& place, Columns& columns) {
  OPORA_ASSIGN(const Blob blob, scan.source.task_scores(place));
  const auto rows = static_cast<std::size_t>(place.rows);
  std::vector<std::int16_t> scores(rows);
  OPORA_TRY(decode_column<std::int16_t>(blob, scores));
  auto& value = columns.bytes[kTask];
  auto& given = columns.bytes[kTaskGiven];
  value.assign(rows + kPadding, 0);
  given.assign(rows + kPadding, 0);
  bool narrow = true;
  for (std::size_t i = 0; i < rows; ++i) {
    const bool there = scores[i] != ResultRows::kNotAttempted;
    given[i] = there;
    value[i] = static_cast<std::uint8_t>(there ? scores[i] : 0);
    narrow &= !there || value[i] == scores[i];
  }
  return narrow;
}

// The bytes that the program reads; false when they are no bytes.
Result<bool> read_columns(Scan& scan, const SegmentPlace& place, Columns& columns) {
  const auto& reads = scan.program.reads;
  std::vector<std::string_view> names{"score"};
  if (reads[kMark]) names.insert(names.end(), {"mark_of_score", "mark"});
  if (reads[kJournal]) names.push_back("journal");
  OPORA_ASSIGN(const std::vector<Blob> blobs, scan.source.columns(place.id, names));
  const auto rows = static_cast<std::size_t>(place.rows);
  const bool marks_from_scores = reads[kMark] && !blobs[1].empty();
  bool narrow = true;
  if (reads[kTask]) {
    OPORA_ASSIGN(narrow, read_task(scan, place, columns));
  }
  if (!reads[kScore] && !reads[kMark] && !reads[kJournal]) return narrow;
  const auto read = [&](const Blob& blob, ScanColumn column) -> Status {
    OPORA_ASSIGN(const bool bytes, decode_padded(blob, rows, columns.bytes[column]));
    narrow &= bytes;
    return {};
  };
  if (reads[kScore] || marks_from_scores) OPORA_TRY(read(blobs[0], kScore));
  if (reads[kMark] && !marks_from_scores) OPORA_TRY(read(blobs[2], kMark));
  if (reads[kJournal]) OPORA_TRY(read(blobs.back(), kJournal));
  if (narrow && marks_from_scores) {
    OPORA_ASSIGN(const bool bytes, marks_of_scores(blobs[1], rows, columns));
    narrow = bytes;
  }
  return narrow;
}

// Entries of the tally that holds all columns of the program, when the segment has one.
Result<bool> read_tally(Scan& scan, const SegmentPlace& place, std::size_t schools, Columns& columns, std::vector<std::size_t>& starts) {
  const auto& reads = scan.program.reads;
  if (reads[kTask] || (reads[kScore] && reads[kJournal])) return false;
  OPORA_ASSIGN(const Blob blob, scan.source.column(place.id, reads[kJournal] ? "tally_marks" : "tally_scores"));
  if (blob.empty()) return false;
  OPORA_ASSIGN(TallyColumns tally, decode_tally(blob, schools));
  if (std::any_of(tally.a.begin(), tally.a.end(), [](std::uint16_t v) { return v > 255; })) return false;
  const ScanColumn first = reads[kJournal] ? kMark : kScore, second = reads[kJournal] ? kJournal : kMark;
  columns.bytes[first].assign(tally.a.begin(), tally.a.end());
  columns.bytes[second] = std::move(tally.b);
  for (auto& bytes : columns.bytes) bytes.resize(tally.a.size() + kPadding, 0);
  columns.count = std::move(tally.count);
  starts.assign(1, 0);
  for (const std::uint32_t entries : tally.entries) starts.push_back(starts.back() + entries);
  return true;
}

// Adds one segment to the totals of its school keys.
Status add_segment(Scan& scan, std::size_t segment, std::int64_t* totals) {
  const SegmentPlace& place = scan.plan.catalogue.segments[segment];
  std::size_t schools = 0;
  OPORA_ASSIGN(const std::vector<Run> runs, scan.source.runs(scan.plan, segment, &schools));
  if (runs.empty()) return {};
  Columns columns;
  std::vector<std::size_t> starts;
  ScanRows rows;
  rows.segment = segment;
  OPORA_ASSIGN(const bool tallied, read_tally(scan, place, schools, columns, starts));
  if (!tallied) {
    OPORA_ASSIGN(const bool narrow, read_columns(scan, place, columns));
    if (!narrow) {
      scan.too_wide = true;
      return {};
    }
  }
  for (std::size_t c = 0; c < kScanColumns; ++c) rows.column[c] = columns.bytes[c].data();
  if (tallied) rows.count = columns.count.data();
  std::vector<Piece> pieces;
  pieces.reserve(runs.size());
  for (const Run& run : runs) {
    const std::uint32_t slot = scan.school_keys.number[static_cast<std::size_t>(run.school)];
    if (tallied) pieces.push_back({slot, starts[run.entry], starts[run.entry + 1] - starts[run.entry]});
    else pieces.push_back({slot, run.first, run.rows});
  }
  accumulate(scan.program, rows, pieces, totals);
  return {};
}

// The groups that have rows (the first measure counts them).
void keep_groups(Found& found, std::span<const std::int64_t> totals, std::size_t measures) {
  std::uint64_t outside = 0;
  for (const std::int64_t total : totals) outside |= static_cast<std::uint64_t>(total + (std::int64_t{1} << 31)) >> 32;
  for (std::size_t at = 0; at < totals.size(); at += measures)
    if (totals[at] != 0) found.schools.push_back(static_cast<std::uint32_t>(at / measures));
  const auto copy = [&](auto& kept) {
    kept.resize(found.schools.size() * measures);
    for (std::size_t i = 0; i < found.schools.size(); ++i)
      for (std::size_t m = 0; m < measures; ++m)
        kept[i * measures + m] = static_cast<std::decay_t<decltype(kept[0])>>(totals[found.schools[i] * measures + m]);
  };
  outside == 0 ? copy(found.narrow) : copy(found.wide);
}

Found scan_unit(Scan& scan, const Unit& unit) {
  Found found;
  found.key = unit.key;
  const std::size_t measures = scan.program.measures.size();
  std::vector<std::int64_t> totals(scan.school_keys.size() * measures, 0);
  for (const std::size_t segment : unit.segments) {
    if (scan.too_wide) break;
    if (Status status = add_segment(scan, segment, totals.data()); !status.ok()) {
      found.error = status.take_error();
      return found;
    }
  }
  keep_groups(found, totals, measures);
  return found;
}

std::vector<Unit> units_of(const FactPlan& plan, const ScanKeys& segment_keys, int threads) {
  std::vector<Unit> by_key(segment_keys.size());
  for (std::size_t k = 0; k < by_key.size(); ++k) by_key[k].key = static_cast<std::uint32_t>(k);
  for (const std::size_t segment : plan.segments) by_key[segment_keys.number[segment]].segments.push_back(segment);
  std::erase_if(by_key, [](const Unit& unit) { return unit.segments.empty(); });
  if (threads < 2 || by_key.size() >= static_cast<std::size_t>(threads) * 4) return by_key;
  std::vector<Unit> units;  // few keys: their segments are shared out and the totals merged later
  for (const Unit& whole : by_key)
    for (int part = 0; part < threads; ++part) {
      Unit unit{whole.key, {}};
      for (std::size_t i = static_cast<std::size_t>(part); i < whole.segments.size(); i += static_cast<std::size_t>(threads))
        unit.segments.push_back(whole.segments[i]);
      if (!unit.segments.empty()) units.push_back(std::move(unit));
    }
  return units;
}

// Where the totals of a group stand.
class Totals {
 public:
  Totals() = default;
  Totals(const Found& found, std::size_t group, std::size_t measures)
      : at_(found.wide.empty() ? static_cast<const void*>(found.narrow.data() + group * measures)
                               : static_cast<const void*>(found.wide.data() + group * measures)),
        is_wide_(!found.wide.empty()) {}
  explicit Totals(const std::int64_t* wide) : at_(wide), is_wide_(true) {}
  explicit operator bool() const { return at_ != nullptr; }
  const void* place() const { return at_; }
  // visit(values), an array of 32 or 64 bits each
  template <class Visit>
  void read(Visit&& visit) const {
    is_wide_ ? visit(static_cast<const std::int64_t*>(at_)) : visit(static_cast<const std::int32_t*>(at_));
  }

 private:
  const void* at_ = nullptr;
  bool is_wide_ = false;
};

// All groups; their totals stay where the units left them, or where parts of one group were merged.
struct Groups {
  std::vector<std::uint32_t> segment_key, school_key;
  std::vector<Totals> totals;
  std::deque<std::vector<std::int64_t>> merged;
  std::size_t size() const { return school_key.size(); }
};

std::vector<std::int64_t> widened(const Totals& totals, std::size_t measures) {
  std::vector<std::int64_t> wide(measures);
  totals.read([&](const auto* values) { std::copy(values, values + measures, wide.begin()); });
  return wide;
}

// Several units have the key: their groups' totals are added up. The groups of the first stand first.
void merge_units(std::span<const Found> parts, const ScanProgram& program, std::size_t school_keys, Groups& groups) {
  const std::size_t measures = program.measures.size();
  std::vector<std::int64_t*> place(school_keys, nullptr);
  std::vector<std::int64_t>& sums = groups.merged.emplace_back();
  std::size_t size = 0;
  for (const Found& part : parts) size += part.schools.size();
  sums.reserve(std::min(size, school_keys) * measures);  // places stay valid: a group a school at most
  for (const Found& part : parts)
    for (std::size_t i = 0; i < part.schools.size(); ++i) {
      const std::uint32_t school = part.schools[i];
      const std::vector<std::int64_t> totals = widened(Totals(part, i, measures), measures);
      if (place[school]) {
        merge_totals(program, place[school], totals.data());
        continue;
      }
      sums.insert(sums.end(), totals.begin(), totals.end());
      place[school] = sums.data() + (sums.size() - measures);
      groups.segment_key.push_back(part.key);
      groups.school_key.push_back(school);
      groups.totals.emplace_back(place[school]);
    }
}

Groups merged(const std::vector<Found>& found, const ScanProgram& program, std::size_t school_keys) {
  Groups groups;
  std::size_t size = 0;
  for (const Found& one : found) size += one.schools.size();
  groups.segment_key.reserve(size);
  groups.school_key.reserve(size);
  groups.totals.reserve(size);
  for (std::size_t first = 0, last = 0; first < found.size(); first = last) {
    while (last < found.size() && found[last].key == found[first].key) ++last;
    if (last - first > 1) {
      merge_units(std::span(found).subspan(first, last - first), program, school_keys, groups);
      continue;
    }
    const Found& unit = found[first];
    for (std::size_t i = 0; i < unit.schools.size(); ++i) {
      groups.segment_key.push_back(unit.key);
      groups.school_key.push_back(unit.schools[i]);
      groups.totals.emplace_back(unit, i, program.measures.size());
    }
  }
  return groups;
}

// From totals to the kernels' results, with their own arithmetic (frame/statistics.cpp). Filled block by
// block: a block's totals are fetched from wherever the units left them, measure by measure, and all
// aggregates then read them in order.
class Results {
 public:
  Results(const FactRequest& request, const ScanProgram& program, const Groups& groups, const std::vector<std::uint32_t>& order, const ScanKeys& segment_keys)
      : request_(request), program_(program), groups_(groups), order_(order), segment_keys_(segment_keys), cells_(request.aggregates.size()) {
    for (std::size_t a = 0; a < cells_.size(); ++a) {
      const bool real = is_real(request.aggregates[a].kind);
      cells_[a].valid.resize(order.size());
      cells_[a].real = ColumnValues<double>(real ? order.size() : 0);
      cells_[a].whole = ColumnValues<std::int64_t>(real ? 0 : order.size());
    }
  }

  void fill(int threads) {
    parallel_for((order_.size() + kGroups - 1) / kGroups, threads, [&](std::size_t block) {
      const std::size_t first = block * kGroups, last = std::min(order_.size(), first + kGroups);
      std::vector<std::int64_t> totals(program_.measures.size() * kGroups);
      if (!groups_.totals.empty()) fetch(first, last, totals);
      for (std::size_t a = 0; a < cells_.size(); ++a) fill(a, first, last, totals.data());
    });
  }

  Column take(std::size_t aggregate) {
    Cells cells = std::move(cells_[aggregate]);
    return is_real(request_.aggregates[aggregate].kind) ? Column::of_float64(std::move(cells.real), cells.valid)
                                                        : Column::of_int64(std::move(cells.whole), cells.valid);
  }

 private:
  struct Cells {
    ColumnValues<std::int64_t> whole{0};
    ColumnValues<double> real{0};
    std::vector<std::uint8_t> valid;
  };
  static bool is_real(AggregateKind kind) {
    return kind == AggregateKind::kShare || kind == AggregateKind::kMean || kind == AggregateKind::kSd;
  }

  static constexpr std::size_t kGroups = 256;

  void fetch(std::size_t first, std::size_t last, std::vector<std::int64_t>& totals) const {
    constexpr std::size_t kAhead = 8;
    const std::size_t measures = program_.measures.size();
    for (std::size_t i = first; i < last; ++i) {
      if (i + kAhead < last) __builtin_prefetch(groups_.totals[order_[i + kAhead]].place());
      groups_.totals[order_[i]].read([&](const auto* from) {
        for (std::size_t m = 0; m < measures; ++m) totals[m * kGroups + (i - first)] = from[m];
      });
    }
  }

  void fill(std::size_t a, std::size_t first, std::size_t last, const std::int64_t* totals) {
    const ScanProgram::Output& output = program_.outputs[a];
    const int ddof = request_.aggregates[a].ddof;
    Cells& cells = cells_[a];
    const auto of = [&](int measure) { return totals + static_cast<std::size_t>(std::max(measure, 0)) * kGroups; };
    const std::int64_t *rows = totals, *present = of(output.first), *value = of(output.second), *squares = of(output.third);
    // there(i): whether group i of the block has a value; compute(i): the value, when it has.
    const auto each = [&](auto& values, auto there, auto compute) {
      for (std::size_t i = 0; i < last - first; ++i) {
        const bool has = there(i);
        cells.valid[first + i] = has;
        values[first + i] = has ? compute(i) : 0;
      }
    };
    const auto whole = [&](auto there, auto compute) { each(cells.whole, there, compute); };
    const auto real = [&](auto there, auto compute) { each(cells.real, there, compute); };
    const auto always = [](std::size_t) { return true; };
    const auto has_present = [=](std::size_t i) { return present[i] > 0; };
    const auto ratio = [](std::int64_t part, std::int64_t all) { return static_cast<double>(part) / static_cast<double>(all); };
    switch (request_.aggregates[a].kind) {
      case AggregateKind::kCount: return whole(always, [=](std::size_t i) { return rows[i]; });
      case AggregateKind::kCountWhere: return whole(always, [=](std::size_t i) { return present[i]; });
      case AggregateKind::kSum: return whole(has_present, [=](std::size_t i) { return value[i]; });
      case AggregateKind::kMin: return whole(has_present, [=](std::size_t i) { return 256 - value[i]; });
      case AggregateKind::kMax: return whole(has_present, [=](std::size_t i) { return value[i] - 1; });
      case AggregateKind::kWeight:
        return whole([&](std::size_t i) { return present[i] > 0 && has_weights(order_[first + i], output); }, [=](std::size_t i) { return value[i]; });
      case AggregateKind::kShare:
        return real([=](std::size_t i) { return rows[i] > 0; }, [=](std::size_t i) { return ratio(present[i], rows[i]); });
      case AggregateKind::kMean: return real(has_present, [=](std::size_t i) { return ratio(value[i], present[i]); });
      default:
        return real([=](std::size_t i) { return present[i] > 0 && present[i] > ddof; },
                    [=](std::size_t i) { return sd(present[i], value[i], squares[i], ddof); });
    }
  }

  bool has_weights(std::size_t group, const ScanProgram::Output& output) const {
    if (groups_.segment_key.empty()) return true;
    const auto segment = static_cast<std::size_t>(segment_keys_.row[groups_.segment_key[group]]);
    return program_.weights[static_cast<std::size_t>(output.weights)][segment] != nullptr;
  }
  static double sd(Wide n, Wide sum, Wide squares, int ddof) {
    return std::sqrt(static_cast<double>(n * squares - sum * sum) / static_cast<double>(n * (n - ddof)));
  }

  const FactRequest& request_;
  const ScanProgram& program_;
  const Groups& groups_;
  const std::vector<std::uint32_t>& order_;
  const ScanKeys& segment_keys_;
  std::vector<Cells> cells_;
};

// Where a key column comes from: the segments' frame or the schools'.
struct KeyColumn {
  bool of_segment = false;
  std::size_t place = 0;  // among the keys of its frame
  const Column* column = nullptr;
};

std::uint32_t key_number(const KeyColumn& key, const Groups& groups, std::size_t group) {
  return key.of_segment ? groups.segment_key[group] : groups.school_key[group];
}

std::vector<std::uint32_t> ascending(const Groups& groups, const ScanKeys& segment_keys, const ScanKeys& school_keys, const std::vector<KeyColumn>& keys) {
  std::vector<std::uint32_t> rank_count;
  for (const KeyColumn& key : keys) rank_count.push_back((key.of_segment ? segment_keys : school_keys).rank_count[key.place]);
  const auto ranks_of = [&](std::size_t c, std::span<std::uint32_t> ranks) {
    const KeyColumn& key = keys[c];
    const auto& rank = (key.of_segment ? segment_keys : school_keys).ranks[key.place];
    const auto& numbers = key.of_segment ? groups.segment_key : groups.school_key;
    for (std::size_t g = 0; g < groups.size(); ++g) ranks[g] = rank[numbers[g]];
  };
  return order_of_groups(ranks_of, rank_count, keys.empty() ? 1 : groups.size());  // without keys one group is always there
}

// Takes the units' totals: they are as large as the result and are given back before it is copied.
Frame assemble(const FactRequest& request, const ScanProgram& program, std::vector<Found> found, const ScanKeys& segment_keys,
               const ScanKeys& school_keys, const std::vector<KeyColumn>& keys) {
  Groups groups = merged(found, program, school_keys.size());
  const std::vector<std::uint32_t> order = ascending(groups, segment_keys, school_keys, keys);
  const int threads = std::max(request.threads, 1);
  Results results(request, program, groups, order, segment_keys);
  results.fill(threads);
  found = {};
  groups.totals = {};
  groups.merged = {};
  std::vector<Column> key_columns(keys.size());
  parallel_for(keys.size(), order.size() < kRowsWorthAThread ? 1 : threads, [&](std::size_t k) {
    const ScanKeys& from = keys[k].of_segment ? segment_keys : school_keys;
    RowSelection rows;
    rows.rows.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) rows.rows[i] = static_cast<std::uint32_t>(from.row[key_number(keys[k], groups, order[i])]);
    key_columns[k] = keys[k].column->take(rows);
  });
  Frame frame;
  for (std::size_t k = 0; k < keys.size(); ++k) frame = frame.with(request.keys[k], std::move(key_columns[k]));
  for (std::size_t a = 0; a < request.aggregates.size(); ++a) frame = frame.with(request.aggregates[a].name, results.take(a));
  return frame;
}

}  // namespace

Result<std::optional<Frame>> scan_tally(SegmentSource& source, const FactPlan& plan, const FactRequest& request) {
  OPORA_ASSIGN(const std::optional<ScanProgram> program, compile_scan(plan, request));
  if (!program) return std::optional<Frame>();
  std::vector<std::string> of_segments, of_schools;
  std::vector<KeyColumn> keys;
  for (const std::string& key : request.keys) {
    OPORA_ASSIGN(const FactLevel level, level_of(plan.catalogue, key));
    const bool of_segment = level == FactLevel::kSegment;
    const Frame& frame = of_segment ? plan.catalogue.segment_frame : plan.catalogue.school_frame;
    auto& list = of_segment ? of_segments : of_schools;
    keys.push_back({of_segment, list.size(), frame.find(key)});
    list.push_back(key);
  }
  const ScanKeys segment_keys = scan_keys(plan.catalogue.segment_frame, of_segments);
  const ScanKeys school_keys = scan_keys(plan.catalogue.school_frame, of_schools);
  const int threads = std::max(request.threads, 1);
  const std::vector<Unit> units = units_of(plan, segment_keys, threads);
  Scan scan{source, plan, *program, school_keys};
  std::vector<Found> found(units.size());
  parallel_for(units.size(), threads, [&](std::size_t u) { found[u] = scan_unit(scan, units[u]); });
  for (Found& one : found)
    if (one.error) return *std::move(one.error);
  if (scan.too_wide) return std::optional<Frame>();
  return std::optional(assemble(request, *program, std::move(found), segment_keys, school_keys, keys));
}

}  // namespace opora
