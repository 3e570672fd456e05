// What a browser makes of a page: its document after the scripts have run.
#pragma once

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace opora {

// Nothing when no chromium is installed or it does not start here.
inline std::optional<std::string> document_in_browser(const std::string& page) {
  namespace fs = std::filesystem;
  if (std::system("command -v chromium >/dev/null 2>&1") != 0) return std::nullopt;
  const fs::path folder = fs::temp_directory_path() / ("opora_page_" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "page.html", std::ios::binary) << page;
  const std::string command = "timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-background-networking --user-data-dir='" +
                              (folder / "profile").string() + "' --dump-dom 'file://" + (folder / "page.html").string() + "' 2>/dev/null";
  std::string document;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::array<char, 4096> buffer;
  for (std::size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) document.append(buffer.data(), n);
  pclose(pipe);
  fs::remove_all(folder);
  return document.empty() ? std::nullopt : std::optional(document);
}

}  // namespace opora
