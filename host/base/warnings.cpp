#include "base/warnings.h"

#include "base/messages.h"

namespace opora {

void Warnings::add(const std::string& extension, const std::vector<Diagnostic>& reported) {
  std::vector<ReportedWarning> named;
  for (Diagnostic warning : reported) {
    if (warning.spans.empty() || warning.spans.front().file != extension) warning.spans.insert(warning.spans.begin(), {extension, {}, 0, {}, {}, {}});
    named.push_back({std::move(warning), 1});
  }
  add(named);
}

void Warnings::add(const std::vector<ReportedWarning>& reported) {
  const std::lock_guard lock(mutex_);
  for (const ReportedWarning& one : reported) {
    const Diagnostic& w = one.warning;
    const auto [it, added] = reported_.try_emplace({w.spans.empty() ? "" : w.spans.front().file, w.code, w.message, w.reason}, one);
    if (!added) it->second.times += one.times;
  }
}

std::vector<ReportedWarning> Warnings::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<ReportedWarning> all;
  for (const auto& [key, reported] : reported_) all.push_back(reported);
  return all;
}

std::vector<Diagnostic> Warnings::told() const {
  std::vector<Diagnostic> told;
  for (ReportedWarning& one : all()) {
    if (one.times > 1) one.warning.notes.push_back(tr_count("reported {} time", "reported {} times", one.times));
    told.push_back(std::move(one.warning));
  }
  return told;
}

}  // namespace opora
