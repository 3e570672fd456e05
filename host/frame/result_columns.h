// Columns of doubles for a kernel that gives several of them, filled row by row; what is not set is missing.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "frame/group_values.h"

namespace opora {

class ResultColumns {
 public:
  ResultColumns(std::size_t rows, std::initializer_list<const char*> names) : names_(names.begin(), names.end()) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      columns_.emplace_back(rows);
      for (std::size_t row = 0; row < rows; ++row) columns_.back().set(row, std::nullopt);
    }
  }
  // In the order of the names; a NaN is a missing value.
  void set(std::size_t row, std::initializer_list<std::optional<double>> values) {
    std::size_t i = 0;
    for (const std::optional<double>& value : values) columns_[i++].set(row, value);
  }
  Frame finish() && {
    Frame frame;
    for (std::size_t i = 0; i < names_.size(); ++i)
      frame = frame.with(names_[i], Column::of_float64(std::move(columns_[i].value), columns_[i].present));
    return frame;
  }

 private:
  std::vector<std::string> names_;
  std::vector<Cells<double>> columns_;
};

}  // namespace opora
