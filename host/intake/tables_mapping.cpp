#include "intake/tables_mapping.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "intake/results_mapping.h"
#include "intake/results_plan.h"

namespace opora {
namespace {

constexpr std::size_t kLongestAnswer = 2000;  // bytes

std::string shown(std::string_view value) { return is_harmless(value) ? std::string(value) : hidden_value(value); }

// Letters and digits only: «1–5 тыс. человек» and «1-5 тыс человек» are the same answer.
std::string essence(std::string_view text) {
  std::string out;
  const std::string lower = normal_words(text);
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const auto c = static_cast<unsigned char>(lower[i]);
    const bool dash = lower.compare(i, 3, "–") == 0 || lower.compare(i, 3, "—") == 0;
    if (dash) i += 2;
    else if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) out += lower[i];
  }
  return out;
}

constexpr int kMostTasks = 1000, kMostPoints = 1000;

Diagnostic unknown_work(const std::string& part) {
  return make_error("DATA-022", tr_format("Neither the file's columns nor its name and folders say which procedure it holds: {0}", part),
                    tr("Keep the file in its folders (year/grade/subject), or give the year with --year."));
}

// The work that a file describes; without a year it is that of every year.
Result<ProcedureKey> work_of_file(const ProcedureSource& source, const std::string& hint, std::optional<int> year) {
  const auto part = [&](const PartSource& from) { return part_of_file(from, hint).value_or(""); };
  const std::string kind = part(source.kind), subject = part(source.subject), grade = part(source.grade);
  const std::string of_year = year ? std::to_string(*year) : part(source.year);
  constexpr const char* kAnyYear = "2000";
  auto key = procedure_key(kind, subject, grade, of_year.empty() ? kAnyYear : of_year, part(source.level));
  if (!key) return unknown_work(kind.empty() ? tr("kind") : subject.empty() ? tr("subject") : tr("grade"));
  if (of_year.empty()) key->year = 0;
  return *std::move(key);
}

// Line breaks, control characters and repeated spaces of a cell as single spaces.
std::string in_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool gap = static_cast<unsigned char>(c) < 0x20 ? c == '\n' || c == '\t' || c == '\r' : c == ' ';
    if (static_cast<unsigned char>(c) < 0x20 && !gap) continue;
    if (!gap) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// What several rows of one task say is kept side by side, each text once.
void add_text(std::string& to, const std::string& text) {
  if (text.empty() || to.find(text) != std::string::npos) return;
  if (!to.empty()) to += "; ";
  to += text;
}

void add_codes(std::vector<std::string>& to, std::string_view cell) {
  constexpr std::string_view kSeparators = ",;\n\t ";
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find_first_of(kSeparators), cell.size());
    std::string_view code = cell.substr(0, end);
    cell.remove_prefix(std::min(end + 1, cell.size()));
    if (code.ends_with('.')) code.remove_suffix(1);
    if (!code.empty() && std::find(to.begin(), to.end(), code) == to.end()) to.emplace_back(code);
  }
}

const std::string& name_of(const ContextItem& item) { return item.title.empty() ? item.id : item.title; }

}  // namespace

std::int32_t SchoolIndex::add(const SchoolRef& school, std::vector<SchoolRef>& schools_seen) {
  const auto [place, added] = by_key_.try_emplace(school.key, static_cast<std::int32_t>(schools_seen.size()));
  if (added) schools_seen.push_back(school);
  return place->second;
}

Result<TablesMapper> TablesMapper::plan(const SourceProfile& profile, const SheetLayout& layout, const std::string& hint,
                                        std::optional<int> year, std::uint32_t sheet, DefectLog& defects) {
  TablesMapper mapper;
  mapper.profile_ = &profile;
  mapper.sheet_ = sheet;
  const auto optional_column = [&](const ColumnName& column) {
    const int found = column.given() ? layout.find(column) : -1;
    // With several sheets a column may stand on another one.
    if (found < 0 && column.given() && profile.sheets == SourceProfile::Sheets::kFirst) {
      defects.add(Gate::kColumnMissing, {sheet, layout.header_line, -1, shown_name(column)});
    }
    return found;
  };
  if (profile.school.column.given()) {
    mapper.school_column_ = layout.find(profile.school.column);
    if (mapper.school_column_ < 0) {
      return make_error("DATA-023", tr_format("The sheet has no column for {0} (\"{1}\")", tr("the school"), shown_name(profile.school.column)),
                        tr("Correct the header in the file, or add its new name to the profile."));
    }
  }
  if (profile.registry) {
    mapper.name_ = optional_column(profile.registry->name.column);
    mapper.municipality_ = optional_column(profile.registry->municipality.column);
    mapper.region_ = optional_column(profile.registry->region.column);
  }
  if (profile.context) {
    const auto text = year ? std::optional(std::to_string(*year)) : part_of_file(profile.context->year, hint);
    const auto number = text ? parse_integer(*text) : std::nullopt;
    if (!number || *number < 1990 || *number > 2100) {
      return make_error("DATA-022", tr_format("Neither the file's columns nor its name and folders say which procedure it holds: {0}", tr("year")),
                        tr("Keep the file in its folders (year/grade/subject), or give the year with --year."));
    }
    mapper.year_ = static_cast<int>(*number);
    const auto& items = profile.context->items;
    for (const ContextItem& item : items) {
      ItemPlan plan{&item, optional_column(item.column), -1};
      const auto whole = std::find_if(items.begin(), items.end(), [&](const ContextItem& other) { return other.id == item.of; });
      if (whole != items.end()) plan.of = static_cast<int>(whole - items.begin());
      mapper.items_.push_back(plan);
    }
  }
  if (profile.scales) {
    const ProcedureSource& source = profile.scales->procedure;
    for (const PartSource* part : {&source.kind, &source.subject, &source.grade, &source.year, &source.level}) {
      const int column = part->column.given() ? layout.find(part->column) : -1;
      mapper.scale_parts_.push_back(column);
      mapper.scale_fixed_.push_back(column >= 0 ? std::string() : part_of_file(*part, hint).value_or(""));
    }
    mapper.scale_parts_.push_back(optional_column(profile.scales->maximum));
    for (const ColumnName& border : profile.scales->borders) mapper.borders_.push_back(optional_column(border));
  }
  if (const auto& section = profile.task_descriptions) {
    OPORA_ASSIGN(const ProcedureKey work, work_of_file(section->work, hint, year));
    mapper.description_ = {work, optional_column(section->task), optional_column(section->position), optional_column(section->skill),
                           optional_column(section->block), optional_column(section->difficulty), optional_column(section->content_codes),
                           optional_column(section->requirement_codes), optional_column(section->maximum)};
  }
  if (const auto& section = profile.code_texts) {
    OPORA_ASSIGN(const ProcedureKey work, work_of_file(section->work, hint, year));
    const std::string codifier = part_of_file(section->codifier, hint).value_or("");
    if (codifier != kContentCodes && codifier != kRequirementCodes) return unknown_work(tr("the codifier"));
    mapper.codes_ = {work, codifier, optional_column(section->code), optional_column(section->text)};
  }
  if (profile.lists) mapper.lists_.emplace(profile, layout, hint, year, sheet);
  return mapper;
}

std::string_view TablesMapper::cell(const OwnedRow& row, int column) const {
  if (column < 0 || static_cast<std::size_t>(column) >= row.cells.size()) return {};
  const std::string_view text = trimmed(row.cells[static_cast<std::size_t>(column)]);
  const auto& missing = profile_->missing;
  if (!missing.empty() && text.size() < 40 && std::find(missing.begin(), missing.end(), normal_words(text)) != missing.end()) return {};
  return text;
}

std::string TablesMapper::text_of(const OwnedRow& row, const TextSource& source, int column) const {
  const std::string_view text = cell(row, column);
  if (source.take.empty() || text.empty()) return std::string(text);
  return first_capture(source.take, text).value_or(std::string(text));
}

void TablesMapper::map(const OwnedRow& row, SchoolIndex& index, BatchDraft& draft, DefectLog& defects, BatchCounts& counts) {
  ++counts.rows;
  bool accepted = false;
  if (school_column_ >= 0 && (profile_->registry || profile_->context)) {
    const auto local = school(row, index, draft, defects);
    if (!local) {
      ++counts.rejected;
      return;
    }
    if (profile_->registry) registry(row, draft.schools_seen[static_cast<std::size_t>(*local)], draft, defects);
    if (profile_->context) context(row, *local, draft, defects);
    accepted = true;
  }
  if (profile_->scales) {
    if (!scale(row, draft, defects)) {
      ++counts.rejected;
      return;
    }
    accepted = true;
  }
  if (lists_) {
    if (!lists_->map(row, draft, defects)) {
      ++counts.rejected;
      return;
    }
    accepted = true;
  }
  if (profile_->task_descriptions) accepted = described(row, draft, defects) || accepted;
  if (profile_->code_texts) accepted = code_text(row, draft, defects) || accepted;
  ++(accepted ? counts.accepted : counts.other);
}

std::optional<std::int32_t> TablesMapper::school(const OwnedRow& row, SchoolIndex& index, BatchDraft& draft, DefectLog& defects) {
  const std::string_view text = cell(row, school_column_);
  const auto key = school_key(profile_->school, text);
  if (!key) {
    defects.add(text.empty() ? Gate::kCellEmpty : Gate::kSchoolInvalid, {sheet_, row.line, school_column_, shown(text)});
    return std::nullopt;
  }
  const std::int32_t local = index.add({*key, to_lower(text)}, draft.schools_seen);
  const auto at = static_cast<std::size_t>(local);
  if (at >= seen_.size()) seen_.resize(at + 1, 0);
  if (seen_[at] != 0) defects.add(Gate::kSchoolTwice, {sheet_, row.line, school_column_, draft.schools_seen[at].code});
  seen_[at] = row.line;
  return local;
}

void TablesMapper::registry(const OwnedRow& row, const SchoolRef& school, BatchDraft& draft, DefectLog& defects) {
  SchoolRow entry{school, text_of(row, profile_->registry->name, name_), text_of(row, profile_->registry->municipality, municipality_),
                  text_of(row, profile_->registry->region, region_), row.line};
  if (name_ < 0 && municipality_ < 0 && region_ < 0) return;
  if (name_ >= 0 && entry.name.empty()) defects.add(Gate::kNameMissing, {sheet_, row.line, name_, school.code});
  draft.registry.push_back(std::move(entry));
}

std::string TablesMapper::choice(const ItemPlan& plan, std::string_view text, std::int64_t line, DefectLog& defects) const {
  std::string_view label = text;
  std::optional<long long> number;
  for (const Pattern& pattern : profile_->context->numbering) {
    const auto groups = pattern.match(text);
    if (!groups || groups->size() < 2) continue;
    number = parse_integer((*groups)[1]);
    if (text.starts_with((*groups)[0])) label = trimmed(text.substr((*groups)[0].size()));
    break;
  }
  const auto& choices = plan.item->choices;
  if (choices.empty()) return std::string(label);
  const std::string wanted = essence(label);
  const auto found = std::find_if(choices.begin(), choices.end(), [&](const Choice& c) { return essence(c.label) == wanted; });
  const bool numbered = number && *number >= 1 && *number <= static_cast<long long>(choices.size());
  if (found == choices.end()) {
    defects.add(numbered ? Gate::kCodingChanged : Gate::kChoiceUnknown, {sheet_, line, plan.column, shown(text)}, name_of(*plan.item));
    return std::string(label);
  }
  if (number && *number != found - choices.begin() + 1) {
    defects.add(Gate::kCodingChanged, {sheet_, line, plan.column, std::to_string(*number)}, name_of(*plan.item));
  }
  return found->value;
}

std::optional<ContextRow> TablesMapper::answer(const OwnedRow& row, const ItemPlan& plan, DefectLog& defects) const {
  const std::string_view text = cell(row, plan.column);
  if (text.empty() || text.size() > kLongestAnswer) return std::nullopt;
  ContextRow answer;
  answer.item = plan.item->id;
  answer.text = text;
  answer.line = row.line;
  const auto note = [&](Gate gate) { defects.add(gate, {sheet_, row.line, plan.column, shown(text)}, name_of(*plan.item)); };
  switch (plan.item->type) {
    case ItemType::kText: break;
    case ItemType::kChoice: answer.text = choice(plan, text, row.line, defects); break;
    case ItemType::kFlag: {
      const std::string words = normal_words(text);
      const auto among = [&](const std::vector<std::string>& list) { return std::find(list.begin(), list.end(), words) != list.end(); };
      if (among(profile_->context->yes)) answer.number = Share{1, 1};
      else if (among(profile_->context->no)) answer.number = Share{0, 1};
      else note(Gate::kChoiceUnknown);
      if (answer.number) answer.text = words;
      break;
    }
    case ItemType::kNumber:
    case ItemType::kShare:
    case ItemType::kPercent: {
      answer.number = parse_decimal(text);
      if (!answer.number) note(Gate::kNumberInvalid);
      else if (plan.item->type == ItemType::kPercent && (answer.number->numerator < 0 || compare(*answer.number, Share{100, 1}) > 0)) {
        note(Gate::kPercentOutOfRange);
        answer.number.reset();
      }
      break;
    }
  }
  return answer;
}

// The part becomes part / whole; what cannot be divided keeps its text only.
void TablesMapper::share(const ItemPlan& plan, std::vector<std::optional<ContextRow>>& answers, std::int64_t line, DefectLog& defects) const {
  auto& part = answers[static_cast<std::size_t>(&plan - items_.data())];
  if (!part || !part->number || plan.of < 0) return;
  const auto& whole = answers[static_cast<std::size_t>(plan.of)];
  const auto fail = [&](Gate gate, std::string value) {
    defects.add(gate, {sheet_, line, plan.column, std::move(value)}, name_of(*plan.item));
    part->number.reset();
  };
  if (!whole || !whole->number || whole->number->numerator <= 0) {
    if (part->number->numerator == 0) return part->number.reset();  // 0 of 0 is no defect
    return fail(Gate::kWholeMissing, part->text);
  }
  if (compare(*part->number, *whole->number) > 0) return fail(Gate::kPartAboveWhole, part->text + " > " + whole->text);
  part->number = Share{part->number->numerator * whole->number->denominator, part->number->denominator * whole->number->numerator};
}

void TablesMapper::check_sums(const std::vector<std::optional<ContextRow>>& answers, std::int64_t line, DefectLog& defects) const {
  for (const PercentGroup& group : profile_->context->sums) {
    double sum = 0;
    std::size_t known = 0;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (std::find(group.items.begin(), group.items.end(), items_[i].item->id) == group.items.end()) continue;
      if (answers[i] && answers[i]->number) sum += answers[i]->number->value(), ++known;
    }
    if (known < group.items.size() || std::abs(sum - group.total) <= group.tolerance + 1e-9) continue;
    defects.add(Gate::kPercentSum, {sheet_, line, -1, group.items.front() + " …: " + fmt::format("{:g}", sum)});
  }
}

void TablesMapper::context(const OwnedRow& row, std::int32_t school, BatchDraft& draft, DefectLog& defects) {
  std::vector<std::optional<ContextRow>> answers;
  for (const ItemPlan& item : items_) answers.push_back(item.column < 0 ? std::nullopt : answer(row, item, defects));
  for (const ItemPlan& item : items_) {
    if (item.item->type == ItemType::kShare) share(item, answers, row.line, defects);
  }
  check_sums(answers, row.line, defects);
  for (auto& given : answers) {
    if (!given) continue;
    given->school = school;
    given->year = year_;
    draft.context.push_back(std::move(*given));
  }
}

bool TablesMapper::scale(const OwnedRow& row, BatchDraft& draft, DefectLog& defects) const {
  const ProcedureSource& source = profile_->scales->procedure;
  const PartSource* const sources[] = {&source.kind, &source.subject, &source.grade, &source.year, &source.level};
  std::string parts[5];
  for (std::size_t i = 0; i < 5; ++i) parts[i] = PartPlan{scale_parts_[i], scale_fixed_[i], &sources[i]->words}.value(cell(row, scale_parts_[i]));
  const bool every_year = parts[3].empty();
  const auto key = procedure_key(parts[0], parts[1], parts[2], every_year ? "2000" : parts[3], parts[4]);
  if (!key) {
    defects.add(Gate::kProcedureInvalid, {sheet_, row.line, scale_parts_[1], shown(parts[1])});
    return false;
  }
  Scale scale{key->kind, key->subject, key->grade, every_year ? 0 : key->year, every_year ? 0 : key->year, key->level, 0, {}};
  const auto number = [&](int column) { return parse_integer(cell(row, column)).value_or(-1); };
  if (scale_parts_[5] >= 0) scale.maximum = static_cast<int>(std::clamp<long long>(number(scale_parts_[5]), 0, UINT16_MAX));
  bool valid = !borders_.empty();
  for (const int column : borders_) {
    const long long border = number(column);
    if (border < 0 || border > UINT16_MAX || (!scale.borders.empty() && border <= scale.borders.back())) valid = false;
    scale.borders.push_back(static_cast<int>(std::clamp<long long>(border, 0, UINT16_MAX)));
  }
  if (!valid) {
    defects.add(Gate::kBordersInvalid, {sheet_, row.line, borders_.empty() ? -1 : borders_.front(), to_text(*key)});
    return false;
  }
  draft.scales.push_back(std::move(scale));
  return true;
}

bool TablesMapper::described(const OwnedRow& row, BatchDraft& draft, DefectLog& defects) const {
  const DescriptionPlan& plan = description_;
  const std::string task = in_one_line(cell(row, plan.task));
  if (task.empty()) {
    const bool blank = std::all_of(row.cells.begin(), row.cells.end(), [](const auto& text) { return trimmed(text).empty(); });
    if (!blank) defects.add(Gate::kCellEmpty, {sheet_, row.line, plan.task, {}});
    return false;
  }
  auto& list = draft.task_descriptions;
  const auto same = [&](const TaskDescription& one) { return one.task == task && one.work == plan.work; };
  auto found = std::find_if(list.begin(), list.end(), same);
  if (found == list.end()) {
    TaskDescription first;
    first.work = plan.work;
    first.task = task;
    first.position = static_cast<int>(std::clamp<long long>(parse_integer(cell(row, plan.position)).value_or(0), 0, kMostTasks));
    first.difficulty = in_one_line(cell(row, plan.difficulty));
    first.maximum = maximum(row, defects);
    first.line = row.line;
    found = list.insert(list.end(), std::move(first));
  }
  add_text(found->skill, in_one_line(cell(row, plan.skill)));
  add_text(found->block, in_one_line(cell(row, plan.block)));
  add_codes(found->content_codes, cell(row, plan.content_codes));
  add_codes(found->requirement_codes, cell(row, plan.requirement_codes));
  return true;
}

int TablesMapper::maximum(const OwnedRow& row, DefectLog& defects) const {
  const std::string_view text = cell(row, description_.maximum);
  const auto number = parse_integer(text);
  if (number && *number >= 1 && *number <= kMostPoints) return static_cast<int>(*number);
  if (!text.empty()) defects.add(Gate::kNumberInvalid, {sheet_, row.line, description_.maximum, shown(text)});
  return 0;
}

bool TablesMapper::code_text(const OwnedRow& row, BatchDraft& draft, DefectLog& defects) const {
  const std::string code = in_one_line(cell(row, codes_.code)), text = in_one_line(cell(row, codes_.text));
  if (code.empty() && text.empty()) return false;
  if (code.empty() || text.empty()) {
    defects.add(Gate::kCellEmpty, {sheet_, row.line, code.empty() ? codes_.code : codes_.text, {}});
    return false;
  }
  draft.code_texts.push_back({codes_.work, codes_.codifier, code, text, row.line});
  return true;
}

}  // namespace opora
