// The markers of one region and year out of a store: markers_bench STORE PLUGIN YEAR FOLDER ROUNDS. Prints a line a round,
// the seconds of the whole matrix from the open store; writes the matrix and the single tables into FOLDER. Driven by markers.py.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "extend/indicator.h"
#include "extend/native_library.h"
#include "opora/abi/all.h"

namespace opora {
namespace {

// mean-intervals and journal-agreement are the federal ones, of one grade; here the matrix stands for them.
constexpr const char* kTables[] = {"border-bunching", "mark-distribution", "score-dispersion", "class-range", "journal-comparison"};

void write_csv(const Frame& frame, const std::string& file) {
  std::ofstream out(file);
  for (std::size_t c = 0; c < frame.width(); ++c) out << (c > 0 ? "," : "") << frame.names()[c];
  char text[40];
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    for (std::size_t c = 0; c < frame.width(); ++c) {
      out << (c > 0 ? "," : "\n");
      const Column& column = frame.column_at(c);
      if (!column.valid(row)) continue;
      if (column.type() == ColumnType::kText) out << '"' << column.text(row) << '"';
      else std::snprintf(text, sizeof text, "%.17g", column.number(row)), out << text;
    }
  }
  out << '\n';
}

Result<Frame> compute(const std::shared_ptr<NativeLibrary>& library, const char* id, const Store& store, int year) {
  OPORA_ASSIGN(const Extension extension, native_extension(library, OPORA_KIND_INDICATOR, id));
  OPORA_ASSIGN(const std::unique_ptr<Indicator> indicator, Indicator::of(extension));
  RunContext context;
  context.store = &store;
  context.year = year;
  context.threads = 2;
  const auto facts = facts_of(store);
  return indicator->compute_on(*facts, context, {});
}

Status run(char** words) {
  OPORA_ASSIGN(const Store store, Store::open(words[1], OpenMode::kReadOnly));
  OPORA_ASSIGN(const auto library, load_native(words[2]));
  const int year = std::atoi(words[3]);
  for (int round = 0; round < std::atoi(words[5]); ++round) {
    const auto seconds_since = [](auto start) { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
    const auto start = std::chrono::steady_clock::now();
    OPORA_ASSIGN(const Frame matrix, compute(library, "markers", store, year));
    const double whole = seconds_since(start);
    std::printf("%.4f\n", whole);
    if (round > 0) continue;
    write_csv(matrix, std::string(words[4]) + "/markers.csv");
    for (const char* table : kTables) {
      OPORA_ASSIGN(const Frame frame, compute(library, table, store, year));
      write_csv(frame, std::string(words[4]) + '/' + table + ".csv");
    }
  }
  return {};
}

}  // namespace
}  // namespace opora

int main(int count, char** words) {
  if (count != 6) return std::fprintf(stderr, "markers_bench STORE PLUGIN YEAR FOLDER ROUNDS\n"), 2;
  const opora::Status done = opora::run(words);
  if (!done.ok()) std::cerr << opora::render_terminal(done.error(), false);
  return done.ok() ? 0 : 1;
}
