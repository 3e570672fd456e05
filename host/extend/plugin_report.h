// What a plugin says of itself, as data: found by a probe in another process (plugin_probe.h), kept beside
// the cached copy, shown by `opora plugin list`, and enough to check parameters and territories of a run
// without loading the plugin.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extend/importer.h"
#include "extend/indicator.h"
#include "extend/matching.h"
#include "extend/methodology.h"
#include "extend/renderer_call.h"
#include "extend/report_call.h"

namespace opora {

class NativeLibrary;

struct ReportedExtension {
  std::string kind;  // "opora.indicator/1"
  std::string id;
  std::optional<MethodologyInfo> methodology;
  std::optional<IndicatorInfo> indicator;
  std::optional<MatchingInfo> matching;
  std::optional<ImporterInfo> importer{};
  std::optional<ReportInfo> document{};  // of the kind report
  std::optional<RendererInfo> renderer{};

  const std::string& title() const;
};

struct PluginReport {
  std::string id, name, version, vendor, licence, build, headers;
  std::string interface;  // "1.0", as compiled
  std::vector<std::string> kinds;
  std::vector<ReportedExtension> extensions;

  const ReportedExtension* find(std::string_view kind, std::string_view id) const;
};

// Describes every extension through the plugin's tables. ABI-009 when a description is not in order.
Result<PluginReport> describe_plugin(const std::shared_ptr<NativeLibrary>& library, const std::string& shown);

std::string encode_report(const PluginReport& report);
std::optional<PluginReport> decode_report(std::string_view text);  // nothing: it is none

}  // namespace opora
