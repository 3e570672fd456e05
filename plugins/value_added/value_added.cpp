// Вклад школ в результаты: двухуровневые модели, регрессия школ на контекст, рост одной параллели. README.md: formulas,
// assumptions, codes. The numerical core is in mixed_model.h and weighted_regression.h, facts are read in facts.h.
#include "context_indicators.h"
#include "growth_indicator.h"
#include "model_indicators.h"

namespace opora::value_added {
namespace {

constexpr PluginInfo kPlugin{.id = "ru.opora.value-added", .name = "Вклад школ в результаты", .version = "1.0.0", .vendor = "Opora",
                             .licence = "Apache-2.0"};

}  // namespace
}  // namespace opora::value_added

OPORA_PLUGIN(opora::value_added::kPlugin, opora::value_added::ValueAdded, opora::value_added::ValueAddedModel, opora::value_added::ValueAddedFit,
             opora::value_added::ContextualEfficiency, opora::value_added::ContextualModelTerms, opora::value_added::CohortGrowth);
