// Whole files that cases are made of, and a store on which they run.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "engine/conformance.h"
#include "store/store.h"

namespace opora::fuzz {

constexpr int kYear = 2022;  // a year of the store, for which the packs' items hold

std::string bytes_of(const std::filesystem::path& file);
void write(const std::filesystem::path& file, const std::string& bytes);
// Relative path → bytes, in byte order of the paths.
std::map<std::string, std::string> files_in(const std::filesystem::path& folder, const std::string& ending);
Store small_store(const std::filesystem::path& file);

// "conforms", "finds", "crashed": the worst of all checks.
std::string verdict(const Result<ConformanceReport>& report);

}  // namespace opora::fuzz
