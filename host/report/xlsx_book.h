// A workbook of a document while it is written: sheets with names that spreadsheets take, formats by their look, cells by
// their type. Texts are written as texts and never as formulas.
#pragma once

#include <compare>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "report/document.h"
#include "report/xlsx_library.h"

namespace opora {

// How a cell looks; equal looks are one format of the file.
struct XlsxLook {
  std::string number = {};   // number format; empty: general
  bool bold = false, wrap = true, quiet = false, title = false, totals = false, right = false, centre = false;
  int indent = 0, shade = 0;  // shade: a step of report/cell_shade.h
  auto operator<=>(const XlsxLook&) const = default;
};

struct XlsxPlace {
  lxw_row_t row = 0;
  lxw_col_t column = 0;
};

// "0.0 %" for per cents of one digit; empty for texts.
std::string number_format(ValueType type, int digits);

// At most `units` of UTF-16 with "…" at a cut: what the file format allows a text.
std::string cut_to(const std::string& text, std::size_t units);

// A name of at most 31 characters without []:*?/\ and apostrophes; `otherwise` when nothing is left.
std::string sheet_name(const std::string& wanted, const std::string& otherwise);

// Lines that words take in a column of `width` figures; letters are wider than figures.
int lines_of(std::string_view words, int width);

class XlsxBook {
 public:
  explicit XlsxBook(const std::filesystem::path& file);
  ~XlsxBook();
  XlsxBook(const XlsxBook&) = delete;
  XlsxBook& operator=(const XlsxBook&) = delete;

  // A new sheet, landscape A4 when told, as wide as the page. The name is made unique. Null: the library gave none.
  lxw_worksheet* sheet(const std::string& wanted, const std::string& otherwise, bool landscape);
  const std::string& last_sheet_name() const { return last_name_; }

  lxw_format* format(const XlsxLook& look);
  void text(lxw_worksheet* sheet, XlsxPlace place, const std::string& words, const XlsxLook& look = {});
  // By its type: numbers, per cents as fractions, dates as days; what has no number is a text.
  void value(lxw_worksheet* sheet, XlsxPlace place, const CellValue& value, const TableColumn& column, XlsxLook look);

  // Of a row with so many lines; one line is the usual height. Not every program finds it by itself, and none for joined cells.
  void height(lxw_worksheet* sheet, lxw_row_t row, int lines);

  lxw_workbook* book() const { return book_; }
  void note(lxw_error error);  // the first error is kept and is the outcome
  void properties(const Document& document);
  Status close(const std::filesystem::path& file);  // DOC-012

 private:
  lxw_workbook* book_;
  std::map<XlsxLook, lxw_format*> formats_;
  std::set<std::string> names_;  // lower case
  std::string last_name_;
  lxw_error error_ = LXW_NO_ERROR;
};

}  // namespace opora
