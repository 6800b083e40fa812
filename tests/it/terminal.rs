//! The real binary in a pseudo-terminal: keys in, screen out, the terminal given back.

use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::support::{Home, make};

/// How long anything may take on a busy machine. Nothing waits that long when all is well.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program in a pseudo-terminal.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn std::io::Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    bytes: Vec<u8>,
}

impl Terminal {
    fn start(home: &Home, args: &[&str], width: u16, height: u16) -> Self {
        make(&home.ledger());
        Self::run(env!("CARGO_BIN_EXE_tuogou"), home, args, width, height)
    }

    pub fn run(program: &str, home: &Home, args: &[&str], width: u16, height: u16) -> Self {
        let size = PtySize {
            rows: height,
            cols: width,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in [
            ("HOME", home.path("home")),
            ("TUOGOU_LEDGER", home.ledger()),
        ] {
            command.env(name, value);
        }
        command.env("TUOGOU_USER", "张三");
        command.env("TERM", "xterm-256color");
        command.cwd(home.path("."));
        command.args(args);
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let (rows, columns) = (NonZero::new(height), NonZero::new(width));
        Self {
            child,
            keys: pair.master.take_writer().expect("a writer"),
            master: pair.master,
            output,
            screen: vt100::Parser::new(rows.expect("rows"), columns.expect("columns"), 0),
            bytes: Vec::new(),
        }
    }

    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.keys
            .write_all(keys.as_bytes())
            .expect("keys are taken");
        self.keys.flush().expect("keys are taken");
        self
    }

    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads until the screen shows a text.
    #[track_caller]
    pub fn shows(&mut self, part: &str) -> &mut Self {
        while !self.text().contains(part) {
            match self.output.recv_timeout(PATIENCE) {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("{part} does not appear in\n{}", self.text())
                }
            }
        }
        self
    }

    fn take(&mut self, chunk: &[u8]) {
        self.screen.process(chunk);
        self.bytes.extend_from_slice(chunk);
    }

    /// Reads until the program has gone, and says how it went.
    pub fn wait(&mut self) -> portable_pty::ExitStatus {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the program does not end"),
            }
        }
        self.child.wait().expect("an exit status")
    }

    fn wrote(&self, sequence: &[u8]) -> bool {
        self.times(sequence) > 0
    }

    fn times(&self, sequence: &[u8]) -> usize {
        let windows = self.bytes.windows(sequence.len());
        windows.filter(|window| *window == sequence).count()
    }

    fn resize(&mut self, cols: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).expect("resized");
        let (rows, cols) = (NonZero::new(rows), NonZero::new(cols));
        self.screen
            .screen_mut()
            .set_size(rows.expect("rows"), cols.expect("columns"));
    }
}

#[test]
fn a_clerk_ticks_leaves_and_finds_it_again() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal.shows("天后").keys("/dyxh").shows("钓鱼协会");
    terminal.keys("\r").keys("\r").shows("准备与报批 0/7");
    terminal.keys(" ").shows("准备与报批 1/7").keys("q");
    assert!(terminal.wait().success());
    assert!(
        terminal.wrote(b"\x1b[?1049h") && terminal.wrote(b"\x1b[?1049l"),
        "the alternate screen"
    );
    assert!(
        terminal.wrote(b"\x1b[?2004l"),
        "bracketed paste is off again"
    );
    assert!(
        terminal.wrote(b"\x1b[?1036s\x1b[?1036h") && terminal.wrote(b"\x1b[?1036r"),
        "Alt is as it was before"
    );
    assert!(terminal.wrote(b"\x1b[?25h"), "the cursor is back");

    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 120, 40);
    terminal.shows("1/5125").keys("q");
    assert!(terminal.wait().success());
}

#[test]
fn an_input_method_finds_the_real_cursor_and_may_paste() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal.shows("天后");
    // A character in two writes, as a slow line delivers it.
    let fish = "钓".as_bytes();
    terminal.keys.write_all(&fish[..1]).expect("taken");
    terminal.keys.flush().expect("taken");
    terminal.keys.write_all(&fish[1..]).expect("taken");
    terminal.keys.flush().expect("taken");
    terminal.shows("查找 钓");
    terminal
        .keys("\x1b[200~鱼\x1b[201~")
        .shows("查找 钓鱼")
        .shows("显示 1 ");
    assert_eq!(terminal.screen.screen().cursor_position(), (2, 10));
    assert!(!terminal.screen.screen().hide_cursor());
    terminal.keys("\x11");
    assert!(terminal.wait().success());
}

#[test]
fn a_tick_in_a_second_terminal_appears_by_itself() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal.shows("0/5125");
    let status = assert_cmd::Command::cargo_bin("tuogou")
        .expect("the binary")
        .env("TUOGOU_LEDGER", home.ledger())
        .args(["tick", "29", "P1", "--as-of", "2020-07-20"])
        .ok();
    assert!(status.is_ok());
    terminal.shows("1/5125").keys("q");
    assert!(terminal.wait().success());
}

#[test]
fn a_resize_to_almost_nothing_and_back_survives() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal.shows("天后");
    for (cols, rows) in [(1, 1), (20, 5), (80, 24)] {
        terminal.resize(cols, rows);
    }
    terminal.keys("\x0c").shows("天后").keys("q");
    assert!(terminal.wait().success());
}

#[test]
fn a_key_that_comes_with_a_resize_is_not_forgotten() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal.shows("天后").keys("3").shows("视图 已脱钩");
    // Down and up again by many lines, with a resize at the same instant as each key.
    for round in 0..60 {
        for _ in 0..3 {
            terminal.resize(80 + round % 7, 24);
        }
        terminal.keys(if round % 2 == 0 { "4" } else { "3" });
        terminal.shows(if round % 2 == 0 {
            "视图 逾期"
        } else {
            "视图 已脱钩"
        });
    }
    terminal.keys("q");
    assert!(terminal.wait().success());
}

#[test]
fn a_hang_up_gives_the_terminal_back() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal.shows("天后");
    terminal.child.clone_killer().kill().expect("hung up");
    assert!(terminal.wait().success());
    assert!(terminal.wrote(b"\x1b[?1049l"));
}

/// What only Linux is asked for here: signals by number, and whether a child has stopped.
#[cfg(target_os = "linux")]
mod signals {
    use nix::sys::signal::{Signal, kill};
    use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
    use nix::unistd::Pid;

    use super::*;

    impl Terminal {
        fn pid(&self) -> Pid {
            let pid = self.child.process_id().expect("it runs");
            Pid::from_raw(pid.try_into().expect("a small number"))
        }

        fn send(&mut self, signal: Signal) -> &mut Self {
            kill(self.pid(), signal).expect("sent");
            self
        }

        /// Waits until the program has stopped, and takes what it said before.
        fn stops(&mut self) -> &mut Self {
            let status = waitpid(self.pid(), Some(WaitPidFlag::WUNTRACED)).expect("it lives");
            assert!(matches!(status, WaitStatus::Stopped(..)), "{status:?}");
            while let Ok(chunk) = self.output.recv_timeout(Duration::from_millis(100)) {
                self.take(&chunk);
            }
            self
        }

        /// Lines are edited by the terminal, and what is typed appears, as a shell wants it.
        fn is_cooked(&self) -> bool {
            /// `ICANON` and `ECHO`.
            const COOKED: u32 = 0o12;
            let modes = self.master.get_termios().expect("its modes");
            modes.local_flags.bits() & COOKED == COOKED
        }

        /// The alternate screen, the mouse and bracketed paste are off again, and the cursor is on.
        fn is_given_back(&self) -> bool {
            let off = [
                &b"\x1b[?1049l"[..],
                b"\x1b[?1006l",
                b"\x1b[?2004l",
                b"\x1b[?1036r",
                b"\x1b[?25h",
            ];
            off.iter().all(|sequence| self.wrote(sequence)) && self.is_cooked()
        }
    }

    #[test]
    fn whoever_asks_it_to_end_gets_the_terminal_back_and_nothing_is_lost() {
        for signal in [
            Signal::SIGINT,
            Signal::SIGQUIT,
            Signal::SIGHUP,
            Signal::SIGTERM,
        ] {
            let home = Home::new();
            let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
            terminal.shows("天后").keys("/dyxh\r\r").shows("0/7");
            assert!(!terminal.is_cooked());
            terminal.keys(" ").shows("准备与报批 1/7").send(signal);
            let status = terminal.wait();
            assert!(status.success(), "{signal}: {status:?}");
            assert!(terminal.is_given_back(), "{signal}");
            let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 120, 40);
            terminal.shows("1/5125").keys("q");
            assert!(terminal.wait().success());
        }
    }

    #[test]
    fn what_the_screen_says_to_be_recorded_outlives_a_kill() {
        for typed in ["写在纸上", "还没有写完"] {
            let done = typed == "写在纸上";
            let home = Home::new();
            let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
            terminal.shows("天后").keys("/dyxh\r\r").shows("0/7");
            terminal.keys(" ").shows("准备与报批 1/7").keys("e");
            terminal.keys(typed).shows(typed);
            if done {
                terminal.keys("\r").shows("注 写在纸上");
            }
            terminal.send(Signal::SIGKILL);
            assert!(!terminal.wait().success());
            let history = home.json(&["history"]);
            let said = history.to_string();
            let count = history.as_array().map(Vec::len);
            assert_eq!(count, Some(1 + usize::from(done)), "{said}");
            home.program().arg("verify").assert().success();
        }
    }

    #[test]
    fn what_it_dies_of_gets_the_terminal_back_as_well() {
        for signal in [Signal::SIGABRT, Signal::SIGUSR1, Signal::SIGUSR2] {
            let home = Home::new();
            let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
            terminal.shows("天后").send(signal);
            assert!(!terminal.wait().success(), "{signal}");
            assert!(terminal.is_given_back(), "{signal}");
        }
    }

    #[test]
    fn it_stops_with_the_terminal_given_back_and_goes_on_at_the_new_size() {
        for signal in [Signal::SIGTSTP, Signal::SIGSTOP] {
            let home = Home::new();
            let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
            terminal.shows("天后").send(signal).stops();
            // Nobody can give anything back before a SIGSTOP.
            assert_eq!(terminal.is_given_back(), signal == Signal::SIGTSTP);
            // A shell writes over everything, and the window becomes larger.
            terminal.screen.process(b"\x1b[2J\x1b[Hshell$ fg");
            terminal.resize(120, 40);
            terminal.send(Signal::SIGCONT).shows("天后").shows("? 帮助");
            assert!(!terminal.is_cooked(), "{signal}");
            assert_eq!(terminal.times(b"\x1b[?1049h"), 2, "{signal}");
            assert!(!terminal.text().contains("shell$"), "{}", terminal.text());
            // The line of keys stands at the bottom of the larger window, and keys work.
            let bottom = terminal.screen.screen().rows(0, 120).nth(39);
            assert!(bottom.is_some_and(|line| line.contains("? 帮助")));
            terminal.keys("/dyxh").shows("钓鱼协会").keys("\x11");
            assert!(terminal.wait().success(), "{signal}");
        }
    }
}

/// Elsewhere nobody knows that it is open.
#[cfg(target_os = "linux")]
#[test]
fn nothing_takes_the_place_of_a_ledger_that_a_screen_has_open() {
    let home = Home::new();
    home.lines(&["tick", "29", "P1", "--as-of", "2020-07-20"]);
    let kept = home.path("kept.db").to_string_lossy().into_owned();
    home.json(&["backup", "--out", &kept]);
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal.shows("天后");
    let mut restore = home.program();
    let output = restore.args(["restore", &kept, "--apply"]).output();
    let output = output.expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && said.contains("正开着"),
        "{said}"
    );
    terminal.keys("q");
    assert!(terminal.wait().success());
    home.json(&["restore", &kept, "--apply"]);
}

#[test]
fn a_terminal_that_says_it_is_endless_is_drawn_on_in_part() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 1000, 500);
    terminal.shows("天后");
    let size = PtySize {
        rows: u16::MAX,
        cols: u16::MAX,
        pixel_width: 0,
        pixel_height: 0,
    };
    terminal.master.resize(size).expect("resized");
    terminal.keys("?").shows("列表移动").keys("\x11");
    assert!(terminal.wait().success());
}

/// The window is closed, or the line drops: the program must not stay behind and spin. The shell
/// between keeps the hang-up signal away, so that only the end of the terminal is left to see.
#[test]
fn a_terminal_that_goes_away_takes_the_program_with_it() {
    let home = Home::new();
    let script = "trap '' HUP; \"$0\" \"$@\"; exit 7";
    let program = env!("CARGO_BIN_EXE_tuogou");
    let args = ["-c", script, program, "--as-of", "2020-07-20"];
    make(&home.ledger());
    let mut terminal = Terminal::run("/bin/sh", &home, &args, 80, 24);
    terminal.shows("天后");
    let Terminal {
        mut child,
        master,
        keys,
        output,
        ..
    } = terminal;
    drop((master, keys, output));
    let (sender, ended) = channel();
    std::thread::spawn(move || {
        let _ = sender.send(child.wait());
    });
    let status = ended.recv_timeout(PATIENCE).expect("the program ends");
    assert_eq!(status.expect("an exit status").exit_code(), 7);
}

#[test]
fn y_puts_the_row_on_the_clipboard_of_the_terminal() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal
        .shows("天后")
        .keys("/dyxh\ry")
        .shows("已复制：29 开封市钓鱼协会");
    terminal.keys("\x11");
    assert!(terminal.wait().success());
    // OSC 52 with the row, its columns divided by tabs, in base 64.
    let row = "MjkJ5byA5bCB5biC6ZKT6bG85Y2P5LyaCeW8gOWwgeW4guaVmeiCsuS9k+iCsuWxgAnmi5/ohLHpkqk=";
    assert!(terminal.wrote(format!("\x1b]52;c;{row}").as_bytes()));
}

/// A console that knows no bracketed paste sends what is pasted as keys, Enter among them.
#[test]
fn lines_that_are_pasted_as_keys_stay_in_the_field() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal
        .shows("天后")
        .keys("/dyxh")
        .shows("钓鱼协会")
        .keys("\r");
    terminal.keys("\r").shows("准备与报批 0/7").keys("e");
    terminal.shows("P2 说明").keys("第一行\r第二行 q\r");
    terminal.shows("第一行 第二行 q").shows("P2 说明");
    terminal.keys("\r").shows("已记录").keys("q");
    assert!(terminal.wait().success());
    let history = home.json(&["history", "--limit", "1"]);
    let what = history[0]["what"].as_str().expect("a sentence");
    assert!(what.contains("第一行 第二行 q"), "{what}");
}

/// The terminal is asked how wide it draws signs, by one in the corner of the empty screen; what it answers
/// is no key, and what it does not answer costs nothing.
#[test]
fn signs_are_as_wide_as_the_terminal_says() {
    // The column of what follows a sign.
    let followed = |answer: &str| {
        let home = Home::new();
        home.lines(&[
            "tick",
            "29",
            "P1",
            "--note",
            "“方案”",
            "--as-of",
            "2020-07-20",
        ]);
        let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
        terminal.shows("天后");
        assert!(terminal.wrote("\x1b[H“\x1b[6n\x1b[H\x1b[2K".as_bytes()));
        terminal
            .keys(answer)
            .keys("\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\");
        terminal.keys("/dyxh").shows("钓鱼协会").keys("\r");
        terminal
            .keys("\r")
            .shows("准备与报批 0/7")
            .keys("\x1b[A")
            .shows("说明：");
        terminal.keys("q");
        assert!(terminal.wait().success());
        let said = String::from_utf8_lossy(&terminal.bytes).into_owned();
        let (_, after) = said.rsplit_once('“').expect("shown");
        let (place, _) = after.split_once('H').expect("placed");
        let (_, column) = place.rsplit_once(';').expect("a column");
        column.parse::<usize>().expect("a number")
    };
    let one = followed("\x1b[1;2R");
    assert_eq!(followed("\x1b[1;3R"), one + 1);
    // Nobody waits for an answer.
    assert_eq!(followed(""), one);
}

#[test]
fn an_idle_program_draws_nothing() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--as-of", "2020-07-20"], 80, 24);
    terminal.shows("天后").keys("?").shows("列表移动");
    // Everything that follows the key comes at once; then there is silence over several
    // looks around.
    while terminal
        .output
        .recv_timeout(Duration::from_millis(700))
        .is_ok()
    {}
    let more = terminal.output.recv_timeout(Duration::from_millis(2500));
    assert!(matches!(more, Err(RecvTimeoutError::Timeout)), "{more:?}");
    terminal.keys("\x11");
    assert!(terminal.wait().success());
}

/// Takes the terminal over as the program does, and panics.
#[test]
#[ignore = "the test below runs it in a terminal of its own"]
fn panics_in_a_terminal() {
    tuogou::app::crash::watch();
    let _guard = tuogou::tui::runtime::Guard::enter(true).expect("a terminal");
    panic!("on purpose");
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_what_happened() {
    let home = Home::new();
    let tests = std::env::current_exe().expect("this program");
    let wanted = "terminal::panics_in_a_terminal";
    let args = ["--ignored", "--nocapture", "--exact", wanted];
    let mut terminal = Terminal::run(&tests.to_string_lossy(), &home, &args, 80, 24);
    assert!(!terminal.wait().success());
    assert!(terminal.wrote(b"\x1b[?1049h"));
    assert!(terminal.wrote(b"\x1b[?1049l") && terminal.wrote(b"\x1b[?2004l"));
    let said = String::from_utf8_lossy(&terminal.bytes);
    let back = said.find("\x1b[?1049l").expect("given back");
    let (_, after) = said.split_at(back);
    assert!(after.contains("程序出错"), "{said}");
    let place = after.split_once("经过写在 ").expect("where").1;
    let place = place.split_once("，请发").expect("to whom").0;
    let left = std::fs::read_to_string(place.replace(['\r', '\n'], ""));
    assert!(left.expect("a file").contains("on purpose"));
}

#[test]
fn a_named_ledger_that_is_missing_is_asked_about_before_the_screen_is_taken() {
    let program = env!("CARGO_BIN_EXE_tuogou");
    let home = Home::new();
    let mut terminal = Terminal::run(program, &home, &[], 100, 30);
    terminal.shows("新建？[y/N]").keys("\n");
    assert!(!terminal.wait().success());
    assert!(!home.ledger().exists());
    assert!(
        !String::from_utf8_lossy(&terminal.bytes).contains("\u{1b}[?1049h"),
        "the screen was not taken"
    );
    let mut terminal = Terminal::run(program, &home, &[], 100, 30);
    terminal.shows("新建？[y/N]").keys("y\n").shows("脱钩");
    terminal.shows("第一次打开").keys("\x11");
    assert!(terminal.wait().success());
    assert!(home.ledger().exists());
}
