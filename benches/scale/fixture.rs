//! What is measured on: ledgers and rosters of each size, made once; the programs, built first.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::child;
use crate::support::{history, roster};

/// Goes up when ledgers are made differently, so that old ones are not taken for new ones.
const GENERATION: u32 = 1;

/// The program itself.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_tuogou");

/// An example, built in the way the program is.
///
/// # Panics
/// When it cannot be built.
pub fn example(name: &str) -> PathBuf {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        eprintln!("building the programs to compare with");
        let status = child::command(Path::new(env!("CARGO")))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "--release", "--locked", "--quiet"])
            .args(["--examples"])
            .status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "cargo build --release --examples fails"
        );
    });
    Path::new(PROGRAM).with_file_name("examples").join(name)
}

/// Where files that are made once are kept.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scale");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn kept(name: &str, make: impl FnOnce(&Path)) -> PathBuf {
    let path = folder().join(name);
    if !path.exists() {
        eprintln!("making {}", path.display());
        // One that was left half-made is no fixture.
        let part = path.with_file_name(format!("part-{name}"));
        let _ = std::fs::remove_file(&part);
        make(&part);
        std::fs::rename(&part, &path).expect("moved");
    }
    path
}

/// A ledger with a history: 25 ticks of each tenth association.
pub fn ledger(size: u32) -> PathBuf {
    kept(&format!("{GENERATION}-{size}.db"), |path| {
        history::make(path, size, true).expect("made");
    })
}

/// The most rows of a roster that is read.
pub const MOST_ROWS: u32 = 200_000;

/// A ledger that the program has made from a roster, with a unit in its documents for each that the roster
/// prints; nothing for sizes that a roster may not have.
pub fn of_roster(size: u32) -> Option<PathBuf> {
    let roster = (size <= MOST_ROWS).then(|| csv(size))?;
    Some(kept(&format!("{GENERATION}-{size}-roster.db"), |path| {
        let (from, out) = (roster.as_os_str(), path.as_os_str());
        let args = [
            "new",
            "--city",
            "开封",
            "--shift-to",
            "2020-06-16",
            "--from",
        ];
        let args = args.map(OsStr::new);
        let args = [&args[..], &[from, OsStr::new("--out"), out]].concat();
        child::run(Path::new(PROGRAM), &args);
    }))
}

/// A roster as CSV.
pub fn csv(size: u32) -> PathBuf {
    kept(&format!("{GENERATION}-{size}.csv"), |path| {
        roster::write_csv(&roster::roster(size), path).expect("written");
    })
}

/// A roster as a workbook.
pub fn xlsx(size: u32) -> PathBuf {
    kept(&format!("{GENERATION}-{size}.xlsx"), |path| {
        roster::write_xlsx(&roster::roster(size), path).expect("written");
    })
}
