// The document model: what an authority hands out, before it is a file. A report builds it from blocks and typed values; the
// renderers (document_html, document_docx, document_xlsx, document_csv, document_json) make files of it. No markup, no
// formatted numbers: texts are plain, numbers are exact and get their form from the language of the document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/dates.h"
#include "base/share.h"

namespace opora {

// A piece of text of one look. `note`: a footnote at its end.
struct TextRun {
  std::string text;
  bool bold = false, italic = false;
  std::string note;
};
using RichText = std::vector<TextRun>;
RichText plain(std::string text);
std::string plain_text(const RichText& text);  // without looks and notes

enum class Align : std::uint8_t { kStart, kCentre, kEnd, kJustify };

struct Heading {
  int level = 1;  // 1 … 3
  RichText text;
};

enum class ParagraphStyle : std::uint8_t {
  kBody,        // justified, first line indented
  kPlain,       // no indent
  kRequisites,  // of an order: name of the authority, centred
  kTitle,       // of the document: centred, bold
  kCaption,     // above a table or chart
  kRemark,      // small: sources, how to appeal
};
struct Paragraph {
  RichText text;
  ParagraphStyle style = ParagraphStyle::kBody;
};

// "1.", "1.1.": the numbers are the renderer's; a level starts anew when one above it goes on. `restart`: from 1 again.
struct NumberedParagraph {
  int level = 1;  // 1 … 3
  RichText text;
  bool restart = false;
};

struct BulletList {
  std::vector<RichText> items;
};

enum class ValueType : std::uint8_t { kText, kInteger, kNumber, kPercent, kDate };

// A cell knows what it is. A share is shown as per cent with its n where the column says so; a value that is not there has
// its reason ("менее 5 участников").
struct CellValue {
  std::variant<std::monostate, std::string, std::int64_t, double, Share, Date> value;
  std::string reason;                          // of a missing value
  std::optional<std::pair<double, double>> interval;  // in the unit of the value
};
struct TableCell {
  CellValue value;
  int columns = 1, rows = 1;  // spans
  bool strong = false;
  std::optional<double> shade = {};  // 0 … 1: how deep its ground is coloured, as in a heat table
};

struct TableColumn {
  std::string title;
  ValueType type = ValueType::kText;
  int digits = 1;        // of numbers and per cents
  double width = 1;      // relative
  bool show_n = false;   // denominators beside shares
};

struct Table {
  std::string caption;
  std::vector<TableColumn> columns;
  std::vector<std::vector<TableCell>> header;  // rows above the column titles (groups); may be empty
  std::vector<std::vector<TableCell>> rows;    // cells that a span covers are left out
  std::vector<TableCell> totals;               // may be empty
  std::string note;                            // below it
};

enum class ChartKind : std::uint8_t { kBars, kLines, kScatter, kHistogram, kTimeline };
struct ChartPoint {
  std::string label;              // category, or what a point is called
  double x = 0, y = 0;            // of bars x is not used; of a timeline x … y are days
  std::optional<double> low, high;  // interval of y
};
struct ChartSeries {
  std::string name;
  std::vector<ChartPoint> points;
};
struct ChartMark {
  std::string label;
  double at = 0;
  bool vertical = false;
};
struct Chart {
  ChartKind kind = ChartKind::kBars;
  std::string caption, x_title, y_title;
  std::vector<ChartSeries> series;
  std::vector<ChartMark> marks;   // borders, thresholds, means
  std::string description;        // the same in words, for those who cannot see it
};

struct KeyFigure {
  std::string title;
  CellValue value;
  ValueType type = ValueType::kInteger;
  int digits = 1;
  std::string note;
};
struct KeyFigures {
  std::vector<KeyFigure> figures;
};

struct PageBreak {};
// What follows is printed across the page, until the next one that is not.
struct Orientation {
  bool landscape = false;
};
// "Приложение № 1 к приказу … от …": begins a page, stands at its right.
struct AnnexMark {
  std::vector<std::string> lines;
};
// "УТВЕРЖДАЮ …": at the right of the first page.
struct ApprovalMark {
  std::vector<std::string> lines;
};
struct Signature {
  std::string post;
  std::string name;  // may be empty: a line to sign on stays
};

using Block = std::variant<Heading, Paragraph, NumberedParagraph, BulletList, Table, Chart, KeyFigures, PageBreak, Orientation, AnnexMark, ApprovalMark, Signature>;

// Where the figures come from; stands in small letters at the end and in the footer.
struct DocumentSource {
  std::string title;   // "Методика stably-low, пакет ru-smo 0.1.0"
  std::string digest;  // hex; shown short
};

struct Document {
  std::string title;               // of the file and of the page
  std::string kind;                // "order", "school-card" …: for templates and styles
  std::string language = "ru";
  std::vector<Block> blocks;
  std::string header, footer;      // of each page; page numbers are the renderer's
  std::vector<DocumentSource> sources;
  std::vector<std::pair<std::string, std::string>> places;  // of a template: name → text
};

}  // namespace opora
