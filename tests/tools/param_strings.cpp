// Prints the texts of all parameters for the translators: rxq_param_strings > app/param_strings.inc
#include <cstdio>
#include <set>
#include <string>

#include "core/study/study_spec.h"
#include "tests/tools/param_strings.h"

int main() {
  std::fputs(rxq::tests::paramStrings().c_str(), stdout);
  return 0;
}
