#include "engine/renderers.h"

#include <algorithm>

#include "base/installation.h"
#include "engine/host_build.h"
#include "engine/pack_extensions.h"

namespace opora {

Result<std::vector<Renderer>> renderers_of(const PackLibrary& packs, const std::string& pack, int year, Isolation isolation) {
  OPORA_ASSIGN(const auto lineage, packs.lineage(pack));
  std::vector<std::string> ids = ids_for_year(lineage, "renderer", year);
  std::vector<Renderer> renderers;
  if (ids.empty()) return renderers;
  std::sort(ids.begin(), ids.end());
  OPORA_ASSIGN(const std::vector<ResolvedItem> items, resolve(packs, pack, "renderer", year, ids));
  PluginLoader plugins(plugin_places(host_build()), isolation);
  for (const ResolvedItem& item : items) {
    OPORA_ASSIGN(const Extension extension, load_extension(item, installation().data / "scripts", plugins));
    OPORA_ASSIGN(Renderer renderer, Renderer::of(extension));
    renderers.push_back(std::move(renderer));
  }
  return renderers;
}

Result<DocumentFileForm> document_form(const PackLibrary& packs, const std::string& pack, int year, Isolation isolation, std::string ending) {
  if (ending.starts_with('.')) ending.erase(0, 1);
  DocumentFileForm form;
  form.format = ending;
  std::vector<std::string> known = document_formats();
  if (std::find(known.begin(), known.end(), ending) != known.end()) return form;
  OPORA_ASSIGN(const std::vector<Renderer> renderers, renderers_of(packs, pack, year, isolation));
  for (const Renderer& renderer : renderers) {
    known.push_back(renderer.info().ending.substr(1));
    if (known.back() == ending) form.render = [renderer](const Document& document, std::vector<Diagnostic>* warnings) {
      Warnings warned;
      auto bytes = renderer.render(document, &warned);
      if (warnings != nullptr)
        for (Diagnostic& warning : warned.told()) warnings->push_back(std::move(warning));
      return bytes;
    };
  }
  if (!form.render) return unknown_format(ending, known);
  return form;
}

}  // namespace opora
