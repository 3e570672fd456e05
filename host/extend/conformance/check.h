// Conformance: named checks that an extension or a pack has to stand, each in a process of its own
// (runner.h). A check opens its subject anew, does one thing to it, and says what it found in words for the
// extension's author.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "extend/native_library.h"
#include "extend/registry.h"

namespace opora::conformance {

enum class Group : std::uint8_t { kLoad, kContract, kData, kStress, kPack };
enum class Outcome : std::uint8_t { kPassed, kWarning, kSkipped, kFailed, kCrashed };

// What a check can be done to; a set of bits.
enum Form : unsigned { kNative = 1, kScript = 2, kPack = 4, kExtension = kNative | kScript };

struct Finding {
  Outcome outcome = Outcome::kPassed;
  std::string message{};  // empty when passed
};
inline Finding passed() { return {}; }
inline Finding warning(std::string message) { return {Outcome::kWarning, std::move(message)}; }
inline Finding skipped(std::string message) { return {Outcome::kSkipped, std::move(message)}; }
inline Finding failed(std::string message) { return {Outcome::kFailed, std::move(message)}; }
// In the words of a diagnostic: message, reason, help.
Finding failed(const Diagnostic& diagnostic);
std::string words_of(const Diagnostic& diagnostic);

// A subject, opened: loaded, started, every extension in order.
struct Opened {
  std::shared_ptr<NativeLibrary> library;   // of a native plugin
  std::vector<Extension> extensions;
  std::shared_ptr<const Registry> indicators;  // of the pack that a script belongs to; may be null
};

struct Subject {
  std::string name;            // as messages show it
  Form form = kNative;
  std::filesystem::path file;  // of a pack: its folder
  int year = 2024;             // that generated data are made for
  std::function<Result<Opened>()> open;
};

struct Setting {
  std::uint64_t seed = 1;
};

struct Check {
  const char* id;           // kebab-case, stable
  Group group;
  unsigned forms;           // Form bits
  const char* description;  // what has to hold; an English text for tr()
  const char* needs;        // another check without which this one says nothing; empty: none
  std::function<Finding(const Subject&, const Setting&)> run;
};

const char* name_of(Group group);      // "load"
const char* name_of(Outcome outcome);  // "passed"

// The checks of a group, in the order in which they run.
std::vector<Check> load_checks();
std::vector<Check> contract_checks();
std::vector<Check> document_checks();
std::vector<Check> state_checks();
std::vector<Check> data_checks();
std::vector<Check> stress_checks();
std::vector<Check> extension_checks();  // all of these

Subject native_subject(const std::filesystem::path& file, std::string name);

}  // namespace opora::conformance
