// columns, builder: reading frames and making them.
#include <set>

#include "extend/service_values.h"
#include "extend/services.h"

namespace opora {
namespace {

std::int64_t rows(opora_call* call, const opora_frame* frame) {
  const Frame* held = call == nullptr ? nullptr : call->frame(frame);
  return held == nullptr ? -1 : held->rows();
}

std::int64_t width(opora_call* call, const opora_frame* frame) {
  const Frame* held = call == nullptr ? nullptr : call->frame(frame);
  return held == nullptr ? -1 : static_cast<std::int64_t>(held->width());
}

opora_status name(opora_call* call, const opora_frame* frame, std::int64_t index, opora_text* result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    if (index < 0 || index >= static_cast<std::int64_t>(held->names().size()))
      return misuse(tr_format("the frame has columns 0 to {0}, not {1}", held->names().size() - 1, index));
    const std::string& text = held->names()[static_cast<std::size_t>(index)];
    *result = {text.data(), text.size()};
    return {};
  });
}

opora_status column(opora_call* call, const opora_frame* frame, opora_text name, const opora_column** result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const std::string wanted, read_text(name));
    OPORA_ASSIGN(Column found, held->column(wanted));
    *result = call->keep(std::move(found));
    return {};
  });
}

opora_status find(opora_call* call, const opora_frame* frame, opora_text name, const opora_column** result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const std::string wanted, read_text(name));
    const Column* found = held->find(wanted);
    *result = found == nullptr ? nullptr : call->keep(*found);
    return {};
  });
}

opora_status view(opora_call* call, const opora_column* column, ArrowSchema* schema, ArrowArray* array) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(schema));
    OPORA_TRY(need_place(array));
    OPORA_ASSIGN(const Column* held, need_column(call, column));
    call->view(*held, *schema, *array);
    return {};
  });
}

void release_frame(opora_call* call, const opora_frame* frame) {
  if (call != nullptr) call->release(frame);
}
void release_column(opora_call* call, const opora_column* column) {
  if (call != nullptr) call->release(column);
}

// --- builder -------------------------------------------------------------------------------------

constexpr std::uint64_t kMostRows = std::uint64_t{1} << 32;

Status need_values(const void* values, std::uint64_t rows) {
  if (rows >= kMostRows) return make_error("FRAME-006", tr("a column has fewer than 4 294 967 296 rows"));
  if (rows > 0 && values == nullptr) return misuse(tr("a plugin handed over a list without its elements"));
  return {};
}

std::span<const std::uint8_t> validity(const std::uint8_t* valid, std::uint64_t rows) {
  return valid == nullptr ? std::span<const std::uint8_t>() : std::span(valid, rows);
}

template <class Value, class Make>
opora_status made_column(opora_call* call, const Value* values, std::uint64_t rows, const opora_column** result, Make&& make) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_TRY(need_values(values, rows));
    OPORA_ASSIGN(Column column, make());
    *result = call->keep(std::move(column));
    return {};
  });
}

opora_status int64_column(opora_call* call, const std::int64_t* values, const std::uint8_t* valid, std::uint64_t rows,
                          const opora_column** result) {
  return made_column(call, values, rows, result,
                     [&]() -> Result<Column> { return Column::of_int64({values, rows}, validity(valid, rows)); });
}

opora_status float64_column(opora_call* call, const double* values, const std::uint8_t* valid, std::uint64_t rows,
                            const opora_column** result) {
  return made_column(call, values, rows, result, [&]() -> Result<Column> {
    const std::span<const double> given(values, rows);
    if (std::none_of(given.begin(), given.end(), [](double x) { return x != x; })) return Column::of_float64(given, validity(valid, rows));
    std::vector<std::uint8_t> present(rows);
    for (std::uint64_t i = 0; i < rows; ++i) present[i] = values[i] == values[i] && (valid == nullptr || valid[i] != 0);
    return Column::of_float64(given, present);
  });
}

opora_status date_column(opora_call* call, const std::int32_t* days, const std::uint8_t* valid, std::uint64_t rows,
                         const opora_column** result) {
  return made_column(call, days, rows, result,
                     [&]() -> Result<Column> { return Column::of_dates({days, rows}, validity(valid, rows)); });
}

opora_status text_column(opora_call* call, const opora_text* values, const std::uint8_t* valid, std::uint64_t rows,
                         const opora_column** result) {
  return made_column(call, values, rows, result, [&]() -> Result<Column> {
    std::vector<std::string> texts(rows);
    for (std::uint64_t i = 0; i < rows; ++i) {
      if (valid != nullptr && valid[i] == 0) continue;
      OPORA_ASSIGN(texts[i], read_text(values[i]));
    }
    return Column::of_text(texts, validity(valid, rows));
  });
}

opora_status codes_column(opora_call* call, const opora_column* like, const std::int32_t* codes, std::uint64_t rows,
                          const opora_column** result) {
  return made_column(call, codes, rows, result, [&]() -> Result<Column> {
    OPORA_ASSIGN(const Column* texts, need_column(call, like));
    if (texts->type() != ColumnType::kText) return misuse(tr("codes stand for the texts of a column of texts"));
    const std::int32_t size = texts->dictionary()->size();
    for (std::uint64_t i = 0; i < rows; ++i)
      if (codes[i] >= size) return misuse(tr_format("there is no text with the code {0}: the column has {1}", codes[i], size));
    return Column::of_codes(texts->dictionary(), {codes, rows});
  });
}

opora_status frame(opora_call* call, const opora_text* names, const opora_column* const* columns, std::uint64_t count,
                   const opora_frame** result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(const std::vector<std::string> called, read_texts(names, count));
    if (count > 0 && columns == nullptr) return misuse(tr("a plugin handed over a list without its elements"));
    Frame made;
    for (std::size_t i = 0; i < called.size(); ++i) {
      OPORA_ASSIGN(const Column* column, need_column(call, columns[i]));
      if (made.find(called[i]) != nullptr) return misuse(tr_format("the frame has two columns '{0}'", called[i]));
      if (called[i].empty()) return misuse(tr("a column needs a name"));
      if (i > 0 && column->size() != made.rows())
        return misuse(tr_format("the column '{0}' has {1} rows, the frame {2}", called[i], column->size(), made.rows()));
      made = made.with(called[i], *column);
    }
    *result = call->keep(std::move(made));
    return {};
  });
}

opora_status with(opora_call* call, const opora_frame* frame, opora_text name, const opora_column* column, const opora_frame** result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const Column* added, need_column(call, column));
    OPORA_ASSIGN(std::string called, read_text(name));
    if (called.empty()) return misuse(tr("a column needs a name"));
    if (held->width() == 0 || added->size() == held->rows()) {
      *result = call->keep(held->with(std::move(called), *added));
      return {};
    }
    if (added->size() != 1)
      return misuse(tr_format("the column '{0}' has {1} rows, the frame {2}", called, added->size(), held->rows()));
    const std::vector<std::int64_t> repeated(static_cast<std::size_t>(held->rows()), 0);
    *result = call->keep(held->with(std::move(called), added->take(repeated)));
    return {};
  });
}

opora_status select(opora_call* call, const opora_frame* frame, const opora_text* names, std::uint64_t count, const opora_frame** result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    OPORA_ASSIGN(const std::vector<std::string> chosen, read_texts(names, count));
    for (const std::string& one : chosen) OPORA_TRY(held->column(one));
    *result = call->keep(held->select(chosen));
    return {};
  });
}

opora_status take(opora_call* call, const opora_frame* frame, const std::int64_t* order, std::uint64_t rows, const opora_frame** result) {
  return serve(call, [&]() -> Status {
    OPORA_TRY(need_place(result));
    OPORA_TRY(need_values(order, rows));
    OPORA_ASSIGN(const Frame* held, need_frame(call, frame));
    for (std::uint64_t i = 0; i < rows; ++i)
      if (order[i] < -1 || order[i] >= held->rows()) return misuse(tr_format("the frame has no row {0}", order[i]));
    *result = call->keep(held->take({order, rows}));
    return {};
  });
}

}  // namespace

const opora_columns_service& columns_service() {
  static constexpr opora_columns_service kTable = {
      sizeof(opora_columns_service), 0, &rows, &width, &name, &column, &find, &view, &release_frame, &release_column};
  return kTable;
}

const opora_builder_service& builder_service() {
  static constexpr opora_builder_service kTable = {sizeof(opora_builder_service), 0, &int64_column, &float64_column, &date_column,
                                                   &text_column, &codes_column, &frame, &with, &select, &take};
  return kTable;
}

}  // namespace opora
