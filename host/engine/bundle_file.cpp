#include "engine/bundle_file.h"

#include <array>
#include <fstream>

#include "base/digest.h"
#include "base/messages.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest.json";
constexpr std::size_t kLargestMember = std::size_t{1} << 30;
constexpr std::size_t kPiece = std::size_t{64} << 10;

Result<std::string> digest_of_member(const ZipMember& member) {
  if (member.file.empty()) return to_hex(digest_of(member.data));
  OPORA_ASSIGN(const Digest digest, digest_of_file(member.file));
  return to_hex(digest);
}

Diagnostic not_written(const fs::path& file) {
  return make_error("FILE-002", tr_format("cannot write {0}", file.string()), tr("check that the folder exists, may be written, and the disk is not full"));
}

}  // namespace

std::string bundle_text(const BundleJson& json) { return json.dump(1, ' ', false, BundleJson::error_handler_t::replace) + "\n"; }

Status write_bundle(const fs::path& file, BundleJson manifest, std::vector<ZipMember> members) {
  manifest["files"] = BundleJson::object();
  for (const ZipMember& member : members) {
    OPORA_ASSIGN(manifest["files"][member.name], digest_of_member(member));
  }
  members.push_back({kManifest, bundle_text(manifest)});
  return write_zip(file, members);
}

std::optional<BundleFile> BundleFile::open(const fs::path& file) {
  Result<ZipArchive> archive = ZipArchive::open(file, file.filename().string());
  if (!archive || !archive->has(kManifest)) return std::nullopt;
  const Result<std::string> text = archive->read_all(kManifest, kLargestMember);
  if (!text) return std::nullopt;
  BundleJson manifest = BundleJson::parse(*text, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("files") || !manifest["files"].is_object()) return std::nullopt;
  return BundleFile(*std::move(archive), std::move(manifest));
}

std::vector<std::string> BundleFile::members() const {
  std::vector<std::string> names;
  for (const auto& [name, digest] : manifest_["files"].items()) names.push_back(name);
  return names;
}

Status BundleFile::check_there(const std::string& member) const {
  if (manifest_["files"].contains(member) && archive_.has(member)) return {};
  return make_error("BUNDLE-005", tr_format("{0} is missing in the bundle", member));
}

Status BundleFile::check_digest(const std::string& member, const std::string& digest) const {
  if (manifest_["files"][member] == digest) return {};
  return make_error("BUNDLE-006", tr_format("{0} of the bundle was changed after the export", member), tr("ask for the bundle again where it was made"));
}

Result<std::string> BundleFile::read(const std::string& member) {
  OPORA_TRY(check_there(member));
  OPORA_ASSIGN(std::string bytes, archive_.read_all(member, kLargestMember));
  OPORA_TRY(check_digest(member, to_hex(digest_of(bytes))));
  return bytes;
}

Status BundleFile::copy(const std::string& member, const fs::path& target) {
  OPORA_TRY(check_there(member));
  OPORA_ASSIGN(MemberStream stream, archive_.stream(member, {.file = archive_.file()}));
  std::ofstream out(target, std::ios::binary | std::ios::trunc);
  std::array<char, kPiece> piece;
  Hasher hasher;
  for (std::size_t got = piece.size(); got == piece.size();) {
    OPORA_ASSIGN(got, stream.read(piece));
    hasher.raw(std::as_bytes(std::span(piece.data(), got)));
    out.write(piece.data(), static_cast<std::streamsize>(got));
  }
  out.close();
  if (!out) return not_written(target);
  return check_digest(member, to_hex(hasher.finish()));
}

}  // namespace opora
