// Tables of reference numbers: a header and cells divided by commas.
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "points.h"

namespace clusters::testing {

class Reference {
 public:
  explicit Reference(const std::string& name) {
    std::ifstream in(std::string(OPORA_REFERENCE) + '/' + name);
    std::string line, cell;
    std::vector<std::string> header;
    for (bool first = true; std::getline(in, line); first = false) {
      std::stringstream cells(line);
      for (std::size_t j = 0; std::getline(cells, cell, ','); ++j) {
        if (first) header.push_back(cell);
        else columns_[header.at(j)].push_back(cell);
      }
    }
  }
  std::size_t rows() const { return columns_.empty() ? 0 : columns_.begin()->second.size(); }
  const std::string& text(const std::string& column, std::size_t row) const { return columns_.at(column).at(row); }
  std::vector<double> numbers(const std::string& column) const {
    std::vector<double> values;
    for (const std::string& cell : columns_.at(column)) values.push_back(std::stod(cell));
    return values;
  }

 private:
  std::map<std::string, std::vector<std::string>> columns_;
};

inline Points points(const Reference& table, const std::vector<std::string>& columns) {
  Points made(table.rows(), columns.size());
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const std::vector<double> values = table.numbers(columns[j]);
    for (std::size_t i = 0; i < made.n; ++i) made.row(i)[j] = values[i];
  }
  return made;
}

// R counts clusters from 1.
inline std::vector<int> labels(const Reference& table, const std::string& column) {
  std::vector<int> made;
  for (const double value : table.numbers(column)) made.push_back(static_cast<int>(value) - 1);
  return made;
}

}  // namespace clusters::testing
