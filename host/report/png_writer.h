// Pictures as PNG: charts in documents. Packed by ISA-L: with the usual library, a third of the time of a batch of documents
// went into its pictures (tests/bench/README.md, documents).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace opora {

// `dots`: 32 bits each, red in bits 16–23, green in 8–15, blue in 0–7 (CAIRO_FORMAT_RGB24); `stride`: bytes from row to row.
// HOST-001 the library is not there.
Result<std::string> png_of(const std::uint8_t* dots, std::size_t width, std::size_t height, std::size_t stride);

}  // namespace opora
