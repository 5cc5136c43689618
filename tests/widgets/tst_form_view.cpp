// Forms made from every declared struct of the core: an editor a field, values both ways, wrong
// values marked with what would be right, relevance, accessible names.
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "core/study/study_spec.h"
#include "widgets/form_view.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "widgets/unit_line_edit.h"

using rxq::param::BoundField;
using rxq::widgets::FormView;

namespace {

/// All structs that a form may be asked for, by name; each lives as long as the test.
struct Specs {
  rxq::phy::LinkSpec link;
  rxq::phy::DecoderSpec decoder;
  rxq::channel::ChannelSpec channel;
  rxq::receiver::ClassicalSpec classical;
  rxq::receiver::NeuralSpec neural;
  rxq::quant::QuantSpec quant;
  rxq::train::TrainSpec train;
  rxq::sim::SweepSpec sweep;
  rxq::study::ReceiverEntry entry;
  rxq::study::StudySpec study;

  std::vector<BoundField> fields(const QString& name) {
    using rxq::param::bind;
    if (name == "link")
      return bind(link);
    if (name == "decoder")
      return bind(decoder);
    if (name == "channel")
      return bind(channel);
    if (name == "classical")
      return bind(classical);
    if (name == "neural")
      return bind(neural);
    if (name == "quant")
      return bind(quant);
    if (name == "train")
      return bind(train);
    if (name == "sweep")
      return bind(sweep);
    return name == "entry" ? bind(entry) : bind(study);
  }
};

/// The line that a person types into; null for other editors.
QLineEdit* lineOf(QWidget* editor) {
  if (auto* line = qobject_cast<QLineEdit*>(editor))
    return line;
  return editor->findChild<QLineEdit*>();
}

void type(QWidget* editor, const QString& text) {
  QLineEdit* line = lineOf(editor);
  line->setFocus();
  line->selectAll();
  // Not keyClicks(): ranges have a dash that is on no keyboard of the test library.
  QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, text);
  QCoreApplication::sendEvent(line, &press);
  QTest::keyClick(line, Qt::Key_Return);
}

} // namespace

class TestFormView : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { rxq::widgets::Theme::install(*qApp); }
  void everyStruct_data();
  void everyStruct();
  void wrongValueIsMarked_data();
  void wrongValueIsMarked();
  void goodValueIsStored_data();
  void goodValueIsStored();
  void typingIsNotNagged();
  void relevanceHides();
  void advancedOpensOnError();
  void refreshShowsChanges();
  void keysStep();
  void choices();
};

void TestFormView::everyStruct_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"link", "decoder", "channel", "classical", "neural", "quant", "train",
                           "sweep", "entry", "study"})
    QTest::newRow(name) << QString(name);
}

// Every field of every struct has an editor that shows its value, reads it back unchanged, and
// tells assistive technology what it is.
void TestFormView::everyStruct() {
  QFETCH(QString, name);
  Specs specs;
  FormView form;
  form.setFields(specs.fields(name));
  form.show();
  QVERIFY(QTest::qWaitForWindowExposed(&form));
  QVERIFY(!form.hasErrors());
  std::function<int(const std::vector<BoundField>&)> count = [&](const auto& fields) {
    int n = 0;
    for (const BoundField& f : fields)
      n += f.kind == BoundField::Kind::Struct       ? count(f.children)
           : f.kind == BoundField::Kind::StructList ? 0
                                                    : 1;
    return n;
  };
  const auto fields = specs.fields(name);
  QCOMPARE(form.paths().size(), count(fields));
  for (const QString& path : form.paths()) {
    QWidget* editor = form.editor(path);
    QVERIFY2(editor, qPrintable(path));
    auto* accessible = QAccessible::queryAccessibleInterface(editor);
    QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(), qPrintable(path));
    QVERIFY2(!editor->toolTip().isEmpty(), qPrintable(path));
    if (QLineEdit* line = lineOf(editor); line && editor->isVisible()) {
      const QString before = line->text();
      type(editor, before);
      QCOMPARE(form.errorText(path), QString());
      QCOMPARE(lineOf(editor)->text(), before);
    }
  }
  QCOMPARE(rxq::param::toJson(rxq::param::toNode(specs.study)),
           rxq::param::toJson(rxq::param::toNode(rxq::study::StudySpec{})));
}

void TestFormView::wrongValueIsMarked_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* tag, const char* name, const char* path, const char* text,
                      const char* says) {
    QTest::newRow(tag) << QString(name) << QString(path) << QString::fromUtf8(text)
                       << QString(says);
  };
  row("too large", "link", "resourceBlocks", "101", "100");
  row("no number", "link", "resourceBlocks", "many", "number");
  row("fraction", "link", "resourceBlocks", "4.5", "whole");
  row("empty", "link", "codeRate", " ", "number");
  row("too high a rate", "link", "codeRate", "1", "0.95");
  row("range too wide", "channel", "speed", "0 – 400", "150");
  row("range backwards", "channel", "speed", "40 - 3", "low before high");
  row("range of three", "channel", "speed", "1 – 2 – 3", "range");
  row("list with a word", "link", "pilotSymbols", "2, x", "number");
  row("list beyond the slot", "link", "pilotSymbols", "2, 14", "13");
  row("NaN", "sweep", "blerTarget", "nan", "is not a number");
}

void TestFormView::wrongValueIsMarked() {
  QFETCH(QString, name);
  QFETCH(QString, path);
  QFETCH(QString, text);
  QFETCH(QString, says);
  Specs specs;
  FormView form;
  form.setFields(specs.fields(name));
  form.show();
  QVERIFY(QTest::qWaitForWindowExposed(&form));
  QSignalSpy changed(&form, &FormView::changed);
  QSignalSpy errors(&form, &FormView::errorsChanged);
  const std::string before = rxq::param::toJson(rxq::param::toNode(specs.link)) +
                             rxq::param::toJson(rxq::param::toNode(specs.channel));
  QWidget* editor = form.editor(path);
  type(editor, text);
  QVERIFY2(form.errorText(path).contains(says), qPrintable(form.errorText(path)));
  QVERIFY(form.hasErrors());
  QVERIFY(!errors.isEmpty());
  QCOMPARE(editor->property("wrong").toBool(), true);
  QCOMPARE(changed.size(), 0);
  QCOMPARE(rxq::param::toJson(rxq::param::toNode(specs.link)) +
               rxq::param::toJson(rxq::param::toNode(specs.channel)),
           before);
  // What was typed stays, and a right value clears the mark.
  QCOMPARE(lineOf(editor)->text().simplified(), text.simplified());
  form.refresh();
  QVERIFY(!form.hasErrors());
}

void TestFormView::goodValueIsStored_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("json");
  QTest::addColumn<QString>("shown");
  const auto row = [](const char* tag, const char* name, const char* path, const char* text,
                      const char* json, const char* shown) {
    QTest::newRow(tag) << QString(name) << QString(path) << QString::fromUtf8(text) << QString(json)
                       << QString::fromUtf8(shown);
  };
  row("int", "link", "resourceBlocks", "50", "50", "50");
  row("grouped int", "sweep", "maxSlots", "12 000", "12000", "12\u202f000");
  row("decimal comma", "link", "codeRate", "0,75", "0.75", "0.75");
  row("range", "channel", "speed", "3-30", "[3.0,30.0]", "3 – 30");
  row("range by dots", "channel", "speed", "3..30", "[3.0,30.0]", "3 – 30");
  row("negative range", "train", "snr", "-1 - 8", "[-1.0,8.0]", "\u22121 – 8");
  row("two negatives", "train", "snr", "-5 – -1", "[-5.0,-1.0]", "\u22125 – \u22121");
  row("one number", "channel", "speed", "12", "[12.0,12.0]", "12");
  row("list", "link", "pilotSymbols", "3;10", "[3,10]", "3, 10");
}

void TestFormView::goodValueIsStored() {
  QFETCH(QString, name);
  QFETCH(QString, path);
  QFETCH(QString, text);
  QFETCH(QString, json);
  QFETCH(QString, shown);
  Specs specs;
  FormView form;
  form.setFields(specs.fields(name));
  form.show();
  QVERIFY(QTest::qWaitForWindowExposed(&form));
  QSignalSpy changed(&form, &FormView::changed);
  type(form.editor(path), text);
  QCOMPARE(form.errorText(path), QString());
  QVERIFY(!changed.isEmpty());
  QCOMPARE(changed.last().first().toString(), path);
  QCOMPARE(lineOf(form.editor(path))->text(), shown);
  for (const BoundField& field : specs.fields(name))
    if (field.path == path.toStdString()) {
      QString got = QString::fromStdString(rxq::param::toJson(field.get()));
      got.replace(QStringLiteral(".0"), QString());
      json.replace(QStringLiteral(".0"), QString());
      QCOMPARE(got, json);
    }
}

// "1" on the way to "15" is too small a subcarrier spacing: nothing is said until a pause.
void TestFormView::typingIsNotNagged() {
  Specs specs;
  FormView form;
  form.setFields(specs.fields(QStringLiteral("link")));
  form.show();
  QVERIFY(QTest::qWaitForWindowExposed(&form));
  QLineEdit* line = lineOf(form.editor(QStringLiteral("subcarrierSpacing")));
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, QStringLiteral("1"));
  QCOMPARE(form.errorText(QStringLiteral("subcarrierSpacing")), QString());
  QTest::keyClicks(line, QStringLiteral("5"));
  QCOMPARE(specs.link.subcarrierSpacing, 15.0);
  QTest::keyClick(line, Qt::Key_Backspace);
  QTRY_VERIFY(!form.errorText(QStringLiteral("subcarrierSpacing")).isEmpty());
}

void TestFormView::relevanceHides() {
  Specs specs;
  FormView form;
  form.setFields(specs.fields(QStringLiteral("link")));
  form.show();
  QVERIFY(QTest::qWaitForWindowExposed(&form));
  QVERIFY(form.editor(QStringLiteral("resourceBlocks"))->isVisible());
  QVERIFY(!form.editor(QStringLiteral("fftSize"))->isVisible());
  auto* grid = qobject_cast<QComboBox*>(form.editor(QStringLiteral("grid")));
  QVERIFY(grid);
  QTest::keyClick(grid, Qt::Key_Down);
  QCOMPARE(specs.link.grid, rxq::phy::GridKind::Fft);
  QVERIFY(!form.editor(QStringLiteral("resourceBlocks"))->isVisible());
  QVERIFY(form.editor(QStringLiteral("fftSize"))->isVisible());
}

void TestFormView::advancedOpensOnError() {
  Specs specs;
  FormView form;
  FormView::Options options;
  options.primary = {QStringLiteral("iterations"), QStringLiteral("rule")};
  form.setFields(specs.fields(QStringLiteral("decoder")), options);
  form.show();
  QVERIFY(QTest::qWaitForWindowExposed(&form));
  QVERIFY(!form.editor(QStringLiteral("llrClip"))->isVisible());
  form.setError(QStringLiteral("llrClip"), QStringLiteral("Give less."));
  QVERIFY(form.editor(QStringLiteral("llrClip"))->isVisible());
}

void TestFormView::refreshShowsChanges() {
  Specs specs;
  FormView form;
  form.setFields(specs.fields(QStringLiteral("link")));
  specs.link.resourceBlocks = 25;
  specs.link.modulation = rxq::phy::Modulation::Qam64;
  QSignalSpy changed(&form, &FormView::changed);
  form.refresh();
  QCOMPARE(lineOf(form.editor(QStringLiteral("resourceBlocks")))->text(), QStringLiteral("25"));
  auto* modulation = qobject_cast<QComboBox*>(form.editor(QStringLiteral("modulation")));
  QCOMPARE(modulation->currentText(), QStringLiteral("64-QAM"));
  QCOMPARE(changed.size(), 0);
}

void TestFormView::keysStep() {
  Specs specs;
  FormView form;
  form.setFields(specs.fields(QStringLiteral("link")));
  form.show();
  QVERIFY(QTest::qWaitForWindowExposed(&form));
  QWidget* blocks = form.editor(QStringLiteral("resourceBlocks"));
  blocks->setFocus();
  QTest::keyClick(blocks, Qt::Key_Up);
  QCOMPARE(specs.link.resourceBlocks, 5);
  for (int i = 0; i < 10; ++i)
    QTest::keyClick(blocks, Qt::Key_Down);
  QCOMPARE(specs.link.resourceBlocks, 1); // stays in range
}

void TestFormView::choices() {
  Specs specs;
  FormView form;
  form.setFields(specs.fields(QStringLiteral("neural")));
  form.show();
  QVERIFY(QTest::qWaitForWindowExposed(&form));
  auto* head = qobject_cast<rxq::widgets::SegmentedControl*>(form.editor(QStringLiteral("head")));
  QVERIFY(head);
  QTest::keyClick(head, Qt::Key_Left);
  QCOMPARE(specs.neural.head, rxq::receiver::Head::Llr);
  auto* planes = qobject_cast<QToolButton*>(form.editor(QStringLiteral("planes")));
  QVERIFY(planes);
  planes->menu()->actions().front()->trigger(); // "Received grid"
  QCOMPARE(specs.neural.planes.size(), std::size_t{3});
  QVERIFY(planes->text().startsWith(QStringLiteral("Received grid")));
}

QTEST_MAIN(TestFormView)
#include "tst_form_view.moc"
