// How long a Lua pattern could take on a text. Lua matches by backtracking: nested repetitions cost
// the product of what each can swallow. The estimate is an upper bound in matcher steps.
#pragma once

#include <cstdint>
#include <string_view>

namespace opora {

// Σ over the items of branches × tries, where the branches are multiplied by the longest run that a
// repetition can swallow, unless what follows cannot begin with it: "(%d+) (%d+)" never goes back.
// Saturates at INT64_MAX.
// `anchors`: a leading '^' ties the match to the start (not so in gmatch). A malformed pattern costs
// little: the matcher itself refuses it.
std::int64_t pattern_cost(std::string_view text, std::string_view pattern, bool anchors);

bool is_plain_pattern(std::string_view pattern);  // no character with a meaning

}  // namespace opora
