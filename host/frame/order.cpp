#include "frame/grouping.h"
#include "frame/kernels.h"
#include "frame/order_keys.h"

namespace opora {

Result<Frame> sort(const Frame& frame, const std::vector<SortKey>& keys) {
  std::vector<std::string> names;
  for (const SortKey& key : keys) names.push_back(key.column);
  OPORA_ASSIGN(std::vector<GroupKey> columns, group_keys(frame, names));
  for (std::size_t i = 0; i < keys.size(); ++i) columns[i].descending = keys[i].descending;
  Grouping groups = group_by(dense_codes(columns, static_cast<std::size_t>(frame.rows())));
  if (groups.in_place()) return frame;
  auto rows = std::make_shared<RowSelection>();
  rows->rows = std::move(groups.order);
  return frame.take(std::move(rows));
}

Result<Column> rank(const Frame& frame, const std::string& column, const std::vector<std::string>& by, Ties ties,
                    bool descending) {
  OPORA_ASSIGN(std::vector<GroupKey> keys, group_keys(frame, by));
  OPORA_ASSIGN(const Column ranked, frame.column(column));
  const auto rows = static_cast<std::size_t>(frame.rows());
  const DenseCodes parts = dense_codes(keys, rows);
  keys.push_back({ranked, descending});
  const Grouping equals = group_by(dense_codes(keys, rows));  // rows of one part with one value

  ColumnValues<double> ranks(rows);
  std::vector<std::uint8_t> present(rows);
  with_keys(ranked, [&](auto, auto has_value) {
    std::int64_t before = 0;  // rows of the part that stand before these
    for (std::size_t group = 0; group < equals.size(); ++group) {
      const std::uint32_t first = equals.row(equals.starts[group]);
      const bool new_part = group == 0 || parts.of_row[first] != parts.of_row[equals.row(equals.starts[group - 1])];
      if (new_part) before = 0;
      if (!has_value(first)) continue;
      const auto size = static_cast<std::int64_t>(equals.rows_of(group));
      std::int64_t place = before;
      equals.each(group, [&](std::size_t row) {
        ++place;
        present[row] = 1;
        ranks[row] = ties == Ties::kFirst ? static_cast<double>(place)
                     : ties == Ties::kMin ? static_cast<double>(before + 1)
                                          : static_cast<double>(2 * before + size + 1) / 2;
      });
      before += size;
    }
  });
  return Column::of_float64(std::move(ranks), present);
}

}  // namespace opora
