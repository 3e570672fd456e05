#include "engine/wording.h"

#include <sstream>

#include "base/messages.h"
#include "base/text.h"
#include "model/decision_set.h"
#include "packs/pack.h"

namespace opora {

Words words_of_pack(const PackLibrary& packs, const std::string& pack) {
  Words words;
  const auto lineage = packs.lineage(pack);
  if (!lineage) return words;
  for (const Pack* one : *lineage) words.insert(one->titles.begin(), one->titles.end());
  return words;
}

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

std::string rule_title(const DecisionSet& set, const std::string& category, const std::string& rule) {
  for (const Rule& r : set.rules)
    if (r.name == rule && set.categories[static_cast<std::size_t>(r.category)].name == category) return r.title.empty() ? r.name : r.title;
  return rule;
}

std::string requirement_text(const Requirement& requirement, const std::string& rule_title) {
  if (requirement.count == 0) return tr_format("every check \"{0}\"", rule_title);
  return tr_format("at least {0} of the checks \"{1}\"", requirement.count, rule_title);
}

}  // namespace opora
