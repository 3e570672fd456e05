// Group "contract", too: loading, starting and calling leave alone what the whole process shares.
#include <algorithm>

#include "base/messages.h"
#include "extend/conformance/calls.h"
#include "extend/conformance/process_state.h"

namespace opora::conformance {
namespace {

std::string only_in(const Lines& these, const Lines& others) {
  Lines parts;
  std::set_difference(these.begin(), these.end(), others.begin(), others.end(), std::back_inserter(parts));
  return parts.empty() ? std::string(tr("nothing")) : fmt::format("{}", fmt::join(parts, ", "));
}

Lines sorted_state(Aspect aspect) {
  Lines parts = state_of(aspect);
  std::sort(parts.begin(), parts.end());
  return parts;
}

Finding unchanged(const Subject& subject, Aspect aspect, const char* remedy) {
  const Lines before = sorted_state(aspect);
  const auto changed = [&](const std::string& when) {
    const Lines after = sorted_state(aspect);
    return failed(tr_format("{0} leaves {1} in place of {2}; {3}", when, only_in(after, before), only_in(before, after), tr(remedy)));
  };
  const auto opened = subject.open();
  if (sorted_state(aspect) != before) return changed(tr("loading"));
  if (!opened.ok()) return skipped(tr("it cannot be opened"));
  for (const Extension& extension : opened->extensions) {
    FrameFacts facts = make_facts(1, subject.year, {4, 6, 2, 40, 0, Values::kUsual, Texts::kPlain}, vocabulary_of(parameters_of(extension)));
    (void)raw_call(extension, facts, options_of(subject, *opened));
    if (sorted_state(aspect) != before) return changed(tr_format("a call of {0}", extension.id));
  }
  return passed();
}

Check check(const char* id, Aspect aspect, const char* description, const char* remedy) {
  return {id, Group::kContract, kNative, description, "calls-succeed",
          [aspect, remedy](const Subject& subject, const Setting&) { return unchanged(subject, aspect, remedy); }};
}

}  // namespace

std::vector<Check> state_checks() {
  return {
      check("fp-state-unchanged", Aspect::kFloatingPoint, tr_later("rounding and denormal numbers of the processor stay as they are"),
            tr_later("remove -ffast-math and -Ofast, and calls that set the mode")),
      check("locale-unchanged", Aspect::kLocale, tr_later("the locale of the process stays as it is"), tr_later("use opora.text/1 instead of setlocale()")),
      check("signals-unchanged", Aspect::kSignals, tr_later("signal handlers and masks stay as they are"), tr_later("leave signals to the host")),
      check("directory-unchanged", Aspect::kDirectory, tr_later("the working directory and the mask of new files stay as they are"),
            tr_later("do not call chdir() or umask()")),
      check("environment-unchanged", Aspect::kEnvironment, tr_later("environment variables stay as they are"), tr_later("do not call setenv()")),
      check("files-closed", Aspect::kFiles, tr_later("no file is left open"), tr_later("extensions open no files")),
      check("threads-ended", Aspect::kThreads, tr_later("no thread is left running"), tr_later("join threads before the call returns")),
  };
}

}  // namespace opora::conformance
