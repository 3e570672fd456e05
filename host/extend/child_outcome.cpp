// How the end of a child process reads to a person.
#include <csignal>

#include "base/messages.h"
#include "base/text.h"
#include "extend/child_process.h"

namespace opora {
namespace {

constexpr std::size_t kShownOutput = 400;  // bytes of its last words

Diagnostic told(std::string_view code, std::string message, const std::string& what, std::string help) {
  Diagnostic error = make_error(code, std::move(message), std::move(help));
  error.spans.push_back({what, {}, 0, {}, {}, {}});
  error.notes.push_back(tr("it ran in a process of its own; the store and the other results are unharmed"));
  return error;
}

Diagnostic crashed(const ChildOutcome& outcome, const std::string& what) {
  if (outcome.signal == SIGXFSZ)
    return told("EXT-001", tr("the extension tried to write a file and was ended"), what, tr("extensions hand over results only; remove the writing"));
  return told("EXT-001", tr_format("the extension crashed ({0})", signal_name(outcome.signal)), what,
              tr("report it to the plugin's author; opora plugin check shows it again"));
}

Diagnostic ended(const ChildOutcome& outcome, const std::string& what, const ChildLimits& limits) {
  switch (outcome.end) {
    case ChildEnd::kCrashed: return crashed(outcome, what);
    case ChildEnd::kTimedOut:
      if (limits.part)
        return told("EXT-002", tr_format("the extension handed nothing over for {0} s and was stopped", static_cast<double>(limits.wall.count()) / 1000), what,
                    tr("report it to the plugin's author; a loop of its own must ask whether it was cancelled"));
      return told("EXT-002", tr_format("the extension did not end within {0} s and was stopped", static_cast<double>(limits.wall.count()) / 1000), what,
                  tr("report it to the plugin's author; a loop of its own must ask whether it was cancelled"));
    case ChildEnd::kExited:
      return told("EXT-003", tr_format("the extension ended its process by itself (exit code {0})", outcome.exit_code), what,
                  tr("report it to the plugin's author: an extension returns a status and never calls exit()"));
    case ChildEnd::kOutOfMemory:
      return told("EXT-004", limits.address_space == 0 ? std::string(tr("the extension needs more memory than there is"))
                                                       : tr_format("the extension needs more memory than the {0} MB it may have", limits.address_space >> 20),
                  what, tr("report it to the plugin's author"));
    default:
      return told("EXT-005", tr("the extension's answer is damaged"), what,
                  tr("report it to the plugin's author: an extension writes to no descriptor that it has not opened"));
  }
}

}  // namespace

Result<std::string> answer_of(ChildOutcome outcome, const std::string& what, const ChildLimits& limits) {
  if (outcome.end == ChildEnd::kDone) return std::move(outcome.answer);
  if (outcome.end == ChildEnd::kFailed || outcome.end == ChildEnd::kNotStarted) return std::move(outcome.diagnostic);
  Diagnostic error = ended(outcome, what, limits);
  const std::size_t from = outcome.output.size() > kShownOutput ? outcome.output.size() - kShownOutput : 0;
  std::string words = outcome.output.substr(from);
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
  if (!words.empty() && is_utf8(words)) error.reason = tr_format("it printed: {0}", words);
  return error;
}

}  // namespace opora
