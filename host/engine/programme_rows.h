// The rows of a programme: which measures its findings ask for, in words.
#pragma once

#include <string>
#include <vector>

#include "engine/plan_findings.h"
#include "model/plan.h"

namespace opora {

struct ProgrammeSchool {
  std::string code, name;
  std::vector<Finding> findings;
};

// Words that measures leave to be filled in.
struct ProgrammeWords {
  std::string school, municipality;
  int year = 0;
  const Words* words = nullptr;  // titles of the subjects' codes
};

// Measures of the school itself that are of every programme or answer a finding.
std::vector<PlanRow> school_rows(const std::vector<ProgrammeMeasure>& measures, const ProgrammeSchool& school, const ProgrammeWords& fill);
// Measures of the municipality and of its schools; those of schools with the schools that need them.
std::vector<PlanRow> municipal_rows(const std::vector<ProgrammeMeasure>& measures, const std::vector<ProgrammeSchool>& schools, const ProgrammeWords& fill);

// A measure answers a list that the school is on.
bool is_listed(const std::vector<ProgrammeMeasure>& measures, const ProgrammeSchool& school);
// Lists that the school is on and no measure answers, neither the list nor a check of it.
std::vector<std::string> unanswered_lists(const std::vector<ProgrammeMeasure>& measures, const ProgrammeSchool& school);

}  // namespace opora
