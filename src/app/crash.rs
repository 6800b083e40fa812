//! What is left behind when the program fails: a file with what its maintainers need to know, and
//! where it is. Nothing of the ledger and nothing that was typed is in it.

use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use super::{about, clock, paths};

/// Has a file written when the program fails, from now on.
pub fn watch() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let text = report(info);
        let left = paths::crash_file();
        if let Some(path) = left.ok().and_then(|path| leave(&path, &text)) {
            eprintln!(
                "{}",
                t!(
                    "程序出错，台账中已记录的内容不受影响。经过写在 {}，请发给维护人员",
                    "The program failed; what is recorded in the ledger is safe. What happened is written in {}; please send it to the maintainers",
                    path.display()
                )
            );
        } else {
            eprintln!(
                "{}",
                t!(
                    "程序出错，台账中已记录的内容不受影响。请把下面的信息发给维护人员：",
                    "The program failed; what is recorded in the ledger is safe. Please send this to the maintainers:"
                )
            );
            before(info);
        }
    }));
}

fn report(info: &PanicHookInfo<'_>) -> String {
    let term = std::env::var("TERM").unwrap_or_default();
    format!(
        "tuogou {}\n{}\nTERM={term}\n\n{info}\n\n{}",
        about::program(),
        clock::now().format("%Y-%m-%dT%H:%M:%SZ"),
        Backtrace::force_capture()
    )
}

/// Writes the file; the one before keeps its content under another name. Says where it is.
fn leave(path: &Path, text: &str) -> Option<PathBuf> {
    std::fs::create_dir_all(path.parent()?).ok()?;
    // There may be none before.
    let _ = std::fs::rename(path, path.with_extension("1.txt"));
    std::fs::write(path, text).ok()?;
    Some(path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_two_are_kept() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("state/crash.txt");
        for text in ["one", "two", "three"] {
            assert_eq!(leave(&path, text), Some(path.clone()));
        }
        let read = |path: &Path| std::fs::read_to_string(path).expect("read");
        assert_eq!(read(&path), "three");
        assert_eq!(read(&path.with_extension("1.txt")), "two");
        // Where there is no room for it, there is none.
        assert_eq!(leave(&path.join("below/a/file.txt"), "four"), None);
    }
}
