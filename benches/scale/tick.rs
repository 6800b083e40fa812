//! A tick, from its key until it is on the disk and on the screen.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::fixture;
use crate::pty::Terminal;
use crate::stand::{Sample, Stand, line, wall};
use crate::table::Table;

/// A file system in memory, on which making durable costs nothing.
const IN_MEMORY: &str = "/dev/shm";

/// Opens an association from the overview.
const OPEN: &str = "<f3><home>jj<enter>";

pub fn measure(table: &mut Table) {
    let on_disk = series(table, &std::env::temp_dir());
    let what = "tick durable and on screen, p50 / p99";
    line(table, what, "", &on_disk, wall);
    let what = "own time of a tick (ledger in memory), p50 / p99";
    let target = "< 10 ms";
    if Path::new(IN_MEMORY).is_dir() {
        let in_memory = series(table, Path::new(IN_MEMORY));
        line(table, what, target, &in_memory, wall);
    } else {
        table.skipped(what, target, "there is no /dev/shm");
    }
    syncs(table);
}

/// A copy to write on.
fn copy(size: u32, folder: &Path) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir_in(folder).expect("a folder");
    let path = folder.path().join("ledger.db");
    std::fs::copy(fixture::ledger(size), &path).expect("copied");
    (folder, path)
}

fn series(table: &Table, folder: &Path) -> Vec<Vec<Sample>> {
    let sizes = table.sizes.iter();
    sizes
        .map(|size| {
            let (_folder, path) = copy(*size, folder);
            let mut stand = Stand::new(&path);
            stand.key(OPEN);
            stand.key("<space>");
            stand.series(&["<space>"], 100)
        })
        .collect()
}

/// How often the real program makes something durable for one tick, told by strace.
fn syncs(table: &mut Table) {
    let what = "fsync and fdatasync for the first, second, third tick";
    let target = "5";
    let strace = ["/usr/bin/strace", "/bin/strace"].map(Path::new);
    let Some(strace) = strace.into_iter().find(|path| path.exists()) else {
        return table.skipped(what, target, "there is no strace");
    };
    let cells: Vec<String> = table
        .sizes
        .iter()
        .map(|size| {
            let (folder, path) = copy(*size, &std::env::temp_dir());
            let log = folder.path().join("strace");
            let [log_arg, ledger] = [&log, &path].map(|path| path.to_string_lossy());
            let args = [
                "-f",
                "-qq",
                "-e",
                "trace=fsync,fdatasync",
                "-o",
                &log_arg,
                fixture::PROGRAM,
                "--as-of",
                "2020-07-20",
                "--ledger",
                &ledger,
            ];
            let mut terminal = Terminal::start(strace, &args);
            terminal.frame();
            terminal.settle();
            // The third line of the roster, opened.
            for key in ["\x1bOR", "j", "j", "\r"] {
                terminal.keys(key);
                terminal.settle();
            }
            let calls = || {
                let text = std::fs::read_to_string(&log).unwrap_or_default();
                text.lines().filter(|line| line.contains("sync(")).count()
            };
            let ticks = [(); 3].map(|()| {
                let before = calls();
                terminal.keys(" ");
                terminal.settle();
                calls() - before
            });
            terminal.quit("\x11");
            let [first, second, third] = ticks;
            format!("{first}, then {second}, {third}")
        })
        .collect();
    table.line(what, target, &cells);
}
