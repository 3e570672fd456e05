#include "engine/segment_channel.h"

namespace opora {

bool SegmentChannel::put(Item item) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return abandoned_ || items_.size() < kMostWaiting; });
  if (abandoned_) return false;
  items_.push_back(std::move(item));
  changed_.notify_all();
  return true;
}

void SegmentChannel::end(Result<MappedFile> mapped) {
  const std::lock_guard lock(mutex_);
  mapped_ = std::move(mapped);
  changed_.notify_all();
}

std::optional<SegmentChannel::Item> SegmentChannel::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !items_.empty() || mapped_; });
  if (items_.empty()) return std::nullopt;
  Item item = std::move(items_.front());
  items_.pop_front();
  changed_.notify_all();
  return item;
}

void SegmentChannel::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
  items_.clear();
  changed_.notify_all();
}

bool SegmentChannel::abandoned() const {
  const std::lock_guard lock(mutex_);
  return abandoned_;
}

}  // namespace opora
