#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "app/language.h"
#include "app/note_text.h"
#include "app/presets.h"
#include "core/param/bound_field.h"
#include "tests/tools/message_strings.h"
#include "tests/tools/param_strings.h"
#include "widgets/error_text.h"

using namespace rxq;

// The committed translation has every text of the sources, none left in English by accident.
class TestTranslations final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void parameterTextsAreListed();
  void messagesAreListed();
  void errorsCanBeTranslated();
  void everyTextIsTranslated();
  void errorsAreSaidInTheLanguage();
  void notesOfTheProgramAreTranslated();
  void presetsKeepTogether();
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

// A label inside a sentence, a sentence inside a sentence: all in the language, the numbers kept.
void TestTranslations::errorsAreSaidInTheLanguage() {
  app::installLanguage(*qApp, QStringLiteral("zh_CN"));
  phy::LinkSpec link;
  try {
    for (const param::BoundField& field : param::bind(link, "link"))
      if (field.path == "link.resourceBlocks")
        field.set(param::Node(100000));
    QFAIL("a value out of its range was taken");
  } catch (const base::Error& e) {
    const QString text = widgets::errorText(e);
    QVERIFY2(text.startsWith(QStringLiteral("资源块")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("之间的值")), qPrintable(text));
    QVERIFY2(!text.contains(QLatin1String("give")), qPrintable(text));
    QVERIFY2(std::string(e.what()).find("give a value within") != std::string::npos, e.what());
  }
  const base::Message nested =
      base::message("%1 is damaged: %2.", "model.rxqm", base::message("parts are missing"));
  QCOMPARE(nested.text(), std::string("model.rxqm is damaged: parts are missing."));
  QCOMPARE(widgets::messageText(nested), QStringLiteral("model.rxqm 已损坏：内容不完整。"));
  // Data is never translated, nor are its signs taken for places.
  QCOMPARE(widgets::messageText(base::message("%1: %2", "parts are missing", "100 %1")),
           QStringLiteral("parts are missing: 100 %1"));
  app::installLanguage(*qApp, QStringLiteral("en"));
}

void TestTranslations::notesOfTheProgramAreTranslated() {
  const std::string note =
      base::message("integer and fake-quantized outputs differ in %1 of %2 codes, by %3 at most", 3,
                    4000, 1)
          .text();
  QCOMPARE(app::noteText(note), QString::fromStdString(note));
  app::installLanguage(*qApp, QStringLiteral("zh_CN"));
  QCOMPARE(app::noteText(note),
           QStringLiteral("整数与伪量化输出在 4000 个码值中有 3 个不同，最多相差 1"));
  QCOMPARE(app::noteText("best of Monday: %1"), QStringLiteral("best of Monday: %1"));
  app::installLanguage(*qApp, QStringLiteral("en"));
}

// Receivers of a preset are named in the language, and their children still find them.
void TestTranslations::presetsKeepTogether() {
  for (const char* language : {"zh_CN", "en"}) {
    app::installLanguage(*qApp, QLatin1String(language));
    const auto all = app::presets();
    QVERIFY(all.size() >= 6);
    for (const app::Preset& preset : all)
      study::checkStudy(preset.spec);
    QCOMPARE(all.front().spec.name == "Demo: how few bits?", language == std::string("en"));
  }
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
