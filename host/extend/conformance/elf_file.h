// What a shared library says of itself, read from its bytes: nothing of it runs. Made for damaged files:
// every offset is checked, a file that lies gives a diagnostic. ABI-001.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace opora::conformance {

struct ElfSymbol {
  std::string name;
  bool data = false;    // an object, not a function
  bool unique = false;  // GNU-unique: one for the whole process, whoever loads it
  std::uint64_t size = 0;
};

struct ElfFile {
  std::vector<ElfSymbol> exports;      // of other symbols than undefined ones, in file order
  std::vector<std::string> local;      // names of the full symbol table, when it is not stripped
  std::vector<std::string> needed;     // libraries: "libc.so.6"
  std::vector<std::string> run_paths;  // RPATH, RUNPATH
  bool text_relocations = false;
  bool executable_stack = false;
};

Result<ElfFile> read_elf(const std::filesystem::path& file);

}  // namespace opora::conformance
