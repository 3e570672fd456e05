#include "report/png_writer.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <cstring>
#include <vector>

#include "base/late_library.h"

namespace opora {
namespace {

struct DeflateLibrary {
  LateLibrary library{OPORA_LIBISAL};
  decltype(&isal_deflate_stateless_init) init = library.function<decltype(&isal_deflate_stateless_init)>("isal_deflate_stateless_init");
  decltype(&isal_deflate_stateless) deflate = library.function<decltype(&isal_deflate_stateless)>("isal_deflate_stateless");
  decltype(&crc32_gzip_refl) crc32 = library.function<decltype(&crc32_gzip_refl)>("crc32_gzip_refl");
};

DeflateLibrary& libisal() {
  static DeflateLibrary loaded;
  return loaded;
}

constexpr std::size_t kDotBytes = 3;
constexpr std::uint8_t kUp = 2;  // filter: a row is told by its difference to the one above
constexpr char kSignature[] = "\x89PNG\r\n\x1A\n";

void put_number(std::string& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 255);
}

void put_chunk(std::string& out, const char (&type)[5], const std::string& data) {
  put_number(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t start = out.size();
  out.append(type, 4).append(data);
  put_number(out, libisal().crc32(0, reinterpret_cast<const unsigned char*>(out.data()) + start, out.size() - start));
}

// Rows as differences, each after its filter's number.
std::vector<std::uint8_t> filtered(const std::uint8_t* dots, std::size_t width, std::size_t height, std::size_t stride) {
  const std::vector<std::uint8_t> nothing(stride, 0);
  std::vector<std::uint8_t> out(height * (width * kDotBytes + 1));
  std::uint8_t* to = out.data();
  const std::uint8_t* above = nothing.data();
  for (std::size_t y = 0; y < height; ++y) {
    const std::uint8_t* row = dots + y * stride;
    *to++ = kUp;
    for (std::size_t x = 0; x < width; ++x, to += kDotBytes) {
      std::uint32_t dot = 0, over = 0;
      std::memcpy(&dot, row + x * sizeof dot, sizeof dot);
      std::memcpy(&over, above + x * sizeof over, sizeof over);
      to[0] = static_cast<std::uint8_t>((dot >> 16) - (over >> 16)), to[1] = static_cast<std::uint8_t>((dot >> 8) - (over >> 8)), to[2] = static_cast<std::uint8_t>(dot - over);
    }
    above = row;
  }
  return out;
}

std::string packed(std::vector<std::uint8_t> bytes) {
  std::string out(bytes.size() + bytes.size() / 100 + 1024, '\0');  // more than blocks that are stored as they are
  std::vector<std::uint8_t> memory(ISAL_DEF_LVL1_DEFAULT);
  isal_zstream stream;
  libisal().init(&stream);
  stream.level = 1;
  stream.level_buf = memory.data(), stream.level_buf_size = static_cast<std::uint32_t>(memory.size());
  stream.gzip_flag = IGZIP_ZLIB;
  stream.end_of_stream = 1;
  stream.next_in = bytes.data(), stream.avail_in = static_cast<std::uint32_t>(bytes.size());
  stream.next_out = reinterpret_cast<std::uint8_t*>(out.data()), stream.avail_out = static_cast<std::uint32_t>(out.size());
  libisal().deflate(&stream);
  out.resize(stream.total_out);
  return out;
}

}  // namespace

Result<std::string> png_of(const std::uint8_t* dots, std::size_t width, std::size_t height, std::size_t stride) {
  OPORA_TRY(libisal().library.ready());
  std::string out(kSignature, sizeof kSignature - 1), head;
  put_number(head, static_cast<std::uint32_t>(width));
  put_number(head, static_cast<std::uint32_t>(height));
  head += std::string("\x08\x02\x00\x00\x00", 5);  // eight bits of red, green, blue; no interlacing
  put_chunk(out, "IHDR", head);
  put_chunk(out, "IDAT", packed(filtered(dots, width, height, stride)));
  put_chunk(out, "IEND", {});
  return out;
}

}  // namespace opora
