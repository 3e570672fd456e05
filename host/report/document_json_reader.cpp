// The reading half of report/document_json.h.
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/messages.h"
#include "report/document_json.h"
#include "report/document_json_names.h"

namespace opora {
namespace {

using Json = nlohmann::json;
using namespace document_words;

// What is wrong is thrown and becomes a diagnostic in document_of_json.
[[noreturn]] void refuse(const std::string& reason) { throw std::invalid_argument(reason); }

std::string text_at(const Json& json, const char* key) { return json.value(key, std::string()); }

double real_of(const Json& json) {
  if (!json.is_string()) return json.get<double>();
  const std::string word = json.get<std::string>();
  if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (word != "inf" && word != "-inf") refuse("no number: " + word);
  return word == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
}

int within(const Json& json, const char* key, int usual, int least, int most) {
  const auto number = json.value(key, std::int64_t{usual});
  if (number < least || number > most) refuse(std::string(key) + ": " + std::to_string(number));
  return static_cast<int>(number);
}

RichText rich_of(const Json& json) {
  RichText text;
  if (json.is_string()) return plain(json.get<std::string>());
  for (const Json& run : json) text.push_back({run.at("text").get<std::string>(), run.value("bold", false), run.value("italic", false), text_at(run, "note")});
  return text;
}

CellValue value_of_json(const Json& json) {
  CellValue out;
  if (json.is_null()) return out;
  if (json.is_string()) return {json.get<std::string>(), {}, {}};
  if (json.is_number_integer()) return {json.get<std::int64_t>(), {}, {}};
  if (json.is_number()) return {json.get<double>(), {}, {}};
  if (json.contains("text")) out.value = json["text"].get<std::string>();
  else if (json.contains("integer")) out.value = json["integer"].get<std::int64_t>();
  else if (json.contains("number")) out.value = real_of(json["number"]);
  else if (json.contains("numerator")) out.value = Share{json["numerator"].get<std::int64_t>(), json.at("denominator").get<std::int64_t>()};
  else if (json.contains("date")) {
    const std::string day = json["date"].get<std::string>();
    const auto date = parse_date(day);
    if (!date) refuse("no date: " + day);
    out.value = *date;
  } else if (!json.value("missing", false)) {
    refuse("a value without text, integer, number, numerator, date or missing");
  }
  out.reason = text_at(json, "reason");
  if (json.contains("interval")) out.interval = {real_of(json["interval"].at(0)), real_of(json["interval"].at(1))};
  return out;
}

CellValue shown_value(const Json& json, const SmallCells& small) {
  CellValue value = value_of_json(json);
  if (!json.is_object()) return value;
  if (json.value("open", false)) return value;
  return small.shown(std::move(value), json.contains("n") ? std::optional(json["n"].get<std::int64_t>()) : std::nullopt);
}

constexpr int kMostSpan = 10'000;

std::vector<TableCell> row_of(const Json& json, const SmallCells& small) {
  std::vector<TableCell> row;
  for (const Json& cell : json) {
    TableCell& one = row.emplace_back(TableCell{shown_value(cell, small)});
    if (!cell.is_object()) continue;
    one.columns = within(cell, "columns", 1, 1, kMostSpan), one.rows = within(cell, "rows", 1, 1, kMostSpan);
    one.strong = cell.value("strong", false);
    if (cell.contains("shade")) one.shade = real_of(cell["shade"]);
  }
  return row;
}

std::vector<std::vector<TableCell>> rows_of(const Json& json, const SmallCells& small) {
  std::vector<std::vector<TableCell>> rows;
  for (const Json& row : json) rows.push_back(row_of(row, small));
  return rows;
}


constexpr int kMostDigits = 9;

TableColumn column_of(const Json& json) {
  TableColumn column;
  if (json.is_string()) {
    column.title = json.get<std::string>();
    return column;
  }
  return {text_at(json, "title"), value_of(kValueTypes, json.value("type", std::string("text"))), within(json, "digits", 1, 0, kMostDigits),
          json.contains("width") ? real_of(json["width"]) : 1, json.value("show_n", false)};
}

Table table_of(const Json& json, const SmallCells& small) {
  Table out;
  out.caption = text_at(json, "caption");
  for (const Json& column : json.at("columns")) out.columns.push_back(column_of(column));
  if (out.columns.empty()) refuse("a table without columns");
  out.header = rows_of(json.value("header", Json::array()), small);
  out.rows = rows_of(json.at("rows"), small);
  out.totals = row_of(json.value("totals", Json::array()), small);
  out.note = text_at(json, "note");
  return out;
}

ChartSeries series_of(const Json& json, const SmallCells& small) {
  ChartSeries out{text_at(json, "name"), {}};
  for (const Json& point : json.at("points")) {
    if (small.hide(point.value("n", std::int64_t{0}))) continue;
    ChartPoint one{text_at(point, "label"), point.contains("x") ? real_of(point["x"]) : 0, real_of(point.at("y")), {}, {}};
    if (point.contains("low")) one.low = real_of(point["low"]);
    if (point.contains("high")) one.high = real_of(point["high"]);
    out.points.push_back(std::move(one));
  }
  return out;
}

Chart chart_of(const Json& json, const SmallCells& small) {
  Chart out;
  out.kind = value_of(kChartKinds, json.at("kind").get<std::string>());
  out.caption = text_at(json, "caption"), out.x_title = text_at(json, "x_title"), out.y_title = text_at(json, "y_title");
  for (const Json& series : json.at("series")) out.series.push_back(series_of(series, small));
  for (const Json& mark : json.value("marks", Json::array())) out.marks.push_back({text_at(mark, "label"), real_of(mark.at("at")), mark.value("vertical", false)});
  out.description = text_at(json, "description");
  return out;
}

KeyFigures figures_of(const Json& json, const SmallCells& small) {
  KeyFigures out;
  for (const Json& figure : json.at("figures"))
    out.figures.push_back({text_at(figure, "title"), shown_value(figure.at("value"), small), value_of(kValueTypes, figure.value("type", std::string("integer"))),
                           within(figure, "digits", 1, 0, kMostDigits), text_at(figure, "note")});
  return out;
}

Block block_of(const Json& json, const SmallCells& small) {
  const std::string type = json.at("type").get<std::string>();
  if (type == "heading") return Heading{within(json, "level", 1, 1, 3), rich_of(json.at("text"))};
  if (type == "paragraph") return Paragraph{rich_of(json.at("text")), value_of(kParagraphStyles, json.value("style", std::string("body")))};
  if (type == "numbered") return NumberedParagraph{within(json, "level", 1, 1, 3), rich_of(json.at("text")), json.value("restart", false)};
  if (type == "bullets") {
    BulletList list;
    for (const Json& item : json.at("items")) list.items.push_back(rich_of(item));
    return list;
  }
  if (type == "table") return table_of(json, small);
  if (type == "chart") return chart_of(json, small);
  if (type == "key-figures") return figures_of(json, small);
  if (type == "page-break") return PageBreak{};
  if (type == "orientation") return Orientation{json.value("landscape", false)};
  if (type == "annex-mark") return AnnexMark{json.at("lines").get<std::vector<std::string>>()};
  if (type == "approval-mark") return ApprovalMark{json.at("lines").get<std::vector<std::string>>()};
  if (type == "signature") return Signature{text_at(json, "post"), text_at(json, "name")};
  refuse("unknown type: " + type);
}

Document document_of(const Json& json, std::size_t& block) {
  if (text_at(json, "format") != "opora-document" || json.value("version", 0) != 1) refuse("format is not opora-document, version 1");
  Document out;
  out.title = text_at(json, "title"), out.kind = text_at(json, "kind"), out.language = json.value("language", std::string("ru"));
  out.header = text_at(json, "header"), out.footer = text_at(json, "footer");
  for (const Json& source : json.value("sources", Json::array())) out.sources.push_back({text_at(source, "title"), text_at(source, "digest")});
  for (const Json& place : json.value("places", Json::array())) out.places.emplace_back(text_at(place, "name"), text_at(place, "text"));
  for (const Json& each : json.at("blocks")) {
    ++block;
    out.blocks.push_back(block_of(each, {}));
  }
  return out;
}

}  // namespace

Result<Document> document_of_json(std::string_view json) {
  std::size_t block = 0;
  try {
    return document_of(Json::parse(json), block);
  } catch (const std::exception& wrong) {
    Diagnostic error = make_error("DOC-013", tr("this is no document as JSON"), tr("use a file that Opora wrote with --format json"));
    error.reason = block == 0 ? wrong.what() : tr_format("block {0}: {1}", block, wrong.what());
    return error;
  }
}

Result<Block> block_of_json(std::string_view json, const SmallCells& small) {
  try {
    return block_of(Json::parse(json), small);
  } catch (const std::exception& wrong) {
    Diagnostic error = make_error("DOC-013", tr("this is no block of a document"), tr("see \"Blocks\" in the page of the kind report"));
    error.reason = wrong.what();
    return error;
  }
}

}  // namespace opora
