#include "core/study/receivers.h"

#include <cassert>

#include "core/channel/covariance.h"
#include "core/receiver/catalog.h"

namespace rxq::study {

std::shared_ptr<const receiver::Receiver> makeClassical(const sim::Link& link,
                                                        const ReceiverEntry& entry) {
  assert(isClassical(entry.kind));
  // The kinds share their keys with the catalog, so that a new classical receiver is one line there
  // and one in the enum.
  const receiver::ClassicalKind& kind = receiver::classicalKind(param::keyOf(entry.kind));
  if (!receiver::needsCovariance(kind, entry.classical))
    return kind.make(link.context(), entry.classical, nullptr);
  const channel::Covariance known = channel::covarianceOf(link.channelSpec(), link.grid());
  const receiver::CovarianceView view{known.time, known.frequency};
  return kind.make(link.context(), entry.classical, &view);
}

} // namespace rxq::study
