#include "app/export_page.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QUrl>
#include <QVBoxLayout>

#include "app/empty_state.h"
#include "app/pdf_report.h"
#include "app/session.h"
#include "core/base/error.h"
#include "core/study/study_results.h"
#include "core/train/model.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/error_text.h"
#include "widgets/field_editor.h"
#include "widgets/format.h"
#include "widgets/labels.h"
#include "widgets/unit_line_edit.h"

namespace rxq::app {

namespace {
constexpr int kDefaultSlots = 16;
constexpr int kMostSlots = 100000;

constexpr int kCardColumns = 2;
constexpr int kMostNames = 5;    ///< of files written, said at the card
constexpr qint64 kCompared = -1; ///< in place of a study's id

/// A name that every file system takes.
QString folderName(const QString& model) {
  QString name;
  for (const QChar c : model.simplified())
    name += c.isLetterOrNumber() && c.unicode() < 128 ? c.toLower() : QChar(u'-');
  while (name.contains(QStringLiteral("--")))
    name.replace(QStringLiteral("--"), QStringLiteral("-"));
  while (name.endsWith(u'-'))
    name.chop(1);
  return name.isEmpty() ? QStringLiteral("model") : name;
}

QString linkTo(const QString& path) {
  return QStringLiteral("<a href='%1'>%2</a>")
      .arg(QUrl::fromLocalFile(path).toString(), QDir::toNativeSeparators(path).toHtmlEscaped());
}
} // namespace

ExportPage::ExportPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_model(new QComboBox), m_folder(new QLineEdit),
      m_slots(new widgets::NumberEdit(true, 1, kMostSlots, tr("slots"))),
      m_message(new widgets::Banner), m_content(new QWidget),
      m_empty(new EmptyState(tr("Nothing to export yet"),
                             tr("Quantize a receiver first: its integer model can then be written "
                                "for hardware, and is proven to be the one on the plot."),
                             tr("Go to the study"))) {
  auto* layout = new QVBoxLayout(m_content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  auto* what = new widgets::Card(tr("What to hand over"));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(6);
  const auto addRow = [&](int row, const QString& name, QWidget* widget, QWidget* extra) {
    auto* label = new QLabel(name);
    label->setBuddy(widget);
    widget->setAccessibleName(name);
    grid->addWidget(label, row, 0);
    grid->addWidget(widget, row, 1);
    if (extra)
      grid->addWidget(extra, row, 2);
  };
  auto* browse = new QPushButton(tr("Choose …"));
  browse->setAccessibleName(tr("Choose the folder"));
  connect(browse, &QPushButton::clicked, this, [this] {
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Folder to export into"), m_folder->text());
    if (!folder.isEmpty())
      setFolder(folder);
  });
  addRow(0, tr("Model"), m_model, nullptr);
  addRow(1, tr("Folder"), m_folder, browse);
  addRow(2, tr("Verify on"), m_slots, nullptr);
  m_slots->setValue(kDefaultSlots);
  m_slots->setToolTip(tr("Slots of the model's link on which what was written is compared with "
                         "the integer engine."));
  grid->setColumnStretch(1, 1);
  what->body()->addLayout(grid);
  layout->addWidget(what);
  layout->addWidget(m_message);
  auto* cards = new QGridLayout;
  cards->setSpacing(13);
  for (const exporting::Exporter& exporter : exporting::exporters())
    addFormat(exporter, cards);
  layout->addLayout(cards);
  layout->addWidget(makeReportCard());
  layout->addStretch(1);
  setScrolled(m_content);
  pageLayout()->addWidget(m_empty, 1);
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &ExportPage::goToStudy);
  const QString documents = QDir::homePath() + QStringLiteral("/rxquant-export");
  m_folder->setText(QSettings().value(QStringLiteral("export/folder"), documents).toString());
  connect(m_model, &QComboBox::currentIndexChanged, this, [this] {
    for (FormatCard& format : m_formats) {
      format.verdict->hide();
      format.files->hide();
    }
    refreshButtons();
  });
  connect(&m_job, &widgets::JobController::failed, this, [this](const QString& text) {
    m_message->showError(text);
    refreshButtons();
  });
  connect(&m_session, &Session::rowsChanged, this, &ExportPage::refreshSoon);
}

QWidget* ExportPage::makeReportCard() {
  auto* card = new widgets::Card(tr("Report"));
  auto* purpose = widgets::styledLabel(tr("For the paper's appendix, or beside the model: "
                                          "question, set-up, figures in print quality, "
                                          "tables with intervals, costs, and the study files to "
                                          "repeat it. One file that needs nothing "
                                          "else."),
                                       "dim");
  purpose->setWordWrap(true);
  m_reportOf = new QComboBox;
  m_reportOf->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_reportOf->setMinimumContentsLength(30);
  m_reportTitle = new QLineEdit;
  m_reportQuestion = new QLineEdit;
  m_reportFile = widgets::styledLabel({}, "small");
  m_reportFile->setTextFormat(Qt::RichText);
  m_reportFile->setOpenExternalLinks(true);
  m_reportFile->setWordWrap(true);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(6);
  int line = 0;
  for (const auto& [name, widget] :
       {std::pair<QString, QWidget*>{tr("Report of"), m_reportOf},
        std::pair<QString, QWidget*>{tr("Title"), m_reportTitle},
        std::pair<QString, QWidget*>{tr("Question"), m_reportQuestion}}) {
    auto* label = new QLabel(name);
    label->setBuddy(widget);
    widget->setAccessibleName(name);
    grid->addWidget(label, line, 0);
    grid->addWidget(widget, line++, 1);
  }
  grid->setColumnStretch(1, 1);
  connect(m_reportOf, &QComboBox::currentIndexChanged, this, &ExportPage::showReportFields);
  auto* buttons = new QHBoxLayout;
  for (const char* ending : {".html", ".pdf"}) {
    const QString suffix = QLatin1String(ending);
    auto* button =
        new QPushButton(suffix == QLatin1String(".pdf") ? tr("Write as PDF") : tr("Write as HTML"));
    button->setObjectName(QStringLiteral("report") + suffix);
    connect(button, &QPushButton::clicked, this, [this, suffix] { writeReport(suffix); });
    buttons->addWidget(button);
    m_reportButtons.push_back(button);
  }
  buttons->addStretch(1);
  card->body()->addWidget(purpose);
  card->body()->addSpacing(4);
  card->body()->addLayout(grid);
  card->body()->addSpacing(4);
  card->body()->addLayout(buttons);
  card->body()->addWidget(m_reportFile);
  connect(&m_reportJob, &widgets::JobController::failed, m_message, &widgets::Banner::showError);
  connect(&m_reportJob, &widgets::JobController::finished, this, &ExportPage::refreshButtons);
  return card;
}

void ExportPage::setCompared(std::vector<std::int64_t> runs, std::int64_t reference) {
  m_compared = std::move(runs);
  m_reference = reference;
  refreshReports();
}

void ExportPage::refreshReports() {
  const auto workspace = m_session.workspace();
  if (!workspace)
    return;
  {
    const QSignalBlocker blocker(m_reportOf);
    const QVariant chosen = m_reportOf->currentData();
    m_reportOf->clear();
    for (const store::StudyRecord& study : workspace->studies())
      m_reportOf->insertItem(0, tr("the study “%1”").arg(QString::fromStdString(study.name)),
                             QVariant::fromValue<qint64>(study.id));
    if (!m_compared.empty())
      m_reportOf->addItem(m_compared.size() == 1
                              ? tr("the run on Compare")
                              : tr("the %1 runs on Compare").arg(m_compared.size()),
                          QVariant::fromValue<qint64>(kCompared));
    const int index = chosen.isValid() ? m_reportOf->findData(chosen) : -1;
    m_reportOf->setCurrentIndex(std::max(index, m_reportOf->count() > 0 ? 0 : -1));
  }
  showReportFields();
}

void ExportPage::showReportFields() {
  const bool comparison = m_reportOf->currentData().toLongLong() == kCompared;
  m_reportTitle->setPlaceholderText(comparison
                                        ? tr("Comparison of %1 receivers").arg(m_compared.size())
                                        : tr("that of the study"));
  m_reportQuestion->setPlaceholderText(comparison ? tr("What do they lose, and what do they cost?")
                                                  : tr("that of the study"));
  m_reportTitle->setEnabled(comparison);
  m_reportQuestion->setEnabled(comparison);
  for (QPushButton* button : m_reportButtons)
    button->setEnabled(m_reportOf->currentIndex() >= 0 && !m_reportJob.isRunning());
}

void ExportPage::writeReport(const QString& ending) {
  const qint64 id = m_reportOf->currentData().toLongLong();
  const QString folder = QDir(m_folder->text()).absolutePath();
  QSettings().setValue(QStringLiteral("export/folder"), m_folder->text());
  m_message->clear();
  m_reportFile->clear();
  m_reportJob.start<exporting::Report>(
      [workspace = m_session.workspace(), id, runs = m_compared, reference = m_reference,
       question = exporting::ComparisonQuestion{m_reportTitle->text().trimmed().toStdString(),
                                                m_reportQuestion->text().trimmed().toStdString()}](
          std::stop_token stop) {
        if (id != kCompared)
          return exporting::studyReport(*workspace, id);
        study::CompareCache cache;
        return exporting::comparisonReport(
            study::compareRuns(*workspace, runs, reference, cache, stop), question);
      },
      [this, folder, ending](exporting::Report report) {
        const QString file =
            QDir(folder).filePath(folderName(QString::fromStdString(report.title)) + ending);
        try {
          QDir().mkpath(folder);
          saveReport(report, file.toStdString());
        } catch (const base::Error& e) {
          m_message->showError(widgets::errorText(e));
          return;
        }
        m_reportFile->setText(linkTo(file));
        Q_EMIT reported(file);
      });
  refreshButtons();
}

void ExportPage::addFormat(const exporting::Exporter& exporter, QGridLayout* into) {
  const std::size_t index = m_formats.size();
  FormatCard format{&exporter, new widgets::Card(widgets::paramText(exporter.label)), new QLabel,
                    widgets::styledLabel({}, "small"), new QPushButton(tr("Export and verify"))};
  QLabel* purpose = widgets::styledLabel(widgets::paramText(exporter.purpose), "dim");
  purpose->setWordWrap(true);
  format.verdict->setWordWrap(true);
  format.verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
  format.files->setWordWrap(true);
  format.files->setTextFormat(Qt::RichText);
  format.files->setOpenExternalLinks(true);
  auto* row = new QHBoxLayout;
  row->addWidget(format.run);
  row->addStretch(1);
  format.card->body()->addWidget(purpose);
  format.card->body()->addSpacing(4);
  format.card->body()->addLayout(row);
  format.card->body()->addWidget(format.verdict);
  format.card->body()->addWidget(format.files);
  format.card->body()->addStretch(1);
  format.verdict->hide();
  format.files->hide();
  format.run->setAccessibleName(
      tr("Export as %1 and verify").arg(widgets::paramText(exporter.label)));
  format.run->setObjectName(
      QStringLiteral("export-") +
      QString::fromUtf8(exporter.key.data(), static_cast<qsizetype>(exporter.key.size())));
  connect(format.run, &QPushButton::clicked, this, [this, index] { run(index); });
  const int place = static_cast<int>(index);
  into->addWidget(format.card, place / kCardColumns, place % kCardColumns);
  m_formats.push_back(format);
}

void ExportPage::chooseModel(qint64 modelId) {
  m_wanted = modelId;
  const int index = m_model->findData(modelId);
  if (index >= 0)
    m_model->setCurrentIndex(index);
}

void ExportPage::setFolder(const QString& folder) {
  m_folder->setText(QDir::toNativeSeparators(folder));
  QSettings().setValue(QStringLiteral("export/folder"), folder);
}

std::vector<ExportPage::Source> ExportPage::findSources() const {
  const auto workspace = m_session.workspace();
  std::vector<Source> sources;
  for (store::ModelRecord& model : workspace->models())
    sources.push_back({std::move(model), {}});
  const std::string_view fixedPoint = param::keyOf(study::ReceiverKind::FixedPoint);
  for (store::RunRecord& run : workspace->runs())
    if (run.kind == fixedPoint && run.modelId)
      sources.push_back({workspace->model(run.modelId), std::move(run)});
  return sources;
}

void ExportPage::refresh() {
  const auto workspace = m_session.workspace();
  if (!workspace)
    return;
  try {
    m_sources = findSources();
  } catch (const base::Error& e) {
    m_message->showError(widgets::errorText(e));
    return;
  }
  qint64 chosen = m_wanted ? m_wanted : m_model->currentData().toLongLong();
  m_wanted = 0;
  {
    const QSignalBlocker blocker(m_model);
    m_model->clear();
    for (const Source& source : m_sources)
      m_model->addItem(QString::fromStdString(source.name()) + QStringLiteral("  ·  ") +
                           (source.fixedPoint
                                ? tr("whole receiver")
                                : QString::fromStdString(source.model.method).toUpper()) +
                           QStringLiteral("  ·  ") + widgets::bytesText(source.model.bytes),
                       QVariant::fromValue<qint64>(source.key()));
    int index = m_model->findData(chosen);
    if (index < 0) // the last quantized one is what hardware asks for
      for (int i = 0; i < m_model->count(); ++i)
        if (m_sources[static_cast<std::size_t>(i)].model.method != "fp32")
          index = i;
    m_model->setCurrentIndex(std::max(index, m_model->count() > 0 ? 0 : -1));
  }
  m_content->parentWidget()->parentWidget()->setVisible(!m_sources.empty());
  m_empty->setVisible(m_sources.empty());
  refreshReports();
  refreshButtons();
}

void ExportPage::refreshButtons() {
  const int at = m_model->currentIndex();
  const bool quantized = at >= 0 && m_sources[static_cast<std::size_t>(at)].model.method != "fp32";
  for (std::size_t i = 0; i < m_formats.size(); ++i) {
    FormatCard& format = m_formats[i];
    const bool fits = quantized || !format.exporter->needsIntegers;
    const bool runs = m_job.isRunning() && i == m_runningFormat;
    format.run->setEnabled(at >= 0 && fits && !m_job.isRunning());
    format.run->setText(runs ? tr("Verifying …") : tr("Export and verify"));
    format.card->setContext(fits ? QString() : tr("for quantized models"));
  }
  showReportFields();
}

void ExportPage::run(std::size_t index) {
  const int at = m_model->currentIndex();
  const double slotCount = widgets::NumberEdit::parse(m_slots->text());
  m_message->clear();
  if (!(slotCount >= 1 && slotCount <= kMostSlots)) {
    m_message->showError(tr("Verify on: give a number of slots within 1 to %1.").arg(kMostSlots));
    return;
  }
  const Source& source = m_sources[static_cast<std::size_t>(at)];
  const QString folder =
      QDir(m_folder->text())
          .filePath(
              folderName(QString::fromStdString(source.name())) + u'/' +
              QString::fromUtf8(m_formats[index].exporter->key.data(),
                                static_cast<qsizetype>(m_formats[index].exporter->key.size())));
  QSettings().setValue(QStringLiteral("export/folder"), m_folder->text());
  m_runningFormat = index;
  m_formats[index].verdict->hide();
  m_formats[index].files->hide();
  m_job.start<exporting::ExportResult>(
      [exporter = m_formats[index].exporter, workspace = m_session.workspace(), source,
       path = QDir(folder).absolutePath().toStdString(),
       count = static_cast<int>(slotCount)](std::stop_token stop) {
        const train::Model model =
            source.fixedPoint
                ? study::modelOf(*workspace, *source.fixedPoint)
                : train::deserialiseModel(workspace->modelBlob(source.model.id), source.name());
        return exporter->run(model, path, count, stop);
      },
      [this](exporting::ExportResult result) {
        showVerdict(m_formats[m_runningFormat], result);
        refreshButtons();
      });
  refreshButtons();
}

void ExportPage::showVerdict(FormatCard& format, const exporting::ExportResult& result) {
  const auto& v = result.verification;
  const QString text = widgets::messageText(v.text);
  format.verdict->show();
  format.verdict->setText(v.ran ? (v.passed ? tr("Verified. ") : tr("Differs. ")) + text
                                : tr("Written, not verified. ") + text);
  widgets::setStyleClass(format.verdict, !v.ran ? "dim" : v.passed ? "good" : "warning");
  QStringList names;
  QString folder;
  for (const std::string& file : result.files) {
    const QFileInfo info(QString::fromStdString(file));
    if (folder.isEmpty() || info.absolutePath().size() < folder.size())
      folder = info.absolutePath(); // files may be in folders below
    names << info.fileName().toHtmlEscaped();
  }
  const qsizetype more = names.size() - kMostNames;
  if (more > 1) {
    names = names.last(kMostNames); // the last are the README and the map
    names << tr("and %1 more").arg(more);
  }
  format.files->setVisible(!folder.isEmpty());
  if (!folder.isEmpty())
    format.files->setText(linkTo(folder) + QStringLiteral("<br>") +
                          names.join(QStringLiteral(", ")));
  Q_EMIT exported(QString::fromUtf8(format.exporter->key.data(),
                                    static_cast<qsizetype>(format.exporter->key.size())),
                  v.ran && v.passed);
}

} // namespace rxq::app
