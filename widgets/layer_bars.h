#pragma once

#include <QWidget>
#include <vector>

namespace rxq::widgets {

/// Pairs of bars, a pair a layer: signal to quantization noise of its weights (solid) and of its
/// output (pale), in dB; the bits below. The worst output is in the warning colour. A layer is
/// chosen by click or arrow keys.
class LayerBars : public QWidget {
  Q_OBJECT
 public:
  struct Bar {
    QString name;
    double weightsDb = 0, outputDb = 0; ///< may be infinite
    int weightBits = 0, outputBits = 0;
    bool own = false; ///< its bits are its own, not the network's
    bool operator==(const Bar&) const = default;
  };
  explicit LayerBars(QWidget* parent = nullptr);
  void setBars(std::vector<Bar> bars);
  const std::vector<Bar>& bars() const { return m_bars; }
  /// Index of the layer whose output is worst; -1 without bars.
  int worst() const;
  /// -1: none.
  void setChosen(int layer);
  int chosen() const { return m_chosen; }
  QSize minimumSizeHint() const override { return {240, 96}; }

 Q_SIGNALS:
  void layerChosen(int layer);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF columnOf(std::size_t layer) const;
  int layerAt(double x) const;
  std::vector<Bar> m_bars;
  int m_chosen = -1;
};

} // namespace rxq::widgets
