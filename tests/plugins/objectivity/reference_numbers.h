// The numbers of reference.R: observations of a case, and what R computed from them.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace objectivity {

struct Reference {
  std::vector<double> a, b;
  std::map<std::string, std::vector<double>> expected;

  double operator[](const std::string& name) const {
    const auto found = expected.find(name);
    if (found == expected.end()) ADD_FAILURE() << "no reference number " << name;
    return found == expected.end() ? 0 : found->second.front();
  }
};

inline double number_of(const std::string& text) { return text == "NA" ? std::nan("") : std::stod(text); }

inline std::map<std::string, Reference> references() {
  std::map<std::string, Reference> found;
  const auto each_line = [](const char* file, auto&& use) {
    std::ifstream lines(std::string(OPORA_REFERENCE) + "/" + file);
    std::string line, part;
    std::getline(lines, line);  // the header
    while (std::getline(lines, line)) {
      std::vector<std::string> parts;
      for (std::istringstream row(line); std::getline(row, part, ',');) parts.push_back(part);
      use(parts);
    }
  };
  each_line("data.csv", [&](const auto& parts) {
    found[parts.at(0)].a.push_back(number_of(parts.at(1)));
    found[parts.at(0)].b.push_back(number_of(parts.at(2)));
  });
  each_line("expected.csv", [&](const auto& parts) { found[parts.at(0)].expected[parts.at(1)].push_back(number_of(parts.at(2))); });
  return found;
}

inline Reference reference(const std::string& name) {
  static const std::map<std::string, Reference> all = references();
  const auto found = all.find(name);
  if (found == all.end()) ADD_FAILURE() << "no reference case " << name;
  return found == all.end() ? Reference{} : found->second;
}

}  // namespace objectivity
