# shellcheck shell=bash
# Shared by the scripts of this folder: sourced, not run. Expects `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
started=$SECONDS

# A home that is not set (cron, some CI) must not stop a build.
if [[ -z ${HOME:-} ]]; then
  HOME=$(getent passwd "$(id -u)" | cut -d: -f6 || true)
  [[ -n $HOME && -w $HOME ]] || HOME=${TMPDIR:-/tmp}/rxquant-home-$(id -u)
  mkdir -p "$HOME"
  export HOME
fi
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rxquant

# say TEXT: one line of progress, with the minutes and seconds since the script began.
say() {
  local passed=$((SECONDS - started))
  printf '[%02d:%02d] %s\n' $((passed / 60)) $((passed % 60)) "$*"
}

# die TEXT...: says on stderr what went wrong, a line an argument, and ends the script.
die() {
  printf 'RxQuant: %s\n' "$@" >&2
  exit 1
}

# quietly LOG COMMAND...: runs a command with its output in a file, shown only if it fails.
quietly() {
  local log=$1
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    die "failed: $*" "the whole output is in $log"
  fi
}

# build PRESET [TARGET...]: configures and builds, with the compiler's progress on the terminal.
build() {
  local preset=$1
  shift
  local targets=()
  (($# == 0)) || targets=(--target "$@")
  cd "$root" || exit 1
  say "Configuring ($preset, in build/$preset)"
  mkdir -p "$cache"
  quietly "$cache/configure.log" cmake --preset "$preset"
  if [[ -e build/$preset/.ninja_log ]]; then
    say "Compiling what has changed"
  else
    say "Compiling: some minutes the first time"
  fi
  NINJA_STATUS="[%f/%t] " cmake --build --preset "$preset" "${targets[@]}" ||
    die "the build failed; the first error is above."
}
