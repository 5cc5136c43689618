#include "core/channel/time_domain.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "core/channel/motion.h"
#include "core/channel/portable_math.h"

namespace rxq::channel {

namespace {

/// Paths there may be, none of them delayed yet.
const std::vector<double>& noDelays() {
  static const std::vector<double> zeros(kMaxPaths, 0.0);
  return zeros;
}

} // namespace

TimeDomainChannel::TimeDomainChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid,
                                     int rxAntennas)
    : m_channel(makeChannel(spec, grid, rxAntennas)),
      m_antennas(static_cast<std::size_t>(rxAntennas)),
      m_subcarriers(static_cast<std::size_t>(grid.subcarriers())), m_spacing(grid.spacingHz()),
      m_useful(1 / grid.spacingHz()), m_period(grid.symbolPeriod()),
      m_fft(static_cast<int>(std::bit_ceil(static_cast<unsigned>(grid.fftSize())))),
      m_onTime(grid, noDelays(), rxAntennas * phy::kSymbols, false, detail::pathKernels()),
      m_isLate(kMaxPaths), m_slotDelays(kMaxPaths) {
  for (const int bin : grid.bins()) {
    const int frequency = bin - grid.fftSize() / 2;
    m_frequencies.push_back(frequency);
    m_tones.push_back((frequency + samples()) % samples());
  }
  const bool moves = anyKind(spec, isDelayLine);
  chooseInstants(moves ? spec.speed.high / wavelength(spec.carrier.high) : 0);

  const std::size_t rows = m_antennas * phy::kSymbols, count = m_offsets.size();
  m_gains.resize(count * rows * kMaxPaths);
  m_responses.resize(count * rows * m_subcarriers);
  m_gainRe.resize(rows * kMaxPaths);
  m_gainIm.resize(rows * kMaxPaths);
  const auto n = static_cast<std::size_t>(samples());
  m_re.resize(m_antennas * n);
  m_im.resize(m_antennas * n);
  m_toneRe.resize(n);
  m_toneIm.resize(n);
}

void TimeDomainChannel::chooseInstants(double largestShift) {
  // Gains are sums of e^(j x u), |x| <= pi fd T, over the window u in [-1, 1]. Interpolation at n
  // nodes of Chebyshev errs by about 2 J_n(x) < 2 (x / 2)^n / n!.
  constexpr double kError = 1e-5;
  const double x = 3.14159265358979 * largestShift * m_useful;
  int count = 1;
  for (double bound = x; bound > kError; bound *= 0.5 * x / count)
    ++count;
  std::vector<double> nodes;
  for (int q = 0; q < count; ++q)
    nodes.push_back(count == 1 ? 0 : sinCosTurns((2 * q + 1) / (4.0 * count)).cosine);
  // The window's middle is the middle of its samples.
  for (const double node : nodes)
    m_offsets.push_back(0.5 * node * m_useful / m_period);
  for (int q = 0; q < count; ++q)
    for (int n = 0; n < samples(); ++n) {
      const double u = (2 * n - (samples() - 1)) / static_cast<double>(samples());
      double weight = 1;
      for (int r = 0; r < count; ++r)
        if (r != q)
          weight *= (u - nodes[static_cast<std::size_t>(r)]) /
                    (nodes[static_cast<std::size_t>(q)] - nodes[static_cast<std::size_t>(r)]);
      m_weights.push_back(static_cast<float>(weight));
    }
}

void TimeDomainChannel::findLatePaths(std::span<const double> delays) {
  // A delay that ends within rounding of a sample does not lose it.
  constexpr double kSlack = 1e-9;
  m_late.clear();
  for (std::size_t p = 0; p < delays.size(); ++p) {
    // First sample by which the symbol sent `back` before has arrived.
    const auto arrival = [&](int back) {
      const double late = delays[p] - (m_period - m_useful) - back * m_period;
      return static_cast<std::size_t>(
          std::clamp(std::ceil(late * m_spacing * samples() - kSlack), 0.0, double(samples())));
    };
    m_isLate[p] = arrival(0) > 0;
    if (!m_isLate[p])
      continue;
    std::size_t end = static_cast<std::size_t>(samples());
    for (int back = 0; end > 0; ++back) {
      const std::size_t begin = arrival(back);
      if (begin < end)
        m_late.push_back({p, back, begin, end, delays[p] - back * m_period});
      end = begin;
    }
  }
  m_lateTurns.resize(m_late.size() * m_subcarriers);
  for (std::size_t i = 0; i < m_late.size(); ++i)
    for (std::size_t f = 0; f < m_subcarriers; ++f) {
      const SinCos turn = sinCosTurns(-m_frequencies[f] * m_spacing * m_late[i].delay);
      m_lateTurns[i * m_subcarriers + f] = {static_cast<float>(turn.cosine),
                                            static_cast<float>(turn.sine)};
    }
}

void TimeDomainChannel::computeGains(std::span<const double> delays) {
  const std::size_t rows = m_antennas * phy::kSymbols;
  m_paths = delays.size();
  std::fill(m_slotDelays.begin(), m_slotDelays.end(), 0.0);
  std::copy(delays.begin(), delays.end(), m_slotDelays.begin());
  m_onTime.setDelays(m_slotDelays);
  for (std::size_t q = 0; q < m_offsets.size(); ++q) {
    const auto gains = std::span(m_gains).subspan(q * rows * m_paths, rows * m_paths);
    m_channel->gainsAt(m_offsets[q], gains);
    std::fill(m_gainRe.begin(), m_gainRe.end(), 0.0f);
    std::fill(m_gainIm.begin(), m_gainIm.end(), 0.0f);
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t p = 0; p < m_paths; ++p)
        if (!m_isLate[p]) {
          m_gainRe[r * kMaxPaths + p] = gains[r * m_paths + p].real();
          m_gainIm[r * kMaxPaths + p] = gains[r * m_paths + p].imag();
        }
    m_onTime.apply(m_gainRe.data(), m_gainIm.data(), kMaxPaths,
                   std::span(m_responses).subspan(q * rows * m_subcarriers, rows * m_subcarriers));
  }
}

void TimeDomainChannel::modulate(std::span<const phy::Complex> sent, const phy::Complex* turns) {
  std::fill(m_toneRe.begin(), m_toneRe.end(), 0.0f);
  std::fill(m_toneIm.begin(), m_toneIm.end(), 0.0f);
  for (std::size_t f = 0; f < m_subcarriers; ++f) {
    const phy::Complex a = sent[f], b = turns[f];
    const auto tone = static_cast<std::size_t>(m_tones[f]);
    m_toneRe[tone] = a.real() * b.real() - a.imag() * b.imag();
    m_toneIm[tone] = a.real() * b.imag() + a.imag() * b.real();
  }
  m_fft.inverse(m_toneRe.data(), m_toneIm.data());
}

void TimeDomainChannel::addOnTime(std::size_t symbol, std::span<const phy::Complex> x) {
  const auto size = static_cast<std::size_t>(samples());
  const auto sent = x.subspan(symbol * m_subcarriers, m_subcarriers);
  for (std::size_t q = 0; q < m_offsets.size(); ++q)
    for (std::size_t a = 0; a < m_antennas; ++a) {
      modulate(sent, &m_responses[rowOf(q, a, symbol) * m_subcarriers]);
      const float* weight = &m_weights[q * size];
      float *re = &m_re[a * size], *im = &m_im[a * size];
      for (std::size_t n = 0; n < size; ++n) {
        re[n] += weight[n] * m_toneRe[n];
        im[n] += weight[n] * m_toneIm[n];
      }
    }
}

void TimeDomainChannel::addLate(std::size_t symbol, std::span<const phy::Complex> x) {
  const auto size = static_cast<std::size_t>(samples());
  for (std::size_t i = 0; i < m_late.size(); ++i) {
    const Piece& piece = m_late[i];
    const int back = (static_cast<int>(symbol) - piece.symbolsBack) % phy::kSymbols;
    const auto from = static_cast<std::size_t>(back < 0 ? back + phy::kSymbols : back);
    modulate(x.subspan(from * m_subcarriers, m_subcarriers), &m_lateTurns[i * m_subcarriers]);
    for (std::size_t a = 0; a < m_antennas; ++a)
      for (std::size_t q = 0; q < m_offsets.size(); ++q) {
        const phy::Complex g = m_gains[rowOf(q, a, symbol) * m_paths + piece.path];
        const float* weight = &m_weights[q * size];
        float *re = &m_re[a * size], *im = &m_im[a * size];
        for (std::size_t n = piece.begin; n < piece.end; ++n) {
          re[n] += weight[n] * (g.real() * m_toneRe[n] - g.imag() * m_toneIm[n]);
          im[n] += weight[n] * (g.real() * m_toneIm[n] + g.imag() * m_toneRe[n]);
        }
      }
  }
}

void TimeDomainChannel::transmit(std::uint64_t seed, base::Domain domain, std::uint64_t index,
                                 std::span<const phy::Complex> x, std::span<phy::Complex> y,
                                 std::span<phy::Complex> h) {
  const std::size_t elements = phy::kSymbols * m_subcarriers;
  assert(x.size() == elements && y.size() == m_antennas * elements && h.size() == y.size());
  m_channel->realize(seed, domain, index, h);
  const std::span<const double> delays = m_channel->delays();
  findLatePaths(delays);
  computeGains(delays);
  const auto size = static_cast<std::size_t>(samples());
  const float scale = 1.0f / static_cast<float>(samples());
  for (std::size_t t = 0; t < phy::kSymbols; ++t) {
    std::fill(m_re.begin(), m_re.end(), 0.0f);
    std::fill(m_im.begin(), m_im.end(), 0.0f);
    addOnTime(t, x);
    addLate(t, x);
    for (std::size_t a = 0; a < m_antennas; ++a) {
      float *re = &m_re[a * size], *im = &m_im[a * size];
      m_fft.forward(re, im);
      phy::Complex* row = &y[a * elements + t * m_subcarriers];
      for (std::size_t f = 0; f < m_subcarriers; ++f) {
        const auto tone = static_cast<std::size_t>(m_tones[f]);
        row[f] = {scale * re[tone], scale * im[tone]};
      }
    }
  }
}

} // namespace rxq::channel
