// Use case "compare", what-if: one or several parameters through a range of values on the same data. How many schools
// are on the list at each value, who enters and leaves from one value to the next, where each school's answer changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/trial_run.h"
#include "frame/frame.h"

namespace opora {

struct SweepAxis {
  std::string parameter;            // "low_share" or "low-results.low_share"
  std::vector<std::string> values;  // decimal texts, or words of a choice
  std::string own;                  // the pack's own value; several methodologies may have several: "30, 25"
};

// "25..35", "25..35:2.5" (the step is 1 unless given), "25,30,35", "25". CLI-061 for a range that is none.
Result<std::vector<std::string>> sweep_values(const std::string& parameter, const std::string& text);

struct SweepCount {
  std::string category;
  std::int64_t yes = 0, no = 0, not_assessable = 0;
  std::int64_t entered = 0, left = 0;          // from the point before
  std::int64_t own_entered = 0, own_left = 0;  // from the pack's own values
};

struct SweepPoint {
  std::vector<std::string> values;         // one an axis
  std::optional<std::size_t> before;       // the point with the last axis one step back
  bool own = false;                        // these are the pack's own values
  std::vector<SweepCount> counts;          // one a category
};

// A school whose answer is not the same at every point.
struct SweepSchool {
  std::string category, school, name, municipality;
  std::optional<Answer> own;                    // at the pack's own values; none: nothing is said of it
  std::vector<std::optional<Answer>> answers;   // one a point
};

struct Sweep {
  RunInfo info;                          // of the pack's own values
  std::vector<SweepAxis> axes;
  std::vector<std::string> categories;
  std::vector<SweepCount> own;           // one a category
  std::vector<SweepPoint> points;        // the last axis runs fastest
  std::vector<SweepSchool> schools;      // by category, municipality and name
  std::vector<Diagnostic> warnings, failed;  // each once

  bool differs() const { return !schools.empty(); }
};

// `request.parameters` are not used; its progress counts points. CLI-062 too many points.
constexpr std::size_t kMostPoints = 400;
Result<Sweep> sweep(const Store& store, const PackLibrary& packs, const IdentifyRequest& request, std::vector<SweepAxis> axes,
                    const std::string& category);

}  // namespace opora
