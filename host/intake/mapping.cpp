#include "intake/mapping.h"

#include <algorithm>
#include <mutex>

#include "base/parallel.h"
#include "intake/repetitions.h"
#include "intake/results_mapping.h"
#include "intake/results_plan.h"
#include "intake/tables_mapping.h"

namespace opora {
namespace {

// What one block brings to take(): results mapped on its thread, or rows copied for the tables mapper.
struct MappedBlock : BlockResult {
  std::unique_ptr<MappedResults> results;
  std::vector<OwnedRow> rows;
  std::int64_t row_count = 0;
};

// Mappers keep what they learned; a thread borrows one for a block.
class MapperPool {
 public:
  explicit MapperPool(const ResultsPlan& plan) : plan_(plan) {}

  std::unique_ptr<MappedResults> map(const RowBlock& block) {
    std::unique_ptr<ResultsMapper> mapper = borrow();
    auto mapped = mapper->map(block);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(mapper));
    return mapped;
  }

 private:
  std::unique_ptr<ResultsMapper> borrow() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<ResultsMapper>(plan_);
    auto mapper = std::move(idle_.back());
    idle_.pop_back();
    return mapper;
  }

  const ResultsPlan& plan_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<ResultsMapper>> idle_;
};

OwnedRow owned(const RowBlock& block, std::size_t i) {
  OwnedRow row{block.lines[i], {}};
  for (std::size_t column = 0; column < block.columns; ++column) row.cells.emplace_back(block.row(i)[column].text);
  return row;
}

class FileMapping {
 public:
  explicit FileMapping(const MappingSetup& setup)
      : setup_(setup), repetitions_(setup.spill_folder, setup.pupils_in_memory) {}

  // A sheet: opened, its blocks handed to work() in any way, then closed.
  Status open(const SourceProfile& profile, const SheetLayout& layout);
  BlockWork work();
  Status close();
  MappedFile finish(const std::set<std::string>& known_schools);

 private:
  Status take(MappedBlock& block);
  Status take_results(MappedResults& results);
  ProcedureSummary& summary_of(const MappedProcedure& procedure);
  void add_away(std::size_t procedure, const std::vector<MappedProcedure::Away>& away, const std::vector<std::int32_t>& global);
  void collect_attendance();

  const MappingSetup& setup_;
  MappedFile file_;
  SchoolIndex schools_;
  std::vector<std::pair<std::uint32_t, std::int64_t>> first_seen_;  // by school: sheet, line
  std::vector<std::vector<MappedProcedure::Away>> away_;  // by procedure, by school
  Repetitions repetitions_;
  std::optional<TablesMapper> tables_;
  std::optional<ResultsPlan> plan_;
  std::optional<MapperPool> pool_;  // borrows the plan
  bool any_results_ = false;
  std::uint32_t sheet_number_ = 0;
  int school_column_ = -1;
};

ProcedureSummary& FileMapping::summary_of(const MappedProcedure& procedure) {
  for (ProcedureSummary& summary : file_.procedures) {
    if (summary.procedure == procedure.rows.procedure) return summary;
  }
  file_.procedures.push_back({procedure.rows.procedure, procedure.rows.maximum, 0, 0, 0, procedure.marks_known, {}});
  return file_.procedures.back();
}

void FileMapping::add_away(std::size_t procedure, const std::vector<MappedProcedure::Away>& away, const std::vector<std::int32_t>& global) {
  if (procedure >= away_.size()) away_.resize(procedure + 1);
  ProcedureSummary& summary = file_.procedures[procedure];
  for (std::size_t i = 0; i < away.size(); ++i) {
    if (away[i].absent + away[i].other == 0) continue;
    summary.absent += away[i].absent;
    summary.other += away[i].other;
    const auto school = static_cast<std::size_t>(global[i]);
    if (school >= away_[procedure].size()) away_[procedure].resize(school + 1);
    away_[procedure][school].absent += away[i].absent;
    away_[procedure][school].other += away[i].other;
  }
}

Status FileMapping::take_results(MappedResults& results) {
  std::vector<std::int32_t> global;
  for (std::size_t i = 0; i < results.schools.size(); ++i) {
    global.push_back(schools_.add(results.schools[i], file_.draft.schools_seen));
    if (static_cast<std::size_t>(global.back()) == first_seen_.size()) first_seen_.emplace_back(sheet_number_, results.school_lines[i]);
  }
  BatchCounts& counts = file_.sheets.back().counts;
  counts.rows += results.counts.rows;
  counts.accepted += results.counts.accepted;
  counts.absent += results.counts.absent;
  counts.other += results.counts.other;
  counts.rejected += results.counts.rejected;
  file_.defects.merge(results.defects);
  for (MappedProcedure& procedure : results.procedures) {
    ProcedureSummary& summary = summary_of(procedure);
    summary.rows_of_school.resize(file_.draft.schools_seen.size(), 0);
    for (std::int32_t& school : procedure.rows.school) {
      school = global[static_cast<std::size_t>(school)];
      ++summary.rows_of_school[static_cast<std::size_t>(school)];
    }
    summary.accepted += static_cast<std::int64_t>(procedure.rows.size());
    const auto number = static_cast<std::size_t>(&summary - file_.procedures.data());
    add_away(number, procedure.away, global);
    repetitions_.add(number, std::move(procedure.seen), global);
    if (procedure.rows.size() == 0) continue;
    procedure.rows.maximum = summary.maximum;  // the first maximum of the file holds for all its rows
    OPORA_TRY(setup_.rows(std::move(procedure.rows), file_.draft.schools_seen));
  }
  return repetitions_.end_block(setup_.threads);
}

Status FileMapping::take(MappedBlock& block) {
  if (block.results) OPORA_TRY(take_results(*block.results));
  BatchCounts of_tables;
  for (const OwnedRow& row : block.rows) {
    tables_->map(row, schools_, file_.draft, file_.defects, block.results ? of_tables : file_.sheets.back().counts);
  }
  while (first_seen_.size() < file_.draft.schools_seen.size()) first_seen_.emplace_back(sheet_number_, 0);
  if (setup_.progress) setup_.progress(block.row_count);
  return {};
}

Status FileMapping::open(const SourceProfile& profile, const SheetLayout& layout) {
  sheet_number_ = static_cast<std::uint32_t>(file_.sheets.size());
  file_.sheets.push_back({layout.title, layout.header_line, {}});
  pool_.reset(), plan_.reset(), tables_.reset();
  if (profile.results) {
    OPORA_ASSIGN(plan_, plan_results(profile, layout, setup_.hint, setup_.year, *setup_.scales, sheet_number_, file_.defects));
    school_column_ = plan_->school;
    pool_.emplace(*plan_);
    any_results_ = true;
  }
  if (profile.registry || profile.context || profile.scales || profile.task_descriptions || profile.code_texts || profile.lists) {
    OPORA_ASSIGN(tables_, TablesMapper::plan(profile, layout, setup_.hint, setup_.year, sheet_number_, file_.defects));
  }
  return {};
}

BlockWork FileMapping::work() {
  BlockWork work;
  work.work = [this](const RowBlock& block) -> Result<std::unique_ptr<BlockResult>> {
    auto mapped = std::make_unique<MappedBlock>();
    mapped->row_count = static_cast<std::int64_t>(block.rows);
    if (pool_) mapped->results = pool_->map(block);
    if (tables_) for (std::size_t i = 0; i < block.rows; ++i) mapped->rows.push_back(owned(block, i));
    return std::unique_ptr<BlockResult>(std::move(mapped));
  };
  work.take = [this](std::unique_ptr<BlockResult> block) { return take(static_cast<MappedBlock&>(*block)); };
  return work;
}

Status FileMapping::close() {
  return repetitions_.report(sheet_number_, plan_ ? plan_->participant : -1, setup_.threads, file_.defects);
}

void FileMapping::collect_attendance() {
  for (std::size_t p = 0; p < away_.size(); ++p) {
    for (std::size_t school = 0; school < away_[p].size(); ++school) {
      const auto& [absent, other] = away_[p][school];
      if (absent + other == 0) continue;
      file_.draft.attendance.push_back({file_.procedures[p].procedure, static_cast<std::int32_t>(school), absent, other});
    }
  }
}

MappedFile FileMapping::finish(const std::set<std::string>& known_schools) {
  if (any_results_ && !known_schools.empty()) {
    const auto& seen = file_.draft.schools_seen;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (known_schools.contains(seen[i].key)) continue;
      file_.defects.add(Gate::kSchoolUnknown, {first_seen_[i].first, first_seen_[i].second, school_column_, seen[i].code});
    }
  }
  std::set<std::pair<std::string_view, std::int64_t>> listed;  // a row once
  for (const ListedMarker& one : file_.draft.lists) {
    if (known_schools.contains(one.school.key) || !listed.emplace(one.school.key, one.line).second) continue;
    file_.defects.add(Gate::kListedUnknown, {0, one.line, -1, one.school.code});
  }
  collect_attendance();
  for (const SheetSummary& sheet : file_.sheets) {
    BatchCounts& sum = file_.draft.counts;
    sum.rows += sheet.counts.rows;
    sum.accepted += sheet.counts.accepted;
    sum.absent += sheet.counts.absent;
    sum.other += sheet.counts.other;
    sum.rejected += sheet.counts.rejected;
  }
  return std::move(file_);
}

}  // namespace

Result<MappedFile> map_file(TableReader& reader, const Recognition& recognition, const MappingSetup& setup,
                            const std::set<std::string>& known_schools) {
  FileMapping mapping(setup);
  for (const SheetLayout& layout : recognition.sheets) {
    OPORA_TRY(mapping.open(*recognition.profile, layout));
    OPORA_TRY(reader.read(layout.sheet, layout.header_line, mapping.work()));
    OPORA_TRY(mapping.close());
  }
  MappedFile file = mapping.finish(known_schools);
  file.digest = reader.digest();
  return file;
}

Result<MappedFile> map_tables(const std::function<Status(const TableFeed&)>& read, const MappingSetup& setup,
                              const std::set<std::string>& known_schools) {
  FileMapping mapping(setup);
  const BlockWork work = mapping.work();
  bool opened = false;
  TableFeed feed;
  feed.table = [&](const SourceProfile& profile, const SheetLayout& layout) -> Status {
    if (opened) OPORA_TRY(mapping.close());
    opened = true;
    return mapping.open(profile, layout);
  };
  feed.rows = [&](const RowBlock& rows) -> Status {
    OPORA_ASSIGN(std::unique_ptr<BlockResult> mapped, work.work(rows));
    return work.take(std::move(mapped));
  };
  OPORA_TRY(read(feed));
  if (opened) OPORA_TRY(mapping.close());
  return mapping.finish(known_schools);
}

}  // namespace opora
