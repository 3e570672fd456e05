#include "plans/responsible.h"

#include <algorithm>

#include "base/text.h"

namespace opora {
namespace {

// Without what documents leave at the ends of a cell.
std::string_view clean(std::string_view text) {
  constexpr std::string_view kLeft = " \t\r\n,.;-";
  while (true) {
    text = trimmed(text);
    if (text.empty()) return text;
    if (kLeft.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    else if (kLeft.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    else return text;
  }
}

// "(hereinafter – X)": brackets with a dash inside explain a short form and name nobody.
std::string without_definitions(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto close = text[at] == '(' ? text.find(')', at) : std::string_view::npos;
    if (close != std::string_view::npos) {
      const std::string_view inner = text.substr(at, close - at);
      const bool definition = inner.find(" - ") != inner.npos || inner.find("- ") != inner.npos || inner.find("–") != inner.npos || inner.find("—") != inner.npos;
      if (definition) {
        at = close + 1;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  while (true) {
    const auto end = text.find_first_of(",;\n");
    if (const std::string_view piece = clean(text.substr(0, end)); !piece.empty()) pieces.push_back(piece);
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

class Reading {
 public:
  explicit Reading(std::span<const Organisation> organisations) : organisations_(organisations) {}

  // The longest run of pieces that somebody is called by, then on from behind it.
  void read(const std::vector<std::string_view>& pieces) {
    for (std::size_t at = 0; at < pieces.size();) {
      std::size_t taken = 0;
      for (std::size_t end = pieces.size(); end > at && taken == 0; --end) {
        const std::string_view run(pieces[at].data(), static_cast<std::size_t>(pieces[end - 1].data() + pieces[end - 1].size() - pieces[at].data()));
        if (take(run)) taken = end - at;
      }
      if (taken == 0) split(pieces[at]);
      at += std::max<std::size_t>(taken, 1);
    }
  }

  std::vector<Responsible> found;

 private:
  bool take(std::string_view text) {
    const Organisation* organisation = find_organisation(organisations_, text);
    if (organisation) add(text, organisation->id);
    return organisation != nullptr;
  }

  // Two names without a comma: every place where a word ends may be the border; both sides have to be known.
  void split(std::string_view piece) {
    for (auto blank = piece.find(' '); blank != std::string_view::npos; blank = piece.find(' ', blank + 1)) {
      std::string_view left = piece.substr(0, blank), right = piece.substr(blank + 1);
      const Organisation* first = find_organisation(organisations_, left);
      if (!first) continue;
      const Organisation* second = find_organisation(organisations_, right);
      const auto word_end = right.find(' ');  // a small word between them: "and"
      if (!second && word_end != std::string_view::npos) second = find_organisation(organisations_, right.substr(word_end + 1));
      if (!second) continue;
      add(left, first->id);
      add(right, second->id);
      return;
    }
    add(piece, {});
  }

  void add(std::string_view text, const std::string& organisation) {
    const bool again = !organisation.empty() && std::any_of(found.begin(), found.end(), [&](const Responsible& one) { return one.organisation == organisation; });
    if (!again) found.push_back({std::string(text), organisation, found.empty() ? Part::kLead : Part::kCoexecutor});
  }

  std::span<const Organisation> organisations_;
};

}  // namespace

std::vector<Responsible> read_responsible(std::span<const Organisation> organisations, std::string_view text) {
  const std::string plain = without_definitions(text);
  Reading reading(organisations);
  reading.read(pieces_of(plain));
  return std::move(reading.found);
}

}  // namespace opora
