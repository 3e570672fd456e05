// Recognising which profile a file belongs to, by its headers, and finding the profile's columns.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "intake/profile.h"
#include "intake/table_reader.h"

namespace opora {

// "folder/folder/file" of a path in normal_words form: what profiles look at for grade and subject.
std::string path_hint(const std::filesystem::path& file);

// One sheet whose header was found.
struct SheetLayout {
  std::size_t sheet = 0;
  std::string title;
  std::int64_t header_line = 0;
  std::vector<std::string> headers;      // normalised, up to the last header cell
  std::vector<std::string> headers_raw;  // as written, for messages

  int find(const ColumnName& column) const;         // 0-based, -1: not there
  int find(std::string_view normal_header) const;
};

struct Recognition {
  const SourceProfile* profile = nullptr;
  std::vector<SheetLayout> sheets;
};

// First rows of the sheets a file has; read once, compared with all profiles.
struct PeekedFile {
  std::vector<std::string> sheets;
  std::vector<std::vector<OwnedRow>> rows;  // by sheet
};
Result<PeekedFile> peek_file(TableReader& reader, int rows = 15);

// The profile whose headers fit best. DATA-020: none fits (the message lists the headers found and the
// nearest profile with what it misses); DATA-021: several fit equally well.
Result<Recognition> recognise(const PeekedFile& file, const std::vector<const SourceProfile*>& profiles);

// A part of a procedure from the path or a constant; nothing when the source gives none.
std::optional<std::string> part_of_file(const PartSource& source, const std::string& hint);

}  // namespace opora
