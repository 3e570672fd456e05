#include <elf.h>

#include <cstring>
#include <optional>

#include "fuzz/mutations.h"

namespace opora::fuzz {
namespace {

// A table of the file: `count` records of `width` bytes, which consist of fields of these widths.
struct Table {
  std::uint64_t from = 0, count = 0, width = 0;
  std::vector<std::uint8_t> fields;
};

template <class T>
std::optional<T> at(const std::string& bytes, std::uint64_t from) {
  if (from > bytes.size() || bytes.size() - from < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data() + from, sizeof value);
  return value;
}

std::vector<std::uint8_t> fields_of(std::uint32_t section_type) {
  switch (section_type) {
    case SHT_DYNAMIC: return {8, 8};
    case SHT_DYNSYM:
    case SHT_SYMTAB: return {4, 1, 1, 2, 8, 8};
    case SHT_RELA: return {8, 4, 4, 8};
    case SHT_GNU_versym: return {2};
    case SHT_GNU_verneed:
    case SHT_GNU_verdef: return {2, 2, 4, 4, 4};
    case SHT_HASH:
    case SHT_GNU_HASH: return {4};
    case SHT_INIT_ARRAY:
    case SHT_FINI_ARRAY: return {8};
    case SHT_STRTAB: return {1};
    default: return {};
  }
}

std::vector<Table> tables_of(const std::string& bytes) {
  std::vector<Table> tables = {{0, 1, sizeof(Elf64_Ehdr), {4, 1, 1, 1, 1, 8, 2, 2, 4, 8, 8, 8, 4, 2, 2, 2, 2, 2, 2}}};
  const auto header = at<Elf64_Ehdr>(bytes, 0);
  if (!header) return {};
  tables.push_back({header->e_phoff, header->e_phnum, sizeof(Elf64_Phdr), {4, 4, 8, 8, 8, 8, 8, 8}});
  tables.push_back({header->e_shoff, header->e_shnum, sizeof(Elf64_Shdr), {4, 4, 8, 8, 8, 8, 4, 4, 8, 8}});
  for (std::uint64_t i = 0; i < header->e_shnum; ++i) {
    const auto section = at<Elf64_Shdr>(bytes, header->e_shoff + i * sizeof(Elf64_Shdr));
    if (!section) break;
    std::vector<std::uint8_t> fields = fields_of(section->sh_type);
    std::uint64_t width = 0;
    for (const std::uint8_t field : fields) width += field;
    if (width > 0 && section->sh_size >= width) tables.push_back({section->sh_offset, section->sh_size / width, width, std::move(fields)});
  }
  std::erase_if(tables, [&](const Table& t) { return t.count == 0 || t.from >= bytes.size() || (bytes.size() - t.from) / t.width < t.count; });
  return tables;
}

// A value that a careless reader trips over: sizes and places near those of the file, near the old value, extremes.
std::uint64_t new_value(std::uint64_t old, std::size_t size, Dice& dice) {
  switch (dice.below(8)) {
    case 0: return 0;
    case 1: return ~std::uint64_t{0};
    case 2: return old + 1 - dice.below(3);
    case 3: return old ^ (std::uint64_t{1} << dice.below(64));
    case 4: return size - 8 + dice.below(16);
    case 5: return dice.below(size);
    case 6: return std::uint64_t{1} << dice.below(64);
    default: return dice.any();
  }
}

void change_field(std::string& bytes, const Table& table, Dice& dice) {
  std::uint64_t place = table.from + dice.below(table.count) * table.width;
  const std::size_t field = dice.below(table.fields.size());
  for (std::size_t i = 0; i < field; ++i) place += table.fields[i];
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data() + place, table.fields[field]);
  value = new_value(value, bytes.size(), dice);
  std::memcpy(bytes.data() + place, &value, table.fields[field]);
}

void change_records(std::string& bytes, const Table& table, Dice& dice) {
  const std::uint64_t a = table.from + dice.below(table.count) * table.width, b = table.from + dice.below(table.count) * table.width;
  const std::string first = bytes.substr(a, table.width), second = bytes.substr(b, table.width);
  bytes.replace(b, table.width, first);
  if (dice.one_in(2)) bytes.replace(a, table.width, second);
}

}  // namespace

std::string mutated_elf(std::string bytes, const std::string& other, Dice& dice) {
  if (dice.one_in(3)) return mutated_bytes(std::move(bytes), other, dice);
  const std::vector<Table> tables = tables_of(bytes);
  if (tables.empty()) return mutated_bytes(std::move(bytes), other, dice);
  for (std::size_t left = 1 + dice.below(3); left > 0; --left) {
    const Table& table = tables[dice.below(tables.size())];
    dice.one_in(5) ? change_records(bytes, table, dice) : change_field(bytes, table, dice);
  }
  return bytes;
}

}  // namespace opora::fuzz
