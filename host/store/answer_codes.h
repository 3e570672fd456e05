// Answers as they stand in the store's tables, in CSV and in JSON.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "model/decision.h"

namespace opora {

inline constexpr std::string_view kAnswerCodes[] = {"no", "yes", "not_assessable"};

inline std::string_view answer_code(Answer answer) { return kAnswerCodes[static_cast<int>(answer)]; }

inline std::optional<Answer> answer_of(std::string_view code) {
  const auto it = std::find(std::begin(kAnswerCodes), std::end(kAnswerCodes), code);
  return it == std::end(kAnswerCodes) ? std::nullopt : std::optional(static_cast<Answer>(it - std::begin(kAnswerCodes)));
}

}  // namespace opora
