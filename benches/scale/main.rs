//! Measures the real program at the size of a town and of a country, beside what it is to be
//! compared with, and prints one line of a Markdown table for each target.
//!
//! `cargo bench --bench scale` measures everything at all sizes and takes the better part of an
//! hour; `cargo bench --bench scale -- start keys 150 100000` measures some of it.
//! Ledgers are made once and kept in `target/tmp/scale`.

#[path = "../support/mod.rs"]
mod support;

mod child;
mod files;
mod fixture;
mod keys;
mod proc;
mod pty;
mod rest;
mod stand;
mod start;
mod table;
mod tick;
mod typed;

use std::process::ExitCode;

use table::Table;

/// What can be measured. The first ones run other programs and come while this one is small.
const ALL: [(&str, Measure); 12] = [
    ("start", start::measure),
    ("typed", typed::measure),
    ("memory", rest::memory),
    ("idle", rest::idle),
    ("binary", files::binary),
    ("list", files::list),
    ("import", files::import),
    ("export", files::export),
    ("early", typed::while_loading),
    ("keys", keys::keys),
    ("search", keys::search),
    ("tick", tick::measure),
];

const SIZES: [u32; 4] = [150, 10_000, 100_000, 1_000_000];

type Measure = fn(&mut Table);

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == child::ARGUMENT) {
        return child::harness(&args[1..]);
    }
    // Cargo says what is to be done; there is nothing else.
    args.retain(|arg| arg != "--bench");
    let (sizes, whats): (Vec<String>, Vec<String>) = args
        .into_iter()
        .partition(|arg| arg.starts_with(|c: char| c.is_ascii_digit()));
    let sizes: Result<Vec<u32>, _> = sizes
        .iter()
        .map(|size| size.replace('_', "").parse())
        .collect();
    let known = |what: &String| ALL.iter().any(|(name, _)| name == what);
    let (Ok(sizes), true) = (sizes, whats.iter().all(known)) else {
        let names = ALL.map(|(name, _)| name).join(" | ");
        eprintln!("usage: cargo bench --bench scale -- [{names}]... [SIZE]...");
        return ExitCode::from(2);
    };
    if !cfg!(target_os = "linux") {
        println!("skipped: times and memory of processes are read from Linux's /proc");
        return ExitCode::SUCCESS;
    }
    let mut table = Table::new(if sizes.is_empty() {
        SIZES.to_vec()
    } else {
        sizes
    });
    for (name, measure) in ALL {
        if whats.is_empty() || whats.iter().any(|what| what == name) {
            table.measuring(name);
            measure(&mut table);
        }
    }
    ExitCode::SUCCESS
}
