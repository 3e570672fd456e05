#include "frame/order_keys.h"

#include <fmt/format.h>

#include "base/dates.h"
#include "base/messages.h"

namespace opora {

Column column_of_keys(const Column& like, std::span<const std::int64_t> keys, std::span<const std::uint8_t> present) {
  const auto converted = [&](auto convert) {
    ColumnValues<decltype(convert(std::int64_t{}))> values(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) values[i] = convert(keys[i]);
    return values;
  };
  const auto narrow = [](std::int64_t key) { return static_cast<std::int32_t>(key); };
  switch (like.type()) {
    case ColumnType::kInt64: return Column::of_int64(keys, present);
    case ColumnType::kFloat64: return Column::of_float64(converted(double_of_key), present);
    case ColumnType::kDate: return Column::of_dates(converted(narrow), present);
    case ColumnType::kText: break;
  }
  ColumnValues<std::int32_t> codes = converted(narrow);
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (!present[i]) codes[i] = -1;
  return Column::of_codes(like.dictionary(), std::move(codes));
}

std::string key_text(const Column& column, std::int64_t key) {
  switch (column.type()) {
    case ColumnType::kInt64: return std::to_string(key);
    case ColumnType::kFloat64: return fmt::format("{}", double_of_key(key));
    case ColumnType::kText: return std::string((*column.dictionary())[static_cast<std::int32_t>(key)]);
    case ColumnType::kDate: return to_iso(from_days(static_cast<std::int32_t>(key)));
  }
  return {};
}

std::string type_title(ColumnType type) {
  switch (type) {
    case ColumnType::kInt64: return tr("whole numbers");
    case ColumnType::kFloat64: return tr("numbers");
    case ColumnType::kText: return tr("texts");
    case ColumnType::kDate: return tr("dates");
  }
  return {};
}

Result<Column> number_column(const Frame& frame, const std::string& name) {
  OPORA_ASSIGN(Column column, frame.column(name));
  if (is_number(column.type())) return column;
  return make_error("FRAME-002", tr_format("the column \"{0}\" holds {1}, but numbers are needed", name,
                                           type_title(column.type())),
                    tr("name a column of numbers"));
}

}  // namespace opora
