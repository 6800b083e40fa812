//! The time machine: the ledger as it stood on a day.

use proptest::prelude::*;
use tuogou::app::clock::AsOf;
use tuogou::app::session::{Moment, Session};
use tuogou::domain::command::Command;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::domain::replay::replay;
use tuogou::domain::rewind::as_it_stood;

use crate::support::{Home, date};

fn set(item: &str, state: ItemState) -> Command {
    Command::SetItem {
        association: 29,
        item: item.into(),
        state: Some(state),
        note: Some("见档案".into()),
        evidence: None,
    }
}

/// Noon of a day, recorded for that day.
fn noon(day: &str) -> Moment {
    Moment {
        at: format!("{day}T04:00:00Z").parse().expect("an instant"),
        as_of: date(day),
    }
}

/// Three days of work: a tick, another, and the first one taken back.
fn worked(home: &Home) -> Session {
    let (mut session, mut ledger) = home.open("张三");
    let mut tick = |item, day| {
        let command = set(item, ItemState::Done);
        session
            .execute(&mut ledger, &command, noon(day))
            .expect("recorded");
    };
    tick("A1", "2020-07-01");
    tick("A2", "2020-07-10");
    let clear = set("A1", ItemState::Open);
    session
        .execute(&mut ledger, &clear, noon("2020-07-20"))
        .expect("recorded");
    session
}

#[test]
fn the_command_line_shows_the_ledger_as_it_stood_and_decides_on_what_is() {
    let home = Home::new();
    worked(&home);
    let done = |as_of: &str| {
        let list = home.json(&["list", "--match", "29", "--as-of", as_of]);
        list[0]["done"].as_u64().expect("a number")
    };
    let counts = [
        "2020-06-30",
        "2020-07-01",
        "2020-07-10",
        "2020-07-20",
        "2026-11-24",
    ]
    .map(done);
    assert_eq!(counts, [0, 1, 2, 1, 1]);
    // What is entered for an earlier day is seen from that day on.
    home.program()
        .args(["tick", "29", "A4", "--as-of", "2020-07-05"])
        .assert()
        .success();
    assert_eq!(
        ["2020-07-04", "2020-07-05", "2020-07-10"].map(done),
        [1, 2, 3]
    );
    // A correction on the same day counts for the same day.
    home.program().arg("undo").assert().success();
    assert_eq!(["2020-07-05", "2020-07-10"].map(done), [1, 2]);
}

/// Ticked for the 10th, moved to the 5th, and the move taken back: on the 5th nothing is ticked.
#[test]
fn a_day_that_was_moved_and_taken_back_is_as_if_it_had_not_been() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let on = |day: &str| Moment {
        as_of: date(day),
        ..noon("2020-07-20")
    };
    let tick = set("A1", ItemState::Done);
    for day in ["2020-07-10", "2020-07-05"] {
        let receipt = session.execute(&mut ledger, &tick, on(day));
        assert!(receipt.expect("recorded").seq.is_some(), "{day}");
    }
    let done = |session: &Session, ledger: &Ledger, day: &str| {
        let past = session.as_it_stood(ledger, date(day)).expect("read");
        let past = past.map_or_else(|| ledger.clone(), |(past, _)| past);
        past.progress(28.into()).all().done
    };
    assert_eq!(done(&session, &ledger, "2020-07-05"), 1);
    session.undo(&mut ledger, on("2020-07-20")).expect("undone");
    assert_eq!(done(&session, &ledger, "2020-07-05"), 0);
    assert_eq!(done(&session, &ledger, "2020-07-10"), 1);
    session.redo(&mut ledger, on("2020-07-20")).expect("redone");
    assert_eq!(done(&session, &ledger, "2020-07-05"), 1);
}

#[test]
fn looking_back_says_what_is_left_out_and_loses_nothing() {
    for (width, height) in [(80, 24), (120, 40)] {
        let home = Home::new();
        worked(&home);
        let mut story = home.story("2020-07-25", width, height);
        story.keys("<f3>/29<enter><enter>").shows("清单 1/");
        story
            .keys("<f5><ctrl-u>2020-07-12<enter>")
            .shows("其后 1 条未计")
            .shows("清单 2/");
        story
            .keys("<f5><ctrl-u>2020-07-05<enter>")
            .shows("其后 2 条未计")
            .shows("清单 1/");
        // Ticking here counts for this day, on top of what is.
        story.keys("<esc><esc>").keys("<f3>/29<enter><enter>");
        story
            .keys("<f5><ctrl-u>2020-07-25<enter>")
            .hides("未计")
            .shows("清单 1/");
    }
}

#[test]
fn on_the_real_clock_everything_is_there() {
    let home = Home::new();
    worked(&home);
    let mut story = home.story_by("张三", AsOf::Today, 80, 24);
    story.hides("未计");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_ledger_of_any_past_day_is_a_replay_of_the_history_to_that_day(
        steps in prop::collection::vec((0u32..4, 0u32..6, 0usize..3, 0u32..5), 1..24),
        look in 0u32..80,
    ) {
        let home = Home::new();
        let (mut session, mut ledger) = home.open("张三");
        let untouched = ledger.clone();
        let mut day = date("2020-06-20");
        for (days, item, state, kind) in steps {
            day = day + chrono::Days::new(days.into());
            let moment = noon(&day.to_string());
            let states = [ItemState::Done, ItemState::Doing, ItemState::Open];
            let item = ["A1", "A2", "B1", "C1", "D1", "P1"][item as usize];
            let _ = match kind {
                0 => session.undo(&mut ledger, moment),
                1 => session.redo(&mut ledger, moment),
                _ => session.execute(&mut ledger, &set(item, states[state]), moment),
            };
        }
        let entries = session.entries().expect("entries");
        let look = date("2020-06-15") + chrono::Days::new(look.into());
        let until: Vec<_> = entries.iter().take_while(|e| e.body.as_of <= look).cloned().collect();
        // Days only go on here, so what counts for the day is the beginning of the history.
        let days: Vec<_> = entries.iter().map(|e| e.body.as_of).collect();
        prop_assume!(days.is_sorted());
        let mut replayed = untouched;
        replay(&mut replayed, &until).expect("the beginning of a history is one");
        prop_assert_eq!(&as_it_stood(&ledger, &entries, look), &replayed);
        // And from whichever day one looks back, the newest state is found again.
        let last = as_it_stood(&ledger, &entries, date("2030-01-01"));
        prop_assert_eq!(&last, &ledger);
    }
}
