#include "report/docx_body.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages.h"
#include "report/inert_text.h"

namespace opora::docx {
namespace {

// Text with its line feeds and tabs as Word has them.
std::string text_xml(std::string_view text) {
  const std::string clean = xml_text(text);
  std::string out, piece;
  const auto flush = [&] {
    if (!piece.empty()) out += "<w:t xml:space=\"preserve\">" + piece + "</w:t>";
    piece.clear();
  };
  for (char c : clean) {
    if (c != '\n' && c != '\t') {
      piece += c;
      continue;
    }
    flush();
    out += c == '\n' ? "<w:br/>" : "<w:tab/>";
  }
  flush();
  return out;
}

std::string run(const std::string& look, const std::string& content) { return "<w:r>" + (look.empty() ? "" : "<w:rPr>" + look + "</w:rPr>") + content + "</w:r>"; }

std::string note_reference(Body& body, const std::string& text) {
  const Frame& frame = body.frame;
  const std::string mark = "<w:rStyle w:val=\"" + style_id(frame, "FootnoteReference") + "\"/>";
  body.notes.push_back("<w:p><w:pPr><w:pStyle w:val=\"" + style_id(frame, "FootnoteText") + "\"/></w:pPr>" + run(mark, "<w:footnoteRef/>") + run({}, text_xml(" " + text)) + "</w:p>");
  return run(mark, fmt::format("<w:footnoteReference w:id=\"{}\"/>", frame.first_note + static_cast<int>(body.notes.size()) - 1));
}

std::string_view style_of(ParagraphStyle style) {
  switch (style) {
    case ParagraphStyle::kBody: return "BodyText";
    case ParagraphStyle::kPlain: return "DocumentText";
    case ParagraphStyle::kRequisites: return "Requisites";
    case ParagraphStyle::kTitle: return "Title";
    case ParagraphStyle::kCaption: return "Caption";
    case ParagraphStyle::kRemark: return "Remark";
  }
  return "BodyText";
}

std::string number_properties(int level, int list) { return fmt::format("<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{}\"/></w:numPr>", level, list); }

// Lines at the right, ragged within a corner of 8 cm.
void add_corner(Body& body, std::string_view style, const std::vector<std::string>& lines) {
  const int indent = std::max(body.text_width() - twips(kCorner), 0), above = body.page_empty || body.break_before ? 0 : twips(5);
  for (std::size_t i = 0; i < lines.size(); ++i)
    body.xml += paragraph(body, {.style = style, .keep_next = true, .before = i == 0 ? above : 0, .indent = indent}, runs(body, plain(lines[i])));
}

void new_page(Body& body) {
  if (!body.page_empty) body.break_before = true;
}

struct Writer {
  Body& body;

  void operator()(const Heading& one) const {
    constexpr std::string_view kStyles[] = {"Heading1", "Heading2", "Heading3"};
    body.xml += paragraph(body, {.style = kStyles[std::clamp(one.level, 1, 3) - 1]}, runs(body, one.text));
  }
  void operator()(const Paragraph& one) const { body.xml += paragraph(body, {.style = style_of(one.style)}, runs(body, one.text)); }
  void operator()(const NumberedParagraph& one) const {
    const int level = std::clamp(one.level, 1, 3) - 1;
    if (one.restart) restart(level);
    ++body.counts[level];
    std::fill(body.counts + level + 1, body.counts + 3, 0);
    const int list = body.frame.first_list + 1 + static_cast<int>(body.lists.size());
    body.xml += paragraph(body, {.style = "ListNumber", .numbering = number_properties(level, list)}, runs(body, one.text));
  }
  // A new instance of the list: its level starts at 1, those above stand where they are.
  void restart(int level) const {
    NumberedList list;
    for (int above = 0; above < level; ++above) list.starts[above] = std::max(body.counts[above], 1);
    list.starts[level] = 1;
    body.lists.push_back(list);
    body.counts[level] = 0;
  }
  void operator()(const BulletList& one) const {
    for (const RichText& item : one.items) body.xml += paragraph(body, {.style = "ListBullet", .numbering = number_properties(0, body.frame.first_list)}, runs(body, item));
  }
  void operator()(const PageBreak&) const { new_page(body); }
  void operator()(const Orientation& one) const {
    if (one.landscape == body.landscape) return;
    if (!body.page_empty) end_section(body);
    body.landscape = one.landscape;
  }
  void operator()(const AnnexMark& one) const {
    new_page(body);
    add_corner(body, "AnnexMark", one.lines);
  }
  void operator()(const ApprovalMark& one) const { add_corner(body, "ApprovalMark", one.lines); }
  void operator()(const Table& one) const { add(body, one); }
  void operator()(const Chart& one) const { add(body, one); }
  void operator()(const KeyFigures& one) const { add(body, one); }
  void operator()(const Signature& one) const { add(body, one); }
};

void add_sources(Body& body, const std::vector<DocumentSource>& sources) {
  if (sources.empty()) return;
  body.xml += paragraph(body, {.style = "Source", .keep_next = true}, runs(body, {{tr("Sources of the figures"), true, false, {}}}));
  for (const DocumentSource& source : sources) {
    const std::string digest = source.digest.empty() ? "" : " (" + std::string(short_digest(source)) + ")";
    body.xml += paragraph(body, {.style = "Source"}, runs(body, plain(source.title + digest)));
  }
}

}  // namespace

std::string style_id(const Frame& frame, std::string_view ours) {
  const auto found = frame.styles.find(ours);
  return found == frame.styles.end() ? std::string(ours) : found->second;
}

std::string picture_id(const Frame& frame, std::size_t number, std::string_view form) { return fmt::format("r-{}-{}{}", form, frame.pictures, number); }

std::string runs(Body& body, const RichText& text) {
  std::string out;
  for (const TextRun& one : text) {
    const std::string form = std::string(one.bold ? "<w:b/>" : "") + (one.italic ? "<w:i/>" : "");
    if (!one.text.empty()) out += run(form, text_xml(one.text));
    if (!one.note.empty()) out += note_reference(body, one.note);
  }
  return out;
}

std::string paragraph(Body& body, const ParagraphForm& form, const std::string& content) {
  std::string properties = "<w:pStyle w:val=\"" + style_id(body.frame, form.style) + "\"/>";
  if (form.keep_next) properties += "<w:keepNext/>";
  if (body.break_before) properties += "<w:pageBreakBefore/>";
  properties += form.numbering;
  if (form.before > 0) properties += fmt::format("<w:spacing w:before=\"{}\"/>", form.before);
  if (form.indent >= 0) properties += fmt::format("<w:ind w:left=\"{}\" w:firstLine=\"0\"/>", form.indent);
  if (!form.align.empty()) properties += fmt::format("<w:jc w:val=\"{}\"/>", form.align);
  body.break_before = false;
  body.page_empty = false;
  return "<w:p><w:pPr>" + properties + form.section + "</w:pPr>" + content + "</w:p>";
}

void end_section(Body& body) {
  body.break_before = false;  // a section begins a page by itself
  body.xml += paragraph(body, {.style = "Spacer", .section = section_end(body)}, {});
  body.first_section = false;
  body.page_empty = true;
}

std::string section_end(const Body& body) { return "<w:sectPr>" + body.frame.section[body.landscape][body.first_section] + "</w:sectPr>"; }

Body body_of(const Document& document, const Frame& frame) {
  Body body{.frame = frame};
  for (const Block& block : document.blocks) std::visit(Writer{body}, block);
  add_sources(body, document.sources);
  return body;
}

}  // namespace opora::docx
