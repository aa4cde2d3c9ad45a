//! How much of the reference's gas an operation may take where programs are cached.

/// By function.
const GOALS: [(&str, f64); 11] = [
    ("depositIntoStrategy", 0.55),
    ("delegateTo", 0.5),
    ("queueWithdrawals", 0.45),
    ("completeQueuedWithdrawal", 0.55),
    ("undelegate", 0.45),
    ("registerForOperatorSets", 0.55),
    ("modifyAllocations", 0.5),
    ("slashOperator", 0.5),
    ("createOperatorSets", 0.6),
    ("getAllocatedStake", 0.5),
    ("getMinimumSlashableStake", 0.5),
];

/// Costs more than the reference's: a new strategy is a program, and the chain charges for every byte of it once. The
/// reference deploys a proxy instead, which every later deposit and withdrawal pays for.
const DEARER: [&str; 1] = ["deployNewStrategy"];

/// The goal of a function, if it has one.
pub(super) fn of(function: &str) -> Option<f64> {
    GOALS.iter().find(|(goal, _)| *goal == function).map(|(_, ratio)| *ratio)
}

/// Whether an operation may cost more than the reference's.
pub(super) fn may_cost_more(operation: &str) -> bool {
    DEARER.contains(&operation)
}
