//! Reads the documents of the built-in round (TOML) once, while the program is built, and keeps
//! them as JSON, which is read some ten times faster at each start. `exchange::shipped` owns how
//! they are used. Says, too, of which commit a released program is.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

const ROUND: &str = "seeds/kaifeng-2020";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={ROUND}");
    println!("cargo::rustc-env=TUOGOU_VERSION={}", version());
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    keep(Path::new(ROUND), &out)
}

/// The version; with commit and day where a program is built to be handed on, from its own sources.
/// What is built at each change of a line need not know, and would be built at each commit anew.
fn version() -> String {
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    if env::var("PROFILE").as_deref() != Ok("release") {
        return version;
    }
    println!("cargo::rerun-if-env-changed=TUOGOU_COMMIT");
    match env::var("TUOGOU_COMMIT").ok().or_else(commit) {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    }
}

/// `1a2b3c4 2026-11-28`, where these sources are the work tree of a repository and git is there.
fn commit() -> Option<String> {
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)?;
    let top = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?);
    if top.canonicalize().ok()? != here.canonicalize().ok()? {
        return None;
    }
    // Written at each commit, and at nothing else that matters here.
    println!(
        "cargo::rerun-if-changed={}",
        git(&["rev-parse", "--git-path", "logs/HEAD"])?
    );
    git(&["log", "-1", "--format=%h %cs"])
}

#[allow(clippy::disallowed_methods, reason = "the program itself runs nothing")]
fn git(args: &[&str]) -> Option<String> {
    let output = std::process::Command::new("git").args(args).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !said.trim().is_empty()).then(|| said.trim().to_owned())
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
