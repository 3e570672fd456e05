// Pupils that stand twice in a procedure, found over the whole sheet: the same row again (a block
// pasted twice) or one pupil with two different results. Sixteen bytes a row are kept; beyond
// kMostRows rows nothing more is remembered, and the check covers what came before.
#pragma once

#include <cstdint>
#include <vector>

#include "intake/gates.h"
#include "intake/results_mapping.h"

namespace opora {

class Repetitions {
 public:
  static constexpr std::size_t kMostRows = 30'000'000;

  // `global` maps the pupils' school indices to those of the file.
  void add(std::size_t procedure, SeenPupils&& pupils, const std::vector<std::int32_t>& global);
  void report(std::uint32_t sheet, int column, int threads, DefectLog& defects);
  void clear() { procedures_.clear(), rows_ = 0; }

 private:
  struct Twice {
    std::uint32_t line;
    bool same_row;
  };
  class Search;

  std::vector<std::vector<SeenPupils>> procedures_;  // blocks of each in the order of the file
  std::size_t rows_ = 0;
};

}  // namespace opora
