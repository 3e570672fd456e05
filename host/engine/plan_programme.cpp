#include "engine/plan_programme.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "engine/find_school.h"
#include "engine/programme_rows.h"
#include "store/facts.h"

namespace opora {
namespace {

Result<RunRecord> run_of(const Store& store, const std::vector<const Pack*>& lineage, std::optional<RunId> wanted) {
  if (wanted) return find_run(store, wanted);
  OPORA_ASSIGN(std::vector<RunRecord> runs, list_runs(store));
  for (const Pack* pack : lineage) {
    const auto newest = std::find_if(runs.rbegin(), runs.rend(), [&](const RunRecord& run) { return run.info.pack == pack->id; });
    if (newest != runs.rend()) return std::move(*newest);
  }
  return make_error("PLAN-073", tr_format("pack \"{0}\" has no run to make a programme of", lineage.front()->id),
                    tr_format("find the schools first: opora run --pack {0} --year YEAR", lineage.front()->id));
}

// What all programmes of a request share.
struct Materials {
  std::vector<ProgrammeMeasure> measures;
  RunRecord run;
  Words words;
  Frame registry;
};

Result<Findings> findings_of(const Store& store, const PackLibrary& packs, const ProgrammeRequest& request, const Materials& of, const std::set<std::string>& schools,
                             const std::string& school, std::vector<Diagnostic>& warnings) {
  OPORA_ASSIGN(Findings findings, findings_of_run(store, of.run, schools, of.words));
  const FigureSource source{&packs, request.pack, school, request.municipality, of.run.info.year, request.threads, request.isolation};
  OPORA_TRY(add_figures(store, source, of.measures, of.words, findings, warnings));
  return findings;
}

std::string school_years(int year) { return fmt::format("{}/{}", year, year + 1); }

std::string run_text(const RunRecord& run) { return tr_format("run {0} of pack {1}, year {2}", run.id, run.info.pack, run.info.year); }

std::string lists_of(const ProgrammeSchool& school) {
  std::vector<std::string> texts;
  for (const Finding& finding : school.findings)
    if (finding.kind == Finding::Kind::kListed) texts.push_back(finding.text);
  return texts.empty() ? tr("the school is on no list of the run") : fmt::format("{}", fmt::join(texts, ". "));
}

Result<Programme> of_school(const Store& store, const PackLibrary& packs, const ProgrammeRequest& request, const Materials& of) {
  OPORA_ASSIGN(const std::int64_t row, find_school(of.registry, request.school));
  Programme out;
  ProgrammeSchool school{registry_text(of.registry, "school", row), registry_text(of.registry, "name", row), {}};
  OPORA_ASSIGN(Findings findings, findings_of(store, packs, request, of, {school.code}, school.code, out.warnings));
  school.findings = std::move(findings[school.code]);
  if (school.name.empty()) school.name = school.code;
  const ProgrammeWords fill{school.name, registry_text(of.registry, "municipality", row), request.year.value_or(of.run.info.year), &of.words};
  out.title = tr_format("Programme of transition to effective work, {0}, school year {1}", school.name, school_years(fill.year));
  out.head = {{tr("School"), school.name + " (" + school.code + ")"}, {tr("Municipality"), fill.municipality}, {tr("Results"), run_text(of.run)}, {tr("On lists"), lists_of(school)}};
  out.rows = school_rows(of.measures, school, fill);
  out.unanswered = unanswered_lists(of.measures, school);
  out.schools = 1;
  return out;
}

Result<std::map<std::string, std::string>> schools_of(const Frame& registry, const std::string& municipality) {
  std::map<std::string, std::string> names;  // by code
  std::set<std::string> known;
  for (std::int64_t row = 0; row < registry.rows(); ++row) {
    const std::string place = registry_text(registry, "municipality", row);
    known.insert(place);
    if (place != municipality) continue;
    const std::string code = registry_text(registry, "school", row), name = registry_text(registry, "name", row);
    names[code] = name.empty() ? code : name;
  }
  if (!names.empty()) return names;
  const auto guess = nearest(municipality, std::vector<std::string>(known.begin(), known.end()));
  return make_error("PLAN-074", tr_format("the store has no school in \"{0}\"", municipality),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr("write the municipality as the registry of schools does"));
}

Result<Programme> of_municipality(const Store& store, const PackLibrary& packs, const ProgrammeRequest& request, const Materials& of) {
  OPORA_ASSIGN(const auto names, schools_of(of.registry, request.municipality));
  std::set<std::string> codes;
  for (const auto& [code, name] : names) codes.insert(code);
  Programme out;
  OPORA_ASSIGN(Findings findings, findings_of(store, packs, request, of, codes, {}, out.warnings));
  std::vector<ProgrammeSchool> schools;
  for (const auto& [code, name] : names) {
    ProgrammeSchool school{code, name, std::move(findings[code])};
    if (is_listed(of.measures, school)) schools.push_back(std::move(school));
  }
  if (schools.empty())
    return make_error("PLAN-075", tr_format("no school of \"{0}\" is on a list of run {1} that has measures", request.municipality, of.run.id),
                      tr("look at the lists with opora list, or name another run by --run"));
  std::sort(schools.begin(), schools.end(), [](const ProgrammeSchool& a, const ProgrammeSchool& b) { return collates_before(a.name, b.name); });
  const ProgrammeWords fill{{}, request.municipality, request.year.value_or(of.run.info.year), &of.words};
  out.title = tr_format("Municipal programme of support for schools, {0}, school year {1}", request.municipality, school_years(fill.year));
  out.head = {{tr("Municipality"), request.municipality}, {tr("Results"), run_text(of.run)}, {tr("Schools"), tr_format("{0} of {1}", schools.size(), names.size())}};
  for (const ProgrammeSchool& school : schools) out.head.emplace_back(school.name + " (" + school.code + ")", lists_of(school));
  out.rows = municipal_rows(of.measures, schools, fill);
  out.schools = static_cast<std::int64_t>(schools.size());
  for (const ProgrammeSchool& school : schools)
    for (const std::string& list : unanswered_lists(of.measures, school)) out.unanswered.push_back(school.name + ": " + list);
  return out;
}

std::string pipe_cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += "\\|";
    else out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

std::string pipe_row(std::initializer_list<std::string> cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + pipe_cell(cell) + " |";
  return line + "\n";
}

}  // namespace

Result<Programme> make_programme(const Store& store, const PackLibrary& packs, const ProgrammeRequest& request) {
  OPORA_ASSIGN(const auto lineage, packs.lineage(request.pack));
  Materials of;
  OPORA_ASSIGN(of.measures, programme_measures_of(lineage));
  OPORA_ASSIGN(of.run, run_of(store, lineage, request.run));
  of.words = words_of_pack(packs, request.pack);
  OPORA_ASSIGN(of.registry, schools(store));
  return request.municipality.empty() ? of_school(store, packs, request, of) : of_municipality(store, packs, request, of);
}

std::string programme_markdown(const Programme& programme) {
  std::string out = "# " + programme.title + "\n\n";
  for (const auto& [label, text] : programme.head)
    if (!text.empty()) out += "- " + label + ": " + text + "\n";
  const std::string* section = nullptr;
  for (const PlanRow& row : programme.rows) {
    if (!section || *section != row.section) {
      out += "\n## " + row.section + "\n\n";
      out += pipe_row({"№", tr("Measure"), tr("Deadline"), tr("Purpose"), tr("Responsible"), tr("Result")}) + "|---|---|---|---|---|---|\n";
      section = &row.section;
    }
    out += pipe_row({row.number, row.measure, row.deadline, row.purpose, row.responsible, row.result});
  }
  return out;
}

}  // namespace opora
