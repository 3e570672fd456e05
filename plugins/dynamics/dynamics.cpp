// Dynamics: changes of schools between years, waves and procedures, gaps between schools, moves on the list of low results,
// agreement of ВПР and ГИА. Called by regions/ru/2019/dynamics.lua.
#include "exams.h"
#include "list_changes.h"
#include "result_gaps.h"
#include "school_change.h"

using namespace dynamics;

namespace {

constexpr PluginInfo kPlugin{.id = "ru.opora.dynamics", .name = "Динамика результатов", .version = "1.0.0",
                             .vendor = "Opora", .licence = "Apache-2.0"};

}  // namespace

OPORA_PLUGIN(kPlugin, SchoolChange, ResultGaps, ListChanges, ExamAgreement, ExamResiduals);
