// The page of a run: fills the report's page from a listing.
#pragma once

#include <string>

#include "engine/listing.h"

namespace opora {

// Self-contained HTML of the listing: lists with reasons, schools near the threshold, those that could
// not be assessed, a histogram of the deciding value, the parameters with their legal basis.
// `listing` should hold every decision (ListRequest::all), so that near misses can be shown.
std::string list_page(const Listing& listing);

}  // namespace opora
