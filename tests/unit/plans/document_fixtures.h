// Documents made at run time, and what is read out of them in a form that a test can compare.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plans/documents/document_tables.h"
#include "plans/documents/plan_columns.h"
#include "plans/documents/table_rows.h"

namespace opora::fixtures {

const PlanColumns& russian();  // regions/ru/plan_columns.lua

std::filesystem::path write_document(const std::string& name, std::string_view bytes);

// Parts of a DOCX: `body` is the content of <w:body>, `more` further members.
std::filesystem::path write_docx(const std::string& name, std::string_view body, const std::map<std::string, std::string>& more = {});
std::string paragraph(std::string_view text, std::string_view properties = {});     // <w:p>
std::string cell(std::string_view content, std::string_view properties = {});       // <w:tc> around paragraphs
std::string text_cell(std::string_view text, std::string_view properties = {});     // <w:tc> with one
std::string table_row(const std::vector<std::string>& cells);                       // <w:tr>
std::string table(const std::vector<std::string>& rows);                            // <w:tbl>

PlanDocument document_of(const std::filesystem::path& file);
// Blocks as lines: "P text", "H heading", "T name", "3: a | b" with "‹" for a copy from the left and "^" from above.
std::vector<std::string> shown(const PlanDocument& document);

RowsOfPlan rows_of(const std::filesystem::path& file);
RowsOfPlan rows_of_text(std::string_view text);  // a .txt file with that text
// "number | measure | deadline | responsible", a section before it as "[section] ".
std::vector<std::string> shown(const RowsOfPlan& imported);

std::vector<std::string> quotes(const RowsOfPlan& imported, const std::string& code);  // texts quoted by remarks of that code
std::string error_of(const std::filesystem::path& file);                                 // code of the failed reading

// Characters that are no blanks: of the tables' own cells, and of all that became of them. Of paragraphs neither counts any.
std::size_t characters_of_tables(const PlanDocument& document);
std::size_t characters_of_rows(const RowsOfPlan& imported, const PlanDocument& document);

}  // namespace opora::fixtures
