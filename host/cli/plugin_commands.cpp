#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"
#include "engine/host_build.h"
#include "engine/plugin_list.h"

namespace opora {
namespace {

constexpr int kShownDigits = 12;

// Of the account, not of the environment, which anybody can set.
std::string account_name() {
  const passwd* account = ::getpwuid(::geteuid());
  return account != nullptr && account->pw_name != nullptr ? account->pw_name : std::to_string(::geteuid());
}

const char* word_of(PluginState state) {
  switch (state) {
    case PluginState::kReady: return tr("ready");
    case PluginState::kUntrusted: return tr("not trusted");
    case PluginState::kQuarantined: return tr("in quarantine");
    case PluginState::kRejected: break;
  }
  return tr("rejected");
}

std::string short_kind(const std::string& kind) {
  const auto from = kind.find('.') + 1, to = kind.find('/');
  return to == std::string::npos ? kind : kind.substr(from, to - from);
}

nlohmann::ordered_json json_of(const PluginStatus& status, const std::vector<std::string>& packs) {
  nlohmann::ordered_json j = {{"file", status.shown}, {"state", name_of(status.state)}, {"digest", status.digest}, {"shipped", status.shipped}};
  if (!packs.empty()) j["packs"] = packs;
  if (const auto& r = status.report) {
    j.update({{"id", r->id}, {"name", r->name}, {"version", r->version}, {"vendor", r->vendor}, {"licence", r->licence}, {"interface", r->interface},
              {"build", r->build}, {"headers", r->headers}});
    for (const ReportedExtension& e : r->extensions) j["extensions"].push_back({{"kind", e.kind}, {"id", e.id}});
  }
  if (status.error) j["error"] = nlohmann::ordered_json::parse(render_json(*status.error));
  return j;
}

void print_plugin(const Session& session, const PluginStatus& status, const std::vector<std::string>& packs) {
  if (session.json) {
    std::cout << json_of(status, packs).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return;
  }
  std::cout << fit(word_of(status.state), 14) << " " << status.shown;
  if (status.report) std::cout << "  " << status.report->id << " " << status.report->version;
  std::cout << "  " << status.digest.substr(0, kShownDigits) << (status.shipped ? std::string("  ") + tr("ships with Opora") : std::string()) << "\n";
  if (status.report)
    for (const ReportedExtension& e : status.report->extensions)
      std::cout << std::string(15, ' ') << short_kind(e.kind) << " " << e.id << ": " << e.title() << "\n";
  if (!packs.empty()) std::cout << std::string(15, ' ') << tr_format("named by the packs: {0}", fmt::join(packs, ", ")) << "\n";
  if (status.error) std::cout << render_terminal(*status.error, session.colour);
}

Result<int> list(const Session& session, PluginLoader& loader) {
  const auto packs = session.open_packs();
  const std::vector<ListedPlugin> all = list_plugins(packs.ok() ? &*packs : nullptr, loader);
  for (const ListedPlugin& one : all) print_plugin(session, one.status, one.packs);
  if (all.empty()) session.say(tr("There are no plugins."));
  // A broken pack may hide plugins: silence would look like there being none.
  if (packs.ok())
    for (const Diagnostic& broken : packs->broken()) std::cerr << (session.json ? render_json(broken) + "\n" : render_terminal(broken, session.colour));
  const bool any = std::any_of(all.begin(), all.end(), [](const ListedPlugin& one) { return one.status.error.has_value(); });
  return any ? kFindings : kDone;
}

Result<int> check(const Session& session, const std::string& file, PluginLoader& loader) {
  OPORA_ASSIGN(const PluginStatus status, check_plugin(file, loader));
  print_plugin(session, status, {});
  return status.error ? kExtensionFailed : kDone;
}

Result<int> trust(const Session& session, const std::string& file, bool revoke, PluginLoader& loader) {
  const std::string who = account_name();
  OPORA_ASSIGN(const TrustChange change, revoke ? revoke_trust(file, who, loader) : trust_plugin(file, who, loader));
  if (session.json) {
    const nlohmann::ordered_json j = {{"file", change.file}, {"digest", change.digest}, {"trusted", !revoke}, {"changed", change.changed},
                                      {"when", change.when}, {"who", change.who}, {"list", loader.places().trust.string()}};
    std::cout << j.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return kDone;
  }
  const char* text = revoke ? (change.changed ? tr("No longer trusted: {0}") : tr("Was not trusted: {0}"))
                            : (change.changed ? tr("Trusted: {0}") : tr("Was trusted already: {0}"));
  std::cout << fmt::format(fmt::runtime(text), change.file) << "\n  SHA-256 " << change.digest << "\n  "
            << tr_format("{0}, {1}; the list is {2}", change.when, change.who, loader.places().trust.string()) << "\n";
  return kDone;
}

Result<int> run(const Session& session, const Values& values) {
  const auto words = optional_value<std::vector<std::string>>(values, "words").value_or(std::vector<std::string>{});
  const std::string verb = words.empty() ? "list" : words.front();
  if (verb == "new") return new_plugin(session, words, values["kind"].as<std::string>());
  PluginLoader loader(plugin_places(host_build()));
  if (verb == "list" && words.size() <= 1) return list(session, loader);
  if (verb == "check" && words.size() == 2) return check(session, words[1], loader);
  if (verb == "trust" && words.size() == 2) return trust(session, words[1], values["revoke"].as<bool>(), loader);
  const std::vector<std::string> verbs = {"list", "check", "trust", "new"};
  const auto guess = nearest(verb, verbs);
  return make_error("CLI-012", tr_format("\"plugin {0}\" is not complete or not known", fmt::join(words, " ")),
                    guess && *guess != verb ? tr_format("did you mean \"{0}\"?", *guess) : tr("see: opora help plugin"));
}

}  // namespace

std::vector<Command> plugin_commands() {
  Command plugin{"plugin", tr("native plugins: which there are, whether they may run and why not"),
                 "opora plugin list | check FILE | trust FILE [--revoke] | new NAME [FOLDER] [--kind indicator|methodology|report]",
                 {{"opora plugin list", tr("every plugin of the packs and of Opora, the rejected ones with the reason")},
                  {"opora plugin check plugins/vpr.so", tr("looks at a plugin now, in a process of its own; ends a quarantine when all is well")},
                  {"opora plugin trust regions/ru-smo/plugins/vpr.so", tr("allows the native code of this very file; a changed file needs it again")},
                  {"opora plugin trust regions/ru-smo/plugins/vpr.so --revoke", tr("takes it back")},
                  {"opora plugin new hello", tr("a folder hello with a plugin of one file, its build and its check")}},
                 {}, "words", -1, run};
  plugin.flags.add_options()
      ("words", options::value<std::vector<std::string>>(), "")
      ("kind", options::value<std::string>()->default_value("indicator"), tr("with new: indicator, methodology or report"))
      ("revoke", options::bool_switch(), tr("with trust: take it back; instead of the file its digest may be given"));
  return {plugin};
}

}  // namespace opora
