// The tables of a document as delimited text.
#pragma once

#include <string>

#include "report/document.h"

namespace opora {

enum class CsvForm : std::uint8_t {
  // For a person and a spreadsheet: UTF-8 with BOM, ";", CRLF, decimal comma, dates DD.MM.YYYY, values rounded half-up as
  // they are shown, per cents as numbers with "%" in the title, groups of columns, totals and notes as rows, reasons of
  // missing values as texts. A text that begins with = + - @ tab (or their full-width forms, after blanks too) gets an
  // apostrophe before it, so that no program runs it as a formula; numbers are never touched.
  kSpreadsheet,
  // For a program: UTF-8 without BOM, ",", LF, texts in quotation marks and unchanged, decimal point, shares as fractions
  // (0.125), dates ISO 8601, missing values empty; one row of titles, no groups, totals or notes.
  kMachine,
};

// Tables are separated by an empty line; a caption stands in a line of its own above its table (for a program only when
// there are several). Participants of shares and bounds of intervals have columns of their own.
std::string to_csv(const Document& document, CsvForm form);

}  // namespace opora
