#include "fuzz/corpus.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>

#include "unit/store/sample_store.h"

namespace opora::fuzz {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

std::map<std::string, std::string> files_in(const fs::path& folder, const std::string& ending) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ending) files[entry.path().lexically_relative(folder).generic_string()] = bytes_of(entry.path());
  return files;
}

Store small_store(const fs::path& file) {
  std::mt19937_64 random(11);
  auto store = Store::create(file);
  if (!store.ok() || !testing::import(*store, testing::sample_file(random, {})).ok()) {
    std::cerr << "no store for the cases can be made at " << file << "\n";
    std::exit(2);
  }
  return *std::move(store);
}

std::string verdict(const Result<ConformanceReport>& report) {
  if (!report.ok()) return report.error().code;
  if (report->count(conformance::Outcome::kCrashed) > 0) return "crashed";
  return report->conforms() ? "conforms" : "finds";
}

}  // namespace opora::fuzz
