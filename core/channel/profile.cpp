#include "core/channel/profile.h"

#include <array>
#include <cassert>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/resource.h"
#include "core/channel/portable_math.h"

namespace rxq::channel {

namespace {

[[noreturn]] void fail(std::string_view source, int line, const base::Message& what) {
  throw base::Error(base::ErrorKind::File, base::message("%1, line %2: %3", source, line, what));
}

/// The number that follows `name` and an equals sign in a comment.
std::optional<double> spreadOf(std::string_view comment, std::string_view name) {
  const auto at = comment.find(std::string(name) + "=");
  if (at == std::string_view::npos)
    return std::nullopt;
  const std::string_view rest = comment.substr(at + name.size() + 1);
  return base::parseDouble(rest.substr(0, rest.find_first_of(" ,")));
}

void readComment(std::string_view comment, Profile& profile) {
  const auto take = [&](std::string_view name, double& to) {
    if (const auto value = spreadOf(comment, name))
      to = *value;
  };
  take("cASD", profile.spreadAod);
  take("cASA", profile.spreadAoa);
  take("cZSD", profile.spreadZod);
  take("cZSA", profile.spreadZoa);
  take("XPR", profile.xprDb);
  if (comment.find("line-of-sight path") != std::string_view::npos)
    profile.hasLineOfSight = true;
}

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(',', begin), line.size());
    cells.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return cells;
}

Path readPath(std::string_view text, std::string_view source, int line) {
  const auto cells = split(text);
  if (cells.size() != 2 && cells.size() != 6)
    fail(source, line, base::message("a path has a delay and a power, and for CDL four angles."));
  Path path;
  const std::array members{&Path::delay, &Path::powerDb, &Path::aod,
                           &Path::aoa,   &Path::zod,     &Path::zoa};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto value = base::parseDouble(cells[i]);
    if (!value)
      fail(source, line, base::message("'%1' is not a number.", cells[i]));
    path.*members[i] = *value;
  }
  return path;
}

std::string tableName(ChannelKind kind) {
  assert(isCdl(kind) || isTdl(kind));
  const bool cdl = isCdl(kind);
  const int letter =
      static_cast<int>(kind) - static_cast<int>(cdl ? ChannelKind::CdlA : ChannelKind::TdlA);
  return std::string(cdl ? "tables/cdl_" : "tables/tdl_") + static_cast<char>('a' + letter) +
         ".csv";
}

} // namespace

Profile parseProfile(std::string_view csv, std::string_view source) {
  Profile profile;
  bool sawHeader = false;
  int number = 0;
  while (!csv.empty()) {
    ++number;
    const std::size_t end = std::min(csv.find('\n'), csv.size());
    std::string_view line = csv.substr(0, end);
    csv.remove_prefix(std::min(end + 1, csv.size()));
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    if (line.empty())
      continue;
    if (line.starts_with('#'))
      readComment(line, profile);
    else if (!sawHeader)
      sawHeader = true;
    else
      profile.paths.push_back(readPath(line, source, number));
  }
  if (profile.paths.size() < (profile.hasLineOfSight ? 2u : 1u))
    fail(source, number, base::message("the table has no paths."));
  if (profile.hasLineOfSight) {
    profile.lineOfSight = profile.paths.front();
    profile.paths.erase(profile.paths.begin());
  }
  return profile;
}

const Profile& profileOf(ChannelKind kind) {
  static const std::vector<Profile> all = [] {
    std::vector<Profile> profiles;
    for (int k = static_cast<int>(ChannelKind::CdlA); k <= static_cast<int>(ChannelKind::TdlE);
         ++k) {
      const std::string name = tableName(static_cast<ChannelKind>(k));
      profiles.push_back(parseProfile(base::resource(name), name));
    }
    return profiles;
  }();
  assert(isCdl(kind) || isTdl(kind));
  return all[static_cast<std::size_t>(kind) - static_cast<std::size_t>(ChannelKind::CdlA)];
}

PathPowers normalizedPowers(const Profile& profile) {
  PathPowers powers;
  double sum = 0;
  for (const Path& path : profile.paths) {
    powers.paths.push_back(fromDecibel(path.powerDb));
    sum += powers.paths.back();
  }
  if (profile.hasLineOfSight) {
    powers.lineOfSight = fromDecibel(profile.lineOfSight.powerDb);
    sum += powers.lineOfSight;
  }
  for (double& power : powers.paths)
    power /= sum;
  powers.lineOfSight /= sum;
  return powers;
}

} // namespace rxq::channel
