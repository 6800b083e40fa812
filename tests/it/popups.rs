//! What holds for every popup: it draws at any size, stays over a wheel and a paste, closes by
//! Esc, and lets one leave by Ctrl-Q.

use std::path::Path;

use ratatui::layout::Size;
use tuogou::tui::msg::Msg;

use crate::support::{Home, Story};

/// The file of each popup, keys that open it, and a text that it shows.
pub const POPUPS: [(&str, &str, &str); 10] = [
    (
        "choices",
        "/dyxh<enter><enter>tt<tab><tab><enter>",
        "空格 勾选",
    ),
    ("columns", "C", "名册的列"),
    ("confirm", "<f11>m<enter>", "请确认"),
    ("export", "p", "上下 选内容"),
    ("help", "?", "输入 查找"),
    ("history", "/dyxh<enter><enter><space>h", "的操作记录"),
    ("picker", "f", "业务主管单位"),
    ("prompt", "a", "倒计时、灯和统计都按这一天计算"),
    (
        "table_editor",
        "/dyxh<enter><enter>t<tab><tab><tab><down><space><down><down><enter>",
        "第 1 行 各项",
    ),
    ("why", "/dyxh<enter>w", "为什么："),
];

fn open(keys: &str, text: &str) -> (Home, Story) {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    story.keys(keys).shows(text);
    assert!(story.model().popup.is_some(), "{text}");
    (home, story)
}

#[test]
fn every_popup_stays_closes_and_lets_one_leave() {
    for (name, keys, text) in POPUPS {
        let (_home, mut story) = open(keys, text);
        story.driver.handle(Msg::Wheel(2));
        story.driver.handle(Msg::Wheel(-7));
        story.driver.handle(Msg::Paste("2020".into()));
        story.driver.handle(Msg::Resize(Size::new(3, 2)));
        story.buffer();
        story.driver.handle(Msg::Resize(Size::new(120, 40)));
        story.keys("<ctrl-l>").shows(text);
        assert!(!story.driver.quit, "{name}");
        // The first Esc may leave a cell that is edited.
        story.keys("<esc>");
        if story.model().popup.is_some() {
            story.keys("<esc>");
        }
        assert!(story.model().popup.is_none(), "{name} does not close");
        let (_home, mut story) = open(keys, text);
        story.keys("<ctrl-q>");
        assert!(story.driver.quit, "{name} holds one back");
    }
}

/// The last line of the screen is about what lies over the page, and always says how to leave it.
#[test]
fn the_footer_has_the_keys_of_the_popup_and_not_of_the_page() {
    for (name, keys, text) in POPUPS {
        let (_home, mut story) = open(keys, text);
        for (width, height) in [(60, 16), (80, 24), (120, 40)] {
            story.driver.handle(Msg::Resize(Size::new(width, height)));
            let screen = story.screen();
            let footer = screen.lines().last().unwrap_or_default();
            assert!(footer.contains("Esc"), "{name} {width}: {footer}");
            assert!(!footer.contains("命令"), "{name} {width}: {footer}");
        }
    }
}

/// A popup without a row above is tried by nobody. It takes two to open the one about a clash, which
/// is tried in `colleagues`.
#[test]
fn every_popup_is_tried() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui/popup");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("a file").path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|name| !matches!(name.as_str(), "mod" | "panel" | "clash"))
        .collect();
    files.sort();
    assert_eq!(files, POPUPS.map(|(name, ..)| name));
}
