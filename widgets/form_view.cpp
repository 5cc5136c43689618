#include "widgets/form_view.h"

#include "widgets/error_text.h"
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/labels.h"
#include "widgets/unit_line_edit.h"

namespace rxq::widgets {

namespace {
constexpr int kTypingPause = 700; // ms
constexpr int kWidestLabel = 158; // pixels; longer labels wrap

bool allHold(const std::vector<std::function<bool()>>& conditions) {
  return std::all_of(conditions.begin(), conditions.end(), [](const auto& c) { return c(); });
}
QString keyOf(const param::BoundField& field) {
  return QString::fromStdString(field.path).section(u'.', -1);
}
} // namespace

QString fieldMessage(QString text, const std::string& path) {
  text.replace(QStringLiteral(" (") + QString::fromStdString(path) + u')', QString());
  const QString prefix = QString::fromStdString(path);
  if (text.startsWith(prefix)) // "link.pilotSymbols[2]: ..."
    text = text.mid(prefix.size());
  if (text.startsWith(QStringLiteral(": ")))
    text = text.mid(2);
  if (!text.isEmpty())
    text[0] = text[0].toUpper();
  return text;
}

FormView::FormView(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(6);
  m_complaint.setSingleShot(true);
  m_complaint.setInterval(kTypingPause);
  connect(&m_complaint, &QTimer::timeout, this, &FormView::complain);
}

void FormView::clear() {
  m_complaint.stop();
  m_pending.clear();
  for (const Row& row : m_rows)
    delete row.box;
  m_rows.clear();
  for (const Section& section : m_sections)
    delete section.heading;
  m_sections.clear();
  delete std::exchange(m_more, nullptr);
}

// An editor that loses its focus takes its value: while the rows are still there.
FormView::~FormView() { hide(); }

void FormView::setFields(std::vector<param::BoundField> fields, const Options& options) {
  clear();
  m_options = options;
  std::vector<param::BoundField> first, later;
  for (auto& field : fields) {
    if (options.hidden.contains(keyOf(field)))
      continue;
    const bool isFirst = options.primary.isEmpty() || options.primary.contains(keyOf(field));
    (isFirst ? first : later).push_back(std::move(field));
  }
  // Primary fields stand in the order in which they were asked for.
  if (!options.primary.isEmpty())
    std::stable_sort(first.begin(), first.end(), [&](const auto& a, const auto& b) {
      return options.primary.indexOf(keyOf(a)) < options.primary.indexOf(keyOf(b));
    });
  addFields(first, {}, false, 0);
  if (!later.empty()) {
    m_more = new QPushButton(this);
    m_more->setProperty("class", QStringLiteral("link"));
    m_more->setCursor(Qt::PointingHandCursor);
    connect(m_more, &QPushButton::clicked, this, [this] {
      m_moreOpen = !m_moreOpen;
      updateVisibility();
    });
    addFields(later, {}, true, 0);
    m_layout->addWidget(m_more, 0, Qt::AlignLeft);
  }
  int labelWidth = 96;
  for (const Row& row : m_rows)
    labelWidth = std::max(labelWidth, row.label->sizeHint().width());
  for (const Row& row : m_rows) {
    row.label->setFixedWidth(std::min(labelWidth, kWidestLabel));
    row.error->setContentsMargins(row.label->width() + 12, 0, 0, 0);
  }
  refresh();
}

void FormView::addFields(std::vector<param::BoundField>& fields,
                         const std::vector<std::function<bool()>>& parents, bool advanced,
                         int depth) {
  for (auto& field : fields) {
    if (field.kind == param::BoundField::Kind::StructList)
      continue; // a list of structs has a view of its own
    if (field.kind != param::BoundField::Kind::Struct) {
      addRow(std::move(field), parents, advanced);
      continue;
    }
    auto inner = parents;
    inner.push_back(field.relevant);
    QLabel* heading = styledLabel(paramText(field.label), "section", this);
    heading->setToolTip(paramText(field.help));
    m_layout->addWidget(heading);
    m_sections.push_back({heading, inner, advanced});
    addFields(field.children, inner, advanced, depth + 1);
  }
}

void FormView::addRow(param::BoundField field, const std::vector<std::function<bool()>>& parents,
                      bool advanced) {
  const std::size_t index = m_rows.size();
  Row row;
  row.field = std::move(field);
  row.parents = parents;
  row.advanced = advanced;
  row.box = new QWidget(this);
  auto* column = new QVBoxLayout(row.box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(3);
  auto* line = new QHBoxLayout;
  line->setSpacing(12);
  const QString label = paramText(row.field.label);
  const QString help = paramText(row.field.help);
  row.label = new QLabel(label, row.box);
  row.label->setWordWrap(row.label->sizeHint().width() > kWidestLabel);
  const QString key = keyOf(row.field);
  row.editor = makeFieldEditor(row.field, m_options.suggestions.value(key),
                               m_options.longTexts.contains(key), row.box,
                               [this, index](bool typing) { takeValue(index, typing); });
  row.label->setBuddy(row.editor.widget);
  row.label->setToolTip(help);
  QWidget* editor = row.editor.widget;
  editor->setToolTip(help);
  editor->setAccessibleName(label);
  editor->setAccessibleDescription(help);
  editor->setObjectName(QString::fromStdString(row.field.path));
  if (auto* number = qobject_cast<NumberEdit*>(editor))
    if (auto* inner = number->findChild<QLineEdit*>())
      inner->setAccessibleName(label);
  line->addWidget(row.label);
  line->addWidget(editor, 1);
  column->addLayout(line);
  row.error = styledLabel({}, "error", row.box);
  row.error->setWordWrap(true);
  row.error->hide();
  column->addWidget(row.error);
  m_layout->addWidget(row.box);
  m_rows.push_back(std::move(row));
}

void FormView::refresh() {
  m_refreshing = true;
  m_complaint.stop();
  m_pending.clear();
  for (Row& row : m_rows) {
    const param::Node value = row.field.get();
    bool same = false;
    if (row.editor.widget->hasFocus()) {
      // What is being typed stays as it is when it means the same.
      try {
        same = param::toJson(row.editor.read()) == param::toJson(value);
      } catch (const base::Error&) {
      }
      if (row.field.kind == param::BoundField::Kind::Double ||
          row.field.kind == param::BoundField::Kind::Range)
        same = same && row.error->isHidden();
    }
    if (!same)
      row.editor.show(value);
    showError(row, {});
  }
  m_refreshing = false;
  updateVisibility();
}

void FormView::takeValue(std::size_t index, bool typing) {
  if (m_refreshing)
    return;
  Row& row = m_rows[index];
  std::erase_if(m_pending, [&](const auto& p) { return p.first == index; });
  try {
    const param::Node before = row.field.get();
    const param::Node next = row.editor.read();
    row.field.set(next);
    showError(row, {});
    if (!typing) {
      const QSignalBlocker blocker(row.editor.widget);
      row.editor.show(row.field.get());
    }
    if (param::toJson(before) != param::toJson(row.field.get())) {
      updateVisibility();
      Q_EMIT changed(QString::fromStdString(row.field.path));
    }
  } catch (const base::Error& e) {
    const QString message = fieldMessage(widgets::errorText(e), row.field.path);
    if (typing && row.error->isHidden()) {
      m_pending.emplace_back(index, message);
      m_complaint.start();
    } else {
      showError(row, message);
    }
  }
}

void FormView::complain() {
  const auto pending = std::exchange(m_pending, {});
  for (const auto& [index, message] : pending)
    showError(m_rows[index], message);
}

void FormView::showError(Row& row, const QString& message) {
  if (row.error->text() == message && row.error->isHidden() == message.isEmpty())
    return;
  row.error->setText(message);
  row.error->setVisible(!message.isEmpty());
  row.editor.widget->setProperty("wrong", !message.isEmpty());
  repolish(row.editor.widget);
  row.editor.widget->setAccessibleDescription(message.isEmpty() ? paramText(row.field.help)
                                                                : message);
  if (!message.isEmpty() && row.advanced && !m_moreOpen) {
    m_moreOpen = true;
    updateVisibility();
  }
  Q_EMIT errorsChanged();
}

void FormView::setError(const QString& path, const QString& message) {
  for (Row& row : m_rows)
    if (QString::fromStdString(row.field.path) == path)
      showError(row, message);
}

void FormView::updateVisibility() {
  bool anyAdvanced = false;
  for (const Row& row : m_rows) {
    const bool relevant = allHold(row.parents) && row.field.relevant();
    anyAdvanced = anyAdvanced || (relevant && row.advanced);
    row.box->setVisible(relevant && (!row.advanced || m_moreOpen));
  }
  for (const Section& section : m_sections)
    section.heading->setVisible(allHold(section.relevant) && (!section.advanced || m_moreOpen));
  if (m_more) {
    m_more->setVisible(anyAdvanced);
    m_more->setText(m_moreOpen ? tr("Fewer settings") : tr("More settings"));
    m_more->setAccessibleName(m_more->text());
  }
}

bool FormView::hasErrors() const {
  return std::any_of(m_rows.begin(), m_rows.end(), [](const Row& row) {
    return !row.error->text().isEmpty() && allHold(row.parents) && row.field.relevant();
  });
}

QString FormView::errorText(const QString& path) const {
  for (const Row& row : m_rows)
    if (QString::fromStdString(row.field.path) == path)
      return row.error->text();
  return {};
}

QWidget* FormView::editor(const QString& path) const {
  for (const Row& row : m_rows)
    if (QString::fromStdString(row.field.path) == path)
      return row.editor.widget;
  return nullptr;
}

QStringList FormView::paths() const {
  QStringList list;
  for (const Row& row : m_rows)
    list << QString::fromStdString(row.field.path);
  return list;
}

} // namespace rxq::widgets
