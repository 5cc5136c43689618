#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "core/channel/channel_spec.h"

namespace rxq::channel {

/// One cluster (CDL) or tap (TDL) of a table of TR 38.901 7.7.1 or 7.7.2.
struct Path {
  double delay = 0;   ///< in units of the RMS delay spread
  double powerDb = 0; ///< as in the table; the sum of all is not exactly 0 dB
  /// Degrees; azimuth and zenith of departure and of arrival. The base station sees the departure
  /// angles in both directions, the user those of arrival. Unused by TDL.
  double aod = 0, aoa = 0, zod = 90, zoa = 90;
};

struct Profile {
  std::vector<Path> paths; ///< without the line of sight
  bool hasLineOfSight = false;
  Path lineOfSight;
  /// CDL: spreads of the rays within a cluster, degrees, and cross-polarisation ratio, dB.
  double spreadAod = 0, spreadAoa = 0, spreadZod = 0, spreadZoa = 0;
  double xprDb = 0;
};

/// Reads a table as in resources/tables: `#` comments, of which "cASD=5.0 ... XPR=10.0 dB,
/// line_of_sight=0" gives a CDL's spreads; a line of column names; a line a path. With line of
/// sight (D and E, told by "line-of-sight path" in a comment) the first row is the specular path.
/// Throws base::Error(File) naming `source` and the line.
Profile parseProfile(std::string_view csv, std::string_view source);

/// The table of a CDL or TDL model, from the program's resources.
const Profile& profileOf(ChannelKind kind);

/// The table of a delay line, scaled as the spec asks: K-factor (7.7.6: echoes scaled together,
/// then delays to unit RMS spread again) and angles (7.7.5.1: rays scaled about their mean, which
/// stays; spreads by annex A, line of sight included). Delays in units of the delay spread.
Profile profileFor(const ChannelSpec& spec);

/// RMS angular spread of (angle in degrees, power) pairs and their mean angle, TR 38.901 annex A.
struct AngularSpread {
  double mean = 0;
  double spread = 0;
};
AngularSpread angularSpread(const std::vector<std::pair<double, double>>& rays);

/// Linear powers of the paths and of the line of sight, scaled to a sum of 1.
struct PathPowers {
  std::vector<double> paths;
  double lineOfSight = 0;
};
PathPowers normalizedPowers(const Profile& profile);

} // namespace rxq::channel
