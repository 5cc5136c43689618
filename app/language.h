#pragma once

#include <QString>
#include <QVector>

class QCoreApplication;

namespace rxq::app {

/// Languages of the window; the key is what settings keep ("" as the system).
struct Language {
  QString key;  ///< "en", "zh_CN"
  QString name; ///< in itself
};
const QVector<Language>& languages();

/// What the settings say; "" when the user has not chosen.
QString chosenLanguage();
void chooseLanguage(const QString& key);

/// Loads the translations of the program and of Qt's own texts; "" takes the system's language.
/// Texts that are on screen stay as they are: build the window after it.
void installLanguage(QCoreApplication& application, const QString& key);
/// The one in use: "en" or "zh_CN".
QString currentLanguage();

} // namespace rxq::app
