#include "report/terminal_table.h"

#include <algorithm>

#include "base/text.h"

namespace opora {
namespace {

constexpr std::string_view kGap = "  ";

std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return line;
}

std::vector<int> natural_widths(const TerminalTable& table) {
  std::vector<int> widths;
  for (const TerminalColumn& column : table.columns) widths.push_back(display_width(one_line(column.title)));
  for (const auto& row : table.rows)
    for (std::size_t c = 0; c < std::min(row.size(), widths.size()); ++c) widths[c] = std::max(widths[c], display_width(one_line(row[c].text)));
  return widths;
}

// Takes cells from the widest text column until the line fits or no column may give more.
void shrink(std::vector<int>& widths, const TerminalTable& table, int room) {
  int sum = static_cast<int>(kGap.size() * (widths.empty() ? 0 : widths.size() - 1));
  for (int width : widths) sum += width;
  for (; sum > room; --sum) {
    int* widest = nullptr;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (table.columns[c].number || widths[c] <= table.columns[c].least) continue;
      if (!widest || widths[c] > *widest) widest = &widths[c];
    }
    if (!widest) return;
    --*widest;
  }
}

std::string_view escape_of(CellTone tone) {
  switch (tone) {
    case CellTone::kPlain: return "";
    case CellTone::kStrong: return "\x1b[1m";
    case CellTone::kQuiet: return "\x1b[2m";
    case CellTone::kGood: return "\x1b[32m";
    case CellTone::kWarn: return "\x1b[33m";
    case CellTone::kBad: return "\x1b[31m";
  }
  return "";
}

std::string toned(const std::string& text, CellTone tone, bool colour) {
  const std::string_view escape = colour && !text.empty() ? escape_of(tone) : std::string_view();
  return escape.empty() ? text : std::string(escape) + text + "\x1b[0m";
}

std::string blanks(int n) { return std::string(static_cast<std::size_t>(std::max(0, n)), ' '); }

// Blanks are kept outside the colour and are dropped at the end of a line.
void append_cell(std::string& line, int& pending, const std::string& text, CellTone tone, int width, bool right, bool colour) {
  std::string shown = one_line(text);
  if (display_width(shown) > width) shown = fit(shown, width);
  while (!shown.empty() && shown.back() == ' ') shown.pop_back();
  const int rest = width - display_width(shown);
  if (right) pending += rest;
  if (!shown.empty()) {
    line += blanks(pending) + toned(shown, tone, colour);
    pending = 0;
  }
  if (!right) pending += rest;
}

std::string line_of(const TerminalTable& table, const std::vector<TerminalCell>& cells, const std::vector<int>& widths, bool colour) {
  std::string line;
  int pending = 0;
  for (std::size_t c = 0; c < widths.size(); ++c) {
    static const TerminalCell kEmpty;
    const TerminalCell& cell = c < cells.size() ? cells[c] : kEmpty;
    append_cell(line, pending, cell.text, cell.tone, widths[c], table.columns[c].number, colour);
    pending += static_cast<int>(kGap.size());
  }
  return line + "\n";
}

}  // namespace

std::string render_table(const TerminalTable& table, const TerminalStyle& style) {
  std::vector<int> widths = natural_widths(table);
  if (style.width > 0) shrink(widths, table, style.width);
  std::vector<TerminalCell> titles;
  for (const TerminalColumn& column : table.columns) titles.emplace_back(column.title, CellTone::kStrong);
  std::string out = line_of(table, titles, widths, style.colour);
  std::string rule;
  for (std::size_t c = 0; c < widths.size(); ++c) {
    if (c > 0) rule += kGap;
    for (int i = 0; i < widths[c]; ++i) rule += "─";
  }
  out += toned(rule, CellTone::kQuiet, style.colour) + "\n";
  for (const auto& row : table.rows) out += line_of(table, row, widths, style.colour);
  return out;
}

std::string share_bar(Share share, int cells) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const std::int64_t eighths = static_cast<std::int64_t>(std::clamp(share.value(), 0.0, 1.0) * cells * 8 + 0.5);
  std::string bar;
  for (std::int64_t i = 0; i < eighths / 8; ++i) bar += "█";
  bar += kEighths[eighths % 8];
  const auto used = eighths / 8 + (eighths % 8 != 0);
  return bar + blanks(cells - static_cast<int>(used));
}

std::string sparkline(std::span<const std::int64_t> values) {
  static constexpr const char* kSteps[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::int64_t highest = 0;
  for (std::int64_t value : values) highest = std::max(highest, value);
  std::string line;
  for (std::int64_t value : values) {
    const double part = highest > 0 ? static_cast<double>(std::max<std::int64_t>(value, 0)) / static_cast<double>(highest) : 0;
    line += kSteps[static_cast<int>(part * 7 + 0.5)];
  }
  return line;
}

}  // namespace opora
