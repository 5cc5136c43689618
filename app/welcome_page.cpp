#include "app/welcome_page.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/presets.h"
#include "widgets/card.h"
#include "widgets/labels.h"

namespace rxq::app {

namespace {
constexpr int kColumnWidth = 880;

QPushButton* linkButton(const QString& text) {
  auto* button = new QPushButton(text);
  button->setProperty("class", QStringLiteral("link"));
  button->setCursor(Qt::PointingHandCursor);
  return button;
}

QLabel* wrapped(const QString& text, const char* styleClass) {
  QLabel* label = widgets::styledLabel(text, styleClass);
  label->setWordWrap(true);
  return label;
}
} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : Page(parent), m_recent(new widgets::Card(tr("Workspaces"))), m_recentList(new QWidget) {
  auto* content = new QWidget;
  auto* outer = new QHBoxLayout(content);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* column = new QWidget;
  column->setMaximumWidth(kColumnWidth);
  auto* layout = new QVBoxLayout(column);
  layout->setContentsMargins(0, 14, 0, 0);
  layout->setSpacing(14);
  outer->addStretch(1);
  outer->addWidget(column, 100);
  outer->addStretch(1);

  layout->addWidget(wrapped(tr("How few bits can a neural receiver run on?"), "headline"));
  layout->addWidget(wrapped(tr("Train a receiver, quantize it after training or with training, and "
                               "read off in decibels what it costs."),
                            "dim"));
  layout->addSpacing(6);

  const std::vector<Preset> all = presets();
  auto* demo = new widgets::Card(tr("The demo study"));
  if (!all.empty())
    demo->setContext(tr("about four minutes on two cores"));
  const QString question =
      all.empty() ? QString() : QString::fromStdString(all.front().spec.question);
  demo->body()->addWidget(wrapped(question, "dim"));
  auto* start = new QPushButton(tr("Run the demo"));
  start->setProperty("class", QStringLiteral("primary"));
  start->setObjectName(QStringLiteral("runDemo"));
  start->setEnabled(!all.empty());
  start->setToolTip(tr("Trains, quantizes and measures everything, live"));
  connect(start, &QPushButton::clicked, this, [this] { Q_EMIT demoWanted(false); });
  auto* pretrained = new QPushButton(tr("Measure its trained models"));
  pretrained->setToolTip(tr("Takes the trained models that come with the program: first curves "
                            "within seconds, all of them in about two minutes"));
  pretrained->setObjectName(QStringLiteral("measureDemo"));
  pretrained->setEnabled(!all.empty());
  connect(pretrained, &QPushButton::clicked, this, [this] { Q_EMIT demoWanted(true); });
  auto* explore = new QPushButton(tr("Explore its bits"));
  explore->setObjectName(QStringLiteral("exploreDemo"));
  explore->setToolTip(tr("A trained receiver under your hands at once: move its bits, see what "
                         "they cost"));
  connect(explore, &QPushButton::clicked, this, &WelcomePage::exploreWanted);
  auto* look = new QPushButton(tr("Look at its settings"));
  look->setEnabled(!all.empty());
  connect(look, &QPushButton::clicked, this,
          [this] { Q_EMIT presetWanted(QStringLiteral("demo")); });
  auto* buttons = new QHBoxLayout;
  buttons->setContentsMargins(0, 6, 0, 0);
  buttons->addWidget(start);
  buttons->addWidget(explore);
  buttons->addWidget(pretrained);
  buttons->addWidget(look);
  buttons->addStretch(1);
  demo->body()->addLayout(buttons);
  layout->addWidget(demo);

  layout->addWidget(makeUses());

  auto* pair = new QHBoxLayout;
  pair->setSpacing(13);
  auto* study = new widgets::Card(tr("Studies"));
  auto* open = new QPushButton(tr("Open a study file …"));
  open->setObjectName(QStringLiteral("openStudy"));
  connect(open, &QPushButton::clicked, this, &WelcomePage::openStudyWanted);
  auto* openRow = new QHBoxLayout;
  openRow->addWidget(open);
  openRow->addStretch(1);
  study->body()->addLayout(openRow);
  study->body()->addWidget(wrapped(
      tr("or drop a study (.json) or a workspace (.rxq) anywhere on the window."), "small"));
  for (const Preset& preset : all) {
    if (preset.key == QLatin1String("demo"))
      continue;
    QPushButton* button = linkButton(QString::fromStdString(preset.spec.name));
    button->setToolTip(QString::fromStdString(preset.spec.question));
    connect(button, &QPushButton::clicked, this,
            [this, key = preset.key] { Q_EMIT presetWanted(key); });
    study->body()->addWidget(button);
  }
  study->body()->addStretch(1);
  pair->addWidget(study, 1);

  auto* recentLayout = new QVBoxLayout(m_recentList);
  recentLayout->setContentsMargins(0, 0, 0, 0);
  recentLayout->setSpacing(4);
  m_recent->body()->addWidget(m_recentList);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(0, 4, 0, 0);
  auto* openWorkspace = new QPushButton(tr("Open …"));
  auto* newWorkspace = new QPushButton(tr("New …"));
  openWorkspace->setAccessibleName(tr("Open a workspace"));
  newWorkspace->setAccessibleName(tr("Create a workspace"));
  connect(openWorkspace, &QPushButton::clicked, this, &WelcomePage::openWorkspaceWanted);
  connect(newWorkspace, &QPushButton::clicked, this, &WelcomePage::newWorkspaceWanted);
  row->addWidget(openWorkspace);
  row->addWidget(newWorkspace);
  row->addStretch(1);
  m_recent->body()->addLayout(row);
  m_recent->body()->addStretch(1);
  pair->addWidget(m_recent, 1);
  layout->addLayout(pair);
  layout->addStretch(1);
  setScrolled(content);
}

/// Three ways in, side by side.
QWidget* WelcomePage::makeUses() {
  auto* card = new widgets::Card(tr("What brings you here?"));
  auto* row = new QHBoxLayout;
  row->setSpacing(22);
  const auto add = [&](const QString& title, const QString& text, const QString& action,
                       const char* name, void (WelcomePage::*signal)()) {
    auto* column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(widgets::styledLabel(title, "title"));
    column->addWidget(wrapped(text, "small"), 1, Qt::AlignTop);
    QPushButton* button = linkButton(action);
    button->setObjectName(QLatin1String(name));
    connect(button, &QPushButton::clicked, this, signal);
    column->addWidget(button);
    row->addLayout(column, 1);
  };
  add(tr("A sweep of bit-widths"),
      tr("Add a receiver's widths in one go, run them overnight if need be, and take the figure, "
         "the table and a report."),
      tr("Set up a sweep"), "useSweep", &WelcomePage::sweepWanted);
  add(tr("A class to teach"),
      tr("Why PTQ fails at four bits and QAT does not: five minutes, live, in large type."),
      tr("Open the lesson"), "useLesson", &WelcomePage::lessonWanted);
  add(tr("A model for hardware"),
      tr("Integer C and ONNX that are bit for bit the model on the plot, verified as they are "
         "written."),
      tr("Export a model"), "useExport", &WelcomePage::exportWanted);
  card->body()->addLayout(row);
  return card;
}

void WelcomePage::setRecentWorkspaces(const QStringList& paths, const QString& open) {
  qDeleteAll(m_recentList->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
  for (const QString& path : paths) {
    const bool isOpen = path == open;
    QPushButton* button =
        linkButton(QFileInfo(path).fileName() + (isOpen ? tr("  (open)") : QString()));
    button->setToolTip(QDir::toNativeSeparators(path));
    button->setAccessibleDescription(path);
    button->setEnabled(!isOpen);
    connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT workspaceChosen(path); });
    m_recentList->layout()->addWidget(button);
  }
  m_recentList->setVisible(!paths.isEmpty());
}

} // namespace rxq::app
