#include "extend/child_message.h"

#include <cstring>

#include "base/text.h"
#include "store/bytes.h"

namespace opora {
namespace {

constexpr std::string_view kMagic{"OPORAmsg", 8}, kPartMagic{"OPORApar", 8};
constexpr std::size_t kHead = 8 + 1 + 8, kPartHead = 8 + 8;
constexpr std::uint64_t kMostParts = 1000;  // spans and notes of one diagnostic

std::span<const std::uint8_t> octets(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

void write_size(std::string& bytes, std::uint64_t size) {
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(size >> shift & 255);
}

std::uint64_t read_size(std::string_view bytes) {
  std::uint64_t size = 0;
  for (std::size_t i = 8; i-- > 0;) size = size << 8 | static_cast<std::uint8_t>(bytes[i]);
  return size;
}

// Foreign text goes to a terminal and into JSON: it must be UTF-8.
std::string checked_text(ByteReader& in, bool& proper) {
  std::string text = in.text();
  proper = proper && is_utf8(text);
  return text;
}

}  // namespace

std::string encode_diagnostic(const Diagnostic& d) {
  Blob bytes;
  ByteWriter out(bytes);
  out.byte(static_cast<std::uint8_t>(d.severity));
  for (const std::string* text : {&d.code, &d.message, &d.reason, &d.help}) out.text(*text);
  out.varint(d.spans.size());
  for (const Span& span : d.spans) {
    for (const std::string* text : {&span.file, &span.sheet, &span.column, &span.source_line, &span.label}) out.text(*text);
    out.varint(zigzag(span.line));
  }
  out.varint(d.notes.size());
  for (const std::string& note : d.notes) out.text(note);
  return {bytes.begin(), bytes.end()};
}

std::optional<Diagnostic> decode_diagnostic(std::string_view bytes) {
  ByteReader in(octets(bytes));
  Diagnostic d;
  bool proper = true;
  const std::uint8_t severity = in.byte();
  if (severity > static_cast<std::uint8_t>(Severity::kNote)) return std::nullopt;
  d.severity = static_cast<Severity>(severity);
  for (std::string* text : {&d.code, &d.message, &d.reason, &d.help}) *text = checked_text(in, proper);
  const std::uint64_t spans = in.varint();
  if (spans > kMostParts) return std::nullopt;
  for (std::uint64_t i = 0; i < spans && !in.failed(); ++i) {
    Span span;
    for (std::string* text : {&span.file, &span.sheet, &span.column, &span.source_line, &span.label}) *text = checked_text(in, proper);
    span.line = unzigzag(in.varint());
    d.spans.push_back(std::move(span));
  }
  const std::uint64_t notes = in.varint();
  if (notes > kMostParts) return std::nullopt;
  for (std::uint64_t i = 0; i < notes && !in.failed(); ++i) d.notes.push_back(checked_text(in, proper));
  if (in.failed() || !in.at_end() || !proper || d.code.empty() || d.message.empty()) return std::nullopt;
  return d;
}

std::string encode_part(std::string_view part) {
  std::string bytes;
  bytes.reserve(kPartHead + part.size());
  bytes += kPartMagic;
  write_size(bytes, part.size());
  return bytes += part;
}

std::optional<MessagePart> first_part(std::string_view bytes) {
  if (bytes.size() < kPartHead || !bytes.starts_with(kPartMagic)) return std::nullopt;
  const std::uint64_t size = read_size(bytes.substr(8, 8));
  if (size > kLargestPart || size > bytes.size() - kPartHead) return std::nullopt;
  return MessagePart{bytes.substr(kPartHead, size), kPartHead + static_cast<std::size_t>(size)};
}

bool is_endless_part(std::string_view bytes) {
  return bytes.size() >= kPartHead && bytes.starts_with(kPartMagic) && read_size(bytes.substr(8, 8)) > kLargestPart;
}

std::string encode_message(const Result<std::string>& result) {
  const std::string content = result.ok() ? std::string() : encode_diagnostic(result.error());
  const std::string& body = result.ok() ? *result : content;
  std::string bytes;
  bytes.reserve(kHead + body.size());
  bytes += kMagic;
  bytes += result.ok() ? 'D' : 'F';
  write_size(bytes, body.size());
  return bytes += body;
}

std::optional<Result<std::string>> decode_message(std::string_view bytes) {
  if (bytes.size() < kHead || !bytes.starts_with(kMagic)) return std::nullopt;
  const std::uint64_t size = read_size(bytes.substr(9, 8));
  const char form = bytes[8];
  bytes.remove_prefix(kHead);
  if (size != bytes.size()) return std::nullopt;
  if (form == 'D') return Result<std::string>(std::string(bytes));
  if (form != 'F') return std::nullopt;
  if (auto diagnostic = decode_diagnostic(bytes)) return Result<std::string>(*std::move(diagnostic));
  return std::nullopt;
}

}  // namespace opora
