#include "extend/pattern_cost.h"

#include <algorithm>
#include <bitset>
#include <cctype>
#include <limits>
#include <vector>

namespace opora {
namespace {

using Bytes = std::bitset<256>;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::int64_t times(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? kMost : product;
}

std::int64_t plus(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? kMost : sum;
}

// Class letter after '%': "%d", "%S". Any other character stands for itself.
Bytes letter_class(unsigned char letter) {
  int (*test)(int) = nullptr;
  switch (std::tolower(letter)) {
    case 'a': test = &std::isalpha; break;
    case 'c': test = &std::iscntrl; break;
    case 'd': test = &std::isdigit; break;
    case 'g': test = &std::isgraph; break;
    case 'l': test = &std::islower; break;
    case 'p': test = &std::ispunct; break;
    case 's': test = &std::isspace; break;
    case 'u': test = &std::isupper; break;
    case 'w': test = &std::isalnum; break;
    case 'x': test = &std::isxdigit; break;
    default: break;
  }
  Bytes bytes;
  if (test == nullptr) {
    bytes.set(letter);
    return bytes;
  }
  for (int c = 0; c < 256; ++c) bytes.set(static_cast<std::size_t>(c), test(c) != 0);
  return std::isupper(letter) != 0 ? ~bytes : bytes;
}

// Reads items of a pattern one after the other.
class Reader {
 public:
  explicit Reader(std::string_view pattern) : rest_(pattern) {}
  bool at_end() const { return rest_.empty(); }
  char next() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  // "[…]" after its '['.
  Bytes set() {
    const bool negated = take('^');
    Bytes bytes;
    for (bool first = true; !rest_.empty() && (first || rest_.front() != ']'); first = false) {
      const auto c = static_cast<unsigned char>(next());
      if (c == '%' && !rest_.empty()) {
        bytes |= letter_class(static_cast<unsigned char>(next()));
      } else if (rest_.size() >= 2 && rest_[0] == '-' && rest_[1] != ']') {
        for (unsigned last = static_cast<unsigned char>(rest_[1]), b = c; b <= last; ++b) bytes.set(b);
        rest_.remove_prefix(2);
      } else {
        bytes.set(c);
      }
    }
    take(']');
    return negated ? ~bytes : bytes;
  }

 private:
  std::string_view rest_;
};

std::int64_t longest_run(std::string_view text, const Bytes& bytes) {
  std::int64_t longest = 0, run = 0;
  for (const char c : text) {
    run = bytes.test(static_cast<unsigned char>(c)) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

struct Item {
  Bytes bytes;  // what it can begin with
  bool may_be_empty = false;
  bool repeated = false;
  std::int64_t width = 1;  // bytes looked at by one try
  bool optional = false;
};

std::vector<Item> items_of(Reader reader, std::int64_t length) {
  std::vector<Item> items;
  while (!reader.at_end()) {
    const char c = reader.next();
    if (c == '(' || c == ')') continue;
    Item item;
    if (c == '$' && reader.at_end()) {
      items.push_back(item);  // no byte follows: nothing can be swallowed in its place
      break;
    }
    if (c == '%' && reader.take('b')) {
      if (!reader.at_end()) item.bytes.set(static_cast<unsigned char>(reader.next()));
      if (!reader.at_end()) reader.next();
      item.width = length;
      items.push_back(item);
      continue;
    }
    if (c == '%' && reader.take('f')) {
      if (reader.take('[')) reader.set();
      item.bytes.set();
      item.may_be_empty = true;
      items.push_back(item);
      continue;
    }
    if (c == '%' && std::isdigit(static_cast<unsigned char>(reader.peek())) != 0) {
      reader.next();
      item.bytes.set();
      item.may_be_empty = true;
      item.width = 1 + length / 16;  // compares what was captured
      items.push_back(item);
      continue;
    }
    if (c == '%' && !reader.at_end())
      item.bytes = letter_class(static_cast<unsigned char>(reader.next()));
    else if (c == '[')
      item.bytes = reader.set();
    else if (c == '.')
      item.bytes.set();
    else
      item.bytes.set(static_cast<unsigned char>(c));
    if (reader.take('?')) {
      item.may_be_empty = item.optional = true;
    } else if (reader.take('*') || reader.take('-')) {
      item.may_be_empty = item.repeated = true;
    } else if (reader.take('+')) {
      item.repeated = true;
    }
    items.push_back(item);
  }
  return items;
}

// What the text after item `i` can begin with. Nothing at the end of the pattern: there the first try wins.
std::vector<Bytes> followers(const std::vector<Item>& items) {
  std::vector<Bytes> after(items.size());
  for (std::size_t i = items.size(); i-- > 1;) {
    after[i - 1] = items[i].bytes;
    if (items[i].may_be_empty) after[i - 1] |= after[i];
  }
  return after;
}

}  // namespace

bool is_plain_pattern(std::string_view pattern) { return pattern.find_first_of("^$*+?.([%-") == std::string_view::npos; }

std::int64_t pattern_cost(std::string_view text, std::string_view pattern, bool anchors) {
  constexpr std::int64_t kMostScans = 256;  // the estimate itself must stay cheap
  const auto length = static_cast<std::int64_t>(text.size()) + 1;
  Reader reader(pattern);
  std::int64_t branches = anchors && reader.take('^') ? 1 : length;
  std::int64_t steps = branches, scans = 0;
  const std::vector<Item> items = items_of(reader, length);
  const std::vector<Bytes> after = followers(items);
  std::vector<std::int64_t> reach(items.size(), 1);  // items looked at after this one until one must match
  for (std::size_t i = items.size(); i-- > 1;) reach[i - 1] = items[i].may_be_empty ? reach[i] + 1 : 1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    std::int64_t choices = 1;
    if (item.repeated || item.optional) {
      const std::int64_t run = ++scans > kMostScans ? length : longest_run(text, item.bytes);
      choices = item.optional ? std::min<std::int64_t>(run, 1) + 1 : run + 1;
    }
    // Each try looks at its own byte, then at the items after it until one must match.
    const std::int64_t tries = times(choices, plus(1, reach[i]));
    steps = plus(steps, times(branches, times(tries, item.width)));
    // Giving back what was swallowed leads on only where the next item can begin with it.
    if ((item.bytes & after[i]).any()) branches = times(branches, choices);
  }
  return steps;
}

}  // namespace opora
