#include "intake/profile.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "intake/json_fields.h"

namespace opora {
namespace {

using nlohmann::json;

PartSource part_source(Fields& parent, const char* key) {
  PartSource part;
  auto fields = parent.object(key);
  if (!fields) return part;
  part.column = fields->column("column");
  part.path = fields->patterns("path");
  part.words = fields->word_table("words");
  part.constant = fields->text("constant");
  fields->close();
  return part;
}

ProcedureSource procedure_source(Fields& fields) {
  ProcedureSource procedure;
  procedure.kind = part_source(fields, "kind");
  procedure.subject = part_source(fields, "subject");
  procedure.grade = part_source(fields, "grade");
  procedure.year = part_source(fields, "year");
  procedure.level = part_source(fields, "level");
  return procedure;
}

ClassRule class_rule(Fields& parent) {
  ClassRule rule;
  auto fields = parent.object("class");
  if (!fields) return rule;
  rule.column = fields->column("column", true);
  rule.none = fields->words("none");
  rule.alike = fields->word_table("alike").entries;
  rule.usual = fields->patterns("usual");
  fields->close();
  return rule;
}

GenderRule gender_rule(Fields& parent) {
  GenderRule rule;
  auto fields = parent.object("gender");
  if (!fields) return rule;
  rule.column = fields->column("column", true);
  rule.male = fields->words("male");
  rule.female = fields->words("female");
  fields->close();
  return rule;
}

TaskColumns task_columns(Fields& parent) {
  TaskColumns tasks;
  auto fields = parent.object("tasks");
  if (!fields) return tasks;
  tasks.after = normal_words(fields->text("after", true));
  tasks.before = normal_words(fields->text("before", true));
  tasks.labels = fields->patterns("label");
  tasks.points = fields->patterns("points");
  tasks.not_attempted = fields->words("not_attempted");
  fields->close();
  return tasks;
}

ReplaceScope replace_scope(Fields& fields) {
  ReplaceScope scope;
  if (!fields.has("replace")) return scope;
  scope = {false, false, false, false, false};
  const std::vector<std::pair<std::string, bool*>> parts = {
      {"kind", &scope.kind}, {"subject", &scope.subject}, {"grade", &scope.grade}, {"year", &scope.year}, {"level", &scope.level}};
  for (const std::string& name : fields.texts("replace")) {
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const auto& p) { return p.first == name; });
    if (part != parts.end()) *part->second = true;
    else fields.reading().fail("PACK-041", tr_format("\"{0}\" is no part of a procedure (results.replace)", name),
                               tr("Parts are kind, subject, grade, year and level."));
  }
  return scope;
}

ParticipantCode participant_code(Fields& fields) {
  const std::string form = fields.text("participant_code");
  if (form.empty() || form == "decimal") return ParticipantCode::kDecimal;
  if (form == "hex") return ParticipantCode::kHex;
  if (form != "text") {
    fields.reading().fail("PACK-041", tr_format("\"{0}\" is no form of a pupil's code", form), tr("Forms are decimal, hex and text."));
  }
  return ParticipantCode::kText;
}

std::optional<ResultsSection> results_section(Fields& parent) {
  auto fields = parent.object("results");
  if (!fields) return std::nullopt;
  ResultsSection section;
  if (auto procedure = fields->object("procedure", true)) {
    section.procedure = procedure_source(*procedure);
    procedure->close();
  }
  for (const std::string& name : fields->texts("variants")) section.variants.push_back({{normal_words(name)}, {}});
  section.absent = fields->words("absent");
  section.total = fields->column("total", true);
  section.maximum = fields->column("maximum");
  section.mark = fields->column("mark");
  section.journal = fields->column("journal");
  section.journal_missing = fields->words("journal_missing");
  section.class_label = class_rule(*fields);
  section.gender = gender_rule(*fields);
  section.participant = fields->column("participant");
  section.participant_code = participant_code(*fields);
  section.tasks = task_columns(*fields);
  section.class_shift = fields->integer("class_shift", 0);
  section.replace = replace_scope(*fields);
  fields->close();
  return section;
}

TextSource text_source(Fields& parent, const char* key) {
  TextSource source;
  auto fields = parent.object(key);
  if (!fields) return source;
  source.column = fields->column("column", true);
  source.take = fields->patterns("take");
  fields->close();
  return source;
}

std::optional<RegistrySection> registry_section(Fields& parent) {
  auto fields = parent.object("registry");
  if (!fields) return std::nullopt;
  RegistrySection section;
  section.name = text_source(*fields, "name");
  section.municipality = text_source(*fields, "municipality");
  section.region = text_source(*fields, "region");
  fields->close();
  return section;
}

ItemType item_type(Fields& fields) {
  static const std::vector<std::pair<std::string, ItemType>> kTypes = {
      {"number", ItemType::kNumber}, {"percent", ItemType::kPercent}, {"share", ItemType::kShare},
      {"flag", ItemType::kFlag},     {"choice", ItemType::kChoice},   {"text", ItemType::kText}};
  const std::string name = fields.text("type", true);
  for (const auto& [type_name, type] : kTypes) {
    if (type_name == name) return type;
  }
  fields.reading().fail("PACK-041", tr_format("\"{0}\" is no type of a context item ({1})", name, fields.where()),
                        tr("Types are number, percent, share, flag, choice and text."));
  return ItemType::kText;
}

// "label", or { "label as printed", "value stored" }.
std::vector<Choice> choices_of(Fields& fields) {
  std::vector<Choice> choices;
  for (const json* entry : fields.list("choices")) {
    if (entry->is_string()) choices.push_back({entry->get<std::string>(), entry->get<std::string>()});
    else if (entry->is_array() && entry->size() == 2 && (*entry)[0].is_string() && (*entry)[1].is_string())
      choices.push_back({(*entry)[0].get<std::string>(), (*entry)[1].get<std::string>()});
    else fields.reading().fail("PACK-041", tr_format("\"{0}\" must be {1}", fields.where() + ".choices",
                                                     tr("a list of texts or of pairs { label, value }")), {});
  }
  return choices;
}

ContextItem context_item(Fields& fields) {
  ContextItem item;
  item.id = fields.text("id", true);
  item.title = fields.text("title");
  item.column = fields.column("column", true);
  item.type = item_type(fields);
  item.of = fields.text("of", item.type == ItemType::kShare);
  item.choices = choices_of(fields);
  fields.close();
  return item;
}

std::optional<ContextSection> context_section(Fields& parent) {
  auto fields = parent.object("context");
  if (!fields) return std::nullopt;
  ContextSection section;
  section.year = part_source(*fields, "year");
  section.numbering = fields->patterns("numbering");
  section.yes = fields->words("yes");
  section.no = fields->words("no");
  for (Fields& item : fields->objects("items", true)) section.items.push_back(context_item(item));
  for (Fields& sum : fields->objects("sums")) {
    PercentGroup group;
    group.items = sum.texts("items");
    group.total = sum.integer("total", 100);
    group.tolerance = sum.integer("tolerance", 1);
    sum.close();
    section.sums.push_back(std::move(group));
  }
  fields->close();
  return section;
}

std::optional<ScalesSection> scales_section(Fields& parent) {
  auto fields = parent.object("scales");
  if (!fields) return std::nullopt;
  ScalesSection section;
  if (auto procedure = fields->object("procedure", true)) {
    section.procedure = procedure_source(*procedure);
    procedure->close();
  }
  section.maximum = fields->column("maximum");
  for (const std::string& name : fields->texts("borders")) section.borders.push_back({{normal_words(name)}, {}});
  fields->close();
  return section;
}

ProcedureSource work_source(Fields& fields) {
  ProcedureSource source;
  if (auto work = fields.object("work", true)) {
    source = procedure_source(*work);
    work->close();
  }
  return source;
}

std::optional<TaskDescriptionsSection> task_descriptions_section(Fields& parent) {
  auto fields = parent.object("task_descriptions");
  if (!fields) return std::nullopt;
  TaskDescriptionsSection section;
  section.work = work_source(*fields);
  section.task = fields->column("task", true);
  section.position = fields->column("position");
  section.skill = fields->column("skill");
  section.block = fields->column("block");
  section.difficulty = fields->column("difficulty");
  section.content_codes = fields->column("content_codes");
  section.requirement_codes = fields->column("requirement_codes");
  section.maximum = fields->column("maximum");
  fields->close();
  return section;
}

std::optional<CodeTextsSection> code_texts_section(Fields& parent) {
  auto fields = parent.object("code_texts");
  if (!fields) return std::nullopt;
  CodeTextsSection section;
  section.work = work_source(*fields);
  section.codifier = part_source(*fields, "codifier");
  section.code = fields->column("code", true);
  section.text = fields->column("text", true);
  fields->close();
  return section;
}

std::optional<ListsSection> lists_section(Fields& parent) {
  auto fields = parent.object("lists");
  if (!fields) return std::nullopt;
  ListsSection section;
  section.list = fields->text("list", true);
  section.year = part_source(*fields, "year");
  section.marked = fields->words("marked");
  for (Fields& marker : fields->objects("markers", true)) {
    section.markers.push_back({marker.text("id", true), marker.column("column", true)});
    marker.close();
  }
  section.total = fields->column("total");
  fields->close();
  return section;
}

void read_sheets(Fields& fields, SourceProfile& profile) {
  const std::vector<std::string> names = fields.texts("sheets");
  if (names.empty() || (names.size() == 1 && names[0] == "first")) return;
  if (names.size() == 1 && names[0] == "every") {
    profile.sheets = SourceProfile::Sheets::kEvery;
    return;
  }
  profile.sheets = SourceProfile::Sheets::kNamed;
  for (const std::string& name : names) profile.sheet_names.push_back(normal_words(name));
}

// What must never be read cannot be asked for either.
void refuse_personal(const SourceProfile& profile, DataFileReading& reading) {
  const auto check = [&](const ColumnName& column) {
    for (const std::string& name : column.names) {
      for (const Pattern& personal : profile.personal) {
        if (personal.matches(name)) {
          reading.fail("PACK-044", tr_format("The column \"{0}\" holds personal data and cannot be mapped", name),
                       tr("Remove the column from the profile, or make the pattern under \"personal\" narrower."));
        }
      }
    }
  };
  if (profile.context) for (const ContextItem& item : profile.context->items) check(item.column);
  if (const auto& section = profile.task_descriptions)
    for (const ColumnName* column : {&section->task, &section->position, &section->skill, &section->block, &section->difficulty,
                                     &section->content_codes, &section->requirement_codes, &section->maximum}) check(*column);
  if (profile.code_texts) check(profile.code_texts->code), check(profile.code_texts->text);
  if (profile.registry) for (const TextSource* text : {&profile.registry->name, &profile.registry->municipality, &profile.registry->region}) check(text->column);
}

void check_items(const SourceProfile& profile, DataFileReading& reading) {
  if (!profile.context) return;
  std::vector<std::string> ids;
  for (const ContextItem& item : profile.context->items) {
    if (std::find(ids.begin(), ids.end(), item.id) != ids.end()) {
      reading.fail("PACK-041", tr_format("The context item \"{0}\" is declared twice", item.id), tr("Give each item an id of its own."));
    }
    ids.push_back(item.id);
  }
  const auto known = [&](const std::string& id) {
    if (id.empty() || std::find(ids.begin(), ids.end(), id) != ids.end()) return;
    const auto close = nearest(id, ids);
    reading.fail("PACK-041", tr_format("There is no context item \"{0}\"", id),
                 close ? tr_format("Did you mean \"{0}\"?", *close) : std::string(tr("Name an item of this profile.")));
  };
  for (const ContextItem& item : profile.context->items) known(item.of);
  for (const PercentGroup& group : profile.context->sums) for (const std::string& id : group.items) known(id);
}

}  // namespace

std::string normal_words(std::string_view text) {
  std::string out;
  bool blank = false;
  const std::string lower = to_lower(trimmed(text));
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const bool no_break = lower.compare(i, 2, "\xC2\xA0") == 0;
    if (no_break) ++i;
    if (no_break || lower[i] == ' ' || (lower[i] >= '\t' && lower[i] <= '\r')) {
      blank = true;
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    out += lower[i];
  }
  return out;
}

bool ColumnName::is(std::string_view normal_header) const {
  if (normal_header.empty()) return false;
  if (std::find(names.begin(), names.end(), normal_header) != names.end()) return true;
  return std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& p) { return p.matches(normal_header); });
}

std::string shown_name(const ColumnName& column) {
  if (!column.names.empty()) return column.names.front();
  if (column.patterns.empty()) return {};
  const std::string& pattern = column.patterns.front().text();
  return pattern.starts_with('^') ? pattern.substr(1) + " …" : pattern;
}

const std::string* WordTable::exact(std::string_view normal_text) const {
  for (const auto& [word, value] : entries) {
    if (word == normal_text) return &value;
  }
  return nullptr;
}

const std::string* WordTable::contained(std::string_view normal_text) const {
  for (const auto& [word, value] : entries) {
    if (normal_text.find(word) != std::string_view::npos) return &value;
  }
  return nullptr;
}

Result<SourceProfile> profile_from_json(const json& value, const std::string& origin) {
  return profile_from_json(value, origin, json::object());
}

Result<SourceProfile> profile_from_json(const json& value, const std::string& origin, const json& words) {
  DataFileReading reading{origin, &words, std::nullopt};
  Fields fields(value, "", reading);
  SourceProfile profile;
  profile.origin = origin;
  profile.id = fields.text("id", true);
  profile.title = fields.text("title", true);
  read_sheets(fields, profile);
  for (const json* name : fields.list("header", true)) profile.header.push_back(column_from_json(*name, "header", reading));
  profile.header_rows = fields.integer("header_rows", profile.header_rows);
  if (auto school = fields.object("school")) {
    profile.school.column = school->column("column", true);
    profile.school.keys = school->patterns("keys");
    school->close();
  }
  profile.missing = fields.words("missing");
  profile.personal = fields.patterns("personal");
  profile.results = results_section(fields);
  profile.registry = registry_section(fields);
  profile.context = context_section(fields);
  profile.scales = scales_section(fields);
  profile.task_descriptions = task_descriptions_section(fields);
  profile.code_texts = code_texts_section(fields);
  profile.lists = lists_section(fields);
  fields.close();
  refuse_personal(profile, reading);
  check_items(profile, reading);
  if (profile.header.empty()) reading.fail("PACK-042", tr("The profile names no header"), tr("List the headers that identify the layout."));
  if ((profile.results || profile.registry || profile.context || profile.lists) && !profile.school.column.given()) {
    reading.fail("PACK-042", tr_format("The key \"{0}\" is missing{1}", "school", ""), tr("Say which column names the school."));
  }
  if (reading.error) return *std::move(reading.error);
  return profile;
}

Result<std::vector<Scale>> scales_from_json(const json& table, const std::string& origin) {
  DataFileReading reading{origin, nullptr, std::nullopt};
  Fields fields(table, "", reading);
  const std::string kind = fields.text("kind", true);
  fields.text("source");
  const int from = fields.integer("from", 0), to = fields.integer("to", 0);
  std::vector<Scale> scales;
  for (Fields& row : fields.objects("scales", true)) {
    Scale scale;
    scale.kind = kind;
    scale.subject = row.text("subject", true);
    scale.grade = row.integer("grade", 0, true);
    scale.level = row.text("level");
    scale.maximum = row.integer("maximum", 0);
    scale.year_from = row.integer("from", from);
    scale.year_to = row.integer("to", to);
    for (const std::string& border : row.texts("borders")) scale.borders.push_back(static_cast<int>(parse_integer(border).value_or(-1)));
    row.text("source");
    row.close();
    if (scale.borders.empty() || scale.borders[0] < 0 || !std::is_sorted(scale.borders.begin(), scale.borders.end())) {
      reading.fail("PACK-041", tr_format("The borders of {0} {1} do not ascend", scale.subject, scale.grade), tr("Correct the scale table."));
    }
    scales.push_back(std::move(scale));
  }
  fields.close();
  if (reading.error) return *std::move(reading.error);
  return scales;
}

}  // namespace opora
