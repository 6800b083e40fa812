//! Writes a ledger file of any size for measuring, or a roster to be imported:
//! `cargo run --release --example generate -- SIZE [--ticked | --csv | --xlsx] FILE`.

#[path = "../benches/support/mod.rs"]
mod support;

use std::path::PathBuf;

use anyhow::{Context as _, bail};

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (options, rest): (Vec<&str>, Vec<&str>) = args
        .iter()
        .map(String::as_str)
        .partition(|arg| arg.starts_with("--"));
    let ([size, file], [] | [_]) = (rest.as_slice(), options.as_slice()) else {
        bail!("usage: generate SIZE [--ticked | --csv | --xlsx] FILE");
    };
    let size: u32 = size.replace('_', "").parse().context("SIZE is no number")?;
    let file = PathBuf::from(file);
    match options.first() {
        None => support::history::make(&file, size, false)?,
        Some(&"--ticked") => support::history::make(&file, size, true)?,
        Some(&"--csv") => support::roster::write_csv(&support::roster::roster(size), &file)?,
        Some(&"--xlsx") => support::roster::write_xlsx(&support::roster::roster(size), &file)?,
        Some(other) => bail!("unknown option {other}"),
    }
    Ok(())
}
