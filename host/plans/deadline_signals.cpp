#include "plans/deadline_signals.h"

#include <algorithm>

namespace opora {
namespace {

bool is_separator(const DeadlineItem& item) {
  return item.kind == ItemKind::kComma || item.kind == ItemKind::kSemicolon || item.kind == ItemKind::kDash;
}

// Words that stand in dates.
bool belongs_to_dates(const DeadlineItem& item) {
  switch (item.kind) {
    case ItemKind::kYearNumber:
    case ItemKind::kNumber:
    case ItemKind::kDate: return true;
    case ItemKind::kWord: break;
    default: return is_separator(item);
  }
  switch (item.word) {
    case DeadlineWord::kMonth:
    case DeadlineWord::kYear:
    case DeadlineWord::kSchoolYear:
    case DeadlineWord::kThroughout:
    case DeadlineWord::kUntil:
    case DeadlineWord::kFrom:
    case DeadlineWord::kTo:
    case DeadlineWord::kAnd:
    case DeadlineWord::kQuarter:
    case DeadlineWord::kHalfYear:
    case DeadlineWord::kNumber: return true;
    default: return false;
  }
}

// "chemistry, biology – Monday": what stands before a day of the week, back to anything that is known.
struct Offer {
  WeekdayEntry entry;
  std::size_t begin = 0;
};
Offer offer_before(const std::vector<DeadlineItem>& items, std::size_t weekday) {
  std::size_t at = weekday;
  if (at > 0 && items[at - 1].kind == ItemKind::kDash) --at;
  const std::size_t end = at;
  while (at > 0) {
    const bool comma_between = items[at - 1].kind == ItemKind::kComma && at > 1 && items[at - 2].kind == ItemKind::kUnknown && at < end;
    if (items[at - 1].kind != ItemKind::kUnknown && !comma_between) break;
    --at;
  }
  Offer offer{{{}, items[weekday].value}, at};
  for (std::size_t i = at; i < end; ++i) {
    if (items[i].kind != ItemKind::kComma && !offer.entry.what.empty()) offer.entry.what += ' ';
    offer.entry.what += items[i].text;
  }
  return offer;
}

// Takes the days of the week out of `items`.
std::vector<WeekdayEntry> take_weekdays(std::vector<DeadlineItem>& items) {
  std::vector<WeekdayEntry> entries;
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (!items[at].is(DeadlineWord::kWeekday)) continue;
    Offer offer = offer_before(items, at);
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(offer.begin), items.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    at = offer.begin - 1;  // wraps at 0, and ++ brings it back
    entries.push_back(std::move(offer.entry));
  }
  return entries;
}

// Signs at the ends and next to one another mean nothing; a dash among them is noise.
bool strip_separators(std::vector<DeadlineItem>& items) {
  bool noise = false;
  std::vector<DeadlineItem> kept;
  for (DeadlineItem& item : items) {
    if (!is_separator(item)) {
      kept.push_back(std::move(item));
      continue;
    }
    if (kept.empty() || is_separator(kept.back())) {
      noise |= item.kind == ItemKind::kDash;
      continue;
    }
    kept.push_back(std::move(item));
  }
  while (!kept.empty() && is_separator(kept.back())) {
    noise |= kept.back().kind == ItemKind::kDash;
    kept.pop_back();
  }
  items = std::move(kept);
  return noise;
}

}  // namespace

bool DeadlineSignals::has(DeadlineWord word) const {
  return std::any_of(words.begin(), words.end(), [&](const DeadlineItem& item) { return item.word == word; });
}

std::string DeadlineSignals::text_of(DeadlineWord word) const {
  const auto found = std::find_if(words.begin(), words.end(), [&](const DeadlineItem& item) { return item.word == word; });
  return found == words.end() ? std::string() : found->text;
}

DeadlineSignals take_signals(const std::vector<DeadlineItem>& all) {
  DeadlineSignals signals;
  std::vector<DeadlineItem> items = all;
  signals.weekdays = take_weekdays(items);
  bool after_unknown = false;
  for (DeadlineItem& item : items) {
    const bool unknown = item.kind == ItemKind::kUnknown;
    if (unknown && after_unknown) signals.unknown.back() += ' ' + item.text;
    else if (unknown) signals.unknown.push_back(item.text);
    else if (belongs_to_dates(item)) signals.dates.push_back(std::move(item));
    else if (item.kind == ItemKind::kWord) signals.words.push_back(std::move(item));
    after_unknown = unknown;
  }
  signals.noise = strip_separators(signals.dates);
  return signals;
}

}  // namespace opora
