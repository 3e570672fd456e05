#include "intake/repetitions.h"

#include <algorithm>

#include "base/parallel.h"

namespace opora {

void Repetitions::add(std::size_t procedure, const std::vector<PupilRow>& pupils, const std::vector<std::int32_t>& global) {
  if (procedure >= groups_.size()) groups_.resize(procedure + 1);
  auto& schools = groups_[procedure];
  rows_ += pupils.size();
  if (rows_ > kMostRows) return;
  for (const PupilRow& row : pupils) {
    const auto school = static_cast<std::size_t>(global[static_cast<std::size_t>(row.school)]);
    if (school >= schools.size()) schools.resize(school + 1);
    schools[school].push_back({row.pupil, row.fingerprint, row.line});
  }
}

void Repetitions::find(Group& group, std::vector<Twice>& found) {
  std::sort(group.begin(), group.end(), [](const Seen& a, const Seen& b) { return a.pupil != b.pupil ? a.pupil < b.pupil : a.line < b.line; });
  for (std::size_t i = 1; i < group.size(); ++i) {
    if (group[i].pupil != group[i - 1].pupil) continue;
    found.push_back({group[i].line, group[i].fingerprint == group[i - 1].fingerprint});
  }
}

void Repetitions::report(std::uint32_t sheet, int column, int threads, DefectLog& defects) {
  std::vector<std::vector<Twice>> found(groups_.size());
  parallel_for(groups_.size(), threads, [&](std::size_t procedure) {
    for (Group& group : groups_[procedure]) find(group, found[procedure]);
  });
  std::vector<Twice> all;
  for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end(), [](const Twice& a, const Twice& b) { return a.line < b.line; });
  for (const Twice& twice : all) {
    defects.add(twice.same_row ? Gate::kRowTwice : Gate::kPupilTwice, {sheet, twice.line, twice.same_row ? -1 : column, ""});
  }
}

}  // namespace opora
