#include "report/document_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "report/document_json_names.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;
using namespace document_words;

// JSON has no word for what is not finite.
Json real(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

Json json_of(const RichText& text) {
  Json runs = Json::array();
  for (const TextRun& run : text) {
    Json one{{"text", run.text}};
    if (run.bold) one["bold"] = true;
    if (run.italic) one["italic"] = true;
    if (!run.note.empty()) one["note"] = run.note;
    runs.push_back(std::move(one));
  }
  return runs;
}

struct ValueInto {
  Json& out;
  void operator()(std::monostate) const { out["missing"] = true; }
  void operator()(const std::string& text) const { out["text"] = text; }
  void operator()(std::int64_t number) const { out["integer"] = number; }
  void operator()(double number) const { out["number"] = real(number); }
  void operator()(Share share) const { out["numerator"] = share.numerator, out["denominator"] = share.denominator; }
  void operator()(Date day) const { out["date"] = to_iso(day); }
};

Json json_of(const CellValue& value) {
  Json out = Json::object();
  std::visit(ValueInto{out}, value.value);
  if (!value.reason.empty()) out["reason"] = value.reason;
  if (value.interval) out["interval"] = {real(value.interval->first), real(value.interval->second)};
  return out;
}

Json json_of(const std::vector<TableCell>& row) {
  Json cells = Json::array();
  for (const TableCell& cell : row) {
    Json one = json_of(cell.value);
    if (cell.columns != 1) one["columns"] = cell.columns;
    if (cell.rows != 1) one["rows"] = cell.rows;
    if (cell.strong) one["strong"] = true;
    if (cell.shade) one["shade"] = real(*cell.shade);
    cells.push_back(std::move(one));
  }
  return cells;
}

Json json_of(const std::vector<std::vector<TableCell>>& rows) {
  Json out = Json::array();
  for (const auto& row : rows) out.push_back(json_of(row));
  return out;
}

Json json_of(const ChartSeries& series) {
  Json points = Json::array();
  for (const ChartPoint& point : series.points) {
    Json one{{"label", point.label}, {"x", real(point.x)}, {"y", real(point.y)}};
    if (point.low) one["low"] = real(*point.low);
    if (point.high) one["high"] = real(*point.high);
    points.push_back(std::move(one));
  }
  return {{"name", series.name}, {"points", std::move(points)}};
}

struct BlockAsJson {
  Json operator()(const Heading& one) const { return {{"type", "heading"}, {"level", one.level}, {"text", json_of(one.text)}}; }
  Json operator()(const Paragraph& one) const { return {{"type", "paragraph"}, {"style", word_of(kParagraphStyles, one.style)}, {"text", json_of(one.text)}}; }
  Json operator()(const NumberedParagraph& one) const {
    Json out{{"type", "numbered"}, {"level", one.level}, {"text", json_of(one.text)}};
    if (one.restart) out["restart"] = true;
    return out;
  }
  Json operator()(const BulletList& one) const {
    Json items = Json::array();
    for (const RichText& item : one.items) items.push_back(json_of(item));
    return {{"type", "bullets"}, {"items", std::move(items)}};
  }
  Json operator()(const Table& one) const {
    Json columns = Json::array();
    for (const TableColumn& column : one.columns)
      columns.push_back({{"title", column.title}, {"type", word_of(kValueTypes, column.type)}, {"digits", column.digits}, {"width", real(column.width)}, {"show_n", column.show_n}});
    return {{"type", "table"},       {"caption", one.caption},       {"columns", std::move(columns)}, {"header", json_of(one.header)},
            {"rows", json_of(one.rows)}, {"totals", json_of(one.totals)}, {"note", one.note}};
  }
  Json operator()(const Chart& one) const {
    Json series = Json::array(), marks = Json::array();
    for (const ChartSeries& each : one.series) series.push_back(json_of(each));
    for (const ChartMark& mark : one.marks) marks.push_back({{"label", mark.label}, {"at", real(mark.at)}, {"vertical", mark.vertical}});
    return {{"type", "chart"},          {"kind", word_of(kChartKinds, one.kind)}, {"caption", one.caption},    {"x_title", one.x_title},
            {"y_title", one.y_title}, {"series", std::move(series)},             {"marks", std::move(marks)}, {"description", one.description}};
  }
  Json operator()(const KeyFigures& one) const {
    Json figures = Json::array();
    for (const KeyFigure& figure : one.figures)
      figures.push_back({{"title", figure.title}, {"value", json_of(figure.value)}, {"type", word_of(kValueTypes, figure.type)}, {"digits", figure.digits}, {"note", figure.note}});
    return {{"type", "key-figures"}, {"figures", std::move(figures)}};
  }
  Json operator()(const PageBreak&) const { return {{"type", "page-break"}}; }
  Json operator()(const Orientation& one) const { return {{"type", "orientation"}, {"landscape", one.landscape}}; }
  Json operator()(const AnnexMark& one) const { return {{"type", "annex-mark"}, {"lines", one.lines}}; }
  Json operator()(const ApprovalMark& one) const { return {{"type", "approval-mark"}, {"lines", one.lines}}; }
  Json operator()(const Signature& one) const { return {{"type", "signature"}, {"post", one.post}, {"name", one.name}}; }
};

// Inside texts only can such marks stand; written as escapes they turn nothing in an editor and mean the same.
std::string with_marks_escaped(const std::string& json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size(); ++at) {
    const bool general = json.compare(at, 2, "\xE2\x80") == 0 && at + 2 < json.size();
    const bool isolate = json.compare(at, 2, "\xE2\x81") == 0 && at + 2 < json.size();
    const unsigned last = general || isolate ? static_cast<unsigned char>(json[at + 2]) & 0x3Fu : 0;
    const unsigned code = (general ? 0x2000u : 0x2040u) | last;
    if ((general && code >= 0x202A && code <= 0x202E) || (isolate && code >= 0x2066 && code <= 0x2069)) {
      static constexpr char kDigits[] = "0123456789abcdef";
      out += std::string("\\u20") + kDigits[(code >> 4) & 15] + kDigits[code & 15];
      at += 2;
    } else {
      out += json[at];
    }
  }
  return out;
}

std::string text_of(const Json& json, int indent) { return with_marks_escaped(json.dump(indent, ' ', false, Json::error_handler_t::replace)); }

}  // namespace

std::string to_json(const Chart& chart) { return text_of(BlockAsJson{}(chart), -1); }

std::string to_json(const Document& document) {
  Json out{{"format", "opora-document"}, {"version", 1},          {"title", document.title},   {"kind", document.kind},
           {"language", document.language}, {"header", document.header}, {"footer", document.footer}};
  Json blocks = Json::array(), sources = Json::array(), places = Json::array();
  for (const Block& block : document.blocks) blocks.push_back(std::visit(BlockAsJson{}, block));
  for (const DocumentSource& source : document.sources) sources.push_back({{"title", source.title}, {"digest", source.digest}});
  for (const auto& [name, text] : document.places) places.push_back({{"name", name}, {"text", text}});
  out["blocks"] = std::move(blocks);
  out["sources"] = std::move(sources);
  out["places"] = std::move(places);
  return text_of(out, 1) + "\n";
}

}  // namespace opora
