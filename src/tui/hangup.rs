//! Ends the program when its terminal goes away while crossterm reads from it: crossterm then takes the
//! end of the file for ever, and no flag is looked at any more. Everything is recorded already.

use std::os::fd::AsFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};

/// How long a single question to crossterm may take once there is nobody to answer it.
const PATIENCE: Duration = Duration::from_millis(500);

/// Questions that crossterm was asked, and the answers that it gave: as many when it is not asked.
#[derive(Debug, Default)]
pub struct Asked {
    questions: AtomicU64,
    answers: AtomicU64,
}

impl Asked {
    /// Nothing was asked yet.
    pub const fn new() -> Self {
        Self {
            questions: AtomicU64::new(0),
            answers: AtomicU64::new(0),
        }
    }

    /// Asks crossterm something.
    pub fn ask<T>(&self, question: impl FnOnce() -> T) -> T {
        self.questions.fetch_add(1, Ordering::Relaxed);
        let answer = question();
        self.answers.fetch_add(1, Ordering::Relaxed);
        answer
    }

    /// The number of the question that is open, if one is.
    fn open(&self) -> Option<u64> {
        let answered = self.answers.load(Ordering::Relaxed);
        let asked = self.questions.load(Ordering::Relaxed);
        (asked > answered).then_some(asked)
    }
}

/// Waits in a thread of its own until the terminal has gone; calls `end` where crossterm is asked
/// something then and does not answer.
pub fn watch(terminal: impl AsFd + Send + 'static, asked: &'static Asked, end: fn()) {
    thread::spawn(move || {
        loop {
            let mut fds = [PollFd::new(&terminal, PollFlags::empty())];
            // Interrupted by a signal: once more.
            if poll(&mut fds, None).is_ok() && !fds[0].revents().is_empty() {
                break;
            }
        }
        // The loop sees it, too, and ends as it does, unless it hangs in this one question.
        loop {
            let open = asked.open();
            thread::sleep(PATIENCE);
            if open.is_some() && open == asked.open() {
                return end();
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    static ASKED: Asked = Asked::new();
    static ENDED: AtomicU64 = AtomicU64::new(0);

    #[test]
    fn a_question_that_nobody_answers_any_more_ends_the_program_and_no_other() {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        watch(reader, &ASKED, || {
            ENDED.fetch_add(1, Ordering::SeqCst);
        });
        let (answer, hung) = mpsc::channel::<()>();
        let hangs = thread::spawn(move || ASKED.ask(|| hung.recv()));
        // As long as the terminal is there, a question may take as long as it likes.
        thread::sleep(PATIENCE * 2);
        assert_eq!(ENDED.load(Ordering::SeqCst), 0);
        drop(writer);
        let until = std::time::Instant::now() + Duration::from_secs(20);
        while ENDED.load(Ordering::SeqCst) == 0 && std::time::Instant::now() < until {
            thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(ENDED.load(Ordering::SeqCst), 1);
        drop(answer);
        assert!(hangs.join().expect("answered").is_err());
    }

    #[test]
    fn who_asks_again_and_again_is_not_stuck() {
        static BUSY: Asked = Asked::new();
        static CUT: AtomicU64 = AtomicU64::new(0);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        watch(reader, &BUSY, || {
            CUT.fetch_add(1, Ordering::SeqCst);
        });
        drop(writer);
        let until = std::time::Instant::now() + PATIENCE * 3;
        while std::time::Instant::now() < until {
            BUSY.ask(|| thread::sleep(Duration::from_millis(1)));
        }
        assert_eq!(CUT.load(Ordering::SeqCst), 0);
    }
}
