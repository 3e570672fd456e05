#include "report/zip_writer.h"

#include <zip.h>

#include <system_error>

#include "base/late_library.h"
#include "base/messages.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

struct ZipFunctions {
  LateLibrary library{OPORA_LIBZIP};
  decltype(&zip_open) open = library.function<decltype(&zip_open)>("zip_open");
  decltype(&zip_close) close = library.function<decltype(&zip_close)>("zip_close");
  decltype(&zip_open_from_source) open_from_source = library.function<decltype(&zip_open_from_source)>("zip_open_from_source");
  decltype(&zip_discard) discard = library.function<decltype(&zip_discard)>("zip_discard");
  decltype(&zip_source_buffer) source_buffer = library.function<decltype(&zip_source_buffer)>("zip_source_buffer");
  decltype(&zip_source_buffer_create) source_buffer_create = library.function<decltype(&zip_source_buffer_create)>("zip_source_buffer_create");
  decltype(&zip_source_keep) source_keep = library.function<decltype(&zip_source_keep)>("zip_source_keep");
  decltype(&zip_source_open) source_open = library.function<decltype(&zip_source_open)>("zip_source_open");
  decltype(&zip_source_stat) source_stat = library.function<decltype(&zip_source_stat)>("zip_source_stat");
  decltype(&zip_source_read) source_read = library.function<decltype(&zip_source_read)>("zip_source_read");
  decltype(&zip_source_close) source_close = library.function<decltype(&zip_source_close)>("zip_source_close");
  decltype(&zip_source_file) source_file = library.function<decltype(&zip_source_file)>("zip_source_file");
  decltype(&zip_source_free) source_free = library.function<decltype(&zip_source_free)>("zip_source_free");
  decltype(&zip_file_add) file_add = library.function<decltype(&zip_file_add)>("zip_file_add");
  decltype(&zip_set_file_compression) set_file_compression = library.function<decltype(&zip_set_file_compression)>("zip_set_file_compression");
  decltype(&zip_file_set_dostime) file_set_dostime = library.function<decltype(&zip_file_set_dostime)>("zip_file_set_dostime");
  decltype(&zip_strerror) strerror = library.function<decltype(&zip_strerror)>("zip_strerror");
};

const ZipFunctions& functions() {
  static const ZipFunctions loaded;
  return loaded;
}

constexpr zip_int64_t kWholeFile = -1;
constexpr zip_uint16_t kFirstDay = (1 << 5) | 1;  // 1 January 1980, the beginning of ZIP's calendar

Diagnostic cannot_write(const fs::path& file, const std::string& reason) {
  Diagnostic error = make_error("FILE-002", tr_format("cannot write {0}", file.string()), tr("check that the folder exists, may be written, and the disk is not full"));
  error.reason = reason;
  return error;
}

constexpr zip_uint32_t kQuick = 1;  // level of packing: documents are small, and a batch makes hundreds

// What is packed already is stored as it is.
zip_int32_t method_of(const std::string& name) {
  const std::string ending = fs::path(name).extension().string();
  for (const char* packed : {".png", ".jpg", ".docx", ".xlsx", ".pdf", ".zip"})
    if (ending == packed) return ZIP_CM_STORE;
  return ZIP_CM_DEFLATE;
}

Status add(zip_t* archive, const ZipMember& member, const fs::path& file) {
  const ZipFunctions& zip = functions();
  zip_source_t* source = member.file.empty() ? zip.source_buffer(archive, member.data.data(), member.data.size(), 0) : zip.source_file(archive, member.file.c_str(), 0, kWholeFile);
  if (source == nullptr) return cannot_write(file, zip.strerror(archive));
  const zip_int64_t index = zip.file_add(archive, member.name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip.source_free(source);
    return cannot_write(file, zip.strerror(archive));
  }
  zip.set_file_compression(archive, static_cast<zip_uint64_t>(index), method_of(member.name), kQuick);
  zip.file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, kFirstDay, 0);
  return {};
}

// Adds everything and closes; the archive is gone afterwards, also when that failed.
Status finish(zip_t* archive, const std::vector<ZipMember>& members, const fs::path& file) {
  const ZipFunctions& zip = functions();
  for (const ZipMember& member : members)
    if (Status added = add(archive, member, file); !added.ok()) {
      zip.discard(archive);
      return added;
    }
  if (zip.close(archive) == 0) return {};
  Diagnostic error = cannot_write(file, zip.strerror(archive));
  zip.discard(archive);
  return error;
}

std::string content(zip_source_t* source) {
  const ZipFunctions& zip = functions();
  zip_stat_t stat;
  std::string bytes;
  if (zip.source_open(source) != 0) return bytes;
  if (zip.source_stat(source, &stat) == 0 && (stat.valid & ZIP_STAT_SIZE)) bytes.resize(stat.size);
  if (zip.source_read(source, bytes.data(), bytes.size()) != static_cast<zip_int64_t>(bytes.size())) bytes.clear();
  zip.source_close(source);
  return bytes;
}

}  // namespace

Result<std::string> zip_bytes(const std::vector<ZipMember>& members) {
  const ZipFunctions& zip = functions();
  OPORA_TRY(zip.library.ready());
  const fs::path name = tr("an archive in memory");
  zip_source_t* source = zip.source_buffer_create(nullptr, 0, 0, nullptr);
  zip_t* archive = source ? zip.open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, nullptr) : nullptr;
  if (archive == nullptr) {
    if (source) zip.source_free(source);
    return cannot_write(name, std::system_category().message(ENOMEM));
  }
  zip.source_keep(source);
  Status written = finish(archive, members, name);
  const std::string bytes = written.ok() ? content(source) : std::string();
  zip.source_free(source);
  if (!written.ok()) return written.take_error();
  if (bytes.empty()) return cannot_write(name, std::system_category().message(ENOMEM));
  return bytes;
}

Status write_zip(const fs::path& file, const std::vector<ZipMember>& members) {
  const ZipFunctions& zip = functions();
  OPORA_TRY(zip.library.ready());
  const fs::path unfinished = file.string() + ".part";
  int code = 0;
  zip_t* archive = zip.open(unfinished.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  if (archive == nullptr) return cannot_write(file, std::system_category().message(errno));
  OPORA_TRY(finish(archive, members, file));
  std::error_code failed;
  fs::rename(unfinished, file, failed);
  return failed ? Status(cannot_write(file, failed.message())) : Status();
}

}  // namespace opora
