// Group "contract": reports and renderers of a plugin, on made-up material with texts that mean harm.
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "extend/conformance/check.h"
#include "extend/native_report.h"
#include "extend/service_values.h"
#include "report/document_json.h"

namespace opora::conformance {
namespace {

constexpr int kYear = 2022;
constexpr std::string_view kIndicator = "indicator:";
constexpr std::size_t kLongName = 10'000;

std::vector<std::string> hostile_names() {
  return {"№ 1 \"Школа\"", "<script>alert(1)</script> & \"'", "=HYPERLINK(\"x\")", "\u202Eoneb\u202C", std::string(kLongName, 'n'), ""};
}

ReportList schools() {
  ReportList schools;
  std::int64_t number = 0;
  for (const std::string& name : hostile_names())
    schools.push_back({ReportFields{{"code", {std::to_string(++number)}}, {"name", {name}}, {"municipality", {name}}, {"region", {std::string("region")}}, {"reasons", {name}}, {"by_person", {false}}}});
  return schools;
}

ReportFields list_fields() {
  return {{"title", {std::string("List")}}, {"year", {std::int64_t{kYear}}}, {"category", {std::string("list")}}, {"state", {std::string("draft")}}, {"state_title", {std::string("draft")}},
          {"entries", {schools()}}, {"removed", {ReportList()}}};
}

ReportFields plan_fields() {
  ReportFields plan = {{"title", {std::string("Plan")}}, {"from", {std::string("2022-01-01")}}, {"until", {std::string("2022-12-31")}}, {"redaction", {std::int64_t{1}}}};
  for (const char* list : {"rows", "municipalities", "assignments", "late_assignments", "dateless_assignments", "figures"}) plan.emplace_back(list, ReportValue{ReportList()});
  for (const char* count : {"asked", "done", "accepted", "late", "dateless"}) plan.emplace_back(count, ReportValue{std::int64_t{0}});
  return plan;
}

// What the host would gather for a need, with nothing in it that a store need have.
ReportValue material(std::string_view need) {
  if (need == "list" || need == "before") return list_fields();
  if (need == "plan") return plan_fields();
  if (need == "schools") return schools();
  if (need == "run") return ReportFields{{"year", {std::int64_t{kYear}}}, {"made", {std::string("2022-10-01")}}, {"categories", {ReportList()}}, {"methods", {ReportList()}}};
  if (need == "school") {
    auto fields = std::get<ReportFields>(schools().front().value);
    for (const char* list : {"decisions", "lists"}) fields.emplace_back(list, ReportValue{ReportList()});
    return fields;
  }
  return ReportList();
}

ReportFields context_of(const ReportInfo& info) {
  ReportFields context = {{"year", {std::int64_t{kYear}}}, {"on", {std::string("2022-11-01")}}, {"document", {ReportFields()}}, {"titles", {ReportFields()}},
                          {"pack", {ReportFields{{"name", {std::string("Pack")}}, {"version", {std::string("1.0.0")}}, {"level", {std::string("region")}}}}},
                          {"subject", {ReportFields{{"scope", {info.scopes.front()}}, {"name", {hostile_names().front()}}, {"region", {std::string("Pack")}}}}}};
  ReportFields figures;
  for (const std::string& need : info.needs) {
    const bool optional = need.ends_with('?');
    const std::string bare = need.substr(0, need.size() - (optional ? 1 : 0));
    if (bare.starts_with(kIndicator)) figures.emplace_back(bare.substr(kIndicator.size()), optional ? ReportValue(false) : ReportValue(Frame().with("school", Column::of_text({}))));
    else context.emplace_back(bare, optional ? ReportValue(false) : material(bare));
  }
  context.emplace_back("figures", ReportValue{std::move(figures)});
  return context;
}

Document sample_document() {
  Document document;
  document.title = hostile_names()[1];
  document.kind = "sample";
  Table table;
  table.columns = {{"School", ValueType::kText, 1, 3, false}, {"Share", ValueType::kPercent, 1, 1, true}};
  for (const std::string& name : hostile_names()) {
    document.blocks.push_back(Paragraph{plain(name)});
    table.rows.push_back({{{name, {}, {}}}, {{Share{3, 20}, {}, {}}}});
  }
  table.rows.push_back({{{std::monostate(), "fewer than 5", {}}}, {{std::monostate(), {}, {}}}});
  Chart chart;
  chart.series = {{"one", {{"a", 0, 1.5, 1.0, 2.0}, {"b", 1, 2, {}, {}}}}};
  chart.description = "In words.";
  document.blocks.insert(document.blocks.end(), {Heading{1, plain("Heading")}, NumberedParagraph{1, plain("Point"), false}, BulletList{{plain("one"), plain("two")}}, table, chart,
                                                 KeyFigures{{{"Schools", {std::int64_t{5}, {}, {}}, ValueType::kInteger, 0, {}}}}, PageBreak{}, Orientation{true}, AnnexMark{{"Annex"}},
                                                 ApprovalMark{{"Approved"}}, Signature{"Head", {}}});
  document.sources = {{"Source", "00"}};
  return document;
}

// body(table) for each report or renderer that the plugin offers.
template <class Kind, class Make>
Finding each_table(const Subject& subject, const char* kind, Make&& make, const std::function<Finding(const std::string& id, const std::function<Result<std::string>()>&)>& body) {
  const auto library = load_native(subject.file);
  if (!library.ok()) return failed(library.error());
  const void* given = (*library)->kind(kind);
  if (given == nullptr) return passed();
  const auto known = read_struct(static_cast<const Kind*>(given));
  if (!known.ok()) return failed(known.error());
  for (std::uint32_t index = 0; index < known->count; ++index) {
    const auto table = make(*library, subject.name, given, index);
    if (!table.ok()) return failed(table.error());
    const auto& made = **table;
    Finding finding = body(made.info.id, [&]() -> Result<std::string> {
      if constexpr (requires { made.write; }) {
        OPORA_ASSIGN(const std::vector<Parameter> values, with_values(made.info.parameters, {}));
        const ReportFields context = context_of(made.info);
        Document document;
        DocumentSink sink(document);
        OPORA_TRY(made.write({&context, &values, {}, {}, nullptr}, sink));
        return to_json(document);
      } else {
        return made.render(sample_document(), nullptr);
      }
    });
    if (finding.outcome != Outcome::kPassed) return finding;
  }
  return passed();
}

Finding same_twice(const std::string& id, const std::function<Result<std::string>()>& make) {
  const auto first = make(), second = make();
  if (!first.ok()) return failed(tr_format("\"{0}\" of made-up material: {1}", id, words_of(first.error())));
  if (first->empty()) return failed(tr_format("\"{0}\" makes nothing", id));
  return second.ok() && *second == *first ? passed() : failed(tr_format("\"{0}\" makes something else of the same material", id));
}

}  // namespace

std::vector<Check> document_checks() {
  const auto kContract = Group::kContract;
  return {
      {"reports-write", kContract, kNative, tr_later("its reports make the same document of the same material, also of hostile texts"), "kinds-answer",
       [](const Subject& subject, const Setting&) { return each_table<opora_report_kind>(subject, OPORA_KIND_REPORT, &native_report, &same_twice); }},
      {"renderers-render", kContract, kNative, tr_later("its renderers make the same file of the same document, also of hostile texts"), "kinds-answer",
       [](const Subject& subject, const Setting&) { return each_table<opora_renderer_kind>(subject, OPORA_KIND_RENDERER, &native_renderer, &same_twice); }},
  };
}

}  // namespace opora::conformance
