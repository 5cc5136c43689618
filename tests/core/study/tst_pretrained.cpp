#include <QTest>

#include <map>

#include "core/base/resource.h"
#include "core/study/study_spec.h"
#include "core/train/model.h"

using namespace rxq;

// The trained models that ship with the program are those of the demo study: by the same key, so
// that `rxquant demo --pretrained` and the window take them instead of training.
class TestPretrained final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    for (const std::string_view name : base::resourceNames())
      if (name.starts_with("models/") && name.ends_with(".rxqm")) {
        const std::string_view bytes = base::resource(name);
        train::Model model = train::deserialiseModel(
            std::as_bytes(std::span(bytes.data(), bytes.size())), std::string(name));
        m_models.emplace(model.history, std::move(model));
      }
    m_demo = param::readJson<study::StudySpec>(base::resource("presets/demo.json"), "demo");
    study::checkStudy(m_demo);
  }

  void everyTrainingOfTheDemoShips() {
    std::size_t trained = 0;
    for (const study::ReceiverEntry& entry : m_demo.receivers) {
      if (study::isClassical(entry.kind) || entry.kind == study::ReceiverKind::Ptq)
        continue;
      ++trained;
      const auto found = m_models.find(study::modelKey(m_demo, entry));
      QVERIFY2(found != m_models.end(), entry.name.c_str());
      QCOMPARE(found->second.name, entry.name);
      QCOMPARE(found->second.integer.has_value(), entry.kind == study::ReceiverKind::Qat);
    }
    QVERIFY(trained >= 6);
    QCOMPARE(m_models.size(), trained); // and nothing else does
  }

  void theyAreSmall() {
    std::size_t bytes = 0;
    for (const std::string_view name : base::resourceNames())
      if (name.starts_with("models/"))
        bytes += base::resource(name).size();
    QVERIFY2(bytes < 4'000'000, qPrintable(QString::number(bytes)));
  }

 private:
  study::StudySpec m_demo;
  std::map<std::string, train::Model> m_models;
};

QTEST_APPLESS_MAIN(TestPretrained)
#include "tst_pretrained.moc"
