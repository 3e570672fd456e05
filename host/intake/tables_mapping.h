// Rows of everything but results: registries of schools, social passports and questionnaires, borders
// of marks, descriptions of works, outside lists. Small files: mapped row by row, in file order, into the batch's draft.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "intake/gates.h"
#include "intake/lists_mapping.h"
#include "intake/layout.h"
#include "model/batch.h"

namespace opora {

// The schools of a file by key; indices are those of BatchDraft::schools_seen.
class SchoolIndex {
 public:
  std::int32_t add(const SchoolRef& school, std::vector<SchoolRef>& schools_seen);

 private:
  std::map<std::string, std::int32_t, std::less<>> by_key_;
};

class TablesMapper {
 public:
  // DATA-022 when the year of a questionnaire or the work of a description cannot be told, DATA-023 when the schools' column is missing.
  static Result<TablesMapper> plan(const SourceProfile& profile, const SheetLayout& layout, const std::string& hint,
                                   std::optional<int> year, std::uint32_t sheet, DefectLog& defects);

  void map(const OwnedRow& row, SchoolIndex& index, BatchDraft& draft, DefectLog& defects, BatchCounts& counts);

 private:
  struct ItemPlan {
    const ContextItem* item = nullptr;
    int column = -1;
    int of = -1;  // index of the denominator among the items
  };
  struct DescriptionPlan {
    ProcedureKey work;
    int task = -1, position = -1, skill = -1, block = -1, difficulty = -1, content_codes = -1, requirement_codes = -1, maximum = -1;
  };
  struct CodePlan {
    ProcedureKey work;
    std::string codifier;
    int code = -1, text = -1;
  };

  std::optional<std::int32_t> school(const OwnedRow& row, SchoolIndex& index, BatchDraft& draft, DefectLog& defects);
  void registry(const OwnedRow& row, const SchoolRef& school, BatchDraft& draft, DefectLog& defects);
  void context(const OwnedRow& row, std::int32_t school, BatchDraft& draft, DefectLog& defects);
  std::optional<ContextRow> answer(const OwnedRow& row, const ItemPlan& plan, DefectLog& defects) const;
  std::string choice(const ItemPlan& plan, std::string_view text, std::int64_t line, DefectLog& defects) const;
  void share(const ItemPlan& plan, std::vector<std::optional<ContextRow>>& answers, std::int64_t line, DefectLog& defects) const;
  void check_sums(const std::vector<std::optional<ContextRow>>& answers, std::int64_t line, DefectLog& defects) const;
  bool scale(const OwnedRow& row, BatchDraft& draft, DefectLog& defects) const;
  bool described(const OwnedRow& row, BatchDraft& draft, DefectLog& defects) const;
  bool code_text(const OwnedRow& row, BatchDraft& draft, DefectLog& defects) const;
  int maximum(const OwnedRow& row, DefectLog& defects) const;
  std::string_view cell(const OwnedRow& row, int column) const;  // cleaned; missing tokens are empty
  std::string text_of(const OwnedRow& row, const TextSource& source, int column) const;

  const SourceProfile* profile_ = nullptr;
  std::uint32_t sheet_ = 0;
  int school_column_ = -1;
  int name_ = -1, municipality_ = -1, region_ = -1;
  int year_ = 0;
  std::vector<ItemPlan> items_;
  std::vector<int> scale_parts_;    // kind, subject, grade, year, level, maximum
  std::vector<std::string> scale_fixed_;
  std::vector<int> borders_;
  DescriptionPlan description_;
  CodePlan codes_;
  std::optional<ListsMapper> lists_;
  std::vector<std::int64_t> seen_;  // by school: line of its row in this sheet, 0: none yet
};

}  // namespace opora
