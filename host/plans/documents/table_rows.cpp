#include "plans/documents/table_rows.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "plans/documents/document_errors.h"
#include "plans/documents/plan_titles.h"
#include "plans/documents/row_builder.h"
#include "plans/documents/row_text.h"

namespace opora {
namespace {

const char* field_name(PlanField field) {
  switch (field) {
    case PlanField::kSection: return tr("section");
    case PlanField::kNumber: return tr("number");
    case PlanField::kMeasure: return tr("measure");
    case PlanField::kDeadline: return tr("deadline");
    case PlanField::kPurpose: return tr("purpose");
    case PlanField::kResponsible: return tr("responsible");
    case PlanField::kResult: return tr("result");
  }
  return "";
}

class PlanReader {
 public:
  PlanReader(const PlanDocument& document, const PlanColumns& columns) : document_(document), columns_(columns), rows_(remarks_) {}

  Result<RowsOfPlan> read();

 private:
  // Tables.
  void take_header(const DocumentTable& table, const PlanLayout& header);
  void begin_plan(const PlanLayout& header);
  void remark_header(const DocumentTable& table, const PlanLayout& header, bool anew);
  void take_paragraphs(bool inside);
  void take_other_table(const DocumentTable& table);
  void take_table(const DocumentTable& table);
  bool goes_on_without_header(const DocumentTable& table, const PlanLayout& narrow) const;
  bool is_titled() const;
  bool has_numbers(const DocumentTable& table, std::size_t from) const;
  std::size_t count_plan_tables() const;
  Diagnostic no_measures() const;

  // Rows.
  void take_row(const DocumentTable& table, const DocumentRow& row);
  void remark_cells(const MappedRow& row);
  void take_single(const MappedRow& row);
  void take_whole(const MappedRow& row);
  void take_regular(MappedRow row);
  void take_unnumbered(MappedRow row);
  bool take_number_in_text(MappedRow& row);
  bool goes_on(const MappedRow& row) const;
  void go_on(const MappedRow& row);
  void add(const MappedRow& row, bool counted = false);
  void begin_section(const std::string& text);
  void end_section();

  Span place(std::int64_t line) const { return place_in(document_.file, table_name_, line); }
  std::string section() const { return part_.empty() || section_.empty() ? part_ + section_ : part_ + ": " + section_; }

  const PlanDocument& document_;
  const PlanColumns& columns_;
  PlanRemarks remarks_;
  RowBuilder rows_;
  std::optional<PlanLayout> header_;  // of the plan's table that was read last
  PlanLayout layout_;                 // of the table that is being read
  std::vector<DocumentParagraph> pending_;  // since the last table
  std::string table_name_, title_;
  std::string part_;                  // title above the table; of documents with several
  std::string section_;               // title within the table
  Span section_place_;
  bool section_is_empty_ = false;     // it has no row yet
  bool several_parts_ = false, numbered_ = true;
};

std::size_t PlanReader::count_plan_tables() const {
  std::optional<PlanLayout> last;
  std::size_t tables = 0;
  bool apart = true;
  for (const DocumentBlock& block : document_.blocks) {
    if (const auto* paragraph = std::get_if<DocumentParagraph>(&block)) {
      apart = apart || !is_page_number(*paragraph);
      continue;
    }
    const auto header = find_header(columns_, std::get<DocumentTable>(block));
    if (header && (apart || !last || !same_headers(*last, *header))) ++tables;
    if (header) last = header;
    apart = false;
  }
  return tables;
}

Diagnostic PlanReader::no_measures() const {
  Diagnostic error = make_error("PLAN-021", tr("no table of the document has a column of measures"),
                                tr("head a column of the table with a word for measures, or add the word to the pack's plan_columns.lua"));
  for (const DocumentBlock& block : document_.blocks) {
    const auto* table = std::get_if<DocumentTable>(&block);
    if (table == nullptr || table->rows.empty()) continue;
    error.spans.push_back(place_in(document_.file, table->name, table->rows.front().line));
    error.spans.back().source_line = shown_row(table->rows.front());
  }
  error.reason = error.spans.empty() ? tr("the document has no tables") : tr("the first rows of its tables are shown");
  if (error.spans.empty()) error.spans.push_back(place_in(document_.file, {}, 0));
  return error;
}

void PlanReader::take_paragraphs(bool inside) {
  for (const DocumentParagraph& paragraph : pending_) {
    const Span at = place_in(document_.file, {}, paragraph.line);
    if (inside)
      remarks_.add(Severity::kWarning, "PLAN-030", tr_later("a paragraph amid the rows of a table"), at, paragraph.text,
                   tr_later("if it belongs to a row, move it into the table and import the document once more"));
    else
      remarks_.add(Severity::kNote, "PLAN-034", tr_later("text outside of the tables is no part of the rows"), at, paragraph.text);
  }
  pending_.clear();
}

// `anew`: the columns are told, too.
void PlanReader::remark_header(const DocumentTable& table, const PlanLayout& header, bool anew) {
  for (std::size_t i = 0; i < header.rows; ++i)
    remarks_.add(Severity::kNote, "PLAN-024", tr_later("the columns were recognised by their headers"), place(table.rows[header.first + i].line),
                 shown_row(table.rows[header.first + i]));
  for (std::size_t i = 0; anew && i < header.fields.size(); ++i)
    if (header.fields[i]) remarks_.note("PLAN-024", tr_format("\"{0}\": {1}", header.headers[i], field_name(*header.fields[i])));
}

bool PlanReader::has_numbers(const DocumentTable& table, std::size_t from) const {
  return std::any_of(table.rows.begin() + static_cast<std::ptrdiff_t>(from), table.rows.end(), [&](const DocumentRow& row) {
    const MappedRow fields = mapped(layout_, row);
    return is_row_number(fields.of(PlanField::kNumber)) || number_and_text(fields.of(PlanField::kMeasure)) || number_and_text(fields.of(PlanField::kNumber));
  });
}

void PlanReader::begin_plan(const PlanLayout& header) {
  end_section();
  if (several_parts_) part_ = part_title(pending_, columns_);
  if (title_.empty()) title_ = plan_title(pending_, columns_);
  take_paragraphs(false);
  header_ = header;
  numbered_ = false;
}

// The table begins a plan, or a part of one, or goes on under a header that stands again on its page.
void PlanReader::take_header(const DocumentTable& table, const PlanLayout& header) {
  const bool apart = std::any_of(pending_.begin(), pending_.end(), [](const DocumentParagraph& p) { return !is_page_number(p); });
  const bool anew = apart || !header_ || !same_headers(*header_, header);
  layout_ = header;
  for (std::size_t i = 0; i < header.first; ++i) {  // titles in the first rows of a sheet
    if (is_blank(table.rows[i])) continue;
    pending_.push_back({table.rows[i].line, shown_row(table.rows[i]), false});
    remarks_.add(Severity::kNote, "PLAN-031", tr_later("rows above the header are no part of the plan"), place(table.rows[i].line),
                 shown_row(table.rows[i]));
  }
  if (anew) begin_plan(header);
  else take_paragraphs(true);
  remark_header(table, header, anew);
}

// Behind a paragraph only what plainly goes on: the next number stands in it.
bool PlanReader::goes_on_without_header(const DocumentTable& table, const PlanLayout& narrow) const {
  if (std::all_of(pending_.begin(), pending_.end(), is_page_number)) return true;
  const auto numbered = std::find_if(table.rows.begin(), table.rows.end(),
                                     [&](const DocumentRow& row) { return !mapped(narrow, row).of(PlanField::kNumber).empty(); });
  return numbered != table.rows.end() && rows_.follows(mapped(narrow, *numbered).of(PlanField::kNumber));
}

// A part of the plan whose table has no header of its own, below its title.
bool PlanReader::is_titled() const {
  return !pending_.empty() && (pending_.back().heading || begins_with_any(pending_.back().text, columns_.section));
}

void PlanReader::take_other_table(const DocumentTable& table) {
  take_paragraphs(false);
  for (const DocumentRow& row : table.rows)
    if (!is_blank(row))
      remarks_.add(Severity::kNote, "PLAN-031", tr_later("a table without a column of measures is no part of the plan"), place(row.line), shown_row(row));
}

void PlanReader::take_table(const DocumentTable& table) {
  table_name_ = table.name;
  std::size_t from = 0;
  if (const auto header = find_header(columns_, table)) {
    take_header(table, *header);
    from = header->first + header->rows;
  } else {
    const auto narrow = header_ ? continued_layout(*header_, table) : std::nullopt;
    const bool titled = narrow && is_titled();
    if (!narrow || !(titled || goes_on_without_header(table, *narrow))) return take_other_table(table);
    layout_ = *narrow;
    if (titled) {
      begin_section(pending_.back().text);
      section_place_ = place_in(document_.file, {}, pending_.back().line);
      pending_.pop_back();
    }
    take_paragraphs(true);
  }
  numbered_ = numbered_ || has_numbers(table, from);
  for (; from < table.rows.size(); ++from) take_row(table, table.rows[from]);
}

void PlanReader::take_row(const DocumentTable& table, const DocumentRow& row) {
  if (is_blank(row)) return;
  if (repeats_header(layout_, row)) {
    PlanLayout repeated = layout_;
    repeated.first = static_cast<std::size_t>(&row - table.rows.data());
    repeated.rows = 1;
    return remark_header(table, repeated, false);
  }
  MappedRow fields = mapped(layout_, row);
  if (fields.single && fields.whole) fields.unread.clear();  // a title, though it stands over a column that is not read
  remark_cells(fields);
  const bool nothing = std::all_of(fields.texts.begin(), fields.texts.end(), [](const std::string& text) { return text.empty(); });
  if (nothing && !fields.whole) return;
  if (fields.single) take_single(fields);
  else take_regular(std::move(fields));
}

void PlanReader::remark_cells(const MappedRow& row) {
  for (const std::string& text : row.beyond)
    remarks_.add(Severity::kWarning, "PLAN-028", tr_later("a row has more cells than the table has columns"), place(row.line), text,
                 tr_later("the cells beyond the last column were not read: add them to the row that they belong to"));
  for (const auto& [column, text] : row.unread)
    remarks_.add(Severity::kWarning, "PLAN-033", tr_later("a column that no field of a plan is was not read"), place(row.line), text,
                 tr_later("if it is one, add a word of its header to the pack's plan_columns.lua"));
  if (row.short_of_cells)
    remarks_.add(Severity::kNote, "PLAN-028",
                 row.without_number ? tr_later("a row has one cell less: it was read without a number") : tr_later("a row has fewer cells than the table has columns"),
                 place(row.line), {});
}

void PlanReader::begin_section(const std::string& text) {
  end_section();
  section_ = folded(text);
  section_is_empty_ = true;
}

// A section without rows would be nowhere.
void PlanReader::end_section() {
  if (section_is_empty_)
    remarks_.add(Severity::kWarning, "PLAN-030", tr_later("the title of a section without rows"), section_place_, section_,
                 tr_later("is it a row whose other cells are empty?"));
  section_is_empty_ = false;
  section_.clear();
}

void PlanReader::take_single(const MappedRow& row) {
  if (row.has(PlanField::kNumber) && is_row_number(row.text)) return add(row);  // its text stands below
  if (row.whole) return take_whole(row);
  if (!row.has(PlanField::kMeasure)) return take_regular(row);
  const bool title = rows_.empty() || section_is_empty_ || begins_with_any(row.text, columns_.section);
  if (title && !starts_lower(row.text) && list_mark_size(row.text) == 0 && !number_and_text(row.text)) {
    begin_section(row.text);
    section_place_ = place(row.line);
    return;
  }
  take_regular(row);
}

void PlanReader::take_whole(const MappedRow& row) {
  MappedRow measure = row;
  measure.texts = {};
  measure.of(PlanField::kMeasure) = row.text;
  if (starts_lower(row.text) && section_is_empty_) {
    section_ += ' ' + folded(row.text);
  } else if (!rows_.empty() && (starts_lower(row.text) || list_mark_size(row.text) > 0)) {
    take_regular(std::move(measure));
  } else {
    begin_section(row.text);
    section_place_ = place(row.line);
  }
}

void PlanReader::add(const MappedRow& row, bool counted) {
  PlanTexts texts = row.texts;
  texts[static_cast<std::size_t>(PlanField::kSection)].clear();
  rows_.add(section(), std::move(texts), place(row.line), counted);
  section_is_empty_ = false;
}

// "15. Carrying out …" in one cell: of the number, or of the measure.
bool PlanReader::take_number_in_text(MappedRow& row) {
  const bool in_number = row.has(PlanField::kNumber) && !row.has(PlanField::kMeasure);
  const auto parts = number_and_text(in_number ? row.of(PlanField::kNumber) : row.of(PlanField::kMeasure));
  if (!parts || (!in_number && (row.has(PlanField::kNumber) || !rows_.follows(parts->number)))) return false;
  row.of(PlanField::kNumber) = parts->number;
  row.of(PlanField::kMeasure) = parts->text;
  row.from_above = {};
  remarks_.add(Severity::kNote, "PLAN-027", tr_later("number and measure stand in one cell and were parted"), place(row.line), parts->number);
  add(row);
  return true;
}

void PlanReader::take_regular(MappedRow row) {
  if (row.has(PlanField::kSection) && folded(row.of(PlanField::kSection)) != section_) {
    begin_section(row.of(PlanField::kSection));
    section_place_ = place(row.line);
  }
  if (take_number_in_text(row)) return;
  if (row.has(PlanField::kNumber)) return add(row);
  take_unnumbered(std::move(row));
}

// Does the row go on with the one above? A small letter or an unfinished sentence says so. Small letters below a
// colon, with a deadline of their own, are a point.
bool PlanReader::goes_on(const MappedRow& row) const {
  if (!row.has(PlanField::kMeasure)) return true;
  const std::string& measure = row.of(PlanField::kMeasure);
  const std::string& above = rows_.last_measure();
  if (above.empty()) return true;
  if (row.from_above[static_cast<std::size_t>(PlanField::kNumber)] || list_mark_size(measure) > 0) return false;
  const bool listed = above.ends_with(':') || above.ends_with(';');
  if (starts_lower(measure)) return !(listed && (row.has(PlanField::kDeadline) || row.has(PlanField::kResponsible)));
  return is_unfinished(above, columns_.unfinished);
}

void PlanReader::go_on(const MappedRow& row) {
  PlanTexts texts = row.texts;
  for (std::size_t i = 0; i < kPlanFields; ++i)
    if (row.from_above[i] || i == static_cast<std::size_t>(PlanField::kSection)) texts[i].clear();
  std::string shown;
  for (const std::string& text : texts)
    if (!text.empty()) shown += (shown.empty() ? "" : " | ") + folded(text);
  rows_.go_on(texts);
  remarks_.add(Severity::kNote, "PLAN-025", tr_later("a row that goes on with the row above was joined to it"), place(row.line), shown);
}

void PlanReader::take_unnumbered(MappedRow row) {
  if (rows_.empty() && !row.has(PlanField::kMeasure)) {
    const auto shown = std::find_if(row.texts.begin(), row.texts.end(), [](const std::string& text) { return !text.empty(); });
    if (shown != row.texts.end()) add(row);  // a row without a measure: finish() says so
    return;
  }
  if (!rows_.empty() && goes_on(row)) return go_on(row);
  row.of(PlanField::kNumber).clear();
  const std::string shown = folded(row.of(PlanField::kMeasure));
  const bool point = list_mark_size(row.of(PlanField::kMeasure)) > 0;
  if (!numbered_ && !point) {
    row.of(PlanField::kNumber) = rows_.next_number();
    remarks_.add(Severity::kWarning, "PLAN-029", tr_later("the rows carry no numbers: they were counted"), place(row.line), row.of(PlanField::kNumber));
    return add(row, true);
  }
  if (rows_.empty())
    remarks_.add(Severity::kWarning, "PLAN-029", tr_later("the first row has no number"), place(row.line), shown, tr_later("give it a number in the document"));
  else if (!point)
    remarks_.add(Severity::kNote, "PLAN-026", tr_later("a row without a number was taken for a point of the row above"), place(row.line), shown);
  add(row);
}

Result<RowsOfPlan> PlanReader::read() {
  several_parts_ = count_plan_tables() > 1;
  for (const DocumentBlock& block : document_.blocks) {
    if (const auto* paragraph = std::get_if<DocumentParagraph>(&block)) pending_.push_back(*paragraph);
    else take_table(std::get<DocumentTable>(block));
  }
  if (!header_) return no_measures();
  end_section();
  take_paragraphs(false);
  RowsOfPlan imported;
  imported.rows = rows_.finish();
  imported.title = title_;
  imported.remarks = document_.remarks;
  std::vector<Diagnostic> remarks = remarks_.take();
  std::move(remarks.begin(), remarks.end(), std::back_inserter(imported.remarks));
  return imported;
}

}  // namespace

Result<RowsOfPlan> rows_of_document(const PlanDocument& document, const PlanColumns& columns) { return PlanReader(document, columns).read(); }

Result<RowsOfPlan> read_plan_rows(const std::filesystem::path& file, const PlanColumns& columns) {
  OPORA_ASSIGN(const PlanDocument document, read_document(file));
  return rows_of_document(document, columns);
}

}  // namespace opora
