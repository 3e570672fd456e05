// A renderer as the engine sees it: the ending of its files, and one call that makes the bytes of a document. Scripts and
// plugins of packs bring formats that the host does not have.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "extend/registry.h"
#include "base/warnings.h"
#include "report/document.h"

namespace opora {

struct RendererInfo {
  std::string id, title;
  std::string ending;  // ".md"
  int api = 1;
};

constexpr std::size_t kLargestRendering = std::size_t{256} << 20;  // bytes of a file

struct RendererTable {
  RendererInfo info;
  std::function<Result<std::string>(const Document&, Warnings*)> render;  // on any thread, several at once
};

class Renderer {
 public:
  static Result<Renderer> of(const Extension& extension);
  const RendererInfo& info() const { return table_->info; }
  // Errors of the script or plugin; EXT-* of a worker.
  Result<std::string> render(const Document& document, Warnings* warnings = nullptr) const { return table_->render(document, warnings); }

 private:
  explicit Renderer(std::shared_ptr<const RendererTable> table) : table_(std::move(table)) {}
  std::shared_ptr<const RendererTable> table_;
};

// ABI-009 an ending that is none, or one of the host's own formats.
Status check_renderer(const RendererInfo& info);

}  // namespace opora
