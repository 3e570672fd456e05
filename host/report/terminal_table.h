// Tables for a terminal: columns line up whatever the script of the text, numbers stand right, and
// when the terminal is narrow the widest text columns give way first. Pure text: the caller says how
// wide the terminal is and whether it shows colour.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/share.h"

namespace opora {

enum class CellTone : std::uint8_t { kPlain, kStrong, kQuiet, kGood, kWarn, kBad };

struct TerminalColumn {
  std::string title;
  bool number = false;   // right-aligned, never cut
  int least = 8;         // a text column is not cut below this many cells
};

struct TerminalCell {
  std::string text;      // one line; line breaks and control characters become blanks
  CellTone tone = CellTone::kPlain;

  TerminalCell(std::string cell_text = {}, CellTone cell_tone = CellTone::kPlain)  // NOLINT: a cell is its text
      : text(std::move(cell_text)), tone(cell_tone) {}
  TerminalCell(const char* cell_text) : text(cell_text) {}  // NOLINT
};

struct TerminalTable {
  std::vector<TerminalColumn> columns;
  std::vector<std::vector<TerminalCell>> rows;  // short rows are filled with empty cells
};

struct TerminalStyle {
  int width = 0;       // cells of the terminal; 0: as wide as the content
  bool colour = false;
};

// Title row, rule, rows; every line ends with a newline and has no trailing blanks.
std::string render_table(const TerminalTable& table, const TerminalStyle& style);

// A bar of `cells` cells for a share of 0 … 1, in eighths: share_bar({1, 2}, 4) → "██  ".
std::string share_bar(Share share, int cells);

// One character a value, scaled from 0 to the highest: "▁▃█". Negative values count as 0.
std::string sparkline(std::span<const std::int64_t> values);

}  // namespace opora
