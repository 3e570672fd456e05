// Pupils that stand twice in a procedure, found over the whole sheet: the same row again (a block
// pasted twice) or one pupil with two different results. Memory does not grow with the table: it is
// looked through window by window, and what a window held goes to a file without a name. Rows of a
// school mostly stand together; only those of schools that return in a later window are read back.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.h"
#include "intake/gates.h"
#include "intake/results_mapping.h"
#include "intake/spilled_pupils.h"

namespace opora {

class Repetitions {
 public:
  static constexpr std::size_t kWindowRows = 512 << 10;  // sixteen bytes each

  explicit Repetitions(std::filesystem::path folder = {}, std::size_t window_rows = kWindowRows)
      : folder_(std::move(folder)), window_rows_(window_rows) {}

  // The pupils of one procedure in the next block of the sheet; `global` maps their school indices to
  // those of the file.
  void add(std::size_t procedure, SeenPupils&& pupils, const std::vector<std::int32_t>& global);
  // All procedures of the block are added: windows end between blocks, so that the lines of one are
  // below those of the next. DATA-030: the file beside the memory cannot be written.
  Status end_block(int threads);

  // The sheet is complete: what was found goes to `defects`, and everything is forgotten.
  Status report(std::uint32_t sheet, int column, int threads, DefectLog& defects);

 private:
  // Rows that repeat an earlier one, by what is the same.
  struct Found {
    std::int64_t count = 0;
    std::uint32_t first = 0, last = 0;
    void add(std::uint32_t line);
    void add(const Found& other);
  };
  using BothFound = std::array<Found, 2>;  // the pupil, the whole row
  class Search;
  struct BySchool;

  Status close_window(int threads, bool last);
  static void count(const std::vector<SeenPupil>& repeated, BothFound& found);
  void look_for_returned(const std::vector<BySchool>& window);
  Status spill(const std::vector<BySchool>& window);
  Status look_back(int threads);
  Status look_back(std::size_t part, BothFound& found) const;

  std::filesystem::path folder_;
  std::size_t window_rows_;
  std::vector<std::vector<SeenPupils>> procedures_;  // of the window: blocks of each in the order of the file
  std::size_t rows_ = 0;                             // of the window
  BothFound found_;
  std::optional<SpilledPupils> spilled_;
  std::vector<std::uint32_t> last_lines_;            // of the windows that were spilled
  std::vector<std::vector<bool>> known_, returned_;  // by procedure and school: spilled once; more than once
  bool any_returned_ = false;
};

}  // namespace opora
