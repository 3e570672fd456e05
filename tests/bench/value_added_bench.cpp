// Times the fit of a two-level model alone, on a file that value_added.py has written: value_added_bench FILE.csv [--slope]
// [--rounds N]. Prints JSON: the rounds' seconds and the figures, so that the other program's can be held against them.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "mixed_model.h"

using namespace opora::value_added;

namespace {

// school,y,prior,girl,need: school by school.
PupilTable read(const char* path) {
  std::ifstream file(path);
  PupilTable table;
  table.terms = {"prior", "girl", "need"};
  std::string line, before;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::size_t comma = line.find(',');
    if (line.compare(0, comma, before) != 0) {
      if (!before.empty()) table.begins.push_back(table.rows());
      before = line.substr(0, comma);
    }
    const char* at = line.data() + comma;
    for (int k = 0; k < 4; ++k) {
      double value = 0;
      at = std::from_chars(at + 1, line.data() + line.size(), value).ptr;
      if (k == 0) table.outcome.push_back(value);
      else table.covariates.push_back(value);
    }
    table.count.push_back(1);
  }
  table.begins.push_back(table.rows());
  return table;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fputs("value_added_bench FILE.csv [--slope] [--rounds N]\n", stderr), 2;
  std::string slope;
  int rounds = 11;
  for (int k = 2; k < argc; ++k) {
    if (std::strcmp(argv[k], "--slope") == 0) slope = "prior";
    if (std::strcmp(argv[k], "--rounds") == 0 && k + 1 < argc) rounds = std::atoi(argv[++k]);
  }
  const PupilTable table = read(argv[1]);
  MixedFit fit;
  std::printf("{\"seconds\": [");
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    fit = fit_mixed(condense(table, slope), Method::kReml);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("%s%.9f", round > 0 ? ", " : "", took.count());
  }
  std::printf("], \"pupils\": %lld, \"schools\": %zu, \"evaluations\": %d, \"criterion\": %.12g, \"variance\": %.12g, \"residual\": %.12g, \"fixed\": [",
              static_cast<long long>(fit.pupils), fit.schools, fit.evaluations, -2 * fit.log_likelihood, fit.covariance(0, 0), fit.residual_variance);
  for (std::size_t k = 0; k < fit.fixed.size(); ++k) std::printf("%s%.12g", k > 0 ? ", " : "", fit.fixed[k].estimate);
  std::printf("]}\n");
}
