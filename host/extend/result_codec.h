// Results of extensions as bytes, from a worker to its caller. Bit for bit what was computed, and nothing of it is
// believed: a reader checks every count, index and order. EXT-005 for anything that encode_*() cannot have written.
#pragma once

#include <string>
#include <string_view>

#include "frame/frame.h"
#include "model/decision_set.h"

namespace opora {

std::string encode_frame(const Frame& frame);
Result<Frame> decode_frame(std::string_view bytes);

std::string encode_decisions(const DecisionSet& set, int threads);
Result<DecisionSet> decode_decisions(std::string_view bytes);  // settled

}  // namespace opora
