//! What holds of any commands, sensible or not: undo and redo are exact, sums never drift. What a
//! single rule says is tried beside it, in `src/domain`.

use proptest::prelude::*;
use tuogou::domain::change::{Change, Entry, EntryKind, NewEntry, Subject};
use tuogou::domain::command::{Command, Context};
use tuogou::domain::decide::{decide, invert, repeat};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::domain::seal::Seal;
use tuogou::domain::summary;
use tuogou::words;

use crate::support::{Home, date, instant};

fn ledger() -> Ledger {
    Home::new().open("张三").1
}

fn context() -> Context {
    Context::new("张三", instant(), date("2020-08-31"))
}

/// Any command, sensible or not.
pub fn commands() -> impl Strategy<Value = Command> {
    let item = prop::sample::select(vec![
        "P1", "P3", "P4", "P5", "P6", "A1", "A3", "C9", "F3", "X9",
    ]);
    let state = prop::option::of(prop::sample::select(vec![
        ItemState::Open,
        ItemState::Doing,
        ItemState::Done,
        ItemState::NotApplicable,
    ]));
    let text = || prop::option::of(prop::sample::select(vec!["", "有理由", "文〔2020〕1号"]));
    let set = (1u32..=152, item, state, text(), text()).prop_map(
        |(association, item, state, note, evidence)| Command::SetItem {
            association,
            item: item.into(),
            state,
            note: note.map(Into::into),
            evidence: evidence.map(Into::into),
        },
    );
    let milestone = || prop::sample::select(vec!["M1", "M2", "M3", "M4", "M6", "M7", "M9"]);
    let subject = || {
        prop_oneof![
            Just(Subject::City),
            prop::sample::select(vec!["开封市教育体育局", "开封市审计局", "无此单位"])
                .prop_map(|name| Subject::Unit(name.into())),
            (1u32..=151).prop_map(Subject::Association),
        ]
    };
    let mark =
        (milestone(), subject(), 0u64..90).prop_map(|(milestone, subject, days)| Command::Mark {
            milestone: milestone.into(),
            subject,
            on: date("2020-07-01") + chrono::Days::new(days),
        });
    let unmark = (milestone(), subject()).prop_map(|(milestone, subject)| Command::Unmark {
        milestone: milestone.into(),
        subject,
    });
    prop_oneof![4 => set, 2 => mark, 1 => unmark]
}

/// Progress as it is when a ledger is built anew from the same facts.
fn rebuilt(ledger: &Ledger, changes: &[Change]) -> Ledger {
    let mut fresh = self::ledger();
    for change in changes {
        fresh.apply([change]).expect("the change applies");
    }
    assert_eq!(fresh.round(), ledger.round());
    fresh
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn undo_is_exact_redo_is_exact_and_sums_never_drift(
        commands in prop::collection::vec(commands(), 1..25)
    ) {
        let mut now = ledger();
        let mut log: Vec<Change> = Vec::new();
        for command in &commands {
            let Ok(decision) = decide(&now, command, &context()) else {
                continue;
            };
            let before = now.clone();
            for change in &decision.changes {
                now.apply([change]).expect("applies");
            }
            let entry = Entry {
                seq: 1,
                seal: Seal::NONE,
                body: NewEntry {
                    kind: EntryKind::Do,
                    target: None,
                    by: "张三".into(),
                    at: instant(),
                    as_of: date("2020-08-31"),
                    what: words::entry(&now, &decision.occasion, &decision.changes),
                    changes: decision.changes,
                },
            };
            let after = now.clone();
            for change in invert(&now, &entry).expect("undo") {
                now.apply([&change]).expect("applies");
            }
            prop_assert_eq!(&now, &before);
            for change in repeat(&now, &entry).expect("redo") {
                now.apply([&change]).expect("applies");
            }
            prop_assert_eq!(&now, &after);
            log.extend(entry.body.changes);
            let sum = summary::of(&now, now.associations().keys(), date("2020-08-31"));
            prop_assert_eq!((sum.total, sum.decoupled, sum.planned), (150, 37, 113));
        }
        prop_assert_eq!(&rebuilt(&now, &log), &now);
    }
}
