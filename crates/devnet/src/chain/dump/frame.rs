//! What follows a dump in a state file: records of what happened later, in pieces that are each whole or not there.
//!
//! A piece is its length, a check of the length, a check of the content, and the content. A file ends within a piece
//! when the devnet was killed while it wrote; such a piece never counted as written, and is cut off.

use alloy_primitives::keccak256;

use super::envelope::DumpError;

/// Bytes before the content.
const HEAD: usize = 16;

/// A piece that is whole.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) content: &'a [u8],
    /// What follows it.
    pub(super) behind: &'a [u8],
}

/// A piece with this content.
pub(super) fn seal(content: &[u8]) -> Result<Vec<u8>, DumpError> {
    let length = u32::try_from(content.len())
        .map_err(|_| DumpError::Unwritable("too much happened at once".into()))?
        .to_le_bytes();
    let mut frame = Vec::with_capacity(HEAD.saturating_add(content.len()));
    frame.extend(length);
    frame.extend(&keccak256(length)[..4]);
    frame.extend(&keccak256(content)[..8]);
    frame.extend(content);
    Ok(frame)
}

/// The first piece, or none when the bytes end within it.
pub(super) fn first(bytes: &[u8]) -> Result<Option<Piece<'_>>, DumpError> {
    let Some((head, rest)) = bytes.split_first_chunk::<HEAD>() else { return Ok(None) };
    let [l0, l1, l2, l3, checks @ ..] = head;
    let length = [*l0, *l1, *l2, *l3];
    if keccak256(length)[..4] != checks[..4] {
        // Where a power cut kept the system from writing what it had made room for, there are zeros.
        return if bytes.iter().all(|byte| *byte == 0) { Ok(None) } else { Err(changed()) };
    }
    let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
    let Some((content, behind)) = rest.split_at_checked(length) else { return Ok(None) };
    match keccak256(content)[..8] == checks[4..] {
        true => Ok(Some(Piece { content, behind })),
        // The last one may be half-written at its full length.
        false if behind.is_empty() => Ok(None),
        false => Err(changed()),
    }
}

fn changed() -> DumpError {
    DumpError::Damaged("what was added to it is not what was written".into())
}
