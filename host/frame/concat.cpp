#include <algorithm>
#include <array>

#include "base/messages.h"
#include "frame/kernels.h"
#include "frame/order_keys.h"

namespace opora {
namespace {

// The columns of one name, top to bottom, with one dictionary for all.
class Stack {
 public:
  explicit Stack(const std::vector<const Column*>& parts) : parts_(parts) {}

  Column column() const {
    const Column& first = *parts_.front();
    if (first.type() == ColumnType::kText) return texts();
    using Missing = std::span<const std::uint8_t>;
    if (first.type() == ColumnType::kInt64)
      return stacked<std::int64_t>(&Column::int64, [](auto values, Missing valid) { return Column::of_int64(std::move(values), valid); });
    if (first.type() == ColumnType::kFloat64)
      return stacked<double>(&Column::float64, [](auto values, Missing valid) { return Column::of_float64(std::move(values), valid); });
    return stacked<std::int32_t>(&Column::days, [](auto values, Missing valid) { return Column::of_dates(std::move(values), valid); });
  }

 private:
  template <class T, class View, class Make>
  Column stacked(View view, Make make) const {
    ColumnValues<T> values(size());
    std::vector<std::uint8_t> valid(has_missing() ? size() : 0);
    std::size_t at = 0;
    for (const Column* part : parts_) {
      const auto rows = (part->*view)();
      std::copy(rows.begin(), rows.end(), values.data() + at);
      for (std::size_t row = 0; row < rows.size() && !valid.empty(); ++row)
        valid[at + row] = part->valid(static_cast<std::int64_t>(row));
      at += rows.size();
    }
    return make(std::move(values), valid);
  }

  std::size_t size() const {
    std::int64_t rows = 0;
    for (const Column* part : parts_) rows += part->size();
    return static_cast<std::size_t>(rows);
  }
  bool has_missing() const {
    return std::any_of(parts_.begin(), parts_.end(), [](const Column* part) { return part->null_count() > 0; });
  }

  Column texts() const {
    const auto& shared = parts_.front()->dictionary();
    const bool same = std::all_of(parts_.begin(), parts_.end(),
                                  [&](const Column* part) { return part->dictionary() == shared; });
    const auto dictionary = same ? shared : merged();
    ColumnValues<std::int32_t> codes(size());
    std::size_t at = 0;
    for (const Column* part : parts_) {
      std::vector<std::int32_t> code_of;
      for (const std::string& text : part->dictionary()->texts()) code_of.push_back(dictionary->find(text));
      for (std::int64_t row = 0; row < part->size(); ++row) {
        const auto code = static_cast<std::size_t>(part->codes()[static_cast<std::size_t>(row)]);
        codes[at++] = part->valid(row) ? code_of[code] : -1;
      }
    }
    return Column::of_codes(dictionary, std::move(codes));
  }

  std::shared_ptr<const Dictionary> merged() const {
    std::vector<std::string> texts;
    for (const Column* part : parts_) {
      const std::vector<std::string>& own = part->dictionary()->texts();
      texts.insert(texts.end(), own.begin(), own.end());
    }
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return std::make_shared<const Dictionary>(std::move(texts));
  }

  const std::vector<const Column*>& parts_;
};

Status check_columns(const Frame& first, const Frame& other) {
  for (const std::string& name : first.names()) {
    OPORA_ASSIGN(const Column column, other.column(name));
    if (column.type() != first.find(name)->type())
      return make_error("FRAME-008",
                        tr_format("the column \"{0}\" holds {1} in one table and {2} in another", name,
                                  type_title(first.find(name)->type()), type_title(column.type())),
                        tr("tables are put together only when equal columns hold equal types"));
  }
  for (const std::string& name : other.names())
    if (!first.find(name))
      return make_error("FRAME-008", tr_format("the column \"{0}\" is missing in the first of the tables", name),
                        tr("tables are put together only when they have the same columns"));
  return {};
}

}  // namespace

Column constant(const std::variant<std::int64_t, double, std::string>& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return Column::of_int64(std::array{*whole});
  if (const auto* number = std::get_if<double>(&value)) return Column::of_float64(std::array{*number});
  return Column::of_text(std::array{std::get<std::string>(value)});
}

Result<Frame> concat(const std::vector<Frame>& frames) {
  if (frames.empty()) return Frame();
  for (const Frame& frame : frames) OPORA_TRY(check_columns(frames.front(), frame));
  Frame out;
  for (const std::string& name : frames.front().names()) {
    std::vector<const Column*> parts;
    for (const Frame& frame : frames) parts.push_back(frame.find(name));
    out = out.with(name, Stack(parts).column());
  }
  return out;
}

}  // namespace opora
