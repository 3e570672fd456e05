// A page of tables in parts, in the dress of the list page: self-contained, sortable, printable, without any request.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/page_frame.h"

namespace opora {

enum class PageTone : std::uint8_t { kPlain, kIn, kOut, kQuiet };  // of a cell: comes on a list, leaves it

struct PageLine {
  std::vector<std::string> fields;  // a title, then values that stand below those of the other lines
  bool strong = false;
};

struct PageCell {
  std::string text;
  std::string code{};               // quiet, behind the text
  PageTone tone = PageTone::kPlain;
  std::optional<double> key{};      // sorts instead of the text
  std::vector<PageLine> lines{};    // below the text
  std::string note{};               // below the lines
};

struct PageColumn {
  std::string title;
  bool number = false;
};

struct PageTable {
  std::string title;
  std::vector<PageColumn> columns;
  std::vector<std::vector<PageCell>> rows;
  bool small = false;               // figures, not schools: no filter
};

struct PagePart {
  std::string overline, title;
  std::vector<std::string> leads;   // paragraphs
  std::vector<PageTable> tables;
};

struct PageFigure {                 // a number at the top that leads to a part
  std::string name, count, rest;
  std::size_t part = 0;
};

struct TablePage {
  std::string title, subtitle;
  std::vector<PageFact> facts;
  std::vector<PageFigure> figures;
  std::vector<PagePart> parts;
  std::string closing;
};

std::string render_table_page(const TablePage& page);

}  // namespace opora
