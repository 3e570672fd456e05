#include "cli/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

constexpr int kBarCells = 24;

}  // namespace

ProgressLine::ProgressLine(const Session& session) : enabled_(!session.quiet && !session.json && isatty(STDERR_FILENO)) {
  winsize size{};
  width_ = enabled_ && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void ProgressLine::draw(double part, const std::string& text) {
  if (!enabled_) return;
  const int full = static_cast<int>(std::clamp(part, 0.0, 1.0) * kBarCells);
  std::string bar;
  for (int i = 0; i < kBarCells; ++i) bar += i < full ? "█" : "░";
  std::cerr << "\r" << bar << " " << fit(text, std::max(10, width_ - kBarCells - 2)) << std::flush;
  shown_ = true;
}

void ProgressLine::show(const ImportProgress& now) {
  const double part = now.bytes_total > 0 ? static_cast<double>(now.bytes_done) / static_cast<double>(now.bytes_total) : 0;
  draw(part, tr_format("{0} of {1} files, {2} rows, {3} rows/s  {4}", now.files_done, now.files_total, now.rows,
                       static_cast<long long>(now.rows_per_second), now.file));
}

void ProgressLine::show(int done, int total, const std::string& what) {
  draw(total > 0 ? static_cast<double>(done) / total : 0, tr_format("{0}: {1} of {2}", what, done, total));
}

void ProgressLine::clear() {
  if (shown_) std::cerr << "\r" << std::string(static_cast<std::size_t>(width_ - 1), ' ') << "\r" << std::flush;
  shown_ = false;
}

}  // namespace opora
