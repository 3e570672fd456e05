// Whose native code may run. The administrator lists digests in one file of his own settings, never in a pack
// or a store; and a file that others could exchange is refused, whatever its digest is at the moment.
// EXT-010 not trusted, EXT-011 others may change it, EXT-016 the list of trusted plugins cannot be used.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace opora {

struct TrustEntry {
  std::string digest;  // SHA-256 of the file, hex
  std::string when, who;
  std::string file;    // as it was named then, for people
};

// A line an entry: digest, time, name, file, with tabs between.
class TrustList {
 public:
  // An absent file is an empty list. EXT-016 when others may change it, or it is damaged.
  static Result<TrustList> open(const std::filesystem::path& file);

  const TrustEntry* find(std::string_view digest) const;
  // What was trusted under this name, with another content.
  const TrustEntry* find_file(std::string_view name) const;
  const std::vector<TrustEntry>& entries() const { return entries_; }
  const std::filesystem::path& file() const { return file_; }

  Status add(TrustEntry entry);                   // and writes the file
  Result<bool> remove(std::string_view digest);   // false: it was not listed

 private:
  Status write() const;
  std::filesystem::path file_;
  std::vector<TrustEntry> entries_;
};

// Neither the file nor any folder from it up to `root` may be written by group or others (folders with the
// sticky bit may), and links do not lead out of `root`. EXT-011, EXT-012.
Status check_rights(const std::filesystem::path& file, const std::filesystem::path& root, const std::string& shown);

// Writes beside it and renames, so that nobody ever sees half a file. EXT-013.
Status replace_file(const std::filesystem::path& file, std::string_view bytes, unsigned int rights);

}  // namespace opora
