cmake_minimum_required(VERSION 3.25)
# Writes OUTPUT with the program's VERSION and the revision of SOURCE, only when it changes.
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=12
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit "unknown")
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT
"#define RXQ_VERSION \"@VERSION@\"
#define RXQ_COMMIT \"@commit@\"
" @ONLY)
