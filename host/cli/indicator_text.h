// An indicator's figures as a table with what stands behind them, and as JSON.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "engine/figures.h"

namespace opora {

std::string figures_table(const Session& session, const Figures& figures);
std::string figures_json(const Figures& figures);
std::string offered_text(const Session& session, const std::string& pack, int year, const std::vector<OfferedIndicator>& offered);
std::string offered_json(const std::vector<OfferedIndicator>& offered);

}  // namespace opora
