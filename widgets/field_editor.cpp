#include "widgets/field_editor.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QWheelEvent>
#include <cmath>

#include "core/base/number_text.h"
#include "widgets/segmented_control.h"
#include "widgets/unit_line_edit.h"

namespace rxq::widgets {

namespace {
using param::BoundField;
using param::Node;
using Edited = std::function<void(bool)>;

[[noreturn]] void bad(const QString& message) {
  throw base::Error(base::ErrorKind::BadInput, message.toStdString());
}

struct EditorText {
  Q_DECLARE_TR_FUNCTIONS(FieldEditor)
};

double parseOrComplain(const QString& text) {
  const double value = NumberEdit::parse(text);
  if (std::isnan(value))
    bad(EditorText::tr("'%1' is not a number.").arg(text.trimmed()));
  return value;
}

Node numberNode(const QString& text, bool whole) {
  const double value = parseOrComplain(text);
  if (!whole)
    return Node(value);
  if (value != std::floor(value) || std::abs(value) > 9007199254740992.0)
    bad(EditorText::tr("Give a whole number."));
  return Node(static_cast<std::int64_t>(value));
}

QString nodeNumber(const Node& node) {
  return QString::fromStdString(base::toText(node.asDouble("number"))).replace(u'-', QChar(0x2212));
}

FieldEditor numberEditor(const BoundField& field, QWidget* parent, const Edited& edited) {
  const bool whole = field.kind == BoundField::Kind::Int;
  auto* edit = new NumberEdit(whole, field.min, field.max, paramText(field.unit), parent);
  QObject::connect(edit, &NumberEdit::textEdited, edit, [edited] { edited(true); });
  QObject::connect(edit, &QAbstractSpinBox::editingFinished, edit, [edited] { edited(false); });
  return {edit, [edit](const Node& v) { edit->setValue(v.asDouble("value")); },
          [edit, whole] { return numberNode(edit->text(), whole); }};
}

UnitLineEdit* lineEditor(const BoundField& field, QWidget* parent, const Edited& edited) {
  auto* edit = new UnitLineEdit(paramText(field.unit), parent);
  QObject::connect(edit, &QLineEdit::textEdited, edit, [edited] { edited(true); });
  QObject::connect(edit, &QLineEdit::editingFinished, edit, [edited] { edited(false); });
  return edit;
}

/// "0 – 40", "0-40", "-1 to 8" or one number.
Node rangeNode(const QString& text) {
  QString plain = text;
  plain.replace(QStringLiteral("…"), QStringLiteral("–"));
  plain.replace(QStringLiteral(".."), QStringLiteral("–"));
  plain.replace(QStringLiteral(" to "), QStringLiteral("–"));
  // A hyphen parts the two unless it is a sign: at the start or after another dash.
  for (qsizetype i = 1; i < plain.size(); ++i) {
    const QString before = plain.left(i).trimmed();
    if (plain[i] == u'-' && !before.isEmpty() && before.back().isDigit()) {
      plain[i] = QChar(0x2013);
      break;
    }
  }
  const QStringList parts = plain.split(QChar(0x2013));
  if (parts.size() > 2 || parts.join(QString()).trimmed().isEmpty())
    bad(EditorText::tr("Give a range like 0 – 40, or one number."));
  const double low = parseOrComplain(parts.first());
  const double high = parseOrComplain(parts.last());
  return Node(Node::Array{Node(low), Node(high)});
}

FieldEditor rangeEditor(const BoundField& field, QWidget* parent, const Edited& edited) {
  auto* edit = lineEditor(field, parent, edited);
  return {edit,
          [edit](const Node& v) {
            const auto& a = v.asArray("range");
            const QString low = nodeNumber(a[0]), high = nodeNumber(a[1]);
            edit->setText(low == high ? low : low + QStringLiteral(" – ") + high);
          },
          [edit] { return rangeNode(edit->text()); }};
}

FieldEditor intListEditor(const BoundField& field, QWidget* parent, const Edited& edited) {
  auto* edit = lineEditor(field, parent, edited);
  return {edit,
          [edit](const Node& v) {
            QStringList items;
            for (const Node& item : v.asArray("list"))
              items << QString::number(item.asInt("item"));
            edit->setText(items.join(QStringLiteral(", ")));
          },
          [edit] {
            Node::Array items;
            QString text = edit->text();
            text.replace(u';', u',');
            for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
              if (part.trimmed().isEmpty())
                continue;
              const Node item = numberNode(part, true);
              items.push_back(item);
            }
            return Node(std::move(items));
          }};
}

FieldEditor textEditor(const BoundField& field, QWidget* parent, const Edited& edited) {
  auto* edit = lineEditor(field, parent, edited);
  return {edit,
          [edit](const Node& v) {
            edit->setText(QString::fromStdString(v.asText("text")));
            if (!edit->hasFocus())
              edit->setCursorPosition(0); // a long text is read from its beginning
          },
          [edit] { return Node(edit->text().trimmed().toStdString()); }};
}

/// A few wrapped lines; Tab leaves it, as any field.
class LongTextEdit : public QPlainTextEdit {
 public:
  LongTextEdit(QWidget* parent, Edited edited)
      : QPlainTextEdit(parent), m_edited(std::move(edited)) {
    setProperty("class", QStringLiteral("field"));
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(kTextLines * fontMetrics().lineSpacing() + 16);
  }

 protected:
  void focusOutEvent(QFocusEvent* event) override {
    QPlainTextEdit::focusOutEvent(event);
    m_edited(false);
  }

 private:
  static constexpr int kTextLines = 4;
  Edited m_edited;
};

FieldEditor longTextEditor(QWidget* parent, const Edited& edited) {
  auto* edit = new LongTextEdit(parent, edited);
  QObject::connect(edit, &QPlainTextEdit::textChanged, edit, [edited] { edited(true); });
  return {edit,
          [edit](const Node& v) {
            const QSignalBlocker blocker(edit);
            edit->setPlainText(QString::fromStdString(v.asText("text")));
          },
          [edit] { return Node(edit->toPlainText().simplified().toStdString()); }};
}

/// Does not steal the wheel from the page.
class QuietComboBox : public QComboBox {
 public:
  using QComboBox::QComboBox;

 protected:
  void wheelEvent(QWheelEvent* event) override {
    if (hasFocus())
      QComboBox::wheelEvent(event);
    else
      event->ignore();
  }
};

FieldEditor suggestionEditor(const QStringList& suggestions, QWidget* parent,
                             const Edited& edited) {
  auto* combo = new QuietComboBox(parent);
  for (const QString& item : suggestions)
    combo->addItem(item.isEmpty() ? EditorText::tr("none") : item, item);
  QObject::connect(combo, &QComboBox::activated, combo, [edited] { edited(false); });
  return {combo,
          [combo](const Node& v) {
            const QString text = QString::fromStdString(v.asText("text"));
            if (combo->findData(text) < 0)
              combo->addItem(text, text);
            combo->setCurrentIndex(combo->findData(text));
          },
          [combo] { return Node(combo->currentData().toString().toStdString()); }};
}

/// Few short choices are all in sight; more are in a list.
FieldEditor choiceEditor(const BoundField& field, QWidget* parent, const Edited& edited) {
  QStringList labels;
  for (const auto& choice : field.choices)
    labels << paramText(choice.label);
  const auto indexOf = [choices = field.choices](const Node& v) {
    const std::string& key = v.asText("choice");
    for (std::size_t i = 0; i < choices.size(); ++i)
      if (choices[i].key == key)
        return static_cast<int>(i);
    return 0;
  };
  const auto keyAt = [choices = field.choices](int index) {
    return Node(choices[static_cast<std::size_t>(std::max(index, 0))].key);
  };
  if (labels.size() <= 3 && labels.join(QString()).size() <= 20) {
    auto* segments = new SegmentedControl(labels, parent);
    segments->setAccessibleTitle(paramText(field.label));
    QObject::connect(segments, &SegmentedControl::chosen, segments, [edited] { edited(false); });
    return {segments, [segments, indexOf](const Node& v) { segments->setCurrent(indexOf(v)); },
            [segments, keyAt] { return keyAt(segments->current()); }};
  }
  auto* combo = new QuietComboBox(parent);
  combo->addItems(labels);
  combo->setMinimumContentsLength(8);
  combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  QObject::connect(combo, &QComboBox::activated, combo, [edited] { edited(false); });
  return {combo, [combo, indexOf](const Node& v) { combo->setCurrentIndex(indexOf(v)); },
          [combo, keyAt] { return keyAt(combo->currentIndex()); }};
}

/// A menu that stays open while its entries are ticked.
class TickMenu : public QMenu {
 public:
  using QMenu::QMenu;

 protected:
  void keyPressEvent(QKeyEvent* event) override {
    if (QAction* action = activeAction();
        event->key() == Qt::Key_Space && action && action->isCheckable())
      action->trigger();
    else
      QMenu::keyPressEvent(event);
  }
  void mouseReleaseEvent(QMouseEvent* event) override {
    if (QAction* action = activeAction(); action && action->isCheckable())
      action->trigger();
    else
      QMenu::mouseReleaseEvent(event);
  }
};

FieldEditor choiceListEditor(const BoundField& field, QWidget* parent, const Edited& edited) {
  auto* button = new QToolButton(parent);
  button->setProperty("class", QStringLiteral("field"));
  button->setPopupMode(QToolButton::InstantPopup);
  button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  button->setMinimumWidth(80);
  auto* menu = new TickMenu(button);
  menu->setProperty("class", QStringLiteral("checks"));
  const auto showText = [button, menu] {
    QStringList labels;
    for (const QAction* action : menu->actions())
      if (action->isChecked())
        labels << action->text();
    const QString text = labels.join(QStringLiteral(", "));
    button->setText(text.isEmpty() ? EditorText::tr("none") : text);
  };
  for (const auto& choice : field.choices) {
    QAction* action = menu->addAction(paramText(choice.label));
    action->setCheckable(true);
    action->setData(QString::fromStdString(choice.key));
    QObject::connect(action, &QAction::triggered, button, [edited, showText] {
      showText();
      edited(false);
    });
  }
  button->setMenu(menu);
  return {button,
          [menu, showText](const Node& v) {
            for (QAction* action : menu->actions()) {
              bool on = false;
              for (const Node& item : v.asArray("list"))
                on = on || item.asText("item") == action->data().toString().toStdString();
              action->setChecked(on);
            }
            showText();
          },
          [menu] {
            Node::Array items;
            for (const QAction* action : menu->actions())
              if (action->isChecked())
                items.emplace_back(action->data().toString().toStdString());
            return Node(std::move(items));
          }};
}

FieldEditor boolEditor(QWidget* parent, const Edited& edited) {
  auto* box = new QCheckBox(parent);
  QObject::connect(box, &QCheckBox::clicked, box, [edited] { edited(false); });
  return {box, [box](const Node& v) { box->setChecked(v.asBool("value")); },
          [box] { return Node(box->isChecked()); }};
}
} // namespace

QString paramText(const char* source) {
  return source && *source ? QCoreApplication::translate("Param", source) : QString();
}

FieldEditor makeFieldEditor(const BoundField& field, const QStringList& suggestions, bool longText,
                            QWidget* parent, const Edited& edited) {
  using Kind = BoundField::Kind;
  switch (field.kind) {
  case Kind::Bool:
    return boolEditor(parent, edited);
  case Kind::Int:
  case Kind::Double:
    return numberEditor(field, parent, edited);
  case Kind::Choice:
    return choiceEditor(field, parent, edited);
  case Kind::IntList:
    return intListEditor(field, parent, edited);
  case Kind::ChoiceList:
    return choiceListEditor(field, parent, edited);
  case Kind::Range:
    return rangeEditor(field, parent, edited);
  case Kind::Text:
    if (longText)
      return longTextEditor(parent, edited);
    return suggestions.isEmpty() ? textEditor(field, parent, edited)
                                 : suggestionEditor(suggestions, parent, edited);
  case Kind::Struct:
  case Kind::StructList:
    break;
  }
  Q_ASSERT_X(false, "makeFieldEditor", "structs are made of rows");
  return {};
}

} // namespace rxq::widgets
