#include "app/curve_answer.h"

#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

#include "app/curve_text.h"
#include "core/base/error.h"
#include "core/study/families.h"
#include "core/train/model.h"
#include "widgets/fact_list.h"
#include "widgets/format.h"

namespace rxq::app {

namespace {
using widgets::grouped;

/// A quantity of the points of a curve where it crosses the target, on a line between its
/// neighbours (of logarithms when `logarithmic`); NaN where it has none.
double atCrossing(const study::EntryProgress& entry, double (*value)(const sim::PointCounts&),
                  bool logarithmic) {
  for (std::size_t i = 1; entry.crossing.reached && i < entry.curve.size(); ++i) {
    const sim::PointCounts &a = entry.curve[i - 1], &b = entry.curve[i];
    if (entry.crossing.snrDb > b.snrDb || a.blocks == 0 || b.blocks == 0)
      continue;
    const double t = (entry.crossing.snrDb - a.snrDb) / (b.snrDb - a.snrDb);
    const double low = value(a), high = value(b);
    if (!logarithmic)
      return low + t * (high - low);
    return low > 0 && high > 0 ? std::exp(std::log(low) + t * std::log(high / low)) : NAN;
  }
  return NAN;
}

double iterationsOf(const sim::PointCounts& p) {
  const std::uint64_t words = p.codeBlocks ? p.codeBlocks : p.blocks;
  return static_cast<double>(p.iterations) / static_cast<double>(words);
}

QString timesFewer(double reference, double own) {
  return own > 0 ? QStringLiteral("÷ ") +
                       widgets::numberText(reference / own, reference / own < 10 ? 1 : 0)
                 : QString();
}
} // namespace

CurveAnswer::CurveAnswer(Session& session, QWidget* parent)
    : Card(tr("Cost of these bits"), parent), m_session(session), m_facts(new widgets::FactList),
      m_model(new QPushButton(tr("Its model"))), m_explore(new QPushButton(tr("Explore its bits"))),
      m_export(new QPushButton(tr("Export it"))), m_compare(new QPushButton(tr("Compare"))) {
  body()->addWidget(m_facts);
  body()->addStretch(1);
  m_model->setToolTip(tr("Layers, ranges, histograms and bytes of this model"));
  m_explore->setToolTip(tr("Move its bits and see what they cost"));
  m_export->setToolTip(tr("Integer C, ONNX or a report of this model, verified"));
  m_compare->setToolTip(tr("Side by side with the receiver that its loss is counted from"));
  auto* buttons = new QGridLayout;
  buttons->setSpacing(8);
  buttons->addWidget(m_explore, 0, 0);
  buttons->addWidget(m_compare, 0, 1);
  buttons->addWidget(m_model, 1, 0);
  buttons->addWidget(m_export, 1, 1);
  body()->addLayout(buttons);
  connect(m_model, &QPushButton::clicked, this, [this] { Q_EMIT modelWanted(m_run->modelId); });
  connect(m_export, &QPushButton::clicked, this, [this] { Q_EMIT exportWanted(m_run->modelId); });
  connect(m_explore, &QPushButton::clicked, this, [this] { Q_EMIT exploreWanted(m_fp32, m_bits); });
  connect(m_compare, &QPushButton::clicked, this, [this] {
    Q_EMIT compareWanted({m_reference->id, m_run->id});
  });
  clear();
}

void CurveAnswer::clear() {
  setTitle(tr("Cost of these bits"));
  setContext(QString());
  m_facts->setAnswerIsProblem(false);
  m_facts->setAnswer(QStringLiteral("–"), tr("not measured yet"));
  m_facts->setFacts({});
  m_run.reset();
  m_known.clear();
  for (QPushButton* button : {m_model, m_explore, m_export, m_compare})
    button->hide();
}

void CurveAnswer::show(const ShownStudy& study, const study::StudyProgress& progress, int entry,
                       double blerTarget) {
  if (entry < 0 || progress.entries[static_cast<std::size_t>(entry)].curve.empty()) {
    clear();
    return;
  }
  const auto index = static_cast<std::size_t>(entry);
  const study::EntryProgress& own = progress.entries[index];
  const study::ReceiverEntry& receiver = study.spec.receivers[index];
  setTitle(QString::fromStdString(own.name));
  findRuns(study, entry);
  showAnswer(own, blerTarget);
  const study::ReceiverEntry* reference = study::referenceOf(study.spec, receiver);
  std::vector<widgets::FactList::Fact> facts;
  if (own.loss && own.loss->valid)
    facts.push_back({tr("95 % interval"), intervalText(own.loss->interval, true),
                     tr("%1 slots").arg(grouped(static_cast<std::int64_t>(own.loss->commonSlots))),
                     tr("Paired: both receivers saw the same bits, channels and noise, so what "
                        "both share cancels (Bayesian bootstrap of the slots).")});
  facts.push_back({tr("Needs"), crossingText(own),
                   own.crossing.reached ? intervalText(own.crossing.interval, false) : QString(),
                   tr("The SNR at which the target is reached, and its 95 % interval.")});
  if (reference) {
    const auto& other =
        progress.entries[static_cast<std::size_t>(reference - study.spec.receivers.data())];
    facts.push_back({tr("FP32 needs"), crossingText(other), QString(),
                     tr("The loss is counted from %1.").arg(QString::fromStdString(other.name))});
  }
  const double ber = atCrossing(
      own, [](const auto& p) { return p.ber(); }, true);
  const double iterations = atCrossing(own, iterationsOf, false);
  if (std::isfinite(ber))
    facts.push_back({tr("Bit errors"), widgets::rateText(ber), tr("at the target"),
                     tr("Of the information bits after decoding, where the target is reached.")});
  if (std::isfinite(iterations))
    facts.push_back(
        {tr("Decoder"), widgets::numberText(iterations, 1), tr("iterations"),
         tr("LDPC iterations a block where the target is reached, early stops counted.")});
  if (m_run && m_costs && m_costs->run == m_run->id) {
    const study::RunCosts& c = m_costs->own;
    const auto& other = m_costs->reference;
    facts.push_back({tr("Size"), widgets::bytesText(c.bytes),
                     other ? timesFewer(double(other->bytes), double(c.bytes)) : QString(),
                     tr("Of the model as deployed: weights at their bits, scales, biases, "
                        "multipliers; beside it how many times fewer than FP32.")});
    facts.push_back({tr("Bit operations"), widgets::siText(c.bitOperations, "").trimmed(),
                     other ? timesFewer(other->bitOperations, c.bitOperations) : QString(),
                     tr("Multiply-accumulates of a slot times the bits of both factors; beside it "
                        "how many times fewer than FP32.")});
  }
  m_facts->setFacts(facts);
  readCosts(study.spec);
}

void CurveAnswer::showAnswer(const study::EntryProgress& entry, double blerTarget) {
  const QString target = tr("at %1 BLER").arg(targetText(blerTarget));
  const auto& loss = entry.loss;
  m_facts->setAnswerIsProblem(loss && loss->unbounded);
  if (loss && loss->valid) {
    const double half = (loss->interval.high - loss->interval.low) / 2;
    m_facts->setAnswer(
        widgets::signedDecibels(loss->db),
        std::isfinite(half) ? tr("± %1 %2").arg(QString::number(half, 'f', 2), target) : target);
  } else if (loss && loss->unbounded) {
    m_facts->setAnswer(QStringLiteral("> ") + widgets::decibels(loss->lowerBoundDb, 1), target);
  } else if (entry.crossing.reached) {
    m_facts->setAnswer(widgets::decibels(entry.crossing.snrDb), target);
  } else {
    m_facts->setAnswer(QStringLiteral("–"), tr("target not reached"));
  }
}

/// The run behind the curve, what it is compared with, and the FP32 model that it comes from.
void CurveAnswer::findRuns(const ShownStudy& study, int index) {
  const auto at = static_cast<std::size_t>(index);
  const study::ReceiverEntry& entry = study.spec.receivers[at];
  // A running study tells of itself 25 times a second; its rows change with its phases.
  const QString known = QStringLiteral("%1/%2/%3/%4/%5")
                            .arg(m_session.workspacePath())
                            .arg(study.id)
                            .arg(QString::fromStdString(study.spec.name))
                            .arg(QString::fromStdString(entry.name))
                            .arg(static_cast<int>(study.progress.entries[at].phase));
  if (known == m_known)
    return;
  m_known = known;
  m_run.reset();
  m_reference.reset();
  m_fp32 = 0;
  m_bits.reset();
  const auto workspace = m_session.workspace();
  try {
    std::int64_t id = study.id;
    for (const store::StudyRecord& record : workspace->studies())
      if (id == 0 && record.name == study.spec.name &&
          record.spec == param::writeJson(study.spec, -1))
        id = record.id;
    if (id > 0) {
      m_run = workspace->findRun(id, entry.name);
      if (const auto* reference = study::referenceOf(study.spec, entry))
        m_reference = workspace->findRun(id, reference->name);
      const study::ReceiverEntry* fp32 = &entry;
      while (fp32 && study::isQuantized(fp32->kind))
        fp32 = study::findEntry(study.spec, fp32->parent);
      if (fp32 && fp32->kind == study::ReceiverKind::Fp32)
        if (const auto run = workspace->findRun(id, fp32->name))
          m_fp32 = run->modelId;
      if (study::isQuantized(entry.kind) && quant::isFullyQuantized(entry.quant))
        m_bits = entry.quant;
    }
  } catch (const base::Error&) { // the pages that list runs tell what is wrong with the file
  }
  const bool hasModel = m_run && m_run->modelId > 0;
  m_model->setVisible(hasModel);
  m_export->setVisible(hasModel);
  m_explore->setVisible(m_fp32 > 0);
  m_compare->setVisible(m_run && m_reference);
}

void CurveAnswer::readCosts(const study::StudySpec& spec) {
  if (!m_run || m_run->modelId == 0 || (m_costs && m_costs->run == m_run->id))
    return;
  m_job.start<std::optional<Costs>>(
      [workspace = m_session.workspace(), spec, run = *m_run,
       reference = m_reference](std::stop_token) -> std::optional<Costs> {
        const sim::Link link(spec.link, spec.channel);
        const auto read = [&](std::int64_t model) {
          return study::costsOf(train::deserialiseModel(workspace->modelBlob(model), run.name),
                                link);
        };
        Costs costs{run.id, read(run.modelId), {}};
        if (reference && reference->modelId > 0)
          costs.reference = read(reference->modelId);
        return costs;
      },
      [this](std::optional<Costs> costs) {
        m_costs = std::move(costs);
        Q_EMIT changed();
      });
}

} // namespace rxq::app
