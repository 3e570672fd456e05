// How fast tables are read: cells and bytes a second of the readers alone, beside plain inflating by
// zlib (what libzip does). readers_bench [FILE …]; without files it generates its own and adds the
// real workbooks of ../shared when they are there.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
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
  std::int64_t rows = 0;
  std::int64_t cells = 0;
};

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

// Every sheet of every file; throws what the reader cannot read, for a benchmark has nobody to tell.
Measured read_all(const std::vector<fs::path>& files, int threads) {
  Measured total;
  for (const fs::path& file : files) {
    ReaderOptions options;
    options.threads = threads;
    const auto reader = open_table(file, options);
    if (!reader.ok()) throw std::runtime_error(render_terminal(reader.error(), false));
    for (std::size_t sheet = 0; sheet < (*reader)->sheets().size(); ++sheet)
      if (const Status status = (*reader)->read(sheet, 0, counting(total)); !status.ok())
        throw std::runtime_error(render_terminal(status.error(), false));
  }
  return total;
}

bool holds_cells(const std::string& member) {
  return member.find("worksheets/sheet") != std::string::npos || member.find("sharedStrings") != std::string::npos;
}

// Inflates sheets and shared strings by libzip and zlib: the floor of a reader that inflates with zlib.
double inflate_all(const std::vector<fs::path>& files) {
  double bytes = 0;
  std::vector<char> piece(256 << 10);
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
  return bytes;
}

void add_reading(const std::string& name, const std::vector<fs::path>& files, int threads, double bytes) {
  benchmark::RegisterBenchmark(fmt::format("read/{}/threads:{}", name, threads).c_str(), [=](benchmark::State& state) {
    Measured total;
    for (auto _ : state) total = read_all(files, threads);
    state.counters["rows"] = static_cast<double>(total.rows);
    state.counters["cells"] = benchmark::Counter(static_cast<double>(total.cells), benchmark::Counter::kIsIterationInvariantRate);
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * static_cast<std::int64_t>(state.iterations()));
  })->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
}

// Bytes are those that the reader has to look at: of a workbook, its sheets inflated.
void add_text(const std::string& name, const fs::path& file) {
  for (const int threads : {1, worker_count()}) add_reading(name, {file}, threads, static_cast<double>(fs::file_size(file)));
}

void add_workbooks(const std::string& name, const std::vector<fs::path>& files) {
  if (files.empty()) return;
  const double bytes = inflate_all(files);
  add_reading(name, files, 1, bytes);
  benchmark::RegisterBenchmark(("zlib/" + name).c_str(), [=](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(inflate_all(files));
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * static_cast<std::int64_t>(state.iterations()));
  })->Unit(benchmark::kMillisecond);
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
  benchmark::Initialize(&argc, argv);
  const fs::path folder = fs::temp_directory_path() / fmt::format("opora_readers_bench_{}", ::getpid());
  fs::create_directories(folder);
  if (argc > 1) {
    const std::vector<fs::path> files(argv + 1, argv + argc);
    if (files.front().extension() == ".xlsx") add_workbooks("given", files);
    else add_text("given", files.front());
  } else {
    add_text("text of 12 columns", generated_text(folder));
    add_workbooks("workbook, shared texts", {generated_workbook(folder, false)});
    add_workbooks("workbook, inline texts", {generated_workbook(folder, true)});
    const fs::path real = fs::path(OPORA_SOURCE_DIR) / "../shared/data/region22";
    for (const char* year : {"2020", "2021", "2022"}) add_workbooks(fmt::format("real workbooks {}", year), workbooks_below(real / year));
  }
  benchmark::RunSpecifiedBenchmarks();
  fs::remove_all(folder);
}
