#include "engine/compare_sides.h"

#include "base/messages.h"
#include "store/facts.h"

namespace opora {
namespace {

Result<ComparedSide> kept_side(const Store& store, RunId run) {
  ComparedSide side;
  OPORA_ASSIGN(RunRecord record, find_run(store, run));
  OPORA_ASSIGN(side.decisions, load_decisions(store, run));
  side.label = tr_format("run {0}: {1} {2}, year {3}", run, record.info.pack, record.info.pack_version, record.info.year);
  side.run = run;
  side.info = std::move(record.info);
  return side;
}

Result<ComparedSide> kept_trial(Store& store, const PackLibrary& packs, const IdentifyRequest& request, const std::string& label) {
  OPORA_ASSIGN(IdentifyReport report, identify(store, packs, request));
  const RunId id = report.run.id;
  if (!report.decisions) {
    OPORA_ASSIGN(report.decisions, load_decisions(store, id));
  }
  return ComparedSide{tr_format("{0} (run {1})", label, id), id, std::move(report.run.info), *std::move(report.decisions), std::move(report.warnings), std::move(report.failed)};
}

Result<ComparedSide> trial_side(Store& store, const PackLibrary& packs, const IdentifyRequest& request, std::string label, bool keep) {
  if (keep) return kept_trial(store, packs, request, label);
  OPORA_ASSIGN(TrialRun run, try_run(store, packs, request));
  return ComparedSide{std::move(label), std::nullopt, std::move(run.info), std::move(run.decisions), std::move(run.warnings), std::move(run.failed)};
}

Result<Differences> with_words(const Store& store, const PackLibrary* packs, ComparedSide before, ComparedSide after, const CompareOptions& options) {
  OPORA_ASSIGN(const Frame registry, schools(store));
  Words words;
  if (packs)
    for (const ComparedSide* side : {&before, &after}) words.merge(words_of_pack(*packs, side->info.pack));
  OPORA_ASSIGN(Differences differences, compared(std::move(before), std::move(after), registry, options));
  differences.words = std::move(words);
  return differences;
}

}  // namespace

Result<Differences> compare_runs(const Store& store, const PackLibrary* packs, RunId before, RunId after, const CompareOptions& options) {
  OPORA_ASSIGN(ComparedSide old, kept_side(store, before));
  OPORA_ASSIGN(ComparedSide now, kept_side(store, after));
  return with_words(store, packs, std::move(old), std::move(now), options);
}

Result<Differences> compare_years(Store& store, const PackLibrary& packs, const IdentifyRequest& request, int before, int after,
                                  const CompareOptions& options) {
  IdentifyRequest of_year = request;
  const auto side = [&](int year) {
    of_year.rules_of = year;
    return trial_side(store, packs, of_year, tr_format("rules of {0} on the data of {1}", year, request.year), options.keep);
  };
  OPORA_ASSIGN(ComparedSide old, side(before));
  OPORA_ASSIGN(ComparedSide now, side(after));
  return with_words(store, &packs, std::move(old), std::move(now), options);
}

Result<Differences> compare_parameters(Store& store, const PackLibrary& packs, const IdentifyRequest& request, const CompareOptions& options) {
  std::string label;
  for (const auto& [name, value] : request.parameters) label += (label.empty() ? "" : ", ") + name + " = " + value;
  IdentifyRequest own = request;
  own.parameters.clear();
  OPORA_ASSIGN(ComparedSide old, trial_side(store, packs, own, tr("the pack's own values"), options.keep));
  OPORA_ASSIGN(ComparedSide now, trial_side(store, packs, request, label, options.keep));
  return with_words(store, &packs, std::move(old), std::move(now), options);
}

}  // namespace opora
