// A PDF by a program of the system.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "base/messages.h"
#include "base/temporary_folder.h"
#include "report/document_html.h"
#include "report/document_pdf.h"
#include "sample_documents.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class DocumentPdf : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Language::kEnglish);
    auto made = TemporaryFolder::make();
    ASSERT_TRUE(made.ok());
    folder_.emplace(*std::move(made));
    page_ = folder_->path() / "a page.html";
    std::ofstream(page_) << to_html(samples::order());
  }
  void TearDown() override { ::setenv("PATH", path_.c_str(), 1); }

  // A program by that name that does what the shell text says, the only one to be found but the system's own tools.
  void program(const std::string& name, const std::string& script) {
    const fs::path tools = folder_->path() / "tools";
    fs::create_directories(tools);
    std::ofstream(tools / name) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(tools / name, fs::perms::owner_all);
    ::setenv("PATH", tools.c_str(), 1);
  }

  std::string path_ = std::getenv("PATH");
  std::optional<TemporaryFolder> folder_;
  fs::path page_;
};

TEST_F(DocumentPdf, WithoutAProgramTheMessageSaysWhatToInstall) {
  ::setenv("PATH", folder_->path().c_str(), 1);
  const Status status = write_pdf(page_, folder_->path() / "a.pdf");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, "DOC-010");
  EXPECT_EQ(status.error().reason, "neither chromium nor soffice is on PATH");
  EXPECT_THAT(status.error().help, HasSubstr("install Chromium or LibreOffice"));
}

TEST_F(DocumentPdf, AProgramThatHangsIsEndedWithWhatItStarted) {
  program("chromium", "/bin/sleep 60 & echo $! > \"" + folder_->path().string() + "/child\"; wait");
  const Status status = write_pdf(page_, folder_->path() / "a.pdf", std::chrono::milliseconds(500));
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, "DOC-011");
  EXPECT_THAT(status.error().reason, HasSubstr("was not done after"));
  const int child = std::atoi(read_whole(folder_->path() / "child").value_or("0").c_str());
  ASSERT_GT(child, 0);
  const std::string state = read_whole("/proc/" + std::to_string(child) + "/stat").value_or("");
  EXPECT_TRUE(state.empty() || state.find(") Z") != std::string::npos) << state;
}

TEST_F(DocumentPdf, AProgramThatFailsIsQuoted) {
  program("chromium", "echo first; echo 'the page is too heavy' >&2; exit 3");
  const Status status = write_pdf(page_, folder_->path() / "a.pdf");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, "DOC-011");
  EXPECT_EQ(status.error().reason, "the page is too heavy");
}

TEST_F(DocumentPdf, ARealProgramPrintsThePage) {
  const fs::path out = folder_->path() / "a.pdf";
  const Status status = write_pdf(page_, out);
  if (!status.ok() && status.error().code == "DOC-010") GTEST_SKIP() << "neither Chromium nor LibreOffice is here";
  ASSERT_TRUE(status.ok()) << status.error().reason;
  EXPECT_THAT(read_whole(out).value_or(""), testing::StartsWith("%PDF-"));
}

}  // namespace
}  // namespace opora
