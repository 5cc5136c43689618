// Prints the sentences of the core for the translators: rxq_message_strings > app/message_strings.inc
#include <cstdio>

#include "tests/tools/message_strings.h"

int main() {
  std::fputs(rxq::tests::messageStrings(RXQ_SOURCE_DIR).c_str(), stdout);
  return 0;
}
