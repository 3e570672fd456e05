// Numbers that R computed, as columns of texts and numbers; those of small groups: reference/small_groups.R.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "frame/frame.h"

namespace opora::testing {

class ReferenceTable {
 public:
  explicit ReferenceTable(const std::string& name, const std::string& folder = std::string(OPORA_SOURCE_DIR) + "/tests/unit/frame/reference") {
    std::ifstream file(folder + '/' + name + ".csv");
    EXPECT_TRUE(file) << name;
    std::string line;
    std::getline(file, line);
    for (std::stringstream cells(line); std::getline(cells, line, ',');) names_.push_back(line);
    while (std::getline(file, line)) {
      std::size_t i = 0;
      for (std::stringstream cells(line); std::getline(cells, line, ',');) columns_[names_.at(i++)].push_back(line);
    }
  }
  std::size_t rows() const { return columns_.begin()->second.size(); }
  const std::string& text(const std::string& column, std::size_t row) const { return columns_.at(column).at(row); }
  // R writes NaN and NA for what is not there.
  std::optional<double> number(const std::string& column, std::size_t row) const {
    const std::string& cell = text(column, row);
    if (cell == "NaN" || cell == "NA") return std::nullopt;
    return std::stod(cell);
  }
  Column whole(const std::string& column) const {
    std::vector<std::int64_t> values;
    for (const std::string& cell : columns_.at(column)) values.push_back(std::stoll(cell));
    return Column::of_int64(values);
  }
  Column decimal(const std::string& column) const { return Column::of_float64(numbers(column)); }
  std::vector<double> numbers(const std::string& column) const {
    std::vector<double> values;
    for (const std::string& cell : columns_.at(column)) values.push_back(std::stod(cell));
    return values;
  }
  Column words(const std::string& column) const { return Column::of_text(columns_.at(column)); }

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::vector<std::string>> columns_;
};

// |found − expected| ≤ tolerance·max(1, |expected|) in every row; missing where R has none.
inline void expect_near(const Column& found, const ReferenceTable& table, const std::string& column, double tolerance) {
  ASSERT_EQ(found.size(), static_cast<std::int64_t>(table.rows())) << column;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto expected = table.number(column, row);
    ASSERT_EQ(found.valid(static_cast<std::int64_t>(row)), expected.has_value()) << column << " row " << row;
    if (expected) {
      EXPECT_NEAR(found.float64()[row], *expected, tolerance * std::max(1.0, std::abs(*expected))) << column << " row " << row;
    }
  }
}

}  // namespace opora::testing
