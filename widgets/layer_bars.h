#pragma once

#include <QWidget>
#include <vector>

namespace rxq::widgets {

/// Pairs of bars, a pair a layer: signal to quantization noise of its weights (solid) and of its
/// output (pale), in dB. The worst output is in the warning colour.
class LayerBars : public QWidget {
  Q_OBJECT
 public:
  struct Bar {
    QString name;
    double weightsDb = 0, outputDb = 0; ///< may be infinite
    int weightBits = 0, outputBits = 0;
    bool operator==(const Bar&) const = default;
  };
  explicit LayerBars(QWidget* parent = nullptr);
  void setBars(std::vector<Bar> bars);
  /// Index of the layer whose output is worst; -1 without bars.
  int worst() const;
  QSize minimumSizeHint() const override { return {240, 110}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF columnOf(std::size_t layer) const;
  std::vector<Bar> m_bars;
};

} // namespace rxq::widgets
