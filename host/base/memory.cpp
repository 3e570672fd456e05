#include "base/memory.h"

#include <cstdint>
#include <cstdlib>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace opora {
namespace {

constexpr int kLargestOnHeap = 32 << 20;  // the most glibc accepts; larger blocks are mapped one by one
constexpr int kKeptFree = 256 << 20;
constexpr std::size_t kReserved = std::size_t{256} << 20;  // addresses, not memory
constexpr std::uintptr_t kLargePage = std::uintptr_t{2} << 20;

// Extends the heap by addresses that are not yet backed by memory, and asks for large pages there. The
// heap's first pages stay small: a command that does little needs no more than those.
void advise_heap() {
  auto* const first = static_cast<char*>(sbrk(0));
  mallopt(M_TOP_PAD, static_cast<int>(kReserved));
  void* volatile grown = std::malloc(1 << 20);  // more than a fresh heap has: it grows by its padding, and keeps it
  std::free(grown);
  mallopt(M_TOP_PAD, 1 << 20);
  auto* const last = static_cast<char*>(sbrk(0));
  const auto from = (reinterpret_cast<std::uintptr_t>(first) + 2 * kLargePage - 1) & ~(kLargePage - 1);
  const auto to = reinterpret_cast<std::uintptr_t>(last) & ~(kLargePage - 1);
  if (from < to) madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);  // advice: nothing depends on it
}

}  // namespace

void keep_memory_in_large_pages() {
  mallopt(M_ARENA_MAX, 1);  // what a helper thread frees serves all; helpers ask seldom and for much
  mallopt(M_MMAP_THRESHOLD, kLargestOnHeap);
  mallopt(M_TRIM_THRESHOLD, kKeptFree + static_cast<int>(kReserved));
  advise_heap();
}

}  // namespace opora
