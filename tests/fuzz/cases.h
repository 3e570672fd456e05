// The two families of cases. A case is a file made from the seed and its number, fed to the real components; how it
// ended is told in a few words that many cases share: "rejected ABI-001", "runs".
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace opora::fuzz {

struct Setting {
  std::uint64_t seed = 1;
  std::filesystem::path folder;   // the process's own; its cases write below it
  std::filesystem::path corpus;   // whole plugins
  std::filesystem::path sources;  // the project: packs and scripts
};

struct Cases {
  std::function<std::string(std::uint64_t number)> file;  // the bytes of the case
  std::function<std::string(std::uint64_t number)> run;   // how it ended
  std::string ending;                                     // ".so"
};

// The loader (look, then a call in a worker when the plugin is ready) and the checker.
Cases plugin_cases(const Setting& setting);
// Packs with one file changed: pack.lua, profiles, scales, words, scripts, libraries; all that reads them, a run,
// and the checker.
Cases script_cases(const Setting& setting);

}  // namespace opora::fuzz
