#include "extend/plugin_probe.h"

#include "base/messages.h"
#include "extend/native_library.h"
#include "extend/process_state.h"
#include "store/bytes.h"

namespace opora {
namespace {

constexpr std::string_view kChangesState = "EXT-015";

Result<std::string> look(const std::string& request) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(request.data()), request.size()});
  const std::string file = in.text(), shown = in.text();
  const ProcessState before = ProcessState::capture();
  Result<PluginReport> report = [&]() -> Result<PluginReport> {
    OPORA_ASSIGN(const std::shared_ptr<NativeLibrary> library, load_native(file, shown));
    return describe_plugin(library, shown);
  }();
  // Whoever crashed or was refused may have changed things as well, but that is not what matters then.
  if (!report.ok()) return report.take_error();
  if (Status kept = check_state(before, shown); !kept.ok()) return kept.take_error();
  return encode_report(*report);
}

constexpr WorkerJob kJob{"probe", &look};

}  // namespace

Status check_state(const ProcessState& before, const std::string& shown) {
  const std::vector<std::string> differences = before.differences();
  if (differences.empty()) return {};
  before.restore();
  Diagnostic error = make_error(kChangesState, tr("the plugin changes the state of the whole process when it is loaded"),
                                tr("report it to the plugin's author: results would depend on which plugins are there"));
  error.spans.push_back({shown, {}, 0, {}, {}, {}});
  error.notes = differences;
  return error;
}

const WorkerJob& probe_job() { return kJob; }

ChildLimits probe_limits() {
  ChildLimits limits;
  limits.wall = std::chrono::seconds(10);
  limits.processor = std::chrono::seconds(2);  // loading waits for a disk; it does not compute
  limits.address_space = std::uint64_t{4} << 30;
  limits.file_size = 0;
  limits.open_files = 64;
  limits.answer = 16 << 20;
  return limits;
}

ProbeResult probe_plugin(const std::filesystem::path& file, const std::string& shown) {
  Blob request;
  ByteWriter out(request);
  out.text(file.string());
  out.text(shown);
  const ChildLimits limits = probe_limits();
  ChildOutcome outcome = run_worker(kJob.name, {request.begin(), request.end()}, limits);
  const ChildEnd end = outcome.end;
  Result<std::string> answer = answer_of(std::move(outcome), shown, limits);
  ProbeResult result;
  if (answer.ok()) {
    result.report = decode_report(*answer);
    if (result.report) return result;
    answer = make_error("EXT-005", tr("the extension's answer is damaged"), {});
  }
  result.error = answer.take_error();
  result.harmful = (end != ChildEnd::kFailed && end != ChildEnd::kNotStarted) || result.error->code == kChangesState;
  return result;
}

}  // namespace opora
