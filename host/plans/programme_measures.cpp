#include "plans/programme_measures.h"

#include "base/messages.h"
#include "base/text.h"
#include "intake/pack_table.h"
#include "plans/evidence_kinds.h"

namespace opora {
namespace {

constexpr const char* kColumns[] = {"section", "level", "answers", "measure", "deadline", "responsible", "result", "evidence", "basis", "because"};
constexpr const char* kCode = "PACK-091";

std::vector<std::string> pieces(std::string_view text, char separator) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (const auto piece = trimmed(text.substr(0, end)); !piece.empty()) found.emplace_back(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

Answered answered(const std::string& text) {
  Answered one{{}, pieces(text, '/'), text};
  if (one.details.empty()) return one;
  one.id = one.details.front();
  one.details.erase(one.details.begin());
  return one;
}

Result<ProgrammeMeasure> measure_of(const PackTable& table, const PackTable::Line& line, const std::string& shown) {
  const auto cell = [&](const char* column) { return table.cell(line, column); };
  ProgrammeMeasure one{line.number, cell("section"), cell("level") == "municipality", false, {}, cell("measure"), cell("deadline"), cell("responsible"),
                       cell("result"), cell("evidence"), cell("because"), cell("basis")};
  if (!one.of_municipality && cell("level") != "school")
    return at_line(kCode, shown, line.number, tr_format("\"{0}\" is no level of a measure", cell("level")), tr("possible values: school, municipality"));
  if (!one.evidence.empty() && !is_evidence_kind(one.evidence)) {
    Diagnostic error = unknown_evidence_kind(kCode, one.evidence);
    error.spans.push_back({shown, {}, line.number, {}, {}, {}});
    return error;
  }
  for (const std::string& text : pieces(cell("answers"), '|')) {
    if (text == "always") one.always = true;
    else one.answers.push_back(answered(text));
  }
  if (one.measure.empty() || one.section.empty() || (!one.always && one.answers.empty()))
    return at_line(kCode, shown, line.number, tr("a measure needs its section, its text and what it answers"),
                   tr("answers is \"always\", or names methodologies and indicators: low-results | vpr-bias/inflated_mean | school-deficits"));
  return one;
}

}  // namespace

Result<std::vector<ProgrammeMeasure>> load_programme_measures(const std::filesystem::path& file, const std::string& shown) {
  OPORA_ASSIGN(const PackTable table, read_pack_table(file, {shown, kColumns, std::size(kColumns) - 1, kCode}));
  std::vector<ProgrammeMeasure> measures;
  for (const PackTable::Line& line : table.lines) {
    OPORA_ASSIGN(ProgrammeMeasure one, measure_of(table, line, shown));
    measures.push_back(std::move(one));
  }
  return measures;
}

Result<std::vector<ProgrammeMeasure>> programme_measures_of(const std::vector<const Pack*>& lineage) {
  for (const Pack* pack : lineage)
    if (!pack->programme.empty()) return load_programme_measures(pack->folder / pack->programme, "regions/" + pack->folder.filename().string() + "/" + pack->programme);
  return make_error("PACK-092", tr_format("pack \"{0}\" has no measures of programmes, nor has its base", lineage.front()->id),
                    tr("name a table by programme in pack.lua, or extend a pack that has one"));
}

}  // namespace opora
