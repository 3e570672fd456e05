// Maps rows in memory by a profile and keeps what came out.
#pragma once

#include <gtest/gtest.h>

#include "intake/mapping.h"
#include "unit/intake/support/memory_reader.h"
#include "unit/intake/support/profiles.h"

namespace opora::testing {

struct Mapped {
  MappedFile file;
  std::vector<ResultRows> rows;
  std::optional<Diagnostic> error;

  const Defect& defect(Gate gate) const { return file.defects[gate]; }
};

struct MapOptions {
  std::string path = "2021/4/проведение работы по математике, 4 класс. впр 2021.xlsx";
  std::optional<int> year = {};
  std::set<std::string> known_schools = {};
  std::size_t block_rows = 1000;
  std::string sheet = {};
};

inline Mapped map_rows(const std::vector<SourceProfile>& profiles, std::vector<std::vector<std::string>> table, const std::vector<Scale>& scales,
                       const MapOptions& options = {}) {
  Mapped mapped;
  MemoryReader reader(std::move(table), options.block_rows, options.sheet);
  std::vector<const SourceProfile*> all;
  for (const SourceProfile& profile : profiles) all.push_back(&profile);
  const auto peeked = peek_file(reader);
  auto recognition = recognise(*peeked, all);
  if (!recognition) {
    mapped.error = recognition.take_error();
    return mapped;
  }
  MappingSetup setup;
  setup.profile = recognition->profile;
  setup.hint = options.path;
  setup.year = options.year;
  setup.scales = &scales;
  setup.rows = [&](ResultRows&& rows, const std::vector<SchoolRef>&) -> Status {
    mapped.rows.push_back(std::move(rows));
    return {};
  };
  auto file = map_file(reader, *recognition, setup, options.known_schools);
  if (file) mapped.file = *std::move(file);
  else mapped.error = file.take_error();
  return mapped;
}

inline const SourceProfile& profile_named(const std::vector<SourceProfile>& profiles, const std::string& id) {
  for (const SourceProfile& profile : profiles) {
    if (profile.id == id) return profile;
  }
  ADD_FAILURE() << "no profile " << id;
  return profiles.front();
}

}  // namespace opora::testing
