// Group "data": what extensions do with data they did not expect.
#include "base/messages.h"
#include "extend/conformance/calls.h"

namespace opora::conformance {
namespace {

struct Case {
  const char* words;  // "without a row"
  FactShape shape;
};

FrameFacts facts_for(const Subject& subject, const Extension& extension, std::uint64_t seed, const FactShape& shape) {
  return make_facts(seed, subject.year, shape, vocabulary_of(parameters_of(extension)));
}

Finding over(const Subject& subject, const Setting& setting, const std::vector<Case>& cases) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    for (const Case& one : cases) {
      FrameFacts facts = facts_for(subject, extension, setting.seed, one.shape);
      if (const std::string wrong = misbehaviour(extension, facts, options_of(subject, opened)); !wrong.empty())
        return failed(tr_format("{0}: {1}", tr(one.words), wrong));
    }
    return passed();
  });
}

Check over_cases(const char* id, const char* description, std::vector<Case> cases) {
  return {id, Group::kData, kExtension, description, "output-schema",
          [cases = std::move(cases)](const Subject& subject, const Setting& setting) { return over(subject, setting, cases); }};
}

std::vector<Case> around_bytes() {
  std::vector<Case> cases;
  for (const int rows : {1, 7, 8, 9, 63, 64, 65, 127, 128, 129})
    for (const double missing : {0.0, 0.5})
      cases.push_back({tr_later("with as many rows as a border of the bitmap"), {1, rows, 1, 1, missing, Values::kUsual, Texts::kPlain}});
  return cases;
}

Finding output_schema(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    FrameFacts facts = facts_for(subject, extension, setting.seed, {});
    const std::string wrong = misbehaviour(extension, facts, options_of(subject, opened));
    if (!wrong.empty()) return failed(wrong);
    const Result<Lines> result = compute(extension, facts, options_of(subject, opened));
    return result.ok() ? passed() : failed(result.error());
  });
}

// Rows of a year long past change nothing, so their missing values must change nothing either.
Finding missing_elsewhere(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    const CallOptions options = options_of(subject, opened);
    FrameFacts now = facts_for(subject, extension, setting.seed, {});
    FrameFacts whole = with_old_rows(now, subject.year, false), missing = with_old_rows(now, subject.year, true);
    const auto plain = compute(extension, now, options), beside = compute(extension, whole, options), found = compute(extension, missing, options);
    if (!plain.ok() || !beside.ok()) return skipped(tr("it gives no result on generated data"));
    if (!difference(*plain, *beside).empty()) return skipped(tr("it looks at every year"));
    if (!found.ok()) return failed(found.error());
    const std::string changed = difference(*plain, *found);
    return changed.empty() ? passed() : failed(tr_format("missing values in rows that do not count change the result: {0}", changed));
  });
}

Finding row_order(const Subject& subject, const Setting& setting) {
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    const CallOptions options = options_of(subject, opened);
    FrameFacts facts = facts_for(subject, extension, setting.seed, {});
    FrameFacts other = shuffled(facts, setting.seed);
    const auto before = compute(extension, facts, options, Digits::kRounded), after = compute(extension, other, options, Digits::kRounded);
    if (!before.ok() || !after.ok()) return skipped(tr("it gives no result on generated data"));
    const std::string changed = difference(*before, *after);
    if (changed.empty()) return passed();
    return warning(tr_format("the result depends on the order of the rows, which a new import may change: {0}", changed));
  });
}

Finding fuzz(const Subject& subject, const Setting& setting) {
  constexpr int kRounds = 40;
  return each_extension(subject, [&](const Opened& opened, const Extension& extension) {
    std::mt19937_64 random(setting.seed);
    for (int round = 0; round < kRounds; ++round) {
      const FactShape shape{static_cast<int>(random() % 9), static_cast<int>(random() % 9), 1 + static_cast<int>(random() % 4),
                            static_cast<int>(random() % 60), static_cast<double>(random() % 11) / 10,
                            random() % 2 == 0 ? Values::kUsual : Values::kExtreme, random() % 2 == 0 ? Texts::kPlain : Texts::kOdd};
      FrameFacts facts = facts_for(subject, extension, random(), shape);
      if (const std::string wrong = misbehaviour(extension, facts, options_of(subject, opened)); !wrong.empty())
        return failed(tr_format("round {0} of seed {1}: {2}", round + 1, setting.seed, wrong));
    }
    return passed();
  });
}

}  // namespace

std::vector<Check> data_checks() {
  constexpr auto kUsual = Values::kUsual;
  constexpr auto kPlain = Texts::kPlain;
  std::vector<Check> checks = {
      {"output-schema", Group::kData, kExtension, tr_later("the result keeps to what the extension declares"), "calls-succeed", &output_schema},
      over_cases("empty-input", tr_later("no data at all"), {{tr_later("without schools and rows"), {0, 0, 1, 0, 0, kUsual, kPlain}},
                                                            {tr_later("with schools and without rows"), {5, 0, 1, 3, 0, kUsual, kPlain}}}),
      over_cases("one-row", tr_later("one participant"), {{tr_later("with one row"), {1, 1, 1, 1, 0, kUsual, kPlain}}}),
      over_cases("one-school", tr_later("one school, and no earlier year"), {{tr_later("with one school"), {1, 30, 1, 60, 0, kUsual, kPlain}}}),
      over_cases("missing-values", tr_later("a third of the values is missing"), {{tr_later("with missing values"), {8, 12, 2, 60, 0.33, kUsual, kPlain}}}),
      over_cases("all-missing", tr_later("every score, mark and label is missing"), {{tr_later("with nothing but missing values"), {6, 10, 2, 60, 1, kUsual, kPlain}}}),
      over_cases("bitmap-borders", tr_later("row counts around whole bytes and words, with and without missing values"), around_bytes()),
      over_cases("extreme-values", tr_later("numbers that no school has: very large, negative"),
                 {{tr_later("with extreme numbers"), {6, 10, 2, 60, 0.1, Values::kExtreme, kPlain}}}),
      over_cases("odd-texts", tr_later("texts of many alphabets, long ones, quotes, line breaks"),
                 {{tr_later("with odd texts"), {6, 10, 2, 60, 0.1, kUsual, Texts::kOdd}}}),
      over_cases("many-schools", tr_later("six hundred schools"), {{tr_later("with many schools"), {600, 3, 2, 24, 0, kUsual, kPlain}}}),
      {"missing-elsewhere", Group::kData, kExtension, tr_later("missing values of rows that do not count change nothing"), "output-schema", &missing_elsewhere},
      {"row-order", Group::kData, kExtension, tr_later("the order of the rows changes nothing"), "output-schema", &row_order},
      {"fuzz-facts", Group::kData, kExtension, tr_later("forty random datasets"), "output-schema", &fuzz},
  };
  return checks;
}

}  // namespace opora::conformance
