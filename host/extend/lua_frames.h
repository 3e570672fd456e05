// Frames in Lua: frame.column, # rows, and the verbs that give new frames (lua_frames.cpp), iterators
// over small ones (lua_rows.cpp), groups (lua_query.cpp), and what small groups mean (lua_intervals.cpp).
// LUA-040 too many rows to go through one by one, LUA-041 memory, LUA-042 rows without a key.
#pragma once

#include "extend/lua_columns.h"
#include "frame/frame.h"

namespace opora {

struct FrameObject {
  static constexpr const char* kTypeName = "opora.frame";
  static constexpr const char* kWhat = "frame";
  FrameObject(ColumnLedger& ledger, Frame held) : ledger_(&ledger), frame(std::move(held)) { ledger_->hold(frame); }
  FrameObject(FrameObject&& other) noexcept : ledger_(std::exchange(other.ledger_, nullptr)), frame(std::move(other.frame)) {}
  FrameObject& operator=(FrameObject&&) = delete;
  ~FrameObject() {
    if (ledger_ != nullptr) ledger_->release(frame);
  }

 private:
  ColumnLedger* ledger_;

 public:
  Frame frame;
};

void open_frames(Sandbox& sandbox);
void open_frame_literals(Sandbox& sandbox);  // frame({ { "school", "text" }, … }, { { "s1", … }, … })
void push_frame(lua_State* lua, Frame frame);
std::int64_t cells_of(const Frame& frame);

// Verbs of a frame that live in other files.
int frame_rows(lua_State* lua);  // for row in frame:rows()
int frame_by(lua_State* lua);    // for key, rows in frame:by("school")
int frame_group(lua_State* lua);
int frame_tally(lua_State* lua);
// Small groups and many tests (lua_intervals.cpp).
int frame_interval(lua_State* lua);
int frame_shrink_shares(lua_State* lua);
int frame_shrink_means(lua_State* lua);
int frame_pool(lua_State* lua);
int frame_funnel(lua_State* lua);
int frame_binomial_tail(lua_State* lua);
int frame_compare_shares(lua_State* lua);
int frame_adjust_p(lua_State* lua);

}  // namespace opora
