// Text as it comes from real files: trimming that knows the no-break space, case and order by ICU,
// legacy code pages, and the "did you mean" of messages.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace opora {

// Without outer white space; U+00A0 counts as white space. A view into `text`.
std::string_view trimmed(std::string_view text);

std::string to_lower(std::string_view utf8);  // full Unicode, locale-independent
bool is_utf8(std::string_view bytes);
std::string from_windows_1251(std::string_view bytes);

// A canonical whole number: digits with an optional minus, at most 18 digits; outer space allowed.
std::optional<long long> parse_integer(std::string_view text);

// Order of names in a list as a Russian reader expects it (CLDR root with ru tailoring).
// Thread-safe; strings that compare equal are ordered by bytes, so that sorting is deterministic.
bool collates_before(std::string_view a, std::string_view b);

// The candidate nearest to `word` by edit distance (at most a third of its length, rounded up), or nothing.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

// Width on a terminal in cells: combining marks are 0, wide characters 2.
int display_width(std::string_view utf8);
// Cut to `cells` with "…" or padded with blanks, so that columns of a table line up.
std::string fit(std::string_view utf8, int cells);

}  // namespace opora
