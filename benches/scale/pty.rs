//! A program in a pseudo-terminal of 120x40: when frames are complete, when it comes to rest.

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

use crate::proc;

/// A frame is complete when its synchronized update ends.
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// A program is at rest when it writes nothing for so long …
const SILENCE: Duration = Duration::from_millis(700);
/// … and hardly runs meanwhile.
const HARDLY: Duration = Duration::from_millis(20);

/// A program at work.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    // Dropping it closes the terminal.
    _master: Box<dyn MasterPty + Send>,
    keys: Box<dyn std::io::Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    started: Instant,
    /// The end of what was read, where the end of a frame may have begun.
    tail: Vec<u8>,
    /// Bytes that it wrote.
    pub bytes: u64,
    /// Nothing of the machine's settings.
    _home: TempDir,
}

impl Terminal {
    /// Starts a program.
    pub fn start<S: AsRef<OsStr>>(program: &Path, args: &[S]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let size = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("TUOGOU_USER", "张三");
        command.cwd(home.path());
        command.args(args);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut chunk = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                let read = (Instant::now(), chunk[..count].to_vec());
                if sender.send(read).is_err() {
                    break;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        Self {
            child,
            _master: pair.master,
            keys,
            output,
            started,
            tail: Vec::new(),
            bytes: 0,
            _home: home,
        }
    }

    /// The program itself, on a ledger.
    pub fn program(ledger: &Path) -> Self {
        let args = [
            OsStr::new("--as-of"),
            OsStr::new("2020-07-20"),
            OsStr::new("--ledger"),
            ledger.as_os_str(),
        ];
        Self::start(Path::new(crate::fixture::PROGRAM), &args)
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    /// Waits for the end of a frame; says when it came, from the start of the program.
    ///
    /// # Panics
    /// When none comes.
    pub fn frame(&mut self) -> Duration {
        loop {
            let (at, chunk) = self.output.recv_timeout(PATIENCE).expect("a frame");
            if self.take(&chunk) {
                return at - self.started;
            }
        }
    }

    /// Waits until everything is loaded and drawn; says when the last byte came, from the start
    /// of the program.
    ///
    /// # Panics
    /// When it never rests.
    pub fn settle(&mut self) -> Duration {
        let mut last = Duration::ZERO;
        while self.started.elapsed() < PATIENCE {
            let before = proc::cpu(self.pid());
            match self.output.recv_timeout(SILENCE) {
                Ok((at, chunk)) => {
                    self.take(&chunk);
                    last = at - self.started;
                }
                Err(RecvTimeoutError::Timeout) => {
                    if proc::cpu(self.pid()).saturating_sub(before) < HARDLY {
                        return last;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => panic!("the program has ended"),
            }
        }
        panic!("the program does not come to rest");
    }

    /// Takes what comes within a time, and nothing else happens.
    pub fn listen(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            if let Ok((_, chunk)) = self.output.recv_timeout(left) {
                self.take(&chunk);
            }
        }
    }

    /// Types keys.
    pub fn keys(&mut self, keys: &str) {
        self.keys
            .write_all(keys.as_bytes())
            .expect("keys are taken");
        self.keys.flush().expect("keys are taken");
    }

    /// Types a key and waits for its frame; says how long that took.
    ///
    /// # Panics
    /// When none comes.
    pub fn key(&mut self, key: &str) -> Duration {
        let typed = self.started.elapsed();
        self.keys(key);
        self.frame().saturating_sub(typed)
    }

    /// Types a text, each key after the frame of the one before; says how long all of it took.
    pub fn typed(&mut self, text: &str) -> Duration {
        let keys = text.chars().map(String::from);
        keys.map(|key| self.key(&key)).sum()
    }

    /// Leaves the program by its key and waits for its end.
    pub fn quit(mut self, key: &str) {
        self.keys(key);
        while self.output.recv_timeout(PATIENCE).is_ok() {}
        self.child.wait().expect("it ends");
    }

    /// True when a frame ends in what was read.
    fn take(&mut self, chunk: &[u8]) -> bool {
        self.bytes += chunk.len() as u64;
        self.tail.extend_from_slice(chunk);
        let length = END_OF_FRAME.len();
        let ends = self.tail.windows(length).any(|part| part == END_OF_FRAME);
        let keep = self.tail.len().min(length - 1);
        self.tail.drain(..self.tail.len() - keep);
        ends
    }
}
