#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <mutex>

#include "app/curve_styles.h"
#include "app/demo.h"
#include "app/explore_text.h"
#include "app/lessons.h"
#include "app/study_text.h"
#include "core/study/explorer.h"
#include "core/study/study_runner.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/curve_plot.h"
#include "widgets/fact_list.h"
#include "widgets/format.h"
#include "widgets/job_controller.h"
#include "widgets/layer_bars.h"
#include "widgets/loss_plot.h"

namespace rxq::app {

namespace {
constexpr const char *kModel = "llr_head_fp32", *kParent = "LLR head, FP32";
constexpr const char *kPtq = "LLR head, W4 A8 PTQ, per tensor", *kQat = "LLR head, W4 A8 QAT";
constexpr study::ExploreBudget kBudget{0.06, 8192};
/// A fifth of the demo's: most of what is lost comes back in the first hundred.
constexpr int kIterations = 800;

study::ReceiverEntry entryNamed(const study::StudySpec& spec, const std::string& name) {
  return *std::ranges::find(spec.receivers, name, &study::ReceiverEntry::name);
}

/// FP32 from the models that ship, PTQ, and a short QAT of the same bits.
study::StudySpec trainingStudy() {
  study::StudySpec spec = demoStudy();
  std::vector<study::ReceiverEntry> receivers;
  for (std::string name = kParent; !name.empty();) { // ancestors first
    receivers.insert(receivers.begin(), entryNamed(spec, name));
    name = receivers.front().parent;
  }
  receivers.push_back(entryNamed(spec, kPtq));
  study::ReceiverEntry qat = entryNamed(spec, kQat);
  qat.quant = receivers.back().quant;
  qat.name = "LLR head, W4 A8 QAT, per tensor";
  qat.train.iterations = kIterations;
  qat.train.validateEvery = 50;
  receivers.push_back(qat);
  spec.receivers = std::move(receivers);
  spec.sweep.snr = {5, 13};
  spec.sweep.step = 2;
  spec.sweep.maxSlots = 1500;
  spec.sweep.targetBlockErrors = 300;
  return spec;
}

class TrainingLesson final : public Lesson {
 public:
  TrainingLesson();

 private:
  /// What the job of the explorer holds on to.
  struct Engine {
    std::mutex mutex;
    std::unique_ptr<study::Explorer> explorer;
  };
  void showExplorer(int weightBits);
  void measure();
  void take(const study::ExploreState& state);
  void toggleLayer(int layer);
  void showTraining();
  void train();
  void take(const study::StudyProgress& progress);
  void hideEvent(QHideEvent* event) override {
    Lesson::hideEvent(event);
    m_explore.discard();
  }

  study::StudySpec m_study = trainingStudy();
  std::shared_ptr<Engine> m_engine = std::make_shared<Engine>();
  study::ExploreSetting m_setting;
  std::shared_ptr<const study::StudyProgress> m_progress;

  widgets::Card *m_curveCard, *m_layersCard, *m_lossCard;
  widgets::CurvePlot* m_plot;
  widgets::LayerBars* m_layers;
  widgets::LossPlot* m_loss;
  widgets::FactList* m_answer;
  widgets::Banner* m_problem;
  QPushButton* m_start;
  widgets::JobController m_explore, m_run; ///< last: joined first
};

TrainingLesson::TrainingLesson()
    : Lesson(Lesson::tr("Why PTQ fails at 4 bits and QAT does not"),
             Lesson::tr("A trained receiver loses bits, layer by layer; then it is trained with "
                        "its quantizers in place, and you watch it recover.")),
      m_curveCard(new widgets::Card(Lesson::tr("Block error rate"))),
      m_layersCard(new widgets::Card(Lesson::tr("Layers"))),
      m_lossCard(new widgets::Card(Lesson::tr("Quantization-aware training"))),
      m_plot(new widgets::CurvePlot), m_layers(new widgets::LayerBars),
      m_loss(new widgets::LossPlot), m_answer(new widgets::FactList),
      m_problem(new widgets::Banner), m_start(new QPushButton(Lesson::tr("Train for 800 steps"))) {
  m_curveCard->setContext(describeLink(m_study));
  m_plot->setTarget(m_study.sweep.blerTarget);
  m_plot->setAxisTitles(snrAxisText(m_study.link), QString());
  m_curveCard->body()->addWidget(m_plot, 1);
  m_layersCard->setContext(Lesson::tr("SQNR in dB: solid weights, pale outputs"));
  m_layersCard->body()->addWidget(m_layers, 1);
  m_lossCard->body()->addWidget(m_loss, 1);
  pictures()->addWidget(m_problem);
  pictures()->addWidget(m_curveCard, 3);
  pictures()->addWidget(m_layersCard, 2);
  pictures()->addWidget(m_lossCard, 2);
  controls()->addWidget(m_answer);
  controls()->addWidget(m_start);
  m_start->setObjectName(QStringLiteral("startTraining"));
  QObject::connect(m_start, &QPushButton::clicked, this, [this] { train(); });
  QObject::connect(m_layers, &widgets::LayerBars::layerChosen, this,
                   [this](int layer) { toggleLayer(layer); });
  for (widgets::JobController* job : {&m_explore, &m_run})
    QObject::connect(job, &widgets::JobController::failed, this, [this](const QString& text) {
      m_problem->showError(text);
      m_start->setEnabled(true);
    });
  setSteps({
      {Lesson::tr("Eight bits cost nothing"),
       Lesson::tr("A trained receiver is quantized after training (PTQ): weights and activations "
                  "to 8 bits, one scale a tensor. Both curves are simulated now, on the same bits, "
                  "channels and noise; the quantized one on the integers that hardware would "
                  "run.\n\nThe loss in dB at 10 % block errors is the number to watch."),
       [this] { showExplorer(8); }},
      {Lesson::tr("Four bits, after training"),
       Lesson::tr("Now the weights have 4 bits: 15 values. Nobody asked the training for weights "
                  "that survive this, and they do not. The bars tell by how much each layer's "
                  "output is off: errors of early layers travel through all later ones."),
       [this] { showExplorer(4); }},
      {Lesson::tr("Which layer breaks?"),
       Lesson::tr("Click a layer (or walk with the arrow keys) and it gets 8 bits for its weights "
                  "again; click it once more and it has 4.\n\nFind the layer that gives most back. "
                  "Most often it is the first: its inputs differ in size, so do its weights, and "
                  "one step does not suit them all."),
       [this] { showExplorer(4); }},
      {Lesson::tr("Train on, in four bits"),
       Lesson::tr("Quantization-aware training puts the quantizers into the forward pass: clamp, "
                  "map, round, map back. Gradients pass straight through the rounding (a "
                  "straight-through estimator), and the steps themselves are learned. The network "
                  "finds weights that are good on the grid.\n\nStart it: 800 steps, about ten to "
                  "thirty seconds."),
       [this] { showTraining(); }},
      {Lesson::tr("The same bits, two ways"),
       Lesson::tr("Same network, same bits, same slots: what PTQ lost, QAT has mostly regained. "
                  "This is what the paper that this program answers shows on CDL channels (arXiv "
                  "2509.13786).\n\nOn the Explore page you can do this with any trained "
                  "receiver, and train what you find."),
       [this] { showTraining(); }},
  });
}

void TrainingLesson::showExplorer(int weightBits) {
  m_layersCard->show();
  m_lossCard->hide();
  m_start->hide();
  m_answer->show();
  m_setting = {};
  m_setting.quant = entryNamed(m_study, kPtq).quant;
  m_setting.quant.weightBits = m_setting.quant.edgeWeightBits = weightBits;
  m_layers->setChosen(-1);
  measure();
}

void TrainingLesson::toggleLayer(int layer) {
  if (step() != 2)
    return;
  const std::string name = m_layers->bars()[static_cast<std::size_t>(layer)].name.toStdString();
  if (std::erase_if(m_setting.quant.layers, [&](const auto& l) { return l.layer == name; }) == 0)
    m_setting.quant.layers.push_back({name, 8, 8});
  measure();
}

void TrainingLesson::measure() {
  using State = study::ExploreState;
  m_problem->clear();
  m_answer->setAnswer(QStringLiteral("–"), Lesson::tr("measuring …"));
  m_explore.start<State, std::shared_ptr<const State>>(
      [engine = m_engine, spec = m_study, setting = m_setting](std::stop_token stop,
                                                               base::Mailbox<State>& mailbox) {
        const std::lock_guard lock(engine->mutex);
        if (!engine->explorer && !stop.stop_requested())
          engine->explorer = std::make_unique<study::Explorer>(pretrainedModel(kModel), spec, 0);
        if (stop.stop_requested())
          return std::shared_ptr<const State>();
        return engine->explorer->evaluate(
            setting, kBudget, stop,
            [&](std::shared_ptr<const State> state) { mailbox.put(std::move(state)); });
      },
      [this](std::shared_ptr<const State> state) { take(*state); },
      [this](std::shared_ptr<const State> state) {
        if (state)
          take(*state);
      });
}

void TrainingLesson::take(const study::ExploreState& s) {
  using Role = widgets::PlotSeries::Role;
  if (!m_layersCard->isVisible())
    return;
  widgets::PlotSeries fp32, now;
  fp32.name = Lesson::tr("FP32");
  fp32.role = Role::Reference;
  fp32.curve = s.reference;
  now.name = Lesson::tr("%1-bit weights").arg(s.setting.quant.weightBits);
  now.current = true;
  now.role = s.loss.unbounded ? Role::Failing : Role::Quantized;
  now.curve = s.curve;
  std::vector<widgets::LossMark> marks;
  if (s.loss.valid && s.crossing.reached)
    marks.push_back(
        {s.crossing.snrDb - s.loss.db, s.crossing.snrDb, widgets::signedDecibels(s.loss.db), 1});
  m_plot->setSeries({fp32, now});
  m_plot->setLosses(marks);
  m_layers->setBars(layerBars(s));
  const double half = (s.loss.interval.high - s.loss.interval.low) / 2;
  m_answer->setAnswerIsProblem(s.loss.unbounded);
  m_answer->setAnswer(
      lossText(s.loss),
      s.loss.valid && std::isfinite(half)
          ? Lesson::tr("± %1, at 10 % block errors").arg(QString::number(half, 'f', 2))
          : Lesson::tr("at 10 % block errors"));
}

void TrainingLesson::showTraining() {
  m_explore.discard();
  m_layersCard->hide();
  m_lossCard->show();
  m_answer->hide();
  m_start->show();
  m_plot->setLosses({});
  m_plot->setSeries({});
  if (m_progress)
    take(*m_progress);
}

void TrainingLesson::train() {
  using Progress = study::StudyProgress;
  m_problem->clear();
  m_start->setEnabled(false);
  m_run.start<Progress, Progress>(
      [spec = m_study](std::stop_token stop, base::Mailbox<Progress>& mailbox) {
        store::Workspace scratch(":memory:");
        installPretrained(scratch);
        return study::runStudy(spec, scratch, {}, stop, mailbox);
      },
      [this](std::shared_ptr<const Progress> p) {
        m_progress = std::move(p);
        take(*m_progress);
      },
      [this](Progress last) {
        m_progress = std::make_shared<const Progress>(std::move(last));
        take(*m_progress);
        m_start->setEnabled(true);
        m_start->setText(Lesson::tr("Train again"));
      });
}

void TrainingLesson::take(const study::StudyProgress& progress) {
  if (!m_lossCard->isVisible())
    return;
  const QString qat = QString::fromStdString(m_study.receivers.back().name);
  m_plot->setSeries(plotSeries(progress, m_study, qat));
  m_plot->setLosses(lossMarks(progress, m_study, qat));
  const study::EntryProgress& own = progress.entries.back();
  m_loss->setHistory(own.history, m_study.receivers.back().train.iterations);
  m_lossCard->setContext(own.iteration > 0
                             ? Lesson::tr("iteration %1 of %2").arg(own.iteration).arg(kIterations)
                             : describeActivity(progress));
  const study::EntryProgress& ptq = progress.entries[progress.entries.size() - 2];
  if (progress.finished && own.loss && own.loss->valid) {
    const QString before = ptq.loss && ptq.loss->valid ? widgets::signedDecibels(ptq.loss->db)
                                                       : Lesson::tr("no use at all");
    setFinding(Lesson::tr("PTQ: %1. QAT: %2.").arg(before, widgets::signedDecibels(own.loss->db)));
  }
}
} // namespace

Lesson* makeTrainingLesson() { return new TrainingLesson; }

} // namespace rxq::app
