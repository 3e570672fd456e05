#include <algorithm>
#include <cctype>

#include "fuzz/mutations.h"

namespace opora::fuzz {
namespace {

constexpr const char* kTrouble[] = {
    "while true do end", "repeat until false", "goto x ::x:: goto x", "local function f() return f() end f()", "local function f() return 1 + f() end f()",
    "('x'):rep(1e9)", "('x'):rep(-1)", "string.rep('ab', 1 << 40)", "('a?'):rep(28)", "string.find(('a'):rep(28), ('a?'):rep(28) .. ('a'):rep(28))",
    "('%99d'):format(1)", "('%s'):format()", "('%q'):format(0/0)", "string.format('%d', 2^63)", "setmetatable({}, { __gc = function() while true do end end })",
    "setmetatable({}, { __index = function(t, k) return t[k] end }).x", "pcall(function() while true do end end)", "error(nil)", "error({})", "error()",
    "load('return 1')()", "require('os')", "os.exit()", "io.read()", "debug.getinfo(1)", "coroutine.wrap(function() end)()", "collectgarbage()",
    "local t = {} t[1] = t t[2] = t return t", "local s = 'x' for i = 1, 60 do s = s .. s end", "local t = {} for i = 1, 1e9 do t[i] = i end",
    "_ENV = {}", "_ENV = nil", "_G._G = nil", "_ENV[{}]", "table.concat({ {}, 1 })", "table.sort({ 3, 1, 2 }, function() return true end)",
    "table.unpack({}, 1, 1e8)", "select(-1)", "select('#')", "tostring(print)", "math.random(0)", "1 // 0", "1 % 0", "0/0", "-(0/0)", "1/0", "2^1024",
    "math.mininteger // -1", "1 << 64", "9223372036854775808", "0x1p9999", "'\\u{7FFFFFFF}'", "'\\xff'", "'\\0'", "[==[", "]==]", "--[[", "\"", "'", "\\",
    "\x1bLua", "\xEF\xBB\xBF", "#!/bin/sh\n", "\r", "\xff", "\xed\xa0\x80", "return", "return nil", "return 1", "return {}", "return methodology {}",
    "return indicator { api = 1 }", "ctx", "ctx.schools", "ctx:check()", "ctx.results:group('school')", "ctx:indicator('none')", "nil", "true", "{}", "math.huge",
    "include('none')", "include('../pack')", "percent(1e308)", "integer(1, { max = 0/0 })", "list {}", "choice('a', { 'b' })", "function() end", "...", "<const>", "<close>"};

constexpr const char* kNumbers[] = {"0", "-0", "1", "-1", "2", "0.5", "1e308", "1e-308", "127", "2147483647", "2147483648", "-2147483649", "4294967296", "9007199254740993",
                                    "9223372036854775807", "-9223372036854775808", "1e19", "0x7fffffff", "0/0", "1/0", "2019", "2022", "9999", "100000000"};

bool word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0; }

// Words and numbers, texts, comments, blanks, single signs; together they are the text again.
std::vector<std::string> tokens_of(const std::string& text) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    const char c = text[at];
    if (word(c)) {
      while (end < text.size() && word(text[end])) ++end;
    } else if (c == '"' || c == '\'') {
      while (end < text.size() && text[end] != c && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, text.size());
    } else if (c == '-' && text.compare(at, 2, "--") == 0) {
      end = std::min(text.find('\n', at), text.size());
    } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      while (end < text.size() && std::isspace(static_cast<unsigned char>(text[end])) != 0) ++end;
    }
    tokens.push_back(text.substr(at, end - at));
    at = end;
  }
  return tokens;
}

bool meaningful(const std::string& token) { return !token.starts_with("--") && std::isspace(static_cast<unsigned char>(token[0])) == 0; }

std::size_t place_in(const std::vector<std::string>& tokens, Dice& dice) {
  for (int tries = 0; tries < 20; ++tries)
    if (const std::size_t at = dice.below(tokens.size()); meaningful(tokens[at])) return at;
  return dice.below(tokens.size());
}

std::string nested(Dice& dice) {
  constexpr const char* kOpen[] = {"(", "{", "{{", "[[", "not ", "-", "#", "function() return ", "if true then ", "a.", "f(", "1 ..", "{ t = "};
  constexpr std::size_t kDepths[] = {10, 40, 190, 260, 5000, 70000};
  const std::string open = dice.of(kOpen);
  std::string text;
  for (std::size_t left = dice.of(kDepths); left > 0 && text.size() < 200'000; --left) text += open;
  return text;
}

void change(std::vector<std::string>& tokens, const std::vector<std::string>& foreign, Dice& dice) {
  if (tokens.empty()) tokens.push_back("return");
  const std::size_t at = place_in(tokens, dice), other = place_in(tokens, dice);
  const auto place = tokens.begin() + static_cast<std::ptrdiff_t>(at);
  switch (dice.below(9)) {
    case 0: tokens.erase(place); break;
    case 1: tokens.insert(place, std::string(tokens[other])); break;
    case 2: std::swap(tokens[at], tokens[other]); break;
    case 3: tokens[at] = tokens[other]; break;
    case 4: tokens[at] = foreign.empty() ? "nil" : foreign[dice.below(foreign.size())]; break;
    case 5: tokens[at] = dice.of(kNumbers); break;
    case 6: tokens.insert(place, " " + std::string(dice.of(kTrouble)) + " "); break;
    case 7: tokens[at] = dice.of(kTrouble); break;
    default: tokens.insert(place, dice.one_in(4) ? nested(dice) : std::string(dice.of(kNumbers))); break;
  }
}

// What a parser takes for the same: numbers, texts, words, each sign for itself.
char class_of(const std::string& token) {
  const auto first = static_cast<unsigned char>(token[0]);
  return std::isdigit(first) != 0 ? '0' : first == '"' || first == '\'' ? '"' : word(token[0]) ? 'a' : token[0];
}

// Most files still parse after this, and get further.
void change_kindly(std::vector<std::string>& tokens, const std::vector<std::string>& foreign, Dice& dice) {
  std::string& token = tokens[place_in(tokens, dice)];
  if (class_of(token) == '0' && dice.one_in(2)) {
    token = dice.of(kNumbers);
    return;
  }
  const std::vector<std::string>& from = foreign.empty() || dice.one_in(2) ? tokens : foreign;
  for (int tries = 0; tries < 100; ++tries)
    if (const std::string& other = from[dice.below(from.size())]; class_of(other) == class_of(token) && other != token) {
      token = std::string(other);
      return;
    }
}

}  // namespace

std::string mutated_script(std::string text, const std::vector<std::string>& others, Dice& dice) {
  const std::string& other = others[dice.below(others.size())];
  if (dice.one_in(5)) return mutated_bytes(std::move(text), other, dice);
  std::vector<std::string> tokens = tokens_of(text);
  const std::vector<std::string> foreign = tokens_of(other);
  const bool kindly = !dice.one_in(3);
  for (std::size_t left = 1 + dice.below(3); left > 0; --left) {
    if (!tokens.empty() && kindly) change_kindly(tokens, foreign, dice);
    else change(tokens, foreign, dice);
  }
  std::string changed;
  for (const std::string& token : tokens) changed += token;
  return changed;
}

}  // namespace opora::fuzz
