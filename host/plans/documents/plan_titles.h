// Titles around the tables of a plan: its own, and of the annex or part that a table stands under.
#pragma once

#include <span>
#include <string>

#include "plans/documents/document_tables.h"
#include "plans/documents/plan_columns.h"

namespace opora {

// The last paragraph that begins as titles of plans do, with the next one when the sentence goes on there; may be empty.
std::string plan_title(std::span<const DocumentParagraph> before_table, const PlanColumns& columns);

// "Annex No. 2", else the last heading, else the last short paragraph; may be empty.
std::string part_title(std::span<const DocumentParagraph> before_table, const PlanColumns& columns);

bool is_page_number(const DocumentParagraph& paragraph);

}  // namespace opora
