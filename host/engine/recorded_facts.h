// Facts as an extension got them: written down while it works, and given again without a store. Requests for single
// participants are not written down: what was computed from them cannot be computed again elsewhere.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "extend/fact_source.h"

namespace opora {

// What identifies a request: everything in it but how it is answered.
std::string request_key(const FactRequest& request);
// For people: "results: n, low by school, procedure".
std::string request_title(const FactRequest& request);

struct RecordedFrame {
  std::string key, title;
  Frame frame;
};

struct Recording {
  std::vector<RecordedFrame> frames;  // each request once, in the order of asking
  bool single_rows = false;           // rows of participants were asked for
};

// Passes everything to `source` and writes it down.
std::unique_ptr<FactSource> recorded(FactSource& source, Recording& recording);
// Gives what was written down; BUNDLE-002 when something else is asked for.
std::unique_ptr<FactSource> replayed(std::vector<RecordedFrame> frames);

}  // namespace opora
