#include "intake/sheet_rows.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace opora {
namespace {

constexpr std::int64_t kMaxLine = 1048576;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

bool is_whole_number(const char* first, const char* last) {
  if (first == last || last - first > 18 || (*first == '0' && last - first > 1)) return false;
  return std::all_of(first, last, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

SheetRows::SheetRows(SheetContext context, BlockBuilder& blocks)
    : context_(std::move(context)), blocks_(blocks), row_close_text_("</" + context_.prefix + "row>") {
  // A prefix too long to compare leaves the spellings empty of use; the parser then reads all rows.
  if (context_.prefix.size() > 16) return;
  row_open_ = Spelling("<" + context_.prefix + "row r=\"");
  cell_open_ = Spelling("<" + context_.prefix + "c r=\"");
  row_close_ = Spelling(row_close_text_);
}

Status SheetRows::take(std::span<char> slice) {
  cache_.start_block();
  texts_.clear();
  const char* at = slice.data();
  const char* const end = at + slice.size();
  while (at < end) {
    OPORA_TRY(quick_rows(at, end));
    if (at < end) OPORA_TRY(slow_rows(at, end));
  }
  return blocks_.flush();
}

Status SheetRows::quick_rows(const char*& at, const char* end) {
  for (;;) {
    while (at < end && is_space(*at)) ++at;
    if (at == end || row_shapes_.empty()) return {};
    std::int64_t line = 0;
    const char* next = quick_row(at, end, line);
    if (next == nullptr) {
      blocks_.drop_row();
      return {};
    }
    at = next;
    OPORA_TRY(end_row(line));
  }
}

// The end of a row spelt in a known way, or nullptr.
const char* SheetRows::quick_row(const char* at, const char* end, std::int64_t& line) {
  if (!row_open_.at(at)) return nullptr;
  at += row_open_.size();
  const char* const digits = at;
  while (*at >= '0' && *at <= '9' && at - digits < 8) line = line * 10 + (*at++ - '0');
  if (line <= last_line_ || line > kMaxLine || *digits == '0') return nullptr;
  const Spelling number(std::string_view(digits, static_cast<std::size_t>(at - digits)));
  const auto known = std::find_if(row_shapes_.begin(), row_shapes_.end(), [&](const Spelling& s) { return s.at(at); });
  if (known == row_shapes_.end()) return nullptr;
  at += known->size();
  std::size_t next = 1;
  while (cell_open_.at(at)) {
    at += cell_open_.size();
    std::size_t column = 0;
    const char* const letters = at;
    while (*at >= 'A' && *at <= 'Z' && at - letters < 3) column = column * 26 + static_cast<std::size_t>(*at++ - 'A' + 1);
    if (column < next || column > kMaxColumns || !number.at(at)) return nullptr;
    next = column + 1;
    at = quick_cell(at + number.size(), end, column - 1);
    if (at == nullptr || at > end) return nullptr;
  }
  if (!row_close_.at(at)) return nullptr;
  at += row_close_.size();
  return at <= end ? at : nullptr;
}

// The end of a cell of a known shape, or nullptr. `at` is behind its address.
const char* SheetRows::quick_cell(const char* at, const char* end, std::size_t column) {
  const CellShape* shape = shapes_.find(at, column);
  if (shape == nullptr) return nullptr;
  at += shape->before.size();
  if (shape->form == CellForm::kEmpty) return at;
  if (at >= end) return nullptr;
  const char* const value = at;
  while (kPlainXmlByte[static_cast<unsigned char>(*at)]) ++at;
  const bool plain = *at == '<';
  if (!plain) at = static_cast<const char*>(std::memchr(value, '<', static_cast<std::size_t>(end - value)));
  if (at == nullptr || !shape->after.at(at)) return nullptr;
  const std::string_view raw(value, static_cast<std::size_t>(at - value));
  if (raw.size() > context_.max_cell_bytes) return nullptr;
  Cell cell;
  if (plain && shape->form == CellForm::kText) {
    cell = {raw, raw.empty() ? CellKind::kEmpty : CellKind::kText};
  } else if (shape->form == CellForm::kNumber && is_whole_number(value, at)) {
    cell = {raw, CellKind::kNumber};
  } else if (convert(shape->form, raw, cell) != nullptr) {
    return nullptr;
  }
  blocks_.set(column, cell);
  ++given_cells_;
  return at + shape->after.size();
}

Status SheetRows::end_row(std::int64_t line) {
  last_line_ = line;
  if (line <= context_.after_line) {
    blocks_.drop_row();
    return {};
  }
  OPORA_TRY(blocks_.end_row(line));
  // One cell in the last column of every row costs its sender little and the reader hours.
  constexpr std::uint64_t kFloor = 1 << 28;
  padded_cells_ += blocks_.columns();
  if (padded_cells_ > kFloor && padded_cells_ / 100 > given_cells_)
    return hostile_archive(context_.place, tr("nearly all cells of a very wide sheet are empty"));
  return {};
}

Diagnostic SheetRows::fail(std::int64_t line, std::int64_t column, std::string reason) const {
  ReadPlace place = context_.place;
  place.line = line;
  place.column = column;
  return broken_xml(place, std::move(reason));
}

const char* SheetRows::convert_text(std::string_view raw, Cell& cell) {
  if (is_plain_xml(raw)) {
    cell = {raw, raw.empty() ? CellKind::kEmpty : CellKind::kText};
    return nullptr;
  }
  const auto text = cache_.decoded(raw);
  if (!text) return tr("a text is not well-formed: an unknown reference, a control character or bytes that are not UTF-8");
  cell = {*text, text->empty() ? CellKind::kEmpty : CellKind::kText};
  return nullptr;
}

const char* SheetRows::convert_date(std::string_view raw, Cell& cell) {
  const std::string_view number = canonical_number(raw, scratch_);
  if (number.empty()) return tr("the value of a number cell is not a number");
  double serial = -1;
  std::from_chars(number.data(), number.data() + number.size(), serial);
  const auto date = date_of_serial(serial, context_.book->from_1904);
  cell = date ? Cell{texts_.keep(*date), CellKind::kDate} : Cell{texts_.keep(number), CellKind::kNumber};
  return nullptr;
}

// `text` as stored between the tags → the cell; what is wrong with it, or nullptr.
const char* SheetRows::convert(CellForm form, std::string_view text, Cell& cell) {
  cell = {};
  if (text.empty() || form == CellForm::kEmpty) return nullptr;
  switch (form) {
    case CellForm::kText: return convert_text(text, cell);
    case CellForm::kError: {
      const char* const problem = convert_text(text, cell);
      if (problem == nullptr) cell.kind = CellKind::kError;
      return problem;
    }
    case CellForm::kShared: {
      std::size_t index = 0;
      if (!is_whole_number(text.data(), text.data() + text.size())) return tr("the number of a shared text is not a number");
      for (char c : text) index = index * 10 + static_cast<std::size_t>(c - '0');
      if (index >= context_.strings->texts.size()) return tr("a cell names a shared text that does not exist");
      const std::string_view shared = context_.strings->texts[index];
      cell = {shared, shared.empty() ? CellKind::kEmpty : CellKind::kText};
      return nullptr;
    }
    case CellForm::kBoolean:
      if (text == "true") text = "1";
      if (text == "false") text = "0";
      if (text != "0" && text != "1") return tr("the value of a yes/no cell is neither 0 nor 1");
      cell = {text, CellKind::kBoolean};
      return nullptr;
    case CellForm::kIsoDate: {
      const auto date = date_of_iso(text);
      if (!date) return tr("the value of a date cell is not a date");
      cell = {texts_.keep(*date), CellKind::kDate};
      return nullptr;
    }
    case CellForm::kDate: return convert_date(text, cell);
    default: {
      const std::string_view number = canonical_number(text, scratch_);
      if (number.empty()) return tr("the value of a number cell is not a number");
      cell = {number.data() == scratch_.data() ? texts_.keep(number) : number, CellKind::kNumber};
      return nullptr;
    }
  }
}

}  // namespace opora
