#include "plans/documents/docx_document.h"

#include <algorithm>

#include "intake/xml_text.h"
#include "plans/documents/document_errors.h"
#include "plans/documents/docx_numbering.h"
#include "plans/documents/docx_xml.h"
#include "plans/documents/plan_remarks.h"
#include "plans/documents/table_grid.h"
#include "plans/documents/text_lines.h"

namespace opora {
namespace {

constexpr int kDeepest = 48;  // elements within elements that change the text: tables, controls, insertions

bool is_any(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Around paragraphs and runs without meaning of their own; inserted and moved text is text.
bool is_wrapper(std::string_view name) {
  return is_any(name, {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "r", "dir", "bdo", "object"});
}

bool is_deleted(pugi::xml_node properties) { return docx_child(properties, "del") || docx_child(properties, "moveFrom"); }

class DocxReader {
 public:
  DocxReader(std::string file, DocxNumbering numbering) : numbering_(std::move(numbering)) { document_.file = std::move(file); }

  Status read_blocks(pugi::xml_node parent, int depth);
  PlanDocument take();

 private:
  void append_runs(pugi::xml_node parent, TextLines& lines, int depth);
  void note_text_boxes(pugi::xml_node drawing);
  std::string paragraph_text(pugi::xml_node paragraph);
  void append_cell_content(pugi::xml_node parent, std::string& text, int depth);
  void append_nested_table(pugi::xml_node table, std::string& text, int depth);
  bool add_cell(pugi::xml_node cell, TableGrid& grid, int depth);
  bool add_row(pugi::xml_node row, TableGrid& grid, std::int64_t line, int depth);
  Status add_rows(pugi::xml_node parent, TableGrid& grid, std::int64_t& line, int depth);
  Status read_table(pugi::xml_node table, int depth);
  Span here() const { return place_in(document_.file, in_table_, line_); }

  DocxNumbering numbering_;
  PlanDocument document_;
  std::int64_t blocks_ = 0, tables_ = 0;
  std::string in_table_;   // where the text stands that is being read
  std::int64_t line_ = 0;
  std::vector<Quote> boxes_, nested_, deleted_;
  bool too_deep_ = false;
};

// Deleted text (delText) is not among the names and so is left out.
void DocxReader::append_runs(pugi::xml_node parent, TextLines& lines, int depth) {
  if (depth > kDeepest) too_deep_ = true;
  if (too_deep_) return;
  for (const pugi::xml_node node : parent) {
    const std::string_view name = local_name(node.name());
    if (name == "t") lines.append(node.text().get());
    else if (is_any(name, {"tab", "ptab"})) lines.append(" ");
    else if (is_any(name, {"br", "cr"})) lines.break_line();
    else if (name == "noBreakHyphen") lines.append("-");
    else if (is_any(name, {"drawing", "pict", "AlternateContent"})) note_text_boxes(node);
    else if (is_wrapper(name)) append_runs(node, lines, depth + 1);
    else if (is_any(name, {"del", "moveFrom"}) && (deleted_.empty() || deleted_.back().place.line != line_ || deleted_.back().place.sheet != in_table_))
      deleted_.push_back({here(), {}});
  }
}

// The content stands twice, for old and new programs: the first is enough.
void DocxReader::note_text_boxes(pugi::xml_node drawing) {
  const pugi::xml_node box = drawing.find_node([](pugi::xml_node node) { return local_name(node.name()) == "txbxContent"; });
  TextLines lines;
  for (const pugi::xml_node paragraph : box) {
    append_runs(paragraph, lines, 1);
    lines.break_line();
  }
  std::string text = lines.take();
  if (!text.empty()) boxes_.push_back({here(), std::move(text)});
}

std::string DocxReader::paragraph_text(pugi::xml_node paragraph) {
  const std::string label = numbering_.label_of(paragraph);
  TextLines lines;
  append_runs(paragraph, lines, 0);
  std::string text = lines.take();
  if (label.empty() || (label == "-" && text.empty())) return text;
  return text.empty() ? label : label + ' ' + text;
}

void append_line(std::string& text, const std::string& line, char before) {
  if (line.empty()) return;
  if (!text.empty()) text += before;
  text += line;
}

void DocxReader::append_nested_table(pugi::xml_node table, std::string& text, int depth) {
  const std::size_t begin = text.size();
  for (const pugi::xml_node row : table) {
    if (local_name(row.name()) != "tr") continue;
    std::string line;
    for (const pugi::xml_node cell : row) {
      if (local_name(cell.name()) != "tc") continue;
      std::string content;
      append_cell_content(cell, content, depth + 1);
      append_line(line, content, ' ');
    }
    append_line(text, line, '\n');
  }
  nested_.push_back({here(), text.substr(begin + (begin > 0 && begin < text.size() ? 1 : 0))});
}

void DocxReader::append_cell_content(pugi::xml_node parent, std::string& text, int depth) {
  if (depth > kDeepest) too_deep_ = true;
  if (too_deep_) return;
  for (const pugi::xml_node node : parent) {
    const std::string_view name = local_name(node.name());
    if (name == "p") append_line(text, paragraph_text(node), '\n');
    else if (name == "tbl") append_nested_table(node, text, depth);
    else if (is_wrapper(name)) append_cell_content(node, text, depth + 1);
  }
}

bool DocxReader::add_cell(pugi::xml_node cell, TableGrid& grid, int depth) {
  const pugi::xml_node properties = docx_child(cell, "tcPr");
  const auto columns = static_cast<std::size_t>(std::max(docx_number(docx_value(properties, "gridSpan"), 1), 1));
  std::string text;
  if (!docx_child(properties, "cellDel")) append_cell_content(cell, text, depth + 1);
  const pugi::xml_node merge = docx_child(properties, "vMerge");
  const bool goes_on = merge && docx_attribute(merge, "val") != "restart";
  return goes_on && text.empty() ? grid.continue_above(columns) : grid.add(std::move(text), columns);
}

bool DocxReader::add_row(pugi::xml_node row, TableGrid& grid, std::int64_t line, int depth) {
  const pugi::xml_node properties = docx_child(row, "trPr");
  if (is_deleted(properties)) {
    deleted_.push_back({here(), {}});
    return true;
  }
  if (!grid.begin_row(line)) return false;
  if (!grid.skip(static_cast<std::size_t>(std::max(docx_number(docx_value(properties, "gridBefore"), 0), 0)))) return false;
  std::vector<pugi::xml_node> cells;
  for (const pugi::xml_node node : row) {
    const bool control = is_any(local_name(node.name()), {"sdt", "customXml"});
    const pugi::xml_node holder = control && docx_child(node, "sdtContent") ? docx_child(node, "sdtContent") : node;
    if (local_name(node.name()) == "tc") cells.push_back(node);
    else if (control) std::copy_if(holder.begin(), holder.end(), std::back_inserter(cells), [](pugi::xml_node c) { return local_name(c.name()) == "tc"; });
  }
  for (const pugi::xml_node cell : cells)
    if (!add_cell(cell, grid, depth)) return false;
  return grid.skip(static_cast<std::size_t>(std::max(docx_number(docx_value(properties, "gridAfter"), 0), 0)));
}

Status DocxReader::add_rows(pugi::xml_node parent, TableGrid& grid, std::int64_t& line, int depth) {
  if (depth > kDeepest) too_deep_ = true;
  if (too_deep_) return {};
  for (const pugi::xml_node node : parent) {
    const std::string_view name = local_name(node.name());
    if (is_wrapper(name)) OPORA_TRY(add_rows(node, grid, line, depth + 1));
    if (name != "tr") continue;
    line_ = ++line;
    if (!add_row(node, grid, line, depth)) return hostile_document(document_.file, tr("a table has more cells than any real one"));
  }
  return {};
}

Status DocxReader::read_table(pugi::xml_node table, int depth) {
  in_table_ = tr_format("table {0}", ++tables_);
  TableGrid grid(in_table_);
  std::int64_t line = 0;
  OPORA_TRY(add_rows(table, grid, line, depth));
  document_.blocks.emplace_back(grid.take());
  in_table_.clear();
  return {};
}

Status DocxReader::read_blocks(pugi::xml_node parent, int depth) {
  if (depth > kDeepest) too_deep_ = true;
  for (const pugi::xml_node node : parent) {
    if (too_deep_) return hostile_document(document_.file, tr("its parts are nested too deeply"));
    const std::string_view name = local_name(node.name());
    if (is_any(name, {"p", "tbl"})) line_ = ++blocks_;
    if (name == "tbl") OPORA_TRY(read_table(node, depth + 1));
    else if (name == "p") {
      std::string text = paragraph_text(node);
      if (!text.empty()) document_.blocks.emplace_back(DocumentParagraph{blocks_, std::move(text), numbering_.is_heading(node)});
    } else if (is_wrapper(name)) OPORA_TRY(read_blocks(node, depth + 1));
  }
  if (too_deep_) return hostile_document(document_.file, tr("its parts are nested too deeply"));
  return {};
}

PlanDocument DocxReader::take() {
  if (!boxes_.empty())
    document_.remarks.push_back(made_remark(Severity::kWarning, "PLAN-032", tr("the text of frames beside the page is not read"), std::move(boxes_),
                                       tr("if it belongs to the plan, move it into the table and import the document once more")));
  if (!nested_.empty())
    document_.remarks.push_back(made_remark(Severity::kNote, "PLAN-032", tr("a table within a cell was read as lines of the cell"), std::move(nested_)));
  if (!deleted_.empty())
    document_.remarks.push_back(made_remark(Severity::kNote, "PLAN-032", tr("text that is marked as deleted was left out"), std::move(deleted_),
                                       tr("accept or reject the changes in the document if it is not what was agreed on")));
  return std::move(document_);
}

}  // namespace

std::string docx_main_part(ZipArchive& archive) {
  if (archive.has("word/document.xml")) return "word/document.xml";
  if (!archive.has("_rels/.rels")) return {};
  const auto relations = read_docx_part(archive, "_rels/.rels");
  if (!relations) return {};
  for (const pugi::xml_node node : (*relations)->document_element()) {
    if (!docx_attribute(node, "Type").ends_with("/officeDocument")) continue;
    std::string_view target = docx_attribute(node, "Target");
    if (target.starts_with("/")) target.remove_prefix(1);
    if (target.starts_with("word/")) return std::string(target);
  }
  return {};
}

Result<PlanDocument> read_docx(ZipArchive& archive, const std::string& main_part) {
  OPORA_ASSIGN(DocxNumbering numbering, DocxNumbering::read(archive, main_part.substr(0, main_part.rfind('/') + 1)));
  OPORA_ASSIGN(const XmlDocument part, read_docx_part(archive, main_part));
  const pugi::xml_node body = docx_child(part->document_element(), "body");
  if (!body) return damaged_document(archive.file(), tr_format("{0} has no text", main_part));
  DocxReader reader(archive.file(), std::move(numbering));
  OPORA_TRY(reader.read_blocks(body, 0));
  return reader.take();
}

}  // namespace opora
