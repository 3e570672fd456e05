#include "intake/xlsx_reader.h"

#include "intake/block_builder.h"
#include "intake/peeked_rows.h"
#include "intake/shared_strings.h"
#include "intake/sheet_rows.h"
#include "intake/workbook_parts.h"
#include "intake/xml_slices.h"
#include "intake/zip_archive.h"

namespace opora {
namespace {

class XlsxReader : public TableReader {
 public:
  XlsxReader(ZipArchive archive, Workbook book, ReaderOptions options)
      : archive_(std::move(archive)), book_(std::move(book)), options_(std::move(options)) {
    for (const SheetPart& sheet : book_.sheets) names_.push_back(sheet.name);
  }

  const std::vector<std::string>& sheets() const override { return names_; }

  Result<std::vector<OwnedRow>> peek(std::size_t sheet, std::size_t rows) override {
    PeekedRows peeked(rows);
    // A small piece: what is peeked at stands at the beginning.
    Status status = read_blocks(sheet, 0, [&](const RowBlock& block) { return peeked.take(block); }, 64 << 10, false);
    return peeked.finish(std::move(status));
  }

  Status read(std::size_t sheet, std::int64_t after_line, const BlockWork& work) override {
    const auto sink = [&](const RowBlock& block) -> Status {
      OPORA_ASSIGN(std::unique_ptr<BlockResult> result, work.work(block));
      return work.take(std::move(result));
    };
    return read_blocks(sheet, after_line, sink, 1 << 20, true);
  }

 private:
  Status load_strings() {
    if (strings_loaded_) return {};
    OPORA_ASSIGN(strings_, read_shared_strings(archive_, book_.shared_strings_member, options_.max_cell_bytes));
    strings_loaded_ = true;
    return {};
  }

  Status read_blocks(std::size_t sheet, std::int64_t after_line, BlockBuilder::Sink sink, std::size_t piece, bool progress) {
    if (sheet >= names_.size())
      return read_error("DATA-001", {.file = archive_.file()}, tr_format("the workbook has no sheet number {0}", sheet + 1));
    OPORA_TRY(load_strings());
    const ReadPlace place{.file = archive_.file(), .sheet = names_[sheet]};
    OPORA_ASSIGN(MemberStream stream, archive_.stream(book_.sheets[sheet].member, place));
    XmlSlices slices(std::move(stream), {"worksheet", "sheetData", "row"}, place, piece);
    OPORA_TRY(slices.open());
    BlockBuilder blocks(std::move(sink));
    SheetRows rows({&book_, &strings_, place, slices.prefix(), after_line, static_cast<std::size_t>(options_.max_cell_bytes)}, blocks);
    for (;;) {
      OPORA_ASSIGN(const std::span<char> slice, slices.next());
      if (progress && options_.progress) options_.progress(slices.take_consumed());
      if (slice.empty()) return {};
      OPORA_TRY(rows.take(slice));
    }
  }

  ZipArchive archive_;
  Workbook book_;
  ReaderOptions options_;
  std::vector<std::string> names_;
  SharedStrings strings_;
  bool strings_loaded_ = false;
};

}  // namespace

Result<std::unique_ptr<TableReader>> open_workbook(const std::filesystem::path& file, const ReaderOptions& options) {
  OPORA_ASSIGN(ZipArchive archive, ZipArchive::open(file, file.string()));
  OPORA_ASSIGN(Workbook book, read_workbook(archive));
  return std::unique_ptr<TableReader>(std::make_unique<XlsxReader>(std::move(archive), std::move(book), options));
}

}  // namespace opora
