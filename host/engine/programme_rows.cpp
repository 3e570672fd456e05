#include "engine/programme_rows.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "plans/evidence_kinds.h"

namespace opora {
namespace {

constexpr std::size_t kFindingsTold = 3;

using Matched = std::vector<const Finding*>;

Matched matched_by(const ProgrammeMeasure& measure, const ProgrammeSchool& school) {
  Matched found;
  for (const Finding& one : school.findings)
    if (answers(measure, one)) found.push_back(&one);
  return found;
}

// {name} → its value; braces around anything else stay.
std::string filled(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    const std::string place = "{" + name + "}";
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size())) text.replace(at, place.size(), value);
  }
  return text;
}

std::string subjects_of(const Matched& matched, const Words& words) {
  std::vector<std::string> titles;
  std::set<std::string> codes;
  for (const Finding* one : matched) codes.insert(one->subjects.begin(), one->subjects.end());
  for (const std::string& code : codes) titles.push_back(words.at(code));
  std::sort(titles.begin(), titles.end(), collates_before);
  return titles.empty() ? tr("subjects that the school names") : fmt::format("{}", fmt::join(titles, ", "));
}

std::string told(const ProgrammeMeasure& measure, const Finding& finding) {
  return finding.kind == Finding::Kind::kFigure && !measure.because.empty() ? filled(measure.because, finding.cells) : finding.text;
}

// Each finding once, in the order of the results.
std::string reasons(const ProgrammeMeasure& measure, const Matched& matched) {
  std::vector<std::string> texts;
  for (const Finding* one : matched)
    if (std::string text = told(measure, *one); std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
  const std::size_t shown = std::min(texts.size(), kFindingsTold);
  const std::string joined = fmt::format("{}", fmt::join(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(shown), "; "));
  return texts.size() > shown ? tr_format("{0}; and {1} more", joined, texts.size() - shown) : joined;
}

std::string purpose(const ProgrammeMeasure& measure, const std::string& why) {
  return measure.basis.empty() ? why : tr_format("{0}. Basis: {1}", why, measure.basis);
}

// Numbers rows by section as they come: 1.1., 1.2., 2.1. …
class RowList {
 public:
  RowList(const ProgrammeWords& fill) : fill_(&fill) {}

  void add(const ProgrammeMeasure& measure, const Matched& matched, const std::string& why) {
    const std::map<std::string, std::string> values = {{"school", fill_->school}, {"municipality", fill_->municipality}, {"subjects", subjects_of(matched, *fill_->words)},
                                                       {"year", std::to_string(fill_->year)}, {"next_year", std::to_string(fill_->year + 1)}};
    auto section = std::find_if(sections_.begin(), sections_.end(), [&](const Section& one) { return one.title == measure.section; });
    if (section == sections_.end()) section = sections_.insert(sections_.end(), {measure.section, {}});
    PlanRow row;
    row.section = measure.section;
    row.measure = filled(measure.measure, values);
    row.deadline = filled(measure.deadline, values);
    row.purpose = purpose(measure, why);
    row.responsible = filled(measure.responsible, values);
    row.result = measure.evidence.empty() ? measure.result : fmt::format("{} ({})", measure.result, evidence_title(measure.evidence));
    section->rows.push_back(std::move(row));
  }

  std::vector<PlanRow> finish() && {
    std::vector<PlanRow> rows;
    for (std::size_t s = 0; s < sections_.size(); ++s)
      for (std::size_t i = 0; i < sections_[s].rows.size(); ++i) {
        rows.push_back(std::move(sections_[s].rows[i]));
        rows.back().number = fmt::format("{}.{}.", s + 1, i + 1);
      }
    return rows;
  }

 private:
  struct Section {
    std::string title;
    std::vector<PlanRow> rows;
  };
  std::vector<Section> sections_;
  const ProgrammeWords* fill_;
};

}  // namespace

std::vector<PlanRow> school_rows(const std::vector<ProgrammeMeasure>& measures, const ProgrammeSchool& school, const ProgrammeWords& fill) {
  RowList rows(fill);
  for (const ProgrammeMeasure& measure : measures) {
    if (measure.of_municipality) continue;
    const Matched matched = matched_by(measure, school);
    if (!matched.empty()) rows.add(measure, matched, tr_format("Answers: {0}", reasons(measure, matched)));
    else if (measure.always) rows.add(measure, matched, tr("Part of every programme"));
  }
  return std::move(rows).finish();
}

std::vector<PlanRow> municipal_rows(const std::vector<ProgrammeMeasure>& measures, const std::vector<ProgrammeSchool>& schools, const ProgrammeWords& fill) {
  RowList rows(fill);
  for (const ProgrammeMeasure& measure : measures) {
    Matched all;
    std::vector<std::string> names;
    for (const ProgrammeSchool& school : schools) {
      const Matched matched = matched_by(measure, school);
      if (!matched.empty() || measure.always) names.push_back(school.name);
      all.insert(all.end(), matched.begin(), matched.end());
    }
    if (names.empty()) continue;
    const bool everyone = names.size() == schools.size();
    rows.add(measure, all, everyone ? tr_format("For all schools of the programme ({0})", names.size())
                                    : tr_format("For {0} of {1} schools: {2}", names.size(), schools.size(), fmt::format("{}", fmt::join(names, "; "))));
  }
  return std::move(rows).finish();
}

bool is_listed(const std::vector<ProgrammeMeasure>& measures, const ProgrammeSchool& school) {
  return std::any_of(school.findings.begin(), school.findings.end(), [&](const Finding& finding) {
    return finding.listed && std::any_of(measures.begin(), measures.end(), [&](const ProgrammeMeasure& measure) { return answers(measure, finding); });
  });
}

std::vector<std::string> unanswered_lists(const std::vector<ProgrammeMeasure>& measures, const ProgrammeSchool& school) {
  const auto answered = [&](const Finding& finding) {
    return std::any_of(measures.begin(), measures.end(), [&](const ProgrammeMeasure& measure) { return answers(measure, finding); });
  };
  std::vector<std::string> open;
  for (const Finding& list : school.findings) {
    if (list.kind != Finding::Kind::kListed || answered(list)) continue;
    const bool by_check = std::any_of(school.findings.begin(), school.findings.end(), [&](const Finding& one) {
      return one.kind == Finding::Kind::kCheck && one.listed && one.id == list.id && answered(one);
    });
    if (!by_check) open.push_back(list.text);
  }
  return open;
}

}  // namespace opora
