#include "base/parallel.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace opora {

int worker_count() {
  if (const char* wanted = std::getenv("OPORA_THREADS"))
    if (const auto count = parse_integer(wanted)) return static_cast<int>(std::clamp(*count, 1LL, 64LL));
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
}

}  // namespace opora
