#include "intake/xml_slices.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

#include "base/text.h"
#include "intake/xml_text.h"

namespace opora {
namespace {

constexpr std::size_t kMaxElement = 16 << 20;  // one row, or all that stands before the list
constexpr std::size_t kTail = 4 << 10;
constexpr int kMaxMentions = 64;               // of the list's name before the list itself

pugi::xml_node last_element(pugi::xml_node parent) {
  pugi::xml_node node = parent.last_child();
  while (node && node.type() != pugi::node_element) node = node.previous_sibling();
  return node;
}

bool has_doctype(const pugi::xml_document& document) {
  for (pugi::xml_node node : document)
    if (node.type() == pugi::node_doctype) return true;
  return false;
}

std::string_view without_trailing_space(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

XmlSlices::XmlSlices(MemberStream stream, XmlList names, ReadPlace place, std::size_t piece)
    : stream_(std::move(stream)), names_(names), place_(std::move(place)), piece_(piece) {}

// Moves what is left to the front and reads until the buffer holds `capacity` bytes.
Status XmlSlices::fill(std::size_t capacity) {
  if (capacity > capacity_) {
    auto larger = std::make_unique_for_overwrite<char[]>(capacity + kPadding);
    std::copy_n(buffer_.get() + begin_, end_ - begin_, larger.get());
    std::memset(larger.get() + capacity, 0, kPadding);
    buffer_ = std::move(larger);
    capacity_ = capacity;
  } else if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
  }
  end_ -= begin_;
  begin_ = 0;
  while (!at_end_ && end_ < capacity_) {
    OPORA_ASSIGN(const std::size_t count, stream_.read({buffer_.get() + end_, capacity_ - end_}));
    at_end_ = count == 0;
    end_ += count;
  }
  return {};
}

Status XmlSlices::check_encoding() const {
  const std::string_view head = rest().substr(0, 200);
  const bool wide = head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF" ||
                    head.substr(0, 2) == std::string_view("<\0", 2) || head.substr(0, 2) == std::string_view("\0<", 2);
  if (wide) return broken_xml(place_, tr("a part is written in UTF-16; only UTF-8 is understood"));
  const std::size_t declared = head.substr(0, 5) == "<?xml" ? head.find("encoding=") : std::string_view::npos;
  if (declared == std::string_view::npos || declared > head.find("?>")) return {};
  const std::string name = to_lower(head.substr(declared + std::strlen("encoding='"), std::strlen("us-ascii")));
  if (name.starts_with("utf-8") || name == "us-ascii") return {};
  return broken_xml(place_, tr("a part is not written in UTF-8"));
}

// Is the tag that ends at `tag_end` really the start of the list? The XML before it decides: inside a
// comment the parser does not see it. Sets the names of the closing tags.
Result<bool> XmlSlices::open_at(std::size_t tag_end) {
  pugi::xml_document document;
  document.load_buffer(buffer_.get(), tag_end, pugi::parse_minimal | pugi::parse_doctype, pugi::encoding_utf8);
  if (has_doctype(document)) return hostile_archive(place_, tr("a part declares a document type or entities"));
  const pugi::xml_node root = document.document_element();
  const std::string_view root_name = root.name();
  if (local_name(root_name) != names_.root) return false;
  const bool root_is_list = std::strcmp(names_.root, names_.list) == 0;
  const pugi::xml_node list = root_is_list ? root : last_element(root);
  if (local_name(list.name()) != names_.list || list.first_child()) return false;
  prefix_ = root_name.substr(0, root_name.size() - std::strlen(names_.root));
  if (list.name() != prefix_ + names_.list) return false;
  item_close_ = "</" + prefix_ + names_.item + ">";
  list_close_ = "</" + prefix_ + names_.list;
  root_close_ = "</" + prefix_ + names_.root;
  done_ = buffer_[tag_end - 2] == '/';
  begin_ = tag_end;
  return true;
}

Status XmlSlices::open() {
  OPORA_TRY(fill(piece_));
  if (rest().substr(0, 3) == "\xEF\xBB\xBF") begin_ = 3;
  OPORA_TRY(check_encoding());
  std::size_t from = 0;
  int mentions = 0;
  for (;;) {
    if (std::memchr(buffer_.get() + begin_, 0, end_ - begin_) != nullptr)
      return broken_xml(place_, tr("a part holds bytes that are not text"));
    OPORA_TRY(fill(capacity_));  // to have the part from the start of the buffer
    const std::string_view all = rest();
    for (std::size_t at; (at = all.find(names_.list, from)) != std::string_view::npos; from = at + 1) {
      const std::size_t close = all.find('>', at);
      if (close == std::string_view::npos) break;
      OPORA_ASSIGN(const bool found, open_at(close + 1));
      if (found) return {};
      if (++mentions > kMaxMentions) return broken_xml(place_, tr_format("no <{0}> was found in the part", names_.list));
    }
    if (at_end_) break;
    if (capacity_ >= kMaxElement) return broken_xml(place_, tr_format("no <{0}> was found in the part", names_.list));
    OPORA_TRY(fill(capacity_ * 2));
  }
  pugi::xml_document document;
  const auto parsed = document.load_buffer(buffer_.get(), end_, pugi::parse_minimal | pugi::parse_doctype, pugi::encoding_utf8);
  if (has_doctype(document)) return hostile_archive(place_, tr("a part declares a document type or entities"));
  if (!parsed) return broken_xml(place_, parsed.description());
  const std::string_view root_name = document.document_element().name();
  if (local_name(root_name) != names_.root)
    return broken_xml(place_, tr_format("a part begins with <{0}> instead of <{1}>", root_name, names_.root));
  begin_ = end_;
  done_ = true;
  return {};
}

bool XmlSlices::starts_list_end() const {
  std::string_view text = rest();
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text.starts_with(list_close_);
}

std::optional<std::size_t> XmlSlices::item_end() const {
  const std::string_view text = rest();
  const std::size_t last = text.rfind(item_close_);
  if (last != std::string_view::npos) return last + item_close_.size();
  // Only items without content are left, or comments: everything up to the end of the list.
  const std::size_t list_end = text.find(list_close_);
  if (list_end != std::string_view::npos) return list_end;
  return std::nullopt;
}

Result<std::span<char>> XmlSlices::next() {
  if (done_) {
    OPORA_TRY(finish());
    return std::span<char>();
  }
  OPORA_TRY(fill(capacity_));
  std::optional<std::size_t> size;
  while (!starts_list_end() && !(size = item_end())) {
    if (at_end_) return broken_xml(place_, tr("the XML of a part is cut short"));
    if (capacity_ >= kMaxElement) return too_long(place_, tr_format("one <{0}> has more than {1} MiB", names_.item, kMaxElement >> 20));
    OPORA_TRY(fill(capacity_ * 2));
  }
  if (!size) {
    OPORA_TRY(finish());
    return std::span<char>();
  }
  const std::span<char> slice(buffer_.get() + begin_, *size);
  begin_ += *size;
  return slice;
}

// Reads to the end, so that check sums are checked, and sees that the root is closed.
Status XmlSlices::finish() {
  done_ = true;
  while (!at_end_) {
    begin_ = end_ - std::min(end_ - begin_, kTail);
    OPORA_TRY(fill(capacity_));
  }
  if (end_ == 0 || root_close_.empty()) return {};
  const std::string_view tail = without_trailing_space({buffer_.get(), end_});
  const std::size_t close = tail.rfind(root_close_);
  const bool closed = close != std::string_view::npos && tail.back() == '>' &&
                      without_trailing_space(tail.substr(close + root_close_.size())) == ">";
  const bool empty_root = tail.ends_with("/>") && close == std::string_view::npos;
  if (!closed && !empty_root) return broken_xml(place_, tr("the XML of a part is cut short"));
  return {};
}

}  // namespace opora
