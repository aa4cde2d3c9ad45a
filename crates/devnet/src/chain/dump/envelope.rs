//! What holds the records together, and tells a whole dump of the right chain from anything else.

use std::fmt::Display;
use std::io::{BufRead, BufReader, BufWriter, Write};

use alloy_primitives::{B256, keccak256};
use brotli::enc::BrotliEncoderParams;
use brotli::{CompressorWriter, Decompressor};
use serde::{Deserialize, Serialize};

use super::record::Record;

/// First words of every dump.
const KIND: &str = "restake devnet state";
/// The latest form of the records. Raise it with every change an older devnet could not read.
const FORMAT: u64 = 2;
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
    /// Hash of the records, compressed.
    hash: B256,
    /// Their length.
    length: u64,
}

/// A dump that is whole.
#[derive(Debug)]
pub(super) struct Opened<'a> {
    /// Its records, compressed.
    pub(super) records: &'a [u8],
    /// What happened after it was made.
    pub(super) later: &'a [u8],
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
    /// Written by an earlier devnet.
    #[error("it has format {0}, and this devnet reads {FORMAT} alone: use the older devnet that wrote it")]
    OlderFormat(u64),
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

/// What fills a dump, or a part of one: it gives records to its argument.
pub(super) type Push<'a> = dyn FnMut(&Record) -> Result<(), DumpError> + 'a;

/// Writes a dump of the records that `fill` gives to its argument.
pub(super) fn seal(
    chain_id: u64,
    fill: impl FnOnce(&mut Push<'_>) -> Result<(), DumpError>,
) -> Result<Vec<u8>, DumpError> {
    let records = pack(fill)?;
    let length = records.len() as u64;
    let head = Head { kind: KIND.to_owned(), format: FORMAT, chain_id, hash: keccak256(&records), length };
    let mut dump = serde_json::to_vec(&head).map_err(|error| unwritable(&error))?;
    dump.push(b'\n');
    dump.extend(records);
    Ok(dump)
}

/// Compresses the records that `fill` gives to its argument.
pub(super) fn pack(fill: impl FnOnce(&mut Push<'_>) -> Result<(), DumpError>) -> Result<Vec<u8>, DumpError> {
    // Fast rather than small: requests wait while a chain is dumped.
    let params = BrotliEncoderParams { quality: 1, lgwin: 22, ..Default::default() };
    let compressor = CompressorWriter::with_params(Vec::new(), BUFFER, &params);
    // At this quality each write is compressed by itself, so it must not be a word.
    let mut body = BufWriter::with_capacity(BLOCK, compressor);
    fill(&mut |record| {
        serde_json::to_writer(&mut body, record).map_err(|error| unwritable(&error))?;
        body.write_all(b"\n").map_err(|error| unwritable(&error))
    })?;
    Ok(body.into_inner().map_err(|error| unwritable(&error))?.into_inner())
}

/// Gives compressed records to `take`.
pub(super) fn unpack(
    records: &[u8],
    mut take: impl FnMut(Record) -> Result<(), DumpError>,
) -> Result<(), DumpError> {
    let mut lines = BufReader::with_capacity(BUFFER, Decompressor::new(records, BUFFER));
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).map_err(|error| damaged(&error))? > 0 {
        take(serde_json::from_slice(&line).map_err(|error| damaged(&error))?)?;
        line.clear();
    }
    Ok(())
}

/// The records of a dump, once all of it is known to be whole and of this chain.
pub(super) fn open(dump: &[u8], chain_id: u64) -> Result<Opened<'_>, DumpError> {
    let line = dump.iter().take(LONGEST_HEAD).position(|byte| *byte == b'\n').ok_or(DumpError::Unknown)?;
    let (line, rest) = (&dump[..line], &dump[line + 1..]);
    let any: AnyHead = serde_json::from_slice(line).map_err(|_| DumpError::Unknown)?;
    if any.kind != KIND {
        return Err(DumpError::Unknown);
    }
    if any.format > FORMAT {
        return Err(DumpError::NewerFormat(any.format));
    }
    if any.format < FORMAT {
        return Err(DumpError::OlderFormat(any.format));
    }
    let head: Head = serde_json::from_slice(line).map_err(|error| damaged(&error))?;
    if head.chain_id != chain_id {
        return Err(DumpError::OtherChain { found: head.chain_id, wanted: chain_id });
    }
    let changed = || DumpError::Damaged("its bytes are not those that were written".into());
    let length = usize::try_from(head.length).unwrap_or(usize::MAX);
    let (records, later) = rest.split_at_checked(length).ok_or_else(changed)?;
    if keccak256(records) != head.hash {
        return Err(changed());
    }
    Ok(Opened { records, later })
}

fn unwritable(error: &dyn Display) -> DumpError {
    DumpError::Unwritable(error.to_string())
}

fn damaged(error: &dyn Display) -> DumpError {
    DumpError::Damaged(error.to_string())
}
