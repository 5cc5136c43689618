# Helpers that give every target of the project the same settings.
find_program(RXQ_CCACHE ccache)
if(RXQ_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${RXQ_CCACHE})
endif()
# The system's own linker, on purpose: GCC describes an empty cold part of a function as a range of no
# length, and faster linkers (lld, mold: LLVM issue 218124, mold issue 1648) put it into the table that
# throwing searches, where it hides a function at the same address: its exceptions end the program.

add_library(rxq_flags INTERFACE)
# Results must not depend on the ISA that a file happens to be compiled for: no silent contraction
# into fused multiply-adds. Kernels that want them ask for them.
target_compile_options(rxq_flags INTERFACE -ffp-contract=off -Wall -Wextra -Wpedantic -Wshadow
  -Wnon-virtual-dtor -Woverloaded-virtual -Wno-psabi
  -Wno-restrict) # GCC 12 reports std::string's own code (GCC bug 105651)
# QT_NO_KEYWORDS: `slots` is a word of this field; write Q_SLOTS, Q_SIGNALS, Q_EMIT.
target_compile_definitions(rxq_flags INTERFACE QT_NO_KEYWORDS EIGEN_DONT_PARALLELIZE EIGEN_MAX_ALIGN_BYTES=64)
# Only with the compiler that the project is checked with: a newer one knows new warnings, and those
# must not stop the build of someone who only wants to use the program.
if(RXQ_WARNINGS_AS_ERRORS AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU"
   AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(rxq_flags INTERFACE -Werror)
endif()
if(RXQ_SANITIZE)
  target_compile_options(rxq_flags INTERFACE -fsanitize=${RXQ_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=undefined)
  target_link_options(rxq_flags INTERFACE -fsanitize=${RXQ_SANITIZE})
endif()

# rxq_library(name): a static library of every .cpp in the current folder.
function(rxq_library name)
  cmake_parse_arguments(ARG "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp *.h)
  if(NOT sources)
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_PUBLIC})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE rxq_flags ${ARG_PRIVATE})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()
