//! Every target is this file: the reader that is called like it.

#![no_main]

#[path = "../readers/mod.rs"]
#[allow(dead_code)]
mod readers;
#[path = "../../it/roster_files.rs"]
#[allow(dead_code)]
mod roster_files;
#[path = "../../it/support.rs"]
#[allow(dead_code)]
mod support;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

/// What reads here.
static READER: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let mut readers = readers::READERS.iter();
    let reader = readers.find(|reader| reader.name == env!("CARGO_BIN_NAME"));
    reader.expect("a reader").read
});

fuzz_target!(|bytes: &[u8]| READER(bytes));
