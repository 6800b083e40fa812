//! Every screen at its sizes: snapshots at 80×24 and 120×40, and nothing breaks at any size.

use std::sync::LazyLock;

use proptest::prelude::*;
use ratatui::layout::Size;
use ratatui::style::Modifier;
use tuogou::app::clock::AsOf;
use tuogou::domain::model::Light;
use tuogou::text::glyphs::Glyphs;
use tuogou::tui::layout;
use tuogou::tui::model::Setup;
use tuogou::tui::msg::Msg;
use tuogou::tui::theme::{Theme, Token};

use crate::popups::POPUPS;
use crate::support::{Home, Story};

/// Keys that lead to each screen.
pub const SCREENS: [(&str, &str); 31] = [
    ("overview", "<f2>"),
    ("drill_down", "<f2><down><left><enter>"),
    ("changes", "/dyxh<enter><enter><space><f4>d<enter><end>"),
    ("slider", "<f4><right><pagedown>"),
    ("roster", ""),
    ("roster_folded", "z"),
    ("roster_search", "/jyty"),
    (
        "roster_conditions",
        "/unit:教育 -stage:已批复 st<tab>已<enter>/ li",
    ),
    ("view", "4"),
    ("view_save", "4W"),
    ("columns", "7C"),
    (
        "columns_moved",
        "7C<down><down><down><down><down><down><down><space><down><space><down><space><down><space><down><space><down><space><enter>>>",
    ),
    ("roster_wrong_word", "/status:拟 ligth:red due<lt>7d"),
    ("association", "/dyxh<enter><enter><space><down><space>"),
    ("form", "/dyxh<enter><enter>t<tab><tab><space><down>"),
    (
        "form_choices",
        "/dyxh<enter><enter>tt<tab><tab><enter><down><space>",
    ),
    (
        "mirror",
        "/dyxh<enter><enter>r<tab><left><enter><enter><tab><left><space><tab><left><space>",
    ),
    (
        "rows",
        "/dyxh<enter><enter>t<tab><tab><tab><down><space><down><down><enter>年检<enter>评比",
    ),
    ("timeline", "<f4>"),
    ("meeting", "<f2>M"),
    ("people", "i"),
    ("milestone", "<f4><up><enter><tab>"),
    ("matrix", "<f10>"),
    ("findings", "<f11><down>"),
    ("findings_merge", "<f11>m<enter>"),
    ("help", "?"),
    ("palette", ":"),
    ("units", "f"),
    ("as_of", "a"),
    ("history", "/dyxh<enter><enter><space>h"),
    ("why", "/dyxh<enter>w"),
];

/// Below the header, which has a test of its own.
#[test]
fn screens_look_as_they_did() {
    for (width, height) in [(80, 24), (120, 40)] {
        for (name, keys) in SCREENS {
            let home = Home::new();
            let mut story = home.story("2020-07-20", width, height);
            story.keys(keys);
            let screen = mask_zone(&story.screen());
            let body: Vec<&str> = screen.lines().skip(header(&story)).collect();
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), body.join("\n"));
        }
    }
}

#[test]
fn tab_bar_and_header_look_as_they_did() {
    for (width, height) in [(80, 24), (120, 40)] {
        let home = Home::new();
        let story = home.story("2020-07-20", width, height);
        let screen = story.screen();
        let lines: Vec<&str> = screen.lines().take(header(&story)).collect();
        insta::assert_snapshot!(format!("header_{width}x{height}"), lines.join("\n"));
    }
}

/// Lines of the header.
fn header(story: &Story) -> usize {
    let model = story.model();
    let frame = layout::frame(model.size).expect("room for it");
    usize::from(frame.header.height)
}

/// The instant of the tests in the zone of the machine.
fn mask_zone(screen: &str) -> String {
    let local = tuogou::app::clock::local_minute(crate::support::instant());
    screen.replace(&local, "2020-07-20 HH:MM")
}

#[test]
fn nothing_breaks_at_any_size() {
    for (_, keys) in SCREENS {
        let home = Home::new();
        let mut story = home.story("2020-07-20", 80, 24);
        story.keys(keys);
        for (width, height) in [
            (0, 0),
            (1, 1),
            (2, 2),
            (20, 5),
            (59, 16),
            (60, 15),
            (60, 16),
            (61, 22),
            (119, 23),
            (300, 100),
        ] {
            story.driver.handle(Msg::Resize(Size::new(width, height)));
            story.buffer();
            story.keys("<down><pagedown><up>");
            story.buffer();
        }
    }
}

#[test]
fn a_small_terminal_gets_one_sentence() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 40, 10);
    story.shows("窗口太小（40x10），请放大到 60x16 以上");
    let mut story = home.story("2020-07-20", 60, 16);
    story.shows("M4 还有 11 天").shows("150 = 已 37 + 拟 113");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for (_, keys) in SCREENS {
        for (width, height) in [(60, 16), (80, 24), (120, 40)] {
            let home = Home::new();
            let mut story = home.story("2020-07-20", width, height);
            story.keys(keys);
            for line in story.screen().lines() {
                let cells = tuogou::text::cells::width(line);
                assert!(cells <= usize::from(width), "{cells} cells: {line}");
            }
        }
    }
}

/// Signs that some terminals draw two cells wide would shift everything behind them.
#[test]
fn the_screen_uses_only_signs_of_certain_width() {
    use unicode_width::UnicodeWidthStr as _;
    for (_, keys) in SCREENS {
        let home = Home::new();
        let mut story = home.story("2020-07-20", 120, 40);
        story.keys(keys);
        for line in story.screen().lines() {
            assert_eq!(line.width(), line.width_cjk(), "{line}");
        }
    }
}

#[test]
fn lights_have_a_sign_and_a_colour_and_do_without_the_colour() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("<f4>");
    let (buffer, _) = story.buffer();
    let theme = Theme::dark();
    let shown = |sign: &str| {
        let cell = buffer.content.iter().find(|cell| cell.symbol() == sign);
        cell.map(|cell| (cell.fg, cell.bg))
    };
    let colours = |ink, ground| Some((theme.colour(ink), theme.colour(ground)));
    // What is late has a ground, the others are coloured words.
    assert_eq!(shown("红"), colours(Token::OnRed, Token::RedGround));
    assert_eq!(shown("绿"), colours(Token::Green, Token::Ground));
    assert_eq!(shown("灰"), colours(Token::Grey, Token::Ground));
    let mono = Theme::plain().light(Light::Red);
    assert_eq!((mono.bg, mono.add_modifier), (None, Modifier::REVERSED));
}

/// Chinese characters, and the punctuation that stands between them in two cells everywhere.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{3001}'..='\u{3020}' | '\u{ff01}'..='\u{ff5e}')
}

#[test]
fn the_ascii_set_draws_no_other_sign_on_any_screen() {
    for (width, height, theme) in [
        (80, 24, Theme::plain()),
        (120, 40, Theme::dark()),
        (200, 55, Theme::plain()),
    ] {
        let popups = POPUPS.iter().map(|(name, keys, _)| (*name, *keys));
        for (name, keys) in SCREENS.into_iter().chain(popups) {
            let mut story = ascii_story(&DEMO, width, height, theme);
            for keys in ["<f3>", keys] {
                story.keys(keys);
                let screen = story.screen();
                let wrong = screen.chars().find(|c| !c.is_ascii() && !is_chinese(*c));
                assert_eq!(wrong, None, "{name} at {width}x{height}:\n{screen}");
            }
        }
    }
    let home = Home::new();
    let mut story = ascii_story(&home, 80, 24, Theme::plain());
    story.keys("<f3>/dyxh<enter><enter><space>").shows("v P2");
}

fn ascii_story(home: &Home, width: u16, height: u16, theme: Theme) -> Story {
    let as_of = AsOf::Fixed(crate::support::date("2020-07-20"));
    let setup = Setup {
        glyphs: &Glyphs::ASCII,
        theme,
        ..home.setup("张三", as_of, Size::new(width, height))
    };
    Home::start_with(home.open("张三"), setup)
}

#[test]
fn a_popup_keeps_its_left_edge_over_chinese_text() {
    for width in 80..86 {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, 24);
        story.keys("a");
        let (buffer, _) = story.buffer();
        let raised = Theme::dark().colour(Token::Raised);
        let edge = |x: &u16, y: u16| {
            let beside = x + 1 < width && buffer[(x + 1, y)].bg == raised;
            beside && buffer[(*x, y)].symbol() == Glyphs::SAFE.cursor
        };
        let rows: Vec<u16> = (0..24)
            .filter(|y| (0..width).any(|x| edge(&x, *y)))
            .collect();
        assert!(rows.len() >= 3, "{rows:?}");
        let left = (0..width).find(|x| edge(x, rows[0])).expect("an edge");
        for y in rows {
            use ratatui::buffer::CellWidth as _;
            assert!(edge(&left, y));
            assert!(left == 0 || buffer[(left - 1, y)].cell_width() <= 1);
        }
    }
}

/// The demonstration, made once.
static DEMO: LazyLock<Home> = LazyLock::new(|| {
    let home = Home::new();
    tuogou::app::demo::make(&home.ledger(), "张三".into(), None).expect("made");
    home
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is typed, in whatever terminal: no panic, and the cursor stays on the screen.
    #[test]
    fn any_keys_at_any_size(
        keys in prop::collection::vec(
            prop::sample::select(vec![
                "j", "k", "<enter>", "<esc>", "<space>", "<tab>", "<backtab>", "z", "s", "b", "o", "c", "f",
                "M", "V", "E", "r", "w", "p", "l", "<f6>", "<f7>", "<f8>", "<f9>", "<f11>", "<ctrl-k>", "<ctrl-a>", "<delete>", "light:red", "2020-08-30",
                "/", "d", "n", "x", "e", "v", "m", "1", "4", "9", "W", "C", ">", "<lt>", "<ctrl-right>", "<f2>", "<f3>", "<f4>", "<f10>", "a", "u", "<ctrl-r>", "h", ":", "?", "钓",
                "<left>", "<right>", "<ctrl-left>", "<ctrl-t>", "<ctrl-e>", "<pagedown>", "<end>", "<home>", "<backspace>", "<ctrl-u>", "y", "t", "i",
            ]),
            0..60,
        ),
        width in 0u16..140,
        height in 0u16..45,
        alive in any::<bool>(),
    ) {
        let home = Home::new();
        if alive {
            std::fs::copy(DEMO.ledger(), home.ledger()).expect("copied");
        }
        let mut story = home.story(if alive { "2020-08-21" } else { "2020-07-20" }, width, height);
        for key in keys {
            story.keys(key);
            if story.driver.quit {
                break;
            }
        }
        let (buffer, cursor) = story.buffer();
        if let Some(cursor) = cursor {
            prop_assert!(buffer.area.contains(cursor), "{cursor:?} in {:?}", buffer.area);
        }
        let sum = &story.model().sums.city;
        prop_assert_eq!((sum.total, sum.decoupled, sum.planned), (150, 37, 113));
    }
}
