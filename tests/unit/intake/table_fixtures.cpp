#include "unit/intake/table_fixtures.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <fstream>
#include <sstream>

namespace opora::fixtures {
namespace {

constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / fmt::format("opora_intake_{}", ::getpid());
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

struct CopiedRows : BlockResult {
  std::vector<std::int64_t> lines;
  std::vector<std::vector<std::string>> rows;
};

std::string shown(const Cell& cell) {
  constexpr std::string_view kKinds = " TNBDE";
  if (cell.kind == CellKind::kEmpty) return {};
  return fmt::format("{}:{}", kKinds[static_cast<std::size_t>(cell.kind)], cell.text);
}

Table failed(Diagnostic error) {
  Table table;
  table.error = error.code;
  table.reason = error.message + ": " + error.reason;
  table.diagnostic = std::move(error);
  return table;
}

}  // namespace

const std::filesystem::path& folder() {
  static const Folder made;
  return made.path;
}

std::filesystem::path write_file(const std::string& name, std::string_view bytes) {
  const auto path = folder() / name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

Parts workbook_parts(std::string sheet) {
  constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/relationships";
  constexpr std::string_view kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return {
      {"_rels/.rels", fmt::format(R"(<Relationships xmlns="{}"><Relationship Id="rId1" Type="{}/officeDocument" Target="xl/workbook.xml"/></Relationships>)", kPackage, kOffice)},
      {"xl/_rels/workbook.xml.rels",
       fmt::format(R"(<Relationships xmlns="{0}"><Relationship Id="rId7" Type="{1}/worksheet" Target="/xl/worksheets/data.xml"/>)"
                   R"(<Relationship Id="rId8" Type="{1}/sharedStrings" Target="sharedStrings.xml"/>)"
                   R"(<Relationship Id="rId9" Type="{1}/styles" Target="styles.xml"/></Relationships>)", kPackage, kOffice)},
      {"xl/workbook.xml", fmt::format(R"(<workbook xmlns="{}" xmlns:r="{}"><sheets><sheet name="Протокол" sheetId="3" r:id="rId7"/></sheets></workbook>)", kMain, kOffice)},
      {"xl/worksheets/data.xml", std::move(sheet)},
  };
}

std::filesystem::path write_workbook(const std::string& name, const Parts& parts) {
  const auto path = folder() / name;
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  EXPECT_NE(archive, nullptr);
  for (const auto& [member, content] : parts)
    EXPECT_GE(zip_file_add(archive, member.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), ZIP_FL_OVERWRITE), 0);
  EXPECT_EQ(zip_close(archive), 0);
  return path;
}

std::filesystem::path write_sheet(const std::string& name, std::string_view rows) {
  return write_workbook(name, workbook_parts(fmt::format(R"(<worksheet xmlns="{}"><sheetData>{}</sheetData></worksheet>)", kMain, rows)));
}

Table read_table(const std::filesystem::path& file, std::size_t sheet, std::int64_t after_line, int threads) {
  ReaderOptions options;
  options.threads = threads;
  auto reader = open_table(file, options);
  if (!reader.ok()) return failed(reader.take_error());
  Table table;
  const BlockWork work{[](const RowBlock& block) -> Result<std::unique_ptr<BlockResult>> {
                         auto copy = std::make_unique<CopiedRows>();
                         copy->lines = block.lines;
                         for (std::size_t i = 0; i < block.rows; ++i) {
                           std::vector<std::string> row;
                           for (std::size_t c = 0; c < block.columns; ++c) row.push_back(shown(block.row(i)[c]));
                           while (!row.empty() && row.back().empty()) row.pop_back();
                           copy->rows.push_back(std::move(row));
                         }
                         return std::unique_ptr<BlockResult>(std::move(copy));
                       },
                       [&table](std::unique_ptr<BlockResult> result) -> Status {
                         auto& copy = static_cast<CopiedRows&>(*result);
                         table.lines.insert(table.lines.end(), copy.lines.begin(), copy.lines.end());
                         std::move(copy.rows.begin(), copy.rows.end(), std::back_inserter(table.rows));
                         return {};
                       }};
  Status status = (*reader)->read(sheet, after_line, work);
  if (!status.ok()) return failed(status.take_error());
  return table;
}

}  // namespace opora::fixtures
