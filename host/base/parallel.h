// Work on all cores without a pool: at most `threads` workers take indices 0…n-1 in order.
// What runs must not throw and must write to places of its own; results are then the same for any
// number of threads.
#pragma once

#include <atomic>
#include <thread>
#include <vector>

namespace opora {

// Cores of the machine, or the value of OPORA_THREADS (1…64) for tests and shared servers.
int worker_count();

template <class Work>
void parallel_for(std::size_t n, int threads, Work&& work) {
  std::atomic<std::size_t> next{0};
  const auto worker = [&] {
    for (std::size_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < n;) work(i);
  };
  std::vector<std::jthread> helpers;
  for (int t = 1; t < threads && static_cast<std::size_t>(t) < n; ++t) helpers.emplace_back(worker);
  worker();
}

}  // namespace opora
