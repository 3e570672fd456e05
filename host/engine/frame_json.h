// Frames as JSON, with every value exactly: for bundles that people may read and programs compute from.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "frame/frame.h"

namespace opora {

// [{"name": "n", "type": "int64", "values": [1, null]}, …]; infinite numbers as texts.
nlohmann::ordered_json json_of_frame(const Frame& frame);
Result<Frame> frame_of_json(const nlohmann::ordered_json& json);  // BUNDLE-001 when it is none

}  // namespace opora
