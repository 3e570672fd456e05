#include "plans/deadline_tokens.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace opora {
namespace {

constexpr int kFirstYear = 1990, kLastYear = 2100;  // a number of four digits between them is a year
constexpr std::size_t kMostNumberDigits = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Length of the dash, quotation mark or other sign at `at`; `as`: what it stands for, ' ' for nothing.
struct Sign {
  std::string_view bytes;
  char as;
};
constexpr Sign kSigns[] = {
    {"–", '-'}, {"—", '-'}, {"−", '-'}, {"‐", '-'}, {"‑", '-'}, {"-", '-'}, {",", ','}, {";", ';'}, {"(", '('}, {")", ')'}, {"/", '-'},
    {".", ' '}, {":", ' '}, {"«", ' '}, {"»", ' '}, {"\"", ' '}, {"“", ' '}, {"”", ' '}, {"„", ' '}, {"*", ' '},
    {" ", ' '}, {"\t", ' '}, {"\n", ' '}, {"\r", ' '}, {"\u00A0", ' '}, {"\u202F", ' '}, {"\u2009", ' '}, {"\u00AD", ' '},
};

const Sign* sign_at(std::string_view text, std::size_t at) {
  for (const Sign& sign : kSigns)
    if (text.substr(at, sign.bytes.size()) == sign.bytes) return &sign;
  return nullptr;
}

// "31.08.2020" at `at`: its length, or 0.
std::size_t date_length(std::string_view text, std::size_t at) {
  std::size_t end = at;
  const auto digits = [&](std::size_t least, std::size_t most) {
    std::size_t n = 0;
    while (end < text.size() && n < most && is_digit(text[end])) ++n, ++end;
    return n >= least;
  };
  const auto dot = [&] { return end < text.size() && text[end++] == '.'; };
  const bool shaped = digits(1, 2) && dot() && digits(1, 2) && dot() && digits(4, 4);
  return shaped && (end == text.size() || !is_digit(text[end])) ? end - at : 0;
}

std::optional<Date> date_of(std::string_view token) {
  if (token.find('.') == std::string_view::npos) return std::nullopt;
  std::string padded;  // "1.9.2020" → "01.09.2020"
  for (std::size_t from = 0; from < token.size();) {
    const std::size_t dot = std::min(token.find('.', from), token.size());
    if (dot - from == 1) padded += '0';
    padded += token.substr(from, dot - from);
    if (dot < token.size()) padded += '.';
    from = dot + 1;
  }
  return parse_date(padded);
}

DeadlineItem plain_item(const std::string& token) {
  if (token == "-") return {ItemKind::kDash, {}, 0, {}, token, {}};
  if (token == ",") return {ItemKind::kComma, {}, 0, {}, token, {}};
  if (token == ";") return {ItemKind::kSemicolon, {}, 0, {}, token, {}};
  if (token == "(" || token == ")") return {ItemKind::kBracket, {}, 0, {}, token, {}};
  if (const auto date = date_of(token)) return {ItemKind::kDate, {}, 0, *date, token, {}};
  if (token.size() <= kMostNumberDigits && std::all_of(token.begin(), token.end(), is_digit)) {
    const int value = std::stoi(token);
    return {value >= kFirstYear && value <= kLastYear ? ItemKind::kYearNumber : ItemKind::kNumber, {}, value, {}, token, {}};
  }
  return {ItemKind::kUnknown, {}, 0, {}, token, {}};
}

const DeadlinePhrase* phrase_at(const DeadlineWords& words, const std::vector<std::string>& tokens, std::size_t at) {
  for (const DeadlinePhrase& phrase : words.phrases) {  // longest first
    if (at + phrase.tokens.size() > tokens.size()) continue;
    if (std::equal(phrase.tokens.begin(), phrase.tokens.end(), tokens.begin() + static_cast<std::ptrdiff_t>(at))) return &phrase;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> deadline_tokens(std::string_view original) {
  const std::string text = to_lower(original);
  std::vector<std::string> tokens;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) tokens.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    if (word.empty() || !is_digit(word.back())) {
      if (const std::size_t length = date_length(text, at)) {
        end_word();
        tokens.push_back(text.substr(at, length));
        at += length;
        continue;
      }
    }
    if (const Sign* sign = sign_at(text, at)) {
      end_word();
      if (sign->as != ' ') tokens.emplace_back(1, sign->as);
      at += sign->bytes.size();
      continue;
    }
    // "2021г" is a number and a word.
    if (!word.empty() && is_digit(word.back()) != is_digit(text[at])) end_word();
    word += text[at++];
  }
  end_word();
  return tokens;
}

std::vector<DeadlineItem> deadline_items(const DeadlineWords& words, std::string_view text) {
  const std::vector<std::string> tokens = deadline_tokens(text);
  std::vector<DeadlineItem> items;
  for (std::size_t at = 0; at < tokens.size();) {
    const DeadlinePhrase* phrase = phrase_at(words, tokens, at);
    if (!phrase) {
      items.push_back(plain_item(tokens[at++]));
      continue;
    }
    DeadlineItem item{ItemKind::kWord, phrase->meaning, phrase->value, {}, {}, phrase->mark};
    for (std::size_t i = 0; i < phrase->tokens.size(); ++i) item.text += (i ? " " : "") + tokens[at + i];
    at += phrase->tokens.size();
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace opora
