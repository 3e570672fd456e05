// main() of tests that run packs: such a program serves its own workers, as opora does.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/pack_extensions.h"

int main(int argc, char** argv) {
  if (const auto served = opora::serve_worker(argc, argv, opora::worker_jobs())) return *served;
  // Trust, copies and quarantine of a test are its own, never the developer's.
  std::string folder = (std::filesystem::temp_directory_path() / "opora_test_XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  ::setenv("XDG_CACHE_HOME", (folder + "/cache").c_str(), 1);
  ::setenv("XDG_CONFIG_HOME", (folder + "/config").c_str(), 1);
  ::testing::InitGoogleTest(&argc, argv);
  const int result = RUN_ALL_TESTS();
  opora::shut_down_plugins();
  std::filesystem::remove_all(folder);
  return result;
}
