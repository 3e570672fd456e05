#include "extend/worker_answer.h"

#include <algorithm>

#include "extend/child_message.h"
#include "store/bytes.h"

namespace opora {
namespace {

constexpr std::uint64_t kMostTimes = 1'000'000'000;  // a worker's word; sums of it stay numbers

}  // namespace

std::string with_warnings(const std::vector<ReportedWarning>& warnings, const std::string& result) {
  Blob bytes;
  ByteWriter out(bytes);
  out.varint(warnings.size());
  for (const ReportedWarning& one : warnings) {
    out.text(encode_diagnostic(one.warning));
    out.varint(static_cast<std::uint64_t>(one.times));
  }
  return std::string(bytes.begin(), bytes.end()) + result;
}

std::string_view result_in(const std::string& answer, Warnings* warnings) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(answer.data()), answer.size()});
  for (std::uint64_t left = in.varint(); left > 0 && !in.failed(); --left) {
    auto warning = decode_diagnostic(in.text());
    const auto times = static_cast<std::int64_t>(std::min<std::uint64_t>(in.varint(), kMostTimes));
    if (warning && warnings) warnings->add({{*std::move(warning), times}});
  }
  return std::string_view(answer).substr(answer.size() - in.rest().size());
}

}  // namespace opora
