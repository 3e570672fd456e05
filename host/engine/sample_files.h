// The files of a sample region: one result file per test and year, one row a pupil; and tables with one
// row a school. Both follow the layouts of the words.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "engine/sample_region.h"
#include "engine/sample_results.h"

namespace opora {

struct WrittenFile {
  SampleFile file;
  DefectCounts defects{};
};

std::string result_path(const SampleSitting& sitting);
Result<WrittenFile> write_results(const SampleRegionModel& region, const SampleSitting& sitting, const std::filesystem::path& folder, double defects);

std::string table_path(const SchoolTable& table);
Result<WrittenFile> write_table(const SampleRegionModel& region, const SchoolTable& table, const std::filesystem::path& folder);

// What a test's tasks are said to test, and the topics in words.
std::string description_path(const SampleWords& words, const SampleTest& test);
std::string codes_path(const SampleWords& words, const SampleTest& test);
Result<WrittenFile> write_description(const SampleWords& words, const SampleTest& test, const std::filesystem::path& folder);
Result<WrittenFile> write_codes(const SampleWords& words, const SampleTest& test, const std::filesystem::path& folder);

// The school-level texts of one file: {digits}, {name}, {municipality} …
TextKeys school_keys(const SampleRegionModel& region, const SampleSchool& school, int year);

// Schools in an order of the file's own, as real files have it.
std::vector<const SampleSchool*> schools_in_order(const SampleRegionModel& region, std::uint64_t file_key);

}  // namespace opora
