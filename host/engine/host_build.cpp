#include "engine/host_build.h"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <cstring>

namespace opora {
namespace {

constexpr std::size_t aligned(std::size_t size) { return (size + 3) & ~std::size_t{3}; }

// The build number among the notes of one segment; empty when it is not there.
std::string build_number(const std::byte* notes, std::size_t size) {
  while (size >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes, sizeof note);
    const std::size_t name = aligned(note.n_namesz), text = aligned(note.n_descsz);
    if (sizeof note + name + text > size) return {};
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(notes + sizeof note, "GNU", 4) == 0) {
      std::string digits;
      for (std::size_t i = 0; i < note.n_descsz; ++i) {
        const auto byte = std::to_integer<unsigned>(notes[sizeof note + name + i]);
        digits += "0123456789abcdef"[byte >> 4];
        digits += "0123456789abcdef"[byte & 15];
      }
      return digits;
    }
    notes += sizeof note + name + text;
    size -= sizeof note + name + text;
  }
  return {};
}

// The first object that the dynamic linker names is the program itself.
int first_object(dl_phdr_info* info, std::size_t, void* found) {
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const std::string number = build_number(reinterpret_cast<const std::byte*>(info->dlpi_addr + segment.p_vaddr), segment.p_memsz);
    if (!number.empty()) *static_cast<std::string*>(found) = number;
  }
  return 1;
}

}  // namespace

std::string_view host_version() { return OPORA_VERSION; }

const std::string& host_build() {
  static const std::string build = [] {
    std::string number;
    dl_iterate_phdr(&first_object, &number);
    return std::string(host_version()) + " " + number;
  }();
  return build;
}

}  // namespace opora
