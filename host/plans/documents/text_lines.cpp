#include "plans/documents/text_lines.h"

#include <utility>

#include "plans/documents/row_text.h"

namespace opora {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0", kSoftHyphen = "\xC2\xAD";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

}  // namespace

void TextLines::append(std::string_view text) {
  while (!text.empty()) {
    if (text.starts_with(kSoftHyphen)) {
      text.remove_prefix(kSoftHyphen.size());
      continue;
    }
    if (is_blank(text.front()) || text.starts_with(kNoBreakSpace)) {
      blank_ = true;
      text.remove_prefix(is_blank(text.front()) ? 1 : kNoBreakSpace.size());
      continue;
    }
    if (!label_.empty()) {
      if (list_mark_size(text) == 0) text_ += label_;
      label_.clear();
      blank_ = false;
    }
    if (blank_ && !text_.empty() && text_.back() != '\n') text_ += ' ';
    blank_ = false;
    text_ += text.front();
    text.remove_prefix(1);
  }
}

void TextLines::break_line() {
  blank_ = false;
  if (!text_.empty() && text_.back() != '\n') text_ += '\n';
}

void TextLines::begin_item(std::string label) {
  break_line();
  label_ = std::move(label);
}

std::string TextLines::take() {
  while (!text_.empty() && text_.back() == '\n') text_.pop_back();
  blank_ = false;
  label_.clear();
  return std::exchange(text_, {});
}

}  // namespace opora
