//! The memory of this process, as the system counts it.

use std::fs;

use crate::Failure;

/// Bytes in memory at present.
pub fn resident() -> Result<u64, Failure> {
    status("VmRSS:")
}

/// Most bytes that were in memory at once.
pub fn peak() -> Result<u64, Failure> {
    status("VmHWM:")
}

fn status(name: &str) -> Result<u64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("memory is not told here")?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes.saturating_mul(1024))
}
