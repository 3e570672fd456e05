#include "engine/segment_feed.h"

#include <iterator>
#include <utility>

#include "base/messages.h"

namespace opora {

SegmentFeed::SegmentFeed(SegmentChannel& channel, int threads)
    : channel_(channel), threads_(threads), builder_([this](Segment&& segment) -> Status {
        if (channel_.put({std::move(segment), std::exchange(new_schools_, {})})) return {};
        return make_error("DATA-028", tr("The import of the file was stopped"));
      }) {}

SegmentFeed::~SegmentFeed() { stop(); }

Status SegmentFeed::add(ResultRows&& rows, const std::vector<SchoolRef>& schools_so_far) {
  Item item{std::move(rows), {schools_so_far.begin() + static_cast<std::ptrdiff_t>(schools_seen_), schools_so_far.end()}};
  schools_seen_ = schools_so_far.size();
  if (threads_ <= 1) return encode(std::move(item));
  if (!thread_.joinable()) thread_ = std::jthread([this] { work(); });
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return failure_ || items_.size() < kMostWaiting; });
    if (failure_) return *failure_;
    items_.push_back(std::move(item));
  }
  changed_.notify_all();
  return {};
}

Status SegmentFeed::finish() {
  stop();
  if (failure_) return *failure_;
  return builder_.finish(threads_);
}

Status SegmentFeed::encode(Item&& item) {
  new_schools_.insert(new_schools_.end(), std::make_move_iterator(item.new_schools.begin()), std::make_move_iterator(item.new_schools.end()));
  return builder_.add(std::move(item.rows));
}

void SegmentFeed::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !items_.empty(); });
    if (items_.empty()) return;
    Item item = std::move(items_.front());
    items_.pop_front();
    lock.unlock();
    changed_.notify_all();
    if (Status encoded = encode(std::move(item)); !encoded) {
      lock.lock();
      failure_ = encoded.take_error();
      items_.clear();
      lock.unlock();
      changed_.notify_all();
      return;
    }
  }
}

// The thread ends when it has encoded what waits.
void SegmentFeed::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

}  // namespace opora
