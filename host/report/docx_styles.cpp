#include <fmt/format.h>

#include "report/docx_parts.h"
#include "report/inert_text.h"

namespace opora::docx {
namespace {

std::string size(int half_points) { return fmt::format("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", half_points); }
std::string paragraph_form(const std::string& form, const std::string& look = {}) {
  return (form.empty() ? "" : "<w:pPr>" + form + "</w:pPr>") + (look.empty() ? "" : "<w:rPr>" + look + "</w:rPr>");
}
std::string spacing(int before, int after, int line = 240) { return fmt::format("<w:spacing w:before=\"{}\" w:after=\"{}\" w:line=\"{}\" w:lineRule=\"auto\"/>", before, after, line); }
std::string indent(double left_mm, double first_mm) {
  return first_mm < 0 ? fmt::format("<w:ind w:left=\"{}\" w:hanging=\"{}\"/>", twips(left_mm), twips(-first_mm)) : fmt::format("<w:ind w:left=\"{}\" w:firstLine=\"{}\"/>", twips(left_mm), twips(first_mm));
}
std::string_view locale_of(std::string_view language) { return language == "ru" ? "ru-RU" : language == "en" ? "en-US" : language; }

constexpr std::string_view kJustified = "<w:jc w:val=\"both\"/>", kCentred = "<w:jc w:val=\"center\"/>", kLeft = "<w:jc w:val=\"left\"/>";
constexpr std::string_view kKeep = "<w:keepNext/><w:keepLines/>", kWhole = "<w:keepLines/>";
constexpr std::string_view kMargins = "<w:tblCellMar><w:top w:w=\"28\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/><w:bottom w:w=\"28\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar>";

std::string join(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (std::string_view part : parts) all += part;
  return all;
}

std::string heading(int level, std::string_view align, int before, std::string_view look) {
  return paragraph_form(join({kKeep, spacing(before, 120), align, fmt::format("<w:outlineLvl w:val=\"{}\"/>", level)}), std::string(look));
}

std::string lines(std::string_view kind) {
  std::string all;
  for (std::string_view side : {"top", "left", "bottom", "right", "insideH", "insideV"}) all += fmt::format("<w:{} w:val=\"{}\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>", side, kind);
  return "<w:tblPr><w:tblBorders>" + all + "</w:tblBorders>" + std::string(kMargins) + "</w:tblPr>";
}

}  // namespace

std::vector<Style> styles_of(const Frame& frame) {
  const int text = frame.order ? 28 : 24, table = frame.order ? 24 : 22, small = 20;
  const std::string body = spacing(0, frame.order ? 0 : 80, 276), hairline = "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>";
  return {
      {"Normal", "Normal", "paragraph", "", paragraph_form({}, size(text))},
      {"BodyText", "Body Text", "paragraph", "Normal", paragraph_form(join({body, indent(0, kIndent), kJustified}))},
      {"DocumentText", "Document Text", "paragraph", "Normal", paragraph_form(join({body, kLeft}))},
      {"Requisites", "Document Requisites", "paragraph", "Normal", paragraph_form(join({kWhole, spacing(0, 60), kCentred}))},
      {"Title", "Title", "paragraph", "Normal", paragraph_form(join({kKeep, spacing(240, 240), kCentred}), "<w:b/>")},
      {"Heading1", "heading 1", "paragraph", "Normal", heading(0, kCentred, 280, "<w:b/>")},
      {"Heading2", "heading 2", "paragraph", "Normal", heading(1, kLeft, 240, "<w:b/>")},
      {"Heading3", "heading 3", "paragraph", "Normal", heading(2, kLeft, 200, "<w:b/><w:i/>")},
      {"ListNumber", "List Number", "paragraph", "Normal", paragraph_form(join({body, indent(0, kIndent), kJustified}))},
      {"ListBullet", "List Bullet", "paragraph", "Normal", paragraph_form(join({body, kJustified}))},
      {"Caption", "caption", "paragraph", "Normal", paragraph_form(join({kKeep, spacing(160, 80), kLeft}), size(table))},
      {"Remark", "Document Remark", "paragraph", "Normal", paragraph_form(join({spacing(40, 80), kLeft}), size(small))},
      {"Source", "Document Source", "paragraph", "Normal", paragraph_form(join({spacing(20, 0), kLeft}), size(16) )},
      {"TableText", "Table Text", "paragraph", "Normal", paragraph_form(join({spacing(0, 0), kLeft}), size(table))},
      {"TableTextSmall", "Table Text Small", "paragraph", "TableText", paragraph_form({}, size(table - 4))},
      {"TableNote", "Table Note", "paragraph", "Normal", paragraph_form(join({spacing(60, 160), kLeft}), size(small))},
      {"AnnexMark", "Annex Mark", "paragraph", "Normal", paragraph_form(join({spacing(0, 0), kLeft}))},
      {"ApprovalMark", "Approval Mark", "paragraph", "Normal", paragraph_form(join({spacing(0, 0), kLeft}))},
      {"SignatureText", "Signature Text", "paragraph", "Normal", paragraph_form(join({kWhole, spacing(0, 0), kLeft}))},
      {"SignatureSpace", "Signature Space", "paragraph", "Normal", paragraph_form(spacing(360, 0))},
      {"Figure", "Figure", "paragraph", "Normal", paragraph_form(join({spacing(0, 40), kCentred}))},
      {"Spacer", "Spacer", "paragraph", "Normal", paragraph_form(hairline, size(8))},
      {"FootnoteText", "footnote text", "paragraph", "Normal", paragraph_form(join({spacing(0, 0), kLeft}), size(20))},
      {"FootnoteReference", "footnote reference", "character", "", "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>"},
      {"Header", "header", "paragraph", "Normal", paragraph_form(join({spacing(0, 0), kCentred}), size(24))},
      {"Footer", "footer", "paragraph", "Normal", paragraph_form(join({spacing(0, 0), kLeft}), "<w:color w:val=\"595959\"/>" + size(16))},
      {"TableNormal", "Normal Table", "table", "", "<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"},
      {"TableGrid", "Table Grid", "table", "TableNormal", lines("single")},
      {"TableLayout", "Table Layout", "table", "TableNormal", "<w:tblPr><w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/><w:left w:w=\"0\" w:type=\"dxa\"/><w:bottom w:w=\"20\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"},
  };
}

std::string style_xml(const Style& style, const Frame& frame) {
  const bool standard = style.id == "Normal" || style.id == "TableNormal";
  std::string xml = fmt::format("<w:style w:type=\"{}\"{} w:styleId=\"{}\"><w:name w:val=\"{}\"/>", style.type, standard ? " w:default=\"1\"" : "", style_id(frame, style.id), style.name);
  if (!style.based_on.empty()) xml += fmt::format("<w:basedOn w:val=\"{}\"/>", style_id(frame, style.based_on));
  return xml + "<w:qFormat/>" + style.properties + "</w:style>";
}

std::string styles_part(const Frame& frame) {
  std::string xml = std::string(kXmlHead) + "<w:styles" + spaces() +
                    "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>" + size(24) +
                    fmt::format("<w:lang w:val=\"{}\"/>", xml_text(locale_of(frame.language))) + "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>";
  for (const Style& style : styles_of(frame)) xml += style_xml(style, frame);
  return xml + "</w:styles>";
}

}  // namespace opora::docx
