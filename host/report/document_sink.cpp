#include "report/document_sink.h"

#include "base/messages.h"
#include "report/document_text.h"

namespace opora {
namespace {

constexpr std::size_t kMostBlocks = 20'000;
constexpr std::size_t kMostCells = 2'000'000;

// Brings every text of a block into print form.
struct Print {
  const std::string& language;

  void text(std::string& given) const { given = typographic(given, language); }
  void rich(RichText& given) const {
    for (TextRun& run : given) text(run.text), text(run.note);
  }
  void cell(CellValue& given) const {
    if (auto* words = std::get_if<std::string>(&given.value)) text(*words);
    text(given.reason);
  }
  void lines(std::vector<std::string>& given) const {
    for (std::string& line : given) text(line);
  }
  void cells(std::vector<TableCell>& given) const {
    for (TableCell& one : given) cell(one.value);
  }

  void operator()(Heading& one) const { rich(one.text); }
  void operator()(Paragraph& one) const { rich(one.text); }
  void operator()(NumberedParagraph& one) const { rich(one.text); }
  void operator()(BulletList& one) const {
    for (RichText& item : one.items) rich(item);
  }
  void operator()(Table& one) const {
    text(one.caption), text(one.note);
    for (TableColumn& column : one.columns) text(column.title);
    for (auto& row : one.header) cells(row);
    for (auto& row : one.rows) cells(row);
    cells(one.totals);
  }
  void operator()(Chart& one) const {
    text(one.caption), text(one.x_title), text(one.y_title), text(one.description);
    for (ChartSeries& series : one.series) {
      text(series.name);
      for (ChartPoint& point : series.points) text(point.label);
    }
    for (ChartMark& mark : one.marks) text(mark.label);
  }
  void operator()(KeyFigures& one) const {
    for (KeyFigure& figure : one.figures) text(figure.title), text(figure.note), cell(figure.value);
  }
  void operator()(PageBreak&) const {}
  void operator()(Orientation&) const {}
  void operator()(AnnexMark& one) const { lines(one.lines); }
  void operator()(ApprovalMark& one) const { lines(one.lines); }
  void operator()(Signature& one) const { text(one.post), text(one.name); }
};

std::size_t cells_of(const Block& block) {
  if (const auto* table = std::get_if<Table>(&block)) return (table->rows.size() + 1) * table->columns.size();
  if (const auto* list = std::get_if<BulletList>(&block)) return list->items.size();
  std::size_t points = 1;
  if (const auto* chart = std::get_if<Chart>(&block))
    for (const ChartSeries& series : chart->series) points += series.points.size();
  return points;
}

}  // namespace

Status DocumentSink::add(Block block) {
  cells_ += cells_of(block);
  if (document_->blocks.size() >= kMostBlocks || cells_ > kMostCells)
    return make_error("REPORT-001", tr("the document grows beyond what a file can hold"),
                      tr("make it of fewer rows: a document of each municipality, or a table for a spreadsheet"));
  std::visit(Print{document_->language}, block);
  document_->blocks.push_back(std::move(block));
  return {};
}

void DocumentSink::set_title(const std::string& text) { document_->title = printed(text); }
void DocumentSink::set_header(const std::string& text) { document_->header = printed(text); }
void DocumentSink::set_footer(const std::string& text) { document_->footer = printed(text); }

void DocumentSink::set_place(std::string name, const std::string& text) {
  for (auto& [known, value] : document_->places)
    if (known == name) {
      value = printed(text);
      return;
    }
  document_->places.emplace_back(std::move(name), printed(text));
}

std::string DocumentSink::printed(const std::string& text) const { return typographic(text, document_->language); }

}  // namespace opora
