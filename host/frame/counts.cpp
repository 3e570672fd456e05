#include "frame/counts.h"

#include "base/messages.h"
#include "frame/order_keys.h"

namespace opora {

Result<Column> whole_column(const Frame& frame, const std::string& name) {
  OPORA_ASSIGN(Column column, number_column(frame, name));
  if (column.type() == ColumnType::kInt64) return column;
  return make_error("FRAME-002", tr_format("the column \"{0}\" holds {1}, but whole numbers are needed", name, type_title(column.type())),
                    tr("name a column of counts"));
}

Result<CountColumns> CountColumns::of(const Frame& frame, const std::string& part, const std::string& whole) {
  OPORA_ASSIGN(Column parts, whole_column(frame, part));
  OPORA_ASSIGN(Column wholes, whole_column(frame, whole));
  const auto a = parts.int64(), b = wholes.int64();
  for (std::size_t row = 0; row < a.size(); ++row) {
    const auto i = static_cast<std::int64_t>(row);
    if (!parts.valid(i) || !wholes.valid(i) || (0 <= a[row] && a[row] <= b[row] && b[row] <= kMost)) continue;
    return make_error("FRAME-010",
                      tr_format("row {0}: {1} of {2} (\"{3}\" of \"{4}\") is no part of a whole", row + 1, a[row], b[row], part, whole),
                      tr_format("the part is 0 or more, and at most the whole; a whole is at most {0}", kMost));
  }
  return CountColumns(std::move(parts), std::move(wholes));
}

Status check_confidence(double confidence) {
  if (confidence > 0 && confidence < 1) return {};
  return make_error("FRAME-007", tr_format("a confidence of {0} is not possible", confidence), tr("write 0.95 for 95 %"));
}

}  // namespace opora
