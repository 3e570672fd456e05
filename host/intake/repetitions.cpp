#include "intake/repetitions.h"

#include <algorithm>
#include <bit>
#include <span>

#include "base/parallel.h"

namespace opora {
namespace {

bool is_set(const std::vector<std::vector<bool>>& bits, std::uint32_t procedure, std::uint32_t school) {
  return procedure < bits.size() && school < bits[procedure].size() && bits[procedure][school];
}

void set(std::vector<std::vector<bool>>& bits, std::uint32_t procedure, std::uint32_t school) {
  if (procedure >= bits.size()) bits.resize(procedure + 1);
  if (school >= bits[procedure].size()) bits[procedure].resize(std::max<std::size_t>(school + 1, 2 * bits[procedure].size()));
  bits[procedure][school] = true;
}

// The runs of a procedure's blocks by school, those of a school in the order of the file.
std::vector<PupilRun> runs_by_school(const std::vector<SeenPupils>& blocks, std::size_t procedure) {
  std::vector<PupilRun> runs;
  for (const SeenPupils& block : blocks) {
    std::size_t from = 0;
    for (const SeenPupils::Run& run : block.runs) {
      runs.push_back({static_cast<std::uint32_t>(procedure), static_cast<std::uint32_t>(run.school), std::span(block.pupils).subspan(from, run.pupils)});
      from += run.pupils;
    }
  }
  const auto earlier = [](const PupilRun& a, const PupilRun& b) { return a.school < b.school; };
  if (!std::is_sorted(runs.begin(), runs.end(), earlier)) std::stable_sort(runs.begin(), runs.end(), earlier);
  return runs;
}

}  // namespace

void Repetitions::Found::add(std::uint32_t line) { add(Found{1, line, line}); }

void Repetitions::Found::add(const Found& other) {
  if (other.count == 0) return;
  first = count == 0 ? other.first : std::min(first, other.first);
  last = count == 0 ? other.last : std::max(last, other.last);
  count += other.count;
}

// Looks for pupils that stand twice in a school, school by school; keeps its memory between them.
class Repetitions::Search {
 public:
  explicit Search(BothFound& found) : found_(found) {}

  void procedure(std::span<const PupilRun> runs) {
    for (std::size_t i = 0; i < runs.size();) {
      std::size_t end = i + 1;
      while (end < runs.size() && runs[end].school == runs[i].school) ++end;
      if (end == i + 1) {
        school(runs[i].pupils);
      } else {
        together_.clear();
        for (std::size_t r = i; r < end; ++r) together_.insert(together_.end(), runs[r].pupils.begin(), runs[r].pupils.end());
        school(together_);
      }
      i = end;
    }
  }

 private:
  void school(std::span<const SeenPupil> pupils) {
    if (all_differ(pupils)) return;
    sorted_.assign(pupils.begin(), pupils.end());
    std::sort(sorted_.begin(), sorted_.end(), [](const SeenPupil& a, const SeenPupil& b) { return a.pupil != b.pupil ? a.pupil < b.pupil : a.line < b.line; });
    for (std::size_t i = 1; i < sorted_.size(); ++i) {
      if (sorted_[i].pupil == sorted_[i - 1].pupil) found_[sorted_[i].fingerprint == sorted_[i - 1].fingerprint].add(sorted_[i].line);
    }
  }

  // Repetitions are rare: one pass through a hash table mostly spares the sorting.
  bool all_differ(std::span<const SeenPupil> pupils) {
    const std::size_t slots = std::bit_ceil(2 * pupils.size() + 1);
    table_.assign(slots, kFree);
    for (std::uint32_t i = 0; i < pupils.size(); ++i) {
      const std::uint64_t pupil = pupils[i].pupil;
      std::size_t at = (pupil ^ pupil >> 32) & (slots - 1);
      for (; table_[at] != kFree; at = (at + 1) & (slots - 1)) {
        if (pupils[table_[at]].pupil == pupil) return false;
      }
      table_[at] = i;
    }
    return true;
  }

  static constexpr std::uint32_t kFree = UINT32_MAX;
  BothFound& found_;
  std::vector<std::uint32_t> table_;  // hash → index into the pupils
  std::vector<SeenPupil> together_, sorted_;
};

void Repetitions::add(std::size_t procedure, SeenPupils&& pupils, const std::vector<std::int32_t>& global) {
  if (pupils.pupils.empty()) return;
  if (procedure >= procedures_.size()) procedures_.resize(procedure + 1);
  rows_ += pupils.pupils.size();
  for (SeenPupils::Run& run : pupils.runs) run.school = global[static_cast<std::size_t>(run.school)];
  procedures_[procedure].push_back(std::move(pupils));
}

Status Repetitions::end_block(int threads) {
  return rows_ < window_rows_ ? Status() : close_window(threads, false);
}

// The window is looked through now; an earlier row of the same pupil in it is the nearest there is.
Status Repetitions::close_window(int threads, bool last) {
  std::vector<BothFound> found(procedures_.size());
  std::vector<std::vector<PupilRun>> runs(procedures_.size());
  parallel_for(procedures_.size(), threads, [&](std::size_t procedure) {
    runs[procedure] = runs_by_school(procedures_[procedure], procedure);
    Search(found[procedure]).procedure(runs[procedure]);
  });
  for (const BothFound& of_procedure : found) {
    for (std::size_t i = 0; i < found_.size(); ++i) found_[i].add(of_procedure[i]);
  }
  if (rows_ > 0 && (!last || spilled_)) {
    look_for_returned(runs);
    if (!last || any_returned_) OPORA_TRY(spill(runs));
  }
  procedures_.clear();
  rows_ = 0;
  return {};
}

void Repetitions::look_for_returned(const std::vector<std::vector<PupilRun>>& runs) {
  for (const auto& of_procedure : runs) {
    for (std::size_t i = 0; i < of_procedure.size(); ++i) {
      const PupilRun& run = of_procedure[i];
      const bool next_of_school = i > 0 && of_procedure[i - 1].school == run.school;
      if (next_of_school) continue;
      if (!is_set(known_, run.procedure, run.school)) set(known_, run.procedure, run.school);
      else set(returned_, run.procedure, run.school), any_returned_ = true;
    }
  }
}

Status Repetitions::spill(const std::vector<std::vector<PupilRun>>& runs) {
  if (!spilled_) spilled_.emplace(folder_);
  std::vector<PupilRun> all;
  std::uint32_t last_line = 0;
  for (const auto& of_procedure : runs) {
    for (const PupilRun& run : of_procedure) last_line = std::max(last_line, run.pupils.back().line);
    all.insert(all.end(), of_procedure.begin(), of_procedure.end());
  }
  last_lines_.push_back(last_line);
  return spilled_->add(all);
}

Status Repetitions::look_back() {
  if (!any_returned_) return {};
  std::array<bool, SpilledPupils::kParts> wanted{};
  for (std::uint32_t procedure = 0; procedure < returned_.size(); ++procedure) {
    for (std::uint32_t school = 0; school < returned_[procedure].size(); ++school)
      if (returned_[procedure][school]) wanted[SpilledPupils::part_of(procedure, school)] = true;
  }
  for (std::size_t part = 0; part < wanted.size(); ++part) {
    if (wanted[part]) OPORA_TRY(look_back(part));
  }
  return {};
}

// Of the schools that returned, the pupils whose earlier row stands in another window: those of the
// same window are found already. As many rounds as keep the memory of a window.
Status Repetitions::look_back(std::size_t part) {
  const std::size_t rounds = spilled_->pupils(part) / window_rows_ + 1;
  const auto window_of = [this](std::uint32_t line) { return std::lower_bound(last_lines_.begin(), last_lines_.end(), line); };
  std::vector<SeenPupil> pupils;
  for (std::size_t round = 0; round < rounds; ++round) {
    pupils.clear();
    OPORA_TRY(spilled_->read(part, [&](const PupilRun& run) {
      if (!is_set(returned_, run.procedure, run.school)) return;
      const std::uint64_t pair = (std::uint64_t{run.procedure} << 32 | run.school) * 0xD6E8FEB86659FD93ull;
      for (const SeenPupil& pupil : run.pupils) {
        if (pupil.pupil % rounds == round) pupils.push_back({pupil.pupil ^ (pair ^ pair >> 29), pupil.fingerprint, pupil.line});
      }
    }));
    std::sort(pupils.begin(), pupils.end(), [](const SeenPupil& a, const SeenPupil& b) { return a.pupil != b.pupil ? a.pupil < b.pupil : a.line < b.line; });
    for (std::size_t i = 1; i < pupils.size(); ++i) {
      if (pupils[i].pupil != pupils[i - 1].pupil || window_of(pupils[i].line) == window_of(pupils[i - 1].line)) continue;
      found_[pupils[i].fingerprint == pupils[i - 1].fingerprint].add(pupils[i].line);
    }
  }
  return {};
}

Status Repetitions::report(std::uint32_t sheet, int column, int threads, DefectLog& defects) {
  OPORA_TRY(close_window(threads, true));
  OPORA_TRY(look_back());
  for (const bool same_row : {false, true}) {
    const Found& found = found_[same_row];
    const int where = same_row ? -1 : column;
    defects.add(same_row ? Gate::kRowTwice : Gate::kPupilTwice, {sheet, found.first, where, ""}, {sheet, found.last, where, ""}, found.count);
  }
  found_ = {};
  spilled_.reset();
  last_lines_.clear();
  known_.clear();
  returned_.clear();
  any_returned_ = false;
  return {};
}

}  // namespace opora
