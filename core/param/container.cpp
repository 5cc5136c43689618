#include "core/param/container.h"

#include <bit>
#include <cassert>
#include <cstdint>

#include "core/base/hash.h"

namespace rxq::param {

static_assert(std::endian::native == std::endian::little, "the container format is little-endian");

namespace {
constexpr std::size_t kMagicSize = 8;

void append(std::vector<std::byte>& out, std::span<const std::byte> bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}
void appendNumber(std::vector<std::byte>& out, std::uint64_t value) {
  append(out, std::as_bytes(std::span(&value, 1)));
}

class Reader {
 public:
  Reader(std::span<const std::byte> bytes, const std::string& source)
      : m_bytes(bytes), m_source(source) {}
  std::span<const std::byte> take(std::uint64_t count) {
    if (count > m_bytes.size() - m_position)
      throw base::Error(base::ErrorKind::File, base::message("%1 is truncated.", m_source));
    const auto part = m_bytes.subspan(m_position, count);
    m_position += count;
    return part;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

 private:
  std::span<const std::byte> m_bytes;
  const std::string& m_source;
  std::size_t m_position = 0;
};
} // namespace

std::vector<std::byte> pack(std::string_view magic, int version, const Container& container) {
  assert(magic.size() == kMagicSize);
  std::vector<std::byte> out;
  append(out, std::as_bytes(std::span(magic.data(), magic.size())));
  appendNumber(out, static_cast<std::uint64_t>(version));
  const std::string header = toJson(container.header);
  appendNumber(out, header.size());
  append(out, std::as_bytes(std::span(header.data(), header.size())));
  appendNumber(out, container.parts.size());
  for (const auto& part : container.parts) {
    appendNumber(out, part.size());
    append(out, part);
  }
  appendNumber(out, base::hashBytes(out));
  return out;
}

Container unpack(std::span<const std::byte> bytes, std::string_view magic, int newestVersion,
                 const std::string& source) {
  Reader reader(bytes, source);
  if (bytes.size() < kMagicSize ||
      std::memcmp(reader.take(kMagicSize).data(), magic.data(), kMagicSize) != 0)
    throw base::Error(base::ErrorKind::File,
                      base::message("%1 is not a file of the expected kind (%2).", source, magic));
  if (reader.number() > static_cast<std::uint64_t>(newestVersion))
    throw base::Error(base::ErrorKind::File,
                      base::message("%1 was written by a newer version of RxQuant.", source));
  Container container;
  const auto header = reader.take(reader.number());
  const std::uint64_t count = reader.number();
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto part = reader.take(reader.number());
    container.parts.emplace_back(part.begin(), part.end());
  }
  const std::size_t hashed = bytes.size() - sizeof(std::uint64_t);
  if (const std::uint64_t expected = reader.number();
      expected != base::hashBytes(bytes.first(hashed)))
    throw base::Error(base::ErrorKind::File,
                      base::message("%1 is damaged: its checksum does not match.", source));
  container.header =
      parseJson({reinterpret_cast<const char*>(header.data()), header.size()}, source);
  return container;
}

} // namespace rxq::param
