#include "intake/layout.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

constexpr std::size_t kHeadersShown = 12;

struct HeaderMatch {
  std::size_t found = 0;                   // headers of the profile present in the best row
  const OwnedRow* row = nullptr;
  std::vector<const ColumnName*> missing;
};

std::vector<std::string> normal_cells(const OwnedRow& row) {
  std::vector<std::string> cells;
  for (const std::string& cell : row.cells) cells.push_back(normal_words(cell));
  while (!cells.empty() && cells.back().empty()) cells.pop_back();
  return cells;
}

bool has(const std::vector<std::string>& cells, const ColumnName& column) {
  return std::any_of(cells.begin(), cells.end(), [&](const std::string& cell) { return column.is(cell); });
}

HeaderMatch match_row(const OwnedRow& row, const SourceProfile& profile) {
  HeaderMatch match;
  match.row = &row;
  const std::vector<std::string> cells = normal_cells(row);
  for (const ColumnName& column : profile.header) {
    if (has(cells, column)) ++match.found;
    else match.missing.push_back(&column);
  }
  return match;
}

HeaderMatch match_sheet(const std::vector<OwnedRow>& rows, const SourceProfile& profile) {
  HeaderMatch best;
  const auto limit = std::min(rows.size(), static_cast<std::size_t>(std::max(profile.header_rows, 1)));
  for (std::size_t i = 0; i < limit; ++i) {
    HeaderMatch match = match_row(rows[i], profile);
    if (!best.row || match.found > best.found) best = std::move(match);
    if (best.missing.empty()) break;
  }
  return best;
}

std::vector<std::size_t> sheets_of(const PeekedFile& file, const SourceProfile& profile) {
  std::vector<std::size_t> sheets;
  for (std::size_t i = 0; i < file.sheets.size(); ++i) {
    const bool wanted = profile.sheets == SourceProfile::Sheets::kFirst ? i == 0
                        : profile.sheets == SourceProfile::Sheets::kEvery
                            ? true
                            : std::find(profile.sheet_names.begin(), profile.sheet_names.end(), normal_words(file.sheets[i])) !=
                                  profile.sheet_names.end();
    if (wanted) sheets.push_back(i);
  }
  return sheets;
}

SheetLayout layout_of(const PeekedFile& file, std::size_t sheet, const OwnedRow& row) {
  SheetLayout layout;
  layout.sheet = sheet;
  layout.title = file.sheets[sheet];
  layout.header_line = row.line;
  layout.headers = normal_cells(row);
  for (std::size_t i = 0; i < layout.headers.size(); ++i) layout.headers_raw.emplace_back(trimmed(row.cells[i]));
  return layout;
}

// How well a file fits a profile: all headers on one sheet at least, else what is missing.
struct Fit {
  const SourceProfile* profile = nullptr;
  Recognition recognition;
  std::size_t found = 0;
  bool complete = false;
  std::vector<const ColumnName*> missing;
  bool no_sheet = false;
};

Fit fit_of(const PeekedFile& file, const SourceProfile& profile) {
  Fit result;
  result.profile = result.recognition.profile = &profile;
  const std::vector<std::size_t> sheets = sheets_of(file, profile);
  result.no_sheet = sheets.empty();
  for (const std::size_t sheet : sheets) {
    const HeaderMatch match = match_sheet(file.rows[sheet], profile);
    if (!match.row) continue;
    if (match.missing.empty()) {
      result.recognition.sheets.push_back(layout_of(file, sheet, *match.row));
      result.complete = true;
    }
    if (match.found >= result.found) {
      result.found = match.found;
      result.missing = match.missing;
    }
  }
  return result;
}

std::string title_of(const SourceProfile& profile) { return profile.id + " (" + profile.title + ")"; }

// The row that looks most like a header: most filled cells of the first sheet.
std::string headers_found(const PeekedFile& file) {
  const OwnedRow* widest = nullptr;
  std::size_t filled = 0;
  for (const auto& rows : file.rows) {
    for (const OwnedRow& row : rows) {
      const auto n = static_cast<std::size_t>(
          std::count_if(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return !trimmed(cell).empty(); }));
      if (n > filled) filled = n, widest = &row;
    }
    if (widest) break;
  }
  if (!widest) return tr("the file is empty");
  std::string text;
  std::size_t shown = 0;
  for (const std::string& cell : widest->cells) {
    if (trimmed(cell).empty()) continue;
    if (shown++ == kHeadersShown) return text + ", …";
    text += fmt::format("{}«{}»", text.empty() ? "" : ", ", fit(trimmed(cell), std::min(display_width(trimmed(cell)), 40)));
  }
  return text;
}

Diagnostic unrecognised(const PeekedFile& file, const std::vector<Fit>& fits) {
  Diagnostic error = make_error("DATA-020", tr("No profile recognises the layout of this file"),
                                tr("Name the profile with --profile, correct the headers, or add a profile for this layout to the pack."));
  error.notes.push_back(tr_format("headers found: {0}", headers_found(file)));
  const auto nearest_fit = std::max_element(fits.begin(), fits.end(), [](const Fit& a, const Fit& b) {
    return a.found * (b.found + b.missing.size()) < b.found * (a.found + a.missing.size());
  });
  if (nearest_fit != fits.end() && nearest_fit->found > 0) {
    std::string missing;
    for (const ColumnName* column : nearest_fit->missing) missing += (missing.empty() ? "" : ", ") + fmt::format("«{}»", shown_name(*column));
    error.notes.push_back(tr_format("nearest profile: {0}; it also expects {1}", title_of(*nearest_fit->profile), missing));
  }
  return error;
}

}  // namespace

std::string path_hint(const std::filesystem::path& file) {
  std::error_code ignored;
  std::filesystem::path full = std::filesystem::absolute(file, ignored).lexically_normal();
  if (ignored) full = file;
  std::vector<std::string> parts;
  for (const auto& part : full) parts.push_back(part.string());
  std::string hint;
  for (std::size_t i = parts.size() > 3 ? parts.size() - 3 : 0; i < parts.size(); ++i) {
    if (parts[i] != "/") hint += (hint.empty() ? "" : "/") + normal_words(parts[i]);
  }
  return hint;
}

int SheetLayout::find(const ColumnName& column) const {
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (column.is(headers[i])) return static_cast<int>(i);
  }
  return -1;
}

int SheetLayout::find(std::string_view normal_header) const {
  const auto found = std::find(headers.begin(), headers.end(), normal_header);
  return found == headers.end() ? -1 : static_cast<int>(found - headers.begin());
}

Result<PeekedFile> peek_file(TableReader& reader, int rows) {
  PeekedFile file;
  file.sheets = reader.sheets();
  for (std::size_t sheet = 0; sheet < file.sheets.size(); ++sheet) {
    OPORA_ASSIGN(auto peeked, reader.peek(sheet, static_cast<std::size_t>(rows)));
    file.rows.push_back(std::move(peeked));
  }
  return file;
}

Result<Recognition> recognise(const PeekedFile& file, const std::vector<const SourceProfile*>& profiles) {
  std::vector<Fit> fits;
  for (const SourceProfile* profile : profiles) fits.push_back(fit_of(file, *profile));
  std::size_t best = 0;
  for (const Fit& candidate : fits) {
    if (candidate.complete) best = std::max(best, candidate.profile->header.size());
  }
  if (best == 0) return unrecognised(file, fits);
  std::vector<Fit*> fitting;
  for (Fit& candidate : fits) {
    if (candidate.complete && candidate.profile->header.size() == best) fitting.push_back(&candidate);
  }
  if (fitting.size() == 1) return std::move(fitting.front()->recognition);
  Diagnostic error = make_error("DATA-021", tr("Several profiles fit this file equally well"),
                                tr("Choose one with --profile."));
  for (const Fit* candidate : fitting) error.notes.push_back(title_of(*candidate->profile));
  return error;
}

std::optional<std::string> part_of_file(const PartSource& source, const std::string& hint) {
  if (auto captured = first_capture(source.path, hint)) return captured;
  std::string_view rest = hint;
  while (!source.words.entries.empty() && !rest.empty()) {
    const std::size_t slash = rest.rfind('/');
    const std::string_view part = slash == std::string_view::npos ? rest : rest.substr(slash + 1);
    if (const std::string* value = source.words.contained(part)) return *value;
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(0, slash);
  }
  if (!source.constant.empty()) return source.constant;
  return std::nullopt;
}

}  // namespace opora
