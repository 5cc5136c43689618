#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QTimer>
#include <QVBoxLayout>
#include <bit>
#include <cmath>

#include "app/lessons.h"
#include "core/study/receivers.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/fact_list.h"
#include "widgets/format.h"
#include "widgets/job_controller.h"
#include "widgets/labels.h"
#include "widgets/line_plot.h"
#include "widgets/outcome_grid.h"

namespace rxq::app {

namespace {
constexpr int kSlots = 20'000;
constexpr int kFrame = 40;        ///< ms
constexpr double kGrowth = 1.045; ///< of the blocks shown, a frame: 20 000 after eight seconds
constexpr int kEarlier = 4;

/// Least squares with and without smoothing over subcarriers, on one link that runs fast.
struct Outcomes {
  sim::PointCounts smoothed, plain;
};

Outcomes simulate(double snrDb, std::uint64_t seed, std::stop_token stop) {
  phy::LinkSpec linkSpec;
  linkSpec.resourceBlocks = 4;
  linkSpec.modulation = phy::Modulation::Qam16;
  channel::ChannelSpec channelSpec;
  channelSpec.kind = channel::ChannelKind::TdlB;
  const sim::Link link(linkSpec, channelSpec);
  study::ReceiverEntry entry;
  entry.kind = study::ReceiverKind::LeastSquares;
  const auto plain = study::makeClassical(link, entry);
  entry.classical.smoothing = 9;
  const auto smoothed = study::makeClassical(link, entry);
  phy::DecoderSpec decoder;
  decoder.schedule = phy::DecoderSchedule::Layered;
  decoder.rule = phy::CheckRule::NormalizedMinSum;
  decoder.iterations = 12;
  sim::SweepSpec sweep;
  sweep.snr = {snrDb, snrDb};
  sweep.maxSlots = kSlots;
  sweep.targetBlockErrors = 0;
  const auto curves =
      sim::runSweep(link, decoder, sweep, seed, {{"smoothed", smoothed, {}}, {"plain", plain, {}}},
                    0, stop, [](const sim::SweepProgress&) {});
  if (stop.stop_requested()) // there may be no point at all
    return {};
  return {curves[0].front(), curves[1].front()};
}

/// Errors among the first n slots.
std::uint64_t errorsAmong(const sim::PointCounts& p, std::uint64_t n) {
  std::uint64_t sum = 0;
  for (std::uint64_t word = 0; word < n / 64; ++word)
    sum += static_cast<std::uint64_t>(std::popcount(p.errorMap[word]));
  for (std::uint64_t i = n / 64 * 64; i < n; ++i)
    sum += p.slotFailed(i) ? 1 : 0;
  return sum;
}

QString percent(double share) {
  return QString::number(100 * share, 'f', share < 0.001 ? 3 : 2) + QStringLiteral(" %");
}

class BlocksLesson final : public Lesson {
 public:
  BlocksLesson();

 private:
  enum class Picture { Estimate, Precision, Pair };
  void show(Picture picture, int snrDb);
  void run();
  void grow();
  void draw();
  void drawEstimate();
  void drawPrecision();
  void drawPair();

  Picture m_picture = Picture::Estimate;
  Outcomes m_now;
  std::vector<Outcomes> m_earlier; ///< newest first, of the same SNR
  std::uint64_t m_shown = 0;
  std::uint64_t m_seed = 0;
  QSlider* m_snr;
  QLabel* m_snrText;
  QPushButton* m_again;
  widgets::FactList* m_facts;
  widgets::Card *m_gridCard, *m_plotCard;
  widgets::OutcomeGrid* m_grid;
  widgets::LinePlot* m_plot;
  widgets::Banner* m_problem;
  QTimer m_timer;
  widgets::JobController m_job;
};

BlocksLesson::BlocksLesson()
    : Lesson(Lesson::tr("How many blocks make a BLER"),
             Lesson::tr("A block error rate is counted, not computed. How far can it be trusted "
                        "after ten, a hundred, ten thousand blocks?")),
      m_snr(new QSlider(Qt::Horizontal)), m_snrText(new QLabel),
      m_again(new QPushButton(Lesson::tr("Again, with other noise"))),
      m_facts(new widgets::FactList), m_gridCard(new widgets::Card(Lesson::tr("Blocks"))),
      m_plotCard(new widgets::Card), m_grid(new widgets::OutcomeGrid),
      m_plot(new widgets::LinePlot), m_problem(new widgets::Banner) {
  m_snr->setRange(2, 18);
  m_snr->setValue(9);
  m_snr->setPageStep(1);
  m_snr->setAccessibleName(Lesson::tr("Eb/N0 in dB"));
  auto* row = new QHBoxLayout;
  auto* label = new QLabel(Lesson::tr("Eb/N0"));
  label->setBuddy(m_snr);
  row->addWidget(label);
  row->addWidget(m_snr, 1);
  row->addWidget(m_snrText);
  controls()->addLayout(row);
  controls()->addWidget(m_again);
  controls()->addWidget(m_facts);
  m_gridCard->setContext(Lesson::tr("a square a block; those not decoded stand out"));
  m_gridCard->body()->addWidget(m_grid, 1);
  m_plotCard->body()->addWidget(m_plot, 1);
  pictures()->addWidget(m_problem);
  pictures()->addWidget(m_plotCard, 3);
  pictures()->addWidget(m_gridCard, 2);
  m_timer.setInterval(kFrame);
  QObject::connect(&m_timer, &QTimer::timeout, this, [this] { grow(); });
  QObject::connect(m_again, &QPushButton::clicked, this, [this] { run(); });
  QObject::connect(m_snr, &QSlider::valueChanged, this, [this](int db) {
    m_snrText->setText(widgets::decibels(db, 0));
    m_earlier.clear();
    m_now = {};
    run();
  });
  m_snrText->setText(widgets::decibels(m_snr->value(), 0));
  QObject::connect(&m_job, &widgets::JobController::failed, this,
                   [this](const QString& text) { m_problem->showError(text); });
  setSteps({
      {Lesson::tr("A block is decoded, or it is not"),
       Lesson::tr(
           "Every square is one code block: random bits, a fresh fading channel, fresh noise, "
           "a receiver, a decoder. The block error rate (BLER) is the share of those that "
           "fail.\n\nThe estimate wanders while few blocks are known; the band is the 95 % "
           "interval (Clopper and Pearson, 1934)."),
       [this] { show(Picture::Estimate, 9); }},
      {Lesson::tr("Once more, with other noise"),
       Lesson::tr("Press “Again”: another path to the same rate. Nineteen bands of twenty hold the "
                  "true rate at any number of blocks; the line itself is of little use before the "
                  "band is narrow.\n\nA curve without intervals is a guess."),
       [this] { show(Picture::Estimate, 9); }},
      {Lesson::tr("Errors count, not blocks"),
       Lesson::tr(
           "How wide is the interval, relative to the rate? It depends on the number of "
           "errors alone: about 2/√errors. A hundred errors give ±20 %, whether they came in "
           "a thousand blocks or a million.\n\nMove the SNR: the lines fall on each other. "
           "That is why points stop at a number of block errors."),
       [this] { show(Picture::Precision, 9); }},
      {Lesson::tr("No error seen"),
       Lesson::tr("At high SNR there may be no error at all. That is not a rate of zero: with n "
                  "blocks and no error, the rate is below 3.7/n (at 97.5 %). The plots of this "
                  "program show it as an arrow pointing down."),
       [this] { show(Picture::Estimate, 18); }},
      {Lesson::tr("The same slots, a better difference"),
       Lesson::tr("Two receivers on the same blocks fail together on the bad channels. What parts "
                  "them are the blocks that only one of them loses, and those are few: the "
                  "interval of the difference is narrower than that of either rate.\n\nThis is why "
                  "losses in dB are known to hundredths here while curves are known to tenths."),
       [this] { show(Picture::Pair, 9); }},
  });
}

void BlocksLesson::show(Picture picture, int snrDb) {
  m_picture = picture;
  m_plotCard->setTitle(picture == Picture::Precision ? Lesson::tr("Precision by errors")
                       : picture == Picture::Pair    ? Lesson::tr("Difference of two receivers")
                                                     : Lesson::tr("BLER by blocks"));
  if (m_snr->value() != snrDb)
    m_snr->setValue(snrDb);
  else
    run();
}

void BlocksLesson::run() {
  if (m_now.smoothed.slots > 0) {
    m_earlier.insert(m_earlier.begin(), m_now);
    if (m_earlier.size() > kEarlier)
      m_earlier.pop_back();
  }
  m_problem->clear();
  m_timer.stop();
  m_job.start<Outcomes>([snr = double(m_snr->value()), seed = ++m_seed](
                            std::stop_token stop) { return simulate(snr, seed, stop); },
                        [this](Outcomes outcomes) {
                          m_now = std::move(outcomes);
                          m_shown = 8;
                          m_timer.start();
                          draw();
                        });
}

/// The blocks are there; they are shown at a pace that eyes can follow.
void BlocksLesson::grow() {
  if (!isVisible())
    return;
  const auto next = static_cast<std::uint64_t>(std::ceil(static_cast<double>(m_shown) * kGrowth));
  m_shown = std::min(m_now.smoothed.slots, std::max(next, m_shown + 1));
  if (m_shown == m_now.smoothed.slots)
    m_timer.stop();
  draw();
}

void BlocksLesson::draw() {
  m_grid->setOutcomes(m_now.smoothed.errorMap, m_shown);
  switch (m_picture) {
  case Picture::Estimate:
    drawEstimate();
    break;
  case Picture::Precision:
    drawPrecision();
    break;
  case Picture::Pair:
    drawPair();
    break;
  }
}

/// Numbers of blocks to draw a line through, a few a decade.
static std::vector<std::uint64_t> stepsUpTo(std::uint64_t last) {
  std::vector<std::uint64_t> steps;
  for (double n = 8; n < static_cast<double>(last); n *= 1.08)
    steps.push_back(static_cast<std::uint64_t>(std::lround(n)));
  steps.push_back(last);
  return steps;
}

void BlocksLesson::drawEstimate() {
  QVector<QPointF> line, low, high;
  for (const std::uint64_t n : stepsUpTo(m_shown)) {
    const std::uint64_t errors = errorsAmong(m_now.smoothed, n);
    const base::Interval i = base::clopperPearson(errors, n);
    const double x = static_cast<double>(n);
    line << QPointF(x, static_cast<double>(errors) / x);
    low << QPointF(x, i.low);
    high << QPointF(x, i.high);
  }
  using Tone = widgets::LinePlot::Tone;
  std::vector<widgets::LinePlot::Line> lines{{QString(), line, Tone::Accent, true}};
  for (const Outcomes& earlier : m_earlier) {
    QVector<QPointF> old;
    for (const std::uint64_t n : stepsUpTo(earlier.smoothed.slots))
      old << QPointF(static_cast<double>(n), static_cast<double>(errorsAmong(earlier.smoothed, n)) /
                                                 static_cast<double>(n));
    lines.push_back({QString(), old, Tone::Pale, false});
  }
  const std::uint64_t errors = errorsAmong(m_now.smoothed, m_shown);
  const base::Interval i = base::clopperPearson(errors, m_shown);
  const double expected = m_now.smoothed.bler();
  m_plot->setAxisTitles(Lesson::tr("Blocks"), Lesson::tr("BLER"));
  m_plot->setXAxis(8, kSlots, true);
  m_plot->setYAxis(0, std::clamp(3 * expected, 0.05, 1.0));
  m_plot->setBand(low, high);
  m_plot->setLines(std::move(lines));
  m_facts->setAnswer(percent(static_cast<double>(errors) / static_cast<double>(m_shown)),
                     Lesson::tr("between %1 and %2").arg(percent(i.low), percent(i.high)));
  m_facts->setFacts({{Lesson::tr("Blocks"), widgets::grouped(static_cast<std::int64_t>(m_shown)),
                      QString(), Lesson::tr("Simulated just now, on this machine")},
                     {Lesson::tr("Errors"), widgets::grouped(static_cast<std::int64_t>(errors)),
                      QString(), Lesson::tr("Blocks that the decoder did not get right")}});
}

void BlocksLesson::drawPrecision() {
  using Tone = widgets::LinePlot::Tone;
  const auto lineOf = [](const sim::PointCounts& p, std::uint64_t last) {
    QVector<QPointF> line;
    for (const std::uint64_t n : stepsUpTo(last))
      if (const std::uint64_t errors = errorsAmong(p, n); errors >= 2) {
        const base::Interval i = base::clopperPearson(errors, n);
        const double rate = static_cast<double>(errors) / static_cast<double>(n);
        line << QPointF(static_cast<double>(errors), 100 * (i.high - i.low) / 2 / rate);
      }
    return line;
  };
  std::vector<widgets::LinePlot::Line> lines{
      {widgets::decibels(m_snr->value(), 0), lineOf(m_now.smoothed, m_shown), Tone::Accent, true}};
  QVector<QPointF> rule;
  for (double e = 2; e <= 10000; e *= 1.2)
    rule << QPointF(e, 196 / std::sqrt(e));
  lines.push_back({Lesson::tr("1.96/√errors"), rule, Tone::Pale, false});
  m_plot->setAxisTitles(Lesson::tr("Block errors"), Lesson::tr("± % of the rate"));
  m_plot->setXAxis(2, 10000, true);
  m_plot->setYAxis(1, 200, true);
  m_plot->setBand({}, {});
  m_plot->setLines(std::move(lines));
  const std::uint64_t errors = errorsAmong(m_now.smoothed, m_shown);
  const base::Interval i = base::clopperPearson(errors, m_shown);
  const double rate = static_cast<double>(errors) / static_cast<double>(m_shown);
  m_facts->setAnswer(errors > 0 ? QStringLiteral("± %1 %").arg(
                                      widgets::numberText(100 * (i.high - i.low) / 2 / rate, 0))
                                : QStringLiteral("–"),
                     Lesson::tr("after %1 errors").arg(errors));
  m_facts->setFacts({{Lesson::tr("Blocks"), widgets::grouped(static_cast<std::int64_t>(m_shown)),
                      Lesson::tr("BLER %1").arg(percent(rate)), QString()}});
}

void BlocksLesson::drawPair() {
  using Tone = widgets::LinePlot::Tone;
  QVector<QPointF> apart, paired;
  double most = 0, lastPaired = 0, lastApart = 0, difference = 0;
  std::uint64_t onlyPlain = 0, onlySmoothed = 0, a = 0, b = 0, at = 0;
  for (const std::uint64_t n : stepsUpTo(m_shown)) {
    for (; at < n; ++at) {
      const bool s = m_now.smoothed.slotFailed(at), p = m_now.plain.slotFailed(at);
      a += s, b += p, onlyPlain += p && !s, onlySmoothed += s && !p;
    }
    if (n < 60)
      continue;
    const double N = static_cast<double>(n), pa = static_cast<double>(a) / N,
                 pb = static_cast<double>(b) / N;
    const double discordant = static_cast<double>(onlyPlain + onlySmoothed) / N;
    difference = pb - pa;
    lastApart = 196 * std::sqrt((pa * (1 - pa) + pb * (1 - pb)) / N);
    lastPaired = 196 * std::sqrt(std::max(0.0, discordant - difference * difference) / N);
    apart << QPointF(N, lastApart);
    paired << QPointF(N, lastPaired);
    most = std::max({most, lastApart, lastPaired});
  }
  m_plot->setAxisTitles(Lesson::tr("Blocks"), Lesson::tr("± of the difference, % points"));
  m_plot->setXAxis(60, kSlots, true);
  m_plot->setYAxis(0, std::max(1.0, std::ceil(most)));
  m_plot->setBand({}, {});
  m_plot->setLines({{Lesson::tr("different slots"), apart, Tone::Warning, false},
                    {Lesson::tr("same slots"), paired, Tone::Accent, true}});
  m_facts->setAnswer(
      Lesson::tr("%1 ± %2 %")
          .arg(widgets::numberText(100 * difference, 2), widgets::numberText(lastPaired, 2)),
      Lesson::tr("more blocks lost without smoothing"));
  m_facts->setFacts(
      {{Lesson::tr("On different slots"),
        QStringLiteral("± %1 %").arg(widgets::numberText(lastApart, 2)), QString(),
        Lesson::tr("The interval if each receiver had seen slots of its own")},
       {Lesson::tr("Lost without smoothing only"),
        widgets::grouped(static_cast<std::int64_t>(onlyPlain)), QString(),
        Lesson::tr("Blocks that least squares loses and the same with smoothing does not")},
       {Lesson::tr("Lost with smoothing only"),
        widgets::grouped(static_cast<std::int64_t>(onlySmoothed)), QString(),
        Lesson::tr("The other way round")}});
}
} // namespace

Lesson* makeBlocksLesson() { return new BlocksLesson; }

} // namespace rxq::app
