#include "report/document_xlsx.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "report/document_text.h"
#include "report/document_xlsx_sheets.h"
#include "report/whole_file.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr double kTextWidth = 74, kValueWidth = 22;  // figures; one column alone is not made narrower to fit the page, whatever is set
constexpr int kLineCells = 72;                       // of them a line surely holds

// The texts of a document, a row each: what is a table or a chart is named with its sheet.
class TextSheet {
 public:
  TextSheet(XlsxBook& book, lxw_worksheet* sheet) : book_(book), sheet_(sheet) {
    book_.note(xlsx().worksheet_set_column(sheet_, 0, 0, kTextWidth, nullptr));
    book_.note(xlsx().worksheet_set_column(sheet_, 1, 1, kValueWidth, nullptr));
  }

  void operator()(const Heading& one) {
    ++row_;
    line(plain_text(one.text), {.bold = true});
  }
  void operator()(const Paragraph& one) {
    const bool title = one.style == ParagraphStyle::kTitle, centre = title || one.style == ParagraphStyle::kRequisites;
    line(plain_text(one.text), {.bold = title || one.style == ParagraphStyle::kCaption, .quiet = one.style == ParagraphStyle::kRemark, .centre = centre});
    notes(one.text);
  }
  void operator()(const NumberedParagraph& one) {
    line(numbering_.next(one) + " " + plain_text(one.text), {.indent = std::clamp(one.level, 1, 3) - 1});
    notes(one.text);
  }
  void operator()(const BulletList& one) {
    for (const RichText& item : one.items) {
      line("• " + plain_text(item), {.indent = 1});
      notes(item);
    }
  }
  void operator()(const Table& one) { refer(tr("Table: {0}"), one.caption, ++tables_, "Table {0}"); }
  void operator()(const Chart& one) { refer(tr("Chart: {0}"), one.caption, ++charts_, "Chart {0}"); }
  void operator()(const KeyFigures& one) {
    for (const KeyFigure& figure : one.figures) {
      book_.value(sheet_, {row_, 1}, figure.value, {{}, figure.type, figure.digits, 1, true}, {.bold = true});
      const auto* share = std::get_if<Share>(&figure.value.value);
      const std::string n = share && figure.type == ValueType::kPercent ? " (" + tr_format("n = {0}", share->denominator) + ")" : "";
      line(figure.title + n + (figure.note.empty() ? "" : " (" + figure.note + ")"));
    }
  }
  void operator()(const PageBreak&) {}
  void operator()(const Orientation&) {}
  void operator()(const AnnexMark& one) { marks(one.lines); }
  void operator()(const ApprovalMark& one) { marks(one.lines); }
  void operator()(const Signature& one) {
    ++row_;
    line(one.name.empty() ? one.post : one.post + "  ____________  " + one.name);
  }
  void finish(const Document& document) {
    if (!notes_.empty()) ++row_;
    for (std::size_t i = 0; i < notes_.size(); ++i) line(std::to_string(i + 1) + ". " + notes_[i], {.quiet = true});
    if (!document.sources.empty()) ++row_;
    for (const DocumentSource& source : document.sources) line(source.title + (source.digest.empty() ? "" : ", " + source.digest), {.quiet = true});
  }

 private:
  // Spreadsheets keep the usual height of a row whatever the text breaks into, so that it is said.
  void line(const std::string& words, const XlsxLook& look = {}) {
    book_.height(sheet_, row_, lines_of(words, kLineCells));
    book_.text(sheet_, {row_++, 0}, words, look);
  }
  void notes(const RichText& text) {
    for (const TextRun& run : text)
      if (!run.note.empty()) notes_.push_back(run.note);
  }
  void marks(const std::vector<std::string>& lines) {
    for (const std::string& one : lines) line(one, {.right = true});
  }
  void refer(const char* form, const std::string& caption, int number, const char* otherwise) {
    line(fmt::format(fmt::runtime(form), caption.empty() ? tr_format(otherwise, number) : caption), {.quiet = true});
  }

  XlsxBook& book_;
  lxw_worksheet* sheet_;
  Numbering numbering_;
  std::vector<std::string> notes_;
  lxw_row_t row_ = 0;
  int tables_ = 0, charts_ = 0;
};

void write_sheets(XlsxBook& book, const Document& document) {
  lxw_worksheet* first = book.sheet(tr("Document"), "Document", false);
  if (!first) return;
  TextSheet texts(book, first);
  for (const Block& block : document.blocks) std::visit(texts, block);
  texts.finish(document);
  int tables = 0, charts = 0;
  for (const Block& block : document.blocks) {
    if (const Table* table = std::get_if<Table>(&block)) {
      ++tables;
      lxw_worksheet* sheet = table->columns.empty() ? nullptr : book.sheet(table->caption, tr_format("Table {0}", tables), false);
      if (sheet) write_table_sheet(book, sheet, *table, table->caption);
    } else if (const Chart* chart = std::get_if<Chart>(&block)) {
      write_chart_sheet(book, *chart, ++charts);
    }
  }
}

}  // namespace

Status write_xlsx(const Document& document, const fs::path& file) {
  OPORA_TRY(xlsx().library.ready());
  const fs::path unfinished = unfinished_name(file);
  XlsxBook book(unfinished);
  write_sheets(book, document);
  book.properties(document);
  const Status written = book.close(file);
  if (written.ok()) return put_in_place(unfinished, file);
  std::error_code ignored;
  fs::remove(unfinished, ignored);
  return written.error();
}

}  // namespace opora
