#include "app/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

namespace rxq::app {

namespace {
const QString kSetting = QStringLiteral("window/language");

const QString kProgram = QStringLiteral("rxquant_zh_CN");

/// The translator becomes a child of the application, which keeps no other record of it.
void load(QCoreApplication& application, const QString& file, const QString& folder) {
  auto* translator = new QTranslator(&application);
  translator->setObjectName(file);
  if (!translator->load(file, folder) || !application.installTranslator(translator))
    delete translator;
}
} // namespace

const QVector<Language>& languages() {
  static const QVector<Language> all{{QStringLiteral("en"), QStringLiteral("English")},
                                     {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}};
  return all;
}

QString chosenLanguage() { return QSettings().value(kSetting).toString(); }
void chooseLanguage(const QString& key) { QSettings().setValue(kSetting, key); }
QString currentLanguage() {
  return qApp->findChild<QTranslator*>(kProgram) ? QStringLiteral("zh_CN") : QStringLiteral("en");
}

void installLanguage(QCoreApplication& application, const QString& key) {
  // Deleting a translator uninstalls it.
  qDeleteAll(application.findChildren<QTranslator*>(QString(), Qt::FindDirectChildrenOnly));
  const bool chinese = key.isEmpty() ? QLocale::system().language() == QLocale::Chinese
                                     : key == QLatin1String("zh_CN");
  if (!chinese)
    return;
  load(application, QStringLiteral("qtbase_zh_CN"),
       QLibraryInfo::path(QLibraryInfo::TranslationsPath));
  load(application, kProgram, QStringLiteral(":/i18n"));
}

} // namespace rxq::app
