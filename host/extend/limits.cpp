#include "extend/limits.h"

#include <bit>
#include <cstdlib>
#include <lua.hpp>

#include "base/messages.h"
#include "extend/sandbox.h"

namespace opora {
namespace {

constexpr int kInstructionsPerTick = 1000;
constexpr int kTicksPerLook = 16;     // clock and cancellation are asked every 16,000 instructions
constexpr int kMostArguments = 1000;  // an instruction that passes "..." on costs as much as it copies
constexpr int kLevelsLooked = 4;
constexpr int kDeepest = 20'000;

}  // namespace

Diagnostic describe(Stop stop, const SandboxLimits& limits) {
  const auto megabytes = [](std::uint64_t bytes) { return bytes >> 20; };
  switch (stop) {
    case Stop::kInstructions:
      return make_error("LUA-020",
                        tr_format("the script ran for more than {0} instructions and was stopped", limits.instructions),
                        tr("look for a loop that never ends; let :where, :group and :tally do the work on many rows"));
    case Stop::kMemory:
      return make_error("LUA-021", tr_format("the script used more than {0} MB of memory", megabytes(limits.memory_bytes)),
                        tr("aggregate with :group and :tally instead of collecting rows in tables"));
    case Stop::kString:
      return make_error("LUA-022", tr_format("the script made a text of more than {0} KB", limits.string_bytes >> 10),
                        tr("keep texts short: a methodology returns checks and values, not documents"));
    case Stop::kVolume:
      return make_error("LUA-023", tr_format("the script allocated more than {0} MB in total", megabytes(limits.volume_bytes)),
                        tr("do not build texts or tables again and again inside a loop"));
    case Stop::kLibrary:
      return make_error("LUA-024",
                        tr_format("the library calls of the script cost more than {0} instructions", limits.instructions),
                        tr("sort, insert and concatenate outside of loops, or let the verbs of a frame do it"));
    case Stop::kPattern:
      return make_error("LUA-025", tr("this text pattern could take too long on this text"),
                        tr("use fewer '*', '+', '-' and '?' in one pattern, or start it with '^'"));
    case Stop::kWallClock:
      return make_error("LUA-029",
                        tr_format("the script ran for more than {0} seconds and was stopped", limits.wall_clock.count() / 1000),
                        tr("look for large texts compared or joined inside a loop"));
    case Stop::kArguments:
      return make_error("LUA-024", tr_format("a function was called with more than {0} arguments", kMostArguments),
                        tr("pass a table instead of many arguments"));
    case Stop::kDepth:
      return make_error("LUA-011", tr("calls are nested too deeply"), tr("look for a function that calls itself without an end"));
    case Stop::kCancelled: return make_error("LUA-039", tr("the run was cancelled"));
    case Stop::kNone: break;
  }
  return make_error("LUA-010", tr("the script was stopped"));
}

Meter::Meter(SandboxLimits limits) : limits_(std::move(limits)), left_(limits_.instructions) {}

void* Meter::allocate(void* self, void* block, std::size_t old_size, std::size_t new_size) {
  auto& meter = *static_cast<Meter*>(self);
  const std::size_t freed = block != nullptr ? old_size : 0;
  if (new_size == 0) {
    meter.memory_ -= freed;
    std::free(block);
    return nullptr;
  }
  const std::size_t after = meter.memory_ - freed + new_size;
  if (meter.lua_ != nullptr && new_size > freed) {
    const bool is_new_text = block == nullptr && old_size == LUA_TSTRING;  // lua_Alloc: the kind of a new block
    if (is_new_text && new_size > meter.limits_.string_bytes + 64) meter.latch(Stop::kString);
    if (after > meter.limits_.memory_bytes) meter.latch(Stop::kMemory);
    if (meter.volume_ + new_size > meter.limits_.volume_bytes) meter.latch(Stop::kVolume);
    // Which line did it? Not to be asked while the interpreter's own stack moves; its size is never a power of two.
    if (meter.stopped_ != Stop::kNone && !meter.stopped_at_ && (block == nullptr || std::has_single_bit(new_size)))
      meter.stopped_at_ = Sandbox::of(meter.lua_).place(meter.lua_);
    // A table that doubles needs the old and the new half at once: three times the limit is never exceeded by one step.
    if (after > 3 * meter.limits_.memory_bytes) return nullptr;
  }
  void* grown = std::realloc(block, new_size);
  if (grown == nullptr) return nullptr;
  meter.memory_ = after;
  meter.volume_ += new_size;
  return grown;
}

void Meter::watch(lua_State* lua) {
  lua_ = lua;
  deadline_ = std::chrono::steady_clock::now() + limits_.wall_clock;
  lua_sethook(lua, &Meter::on_count, LUA_MASKCOUNT, kInstructionsPerTick);
}

void Meter::rest() {
  if (lua_ != nullptr) lua_sethook(lua_, nullptr, 0, 0);
  lua_ = nullptr;
}

void Meter::latch(Stop reason) {
  if (stopped_ == Stop::kNone) stopped_ = reason;
  // From here on every line and every instruction stops: code that survived an error cannot go on.
  if (lua_ != nullptr) lua_sethook(lua_, &Meter::on_count, LUA_MASKCOUNT | LUA_MASKLINE, 1);
}

void Meter::stop(lua_State* lua, Stop reason) {
  latch(reason);
  lua_pushliteral(lua, "stopped");
  lua_error(lua);
  std::abort();  // lua_error does not return
}

void Meter::charge(lua_State* lua, std::int64_t cost) {
  left_ -= cost;
  if (stopped_ != Stop::kNone) stop(lua, stopped_);
  if (left_ < 0) stop(lua, Stop::kLibrary);
}

void Meter::on_count(lua_State* lua, lua_Debug*) {
  Meter& meter = Sandbox::of(lua).meter();
  if (meter.stopped_ != Stop::kNone) meter.stop(lua, meter.stopped_);
  meter.left_ -= kInstructionsPerTick;
  if (meter.left_ < 0) meter.stop(lua, Stop::kInstructions);
  meter.look_around(lua);
}

void Meter::look_around(lua_State* lua) {
  lua_Debug level;
  for (int i = 0; i < kLevelsLooked && lua_getstack(lua, i, &level) == 1; ++i) {
    if (lua_getlocal(lua, &level, -kMostArguments) == nullptr) continue;
    lua_pop(lua, 1);
    stop(lua, Stop::kArguments);
  }
  if (lua_getstack(lua, kDeepest, &level) == 1) stop(lua, Stop::kDepth);
  if (++ticks_ % kTicksPerLook != 0) return;
  if (std::chrono::steady_clock::now() > deadline_) stop(lua, Stop::kWallClock);
  if (limits_.cancelled && limits_.cancelled()) stop(lua, Stop::kCancelled);
}

}  // namespace opora
