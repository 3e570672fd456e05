#include "unit/report/docx_text.h"

#include <pugixml.hpp>

#include <fstream>

#include "base/temporary_folder.h"
#include "report/zip_reader.h"

namespace opora::testing_docx {
namespace {

using pugi::xml_node;

bool is(xml_node node, std::string_view name) { return node.name() == name; }

// Counts as Word does: an instance of a list begins where its overrides say, deeper levels begin anew.
struct Lists {
  xml_node numbering;
  std::map<int, std::vector<int>> counts;

  xml_node instance(int number) const {
    for (xml_node one : numbering.children("w:num"))
      if (one.attribute("w:numId").as_int() == number) return one;
    return {};
  }
  std::string text(int number, int level) {
    const xml_node one = instance(number);
    if (!counts.contains(number)) {
      std::vector<int> starts(3, 0);
      for (xml_node over : one.children("w:lvlOverride")) {
        const int at = over.attribute("w:ilvl").as_int();
        starts[static_cast<std::size_t>(at)] = over.child("w:startOverride").attribute("w:val").as_int() - (at == level ? 1 : 0);
      }
      counts[number] = starts;
    }
    std::vector<int>& now = counts[number];
    ++now[static_cast<std::size_t>(level)];
    for (std::size_t deeper = static_cast<std::size_t>(level) + 1; deeper < 3; ++deeper) now[deeper] = 0;
    for (xml_node definition : numbering.children("w:abstractNum")) {
      if (definition.attribute("w:abstractNumId").as_int() != one.child("w:abstractNumId").attribute("w:val").as_int()) continue;
      for (xml_node each : definition.children("w:lvl"))
        if (each.attribute("w:ilvl").as_int() == level) return filled(each.child("w:lvlText").attribute("w:val").value(), now);
    }
    return "?";
  }
  static std::string filled(std::string form, const std::vector<int>& now) {
    for (std::size_t i = 0; i < 3; ++i)
      if (const std::size_t at = form.find("%" + std::to_string(i + 1)); at != std::string::npos) form.replace(at, 2, std::to_string(now[i]));
    return form;
  }
};

std::string text_of(xml_node node) {
  std::string text;
  for (xml_node child : node.children()) {
    if (is(child, "w:t")) text += child.text().get();
    else if (is(child, "w:br")) text += "\n";
    else if (is(child, "w:tab")) text += "\t";
    else if (!is(child, "w:pPr") && !is(child, "w:drawing")) text += text_of(child);
  }
  return text;
}

std::string row_text(xml_node row, const std::string& between) {
  std::string text;
  for (xml_node cell : row.children("w:tc")) {
    if (std::string_view(cell.child("w:tcPr").child("w:vMerge").attribute("w:val").value()) == "continue") continue;
    const std::string words = text_of(cell);
    if (between == " " && words.empty()) continue;
    text += (text.empty() ? "" : between) + words;
  }
  return text;
}

TableCell words(std::string text, int columns = 1, int rows = 1) { return {{std::move(text), {}, {}}, columns, rows}; }

Table schools(int rows) {
  Table table{"Таблица 1. Школы с низкими результатами", {{"№", ValueType::kInteger, 0, 0.5}, {"Код", ValueType::kText, 0, 1}, {"Школа", ValueType::kText, 0, 4}, {"Доля", ValueType::kPercent, 1, 1.6, true}, {"Средний балл", ValueType::kNumber, 2, 1}, {"Дата", ValueType::kDate, 0, 1.3}}, {}, {}, {}, "По данным ВПР 2021 года."};
  table.header = {{words("", 1), words("Школа", 2), words("Результаты", 2), words("", 1)}};
  for (int i = 1; i <= rows; ++i)
    table.rows.push_back({{{std::int64_t{i}, {}, {}}}, words("0" + std::to_string(99000 + i)), words("МБОУ «Средняя общеобразовательная школа № " + std::to_string(i) + "» Соснового района"), {{Share{i % 40, 40}, {}, {}}}, {{3.0 + i % 10 * 0.115, {}, {}}}, {{from_days(18700 + i), {}, {}}}});
  table.totals = {words("Всего", 3), {{Share{211, 1200}, {}, {}}}, {{{}, "не считается", {}}}, words("")};
  return table;
}

Table wide() {
  Table table{"", {{"Территория", ValueType::kText, 0, 3}, {"Школ", ValueType::kInteger, 0, 1}, {"РУ 5", ValueType::kPercent}, {"МА 5", ValueType::kPercent}, {"РУ 6", ValueType::kPercent}, {"МА 6", ValueType::kPercent}, {"БИ 6", ValueType::kPercent}, {"РУ 8", ValueType::kPercent}, {"МА 8", ValueType::kPercent}}, {}, {}, {}, ""};
  for (int group = 0; group < 3; ++group)
    for (int i = 0; i < 3; ++i) {
      std::vector<TableCell> row;
      if (i == 0) row.push_back(words("Муниципальный район № " + std::to_string(group + 1) + ", включая города и поселения", 1, 3));
      for (int c = 1; c < 9; ++c) row.push_back(c == 1 ? TableCell{{std::int64_t{10 + i}, {}, {}}} : TableCell{{Share{c * 7 + i, 100}, {}, {}}});
      table.rows.push_back(row);
    }
  return table;
}

Chart bars() {
  Chart chart{ChartKind::kBars, "Рисунок 1. Доля участников с отметкой «2»", "Предмет", "Доля, %", {{"Регион", {}}, {"Школы списка", {}}}, {{"порог", 30, false}}, "У школ списка доля двоек выше, чем в регионе, по всем предметам."};
  for (const auto& [name, a, b] : {std::tuple("РУ 5", 12.0, 34.0), std::tuple("МА 5", 15.5, 41.0), std::tuple("БИ 6", 9.0, 22.0), std::tuple("МА 8", 21.0, 47.5)}) {
    chart.series[0].points.push_back({name, 0, a, a - 1, a + 1});
    chart.series[1].points.push_back({name, 0, b, b - 6, b + 6});
  }
  return chart;
}

}  // namespace

Parts parts_of(const std::string& bytes) {
  const auto folder = TemporaryFolder::make();
  if (!folder.ok()) return {};
  std::ofstream(folder->path() / "file.docx", std::ios::binary) << bytes;
  const auto members = read_zip(folder->path() / "file.docx", 1000, std::size_t{256} << 20);
  Parts parts;
  if (members.ok())
    for (const ZipMember& one : *members) parts[one.name] = one.data;
  return parts;
}

std::vector<std::string> broken_parts(const Parts& parts) {
  std::vector<std::string> broken;
  for (const auto& [name, data] : parts) {
    pugi::xml_document tree;
    if ((name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".svg")) && !tree.load_buffer(data.data(), data.size())) broken.push_back(name);
  }
  return broken;
}

std::vector<std::string> lines_of(const Parts& parts) {
  pugi::xml_document document, numbering;
  constexpr unsigned kKeepBlanks = pugi::parse_default | pugi::parse_ws_pcdata;
  document.load_string(parts.at("word/document.xml").c_str(), kKeepBlanks);
  numbering.load_string(parts.at("word/numbering.xml").c_str());
  Lists lists{numbering.document_element(), {}};
  std::vector<std::string> lines;
  for (xml_node block : document.document_element().child("w:body").children()) {
    if (is(block, "w:tbl")) {
      const bool layout = std::string_view(block.child("w:tblPr").child("w:tblStyle").attribute("w:val").value()) == "TableLayout";
      for (xml_node row : block.children("w:tr")) lines.push_back(row_text(row, layout ? " " : " | "));
    } else if (is(block, "w:p")) {
      const xml_node properties = block.child("w:pPr");
      const std::string style = properties.child("w:pStyle").attribute("w:val").value();
      if (style == "Source" || style == "Spacer" || style == "SignatureSpace" || style == "Figure") continue;
      const xml_node list = properties.child("w:numPr");
      const std::string number = list ? lists.text(list.child("w:numId").attribute("w:val").as_int(), list.child("w:ilvl").attribute("w:val").as_int()) + " " : "";
      lines.push_back(number + text_of(block));
    }
  }
  return lines;
}

Document order(int rows) {
  using P = ParagraphStyle;
  Document document;
  document.title = "Об утверждении перечня школ";
  document.kind = "order";
  document.header = "Проект";
  document.footer = "Министерство образования Примерной области";
  document.sources = {{"Методика «Стабильно низкие результаты», набор правил 0.1.0", "41d08e77b6aa19f3c0"}, {"Данные ВПР 2019–2021 годов", "8c1f00aa52d1e7"}};
  document.places = {{"date", "26 ноября 2026 г."}, {"number", "№ 123-ОД"}};
  document.blocks = {
      Paragraph{plain("МИНИСТЕРСТВО ОБРАЗОВАНИЯ ПРИМЕРНОЙ ОБЛАСТИ"), P::kRequisites}, Paragraph{plain("ПРИКАЗ"), P::kTitle}, Paragraph{plain("26 ноября 2026 г. № 123-ОД"), P::kPlain},
      Paragraph{{{"Об утверждении перечня общеобразовательных организаций", true, false, ""}}, P::kPlain},
      Paragraph{{{"В соответствии с методикой выявления школ", false, false, "Методика утверждена приказом от 1 сентября 2026 г. № 100."}, {" с низкими результатами обучения и в целях их поддержки ", false, false, ""}, {"приказываю", true, false, ""}, {":", false, false, ""}}},
      NumberedParagraph{1, plain("Утвердить перечень школ согласно приложению № 1 к настоящему приказу.")}, NumberedParagraph{1, plain("Отделу оценки качества (Петрова А. А.):")}, NumberedParagraph{2, plain("довести настоящий приказ до муниципальных органов управления образованием;")},
      NumberedParagraph{2, plain("опубликовать перечень на официальном сайте министерства не позднее 10 рабочих дней.")}, NumberedParagraph{1, plain("Контроль за исполнением настоящего приказа оставляю за собой.")},
      Signature{"Министр образования\nПримерной области", "И. И. Иванов"},
      AnnexMark{{"Приложение № 1", "к приказу министерства образования", "Примерной области", "от 26 ноября 2026 г. № 123-ОД"}}, ApprovalMark{{"УТВЕРЖДЕН", "приказом министерства", "от 26 ноября 2026 г."}},
      Heading{1, plain("Перечень школ с низкими результатами обучения")}, schools(rows), BulletList{{plain("признак, требующий проверки;"), plain("результат пересчитывается ежегодно.")}}, NumberedParagraph{1, plain("Перечень действует один год."), true},
      Heading{2, plain("Показатели")}, KeyFigures{{{"Школ в перечне", {std::int64_t{12345}, {}, {}}, ValueType::kInteger, 0, "из всех"}, {"Доля", {Share{1, 8}, {}, {}}, ValueType::kPercent, 1, ""}}}, bars(),
      Orientation{true}, AnnexMark{{"Приложение № 2", "к приказу министерства образования", "от 26 ноября 2026 г. № 123-ОД"}}, Heading{1, plain("Результаты по территориям")}, wide(), Paragraph{plain("Обжалование: в течение 10 дней."), P::kRemark}, Orientation{false}, PageBreak{}, Heading{3, plain("Лист ознакомления")}, Signature{"Ознакомлен", ""}};
  return document;
}

}  // namespace opora::testing_docx
