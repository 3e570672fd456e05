// Pairs of counts, a part of a whole (marks «2» of participants): what the kernels for small groups read.
// A row counts when both are there and the whole is not 0; otherwise its result is missing.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "frame/frame.h"

namespace opora {

struct Counts {
  std::int64_t part = 0, whole = 0;
  double share() const { return static_cast<double>(part) / static_cast<double>(whole); }
  friend auto operator<=>(const Counts&, const Counts&) = default;
};

class CountColumns {
 public:
  // FRAME-001; FRAME-002 unless both hold whole numbers; FRAME-010 for a part below 0 or above its whole, or a
  // whole beyond kMost: such columns were mixed up, and a missing value would hide it.
  static Result<CountColumns> of(const Frame& frame, const std::string& part, const std::string& whole);

  std::size_t rows() const { return static_cast<std::size_t>(part_.size()); }
  bool counts(std::size_t row) const {
    const auto i = static_cast<std::int64_t>(row);
    return part_.valid(i) && whole_.valid(i) && whole_.int64()[row] > 0;
  }
  Counts operator[](std::size_t row) const { return {part_.int64()[row], whole_.int64()[row]}; }

  static constexpr std::int64_t kMost = 1'000'000'000;  // sums over 2^32 rows stay within 64 bits

 private:
  CountColumns(Column part, Column whole) : part_(std::move(part)), whole_(std::move(whole)) {}
  Column part_, whole_;
};

// The column, when it holds whole numbers; FRAME-001, FRAME-002.
Result<Column> whole_column(const Frame& frame, const std::string& name);

// FRAME-007 unless 0 < confidence < 1.
Status check_confidence(double confidence);

}  // namespace opora
