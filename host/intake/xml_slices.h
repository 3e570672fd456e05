// A long list inside an XML part (the rows of a sheet, the items of the shared strings) as slices of
// whole elements, so that a part of any size is parsed in bounded memory.
// Slices are cut behind a closing tag of an item; whoever parses a slice successfully has shown that
// the cut was right (a closing tag inside a comment or CDATA leaves the slice unbalanced).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "intake/zip_archive.h"

namespace opora {

struct XmlList {
  const char* root;  // local names: "worksheet"
  const char* list;  // "sheetData"; the same as root when the items are its children
  const char* item;  // "row"
};

class XmlSlices {
 public:
  // Bytes behind a slice that may be read (not used) by wide comparisons.
  static constexpr std::size_t kPadding = 96;

  XmlSlices(MemberStream stream, XmlList names, ReadPlace place, std::size_t piece = 1 << 20);

  // Reads up to the list. A part without the list is an empty list.
  Status open();
  // The next slice, or an empty one at the end of the list. Valid until the next call.
  Result<std::span<char>> next();

  // "x:" when the part writes <x:row>, else empty. Known after open().
  const std::string& prefix() const { return prefix_; }
  std::int64_t take_consumed() { return stream_.take_consumed(); }

 private:
  std::string_view rest() const { return {buffer_.get() + begin_, end_ - begin_}; }
  Status fill(std::size_t capacity);
  Result<bool> open_at(std::size_t tag_end);
  Status check_encoding() const;
  Status finish();
  bool starts_list_end() const;
  std::optional<std::size_t> item_end() const;

  MemberStream stream_;
  XmlList names_;
  ReadPlace place_;
  std::size_t piece_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;  // not yet given out
  std::size_t end_ = 0;
  bool at_end_ = false;    // of the stream
  bool done_ = false;      // with the list
  std::string prefix_;
  std::string item_close_;  // "</row>"
  std::string list_close_;  // "</sheetData"
  std::string root_close_;  // "</worksheet"
};

}  // namespace opora
