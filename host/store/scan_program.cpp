// From a request to a ScanProgram. A condition with a literal becomes the set of byte values for which
// the kernels' own where() holds, so that the scan cannot mean anything else.
#include <algorithm>
#include <map>

#include "store/scan_measures.h"

namespace opora {
namespace {

std::optional<ScanColumn> scan_column(const std::string& name) {
  if (name == "score") return kScore;
  if (name == "task_score") return kTask;
  if (name == "mark") return kMark;
  if (name == "journal") return kJournal;
  return std::nullopt;
}

// Bytes of `column` for which the condition holds, by value.
Result<std::array<std::uint8_t, 256>> holding(const Condition& condition, ScanColumn column) {
  std::vector<std::int64_t> values(256);
  std::vector<std::uint8_t> valid(256, 1);
  for (std::size_t v = 0; v < 256; ++v) values[v] = static_cast<std::int64_t>(v);
  valid[0] = zero_counts(column);
  const Frame domain = Frame().with(condition.column, Column::of_int64(values, valid)).with("#", Column::of_int64(values));
  OPORA_ASSIGN(const Frame left, where(domain, {condition}));
  std::array<std::uint8_t, 256> table{};
  for (const std::int64_t v : left.find("#")->int64()) table[static_cast<std::size_t>(v)] = 1;
  return table;
}

Predicate of_table(ScanColumn column, const std::array<std::uint8_t, 256>& table) {
  Predicate predicate;
  predicate.column = column;
  const auto first = std::find(table.begin(), table.end(), 1);
  const auto last = std::find(first, table.end(), 0);
  const bool one_range = first != table.end() && std::find(last, table.end(), 1) == table.end();
  predicate.kind = one_range ? Predicate::kRange : Predicate::kTable;
  predicate.table = table;
  if (one_range) {
    predicate.low = static_cast<std::uint8_t>(first - table.begin());
    predicate.span = static_cast<std::uint8_t>(last - first - 1);
  }
  return predicate;
}

class Compiler {
 public:
  Compiler(const FactPlan& plan, const FactRequest& request) : plan_(plan), request_(request) {}

  Result<bool> run() {
    for (const std::string& key : request_.keys) {
      OPORA_ASSIGN(const FactLevel level, level_of(plan_.catalogue, key));
      if (level == FactLevel::kRow) return false;
    }
    OPORA_ASSIGN(const bool filter, predicates(plan_.row_conditions, filter_));
    if (!filter) return false;
    every_ = mask_of(filter_);
    measure({ScanMeasure::kRows, kScore, every_, -1});
    for (const Aggregate& aggregate : request_.aggregates) {
      OPORA_ASSIGN(const bool known, add(aggregate));
      if (!known) return false;
    }
    return true;
  }
  ScanProgram take() { return std::move(program_); }

 private:
  Result<bool> predicates(const std::vector<Condition>& conditions, std::vector<Predicate>& to) {
    for (const Condition& condition : conditions) {
      OPORA_ASSIGN(const bool known, predicate(condition, to));
      if (!known) return false;
    }
    return true;
  }

  Result<bool> predicate(const Condition& condition, std::vector<Predicate>& to) {
    const auto column = scan_column(condition.column);
    const auto* other = std::get_if<ColumnRef>(&condition.operand);
    if (column && other) {
      const auto right = scan_column(other->name);
      if (!right) return with_segment(condition, *column, other->name, to);
      Predicate predicate;
      predicate.kind = Predicate::kCompare;
      predicate.column = *column;
      predicate.other = *right;
      predicate.op = condition.op;
      reads(*column), reads(*right);
      need_present(*column, to), need_present(*right, to);
      to.push_back(std::move(predicate));
      return true;
    }
    if (column) {
      OPORA_ASSIGN(const auto table, holding(condition, *column));
      reads(*column);
      need_present(*column, to);
      to.push_back(of_table(*column, table));
      return true;
    }
    return other ? false : of_segment(condition, to);
  }

  // Zeros of a task's score may stand for "missing".
  static void need_present(ScanColumn column, std::vector<Predicate>& to) {
    if (column != kTask) return;
    Predicate given;
    given.column = kTaskGiven;
    given.low = 1;
    to.push_back(std::move(given));
  }

  // A column of rows against one of the segment: for each of its values the condition with that literal.
  Result<bool> with_segment(const Condition& condition, ScanColumn column, const std::string& other, std::vector<Predicate>& to) {
    const Column* constants = plan_.catalogue.segment_frame.find(other);
    if (!constants || constants->type() != ColumnType::kInt64) return false;
    Predicate predicate;
    predicate.kind = Predicate::kChoice;
    std::map<std::int64_t, std::int32_t> known;
    for (std::int64_t s = 0; s < constants->size(); ++s) {
      predicate.choice.push_back(-1);
      if (!constants->valid(s)) continue;
      const std::int64_t value = constants->int64()[static_cast<std::size_t>(s)];
      const auto [it, added] = known.emplace(value, static_cast<std::int32_t>(predicate.choices.size()));
      predicate.choice.back() = it->second;
      if (!added) continue;
      OPORA_ASSIGN(const auto table, holding({condition.column, condition.op, value}, column));
      predicate.choices.push_back(of_table(column, table));
    }
    reads(column);
    need_present(column, to);
    to.push_back(std::move(predicate));
    return true;
  }

  Result<bool> of_segment(const Condition& condition, std::vector<Predicate>& to) {
    OPORA_ASSIGN(const FactLevel level, level_of(plan_.catalogue, condition.column));
    if (level != FactLevel::kSegment) return false;
    const Frame& frame = plan_.catalogue.segment_frame;
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(frame.rows()));
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
    OPORA_ASSIGN(const Frame left, where(frame.with("#", Column::of_int64(numbers)), {condition}));
    Predicate predicate;
    predicate.kind = Predicate::kOfSegment;
    predicate.by_segment.resize(numbers.size(), 0);
    for (const std::int64_t i : left.find("#")->int64()) predicate.by_segment[static_cast<std::size_t>(i)] = 1;
    to.push_back(std::move(predicate));
    return true;
  }

  Result<bool> add(const Aggregate& aggregate) {
    ScanProgram::Output output;
    switch (aggregate.kind) {
      case AggregateKind::kCount: break;
      case AggregateKind::kCountWhere:
      case AggregateKind::kShare: {
        std::vector<Predicate> all = filter_;
        OPORA_ASSIGN(const bool known, predicates(aggregate.conditions, all));
        if (!known) return false;
        output.first = measure({ScanMeasure::kRows, kScore, mask_of(std::move(all)), -1});
        break;
      }
      case AggregateKind::kSum:
      case AggregateKind::kMean:
      case AggregateKind::kSd:
      case AggregateKind::kMin:
      case AggregateKind::kMax:
      case AggregateKind::kWeight: {
        const auto column = scan_column(aggregate.column);
        if (!column) {
          if (!add_constants(aggregate, output)) return false;
          break;
        }
        reads(*column);
        output.first = measure({ScanMeasure::kPresent, *column == kTask ? kTaskGiven : *column, every_, -1});
        if (aggregate.kind == AggregateKind::kWeight) {
          if (!add_weights(aggregate, *column, output)) return false;
        } else if (aggregate.kind == AggregateKind::kMin || aggregate.kind == AggregateKind::kMax) {
          output.second = measure({aggregate.kind == AggregateKind::kMin ? ScanMeasure::kLeast : ScanMeasure::kGreatest, *column, present(*column), -1});
        } else {
          output.second = measure({ScanMeasure::kSum, *column, every_, -1});
          if (aggregate.kind == AggregateKind::kSd) output.third = measure({ScanMeasure::kSquares, *column, every_, -1});
        }
        break;
      }
      default: return false;
    }
    program_.outputs.push_back(output);
    return true;
  }

  bool add_weights(const Aggregate& aggregate, ScanColumn column, ScanProgram::Output& output) {
    if (aggregate.weights.size() != 1) return false;
    const WeightTable& table = aggregate.weights.front();
    const Frame& frame = plan_.catalogue.segment_frame;
    const Column* by = table.by.empty() ? nullptr : frame.find(table.by);
    if (!table.by.empty() && !by) return false;
    std::vector<std::pair<std::string, const Weights*>> lists;
    for (const auto& [key, values] : table.tables) {
      const Weights* list = add_table(values, column);
      if (!list) return false;
      lists.emplace_back(key, list);
    }
    SegmentWeights of_segments(static_cast<std::size_t>(frame.rows()), nullptr);
    for (std::size_t s = 0; s < of_segments.size(); ++s) {
      const auto row = static_cast<std::int64_t>(s);
      if (by && !by->valid(row)) continue;
      const std::string key = !by ? std::string() : by->type() == ColumnType::kText ? std::string(by->text(row)) : std::to_string(by->int64()[s]);
      for (const auto& [text, list] : lists)
        if (!by || text == key) {
          of_segments[s] = list;
          break;
        }
    }
    output.weights = static_cast<int>(program_.weights.size());
    program_.weights.push_back(std::move(of_segments));
    output.second = measure({ScanMeasure::kWeight, column, present(column), output.weights});
    return true;
  }

  const Weights* add_table(const std::vector<std::int64_t>& values, ScanColumn column) {
    auto list = std::make_unique<Weights>();
    for (std::size_t v = zero_counts(column) ? 0 : 1; v < std::min<std::size_t>(values.size(), 256); ++v) {
      constexpr std::int64_t kLargest = std::int64_t{1} << 31;  // no sum of rows leaves 64 bits
      if (values[v] > kLargest || values[v] < -kLargest) return nullptr;
      list->wide[v] = values[v];
      list->fits_byte &= values[v] >= 0 && values[v] <= 255;
      list->narrow[v] = static_cast<std::uint8_t>(values[v]);
    }
    program_.weight_tables.push_back(std::move(list));
    return program_.weight_tables.back().get();
  }

  // Sum or mean of what all rows of a segment have in common.
  bool add_constants(const Aggregate& aggregate, ScanProgram::Output& output) {
    const Column* constants = plan_.catalogue.segment_frame.find(aggregate.column);
    const bool adds_up = aggregate.kind == AggregateKind::kSum || aggregate.kind == AggregateKind::kMean;
    if (!adds_up || !constants || constants->type() != ColumnType::kInt64) return false;
    const auto place = static_cast<int>(program_.constants.size());
    program_.constants.push_back(*constants);
    output.first = measure({ScanMeasure::kConstants, kScore, every_, place});
    output.second = measure({ScanMeasure::kSumConstants, kScore, every_, place});
    return true;
  }

  void reads(ScanColumn column) { program_.reads[column] = true; }
  // Rows that count and have a value of the column where its zeros do not tell.
  int present(ScanColumn column) {
    if (column != kTask) return every_;
    if (given_ < 0) {
      std::vector<Predicate> all = filter_;
      need_present(column, all);
      given_ = mask_of(std::move(all));
    }
    return given_;
  }
  int mask_of(std::vector<Predicate> all) {
    if (all.empty()) return -1;
    program_.masks.push_back(std::move(all));
    return static_cast<int>(program_.masks.size()) - 1;
  }
  int measure(const ScanMeasure& wanted) {
    auto& list = program_.measures;
    const auto place = std::find(list.begin(), list.end(), wanted) - list.begin();
    if (static_cast<std::size_t>(place) == list.size()) list.push_back(wanted);
    return static_cast<int>(place);
  }

  const FactPlan& plan_;
  const FactRequest& request_;
  ScanProgram program_;
  std::vector<Predicate> filter_;
  int every_ = -1, given_ = -1;
};

}  // namespace

Result<std::optional<ScanProgram>> compile_scan(const FactPlan& plan, const FactRequest& request) {
  Compiler compiler(plan, request);
  OPORA_ASSIGN(const bool known, compiler.run());
  if (!known) return std::optional<ScanProgram>();
  return std::optional<ScanProgram>(compiler.take());
}

}  // namespace opora
