#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "core/channel/channel_spec.h"
#include "core/param/fields.h"
#include "core/phy/link_spec.h"
#include "core/quant/quant_spec.h"
#include "core/receiver/receiver_spec.h"
#include "core/sim/sweep.h"
#include "core/train/train_spec.h"

namespace rxq::study {

enum class ReceiverKind {
  PerfectCsi,
  LeastSquares,
  Lmmse,
  RobustLmmse,
  Fp32,
  Ptq,
  Qat,
  FixedPoint
};

inline bool isClassical(ReceiverKind k) { return k <= ReceiverKind::RobustLmmse; }
inline bool isQuantized(ReceiverKind k) { return k >= ReceiverKind::Ptq; }

/// One receiver of a study. Neural receivers form families: a PTQ or QAT receiver names its parent;
/// an FP32 receiver with a parent trains on from it (batch normalisation folded first). A
/// fixed-point receiver is a PTQ or QAT receiver's network with all around it in integers, too: it
/// has its parent's model, and its loss to that parent is what those integers cost.
struct ReceiverEntry {
  std::string name;
  ReceiverKind kind = ReceiverKind::Fp32;
  bool evaluate = true; ///< false: only a step on the way to its children
  receiver::ClassicalSpec classical;
  std::string parent;
  receiver::NeuralSpec neural;         ///< without parent
  train::TrainSpec train;              ///< FP32 and QAT
  quant::QuantSpec quant;              ///< PTQ and QAT
  receiver::FixedPointSpec fixedPoint; ///< fixed point
  bool operator==(const ReceiverEntry&) const = default;
};

constexpr auto fields(const ReceiverEntry*) {
  using S = ReceiverEntry;
  using param::field;
  constexpr auto classical = +[](const S& s) { return isClassical(s.kind); };
  constexpr auto neural = +[](const S& s) { return !isClassical(s.kind); };
  constexpr auto ownNet = +[](const S& s) { return !isClassical(s.kind) && s.parent.empty(); };
  constexpr auto trained =
      +[](const S& s) { return s.kind == ReceiverKind::Fp32 || s.kind == ReceiverKind::Qat; };
  constexpr auto quantized =
      +[](const S& s) { return s.kind == ReceiverKind::Ptq || s.kind == ReceiverKind::Qat; };
  constexpr auto fixedPoint = +[](const S& s) { return s.kind == ReceiverKind::FixedPoint; };
  return std::tuple{
      field(&S::name, "name", "Name", "Unique in the study; shown at the curve."),
      field(&S::kind, "kind", "Kind",
            "A classical receiver, or a neural one: in FP32, after PTQ, after QAT, or all of it in "
            "fixed point."),
      field(&S::evaluate, "evaluate", "Measure its curve",
            "Off for a step on the way to other receivers."),
      field(&S::classical, "classical", "Classical receiver", "Estimation and demapping.")
          .when(classical),
      field(&S::parent, "parent", "Parent",
            "The receiver it is made from; empty trains from scratch.")
          .when(neural),
      field(&S::neural, "neural", "Network", "Architecture of the network.").when(ownNet),
      field(&S::train, "train", "Training", "How it is trained.").when(trained),
      field(&S::quant, "quant", "Quantization", "Bits and scales.").when(quantized),
      field(&S::fixedPoint, "fixedPoint", "Fixed point",
            "Widths of gain control, least squares, combining and demapping around the parent's "
            "integer network.")
          .when(fixedPoint)
          .leftOutAtDefault()};
}

/// Another link and channel than the study's, on which its neural receivers are trained and
/// quantized: another grid, other pilots, another delay spread. Curves are always of the study's
/// own.
struct TrainedOn {
  bool on = false;
  phy::LinkSpec link;
  channel::ChannelSpec channel;
  bool operator==(const TrainedOn&) const = default;
};

constexpr auto fields(const TrainedOn*) {
  using S = TrainedOn;
  using param::field;
  constexpr auto on = +[](const S& s) { return s.on; };
  return std::tuple{
      field(&S::on, "on", "Trained elsewhere",
            "Neural receivers are trained and quantized on another link and channel than they are "
            "measured on. Modulation and antennas are the same on both."),
      field(&S::link, "link", "Training link", "Grid and pilots in training.").when(on),
      field(&S::channel, "channel", "Training channel", "Propagation in training.").when(on)};
}

/// A question and all that answers it: the file format of `rxquant run STUDY.json`.
struct StudySpec {
  std::string name = "Untitled study";
  std::string question;
  std::uint64_t seed = 1;
  phy::LinkSpec link;
  channel::ChannelSpec channel;
  TrainedOn trainedOn;
  phy::DecoderSpec decoder;
  sim::SweepSpec sweep;
  std::vector<ReceiverEntry> receivers;
  bool operator==(const StudySpec&) const = default;
};

constexpr auto fields(const StudySpec*) {
  using S = StudySpec;
  using param::field;
  return std::tuple{
      field(&S::name, "name", "Name", "Of the study."),
      field(&S::question, "question", "Question", "What the study asks, in a sentence."),
      field(&S::seed, "seed", "Seed", "Same seed, same result.").range(0, 9007199254740992.0),
      field(&S::link, "link", "Link", "Grid, pilots, modulation, code."),
      field(&S::channel, "channel", "Channel", "Propagation."),
      field(&S::trainedOn, "trainedOn", "Trained on",
            "Link and channel of training, if they are others.")
          .leftOutAtDefault(),
      field(&S::decoder, "decoder", "Decoder", "LDPC decoder."),
      field(&S::sweep, "sweep", "Measurement", "SNR points and stopping rules."),
      field(&S::receivers, "receivers", "Receivers", "What to compare.")};
}

/// Ranges are checked by param::validate; this checks what spans fields: unique names, parents that
/// come before their children and are neural, bits, the link as a whole. Throws
/// base::Error(BadInput).
void checkStudy(const StudySpec& spec);

/// Reads and checks a study file. Throws base::Error (File or BadInput).
StudySpec readStudyFile(const std::string& path);

/// Canonical JSON of everything that decides an entry's model (not its curve): link, channel, seed,
/// the chain of parents. Two entries with the same key have the same model, to the bit.
std::string modelKey(const StudySpec& spec, const ReceiverEntry& entry);
/// The same for an entry's curve: model key, decoder, evaluation link, seed (not SNR points or
/// stopping rules).
std::string curveKey(const StudySpec& spec, const ReceiverEntry& entry);

} // namespace rxq::study

namespace rxq::param {
template <> struct EnumTable<study::ReceiverKind> {
  using K = study::ReceiverKind;
  static constexpr std::array table{
      Choice<K>{K::PerfectCsi, "perfect-csi", "Perfect CSI"},
      Choice<K>{K::LeastSquares, "ls", "Least squares"},
      Choice<K>{K::Lmmse, "lmmse", "LMMSE, known covariance"},
      Choice<K>{K::RobustLmmse, "lmmse-robust", "LMMSE, assumed profile"},
      Choice<K>{K::Fp32, "fp32", "Neural, FP32"},
      Choice<K>{K::Ptq, "ptq", "Neural, PTQ"},
      Choice<K>{K::Qat, "qat", "Neural, QAT"},
      Choice<K>{K::FixedPoint, "fixed-point", "Neural, all in fixed point"}};
};
} // namespace rxq::param
