// Признаки необъективных результатов, требующие проверки: маркеры (a), (b), (c) методики ФИОКО «Уровень объективности оценки
// образовательных результатов» (2019) и статистические признаки. Which marker stands where: README.md.
#include "agreement.h"

using namespace objectivity;

namespace {

constexpr PluginInfo kPlugin{.id = "ru.opora.objectivity", .name = "Объективность результатов", .version = "1.2.0", .vendor = "Opora",
                             .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, MeanIntervals, JournalAgreement, ClassChange, BorderBunching, MarkDistribution, ScoreDispersion, ClassRange,
             JournalComparison, TaskProfileIndicator, YearChangeIndicator, CohortConfirmation, MarkerMatrix, MarkerAgreement, VprBias);
