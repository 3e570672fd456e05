// Random files for the store's tests: rows of several procedures as an importer would hand them over,
// and the same rows in plain form to compare with.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "store/batches.h"
#include "store/facts.h"

namespace opora::testing {

#define ASSERT_OK(expression)                                                             \
  do {                                                                                    \
    const auto& opora_checked = (expression);                                             \
    ASSERT_TRUE(opora_checked.ok()) << render_terminal(opora_checked.error(), false);     \
  } while (false)

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct SampleShape {
  int schools = 12;
  int first_school = 0;
  int rows_per_school = 9;   // of a procedure, about
  int procedures = 4;
  int years = 2;
  bool tasks = false;
  bool mark_from_score = true;
  int maximum = 30;
  ReplaceScope scope;
};

// One file: its rows in blocks, in file order, and the rest.
struct SampleFile {
  std::vector<ResultRows> blocks;
  BatchDraft draft;
  BatchInfo info;
};
SampleFile sample_file(std::mt19937_64& random, const SampleShape& shape, const std::string& name = "sample.csv");

// The same rows cut anew: blocks of about `rows` rows.
std::vector<ResultRows> recut(const std::vector<ResultRows>& blocks, std::size_t rows);

Result<BatchId> import(Store& store, const SampleFile& file, std::size_t budget_rows = 2'000'000);

// Every cell of a frame as text, a line a row: equal text is an equal frame, doubles bit by bit.
std::string dump(const Frame& frame);
// All that can be seen of a store, in an order of its own, without batch numbers.
std::string dump_content(const Store& store);

}  // namespace opora::testing
