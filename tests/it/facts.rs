//! What is learnt, agreed or decided beside the roster: units that are one, exits, promises,
//! dates. The printed roster stays.

use proptest::prelude::*;
use tuogou::app::error::SessionError;
use tuogou::app::session::Session;
use tuogou::domain::change::Subject;
use tuogou::domain::command::{Command, Title};
use tuogou::domain::decide::Refusal;
use tuogou::domain::fact::{Exit, ExitKind, Verdict, VerdictKind, View};
use tuogou::domain::ledger::{Ledger, SubjectIx};
use tuogou::domain::milestone;
use tuogou::domain::model::{ItemState, Light, Stage, Status};
use tuogou::domain::note::{Note, NoteId, NoteKind};
use tuogou::domain::rollup;
use tuogou::domain::summary;

use crate::support::{Home, date, moment};

const OLD: &str = "开封市文广新和旅游局";
const NEW: &str = "开封市文化广电和旅游局";
const RELICS: &str = "开封市文物局";

fn unit(name: &str) -> Subject {
    Subject::Unit(name.into())
}

fn merge(from: &str, into: &str) -> Command {
    Command::MergeUnit {
        from: from.into(),
        into: into.into(),
        reason: "机构改革".into(),
    }
}

fn split(printed: &str) -> Command {
    Command::SplitUnit {
        printed: printed.into(),
        reason: String::new(),
    }
}

fn exit(kind: ExitKind, on: &str) -> Exit {
    Exit {
        kind,
        on: date(on),
        document: "汴民〔2020〕8号".into(),
        reason: "长期未开展活动".into(),
        into: (kind == ExitKind::Merged).then_some(30),
    }
}

fn leave(association: u32, exit: Exit) -> Command {
    Command::SetExit {
        association,
        exit: Some(exit),
    }
}

/// Units that hold a training, their associations with a task, and of the culture bureau.
fn training(ledger: &Ledger) -> (usize, usize, usize) {
    let m3 = ledger.round().milestone_ix("M3").expect("M3");
    let units = milestone::population(ledger, m3);
    let planned = |subject: &SubjectIx| match subject {
        SubjectIx::Unit(unit) => ledger.units()[*unit].planned(),
        _ => 0,
    };
    let culture = ledger
        .unit_ix(NEW)
        .map_or(0, |unit| ledger.units()[unit].planned());
    (units.len(), units.iter().map(planned).sum(), culture)
}

fn statuses(ledger: &Ledger) -> (usize, usize, usize) {
    let sum = summary::of(ledger, ledger.associations().keys(), date("2020-08-01"));
    (sum.total, sum.decoupled, sum.planned)
}

/// Does something on a day and says why not.
fn at(
    session: &mut Session,
    ledger: &mut Ledger,
    day: &str,
    command: &Command,
) -> Result<usize, String> {
    session
        .execute(ledger, command, moment(day))
        .map(|receipt| receipt.changes)
        .map_err(|error| error.to_string())
}

#[test]
fn deciding_that_two_units_are_one_recounts_the_training_and_is_reversible() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let before = ledger.clone();
    assert_eq!(
        training(&ledger),
        (7, 83, 5),
        "with the high-confidence merges"
    );

    // As printed: the two names of the culture bureau stand apart.
    at(&mut session, &mut ledger, "2020-07-01", &split(OLD)).expect("split");
    assert_eq!(training(&ledger), (6, 78, 3), "as printed");
    session
        .undo(&mut ledger, moment("2020-07-01"))
        .expect("undone");
    assert_eq!(ledger, before);

    // The relics bureau is folded in as well.
    at(&mut session, &mut ledger, "2020-07-02", &merge(RELICS, NEW)).expect("merged");
    assert_eq!(training(&ledger), (7, 86, 8));
    assert_eq!(statuses(&ledger), (150, 37, 113));
    assert_eq!(
        ledger.unit_name_of(110.into()),
        Some(NEW),
        "#111 is counted under it"
    );
    assert_eq!(
        ledger.printed_unit_of(110.into()),
        RELICS,
        "and stays as printed"
    );

    // Opened again, the file says the same.
    let (_, again) = home.open("李四");
    assert_eq!(again, ledger);
    session
        .undo(&mut ledger, moment("2020-07-02"))
        .expect("undone");
    assert_eq!(ledger, before);
}

#[test]
fn a_mark_of_a_unit_waits_while_the_unit_is_counted_under_another() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let m2 = ledger.round().milestone_ix("M2").expect("M2");
    let mark = Command::Mark {
        milestone: "M2".into(),
        subject: unit(RELICS),
        on: date("2020-06-26"),
    };
    at(&mut session, &mut ledger, "2020-06-26", &mark).expect("marked");
    let marked = ledger.clone();
    at(&mut session, &mut ledger, "2020-07-02", &merge(RELICS, NEW)).expect("merged");
    let culture = SubjectIx::Unit(ledger.unit_ix(NEW).expect("a unit"));
    assert_eq!(ledger.mark(m2, culture), None, "it is not the other unit's");
    assert_eq!(ledger.unit_ix(RELICS), None);
    let (_, again) = home.open("李四");
    assert_eq!(again, ledger);
    session
        .undo(&mut ledger, moment("2020-07-03"))
        .expect("undone");
    assert_eq!(ledger, marked);
}

#[test]
fn units_are_not_merged_into_themselves_nor_in_a_circle() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let before = ledger.clone();
    let mut refused = |command: Command, part: &str| {
        let error = at(&mut session, &mut ledger, "2020-07-01", &command).expect_err(part);
        assert!(error.contains(part), "{error}");
        assert_eq!(ledger, before);
    };
    refused(merge(NEW, NEW), "不能归入自己");
    refused(merge(OLD, NEW), "不能归入自己");
    refused(merge(NEW, OLD), "会成环");
    refused(merge(RELICS, OLD), "请直接归入 开封市文化广电和旅游局");
    refused(merge(RELICS, "直接登记"), "不是单位");
    refused(merge("无此局", NEW), "没有业务主管单位 无此局");
    refused(merge(RELICS, "  "), "请写明归入的单位");
    refused(split("无此局"), "没有印发的单位名称");
}

#[test]
fn a_unit_can_be_counted_under_a_successor_that_the_roster_does_not_name() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let successor = "开封市市场监督管理局";
    for printed in ["原开封市食品药品监督管理局", "原开封市质量技术监督局"]
    {
        let printed = ledger
            .printed_units()
            .iter()
            .find(|unit| unit.name == printed || unit.name.contains(&printed[3..]))
            .map(|unit| unit.name.clone())
            .expect("a printed name");
        at(
            &mut session,
            &mut ledger,
            "2020-07-01",
            &merge(&printed, successor),
        )
        .expect("merged");
    }
    let unit = ledger.unit_ix(successor).expect("a unit now");
    assert_eq!(ledger.units()[unit].printed.len(), 2);
    assert_eq!(statuses(&ledger), (150, 37, 113));
}

#[test]
fn who_leaves_the_round_is_not_counted_any_more_but_stays_in_the_roster() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let m4 = ledger.round().milestone_ix("M4").expect("M4");
    let day = "2020-07-20";
    for (no, kind) in [
        (29, ExitKind::Deregistered),
        (31, ExitKind::Revoked),
        (32, ExitKind::Merged),
        (33, ExitKind::Deferred),
    ] {
        at(&mut session, &mut ledger, day, &leave(no, exit(kind, day))).expect("recorded");
        let ix = ledger.association_ix(no).expect("known");
        assert_eq!(ledger.progress(ix).stage, Stage::from(kind));
        assert_eq!(
            ledger.associations()[ix].status,
            Status::Planned,
            "as printed"
        );
        assert_eq!(
            rollup::association(&ledger, ix, date("2020-10-20")).light,
            Light::Grey
        );
    }
    assert_eq!(statuses(&ledger), (150, 37, 113));
    assert_eq!(milestone::population(&ledger, m4).len(), 109);
    assert_eq!(
        training(&ledger).1,
        83,
        "the training counts the printed tasks"
    );

    let mut refused = |command: Command, part: &str| {
        let error = at(&mut session, &mut ledger, day, &command).expect_err(part);
        assert!(error.contains(part), "{error}");
    };
    refused(
        leave(29, exit(ExitKind::Revoked, day)),
        "已于 2020-07-20 注销",
    );
    refused(
        leave(34, exit(ExitKind::Revoked, "2020-07-21")),
        "晚于基准日",
    );
    refused(
        leave(148, exit(ExitKind::Deferred, day)),
        "没有可以暂缓的任务",
    );
    let into = |into| Exit {
        into,
        ..exit(ExitKind::Merged, day)
    };
    refused(leave(34, into(Some(34))), "不能并入自己");
    refused(leave(34, into(Some(29))), "已于 2020-07-20 注销");
    refused(leave(34, into(None)), "请写明并入哪一家");
    let without = Exit {
        document: " ".into(),
        ..exit(ExitKind::Revoked, day)
    };
    refused(leave(34, without), "请写明退出的依据");
    let back = |association| Command::SetExit {
        association,
        exit: None,
    };
    refused(back(34), "没有登记退出");
    // What was put off can come back, and leave for good.
    at(
        &mut session,
        &mut ledger,
        day,
        &leave(33, exit(ExitKind::Revoked, day)),
    )
    .expect("left");
    at(&mut session, &mut ledger, day, &back(33)).expect("back");
    assert_eq!(milestone::population(&ledger, m4).len(), 110);
}

#[test]
fn an_association_is_closed_once() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("王科");
    let set = |item: &str, state| Command::SetItem {
        association: 29,
        item: item.into(),
        state: Some(state),
        note: Some("见档案".into()),
        evidence: None,
    };
    let items: Vec<String> = ledger
        .round()
        .items
        .iter()
        .map(|item| item.id.clone())
        .collect();
    for id in items.iter().filter(|id| *id != "F3") {
        at(
            &mut session,
            &mut ledger,
            "2020-09-10",
            &set(id, ItemState::Done),
        )
        .expect(id);
    }
    let (mut office, mut ledger) = home.open("办公室");
    let close = set("F3", ItemState::Done);
    at(&mut office, &mut ledger, "2020-09-20", &close).expect("closed");
    let error = at(&mut office, &mut ledger, "2020-09-21", &close).expect_err("closed already");
    assert!(error.contains("已于 2020-09-20 由 办公室 销号"), "{error}");
}

#[test]
fn a_promise_is_for_a_day_to_come_and_a_later_date_counts_when_asked_in_time() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let m4 = ledger.round().milestone_ix("M4").expect("M4");
    let ix = ledger.association_ix(29).expect("known");
    let put_off = |due_on: &str| Command::Note {
        subject: Subject::Association(29),
        note: Note::extension("m4", "理事会 8 月初召开", date(due_on)),
    };
    let past = at(
        &mut session,
        &mut ledger,
        "2020-07-20",
        &put_off("2020-07-19"),
    );
    assert!(past.expect_err("past").contains("早于基准日 2020-07-20"));
    let sooner = at(
        &mut session,
        &mut ledger,
        "2020-07-20",
        &put_off("2020-07-31"),
    );
    assert!(
        sooner
            .expect_err("not later")
            .contains("延期须写更晚的日期")
    );

    // Asked for after the date, it stands beside it but does not count.
    at(
        &mut session,
        &mut ledger,
        "2020-08-01",
        &put_off("2020-08-05"),
    )
    .expect("recorded");
    assert_eq!(
        ledger.due_on(m4, SubjectIx::Association(ix)),
        date("2020-07-31")
    );
    session
        .undo(&mut ledger, moment("2020-08-01"))
        .expect("undone");

    at(
        &mut session,
        &mut ledger,
        "2020-07-20",
        &put_off("2020-08-05"),
    )
    .expect("recorded");
    assert_eq!(
        ledger.due_on(m4, SubjectIx::Association(ix)),
        date("2020-08-05")
    );
    assert_eq!(
        ledger.round().milestones()[m4].due_on,
        date("2020-07-31"),
        "planned"
    );
    let promises = ledger.notes(&Subject::Association(29), NoteKind::Promise);
    let [(number, promise, _)] = promises[..] else {
        panic!("one promise");
    };
    assert_eq!(promise.milestone.as_deref(), Some("M4"));
    let keep = Command::NoteDone {
        note: NoteId {
            kind: NoteKind::Promise,
            subject: Subject::Association(29),
            number,
        },
        on: Some(date("2020-08-03")),
    };
    at(&mut session, &mut ledger, "2020-08-03", &keep).expect("kept");
    let (_, again) = home.open("李四");
    assert_eq!(again, ledger);
}

#[test]
fn milestones_move_one_by_one_or_together_and_keep_their_printed_dates() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let before = ledger.clone();
    let m4 = |due_on: Option<&str>, reason: &str| Command::MoveMilestone {
        milestone: "M4".into(),
        due_on: due_on.map(date),
        reason: reason.into(),
    };
    let day = "2020-07-20";
    let mut refused = |command: Command, part: &str| {
        let error = at(&mut session, &mut ledger, day, &command).expect_err(part);
        assert!(error.contains(part), "{error}");
        assert_eq!(ledger, before);
    };
    refused(m4(Some("2020-08-16"), "汛期"), "会越过 M5（2020-08-15）");
    refused(m4(Some("2020-08-05"), " "), "请写明改日期的理由");
    refused(m4(Some("2202-08-05"), "汛期"), "相差十年以上");

    at(
        &mut session,
        &mut ledger,
        day,
        &m4(Some("2020-08-05"), "汛期"),
    )
    .expect("moved");
    let ix = ledger.round().milestone_ix("M4").expect("M4");
    let def = &ledger.round().milestones()[ix];
    assert_eq!(
        (def.due_on, def.printed()),
        (date("2020-08-05"), date("2020-07-31"))
    );
    let shift = |days| Command::ShiftMilestones {
        days,
        reason: "汛期".into(),
    };
    assert_eq!(at(&mut session, &mut ledger, day, &shift(10)), Ok(8));
    let (_, again) = home.open("李四");
    assert_eq!(again, ledger);
    let def = &ledger.round().milestones()[ix];
    assert_eq!(
        (def.due_on, def.printed()),
        (date("2020-08-15"), date("2020-07-31"))
    );
    assert!(at(&mut session, &mut ledger, day, &shift(i64::MAX)).is_err());
    session.undo(&mut ledger, moment(day)).expect("undone");
    at(&mut session, &mut ledger, day, &m4(None, "")).expect("back");
    assert_eq!(ledger.round(), before.round());
}

#[test]
fn texts_that_say_nothing_are_refused() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let commands = [
        Command::Note {
            subject: unit(NEW),
            note: Note::contact(" ", ""),
        },
        Command::Note {
            subject: unit(NEW),
            note: Note::remark(""),
        },
        Command::Decide {
            finding: "X04:29".into(),
            verdict: Some(Verdict {
                kind: VerdictKind::Ignored,
                reason: "".into(),
            }),
        },
    ];
    for command in commands {
        let error = session.execute(&mut ledger, &command, moment("2020-07-20"));
        assert!(
            matches!(error, Err(SessionError::Refused(Refusal::TextMissing(_)))),
            "{error:?}"
        );
    }
    let view = Command::SetView {
        slot: 0,
        view: None::<View>,
    };
    assert!(at(&mut session, &mut ledger, "2020-07-20", &view).is_err());
}

#[test]
fn many_commands_are_one_entry_and_one_undo_or_nothing() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let before = ledger.clone();
    let tick = |association| Command::SetItem {
        association,
        item: "P2".into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    let batch = |numbers: Vec<u32>| Command::Batch {
        title: Title::Named("P2 改为 已办".into()),
        commands: numbers.into_iter().map(tick).collect(),
    };
    assert!(
        at(
            &mut session,
            &mut ledger,
            "2020-07-20",
            &batch(vec![29, 30, 999])
        )
        .is_err()
    );
    assert_eq!(ledger, before);
    let many = batch((28..72).collect());
    assert_eq!(at(&mut session, &mut ledger, "2020-07-20", &many), Ok(44));
    assert_eq!(
        at(&mut session, &mut ledger, "2020-07-20", &many),
        Ok(0),
        "already so"
    );
    session
        .undo(&mut ledger, moment("2020-07-20"))
        .expect("one undo");
    assert_eq!(ledger, before);
}

pub fn any_command() -> impl Strategy<Value = Command> {
    let units = prop::sample::select(vec![OLD, NEW, RELICS, "原开封市文物局", "开封市畜牧局"]);
    let no = 20u32..40;
    prop_oneof![
        (units.clone(), units.clone()).prop_map(|(from, into)| merge(from, into)),
        units.clone().prop_map(split),
        (no.clone(), 0usize..4)
            .prop_map(|(no, kind)| leave(no, exit(ExitKind::ALL[kind], "2020-06-20"))),
        no.clone().prop_map(|association| Command::SetExit {
            association,
            exit: None
        }),
        units.clone().prop_map(|name| Command::Mark {
            milestone: "M2".into(),
            subject: unit(name),
            on: date("2020-06-20"),
        }),
        (-20i64..20).prop_map(|days| Command::ShiftMilestones {
            days,
            reason: "汛期".into()
        }),
        (no, 0u32..60).prop_map(|(no, days)| Command::Note {
            subject: Subject::Association(no),
            note: Note {
                milestone: (days % 2 == 0).then(|| "M4".into()),
                ..Note::promise("补报", date("2020-07-20") + chrono::Days::new(days.into()))
            },
        }),
        units.prop_map(|name| Command::Note {
            subject: unit(name),
            note: Note::remark("电话催过"),
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_decided_the_file_says_the_same_and_all_of_it_can_be_taken_back(
        commands in prop::collection::vec(any_command(), 1..16),
    ) {
        let home = Home::new();
        let (mut session, mut ledger) = home.open("张三");
        let before = ledger.clone();
        let mut done = 0;
        for command in &commands {
            let receipt = session.execute(&mut ledger, command, moment("2020-07-20"));
            done += usize::from(receipt.is_ok_and(|receipt| receipt.seq.is_some()));
            prop_assert_eq!(statuses(&ledger), (150, 37, 113));
        }
        let (_, again) = home.open("李四");
        prop_assert_eq!(&again, &ledger);
        let entries = session.entries().expect("entries");
        let mut replayed = before.clone();
        tuogou::domain::replay::replay(&mut replayed, &entries).expect("it fits");
        prop_assert_eq!(&replayed, &ledger);
        for _ in 0..done {
            session.undo(&mut ledger, moment("2020-07-20")).expect("undone");
        }
        prop_assert_eq!(&ledger, &before);
    }
}

#[test]
fn the_printed_names_are_listed_with_the_unit_that_each_counts_under() {
    let home = Home::new();
    home.program()
        .args([
            "unit",
            "merge",
            "开封市文物局",
            "--into",
            "文化广电和旅游局",
        ])
        .assert()
        .success();
    let lines = home.json(&["unit", "list"]);
    let lines = lines.as_array().expect("lines");
    assert_eq!(lines.len(), 43);
    let sum = |key: &str| {
        lines
            .iter()
            .filter_map(|line| line[key].as_u64())
            .sum::<u64>()
    };
    assert_eq!((sum("total"), sum("planned")), (150, 113));
    let of = |printed: &str| lines.iter().find(|line| line["printed"] == printed);
    let relics = of(RELICS).expect("listed");
    assert_eq!(
        (&relics["unit"], &relics["decided_by"]),
        (&NEW.into(), &"张三".into())
    );
    let old = of(OLD).expect("listed");
    assert_eq!(
        (&old["unit"], &old["decided_by"]),
        (&NEW.into(), &serde_json::Value::Null)
    );
    let direct = of("直接登记").expect("listed");
    assert_eq!(direct["unit"], serde_json::Value::Null);
}
