#include "base/messages.h"
#include "cli/command.h"

namespace opora {
namespace {

Result<int> run(const Session& session, const Values& values) {
  const auto words = optional_value<std::vector<std::string>>(values, "words").value_or(std::vector<std::string>{});
  if (!words.empty() && words.front() == "new") return new_plugin(session, words, values["kind"].as<std::string>());
  return make_error("CLI-012", tr_format("\"plugin {0}\" is not complete or not known", fmt::join(words, " ")), tr("see: opora help plugin"));
}

}  // namespace

std::vector<Command> plugin_commands() {
  Command plugin{"plugin", tr("makes a native plugin to begin with"), "opora plugin new NAME [FOLDER] [--kind indicator|methodology]",
                 {{"opora plugin new hello", tr("a folder hello with a plugin of one file, its build and its check")}},
                 {}, "words", -1, run};
  plugin.flags.add_options()
      ("words", options::value<std::vector<std::string>>(), "")
      ("kind", options::value<std::string>()->default_value("indicator"), tr("with new: indicator or methodology"));
  return {plugin};
}

}  // namespace opora
