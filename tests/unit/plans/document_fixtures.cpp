#include "unit/plans/document_fixtures.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/temporary_folder.h"
#include "report/zip_writer.h"

namespace opora::fixtures {
namespace {

const std::filesystem::path& folder() {
  static const auto made = TemporaryFolder::make();
  return made->path();
}

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : text) {
    if (c == '&') xml += "&amp;";
    else if (c == '<') xml += "&lt;";
    else xml += c;
  }
  return xml;
}

std::string shown_cell(const DocumentCell& cell) {
  const char* mark = cell.origin == CellOrigin::kFromLeft ? "‹" : cell.origin == CellOrigin::kFromAbove ? "^" : "";
  std::string text = mark + cell.text;
  for (std::size_t at; (at = text.find('\n')) != std::string::npos;) text.replace(at, 1, "/");
  return text;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += static_cast<unsigned char>(c) > ' ' && c != '|';
  return count;
}

bool is_paragraph(const std::string& text, const PlanDocument& document) {
  return std::any_of(document.blocks.begin(), document.blocks.end(), [&](const DocumentBlock& block) {
    const auto* paragraph = std::get_if<DocumentParagraph>(&block);
    return paragraph != nullptr && paragraph->text == text;
  });
}

// A section's name without the title above its table: "Приложение № 2: Кадры".
std::string title_within_table(const std::string& section, const PlanDocument& document) {
  for (const DocumentBlock& block : document.blocks) {
    const auto* paragraph = std::get_if<DocumentParagraph>(&block);
    if (paragraph == nullptr) continue;
    const std::string title = paragraph->text.substr(0, paragraph->text.find('\n'));
    if (section == title) return {};
    if (section.starts_with(title + ": ")) return section.substr(title.size() + 2);
  }
  return section;
}

}  // namespace

const PlanColumns& russian() {
  static const auto columns = load_plan_columns(std::filesystem::path(OPORA_SOURCE_DIR) / "regions/ru/plan_columns.lua", "regions/ru/plan_columns.lua");
  EXPECT_TRUE(columns.ok()) << (columns.ok() ? "" : columns.error().message);
  return *columns;
}

std::filesystem::path write_document(const std::string& name, std::string_view bytes) {
  const auto path = folder() / name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::filesystem::path write_docx(const std::string& name, std::string_view body, const std::map<std::string, std::string>& more) {
  constexpr std::string_view kMain = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  std::vector<ZipMember> members = {
      {"[Content_Types].xml", "<Types/>"},
      {"word/document.xml", fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{}"><w:body>{}</w:body></w:document>)", kMain, body)}};
  for (const auto& [member, content] : more) members.push_back({member, content});
  const auto path = folder() / name;
  const Status written = write_zip(path, members);
  EXPECT_TRUE(written.ok());
  return path;
}

std::string paragraph(std::string_view text, std::string_view properties) {
  return fmt::format(R"(<w:p><w:pPr>{}</w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>)", properties, escaped(text));
}

std::string cell(std::string_view content, std::string_view properties) { return fmt::format("<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>", properties, content); }

std::string text_cell(std::string_view text, std::string_view properties) { return cell(paragraph(text), properties); }

std::string table_row(const std::vector<std::string>& cells) { return fmt::format("<w:tr>{}</w:tr>", fmt::join(cells, "")); }

std::string table(const std::vector<std::string>& rows) { return fmt::format("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", fmt::join(rows, "")); }

PlanDocument document_of(const std::filesystem::path& file) {
  auto document = read_document(file);
  EXPECT_TRUE(document.ok()) << (document.ok() ? "" : render_terminal(document.error(), false));
  return document.ok() ? *std::move(document) : PlanDocument{};
}

std::vector<std::string> shown(const PlanDocument& document) {
  std::vector<std::string> lines;
  for (const DocumentBlock& block : document.blocks) {
    if (const auto* paragraph = std::get_if<DocumentParagraph>(&block)) {
      lines.push_back((paragraph->heading ? "H " : "P ") + paragraph->text);
      continue;
    }
    const auto& table = std::get<DocumentTable>(block);
    lines.push_back("T " + table.name);
    for (const DocumentRow& row : table.rows) {
      std::vector<std::string> cells;
      for (const DocumentCell& cell : row.cells) cells.push_back(shown_cell(cell));
      lines.push_back(fmt::format("{}: {}", row.line, fmt::join(cells, " | ")));
    }
  }
  return lines;
}

RowsOfPlan rows_of(const std::filesystem::path& file) {
  auto rows = read_plan_rows(file, russian());
  EXPECT_TRUE(rows.ok()) << (rows.ok() ? "" : render_terminal(rows.error(), false));
  return rows.ok() ? *std::move(rows) : RowsOfPlan{};
}

RowsOfPlan rows_of_text(std::string_view text) { return rows_of(write_document("plan.txt", text)); }

std::vector<std::string> shown(const RowsOfPlan& imported) {
  std::vector<std::string> lines;
  for (const PlanRow& row : imported.rows)
    lines.push_back(fmt::format("{}{} | {} | {} | {}", row.section.empty() ? "" : "[" + row.section + "] ", row.number, row.measure, row.deadline, row.responsible));
  return lines;
}

std::vector<std::string> quotes(const RowsOfPlan& imported, const std::string& code) {
  std::vector<std::string> texts;
  for (const Diagnostic& remark : imported.remarks)
    for (const Span& span : remark.spans)
      if (remark.code == code) texts.push_back(span.source_line);
  return texts;
}

std::string error_of(const std::filesystem::path& file) {
  const auto rows = read_plan_rows(file, russian());
  return rows.ok() ? "" : rows.error().code;
}

std::size_t characters_of_tables(const PlanDocument& document) {
  std::size_t count = 0;
  for (const DocumentBlock& block : document.blocks) {
    const auto* table = std::get_if<DocumentTable>(&block);
    if (table == nullptr) continue;
    for (const DocumentRow& row : table->rows)
      for (const DocumentCell& cell : row.cells) count += cell.origin == CellOrigin::kOwn ? characters(cell.text) : 0;
  }
  return count;
}

std::size_t characters_of_rows(const RowsOfPlan& imported, const PlanDocument& document) {
  std::size_t count = 0;
  std::string section;
  for (const PlanRow& row : imported.rows) {
    if (row.section != section) count += characters(title_within_table(row.section, document));
    section = row.section;
    for (const std::string* text : {&row.number, &row.measure, &row.deadline, &row.purpose, &row.responsible, &row.result}) count += characters(*text);
  }
  for (const char* code : {"PLAN-024", "PLAN-028", "PLAN-030", "PLAN-031", "PLAN-033"})
    for (const std::string& text : quotes(imported, code)) count += is_paragraph(text, document) ? 0 : characters(text);
  return count;
}

}  // namespace opora::fixtures
