// Between the thread that encodes a file and the one that commits it.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "intake/mapping.h"
#include "store/segment.h"

namespace opora {

// Segments of one file as its worker makes them, in order, with the schools that are new since the
// last one. The worker ends it with the mapped file or an error.
class SegmentChannel {
 public:
  struct Item {
    Segment segment;
    std::vector<SchoolRef> new_schools;
  };

  // Blocks while kMostWaiting segments wait, so that memory stays bounded. False: nobody takes them any more.
  bool put(Item item);
  void end(Result<MappedFile> mapped);
  std::optional<Item> take();      // blocks; nothing at the end
  Result<MappedFile>& mapped() { return *mapped_; }  // after take() gave nothing
  void abandon();                  // the taker has failed or needs no more: the worker shall stop
  bool abandoned() const;

 private:
  static constexpr std::size_t kMostWaiting = 32;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  std::optional<Result<MappedFile>> mapped_;
  bool abandoned_ = false;
};

}  // namespace opora
