#include "store/segment_columns.h"

#include <algorithm>
#include <numeric>

#include "store/bytes.h"
#include "store/integer_codec.h"

namespace opora {
namespace {

using Form = ResultRows::ParticipantForm;

Result<std::vector<std::string>> read_texts(ByteReader& in) {
  const std::uint64_t count = in.varint();
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < count && !in.failed(); ++i) texts.push_back(in.text());
  if (in.failed()) return damaged_column();
  return texts;
}

void write_texts(ByteWriter& out, const std::vector<std::string>& texts) {
  out.varint(texts.size());
  for (const std::string& text : texts) out.text(text);
}

std::string in_base(std::uint64_t value, unsigned base, int width) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  do text += kDigits[value % base];
  while ((value /= base) > 0);
  while (static_cast<int>(text.size()) < width) text += '0';
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace

std::optional<Blob> encode_texts(std::span<const std::int32_t> codes, const std::vector<std::string>& texts) {
  std::vector<std::int32_t> new_code(texts.size(), 0);  // 0: not in use, else place + 1
  for (const std::int32_t code : codes)
    if (code >= 0) new_code[static_cast<std::size_t>(code)] = 1;
  std::vector<std::int32_t> used;
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (new_code[i]) used.push_back(static_cast<std::int32_t>(i));
  if (used.empty()) return std::nullopt;
  const auto text_of = [&](std::int32_t i) -> const std::string& { return texts[static_cast<std::size_t>(i)]; };
  std::sort(used.begin(), used.end(), [&](std::int32_t a, std::int32_t b) { return text_of(a) < text_of(b); });
  std::vector<std::string> sorted;
  for (const std::int32_t i : used) {
    if (sorted.empty() || sorted.back() != text_of(i)) sorted.push_back(text_of(i));
    new_code[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(sorted.size());
  }
  Blob blob;
  ByteWriter out(blob);
  out.byte(1);
  write_texts(out, sorted);
  const auto stored = [&](std::int32_t code) { return code < 0 ? 0 : new_code[static_cast<std::size_t>(code)]; };
  if (sorted.size() < 256) {
    std::vector<std::uint8_t> bytes(codes.size());
    std::transform(codes.begin(), codes.end(), bytes.begin(), [&](std::int32_t c) { return static_cast<std::uint8_t>(stored(c)); });
    out.part(encode_column<std::uint8_t>(bytes));
  } else {
    std::vector<std::int32_t> wide(codes.size());
    std::transform(codes.begin(), codes.end(), wide.begin(), stored);
    out.part(encode_column<std::int32_t>(wide));
  }
  return blob;
}

Result<TextColumn> decode_texts(std::span<const std::uint8_t> blob, std::size_t rows) {
  ByteReader in(blob);
  if (in.byte() != 1) return damaged_column();
  TextColumn column;
  OPORA_ASSIGN(column.texts, read_texts(in));
  column.codes.resize(rows);
  OPORA_TRY(decode_column<std::int32_t>(in.part(), column.codes));
  const auto count = static_cast<std::int32_t>(column.texts.size());
  for (std::int32_t& code : column.codes) {
    if (code < 0 || code > count) return damaged_column();
    --code;
  }
  return column;
}

Blob encode_participants(std::span<const std::uint64_t> codes, Form form, int width, const std::vector<std::string>& texts) {
  Blob blob;
  ByteWriter out(blob);
  out.byte(1);
  out.byte(static_cast<std::uint8_t>(form));
  out.byte(static_cast<std::uint8_t>(width));
  if (form != Form::kText) {
    out.part(encode_column<std::uint64_t>(codes));
    return blob;
  }
  std::vector<std::int32_t> indices(codes.size());
  std::transform(codes.begin(), codes.end(), indices.begin(), [](std::uint64_t c) { return static_cast<std::int32_t>(c); });
  out.part(encode_texts(indices, texts).value_or(Blob{}));
  return blob;
}

Result<ParticipantColumn> decode_participants(std::span<const std::uint8_t> blob, std::size_t rows) {
  ByteReader in(blob);
  const std::uint8_t version = in.byte();
  const std::uint8_t form = in.byte();
  ParticipantColumn column;
  column.width = in.byte();
  if (in.failed() || version != 1 || form > static_cast<std::uint8_t>(Form::kText)) return damaged_column();
  column.form = static_cast<Form>(form);
  column.codes.resize(rows);
  if (column.form != Form::kText) {
    OPORA_TRY(decode_column<std::uint64_t>(in.part(), column.codes));
    return column;
  }
  OPORA_ASSIGN(TextColumn texts, decode_texts(in.part(), rows));
  column.texts = std::move(texts.texts);
  for (std::size_t i = 0; i < rows; ++i) {
    if (texts.codes[i] < 0) return damaged_column();
    column.codes[i] = static_cast<std::uint64_t>(texts.codes[i]);
  }
  return column;
}

std::string participant_text(const ParticipantColumn& column, std::size_t row) {
  switch (column.form) {
    case Form::kNone: return {};
    case Form::kDecimal: return in_base(column.codes[row], 10, column.width);
    case Form::kHex: return in_base(column.codes[row], 16, column.width);
    case Form::kText: break;
  }
  return column.texts[static_cast<std::size_t>(column.codes[row])];
}

std::optional<std::vector<std::uint8_t>> marks_by_score(std::span<const std::uint16_t> score, std::span<const std::uint8_t> mark) {
  if (score.empty()) return std::nullopt;
  const std::uint16_t highest = *std::max_element(score.begin(), score.end());
  if (highest >= 4096) return std::nullopt;
  std::vector<std::uint8_t> table(std::size_t{highest} + 1);
  for (std::size_t i = 0; i < score.size(); ++i) table[score[i]] = mark[i];  // the last one wins; then all are checked
  std::uint8_t differs = 0;
  for (std::size_t i = 0; i < score.size(); ++i) differs |= table[score[i]] ^ mark[i];
  if (differs) return std::nullopt;
  return table;
}

Blob encode_directory(std::span<const std::int64_t> schools, std::span<const std::uint32_t> rows) {
  Blob blob;
  ByteWriter out(blob);
  out.byte(1);
  out.part(encode_column<std::int64_t>(schools));
  out.part(encode_column<std::uint32_t>(rows));
  return blob;
}

Result<Directory> decode_directory(std::span<const std::uint8_t> blob, std::int64_t rows) {
  ByteReader in(blob);
  if (in.byte() != 1) return damaged_column();
  const auto schools = in.part(), counts = in.part();
  if (in.failed()) return damaged_column();
  OPORA_ASSIGN(const std::size_t size, encoded_size(schools));
  if (static_cast<std::int64_t>(size) > rows) return damaged_column();
  Directory directory;
  directory.schools.resize(size);
  directory.rows.resize(size);
  OPORA_TRY(decode_column<std::int64_t>(schools, directory.schools));
  OPORA_TRY(decode_column<std::uint32_t>(counts, directory.rows));
  if (std::accumulate(directory.rows.begin(), directory.rows.end(), std::int64_t{0}) != rows) return damaged_column();
  return directory;
}

}  // namespace opora
