// The first look at a plugin, in a worker: whether it can be loaded, is a plugin for this host, describes itself
// in order, and leaves the process as it was. Whatever it does there hurts nobody.
// EXT-015 changes the state of the process.
#pragma once

#include <filesystem>

#include "extend/plugin_report.h"
#include "extend/worker.h"

namespace opora {

class ProcessState;

struct ProbeResult {
  std::optional<PluginReport> report;  // it may be loaded
  std::optional<Diagnostic> error;     // it may not
  // It harmed the process that looked at it, and is not looked at again unasked. Otherwise it was refused in good
  // order: another host may take it.
  bool harmful = false;
};

// `file` is the copy that is loaded, `shown` the file in messages.
ProbeResult probe_plugin(const std::filesystem::path& file, const std::string& shown);

// EXT-015, naming what changed; it is put back.
Status check_state(const ProcessState& before, const std::string& shown);

const WorkerJob& probe_job();
ChildLimits probe_limits();

}  // namespace opora
