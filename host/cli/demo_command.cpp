#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/installation.h"
#include "base/messages.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "engine/identify.h"
#include "engine/import.h"
#include "engine/list_page.h"
#include "engine/sample_region.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

// What the demonstration runs: every pack that ships with methodologies.
struct Showcase {
  const char* pack;
  const char* page;
};
constexpr int kShownLines = 18;  // of the explanation of one school
constexpr std::size_t kShown = 12;  // schools of the list

constexpr Showcase kShowcases[] = {{"ru", "list-federal.html"}, {"ru-smo", "list-region.html"}};

Result<SampleReport> write_files(const Session& session, const fs::path& files, const Values& values) {
  SampleOptions sample;
  sample.words = session.regions / "ru" / "sample_region.json";
  sample.schools = values["schools"].as<int>();
  sample.seed = static_cast<std::uint64_t>(values["seed"].as<int>());
  sample.threads = session.threads;
  ProgressLine progress(session);
  sample.progress = [&](int done, int total) { progress.show(done, total, tr("writing sample files")); };
  return write_sample_region(files, sample);
}

Result<Protocol> import_all(const Session& session, const PackLibrary& packs, Store& store, const fs::path& files) {
  ImportRequest request;
  request.paths = {files};
  request.actor = session.actor;
  request.threads = session.threads;
  ProgressLine progress(session);
  request.progress = [&](const ImportProgress& now) { progress.show(now); };
  return import_by_packs(store, packs, request);
}

ListRequest every_decision() {
  ListRequest request;
  request.all = true;
  return request;
}

// The list of one pack on screen (its first rows) and as a page.
Status show_pack(const Session& session, const PackLibrary& packs, Store& store, const fs::path& folder, const Showcase& showcase, int year) {
  IdentifyRequest request;
  request.pack = showcase.pack;
  request.year = year;
  request.actor = session.actor;
  request.threads = session.threads;
  OPORA_ASSIGN(const IdentifyReport report, identify(store, packs, request));
  OPORA_ASSIGN(const Listing listing, list_decisions(store, report.run, report.decisions, every_decision(), &packs));
  OPORA_ASSIGN(const int written, write_output(session, (folder / showcase.page).string(), list_page(listing)));
  (void)written;
  print_run(session, report);
  return {};
}

Status show_one_school(const Session& session, const Store& store, const Listing& listing) {
  if (listing.rows.empty()) return {};
  OPORA_ASSIGN(const Explanation explanation, explain(store, listing.school(listing.rows.front()), listing.run.id));
  const std::string text = explanation_text(session, explanation, listing.words);
  std::size_t end = 0;
  for (int line = 0; line < kShownLines && end < text.size(); ++line) end = text.find('\n', end) + 1;
  std::cout << "\n" << text.substr(0, end) << (end < text.size() ? "  …\n" : "");
  return {};
}

Result<int> demo(const Session& session, const Values& values) {
  const fs::path folder = values["folder"].as<std::string>();
  const bool only_files = values.count("only-files") > 0;
  const fs::path files = only_files ? folder : folder / "files";
  if (!only_files && fs::exists(folder / "opora.db")) {  // an earlier demonstration of ours: make it anew
    fs::remove_all(files);
    for (const char* name : {"opora.db", "opora.db-wal", "opora.db-shm"}) fs::remove(folder / name);
  }
  OPORA_ASSIGN(const SampleReport sample, write_files(session, files, values));
  session.say(tr_format("A made-up region: {0} schools, {1} files, {2} rows in {3}", sample.schools, sample.files.size(), sample.rows, files.string()));
  if (only_files) return kDone;

  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, Store::create(folder / "opora.db"));
  OPORA_ASSIGN(const Protocol protocol, import_all(session, packs, store, files));
  OPORA_TRY(write_protocol(protocol, folder / "protocol.csv"));
  const BatchCounts counts = total_counts(protocol);
  std::cout << tr_format("Imported: {0} files, {1} rows, of them {2} participants and {3} absent; every defect: {4}",
                         count_of(protocol, FileOutcome::kImported), counts.rows, counts.accepted, counts.absent, (folder / "protocol.csv").string())
            << "\n\n";
  const int year = SampleOptions().last_year;
  for (const Showcase& showcase : kShowcases) OPORA_TRY(show_pack(session, packs, store, folder, showcase, year));
  OPORA_ASSIGN(const auto runs, list_runs(store));
  ListRequest of_first;
  of_first.run = runs.front().id;
  OPORA_ASSIGN(Listing listing, list_decisions(store, of_first, &packs));
  const std::size_t all = listing.rows.size();
  if (all > kShown) listing.rows.resize(kShown);
  std::cout << "\n" << listing_table(session, listing);
  if (all > kShown) std::cout << tr_format("… and {0} more: opora --store {1} list {2}", all - kShown, (folder / "opora.db").string(), runs.front().id) << "\n";
  OPORA_TRY(show_one_school(session, store, listing));
  std::cout << "\n" << tr("Look at:") << "\n";
  for (const Showcase& showcase : kShowcases) std::cout << "  " << (folder / showcase.page).string() << "\n";
  std::cout << "  " << (folder / "protocol.csv").string() << "\n\n" << tr("Go on with:") << "\n"
            << "  export OPORA_STORE=" << (folder / "opora.db").string() << "\n"
            << "  opora explain " << (listing.rows.empty() ? "SCHOOL" : listing.school(listing.rows.front())) << "\n"
            << "  opora compare low-results --pack ru --year " << year << " --set low_share=25\n"
            << "  opora approve " << runs.front().id << " --category " << (listing.decisions.categories.empty() ? "C" : listing.decisions.categories.front().name) << " --order 1 --date 01.10." << year << "\n"
            << "  opora verify " << runs.front().id << "\n"
            << "  opora plan adopt --pack ru-smo\n"
            << "  opora plan due --pack ru-se --on 2021-02-15\n";
  return kDone;
}

}  // namespace

std::vector<Command> demo_commands() {
  Command command{"demo", tr("makes a sample region in a folder and runs everything on it"), "opora demo [FOLDER] [--schools N]",
                  {{"opora demo sample", tr("400 schools, three years, every list")},
                   {"opora demo files --schools 50 --only-files", tr("only the files, to try the import by hand")}},
                  {}, "folder", 1, demo};
  command.flags.add_options()
      ("folder", options::value<std::string>()->default_value("opora-demo"), "")
      ("schools", options::value<int>()->default_value(SampleOptions().schools), tr("number of schools"))
      ("seed", options::value<int>()->default_value(1), tr("another number makes another region"))
      ("only-files", tr("write the files and stop"));
  return {command};
}

}  // namespace opora
