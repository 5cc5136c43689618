#include "core/study/comparison.h"

#include <algorithm>
#include <chrono>

#include "core/quant/bit_operations.h"
#include "core/sim/slot_source.h"
#include "core/study/model_report.h"
#include "core/study/study_results.h"

namespace rxq::study {

namespace {
using Clock = std::chrono::steady_clock;
constexpr int kTimedSlots = 9;

/// The studies, links and models that several runs share, read once.
class Reader {
 public:
  Reader(const store::Workspace& workspace, CompareCache& cache)
      : m_workspace(workspace), m_cache(cache) {}

  ComparedRun read(const store::RunRecord& record) {
    ComparedRun run;
    run.run = record;
    const std::string place = m_workspace.path() + ", run '" + record.name + "'";
    run.spec = studyOf(record.studyId);
    run.entry = param::readJson<ReceiverEntry>(record.entry, place);
    run.curve = m_workspace.points(record.id);
    if (record.modelId) {
      run.costs = costs(run);
      run.model = m_workspace.model(record.modelId);
    }
    return run;
  }

 private:
  const StudySpec& studyOf(std::int64_t id) {
    const auto known = m_studies.find(id);
    if (known != m_studies.end())
      return known->second;
    const store::StudyRecord record = m_workspace.study(id);
    return m_studies
        .emplace(id, param::readJson<StudySpec>(record.spec, m_workspace.path() + ", study '" +
                                                                 record.name + "'"))
        .first->second;
  }

  const sim::Link& linkOf(const StudySpec& spec) {
    const std::string key = param::writeJson(spec.link, -1) + param::writeJson(spec.channel, -1);
    auto& link = m_links[key];
    if (!link)
      link = std::make_unique<sim::Link>(spec.link, spec.channel);
    return *link;
  }

  RunCosts costs(const ComparedRun& run) {
    const auto known = m_cache.costs.find(run.run.id);
    if (known != m_cache.costs.end())
      return known->second;
    const train::Model model = modelOf(m_workspace, run.run);
    const sim::Link& link = linkOf(run.spec);
    RunCosts costs = costsOf(model, link);
    costs.microseconds = receiverMicroseconds(*train::makeReceiver(model, link.context()), link,
                                              run.spec.sweep.snr.high);
    return m_cache.costs[run.run.id] = costs;
  }

  const store::Workspace& m_workspace;
  CompareCache& m_cache;
  std::map<std::int64_t, StudySpec> m_studies;
  std::map<std::string, std::unique_ptr<sim::Link>> m_links;
};

std::uint64_t slotsOf(const sim::Curve& curve) {
  std::uint64_t slots = 0;
  for (const sim::PointCounts& p : curve)
    slots += p.slots;
  return slots;
}

sim::Crossing knownCrossing(const ComparedRun& run, double target, CompareCache& cache) {
  const CompareCache::Key key{run.run.id, slotsOf(run.curve), 0, 0, target};
  const auto known = cache.crossings.find(key);
  if (known != cache.crossings.end())
    return known->second;
  return cache.crossings[key] = sim::crossing(run.curve, target);
}

Difference knownDifference(const ComparedRun& run, const ComparedRun& reference, double target,
                           CompareCache& cache) {
  const CompareCache::Key key{run.run.id, slotsOf(run.curve), reference.run.id,
                              slotsOf(reference.curve), target};
  const auto known = cache.differences.find(key);
  if (known != cache.differences.end())
    return known->second;
  return cache.differences[key] = differenceOf(run, reference, target);
}

Pairing pairingOf(const ComparedRun& run, const ComparedRun& reference) {
  if (run.run.id == reference.run.id)
    return Pairing::Itself;
  if (run.curve.empty() || reference.curve.empty())
    return Pairing::NotMeasured;
  if (!(run.spec.link == reference.spec.link))
    return Pairing::OtherLink;
  if (!(run.spec.channel == reference.spec.channel))
    return Pairing::OtherChannel;
  if (run.run.seed != reference.run.seed)
    return Pairing::OtherSeed;
  const bool common =
      std::any_of(run.curve.begin(), run.curve.end(), [&](const sim::PointCounts& a) {
        return std::any_of(reference.curve.begin(), reference.curve.end(),
                           [&](const sim::PointCounts& b) { return a.snrDb == b.snrDb; });
      });
  return common ? Pairing::Paired : Pairing::OtherPoints;
}

sim::PairedLoss unpairedLoss(const sim::Crossing& own, const sim::Crossing& other) {
  sim::PairedLoss loss;
  if (!other.reached)
    return loss;
  if (own.reached) {
    loss.valid = true;
    loss.db = own.snrDb - other.snrDb;
    loss.interval = {own.interval.low - other.interval.high,
                     own.interval.high - other.interval.low};
  } else if (!own.belowRange) {
    loss.unbounded = true;
    loss.lowerBoundDb = own.lastSnrDb - other.snrDb;
  }
  return loss;
}

/// What losses are counted from when nobody chose; crossings are those at each study's own target.
std::size_t defaultReference(const std::vector<ComparedRun>& runs) {
  std::size_t best = 0;
  bool found = false, foundFloat = false;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const bool isFloat = runs[i].entry.kind == ReceiverKind::Fp32;
    if (!runs[i].crossing.reached || (foundFloat && !isFloat))
      continue;
    if (!found || (isFloat && !foundFloat) || runs[i].crossing.snrDb < runs[best].crossing.snrDb) {
      best = i;
      found = true;
      foundFloat = isFloat;
    }
  }
  return best;
}
} // namespace

RunCosts costsOf(const train::Model& model, const sim::Link& link) {
  const receiver::NeuralPorts ports(model.neural, link.context());
  const nn::NetworkCost cost = nn::costOf(model.network, ports.planeSize());
  RunCosts costs;
  costs.bytes = deployedBytes(model);
  costs.parameters = cost.parameters;
  costs.macs = cost.macs;
  costs.bitOperations =
      quant::bitOperations(model.network, ports.planeSize(),
                           model.method == train::Method::Fp32 ? nullptr : &model.quant);
  return costs;
}

double receiverMicroseconds(const receiver::Receiver& prototype, const sim::Link& link,
                            double snrDb) {
  const auto receiver = prototype.clone();
  sim::SlotSource source(link, 1);
  sim::Slot slot;
  std::vector<float> llrs(static_cast<std::size_t>(link.codedBits()));
  source.make(base::Domain::Other, 0, snrDb, false, slot);
  receiver->receive(slot.received(), llrs); // scratch is sized in the first
  std::vector<double> seconds;
  for (int i = 0; i < kTimedSlots; ++i) {
    const auto start = Clock::now();
    receiver->receive(slot.received(), llrs);
    seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::nth_element(seconds.begin(), seconds.begin() + kTimedSlots / 2, seconds.end());
  return 1e6 * seconds[kTimedSlots / 2];
}

Difference differenceOf(const ComparedRun& run, const ComparedRun& reference, double blerTarget) {
  Difference difference;
  difference.pairing = pairingOf(run, reference);
  if (difference.pairing == Pairing::Paired)
    difference.loss = sim::pairedLoss(run.curve, reference.curve, blerTarget);
  else if (difference.pairing > Pairing::NotMeasured)
    difference.loss = unpairedLoss(sim::crossing(run.curve, blerTarget),
                                   sim::crossing(reference.curve, blerTarget));
  return difference;
}

Comparison compareRuns(const store::Workspace& workspace, std::span<const std::int64_t> ids,
                       std::int64_t reference, CompareCache& cache, std::stop_token stop) {
  Comparison all;
  Reader reader(workspace, cache);
  const std::vector<store::RunRecord> known = workspace.runs(0, true);
  for (const std::int64_t id : ids) {
    const auto record =
        std::find_if(known.begin(), known.end(), [id](const auto& r) { return r.id == id; });
    if (record == known.end())
      continue;
    if (stop.stop_requested())
      return all;
    ComparedRun& run = all.runs.emplace_back(reader.read(*record));
    run.crossing = knownCrossing(run, run.spec.sweep.blerTarget, cache);
  }
  if (all.runs.empty())
    return all;
  const auto chosen = std::find_if(all.runs.begin(), all.runs.end(),
                                   [&](const auto& r) { return r.run.id == reference; });
  all.reference = chosen != all.runs.end() ? static_cast<std::size_t>(chosen - all.runs.begin())
                                           : defaultReference(all.runs);
  all.blerTarget = all.runs[all.reference].spec.sweep.blerTarget;
  for (ComparedRun& run : all.runs) {
    run.crossing = knownCrossing(run, all.blerTarget, cache);
    all.differences.push_back(knownDifference(run, all.runs[all.reference], all.blerTarget, cache));
    if (stop.stop_requested())
      break;
  }
  all.differences.resize(all.runs.size());
  return all;
}

} // namespace rxq::study
