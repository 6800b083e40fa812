//! What stands on the terminal is what was drawn: every change of a page, told to a screen that is
//! as strict as xterm, comes to the same as telling the whole frame.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::buffer::CellWidth as _;
use ratatui::layout::{Position, Size};
use tuogou::app::clock::AsOf;
use tuogou::app::new_round;
use tuogou::domain::change::NewEntry;
use tuogou::store::{self, Existing};
use tuogou::text::cells::{self, SignWidth};
use tuogou::tui::driver::Driver;
use tuogou::tui::keymap::parse_keys;
use tuogou::tui::model::Setup;
use tuogou::tui::msg::Msg;
use tuogou::tui::painter::Painter;
use unicode_width::UnicodeWidthChar as _;

use crate::screens::SCREENS;
use crate::support::{Home, Story, date};

/// Colours and attributes, as they were told last; 0 is the terminal's own colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Pen {
    ink: u64,
    ground: u64,
    line: u64,
    attributes: [bool; 6],
}

/// What stands on a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    text: char,
    pen: Pen,
}

impl Shown {
    /// What one sees of it: nothing of a blank cell is in ink, unless there is a line below it.
    fn seen(self) -> Self {
        let [.., underlined, _, reversed] = self.pen.attributes;
        if self.text != ' ' || underlined || reversed {
            return self;
        }
        let pen = Pen {
            ground: self.pen.ground,
            ..Pen::default()
        };
        Self { pen, ..self }
    }
}

/// The right half of a wide character.
const RIGHT_HALF: char = '\0';

/// What is left of a wide character one half of which was written over: blank, in its old colours on
/// some terminals, in those of what was written on others (xterm), so in none that can be relied on.
const LEFT_OVER: Shown = Shown {
    text: ' ',
    pen: Pen {
        ink: u64::MAX,
        ground: u64::MAX,
        line: u64::MAX,
        attributes: [false; 6],
    },
};

/// A screen on which a half of a wide character that is written over leaves the other half in colours
/// that nobody has told.
struct StrictScreen {
    size: Size,
    cells: Vec<Shown>,
    at: (usize, usize),
    pen: Pen,
    /// How wide it draws signs of ambiguous width.
    signs: SignWidth,
}

impl StrictScreen {
    fn new(size: Size, signs: SignWidth) -> Self {
        let blank = Shown {
            text: ' ',
            pen: Pen::default(),
        };
        Self {
            size,
            cells: vec![blank; usize::from(size.width) * usize::from(size.height)],
            at: (0, 0),
            pen: Pen::default(),
            signs,
        }
    }

    fn width(&self, c: char) -> Option<usize> {
        if self.signs == SignWidth::Two && matches!(c, 'é' | 'ǎ') {
            Some(2)
        } else if self.signs == SignWidth::Two {
            c.width_cjk()
        } else {
            c.width()
        }
    }

    fn cell(&mut self, x: usize, y: usize) -> &mut Shown {
        &mut self.cells[y * usize::from(self.size.width) + x]
    }

    /// Writes over a cell: the other half of a wide character goes.
    fn put_half(&mut self, x: usize, y: usize, text: char) {
        let before = self.cell(x, y).text;
        if before == RIGHT_HALF {
            *self.cell(x - 1, y) = LEFT_OVER;
        } else if self.width(before) == Some(2) {
            *self.cell(x + 1, y) = LEFT_OVER;
        }
        let pen = self.pen;
        *self.cell(x, y) = Shown { text, pen };
    }

    fn put(&mut self, c: char) {
        let (x, y) = self.at;
        let wide = self.width(c).expect("no control character");
        assert!(wide > 0, "{c:?} joins what stands before it");
        assert!(x + wide <= self.size.width.into(), "{c} beyond the edge");
        self.put_half(x, y, c);
        if wide == 2 {
            self.put_half(x + 1, y, RIGHT_HALF);
            self.cell(x, y).text = c;
        }
        self.at.0 += wide;
    }

    fn take(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).expect("whole characters");
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            if c != '\u{1b}' {
                self.put(c);
                continue;
            }
            let sequence = rest.strip_prefix('[').expect("a control sequence");
            let end = sequence.find(|c: char| c.is_ascii_alphabetic());
            let end = end.expect("an end of it");
            self.obey(&sequence[..end], &sequence[end..=end]);
            rest = &sequence[end + 1..];
        }
    }

    fn obey(&mut self, told: &str, what: &str) {
        let number = |text: &str| text.parse::<usize>().unwrap_or(0);
        match what {
            "H" => {
                let (y, x) = told.split_once(';').expect("a place");
                self.at = (number(x) - 1, number(y) - 1);
            }
            "C" => self.at.0 += number(told).max(1),
            "m" => self.dip(told),
            "h" | "l" => assert!(told.starts_with('?'), "{told}{what}"),
            _ => panic!("CSI {told}{what}"),
        }
    }

    fn dip(&mut self, told: &str) {
        let mut parts = told.split(';');
        while let Some(part) = parts.next() {
            let mut colour = || {
                let first = parts.next().unwrap_or_default();
                let more = if first == "5" { 1 } else { 3 };
                let rest = parts.by_ref().take(more);
                rest.fold(more as u64, |all, part| {
                    all * 256 + part.parse::<u64>().expect("a number")
                })
            };
            match part {
                "" | "0" => self.pen = Pen::default(),
                "22" => self.pen.attributes[..2].fill(false),
                "38" => self.pen.ink = colour(),
                "48" => self.pen.ground = colour(),
                "58" => self.pen.line = colour(),
                "39" => self.pen.ink = 0,
                "49" => self.pen.ground = 0,
                "59" => self.pen.line = 0,
                _ => {
                    let number: usize = part.parse().expect("a number");
                    match number {
                        1..=5 => self.pen.attributes[number - 1] = true,
                        7 => self.pen.attributes[5] = true,
                        23..=25 => self.pen.attributes[number - 21] = false,
                        27 => self.pen.attributes[5] = false,
                        _ => panic!("SGR {number}"),
                    }
                }
            }
        }
    }

    /// Where two screens differ first.
    fn differs(&self, other: &Self) -> Option<String> {
        let pairs = self.cells.iter().zip(&other.cells).enumerate();
        let mut wrong = pairs.filter(|(_, (one, two))| one.seen() != two.seen());
        let (at, (one, two)) = wrong.next()?;
        let width = usize::from(self.size.width);
        let place = (at % width, at / width);
        let more = wrong.count();
        Some(format!(
            "{place:?} {one:?}\nwas drawn as {two:?}\nand {more} more"
        ))
    }
}

/// What is written, for two to look at.
#[derive(Debug, Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal, and what stands on it.
struct Watched {
    painter: Painter<Wire>,
    wire: Wire,
    screen: StrictScreen,
}

impl Watched {
    fn new(size: Size, signs: SignWidth) -> Self {
        let wire = Wire::default();
        Self {
            painter: Painter::of_size(wire.clone(), size).expect("a painter"),
            screen: StrictScreen::new(size, signs),
            wire,
        }
    }

    fn paint(&mut self, driver: &Driver) {
        self.painter.paint(driver.model()).expect("drawn");
        self.screen.take(&self.wire.0.take());
    }
}

/// Presses keys, each with its frame, and compares what stands there with a whole frame.
fn watch(story: &mut Story, watched: &mut Watched, keys: &str) {
    for key in parse_keys(keys).expect("keys") {
        story.driver.handle(Msg::Key(key));
        while story.driver.busy() {
            story.driver.step();
        }
        watched.paint(&story.driver);
        let mut fresh = Watched::new(watched.screen.size, watched.screen.signs);
        fresh.paint(&story.driver);
        if let Some(found) = watched.screen.differs(&fresh.screen) {
            panic!("{:?} after {key:?} of {keys}: {found}", watched.screen.size);
        }
        if let Some(found) = misplaced(&fresh.screen, story) {
            panic!("{:?} after {key:?} of {keys}: {found}", watched.screen.size);
        }
    }
}

/// A sign that does not stand where it was drawn.
fn misplaced(screen: &StrictScreen, story: &Story) -> Option<String> {
    let (buffer, _) = story.buffer();
    let width = usize::from(screen.size.width);
    for y in 0..screen.size.height {
        let mut x = 0;
        while x < screen.size.width {
            let cell = &buffer[Position::new(x, y)];
            let drawn = cells::told(cell.symbol()).chars().next();
            let shown = screen.cells[usize::from(y) * width + usize::from(x)].text;
            if drawn != Some(shown) {
                return Some(format!("{shown:?} at {x}, {y}, for {cell:?}"));
            }
            x += cell.cell_width().max(1);
        }
    }
    None
}

/// Every screen of the demonstration, and from each to the next.
fn every_change_at(width: u16, height: u16) {
    let home = Home::new();
    tuogou::app::demo::make(&home.ledger(), "张三".into(), None).expect("made");
    let mut story = home.story("2020-08-21", width, height);
    change_pages(&mut story, Size::new(width, height), SignWidth::One);
}

/// Signs that are as wide as the terminal likes, in names, in what is typed and in what is recorded.
fn every_change_with_signs(width: u16, height: u16, signs: SignWidth) {
    let home = Home::new();
    let mut origin = new_round::builtin();
    for row in &mut origin.roster {
        for name in [&mut row.name, &mut row.printed_unit] {
            let text = name
                .as_str()
                .replace('市', "市“")
                .replace('局', "·局”")
                .replace("协会", "①协会”");
            *name = text.into();
        }
    }
    store::create(
        &home.ledger(),
        Existing::Refuse,
        origin,
        [] as [NewEntry; 0],
    )
    .expect("made");
    let setup = Setup {
        signs,
        ..home.setup(
            "“张三”",
            AsOf::Fixed(date("2020-07-20")),
            Size::new(width, height),
        )
    };
    let mut story = Home::start_with(home.open("“张三”"), setup);
    story.keys("<f3>/dyxh<enter><enter>e已发“方案”……①<enter>vκβ——éǎ·…<enter><space><esc><esc>");
    story.keys("<f3>/dyxh<enter>i<enter>“送审”……<enter><esc><esc>");
    change_pages(&mut story, Size::new(width, height), signs);
    // What is typed, with the cursor in the middle of it.
    let mut watched = Watched::new(Size::new(width, height), signs);
    watched.paint(&story.driver);
    watch(
        &mut story,
        &mut watched,
        "<f3>/dyxh<enter><enter>e“一”——二…三<left><left><left>四<esc>",
    );
    let (_, cursor) = story.buffer();
    assert!(cursor.is_some());
}

/// From each screen to the next.
fn change_pages(story: &mut Story, size: Size, signs: SignWidth) {
    let mut watched = Watched::new(size, signs);
    watched.paint(&story.driver);
    for (_, keys) in SCREENS {
        watch(story, &mut watched, keys);
        // Over a page, and back again over lists that move.
        watch(story, &mut watched, "<down><pagedown><esc><esc><esc><f3>");
    }
    watch(
        story,
        &mut watched,
        "<f2><f10><f4><f11><f2>M<esc><f11><f10>",
    );
}

#[test]
fn what_stands_on_80_columns_is_what_was_drawn() {
    every_change_at(80, 24);
}

#[test]
fn what_stands_on_120_columns_is_what_was_drawn() {
    every_change_at(120, 40);
}

#[test]
fn what_stands_on_200_columns_is_what_was_drawn() {
    every_change_at(200, 55);
}

#[test]
fn signs_stand_where_they_were_drawn_however_wide_the_terminal_draws_them() {
    for signs in [SignWidth::One, SignWidth::Two] {
        every_change_with_signs(80, 24, signs);
    }
}

#[test]
fn the_strict_screen_keeps_the_colours_of_a_half_that_is_left() {
    let mut screen = StrictScreen::new(Size::new(4, 1), SignWidth::One);
    screen.take("\u{1b}[1;2H\u{1b}[48;5;9m红\u{1b}[0m\u{1b}[1;1H钓".as_bytes());
    let cells = screen.cells.iter();
    let shown: Vec<(char, bool)> = cells.map(|cell| (cell.text, cell.pen.ground > 0)).collect();
    let half = RIGHT_HALF;
    assert_eq!(
        shown,
        [('钓', false), (half, false), (' ', true), (' ', false)]
    );
}
