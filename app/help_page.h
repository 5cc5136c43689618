#pragma once

#include "app/page.h"

namespace rxq::app {

/// How to use the workbench, and its terms with their clauses and papers.
class HelpPage : public Page {
  Q_OBJECT
 public:
  explicit HelpPage(QWidget* parent = nullptr);
};

} // namespace rxq::app
