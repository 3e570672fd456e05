#include "engine/sample_region.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <system_error>

#include "base/messages.h"
#include "base/parallel.h"
#include "engine/sample_files.h"

namespace opora {
namespace {

// One of these: results of a sitting, a table of schools, a description of a test, its topics in words.
struct PlannedFile {
  std::optional<SampleSitting> sitting{};
  const SchoolTable* table = nullptr;
  const SampleTest* described = nullptr;
  const SampleTest* coded = nullptr;

  std::string path(const SampleWords& words) const {
    if (sitting) return result_path(*sitting);
    if (table) return table_path(*table);
    return described ? description_path(words, *described) : codes_path(words, *coded);
  }
  Result<WrittenFile> write(const SampleRegionModel& region, const std::filesystem::path& folder, double defects) const {
    if (sitting) return write_results(region, *sitting, folder, defects);
    if (table) return write_table(region, *table, folder);
    return described ? write_description(*region.words, *described, folder) : write_codes(*region.words, *coded, folder);
  }
};

std::vector<PlannedFile> plan(const SampleWords& words, const SampleOptions& options) {
  const auto in_years = [&](int year) { return year == 0 || (options.first_year <= year && year <= options.last_year); };
  std::vector<PlannedFile> files;
  for (const ResultLayout& layout : words.layouts) {
    if (!in_years(layout.year)) continue;
    for (std::size_t t = 0; t < words.tests.size(); ++t)
      if (layout.holds(words.tests[t]))
        files.push_back({.sitting = SampleSitting{&words.tests[t], &layout, layout.year, t}});
  }
  for (const SchoolTable& table : words.tables)
    if (in_years(table.year)) files.push_back({.table = &table});
  for (const SampleTest& test : words.tests) {
    if (!words.descriptions.of(test)) continue;
    files.push_back({.described = &test});
    files.push_back({.coded = &test});
  }
  return files;
}

Status check_options(const SampleOptions& options) {
  if (options.schools < 3 || options.schools > 3000)
    return make_error("CLI-090", tr_format("A sample region has 3 to 3000 schools, not {0}.", options.schools),
                      tr("Choose a number of schools in that range."));
  if (options.defects_percent < 0 || options.defects_percent > 5000)
    return make_error("CLI-090", tr_format("The rate of defects is 0 to 5000 per cent, not {0}.", options.defects_percent),
                      tr("100 is the rate of real files."));
  return {};
}

Status prepare_folder(const std::filesystem::path& folder, const std::vector<PlannedFile>& files, const SampleWords& words) {
  std::error_code error;
  if (std::filesystem::exists(folder, error) && !std::filesystem::is_empty(folder, error))
    return make_error("DATA-092", tr_format("The folder is not empty: {0}", folder.string()),
                      tr("Name a new folder; a sample region never overwrites files."));
  for (const PlannedFile& file : files) {
    std::filesystem::create_directories((folder / file.path(words)).parent_path(), error);
    if (!error) continue;
    Diagnostic problem = make_error("DATA-091", tr_format("The folder could not be made: {0}", folder.string()),
                                    tr("Check the path and that you may write there."));
    problem.reason = error.message();
    return problem;
  }
  return {};
}

SampleReport report_of(const SampleRegionModel& region, std::vector<WrittenFile> written) {
  SampleReport report;
  report.schools = static_cast<int>(region.schools.size());
  DefectCounts defects{};
  for (WrittenFile& file : written) {
    report.rows += file.file.rows;
    for (std::size_t d = 0; d < defects.size(); ++d) defects[d] += file.defects[d];
    report.files.push_back(std::move(file.file));
  }
  for (std::size_t d = 0; d < defects.size(); ++d) report.defects.emplace_back(kDefectNames[d], defects[d]);
  for (const SampleSchool& school : region.schools) {
    if (school.trait == Trait::kLow) report.low.push_back(school.digits);
    if (school.trait == Trait::kInflated) report.inflated.push_back(school.digits);
    if (school.trait == Trait::kJournalAgainst) report.journal_against.push_back(school.digits);
    if (school.trait == Trait::kJump) report.jump.push_back(school.digits);
  }
  return report;
}

}  // namespace

Result<SampleReport> write_sample_region(const std::filesystem::path& folder, const SampleOptions& options) {
  OPORA_TRY(check_options(options));
  OPORA_ASSIGN(const SampleWords words, read_sample_words(options.words));
  const std::vector<PlannedFile> files = plan(words, options);
  OPORA_TRY(prepare_folder(folder, files, words));
  const SampleRegionModel region = make_schools(words, options.schools, options.seed);

  std::vector<std::optional<Result<WrittenFile>>> results(files.size());
  std::mutex reporting;
  int done = 0;
  parallel_for(files.size(), options.threads > 0 ? options.threads : worker_count(), [&](std::size_t i) {
    const PlannedFile& file = files[i];
    results[i].emplace(file.write(region, folder, options.defects_percent / 100.0));
    const std::lock_guard lock(reporting);
    ++done;
    if (options.progress) options.progress(done, static_cast<int>(files.size()));
  });

  std::vector<WrittenFile> written;
  for (auto& result : results) {
    if (!result->ok()) return result->take_error();
    written.push_back(**std::move(result));
  }
  return report_of(region, std::move(written));
}

}  // namespace opora
