//! Sums that are moved along are the sums of the parts, whatever was done.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use tuogou::app::demo::make;
use tuogou::domain::figure;
use tuogou::domain::id::AssocIx;
use tuogou::domain::ledger::{Ledger, SubjectIx};
use tuogou::domain::milestone;
use tuogou::domain::model::Section;
use tuogou::domain::summary;
use tuogou::exchange::seed;

use crate::support::{Home, date};

/// Every sum that is kept, against the walk over everybody.
fn check(ledger: &Ledger, as_of: NaiveDate) {
    let everybody = || ledger.associations().keys();
    let summary = summary::of(ledger, everybody(), as_of);
    assert_eq!(summary::of_city(ledger, as_of), summary, "{as_of}");
    for ix in ledger.round().milestones().keys() {
        let members: Vec<SubjectIx> = milestone::population(ledger, ix);
        let standing = milestone::standing(ledger, ix, &members, as_of);
        let kept = milestone::city_standing(ledger, ix, as_of);
        assert_eq!(kept, standing, "{ix:?} on {as_of}");
    }
    let totals = ledger.totals();
    let all: Vec<AssocIx> = everybody().collect();
    for section in Section::ALL {
        let walked = figure::section_of(ledger, &all, section);
        assert_eq!(figure::section(ledger, section), walked, "{as_of}");
    }
    let open = everybody()
        .filter(|ix| ledger.has_task(*ix))
        .flat_map(|ix| ledger.counted(ix))
        .filter(|item| !item.state.settled())
        .count();
    let owing = totals.owing().map(|(owing, count)| {
        let items: usize = owing.iter().map(|one| usize::from(one.items)).sum();
        items * count
    });
    assert_eq!(owing.sum::<usize>(), open);
}

#[test]
fn sums_moved_along_a_whole_history_are_those_of_the_parts_on_every_day() {
    let home = Home::new();
    let path = home.path("demo.db");
    let (session, made) = make(&path, "李四".into(), None).expect("a demonstration");
    let documents = session.documents().clone();
    let documents = seed::current_documents(&documents);
    let round = seed::parse_round(&documents).expect("its round");
    let mut ledger = Ledger::new(&Arc::new(round), made.roster()).expect("untouched");
    check(&ledger, date("2020-06-15"));
    let entries = session.entries().expect("the history");
    assert!(entries.len() > 300, "a lively history");
    for (at, entry) in entries.iter().enumerate() {
        ledger.apply(&entry.body.changes).expect("known");
        if at % 40 == 0 {
            check(&ledger, entry.body.as_of);
        }
    }
    assert_eq!(ledger, made, "moved along is as read anew");
    for days in 0..120 {
        check(&ledger, date("2020-06-10") + Days::new(days));
    }
}
