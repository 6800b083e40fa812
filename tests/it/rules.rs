//! The rules, as tables and properties.

use proptest::prelude::*;
use tuogou::domain::change::{Change, Entry, EntryKind, NewEntry, Record, Subject};
use tuogou::domain::command::{Command, Context};
use tuogou::domain::decide::{Refusal, decide, invert, repeat};
use tuogou::domain::ledger::{Ledger, SubjectIx};
use tuogou::domain::light::Reason;
use tuogou::domain::milestone;
use tuogou::domain::model::{ItemState, Light, Section, Stage};
use tuogou::domain::rollup;
use tuogou::domain::summary;
use tuogou::words;

use crate::support::{Home, date, instant};

fn ledger() -> Ledger {
    Home::new().open("张三").1
}

fn context(by: &str, as_of: &str) -> Context {
    Context {
        by: by.into(),
        at: instant(),
        as_of: date(as_of),
    }
}

/// Decides and applies.
#[track_caller]
fn done(ledger: &mut Ledger, by: &str, as_of: &str, command: &Command) -> Vec<Change> {
    let decision = decide(ledger, command, &context(by, as_of)).expect("the command is accepted");
    for change in &decision.changes {
        ledger.apply([change]).expect("the change applies");
    }
    decision.changes
}

fn set(association: u32, item: &str, state: ItemState) -> Command {
    Command::SetItem {
        association,
        item: item.into(),
        state: Some(state),
        note: None,
        evidence: None,
    }
}

fn with_note(association: u32, item: &str, state: ItemState, note: &str) -> Command {
    Command::SetItem {
        association,
        item: item.into(),
        state: Some(state),
        note: Some(note.into()),
        evidence: None,
    }
}

fn mark(milestone: &str, subject: Subject, on: &str) -> Command {
    Command::Mark {
        milestone: milestone.into(),
        subject,
        on: date(on),
    }
}

fn unit(name: &str) -> Subject {
    Subject::Unit(name.into())
}

/// `domain.md` 3.4: whoever makes up late stays yellow.
#[test]
fn what_was_made_up_late_stays_yellow_and_shows_in_all_that_holds_it() {
    let mut ledger = ledger();
    let ix = ledger.association_ix(29).expect("29");
    let late = mark("M4", Subject::Association(29), "2020-08-03");
    done(&mut ledger, "张三", "2020-08-03", &late);
    let tick = Command::SetItem {
        association: 29,
        item: "P1".into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    done(&mut ledger, "张三", "2020-06-20", &tick);
    let as_of = date("2020-08-10");
    let reason = |section| rollup::section(&ledger, ix, section, as_of).reason;
    // P2 is due with M4 and still open.
    assert_eq!(reason(Section::Preparation), Reason::Overdue);
    assert_eq!(reason(Section::Assets), Reason::NotStarted);
    let member = SubjectIx::Association(ix);
    let found = rollup::member(&ledger, 3.into(), member, as_of);
    assert_eq!(
        (found.reason, found.light),
        (Reason::MadeUpLate, Light::Yellow)
    );
    // On the day before it was made up it was overdue.
    let before = rollup::member(&ledger, 3.into(), member, date("2020-08-02"));
    assert_eq!(before.reason, Reason::Overdue);
}

#[test]
fn a_note_that_comes_later_does_not_make_what_was_done_in_time_late() {
    let mut ledger = ledger();
    let ix = ledger.association_ix(29).expect("29");
    let set = |state, note: Option<&str>| Command::SetItem {
        association: 29,
        item: "P1".into(),
        state,
        note: note.map(str::to_owned),
        evidence: None,
    };
    let p1 = ledger.round().item_ix("P1").expect("P1");
    done(
        &mut ledger,
        "张三",
        "2020-06-20",
        &set(Some(ItemState::Done), None),
    );
    done(
        &mut ledger,
        "李四",
        "2020-07-20",
        &set(None, Some("补附件")),
    );
    let view = ledger.item(ix, p1);
    assert_eq!(view.on(), Some(date("2020-06-20")));
    let light = rollup::item(&ledger, &view, date("2020-08-01"));
    assert_eq!(light.reason, Reason::DoneInTime);
    // Another state is another day.
    done(
        &mut ledger,
        "李四",
        "2020-07-21",
        &set(Some(ItemState::Doing), None),
    );
    done(
        &mut ledger,
        "李四",
        "2020-07-22",
        &set(Some(ItemState::Done), None),
    );
    assert_eq!(ledger.item(ix, p1).on(), Some(date("2020-07-22")));
}

#[test]
fn sums_are_150_under_every_grouping() {
    let ledger = ledger();
    let by_unit: usize = ledger
        .units()
        .iter()
        .map(|unit| unit.associations.len())
        .sum();
    let by_printed: usize = ledger
        .printed_units()
        .iter()
        .map(|p| p.associations.len())
        .sum();
    assert_eq!((by_unit + 12, by_printed), (150, 150));
    for as_of in ["2020-06-10", "2020-07-31", "2020-09-19", "2026-11-24"] {
        let sum = summary::of(&ledger, ledger.associations().keys(), date(as_of));
        assert_eq!(
            (sum.total, sum.decoupled, sum.planned),
            (150, 37, 113),
            "{as_of}"
        );
    }
}

#[test]
fn training_does_not_concern_units_below_the_threshold() {
    let ledger = ledger();
    let of = |no: u32| {
        let ix = ledger.association_ix(no).expect("an association");
        (
            ledger.item(ix, 2.into()).state,
            ledger.progress(ix).all().total,
        )
    };
    assert_eq!(of(29), (ItemState::Open, 41));
    assert_eq!(of(4), (ItemState::NotApplicable, 40));
}

#[test]
fn a_mark_and_the_tick_that_proves_it_are_one_fact() {
    let mut ledger = ledger();
    let fishing = ledger.association_ix(29).expect("29");
    done(
        &mut ledger,
        "张三",
        "2020-07-20",
        &mark("M3", unit("开封市教育体育局"), "2020-07-08"),
    );
    assert_eq!(ledger.item(fishing, 2.into()).state, ItemState::Done);
    let other = ledger.association_ix(115).expect("115");
    assert_eq!(ledger.item(other, 2.into()).state, ItemState::Open);
    // And the other way round: both papers handed in reach M4.
    assert_eq!(ledger.progress(fishing).reached_on(3.into()), None);
    done(
        &mut ledger,
        "张三",
        "2020-07-20",
        &set(29, "P4", ItemState::Done),
    );
    assert_eq!(ledger.progress(fishing).reached_on(3.into()), None);
    done(
        &mut ledger,
        "张三",
        "2020-07-21",
        &set(29, "P5", ItemState::Done),
    );
    assert_eq!(
        ledger.progress(fishing).reached_on(3.into()),
        Some(date("2020-07-21"))
    );
    assert_eq!(ledger.progress(fishing).stage, Stage::PlanSubmitted);
    // What follows from a mark is not cleared by hand.
    let refused = decide(
        &ledger,
        &set(29, "P3", ItemState::Open),
        &context("张三", "2020-07-21"),
    );
    assert!(matches!(refused, Err(Refusal::FollowsFromMark { .. })));
}

#[test]
fn stages_follow_from_marks_and_ticks() {
    let mut ledger = ledger();
    let ix = ledger.association_ix(29).expect("29");
    let stage = |ledger: &Ledger| ledger.progress(ix).stage;
    assert_eq!(stage(&ledger), Stage::NotStarted);
    let one = || Subject::Association(29);
    done(
        &mut ledger,
        "张三",
        "2020-07-30",
        &mark("M4", one(), "2020-07-30"),
    );
    assert_eq!(stage(&ledger), Stage::PlanSubmitted);
    done(
        &mut ledger,
        "张三",
        "2020-08-20",
        &mark("M6", one(), "2020-08-20"),
    );
    assert_eq!(stage(&ledger), Stage::Approved);
    done(
        &mut ledger,
        "张三",
        "2020-08-21",
        &set(29, "A1", ItemState::Doing),
    );
    assert_eq!(stage(&ledger), Stage::InProgress);
    // A mark alone does not complete an association whose items are open.
    done(
        &mut ledger,
        "张三",
        "2020-09-18",
        &mark("M7", one(), "2020-09-18"),
    );
    assert_eq!(stage(&ledger), Stage::InProgress);
    settle_all(&mut ledger, 29, "张三");
    assert_eq!(stage(&ledger), Stage::Completed);
    done(
        &mut ledger,
        "李四",
        "2020-09-30",
        &set(29, "F3", ItemState::Done),
    );
    assert_eq!(stage(&ledger), Stage::Closed);
    let decoupled = ledger.association_ix(1).expect("1");
    assert_eq!(ledger.progress(decoupled).stage, Stage::Historic);
}

/// Ticks everything but closing.
fn settle_all(ledger: &mut Ledger, no: u32, by: &str) {
    let ids: Vec<String> = ledger
        .round()
        .items
        .iter()
        .map(|item| item.id.clone())
        .collect();
    for id in ids.iter().filter(|id| *id != "F3") {
        done(ledger, by, "2020-09-18", &set(no, id, ItemState::Done));
    }
}

#[test]
fn closing_is_for_someone_else_and_for_the_end() {
    let mut ledger = ledger();
    let close = set(29, "F3", ItemState::Done);
    let refused = decide(&ledger, &close, &context("李四", "2020-09-30"));
    assert!(
        matches!(refused, Err(Refusal::ClosingUnfinished { count: 40, .. })),
        "{refused:?}"
    );
    settle_all(&mut ledger, 29, "张三");
    let refused = decide(&ledger, &close, &context("张三", "2020-09-30"));
    assert_eq!(
        refused,
        Err(Refusal::ClosingOwnWork {
            by: "张三".into()
        })
    );
    done(&mut ledger, "李四", "2020-09-30", &close);
}

#[test]
fn not_applicable_needs_its_condition_and_a_reason() {
    let mut ledger = ledger();
    let at = context("张三", "2020-07-20");
    let na = ItemState::NotApplicable;
    let refused =
        |ledger: &Ledger, command: Command| decide(ledger, &command, &at).expect_err("refused");
    assert!(matches!(
        refused(&ledger, with_note(29, "A1", na, "有理由")),
        Refusal::NeverNotApplicable { .. }
    ));
    assert!(matches!(
        refused(&ledger, set(29, "A3", na)),
        Refusal::ReasonMissing { .. }
    ));
    assert!(matches!(
        refused(&ledger, with_note(29, "A3", na, "  ")),
        Refusal::ReasonMissing { .. }
    ));
    assert!(matches!(
        refused(&ledger, with_note(29, "P3", na, "没来")),
        Refusal::UnitIsInTraining { .. }
    ));
    assert_eq!(
        refused(&ledger, set(29, "A3", ItemState::Doubtful)),
        Refusal::DoubtIsDerived
    );
    done(
        &mut ledger,
        "张三",
        "2020-07-20",
        &with_note(29, "A3", na, "无编制"),
    );
    let ix = ledger.association_ix(29).expect("29");
    assert_eq!(ledger.progress(ix).section(Section::Institution).total, 4);
    // Leaving 不涉及 takes the reason away.
    done(
        &mut ledger,
        "张三",
        "2020-07-21",
        &set(29, "A3", ItemState::Done),
    );
    let item = ledger.round().item_ix("A3").expect("A3");
    assert_eq!(ledger.record(ix, item).expect("a record").note, "");
}

#[test]
fn marks_are_made_on_the_level_of_the_milestone() {
    let mut ledger = ledger();
    let at = context("张三", "2020-08-31");
    let refusal =
        |ledger: &Ledger, command: &Command| decide(ledger, command, &at).expect_err("refused");
    let narrow = refusal(&ledger, &mark("M1", Subject::Association(29), "2020-06-16"));
    assert!(matches!(narrow, Refusal::ScopeTooNarrow { .. }), "{narrow}");
    let outside = refusal(&ledger, &mark("M3", unit("开封市审计局"), "2020-07-08"));
    assert_eq!(
        outside.to_string(),
        "开封市审计局 不在 M3 脱钩业务培训 的范围内：拟脱钩 1 家，不足 4 家以上（含本数）"
    );
    let decoupled = refusal(&ledger, &mark("M4", Subject::Association(1), "2020-07-08"));
    assert!(matches!(decoupled, Refusal::OutsidePopulation { .. }));
    let ahead = refusal(&ledger, &mark("M4", Subject::Association(29), "2020-09-01"));
    assert!(matches!(ahead, Refusal::DateAhead { .. }));
    let slip = refusal(&ledger, &mark("M4", Subject::Association(29), "2002-07-30"));
    assert!(matches!(slip, Refusal::DateTooEarly { .. }));

    // A wider subject means everyone below it, and leaves dates that are there.
    done(
        &mut ledger,
        "张三",
        "2020-08-31",
        &mark("M4", Subject::Association(29), "2020-07-20"),
    );
    let changes = done(
        &mut ledger,
        "张三",
        "2020-08-31",
        &mark("M4", unit("开封市教育体育局"), "2020-07-30"),
    );
    assert_eq!(changes.len(), 43);
    let changes = done(
        &mut ledger,
        "张三",
        "2020-08-31",
        &mark("M4", Subject::City, "2020-07-31"),
    );
    assert_eq!(changes.len(), 113 - 44);
    let standing = milestone::city_standing(&ledger, 3.into(), date("2020-08-31"));
    assert_eq!(
        (standing.done, standing.population, standing.light),
        (113, 113, Light::Green)
    );
    // On an earlier day they had not happened yet.
    let before = milestone::city_standing(&ledger, 3.into(), date("2020-07-25"));
    assert_eq!((before.done, before.light), (1, Light::Blue));
}

#[test]
fn an_association_without_a_task_has_no_light() {
    let ledger = ledger();
    let decoupled = ledger.association_ix(1).expect("1");
    let planned = ledger.association_ix(2).expect("2");
    for (as_of, expected) in [
        ("2020-06-10", Light::Grey),
        // The notice is out; what comes first for an association starts the day after M1.
        ("2020-06-16", Light::Grey),
        ("2020-06-17", Light::Green),
        ("2020-06-20", Light::Blue),
        ("2020-06-26", Light::Yellow),
        ("2020-06-27", Light::Red),
    ] {
        assert_eq!(
            rollup::association(&ledger, decoupled, date(as_of)).light,
            Light::Grey
        );
        assert_eq!(
            rollup::association(&ledger, planned, date(as_of)).light,
            expected,
            "{as_of}"
        );
    }
}

#[test]
fn what_is_typed_is_made_safe_and_kept_short() {
    let ledger = ledger();
    let at = context("张三", "2020-07-20");
    let decision = decide(
        &ledger,
        &with_note(29, "A1", ItemState::Done, "一\u{1b}[2J\n二"),
        &at,
    )
    .expect("accepted");
    let Some(Record::Item(record)) = decision.changes[0].after() else {
        panic!("an item changes");
    };
    assert_eq!(record.note, "一[2J 二");
    let long = decide(
        &ledger,
        &with_note(29, "A1", ItemState::Done, &"字".repeat(501)),
        &at,
    );
    assert!(matches!(long, Err(Refusal::TooLong(_))));
}

#[test]
fn asking_for_what_already_is_changes_nothing() {
    let mut ledger = ledger();
    done(
        &mut ledger,
        "张三",
        "2020-07-20",
        &set(29, "A1", ItemState::Done),
    );
    assert!(
        done(
            &mut ledger,
            "李四",
            "2020-07-21",
            &set(29, "A1", ItemState::Done)
        )
        .is_empty()
    );
    assert!(
        done(
            &mut ledger,
            "李四",
            "2020-07-21",
            &set(30, "A1", ItemState::Open)
        )
        .is_empty()
    );
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
            let Ok(decision) = decide(&now, command, &context("张三", "2020-08-31")) else {
                continue;
            };
            let before = now.clone();
            for change in &decision.changes {
                now.apply([change]).expect("applies");
            }
            let entry = Entry {
                seq: 1,
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
