#include "base/catalogues.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/files.h"
#include "base/installation.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kCatalogueMark = 0x950412de;  // of a catalogue in this machine's byte order

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  if (at + sizeof number <= bytes.size()) std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

// An entry of a table of (length, offset).
std::string_view text_at(std::string_view bytes, std::size_t table, std::uint32_t index) {
  const std::size_t length = number_at(bytes, table + std::size_t{index} * 8), offset = number_at(bytes, table + std::size_t{index} * 8 + 4);
  return offset <= bytes.size() && length <= bytes.size() - offset ? bytes.substr(offset, length) : std::string_view();
}

// GNU gettext manual, "The Format of GNU MO Files".
std::optional<std::string> found_in(std::string_view catalogue, std::string_view text) {
  if (number_at(catalogue, 0) != kCatalogueMark) return std::nullopt;
  const std::uint32_t count = number_at(catalogue, 8);
  const std::size_t originals = number_at(catalogue, 12), translations = number_at(catalogue, 16);
  if (originals + std::size_t{count} * 8 > catalogue.size()) return std::nullopt;
  for (std::uint32_t i = 0; i < count; ++i)
    if (text_at(catalogue, originals, i) == text) return std::string(text_at(catalogue, translations, i));
  return std::nullopt;
}

}  // namespace

std::vector<std::string> in_every_language(std::string_view text) {
  std::vector<std::string> words = {std::string(text)};
  std::error_code absent;
  std::vector<fs::path> languages;
  for (const auto& entry : fs::directory_iterator(installation().data / "locale", absent)) languages.push_back(entry.path());
  std::sort(languages.begin(), languages.end());
  for (const fs::path& language : languages)
    if (const auto catalogue = read_whole(language / "LC_MESSAGES" / "opora.mo"))
      if (auto word = found_in(*catalogue, text)) words.push_back(*std::move(word));
  return words;
}

}  // namespace opora
