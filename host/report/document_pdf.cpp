#include "report/document_pdf.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"
#include "base/messages.h"
#include "base/temporary_folder.h"
#include "report/whole_file.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::optional<fs::path> on_path(std::initializer_list<const char*> names) {
  const char* variable = std::getenv("PATH");
  std::string folders = variable ? variable : "";
  for (const char* name : names)
    for (std::size_t begin = 0; begin < folders.size();) {
      const std::size_t end = std::min(folders.find(':', begin), folders.size());
      const fs::path file = fs::path(folders.substr(begin, end - begin)) / name;
      if (end > begin && ::access(file.c_str(), X_OK) == 0) return file;
      begin = end + 1;
    }
  return std::nullopt;
}

std::string url_of(const fs::path& file) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string url = "file://";
  for (const char c : file.string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || std::strchr("/._-", c)) url += c;
    else url += std::string("%") + kHex[byte >> 4] + kHex[byte & 15];
  }
  return url;
}

std::vector<std::string> browser_command(const fs::path& program, const fs::path& from, const fs::path& folder) {
  std::vector<std::string> command{program.string(), "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--no-pdf-header-footer",
                                   "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + (folder / "profile").string(),
                                   "--print-to-pdf=" + (folder / "document.pdf").string()};
  if (::geteuid() == 0) command.push_back("--no-sandbox");  // it does not start otherwise for the system's administrator
  command.push_back(url_of(from));
  return command;
}

std::vector<std::string> office_command(const fs::path& program, const fs::path& from, const fs::path& folder, bool page) {
  return {program.string(), "-env:UserInstallation=" + url_of(folder / "profile"), "--headless", "--norestore", "--nolockcheck",
          "--convert-to", page ? "pdf:writer_web_pdf_Export" : "pdf", "--outdir", folder.string(), from.string()};
}

Diagnostic no_program(const fs::path& from, bool page) {
  Diagnostic error = make_error("DOC-010", tr_format("no program here can make a PDF of {0}", from.filename().string()),
                                page ? tr("install Chromium or LibreOffice (package chromium or libreoffice-writer), or open the page in a browser and print it")
                                     : tr("install LibreOffice (packages libreoffice-writer and libreoffice-calc), or open the file and export it"));
  error.reason = page ? tr("neither chromium nor soffice is on PATH") : tr("soffice is not on PATH");
  return error;
}

Diagnostic failed(const fs::path& from, std::string reason) {
  Diagnostic error = make_error("DOC-011", tr_format("{0} could not be turned into a PDF", from.filename().string()), tr("open the file in the program by hand and see what it says"));
  error.reason = std::move(reason);
  return error;
}

// The caller's variables, but what programs keep beside their user stays in `folder`.
std::vector<std::string> environment_in(const fs::path& folder) {
  std::vector<std::string> out{"HOME=" + folder.string(), "XDG_CONFIG_HOME=" + folder.string(), "XDG_CACHE_HOME=" + folder.string(), "SAL_USE_VCLPLUGIN=svp"};
  for (char** one = environ; one && *one; ++one) {
    const std::string_view variable(*one);
    const bool ours = std::any_of(out.begin(), out.begin() + 4, [&](const std::string& set) { return variable.starts_with(set.substr(0, set.find('=') + 1)); });
    if (!ours) out.emplace_back(variable);
  }
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// Starts it as the leader of a process group, in `folder`, its words going to `log`. 0: not started, errno says why.
pid_t start(std::vector<std::string> command, const fs::path& folder, const fs::path& log) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  posix_spawn_file_actions_addchdir_np(&files, folder.c_str());
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<std::string> environment = environment_in(folder);
  pid_t child = 0;
  const int wrong = posix_spawn(&child, command.front().c_str(), &files, &attributes, pointers(command).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  errno = wrong;
  return wrong == 0 ? child : 0;
}

// Its exit status; nothing when it took too long. What it started ends with it.
std::optional<int> wait_for(pid_t child, Clock::time_point end) {
  using namespace std::chrono_literals;
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (Clock::now() > end) {
      ::kill(-child, SIGKILL);
      ::waitpid(child, &status, 0);
      return std::nullopt;
    }
    std::this_thread::sleep_for(10ms);
  }
  ::kill(-child, SIGKILL);
  return status;
}

std::string last_words(const fs::path& log) {
  std::string words = read_whole(log).value_or("");
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
  const std::size_t line = words.rfind('\n');
  return line == std::string::npos ? words : words.substr(line + 1);
}

Status put(const fs::path& made, const fs::path& out) {
  std::error_code wrong, ignored;
  const fs::path unfinished = unfinished_name(out);
  fs::copy_file(made, unfinished, fs::copy_options::overwrite_existing, wrong);
  if (!wrong) return put_in_place(unfinished, out);
  fs::remove(unfinished, ignored);
  return not_written(out, wrong.message());
}

}  // namespace

Status write_pdf(const fs::path& from, const fs::path& out, std::chrono::milliseconds limit) {
  const bool page = from.extension() == ".html" || from.extension() == ".htm";
  std::error_code ignored;
  const fs::path source = fs::absolute(from, ignored);
  const auto browser = page ? on_path({"chromium", "chromium-browser", "google-chrome"}) : std::nullopt;
  const auto office = browser ? std::nullopt : on_path({"soffice", "libreoffice"});
  if (!browser && !office) return no_program(from, page);
  OPORA_ASSIGN(const TemporaryFolder folder, TemporaryFolder::make());
  const fs::path log = folder.path() / "log", made = folder.path() / (browser ? fs::path("document.pdf") : fs::path(source.stem()) += ".pdf");
  const pid_t child = start(browser ? browser_command(*browser, source, folder.path()) : office_command(*office, source, folder.path(), page), folder.path(), log);
  if (child == 0) return failed(from, std::strerror(errno));
  const auto status = wait_for(child, Clock::now() + limit);
  if (!status) return failed(from, tr_format("it was not done after {0} s", std::chrono::duration_cast<std::chrono::seconds>(limit).count()));
  if (!fs::exists(made, ignored) || fs::file_size(made, ignored) == 0) return failed(from, last_words(log));
  return put(made, out);
}

}  // namespace opora
