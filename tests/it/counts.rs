//! No count is cut: at every width each `n/m` on a screen is one that stands there where there is
//! room for all.

use std::collections::BTreeSet;

use ratatui::layout::Size;
use tuogou::tui::msg::Msg;

use crate::support::{Home, Story};

/// Pages with counts, by the keys that lead to them.
const PAGES: [&str; 8] = [
    "<f2>",
    "<f3>",
    "<f3>/dyxh<enter><enter>",
    "<f4>",
    "<f4><enter>",
    "<f10>",
    "<f2>M",
    "<f2><left><enter>",
];

/// Everything on a screen that reads as so many of so many.
fn counts(screen: &str) -> BTreeSet<&str> {
    let parts = screen.split(|c: char| !c.is_ascii_digit() && c != '/');
    let counts = parts.filter(|part| {
        let sides = part.split_once('/');
        sides.is_some_and(|(done, all)| !done.is_empty() && !all.is_empty() && !all.contains('/'))
    });
    counts.collect()
}

fn at(story: &mut Story, width: u16, height: u16) -> String {
    story.driver.handle(Msg::Resize(Size::new(width, height)));
    story.screen()
}

#[test]
fn no_count_is_cut_at_any_width() {
    let home = Home::new();
    tuogou::app::demo::make(&home.ledger(), "张三".into(), None).expect("made");
    let mut story = home.start("2020-08-21", 300, 80);
    for keys in PAGES {
        story.keys("<esc><esc><esc><esc>").keys(keys);
        let whole = at(&mut story, 300, 80);
        let whole = counts(&whole);
        assert!(whole.len() > 1, "{keys}: {whole:?}");
        for width in 60..=200 {
            let screen = at(&mut story, width, 60);
            let cut: Vec<&str> = counts(&screen).difference(&whole).copied().collect();
            assert!(cut.is_empty(), "{keys} at {width}: {cut:?} in\n{screen}");
        }
        at(&mut story, 300, 80);
    }
}

#[test]
fn the_test_of_counts_can_fail() {
    let whole = counts("红 41/42  760/1158 65%  2020-07-20 1/2/3");
    assert_eq!(whole, BTreeSet::from(["41/42", "760/1158"]));
    let cut = counts("红41/4 绿 41/42");
    assert_eq!(cut.difference(&whole).collect::<Vec<_>>(), [&"41/4"]);
}
