// Group "contract", too: loading, starting and calling leave alone what the whole process shares.
#include "base/messages.h"
#include "extend/conformance/calls.h"
#include "extend/process_state.h"

namespace opora::conformance {
namespace {

Finding unchanged(const Subject& subject, Aspect aspect) {
  const ProcessState before = ProcessState::capture();
  const auto changed = [&] { return before.difference(aspect, ProcessState::capture()); };
  const auto opened = subject.open();
  if (const std::string what = changed(); !what.empty()) return failed(tr_format("loading leaves {0}", what));
  if (!opened.ok()) return skipped(tr("it cannot be opened"));
  for (const Extension& extension : opened->extensions) {
    FrameFacts facts = make_facts(1, subject.year, {4, 6, 2, 40, 0, Values::kUsual, Texts::kPlain}, vocabulary_of(parameters_of(extension)));
    (void)raw_call(extension, facts, options_of(subject, *opened));
    if (const std::string what = changed(); !what.empty()) return failed(tr_format("a call of {0} leaves {1}", extension.id, what));
  }
  return passed();
}

Check check(const char* id, Aspect aspect, const char* description) {
  return {id, Group::kContract, kNative, description, "calls-succeed",
          [aspect](const Subject& subject, const Setting&) { return unchanged(subject, aspect); }};
}

}  // namespace

std::vector<Check> state_checks() {
  return {
      check("fp-state-unchanged", Aspect::kFloatingPoint, tr_later("rounding and denormal numbers of the processor stay as they are")),
      check("locale-unchanged", Aspect::kLocale, tr_later("the locale of the process stays as it is")),
      check("signals-unchanged", Aspect::kSignals, tr_later("signal handlers and masks stay as they are")),
      check("directory-unchanged", Aspect::kFolder, tr_later("the working directory and the mask of new files stay as they are")),
      check("environment-unchanged", Aspect::kEnvironment, tr_later("environment variables stay as they are")),
      check("files-closed", Aspect::kFiles, tr_later("no file is left open")),
      check("threads-ended", Aspect::kThreads, tr_later("no thread is left running")),
  };
}

}  // namespace opora::conformance
