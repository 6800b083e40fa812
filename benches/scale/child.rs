//! Programs that run from start to end: how long, how much of a processor, how much memory.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use crate::proc;
use crate::support::figures::median;

/// By this argument the bench knows that it is to be [`harness`].
pub const ARGUMENT: &str = "--child";

/// What a run came to.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// From start to end.
    pub wall: Duration,
    /// Time on processors.
    pub cpu: Duration,
    /// Peak of memory, in bytes.
    pub peak: u64,
}

impl Cost {
    /// Medians of each part.
    pub fn median(costs: &[Self]) -> Self {
        let of = |part: fn(&Self) -> Duration| median(&costs.iter().map(part).collect::<Vec<_>>());
        Self {
            wall: of(|cost| cost.wall),
            cpu: of(|cost| cost.cpu),
            peak: median(&costs.iter().map(|cost| cost.peak).collect::<Vec<_>>()),
        }
    }
}

/// A program to run.
#[expect(
    clippy::disallowed_methods,
    reason = "the program runs no other program; measuring it does"
)]
pub fn command(program: &Path) -> Command {
    Command::new(program)
}

/// Runs a program from start to end, its output forgotten.
///
/// A process of its own does the waiting: what Linux says of children is of all of them together,
/// and one starts with the peak of its parent.
///
/// # Panics
/// When the program fails, with what it said.
pub fn run<S: AsRef<OsStr>>(program: &Path, args: &[S]) -> Cost {
    let here = std::env::current_exe().expect("this program");
    let output = command(&here)
        .arg(ARGUMENT)
        .arg(program)
        .args(args)
        .output()
        .expect("runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {error}", program.display());
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers = text.split_whitespace().map(|part| part.parse().ok());
    let [Some(wall), Some(cpu), Some(peak)] = numbers.collect::<Vec<_>>()[..] else {
        panic!("three numbers, not {text}");
    };
    Cost {
        wall: Duration::from_nanos(wall),
        cpu: Duration::from_nanos(cpu),
        peak,
    }
}

/// Runs one program and prints what it came to: nanoseconds, nanoseconds, bytes.
pub fn harness(args: &[String]) -> ExitCode {
    let Some((program, args)) = args.split_first() else {
        return ExitCode::from(2);
    };
    let before = Instant::now();
    let status = command(Path::new(program))
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status();
    let wall = before.elapsed();
    let (cpu, peak) = proc::of_children();
    println!("{} {} {peak}", wall.as_nanos(), cpu.as_nanos());
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
