#include "core/receiver/catalog.h"

#include <string>

#include "core/base/error.h"

namespace rxq::receiver {

namespace {

std::unique_ptr<Receiver> makeRobustLmmse(const LinkContext& link, const ClassicalSpec& spec,
                                          const CovarianceView*) {
  return makeLmmse(
      link, spec,
      assumedCovariance(*link.grid, spec.assumedDelaySpread * 1e-9, spec.assumedDoppler));
}

std::unique_ptr<Receiver> makeLmmseKind(const LinkContext& link, const ClassicalSpec& spec,
                                        const CovarianceView* known) {
  if (spec.covariance == CovarianceSource::Assumed)
    return makeRobustLmmse(link, spec, known);
  if (!known)
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message(
            "Covariance (covariance): that of this channel is not known; choose 'assumed'."));
  return makeLmmse(link, spec, *known);
}

constexpr ClassicalKind kKinds[] = {
    {"perfect-csi", "Perfect CSI", false,
     [](const LinkContext& link, const ClassicalSpec& spec, const CovarianceView*) {
       return makePerfectCsi(link, spec);
     }},
    {"ls", "Least squares", true,
     [](const LinkContext& link, const ClassicalSpec& spec, const CovarianceView*) {
       return makeLeastSquares(link, spec);
     }},
    {"lmmse", "LMMSE", false, makeLmmseKind, true},
    {"lmmse-robust", "LMMSE, assumed profile", false, makeRobustLmmse, false},
};

} // namespace

std::span<const ClassicalKind> classicalKinds() { return kKinds; }

const ClassicalKind& classicalKind(std::string_view key) {
  std::string known;
  for (const ClassicalKind& kind : kKinds) {
    if (kind.key == key)
      return kind;
    known += (known.empty() ? "" : ", ") + std::string(kind.key);
  }
  throw base::Error(base::ErrorKind::BadInput,
                    base::message("There is no receiver '%1'; there are %2.", key, known));
}

bool needsCovariance(const ClassicalKind& kind, const ClassicalSpec& spec) {
  return kind.usesCovariance && spec.covariance == CovarianceSource::Known;
}

} // namespace rxq::receiver
