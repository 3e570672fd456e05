// The blocks of a document as WordprocessingML (ECMA-376 Part 1, Transitional), and what they need of the other parts of the
// package: footnotes, pictures, instances of lists. Written for a package of our own and for the template of a region alike.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

namespace opora::docx {

// Page of an order after ГОСТ Р 7.0.97-2025 (in force from 18 August 2025), section 3 "general requirements": A4; margins of
// at least 20 mm left, 10 mm right, 20 mm top and bottom, 30 mm left where it is kept for more than ten years, as orders are;
// text at intervals of 1 to 1.5 lines, justified, first line 1.25 cm in; sizes 12, 13 and 14, smaller in tables; the second
// page and those after it are numbered in the middle of the upper margin, at least 10 mm from the edge; requisites in a corner
// have lines of at most 8 cm. After: delo-press.ru, journal "Документоведение", issue on the changes of 2025; the wording of
// the 2016 edition, that went on in these figures: order of Росжелдор of 10.09.2021 № 410, 3.3. The standard names no font;
// Times New Roman is what authorities' own instructions prescribe.
inline constexpr int kTwipsPerMm1000 = 56693;
constexpr int twips(double mm) { return static_cast<int>(mm * kTwipsPerMm1000 / 1000 + 0.5); }
inline constexpr double kPageWidth = 210, kPageHeight = 297, kBinding = 30, kOuter = 10, kTop = 20, kBottom = 20;
inline constexpr double kIndent = 12.5, kCorner = 80;

// What the blocks are put into.
struct Frame {
  std::string language;
  bool order = false;                // 14 points, and no header on the first page
  int portrait_width = twips(kPageWidth - kBinding - kOuter);      // of the text, in twips
  int landscape_width = twips(kPageHeight - kTop - kBottom);
  std::map<std::string, std::string, std::less<>> styles;  // ids of ours that are called otherwise
  int first_list = 1;                // number of the list with bullets; that of the numbered ones follows
  int first_note = 1;
  std::string pictures = "opora-chart";  // names of their files begin so
  std::string section[2][2];         // properties, by landscape and by whether it is the first
};

struct Picture {
  std::string png, svg;
};
// "From `start` again" at each level: a numbered list that begins anew.
struct NumberedList {
  int starts[3] = {0, 0, 0};  // 0: goes on
};

struct Body {
  const Frame& frame;
  std::string xml = {};
  std::vector<std::string> notes = {};    // w:p of each
  std::vector<Picture> pictures = {};     // by relations picture_id(…)
  std::vector<NumberedList> lists = {};   // in addition to the first
  int counts[3] = {0, 0, 0};         // of the numbered list, as it stands
  bool landscape = false;            // of the section that is not yet closed
  bool first_section = true;
  bool page_empty = true;
  bool break_before = false;         // the next paragraph begins a page

  int text_width() const { return landscape ? frame.landscape_width : frame.portrait_width; }
};

struct ParagraphForm {
  std::string_view style;
  bool keep_next = false;
  std::string numbering = {};         // w:numPr
  int before = 0;                     // room above, twips, beyond that of the style
  int indent = -1;                    // from the left, twips; −1: of the style
  std::string_view align = {};        // "center", "right"; empty: of the style
  std::string section = {};           // w:sectPr
};

std::string style_id(const Frame& frame, std::string_view ours);
std::string runs(Body& body, const RichText& text);
inline std::string_view short_digest(const DocumentSource& source) { return std::string_view(source.digest).substr(0, 12); }
std::string picture_id(const Frame& frame, std::size_t number, std::string_view form);  // form: "png", "svg"
std::string paragraph(Body& body, const ParagraphForm& form, const std::string& runs);
void end_section(Body& body);      // the section so far, as `landscape` says; later blocks are in another

void add(Body& body, const Table& table);          // docx_table.cpp
void add(Body& body, const KeyFigures& figures);
void add(Body& body, const Signature& signature);
void add(Body& body, const Chart& chart);          // docx_chart.cpp

Body body_of(const Document& document, const Frame& frame);
std::string section_end(const Body& body);  // w:sectPr of the last section

}  // namespace opora::docx
