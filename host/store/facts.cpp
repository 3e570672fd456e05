#include "store/facts.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/messages.h"
#include "store/fact_plan.h"
#include "store/fact_scan.h"
#include "store/scan_keys.h"
#include "store/segment_rows.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

class NameSet {
 public:
  void add(const std::string& name) {
    if (!name.empty() && std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
  }
  void add(const std::vector<Condition>& conditions) {
    for (const Condition& condition : conditions) {
      add(condition.column);
      if (const auto* other = std::get_if<ColumnRef>(&condition.operand)) add(other->name);
    }
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

NameSet columns_of(const FactRequest& request, const std::vector<Condition>& row_conditions) {
  NameSet names;
  for (const std::string& key : request.keys) names.add(key);
  names.add(row_conditions);
  for (const Aggregate& aggregate : request.aggregates) {
    names.add(aggregate.column);
    names.add(aggregate.other);
    names.add(aggregate.conditions);
  }
  return names;
}

Result<Frame> tally_rows(SegmentSource& source, const FactPlan& plan, const FactRequest& request) {
  const NameSet names = columns_of(request, plan.row_conditions);
  OPORA_ASSIGN(const Frame all, materialise(source, plan, names.names()));
  OPORA_ASSIGN(const Frame wanted, where(all, plan.row_conditions));
  return group_tally(wanted, request.keys, request.aggregates, request.threads);
}

// Segments by the values of those keys that all rows of a segment share: groups never reach across them.
Result<std::vector<std::vector<std::size_t>>> apart(const FactPlan& plan, const FactRequest& request) {
  std::vector<std::string> of_segments;
  for (const std::string& key : request.keys) {
    OPORA_ASSIGN(const FactLevel level, level_of(plan.catalogue, key));
    if (level == FactLevel::kSegment) of_segments.push_back(key);
  }
  const ScanKeys keys = scan_keys(plan.catalogue.segment_frame, of_segments);
  std::map<std::uint32_t, std::vector<std::size_t>> parts;
  for (const std::size_t segment : plan.segments) parts[keys.number[segment]].push_back(segment);
  std::vector<std::vector<std::size_t>> list;
  for (auto& [number, segments] : parts) list.push_back(std::move(segments));
  return list;
}

// The same as tally_rows, with the rows of one part in memory at a time.
Result<Frame> tally_apart(SegmentSource& source, const FactPlan& plan, const FactRequest& request) {
  OPORA_ASSIGN(auto parts, apart(plan, request));
  if (parts.size() < 2) return tally_rows(source, plan, request);
  FactPlan part = plan;
  std::vector<Frame> tallies;
  for (auto& segments : parts) {
    part.segments = std::move(segments);
    OPORA_ASSIGN(Frame tally, tally_rows(source, part, request));
    tallies.push_back(std::move(tally));
  }
  OPORA_ASSIGN(const Frame all, concat(tallies));
  std::vector<SortKey> order;
  for (const std::string& key : request.keys) order.push_back({key});
  return sort(all, order);
}

// The kernels' own checks of names, types and parameters, on a frame without rows.
Status check_request(SegmentSource& source, const FactPlan& plan, const FactRequest& request) {
  auto catalogue = std::make_shared<Catalogue>();
  catalogue->dataset = plan.catalogue.dataset;
  catalogue->segment_frame = plan.catalogue.segment_frame;
  catalogue->school_frame = plan.catalogue.school_frame;
  FactPlan empty(std::move(catalogue));
  empty.row_conditions = plan.row_conditions;
  const auto answer = tally_rows(source, empty, request);
  return answer.ok() ? Status() : Status(answer.error());
}

}  // namespace

Result<Frame> tally(const Store& store, const FactRequest& request, FactCache* cache) {
  OPORA_ASSIGN(const ReadView view, ReadView::begin(store.handle()));
  OPORA_ASSIGN(const FactPlan plan, plan_facts(store.handle(), request.dataset, request.conditions, cache));
  OPORA_ASSIGN(const std::unique_ptr<SegmentSource> source, SegmentSource::open(store.handle()));
  if (request.path == ScanPath::kRowsOnly) return tally_rows(*source, plan, request);
  OPORA_TRY(check_request(*source, plan, request));
  OPORA_ASSIGN(std::optional<Frame> scanned, scan_tally(*source, plan, request));
  if (scanned) return *std::move(scanned);
  return tally_apart(*source, plan, request);
}

Result<Frame> rows(const Store& store, const FactRequest& request, const std::vector<std::string>& columns, std::int64_t limit,
                   FactCache* cache) {
  OPORA_ASSIGN(const ReadView view, ReadView::begin(store.handle()));
  OPORA_ASSIGN(const FactPlan plan, plan_facts(store.handle(), request.dataset, request.conditions, cache));
  OPORA_ASSIGN(const std::unique_ptr<SegmentSource> source, SegmentSource::open(store.handle()));
  std::int64_t wanted = 0;
  for (const std::size_t segment : plan.segments) {
    OPORA_ASSIGN(const std::vector<Run> runs, source->runs(plan, segment));
    for (const Run& run : runs) wanted += static_cast<std::int64_t>(run.rows);
  }
  if (wanted > limit)
    return make_error("STORE-010", tr_format("{0} rows are asked for at once, {1} at most are given out", wanted, limit),
                      tr("aggregate first (group, tally), or state narrower conditions"));
  NameSet names;
  for (const std::string& column : columns) names.add(column);
  names.add(plan.row_conditions);
  OPORA_ASSIGN(const Frame all, materialise(*source, plan, names.names()));
  OPORA_ASSIGN(const Frame left, where(all, plan.row_conditions));
  return left.select(columns);
}

Result<std::vector<std::vector<Condition>>> row_parts(const Store& store, const FactRequest& request) {
  OPORA_ASSIGN(const FactPlan plan, plan_facts(store.handle(), request.dataset, request.conditions));
  const Column& procedure = *plan.catalogue.segment_frame.find("procedure");
  const Column* task = plan.catalogue.segment_frame.find("task");
  std::vector<std::vector<Condition>> parts;
  std::tuple<BatchId, std::int64_t, std::string> last{-1, -1, {}};
  for (const std::size_t segment : plan.segments) {
    const SegmentPlace& place = plan.catalogue.segments[segment];
    const auto row = static_cast<std::int64_t>(segment);
    std::tuple now(place.batch, place.procedure, task ? std::string(task->text(row)) : std::string());
    if (now == last) continue;
    last = std::move(now);
    auto& conditions = parts.emplace_back(request.conditions);
    conditions.push_back({"batch", Comparison::kEqual, place.batch});
    conditions.push_back({"procedure", Comparison::kEqual, std::string(procedure.text(row))});
    if (task) conditions.push_back({"task", Comparison::kEqual, std::get<2>(last)});
  }
  return parts;
}

Result<std::map<std::string, std::vector<SourceRows>>> sources(const Store& store, const std::string& school_code, FactCache* cache) {
  FactRequest of_school;
  of_school.conditions = {{"school", Comparison::kEqual, school_code}};
  OPORA_ASSIGN(const Frame found, rows(store, of_school, {"procedure", "batch", "line"}, 5'000'000, cache));
  std::map<std::string, std::vector<SourceRows>> by_procedure;
  if (found.rows() == 0) return by_procedure;
  std::map<std::pair<std::string, BatchId>, SourceRows> groups;
  const Column& procedure = *found.find("procedure");
  const auto batches = found.find("batch")->int64(), lines = found.find("line")->int64();
  for (std::size_t i = 0; i < batches.size(); ++i) {
    SourceRows& group = groups.try_emplace({std::string(procedure.text(static_cast<std::int64_t>(i))), batches[i]}, SourceRows{batches[i], {}, lines[i], lines[i], 0}).first->second;
    group.first_line = std::min(group.first_line, lines[i]);
    group.last_line = std::max(group.last_line, lines[i]);
    ++group.rows;
  }
  OPORA_ASSIGN(Statement file, Statement::prepare(store.handle(), "SELECT file FROM batch WHERE id = ?"));
  for (auto& [key, group] : groups) {
    OPORA_ASSIGN(const bool there, bind_all(file, group.batch).step());
    if (there) group.file = text_of(file, 0);
    file.reset();
    by_procedure[key.first].push_back(std::move(group));
  }
  return by_procedure;
}

std::vector<SourceRows> merged(const std::vector<const std::vector<SourceRows>*>& of_procedures) {
  std::map<BatchId, SourceRows> by_batch;
  for (const auto* groups : of_procedures)
    for (const SourceRows& group : *groups) {
      const auto [it, added] = by_batch.try_emplace(group.batch, group);
      if (added) continue;
      it->second.first_line = std::min(it->second.first_line, group.first_line);
      it->second.last_line = std::max(it->second.last_line, group.last_line);
      it->second.rows += group.rows;
    }
  std::vector<SourceRows> list;
  for (auto& [batch, group] : by_batch) list.push_back(std::move(group));
  return list;
}

}  // namespace opora
