// The direction of the dependencies, read from the #includes of the sources. A test rather than a
// promise: a back edge compiles and links without complaint, because all folders share one root.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <map>

namespace {

// What each folder may include besides itself. The one place where the direction is written down:
// base <- param <- phy, nn <- channel, quant <- receiver <- sim <- train <- store <- study <-
// export. Receivers stand on channels (the statistics that LMMSE knows) and on quantized networks.
const std::map<QString, QStringList>& allowedFolders() {
  static const std::map<QString, QStringList> table = [] {
    const QStringList param{"core/base", "core/param"};
    const QStringList signal = param + QStringList{"core/phy", "core/nn"};
    const QStringList receiver = signal + QStringList{"core/channel", "core/quant"};
    const QStringList sim = receiver + QStringList{"core/receiver"};
    const QStringList train = sim + QStringList{"core/sim"};
    const QStringList store = train + QStringList{"core/train"};
    const QStringList study = store + QStringList{"core/store"};
    const QStringList exporting = study + QStringList{"core/study"};
    const QStringList widgets = exporting + QStringList{"core/export"};
    return std::map<QString, QStringList>{
        {"core/base", {}},        {"core/param", {"core/base"}},
        {"core/phy", param},      {"core/nn", param},
        {"core/channel", signal}, {"core/receiver", receiver},
        {"core/quant", signal},   {"core/sim", sim},
        {"core/train", train},    {"core/store", store},
        {"core/study", study},    {"core/export", exporting},
        {"widgets", widgets},     {"app", widgets + QStringList{"widgets"}}};
  }();
  return table;
}

// Library headers that only some files may include; each pattern is matched against the name
// between the angle brackets, each file pattern against the path from the root.
struct LibraryRule {
  QRegularExpression header;
  QRegularExpression allowedFiles;
  QString reason;
};

const std::vector<LibraryRule>& libraryRules() {
  const auto re = [](const char* pattern) {
    return QRegularExpression(QRegularExpression::anchoredPattern(QString::fromLatin1(pattern)));
  };
  static const std::vector<LibraryRule> rules{
      {re("Q[A-Z].*|Qt[A-Z]\\w*/.*|q[a-z]+\\.h|Qwt.*|qwt_.*"), re("(widgets|app)/.*"),
       "the core knows nothing of Qt"},
      {re("tbb/.*|oneapi/.*"), re("core/base/parallel\\.cpp"),
       "one place chooses the back end of parallel loops"},
      {re("Eigen/.*|unsupported/Eigen/.*|nlohmann/.*"), re(".*\\.cpp"),
       "it would reach every file that includes the header"},
      {re("sqlite3\\.h|SQLiteCpp/.*|QSql.*"), re("core/store/.*"), "only the store speaks SQL"},
      {re("QMessageBox"), re("app/.*"), "widgets raise no message box"}};
  return rules;
}

// Words that break a promise of the whole core.
struct WordRule {
  QRegularExpression word;
  QString reason;
};

const std::vector<WordRule>& wordRules() {
  static const std::vector<WordRule> rules{
      {QRegularExpression(R"(\b(strtod|strtof|atof|stod|stof|sscanf|setlocale)\s*\()"),
       "numbers must not depend on the locale: use core/base/number_text.h"},
      {QRegularExpression(R"(\b(mt19937\w*|minstd_rand\w*|random_device|default_random_engine)\b)"),
       "random numbers come from the counter-based streams of core/base/random.h"}};
  return rules;
}

QString folderOf(const QString& path) {
  const QStringList parts = path.split('/');
  return parts.first() == "core" && parts.size() > 2 ? parts[0] + '/' + parts[1] : parts.first();
}

QString withoutComments(QString source) {
  static const QRegularExpression comment(R"(//[^\n]*|/\*.*?\*/)",
                                          QRegularExpression::DotMatchesEverythingOption);
  return source.remove(comment);
}

// Every rule that the file breaks, as one line each. `path` is relative to the root.
QStringList violations(const QString& path, const QString& source) {
  QStringList found;
  const QString text = withoutComments(source);
  const QString folder = folderOf(path);
  const auto allowed = allowedFolders().find(folder);
  if (allowed == allowedFolders().end())
    found << path + ": folder " + folder + " is not in the table of this test";
  static const QRegularExpression include(R"(^\s*#\s*include\s*(?:"([^"]+)\"|<([^>]+)>))",
                                          QRegularExpression::MultilineOption);
  for (auto it = include.globalMatch(text); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    const QString library = match.captured(2);
    QString own = match.captured(1);
    for (const LibraryRule& rule : libraryRules())
      if (rule.header.match(library).hasMatch() && !rule.allowedFiles.match(path).hasMatch())
        found << path + ": includes <" + library + ">: " + rule.reason;
    if (own.isEmpty() || allowed == allowedFolders().end() || own.endsWith(".moc"))
      continue;
    static const QRegularExpression fromRoot("^(core|widgets|app|tests)/");
    if (!fromRoot.match(own).hasMatch())
      own = QDir::cleanPath(path.section('/', 0, -2) + '/' + own);
    const QString target = folderOf(own);
    if (target != folder && !allowed->second.contains(target))
      found << path + ": includes \"" + own + "\": " + folder + " may not depend on " + target;
  }
  if (path.startsWith("core/"))
    for (const WordRule& rule : wordRules())
      if (const auto match = rule.word.match(text); match.hasMatch())
        found << path + ": " + match.captured(1) + ": " + rule.reason;
  return found;
}

} // namespace

class TestLayout : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rulesCatch_data();
  void rulesCatch();
  void tableHasNoCycle();
  void sources_data();
  void sources();
};

// The rules themselves, on made-up files: without this a broken pattern would pass every source.
void TestLayout::rulesCatch_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("source");
  QTest::addColumn<int>("count");
  const auto row = [](const char* name, const char* path, const char* source, int count) {
    QTest::newRow(name) << QString(path) << QString(source) << count;
  };
  row("forward edge", "core/sim/a.cpp", "#include \"core/phy/ldpc.h\"\n#include <vector>\n", 0);
  row("back edge", "core/phy/a.h", "#include \"core/sim/link.h\"\n", 1);
  row("peers", "core/channel/a.h", "#include \"core/quant/engine.h\"\n", 1);
  row("relative back edge", "core/phy/a.h", "#include \"../sim/link.h\"\n", 1);
  row("relative in folder", "core/phy/a.h", "#include \"b.h\"\n", 0);
  row("core to widgets", "core/export/a.cpp", "#include \"widgets/plot.h\"\n", 1);
  row("widgets to app", "widgets/forms/a.cpp", "#include \"app/main_window.h\"\n", 1);
  row("app to all", "app/a.cpp", "#include \"widgets/a.h\"\n#include \"core/export/b.h\"\n", 0);
  row("tests from core", "core/phy/a.cpp", "#include \"tests/x.h\"\n", 1);
  row("Qt in core", "core/phy/a.cpp", "#include <QString>\n  #  include <QtCore/qglobal.h>\n", 2);
  row("Qwt in core", "core/phy/a.cpp", "#include <qwt_plot.h>\n", 1);
  row("Qt in widgets", "widgets/a.h", "#include <QWidget>\n#include <qwt_plot.h>\n", 0);
  row("TBB in base", "core/base/parallel.cpp", "#include <tbb/parallel_for.h>\n", 0);
  row("TBB in sim", "core/sim/a.cpp", "#include <oneapi/tbb.h>\n", 1);
  row("Eigen in source", "core/channel/a.cpp", "#include <Eigen/Dense>\n", 0);
  row("Eigen in header", "core/channel/a.h", "#include <Eigen/Dense>\n", 1);
  row("JSON in header", "app/a.h", "#include <nlohmann/json.hpp>\n", 1);
  row("SQL in app", "app/a.cpp", "#include <sqlite3.h>\n#include <QSqlDatabase>\n", 2);
  row("message box", "widgets/a.cpp", "#include <QMessageBox>\n", 1);
  row("comment", "core/phy/a.cpp", "// #include <QString>\n/*\n#include <QString>\n*/\n", 0);
  row("locale", "core/phy/a.cpp", "double x = std::stod(text);\n", 1);
  row("own random numbers", "core/phy/a.cpp", "std::mt19937_64 engine;\n", 1);
  row("unknown folder", "core/magic/a.cpp", "", 1);
}

void TestLayout::rulesCatch() {
  QFETCH(QString, path);
  QFETCH(QString, source);
  QFETCH(int, count);
  const QStringList found = violations(path, source);
  QVERIFY2(found.size() == count, qPrintable(found.join('\n')));
}

void TestLayout::tableHasNoCycle() {
  for (const auto& [folder, targets] : allowedFolders())
    for (const QString& target : targets) {
      const auto& back = allowedFolders().at(target);
      QVERIFY2(!back.contains(folder), qPrintable(folder + " and " + target + " in a cycle"));
      for (const QString& further : back)
        QVERIFY2(targets.contains(further), qPrintable(folder + " lacks " + further));
    }
}

void TestLayout::sources_data() {
  QTest::addColumn<QString>("path");
  const QDir root(RXQ_SOURCE_DIR);
  QStringList paths;
  for (const char* top : {"core", "widgets", "app"}) {
    QDirIterator it(root.filePath(top), {"*.h", "*.cpp", "*.inc"}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
      paths << root.relativeFilePath(it.next());
  }
  paths.sort();
  QVERIFY2(paths.size() > 20, "the sources were not found");
  for (const QString& path : paths)
    QTest::newRow(qPrintable(path)) << path;
}

void TestLayout::sources() {
  QFETCH(QString, path);
  QFile file(QDir(RXQ_SOURCE_DIR).filePath(path));
  QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
  const QStringList found = violations(path, QString::fromUtf8(file.readAll()));
  QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
}

QTEST_APPLESS_MAIN(TestLayout)
#include "tst_layout.moc"
