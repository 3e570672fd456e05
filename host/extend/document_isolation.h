// Reports and renderers whose code runs in a worker, once a document: what the report is given and the document go over a
// pipe. The worker opens no store and writes no file. EXT-001 … EXT-005 as of any worker (child_process.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "extend/renderer_call.h"
#include "extend/report_call.h"

namespace opora {

// Tables as of a plugin that runs here. ABI-009 the plugin does not describe the extension.
Result<std::shared_ptr<const ReportTable>> isolated_report(const Extension& extension);
Result<std::shared_ptr<const RendererTable>> isolated_renderer(const Extension& extension);

// The worker's side.
Result<std::string> serve_report(const std::string& request);
Result<std::string> serve_rendering(const std::string& request);
constexpr std::string_view kReportJob = "report", kRenderJob = "render";

}  // namespace opora
