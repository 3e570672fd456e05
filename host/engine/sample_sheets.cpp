#include "engine/sample_sheets.h"

#include <unicode/unistr.h>
#include <xlsxwriter.h>

#include <fstream>

#include "base/late_library.h"
#include "base/messages.h"

namespace opora {
namespace {

Diagnostic not_written(const std::filesystem::path& file, std::string reason) {
  Diagnostic error = make_error("DATA-091", tr_format("The file could not be written: {0}", file.string()),
                                tr("Check that the disk has room and that you may write to the folder."));
  error.reason = std::move(reason);
  return error;
}

// Loaded with the first sample workbook; used only when ready.
struct WriterLibrary {
  LateLibrary library{OPORA_LIBXLSXWRITER};
  decltype(&worksheet_write_string) write_string = library.function<decltype(&worksheet_write_string)>("worksheet_write_string");
  decltype(&worksheet_write_number) write_number = library.function<decltype(&worksheet_write_number)>("worksheet_write_number");
  decltype(&workbook_new_opt) new_opt = library.function<decltype(&workbook_new_opt)>("workbook_new_opt");
  decltype(&workbook_set_properties) set_properties = library.function<decltype(&workbook_set_properties)>("workbook_set_properties");
  decltype(&workbook_add_worksheet) add_worksheet = library.function<decltype(&workbook_add_worksheet)>("workbook_add_worksheet");
  decltype(&workbook_close) close = library.function<decltype(&workbook_close)>("workbook_close");
  decltype(&lxw_strerror) error_text = library.function<decltype(&lxw_strerror)>("lxw_strerror");
};

const WriterLibrary& xlsxwriter() {
  static const WriterLibrary loaded;
  return loaded;
}

class WorkbookSheet final : public SheetSink {
 public:
  explicit WorkbookSheet(lxw_worksheet* sheet) : sheet_(sheet) {}
  void text(std::string_view utf8) override {
    if (!utf8.empty()) {
      cell_.assign(utf8);
      note(xlsxwriter().write_string(sheet_, row_, column_, cell_.c_str(), nullptr));
    }
    ++column_;
  }
  void number(std::int64_t value) override { note(xlsxwriter().write_number(sheet_, row_, column_++, static_cast<double>(value), nullptr)); }
  void end_row() override {
    ++row_;
    column_ = 0;
  }
  lxw_error error() const { return error_; }

 private:
  void note(lxw_error error) {
    if (error != LXW_NO_ERROR) error_ = error;
  }
  lxw_worksheet* sheet_;
  lxw_row_t row_ = 0;
  lxw_col_t column_ = 0;
  std::string cell_;  // the library wants a terminated text
  lxw_error error_ = LXW_NO_ERROR;
};

class Workbook final : public SampleBook {
 public:
  Workbook(std::filesystem::path file, const std::vector<std::string>& sheets) : file_(std::move(file)) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_ = xlsxwriter().new_opt(file_.c_str(), &options);
    if (!book_) return;
    lxw_doc_properties properties{};
    properties.created = 1577836800;  // 2020-01-01: else the library writes the time of day
    xlsxwriter().set_properties(book_, &properties);
    for (const std::string& name : sheets)
      if (lxw_worksheet* sheet = xlsxwriter().add_worksheet(book_, name.c_str())) sheets_.emplace_back(sheet);
    complete_ = sheets_.size() == sheets.size();
  }
  ~Workbook() override {
    if (book_) xlsxwriter().close(book_);
  }
  bool complete() const { return complete_; }
  SheetSink& sheet(std::size_t index) override { return sheets_[index]; }
  Status close() override {
    lxw_error error = xlsxwriter().close(book_);
    book_ = nullptr;
    for (const WorkbookSheet& sheet : sheets_)
      if (error == LXW_NO_ERROR) error = sheet.error();
    if (error != LXW_NO_ERROR) return not_written(file_, xlsxwriter().error_text(error));
    return {};
  }

 private:
  std::filesystem::path file_;
  lxw_workbook* book_ = nullptr;
  std::vector<WorkbookSheet> sheets_;
  bool complete_ = false;
};

class DelimitedText final : public SampleBook, public SheetSink {
 public:
  DelimitedText(std::filesystem::path file, bool windows_1251)
      : file_(std::move(file)), stream_(file_, std::ios::binary), windows_1251_(windows_1251) {
    if (!windows_1251_) bytes_ = "\xEF\xBB\xBF";
  }
  bool complete() const { return static_cast<bool>(stream_); }
  SheetSink& sheet(std::size_t) override { return *this; }

  void text(std::string_view utf8) override {
    separate();
    if (utf8.find_first_of(";\"\r\n") == std::string_view::npos) {
      bytes_ += utf8;
      return;
    }
    bytes_ += '"';
    for (char c : utf8) {
      if (c == '"') bytes_ += '"';
      bytes_ += c;
    }
    bytes_ += '"';
  }
  void number(std::int64_t value) override {
    separate();
    bytes_ += std::to_string(value);
  }
  void end_row() override {
    bytes_ += "\r\n";
    first_ = true;
    if (bytes_.size() > (1 << 18)) flush();
  }
  Status close() override {
    flush();
    stream_.close();
    if (!stream_) return not_written(file_, {});
    return {};
  }

 private:
  void separate() {
    if (!first_) bytes_ += ';';
    first_ = false;
  }
  void flush() {
    if (windows_1251_) {
      const auto text = icu::UnicodeString::fromUTF8(bytes_);
      std::string legacy(static_cast<std::size_t>(text.length()) + 1, '\0');
      const auto length = text.extract(0, text.length(), legacy.data(), static_cast<std::uint32_t>(legacy.size()), "windows-1251");
      stream_.write(legacy.data(), length);
    } else {
      stream_.write(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
    }
    bytes_.clear();
  }

  std::filesystem::path file_;
  std::ofstream stream_;
  bool windows_1251_;
  bool first_ = true;
  std::string bytes_;
};

}  // namespace

Result<std::unique_ptr<SampleBook>> make_workbook(const std::filesystem::path& file, const std::vector<std::string>& sheets) {
  OPORA_TRY(xlsxwriter().library.ready());
  auto book = std::make_unique<Workbook>(file, sheets);
  if (!book->complete()) return not_written(file, {});
  return std::unique_ptr<SampleBook>(std::move(book));
}

Result<std::unique_ptr<SampleBook>> make_delimited(const std::filesystem::path& file, bool windows_1251) {
  auto book = std::make_unique<DelimitedText>(file, windows_1251);
  if (!book->complete()) return not_written(file, {});
  return std::unique_ptr<SampleBook>(std::move(book));
}

}  // namespace opora
