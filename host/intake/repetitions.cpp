#include "intake/repetitions.h"

#include <algorithm>
#include <bit>
#include <span>

#include "base/parallel.h"

namespace opora {
namespace {

constexpr std::size_t kFewRows = 1 << 10;  // of a block: are added to the block before

bool is_set(const std::vector<std::vector<bool>>& bits, std::uint32_t procedure, std::uint32_t school) {
  return procedure < bits.size() && school < bits[procedure].size() && bits[procedure][school];
}

void set(std::vector<std::vector<bool>>& bits, std::uint32_t procedure, std::uint32_t school) {
  if (procedure >= bits.size()) bits.resize(procedure + 1);
  if (school >= bits[procedure].size()) bits[procedure].resize(std::max<std::size_t>(school + 1, 2 * bits[procedure].size()));
  bits[procedure][school] = true;
}

void sort_by_pupil(std::vector<SeenPupil>& pupils) {
  std::sort(pupils.begin(), pupils.end(), [](const SeenPupil& a, const SeenPupil& b) { return a.pupil != b.pupil ? a.pupil < b.pupil : a.line < b.line; });
}

}  // namespace

void Repetitions::Found::add(std::uint32_t line) { add(Found{1, line, line}); }

void Repetitions::Found::add(const Found& other) {
  if (other.count == 0) return;
  first = count == 0 ? other.first : std::min(first, other.first);
  last = count == 0 ? other.last : std::max(last, other.last);
  count += other.count;
}

// A procedure's pupils in a window: one run of each school, in the order of the file.
struct Repetitions::BySchool {
  std::vector<SeenPupil> together;  // of schools that stand in several places; the others stay in their block
  std::vector<PupilRun> runs;

  BySchool() = default;
  BySchool(const std::vector<SeenPupils>& blocks, std::uint32_t procedure) {
    struct School {
      std::uint32_t places = 0, pupils = 0;
      const SeenPupil* first = nullptr;  // in a block, then in `together`
      SeenPupil* end = nullptr;
    };
    std::vector<School> schools;
    each_run(blocks, [&](std::uint32_t school, std::span<const SeenPupil> pupils) {
      if (school >= schools.size()) schools.resize(std::max<std::size_t>(school + 1, 2 * schools.size()));
      ++schools[school].places;
      schools[school].pupils += static_cast<std::uint32_t>(pupils.size());
      schools[school].first = pupils.data();
    });
    std::size_t moved = 0;
    for (const School& school : schools) moved += school.places > 1 ? school.pupils : 0;
    together.resize(moved);
    SeenPupil* next = together.data();
    for (School& school : schools) {
      if (school.places < 2) continue;
      school.first = school.end = next;
      next += school.pupils;
    }
    if (moved > 0) each_run(blocks, [&](std::uint32_t school, std::span<const SeenPupil> pupils) {
      if (schools[school].end) schools[school].end = std::copy(pupils.begin(), pupils.end(), schools[school].end);
    });
    for (std::uint32_t i = 0; i < schools.size(); ++i) {
      if (schools[i].pupils > 0) runs.push_back({procedure, i, {schools[i].first, schools[i].pupils}});
    }
  }

 private:
  template <class Take>
  static void each_run(const std::vector<SeenPupils>& blocks, Take&& take) {
    for (const SeenPupils& block : blocks) {
      std::size_t from = 0;
      for (const SeenPupils::Run& run : block.runs) {
        take(static_cast<std::uint32_t>(run.school), std::span(block.pupils).subspan(from, run.pupils));
        from += run.pupils;
      }
    }
  }
};

// Pupils that stand more than once in a list; keeps its memory from list to list.
class Repetitions::Search {
 public:
  // All rows of such pupils, by pupil and line. Repetitions are rare: a pass through a hash table
  // mostly spares the sorting.
  const std::vector<SeenPupil>& repeated(std::span<const SeenPupil> pupils) {
    const std::size_t slots = std::bit_ceil(2 * pupils.size() + 1);
    table_.assign(slots, kFree);
    repeated_.clear();
    for (std::uint32_t i = 0; i < pupils.size(); ++i) {
      const std::uint64_t pupil = pupils[i].pupil;
      std::size_t at = (pupil ^ pupil >> 32) & (slots - 1);
      while (table_[at] != kFree && pupils[table_[at] & ~kTold].pupil != pupil) at = (at + 1) & (slots - 1);
      if (table_[at] == kFree) {
        table_[at] = i;
        continue;
      }
      if (!(table_[at] & kTold)) repeated_.push_back(pupils[table_[at]]);
      table_[at] |= kTold;
      repeated_.push_back(pupils[i]);
    }
    if (!repeated_.empty()) sort_by_pupil(repeated_);
    return repeated_;
  }

 private:
  static constexpr std::uint32_t kFree = UINT32_MAX, kTold = std::uint32_t{1} << 31;
  std::vector<std::uint32_t> table_;  // hash → index of a pupil's first row; kTold: it is among the repeated
  std::vector<SeenPupil> repeated_;
};

void Repetitions::add(std::size_t procedure, SeenPupils&& pupils, const std::vector<std::int32_t>& global) {
  if (pupils.pupils.empty()) return;
  if (procedure >= procedures_.size()) procedures_.resize(procedure + 1);
  rows_ += pupils.pupils.size();
  for (SeenPupils::Run& run : pupils.runs) run.school = global[static_cast<std::size_t>(run.school)];
  auto& blocks = procedures_[procedure];
  if (blocks.empty() || pupils.pupils.size() >= kFewRows || blocks.back().pupils.size() >= kFewRows) return blocks.push_back(std::move(pupils));
  blocks.back().pupils.insert(blocks.back().pupils.end(), pupils.pupils.begin(), pupils.pupils.end());
  blocks.back().runs.insert(blocks.back().runs.end(), pupils.runs.begin(), pupils.runs.end());
}

Status Repetitions::end_block(int threads) {
  return rows_ < window_rows_ ? Status() : close_window(threads, false);
}

// The window is looked through now; an earlier row of the same pupil in it is the nearest there is.
Status Repetitions::close_window(int threads, bool last) {
  std::vector<BothFound> found(procedures_.size());
  std::vector<BySchool> window(procedures_.size());
  parallel_for(procedures_.size(), threads, [&](std::size_t procedure) {
    window[procedure] = BySchool(procedures_[procedure], static_cast<std::uint32_t>(procedure));
    Search search;
    for (const PupilRun& run : window[procedure].runs) count(search.repeated(run.pupils), found[procedure]);
  });
  for (const BothFound& of_procedure : found) {
    for (std::size_t i = 0; i < found_.size(); ++i) found_[i].add(of_procedure[i]);
  }
  if (rows_ > 0 && (!last || spilled_)) {
    look_for_returned(window);
    if (!last || any_returned_) OPORA_TRY(spill(window));
  }
  procedures_.clear();
  rows_ = 0;
  return {};
}

void Repetitions::count(const std::vector<SeenPupil>& repeated, BothFound& found) {
  for (std::size_t i = 1; i < repeated.size(); ++i) {
    if (repeated[i].pupil == repeated[i - 1].pupil) found[repeated[i].fingerprint == repeated[i - 1].fingerprint].add(repeated[i].line);
  }
}

void Repetitions::look_for_returned(const std::vector<BySchool>& window) {
  for (const BySchool& of_procedure : window) {
    for (const PupilRun& run : of_procedure.runs) {
      if (!is_set(known_, run.procedure, run.school)) set(known_, run.procedure, run.school);
      else set(returned_, run.procedure, run.school), any_returned_ = true;
    }
  }
}

Status Repetitions::spill(const std::vector<BySchool>& window) {
  if (!spilled_) spilled_.emplace(folder_);
  std::vector<PupilRun> all;
  std::uint32_t last_line = 0;
  for (const BySchool& of_procedure : window) {
    for (const PupilRun& run : of_procedure.runs) last_line = std::max(last_line, run.pupils.back().line);
    all.insert(all.end(), of_procedure.runs.begin(), of_procedure.runs.end());
  }
  last_lines_.push_back(last_line);
  return spilled_->add(all);
}

Status Repetitions::look_back(int threads) {
  if (!any_returned_) return {};
  std::array<bool, SpilledPupils::kParts> wanted{};
  for (std::uint32_t procedure = 0; procedure < returned_.size(); ++procedure) {
    for (std::uint32_t school = 0; school < returned_[procedure].size(); ++school)
      if (returned_[procedure][school]) wanted[SpilledPupils::part_of(procedure, school)] = true;
  }
  std::vector<BothFound> found(wanted.size());
  std::vector<Status> read(wanted.size());
  parallel_for(wanted.size(), threads, [&](std::size_t part) {
    if (wanted[part]) read[part] = look_back(part, found[part]);
  });
  for (Status& status : read) OPORA_TRY(std::move(status));
  for (const BothFound& of_part : found) {
    for (std::size_t i = 0; i < found_.size(); ++i) found_[i].add(of_part[i]);
  }
  return {};
}

// Of the schools that returned, the pupils whose earlier row stands in another window: those of the
// same window are found already. In as many rounds as keep the memory below that of a window.
Status Repetitions::look_back(std::size_t part, BothFound& found) const {
  const std::size_t rounds = spilled_->pupils(part) / (window_rows_ / 4 + 1) + 1;
  const auto window_of = [this](std::uint32_t line) { return std::lower_bound(last_lines_.begin(), last_lines_.end(), line); };
  Search search;
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
    const std::vector<SeenPupil>& repeated = search.repeated(pupils);
    for (std::size_t i = 1; i < repeated.size(); ++i) {
      if (repeated[i].pupil != repeated[i - 1].pupil || window_of(repeated[i].line) == window_of(repeated[i - 1].line)) continue;
      found[repeated[i].fingerprint == repeated[i - 1].fingerprint].add(repeated[i].line);
    }
  }
  return {};
}

Status Repetitions::report(std::uint32_t sheet, int column, int threads, DefectLog& defects) {
  OPORA_TRY(close_window(threads, true));
  OPORA_TRY(look_back(threads));
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
