#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "app/language.h"
#include "tests/tools/message_strings.h"
#include "tests/tools/param_strings.h"

using namespace rxq;

// The committed translation has every text of the sources, none left in English by accident.
class TestTranslations final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void parameterTextsAreListed();
  void messagesAreListed();
  void errorsCanBeTranslated();
  void everyTextIsTranslated();
  void isLoaded();

 private:
  static QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  static QString at(const char* path) {
    return QStringLiteral(RXQ_SOURCE_DIR "/") + QLatin1String(path);
  }
};

void TestTranslations::parameterTextsAreListed() {
  // rxq_param_strings > app/param_strings.inc
  QCOMPARE(QString::fromUtf8(read(at("app/param_strings.inc"))),
           QString::fromStdString(tests::paramStrings()));
}

void TestTranslations::messagesAreListed() {
  // rxq_message_strings > app/message_strings.inc
  QCOMPARE(QString::fromUtf8(read(at("app/message_strings.inc"))),
           QString::fromStdString(tests::messageStrings(RXQ_SOURCE_DIR)));
}

// An error whose text is put together by hand would stay English: write it as base::message().
void TestTranslations::errorsCanBeTranslated() {
  QStringList found;
  for (const std::string& error : tests::untranslatableErrors(RXQ_SOURCE_DIR))
    found << QString::fromStdString(error);
  QCOMPARE(found.join(u'\n'), QString());
}

void TestTranslations::everyTextIsTranslated() {
  QTemporaryDir folder;
  const QString ts = folder.filePath(QStringLiteral("rxquant_zh_CN.ts"));
  QVERIFY(QFile::copy(at("translations/rxquant_zh_CN.ts"), ts));
  QProcess lupdate;
  lupdate.start(QStringLiteral(RXQ_LUPDATE),
                {QStringLiteral("-silent"), QStringLiteral("-I"), at(""),
                 QStringLiteral("-no-obsolete"), QStringLiteral("-locations"),
                 QStringLiteral("none"), at("app"), at("widgets"), QStringLiteral("-ts"), ts});
  QVERIFY(lupdate.waitForFinished(120'000));
  QCOMPARE(lupdate.exitCode(), 0);

  static const QRegularExpression placeholder(QStringLiteral("%(?:L?\\d+|n)"));
  const auto placeholdersOf = [](const QString& text) {
    QStringList all;
    for (auto it = placeholder.globalMatch(text); it.hasNext();)
      all << it.next().captured();
    all.sort();
    all.removeDuplicates();
    return all;
  };
  QFile file(ts);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QXmlStreamReader xml(&file);
  QStringList missing, wrong;
  QString source;
  int texts = 0;
  while (!xml.atEnd()) {
    if (!xml.readNextStartElement())
      continue;
    if (xml.name() == u"source")
      source = xml.readElementText();
    else if (xml.name() == u"translation") {
      const bool unfinished = xml.attributes().value(QLatin1String("type")) == u"unfinished";
      const QString text = xml.readElementText();
      ++texts;
      if (unfinished || text.isEmpty())
        missing << source;
      else if (placeholdersOf(text) != placeholdersOf(source))
        wrong << source + QStringLiteral(" -> ") + text;
    }
  }
  QVERIFY2(texts > 500, qPrintable(QString::number(texts)));
  QCOMPARE(missing.join(u'\n'), QString());
  QCOMPARE(wrong.join(u'\n'), QString());
}

void TestTranslations::isLoaded() {
  app::installLanguage(*qApp, QStringLiteral("zh_CN"));
  QCOMPARE(app::currentLanguage(), QStringLiteral("zh_CN"));
  QCOMPARE(QCoreApplication::translate("rxq::app::MainWindow", "Study"), QStringLiteral("研究"));
  app::installLanguage(*qApp, QStringLiteral("en"));
  QCOMPARE(app::currentLanguage(), QStringLiteral("en"));
  QCOMPARE(QCoreApplication::translate("rxq::app::MainWindow", "Study"), QStringLiteral("Study"));
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
