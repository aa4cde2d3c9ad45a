# shellcheck shell=bash
# Which compiler builds the programs, and how. Sourced after common.sh.

# Where setup notes the compiler it found.
WASM_TOOLCHAIN=$ROOT/target/setup/wasm-toolchain
# Its own folder, so that native builds and these never rebuild each other's crates.
WASM_TARGET_DIR=${WASM_TARGET_DIR:-$ROOT/target/wasm}
WASM_TARGET=wasm32-unknown-unknown
# The first compiler that knows `-Cpanic=immediate-abort`.
WASM_RUSTC_MINIMUM=92

# has_std_sources RUSTC: rebuilding std needs the sources of exactly this compiler.
has_std_sources() {
  local sysroot minor
  [[ -x $1 ]] || return 1
  minor=$("$1" --version 2>/dev/null | sed -E 's/^rustc 1\.([0-9]+)\..*/\1/')
  [[ $minor =~ ^[0-9]+$ ]] && ((minor >= WASM_RUSTC_MINIMUM)) || return 1
  sysroot=$("$1" --print sysroot) && [[ -f $sysroot/lib/rustlib/src/rust/library/std/Cargo.toml ]]
}

# native_rustc: the compiler itself, not the proxy rustup puts in front of it.
native_rustc() { (cd "$ROOT" && printf '%s/bin/rustc' "$(rustc --print sysroot)"); }

# find_wasm_rustc: the native compiler where its std sources are at hand, else the distribution's.
find_wasm_rustc() {
  local candidate
  for candidate in "$(native_rustc)" /usr/bin/rustc; do
    has_std_sources "$candidate" && printf '%s' "$candidate" && return
  done
  return 1
}

# find_wasm_linker: the one that comes with Rust, else LLVM's.
find_wasm_linker() {
  local sysroot host name
  sysroot=$(cd "$ROOT" && rustc --print sysroot)
  host=$(cd "$ROOT" && rustc -vV | sed -n 's/^host: //p')
  for name in "$sysroot/lib/rustlib/$host/bin/rust-lld" rust-lld wasm-ld wasm-ld-{21,20,19,18,17,16,15,14}; do
    command -v "$name" && return
  done
  return 1
}

# compile_program LEVEL PACKAGE [FEATURE]: one program in its own cargo invocation, so that no other's features leak in.
# Std is rebuilt without its panic machinery; one memory page is all a program asks for. No source locations: a call
# pays for every byte of data, and the paths of this machine are not part of a program.
compile_program() (
  # shellcheck source=/dev/null
  . "$WASM_TOOLCHAIN"
  local flags=(
    -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none
    "-Ctarget-feature=-reference-types,+bulk-memory"
    -Clink-arg=-zstack-size=32768
    "-Clinker=$WASM_LINKER"
  )
  local IFS=$'\x1f'
  export RUSTC=$WASM_RUSTC RUSTC_BOOTSTRAP=1 CARGO_ENCODED_RUSTFLAGS="${flags[*]}"
  export CARGO_PROFILE_PROGRAM_OPT_LEVEL=$1 CARGO_TARGET_DIR=$WASM_TARGET_DIR
  cd "$ROOT" || exit
  exec cargo build --package "$2" ${3:+"--features=$3"} --lib --profile program --target "$WASM_TARGET" -Zbuild-std=std,panic_abort
)

# Shrinks a program without giving up a feature the chain lacks.
WASM_OPT_FLAGS=(
  -Oz -Oz --reorder-functions --enable-bulk-memory --enable-bulk-memory-opt --enable-sign-ext --enable-mutable-globals
  --strip-debug --strip-producers --strip-target-features
)

# optimize_program NAME PACKAGE: from cargo's folder to target/programs, unless that was done for these very bytes.
optimize_program() {
  local from=$WASM_TARGET_DIR/$WASM_TARGET/program/${2//-/_}.wasm to=$ROOT/target/programs/$1.wasm
  local stamp=$ROOT/target/setup/$1.optimized from_hash
  from_hash="$(hash_of "$from" "$ROOT/node_modules/binaryen/package.json") ${WASM_OPT_FLAGS[*]}"
  if [[ -f $to && -f $stamp && $(<"$stamp") == "$from_hash $(hash_of "$to")" ]]; then return; fi
  mkdir -p "$ROOT/target/programs"
  node "$ROOT/node_modules/binaryen/bin/wasm-opt" "${WASM_OPT_FLAGS[@]}" "$from" -o "$to.part" || return
  mv "$to.part" "$to"
  printf '%s' "$from_hash $(hash_of "$to")" >"$stamp"
}

# build_program NAME LEVEL [PACKAGE [FEATURE]]: a line of the table in programs.sh.
build_program() { compile_program "$2" "${3:-$1}" "${4:-}" && optimize_program "$1" "${3:-$1}"; }
