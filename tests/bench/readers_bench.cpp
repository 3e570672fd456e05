// How fast tables are read: cells and bytes a second of the readers alone, beside plain inflating by
// zlib (what libzip does). readers_bench [FILE …]; without files it generates its own and adds the
// real workbooks of ../shared when they are there.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/parallel.h"
#include "intake/table_reader.h"

namespace fs = std::filesystem;
using namespace opora;

namespace {

struct Counted : BlockResult {
  std::int64_t rows = 0;
  std::int64_t cells = 0;
};

struct Measured {
  double seconds = 1e9;
  std::int64_t rows = 0;
  std::int64_t cells = 0;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

BlockWork counting(Measured& total) {
  return {[](const RowBlock& block) -> Result<std::unique_ptr<BlockResult>> {
            auto counted = std::make_unique<Counted>();
            counted->rows = static_cast<std::int64_t>(block.rows);
            for (const Cell& cell : block.cells) counted->cells += cell.kind != CellKind::kEmpty;
            return std::unique_ptr<BlockResult>(std::move(counted));
          },
          [&total](std::unique_ptr<BlockResult> result) -> Status {
            total.rows += static_cast<Counted&>(*result).rows;
            total.cells += static_cast<Counted&>(*result).cells;
            return {};
          }};
}

Measured read_all(const std::vector<fs::path>& files, int threads) {
  Measured best;
  for (int round = 0; round < 3; ++round) {
    Measured total;
    const auto start = std::chrono::steady_clock::now();
    for (const fs::path& file : files) {
      ReaderOptions options;
      options.threads = threads;
      auto reader = open_table(file, options);
      if (!reader.ok()) {
        fmt::print(stderr, "{}", render_terminal(reader.error(), false));
        continue;
      }
      for (std::size_t sheet = 0; sheet < (*reader)->sheets().size(); ++sheet)
        if (const Status status = (*reader)->read(sheet, 0, counting(total)); !status.ok())
          fmt::print(stderr, "{}", render_terminal(status.error(), false));
    }
    total.seconds = seconds_since(start);
    if (total.seconds < best.seconds) best = total;
  }
  return best;
}

bool holds_cells(const std::string& member) {
  return member.find("worksheets/sheet") != std::string::npos || member.find("sharedStrings") != std::string::npos;
}

// Inflates sheets and shared strings by libzip and zlib; returns bytes and the best time.
std::pair<double, double> inflate_all(const std::vector<fs::path>& files) {
  double bytes = 0;
  double best = 1e9;
  std::vector<char> piece(256 << 10);
  for (int round = 0; round < 3; ++round) {
    bytes = 0;
    const auto start = std::chrono::steady_clock::now();
    for (const fs::path& file : files) {
      zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY, nullptr);
      if (archive == nullptr) continue;
      for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
        if (!holds_cells(zip_get_name(archive, static_cast<zip_uint64_t>(i), 0))) continue;
        zip_file_t* member = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
        for (zip_int64_t n; (n = zip_fread(member, piece.data(), piece.size())) > 0;) bytes += static_cast<double>(n);
        zip_fclose(member);
      }
      zip_discard(archive);
    }
    best = std::min(best, seconds_since(start));
  }
  return {bytes, best};
}

void report(const char* name, const std::vector<fs::path>& files, bool workbooks) {
  if (files.empty()) return;
  double raw = 0;
  for (const fs::path& file : files) raw += static_cast<double>(fs::file_size(file));
  const auto [inflated, floor] = workbooks ? inflate_all(files) : std::pair{raw, 0.0};
  for (const int threads : workbooks ? std::vector{1} : std::vector{1, worker_count()}) {
    const Measured total = read_all(files, threads);
    fmt::print("{:<28} {:>3} files {:>9} rows {:>9} cells  {} thr {:>7.3f} s  {:>6.1f} M cells/s {:>6.0f} MB/s", name, files.size(), total.rows,
               total.cells, threads, total.seconds, static_cast<double>(total.cells) / total.seconds / 1e6, inflated / total.seconds / 1e6);
    if (workbooks) fmt::print("  zlib {:.3f} s, reader / zlib = {:.2f}", floor, total.seconds / floor);
    fmt::print("\n");
  }
}

fs::path generated_text(const fs::path& folder) {
  const fs::path path = folder / "results.csv";
  std::ofstream out(path);
  out << "year,kind,subject,grade,school,class,pupil,variant,score,mark,journal,sex\n";
  for (int i = 0; i < 1000000; ++i)
    out << fmt::format("{},VPR,RU,{},sch22{:04},{},{:010x},{},{},{},{},{}\n", 2020 + i % 4, 4 + i % 5, i % 900, "А", i * 2654435761u, i % 20, i % 38,
                       2 + i % 4, 2 + i % 3, i % 2);
  return path;
}

fs::path generated_workbook(const fs::path& folder, bool inline_texts) {
  const fs::path path = folder / (inline_texts ? "inline.xlsx" : "shared.xlsx");
  const std::string name = path.string();
  lxw_workbook_options options{};
  options.constant_memory = inline_texts ? LXW_TRUE : LXW_FALSE;
  lxw_workbook* book = workbook_new_opt(name.c_str(), &options);
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  for (lxw_row_t row = 0; row < 30000; ++row)
    for (lxw_col_t column = 0; column < 32; ++column) {
      if (column % 4 == 3) worksheet_write_number(sheet, row, column, row % 40, nullptr);
      else worksheet_write_string(sheet, row, column, (row + column) % 7 == 0 ? "отсутствовал" : "X", nullptr);
    }
  workbook_close(book);
  return path;
}

std::vector<fs::path> workbooks_below(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".xlsx") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) {
    const std::vector<fs::path> files(argv + 1, argv + argc);
    report("given", files, files.front().extension() == ".xlsx");
  } else {
    const fs::path folder = fs::temp_directory_path() / fmt::format("opora_readers_bench_{}", ::getpid());
    fs::create_directories(folder);
    report("text, 12 columns", {generated_text(folder)}, false);
    report("workbook, shared texts", {generated_workbook(folder, false)}, true);
    report("workbook, inline texts", {generated_workbook(folder, true)}, true);
    const fs::path real = fs::path(OPORA_SOURCE_DIR) / "../shared/data/region22";
    for (const char* year : {"2020", "2021", "2022"}) report(fmt::format("real workbooks {}", year).c_str(), workbooks_below(real / year), true);
    fs::remove_all(folder);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("peak memory {} MiB\n", usage.ru_maxrss / 1024);
}
