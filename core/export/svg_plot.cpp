#include "core/export/svg_plot.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/export/xml_text.h"
#include "core/sim/curve_comparison.h"

namespace rxq::exporting {

namespace {
constexpr const char* kInk = "#1d2430";
constexpr const char* kDim = "#667085";
constexpr const char* kGrid = "#dfe3ea";
constexpr const char* kMinorGrid = "#f0f2f5";

std::string number(double value) { return base::toFixed(value, 2); }

std::string tag(const std::string& name,
                const std::vector<std::pair<std::string, std::string>>& attributes,
                const std::string& content = {}) {
  std::string text = "<" + name;
  for (const auto& [key, value] : attributes)
    text += " " + key + "=\"" + value + "\"";
  return text + (content.empty() ? "/>" : ">" + content + "</" + name + ">");
}

std::string line(double x1, double y1, double x2, double y2, const std::string& color,
                 double width = 1, const std::string& dash = {}) {
  std::vector<std::pair<std::string, std::string>> a{
      {"x1", number(x1)}, {"y1", number(y1)}, {"x2", number(x2)},
      {"y2", number(y2)}, {"stroke", color},  {"stroke-width", number(width)}};
  if (!dash.empty())
    a.push_back({"stroke-dasharray", dash});
  return tag("line", a);
}

std::string text(double x, double y, const std::string& anchor, const std::string& content,
                 const std::string& extra = {}) {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\"" +
         (extra.empty() ? "" : " " + extra) + ">" + content + "</text>";
}

std::string marker(const CurveStyle& style, double x, double y) {
  constexpr int kShapes = 6;
  constexpr double r = 3.2;
  const bool open = style.marker / kShapes % 2 == 1;
  const std::vector<std::pair<std::string, std::string>> paint{
      {"fill", open ? "#ffffff" : style.color}, {"stroke", style.color}, {"stroke-width", "1.2"}};
  const auto with = [&](std::vector<std::pair<std::string, std::string>> a) {
    a.insert(a.end(), paint.begin(), paint.end());
    return a;
  };
  const auto polygon = [&](const std::vector<std::pair<double, double>>& corners) {
    std::string points;
    for (const auto& [dx, dy] : corners)
      points += number(x + dx) + "," + number(y + dy) + " ";
    points.pop_back();
    return tag("polygon", with({{"points", points}}));
  };
  switch (style.marker % kShapes) {
  case 0:
    return tag("circle", with({{"cx", number(x)}, {"cy", number(y)}, {"r", number(r)}}));
  case 1:
    return polygon({{-r, -r}, {r, -r}, {r, r}, {-r, r}});
  case 2:
    return polygon({{0, -1.2 * r}, {1.2 * r, r}, {-1.2 * r, r}});
  case 3:
    return polygon({{0, -1.3 * r}, {1.3 * r, 0}, {0, 1.3 * r}, {-1.3 * r, 0}});
  case 4:
    return tag("path", {{"d", "M" + number(x - r) + " " + number(y - r) + "L" + number(x + r) +
                                  " " + number(y + r) + "M" + number(x - r) + " " + number(y + r) +
                                  "L" + number(x + r) + " " + number(y - r)},
                        {"stroke", style.color},
                        {"stroke-width", "1.6"},
                        {"fill", "none"}});
  default:
    return polygon({{0, 1.2 * r}, {1.2 * r, -r}, {-1.2 * r, -r}});
  }
}

std::string svg(double width, double height, const std::string& label, const std::string& content) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(width) + " " +
         number(height) + "\" role=\"img\" aria-label=\"" + label +
         "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"" + kInk + "\">" + content +
         "</svg>";
}

/// The plot's place inside its picture.
struct Frame {
  double left = 62, top = 14, right = 706, bottom = 400;
  double lowX = 0, highX = 1, lowY = 0, highY = 1; ///< in axis units
  double x(double v) const { return left + (v - lowX) / (highX - lowX) * (right - left); }
  double y(double v) const { return bottom - (v - lowY) / (highY - lowY) * (bottom - top); }
};

std::string decades(const Frame& f) {
  std::string all;
  for (int d = static_cast<int>(std::floor(f.lowY)); d <= static_cast<int>(f.highY); ++d) {
    for (int m = 2; m <= 9; ++m)
      if (const double at = d + std::log10(m); at < f.highY && at > f.lowY)
        all += line(f.left, f.y(at), f.right, f.y(at), kMinorGrid);
    all += line(f.left, f.y(d), f.right, f.y(d), kGrid);
    all += text(f.left - 8, f.y(d) + 4, "end", d < 0 ? base::toFixed(std::pow(10, d), -d) : "1");
  }
  return all;
}

// The legend: names beside what they mean, column by column.
constexpr double kLegendLeft = 20, kLegendWidth = 690, kLegendLine = 17, kSampleWidth = 34;
constexpr double kCharacterWidth = 5.7; // at 11 px, on average

struct LegendItem {
  std::string name;
  CurveStyle style;
  int number = 0; ///< 0: none
};

/// Cut to so many characters (of UTF-8) with an ellipsis.
std::string shortened(const std::string& text, std::size_t characters) {
  std::size_t seen = 0, lastFit = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) == 0x80)
      continue;
    if (seen + 1 == characters)
      lastFit = i;
    if (seen++ == characters)
      return text.substr(0, lastFit) + "\u2026";
  }
  return text;
}

std::size_t charactersOf(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

struct Legend {
  std::string svg;
  double height = 0;
};

Legend legendOf(const std::vector<LegendItem>& items, double top) {
  std::size_t longest = 1;
  for (const LegendItem& item : items)
    longest = std::max(longest, charactersOf(item.name) + (item.number ? 3 : 0));
  const auto fitting = [](std::size_t columns) {
    return static_cast<std::size_t>(
        (kLegendWidth / static_cast<double>(columns) - kSampleWidth - 14) / kCharacterWidth);
  };
  std::size_t columns = 3;
  while (columns > 1 && longest > fitting(columns))
    --columns;
  columns = std::min(columns, items.size());
  const std::size_t lines = (items.size() + columns - 1) / std::max<std::size_t>(columns, 1);
  Legend legend;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const LegendItem& item = items[i];
    const double x =
        kLegendLeft + kLegendWidth / static_cast<double>(columns) * static_cast<double>(i / lines);
    const double y = top + kLegendLine * static_cast<double>(i % lines);
    if (item.number == 0)
      legend.svg += line(x, y, x + 28, y, item.style.color, item.style.width, item.style.dash);
    legend.svg += marker(item.style, x + 14, y);
    const std::string name = (item.number ? std::to_string(item.number) + "  " : "") + item.name;
    legend.svg += text(x + kSampleWidth, y + 4, "start", escaped(shortened(name, fitting(columns))),
                       "font-size=\"11\"");
  }
  legend.height = kLegendLine * static_cast<double>(lines);
  return legend;
}

/// A step that gives about eight ticks.
double niceStep(double span) {
  const double raw = span / 8, unit = std::pow(10, std::floor(std::log10(raw)));
  for (const double m : {1.0, 2.0, 5.0})
    if (m * unit >= raw)
      return m * unit;
  return 10 * unit;
}

std::string frameOf(const Frame& f, const std::string& xTitle, const std::string& yTitle) {
  std::string all = tag("rect", {{"x", number(f.left)},
                                 {"y", number(f.top)},
                                 {"width", number(f.right - f.left)},
                                 {"height", number(f.bottom - f.top)},
                                 {"fill", "none"},
                                 {"stroke", kDim}});
  all += text((f.left + f.right) / 2, f.bottom + 38, "middle", xTitle);
  const double middle = (f.top + f.bottom) / 2;
  return all +
         text(16, middle, "middle", yTitle, "transform=\"rotate(-90 16 " + number(middle) + ")\"");
}

struct Rate {
  double value;
  base::Interval interval;
  bool limit; ///< nothing seen: only an upper limit
};
Rate rateOf(const sim::PointCounts& p, ErrorRate which) {
  if (which == ErrorRate::Block)
    return {p.bler(), p.blerInterval(), p.blockErrors == 0};
  return {p.ber(), sim::berInterval(p), p.bitErrors == 0};
}

constexpr double kBelowAxis = 60; ///< from the frame to the legend

/// Which power of ten an axis of costs counts in.
struct Prefix {
  int exponent;
  std::string title;
};
Prefix prefixOf(double most) {
  if (most >= 1e9)
    return {9, "Bit operations a slot (10\u2079)"};
  return {6, "Bit operations a slot (10\u2076)"};
}

/// With a true minus sign.
std::string signedText(double value) {
  return (value < 0 ? "\u2212" : "") + base::toText(std::abs(value));
}

std::string curveOf(const Frame& f, const PlottedCurve& c, ErrorRate rate) {
  const CurveStyle& s = c.style;
  std::string path, bars, markers;
  const auto clamped = [&](double v) {
    return f.y(std::clamp(std::log10(std::max(v, 1e-300)), f.lowY, f.highY));
  };
  for (const sim::PointCounts& p : c.curve) {
    const Rate r = rateOf(p, rate);
    const double x = f.x(p.snrDb);
    if (p.blocks == 0)
      continue;
    if (r.limit) {
      const double y = clamped(r.interval.high);
      bars += line(x - 4, y, x + 4, y, s.color) + line(x, y, x, y + 12, s.color) +
              tag("polygon",
                  {{"points", number(x - 3) + "," + number(y + 10) + " " + number(x + 3) + "," +
                                  number(y + 10) + " " + number(x) + "," + number(y + 16)},
                   {"fill", s.color}});
      continue;
    }
    const double y = clamped(r.value);
    path += (path.empty() ? "M" : "L") + number(x) + " " + number(y);
    bars += line(x, clamped(r.interval.low), x, clamped(r.interval.high), s.color, 0.9);
    markers += marker(s, x, y);
  }
  std::vector<std::pair<std::string, std::string>> a{
      {"d", path}, {"fill", "none"}, {"stroke", s.color}, {"stroke-width", number(s.width)}};
  if (!s.dash.empty())
    a.push_back({"stroke-dasharray", s.dash});
  return bars + (path.empty() ? "" : tag("path", a)) + markers;
}
} // namespace

CurveStyle styleOf(CurveRole role, int index) {
  constexpr std::array kColors{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};
  constexpr std::array kDashes{"", "7 3", "2 3", "9 3 2 3"};
  const auto at = static_cast<std::size_t>(index);
  if (role == CurveRole::Classical)
    return {"#8a94a3", std::array{"5 4", "2 3", "9 3 2 3", "9 4"}[at % 4], index, 1.3};
  if (role == CurveRole::Reference)
    return {kInk, kDashes[at % kDashes.size()], index, 2.0};
  return {kColors[at % kColors.size()], kDashes[at / kColors.size() % kDashes.size()], index, 1.6};
}

std::string svgSample(const CurveStyle& style) {
  return "<svg class=\"sample\" viewBox=\"0 0 44 12\" width=\"44\" height=\"12\" "
         "aria-hidden=\"true\">" +
         line(1, 6, 43, 6, style.color, style.width, style.dash) + marker(style, 22, 6) + "</svg>";
}

std::string svgCurves(const std::vector<PlottedCurve>& curves, ErrorRate rate,
                      const std::string& axis, double target) {
  Frame f;
  double low = 0;
  f.lowX = 1e9;
  f.highX = -1e9;
  for (const PlottedCurve& c : curves)
    for (const sim::PointCounts& p : c.curve) {
      f.lowX = std::min(f.lowX, p.snrDb);
      f.highX = std::max(f.highX, p.snrDb);
      const Rate r = rateOf(p, rate);
      if (p.blocks)
        low = std::min(low, std::log10(std::max(1e-9, r.limit ? r.interval.high : r.value)));
    }
  if (f.lowX > f.highX)
    return {};
  if (f.lowX == f.highX) {
    f.lowX -= 1;
    f.highX += 1;
  }
  f.lowY = std::floor(low - 0.15);
  f.highY = 0;
  std::string all = decades(f);
  const double step = niceStep(f.highX - f.lowX);
  for (double v = std::ceil(f.lowX / step) * step; v <= f.highX + 1e-9; v += step) {
    all += line(f.x(v), f.top, f.x(v), f.bottom, kGrid);
    all += text(f.x(v), f.bottom + 18, "middle", signedText(std::round(v * 1000) / 1000 + 0.0));
  }
  if (rate == ErrorRate::Block && std::log10(target) > f.lowY)
    all +=
        line(f.left, f.y(std::log10(target)), f.right, f.y(std::log10(target)), kDim, 1.2, "1 4");
  for (const PlottedCurve& c : curves)
    all += curveOf(f, c, rate);
  const bool block = rate == ErrorRate::Block;
  all += frameOf(f, axis + " (dB)", block ? "Block error rate" : "Bit error rate");
  std::vector<LegendItem> names;
  for (const PlottedCurve& c : curves)
    names.push_back({c.name, c.style});
  const Legend legend = legendOf(names, f.bottom + kBelowAxis);
  return svg(720, f.bottom + kBelowAxis + legend.height,
             block ? "Block error rates" : "Bit error rates", all + legend.svg);
}

std::string svgCosts(const std::vector<CostPoint>& points, CostAxis axis) {
  if (points.empty())
    return {};
  Frame f;
  f.bottom = 300;
  double least = 1e300, most = 0, low = 0, high = 0.1;
  for (const CostPoint& p : points) {
    least = std::min(least, p.cost);
    most = std::max(most, p.cost);
    low = std::min(low, p.low);
    high = std::max(high, p.high);
  }
  f.lowX = std::log10(least / 1.25);
  f.highX = std::log10(most * 1.25);
  const double margin = 0.08 * (high - low);
  f.lowY = low - margin;
  f.highY = high + margin;
  const Prefix prefix = axis == CostAxis::Bytes ? Prefix{3, "Size (kB)"} : prefixOf(most);
  std::string all;
  for (int d = static_cast<int>(std::floor(f.lowX)); d <= static_cast<int>(std::ceil(f.highX)); ++d)
    for (const int m : {1, 2, 5}) {
      const double at = d + std::log10(m);
      if (at < f.lowX || at > f.highX)
        continue;
      const double shown = m * std::pow(10, d - prefix.exponent);
      all += line(f.x(at), f.top, f.x(at), f.bottom, kGrid);
      all += text(f.x(at), f.bottom + 18, "middle", base::toText(std::round(shown * 1000) / 1000));
    }
  const double step = niceStep(f.highY - f.lowY);
  for (double v = std::ceil(f.lowY / step) * step; v <= f.highY; v += step) {
    all += line(f.left, f.y(v), f.right, f.y(v), std::abs(v) < 1e-9 ? kDim : kGrid);
    all += text(f.left - 8, f.y(v) + 4, "end", signedText(std::round(v * 1000) / 1000 + 0.0));
  }
  std::vector<LegendItem> names;
  for (const CostPoint& p : points) {
    const double x = f.x(std::log10(p.cost));
    all += line(x, f.y(p.low), x, f.y(p.high), p.style.color);
    all += marker(p.style, x, f.y(p.lossDb));
    all += text(x + 7, f.y(p.lossDb) + 4, "start", std::to_string(p.number), "font-size=\"10\"");
    names.push_back({p.name, p.style, p.number});
  }
  all += frameOf(f, prefix.title, "Loss (dB)");
  const Legend legend = legendOf(names, f.bottom + kBelowAxis);
  return svg(720, f.bottom + kBelowAxis + legend.height,
             axis == CostAxis::Bytes ? "Loss over size" : "Loss over bit operations",
             all + legend.svg);
}

} // namespace rxq::exporting
