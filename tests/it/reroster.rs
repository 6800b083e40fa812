//! A ledger that goes on with another roster: what is confirmed goes into a new file with the
//! whole history, and the ledger stays as it is.

use tuogou::app::reroster::{self, Confirmed};
use tuogou::app::session::Session;
use tuogou::domain::command::Command;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::{ItemState, Status};
use tuogou::exchange::roster::diff::RosterDiff;
use tuogou::exchange::roster::plan::ReadOptions;
use tuogou::exchange::roster::reading;

use crate::support::{Home, moment};

/// A ledger in which 29 开封市钓鱼协会 has ticked P2.
fn worked(home: &Home) -> (Session, Ledger) {
    let (mut session, mut ledger) = home.open("张三");
    let command = Command::SetItem {
        association: 29,
        item: "P2".into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    session
        .execute(&mut ledger, &command, moment("2020-07-20"))
        .expect("ticked");
    (session, ledger)
}

/// The ledger's roster as a file, without some numbers, one status changed, one added.
fn diff(ledger: &Ledger, without: &[u32]) -> RosterDiff {
    let mut text = String::from("序号,名称,业务主管单位,状态\n");
    for row in ledger.roster() {
        if without.contains(&row.no) {
            continue;
        }
        let status = if row.no == 2 {
            Status::Decoupled
        } else {
            row.status
        };
        let line = format!(
            "{},{},{},{}\n",
            row.no,
            row.name,
            row.printed_unit,
            status.word()
        );
        text.push_str(&line);
    }
    text.push_str("999,开封市新设协会,开封市新设局,拟脱钩\n");
    let plan = reading::read(text.as_bytes(), &ReadOptions::default()).expect("a roster");
    // Numbers with gaps are named, which is not what this is about.
    plan.diff(ledger)
}

const ALL: Confirmed = Confirmed {
    new: true,
    gone: true,
    changed: true,
};

#[test]
fn only_what_is_confirmed_is_applied_and_the_history_goes_along() {
    let home = Home::new();
    let (session, ledger) = worked(&home);
    let diff = diff(&ledger, &[150]);
    for (confirmed, count, status, added, dropped) in [
        (ALL, 150, Status::Decoupled, true, true),
        (
            Confirmed {
                new: true,
                ..Confirmed::default()
            },
            151,
            Status::Planned,
            true,
            false,
        ),
        (
            Confirmed {
                changed: true,
                ..Confirmed::default()
            },
            150,
            Status::Decoupled,
            false,
            false,
        ),
        (
            Confirmed {
                gone: true,
                ..Confirmed::default()
            },
            149,
            Status::Planned,
            false,
            true,
        ),
    ] {
        let to = home.path(&format!("{added}{dropped}{count}.db"));
        let made = reroster::make(&session, &ledger, &diff, confirmed, &to);
        assert_eq!(made.expect("made"), count);
        let (mut session, mut ledger) = Session::open(&to, "张三".into()).expect("opened");
        assert_eq!(ledger.associations().len(), count);
        let second = ledger.association_ix(2).expect("2");
        assert_eq!(ledger.associations()[second].status, status);
        assert_eq!(ledger.association_ix(999).is_some(), added);
        assert_eq!(ledger.association_ix(150).is_none(), dropped);
        // The new unit is a unit of its own.
        assert_eq!(ledger.unit_ix("开封市新设局").is_some(), added);
        let p2 = ledger.round().item_ix("P2").expect("P2");
        let fishing = ledger.association_ix(29).expect("29");
        let record = ledger.record(fishing, p2).expect("the tick");
        assert_eq!(record.by, "张三");
        // It can be taken back there, as it could here.
        session
            .undo(&mut ledger, moment("2020-07-21"))
            .expect("undone");
        assert_eq!(ledger.record(fishing, p2), None);
    }
    assert_eq!(home.open("王五").1, ledger, "the ledger stays as it is");
}

#[test]
fn an_association_that_was_worked_on_is_not_dropped_and_no_file_is_overwritten() {
    let home = Home::new();
    let (session, ledger) = worked(&home);
    let to = home.path("新.db");
    let error = reroster::make(&session, &ledger, &diff(&ledger, &[29]), ALL, &to);
    let error = error.expect_err("refused").to_string();
    assert!(error.contains("29 开封市钓鱼协会 已有操作记录"), "{error}");
    assert!(!to.exists());
    let error = reroster::make(&session, &ledger, &diff(&ledger, &[]), ALL, &home.ledger());
    let error = error.expect_err("refused").to_string();
    assert!(error.contains("已经存在"), "{error}");
    assert_eq!(home.open("王五").1, ledger);
}

#[test]
fn a_number_that_is_taken_gives_way() {
    let home = Home::new();
    let (session, ledger) = worked(&home);
    let mut diff = diff(&ledger, &[]);
    diff.new[0].no = 29;
    let to = home.path("新.db");
    reroster::make(&session, &ledger, &diff, ALL, &to).expect("made");
    let (_, made) = Session::open(&to, "李四".into()).expect("opened");
    let last = made.associations().last_key().expect("the new one");
    let row = made.roster_row(last);
    assert_eq!((row.no, &*row.name), (151, "开封市新设协会"));
}
