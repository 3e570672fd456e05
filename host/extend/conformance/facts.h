// Facts for checks: made from a seed, held as frames, answered with the same kernels as the store's. They
// have no meaning; their words are those that the extension's own parameters name, so that its conditions
// meet something.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "extend/fact_source.h"
#include "extend/methodology.h"

namespace opora::conformance {

enum class Values : std::uint8_t { kUsual, kExtreme };
enum class Texts : std::uint8_t { kPlain, kOdd };

struct FactShape {
  int schools = 12;
  int rows = 12;            // of a school in a procedure
  int years = 3;            // up to the year of the call
  int procedures = 240;     // at most
  double missing = 0;       // part of the scores, marks, journal marks and labels without a value
  Values values = Values::kUsual;
  Texts texts = Texts::kPlain;
};

// What the extension's parameters speak of.
struct Vocabulary {
  std::vector<std::string> words;
  std::vector<std::int64_t> numbers;
};
Vocabulary vocabulary_of(const std::vector<Parameter>& parameters);

class FrameFacts final : public FactSource {
 public:
  Frame results, school_list, items, procedure_list, listed;
  int requests = 0;
  int fails_at = 0;  // number of the request that fails; 0: none

  Result<Frame> tally(const FactRequest& request) override;
  Result<Frame> rows(const FactRequest& request, const std::vector<std::string>& columns) override;
  Result<Frame> schools() override { return answer(school_list); }
  Result<Frame> context(int year) override;
  Result<Frame> procedures() override { return answer(procedure_list); }
  Result<Frame> external_lists() override { return answer(listed); }
  Result<Frame> reference(const std::string& dataset) override;

 private:
  Frame dataset(const std::string& name) const;
  Status admitted();
  Result<Frame> answer(const Frame& frame);
};

FrameFacts make_facts(std::uint64_t seed, int year, const FactShape& shape, const Vocabulary& vocabulary);

// The same facts with their rows in another order.
FrameFacts shuffled(FrameFacts facts, std::uint64_t seed);
// With further rows of a year long past; `missing`: without scores, marks and labels.
FrameFacts with_old_rows(FrameFacts facts, int year, bool missing);

inline constexpr char kInducedFailure[] = "CHECK-001";  // code of the request that fails on purpose

}  // namespace opora::conformance
