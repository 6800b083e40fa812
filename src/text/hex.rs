//! Bytes as people compare them and names hold them.

use std::fmt::Write as _;

/// Two signs for each byte, in small letters: `0f34`.
pub fn hex(bytes: &[u8]) -> String {
    let mut signs = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(signs, "{byte:02x}").expect("writing into memory does not fail");
    }
    signs
}
