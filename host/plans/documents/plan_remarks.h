// What a reader of a plan has to be told about how it was read. Remarks of one kind come together, with a place and the
// text of each, so that a plan with forty broken rows gives one remark with forty places.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace opora {

struct Quote {
  Span place;
  std::string text;
};

Diagnostic made_remark(Severity severity, const char* code, std::string message, std::vector<Quote> quotes, std::string help = {});

// PLAN-024 header rows, PLAN-025 cells joined to the row above, PLAN-026 points, PLAN-027 number and text in one cell,
// PLAN-028 more or fewer cells than columns, PLAN-029 numbers, PLAN-030 not understood, PLAN-031 another table,
// PLAN-033 a column that no field of a plan is, PLAN-034 text outside of the tables. (PLAN-032 is of the document's readers.)
// Of these PLAN-024, -028, -030, -031 and -033 quote texts of tables that are in no row.
class PlanRemarks {
 public:
  // `message` and `help` are marked by tr_later: they are translated here, once.
  void add(Severity severity, const char* code, const char* message, Span place, std::string text, const char* help = nullptr);
  void note(const char* code, std::string text);  // a further line below the remark of that code
  std::vector<Diagnostic> take();

 private:
  struct Kind {
    Severity severity = Severity::kNote;
    const char* code = "";
    const char* message = "";
    const char* help = nullptr;
    std::vector<Quote> quotes;
    std::vector<std::string> notes;
  };
  std::vector<Kind> kinds_;
};

}  // namespace opora
