//! From a key to its frame: moving, paging, folding, changing pages, searching.

use crate::fixture;
use crate::stand::{Sample, Stand, bytes, cpu, line, wall};
use crate::table::Table;

/// What is done: its name, the keys that lead there, the keys that are measured, how often.
type Deed = (&'static str, &'static str, &'static [&'static str], usize);

/// Down beyond the page and up again, so that the same is done in a roster of any size.
const DOWN_AND_UP: [&str; 120] = {
    let mut keys = ["j"; 120];
    let mut at = 60;
    while at < keys.len() {
        keys[at] = "k";
        at += 1;
    }
    keys
};

const DEEDS: [Deed; 5] = [
    ("move", "<f3><home>", &DOWN_AND_UP, 5),
    (
        "page",
        "<f3><home>",
        &["<pagedown>", "<pagedown>", "<pageup>", "<pageup>"],
        150,
    ),
    ("fold a unit", "<f3><home>", &["<left>", "<right>"], 150),
    ("fold all units", "<f3><home>", &["z"], 100),
    ("tab", "<f2>", &["<tab>"], 150),
];

pub fn keys(table: &mut Table) {
    let mut samples = vec![Vec::new(); DEEDS.len()];
    for size in &table.sizes {
        let mut stand = Stand::new(&fixture::ledger(*size));
        for (deed, (_, way, keys, times)) in samples.iter_mut().zip(DEEDS) {
            stand.key(way);
            deed.push(stand.series(keys, times));
            // Back to where nothing is folded or open.
            stand.key("<esc>");
        }
    }
    for ((what, ..), samples) in DEEDS.iter().zip(&samples) {
        let what = format!("{what}: processor, p50 / p99");
        line(table, &what, "p99 <= 2 ms at 100,000", samples, cpu);
    }
    for ((what, ..), samples) in DEEDS.iter().zip(&samples) {
        let what = format!("{what}: bytes, median / most");
        line(table, &what, "as much as changes", samples, bytes);
    }
}

/// What is typed, key by key: initials, names in characters, a bureau, what everything matches
/// and what nothing does.
const QUERIES: [&str; 8] = [
    "dyxh",
    "协会",
    "kfsdy",
    "发改委",
    "x",
    "餐饮",
    "jiaotong",
    "没有这家",
];

pub fn search(table: &mut Table) {
    let mut samples: Vec<Vec<Sample>> = Vec::new();
    for size in &table.sizes {
        let mut stand = Stand::new(&fixture::ledger(*size));
        stand.key("<f3>");
        let mut of_size = Vec::new();
        for query in QUERIES.iter().cycle().take(3 * QUERIES.len()) {
            stand.key("/");
            let typed: Vec<String> = query.chars().map(String::from).collect();
            let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
            of_size.extend(stand.series(&typed, 1));
            stand.key("<esc><esc>");
        }
        samples.push(of_size);
    }
    let target = "p99 < 16 ms at 100,000, <= 50 ms at 1,000,000";
    let what = "search keystroke to frame, p50 / p99";
    line(table, what, target, &samples, wall);
    let what = "search keystroke: processor, p50 / p99";
    line(table, what, "", &samples, cpu);
    let what = "search keystroke: bytes, median / most";
    line(table, what, "as much as changes", &samples, bytes);
}
