// The checks of one part of a run as encoded columns, with the schools and names that they refer to.
#pragma once

#include "model/decision_set.h"
#include "store/segment.h"

namespace opora {

Blob encode_checks(const DecisionSet& set, int threads);
// Fills checks, schools and names; the rules must be there already. STORE-004 for anything that
// encode_checks() cannot have written.
Status decode_checks(std::span<const std::uint8_t> data, std::int64_t rows, DecisionSet& set);

Diagnostic damaged_checks();

}  // namespace opora
