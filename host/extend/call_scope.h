// One call of the host into an extension, native or Lua: what it may use, what it has made so far, and what
// went wrong. Plugins know it as the opaque opora_call; the host's services (services.h) look inside.
// ABI-006 failed without saying why, ABI-010 misuse of a service.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extend/fact_source.h"
#include "extend/methodology.h"
#include "extend/verdicts.h"
#include "opora/abi/all.h"

namespace opora {

using Arguments = std::map<std::string, std::string>;
// An indicator of the same pack, computed for this run.
using IndicatorSource = std::function<Result<Frame>(const std::string& id, const Arguments& arguments)>;

// What the host gives to a call. Everything pointed to outlives it.
struct CallScope {
  std::string origin;                                  // the script or plugin, in messages
  FactSource* facts = nullptr;                         // none while a plugin is loaded
  int year = 0;
  int threads = 1;
  const std::vector<std::string>* inputs = nullptr;    // datasets it may ask for
  const std::vector<Parameter>* parameters = nullptr;  // with the values of this run
  std::function<bool()> cancelled{};
  Verdicts* verdicts = nullptr;                        // of a methodology
  std::string category{}, title{};                     // its own list
  IndicatorSource indicators{};

  std::int32_t own_category() const { return verdicts->category(category, title); }
};

}  // namespace opora

// Handles, as the plugin holds them.
struct opora_column {
  opora::Column column;
};
struct opora_frame {
  opora::Frame frame;
};

struct opora_call {
  explicit opora_call(opora::CallScope given) : scope(std::move(given)) {}
  opora_call(const opora_call&) = delete;

  const opora::CallScope scope;

  // Handles of this call. An unknown handle gives nullptr: it is looked up, never followed.
  const opora_frame* keep(opora::Frame frame);
  const opora_column* keep(opora::Column column);
  const opora::Frame* frame(const opora_frame* handle) const;
  const opora::Column* column(const opora_column* handle) const;
  void release(const opora_frame* handle) { frames_.erase(handle); }
  void release(const opora_column* handle) { columns_.erase(handle); }

  // Memory of the plugin's texts and views, until the call ends.
  opora_text keep_text(std::string text);
  void view(const opora::Column& column, ArrowSchema& schema, ArrowArray& array);

  // A service failed, or the extension reported: the first error decides.
  opora_status fail(opora::Diagnostic diagnostic);
  void warn(opora::Diagnostic diagnostic) { warnings_.push_back(std::move(diagnostic)); }
  const std::vector<opora::Diagnostic>& warnings() const { return warnings_; }
  // What came of the call that returned `status`.
  opora::Status ended(opora_status status);

 private:
  struct ArrowView;
  struct ArrowTexts;
  std::unordered_map<const opora_frame*, std::unique_ptr<opora_frame>> frames_;
  std::unordered_map<const opora_column*, std::unique_ptr<opora_column>> columns_;
  std::deque<std::string> texts_;
  std::deque<std::shared_ptr<ArrowView>> views_;
  std::unordered_map<const opora::Dictionary*, std::shared_ptr<ArrowTexts>> dictionaries_;
  std::vector<opora::Diagnostic> errors_, warnings_;
};
