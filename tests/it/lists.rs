//! Lists below headings: sorted by any column, as wide as what they hold.

use tuogou::domain::id::AssocIx;
use tuogou::tui::layout;

use crate::support::{Home, Story};

/// How each list with headings is opened on the demonstration, and what stands on its page.
const LISTS: [(&str, &str); 4] = [
    ("<f4><enter><tab>", "显示 全部 109 行"),
    ("<f4><up><up><up><up><enter><tab>", "M2 推进会"),
    ("<f11>", "程度"),
    ("<f2><left><enter>", "欠办"),
];

/// What the lines of the page say, from the first to the last.
fn lines(story: &Story) -> Vec<String> {
    let (page, ctx) = (story.model().page(), &story.model().ctx);
    (0..page.len(ctx))
        .map(|line| page.words_at(ctx, line))
        .collect()
}

/// What the line under the cursor says.
fn here(story: &Story) -> String {
    lines(story).swap_remove(story.model().page().list().cursor)
}

fn headings(story: &Story) -> Vec<(String, String)> {
    let frame = layout::frame(story.model().size).expect("room");
    let headings = story.model().page().headings(&story.model().ctx, frame);
    let columns = headings.expect("headings").columns.into_iter();
    columns.map(|(id, title, _)| (id, title)).collect()
}

#[test]
fn a_list_is_sorted_by_each_of_its_columns_both_ways_and_back() {
    let home = Home::new();
    tuogou::app::demo::make(&home.ledger(), "张三".into(), None).expect("made");
    for (keys, shown) in LISTS {
        let mut story = home.start("2020-08-21", 120, 40);
        story.keys(keys).shows(shown).keys("<down><down>");
        let (usual, chosen) = (lines(&story), here(&story));
        for (at, (id, title)) in headings(&story).into_iter().enumerate() {
            let choose = format!("o{}<enter>", "<down>".repeat(at));
            story.keys(&choose).shows("▴").hides("▾");
            assert_eq!(here(&story), chosen, "{title} leaves the line");
            let forth = lines(&story);
            story.keys(&choose).shows("▾").hides("▴");
            let mut back = lines(&story);
            assert_eq!(here(&story), chosen, "{title} leaves the line");
            // Lines that are alike in the column stay as they come, so that only what differs is turned round.
            if id == "name" || id == "no" {
                back.reverse();
                assert_eq!(back, forth, "{title}");
            }
            back.sort_unstable();
            let mut all = usual.clone();
            all.sort_unstable();
            assert_eq!(back, all, "{title} loses lines");
        }
        let last = "<down>".repeat(headings(&story).len());
        story.keys(&format!("o{last}<enter>")).hides("▾").hides("▴");
        assert_eq!(lines(&story), usual);
    }
}

#[test]
fn a_page_in_the_order_of_the_notice_says_that_it_is_not_sorted() {
    let home = Home::new();
    let mut story = home.start("2020-07-20", 80, 24);
    story.keys("<f10>o").shows("不另行排序");
}

#[test]
fn nothing_is_stretched_where_there_is_room_and_no_name_is_cut_before_the_city_is_left_out() {
    let home = Home::new();
    let longest = |story: &Story, city: bool| {
        let ledger = &story.model().ledger;
        let names = (0..150).map(|at| ledger.name(AssocIx::from(at)).to_owned());
        let shown = names.map(|name| match name.strip_prefix("开封市") {
            Some(short) if !city => short.to_owned(),
            _ => name,
        });
        shown.collect::<Vec<_>>()
    };
    for (width, city) in [(80, false), (120, true), (200, true)] {
        let mut story = home.start("2020-07-20", width, 60);
        story.keys("<f4><enter><tab>");
        let screen = story.screen();
        let rows: Vec<&str> = screen.lines().skip(6).take(50).collect();
        let names = longest(&story, city);
        for row in rows {
            let row = row.trim_matches(['▐', ' ']);
            let (_, rest) = row.split_once(' ').expect("a number");
            let name = names.iter().find(|name| rest.starts_with(name.as_str()));
            assert!(name.is_some(), "{width}: {row}");
            // From the name to the unit there are no more blanks than the longest name needs.
            let gap = rest[name.map_or(0, String::len)..].trim_start_matches(|c| c != ' ');
            let blanks = gap.len() - gap.trim_start().len();
            assert!(blanks <= 30, "{width}: {row}");
        }
    }
}
