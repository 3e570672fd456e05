// Bundles: ZIP files that go from one Opora to another. manifest.json names every other member with the digest of its
// bytes; what else it says is the business of each kind of bundle.
// Errors: BUNDLE-005 a member is missing, BUNDLE-006 a member is not what the manifest says.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "intake/zip_archive.h"
#include "report/zip_writer.h"

namespace opora {

using BundleJson = nlohmann::ordered_json;

std::string bundle_text(const BundleJson& json);  // as members are written: a line a value, ends with a newline

// Adds manifest.json, with the digests as "files", behind the members and writes all. FILE-002, DATA-001.
Status write_bundle(const std::filesystem::path& file, BundleJson manifest, std::vector<ZipMember> members);

class BundleFile {
 public:
  // Nothing when the file is no ZIP with a manifest of digests.
  static std::optional<BundleFile> open(const std::filesystem::path& file);

  const BundleJson& manifest() const { return manifest_; }
  std::vector<std::string> members() const;  // that the manifest names, in its order

  // The whole member, checked against its digest.
  Result<std::string> read(const std::string& member);
  // The same into a file, a piece at a time: for members of any size. The file may be there half when it fails. FILE-002.
  Status copy(const std::string& member, const std::filesystem::path& target);

 private:
  BundleFile(ZipArchive archive, BundleJson manifest) : archive_(std::move(archive)), manifest_(std::move(manifest)) {}
  Status check_there(const std::string& member) const;
  Status check_digest(const std::string& member, const std::string& digest) const;

  ZipArchive archive_;
  BundleJson manifest_;
};

}  // namespace opora
