// Rows of a file on their way to its segments: encoded on a thread of their own where the file has
// several, so that the thread that reads the file only hands them over.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/segment_channel.h"

namespace opora {

class SegmentFeed {
 public:
  SegmentFeed(SegmentChannel& channel, int threads);
  ~SegmentFeed();
  SegmentFeed(const SegmentFeed&) = delete;
  SegmentFeed& operator=(const SegmentFeed&) = delete;

  // Rows of one procedure, next in file order, with all schools of the file so far. Blocks while too
  // many rows wait. An error of the encoding comes with a later call.
  Status add(ResultRows&& rows, const std::vector<SchoolRef>& schools_so_far);
  Status finish();  // returns when everything is in the channel

 private:
  struct Item {
    ResultRows rows;
    std::vector<SchoolRef> new_schools;
  };

  Status encode(Item&& item);
  void work();
  void stop();

  static constexpr std::size_t kMostWaiting = 16;
  SegmentChannel& channel_;
  const int threads_;
  std::size_t schools_seen_ = 0;
  std::vector<SchoolRef> new_schools_;  // for the next segment
  SegmentBuilder builder_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  bool ended_ = false;
  std::optional<Diagnostic> failure_;
  std::jthread thread_;
};

}  // namespace opora
