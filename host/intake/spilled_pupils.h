// Pupils that were checked for repetition and need no more memory: kept in a file without a name, so
// that whoever returns much later in the table can still be compared with them. What is known of a
// procedure's school lies in one of a few parts of the file, and a part can be read on its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "intake/results_mapping.h"

namespace opora {

// Rows of a school in a procedure that stand together in a window of the table.
struct PupilRun {
  std::uint32_t procedure = 0;
  std::uint32_t school = 0;
  std::span<const SeenPupil> pupils;
};

class SpilledPupils {
 public:
  static constexpr std::size_t kParts = 64;

  // The file is made in this folder with the first window; where that cannot be, in the system's
  // folder for temporary files.
  explicit SpilledPupils(std::filesystem::path folder) : folder_(std::move(folder)) {}
  SpilledPupils(const SpilledPupils&) = delete;
  SpilledPupils& operator=(const SpilledPupils&) = delete;
  ~SpilledPupils();

  static std::size_t part_of(std::uint32_t procedure, std::uint32_t school);

  // The next window of the table. DATA-030: the file cannot be made or written.
  Status add(std::span<const PupilRun> runs);

  // The runs of a part in the order of the table, a few pupils of a run at a time. DATA-030.
  Status read(std::size_t part, const std::function<void(const PupilRun&)>& take) const;

  std::size_t pupils(std::size_t part) const { return pupils_[part]; }

 private:
  struct Piece {
    std::uint64_t from = 0, bytes = 0;
  };

  Status open();
  Status append(std::span<const std::byte> bytes);

  std::filesystem::path folder_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::array<std::vector<Piece>, kParts> pieces_;  // of each part, one a window
  std::array<std::size_t, kParts> pupils_{};
};

}  // namespace opora
