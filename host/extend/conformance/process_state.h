// What an extension must leave alone because the whole process shares it; taken before and after.
#pragma once

#include <string>
#include <vector>

namespace opora::conformance {

enum class Aspect { kFloatingPoint, kLocale, kSignals, kDirectory, kEnvironment, kFiles, kThreads };

// Each part of it as a text to be compared and shown: a signal, a file, a variable. In one order always.
std::vector<std::string> state_of(Aspect aspect);

}  // namespace opora::conformance
