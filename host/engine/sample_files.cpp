#include "engine/sample_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/sample_sheets.h"

namespace opora {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

bool is_csv(const SampleSitting& sitting) { return sitting.layout->csv || contains(sitting.layout->csv_subjects, sitting.test->subject); }

std::string digits(int number) { return std::to_string(number); }

// Writes pupils of one school after another into the columns of a layout.
class ResultWriter {
 public:
  ResultWriter(const SampleRegionModel& region, const SampleSitting& sitting, SampleBook& book)
      : region_(region), words_(*region.words), sitting_(sitting), test_(*sitting.test), layout_(*sitting.layout),
        two_sheets_(!layout_.class_sheet.columns.empty() && !is_csv(sitting)), sheet_(book.sheet(two_sheets_ ? 1 : 0)) {
    header(sheet_, layout_.sheet);
    if (two_sheets_) {
      classes_ = &book.sheet(0);
      header(*classes_, layout_.class_sheet);
    }
  }

  void school(const SampleSchool& school, const std::vector<PupilRow>& rows) {
    prepare(school);
    if (two_sheets_) class_rows(rows);
    for (const PupilRow& row : rows)
      if (!layout_.participants_only || row.state == PupilState::kParticipant) pupil(school, row);
  }

 private:
  void header(SheetSink& sink, const SampleSheet& sheet) {
    for (const SampleColumn& column : sheet.columns) {
      if (column.source == ColumnSource::kFillTo) {
        for (int n = static_cast<int>(test_.tasks.size()) + 2; n <= column.grade; ++n) sink.text(filled_in(column.header, {{"n", digits(n)}}));
      } else if (column.pupil == PupilValue::kTasks) {
        for (std::size_t t = 0; t < test_.tasks.size(); ++t)
          sink.text(filled_in(column.header, {{"n", digits(static_cast<int>(t) + 1)}, {"label", test_.tasks[t].label},
                                              {"maximum", digits(test_.tasks[t].maximum)}}));
      } else {
        sink.text(column.header);
      }
    }
    sink.end_row();
  }

  // What is the same in all rows of a school.
  void prepare(const SampleSchool& school) {
    const auto year = static_cast<std::uint64_t>(sitting_.year);
    Draw habit = region_.draw({kKeyHabit, school.id, year, static_cast<std::uint64_t>(test_.grade)});
    const TextKeys keys = school_keys(region_, school, sitting_.year);
    school_texts_.clear();
    for (const SampleColumn& column : layout_.sheet.columns) school_texts_.push_back(filled_in(column.school, keys));
    class_texts_.clear();
    for (const SampleColumn& column : layout_.class_sheet.columns) class_texts_.push_back(filled_in(column.school, keys));
    numbers_ = layout_.mixed_numbers && habit.chance(0.5);
    const int classes = region_.classes_of(school, sitting_.year - test_.grade, test_.grade);
    const auto& styles = classes == 1 ? words_.single_class : words_.many_classes;
    const std::string& style = layout_.participants_only ? kPlainClass : styles[drawn(styles, habit)].text;
    class_labels_.clear();
    for (int c = 0; c < classes; ++c) class_labels_.push_back(class_label(style, c));
    const auto textbook = static_cast<std::size_t>(habit.below(static_cast<int>(words_.textbooks.size())));
    textbook_ = filled_in(words_.textbooks[textbook], {{"title", test_.title}, {"grade", digits(test_.grade)}});
  }

  std::string class_label(const std::string& style, int index) const {
    const std::size_t letter = static_cast<std::size_t>(index) % words_.letters.size();
    return filled_in(style, {{"lower", words_.letters[letter]}, {"upper", words_.letters_upper[letter]},
                             {"grade", digits(test_.grade + layout_.class_above_grade)}});
  }

  void class_rows(const std::vector<PupilRow>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i > 0 && rows[i].class_index == rows[i - 1].class_index) continue;
      for (std::size_t c = 0; c < layout_.class_sheet.columns.size(); ++c) {
        const SampleColumn& column = layout_.class_sheet.columns[c];
        if (column.source == ColumnSource::kSchool) school_cell(*classes_, column, class_texts_[c]);
        else if (column.pupil == PupilValue::kClass) classes_->text(class_labels_[static_cast<std::size_t>(rows[i].class_index)]);
        else if (column.pupil == PupilValue::kTextbook) classes_->text(textbook_);
        else classes_->empty();
      }
      classes_->end_row();
    }
  }

  static void school_cell(SheetSink& sink, const SampleColumn& column, const std::string& text) {
    if (column.number) sink.number(std::stoll(text));
    else sink.text(text);
  }

  void pupil(const SampleSchool& school, const PupilRow& row) {
    for (std::size_t c = 0; c < layout_.sheet.columns.size(); ++c) {
      const SampleColumn& column = layout_.sheet.columns[c];
      if (column.source == ColumnSource::kSchool) school_cell(sheet_, column, school_texts_[c]);
      else if (column.source == ColumnSource::kFillTo)
        for (int n = static_cast<int>(test_.tasks.size()) + 2; n <= column.grade; ++n) sheet_.empty();
      else if (column.source == ColumnSource::kPupil) value(school, column, row);
    }
    sheet_.end_row();
  }

  void whole(const SampleColumn& column, int number) {
    if (column.number) sheet_.number(number);
    else sheet_.text(digits(number));
  }
  void typed(int number) {
    if (numbers_) sheet_.number(number);
    else sheet_.text(digits(number));
  }

  void value(const SampleSchool& school, const SampleColumn& column, const PupilRow& row) {
    const bool absent = row.state == PupilState::kAbsent;
    switch (column.pupil) {
      case PupilValue::kNothing: return sheet_.empty();
      case PupilValue::kNumber: return whole(column, row.number);
      case PupilValue::kCode: return whole(column, row.code);
      case PupilValue::kJournal: return journal(row);
      case PupilValue::kGender: return gender(row);
      case PupilValue::kClass: return class_cell(row);
      case PupilValue::kVariant: return variant(row.variant[0]);
      case PupilValue::kSecondVariant: return variant(row.variant[1]);
      case PupilValue::kTotal: return row.has_total ? whole(column, absent ? 0 : row.total) : sheet_.empty();
      case PupilValue::kTasks: return tasks(row);
      case PupilValue::kTextbook: return absent ? sheet_.empty() : sheet_.text(textbook_);
      case PupilValue::kParticipant: return sheet_.text(school.digits + fmt::format("{:04}", row.number));
      case PupilValue::kMark: return whole(column, test_.mark_of(row.total));
      case PupilValue::kLevel: return sheet_.text(test_.level);
      case PupilValue::kTestScore: return whole(column, test_.test_score_of(row.total));
    }
  }

  void journal(const PupilRow& row) {
    if (row.journal == 0) sheet_.empty();
    else if (row.journal == -1) sheet_.text(words_.no_mark);
    else if (row.journal < 0) sheet_.text(words_.odd_marks[static_cast<std::size_t>(-2 - row.journal)]);
    else if (row.journal_nbsp) sheet_.text(digits(row.journal).append(kNoBreakSpace));
    else typed(row.journal);
  }

  void gender(const PupilRow& row) {
    if (row.gender_missing) return sheet_.empty();
    const auto& texts = row.male ? words_.male : words_.female;
    sheet_.text(row.gender_upper ? texts.back() : texts.front());
  }

  void class_cell(const PupilRow& row) {
    if (row.state == PupilState::kAbsent) sheet_.empty();
    else if (row.odd_class >= 0) sheet_.text(words_.odd_classes[static_cast<std::size_t>(row.odd_class)]);
    else sheet_.text(class_labels_[static_cast<std::size_t>(row.class_index)]);
  }

  void variant(int variant) {
    if (variant == 0) sheet_.empty();
    else if (variant == -1) sheet_.text(words_.absent);
    else if (variant < 0) sheet_.text(words_.odd_variants[static_cast<std::size_t>(-2 - variant)]);
    else typed(variant);
  }

  void tasks(const PupilRow& row) {
    for (std::size_t t = 0; t < test_.tasks.size(); ++t) {
      const int points = row.tasks[t];
      if (row.state == PupilState::kAbsent) sheet_.empty();
      else if (points == kTaskNotTaught) sheet_.text(words_.not_taught);
      else if (points < 0) sheet_.text(words_.not_attempted[static_cast<std::size_t>(-1 - points)].text);
      else if (row.nbsp_task == static_cast<int>(t)) sheet_.text(digits(points).append(kNoBreakSpace));
      else typed(points);
    }
  }

  inline static const std::string kPlainClass = "{grade}{upper}";

  const SampleRegionModel& region_;
  const SampleWords& words_;
  const SampleSitting& sitting_;
  const SampleTest& test_;
  const ResultLayout& layout_;
  bool two_sheets_;
  SheetSink& sheet_;
  SheetSink* classes_ = nullptr;
  std::vector<std::string> school_texts_, class_texts_, class_labels_;
  std::string textbook_;
  bool numbers_ = false;
};

void tally(SampleFile& file, const std::vector<PupilRow>& rows, bool participants_only) {
  for (const PupilRow& row : rows) {
    file.participants += row.state == PupilState::kParticipant;
    if (participants_only) continue;
    file.absent += row.state == PupilState::kAbsent;
    file.other += row.state == PupilState::kOther;
  }
  file.rows = file.participants + file.absent + file.other;
}

Result<std::unique_ptr<SampleBook>> book_for(const SampleSitting& sitting, const std::filesystem::path& file) {
  const ResultLayout& layout = *sitting.layout;
  if (is_csv(sitting)) return make_delimited(file, contains(layout.windows_1251_subjects, sitting.test->subject));
  if (layout.class_sheet.columns.empty()) return make_workbook(file, {layout.sheet.name});
  return make_workbook(file, {layout.class_sheet.name, layout.sheet.name});
}

}  // namespace

std::string result_path(const SampleSitting& sitting) {
  return filled_in(sitting.layout->path, {{"year", digits(sitting.year)}, {"grade", digits(sitting.test->grade)},
                                          {"title", sitting.test->title}, {"phrase", sitting.test->phrase}}) +
         (is_csv(sitting) ? ".csv" : ".xlsx");
}

TextKeys school_keys(const SampleRegionModel& region, const SampleSchool& school, int year) {
  const SampleWords& words = *region.words;
  const SampleMunicipality& municipality = words.municipalities[school.municipality];
  Draw draw = region.draw({kKeyAnswer, school.id, static_cast<std::uint64_t>(year)});
  const std::string& day = words.upload_days[static_cast<std::size_t>(draw.below(static_cast<int>(words.upload_days.size())))];
  const int second = draw.below(14 * 3600) + 4 * 3600;
  return {{"digits", school.digits},
          {"name", school.name},
          {"region_code", words.region_code},
          {"region", words.region},
          {"municipality", municipality.name},
          {"municipality_number", fmt::format("{:03}", school.municipality + 1)},
          {"municipality_variant", municipality.variants[static_cast<std::size_t>(draw.below(static_cast<int>(municipality.variants.size())))]},
          {"uploaded", filled_in(day, {{"year", digits(year)}}) + fmt::format(" {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)}};
}

std::vector<const SampleSchool*> schools_in_order(const SampleRegionModel& region, std::uint64_t file_key) {
  std::vector<std::pair<std::uint64_t, const SampleSchool*>> keyed;
  for (const SampleSchool& school : region.schools)
    keyed.emplace_back(region.draw({kKeyOrder, file_key, school.municipality}).bits() + school.id, &school);
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : a.second->id < b.second->id; });
  std::vector<const SampleSchool*> order;
  for (const auto& item : keyed) order.push_back(item.second);
  return order;
}

Result<WrittenFile> write_results(const SampleRegionModel& region, const SampleSitting& sitting, const std::filesystem::path& folder, double defects) {
  WrittenFile written;
  written.file.path = result_path(sitting);
  const SampleTest& test = *sitting.test;
  written.file.procedure = {test.kind, test.subject, test.grade, sitting.year, test.level};
  OPORA_ASSIGN(const std::unique_ptr<SampleBook> book, book_for(sitting, folder / written.file.path));
  ResultWriter writer(region, sitting, *book);
  for (const SampleSchool* school : schools_in_order(region, sitting.key * 100 + static_cast<std::uint64_t>(sitting.year))) {
    const std::vector<PupilRow> rows = results_of(region, sitting, *school, defects, written.defects);
    if (rows.empty()) continue;
    tally(written.file, rows, sitting.layout->participants_only);
    writer.school(*school, rows);
  }
  OPORA_TRY(book->close());
  return written;
}

}  // namespace opora
