/* The whole interface that today's host serves. */
#ifndef OPORA_ABI_ALL_H
#define OPORA_ABI_ALL_H

#include "entry.h"
#include "kinds/importer.h"
#include "kinds/indicator.h"
#include "kinds/matching.h"
#include "kinds/methodology.h"
#include "kinds/renderer.h"
#include "kinds/report.h"
#include "services/call.h"
#include "services/checks.h"
#include "services/facts.h"
#include "services/frames.h"
#include "services/kernels.h"

#endif
