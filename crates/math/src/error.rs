//! What can go wrong, one small enum per subject, without text: contracts map each variant to
//! an ABI error, the client to a sentence.

/// Plain arithmetic failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MathError {
    /// The exact result does not fit the result type, or a difference would be negative.
    Overflow,
    /// The divisor is zero.
    DivisionByZero,
}

/// A deposit scaling factor could not be updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingError {
    /// The slashing factor is zero: the operator has lost everything in this strategy, and no
    /// factor could make new shares worth anything.
    FullySlashed,
    /// The new factor would round to zero.
    InvalidDepositScalingFactor,
    /// Plain arithmetic failed.
    Arithmetic(MathError),
}

/// An allocation could not be changed as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllocationError {
    /// An earlier change of this allocation has not taken effect yet.
    ModificationAlreadyPending,
    /// The allocation already has the asked magnitude.
    SameMagnitude,
    /// More magnitude asked than the operator has left in this strategy.
    InsufficientMagnitude,
    /// Plain arithmetic failed.
    Arithmetic(MathError),
}

/// A Merkle proof is malformed. A well-formed proof of something else is not an error but a
/// differing root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofError {
    /// The proof is not a whole number of 32-byte siblings.
    InvalidProofLength,
    /// The index lies outside a tree of the proof's depth.
    InvalidIndex,
    /// The root to verify against is zero, which no tree has.
    EmptyRoot,
}

impl From<MathError> for ScalingError {
    fn from(error: MathError) -> Self {
        Self::Arithmetic(error)
    }
}

impl From<MathError> for AllocationError {
    fn from(error: MathError) -> Self {
        Self::Arithmetic(error)
    }
}
