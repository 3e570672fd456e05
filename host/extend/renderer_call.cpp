#include "extend/renderer_call.h"

#include <algorithm>

#include "base/messages.h"
#include "extend/document_isolation.h"
#include "report/document_file.h"

namespace opora {

Status check_renderer(const RendererInfo& info) {
  if (info.id.empty()) return make_error("ABI-009", tr("the id of a renderer is not empty"), {});
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (info.ending.size() < 2 || info.ending.front() != '.' || !std::all_of(info.ending.begin() + 1, info.ending.end(), letter))
    return make_error("ABI-009", tr_format("'{0}' is no ending of a file", info.ending), tr("write it in lower case with its dot: .md"));
  const auto& own = document_formats();
  if (std::find(own.begin(), own.end(), info.ending.substr(1)) == own.end()) return {};
  return make_error("ABI-009", tr_format("files {0} are the host's own", info.ending), tr("choose another ending"));
}

Result<Renderer> Renderer::of(const Extension& extension) {
  if (extension.isolated) {
    OPORA_ASSIGN(auto table, isolated_renderer(extension));
    return Renderer(std::move(table));
  }
  return Renderer(std::shared_ptr<const RendererTable>(extension.owner, static_cast<const RendererTable*>(extension.table)));
}

}  // namespace opora
