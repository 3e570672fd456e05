// Calling an extension in a check: on the host's usual way, or table by table so that a check sees what the
// plugin itself returned. And results as lines that can be compared bit by bit.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "extend/conformance/check.h"
#include "extend/conformance/facts.h"
#include "extend/extension_calls.h"
#include "extend/matching.h"

namespace opora::conformance {

struct CallOptions {
  int year = 2024;
  int threads = 1;
  std::map<std::string, std::string> parameters{};
  std::function<bool()> cancelled{};
  const Registry* indicators = nullptr;
};
CallOptions options_of(const Subject& subject, const Opened& opened);

std::vector<Parameter> parameters_of(const Extension& extension);
// What a check lets a matching match: every third school needs a partner, the others offer themselves.
MatchSides sides_of(const FrameFacts& facts);

// A result, line by line: each cell or check with its bits. `rounded`: to nine digits instead.
using Lines = std::vector<std::string>;
enum class Digits : std::uint8_t { kBits, kRounded };
Lines lines_of(const Frame& frame, Digits digits = Digits::kBits);
Lines lines_of(const DecisionSet& decisions, Digits digits = Digits::kBits);
Lines lines_of(const MatchResult& result, Digits digits = Digits::kBits);
// The first `bytes` of a text at most, without a half character: a finding's words are UTF-8, or it is not believed.
std::string beginning(std::string_view utf8, std::size_t bytes);
// Nothing when equal, else the first line that differs, in words.
std::string difference(const Lines& expected, const Lines& found);

// As the engine calls it; the result is held to what the extension declares.
Result<Lines> compute(const Extension& extension, FrameFacts& facts, const CallOptions& options, Digits digits = Digits::kBits);

// Runs `body` on each extension of the subject, until one finds something; the message then names it.
Finding each_extension(const Subject& subject, const std::function<Finding(const Opened&, const Extension&)>& body);

// Words of what may not happen whatever the data are: a failure without words, a broken contract, an
// exception, a fault of the script. Nothing: a result, or an error that the author meant.
std::string misbehaviour(const Extension& extension, FrameFacts& facts, const CallOptions& options);

// What the plugin returned, before the host judges it.
struct RawResult {
  opora_status status = OPORA_OK;
  Status ended;            // what the host makes of it
};
// A call by itself, so that it can outlive the call of the plugin.
std::unique_ptr<opora_call> make_call(const Extension& extension, FrameFacts& facts, const CallOptions& options, Verdicts& verdicts,
                                      const std::vector<Parameter>& values, const std::vector<std::string>& inputs);
RawResult raw_call(const Extension& extension, FrameFacts& facts, const CallOptions& options);
// The functions of the kind's table, without restoring anything: create, verb, destroy.
opora_status bare_call(const Extension& extension, opora_call& call, int year, const MatchSides& sides);

}  // namespace opora::conformance
