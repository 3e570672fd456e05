#include "report/zip_reader.h"

#include <zip.h>

#include <memory>

#include "base/files.h"
#include "base/late_library.h"
#include "base/messages.h"

namespace opora {
namespace {

struct ZipFunctions {
  LateLibrary library{OPORA_LIBZIP};
  decltype(&zip_open) open = library.function<decltype(&zip_open)>("zip_open");
  decltype(&zip_discard) discard = library.function<decltype(&zip_discard)>("zip_discard");
  decltype(&zip_get_num_entries) count = library.function<decltype(&zip_get_num_entries)>("zip_get_num_entries");
  decltype(&zip_get_name) name = library.function<decltype(&zip_get_name)>("zip_get_name");
  decltype(&zip_fopen_index) fopen_index = library.function<decltype(&zip_fopen_index)>("zip_fopen_index");
  decltype(&zip_fread) fread = library.function<decltype(&zip_fread)>("zip_fread");
  decltype(&zip_fclose) fclose = library.function<decltype(&zip_fclose)>("zip_fclose");
  decltype(&zip_strerror) strerror = library.function<decltype(&zip_strerror)>("zip_strerror");
};

const ZipFunctions& functions() {
  static const ZipFunctions loaded;
  return loaded;
}

struct Discard {
  void operator()(zip_t* archive) const { functions().discard(archive); }
};
struct CloseMember {
  void operator()(zip_file_t* member) const { functions().fclose(member); }
};

Diagnostic unusable(const std::filesystem::path& file, std::string reason) {
  Diagnostic error = make_error("DOC-004", tr_format("{0} cannot be used as a template", file.filename().string()), tr("open it in a word processor, remove a password if there is one, and save it once more as .docx"));
  error.reason = std::move(reason);
  error.spans.push_back({.file = file.string(), .sheet = {}, .line = 0, .column = {}, .source_line = {}, .label = {}});
  return error;
}

}  // namespace

Result<std::vector<ZipMember>> read_zip(const std::filesystem::path& file, std::size_t most_members, std::size_t most_bytes) {
  const ZipFunctions& zip = functions();
  OPORA_TRY(zip.library.ready());
  if (!read_whole(file)) return make_error("FILE-001", tr_format("cannot read {0}", file.string()), tr("check the path and the rights"));
  int code = 0;
  const std::unique_ptr<zip_t, Discard> archive(zip.open(file.c_str(), ZIP_RDONLY, &code));
  if (!archive) return unusable(file, tr("it is not a file of the kind .docx, or it is damaged"));
  const zip_int64_t count = zip.count(archive.get(), 0);
  if (count > static_cast<zip_int64_t>(most_members)) return unusable(file, tr_format("it has more than {0} parts", most_members));
  std::vector<ZipMember> members;
  std::size_t all = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip.name(archive.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
    if (name == nullptr || std::string_view(name).ends_with('/')) continue;
    const std::unique_ptr<zip_file_t, CloseMember> member(zip.fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0));
    if (!member) return unusable(file, zip.strerror(archive.get()));
    std::string data;
    for (zip_int64_t got = 1; got > 0;) {
      constexpr std::size_t kPiece = 64 << 10;
      const std::size_t old = data.size();
      if (all + old > most_bytes) return unusable(file, tr_format("it inflates to more than {0} MiB", most_bytes >> 20));
      data.resize(old + kPiece);
      got = zip.fread(member.get(), data.data() + old, kPiece);
      if (got < 0) return unusable(file, tr("a part of it is damaged"));
      data.resize(old + static_cast<std::size_t>(got));
    }
    all += data.size();
    members.push_back({name, std::move(data)});
  }
  return members;
}

}  // namespace opora
