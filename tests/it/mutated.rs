//! Every reader on inputs that are nearly right. `TUOGOU_LONG=100` tries a hundred times as many,
//! `TUOGOU_READER=filter` one reader alone, `TUOGOU_CORPUS=FOLDER` writes what fuzz targets begin with.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use crate::dice::{Dice, times};
use crate::readers::{READERS, Reader};

/// Inputs of the slowest reader.
const FEW: usize = 2;

/// Pieces that mean something to some reader.
const PIECES: &[&str] = &[
    "0",
    "-1",
    "65535",
    "4294967296",
    "9223372036854775807",
    "1e308",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "\u{200b}",
    "\"",
    "'",
    "<",
    ">",
    "&amp;",
    "&e;",
    "]]>",
    "{{",
    "}}",
    "{%",
    "%}",
    "[[",
    "]]",
    "=",
    ":",
    "|",
    ",",
    "\t",
    "\n",
    "\r\n",
    "，",
    "：",
    "一",
    "2020-02-30",
    "null",
    "true",
    "[",
    "{",
    "}",
    "PK\u{3}\u{4}",
    "序号",
    "名称",
    "已脱钩",
    "..",
    "/",
    "\\",
];

/// Something like one of several inputs.
fn mutated(dice: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = dice.one(seeds).clone();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let length = dice.below(16).min(bytes.len() - at);
        match dice.below(8) {
            0 | 1 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            2 if at < bytes.len() => bytes[at] = *dice.one(&[0, 1, 0x7f, 0x80, 0xff]),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let piece = bytes[at..at + length].to_vec();
                bytes.splice(at..at, piece.repeat(1 + dice.below(3)));
            }
            5 => bytes.truncate(at),
            6 => {
                let other = dice.one(seeds);
                let from = dice.below(other.len() + 1);
                let most = dice.below(64).min(other.len() - from);
                let end = (at + length).min(bytes.len());
                bytes.splice(at..end, other[from..from + most].iter().copied());
            }
            _ => {
                let piece = dice.one(PIECES).as_bytes();
                let end = (at + length).min(bytes.len());
                bytes.splice(at..end, piece.iter().copied());
            }
        }
    }
    bytes
}

/// Reads an input; where what has to hold does not, the input is kept.
fn holds(reader: &Reader, nth: usize, bytes: &[u8]) -> bool {
    let read = catch_unwind(AssertUnwindSafe(|| (reader.read)(bytes)));
    if read.is_err() {
        let kept = std::env::temp_dir().join(format!("{}-{nth}.input", reader.name));
        std::fs::write(&kept, bytes).expect("kept");
        println!("{}: {}", reader.name, kept.display());
    }
    read.is_ok()
}

#[test]
fn whatever_is_nearly_right_is_read_or_refused() {
    let mut dice = Dice::new();
    let only = std::env::var("TUOGOU_READER").ok();
    let wanted = READERS
        .iter()
        .filter(|reader| only.as_ref().is_none_or(|only| only == reader.name));
    let (mut all, mut failed) = (0, Vec::new());
    for reader in wanted {
        let seeds = (reader.seeds)();
        let many = FEW * reader.cheap * times();
        let nearly = (0..many).map(|_| mutated(&mut dice, &seeds));
        let mut inputs = seeds.iter().cloned().chain(nearly).enumerate();
        if !inputs.all(|(nth, bytes)| holds(reader, nth, &bytes)) {
            failed.push(reader.name);
        }
        println!(
            "{}: {} as they should be, {many} nearly so",
            reader.name,
            seeds.len()
        );
        all += many;
    }
    assert_eq!(failed, [""; 0]);
    assert!(all > 0, "no reader has the name");
}

#[test]
fn fuzz_targets_begin_with_these() {
    let names: Vec<&str> = READERS.iter().map(|reader| reader.name).collect();
    let manifest = include_str!("../fuzz/Cargo.toml");
    let bins = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("name = \""));
    let bins: Vec<&str> = bins
        .skip(1)
        .map(|line| line.trim_end_matches('"'))
        .collect();
    assert_eq!(bins, names, "each reader is a target");
    let Ok(folder) = std::env::var("TUOGOU_CORPUS") else {
        return;
    };
    for reader in READERS {
        let folder = PathBuf::from(&folder).join(reader.name);
        std::fs::create_dir_all(&folder).expect("made");
        for (nth, seed) in (reader.seeds)().iter().enumerate() {
            std::fs::write(folder.join(nth.to_string()), seed).expect("written");
        }
    }
}
