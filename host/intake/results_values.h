// What the texts of the results' columns mean under a profile, remembered by column (memo.h).
// Everything here is derived once for each distinct text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "intake/memo.h"
#include "intake/results_plan.h"
#include "intake/table_reader.h"
#include "model/batch.h"

namespace opora {

struct SchoolValue {
  bool valid = false;
  SchoolRef ref;
  std::uint32_t generation = 0;  // of the block that `local` belongs to
  std::int32_t local = -1;
};

enum class VariantKind : std::uint8_t { kEmpty, kAbsent, kTaken };
struct VariantValue {
  VariantKind kind = VariantKind::kEmpty;
  bool odd = false;
  std::int32_t text = -1;  // id in texts()
};

struct MarkValue {
  std::uint8_t mark = 0;  // 0: unknown
  bool missing = false;   // empty or a token that says so
};

struct ClassValue {
  std::int32_t text = -1;  // id in texts() of the cleaned label
  int grade = 0;           // leading number of the label, 0: none
  bool bare = false;        // a number alone: a grade only when it is the expected one
  bool missing = false, odd = false, look_alike = false;
};

struct GenderValue {
  std::uint8_t gender = 0;
  bool invalid = false;
};

enum class TaskForm : std::uint8_t { kEmpty, kNumber, kNotAttempted, kUnknown };
struct TaskValue {
  TaskForm form = TaskForm::kEmpty;
  std::int16_t score = 0;
  std::int64_t beyond = 0;  // what the stored score leaves out of a number too large to store
};

class ResultsValues {
 public:
  explicit ResultsValues(const ResultsPlan& plan);

  SchoolValue& school(std::string_view cell);
  const VariantValue& variant(std::string_view clean);
  std::int32_t joined_variant(const Cell* cells);  // "1/2" of a work in two parts, "-/2" of the second alone
  const MarkValue& mark(std::string_view clean);
  const MarkValue& journal(std::string_view clean);
  const ClassValue& class_label(std::string_view cell);
  const GenderValue& gender(std::string_view cell);
  const TaskValue& task(std::string_view clean);
  std::string_view without_missing(std::string_view clean) const;  // tokens that mean "nothing" are empty

  // The pupil's code in the form of `rows`; changes the form of all rows to text when it does not fit.
  std::uint64_t code(ResultRows& rows, std::string_view clean) const;

  // Whether a value may stand in a message: harmless, a school's code, or a word of the profile.
  bool may_be_shown(std::string_view value) const;

  const std::vector<std::string>& texts() const { return texts_; }
  void forget_beyond(std::size_t limit);  // between blocks only

 private:
  std::int32_t text_id(std::string text);
  ClassValue derive_class(std::string_view cell);
  VariantValue derive_variant(std::string_view clean);
  bool is_missing(std::string_view clean) const;

  const ResultsPlan& plan_;
  const ResultsSection& section_;
  Memo<SchoolValue> schools_;
  Memo<VariantValue> variants_;
  Memo<std::int32_t> joined_;
  Memo<MarkValue> marks_, journals_;
  Memo<ClassValue> classes_;
  Memo<GenderValue> genders_;
  Memo<TaskValue> tasks_;
  Memo<std::int32_t> text_ids_;
  std::vector<std::string> texts_;
  std::string joining_;
};

}  // namespace opora
