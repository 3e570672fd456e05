#include "engine/wording.h"

#include <cmath>
#include <sstream>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

constexpr int kShareDecimals = 1;     // per cent
constexpr int kMeasuredDecimals = 3;  // correlations, indices, means

std::string symbol_text(Comparison op) {
  switch (op) {
    case Comparison::kLessEqual: return "≤";
    case Comparison::kNotEqual: return "≠";
    case Comparison::kGreaterEqual: return "≥";
    case Comparison::kEqual: return "=";
    default: return std::string(symbol(op));
  }
}

std::string without_trailing_zeros(std::string text) {
  if (text.find(decimal_mark()) == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == decimal_mark()) text.pop_back();
  return text;
}

std::string measured_text(double value) {
  const std::string text = fmt::format("{:.{}f}", value, kMeasuredDecimals);
  std::string marked = text;
  if (const auto dot = marked.find('.'); dot != std::string::npos) marked[dot] = decimal_mark();
  return without_trailing_zeros(marked == fmt::format("-{:.{}f}", 0.0, kMeasuredDecimals) ? marked.substr(1) : marked);
}

std::string share_text(Share share, const std::string& unit) {
  if (unit != "%") return without_trailing_zeros(format_decimal(share, kMeasuredDecimals, decimal_mark()));
  return without_trailing_zeros(format_decimal({share.numerator * 100, share.denominator}, kShareDecimals, decimal_mark())) + " %";
}

}  // namespace

char decimal_mark() { return language() == Language::kRussian ? ',' : '.'; }

std::string readable_name(const std::string& check_name, const Words& words) {
  std::istringstream in(check_name);
  std::string out, token;
  while (in >> token) {
    const auto known = words.find(token);
    const auto number = parse_integer(token);
    if (!out.empty()) out += ", ";
    if (known != words.end()) out += known->second;
    else if (number && *number >= 1 && *number <= 12) out += tr_format("grade {0}", *number);
    else out += token;
  }
  return out;
}

std::string value_text(const Check& check) {
  if (check.share) return share_text(*check.share, check.unit);
  return check.value ? measured_text(*check.value) : "—";
}

std::string threshold_text(const Check& check) {
  const std::string limit = check.measured_threshold ? measured_text(*check.measured_threshold) : share_text(check.threshold, check.unit);
  return symbol_text(check.op) + " " + limit;
}

std::string distance_text(const Check& check) {
  const auto distance = check.distance();
  if (!distance) return "";
  const bool points = check.unit == "%";
  std::string text = points ? fmt::format("{:.{}f}", std::abs(*distance) * 100, kShareDecimals) : measured_text(std::abs(*distance));
  if (const auto dot = text.find('.'); dot != std::string::npos) text[dot] = decimal_mark();
  return (*distance < 0 ? "−" : "+") + text + (points ? std::string(" ") + tr("p.p.") : "");
}

std::string outcome_text(const Check& check) {
  switch (check.unassessed()) {
    case Unassessed::kMissing: return tr("no data");
    case Unassessed::kTooFew:
      return tr_format("{0} participants, at least {1} are needed", check.n, check.min_n);
    case Unassessed::kAssessed: break;
  }
  return fmt::format("{} {} (n = {})", value_text(check), check.met() ? threshold_text(check) : tr_format("does not reach {0}", threshold_text(check)), check.n);
}

std::string_view answer_word(Answer answer) {
  switch (answer) {
    case Answer::kYes: return tr("yes");
    case Answer::kNo: return tr("no");
    case Answer::kNotAssessable: return tr("not assessable");
  }
  return "";
}

std::string_view answer_code(Answer answer) {
  constexpr std::string_view kCodes[] = {"no", "yes", "not_assessable"};
  return kCodes[static_cast<int>(answer)];
}

std::string requirement_text(const Requirement& requirement, const std::string& rule_title) {
  if (requirement.count == 0) return tr_format("every check \"{0}\"", rule_title);
  return tr_format("at least {0} of the checks \"{1}\"", requirement.count, rule_title);
}

}  // namespace opora
