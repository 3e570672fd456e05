// The codec of segment.h for columns of any integer type, without a detour over 64-bit copies.
#pragma once

#include "store/segment.h"

namespace opora {

template <class T>
Blob encode_column(std::span<const T> values);  // T: (u)int8 … (u)int64

// How many values a blob holds. STORE-004 when it is none of ours.
Result<std::size_t> encoded_size(std::span<const std::uint8_t> blob);

// Decodes exactly out.size() values; STORE-004 when the blob holds another number of them or one that
// T cannot hold.
template <class T>
Status decode_column(std::span<const std::uint8_t> blob, std::span<T> out);

Diagnostic damaged_column();

}  // namespace opora
