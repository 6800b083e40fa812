//! A whole name, typed key by key into the program and into the floor program, by turns: both in
//! a pseudo-terminal, from each key to the end of its frame. And any key while a ledger is read.

use std::time::Duration;

use pinyin::ToPinyin as _;

use crate::fixture;
use crate::pty::Terminal;
use crate::stand::Stand;
use crate::support::figures::{median, ms, quantile, ratio};
use crate::support::roster::roster;
use crate::table::Table;

/// How often each name is typed into each program.
const RUNS: usize = 9;
/// How often a ledger is read under the keys of somebody who does not wait.
const IMPATIENT_RUNS: usize = 5;

/// F3 and the field of the roster.
const TO_THE_FIELD: [&str; 2] = ["\x1bOR", "/"];
const ESCAPE: &str = "\x1b";
const LEAVE: &str = "\x11";

/// Times of one text, by turns.
#[derive(Default)]
struct Turns {
    ours: Vec<Duration>,
    floor: Vec<Duration>,
}

pub fn measure(table: &mut Table) {
    let floor = fixture::example("floor");
    let mut rows = [Vec::new(), Vec::new()];
    for size in &table.sizes {
        let name = roster(*size)
            .swap_remove(*size as usize / 2)
            .name
            .to_string();
        let sounds = name.as_str().to_pinyin().flatten();
        let sounds: String = sounds.map(pinyin::Pinyin::plain).collect();
        let ledger = fixture::ledger(*size);
        let mut ours = Terminal::program(&ledger);
        let mut floor = Terminal::start(&floor, &[&ledger]);
        floor.frame();
        ours.frame();
        ours.settle();
        for (row, text) in rows.iter_mut().zip([name, sounds]) {
            let mut turns = Turns::default();
            for round in 0..=RUNS {
                for key in TO_THE_FIELD {
                    ours.key(key);
                }
                let (own, least) = (ours.typed(&text), floor.typed(&text));
                // A key of its own, and not the beginning of one.
                for _ in 0..2 {
                    ours.key(ESCAPE);
                }
                floor.key(ESCAPE);
                // The caches are warm after the first.
                if round > 0 {
                    turns.ours.push(own);
                    turns.floor.push(least);
                }
            }
            row.push(turns);
        }
        ours.quit(LEAVE);
        floor.quit(LEAVE);
    }
    let texts = ["in characters", "in pinyin"];
    for (row, text) in rows.iter().zip(texts) {
        let cells: Vec<String> = row
            .iter()
            .map(|turns| {
                let (ours, floor) = (median(&turns.ours), median(&turns.floor));
                format!("{} ({} : {})", ratio(ours, floor), ms(ours), ms(floor))
            })
            .collect();
        let what = format!("a whole name typed {text}, against the floor program");
        table.line(&what, "<= 1x at 100,000 and 1,000,000", &cells);
    }
}

/// From the time a key is typed to the end of its frame, while a ledger is read and just after.
pub fn while_loading(table: &mut Table) {
    let cells: Vec<String> = table
        .sizes
        .iter()
        .map(|size| {
            let ledger = fixture::ledger(*size);
            let runs = (0..IMPATIENT_RUNS).flat_map(|_| Stand::impatient(&ledger));
            let waits: Vec<Duration> = runs.collect();
            format!(
                "{} / {} / {}",
                ms(median(&waits)),
                ms(quantile(&waits, 99)),
                ms(quantile(&waits, 100))
            )
        })
        .collect();
    let what = "a key while the ledger is being read: p50 / p99 / most";
    table.line(what, "p99 <= 16 ms", &cells);
}
