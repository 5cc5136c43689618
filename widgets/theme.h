#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <array>

class QApplication;
class QFocusEvent;
class QPainter;

namespace rxq::widgets {

/// The colours of one look; the only place that names any.
struct Colors {
  bool dark = false;
  QColor ground, card, ink, dim, line, accent, warning, good;
  QColor field;    ///< inside of an input
  QColor hover;    ///< under the mouse
  QColor onAccent; ///< text on the accent
  QColor grid;     ///< of plots, fainter than lines
  /// For curves beside FP32, in order of use: Okabe and Ito's without the warning colour.
  std::array<QColor, 5> series;
};
const Colors& lightColors();
const Colors& darkColors();

/// `amount` 0 gives a, 1 gives b.
QColor mix(const QColor& a, const QColor& b, double amount);

/// Look of the whole program: style, font, palette and style sheet, light or dark, by hand or as
/// the system has it. One object, a child of the application.
class Theme : public QObject {
  Q_OBJECT
 public:
  enum class Mode { System, Light, Dark };

  /// Installs the theme in `app`, or returns the one that is there.
  static Theme& install(QApplication& app, Mode mode = Mode::System);
  /// The installed one; null before install().
  static Theme* current();
  /// Colours in use; the light ones when nothing is installed.
  static const Colors& colors();

  Mode mode() const { return m_mode; }
  void setMode(Mode mode);
  /// All type so many times its size, pictures included: for a projector.
  void setTypeScale(double scale);
  /// 1 when nothing is installed.
  static double typeScale();

 Q_SIGNALS:
  void changed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  Theme(QApplication& app, Mode mode);
  void apply();
  void markKeyFocus(QObject* watched, const QFocusEvent* event);
  QString styleSheet() const;

  QApplication& m_app;
  Mode m_mode;
  bool m_systemDark = false;
  bool m_applying = false;
  double m_typeScale = 1;
  Colors m_colors;
};

/// The program's font at a size in pixels, times the type's scale.
QFont uiFont(int pixels = 13, QFont::Weight weight = QFont::Normal);
/// Pixels that hold type, times its scale.
int typePixels(int pixels);

} // namespace rxq::widgets
