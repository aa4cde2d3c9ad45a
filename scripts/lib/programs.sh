# shellcheck shell=bash disable=SC2034
# Every WASM program: cargo package and optimisation level. The level is the one that made this program smallest
# when all of them were tried (`scripts/build --levels NAME` tries them).

CONTRACTS=(
  "avs-directory z"
  "delegation-manager z"
  "permission-controller z"
  "rewards-coordinator z"
  "slasher z"
  "strategy z"
  "strategy-manager z"
)

# Plain SDK contracts the devnet's tests run.
FIXTURES=(
  "fixture-caller z"
  "fixture-counter z"
)
