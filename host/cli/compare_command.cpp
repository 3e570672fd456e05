#include <iostream>

#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "engine/compare_page.h"
#include "engine/compare_sides.h"
#include "engine/pack_soundness.h"

namespace opora {
namespace {

constexpr const char* kWays = "opora compare RUN RUN; opora compare --pack ID --years Y1,Y2 --data-year Y; opora compare --pack ID --year Y --set name=from..to";

Diagnostic wrong_way(std::string message) { return make_error("CLI-060", std::move(message), tr_format("the ways to compare: {0}", kWays)); }

void print_problems(const Session& session, const std::vector<Diagnostic>& problems) {
  for (const Diagnostic& one : problems) std::cerr << (session.json ? render_json(one) + "\n" : render_terminal(one, session.colour));
}

struct Output {
  std::string file, format;
};
Output output_of(const Session& session, const Values& values) {
  const std::string file = values["output"].as<std::string>();
  return {file, output_format(session, file, values["format"].as<std::string>())};
}

// Each form is a function, so that only the one that is asked for is made.
template <class Found>
Result<int> write_as(const Session& session, const Output& out, const Found& found, std::string (*text)(const Session&, const Found&),
                     std::string (*csv)(const Found&), std::string (*json)(const Found&), std::string (*page)(const Found&)) {
  if (out.format == "table") return write_output(session, out.file, text(session, found));
  for (const auto& [format, written] : {std::pair("csv", csv), std::pair("json", json), std::pair("html", page)})
    if (out.format == format) return write_output(session, out.file, written(found));
  return make_error("CLI-004", tr_format("unknown format \"{0}\"", out.format), tr("possible values: table, csv, json, html"));
}

// What failed alone is missing on one side, so that the differences are not those of the rules.
int code_of(bool failed, bool differs) { return failed ? kExtensionFailed : differs ? kFindings : kDone; }

Result<int> write_differences(const Session& session, const Values& values, const Differences& d) {
  for (const ComparedSide* side : {&d.before, &d.after}) {
    if (!session.json) print_problems(session, side->warnings);
    print_problems(session, side->failed);
  }
  OPORA_TRY(write_as(session, output_of(session, values), d, differences_text, differences_csv, differences_json, compare_page));
  return code_of(!d.before.failed.empty() || !d.after.failed.empty(), d.differs());
}

Result<IdentifyRequest> request_of(const Session& session, const Values& values, int year) {
  IdentifyRequest request;
  request.pack = values["pack"].as<std::string>();
  request.year = year;
  request.methods = optional_value<std::vector<std::string>>(values, "word").value_or(std::vector<std::string>{});
  request.actor = session.actor;
  request.threads = session.threads;
  OPORA_ASSIGN(request.isolation, isolation(values));
  return request;
}

CompareOptions options_of(const Values& values) {
  return {values["category"].as<std::string>(), values["listed"].as<bool>(), values["keep"].as<bool>(), {values["draws"].as<std::int64_t>(), values["seed"].as<std::uint64_t>()}};
}

Result<Store> store_of(const Session& session, const Values& values) {
  return session.open_store(values["keep"].as<bool>() ? OpenMode::kReadWrite : OpenMode::kReadOnly);
}

// What is kept has to stand on a sound pack; a change may be looked at before the pack is locked and its tests pass.
Status look_at_pack(const Session& session, const Values& values, const Store& store, const PackLibrary& packs) {
  const std::string pack = values["pack"].as<std::string>();
  if (values["keep"].as<bool>()) return require_sound(store, packs, pack, session.threads);
  OPORA_ASSIGN(PackSoundness soundness, pack_soundness(store, packs, pack, session.threads));
  for (Diagnostic& problem : soundness.problems) problem.severity = Severity::kWarning;
  print_problems(session, soundness.problems);
  return {};
}

Result<int> runs(const Session& session, const Values& values) {
  std::vector<RunId> numbers;
  for (const std::string& word : optional_value<std::vector<std::string>>(values, "word").value_or(std::vector<std::string>{})) {
    const auto number = parse_integer(word);
    if (!number) return wrong_way(tr_format("\"{0}\" is no number of a run, and methodologies need --pack", word));
    numbers.push_back(*number);
  }
  if (numbers.size() != 2) return wrong_way(tr("a comparison takes two runs"));
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  const auto packs = session.open_packs();
  OPORA_ASSIGN(const Differences d, compare_runs(store, packs ? &*packs : nullptr, numbers[0], numbers[1], options_of(values)));
  return write_differences(session, values, d);
}

Result<std::pair<int, int>> two_years(const std::string& text) {
  const auto comma = text.find(',');
  const auto first = parse_integer(text.substr(0, comma));
  const auto second = comma == std::string::npos ? std::nullopt : parse_integer(text.substr(comma + 1));
  if (!first || !second) return wrong_way(tr_format("--years \"{0}\" is not two years", text));
  return std::pair(static_cast<int>(*first), static_cast<int>(*second));
}

Result<int> years(const Session& session, const Values& values) {
  if (!values.count("data-year")) return wrong_way(tr("--years needs --data-year: the year on whose data both years' rules are applied"));
  OPORA_ASSIGN(const auto pair, two_years(values["years"].as<std::string>()));
  OPORA_ASSIGN(IdentifyRequest request, request_of(session, values, values["data-year"].as<int>()));
  OPORA_ASSIGN(request.parameters, settings(values));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, store_of(session, values));
  OPORA_TRY(look_at_pack(session, values, store, packs));
  OPORA_ASSIGN(const Differences d, compare_years(store, packs, request, pair.first, pair.second, options_of(values)));
  return write_differences(session, values, d);
}

// One value each: the two lists beside each other, with what did it. Ranges: how the list goes along them.
Result<int> values_of_parameters(const Session& session, const Values& values) {
  if (!values.count("year")) return wrong_way(tr("--set needs --year: the year of the list"));
  OPORA_ASSIGN(IdentifyRequest request, request_of(session, values, values["year"].as<int>()));
  OPORA_ASSIGN(const auto set, settings(values));
  std::vector<SweepAxis> axes;
  bool single = true;
  for (const auto& [name, text] : set) {
    OPORA_ASSIGN(auto range, sweep_values(name, text));
    single = single && range.size() == 1;
    axes.push_back({name, std::move(range), ""});
  }
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, store_of(session, values));
  OPORA_TRY(look_at_pack(session, values, store, packs));
  if (single) {
    for (const SweepAxis& axis : axes) request.parameters.emplace_back(axis.parameter, axis.values.front());
    OPORA_ASSIGN(const Differences d, compare_parameters(store, packs, request, options_of(values)));
    return write_differences(session, values, d);
  }
  if (values["keep"].as<bool>()) return wrong_way(tr("--keep keeps two sides, not a range of values"));
  ProgressLine line(session);
  request.progress = [&](std::size_t done, std::size_t all) { line.show(static_cast<int>(done), static_cast<int>(all), tr("values")); };
  OPORA_ASSIGN(const Sweep found, sweep(store, packs, request, std::move(axes), values["category"].as<std::string>()));
  line.clear();
  if (!session.json) print_problems(session, found.warnings);
  print_problems(session, found.failed);
  OPORA_TRY(write_as(session, output_of(session, values), found, sweep_text, sweep_csv, sweep_json, sweep_page));
  return code_of(!found.failed.empty(), found.differs());
}

Result<int> compare(const Session& session, const Values& values) {
  if (!values.count("pack")) {
    for (const char* flag : {"years", "data-year", "year", "set"})
      if (values.count(flag)) return wrong_way(tr_format("--{0} needs --pack", flag));
    return runs(session, values);
  }
  if (values.count("years")) return years(session, values);
  if (values.count("set")) return values_of_parameters(session, values);
  return wrong_way(tr("--pack needs --years or --set"));
}

}  // namespace

std::vector<Command> compare_commands() {
  Command command{"compare", tr("who enters a list, who leaves it, which check did it and how firmly each answer stands"),
                  "opora compare RUN RUN | --pack ID --years Y1,Y2 --data-year Y [METHOD…] | --pack ID --year Y --set name=from..to[:step] [METHOD…]",
                  {{"opora compare 3 4", tr("two runs of the store; run 3 is \"before\"")},
                   {"opora compare --pack ru-smo --years 2019,2020 --data-year 2021", tr("the rules of two years on the data of one")},
                   {"opora compare low-results --pack ru --year 2022 --set low_share=25", tr("another threshold beside the pack's own")},
                   {"opora compare low-results --pack ru --year 2022 --set low_share=25..35", tr("the list at every threshold from 25 to 35; 25..35:2.5 in steps of 2.5, 25,30,35 at these three")},
                   {"opora compare 3 4 -o changes.html", tr("a self-contained page to read, print and send")}},
                  {}, "word", -1, compare};
  command.flags.add_options()
      ("word", options::value<std::vector<std::string>>(), "")
      ("pack", options::value<std::string>(), tr("pack whose methodologies are compared; without it, runs of the store"))
      ("years", options::value<std::string>(), tr("two years whose rules are compared, separated by a comma"))
      ("data-year", options::value<int>(), tr("year on whose data both years' rules are applied"))
      ("year", options::value<int>(), tr("year of the list, with --set"))
      ("category", options::value<std::string>()->default_value(""), tr("one category only"))
      ("listed", options::bool_switch(), tr("also the schools that are on the list on both sides"))
      ("keep", options::bool_switch(), tr("keep what is computed as runs of the store"))
      ("draws", options::value<std::int64_t>()->default_value(0), tr("besides the exact probability of a flip one by so many simulated draws, to check it"))
      ("seed", options::value<std::uint64_t>()->default_value(1), tr("seed of the simulated draws"))
      ("format", options::value<std::string>()->default_value("table"), tr("table, csv, json or html"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write; its ending chooses the format"));
  add_extension_flags(command.flags);
  return {command};
}

}  // namespace opora
