// Group "stress": the same again, more often, on more threads.
#include <malloc.h>
#include <unistd.h>

#include <fstream>

#include "base/messages.h"
#include "extend/conformance/calls.h"

namespace opora::conformance {
namespace {

FrameFacts facts_for(const Subject& subject, const Extension& extension, std::uint64_t seed, const FactShape& shape = {}) {
  return make_facts(seed, subject.year, shape, vocabulary_of(parameters_of(extension)));
}

Finding same(const Result<Lines>& first, const Result<Lines>& second, const char* when) {
  if (!first.ok()) return failed(first.error());
  if (!second.ok()) return failed(second.error());
  const std::string changed = difference(*first, *second);
  return changed.empty() ? passed() : failed(tr_format("{0} the result differs: {1}; let nothing outlive a call, and use neither time, chance nor addresses", tr(when), changed));
}

Finding twice(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = facts_for(subject, extension, setting.seed);
    const CallOptions options = options_of(subject, opened);
    const Result<Lines> first = compute(extension, facts, options);
    usleep(20'000);  // a result that follows the clock shows
    return same(first, compute(extension, facts, options), tr_later("the second time"));
  });
}

Finding threads(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = facts_for(subject, extension, setting.seed);
    CallOptions options = options_of(subject, opened);
    const Result<Lines> one = compute(extension, facts, options);
    options.threads = 2;
    return same(one, compute(extension, facts, options), tr_later("with two threads"));
  });
}

Finding after_other_data(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = facts_for(subject, extension, setting.seed);
    FrameFacts others = facts_for(subject, extension, setting.seed + 1, {30, 5, 1, 100, 0.2, Values::kUsual, Texts::kPlain});
    const CallOptions options = options_of(subject, opened);
    const Result<Lines> before = compute(extension, facts, options);
    (void)compute(extension, others, options);
    others.requests = 0, others.fails_at = 1;
    (void)compute(extension, others, options);
    return same(before, compute(extension, facts, options), tr_later("after a call on other data and a failed one"));
  });
}

// Bytes in use: the heap, and pages of the process.
struct Memory {
  std::int64_t heap = 0, pages = 0;
};
[[maybe_unused]] Memory memory() {  // a sanitizer keeps what is freed: nothing is measured then
  const struct mallinfo2 info = mallinfo2();
  std::ifstream file("/proc/self/statm");
  std::int64_t size = 0, resident = 0;
  file >> size >> resident;
  return {static_cast<std::int64_t>(info.uordblks + info.hblkhd), resident * sysconf(_SC_PAGESIZE)};
}

Finding no_leak(const Subject& subject, const Setting& setting) {
#if defined(__SANITIZE_ADDRESS__)
  (void)subject, (void)setting;
  return skipped("AddressSanitizer");
#else
  constexpr int kCalls = 100, kSure = 3000;
  constexpr std::int64_t kPerCall = 24, kPages = 16 << 20;
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = facts_for(subject, extension, setting.seed, {3, 8, 1, 24, 0, Values::kUsual, Texts::kPlain});
    const CallOptions options = options_of(subject, opened);
    const auto after = [&](int calls) {
      for (int i = 0; i < calls; ++i) (void)raw_call(extension, facts, options);
      return memory();
    };
    after(kCalls);  // caches fill
    // The allocator keeps freed blocks for a while: growth counts when it goes on over many calls.
    for (const int calls : {kCalls, kSure}) {
      const Memory a = after(1), b = after(calls), c = after(calls);
      if (c.pages - a.pages > kPages) return failed(tr_format("{0} calls grow the process by {1} MB", 2 * calls, (c.pages - a.pages) >> 20));
      const std::int64_t least = std::min(b.heap - a.heap, c.heap - b.heap) / calls;
      if (least < kPerCall) return passed();
      if (calls == kSure) return failed(tr_format("each call leaves some {0} bytes behind; free what a call allocates", least));
    }
    return passed();
  });
#endif
}

}  // namespace

std::vector<Check> stress_checks() {
  return {
      {"double-run-bit-equal", Group::kStress, kExtension, tr_later("the same call twice gives the same bits"), "output-schema", &twice},
      {"threads-bit-equal", Group::kStress, kExtension, tr_later("one thread and two give the same bits"), "output-schema", &threads},
      {"nothing-carried-over", Group::kStress, kExtension, tr_later("a call leaves no trace in the next one"), "output-schema", &after_other_data},
      {"repeat-no-leak", Group::kStress, kExtension, tr_later("hundreds of calls do not grow the memory"), "calls-succeed", &no_leak},
  };
}

}  // namespace opora::conformance
