#pragma once

#include "core/channel/channel_spec.h"

namespace rxq::channel {

/// Amplitude pattern of one antenna element, TR 38.901 table 7.3-1. For the isotropic element 1
/// everywhere. The 38.901 element's amplitude is peak * max(floor, vertical * horizontal): 65
/// degrees beam width, 30 dB at most below the peak of 8 dBi.
struct ElementPattern {
  explicit ElementPattern(Element element);
  /// Factor of the zenith angle, degrees from 0 to 180; 90 is broadside.
  double vertical(double zenith) const;
  /// Factor of the azimuth relative to the element's broadside, any number of degrees.
  double horizontal(double azimuth) const;
  double amplitude(double zenith, double azimuth) const;

  bool directional;
  double peak = 1;
  double floor = 0;
};

/// Base station's ports. Single: port p is a vertical element in column p. Crossed: ports 2 c and
/// 2 c + 1 are the pair in column c (+45 and -45 degrees, or vertical and horizontal), field
/// components by the slant angle as TR 38.901 7.3.2 model 2 has them. Columns are half a wavelength
/// apart along y, centred; broadside looks along x.
struct PortArray {
  PortArray(Polarization polarization, int portCount);
  int column(int port) const { return crossed ? port / 2 : port; }
  /// Position of a column along y, wavelengths.
  double position(int column) const { return 0.25 * (2 * column - (columns - 1)); }
  /// Weights of the vertical and horizontal components of the field at a port.
  double verticalWeight(int port) const;
  double horizontalWeight(int port) const;

  Polarization polarization;
  int ports;
  bool crossed;
  int columns;
};

} // namespace rxq::channel
