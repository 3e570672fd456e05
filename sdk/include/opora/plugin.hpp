// The C++ layer of the SDK (C++20, headers only). A plugin includes this file, writes a struct for each
// extension, and registers them once:
//
//   static constexpr opora::sdk::PluginInfo kPlugin{.id = "ru.example.hello", .name = "Hello", …};
//   OPORA_PLUGIN(kPlugin, MeanScore, OtherExtension);
//
// An indicator has `static constexpr IndicatorInfo info{…}` and `Frame compute(const Context& ctx)`;
// a methodology has `static constexpr MethodologyInfo info{…}` and `void decide(Decisions& ctx)`;
// a matching has `static constexpr MatchingInfo info{…}` and `Pairs match(const Context& ctx, const Frame& needing, const Frame& offering)`;
// an importer has `static constexpr ImporterInfo info{…}`, `static int sniff(const Head& head)` and `void read(Import& file)`;
// a report has `static constexpr ReportInfo info{…}` and `void write(const Value& ctx, Document& doc)`;
// a renderer has `static constexpr RendererInfo info{…}` and `void render(const Value& document, File& out)`.
// Errors: throw opora::sdk::Error("VPR-001", "what happened", "what to do"). A failing verb ends the call
// by itself; its words are the host's. Nothing that is thrown leaves the plugin.
// Nothing of std:: crosses the boundary: a plugin may use another compiler or library than the host.
#pragma once

#include "opora/plugin/trampolines.hpp"

// Exports opora_entry, the one symbol of a plugin.
#define OPORA_PLUGIN(info, ...) \
  OPORA_EXPORT constinit const opora_plugin_entry opora_entry = ::opora::sdk::Plugin<info, __VA_ARGS__>::kEntry
