#include "intake/shared_strings.h"

#include <cstring>

#include "intake/xml_slices.h"
#include "intake/xml_text.h"

namespace opora {
namespace {

constexpr std::size_t kMaxSharedBytes = 512 << 20;
constexpr std::size_t kMaxSharedTexts = 32 << 20;

}  // namespace

Result<SharedStrings> read_shared_strings(ZipArchive& archive, const std::string& member, std::int64_t max_cell_bytes) {
  SharedStrings strings;
  if (member.empty() || !archive.has(member)) return strings;
  const ReadPlace place{.file = archive.file()};
  OPORA_ASSIGN(MemberStream stream, archive.stream(member, place));
  XmlSlices slices(std::move(stream), {"sst", "sst", "si"}, place, 256 << 10);
  OPORA_TRY(slices.open());
  pugi::xml_document document;
  std::string text;
  for (;;) {
    OPORA_ASSIGN(const std::span<char> slice, slices.next());
    if (slice.empty()) return strings;
    if (std::memchr(slice.data(), 0, slice.size()) != nullptr)
      return broken_xml(place, tr("a part holds bytes that are not text"));
    const auto parsed = document.load_buffer_inplace(slice.data(), slice.size(), kSliceFlags, pugi::encoding_utf8);
    if (!parsed) return broken_xml(place, tr_format("{0}: {1}", member, parsed.description()));
    for (pugi::xml_node item : document) {
      if (local_name(item.name()) != "si") return broken_xml(place, tr_format("{0} holds what is not a text", member));
      text.clear();
      if (!append_rich_text(item, text)) return broken_xml(place, tr_format("text {0} of {1} is not well-formed", strings.texts.size(), member));
      if (text.size() > static_cast<std::size_t>(max_cell_bytes))
        return too_long(place, tr_format("text {0} of {1} has {2} bytes", strings.texts.size(), member, text.size()));
      strings.texts.push_back(strings.arena.keep(text));
      if (strings.arena.used() > kMaxSharedBytes || strings.texts.size() > kMaxSharedTexts)
        return hostile_archive(place, tr("the shared texts need more memory than any real table"));
    }
  }
}

}  // namespace opora
