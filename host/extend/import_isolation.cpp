#include "extend/import_isolation.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "extend/import_stream.h"
#include "extend/native_library.h"
#include "opora/abi/kinds/importer.h"
#include "store/bytes.h"

namespace opora {
namespace {

constexpr std::chrono::seconds kSniffTime{10};
constexpr int kReadings = 6;  // processor time of a reading: so many times the wall clock's patience

// `of`: the bytes of a head, or the path of a file.
struct ImportCall {
  std::string copy, origin, id, name, of;
};

std::string encode_call(const ImportCall& call) {
  Blob bytes;
  ByteWriter out(bytes);
  for (const std::string* text : {&call.copy, &call.origin, &call.id, &call.name, &call.of}) out.text(*text);
  return {bytes.begin(), bytes.end()};
}

// Written by this very program a moment ago: it is read without doubt.
ImportCall decode_call(const std::string& bytes) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  ImportCall call;
  for (std::string* text : {&call.copy, &call.origin, &call.id, &call.name, &call.of}) *text = in.text();
  return call;
}

ChildLimits limits_of(const CallLimits& given) {
  ChildLimits limits;
  limits.wall = given.wall;
  limits.processor = given.wall * kReadings;
  limits.address_space = given.memory;
  limits.open_files = 64;
  return limits;
}

Result<std::unique_ptr<Importer>> importer_of(const ImportCall& call) {
  OPORA_ASSIGN(const std::shared_ptr<NativeLibrary> library, load_native(call.copy, call.origin));
  OPORA_ASSIGN(const Extension extension, native_extension(library, OPORA_KIND_IMPORTER, call.id, call.origin));
  return Importer::of(extension);
}

}  // namespace

Result<int> sniff_isolated(const Extension& extension, const std::string& name, std::string_view head) {
  const ImportCall call{extension.copy.string(), extension.origin, extension.id, name, std::string(head)};
  ChildLimits limits = limits_of(extension.isolated->limits);
  limits.wall = std::min<std::chrono::milliseconds>(limits.wall, kSniffTime);
  limits.processor = kSniffTime;
  OPORA_ASSIGN(const std::string answer, answer_of(run_worker(kSniffJob, encode_call(call), limits), extension.origin, limits));
  return static_cast<int>(std::clamp<long long>(parse_integer(answer).value_or(0), 0, 100));
}

Status read_isolated(const Extension& extension, const ImporterInfo& info, const ImportSource& source, RowTaker& taker) {
  std::error_code unknown;
  const ImportCall call{extension.copy.string(), extension.origin, extension.id, source.name, std::filesystem::absolute(source.file, unknown).string()};
  RowReceiver receiver(info, source, taker);
  ChildLimits limits = limits_of(extension.isolated->limits);
  limits.part = [&](std::string_view message) { return receiver.take(message); };
  OPORA_TRY(answer_of(run_worker(kImportJob, encode_call(call), limits), extension.origin, limits));
  return {};
}

Result<std::string> serve_sniff(const std::string& request) {
  const ImportCall call = decode_call(request);
  forbid_writing();
  OPORA_ASSIGN(const std::unique_ptr<Importer> importer, importer_of(call));
  OPORA_ASSIGN(const int score, importer->sniff(call.name, call.of));
  return std::to_string(score);
}

Result<std::string> serve_import(const std::string& request) {
  const ImportCall call = decode_call(request);
  RowSender sender([](std::string_view message) -> Status {
    if (write_part(kAnswerDescriptor, message)) return {};
    return make_error("EXT-005", tr("the extension's answer is damaged"), {});  // nobody listens any more
  });
  ImportSource source = source_of(call.of, [&](std::int64_t offset) { sender.reached(offset); });
  source.name = call.name;
  forbid_writing();
  OPORA_ASSIGN(const std::unique_ptr<Importer> importer, importer_of(call));
  OPORA_TRY(importer->read(source, sender));
  return std::string();
}

}  // namespace opora
