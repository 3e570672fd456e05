// A plugin's tables of the kinds report and renderer as what the engine calls: the same tables that scripts fill
// (report_call.h, renderer_call.h).
#pragma once

#include <memory>
#include <string>

#include "extend/registry.h"
#include "extend/renderer_call.h"
#include "extend/report_call.h"

namespace opora {

// `library` is kept by what they return. ABI-009 when the description is not in order.
Result<std::shared_ptr<const ReportTable>> native_report(std::shared_ptr<NativeLibrary> library, const std::string& origin, const void* table, std::uint32_t index);
Result<std::shared_ptr<const RendererTable>> native_renderer(std::shared_ptr<NativeLibrary> library, const std::string& origin, const void* table, std::uint32_t index);

}  // namespace opora
