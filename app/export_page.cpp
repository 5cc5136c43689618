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
#include "app/session.h"
#include "core/base/error.h"
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
  auto* cards = new QWidget;
  auto* row = new QHBoxLayout(cards);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(13);
  for (const exporting::Exporter& exporter : exporting::exporters())
    addFormat(exporter, cards);
  layout->addWidget(cards);
  layout->addStretch(1);
  setScrolled(m_content);
  pageLayout()->addWidget(m_empty, 1);
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &ExportPage::goToStudy);
  const QString documents = QDir::homePath() + QStringLiteral("/rxquant-export");
  m_folder->setText(QSettings().value(QStringLiteral("export/folder"), documents).toString());
  connect(m_model, &QComboBox::currentIndexChanged, this, [this] {
    for (FormatCard& format : m_formats) {
      format.verdict->clear();
      format.files->clear();
    }
    refreshButtons();
  });
  connect(&m_job, &widgets::JobController::failed, this, [this](const QString& text) {
    m_message->showError(text);
    refreshButtons();
  });
  connect(&m_session, &Session::rowsChanged, this, &ExportPage::refreshSoon);
}

void ExportPage::addFormat(const exporting::Exporter& exporter, QWidget* into) {
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
  format.run->setAccessibleName(
      tr("Export as %1 and verify").arg(widgets::paramText(exporter.label)));
  format.run->setObjectName(
      QStringLiteral("export-") +
      QString::fromUtf8(exporter.key.data(), static_cast<qsizetype>(exporter.key.size())));
  connect(format.run, &QPushButton::clicked, this, [this, index] { run(index); });
  into->layout()->addWidget(format.card);
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

void ExportPage::refresh() {
  const auto workspace = m_session.workspace();
  if (!workspace)
    return;
  try {
    m_models = workspace->models();
  } catch (const base::Error& e) {
    m_message->showError(widgets::errorText(e));
    return;
  }
  qint64 chosen = m_wanted ? m_wanted : m_model->currentData().toLongLong();
  m_wanted = 0;
  {
    const QSignalBlocker blocker(m_model);
    m_model->clear();
    for (const auto& model : m_models)
      m_model->addItem(QString::fromStdString(model.name) + QStringLiteral("  ·  ") +
                           QString::fromStdString(model.method).toUpper() +
                           QStringLiteral("  ·  ") + widgets::bytesText(model.bytes),
                       QVariant::fromValue<qint64>(model.id));
    int index = m_model->findData(chosen);
    if (index < 0) // the last quantized one is what hardware asks for
      for (int i = 0; i < m_model->count(); ++i)
        if (m_models[static_cast<std::size_t>(i)].method != "fp32")
          index = i;
    m_model->setCurrentIndex(std::max(index, m_model->count() > 0 ? 0 : -1));
  }
  m_content->parentWidget()->parentWidget()->setVisible(!m_models.empty());
  m_empty->setVisible(m_models.empty());
  refreshButtons();
}

void ExportPage::refreshButtons() {
  const int at = m_model->currentIndex();
  const bool quantized = at >= 0 && m_models[static_cast<std::size_t>(at)].method != "fp32";
  for (std::size_t i = 0; i < m_formats.size(); ++i) {
    FormatCard& format = m_formats[i];
    const bool fits = quantized || !format.exporter->needsIntegers;
    const bool runs = m_job.isRunning() && i == m_runningFormat;
    format.run->setEnabled(at >= 0 && fits && !m_job.isRunning());
    format.run->setText(runs ? tr("Verifying …") : tr("Export and verify"));
    format.card->setContext(fits ? QString() : tr("for quantized models"));
  }
}

void ExportPage::run(std::size_t index) {
  const int at = m_model->currentIndex();
  const double slotCount = widgets::NumberEdit::parse(m_slots->text());
  m_message->clear();
  if (!(slotCount >= 1 && slotCount <= kMostSlots)) {
    m_message->showError(tr("Verify on: give a number of slots within 1 to %1.").arg(kMostSlots));
    return;
  }
  const store::ModelRecord& record = m_models[static_cast<std::size_t>(at)];
  const QString folder =
      QDir(m_folder->text())
          .filePath(
              folderName(QString::fromStdString(record.name)) + u'/' +
              QString::fromUtf8(m_formats[index].exporter->key.data(),
                                static_cast<qsizetype>(m_formats[index].exporter->key.size())));
  QSettings().setValue(QStringLiteral("export/folder"), m_folder->text());
  m_runningFormat = index;
  m_formats[index].verdict->setText(QString());
  m_formats[index].files->setText(QString());
  m_job.start<exporting::ExportResult>(
      [exporter = m_formats[index].exporter, workspace = m_session.workspace(), id = record.id,
       name = record.name, path = QDir(folder).absolutePath().toStdString(),
       count = static_cast<int>(slotCount)](std::stop_token stop) {
        const train::Model model = train::deserialiseModel(workspace->modelBlob(id), name);
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
  format.verdict->setText(v.ran ? (v.passed ? tr("Verified. ") : tr("Differs. ")) + text
                                : tr("Written, not verified. ") + text);
  widgets::setStyleClass(format.verdict, !v.ran ? "dim" : v.passed ? "good" : "warning");
  QStringList names;
  QString folder;
  for (const std::string& file : result.files) {
    const QFileInfo info(QString::fromStdString(file));
    folder = info.absolutePath();
    names << info.fileName().toHtmlEscaped();
  }
  if (!folder.isEmpty())
    format.files->setText(QStringLiteral("<a href='%1'>%2</a><br>%3")
                              .arg(QUrl::fromLocalFile(folder).toString(),
                                   QDir::toNativeSeparators(folder).toHtmlEscaped(),
                                   names.join(QStringLiteral(", "))));
  Q_EMIT exported(QString::fromUtf8(format.exporter->key.data(),
                                    static_cast<qsizetype>(format.exporter->key.size())),
                  v.ran && v.passed);
}

} // namespace rxq::app
