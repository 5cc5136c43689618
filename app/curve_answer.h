#pragma once

#include <optional>

#include "app/session.h"
#include "core/study/comparison.h"
#include "widgets/card.h"
#include "widgets/job_controller.h"

class QPushButton;

namespace rxq::widgets {
class FactList;
}

namespace rxq::app {

/// One receiver of a study in figures: what its bits cost in decibels, what it takes, and the ways
/// on from it.
class CurveAnswer : public widgets::Card {
  Q_OBJECT
 public:
  explicit CurveAnswer(Session& session, QWidget* parent = nullptr);
  /// `progress` as read at the target.
  void show(const ShownStudy& study, const study::StudyProgress& progress, int entry,
            double blerTarget);
  void clear();

 Q_SIGNALS:
  void modelWanted(qint64 model);
  void exportWanted(qint64 model);
  void compareWanted(const std::vector<std::int64_t>& runs);
  /// Something has been read since: show() would tell more now.
  void changed();
  /// An FP32 model, and the bits to begin with when it was a quantized one of it.
  void exploreWanted(qint64 fp32, std::optional<quant::QuantSpec> bits);

 private:
  struct Costs {
    std::int64_t run = 0;
    study::RunCosts own;
    std::optional<study::RunCosts> reference;
  };
  void showAnswer(const study::EntryProgress& entry, double blerTarget);
  void findRuns(const ShownStudy& study, int entry);
  void readCosts(const study::StudySpec& spec);

  Session& m_session;
  widgets::FactList* m_facts;
  QPushButton *m_model, *m_explore, *m_export, *m_compare;
  std::optional<store::RunRecord> m_run, m_reference;
  qint64 m_fp32 = 0; ///< the model that exploring starts from
  std::optional<quant::QuantSpec> m_bits;
  std::optional<Costs> m_costs;
  QString m_known;              ///< whose runs have been looked up
  widgets::JobController m_job; ///< last: joined first
};

} // namespace rxq::app
