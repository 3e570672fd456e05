#include "report/document_html.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/messages.h"
#include "report/chart_table.h"
#include "report/document_html_assets.h"
#include "report/document_html_table.h"
#include "report/document_json.h"
#include "report/document_text.h"
#include "report/html_text.h"
#include "report/inert_text.h"
#include "report/list_page_assets.h"

namespace opora {
namespace {

// A browser's own functions fail on what is no tag of a language.
std::string language_tag(std::string_view language) {
  const bool plain = !language.empty() && std::all_of(language.begin(), language.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
  return plain ? std::string(language) : "und";
}

constexpr std::size_t kHeadingsForContents = 5;  // a document with fewer is found through by itself
constexpr std::size_t kShortDigest = 12;

std::string_view class_of(ParagraphStyle style) {
  switch (style) {
    case ParagraphStyle::kBody: return "body";
    case ParagraphStyle::kPlain: return "plain";
    case ParagraphStyle::kRequisites: return "requisites";
    case ParagraphStyle::kTitle: return "title";
    case ParagraphStyle::kCaption: return "caption";
    case ParagraphStyle::kRemark: return "remark";
  }
  return "plain";
}

// JSON inside an element: no "<" can end it, and it says the same.
std::string embedded(const std::string& json) {
  std::string out;
  for (const char c : inert(json)) out += c == '<' ? "\\u003c" : std::string(1, c);
  return out;
}

bool has_title(const Document& document) {
  return std::any_of(document.blocks.begin(), document.blocks.end(), [](const Block& block) {
    const auto* paragraph = std::get_if<Paragraph>(&block);
    return paragraph && paragraph->style == ParagraphStyle::kTitle;
  });
}

// The blocks in order: what stands in <main>. Pages of paper are sections.
class Content {
 public:
  void operator()(const Heading& one) {
    open();
    const int level = std::clamp(one.level, 1, 3);
    ++headings_;
    const std::string anchor = fmt::format("s{}", headings_);
    contents += fmt::format("<li class=\"l{}\"><a href=\"#{}\">{}</a></li>\n", level, anchor, escaped(plain_text(one.text)));
    html += fmt::format("<h{0} id=\"{1}\">{2}</h{0}>\n", level + 1, anchor, rich(one.text));
  }
  void operator()(const Paragraph& one) {
    open();
    const bool is_first_title = one.style == ParagraphStyle::kTitle && !titled_;
    if (is_first_title) titled_ = true;
    html += is_first_title ? "<h1>" + rich(one.text) + "</h1>\n" : fmt::format("<p class=\"{}\">{}</p>\n", class_of(one.style), rich(one.text));
  }
  void operator()(const NumberedParagraph& one) {
    open();
    html += fmt::format("<p class=\"numbered level-{}\"><span class=\"number\">{}</span> {}</p>\n", std::clamp(one.level, 1, 3), numbering_.next(one), rich(one.text));
  }
  void operator()(const BulletList& one) {
    open();
    html += "<ul>\n";
    for (const RichText& item : one.items) html += "<li>" + rich(item) + "</li>\n";
    html += "</ul>\n";
  }
  void operator()(const Table& one) {
    open();
    const std::string id = fmt::format("t{}", ++tables_);
    style += table_style(one, id);
    html += table_html(one, id, tr_format("Table {0}", tables_));
  }
  void operator()(const Chart& one) {
    open();
    const std::string id = fmt::format("g{}", ++charts);
    html += fmt::format("<figure class=\"chart\" id=\"{}\" data-categories=\"{}\">\n", id, has_categories(one) ? 1 : 0);
    if (!one.caption.empty()) html += fmt::format("<figcaption>{}</figcaption>\n", escaped(one.caption));
    const std::string words = one.caption.empty() ? one.description : one.caption + ". " + one.description;
    html += fmt::format("<div class=\"plot\" hidden=\"\"><canvas role=\"img\" aria-label=\"{}\"></canvas></div>\n", escaped(words));
    if (!one.description.empty()) html += fmt::format("<p class=\"note\">{}</p>\n", escaped(one.description));
    html += fmt::format("<details open=\"\"><summary>{}</summary>\n{}</details>\n", escaped(tr("Data of the chart")), table_html(table_of(one), id + "-data", tr("Data of the chart")));
    html += "<script type=\"application/json\">" + embedded(to_json(one)) + "</script>\n</figure>\n";
  }
  void operator()(const KeyFigures& one) {
    open();
    html += "<dl class=\"key\">\n";
    for (const KeyFigure& figure : one.figures) {
      const bool words = std::holds_alternative<std::string>(figure.value.value) || std::holds_alternative<std::monostate>(figure.value.value);
      const std::string text = shown(figure.value, figure.type, figure.digits, true);
      html += fmt::format("<div><dt>{}</dt><dd class=\"value{}\">{}</dd>", escaped(figure.title), words ? " words" : "", words ? escaped(text) : value_html(text));
      if (!figure.note.empty()) html += fmt::format("<dd class=\"note\">{}</dd>", escaped(figure.note));
      html += "</div>\n";
    }
    html += "</dl>\n";
  }
  void operator()(const PageBreak&) { close(); }
  void operator()(const Orientation& one) {
    if (one.landscape != landscape_) close();
    landscape_ = one.landscape;
  }
  void operator()(const AnnexMark& one) {
    close();
    mark("annex", one.lines);
  }
  void operator()(const ApprovalMark& one) { mark("approval", one.lines); }
  void operator()(const Signature& one) {
    open();
    html += fmt::format("<div class=\"signature\"><span class=\"post\">{}</span> <span class=\"line\"></span> <span class=\"name\">{}</span></div>\n", escaped(one.post), escaped(one.name));
  }

  // Footnotes of the whole document stand at its end: a page on a screen has no foot.
  void finish() {
    if (!notes_.empty()) {
      open();
      html += fmt::format("<section class=\"footnotes\" aria-label=\"{}\"><ol>\n", escaped(tr("Footnotes")));
      for (std::size_t i = 1; i <= notes_.size(); ++i)
        html += fmt::format("<li id=\"n{0}\">{1} <a href=\"#r{0}\" aria-label=\"{2}\">↩</a></li>\n", i, escaped(notes_[i - 1]), escaped(tr("Back to the text")));
      html += "</ol></section>\n";
    }
    close();
  }

  std::string html, contents, style;
  int charts = 0;
  int headings() const { return headings_; }

 private:
  void open() {
    if (open_) return;
    html += landscape_ ? "<section class=\"sheet across\">\n" : "<section class=\"sheet\">\n";
    open_ = true;
  }
  void close() {
    if (open_) html += "</section>\n";
    open_ = false;
  }
  void mark(std::string_view kind, const std::vector<std::string>& lines) {
    open();
    html += fmt::format("<div class=\"mark {}\">\n", kind);
    for (const std::string& line : lines) html += "<p>" + escaped(line) + "</p>\n";
    html += "</div>\n";
  }
  std::string rich(const RichText& text) {
    std::string out;
    for (const TextRun& run : text) {
      out += std::string(run.bold ? "<strong>" : "") + (run.italic ? "<em>" : "") + escaped(run.text) + (run.italic ? "</em>" : "") + (run.bold ? "</strong>" : "");
      if (run.note.empty()) continue;
      notes_.push_back(run.note);
      out += fmt::format("<sup class=\"ref\"><a href=\"#n{0}\" id=\"r{0}\" aria-label=\"{1}\">{0}</a></sup>", notes_.size(), escaped(tr_format("Footnote {0}", notes_.size())));
    }
    return out;
  }

  Numbering numbering_;
  std::vector<std::string> notes_;
  int headings_ = 0, tables_ = 0;
  bool titled_ = false, open_ = false, landscape_ = false;
};

// A text inside a style sheet: nothing but letters, digits and blanks stands as it is.
std::string css_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : inert(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || c == ' ' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    out += plain ? std::string(1, c) : fmt::format("\\{:x} ", static_cast<unsigned>(byte));
  }
  return out + "\"";
}

// Header and footer of each page of paper.
std::string running_style(const Document& document) {
  const auto box = [](const char* place, const std::string& text) {
    return text.empty() ? std::string() : fmt::format("@{}{{content:{};font:8pt sans-serif;color:#444}}", place, css_string(text));
  };
  const std::string boxes = box("top-left", document.header) + box("bottom-left", document.footer);
  return boxes.empty() ? boxes : "@media print{@page{" + boxes + "}}\n";
}

std::string base64(const Digest& digest) {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < digest.size(); at += 3) {
    const std::size_t left = std::min<std::size_t>(digest.size() - at, 3);
    unsigned bits = 0;
    for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < left ? digest[at + i] : 0u);
    for (std::size_t i = 0; i < 4; ++i) out += i <= left ? kLetters[(bits >> (18 - 6 * i)) & 63] : '=';
  }
  return out;
}

std::string allowed(std::string_view text) { return " 'sha256-" + base64(digest_of(text)) + "'"; }

std::string script_policy(bool charts) {
  static const std::string table_script = allowed(kListPageScript);
  static const std::string chart_scripts = allowed(chart_library()) + allowed(kChartScript);
  return table_script + (charts ? chart_scripts : "");
}

std::string head(const Document& document, const std::string& style, bool charts) {
  return fmt::format("<!doctype html>\n<html lang=\"{}\" class=\"unscripted\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src{}; style-src{}; img-src data:; base-uri 'none'; form-action 'none'\"/>\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>{}</title>\n<style>{}</style>\n</head>\n",
                     language_tag(document.language), script_policy(charts), allowed(style), escaped(document.title), style);
}

std::string footer(const Document& document) {
  if (document.footer.empty() && document.sources.empty()) return {};
  std::string html = "<footer>\n";
  if (!document.footer.empty()) html += fmt::format("<p class=\"running\">{}</p>\n", escaped(document.footer));
  if (!document.sources.empty()) html += fmt::format("<p>{}</p>\n<ul>\n", escaped(tr("Sources:")));
  for (const DocumentSource& source : document.sources) {
    html += "<li>" + escaped(source.title);
    if (!source.digest.empty()) html += fmt::format(" <code title=\"{}\">{}</code>", escaped(source.digest), escaped(source.digest.substr(0, kShortDigest)));
    html += "</li>\n";
  }
  return html + (document.sources.empty() ? "" : "</ul>\n") + "</footer>\n";
}

std::string page_header(const Document& document) {
  std::string html;
  if (!document.header.empty()) html += fmt::format("<p class=\"running\">{}</p>\n", escaped(document.header));
  if (!has_title(document)) html += fmt::format("<h1>{}</h1>\n", escaped(document.title));
  return html.empty() ? html : "<header>\n" + html + "</header>\n";
}

std::string contents_list(const Content& content) {
  if (static_cast<std::size_t>(content.headings()) < kHeadingsForContents) return {};
  return fmt::format("<nav class=\"contents\" aria-labelledby=\"contents\"><h2 id=\"contents\">{}</h2><ol>\n{}</ol></nav>\n", escaped(tr("Contents")), content.contents);
}

// "kind-school-card": only letters and hyphens come into a class.
std::string kind_class(const std::string& kind) {
  std::string name = "kind-";
  std::copy_if(kind.begin(), kind.end(), std::back_inserter(name), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
  return name;
}

}  // namespace

std::string to_html(const Document& document) {
  Content content;
  for (const Block& block : document.blocks) std::visit(content, block);
  content.finish();
  const bool charts = content.charts > 0 && !chart_library().empty();
  std::string html = head(document, std::string(kListPageStyle) + std::string(kDocumentStyle) + content.style + running_style(document), charts);
  html += fmt::format("<body class=\"{}\">\n<a class=\"skip\" href=\"#content\">{}</a>\n", kind_class(document.kind), escaped(tr("To the content")));
  html += page_header(document) + contents_list(content) + "<main id=\"content\">\n" + content.html + "</main>\n" + footer(document);
  html += fmt::format("<script>{}</script>\n", kListPageScript);
  if (charts) html += fmt::format("<script>{}</script>\n<script>{}</script>\n", chart_library(), kChartScript);
  return html + "</body>\n</html>\n";
}

}  // namespace opora
