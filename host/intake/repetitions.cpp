#include "intake/repetitions.h"

#include <algorithm>
#include <bit>
#include <span>

#include "base/parallel.h"

namespace opora {

// Looks for pupils that stand twice in a school, school by school; keeps its memory between them.
class Repetitions::Search {
 public:
  explicit Search(std::vector<Twice>& found) : found_(found) {}

  void procedure(const std::vector<SeenPupils>& blocks) {
    struct Run {
      std::int32_t school;
      std::span<const SeenPupil> pupils;
    };
    std::vector<Run> runs;
    for (const SeenPupils& block : blocks) {
      std::size_t from = 0;
      for (const SeenPupils::Run& run : block.runs) {
        runs.push_back({run.school, std::span(block.pupils).subspan(from, run.pupils)});
        from += run.pupils;
      }
    }
    std::stable_sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.school < b.school; });
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
      if (sorted_[i].pupil != sorted_[i - 1].pupil) continue;
      found_.push_back({sorted_[i].line, sorted_[i].fingerprint == sorted_[i - 1].fingerprint});
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
  std::vector<Twice>& found_;
  std::vector<std::uint32_t> table_;  // hash → index into the pupils
  std::vector<SeenPupil> together_, sorted_;
};

void Repetitions::add(std::size_t procedure, SeenPupils&& pupils, const std::vector<std::int32_t>& global) {
  if (procedure >= procedures_.size()) procedures_.resize(procedure + 1);
  rows_ += pupils.pupils.size();
  if (rows_ > kMostRows || pupils.pupils.empty()) return;
  for (SeenPupils::Run& run : pupils.runs) run.school = global[static_cast<std::size_t>(run.school)];
  procedures_[procedure].push_back(std::move(pupils));
}

void Repetitions::report(std::uint32_t sheet, int column, int threads, DefectLog& defects) {
  std::vector<std::vector<Twice>> found(procedures_.size());
  parallel_for(procedures_.size(), threads, [&](std::size_t procedure) { Search(found[procedure]).procedure(procedures_[procedure]); });
  std::vector<Twice> all;
  for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end(), [](const Twice& a, const Twice& b) { return a.line < b.line; });
  for (const Twice& twice : all) {
    defects.add(twice.same_row ? Gate::kRowTwice : Gate::kPupilTwice, {sheet, twice.line, twice.same_row ? -1 : column, ""});
  }
}

}  // namespace opora
