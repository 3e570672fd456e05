#include "report/document_text.h"

#include <algorithm>
#include <cmath>

#include "base/messages.h"
#include "report/number_text.h"
#include "report/table_grid.h"

namespace opora {
namespace {

constexpr std::string_view kNoBreak = "\u00A0";

std::string date_text(Date day) {
  if (language() != Language::kRussian) return to_iso(day);
  return fmt::format("{:02}.{:02}.{}", unsigned{day.day()}, unsigned{day.month()}, int{day.year()});
}

std::string percent_text(Share share, int digits, bool show_n) {
  if (share.denominator == 0) return "—";
  std::string text = number_text(Share{share.numerator * 100, share.denominator}, digits) + std::string(kNoBreak) + "%";
  if (show_n) text += " (" + tr_format("{0} of {1}", count_text(share.numerator), count_text(share.denominator)) + ")";
  return text;
}

struct Form {
  ValueType type;
  int digits;
  bool show_n;

  std::string operator()(std::monostate) const { return "—"; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::int64_t number) const { return count_text(number); }
  std::string operator()(double number) const {
    if (!std::isfinite(number)) return "—";
    return type == ValueType::kPercent ? number_text(number, digits, 100) + std::string(kNoBreak) + "%" : number_text(number, digits);
  }
  std::string operator()(Share share) const { return type == ValueType::kPercent ? percent_text(share, digits, show_n) : number_text(share, digits); }
  std::string operator()(Date day) const { return date_text(day); }
};

// Words that stand before the next one on the same line: short prepositions and conjunctions, by their length.
constexpr std::size_t kShortWordBytes = 4;  // two letters of two bytes

// First bytes of U+2000 … U+2FFF and of U+0080 … U+00BF in UTF-8.
constexpr unsigned char kPunctuationLead = 0xE2, kLatinLead = 0xC2;

bool is_letter_byte(unsigned char c) { return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct LinesOf {
  std::vector<std::string>& lines;
  Numbering& numbering;

  void operator()(const Heading& one) const { lines.push_back(plain_text(one.text)); }
  void operator()(const Paragraph& one) const { lines.push_back(plain_text(one.text)); }
  void operator()(const NumberedParagraph& one) const {
    const std::string number = numbering.next(one);
    lines.push_back(number + " " + plain_text(one.text));
  }
  void operator()(const BulletList& one) const {
    for (const RichText& item : one.items) lines.push_back("• " + plain_text(item));
  }
  void operator()(const Table& one) const {
    if (!one.caption.empty()) lines.push_back(one.caption);
    const auto add_rows = [&](const std::vector<std::vector<TableCell>>& rows, bool groups) {
      for (const auto& row : placed(rows)) {
        std::string text;
        for (const PlacedCell& cell : row) text += (text.empty() ? "" : " | ") + (groups ? group_text(*cell.cell) : shown(*cell.cell, column_at(one, cell.column)));
        lines.push_back(text);
      }
    };
    add_rows(one.header, true);
    std::string titles;
    for (const TableColumn& column : one.columns) titles += (titles.empty() ? "" : " | ") + column.title;
    lines.push_back(titles);
    add_rows(one.rows, false);
    if (!one.totals.empty()) add_rows({one.totals}, false);
    if (!one.note.empty()) lines.push_back(one.note);
  }
  void operator()(const Chart& one) const {
    if (!one.caption.empty()) lines.push_back(one.caption);
    if (!one.description.empty()) lines.push_back(one.description);
  }
  void operator()(const KeyFigures& one) const {
    for (const KeyFigure& figure : one.figures) {
      lines.push_back(figure.title + ": " + shown(figure.value, figure.type, figure.digits, true) + (figure.note.empty() ? "" : " (" + figure.note + ")"));
    }
  }
  void operator()(const PageBreak&) const {}
  void operator()(const Orientation&) const {}
  void operator()(const AnnexMark& one) const { lines.insert(lines.end(), one.lines.begin(), one.lines.end()); }
  void operator()(const ApprovalMark& one) const { lines.insert(lines.end(), one.lines.begin(), one.lines.end()); }
  void operator()(const Signature& one) const { lines.push_back(one.name.empty() ? one.post : one.post + " " + one.name); }
};

}  // namespace

RichText plain(std::string text) { return {{std::move(text), false, false, {}}}; }

std::string plain_text(const RichText& text) {
  std::string all;
  for (const TextRun& run : text) all += run.text;
  return all;
}

std::string shown(const CellValue& value, ValueType type, int digits, bool show_n) {
  std::string text = std::visit(Form{type, digits, show_n}, value.value);
  if (value.interval) {
    const int scale = type == ValueType::kPercent ? 100 : 1;
    text += " [" + number_text(value.interval->first, digits, scale) + "–" + number_text(value.interval->second, digits, scale) + "]";
  }
  if (std::holds_alternative<std::monostate>(value.value) && !value.reason.empty()) return value.reason;
  return text;
}

std::string shown(const TableCell& cell, const TableColumn& column) { return shown(cell.value, column.type, column.digits, column.show_n); }

std::vector<std::string> document_lines(const Document& document) {
  std::vector<std::string> lines;
  Numbering numbering;
  for (const Block& block : document.blocks) std::visit(LinesOf{lines, numbering}, block);
  return lines;
}

std::string Numbering::next(const NumberedParagraph& paragraph) {
  const int level = std::clamp(paragraph.level, 1, 3);
  if (paragraph.restart) counts_[level - 1] = 0;
  ++counts_[level - 1];
  for (int deeper = level; deeper < 3; ++deeper) counts_[deeper] = 0;
  std::string number;
  for (int i = 0; i < level; ++i) number += std::to_string(std::max(counts_[i], 1)) + ".";
  return number;
}

std::string typographic(std::string_view text, std::string_view language) {
  std::string out;
  if (language != "ru" && language != "en") return std::string(text);
  bool open = false;
  std::size_t word = 0;  // bytes of the word before
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' && language == "ru") {
      out += open ? "»" : "«";
      open = !open;
      word = 0;
      continue;
    }
    if (c == ' ') {
      const bool before_dash = text.substr(at + 1).starts_with("—") || text.substr(at + 1).starts_with("– ");
      const char next = at + 1 < text.size() ? text[at + 1] : ' ';
      const bool before_word = is_letter_byte(static_cast<unsigned char>(next)) || (next == '"' && language == "ru" && !open);  // also « itself
      const bool short_word = language == "ru" && word > 0 && word <= kShortWordBytes && (before_word || is_digit(next)) && !before_dash;
      const bool after_number = at > 0 && is_digit(text[at - 1]) && (next == '%' || before_word) && word == 0;
      const bool after_sign = out.ends_with("№") || out.ends_with("§");
      out += before_dash || short_word || after_number || after_sign ? kNoBreak : std::string_view(" ");
      word = 0;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte == kPunctuationLead || byte == kLatinLead) {  // dashes, №, quotation marks and no-break spaces are no words
      const std::size_t bytes = byte == kPunctuationLead ? 3 : 2;
      out += text.substr(at, bytes);
      at += bytes - 1;
      word = 0;
      continue;
    }
    out += c;
    const bool starts = at == 0 || text[at - 1] == ' ' || text[at - 1] == '(' || word > 0;
    word = is_letter_byte(byte) && starts ? word + 1 : 0;
  }
  return out;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view few, std::string_view many) {
  const std::int64_t tens = count % 100, units = count % 10;
  std::string_view form = many;
  if (units == 1 && tens != 11) form = one;
  else if (units >= 2 && units <= 4 && (tens < 12 || tens > 14)) form = few;
  return count_text(count) + std::string(kNoBreak) + std::string(form);
}

}  // namespace opora
