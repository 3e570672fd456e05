#include <sys/ioctl.h>
#include <unistd.h>

#include <clocale>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "base/installation.h"
#include "base/memory.h"
#include "base/messages.h"
#include "base/parallel.h"
#include "base/text.h"
#include "cli/command.h"
#include "engine/host_build.h"
#include "engine/pack_extensions.h"

namespace opora {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

Language language_of(const std::string& flag) {
  if (!flag.empty()) return flag == "en" ? Language::kEnglish : Language::kRussian;
  for (const char* name : {"OPORA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
    if (const std::string value = environment(name); !value.empty())
      return value.starts_with("en") ? Language::kEnglish : Language::kRussian;
  return Language::kRussian;
}

bool shows_colour(int descriptor) {
  return isatty(descriptor) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

int terminal_width() {
  winsize size{};
  return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int report(const Diagnostic& d, bool json) {
  const std::string text = json ? render_json(d) + "\n" : render_terminal(d, shows_colour(STDERR_FILENO));
  std::cerr << text;
  return exit_code_of(d);
}

Session session_of(const Values& values) {
  Session session;
  session.store_file = values["store"].as<std::string>();
  session.regions = values["regions"].as<std::string>();
  session.actor = environment("USER");
  session.json = values.count("json") > 0;
  session.quiet = values.count("quiet") > 0;
  session.colour = shows_colour(STDOUT_FILENO);
  session.width = terminal_width();
  session.threads = worker_count();
  return session;
}

Diagnostic unknown_command(const std::string& word, const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.push_back(command.name);
  const auto guess = nearest(word, names);
  return make_error("CLI-001", tr_format("there is no command \"{0}\"", word),
                    guess ? tr_format("did you mean \"{0}\"? All commands: opora help", *guess) : tr("all commands: opora help"));
}


// The command that `words` begin with: of two words ("plan due") before of one. Takes its words away.
const Command* take_command(const std::vector<Command>& commands, std::vector<std::string>& words) {
  for (const std::size_t length : {2u, 1u}) {
    if (words.size() < length) continue;
    const std::string name = length == 1 ? words[0] : words[0] + " " + words[1];
    for (const Command& command : commands)
      if (command.name == name) {
        words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(length));
        return &command;
      }
  }
  return nullptr;
}

int help(const std::vector<Command>& commands, std::vector<std::string> words, bool json) {
  if (words.empty()) {
    std::cout << overview_text(commands);
    return kDone;
  }
  const std::string asked = words.front();
  if (const Command* command = take_command(commands, words)) {
    std::cout << help_text(*command, commands);
    return kDone;
  }
  return report(unknown_command(asked, commands), json);
}

// Global options may stand before or after the command; the first words that are no option are it.
int run(int argc, char** argv) {
  const options::options_description globals = global_flags();
  const auto parsed = options::command_line_parser(argc, argv).options(globals).allow_unregistered().run();
  Values global_values;
  options::store(parsed, global_values);
  options::notify(global_values);
  set_language(language_of(global_values["lang"].as<std::string>()));
  const bool json = global_values.count("json") > 0;

  const std::vector<Command> commands = all_commands();
  std::vector<std::string> words = options::collect_unrecognized(parsed.options, options::include_positional);
  if (global_values.count("version")) {
    std::cout << "opora " << host_version() << "\n";
    return kDone;
  }
  if (words.empty()) return help(commands, {}, json);
  if (words.front() == "help") return help(commands, {words.begin() + 1, words.end()}, json);
  if (global_values.count("help")) return help(commands, words, json);
  const std::string asked = words.front();
  const Command* command = take_command(commands, words);
  if (!command) return report(unknown_command(asked, commands), json);
  options::positional_options_description positional;
  if (!command->positional.empty()) positional.add(command->positional.c_str(), command->positional_count);
  Values values;
  options::store(options::command_line_parser(words).options(command->flags).positional(positional).run(), values);
  options::notify(values);
  const auto done = command->run(session_of(global_values), values);
  std::cout.flush();
  return done ? *done : report(done.error(), json);
}

}  // namespace
}  // namespace opora

int main(int argc, char** argv) {
  opora::keep_memory_in_large_pages();
  if (const auto served = opora::serve_worker(argc, argv, opora::worker_jobs())) return *served;
  // Before main() returns: later, what plugins rely on may be gone.
  struct PluginsEnd {
    ~PluginsEnd() { opora::shut_down_plugins(); }
  } plugins_end;
  try {
    return opora::run(argc, argv);
  } catch (const opora::options::error& e) {
    std::cerr << opora::render_terminal(opora::make_error("CLI-002", e.what(), opora::tr("see: opora help COMMAND")), false);
    return opora::kUsage;
  } catch (const std::exception& e) {
    std::cerr << opora::render_terminal(opora::make_error("INTERNAL-001", e.what(), opora::tr("this is a fault of Opora; please report it")), false);
    return opora::kInternal;
  }
}
