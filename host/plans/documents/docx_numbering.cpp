#include "plans/documents/docx_numbering.h"

#include <fmt/format.h>

#include "intake/xml_text.h"
#include "plans/documents/docx_xml.h"

namespace opora {
namespace {

constexpr int kMostLevels = 9;       // ISO/IEC 29500-1, 17.9.6
constexpr int kLongestStyleChain = 20;

std::string roman(int number) {
  static constexpr std::pair<int, const char*> kSigns[] = {{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
  std::string text;
  for (const auto& [value, sign] : kSigns)
    for (; number >= value && text.size() < 32; number -= value) text += sign;
  return text;
}

std::string lower_ascii(std::string text) {
  for (char& c : text) c = static_cast<char>(c | 0x20);
  return text;
}

// The Russian alphabet as lists count with it: without the letters that no list uses (ё, й, ъ, ы, ь).
std::string russian_letter(int number, unsigned first) {
  unsigned letter = first;
  for (int i = 1; i < number && i < 28; ++i) {
    const unsigned place = ++letter - first;
    if (place == 9) ++letter;
    if (place == 26) letter += 3;
  }
  return {static_cast<char>(0xC0 | (letter >> 6)), static_cast<char>(0x80 | (letter & 0x3F))};
}

std::string counted(const std::string& format, int number) {
  if (format == "upperRoman") return roman(number);
  if (format == "lowerRoman") return lower_ascii(roman(number));
  if (format == "upperLetter") return std::string(1, static_cast<char>('A' + (number - 1) % 26));
  if (format == "lowerLetter") return std::string(1, static_cast<char>('a' + (number - 1) % 26));
  if (format == "russianUpper") return russian_letter(number, 0x410);
  if (format == "russianLower") return russian_letter(number, 0x430);
  return std::to_string(number);
}

bool has_style_name_of_heading(pugi::xml_node style) {
  return lower_ascii(std::string(docx_value(style, "name"))).starts_with("heading") || docx_child(docx_child(style, "pPr"), "outlineLvl");
}

}  // namespace

Result<DocxNumbering> DocxNumbering::read(ZipArchive& archive, const std::string& folder) {
  DocxNumbering numbering;
  if (archive.has(folder + "numbering.xml")) {
    OPORA_ASSIGN(const XmlDocument part, read_docx_part(archive, folder + "numbering.xml"));
    numbering.read_lists(part->document_element());
  }
  if (archive.has(folder + "styles.xml")) {
    OPORA_ASSIGN(const XmlDocument part, read_docx_part(archive, folder + "styles.xml"));
    numbering.read_styles(part->document_element());
  }
  return numbering;
}

void DocxNumbering::read_lists(pugi::xml_node root) {
  for (const pugi::xml_node node : root) {
    const std::string_view name = local_name(node.name());
    if (name == "abstractNum") {
      std::map<int, Level>& levels = kinds_[std::string(docx_attribute(node, "abstractNumId"))];
      for (const pugi::xml_node level : node) {
        if (local_name(level.name()) != "lvl") continue;
        levels[docx_number(docx_attribute(level, "ilvl"), 0)] = {std::string(docx_value(level, "numFmt")), std::string(docx_value(level, "lvlText")),
                                                                docx_number(docx_value(level, "start"), 1)};
      }
    }
    if (name == "num") {
      List& list = lists_[std::string(docx_attribute(node, "numId"))];
      list.kind = docx_value(node, "abstractNumId");
      for (const pugi::xml_node change : node)
        if (local_name(change.name()) == "lvlOverride" && docx_child(change, "startOverride"))
          list.starts[docx_number(docx_attribute(change, "ilvl"), 0)] = docx_number(docx_value(change, "startOverride"), 1);
    }
  }
}

void DocxNumbering::read_styles(pugi::xml_node root) {
  for (const pugi::xml_node node : root) {
    if (local_name(node.name()) != "style") continue;
    const pugi::xml_node list = docx_child(docx_child(node, "pPr"), "numPr");
    styles_[std::string(docx_attribute(node, "styleId"))] = {std::string(docx_value(node, "basedOn")), std::string(docx_value(list, "numId")),
                                                             docx_number(docx_value(list, "ilvl"), 0), has_style_name_of_heading(node)};
  }
}

const DocxStyle* DocxNumbering::style_of(pugi::xml_node paragraph) const {
  const auto style = styles_.find(std::string(docx_value(docx_child(paragraph, "pPr"), "pStyle")));
  return style == styles_.end() ? nullptr : &style->second;
}

bool DocxNumbering::is_heading(pugi::xml_node paragraph) const {
  if (docx_child(docx_child(paragraph, "pPr"), "outlineLvl")) return true;
  const DocxStyle* style = style_of(paragraph);
  return style != nullptr && style->heading;
}

std::optional<DocxNumbering::Place> DocxNumbering::place_of(pugi::xml_node paragraph) const {
  const pugi::xml_node own = docx_child(docx_child(paragraph, "pPr"), "numPr");
  if (own && docx_child(own, "numId")) return Place{std::string(docx_value(own, "numId")), docx_number(docx_value(own, "ilvl"), 0)};
  const DocxStyle* style = style_of(paragraph);
  for (int i = 0; style != nullptr && i < kLongestStyleChain; ++i) {
    if (!style->list.empty()) return Place{style->list, style->level};
    const auto base = styles_.find(style->based_on);
    style = base == styles_.end() ? nullptr : &base->second;
  }
  return std::nullopt;
}

// "%1.%2." with the numbers of the levels in it.
std::string DocxNumbering::filled(const Level& level, const std::map<int, Level>& levels, const std::map<int, int>& counts) const {
  std::string text;
  for (std::size_t i = 0; i < level.text.size(); ++i) {
    const char next = i + 1 < level.text.size() ? level.text[i + 1] : '\0';
    if (level.text[i] != '%' || next < '1' || next > '9') {
      text += level.text[i];
      continue;
    }
    ++i;
    const int wanted = next - '1';
    const auto count = counts.find(wanted);
    const auto kind = levels.find(wanted);
    const int number = count != counts.end() ? count->second : kind != levels.end() ? kind->second.start : 1;
    text += counted(kind != levels.end() ? kind->second.format : "decimal", number);
  }
  return text;
}

std::string DocxNumbering::label_of(pugi::xml_node paragraph) {
  const auto place = place_of(paragraph);
  if (!place || place->level < 0 || place->level >= kMostLevels) return {};
  const auto list = lists_.find(place->list);  // "0" takes a style's numbering away and is no list
  if (list == lists_.end()) return {};
  const std::map<int, Level>& levels = kinds_[list->second.kind];
  const auto level = levels.find(place->level);
  if (level == levels.end() || level->second.format == "none") return {};
  std::map<int, int>& counts = counts_[list->second.kind];
  if (!std::exchange(begun_[place->list], true))
    for (const auto& [at, start] : list->second.starts) counts[at] = start - 1;
  if (!counts.contains(place->level)) counts[place->level] = level->second.start - 1;
  ++counts[place->level];
  counts.erase(counts.upper_bound(place->level), counts.end());
  return level->second.format == "bullet" ? "-" : filled(level->second, levels, counts);
}

}  // namespace opora
