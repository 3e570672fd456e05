// What a cell's bytes mean, remembered: a column has few distinct values, so that the typed value of
// a cell is a comparison with the row before or one hash look-up, and never an allocation.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "intake/short_text.h"

namespace opora {

template <class Value>
class Memo {
 public:
  // The remembered value, or what `derive(text)` gives. Valid until the next call with a new text.
  template <class Derive>
  Value& get(std::string_view text, Derive&& derive) {
    if (text.size() == 1) return of_byte(text, derive);
    if (last_ < entries_.size() && same_text(entries_[last_].text, text)) return entries_[last_].value;
    if (slots_.empty()) slots_.assign(64, kFree);
    const std::size_t hash = text_hash(text);
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == kFree) break;
      const Entry& entry = entries_[slots_[at]];
      if (entry.hash == hash && same_text(entry.text, text)) {
        last_ = slots_[at];
        return entries_[last_].value;
      }
    }
    entries_.push_back({hash, std::string(text), derive(text)});
    last_ = entries_.size() - 1;
    if (entries_.size() * 2 > slots_.size()) grow();
    else place(last_);
    return entries_[last_].value;
  }

  std::size_t size() const { return entries_.size(); }
  void clear() {
    bytes_.fill(kFree);
    entries_.clear();
    slots_.clear();
    last_ = 0;
  }

 private:
  static constexpr std::uint32_t kFree = UINT32_MAX;
  struct Entry {
    std::size_t hash;
    std::string text;
    Value value;
  };

  // Digits and letters are found without a hash, and stay out of the slots.
  template <class Derive>
  Value& of_byte(std::string_view text, Derive&& derive) {
    std::uint32_t& entry = bytes_[static_cast<unsigned char>(text[0])];
    if (entry == kFree) {
      Value value = derive(text);
      entry = static_cast<std::uint32_t>(entries_.size());
      entries_.push_back({0, std::string(text), std::move(value)});
    }
    return entries_[entry].value;
  }

  void place(std::size_t entry) {
    if (entries_[entry].text.size() == 1) return;
    std::size_t at = entries_[entry].hash & (slots_.size() - 1);
    while (slots_[at] != kFree) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = static_cast<std::uint32_t>(entry);
  }
  void grow() {
    slots_.assign(slots_.size() * 2, kFree);
    for (std::size_t i = 0; i < entries_.size(); ++i) place(i);
  }

  static constexpr std::array<std::uint32_t, 256> kNoBytes = [] {
    std::array<std::uint32_t, 256> none{};
    for (std::uint32_t& entry : none) entry = kFree;
    return none;
  }();
  std::array<std::uint32_t, 256> bytes_ = kNoBytes;  // text of one byte → entry
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;
  std::size_t last_ = 0;
};

}  // namespace opora
