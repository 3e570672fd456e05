#include "intake/results_values.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "intake/cell_text.h"
#include "intake/gates.h"
#include "intake/results_mapping.h"

namespace opora {
namespace {

constexpr std::size_t kLongestLabel = 60;  // bytes of a class label or variant that are kept

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string to_upper(std::string_view utf8) {
  std::string upper;
  icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())))
      .toUpper(icu::Locale::getRoot())
      .toUTF8String(upper);
  return upper;
}

// Letters typed on the other keyboard become the letters they look like.
std::string unified(std::string_view text, const std::vector<std::pair<std::string, std::string>>& alike, bool& replaced) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto hit = std::find_if(alike.begin(), alike.end(), [&](const auto& pair) { return !pair.first.empty() && text.substr(i).starts_with(pair.first); });
    if (hit == alike.end()) {
      out += text[i++];
      continue;
    }
    out += hit->second;
    i += hit->first.size();
    replaced = true;
  }
  return out;
}

// Whole characters only.
std::string shortened(std::string text) {
  if (text.size() <= kLongestLabel) return text;
  std::size_t end = kLongestLabel;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

// Value of a digit in base 16, lower case only; 255 for any other byte.
constexpr std::array<std::uint8_t, 256> kHexDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  for (auto& digit : digits) digit = 255;
  for (unsigned i = 0; i < 16; ++i) digits[static_cast<unsigned char>("0123456789abcdef"[i])] = static_cast<std::uint8_t>(i);
  return digits;
}();

bool parse_hex(std::string_view text, std::uint64_t& code) {
  unsigned bad = 0;
  for (const char c : text) {
    const std::uint8_t digit = kHexDigits[static_cast<unsigned char>(c)];
    bad |= digit & 0x80u;
    code = code << 4 | (digit & 0x0Fu);
  }
  return bad == 0;
}

bool parse_decimal_code(std::string_view text, std::uint64_t& code) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    code = code * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

std::string code_text(const ResultRows& rows, std::uint64_t code) {
  return rows.participant_form == ResultRows::ParticipantForm::kHex ? fmt::format("{:0{}x}", code, rows.participant_width)
                                                                    : std::to_string(code);
}

void turn_codes_into_text(ResultRows& rows) {
  if (rows.participant_form == ResultRows::ParticipantForm::kText) return;
  for (std::uint64_t& code : rows.participant) {
    rows.participant_texts.push_back(rows.participant_form == ResultRows::ParticipantForm::kNone ? std::string() : code_text(rows, code));
    code = rows.participant_texts.size() - 1;
  }
  rows.participant_form = ResultRows::ParticipantForm::kText;
  rows.participant_width = 0;
}

}  // namespace

std::optional<std::string> school_key(const SchoolRule& rule, std::string_view cell) {
  const std::string code = to_lower(trimmed(cell));
  if (code.empty()) return std::nullopt;
  if (rule.keys.empty()) return code;
  auto key = first_capture(rule.keys, code);
  if (key && key->empty()) return std::nullopt;
  return key;
}

ResultsValues::ResultsValues(const ResultsPlan& plan) : plan_(plan), section_(*plan.section) {}

bool ResultsValues::is_missing(std::string_view clean) const {
  return clean.empty() || (!plan_.profile->missing.empty() && contains(plan_.profile->missing, normal_words(clean)));
}

std::string_view ResultsValues::without_missing(std::string_view clean) const {
  if (clean.empty() || (clean[0] >= '0' && clean[0] <= '9')) return clean;
  return is_missing(clean) ? std::string_view{} : clean;
}

std::int32_t ResultsValues::text_id(std::string text) {
  return text_ids_.get(text, [&](std::string_view) {
    texts_.push_back(text);
    return static_cast<std::int32_t>(texts_.size()) - 1;
  });
}

SchoolValue& ResultsValues::school(std::string_view cell) {
  return schools_.get(cell, [&](std::string_view text) {
    SchoolValue value;
    if (auto key = school_key(plan_.profile->school, text)) {
      value.valid = true;
      value.ref = {*std::move(key), to_lower(trimmed(text))};
    }
    return value;
  });
}

VariantValue ResultsValues::derive_variant(std::string_view clean) {
  if (is_missing(clean)) return {};
  if (contains(section_.absent, normal_words(clean))) return {VariantKind::kAbsent, false, -1};
  return {VariantKind::kTaken, whole_number(clean) < 1, text_id(shortened(std::string(clean)))};
}

const VariantValue& ResultsValues::variant(std::string_view clean) {
  return variants_.get(clean, [&](std::string_view text) { return derive_variant(text); });
}

std::int32_t ResultsValues::joined_variant(const Cell* cells) {
  joining_.clear();
  std::size_t last_taken = 0;
  for (std::size_t i = 0; i < plan_.variants.size(); ++i) {
    const std::string_view clean = cleaned(cells[plan_.variants[i]].text);
    const bool taken = variant(clean).kind == VariantKind::kTaken;
    if (i > 0) joining_ += '/';
    joining_ += taken ? clean : std::string_view("-");
    if (taken) last_taken = joining_.size();
  }
  joining_.resize(last_taken);  // a work of one part is "1", not "1/-"
  return joined_.get(joining_, [&](std::string_view text) { return text_id(shortened(std::string(text))); });
}

const MarkValue& ResultsValues::mark(std::string_view clean) {
  return marks_.get(clean, [&](std::string_view text) {
    const std::int64_t number = whole_number(text);
    return MarkValue{static_cast<std::uint8_t>(number >= 2 && number <= 5 && text.size() == 1 ? number : 0), is_missing(text)};
  });
}

const MarkValue& ResultsValues::journal(std::string_view clean) {
  return journals_.get(clean, [&](std::string_view text) {
    const std::int64_t number = whole_number(text);
    return MarkValue{static_cast<std::uint8_t>(number >= 2 && number <= 5 && text.size() == 1 ? number : 0),
                     is_missing(text) || contains(section_.journal_missing, normal_words(text))};
  });
}

ClassValue ResultsValues::derive_class(std::string_view cell) {
  ClassValue value;
  const std::string words = normal_words(cell);
  if (words.empty() || is_missing(words) || contains(section_.class_label.none, words)) {
    value.missing = true;
    return value;
  }
  // Inner blanks and quotes are noise: «4 "А"», «4-А» and «4А» are one class.
  std::string label;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == ' ' || words[i] == '"' || words[i] == '\'' || words[i] == '-' || words[i] == '.') continue;
    if (words.compare(i, 2, "«") == 0 || words.compare(i, 2, "»") == 0) {
      ++i;
      continue;
    }
    label += words[i];
  }
  label = unified(label, section_.class_label.alike, value.look_alike);
  const std::size_t digits = label.find_first_not_of("0123456789");
  const std::int64_t grade = whole_number(std::string_view(label).substr(0, std::min(digits, label.size())));
  if (grade >= 1 && grade <= 12) value.grade = static_cast<int>(grade);
  value.bare = digits == std::string::npos;  // «1» may be the number of a parallel class
  const auto& usual = section_.class_label.usual;
  value.odd = label.empty() || (!usual.empty() && std::none_of(usual.begin(), usual.end(), [&](const Pattern& p) { return p.matches(label); }));
  if (!label.empty()) value.text = text_id(shortened(to_upper(label)));
  return value;
}

const ClassValue& ResultsValues::class_label(std::string_view cell) {
  return classes_.get(cell, [&](std::string_view text) { return derive_class(text); });
}

const GenderValue& ResultsValues::gender(std::string_view cell) {
  return genders_.get(cell, [&](std::string_view text) {
    const std::string words = normal_words(text);
    if (contains(section_.gender.male, words)) return GenderValue{1, false};
    if (contains(section_.gender.female, words)) return GenderValue{2, false};
    return GenderValue{0, !is_missing(words)};
  });
}

const TaskValue& ResultsValues::task(std::string_view clean) {
  return tasks_.get(clean, [&](std::string_view text) {
    if (text.empty()) return TaskValue{};
    const auto number = is_whole_number(text.starts_with('-') ? text.substr(1) : text) ? parse_integer(text) : std::nullopt;
    if (number) {
      const auto kept = static_cast<std::int16_t>(std::clamp<long long>(*number, INT16_MIN + 1, INT16_MAX));
      return TaskValue{TaskForm::kNumber, kept, *number - kept};
    }
    const std::string words = normal_words(text);
    const bool known = contains(section_.tasks.not_attempted, words) || contains(plan_.profile->missing, words);
    return TaskValue{known ? TaskForm::kNotAttempted : TaskForm::kUnknown, 0, 0};
  });
}

std::uint64_t ResultsValues::code(ResultRows& rows, std::string_view clean) const {
  using Form = ResultRows::ParticipantForm;
  if (rows.participant_form == Form::kNone && !clean.empty()) {
    const ParticipantCode wanted = section_.participant_code;
    rows.participant_form = wanted == ParticipantCode::kHex ? Form::kHex : wanted == ParticipantCode::kDecimal ? Form::kDecimal : Form::kText;
    if (rows.participant_form == Form::kHex) rows.participant_width = static_cast<int>(clean.size());
    if (rows.participant_form == Form::kText) {
      rows.participant_form = Form::kNone;
      turn_codes_into_text(rows);
    }
  }
  std::uint64_t code = 0;
  if (rows.participant_form == Form::kHex) {
    if (clean.empty()) return 0;
    if (clean.size() == static_cast<std::size_t>(rows.participant_width) && clean.size() <= 16 && parse_hex(clean, code)) return code;
    turn_codes_into_text(rows);
  } else if (rows.participant_form == Form::kDecimal) {
    if (clean.empty()) return 0;
    if (clean.size() <= 18 && (clean[0] != '0' || clean.size() == 1) && parse_decimal_code(clean, code)) return code;
    turn_codes_into_text(rows);
  }
  if (rows.participant_form != Form::kText) return 0;
  rows.participant_texts.emplace_back(clean);
  return rows.participant_texts.size() - 1;
}

bool ResultsValues::may_be_shown(std::string_view value) const {
  if (is_harmless(value)) return true;
  const std::string words = normal_words(value);
  for (const auto* list : {&plan_.profile->missing, &section_.absent, &section_.journal_missing, &section_.class_label.none,
                           &section_.tasks.not_attempted}) {
    if (contains(*list, words)) return true;
  }
  for (const ColumnName* column : {&section_.class_label.column, &section_.total, &section_.journal}) {
    if (contains(column->names, words)) return true;  // a header pasted among the rows
  }
  return !plan_.profile->school.keys.empty() && school_key(plan_.profile->school, value).has_value();
}

void ResultsValues::forget_beyond(std::size_t limit) {
  if (schools_.size() > limit) schools_.clear();
  if (marks_.size() > limit) marks_.clear();
  if (journals_.size() > limit) journals_.clear();
  if (genders_.size() > limit) genders_.clear();
  if (tasks_.size() > limit) tasks_.clear();
  if (texts_.size() + classes_.size() + variants_.size() + joined_.size() <= limit) return;
  classes_.clear();  // these refer to the texts
  variants_.clear();
  joined_.clear();
  text_ids_.clear();
  texts_.clear();
}

}  // namespace opora
