# shellcheck shell=bash disable=SC2034
# Every WASM program: its name, the optimisation level (`scripts/build --levels NAME` tries them all on one), and where
# they differ from the name and nothing, the cargo package and the feature it is built with.
# `z` gave the smallest code of the seven contracts it was measured on. `3` saved about 2 % of gas where programs are
# cached, cost about 2 % where they are not, and takes more room than DelegationManager has.

CONTRACTS=(
  "avs-directory z"
  "delegation-manager-extension z delegation-manager extension"
  "delegation-manager z"
  "pauser-registry z"
  "permission-controller z"
  "rewards-coordinator z"
  "slasher z"
  "strategy z"
  "strategy-factory z"
  "strategy-manager z"
)

# Programs that run the code of another by delegatecall, and have its code hash built in (see `pin` of scripts/build).
declare -A EXTENSIONS=(
  [delegation-manager]=delegation-manager-extension
  [slasher]=avs-directory
)

# What AVS teams copy: plain SDK contracts beside the protocol, not of it.
EXAMPLES=(
  "example-slasher z"
)

# Plain SDK contracts the devnet's tests run.
FIXTURES=(
  "fixture-caller z"
  "fixture-counter z"
)
