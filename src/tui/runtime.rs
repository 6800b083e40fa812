//! The loop: terminal events in, frames out. Draws only when something changed; between events
//! it sleeps, and once a second it looks at the calendar and at what others have written.

use std::io::{self, BufWriter, IsTerminal as _, Write as _, stdout};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use ratatui::crossterm::event::{self, Event, MouseButton, MouseEventKind};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::{cursor, execute, terminal};
use ratatui::layout::Size;

use super::Options;
use super::burst::{self, Burst};
use super::driver::Driver;
#[cfg(unix)]
use super::hangup::{self, Asked};
use super::keymap::Key;
use super::model::{Message, Setup};
use super::msg::Msg;
use super::painter::Painter;
use super::signals::{self, Signals};
use super::theme::{AnswerReader, Environment, Heard, Paper, QUESTION, ThemeChoice};
use crate::app::clock::{self, Clock};
use crate::app::config::AmbiguousWidth;
use crate::app::load::BackgroundLoad;
use crate::app::session::Session;
use crate::domain::ledger::Ledger;
use crate::text::cells::SignWidth;

/// Enough for a full screen, so that a frame is one write.
const OUT_BUFFER: usize = 64 * 1024;

/// What crossterm was asked.
#[cfg(unix)]
static ASKED: Asked = Asked::new();

/// There is nobody at the other end.
#[derive(Debug, thiserror::Error)]
#[error("{}", t!("界面需要在终端中打开", "the screen needs a terminal"))]
pub struct NotATerminal;

/// It was left before everything was recorded.
#[derive(Debug, thiserror::Error)]
#[error("{}", t!(
    "离开时有 {_0} 条没有记录，或没有等到回音：请在操作记录中核对",
    "left with {_0} not recorded, or not answered: please look for them in the history"
))]
pub struct Unrecorded(usize);

/// Why the interface was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    Done,
    /// The demonstration is to be opened.
    ForDemonstration,
}

/// Opens the interface and stays until the user leaves or the terminal goes away. With `rest`,
/// `ledger` is the beginning of one that is still being read.
pub fn run(
    session: Session,
    ledger: Ledger,
    rest: Option<BackgroundLoad>,
    options: &Options,
) -> anyhow::Result<Leaving> {
    if !io::stdin().is_terminal() || !stdout().is_terminal() {
        return Err(NotATerminal.into());
    }
    let (width, height) = terminal::size().context(both!(
        "无法取得终端大小",
        "cannot find out the size of the terminal"
    ))?;
    let colours = ThemeChoice::new(options.theme, &Environment::read());
    let setup = Setup {
        as_of: options.as_of,
        today: clock::today(),
        who: session.by().to_owned(),
        size: Size::new(width, height),
        theme: colours.theme(),
        glyphs: options.glyphs(),
        signs: options.ambiguous.known(),
        folder: super::here(),
    };
    let mut driver = Driver::behind(session, ledger, rest, setup, Clock::REAL);
    driver.opened();
    if !options.faults.is_empty() {
        let text = t!(
            "配置中的按键有误，用原来的按键：{}",
            "Wrong keys in the configuration, the usual ones hold: {}",
            options.faults.join(s!("；", "; "))
        );
        driver.handle(Msg::Note(Message { text, failed: true }));
    }
    driver.greet();
    let signals = Signals::listen().context(both!("无法登记信号", "cannot watch signals"))?;
    #[cfg(unix)]
    hangup::watch(io::stdin(), &ASKED, signals::hang_up);
    let guard = Guard::enter(options.mouse)?;
    let mut ear = Ear::new(colours, options.ambiguous);
    ear.ask()
        .context(both!("无法使用终端", "cannot use the terminal"))?;
    let result = turn(&mut driver, &signals, &guard, &mut ear);
    drop(guard);
    let leaving = if driver.demonstrate {
        Leaving::ForDemonstration
    } else {
        Leaving::Done
    };
    let unrecorded = driver.leave();
    signals.die().context(both!("无法退出", "cannot leave"))?;
    result?;
    if unrecorded > 0 {
        return Err(Unrecorded(unrecorded).into());
    }
    Ok(leaving)
}

fn turn(
    driver: &mut Driver,
    signals: &Signals,
    guard: &Guard,
    ear: &mut Ear,
) -> anyhow::Result<()> {
    let out = BufWriter::with_capacity(OUT_BUFFER, stdout());
    let mut painter = Painter::new(out)?;
    let mut changed = true;
    while !driver.quit && !signals.end() {
        #[cfg(unix)]
        if signals.take_stop() {
            restore();
            signals.stop().context(both!("无法停下", "cannot stop"))?;
        }
        if signals.take_go_on() {
            // Whatever the terminal was used for meanwhile: its modes, what it shows, its size.
            restore();
            guard.take()?;
            let (width, height) = terminal::size().context(both!(
                "无法取得终端大小",
                "cannot find out the size of the terminal"
            ))?;
            driver.handle(Msg::Resize(Size::new(width, height)));
            driver.redraw = true;
        }
        if driver.redraw {
            painter.forget()?;
            driver.redraw = false;
            changed = true;
        }
        changed |= driver.hear(Duration::ZERO);
        if driver.quit {
            break;
        }
        if let Some(text) = driver.clipboard.take() {
            painter.copy(&text)?;
        }
        if changed {
            painter.paint(driver.model())?;
        }
        let patience = driver.patience(driver.look_every());
        changed = match wait(ear.burst.patience(Instant::now()).unwrap_or(patience))? {
            Waited::Event => take_all(driver, ear)?,
            Waited::Nothing if ear.burst.waits() => ear.pause(driver, Instant::now()),
            Waited::Nothing if driver.busy() => {
                driver.step();
                true
            }
            Waited::Nothing if driver.loading() => driver.advance()?,
            Waited::Nothing if driver.searching() => driver.search(),
            Waited::Nothing => driver.look_around(),
            // Everything is recorded already; there is nobody to draw for.
            Waited::Gone => return Ok(()),
        };
    }
    Ok(())
}

/// What waiting came to.
enum Waited {
    /// An event can be read.
    Event,
    /// Time is up, or a signal came.
    Nothing,
    /// The terminal has gone.
    Gone,
}

/// Waits for an event.
///
/// crossterm reads an end of file for ever, inside its `poll`, when the terminal goes away
/// under it; so the waiting is done here, and crossterm is only asked while the terminal is
/// there. Where it goes away in between, [`hangup`] ends the program.
#[cfg(unix)]
fn wait(timeout: Duration) -> anyhow::Result<Waited> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = io::stdin();
    let look = |timeout: Duration| {
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        let timeout = Timespec::try_from(timeout).ok();
        // A signal is no error: a resize or a request to leave.
        let _ = poll(&mut fds, timeout.as_ref());
        fds[0].revents()
    };
    let has_event = || {
        let asked = ASKED.ask(|| event::poll(Duration::ZERO));
        asked.context(both!("无法读取按键", "cannot read keys"))
    };
    // What crossterm has read already waits in its queue and not in the terminal.
    for timeout in [Duration::ZERO, timeout] {
        let there = look(timeout);
        if there.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Ok(Waited::Gone);
        }
        if has_event()? {
            return Ok(Waited::Event);
        }
        if there.contains(PollFlags::IN) {
            tell_again();
            if has_event()? {
                return Ok(Waited::Event);
            }
        }
    }
    Ok(Waited::Nothing)
}

/// Lets crossterm be told once more that the terminal has sent something.
///
/// It is told once of each key (edge-triggered), and looks at a resize first: where both come at the same
/// instant it forgets the key, which then waits for the next one, and this program with it, at full speed. Setting the
/// modes of a terminal, even to what they are, makes the system tell everybody anew who waits for it.
#[cfg(unix)]
fn tell_again() {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    let stdin = io::stdin();
    // Where it cannot be done, the next key brings this one.
    let _ = tcgetattr(&stdin).and_then(|modes| tcsetattr(&stdin, OptionalActions::Now, &modes));
}

/// Waits for an event.
#[cfg(not(unix))]
fn wait(timeout: Duration) -> anyhow::Result<Waited> {
    Ok(
        if event::poll(timeout).context(both!("无法读取按键", "cannot read keys"))? {
            Waited::Event
        } else {
            Waited::Nothing
        },
    )
}

/// Takes every event that is waiting, so that keys that come together cost one frame.
fn take_all(driver: &mut Driver, ear: &mut Ear) -> anyhow::Result<bool> {
    let mut changed = false;
    loop {
        #[cfg(unix)]
        let event = ASKED.ask(event::read);
        #[cfg(not(unix))]
        let event = event::read();
        let event = event.context(both!("无法读取按键", "cannot read keys"))?;
        changed |= ear.take(driver, event);
        if driver.quit || !matches!(wait(Duration::ZERO)?, Waited::Event) {
            return Ok(ear.pause(driver, Instant::now()) || changed);
        }
    }
}

/// Makes messages of what the terminal sends.
struct Ear {
    colours: ThemeChoice,
    answer: AnswerReader,
    /// The terminal was asked how far it moves for a sign of ambiguous width.
    measures: bool,
    burst: Burst,
}

impl Ear {
    fn new(colours: ThemeChoice, ambiguous: AmbiguousWidth) -> Self {
        Self {
            colours,
            answer: AnswerReader::default(),
            measures: ambiguous == AmbiguousWidth::Auto,
            burst: Burst::default(),
        }
    }

    /// Asks the terminal what is not known of it. Nobody waits for an answer.
    fn ask(&self) -> io::Result<()> {
        let mut out = stdout();
        if self.measures {
            write!(out, "{MEASURE}")?;
        }
        if self.measures || self.colours.asks() {
            write!(out, "{QUESTION}")?;
        }
        out.flush()
    }

    /// Takes an event; whether something has changed.
    fn take(&mut self, driver: &mut Driver, event: Event) -> bool {
        let msg = match event {
            Event::Key(key) => match self.answer.hear(key) {
                Heard::Ground(paper) => return self.answered(driver, paper),
                Heard::Part => None,
                Heard::Key => Key::from_event(key).map(Msg::Key),
            },
            event => message(event),
        };
        let Some(msg) = msg else {
            return false;
        };
        let typing = burst::types(driver.model());
        let messages = self.burst.take(msg, Instant::now(), typing);
        hand_on(driver, messages)
    }

    /// Nothing more waits: what came together is handed on, unless more may follow.
    fn pause(&mut self, driver: &mut Driver, at: Instant) -> bool {
        let messages = self.burst.pause(at);
        hand_on(driver, messages)
    }

    /// The terminal has answered; it answers in the order in which it is asked, so that what it
    /// was asked before is there.
    fn answered(&mut self, driver: &mut Driver, paper: Option<Paper>) -> bool {
        let wide = std::mem::take(&mut self.measures) && measured_wide();
        if wide {
            driver.handle(Msg::Signs(SignWidth::Two));
        }
        let known = paper.filter(|_| self.colours.asks());
        if let Some(paper) = known {
            let theme = self.colours.theme_on(Some(paper));
            driver.handle(Msg::Theme(Box::new(theme)));
        }
        wide || known.is_some()
    }
}

/// Hands messages on; whether there are any.
fn hand_on(driver: &mut Driver, messages: Vec<Msg>) -> bool {
    let any = !messages.is_empty();
    for msg in messages {
        driver.handle(msg);
    }
    any
}

/// Writes a sign of ambiguous width into the corner of the empty screen, asks where the cursor is (CPR), and
/// takes the sign away.
const MEASURE: &str = "\u{1b}[H“\u{1b}[6n\u{1b}[H\u{1b}[2K";

/// The sign took two cells, by the answer that waits already. crossterm keeps it to itself, and hands
/// it out to whoever asks for the place of the cursor.
fn measured_wide() -> bool {
    #[cfg(unix)]
    let place = ASKED.ask(cursor::position);
    #[cfg(not(unix))]
    let place = cursor::position();
    place.is_ok_and(|(column, _)| column == 2)
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(Size::new(width, height))),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click(mouse.column, mouse.row)),
            MouseEventKind::ScrollUp => Some(Msg::Wheel(-3)),
            MouseEventKind::ScrollDown => Some(Msg::Wheel(3)),
            _ => None,
        },
        Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

/// xterm sends Alt-5 as µ unless it is told that Alt is an escape before the key, as every other
/// terminal has it; what held before is kept (XTSAVE) and put back.
const ALT_IS_ESCAPE: &str = "\u{1b}[?1036s\u{1b}[?1036h";
const ALT_AS_BEFORE: &str = "\u{1b}[?1036r";

/// Takes the terminal over and gives it back, also when the program panics.
#[derive(Debug)]
pub struct Guard {
    mouse: bool,
}

impl Guard {
    /// Raw mode, alternate screen, bracketed paste, and the mouse if wanted.
    pub fn enter(mouse: bool) -> anyhow::Result<Self> {
        // From here on dropping the guard gives the terminal back.
        let guard = Self { mouse };
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore();
            before(info);
        }));
        guard.take()?;
        Ok(guard)
    }

    fn take(&self) -> anyhow::Result<()> {
        terminal::enable_raw_mode()
            .context(both!("无法接管终端", "cannot take over the terminal"))?;
        execute!(
            stdout(),
            terminal::EnterAlternateScreen,
            event::EnableBracketedPaste,
            Print(ALT_IS_ESCAPE)
        )
        .context(both!("无法接管终端", "cannot take over the terminal"))?;
        if self.mouse {
            execute!(stdout(), event::EnableMouseCapture)
                .context(both!("无法使用鼠标", "cannot use the mouse"))?;
        }
        Ok(())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back. Failures are ignored: there is nobody left to tell.
fn restore() {
    let _ = execute!(
        stdout(),
        event::DisableMouseCapture,
        event::DisableBracketedPaste,
        Print(ALT_AS_BEFORE),
        terminal::LeaveAlternateScreen,
        cursor::Show
    );
    let _ = terminal::disable_raw_mode();
}
