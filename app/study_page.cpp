#include "app/study_page.h"

#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

#include "app/link_picture.h"
#include "app/receiver_editor.h"
#include "app/receiver_list.h"
#include "app/session.h"
#include "app/study_document.h"
#include "app/study_facts.h"
#include "app/study_text.h"
#include "core/study/study_runner.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/columns.h"
#include "widgets/constellation_view.h"
#include "widgets/fact_list.h"
#include "widgets/format.h"
#include "widgets/grid_view.h"
#include "widgets/icons.h"
#include "widgets/labels.h"
#include "widgets/line_plot.h"
#include "widgets/segmented_control.h"

namespace rxq::app {

namespace {
constexpr int kFactsDelay = 120;    // ms after the last change
constexpr int kEstimateDelay = 500; // ms
constexpr int kRowHeight = 7;       // of the pictures of a slot

/// Weight bits of a sweep. After training, all widths; with training, those where it pays.
std::vector<int> sweepOf(study::ReceiverKind kind) {
  if (kind == study::ReceiverKind::Ptq)
    return {8, 6, 5, 4, 3, 2};
  return {4, 3, 2};
}
} // namespace

StudyPage::StudyPage(StudyDocument& document, Session& session, QWidget* parent)
    : Page(parent), m_document(document), m_session(session), m_receivers(new ReceiverList),
      m_editor(new ReceiverEditor(document)), m_problem(new widgets::Banner),
      m_facts(new widgets::FactList), m_gridCard(new widgets::Card(tr("Grid"))),
      m_grid(new widgets::GridView), m_channelCard(new widgets::Card(tr("One channel"))),
      m_channel(new widgets::GridView), m_profile(new widgets::LinePlot),
      m_symbols(new widgets::ConstellationView),
      m_channelPicture(new widgets::SegmentedControl({tr("|H|"), tr("Delays"), tr("Symbols")})) {
  auto& spec = document.working();
  auto* study =
      addForm(tr("Study"), QStringLiteral("study"), param::bind(spec), {"name", "question"},
              {"link", "channel", "decoder", "sweep", "receivers"}, {"question"});
  m_linkCard = addForm(tr("Link"), QStringLiteral("link"), param::bind(spec.link, "link"),
                       {"grid", "resourceBlocks", "subcarrierSpacing", "pilotSymbols", "modulation",
                        "codeRate", "rxAntennas"});
  auto* channelForm =
      addForm(tr("Channel"), QStringLiteral("channel"), param::bind(spec.channel, "channel"),
              {"kind", "delaySpread", "carrier", "speed"});
  auto* decoder = addForm(tr("Decoder"), QStringLiteral("decoder"),
                          param::bind(spec.decoder, "decoder"), {"rule", "messages", "iterations"});
  auto* sweep =
      addForm(tr("Measurement"), QStringLiteral("sweep"), param::bind(spec.sweep, "sweep"),
              {"snr", "step", "targetBlockErrors", "maxSlots", "blerTarget"});
  m_receiversCard = makeReceiversCard();

  auto* meaning = new widgets::Card(tr("What this means"));
  meaning->body()->addWidget(m_facts);
  m_gridCard->body()->addWidget(m_grid);
  m_gridCard->body()->addWidget(
      widgets::styledLabel(tr("dark: pilots · pale: data · empty: nothing"), "small"));
  m_grid->setRowHeight(kRowHeight);
  m_channel->setRowHeight(kRowHeight);
  m_grid->setAccessibleName(tr("Pilots and data of a slot"));
  makeChannelCard();

  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  layout->addWidget(m_problem);
  auto* columns = new widgets::Columns;
  QWidget* const list = m_receiversCard;
  columns->addArrangement(0, {{study, m_linkCard, channelForm, sweep, decoder},
                              {meaning, list, m_editor, m_gridCard, m_channelCard}});
  // What one reads off stands beside what one changes, both in sight at 1280 x 800.
  columns->addArrangement(900,
                          {{study, m_linkCard, channelForm},
                           {list},
                           {meaning, m_editor, m_gridCard, m_channelCard, sweep, decoder}},
                          {17, 18, 17});
  columns->addArrangement(1700,
                          {{study, m_linkCard, channelForm},
                           {list},
                           {m_editor, sweep, decoder},
                           {meaning, m_gridCard, m_channelCard}},
                          {5, 6, 5, 6});
  layout->addWidget(columns);
  layout->addStretch(1);
  setScrolled(content);

  connect(&document, &StudyDocument::reloaded, this, [this] {
    for (widgets::FormView* form : m_forms)
      form->refresh();
  });
  connect(&document, &StudyDocument::changed, this, &StudyPage::refreshSoon);
  connect(m_receivers, &ReceiverList::selectionChanged, this, &StudyPage::editReceiver);
  connect(m_receivers, &ReceiverList::evaluateChanged, this, [this](int index, bool on) {
    const auto at = static_cast<std::size_t>(index);
    study::ReceiverEntry entry = m_document.spec().receivers[at];
    entry.evaluate = on;
    m_document.setReceiver(at, entry, {});
  });
  connect(m_editor, &ReceiverEditor::closed, this, [this] { editReceiver(-1); });
  connect(m_editor, &ReceiverEditor::wantsSelection, this, &StudyPage::editReceiver);
  connect(&m_editor->form(), &widgets::FormView::errorsChanged, this, &StudyPage::runnableChanged);
  connect(&m_session, &Session::runEnded, this, &StudyPage::refreshSoon);
  m_factsTimer.setSingleShot(true);
  m_factsTimer.setInterval(kFactsDelay);
  connect(&m_factsTimer, &QTimer::timeout, this, &StudyPage::updateFacts);
  m_estimateTimer.setSingleShot(true);
  m_estimateTimer.setInterval(kEstimateDelay);
  connect(&m_estimateTimer, &QTimer::timeout, this, &StudyPage::updateEstimate);
}

widgets::Card* StudyPage::addForm(const QString& title, const QString& key,
                                  std::vector<param::BoundField> fields, const QStringList& primary,
                                  const QStringList& hidden, const QStringList& longTexts) {
  auto* card = new widgets::Card(title);
  auto* form = new widgets::FormView;
  form->setFields(std::move(fields), {primary, hidden, {}, longTexts});
  card->body()->addWidget(form);
  connect(form, &widgets::FormView::changed, this, [this, form, title](const QString& path) {
    m_document.commit(tr("change %1").arg(title.toLower()), path);
    Q_UNUSED(form)
  });
  connect(form, &widgets::FormView::errorsChanged, this, &StudyPage::runnableChanged);
  form->setObjectName(key + QStringLiteral("Form"));
  m_forms.push_back(form);
  return card;
}

widgets::Card* StudyPage::makeReceiversCard() {
  auto* card = new widgets::Card(tr("What to compare"));
  m_add = new QToolButton;
  m_add->setText(tr("Add"));
  m_add->setIcon(widgets::icon("plus"));
  m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_add->setPopupMode(QToolButton::InstantPopup);
  m_add->setAccessibleName(tr("Add a receiver"));
  m_add->setToolTip(tr("One receiver, or a sweep of bit-widths"));
  auto* menu = new QMenu(m_add);
  connect(menu, &QMenu::aboutToShow, this, &StudyPage::fillAddMenu);
  m_add->setMenu(menu);
  card->addToHeader(m_add);
  card->body()->addWidget(m_receivers);
  return card;
}

void StudyPage::fillAddMenu() {
  QMenu* menu = m_add->menu();
  menu->clear();
  for (const auto& choice : param::EnumTable<study::ReceiverKind>::table)
    menu->addAction(kindText(std::string(choice.key)), this, [this, kind = choice.value] {
      study::ReceiverEntry entry;
      entry.kind = kind;
      entry.name = m_document.freeName(kindText(std::string(param::keyOf(kind))).toStdString());
      if (kind == study::ReceiverKind::Qat)
        entry.train = train::newQatTraining(entry.quant.weightBits);
      if (study::isQuantized(kind)) // from the nearest receiver above that can be its parent
        for (const auto& other : m_document.spec().receivers)
          if (kind == study::ReceiverKind::FixedPoint
                  ? other.kind == study::ReceiverKind::Ptq || other.kind == study::ReceiverKind::Qat
                  : other.kind == study::ReceiverKind::Fp32)
            entry.parent = other.name;
      m_document.addReceiver(entry);
      editReceiver(static_cast<int>(m_document.spec().receivers.size()) - 1);
    });
  using Kind = study::ReceiverKind;
  for (const auto& [kind, text] : {std::pair{Kind::Ptq, tr("PTQ at %1 bits of …")},
                                   std::pair{Kind::Qat, tr("QAT at %1 bits of …")}}) {
    QStringList widths;
    for (const int bits : sweepOf(kind))
      widths << QString::number(bits);
    QMenu* sweep = menu->addMenu(text.arg(widths.join(QStringLiteral(", "))));
    for (const auto& parent : m_document.spec().receivers)
      if (parent.kind == Kind::Fp32 && parent.evaluate)
        sweep->addAction(QString::fromStdString(parent.name), this,
                         [this, name = parent.name, kind = kind] { addSweep(name, kind); });
    sweep->setEnabled(!sweep->isEmpty());
  }
}

void StudyPage::offerSweep() { m_add->showMenu(); }

/// A receiver a width, as one step to undo; widths that the study has are left out.
void StudyPage::addSweep(const std::string& parent, study::ReceiverKind kind) {
  const std::vector<study::ReceiverEntry> before = m_document.spec().receivers;
  m_document.undoStack().beginMacro(tr("add a sweep of bit-widths"));
  for (const int bits : sweepOf(kind)) {
    study::ReceiverEntry entry;
    entry.kind = kind;
    entry.parent = parent;
    entry.quant.weightBits = entry.quant.edgeWeightBits = bits;
    if (kind == study::ReceiverKind::Qat)
      entry.train = train::newQatTraining(bits);
    for (const study::ReceiverEntry& other : before)
      if (other.kind == study::ReceiverKind::Qat && other.parent == parent)
        entry.train = other.train; // as the family's others are trained
    const bool known = std::any_of(before.begin(), before.end(), [&](const auto& other) {
      return other.kind == kind && other.parent == parent && other.quant == entry.quant;
    });
    if (known)
      continue;
    entry.name = m_document.freeName(parent + ", " + describeBits(entry.quant).toStdString() +
                                     (kind == study::ReceiverKind::Qat ? " QAT" : " PTQ"));
    m_document.addReceiver(entry);
  }
  m_document.undoStack().endMacro();
}

bool StudyPage::canRun() const {
  for (const widgets::FormView* form : m_forms)
    if (form->hasErrors())
      return false;
  if (m_editor->index() >= 0 && m_editor->form().hasErrors())
    return false;
  return m_document.problem().isEmpty();
}

void StudyPage::editReceiver(int index) {
  m_receivers->setSelected(index);
  m_editor->edit(index);
  m_factsTimer.start();
}

void StudyPage::refresh() {
  const study::StudySpec& spec = m_document.spec();
  m_receivers->setStudy(spec);
  m_receiversCard->setContext(spec.receivers.size() == 1
                                  ? tr("1 receiver")
                                  : tr("%1 receivers").arg(spec.receivers.size()));
  const QString problem = m_document.problem();
  if (problem.isEmpty())
    m_problem->clear();
  else
    m_problem->showError(tr("This study cannot run yet. %1").arg(problem));
  m_factsTimer.start();
  m_estimateTimer.start();
  Q_EMIT runnableChanged();
}

void StudyPage::updateEstimate() {
  // A calibration beside a running study would measure the study.
  if (m_session.isRunning() || !m_document.problem().isEmpty())
    return;
  m_estimate.start<std::vector<double>>(
      [spec = m_document.spec()](std::stop_token) { return study::estimateSeconds(spec, 0); },
      [this](std::vector<double> seconds) {
        m_seconds = std::move(seconds);
        m_receivers->setSeconds(m_seconds);
        showMeaning();
      });
}

void StudyPage::makeChannelCard() {
  m_channel->setAccessibleName(tr("Magnitude of one channel realisation"));
  m_profile->setAccessibleName(tr("Power by delay of one channel realisation"));
  m_profile->setAxisTitles(tr("Delay, ns"), tr("dB"));
  m_profile->setFixedHeight(150);
  m_channelPicture->setAccessibleTitle(tr("Picture of the channel"));
  auto* other = widgets::iconButton("redo", tr("Another slot"));
  connect(other, &QToolButton::clicked, this, [this] {
    ++m_slot;
    updateFacts();
  });
  m_channelCard->addToHeader(other);
  m_channelCard->body()->addWidget(m_channelPicture);
  for (QWidget* picture : {static_cast<QWidget*>(m_channel), static_cast<QWidget*>(m_profile),
                           static_cast<QWidget*>(m_symbols)})
    m_channelCard->body()->addWidget(picture);
  connect(m_channelPicture, &widgets::SegmentedControl::chosen, this,
          &StudyPage::showChannelPicture);
  showChannelPicture();
}

void StudyPage::showChannelPicture() {
  const int which = m_channelPicture->current();
  m_channel->setVisible(which == 0);
  m_profile->setVisible(which == 1);
  m_symbols->setVisible(which == 2);
  m_channelCard->setContext(which == 0   ? tr("antenna 1, dB")
                            : which == 1 ? tr("one slot")
                                         : tr("at %1").arg(widgets::decibels(m_pictureSnr, 1)));
}

void StudyPage::updateFacts() {
  showMeaning();
  m_channelJob.start<LinkPicture>(
      [spec = m_document.spec(), slot = m_slot](std::stop_token) { return pictureOf(spec, slot); },
      [this](LinkPicture picture) {
        m_channel->setValues(picture.symbols, picture.subcarriers, std::move(picture.decibels));
        if (!picture.delayProfile.isEmpty()) {
          m_profile->setXAxis(picture.delayProfile.front().x(), picture.delayProfile.back().x());
          m_profile->setYAxis(-40, 3);
          m_profile->setLines(
              {{QString(), picture.delayProfile, widgets::LinePlot::Tone::Accent, true}});
        }
        m_symbols->setSymbols(std::move(picture.received), std::move(picture.equalised));
        m_pictureSnr = picture.snrDb;
        showChannelPicture();
      });
}

void StudyPage::showMeaning() {
  using widgets::bytesText;
  using widgets::grouped;
  const study::StudySpec& spec = m_document.spec();
  std::optional<std::size_t> chosen;
  if (m_receivers->selected() >= 0)
    chosen = static_cast<std::size_t>(m_receivers->selected());
  const StudyFacts facts = factsOf(spec, chosen);
  if (!facts.problem.isEmpty() && facts.subcarriers == 0) {
    m_facts->setAnswer(QString(), QString());
    m_facts->setFacts({});
    return;
  }
  m_grid->setKinds(facts.symbols, facts.subcarriers, facts.elements);
  m_gridCard->setContext(
      tr("%1 symbols × %2 subcarriers").arg(facts.symbols).arg(facts.subcarriers));
  const double total = std::accumulate(m_seconds.begin(), m_seconds.end(), 0.0);
  const auto workers = std::max(1u, std::thread::hardware_concurrency());
  if (m_seconds.size() == spec.receivers.size() && !m_seconds.empty())
    m_facts->setAnswer(widgets::durationText(total), workers == 1
                                                         ? tr("on one core, at most")
                                                         : tr("on %1 cores, at most").arg(workers));
  std::vector<widgets::FactList::Fact> rows{
      facts.codeBlocks > 0
          ? widgets::FactList::Fact{tr("Transport block"),
                                    QStringLiteral("A ") + grouped(facts.infoBits),
                                    QStringLiteral("G ") + grouped(facts.codedBits),
                                    tr("Information and coded bits of a slot's transport block "
                                       "(TS 38.212 6.2); code blocks: %1.")
                                        .arg(facts.codeBlocks)}
          : widgets::FactList::
                Fact{tr("Code word"), QStringLiteral("k ") + grouped(facts.infoBits),
                     QStringLiteral("n ") + grouped(facts.codedBits),
                     tr("Information and coded bits of a slot's code word (TS 38.212).")},
      {tr("Data rate"), widgets::siText(facts.bitsPerSecond, "b/s"),
       describeLink(spec).section(QStringLiteral(" · "), -1),
       tr("Information bits by the time of a slot.")}};
  if (facts.network) {
    const auto& net = *facts.network;
    const double ratio = static_cast<double>(net.bytesAt(32)) / static_cast<double>(net.bytesAt(4));
    rows.push_back(
        {tr("Parameters"), grouped(net.parameters), QString(),
         tr("Weights and biases of %1 after folding of batch normalisation.").arg(net.receiver)});
    rows.push_back({tr("Work a slot"), widgets::siText(static_cast<double>(net.macs), " MAC"),
                    QString(), tr("Multiply-accumulates of one slot.")});
    rows.push_back({tr("Weights at 8 bits"), bytesText(net.bytesAt(8)),
                    tr("%1 FP32").arg(bytesText(net.bytesAt(32))), tr("Biases stay at 32 bits.")});
    rows.push_back({tr("Weights at 4 bits"), bytesText(net.bytesAt(4)),
                    QStringLiteral("÷ ") + QString::number(ratio, 'f', 1),
                    tr("Biases stay at 32 bits.")});
    rows.push_back(
        {tr("Receptive field"),
         QStringLiteral("%1 × %2").arg(net.receptiveSymbols).arg(net.receptiveSubcarriers),
         tr("elements"), tr("Symbols × subcarriers: resource elements that one output can see.")});
  }
  m_facts->setFacts(rows);
}

} // namespace rxq::app
