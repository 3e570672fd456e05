// Who answers for a row: from the words of a document to organisations of the pack. Splits lists, knows "(hereinafter …)"
// and leaves what nobody is called by as it stands, so that it is shown and not guessed.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/plan.h"
#include "packs/organisations.h"

namespace opora {

// In the order of the text: the first is the lead, the rest execute with it.
std::vector<Responsible> read_responsible(std::span<const Organisation> organisations, std::string_view text);

}  // namespace opora
