#include "extend/conformance/elf_file.h"

#include <elf.h>

#include <cstring>
#include <optional>

#include "base/files.h"
#include "base/messages.h"

namespace opora::conformance {
namespace {

constexpr std::size_t kLargest = std::size_t{512} << 20;
constexpr std::size_t kMostEntries = 4 << 20;

#if defined(__x86_64__)
constexpr int kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr int kMachine = EM_AARCH64;
#else
constexpr int kMachine = EM_NONE;  // not compared
#endif

Diagnostic damaged(std::string reason) {
  Diagnostic error = make_error("ABI-001", tr("the file is no shared library of this machine"), tr("build the plugin again"));
  error.reason = std::move(reason);
  return error;
}

class Reader {
 public:
  explicit Reader(std::string bytes) : bytes_(std::move(bytes)) {}

  Status read(ElfFile& file) {
    const auto header = at<Elf64_Ehdr>(0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return damaged(tr("it does not begin like one"));
    if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB || header->e_type != ET_DYN)
      return damaged(tr("it is of another kind or width"));
    if (kMachine != EM_NONE && header->e_machine != kMachine) return damaged(tr("it is built for another processor"));
    for (std::size_t i = 0; i < header->e_phnum; ++i) {
      const auto segment = at<Elf64_Phdr>(header->e_phoff + i * sizeof(Elf64_Phdr));
      if (!segment) return damaged(tr("it is cut off"));
      if (segment->p_type == PT_GNU_STACK) file.executable_stack = (segment->p_flags & PF_X) != 0;
    }
    for (std::size_t i = 0; i < header->e_shnum; ++i) {
      const auto section = at<Elf64_Shdr>(header->e_shoff + i * sizeof(Elf64_Shdr));
      if (!section) return damaged(tr("it is cut off"));
      const auto strings = at<Elf64_Shdr>(header->e_shoff + section->sh_link * sizeof(Elf64_Shdr));
      const bool reads = section->sh_type == SHT_DYNSYM || section->sh_type == SHT_SYMTAB || section->sh_type == SHT_DYNAMIC;
      if (reads && (!strings || !read_section(*section, *strings, file))) return damaged(tr("it is cut off"));
    }
    return {};
  }

 private:
  template <class T>
  std::optional<T> at(std::uint64_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }

  std::optional<std::string> text(const Elf64_Shdr& strings, std::uint64_t offset) const {
    if (offset >= strings.sh_size || strings.sh_offset > bytes_.size() || bytes_.size() - strings.sh_offset <= offset) return std::nullopt;
    const std::size_t from = strings.sh_offset + offset;
    const std::size_t end = bytes_.find('\0', from);
    if (end == std::string::npos) return std::nullopt;
    return bytes_.substr(from, end - from);
  }

  bool read_section(const Elf64_Shdr& section, const Elf64_Shdr& strings, ElfFile& file) const {
    const std::uint64_t width = section.sh_type == SHT_DYNAMIC ? sizeof(Elf64_Dyn) : sizeof(Elf64_Sym);
    const std::uint64_t count = section.sh_size / width;
    if (count > kMostEntries) return false;
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t offset = section.sh_offset + i * width;
      const bool good = section.sh_type == SHT_DYNAMIC ? read_dynamic(offset, strings, file)
                                                       : read_symbol(offset, strings, section.sh_type == SHT_DYNSYM, file);
      if (!good) return false;
    }
    return true;
  }

  bool read_symbol(std::uint64_t offset, const Elf64_Shdr& strings, bool dynamic, ElfFile& file) const {
    const auto symbol = at<Elf64_Sym>(offset);
    if (!symbol) return false;
    const auto name = text(strings, symbol->st_name);
    if (!name) return false;
    const int binding = ELF64_ST_BIND(symbol->st_info), visibility = ELF64_ST_VISIBILITY(symbol->st_other);
    if (symbol->st_shndx == SHN_UNDEF || name->empty()) return true;
    if (!dynamic) file.local.push_back(*name);
    else if (binding != STB_LOCAL && visibility != STV_HIDDEN && visibility != STV_INTERNAL)
      file.exports.push_back({*name, ELF64_ST_TYPE(symbol->st_info) == STT_OBJECT, binding == STB_GNU_UNIQUE, symbol->st_size});
    return true;
  }

  bool read_dynamic(std::uint64_t offset, const Elf64_Shdr& strings, ElfFile& file) const {
    const auto entry = at<Elf64_Dyn>(offset);
    if (!entry) return false;
    if (entry->d_tag == DT_TEXTREL || (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL) != 0)) file.text_relocations = true;
    if (entry->d_tag != DT_NEEDED && entry->d_tag != DT_RPATH && entry->d_tag != DT_RUNPATH) return true;
    const auto name = text(strings, entry->d_un.d_val);
    if (!name) return false;
    (entry->d_tag == DT_NEEDED ? file.needed : file.run_paths).push_back(*name);
    return true;
  }

  std::string bytes_;
};

}  // namespace

Result<ElfFile> read_elf(const std::filesystem::path& path) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) return damaged(tr("it is no regular file"));
  if (std::filesystem::file_size(path, failed) > kLargest) return damaged(tr("it is larger than any plugin"));
  auto bytes = read_whole(path);
  if (!bytes) return damaged(tr("it cannot be read"));
  ElfFile file;
  OPORA_TRY(Reader(*std::move(bytes)).read(file));
  return file;
}

}  // namespace opora::conformance
