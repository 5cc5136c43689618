#include "widgets/icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>
#include <QToolButton>

namespace rxq::widgets {

QIcon icon(const char* name) {
  QSvgRenderer renderer(QStringLiteral(":/rxquant/icons/%1.svg").arg(QLatin1String(name)));
  QIcon result;
  for (const auto& [mode, opacity] :
       {std::pair{QIcon::Normal, 1.0}, std::pair{QIcon::Disabled, 0.4}})
    for (const int scale : {1, 2}) {
      QPixmap pixmap(QSize(16, 16) * scale);
      pixmap.setDevicePixelRatio(scale);
      pixmap.fill(Qt::transparent);
      QPainter painter(&pixmap);
      painter.setOpacity(opacity);
      renderer.render(&painter, QRectF(0, 0, 16, 16));
      painter.end();
      result.addPixmap(pixmap, mode);
    }
  return result;
}

QToolButton* iconButton(const char* iconName, const QString& name, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setProperty("class", QStringLiteral("flat"));
  button->setIcon(icon(iconName));
  button->setIconSize(QSize(16, 16));
  button->setToolTip(name);
  button->setAccessibleName(name);
  return button;
}

} // namespace rxq::widgets
