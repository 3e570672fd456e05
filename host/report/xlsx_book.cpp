#include "report/xlsx_book.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "report/cell_shade.h"
#include "report/document_text.h"
#include "report/inert_text.h"
#include "report/whole_file.h"

namespace opora {
namespace {

constexpr std::size_t kLongestText = 32'767, kLongestName = 31, kLongestProperty = 255;
constexpr std::int64_t kExactInteger = std::int64_t{1} << 53;
constexpr lxw_color_t kQuietInk = 0x5B6875, kTitleInk = 0xFFFFFF, kTitleGround = 0x1F5B8F, kTotalsGround = 0xE3EDF6;
constexpr std::uint8_t kPaperA4 = 9;
constexpr time_t kCreated = 1577836800;  // 2020-01-01: else the library writes the time of day

// Units of UTF-16 that a first byte of UTF-8 stands for; bytes after it count nothing.
std::size_t units_of(char byte) {
  const auto b = static_cast<unsigned char>(byte);
  return (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
}

// Days as spreadsheets count them. Before March 1900 they count a day that was not.
std::optional<double> serial_of(Date day) {
  constexpr std::int32_t kFirst = 25'569, kCertain = 61;
  const std::int32_t days = to_days(day) + kFirst;
  return days >= kCertain ? std::optional<double>(days) : std::nullopt;
}

std::optional<double> number_of(const CellValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value.value); number && *number >= -kExactInteger && *number <= kExactInteger) return static_cast<double>(*number);
  if (const auto* number = std::get_if<double>(&value.value); number && std::isfinite(*number)) return *number;
  if (const auto* share = std::get_if<Share>(&value.value); share && share->denominator != 0) return share->value();
  if (const auto* day = std::get_if<Date>(&value.value)) return serial_of(*day);
  return std::nullopt;
}

}  // namespace

const XlsxLibrary& xlsx() {
  static const XlsxLibrary loaded;
  return loaded;
}

std::string number_format(ValueType type, int digits) {
  const std::string places = digits > 0 ? "." + std::string(static_cast<std::size_t>(std::min(digits, 9)), '0') : "";
  switch (type) {
    case ValueType::kText: return {};
    case ValueType::kInteger: return "#,##0";
    case ValueType::kNumber: return "#,##0" + places;
    case ValueType::kPercent: return "0" + places + " %";
    case ValueType::kDate: return "dd.mm.yyyy";
  }
  return {};
}

std::string cut_to(const std::string& text, std::size_t units) {
  std::size_t length = 0, kept = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t more = units_of(text[at]);
    if (more > 0 && length < units) kept = at;  // what is before leaves room for the mark
    length += more;
    if (more > 0 && length > units) return text.substr(0, kept) + "…";
  }
  return text;
}

std::string sheet_name(const std::string& wanted, const std::string& otherwise) {
  std::string name;
  for (const char c : inert(wanted)) name += std::string_view("[]:*?/\\'\n\t").find(c) == std::string_view::npos ? c : ' ';
  name = std::string(trimmed(name));
  return cut_to(name.empty() ? otherwise : name, kLongestName);
}

int lines_of(std::string_view words, int width) {
  int lines = 0;
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find('\n', begin), words.size());
    lines += std::max(1, (display_width(words.substr(begin, end - begin)) * 11 / 10 + width - 1) / width);
    begin = end + 1;
  }
  return lines;
}

XlsxBook::XlsxBook(const std::filesystem::path& file) : book_(xlsx().workbook_new(file.c_str())) {
  names_.insert("history");  // spreadsheets keep it for themselves
}

XlsxBook::~XlsxBook() {
  if (book_) xlsx().workbook_close(book_);
}

lxw_worksheet* XlsxBook::sheet(const std::string& wanted, const std::string& otherwise, bool landscape) {
  const std::string base = sheet_name(wanted, otherwise);
  last_name_ = base;
  for (int copy = 2; !names_.insert(to_lower(last_name_)).second; ++copy) {
    const std::string mark = " (" + std::to_string(copy) + ")";
    last_name_ = cut_to(base, kLongestName - mark.size()) + mark;
  }
  lxw_worksheet* sheet = book_ ? xlsx().workbook_add_worksheet(book_, last_name_.c_str()) : nullptr;
  if (!sheet) {
    note(LXW_ERROR_MEMORY_MALLOC_FAILED);
    return nullptr;
  }
  if (landscape) xlsx().worksheet_set_landscape(sheet);
  xlsx().worksheet_set_paper(sheet, kPaperA4);
  xlsx().worksheet_fit_to_pages(sheet, 1, 0);
  xlsx().worksheet_set_margins(sheet, 0.6, 0.4, 0.6, 0.7);
  xlsx().worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
  note(xlsx().worksheet_set_footer(sheet, "&C&9&P / &N"));
  return sheet;
}

lxw_format* XlsxBook::format(const XlsxLook& look) {
  lxw_format*& format = formats_[look];
  if (format) return format;
  const XlsxLibrary& x = xlsx();
  format = x.workbook_add_format(book_);
  x.format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  if (look.wrap) x.format_set_text_wrap(format);
  if (!look.number.empty()) x.format_set_num_format(format, look.number.c_str());
  if (look.bold || look.title || look.totals) x.format_set_bold(format);
  if (look.quiet) x.format_set_font_color(format, kQuietInk);
  if (look.title) {
    x.format_set_font_color(format, kTitleInk);
    x.format_set_bg_color(format, kTitleGround);
    x.format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  }
  if (look.totals) {
    x.format_set_bg_color(format, kTotalsGround);
    x.format_set_top(format, LXW_BORDER_THIN);
  }
  if (look.shade > 0) x.format_set_bg_color(format, shade_colour(look.shade));
  if (look.right) x.format_set_align(format, LXW_ALIGN_RIGHT);
  if (look.centre) x.format_set_align(format, LXW_ALIGN_CENTER);
  if (look.indent > 0) x.format_set_indent(format, static_cast<std::uint8_t>(look.indent));
  return format;
}

void XlsxBook::text(lxw_worksheet* sheet, XlsxPlace place, const std::string& words, const XlsxLook& look) {
  const std::string kept = cut_to(inert(words), kLongestText);
  note(kept.empty() ? xlsx().worksheet_write_blank(sheet, place.row, place.column, format(look)) : xlsx().worksheet_write_string(sheet, place.row, place.column, kept.c_str(), format(look)));
}

void XlsxBook::value(lxw_worksheet* sheet, XlsxPlace place, const CellValue& value, const TableColumn& column, XlsxLook look) {
  const auto number = number_of(value);
  if (!number) {
    const bool missing = std::holds_alternative<std::monostate>(value.value);
    look.quiet = look.quiet || (missing && !value.reason.empty() && look.shade == 0);
    look.right = missing && value.reason.empty() && column.type != ValueType::kText;
    return text(sheet, place, shown(value, column.type, column.digits, false), look);
  }
  const bool is_date = std::holds_alternative<Date>(value.value);
  const ValueType type = is_date ? ValueType::kDate : column.type == ValueType::kText || column.type == ValueType::kDate ? ValueType::kNumber : column.type;
  look.number = number_format(type, std::holds_alternative<std::int64_t>(value.value) ? 0 : column.digits);
  note(xlsx().worksheet_write_number(sheet, place.row, place.column, *number, format(look)));
}

void XlsxBook::height(lxw_worksheet* sheet, lxw_row_t row, int lines) {
  constexpr double kLine = 15, kMost = 409;  // points
  if (lines > 1) note(xlsx().worksheet_set_row(sheet, row, std::min(lines * kLine, kMost), nullptr));
}

void XlsxBook::note(lxw_error error) {
  if (error_ == LXW_NO_ERROR) error_ = error;
}

void XlsxBook::properties(const Document& document) {
  std::string title = cut_to(inert(document.title), kLongestProperty), subject = cut_to(inert(document.header), kLongestProperty), sources;
  for (const DocumentSource& source : document.sources) sources += (sources.empty() ? "" : "; ") + source.title + (source.digest.empty() ? "" : " " + source.digest);
  sources = cut_to(inert(sources), kLongestProperty);
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.subject = subject.data();
  properties.comments = sources.data();
  properties.created = kCreated;
  note(xlsx().workbook_set_properties(book_, &properties));
}

Status XlsxBook::close(const std::filesystem::path& file) {
  const lxw_error closed = book_ ? xlsx().workbook_close(book_) : LXW_ERROR_CREATING_XLSX_FILE;
  book_ = nullptr;
  const lxw_error wrong = error_ != LXW_NO_ERROR ? error_ : closed;
  if (wrong == LXW_NO_ERROR) return {};
  return not_written(file, xlsx().lxw_strerror(wrong));
}

}  // namespace opora
