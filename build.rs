//! Reads the documents of the built-in round (TOML) once, while the program is built, and keeps
//! them as JSON, which is read some ten times faster at each start. `exchange::shipped` owns how
//! they are used.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

const ROUND: &str = "seeds/kaifeng-2020";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={ROUND}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    keep(Path::new(ROUND), &out)
}

/// Keeps every TOML document of a folder, under its own name with `.json` behind it.
fn keep(folder: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(out)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().ok_or("a file has a name")?;
        if path.is_dir() {
            keep(&path, &out.join(name))?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let wrong = |error| format!("{}: {error}", path.display());
            let document: toml::Table =
                toml::from_str(&fs::read_to_string(&path)?).map_err(wrong)?;
            let mut kept = out.join(name).into_os_string();
            kept.push(".json");
            fs::write(kept, serde_json::to_vec(&document)?)?;
        }
    }
    Ok(())
}
