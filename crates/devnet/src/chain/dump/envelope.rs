//! What holds the records together, and tells a whole dump of the right chain from anything else.

use std::io::{BufRead, BufReader, BufWriter, Write};

use alloy_primitives::{B256, keccak256};
use brotli::enc::BrotliEncoderParams;
use brotli::{CompressorWriter, Decompressor};
use serde::{Deserialize, Serialize};

use super::record::Record;

/// First words of every dump.
const KIND: &str = "restake devnet state";
/// The latest form of the records. Raise it with every change an older devnet could not read.
const FORMAT: u64 = 1;
/// The first line is shorter, whatever later forms put there.
const LONGEST_HEAD: usize = 4_096;
/// Bytes read at once.
const BUFFER: usize = 1 << 16;
/// Bytes compressed at once.
const BLOCK: usize = 1 << 20;

/// The first line of a dump.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    kind: String,
    format: u64,
    chain_id: u64,
    /// Hash of everything after the first line.
    hash: B256,
}

/// What every form's first line has.
#[derive(Debug, Deserialize)]
struct AnyHead {
    kind: String,
    format: u64,
}

/// Why bytes are not the state of a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DumpError {
    /// Something else.
    #[error("it is not the state of this devnet: give what its anvil_dumpState or --state wrote")]
    Unknown,
    /// Written by a later devnet.
    #[error("it has format {0}, and this devnet reads up to {FORMAT}: use the newer devnet that wrote it")]
    NewerFormat(u64),
    /// Of a chain with another id.
    #[error(
        "it is of chain {found}, and this devnet is chain {wanted}: start the devnet with --chain-id {found}"
    )]
    OtherChain {
        /// Chain id in the dump.
        found: u64,
        /// This chain's.
        wanted: u64,
    },
    /// Cut off or changed.
    #[error("it is damaged ({0}): take an older copy, or begin a new chain")]
    Damaged(String),
    /// The chain could not be encoded.
    #[error("the chain could not be encoded: {0}")]
    Unwritable(String),
}

/// Writes a dump of the records that `fill` gives to its argument.
pub(super) fn seal(
    chain_id: u64,
    fill: impl FnOnce(&mut dyn FnMut(&Record) -> Result<(), DumpError>) -> Result<(), DumpError>,
) -> Result<Vec<u8>, DumpError> {
    let unwritable = |error: &dyn std::fmt::Display| DumpError::Unwritable(error.to_string());
    // Fast rather than small: a state file is written again after every change.
    let params = BrotliEncoderParams { quality: 1, lgwin: 22, ..Default::default() };
    let compressor = CompressorWriter::with_params(Vec::new(), BUFFER, &params);
    // At this quality each write is compressed by itself, so it must not be a word.
    let mut body = BufWriter::with_capacity(BLOCK, compressor);
    fill(&mut |record| {
        serde_json::to_writer(&mut body, record).map_err(|error| unwritable(&error))?;
        body.write_all(b"\n").map_err(|error| unwritable(&error))
    })?;
    let body = body.into_inner().map_err(|error| unwritable(&error))?.into_inner();
    let head = Head { kind: KIND.to_owned(), format: FORMAT, chain_id, hash: keccak256(&body) };
    let mut dump = serde_json::to_vec(&head).map_err(|error| unwritable(&error))?;
    dump.push(b'\n');
    dump.extend(body);
    Ok(dump)
}

/// Gives the records of a dump to `take`, once all of it is known to be whole and of this chain.
pub(super) fn open(
    dump: &[u8],
    chain_id: u64,
    mut take: impl FnMut(Record) -> Result<(), DumpError>,
) -> Result<(), DumpError> {
    let body = check(dump, chain_id)?;
    let damaged = |error: &dyn std::fmt::Display| DumpError::Damaged(error.to_string());
    let mut lines = BufReader::with_capacity(BUFFER, Decompressor::new(body, BUFFER));
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).map_err(|error| damaged(&error))? > 0 {
        take(serde_json::from_slice(&line).map_err(|error| damaged(&error))?)?;
        line.clear();
    }
    Ok(())
}

/// What follows the first line, unless that says it cannot be used.
fn check(dump: &[u8], chain_id: u64) -> Result<&[u8], DumpError> {
    let line = dump.iter().take(LONGEST_HEAD).position(|byte| *byte == b'\n').ok_or(DumpError::Unknown)?;
    let (line, body) = (&dump[..line], &dump[line + 1..]);
    let any: AnyHead = serde_json::from_slice(line).map_err(|_| DumpError::Unknown)?;
    if any.kind != KIND {
        return Err(DumpError::Unknown);
    }
    if any.format > FORMAT {
        return Err(DumpError::NewerFormat(any.format));
    }
    let head: Head = serde_json::from_slice(line).map_err(|error| DumpError::Damaged(error.to_string()))?;
    if head.chain_id != chain_id {
        return Err(DumpError::OtherChain { found: head.chain_id, wanted: chain_id });
    }
    if keccak256(body) != head.hash {
        return Err(DumpError::Damaged("its bytes are not those that were written".into()));
    }
    Ok(body)
}
