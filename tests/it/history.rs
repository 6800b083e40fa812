//! What is asked of the history by SQL is what its entries say one by one, whatever was done.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use tuogou::app::session::{Moment, Session};
use tuogou::domain::change::{Change, Entry, EntryKind, Subject};
use tuogou::domain::command::{Command, NewAnswer, Title};
use tuogou::domain::fact::View;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::rewind::as_it_stood;
use tuogou::store::{self, HistoryFilter, Origin, Store as _};

use crate::sized::desk;
use crate::stores::memory::MemoryStore;
use crate::support::{Home, date, make, untouched};
use crate::{commands, facts};

/// Something that somebody does with a ledger on a day.
#[derive(Debug, Clone)]
pub struct Step {
    what: What,
    /// The day that it counts for; days come in any order.
    as_of: u64,
    /// The day on which it is entered: what is taken back on the day on which it was entered is
    /// a correction.
    entered: u64,
}

#[derive(Debug, Clone)]
enum What {
    Do(Command),
    Undo,
    Redo,
}

/// The first day of these stories.
const FIRST: &str = "2020-06-10";

/// A day after so many.
pub fn day(days: u64) -> NaiveDate {
    date(FIRST) + Days::new(days)
}

impl Step {
    /// Does it, or is refused, which is fine.
    fn take(&self, session: &mut Session, ledger: &mut Ledger) {
        let at = day(self.entered).and_hms_opt(4, 0, 0).expect("noon");
        let moment = Moment {
            at: at.and_utc(),
            as_of: day(self.as_of),
        };
        let _ = match &self.what {
            What::Do(command) => session.execute(ledger, command, moment),
            What::Undo => session.undo(ledger, moment),
            What::Redo => session.redo(ledger, moment),
        };
    }
}

/// Anything that anybody can do, often to the same few things.
pub fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let fill = (27u32..32, "[甲乙]?").prop_map(|(association, text)| Command::SetAnswers {
        title: Title::Named("填表".into()),
        answers: vec![NewAnswer {
            association,
            field: "a2.1.name".into(),
            rows: vec![vec![text]],
        }],
    });
    let mark = (27u32..32, 10u64..60, any::<bool>()).prop_map(|(no, on, reached)| {
        let (milestone, subject) = ("M4".to_owned(), Subject::Association(no));
        if reached {
            let on = day(on);
            Command::Mark {
                milestone,
                subject,
                on,
            }
        } else {
            Command::Unmark { milestone, subject }
        }
    });
    let city = (10u64..60).prop_map(|on| Command::Mark {
        milestone: "M1".into(),
        subject: Subject::City,
        on: day(on),
    });
    let view = (1u8..3, prop::option::of("[a-c]")).prop_map(|(slot, name)| Command::SetView {
        slot,
        view: name.map(|name| View {
            name: name.into(),
            filter: "".into(),
            group_by: "".into(),
            sort_by: "".into(),
            columns: Vec::new(),
        }),
    });
    let what = prop_oneof![
        8 => commands::commands().prop_map(What::Do),
        4 => facts::any_command().prop_map(What::Do),
        2 => fill.prop_map(What::Do),
        2 => mark.prop_map(What::Do),
        1 => city.prop_map(What::Do),
        1 => view.prop_map(What::Do),
        6 => Just(What::Undo),
        4 => Just(What::Redo),
    ];
    let step = (what, 0u64..40, 0u64..2).prop_map(|(what, as_of, entered)| Step {
        what,
        as_of,
        entered,
    });
    prop::collection::vec(step, 0..most)
}

/// A ledger on which all of this was done.
pub fn done(home: &Home, steps: &[Step]) -> (Session, Ledger) {
    let (mut session, mut ledger) = home.open("张三");
    for step in steps {
        step.take(&mut session, &mut ledger);
    }
    (session, ledger)
}

/// The ledger with everything that counts for a day or an earlier one, played from the beginning,
/// without what is taken back by that day.
fn played(entries: &[Entry], day: NaiveDate) -> Ledger {
    let mut held: Vec<&Entry> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.body.as_of <= day) {
        if entry.body.kind == EntryKind::Undo {
            let undone = entry.body.target;
            held.retain(|one| one.body.target.or(Some(one.seq)) != undone);
        } else {
            held.push(entry);
        }
    }
    let all = |entries: &[&Entry]| -> Vec<Change> {
        let changes = entries.iter().flat_map(|entry| &entry.body.changes);
        changes.cloned().collect()
    };
    let mut ledger = untouched();
    ledger.apply_lenient(all(&held).iter().filter(|change| !change.is_look()));
    let looks = all(&entries.iter().collect::<Vec<_>>());
    ledger.apply_lenient(looks.iter().filter(|change| change.is_look()));
    ledger
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_asked_of_the_history_is_what_its_entries_say(
        steps in steps(40),
        look in 0u64..42,
        limit in 0u32..8,
    ) {
        let home = Home::new();
        let (session, _) = done(&home, &steps);
        let entries = session.entries().expect("read");
        let store = store::open(&home.ledger()).expect("opened");
        let documents = session.documents().clone();
        let origin = Origin {
            ledger: session.ledger(),
            ..Origin::new(documents, untouched().roster())
        };
        let plain = MemoryStore::new(origin, entries);

        let look = day(look);
        macro_rules! alike {
            ($($question:ident($($about:expr),*)),* $(,)?) => {$(
                prop_assert_eq!(
                    store.$question($($about),*).expect("read"),
                    plain.$question($($about),*).expect("read")
                );
            )*};
        }
        alike!(done(look, limit), later_than(look));
        for by in ["张三", "李四", "王五"] {
            alike!(undo_candidate(by), redo_candidate(by));
        }
        for seq in 0..45 {
            alike!(entry(seq));
        }
        for association in [None, Some(28), Some(29), Some(149)] {
            for limit in [None, Some(limit)] {
                alike!(history(HistoryFilter { association, limit }));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_way_back_ends_where_playing_the_history_to_that_day_does(
        steps in steps(60),
        mut looks in prop::collection::vec(0u64..42, 1..6),
    ) {
        let home = Home::new();
        let (session, ledger) = done(&home, &steps);
        let entries = session.entries().expect("read");
        let mut nearer = (day(50), ledger.clone());
        looks.sort_unstable_by(|one, other| other.cmp(one));
        for look in looks {
            let look = day(look);
            let later = entries.iter().filter(|entry| entry.body.as_of > look).count();
            if let Some((past, left_out)) = session.as_it_stood(&ledger, look).expect("read") {
                prop_assert_eq!(left_out as usize, later);
                prop_assert_eq!(&past, &played(&entries, look));
            } else {
                prop_assert_eq!(later, 0);
            }
            let alone = as_it_stood(&ledger, &entries, look);
            prop_assert_eq!(&alone, &played(&entries, look), "by the history alone");
            // A day is the same day from wherever one looks back at it.
            let from = as_it_stood(&nearer.1, &entries, look);
            prop_assert_eq!(&from, &alone, "seen from {}", nearer.0);
            nearer = (look, alone);
        }
    }
}

/// Taking back looks at each of one's own steps that is taken back already, and no more: a few steps
/// of an index for each.
#[test]
fn a_long_run_of_things_taken_back_is_looked_at_once() {
    const TICKS: u64 = 60;
    let home = Home::new();
    make(&home.ledger());
    let (mut session, mut ledger, work) = desk::counted(&home.ledger());
    let moment = crate::support::moment("2020-07-20");
    let tick = |note: u64| Command::SetItem {
        association: 29,
        item: "A1".into(),
        state: None,
        note: Some(format!("第 {note} 次")),
        evidence: None,
    };
    for note in 0..TICKS {
        session
            .execute(&mut ledger, &tick(note), moment)
            .expect("noted");
    }
    let mut each = |redo: bool| -> Vec<u64> {
        let one = |_| {
            let before = work.steps();
            let receipt = if redo {
                session.redo(&mut ledger, moment)
            } else {
                session.undo(&mut ledger, moment)
            };
            receipt.expect("there is one more");
            work.steps() - before
        };
        (0..TICKS).map(one).collect()
    };
    for redo in [false, true, false] {
        let steps = each(redo);
        let most = steps.iter().max();
        assert!(most <= Some(&(800 + 40 * TICKS)), "{steps:?}");
    }
}
