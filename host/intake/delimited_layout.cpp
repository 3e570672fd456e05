#include "intake/delimited_layout.h"

#include <algorithm>
#include <vector>

namespace opora {
namespace {

constexpr std::size_t kHead = 64 << 10;
constexpr std::size_t kRecords = 50;

// Cells of each of the first records, as `delimiter` would split them.
std::vector<std::size_t> cell_counts(std::string_view text, char delimiter) {
  std::vector<std::size_t> counts;
  std::size_t cells = 1;
  bool at_start = true;  // of a cell
  bool quoted = false;
  bool blank = true;     // the record so far
  for (std::size_t i = 0; i < text.size() && counts.size() < kRecords; ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && text.substr(i + 1, 1) == "\"") ++i;
      else if (c == '"') quoted = false;
    } else if (c == '\n') {
      if (!blank) counts.push_back(cells);
      cells = 1;
      at_start = blank = true;
    } else {
      if (c != '\r') blank = false;
      quoted = at_start && c == '"';
      at_start = c == delimiter;
      if (at_start) ++cells;
    }
  }
  if (counts.empty() && !blank) counts.push_back(cells);
  return counts;
}

std::size_t agreeing(const std::vector<std::size_t>& counts) {
  if (counts.empty() || counts.front() < 2) return 0;
  return static_cast<std::size_t>(std::count(counts.begin(), counts.end(), counts.front()));
}

TextLayout layout_of_mark(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) return {TextEncoding::kUtf8, 3};
  if (head.starts_with("\xFF\xFE")) return {TextEncoding::kUtf16Little, 2};
  if (head.starts_with("\xFE\xFF")) return {TextEncoding::kUtf16Big, 2};
  return {};
}

}  // namespace

Diagnostic not_text(const ReadPlace& place, std::string reason) {
  return read_error("DATA-002", place, tr("the file is not a table"),
                    tr("give a workbook (.xlsx) or a text table (.csv) with `;`, `,` or tabs between the cells"), std::move(reason));
}

char detect_delimiter(std::string_view head) {
  char best = ';';
  double best_share = 0;
  for (const char candidate : {';', '\t', ','}) {
    const auto counts = cell_counts(head, candidate);
    const double share = static_cast<double>(agreeing(counts)) / static_cast<double>(std::max<std::size_t>(counts.size(), 1));
    if (share <= best_share) continue;
    best = candidate;
    best_share = share;
  }
  return best;
}

Result<TextLayout> detect_layout(InputFile file) {
  std::string head(kHead, '\0');
  OPORA_ASSIGN(const std::size_t size, file.read(head.data(), head.size()));
  head.resize(size);
  TextLayout layout = layout_of_mark(head);
  head.erase(0, layout.bom_bytes);
  if (head.empty()) return not_text(file.place(), tr("the file is empty"));
  if (layout.encoding == TextEncoding::kUtf16Little || layout.encoding == TextEncoding::kUtf16Big) {
    std::string utf8(head.size() * 3 / 2 + 8, '\0');
    char* out = utf8.data();
    if (!Utf16Decoder(layout.encoding == TextEncoding::kUtf16Big).append(head, false, out))
      return not_text(file.place(), tr("the file says that it is UTF-16 but is not"));
    utf8.resize(static_cast<std::size_t>(out - utf8.data()));
    head = std::move(utf8);
  }
  const TextCheck check = check_text(head);
  if (check.nul != TextCheck::kNone || check.controls > 8 + head.size() / 200)
    return not_text(file.place(), tr("the file holds bytes that are not text"));
  if (head.find('\r') != std::string::npos && head.find('\n') == std::string::npos)
    return not_text(file.place(), tr("its lines end with a carriage return alone"));
  layout.delimiter = detect_delimiter(head);
  return layout;
}

}  // namespace opora
