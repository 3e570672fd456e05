// Participants of procedures as facts, for tests of the plugin and of its methodology.
#pragma once

#include <string>
#include <vector>

#include "frame/frame.h"

namespace opora {

// Rows of participants with every column that results have.
class Results {
 public:
  struct Where {
    std::string school, kind, subject;
    std::int64_t grade, year;
    std::string level;
  };
  // `n` participants, `low` of them with mark 2 and 3 of 20 points, the others with mark 4 and 12 … 14.
  Results& add(const Where& where, int n, int low) {
    for (int i = 0; i < n; ++i) {
      school_.push_back(where.school), kind_.push_back(where.kind), subject_.push_back(where.subject), level_.push_back(where.level);
      grade_.push_back(where.grade), year_.push_back(where.year), max_.push_back(20);
      mark_.push_back(i < low ? 2 : 4), score_.push_back(i < low ? 3 : 12 + i % 3);
    }
    return *this;
  }
  Frame frame() const {
    return Frame().with("school", Column::of_text(school_)).with("kind", Column::of_text(kind_)).with("subject", Column::of_text(subject_))
        .with("level", Column::of_text(level_)).with("grade", Column::of_int64(grade_)).with("year", Column::of_int64(year_))
        .with("max_score", Column::of_int64(max_)).with("mark", Column::of_int64(mark_)).with("score", Column::of_int64(score_));
  }

 private:
  std::vector<std::string> school_, kind_, subject_, level_;
  std::vector<std::int64_t> grade_, year_, max_, mark_, score_;
};

}  // namespace opora
