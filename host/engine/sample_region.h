// A made-up region in the file layouts that authorities really receive: pupil results with absent
// pupils and typing errors, questionnaires, social passports, state examinations. For `opora demo`,
// for trials without personal data, and for tests that need a whole region.
// Every word, header, border and rate comes from one JSON file (SampleOptions::words); the host adds
// only the model: pupils keep their ability over the years, schools differ, some schools are low and
// some are biased on purpose, and the report names them.
// The same options and seed give the same bytes, on any machine and for any number of threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/procedure.h"

namespace opora {

struct SampleOptions {
  std::filesystem::path words;  // words, layouts and rates: regions/ru/sample_region.json
  int schools = 400;            // 3 … 3000
  int first_year = 2020;        // files of the years first_year … last_year that have a layout
  int last_year = 2022;
  std::uint64_t seed = 1;
  int defects_percent = 100;    // of the rates in the words, up to one in five; 0: none
  int threads = 0;              // 0: all cores; a file is written by one
  std::function<void(int done, int total)> progress;  // after each file, from any thread, one at a time
};

struct SampleFile {
  std::string path;          // relative to the folder, UTF-8
  ProcedureKey procedure;    // of result files; the kind is empty for registries and questionnaires
  std::int64_t rows = 0;     // rows = participants + absent + other (registries: all)
  std::int64_t participants = 0;
  std::int64_t absent = 0;
  std::int64_t other = 0;    // a variant without a total, or a total without a variant
};

// Schools are named by the digits of their login.
struct SampleReport {
  int schools = 0;
  std::int64_t rows = 0;
  std::vector<SampleFile> files;                              // in the order of the plan
  std::vector<std::pair<std::string, std::int64_t>> defects;  // kind as in the words → cells or rows
  std::vector<std::string> low;              // low in every year
  std::vector<std::string> inflated;         // results too high and too even
  std::vector<std::string> journal_against;  // journal marks run against the results
  std::vector<std::string> jump;             // sharp change between neighbouring grades
};

// Writes the region into `folder`, which is made when missing and must be empty.
// Errors: DATA-090 the words are unreadable or contradict themselves, DATA-091 a file cannot be
// written, DATA-092 the folder is not empty, CLI-090 an option is out of its range.
Result<SampleReport> write_sample_region(const std::filesystem::path& folder, const SampleOptions& options);

}  // namespace opora
