// The part of SheetRows that asks the XML parser, and learns spellings from what it says.
#include <algorithm>
#include <charconv>
#include <cstring>

#include "intake/sheet_rows.h"
#include "intake/xml_slices.h"
#include "intake/xml_text.h"

namespace opora {
namespace {

constexpr std::size_t kRegion = 32 << 10;  // fits the fast caches together with its tree
constexpr std::int64_t kMaxLine = 1048576;

// Addresses, row numbers, style numbers: digits only.
bool parse_whole(std::string_view text, std::int64_t& value) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc() && end == text.data() + text.size() && value >= 0;
}

// "AB12" → column 27; -1 when it is no address. The row in it must be the row's own.
std::int64_t column_of(std::string_view address, std::int64_t line) {
  std::int64_t column = 0;
  std::size_t letters = 0;
  while (letters < address.size() && letters < 4 && address[letters] >= 'A' && address[letters] <= 'Z')
    column = column * 26 + (address[letters++] - 'A' + 1);
  std::int64_t row = 0;
  if (letters == 0 || !parse_whole(address.substr(letters), row) || row != line) return -1;
  return column <= static_cast<std::int64_t>(kMaxColumns) ? column - 1 : -1;
}

pugi::xml_node element(pugi::xml_node parent, std::string_view name) {
  for (pugi::xml_node child : parent)
    if (local_name(child.name()) == name) return child;
  return {};
}

bool only_space(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

// Parses a region of whole rows from `at` and moves `at` behind it.
Status SheetRows::slow_rows(const char*& at, const char* end) {
  const std::string_view rest(at, static_cast<std::size_t>(end - at));
  std::size_t size = rest.substr(0, kRegion).rfind(row_close_text_);
  if (size == std::string_view::npos) size = rest.find(row_close_text_);
  size = size == std::string_view::npos ? rest.size() : size + row_close_text_.size();
  if (only_space(rest.substr(size))) size = rest.size();
  for (;;) {
    if (std::memchr(at, 0, size) != nullptr) return fail(last_line_, -1, tr("the sheet holds bytes that are not text"));
    parsed_.assign(at, at + size);
    original_ = at;
    const auto parsed = document_.load_buffer_inplace(parsed_.data(), size, kSliceFlags, pugi::encoding_utf8);
    if (parsed || parsed.status == pugi::status_no_document_element) break;
    if (size == rest.size()) return fail(last_line_, -1, parsed.description());
    size = rest.size();  // the cut may lie inside a comment: try all there is
  }
  for (pugi::xml_node node : document_) {
    if (node.type() == pugi::node_doctype) return hostile_archive(context_.place, tr("a part declares a document type or entities"));
    if (node.type() == pugi::node_pcdata && only_space(node.value())) continue;
    if (local_name(node.name()) != "row") return fail(last_line_, -1, tr("there is something else than rows among the rows"));
    OPORA_TRY(slow_row(node));
  }
  at += size;
  return {};
}

Status SheetRows::slow_row(pugi::xml_node row) {
  std::int64_t line = last_line_ + 1;
  const pugi::xml_attribute number = row.attribute("r");
  if (number && (!parse_whole(number.value(), line) || line < 1)) return fail(last_line_, -1, tr("the number of a row is not a number"));
  if (line <= last_line_) return fail(line, -1, tr("the rows are not in order, or one is there twice"));
  if (line > kMaxLine) return fail(last_line_, -1, tr("a row stands below the last row of a sheet"));
  learn_row(row);
  std::int64_t next = 0;
  for (pugi::xml_node cell : row) {
    if (local_name(cell.name()) != "c") {
      if (cell.type() == pugi::node_element && local_name(cell.name()) == "extLst") continue;
      if (cell.type() == pugi::node_pcdata && only_space(cell.value())) continue;
      return fail(line, -1, tr("there is something else than cells in a row"));
    }
    const pugi::xml_attribute address = cell.attribute("r");
    const std::int64_t column = address ? column_of(address.value(), line) : next;
    if (column < 0 || column >= static_cast<std::int64_t>(kMaxColumns)) return fail(line, -1, tr("a cell has an address outside its row"));
    if (column < next) return fail(line, column, tr("the cells of a row are not in order, or one is there twice"));
    next = column + 1;
    OPORA_TRY(slow_cell(cell, line, static_cast<std::size_t>(column)));
  }
  return end_row(line);
}

Result<CellForm> SheetRows::form_of(pugi::xml_node cell, std::int64_t line, std::int64_t column) const {
  const std::string_view type = cell.attribute("t").value();
  if (type == "s") return CellForm::kShared;
  if (type == "inlineStr" || type == "str") return CellForm::kText;
  if (type == "b") return CellForm::kBoolean;
  if (type == "e") return CellForm::kError;
  if (type == "d") return CellForm::kIsoDate;
  if (!type.empty() && type != "n") return fail(line, column, tr_format("a cell has the unknown type {0}", type));
  std::int64_t style = 0;
  const pugi::xml_attribute attribute = cell.attribute("s");
  if (attribute && !parse_whole(attribute.value(), style)) return fail(line, column, tr("the style of a cell is not a number"));
  const auto& dates = context_.book->style_is_date;
  const auto index = static_cast<std::size_t>(style);
  return index < dates.size() && dates[index] ? CellForm::kDate : CellForm::kNumber;
}

Status SheetRows::slow_cell(pugi::xml_node cell, std::int64_t line, std::size_t column) {
  const auto place = static_cast<std::int64_t>(column);
  OPORA_ASSIGN(const CellForm form, form_of(cell, line, place));
  const pugi::xml_node rich = form == CellForm::kText ? element(cell, "is") : pugi::xml_node();
  const pugi::xml_node value = rich ? element(rich, "t") : element(cell, "v");
  const bool simple = rich ? value && value == rich.first_child() && value == rich.last_child() && !value.first_child()
                           : !value.first_child();
  Cell result;
  if (simple) {
    const std::string_view parsed = value.value();
    const std::string_view raw(parsed.empty() ? parsed.data() : original(parsed.data()), parsed.size());
    if (raw.size() > context_.max_cell_bytes) {
      ReadPlace where = context_.place;
      where.line = line;
      where.column = place;
      return too_long(where, tr_format("the cell has {0} bytes", raw.size()));
    }
    if (const char* problem = convert(form, raw, result)) return fail(line, place, problem);
    learn_cell(cell, form, value);
  } else {
    std::string text;
    const bool good = rich ? append_rich_text(rich, text) : append_element_text(value, text);
    if (!good) return fail(line, place, tr("a text is not well-formed: an unknown reference, a control character or bytes that are not UTF-8"));
    if (form == CellForm::kText || form == CellForm::kError) {
      const CellKind kind = form == CellForm::kText ? CellKind::kText : CellKind::kError;
      if (!text.empty()) result = {texts_.keep(text), kind};
    } else if (const char* problem = convert(form, texts_.keep(text), result)) {
      return fail(line, place, problem);
    }
  }
  blocks_.set(column, result);
  ++given_cells_;
  return {};
}

// What stands between the number of a row and its first cell: ` spans="1:32">`.
void SheetRows::learn_row(pugi::xml_node row) {
  constexpr std::size_t kMaxRowShapes = 8;
  const pugi::xml_attribute number = row.first_attribute();
  const pugi::xml_node first = row.first_child();
  if (row_open_.size() == 0 || row_shapes_.size() == kMaxRowShapes || std::strcmp(number.name(), "r") != 0 ||
      first.type() != pugi::node_element || row.name() != context_.prefix + "row")
    return;
  const char* const from = original(number.value()) + std::strlen(number.value());
  const char* const to = original(first.name()) - 1;
  const std::string_view text(from, static_cast<std::size_t>(to - from));
  if (text.size() > Spelling::kMaxBytes || text[0] != '"' || text.find('>') != text.size() - 1) return;
  const Spelling spelling(text);
  if (std::find(row_shapes_.begin(), row_shapes_.end(), spelling) == row_shapes_.end()) row_shapes_.push_back(spelling);
}

// Keeps the spelling of a cell whose value is one piece of text, or that has none. Only cells with
// nothing but the usual attributes and closing tags: then no comment or the like can hide in it.
void SheetRows::learn_cell(pugi::xml_node cell, CellForm form, pugi::xml_node value) {
  const pugi::xml_attribute address = cell.first_attribute();
  if (cell_open_.size() == 0 || std::strcmp(address.name(), "r") != 0 || cell.name() != context_.prefix + "c") return;
  for (pugi::xml_attribute each : cell.attributes()) {
    const std::string_view name = each.name();
    if (name != "r" && name != "s" && name != "t") return;
    if (std::string_view(each.value()).find_first_of("<>\"'&") != std::string_view::npos) return;
  }
  const char* const from = original(address.value()) + std::strlen(address.value());
  if (*from != '"') return;
  if (!cell.first_child()) {
    const std::string_view rest(from, Spelling::kMaxBytes);
    const std::size_t close = rest.find('>');
    if (close == std::string_view::npos || close == 0 || rest[close - 1] != '/') return;
    shapes_.learn({Spelling(rest.substr(0, close + 1)), {}, CellForm::kEmpty});
    return;
  }
  if (!value || *value.value() == 0 || cell.first_child() != cell.last_child()) return;
  const char* const to = original(value.value());
  const std::string_view before(from, static_cast<std::size_t>(to - from));
  if (before.size() > Spelling::kMaxBytes || before.find("<!") != before.npos || before.find("<?") != before.npos) return;
  const std::string prefix = "</" + context_.prefix;
  const bool rich = local_name(value.name()) == "t";
  const std::string after = (rich ? prefix + "t>" + prefix + "is>" : prefix + "v>") + prefix + "c>";
  if (after.size() > Spelling::kMaxBytes || std::memcmp(to + std::strlen(value.value()), after.data(), after.size()) != 0) return;
  shapes_.learn({Spelling(before), Spelling(after), form});
}

}  // namespace opora
