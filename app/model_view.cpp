#include "app/model_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/study_text.h"
#include "widgets/card.h"
#include "widgets/fact_list.h"
#include "widgets/field_editor.h"
#include "widgets/format.h"
#include "widgets/labels.h"
#include "widgets/segmented_control.h"
#include "widgets/tensor_histogram.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
using widgets::grouped;
using widgets::numberText;
using widgets::paramText;
const QString kDot = QStringLiteral(" · ");
constexpr int kLayerRow = 26, kMostLayers = 12, kHistogramHeight = 150, kRunRows = 4;
constexpr int kNarrowestColumn = 56; ///< has room for its head in any language

QString ratioText(double db) {
  if (!std::isfinite(db))
    return QStringLiteral("∞");
  return widgets::decibels(std::abs(db) < 0.05 ? 0 : db, 1).chopped(3); // " dB"
}

QString bitsText(int bits) {
  return bits == quant::kBitsOff ? ModelView::tr("float") : QString::number(bits);
}

/// Three figures that matter.
QString valueText(double value) {
  if (value == 0)
    return QStringLiteral("0");
  const int decimals =
      std::clamp(2 - static_cast<int>(std::floor(std::log10(std::abs(value)))), 0, 5);
  return numberText(value, decimals);
}

/// "± 0.42", "0 … 3.1", "float".
QString rangeText(const quant::RangeReport& range) {
  if (range.bits == quant::kBitsOff)
    return ModelView::tr("float");
  if (std::abs(range.low + range.high) < 1e-6 * std::abs(range.high))
    return QStringLiteral("± ") + valueText(range.high);
  return valueText(range.low) + QStringLiteral(" … ") + valueText(range.high);
}

QString shapeText(const nn::ConvLayer& g) {
  QString text = QStringLiteral("%1×%2").arg(g.kernelT).arg(g.kernelF);
  text += kDot + QStringLiteral("%1→%2").arg(g.inChannels).arg(g.outChannels);
  if (g.depthwise)
    text += kDot + ModelView::tr("depthwise");
  if (g.dilationT > 1 || g.dilationF > 1)
    text += kDot + ModelView::tr("dilated %1×%2").arg(g.dilationT).arg(g.dilationF);
  return text;
}

QString specText(const ModelDetails& d) {
  study::StudySpec trainedFor;
  trainedFor.link = d.link;
  trainedFor.channel = d.channel;
  QStringList parts{paramText(param::labelOf(d.neural.architecture)),
                    ModelView::tr("%1 head").arg(paramText(param::labelOf(d.neural.head))),
                    ModelView::tr("%1 channels").arg(d.neural.channels),
                    ModelView::tr("%1 blocks").arg(d.neural.blocks)};
  return ModelView::tr("%1; trained for %2").arg(parts.join(kDot), describeLink(trainedFor));
}

QString linkTo(const store::ModelRecord& model) {
  return QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
      .arg(model.id)
      .arg(widgets::Theme::colors().accent.name())
      .arg(QString::fromStdString(model.name).toHtmlEscaped());
}

QLineEdit* makeEdit(const QString& name, const QString& placeholder) {
  auto* edit = new QLineEdit;
  edit->setAccessibleName(name);
  edit->setPlaceholderText(placeholder);
  return edit;
}
} // namespace

ModelView::ModelView(QWidget* parent)
    : QWidget(parent), m_card(new widgets::Card), m_family(new QLabel),
      m_spec(widgets::styledLabel(QString(), "dim")), m_facts(new widgets::FactList),
      m_more(new widgets::FactList), m_tags(makeEdit(tr("Tags"), tr("Tags"))),
      m_note(makeEdit(tr("Note"), tr("Note"))), m_export(new QPushButton(tr("Export …"))),
      m_trash(new QPushButton(tr("Move to trash"))),
      m_compare(new QPushButton(tr("Compare the family"))),
      m_layersCard(new widgets::Card(tr("Layers"))), m_layers(new QTableView),
      m_tensor(new widgets::SegmentedControl({tr("Weights"), tr("Outputs")})),
      m_histogramTitle(widgets::styledLabel(QString(), "small")),
      m_histogram(new widgets::TensorHistogram), m_runsCard(new widgets::Card(tr("Measured in"))),
      m_runs(new QTableView) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  layout->addWidget(makeSummary());
  layout->addWidget(makeLayers(), 1);
  layout->addWidget(makeRuns());
  if (auto* theme = widgets::Theme::current())
    connect(theme, &widgets::Theme::changed, this, &ModelView::showFamily);
}

QWidget* ModelView::makeSummary() {
  m_family->setWordWrap(true);
  m_family->setTextFormat(Qt::RichText);
  m_family->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  m_family->setToolTip(tr("What it was made from, and what was made from it"));
  connect(m_family, &QLabel::linkActivated, this,
          [this](const QString& link) { Q_EMIT modelChosen(link.toLongLong()); });
  m_export->setProperty("class", QStringLiteral("primary"));
  connect(m_export, &QPushButton::clicked, this,
          [this] { Q_EMIT exportWanted(m_details.record.id); });
  connect(m_trash, &QPushButton::clicked, this, &ModelView::trashWanted);
  m_card->addToHeader(m_trash);
  m_card->addToHeader(m_export);
  m_spec->setWordWrap(true);
  m_card->body()->addWidget(m_family);
  m_card->body()->addWidget(m_spec);
  auto* facts = new QHBoxLayout;
  facts->setSpacing(24);
  facts->addWidget(m_facts, 1, Qt::AlignTop);
  facts->addWidget(m_more, 1, Qt::AlignTop);
  m_card->body()->addLayout(facts);
  auto* words = new QHBoxLayout;
  words->setSpacing(8);
  m_tags->setMaximumWidth(180);
  words->addWidget(m_tags, 1);
  words->addWidget(m_note, 3);
  m_card->body()->addLayout(words);
  for (QLineEdit* edit : {m_tags, m_note})
    connect(edit, &QLineEdit::editingFinished, this, [this] {
      if (m_tags->text().toStdString() != m_details.record.tags ||
          m_note->text().toStdString() != m_details.record.note)
        Q_EMIT edited(m_tags->text(), m_note->text());
    });
  return m_card;
}

QWidget* ModelView::makeLayers() {
  using Column = widgets::SnapshotTable<Layer>::Column;
  std::vector<Column> columns{
      {tr("Layer"), [](const Layer& l) { return QString::fromStdString(l.profile.geometry.name); }},
      {tr("Kernel"), [](const Layer& l) { return shapeText(l.profile.geometry); }},
      {tr("Bits"), [](const Layer& l) { return bitsText(l.profile.weightRange.bits); }, true},
      {tr("SQNR"),
       [](const Layer& l) { return l.report ? ratioText(l.report->weightSqnrDb) : QString(); },
       true},
      {tr("Output range"), [](const Layer& l) { return rangeText(l.profile.outputRange); }, true},
      {tr("Bits"), [](const Layer& l) { return bitsText(l.profile.outputRange.bits); }, true},
      {tr("SQNR"),
       [](const Layer& l) { return l.report ? ratioText(l.report->activationSqnrDb) : QString(); },
       true}};
  m_layerModel = std::make_unique<widgets::SnapshotTable<Layer>>(
      std::move(columns), [](const Layer& l) { return static_cast<qint64>(l.index); });
  m_layers->setModel(m_layerModel.get());
  widgets::styleTable(m_layers, 0);
  m_layers->horizontalHeader()->setMinimumSectionSize(kNarrowestColumn);
  m_layers->verticalHeader()->setMinimumSectionSize(kLayerRow);
  m_layers->verticalHeader()->setDefaultSectionSize(kLayerRow);
  m_layers->setAccessibleName(tr("Layers of the model"));
  connect(m_layers->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          &ModelView::showHistogram);
  m_tensor->setAccessibleTitle(tr("Histogram"));
  connect(m_tensor, &widgets::SegmentedControl::currentChanged, this, &ModelView::showHistogram);
  m_layersCard->addToHeader(m_tensor);
  m_histogram->setMinimumHeight(kHistogramHeight);
  m_layersCard->body()->addWidget(m_layers);
  m_layersCard->body()->addWidget(m_histogramTitle);
  m_layersCard->body()->addWidget(m_histogram, 1);
  return m_layersCard;
}

QWidget* ModelView::makeRuns() {
  using Column = widgets::SnapshotTable<ModelRun>::Column;
  const auto dim = [](const ModelRun&, int role) -> QVariant {
    return role == Qt::ForegroundRole ? QBrush(widgets::Theme::colors().dim) : QVariant();
  };
  std::vector<Column> columns{
      {tr("Run"), [](const ModelRun& r) { return QString::fromStdString(r.run.name); }},
      {tr("Study"),
       [](const ModelRun& r) { return QString::fromStdString(r.study); },
       false,
       {},
       dim},
      {tr("Target"),
       [](const ModelRun& r) { return tr("%1 % BLER").arg(numberText(r.blerTarget * 100, 2)); },
       true,
       {},
       dim},
      {tr("Reached at"),
       [](const ModelRun& r) {
         return r.curve.empty()      ? tr("not measured")
                : r.crossing.reached ? widgets::decibels(r.crossing.snrDb)
                                     : tr("not reached");
       },
       true}};
  m_runModel = std::make_unique<widgets::SnapshotTable<ModelRun>>(
      std::move(columns), [](const ModelRun& r) { return static_cast<qint64>(r.run.id); });
  m_runs->setModel(m_runModel.get());
  widgets::styleTable(m_runs, 0);
  m_runs->setAccessibleName(tr("Runs that measured the model"));
  m_runs->setToolTip(tr("Double click or Return shows the curves"));
  const auto open = [this] {
    if (const int row = m_runs->currentIndex().row(); row >= 0)
      Q_EMIT curvesWanted(m_runModel->row(row).run.studyId);
  };
  connect(m_runs, &QTableView::doubleClicked, this, open);
  auto* shortcut = new QShortcut(Qt::Key_Return, m_runs);
  shortcut->setContext(Qt::WidgetShortcut);
  connect(shortcut, &QShortcut::activated, this, open);
  m_compare->setToolTip(tr("Puts the family's runs side by side: this model's, its parents' and "
                           "what was made from them"));
  connect(m_compare, &QPushButton::clicked, this,
          [this] { Q_EMIT compareWanted(m_details.familyRuns); });
  m_runsCard->addToHeader(m_compare);
  m_runsCard->body()->addWidget(m_runs);
  return m_runsCard;
}

void ModelView::setPending(const QString& name) {
  m_card->setTitle(name);
  m_card->setContext(tr("reading …"));
}

void ModelView::setModel(ModelDetails details) {
  const bool same = details.record.id == m_details.record.id;
  m_details = std::move(details);
  showFacts();
  showFamily();
  if (!same)
    m_layers->selectionModel()->clear();
  showLayers();
  showRuns();
}

void ModelView::showFacts() {
  const ModelDetails& d = m_details;
  m_card->setTitle(QString::fromStdString(d.record.name));
  const QString method = paramText(param::labelOf(d.method));
  m_card->setContext(d.method == train::Method::Fp32 ? method
                                                     : method + kDot + describeBits(d.quant));
  m_spec->setText(specText(d));
  m_facts->setAnswer(widgets::bytesText(d.record.bytes), tr("as deployed"));
  std::vector<widgets::FactList::Fact> facts{
      {tr("Parameters"),
       grouped(d.cost.parameters),
       {},
       tr("Weights and biases, normalisation folded")},
      {tr("Work a slot"), widgets::siText(static_cast<double>(d.cost.macs), " MAC"), {}, {}},
      {tr("Receptive field"),
       tr("%1 symbols × %2 subcarriers")
           .arg(d.cost.receptiveSymbols)
           .arg(d.cost.receptiveSubcarriers),
       {},
       tr("What of the grid one output element depends on")},
      {tr("Time a slot"),
       tr("%1 ms").arg(QString::number(d.microseconds / 1000, 'f', 2)),
       {},
       tr("The receiver without decoder, on one core of this machine: median of nine slots")}};
  m_facts->setFacts(facts);
  std::vector<widgets::FactList::Fact> more;
  if (d.bytes) {
    more.push_back({tr("Weights"), widgets::bytesText(d.bytes->weights), {}, {}});
    more.push_back({tr("All else"),
                    widgets::bytesText(d.bytes->total() - d.bytes->weights),
                    {},
                    tr("Biases, scales and multipliers")});
  }
  if (d.method != train::Method::Fp32)
    more.push_back({tr("Input range"),
                    rangeText(d.input),
                    d.input.scales > 1 ? tr("%1 scales").arg(d.input.scales) : QString(),
                    {}});
  if (d.agreement) {
    const auto& a = *d.agreement;
    more.push_back(
        {tr("Integers agree"),
         a.different ? tr("%1 %, off by ≤ %2")
                           .arg(QString::number(100 * (1 - a.share()), 'f', 3))
                           .arg(a.largest)
                     : tr("to the bit"),
         {},
         (d.agreementSlots
              ? tr("Fake-quantized and integer outputs, checked just now: %1 of %2 codes differ")
              : tr("Fake-quantized and integer outputs when it was made: %1 of %2 codes differ"))
             .arg(grouped(static_cast<std::int64_t>(a.different)),
                  grouped(static_cast<std::int64_t>(a.codes)))});
  } else if (d.method != train::Method::Fp32) {
    more.push_back({tr("Integers"), tr("none"), tr("something stays in float"),
                    tr("Only a model whose weights and activations are all quantized runs in "
                       "integers")});
  }
  more.push_back({tr("Fingerprint"),
                  QString::fromStdString(d.record.hash).left(12),
                  {},
                  tr("Of what the model computes: %1").arg(QString::fromStdString(d.record.hash))});
  m_more->setFacts(more);
  if (!m_tags->hasFocus())
    m_tags->setText(QString::fromStdString(d.record.tags));
  if (!m_note->hasFocus())
    m_note->setText(QString::fromStdString(d.record.note));
  m_trash->setText(d.record.trashed ? tr("Restore") : tr("Move to trash"));
}

void ModelView::showFamily() {
  const QString arrow = QStringLiteral(" &nbsp;→&nbsp; ");
  QStringList chain;
  for (const store::ModelRecord& model : m_details.ancestors)
    chain << linkTo(model);
  chain << QStringLiteral("<b>%1</b>")
               .arg(QString::fromStdString(m_details.record.name).toHtmlEscaped());
  QString text = chain.join(arrow);
  QStringList children;
  for (const store::ModelRecord& model : m_details.children)
    children << linkTo(model);
  if (!children.isEmpty())
    text += arrow + children.join(QStringLiteral(", "));
  m_family->setText(text);
  m_family->setVisible(chain.size() > 1 || !children.isEmpty());
}

void ModelView::showLayers() {
  std::vector<Layer> layers;
  for (std::size_t i = 0; i < m_details.layers.size(); ++i) {
    Layer layer;
    layer.index = static_cast<int>(i);
    layer.profile = m_details.layers[i];
    if (i < m_details.reports.size())
      layer.report = m_details.reports[i];
    layers.push_back(std::move(layer));
  }
  const bool quantized = m_details.method != train::Method::Fp32;
  m_layersCard->setContext(
      quantized ? tr("weights, then outputs · SQNR: signal to quantization noise, dB")
                : tr("weights in float"));
  for (const int column : {2, 3, 4, 5, 6})
    m_layers->setColumnHidden(column, !quantized);
  const int before = std::max(0, m_layers->currentIndex().row());
  m_layerModel->setRows(std::move(layers));
  m_layers->setFixedHeight(m_layers->horizontalHeader()->sizeHint().height() + 2 +
                           std::clamp(m_layerModel->rowCount(), 1, kMostLayers) * kLayerRow);
  if (m_layerModel->rowCount() > 0)
    m_layers->setCurrentIndex(
        m_layerModel->index(std::min(before, m_layerModel->rowCount() - 1), 0));
  showHistogram();
}

void ModelView::showHistogram() {
  const int row = m_layers->currentIndex().row();
  if (row < 0 || row >= m_layerModel->rowCount()) {
    m_histogram->clear();
    m_histogramTitle->clear();
    return;
  }
  const quant::LayerProfile& profile = m_layerModel->row(row).profile;
  const bool outputs = m_tensor->current() == 1;
  const quant::TensorProfile& tensor = outputs ? profile.outputs : profile.weights;
  const bool inSteps = outputs ? profile.outputsInSteps : profile.inSteps;
  m_histogram->setProfile(tensor, inSteps ? tr("steps") : QString());
  const QString words =
      outputs        ? !tensor.grid ? tr("%1 outputs of %2 in float, on %3 slots")
                       : inSteps
                           ? tr("%1 outputs of %2 in float, on %3 slots, in steps of their own scales")
                           : tr("%1 outputs of %2 in float, on %3 slots, with the quantizer's codes")
             : !tensor.grid ? tr("%1 weights of %2")
      : inSteps      ? tr("%1 weights of %2 in steps of their own scales")
                     : tr("%1 weights of %2 with the quantizer's codes");
  const QString text = words.arg(grouped(static_cast<std::int64_t>(tensor.histogram.values)),
                                 QString::fromStdString(profile.geometry.name));
  m_histogramTitle->setText(outputs ? text.arg(m_details.outputSlots) : text);
}

void ModelView::showRuns() {
  const int count = static_cast<int>(m_details.runs.size());
  m_runsCard->setContext(count == 0   ? tr("no run has measured it")
                         : count == 1 ? tr("1 run")
                                      : tr("%1 runs").arg(count));
  m_compare->setVisible(m_details.familyRuns.size() > 1);
  m_runs->setVisible(count > 0);
  m_runModel->setRows(m_details.runs);
  const int shown = std::clamp(count, 1, kRunRows);
  m_runs->setFixedHeight(m_runs->horizontalHeader()->sizeHint().height() +
                         shown * m_runs->verticalHeader()->defaultSectionSize() + 2);
}

} // namespace rxq::app
