#include "core/receiver/lmmse.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/param/fields.h"
#include "core/receiver/combiner.h"
#include "core/receiver/estimation.h"

namespace rxq::receiver {

namespace {

constexpr double kRankTolerance = 1e-7;
/// On a comb: a mode explains elements beside the comb by the root of its share at the most, not by
/// the share itself.
constexpr double kCombRankTolerance = 1e-12;

using Matrix = Eigen::Matrix<std::complex<double>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using MatrixMap = Eigen::Map<const Matrix>;
using EigenSolver = Eigen::SelfAdjointEigenSolver<Matrix>;

/// A complex matrix as two real ones, so that products with it are plain real loops.
struct SplitMatrix {
  std::size_t rows = 0, columns = 0;
  base::AlignedVector<float> re, im;

  explicit SplitMatrix(const Matrix& m)
      : rows(static_cast<std::size_t>(m.rows())), columns(static_cast<std::size_t>(m.cols())) {
    for (Eigen::Index i = 0; i < m.rows(); ++i)
      for (Eigen::Index j = 0; j < m.cols(); ++j) {
        re.push_back(static_cast<float>(m(i, j).real()));
        im.push_back(static_cast<float>(m(i, j).imag()));
      }
  }
  /// (outRe, outIm)[0 .. columns) += x * row r.
  void addRow(std::size_t r, float xRe, float xIm, float* outRe, float* outIm) const {
    const float* a = re.data() + r * columns;
    const float* b = im.data() + r * columns;
    for (std::size_t c = 0; c < columns; ++c) {
      outRe[c] += xRe * a[c] - xIm * b[c];
      outIm[c] += xRe * b[c] + xIm * a[c];
    }
  }
};

/// The parts of the estimator that depend on neither the slot nor N0; shared by clones. With
/// R_pilots = V diag(mu) V^H over pilot symbols and R_f = U diag(lambda) U^H, the estimate is
///   (R_data,pilots V x U) diag(lambda_j / (mu_i lambda_j + N0)) (V^H x U^H) LS.
/// On a comb R_f is that of its subcarriers, and U at the left becomes R_all,comb U / lambda, which
/// is U again where the comb is; N0 is that of LS, by the pilots' energy.
struct Factors {
  Eigen::VectorXd mu, lambda;
  SplitMatrix timeAnalysis;         ///< V^H, [i][pilot]
  SplitMatrix timeSynthesis;        ///< R_data,pilots V, [data row][i]
  SplitMatrix analysis;             ///< conj(U), [pilot f][j]
  SplitMatrix synthesis;            ///< U^T, [j][f]
  base::AlignedVector<float> power; ///< prior E|h|^2, [data row][f]
};

/// Eigenvectors, in columns, and eigenvalues, rising, of a covariance over frequency; those below
/// `tolerance` of the trace left out.
struct Modes {
  Matrix vectors;
  Eigen::VectorXd values;
};

Modes largest(const EigenSolver& solver, double least) {
  const Eigen::VectorXd& values = solver.eigenvalues();
  Eigen::Index rank = 1;
  while (rank < values.size() && values(values.size() - 1 - rank) > least)
    ++rank;
  return {solver.eigenvectors().rightCols(rank), values.tail(rank)};
}

/// Columns L with R = L L^H but for a remainder of trace `least`: Cholesky's factorisation, at each
/// step of the element that is explained worst. A channel of few paths needs few columns.
Matrix pivotedCholesky(const Matrix& r, double least) {
  const Eigen::Index n = r.rows();
  Eigen::VectorXd left = r.diagonal().real();
  Eigen::Matrix<std::complex<double>, Eigen::Dynamic, Eigen::Dynamic> l(n, 0);
  while (l.cols() < n && left.sum() > least) {
    Eigen::Index pivot = 0;
    left.maxCoeff(&pivot);
    const Eigen::Index k = l.cols();
    Eigen::VectorXcd column = r.col(pivot) - l * l.row(pivot).adjoint();
    column /= std::sqrt(left(pivot));
    l.conservativeResize(Eigen::NoChange, k + 1);
    l.col(k) = column;
    left = (left - column.cwiseAbs2()).cwiseMax(0.0);
    left(pivot) = 0;
  }
  return l;
}

Modes modesOf(const Matrix& r, double tolerance) {
  // Beyond so many subcarriers an eigenvalue problem of the whole takes seconds.
  constexpr Eigen::Index kLargestWhole = 500;
  const double trace = std::max(r.trace().real(), 0.0), least = tolerance * trace;
  if (r.rows() <= kLargestWhole)
    return largest(EigenSolver{r}, least);
  // L L^H and L^H L have the same eigenvalues: U = L W / sqrt(lambda).
  const Matrix l = pivotedCholesky(r, 1e-3 * least);
  Modes small = largest(EigenSolver{Matrix(l.adjoint() * l)}, least);
  small.vectors = Matrix(l * small.vectors * small.values.cwiseSqrt().cwiseInverse().asDiagonal());
  return small;
}

std::shared_ptr<const Factors> factorise(const LinkContext& link,
                                         const CovarianceView& covariance) {
  const phy::ResourceGrid& grid = *link.grid;
  const Eigen::Index symbols = grid.symbols(), subcarriers = grid.subcarriers();
  if (static_cast<Eigen::Index>(covariance.time.size()) != symbols * symbols ||
      static_cast<Eigen::Index>(covariance.frequency.size()) != subcarriers * subcarriers)
    throw base::Error(base::ErrorKind::BadInput,
                      base::message("The covariance does not have the size of the resource grid."));
  const MatrixMap time(covariance.time.data(), symbols, symbols);
  const MatrixMap frequency(covariance.frequency.data(), subcarriers, subcarriers);

  const std::vector<int>& data = grid.dataSymbols();
  const std::vector<int>& pilots = grid.pilotSymbols();
  const std::vector<int>& comb = grid.pilotSubcarriers();
  const EigenSolver overTime(Matrix(time(pilots, pilots)));
  const double tolerance = grid.hasFullPilots() ? kRankTolerance : kCombRankTolerance;
  const Modes modes = modesOf(Matrix(frequency(comb, comb)), tolerance);
  const Matrix& u = modes.vectors;
  const Matrix everywhere = grid.hasFullPilots()
                                ? u
                                : Matrix(Matrix(frequency(Eigen::indexing::all, comb)) * u *
                                         modes.values.cwiseInverse().asDiagonal());
  const Matrix v = overTime.eigenvectors();

  auto factors = std::make_shared<Factors>(Factors{overTime.eigenvalues().cwiseMax(0.0),
                                                   modes.values.cwiseMax(0.0),
                                                   SplitMatrix(v.adjoint()),
                                                   SplitMatrix(Matrix(time(data, pilots)) * v),
                                                   SplitMatrix(u.conjugate()),
                                                   SplitMatrix(everywhere.transpose()),
                                                   {}});
  for (const int t : data)
    for (Eigen::Index f = 0; f < subcarriers; ++f)
      factors->power.push_back(static_cast<float>((time(t, t) * frequency(f, f)).real()));
  return factors;
}

class LmmseReceiver final : public Receiver {
 public:
  LmmseReceiver(const LinkContext& link, const ClassicalSpec& spec,
                std::shared_ptr<const Factors> factors)
      : m_link(link), m_spec(spec), m_factors(std::move(factors)), m_combiner(link, spec.demapper) {
    const std::size_t pilots = link.grid->pilotSymbols().size();
    const auto subcarriers = static_cast<std::size_t>(link.grid->subcarriers());
    const std::size_t rank = m_factors->analysis.columns;
    m_ls.resize(static_cast<std::size_t>(link.rxAntennas) * pilots *
                link.grid->pilotSubcarriers().size());
    m_row.resize(subcarriers);
    m_weights.resize(pilots * rank);
    m_noise.resize(m_factors->power.size());
    for (auto* v : {&m_pilotRe, &m_pilotIm, &m_modeRe, &m_modeIm})
      v->resize(pilots * rank);
    for (auto* v : {&m_shapeRe, &m_shapeIm})
      v->resize(static_cast<std::size_t>(link.rxAntennas) * pilots * subcarriers);
    m_rowRe.resize(subcarriers);
    m_rowIm.resize(subcarriers);
  }

  std::unique_ptr<Receiver> clone() const override {
    return std::make_unique<LmmseReceiver>(*this);
  }

  void receive(const ReceivedSlot& slot, std::span<float> llrs) override {
    // Slots of one point share N0, so this is rare.
    if (slot.n0 != m_n0)
      setNoise(slot.n0);
    const auto elements = static_cast<std::size_t>(m_link.grid->elements());
    const std::size_t subcarriers = m_row.size();
    const auto antennas = static_cast<std::size_t>(m_link.rxAntennas);
    estimateOnComb(*m_link.grid, m_link.rxAntennas, slot.y, m_ls);
    for (std::size_t r = 0; r < antennas; ++r)
      findShapes(r);
    for (std::size_t row = 0; row < m_combiner.dataSymbols().size(); ++row) {
      const auto symbol = static_cast<std::size_t>(m_combiner.dataSymbols()[row]);
      m_combiner.begin(row);
      for (std::size_t r = 0; r < antennas; ++r) {
        estimateRow(r, row);
        m_combiner.add(m_row.data(), slot.y.data() + r * elements + symbol * subcarriers);
      }
      m_combiner.end(std::span(m_noise).subspan(row * subcarriers, subcarriers));
    }
    m_combiner.demap(llrs);
  }

 private:
  std::size_t pilotCount() const { return m_factors->timeAnalysis.rows; }
  std::size_t rank() const { return m_factors->analysis.columns; }

  /// Wiener weights, and the noise that the demapper is told.
  void setNoise(float n0) {
    m_n0 = n0;
    const Factors& k = *m_factors;
    const std::size_t subcarriers = m_row.size();
    const double pilotNoise = static_cast<double>(n0) / m_link.grid->pilotEnergy();
    for (std::size_t i = 0; i < pilotCount(); ++i)
      for (std::size_t j = 0; j < rank(); ++j) {
        const double mu = k.mu(static_cast<Eigen::Index>(i));
        const double lambda = k.lambda(static_cast<Eigen::Index>(j));
        m_weights[i * rank() + j] = static_cast<float>(lambda / (mu * lambda + pilotNoise));
      }
    if (m_spec.estimateNoise == EstimateNoise::TwiceN0) {
      std::fill(m_noise.begin(), m_noise.end(), 2 * n0);
      return;
    }
    // Error variance = prior - what the estimate explains, per element.
    for (std::size_t e = 0; e < m_noise.size(); ++e)
      m_noise[e] = k.power[e];
    for (std::size_t i = 0; i < pilotCount(); ++i) {
      std::fill(m_rowRe.begin(), m_rowRe.end(), 0.f);
      for (std::size_t j = 0; j < rank(); ++j) {
        const float explained =
            m_weights[i * rank() + j] * static_cast<float>(k.lambda(static_cast<Eigen::Index>(j)));
        for (std::size_t f = 0; f < subcarriers; ++f) {
          const float re = k.synthesis.re[j * subcarriers + f];
          const float im = k.synthesis.im[j * subcarriers + f];
          m_rowRe[f] += explained * (re * re + im * im);
        }
      }
      for (std::size_t row = 0; row < k.timeSynthesis.rows; ++row) {
        const float re = k.timeSynthesis.re[row * pilotCount() + i];
        const float im = k.timeSynthesis.im[row * pilotCount() + i];
        for (std::size_t f = 0; f < subcarriers; ++f)
          m_noise[row * subcarriers + f] -= (re * re + im * im) * m_rowRe[f];
      }
    }
    for (float& noise : m_noise)
      noise = n0 + std::max(noise, 0.f);
  }

  /// One antenna: LS to weighted modes of time, as rows over frequency, [i][f].
  void findShapes(std::size_t antenna) {
    const Factors& k = *m_factors;
    const std::size_t subcarriers = m_row.size(), modes = rank(), pilots = pilotCount();
    const std::size_t comb = k.analysis.rows;
    const Complex* ls = m_ls.data() + antenna * pilots * comb;
    std::fill(m_pilotRe.begin(), m_pilotRe.end(), 0.f);
    std::fill(m_pilotIm.begin(), m_pilotIm.end(), 0.f);
    for (std::size_t p = 0; p < pilots; ++p)
      for (std::size_t f = 0; f < comb; ++f) {
        const Complex x = ls[p * comb + f];
        k.analysis.addRow(f, x.real(), x.imag(), m_pilotRe.data() + p * modes,
                          m_pilotIm.data() + p * modes);
      }
    for (std::size_t i = 0; i < pilots; ++i) {
      float* modeRe = m_modeRe.data() + i * modes;
      float* modeIm = m_modeIm.data() + i * modes;
      std::fill_n(modeRe, modes, 0.f);
      std::fill_n(modeIm, modes, 0.f);
      for (std::size_t p = 0; p < pilots; ++p) {
        const float re = k.timeAnalysis.re[i * pilots + p], im = k.timeAnalysis.im[i * pilots + p];
        for (std::size_t j = 0; j < modes; ++j) {
          modeRe[j] += re * m_pilotRe[p * modes + j] - im * m_pilotIm[p * modes + j];
          modeIm[j] += re * m_pilotIm[p * modes + j] + im * m_pilotRe[p * modes + j];
        }
      }
      float* shapeRe = m_shapeRe.data() + (antenna * pilots + i) * subcarriers;
      float* shapeIm = m_shapeIm.data() + (antenna * pilots + i) * subcarriers;
      std::fill_n(shapeRe, subcarriers, 0.f);
      std::fill_n(shapeIm, subcarriers, 0.f);
      for (std::size_t j = 0; j < modes; ++j) {
        const float weight = m_weights[i * modes + j];
        k.synthesis.addRow(j, weight * modeRe[j], weight * modeIm[j], shapeRe, shapeIm);
      }
    }
  }

  void estimateRow(std::size_t antenna, std::size_t row) {
    const Factors& k = *m_factors;
    const std::size_t subcarriers = m_row.size(), pilots = pilotCount();
    std::fill(m_rowRe.begin(), m_rowRe.end(), 0.f);
    std::fill(m_rowIm.begin(), m_rowIm.end(), 0.f);
    for (std::size_t i = 0; i < pilots; ++i) {
      const float re = k.timeSynthesis.re[row * pilots + i];
      const float im = k.timeSynthesis.im[row * pilots + i];
      const float* shapeRe = m_shapeRe.data() + (antenna * pilots + i) * subcarriers;
      const float* shapeIm = m_shapeIm.data() + (antenna * pilots + i) * subcarriers;
      for (std::size_t f = 0; f < subcarriers; ++f) {
        m_rowRe[f] += re * shapeRe[f] - im * shapeIm[f];
        m_rowIm[f] += re * shapeIm[f] + im * shapeRe[f];
      }
    }
    for (std::size_t f = 0; f < subcarriers; ++f)
      m_row[f] = {m_rowRe[f], m_rowIm[f]};
  }

  LinkContext m_link;
  ClassicalSpec m_spec;
  std::shared_ptr<const Factors> m_factors;
  Combiner m_combiner;
  float m_n0 = -1;
  base::AlignedVector<float> m_weights; ///< [time mode][frequency mode]
  base::AlignedVector<float> m_noise;   ///< told to the demapper, [data row][f]
  base::AlignedVector<Complex> m_ls, m_row;
  base::AlignedVector<float> m_pilotRe, m_pilotIm; ///< LS by frequency mode, [pilot][j]
  base::AlignedVector<float> m_modeRe, m_modeIm;   ///< by time and frequency mode, [i][j]
  base::AlignedVector<float> m_shapeRe, m_shapeIm; ///< [rx][i][f]
  base::AlignedVector<float> m_rowRe, m_rowIm;
};

} // namespace

channel::Covariance assumedCovariance(const phy::ResourceGrid& grid, double delaySpread,
                                      double doppler) {
  constexpr double kTwoPi = 2 * std::numbers::pi;
  channel::Covariance c;
  for (int a = 0; a < grid.symbols(); ++a)
    for (int b = 0; b < grid.symbols(); ++b)
      c.time.push_back(std::cyl_bessel_j(0.0, kTwoPi * doppler * grid.symbolPeriod() *
                                                  static_cast<double>(std::abs(a - b))));
  for (const int a : grid.bins())
    for (const int b : grid.bins()) {
      const double offset = grid.frequencyOfBin(a) - grid.frequencyOfBin(b);
      c.frequency.push_back(1.0 / std::complex<double>(1, kTwoPi * offset * delaySpread));
    }
  return c;
}

std::unique_ptr<Receiver> makeLmmse(const LinkContext& link, const ClassicalSpec& spec,
                                    const CovarianceView& covariance) {
  param::validate(spec);
  return std::make_unique<LmmseReceiver>(link, spec, factorise(link, covariance));
}

} // namespace rxq::receiver
