#pragma once

#include <QString>
#include <vector>

#include "core/study/explorer.h"
#include "widgets/fact_list.h"
#include "widgets/layer_bars.h"

/// A state of the explorer in the words and bars of the window.
namespace rxq::app {

/// A bar a layer; those with bits of their own are marked.
std::vector<widgets::LayerBars::Bar> layerBars(const study::ExploreState& state);
/// "10/12/16/8": bits of samples, estimates, sums and LLRs.
QString frontEndName(const receiver::FixedPointSpec& bits);
/// "W4 A8, edges W8, 10/12/16/8, LLR 6": the third of a front end in integers (frontEndName).
QString settingName(const study::ExploreSetting& setting);
/// Points with errors enough to be drawn: a curve that one watches would end in wedges else.
sim::Curve readable(const sim::Curve& curve);
/// "+0.30 dB", "> 5.1 dB" where the target is out of reach, a dash while nothing is known.
QString lossText(const sim::PairedLoss& loss);
/// What a front end in integers loses to one in float.
widgets::FactList::Fact frontEndFact(const sim::PairedLoss& loss);

} // namespace rxq::app
