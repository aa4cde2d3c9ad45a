# shellcheck shell=bash disable=SC2034
# What the scripts share. Sourced, never run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Set by -v: show what the tools print as they print it.
VERBOSE=${VERBOSE:-}

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' PLAIN=$'\e[0m'
else
  BOLD='' DIM='' RED='' PLAIN=''
fi

# heading TEXT: a part of the work begins.
heading() { printf '%s%s%s\n' "$BOLD" "$1" "$PLAIN"; }

# fail TEXT...: says what is wrong and what to do about it, and ends the script.
fail() {
  printf '%serror:%s %s\n' "$RED" "$PLAIN" "$1" >&2
  shift
  (($# == 0)) || printf '       %s\n' "$@" >&2
  exit 1
}

# have NAME...: whether all of these commands are there.
have() {
  local name
  for name in "$@"; do command -v "$name" >/dev/null 2>&1 || return 1; done
}

# step LABEL COMMAND...: runs it in one line with its time; its output is shown only when it fails, or with -v.
step() {
  local label=$1 start=$SECONDS log
  shift
  printf '  %-46s' "$label"
  if [[ $VERBOSE ]]; then
    printf '\n'
    "$@" || fail "$label failed"
    printf '  %-46s' ''
  else
    log=$(mktemp "${TMPDIR:-/tmp}/restake.XXXXXX")
    if ! "$@" >"$log" 2>&1; then
      printf '%sfailed%s\n' "$RED" "$PLAIN"
      cat "$log" >&2
      rm -f "$log"
      fail "$label failed; what it printed is above"
    fi
    rm -f "$log"
  fi
  printf '%s%4d s%s\n' "$DIM" "$((SECONDS - start))" "$PLAIN"
}

# hash_of FILE...: one hash over the contents of some files.
hash_of() {
  if have sha256sum; then cat "$@" | sha256sum | cut -c1-64; else cat "$@" | shasum -a 256 | cut -c1-64; fi
}

# Where native builds go.
NATIVE_TARGET_DIR=${CARGO_TARGET_DIR:-$ROOT/target}

# build_native TARGET...: with the features of the whole workspace, as the tests have them, so that no dependency
# is compiled twice.
build_native() { cargo build --workspace --quiet "$@"; }

FOUNDRY_VERSION=1.7.1

# foundry NAME: forge or cast. Not npm's own wrapper of them, which exits 0 on errors; and where npm has no binary
# for this machine, the one the user installed.
foundry() {
  local binary=$ROOT/node_modules/@foundry-rs/$1-linux-amd64/bin/$1
  [[ -x $binary ]] || binary=$(command -v "$1") ||
    fail "$1 is not installed" "Run ./scripts/setup; where that brings none, install Foundry $FOUNDRY_VERSION: https://getfoundry.sh"
  [[ $("$binary" --version) == "$1 Version: $FOUNDRY_VERSION"* ]] ||
    fail "$binary is not version $FOUNDRY_VERSION" "Run: foundryup --install $FOUNDRY_VERSION"
  printf '%s' "$binary"
}
