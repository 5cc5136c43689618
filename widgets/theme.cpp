#include "widgets/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFocusEvent>
#include <QFontDatabase>
#include <QPalette>
#include <QRegularExpression>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>
#include <cmath>

// Outside of any namespace: the macro declares a global function.
static void initResources() { Q_INIT_RESOURCE(rxquant); }

namespace rxq::widgets {

const Colors& lightColors() {
  static const Colors c{false,
                        QColor("#f6f7f9"),
                        QColor("#ffffff"),
                        QColor("#1d2430"),
                        QColor("#667085"),
                        QColor("#dfe3ea"),
                        QColor("#0072b2"),
                        QColor("#d55e00"),
                        QColor("#009e73"),
                        QColor("#f6f7f9"),
                        QColor("#eef1f5"),
                        QColor("#ffffff"),
                        QColor("#eceff3"),
                        {QColor("#0072b2"), QColor("#009e73"), QColor("#cc79a7"), QColor("#e69f00"),
                         QColor("#56b4e9")}};
  return c;
}

const Colors& darkColors() {
  static const Colors c{true,
                        QColor("#14181f"),
                        QColor("#1c222c"),
                        QColor("#e7ebf2"),
                        QColor("#93a0b4"),
                        QColor("#2c3542"),
                        QColor("#56b4e9"),
                        QColor("#e69f00"),
                        QColor("#35c79a"),
                        QColor("#171c24"),
                        QColor("#252d39"),
                        QColor("#0d1620"),
                        QColor("#262e3a"),
                        {QColor("#56b4e9"), QColor("#35c79a"), QColor("#e69ac4"), QColor("#f0e442"),
                         QColor("#5a8fe0")}};
  return c;
}

QColor mix(const QColor& a, const QColor& b, double amount) {
  const auto channel = [amount](int x, int y) {
    return static_cast<int>(x + (y - x) * amount + 0.5);
  };
  return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()),
                channel(a.blue(), b.blue()), channel(a.alpha(), b.alpha()));
}

int typePixels(int pixels) { return static_cast<int>(std::lround(pixels * Theme::typeScale())); }

QFont uiFont(int pixels, QFont::Weight weight) {
  static const QStringList families = [] {
    QStringList list;
    // Inter where it is; then what the platform uses.
    if (QFontDatabase::families().contains(QStringLiteral("Inter")))
      list << QStringLiteral("Inter");
    return list << QFontDatabase::systemFont(QFontDatabase::GeneralFont).families();
  }();
  QFont font;
  font.setFamilies(families);
  font.setPixelSize(typePixels(pixels));
  font.setWeight(weight);
  return font;
}

Theme& Theme::install(QApplication& app, Mode mode) {
  if (Theme* theme = current())
    return *theme;
  return *new Theme(app, mode);
}

Theme* Theme::current() {
  return qApp ? qApp->findChild<Theme*>(QString(), Qt::FindDirectChildrenOnly) : nullptr;
}

const Colors& Theme::colors() {
  const Theme* theme = current();
  return theme ? theme->m_colors : lightColors();
}

Theme::Theme(QApplication& app, Mode mode) : QObject(&app), m_app(app), m_mode(mode) {
  initResources();
  // QStyleHints::colorScheme needs Qt 6.5: judge by the palette's lightness.
  m_systemDark = app.palette().color(QPalette::Window).lightness() < 128;
  app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  app.setFont(uiFont());
  app.installEventFilter(this);
  apply();
}

void Theme::setMode(Mode mode) {
  if (mode == m_mode)
    return;
  m_mode = mode;
  apply();
}

double Theme::typeScale() {
  const Theme* theme = current();
  return theme ? theme->m_typeScale : 1;
}

void Theme::setTypeScale(double scale) {
  if (scale == m_typeScale)
    return;
  m_typeScale = scale;
  m_app.setFont(uiFont());
  apply();
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
  // The desktop switched between light and dark.
  if (event->type() == QEvent::ThemeChange && !m_applying) {
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (widget && widget->isWindow()) {
      m_applying = true;
      m_app.setPalette(QPalette());
      m_systemDark = m_app.palette().color(QPalette::Window).lightness() < 128;
      m_applying = false;
      apply();
    }
  }
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
    markKeyFocus(watched, static_cast<QFocusEvent*>(event));
  return QObject::eventFilter(watched, event);
}

/// A button shows where keys go while one walks with keys; after a click it would only be noise.
void Theme::markKeyFocus(QObject* watched, const QFocusEvent* event) {
  auto* button = qobject_cast<QAbstractButton*>(watched);
  if (!button)
    return;
  const bool on = event->gotFocus() && (event->reason() == Qt::TabFocusReason ||
                                        event->reason() == Qt::BacktabFocusReason ||
                                        event->reason() == Qt::ShortcutFocusReason);
  if (button->property("keyFocus").toBool() == on)
    return;
  button->setProperty("keyFocus", on);
  button->style()->unpolish(button);
  button->style()->polish(button);
}

void Theme::apply() {
  m_applying = true;
  const bool dark = m_mode == Mode::Dark || (m_mode == Mode::System && m_systemDark);
  m_colors = dark ? darkColors() : lightColors();
  const Colors& c = m_colors;
  QPalette p;
  p.setColor(QPalette::Window, c.ground);
  p.setColor(QPalette::Base, c.card);
  p.setColor(QPalette::AlternateBase, c.ground);
  p.setColor(QPalette::Button, c.card);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(role, c.ink);
  p.setColor(QPalette::PlaceholderText, c.dim);
  p.setColor(QPalette::Mid, c.line);
  p.setColor(QPalette::Highlight, c.accent);
  p.setColor(QPalette::HighlightedText, c.onAccent);
  p.setColor(QPalette::Link, c.accent);
  p.setColor(QPalette::ToolTipBase, c.card);
  p.setColor(QPalette::ToolTipText, c.ink);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, mix(c.dim, c.card, 0.35));
  m_app.setPalette(p);
  m_app.setStyleSheet(styleSheet());
  m_applying = false;
  Q_EMIT changed();
}

QString Theme::styleSheet() const {
  QFile file(QStringLiteral(":/rxquant/style.qss"));
  const bool opened = file.open(QIODevice::ReadOnly);
  Q_ASSERT(opened);
  Q_UNUSED(opened)
  QString sheet = QString::fromUtf8(file.readAll());
  const Colors& c = m_colors;
  const std::pair<const char*, QColor> names[] = {
      {"@accentHover", mix(c.accent, c.dark ? c.ink : c.card, 0.12)},
      {"@accentSoft", mix(c.card, c.accent, 0.14)},
      {"@onAccent", c.onAccent},
      {"@accent", c.accent},
      {"@ground", c.ground},
      {"@card", c.card},
      {"@ink", c.ink},
      {"@dim", c.dim},
      {"@lineStrong", mix(c.line, c.dim, 0.45)},
      {"@line", c.line},
      {"@warningSoft", mix(c.card, c.warning, 0.12)},
      {"@warning", c.warning},
      {"@goodSoft", mix(c.card, c.good, 0.12)},
      {"@good", c.good},
      {"@field", c.field},
      {"@hover", c.hover},
      {"@disabled", mix(c.dim, c.card, 0.45)},
  };
  sheet.replace(QLatin1String("@checkIcon"),
                QLatin1String(c.dark ? "check-dark.svg" : "check.svg"));
  sheet.replace(QLatin1String("@toastLink"), mix(c.accent, c.card, 0.55).name());
  for (const auto& [name, color] : names)
    sheet.replace(QLatin1String(name), color.name());
  if (m_typeScale != 1) {
    static const QRegularExpression size(QStringLiteral("font-size: (\\d+)px"));
    for (auto at = size.match(sheet); at.hasMatch(); at = size.match(sheet, at.capturedEnd()))
      sheet.replace(at.capturedStart(1), at.capturedLength(1),
                    QString::number(typePixels(at.captured(1).toInt())));
  }
  return sheet;
}

} // namespace rxq::widgets
