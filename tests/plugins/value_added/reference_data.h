// The data sets and reference numbers of reference/, and how near a number must come to them.
#pragma once

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "mixed_model.h"

namespace opora::value_added::testing {

using Line = std::map<std::string, std::string>;

inline std::vector<Line> read_csv(const std::string& name) {
  std::ifstream file(std::string(OPORA_REFERENCE) + "/" + name);
  EXPECT_TRUE(file.is_open()) << name;
  const auto cells = [](std::string text) {
    std::vector<std::string> found;
    std::istringstream stream(text + ",");
    for (std::string cell; std::getline(stream, cell, ',');) found.push_back(cell);
    return found;
  };
  std::string text;
  std::getline(file, text);
  const std::vector<std::string> header = cells(text);
  std::vector<Line> lines;
  while (std::getline(file, text)) {
    const std::vector<std::string> values = cells(text);
    Line line;
    for (std::size_t i = 0; i < header.size(); ++i) line[header[i]] = values.at(i);
    lines.push_back(line);
  }
  return lines;
}

inline const std::vector<std::string> kTerms{"prior", "girl", "need"};

// Rows of a file are school by school already.
inline PupilTable pupils_of(const std::vector<Line>& lines, const std::vector<std::string>& terms = kTerms) {
  PupilTable table;
  table.terms = terms;
  for (std::size_t row = 0; row < lines.size(); ++row) {
    if (row > 0 && lines[row].at("school") != lines[row - 1].at("school")) table.begins.push_back(row);
    table.outcome.push_back(std::stod(lines[row].at("y")));
    for (const std::string& term : terms) table.covariates.push_back(std::stod(lines[row].at(term)));
    table.count.push_back(1);
  }
  table.begins.push_back(lines.size());
  return table;
}
inline PupilTable pupils_of(const std::string& set) { return pupils_of(read_csv(set + ".csv")); }

inline MixedFit fitted(const PupilTable& table, const std::string& slope, Method method) { return fit_mixed(condense(table, slope), method); }

// Relative to the reference, or to `least` where the reference is smaller: figures that are 0 in truth differ by rounding.
inline bool near(double value, double reference, double tolerance, double least = 1e-3) {
  return std::abs(value - reference) <= tolerance * std::max(std::abs(reference), least);
}

}  // namespace opora::value_added::testing
