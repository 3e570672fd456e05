// What a script may use, and the meter that counts it. Instructions decide, not time: the same
// script stops at the same place on every machine; the wall clock is only the last ring.
//
// The first limit that is hit is kept (a latch): whatever the script does afterwards, the run has
// failed with that reason. Memory and strings are limited *softly*: the allocation is granted and the
// script is stopped at its next instruction, where its line is known; a hard cap lies behind.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "base/diagnostic.h"

struct lua_State;
struct lua_Debug;

namespace opora {

struct SandboxLimits {
  std::int64_t instructions = 50'000'000;         // of the interpreter, library calls charged in the same unit
  std::size_t memory_bytes = std::size_t{64} << 20;      // live Lua memory
  std::size_t string_bytes = std::size_t{64} << 10;      // one text
  std::uint64_t volume_bytes = std::uint64_t{2} << 30;   // sum of all allocations
  std::size_t source_bytes = std::size_t{256} << 10;     // one script
  std::size_t frame_bytes = std::size_t{1} << 30;        // live columns held by the script
  std::int64_t pattern_steps = 4'000'000;         // worst case of one find, match, gmatch or gsub
  std::chrono::milliseconds wall_clock{60'000};
  std::function<bool()> cancelled;                // asked now and then; may be empty
};

enum class Stop : std::uint8_t { kNone, kInstructions, kMemory, kString, kVolume, kLibrary, kPattern, kWallClock, kArguments, kDepth, kCancelled };

// The stable code and the text of each stop. The text names the limit, never what was used up to it:
// the same script gives the same message twice.
Diagnostic describe(Stop stop, const SandboxLimits& limits);

class Meter {
 public:
  explicit Meter(SandboxLimits limits);
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

  static void* allocate(void* meter, void* block, std::size_t old_size, std::size_t new_size);  // lua_Alloc
  void watch(lua_State* lua);  // counts from now on
  void rest();                 // the host's own work on the state is not counted

  // Takes `cost` instructions for a library call; stops the script (never returns) when they are used up.
  void charge(lua_State* lua, std::int64_t cost);
  [[noreturn]] void stop(lua_State* lua, Stop reason);

  Stop stopped() const { return stopped_; }
  const std::optional<Span>& stopped_at() const { return stopped_at_; }  // known for most allocations
  const SandboxLimits& limits() const { return limits_; }
  std::size_t memory_used() const { return memory_; }

 private:
  static void on_count(lua_State* lua, lua_Debug* event);
  void latch(Stop reason);
  void look_around(lua_State* lua);

  SandboxLimits limits_;
  lua_State* lua_ = nullptr;  // null while resting
  std::int64_t left_ = 0;
  std::size_t memory_ = 0;
  std::uint64_t volume_ = 0;
  std::int64_t ticks_ = 0;
  std::chrono::steady_clock::time_point deadline_;
  Stop stopped_ = Stop::kNone;
  std::optional<Span> stopped_at_;
};

}  // namespace opora
