//! Writes the history that `tuogou demo` shows, after a change of its script or of the rules:
//! `cargo run --example demonstration`.

mod play;

use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn main() -> anyhow::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/demo/history.zip");
    let mut zip = ZipWriter::new(std::fs::File::create(path)?);
    let options = SimpleFileOptions::default()
        .compression_level(Some(9))
        .last_modified_time(zip::DateTime::default());
    zip.start_file("history.json", options)?;
    zip.write_all(play::text()?.as_bytes())?;
    zip.finish()?;
    println!("{path}");
    Ok(())
}
