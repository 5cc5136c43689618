#include "app/models_page.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>
#include <cmath>

#include "app/empty_state.h"
#include "app/session.h"
#include "core/base/error.h"
#include "core/param/node.h"
#include "core/train/model.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/fact_list.h"
#include "widgets/field_editor.h"
#include "widgets/format.h"
#include "widgets/labels.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
using store::ModelRecord;

/// "signalToNoise" as "Signal to noise".
QString readable(const std::string& key) {
  QString text;
  for (const QChar c : QString::fromStdString(key))
    text += c.isUpper() && !text.isEmpty() ? QStringLiteral(" ") + c.toLower() : QString(c);
  if (!text.isEmpty())
    text[0] = text[0].toUpper();
  return text;
}

void collect(const param::Node& node, const QString& prefix,
             std::vector<std::pair<QString, QString>>& rows) {
  struct Visitor {
    const QString& prefix;
    std::vector<std::pair<QString, QString>>& rows;
    void operator()(std::nullptr_t) const {}
    void operator()(bool v) const {
      rows.emplace_back(prefix, v ? ModelsPage::tr("yes") : ModelsPage::tr("no"));
    }
    void operator()(std::int64_t v) const { rows.emplace_back(prefix, widgets::grouped(v)); }
    void operator()(double v) const {
      rows.emplace_back(prefix, std::abs(v) >= 1e-3 || v == 0 ? widgets::numberText(v, 3)
                                                              : QString::number(v, 'e', 1));
    }
    void operator()(const std::string& v) const {
      rows.emplace_back(prefix, QString::fromStdString(v));
    }
    void operator()(const param::Node::Array& v) const {
      for (std::size_t i = 0; i < v.size(); ++i) {
        const param::Node* name = v[i].find("name");
        const QString item = name && name->isText() ? QString::fromStdString(name->asText("name"))
                                                    : QString::number(i + 1);
        collect(v[i], prefix.isEmpty() ? item : prefix + QStringLiteral(" · ") + item, rows);
      }
    }
    void operator()(const param::Node::Object& v) const {
      for (const auto& [key, value] : v)
        if (key != "name")
          collect(value,
                  prefix.isEmpty() ? readable(key)
                                   : prefix + QStringLiteral(" · ") + readable(key).toLower(),
                  rows);
    }
  };
  std::visit(Visitor{prefix, rows}, node.value);
}

QString methodText(const std::string& key) {
  for (const auto& choice : param::EnumTable<train::Method>::table)
    if (choice.key == key)
      return widgets::paramText(choice.label);
  return QString::fromStdString(key);
}
} // namespace

std::vector<std::pair<QString, QString>> reportRows(const std::string& json) {
  std::vector<std::pair<QString, QString>> rows;
  try {
    collect(param::parseJson(json.empty() ? "{}" : json, "report"), QString(), rows);
  } catch (const base::Error& e) {
    rows.emplace_back(ModelsPage::tr("Report"), QString::fromStdString(e.what()));
  }
  return rows;
}

ModelsPage::ModelsPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_table(new QTableView),
      m_card(new widgets::Card(tr("Models"))), m_details(new widgets::Card),
      m_facts(new widgets::FactList), m_export(new QPushButton(tr("Export …"))),
      m_trash(new QPushButton(tr("Move to trash"))), m_message(new widgets::Banner),
      m_content(new QWidget),
      m_empty(new EmptyState(tr("No models yet"),
                             tr("A study that trains or quantizes a receiver leaves its models "
                                "here, ready to be exported."),
                             tr("Go to the study"))) {
  buildTable();
  m_card->body()->addWidget(m_table, 1);
  auto* inner = new QWidget;
  auto* innerLayout = new QVBoxLayout(inner);
  innerLayout->setContentsMargins(0, 0, 6, 0);
  innerLayout->addWidget(m_facts);
  innerLayout->addStretch(1);
  auto* area = new QScrollArea;
  area->setProperty("class", QStringLiteral("inner"));
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  area->setWidget(inner);
  m_details->body()->addWidget(area, 1);
  auto* buttons = new QHBoxLayout;
  m_export->setProperty("class", QStringLiteral("primary"));
  buttons->addWidget(m_export);
  buttons->addWidget(m_trash);
  buttons->addStretch(1);
  m_details->body()->addLayout(buttons);
  m_details->setFixedWidth(400);
  connect(m_export, &QPushButton::clicked, this, [this] {
    const int row = m_table->currentIndex().row();
    if (row >= 0)
      Q_EMIT exportWanted(m_model->row(row).id);
  });
  connect(m_trash, &QPushButton::clicked, this, &ModelsPage::trash);
  auto* layout = new QHBoxLayout(m_content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  layout->addWidget(m_card, 1);
  layout->addWidget(m_details);
  pageLayout()->addWidget(m_message);
  pageLayout()->addWidget(m_content, 1);
  pageLayout()->addWidget(m_empty, 1);
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &ModelsPage::goToStudy);
  connect(&m_session, &Session::rowsChanged, this, &ModelsPage::refreshSoon);
}

void ModelsPage::buildTable() {
  using Column = widgets::SnapshotTable<ModelRecord>::Column;
  const auto dim = [](const ModelRecord&, int role) -> QVariant {
    return role == Qt::ForegroundRole ? QBrush(widgets::Theme::colors().dim) : QVariant();
  };
  std::vector<Column> columns{
      {tr("Model"), [](const ModelRecord& m) { return QString::fromStdString(m.name); }},
      {tr("Method"), [](const ModelRecord& m) { return methodText(m.method); }, false, {}, dim},
      {tr("Size"), [](const ModelRecord& m) { return widgets::bytesText(m.bytes); }, true},
      {tr("Made"),
       [](const ModelRecord& m) { return widgets::timeText(QString::fromStdString(m.createdAt)); },
       true,
       {},
       dim}};
  m_model = std::make_unique<widgets::SnapshotTable<ModelRecord>>(
      std::move(columns), [](const ModelRecord& m) { return static_cast<qint64>(m.id); });
  m_table->setModel(m_model.get());
  widgets::styleTable(m_table, 0);
  m_table->setAccessibleName(tr("Models of the workspace"));
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          &ModelsPage::showDetails);
}

void ModelsPage::refresh() {
  const auto workspace = m_session.workspace();
  if (!workspace)
    return;
  try {
    const int row = m_table->currentIndex().row();
    const std::int64_t before =
        row >= 0 && row < m_model->rowCount() ? m_model->row(row).id : std::int64_t{-1};
    std::vector<ModelRecord> models = workspace->models();
    m_content->setVisible(!models.empty());
    m_empty->setVisible(models.empty());
    m_card->setContext(models.size() == 1 ? tr("1 model") : tr("%1 models").arg(models.size()));
    m_model->setRows(std::move(models));
    const int again = before >= 0 ? m_model->rowOf(before) : -1;
    if (m_model->rowCount() > 0)
      m_table->setCurrentIndex(m_model->index(std::max(again, 0), 0));
    showDetails();
  } catch (const base::Error& e) {
    m_message->showError(QString::fromStdString(e.what()));
  }
}

void ModelsPage::showDetails() {
  const int row = m_table->currentIndex().row();
  m_details->setVisible(row >= 0);
  if (row < 0)
    return;
  const ModelRecord& model = m_model->row(row);
  m_details->setTitle(QString::fromStdString(model.name));
  m_facts->setAnswer(widgets::bytesText(model.bytes),
                     tr("deployed, %1").arg(methodText(model.method)));
  std::vector<widgets::FactList::Fact> facts;
  const int parent = model.parentId ? m_model->rowOf(model.parentId) : -1;
  if (parent >= 0)
    facts.push_back({tr("Made from"), QString::fromStdString(m_model->row(parent).name), QString(),
                     tr("The FP32 model that it was quantized from.")});
  for (const auto& [name, value] : reportRows(model.report))
    facts.push_back({name, value, QString(), QString()});
  facts.push_back({tr("Fingerprint"), QString::fromStdString(model.hash).left(12), QString(),
                   tr("Of what the model computes: %1").arg(QString::fromStdString(model.hash))});
  m_facts->setFacts(facts);
}

void ModelsPage::trash() {
  const int row = m_table->currentIndex().row();
  if (row < 0)
    return;
  const ModelRecord model = m_model->row(row);
  const auto set = [this, id = model.id](bool on) {
    try {
      m_session.workspace()->setTrashed("models", id, on);
      refreshSoon();
    } catch (const base::Error& e) {
      m_message->showError(QString::fromStdString(e.what()));
    }
  };
  set(true);
  Q_EMIT undoableNote(tr("%1 is in the trash.").arg(QString::fromStdString(model.name)),
                      [set] { set(false); });
}

} // namespace rxq::app
