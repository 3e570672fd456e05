#include "report/docx_parts.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "base/messages.h"
#include "report/inert_text.h"

namespace opora::docx {
namespace {

std::string part(std::string_view root, const std::string& content) { return fmt::format("{0}<w:{1}{2}>{3}</w:{1}>", kXmlHead, root, spaces(), content); }

std::string text_paragraph(const Frame& frame, std::string_view style, const std::string& content, std::string_view form = {}) {
  return fmt::format("<w:p><w:pPr><w:pStyle w:val=\"{}\"/>{}</w:pPr>{}</w:p>", style_id(frame, style), form, content);
}

std::string text_run(const std::string& text, std::string_view look = {}) { return fmt::format("<w:r>{}<w:t xml:space=\"preserve\">{}</w:t></w:r>", look, xml_text(text)); }

std::string level(int index, std::string_view format, std::string_view text, std::string_view suffix, std::string_view form) {
  return fmt::format("<w:lvl w:ilvl=\"{}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{}\"/><w:suff w:val=\"{}\"/><w:lvlText w:val=\"{}\"/><w:lvlJc w:val=\"left\"/><w:pPr>{}</w:pPr></w:lvl>", index, format, suffix, text, form);
}

}  // namespace

std::string spaces() { return fmt::format(" xmlns:w=\"{}\" xmlns:r=\"{}\" xmlns:wp=\"{}\"", kMainSpace, kRelationSpace, kDrawingSpace); }

std::string relation(std::string_view id, std::string_view type, std::string_view target) {
  return fmt::format("<Relationship Id=\"{}\" Type=\"{}\" Target=\"{}\"/>", id, type, target);
}

std::string picture_relations(const Body& body) {
  std::string xml;
  for (std::size_t i = 1; i <= body.pictures.size(); ++i)
    for (const char* form : {"png", "svg"}) xml += relation(picture_id(body.frame, i, form), fmt::format("{}/image", kRelationSpace), fmt::format("media/{}{}.{}", body.frame.pictures, i, form));
  return xml;
}

void add_pictures(const Body& body, std::vector<ZipMember>& parts) {
  for (std::size_t i = 1; i <= body.pictures.size(); ++i) {
    parts.push_back({fmt::format("word/media/{}{}.png", body.frame.pictures, i), body.pictures[i - 1].png});
    parts.push_back({fmt::format("word/media/{}{}.svg", body.frame.pictures, i), body.pictures[i - 1].svg});
  }
}

std::string list_definitions(int first) {
  const std::string bullet = level(0, "bullet", "•", "tab", fmt::format("<w:tabs><w:tab w:val=\"num\" w:pos=\"{0}\"/></w:tabs><w:ind w:left=\"{0}\" w:hanging=\"{1}\"/>", twips(kIndent + 6), twips(6)));
  std::string numbered, text;
  for (int i = 0; i < 3; ++i) {
    text += fmt::format("%{}.", i + 1);
    numbered += level(i, "decimal", text, "space", fmt::format("<w:ind w:left=\"0\" w:firstLine=\"{}\"/>", twips(kIndent)));
  }
  return fmt::format("<w:abstractNum w:abstractNumId=\"{}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{}</w:abstractNum>", first, bullet) +
         fmt::format("<w:abstractNum w:abstractNumId=\"{}\"><w:multiLevelType w:val=\"multilevel\"/>{}</w:abstractNum>", first + 1, numbered);
}

std::string list_instances(const Body& body, int first_definition) {
  const auto instance = [](int number, int definition, const std::string& starts) { return fmt::format("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{}\"/>{}</w:num>", number, definition, starts); };
  int number = body.frame.first_list;
  std::string xml = instance(number, first_definition, {}) + instance(number + 1, first_definition + 1, {});
  for (const NumberedList& list : body.lists) {
    std::string starts;
    for (int i = 0; i < 3; ++i)
      if (list.starts[i] > 0) starts += fmt::format("<w:lvlOverride w:ilvl=\"{}\"><w:startOverride w:val=\"{}\"/></w:lvlOverride>", i, list.starts[i]);
    xml += instance(++number + 1, first_definition + 1, starts);
  }
  return xml;
}

std::string numbering_part(const std::string& definitions_and_instances) { return part("numbering", definitions_and_instances); }

std::string footnotes(const Body& body) {
  std::string xml;
  for (std::size_t i = 0; i < body.notes.size(); ++i) xml += fmt::format("<w:footnote w:id=\"{}\">{}</w:footnote>", body.frame.first_note + static_cast<int>(i), body.notes[i]);
  return xml;
}

std::string footnotes_part(const std::string& notes) {
  return part("footnotes", "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
                           "<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>" + notes);
}

// The number stands in the middle of the upper margin; the first page has none, and an order's first page nothing at all.
std::string header_part(const Document& document, const Frame& frame, bool first_page) {
  std::string content;
  if (!first_page) content += text_paragraph(frame, "Header", "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>2</w:t></w:r></w:fldSimple>");
  if (!document.header.empty() && !(first_page && frame.order)) content += text_paragraph(frame, "Header", text_run(document.header, "<w:rPr><w:sz w:val=\"16\"/></w:rPr>"));
  return part("hdr", content.empty() ? text_paragraph(frame, "Header", {}) : content);
}

constexpr std::size_t kMostSources = 4;  // in a footer: two lines of small letters

// Where the figures come from, for each page. Many sources: the first and the last, and one digest for those between, which
// the end of the document lists.
std::string sources_line(const std::vector<DocumentSource>& sources) {
  const auto one = [](const DocumentSource& source) { return source.title + (source.digest.empty() ? "" : "\u00A0" + std::string(short_digest(source))); };
  std::string line;
  if (sources.size() <= kMostSources) {
    for (const DocumentSource& source : sources) line += (line.empty() ? "" : " · ") + one(source);
    return line;
  }
  Hasher between;
  for (std::size_t i = 1; i + 1 < sources.size(); ++i) between.field(sources[i].title).field(sources[i].digest);
  return one(sources.front()) + " · " + tr_count("{} more source, listed at the end", "{} more sources, listed at the end", static_cast<std::int64_t>(sources.size()) - 2) + "\u00A0" +
         to_hex(between.finish()).substr(0, 12) + " · " + one(sources.back());
}

std::string footer_part(const Document& document, const Frame& frame) {
  std::string content;
  if (!document.footer.empty()) content += text_paragraph(frame, "Footer", text_run(document.footer));
  const std::string sources = sources_line(document.sources);
  if (!sources.empty()) content += text_paragraph(frame, "Footer", text_run(sources));
  return part("ftr", content.empty() ? text_paragraph(frame, "Footer", {}) : content);
}

std::string settings_part(const Frame& frame) {
  return part("settings", fmt::format("<w:defaultTabStop w:val=\"{}\"/><w:autoHyphenation w:val=\"0\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>"
                                      "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>"
                                      "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
                                      "<w:themeFontLang w:val=\"{}\"/><w:decimalSymbol w:val=\"{}\"/><w:listSeparator w:val=\";\"/>",
                                      twips(kIndent), frame.language == "ru" ? "ru-RU" : "en-US", frame.language == "ru" ? "," : "."));
}

// Neither a name of a person nor a time: the same document is the same bytes.
std::string core_properties(const Document& document) {
  return fmt::format("{}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>{}</dc:language></cp:coreProperties>",
                     kXmlHead, xml_text(document.title), xml_text(document.language));
}

}  // namespace opora::docx
