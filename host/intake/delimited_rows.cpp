#include "intake/delimited_rows.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "intake/delimited_layout.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace opora {
namespace {

constexpr std::size_t kWindow = 64;
static_assert(TextChunk::kPadding >= kWindow);

// Bit i is set when text[i] separates cells, for 64 bytes.
std::uint64_t separators(const char* text, char delimiter) {
  std::uint64_t mask = 0;
#if defined(__SSE2__)
  const __m128i cell = _mm_set1_epi8(delimiter);
  const __m128i line = _mm_set1_epi8('\n');
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + 16 * i));
    const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, cell), _mm_cmpeq_epi8(bytes, line));
    mask |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(hits))) << (16 * i);
  }
#else
  for (std::size_t i = 0; i < kWindow; ++i)
    mask |= static_cast<std::uint64_t>(text[i] == delimiter || text[i] == '\n') << i;
#endif
  return mask;
}

// The separators of a text in order, found 64 bytes at a time.
class SeparatorScan {
 public:
  SeparatorScan(const char* text, std::size_t size, char delimiter)
      : text_(text), size_(size), delimiter_(delimiter), ahead_(separators(text, delimiter)) {}

  // The separator behind the last one given out, or the end of the text.
  std::size_t next() {
    while (ahead_ == 0) {
      base_ += kWindow;
      if (base_ >= size_) return size_;
      ahead_ = separators(text_ + base_, delimiter_);
    }
    const std::size_t found = base_ + static_cast<std::size_t>(std::countr_zero(ahead_));
    ahead_ &= ahead_ - 1;
    return std::min(found, size_);
  }

  // The same, with those before `from` passed over: they stood between quotes.
  std::size_t next(std::size_t from) {
    if (from >= base_ + kWindow) {
      base_ = from & ~(kWindow - 1);
      if (base_ >= size_) return size_;
      ahead_ = separators(text_ + base_, delimiter_);
    }
    if (from > base_) ahead_ &= ~std::uint64_t{0} << (from - base_);
    return next();
  }

 private:
  const char* text_;
  std::size_t size_;
  char delimiter_;
  std::size_t base_ = 0;
  std::uint64_t ahead_;  // separators of the window that are still to come
};

struct QuotedCell {
  std::string_view text;
  std::size_t end = 0;  // behind the closing quote
};

// A quoted cell that begins at `start`; doubled quotes become one, in place.
QuotedCell unquoted(char* text, std::size_t size, std::size_t start) {
  char* const begin = text + start + 1;
  char* out = begin;
  char* from = begin;
  char* const end = text + size;
  for (;;) {
    char* const quote = static_cast<char*>(std::memchr(from, '"', static_cast<std::size_t>(end - from)));
    char* const stop = quote == nullptr ? end : quote;
    if (out != from) std::memmove(out, from, static_cast<std::size_t>(stop - from));
    out += stop - from;
    const bool doubled = quote != nullptr && quote + 1 < end && quote[1] == '"';
    if (!doubled) return {{begin, static_cast<std::size_t>(out - begin)}, static_cast<std::size_t>(stop - text) + (quote != nullptr)};
    *out++ = '"';
    from = quote + 2;
  }
}

}  // namespace

Status DelimitedRows::take(TextChunk& chunk) {
  const std::string_view text(chunk.bytes.get(), chunk.size);
  OPORA_TRY(check(text, chunk.first_line, chunk.encoding));
  if (chunk.encoding == TextEncoding::kWindows1251) {
    utf8_.clear();
    append_windows_1251(text, utf8_);
    const std::size_t size = utf8_.size();
    utf8_.resize(size + TextChunk::kPadding);
    OPORA_TRY(split(utf8_.data(), size, chunk.first_line));
  } else {
    OPORA_TRY(split(chunk.bytes.get(), chunk.size, chunk.first_line));
  }
  return blocks_.flush();
}

Status DelimitedRows::check(std::string_view text, std::int64_t first_line, TextEncoding encoding) const {
  const TextCheck found = check_text(text);
  ReadPlace place = place_;
  if (found.nul != TextCheck::kNone || found.controls > 8 + text.size() / 200) {
    place.line = first_line + (found.nul == TextCheck::kNone ? 0 : count_lines(text.substr(0, found.nul)));
    return not_text(place, tr("the file holds bytes that are not text"));
  }
  if (encoding != TextEncoding::kUtf8 || found.non_ascii == TextCheck::kNone) return {};
  const std::size_t bad = find_bad_utf8(text);
  if (bad == TextCheck::kNone) return {};
  place.line = first_line + count_lines(text.substr(0, bad));
  return read_error("DATA-002", place, tr("the file is written in UTF-8, but this line is not"),
                    tr("save the table once more as UTF-8 and repeat the import"));
}

Diagnostic DelimitedRows::beyond_limits(std::size_t column, std::size_t bytes, std::int64_t line) const {
  ReadPlace place = place_;
  place.line = line;
  place.column = static_cast<std::int64_t>(column);
  if (column >= kMaxColumns) return too_long(place, tr_format("the line has more than {0} cells", kMaxColumns));
  return too_long(place, tr_format("the cell has {0} bytes", bytes));
}

void DelimitedRows::begin_row() {
  cells_ = blocks_.begin_row();
  room_ = cells_ ? blocks_.columns() : 0;
}

void DelimitedRows::widen_row(std::size_t columns) {
  if (columns >= row_.size()) row_.resize(2 * columns);
  if (cells_ && cells_ != row_.data()) {
    std::copy_n(cells_, columns, row_.data());
    blocks_.give_up_row();
  }
  cells_ = row_.data();
  room_ = row_.size();
}

Status DelimitedRows::end_row(std::size_t columns, std::int64_t line) {
  const bool wanted = line > limits_.after_line;
  if (cells_ == row_.data()) return wanted ? blocks_.add_row({cells_, columns}, line) : Status();
  const bool filled = std::any_of(cells_, cells_ + columns, [](const Cell& cell) { return cell.kind != CellKind::kEmpty; });
  if (wanted && filled) blocks_.keep_row(line);
  else blocks_.give_up_row();
  return {};
}

Status DelimitedRows::split(char* text, std::size_t size, std::int64_t line) {
  SeparatorScan scan(text, size, limits_.delimiter);
  std::size_t start = 0;
  std::size_t column = 0;
  std::int64_t record_line = line;
  while (start < size) {
    std::string_view cell;
    std::size_t end = 0;
    if (text[start] != '"') {
      end = scan.next();
      cell = {text + start, end - start};
    } else {
      const QuotedCell quoted = unquoted(text, size, start);
      line += count_lines(quoted.text);
      end = scan.next(quoted.end);
      cell = quoted.text;
      // What follows the closing quote belongs to the cell: "Школа" № 5 → Школа № 5.
      std::size_t rest = end - quoted.end;
      if (rest > 0 && end < size && text[end] == '\n' && text[end - 1] == '\r') --rest;
      if (rest > 0) {
        std::memmove(text + start + 1 + cell.size(), text + quoted.end, rest);
        cell = {cell.data(), cell.size() + rest};
      }
    }
    const bool last = end == size || text[end] == '\n';
    if (last && text[start] != '"' && !cell.empty() && cell.back() == '\r') cell.remove_suffix(1);
    if (cell.size() > limits_.max_cell_bytes || column >= kMaxColumns) return beyond_limits(column, cell.size(), record_line);
    if (column == 0) begin_row();
    if (column == room_) widen_row(column);
    cells_[column++] = {cell, cell.empty() ? CellKind::kEmpty : CellKind::kText};
    start = end + 1;
    if (!last) continue;
    OPORA_TRY(end_row(column, record_line));
    column = 0;
    record_line = ++line;
  }
  return column > 0 ? end_row(column, record_line) : Status();
}

}  // namespace opora
