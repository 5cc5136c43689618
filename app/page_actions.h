#pragma once

#include <QString>

class QTableView;
class QWidget;

/// What several pages do alike.
namespace rxq::app {

/// Edits the cell at hand, or the row's name (column 0) where that cell cannot be edited.
void editAtHand(QTableView& table);
/// Asks for a file to save to; the answer ends with `ending`. Empty: nothing is to be saved.
QString askForFile(QWidget* parent, const QString& title, const QString& filter,
                   const QString& ending);

} // namespace rxq::app
