// Memory for the texts of cells: grows by pieces, gives views that stay valid until clear().
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace opora {

class TextArena {
 public:
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (free_ < text.size()) grow(text.size());
    char* place = next_;
    std::memcpy(place, text.data(), text.size());
    next_ += text.size();
    free_ -= text.size();
    used_ += text.size();
    return {place, text.size()};
  }

  std::size_t used() const { return used_; }

  void clear() {
    pieces_.clear();
    next_ = nullptr;
    free_ = used_ = 0;
  }

 private:
  static constexpr std::size_t kPiece = 64 << 10;

  void grow(std::size_t at_least) {
    const std::size_t size = std::max(at_least, kPiece);
    pieces_.push_back(std::make_unique_for_overwrite<char[]>(size));
    next_ = pieces_.back().get();
    free_ = size;
  }

  std::vector<std::unique_ptr<char[]>> pieces_;
  char* next_ = nullptr;
  std::size_t free_ = 0;
  std::size_t used_ = 0;
};

}  // namespace opora
