// Small values of the authoring API: exact shares and percents, and references to columns by name.
#pragma once

#include <optional>
#include <string>

#include "base/share.h"
#include "extend/lua_objects.h"

namespace opora {

// share(3, 10), or the value of a percent parameter (30 → 30/100). Exact where it is compared with a
// threshold; in arithmetic it is the number, and .value is it too. A share of nothing (n = 0) or of a
// missing count is a missing value.
struct Exact {
  static constexpr const char* kTypeName = "opora.share";
  static constexpr const char* kWhat = "share";
  Share share;
  bool is_percent = false;
  bool missing() const { return share.denominator == 0; }
};

// share("low", "n"): of two columns, for ctx:check over a frame.
struct ShareOfColumns {
  static constexpr const char* kTypeName = "opora.share_of_columns";
  static constexpr const char* kWhat = "share of columns";
  std::string numerator, denominator;
};

// col("other"): a column as the right side of a condition.
struct ColumnOperand {
  static constexpr const char* kTypeName = "opora.column_name";
  static constexpr const char* kWhat = "column name";
  std::string name;
};

void open_values(Sandbox& sandbox);

// Makes a share from text of a parameter: "33.3" → 333/1000.
std::optional<Share> percent_of(std::string_view text);

// A number as the shortest decimal that reads back the same: 30, 0.3, 1.96.
std::string decimal_text(double value);

}  // namespace opora
