# Finds Qwt 6.2 or newer for Qt 6 and defines the target Qwt::Qwt.
# Looked at in this order: QWT_ROOT (a prefix), the system's package (Debian: libqwt-qt6-dev), and
# the copy that scripts/setup builds once into the user's cache.
include(FindPackageHandleStandardArgs)

if(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(_qwt_cache "$ENV{XDG_CACHE_HOME}/rxquant")
else()
  set(_qwt_cache "$ENV{HOME}/.cache/rxquant")
endif()
set(_qwt_built "${_qwt_cache}/qwt-6.3.0-qt${Qt6Core_VERSION}")

find_path(QWT_INCLUDE_DIR qwt_plot.h
  HINTS ${QWT_ROOT} $ENV{QWT_ROOT} PATH_SUFFIXES include NO_DEFAULT_PATH)
find_library(QWT_LIBRARY NAMES qwt-qt6 qwt6-qt6 qwt
  HINTS ${QWT_ROOT} $ENV{QWT_ROOT} PATH_SUFFIXES lib NO_DEFAULT_PATH)

# The system's package. A library whose name does not say "qt6" may be one for Qt 5: not taken,
# unless pkg-config names it. The headers are shared between both.
if(NOT QWT_LIBRARY)
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(PC_Qwt QUIET Qt6Qwt6)
  endif()
  find_path(QWT_INCLUDE_DIR qwt_plot.h HINTS ${PC_Qwt_INCLUDE_DIRS}
    PATH_SUFFIXES qwt qt6/qwt qt6/qwt6 qwt-qt6 qwt6-qt6)
  find_library(QWT_LIBRARY NAMES qwt-qt6 qwt6-qt6 HINTS ${PC_Qwt_LIBRARY_DIRS})
  if(NOT QWT_LIBRARY AND PC_Qwt_FOUND)
    find_library(QWT_LIBRARY NAMES ${PC_Qwt_LIBRARIES} HINTS ${PC_Qwt_LIBRARY_DIRS})
  endif()
  if(NOT QWT_LIBRARY)
    unset(QWT_INCLUDE_DIR CACHE)
  endif()
endif()

if(NOT QWT_LIBRARY)
  find_path(QWT_INCLUDE_DIR qwt_plot.h HINTS ${_qwt_built}/include NO_DEFAULT_PATH)
  find_library(QWT_LIBRARY NAMES qwt HINTS ${_qwt_built}/lib NO_DEFAULT_PATH)
endif()

if(QWT_INCLUDE_DIR)
  file(STRINGS "${QWT_INCLUDE_DIR}/qwt_global.h" _qwt_line REGEX "define QWT_VERSION_STR")
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" Qwt_VERSION "${_qwt_line}")
endif()
find_package_handle_standard_args(Qwt REQUIRED_VARS QWT_LIBRARY QWT_INCLUDE_DIR
  VERSION_VAR Qwt_VERSION)
mark_as_advanced(QWT_LIBRARY QWT_INCLUDE_DIR)

if(Qwt_FOUND AND NOT TARGET Qwt::Qwt)
  add_library(Qwt::Qwt UNKNOWN IMPORTED)
  set_target_properties(Qwt::Qwt PROPERTIES
    IMPORTED_LOCATION "${QWT_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${QWT_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "Qt6::Svg;Qt6::PrintSupport;Qt6::Concurrent;Qt6::Widgets")
endif()
