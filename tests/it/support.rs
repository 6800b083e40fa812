//! Set-ups: a ledger in a temporary folder, and a story told in keys.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use tempfile::TempDir;
use tuogou::app::bundle::Received;
use tuogou::app::clock::{AsOf, Clock};
use tuogou::app::new_round;
use tuogou::app::session::{Moment, Session};
use tuogou::domain::change::{Change, Entry, EntryKind, NewEntry};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::seal::Seal;
use tuogou::exchange::bundle::Bundle;
use tuogou::exchange::seed;
use tuogou::text::cells::SignWidth;
use tuogou::text::glyphs::Glyphs;
use tuogou::tui::driver::Driver;
use tuogou::tui::keymap::parse_keys;
use tuogou::tui::model::{Model, Setup};
use tuogou::tui::msg::Msg;
use tuogou::tui::screen::text_of;
use tuogou::tui::theme::Theme;

/// Reads a date.
pub fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A fixed instant: the history of tests does not depend on the clock.
pub fn instant() -> DateTime<Utc> {
    "2020-07-20T12:02:03Z".parse().expect("an instant")
}

/// Somebody at work on a day.
pub fn moment(as_of: &str) -> Moment {
    Moment {
        at: instant(),
        as_of: date(as_of),
    }
}

/// Makes a ledger of the built-in round where there is none.
pub fn make(path: &Path) {
    new_round::first_use(path).expect("the ledger is made");
}

/// A file of 商务局 in which 李四 has recorded something.
pub fn received(changes: Vec<Change>, kind: EntryKind, at: DateTime<Utc>) -> Received {
    Received {
        about: Bundle {
            round: "kaifeng-2020".into(),
            unit: "开封市商务局".into(),
            entries: 0,
            begun: 0,
            by: "张三".into(),
            as_of: date("2020-07-20"),
        },
        entries: vec![Entry {
            seq: 1,
            seal: Seal::NONE,
            body: NewEntry {
                kind,
                target: None,
                by: "李四".into(),
                at,
                as_of: date("2020-07-20"),
                what: "试".into(),
                changes,
            },
        }],
    }
}

/// What lies in a folder, by name.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().into_iter().flatten();
    let names = entries.map(|entry| entry.expect("read").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.into_string().expect("text"))
        .collect();
    names.sort();
    names
}

/// The ledger that is made at first use, before anybody works on it.
pub fn untouched() -> Ledger {
    let round = seed::parse_round(&seed::builtin_documents()).expect("the built-in round");
    let roster = seed::builtin_roster().expect("the built-in roster");
    Ledger::new(&Arc::new(round), roster).expect("a ledger")
}

/// A folder for a ledger that goes away with the test.
pub struct Home {
    folder: TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("temporary folder"),
        }
    }

    pub fn ledger(&self) -> std::path::PathBuf {
        self.folder.path().join("ledger.db")
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// The binary on this ledger as 张三, with nothing of the machine's settings. The ledger is made
    /// if it is not there yet.
    pub fn program(&self) -> assert_cmd::Command {
        make(&self.ledger());
        self.bare_program()
    }

    /// The same, on whatever is there.
    pub fn bare_program(&self) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::cargo_bin("tuogou").expect("the binary is built");
        command
            .env_clear()
            .env("HOME", self.path("home"))
            .env("TUOGOU_LEDGER", self.ledger())
            .env("TUOGOU_USER", "张三");
        command
    }

    /// What the program says as JSON; it has to succeed.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        let output = self
            .program()
            .args(args)
            .args(["--format", "json"])
            .output()
            .expect("runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {error}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// What the program prints, line by line; it has to succeed.
    pub fn lines(&self, args: &[&str]) -> Vec<String> {
        let output = self.program().args(args).assert().success();
        let text = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
        text.lines().map(str::to_owned).collect()
    }

    /// Opens the ledger as somebody. It is made if it is not there yet.
    pub fn open(&self, by: &str) -> (Session, Ledger) {
        make(&self.ledger());
        Session::open(&self.ledger(), by.to_owned()).expect("the ledger opens")
    }

    /// Starts the program as 张三 on a day, in a terminal of a size, and opens the roster.
    pub fn story(&self, as_of: &str, width: u16, height: u16) -> Story {
        self.story_by("张三", AsOf::Fixed(date(as_of)), width, height)
    }

    pub fn story_by(&self, by: &str, as_of: AsOf, width: u16, height: u16) -> Story {
        let mut story = self.start_by(by, as_of, width, height);
        story.keys("<f3>");
        story
    }

    /// Starts the program as 张三 on a day, in a terminal of a size.
    pub fn start(&self, as_of: &str, width: u16, height: u16) -> Story {
        self.start_by("张三", AsOf::Fixed(date(as_of)), width, height)
    }

    pub fn start_by(&self, by: &str, as_of: AsOf, width: u16, height: u16) -> Story {
        self.start_on(self.open(by), as_of, width, height)
    }

    /// Starts the program on a session that is open.
    pub fn start_on(
        &self,
        (session, ledger): (Session, Ledger),
        as_of: AsOf,
        width: u16,
        height: u16,
    ) -> Story {
        let setup = self.setup(session.by(), as_of, Size::new(width, height));
        Self::start_with((session, ledger), setup)
    }

    /// What the program is started with, unless a test wants something else.
    pub fn setup(&self, by: &str, as_of: AsOf, size: Size) -> Setup {
        Setup {
            as_of,
            today: date("2026-11-24"),
            who: by.to_owned(),
            size,
            theme: Theme::dark(),
            glyphs: &Glyphs::SAFE,
            signs: SignWidth::One,
            folder: self.folder.path().to_string_lossy().into_owned(),
        }
    }

    /// Starts the program as one wants it.
    pub fn start_with((session, ledger): (Session, Ledger), setup: Setup) -> Story {
        let clock = Clock {
            now: instant,
            today: || date("2026-11-24"),
        };
        Story {
            driver: Driver::new(session, ledger, setup, clock),
        }
    }
}

/// A running program without a terminal.
pub struct Story {
    pub driver: Driver,
}

impl Story {
    /// Types keys: `jj<enter><ctrl-r>钓鱼`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse_keys(keys).expect("keys") {
            self.driver.handle(Msg::Key(key));
            self.wait();
            while self.driver.busy() {
                self.driver.step();
            }
        }
        self
    }

    /// Waits for what a ledger that is far away answers.
    pub fn wait(&mut self) {
        while self.driver.is_out() {
            self.driver.hear(Duration::from_secs(30));
        }
    }

    /// Looks around as the loop does.
    pub fn look(&mut self) {
        self.driver.look_around();
        self.wait();
    }

    pub fn model(&self) -> &Model {
        self.driver.model()
    }

    pub fn buffer(&self) -> (Buffer, Option<Position>) {
        self.driver.draw()
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        text_of(&self.buffer().0)
    }

    /// The first line of the screen that contains a text.
    #[track_caller]
    pub fn line(&self, part: &str) -> String {
        let screen = self.screen();
        let found = screen.lines().find(|line| line.contains(part));
        found
            .unwrap_or_else(|| panic!("no line with {part} in\n{screen}"))
            .to_owned()
    }

    /// The screen shows a text; a message may go over several lines.
    #[track_caller]
    pub fn shows(&mut self, part: &str) -> &mut Self {
        let said = self.model().message.as_ref();
        if !said.is_some_and(|said| said.text.contains(part)) {
            self.line(part);
        }
        self
    }

    #[track_caller]
    pub fn hides(&mut self, part: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(part), "{part} is shown in\n{screen}");
        self
    }
}
