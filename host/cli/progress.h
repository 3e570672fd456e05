// One line on a terminal that shows how far a long command is; nothing where there is no terminal.
#pragma once

#include <string>

#include "cli/command.h"
#include "engine/import.h"

namespace opora {

class ProgressLine {
 public:
  explicit ProgressLine(const Session& session);
  ~ProgressLine() { clear(); }
  void show(const ImportProgress& now);
  void show(int done, int total, const std::string& what);
  void clear();

 private:
  void draw(double part, const std::string& text);
  bool shown_ = false;
  bool enabled_;
  int width_ = 0;
};

}  // namespace opora
