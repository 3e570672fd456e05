#include "plans/documents/html_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include "base/text.h"
#include "plans/documents/html_items.h"

namespace opora {
namespace {

constexpr std::array<std::string_view, 22> kLineTags = {"p",  "br", "div", "li", "ul", "ol", "tr", "td", "th", "table", "h1",
                                                        "h2", "h3", "h4",  "h5", "h6", "dl", "dt", "dd", "hr", "title", "blockquote"};
constexpr std::array<std::string_view, 41> kOtherTags = {
    "html", "head", "body", "meta", "link", "style", "script", "thead", "tbody", "tfoot", "caption", "colgroup", "col", "span",
    "b", "i", "u", "s", "em", "strong", "sup", "sub", "small", "big", "font", "a", "img", "center", "code", "pre", "del", "ins", "strike",
    "section", "article", "header", "footer", "main", "nav", "mark", "figure"};

constexpr std::size_t kLongestTag = 64 << 10;  // what is longer is text, so that no text is searched again and again

struct Entity {
  std::string_view name, text;
};
constexpr Entity kEntities[] = {
    {"nbsp", "\xC2\xA0"}, {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"laquo", "«"}, {"raquo", "»"}, {"mdash", "—"},
    {"ndash", "–"}, {"hellip", "…"}, {"shy", "\xC2\xAD"}, {"sect", "§"}, {"bull", "•"}, {"middot", "·"}, {"deg", "°"}, {"times", "×"},
    {"minus", "−"}, {"ldquo", "“"}, {"rdquo", "”"}, {"bdquo", "„"}, {"lsquo", "‘"}, {"rsquo", "’"}, {"ensp", " "}, {"emsp", " "},
    {"thinsp", " "}, {"numero", "№"}};

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '-'; }

bool is_known_tag(std::string_view name) {
  if (name.find(':') != std::string_view::npos) return true;  // o:p and others of office programs
  return breaks_line(name) || std::find(kOtherTags.begin(), kOtherTags.end(), name) != kOtherTags.end();
}

void append_utf8(unsigned code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr unsigned kLead[] = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLead[more] | (code >> (6 * more)));
  while (more-- > 0) out += static_cast<char>(0x80 | ((code >> (6 * more)) & 0x3F));
}

// "#171" or "#xAB"; nothing for what is no character.
bool append_numeric(std::string_view name, std::string& out) {
  name.remove_prefix(1);
  const bool hex = !name.empty() && (name.front() == 'x' || name.front() == 'X');
  if (hex) name.remove_prefix(1);
  unsigned code = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == name.data() + name.size();
  if (!whole || code < 0x20 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
  append_utf8(code, out);
  return true;
}

bool append_entity(std::string_view name, std::string& out) {
  if (name.starts_with('#')) return append_numeric(name, out);
  const auto* known = std::find_if(std::begin(kEntities), std::end(kEntities), [&](const Entity& e) { return e.name == name; });
  if (known == std::end(kEntities)) return false;
  out += known->text;
  return true;
}

// The bytes of the entity at the front, 0: there is none.
std::size_t entity_at(std::string_view text, std::string& out) {
  constexpr std::size_t kLongest = 12;
  const std::size_t end = text.substr(0, kLongest).find(';');
  if (end == std::string_view::npos || end < 2 || !append_entity(text.substr(1, end - 1), out)) return 0;
  return end + 1;
}

HtmlToken text_token(std::string_view& rest, std::size_t size) {
  const HtmlToken token{rest.substr(0, size), {}, false};
  rest.remove_prefix(token.text.size());
  return token;
}

}  // namespace

bool breaks_line(std::string_view tag) { return std::find(kLineTags.begin(), kLineTags.end(), tag) != kLineTags.end(); }

HtmlToken next_html_token(std::string_view& rest) {
  if (rest.front() != '<') return text_token(rest, rest.find('<'));
  if (rest.starts_with("<!--")) {
    const std::size_t end = rest.find("-->");
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 3);
    return {};
  }
  const std::size_t end = rest.substr(0, kLongestTag).find('>');
  const bool declaration = rest.starts_with("<!") || rest.starts_with("<?");
  if (declaration && end != std::string_view::npos) {
    rest.remove_prefix(end + 1);
    return {};
  }
  HtmlToken token;
  token.closing = rest.starts_with("</");
  std::string_view name = rest.substr(token.closing ? 2 : 1);
  name = name.substr(0, static_cast<std::size_t>(std::find_if_not(name.begin(), name.end(), is_name_character) - name.begin()));
  token.name = to_lower(name);
  if (end == std::string_view::npos || name.empty() || !is_known_tag(token.name)) return text_token(rest, rest.find('<', 1));
  const std::size_t begin = static_cast<std::size_t>(name.data() - rest.data()) + name.size();
  token.text = rest.substr(begin, end - begin);
  rest.remove_prefix(end + 1);
  return token;
}

std::string decoded_entities(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = text[at] == '&' ? entity_at(text.substr(at), decoded) : 0;
    if (size == 0) decoded += text[at];
    at += std::max<std::size_t>(size, 1);
  }
  return decoded;
}

std::string html_attribute(std::string_view attributes, std::string_view name) {
  const std::string small = to_lower(attributes);
  std::size_t at = small.find(std::string(name) + "=");
  if (at == std::string::npos) return {};
  std::string_view value = std::string_view(small).substr(at + name.size() + 1);
  const bool quoted = !value.empty() && (value.front() == '"' || value.front() == '\'');
  const std::size_t end = quoted ? value.find(value.front(), 1) : value.find_first_of(" /");
  return std::string(value.substr(quoted ? 1 : 0, end == std::string_view::npos ? end : end - (quoted ? 1 : 0)));
}

bool has_markup(std::string_view text) {
  std::string ignored;
  for (std::size_t at = text.find_first_of("<&"); at != std::string_view::npos; at = text.find_first_of("<&", at + 1)) {
    std::string_view rest = text.substr(at);
    if (text[at] == '&' ? entity_at(rest, ignored) > 0 : !next_html_token(rest).name.empty()) return true;
  }
  return false;
}

std::string text_of_markup(std::string_view text) {
  HtmlItems items;
  TextLines lines;
  while (!text.empty()) {
    const HtmlToken token = next_html_token(text);
    if (token.name.empty()) lines.append(decoded_entities(token.text));
    else items.take(token, lines);
  }
  return lines.take();
}

}  // namespace opora
