// What a two-level model is fitted to: rows of pupils, school by school.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace opora::value_added {

// A model that cannot be fitted: a stable code, what is wrong, what to do, in the words of its users. VA-001 … in README.md.
class NotFitted : public std::runtime_error {
 public:
  NotFitted(std::string code, const std::string& message, std::string remedy)
      : std::runtime_error(message), code_(std::move(code)), remedy_(std::move(remedy)) {}
  const std::string& code() const { return code_; }
  const std::string& remedy() const { return remedy_; }

 private:
  std::string code_, remedy_;
};

// Rows lie school by school. A row stands for `count` pupils who have everything in common, so that a million of
// pupils with whole scores are a few thousand rows.
struct PupilTable {
  std::vector<std::string> terms;      // names of the covariates, without the intercept
  std::vector<double> outcome;         // [rows]
  std::vector<double> covariates;      // [rows × terms], row after row
  std::vector<std::int64_t> count;     // [rows], ≥ 1
  std::vector<std::size_t> begins{0};  // [schools + 1]

  std::size_t rows() const { return outcome.size(); }
  std::size_t schools() const { return begins.size() - 1; }
  double covariate(std::size_t row, std::size_t term) const { return covariates[row * terms.size() + term]; }
};

}  // namespace opora::value_added
