// Columns that extensions declare for their results, and holding a result to them.
// ABI-012 the result does not keep to what was declared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "frame/frame.h"
#include "opora/abi/all.h"

namespace opora {

// A column of the result; every cell is checked against it.
struct OutputColumn {
  std::string name;
  ColumnType type = ColumnType::kFloat64;
  std::string title, unit;
  bool never_missing = false;
  std::optional<double> minimum, maximum;
};

Result<std::vector<OutputColumn>> read_outputs(const opora_output* given, std::uint64_t count);
// The declared columns in the declared order; others are an error.
Result<Frame> keep_to(const std::vector<OutputColumn>& outputs, const Frame& frame);

}  // namespace opora
