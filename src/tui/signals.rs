//! What the system asks of the screen by signals: to leave, to stop for a while, to go on. The
//! handlers only set flags, which the loop looks at; it knows nothing of the terminal.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGABRT, SIGINT, SIGTERM};
#[cfg(unix)]
use signal_hook::consts::{SIGALRM, SIGCONT, SIGHUP, SIGQUIT, SIGTSTP, SIGUSR1, SIGUSR2};
use signal_hook::flag;
use signal_hook::low_level::emulate_default_handler;

/// Whoever sends these wants the program to end, and it ends well.
const LEAVE: &[i32] = &[
    SIGINT,
    SIGTERM,
    #[cfg(unix)]
    SIGHUP,
    #[cfg(unix)]
    SIGQUIT,
];

/// By these a program dies; this one gives the terminal back before.
const DIE: &[i32] = &[
    SIGABRT,
    #[cfg(unix)]
    SIGALRM,
    #[cfg(unix)]
    SIGUSR1,
    #[cfg(unix)]
    SIGUSR2,
];

/// Ends as a program does whose terminal has gone.
#[cfg(unix)]
pub fn hang_up() {
    let ended = emulate_default_handler(SIGHUP);
    debug_assert!(ended.is_ok(), "the system ends it");
}

/// What was asked since somebody looked.
#[derive(Debug, Default)]
pub struct Signals {
    /// The signal to end by; 0 while there is none.
    end: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    go_on: Arc<AtomicBool>,
}

impl Signals {
    /// Listens from now on.
    pub fn listen() -> io::Result<Self> {
        let signals = Self::default();
        let asked = Arc::new(AtomicBool::new(false));
        for &signal in LEAVE.iter().chain(DIE) {
            // Who asks a second time need not wait for a loop that hangs.
            flag::register_conditional_default(signal, Arc::clone(&asked))?;
            flag::register(signal, Arc::clone(&asked))?;
            let number = usize::try_from(signal).expect("signals are counted from 1");
            flag::register_usize(signal, Arc::clone(&signals.end), number)?;
        }
        #[cfg(unix)]
        {
            flag::register(SIGTSTP, Arc::clone(&signals.stop))?;
            flag::register(SIGCONT, Arc::clone(&signals.go_on))?;
        }
        Ok(signals)
    }

    /// The program is to end.
    pub fn end(&self) -> bool {
        self.end.load(Ordering::Relaxed) != 0
    }

    /// The program is to stop until it is told to go on.
    pub fn take_stop(&self) -> bool {
        self.stop.swap(false, Ordering::Relaxed)
    }

    /// The program goes on after it was stopped, by whatever.
    pub fn take_go_on(&self) -> bool {
        self.go_on.swap(false, Ordering::Relaxed)
    }

    /// Stops here until somebody lets the program go on.
    #[cfg(unix)]
    pub fn stop(&self) -> io::Result<()> {
        emulate_default_handler(SIGTSTP)?;
        self.go_on.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Ends by the signal that asked for it, if it is one that programs die of.
    pub fn die(&self) -> io::Result<()> {
        let signal = i32::try_from(self.end.load(Ordering::Relaxed)).unwrap_or_default();
        if DIE.contains(&signal) {
            emulate_default_handler(signal)?;
        }
        Ok(())
    }
}
