#include "app/page_actions.h"

#include <QFileDialog>
#include <QTableView>

namespace rxq::app {

void editAtHand(QTableView& table) {
  QModelIndex index = table.currentIndex();
  if (!index.isValid())
    return;
  if (!(index.flags() & Qt::ItemIsEditable)) {
    index = index.siblingAtColumn(0);
    table.setCurrentIndex(index);
  }
  table.edit(index);
}

QString askForFile(QWidget* parent, const QString& title, const QString& filter,
                   const QString& ending) {
  const QString path = QFileDialog::getSaveFileName(parent, title, QString(), filter);
  return path.isEmpty() || path.endsWith(ending, Qt::CaseInsensitive) ? path : path + ending;
}

} // namespace rxq::app
