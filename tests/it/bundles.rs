//! 单位分册: a unit's own file, handed out, worked on, brought back and merged.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use tuogou::app::bundle;
use tuogou::app::session::{Moment, Session};
use tuogou::domain::change::{Change, Entry, ItemRecord, ItemSaid, Key, Record, Subject};
use tuogou::domain::command::{Command, NewAnswer, Title};
use tuogou::domain::fact::{Exit, ExitKind, Verdict, VerdictKind};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::merge::{Merge, MergeProblem, Said, Side, Standing};
use tuogou::domain::model::ItemState;
use tuogou::domain::note::Note;

use crate::support::{Home, date, instant, make, moment, received};

/// So many minutes after the fixed instant, on a day in July.
fn later(minutes: i64) -> Moment {
    Moment {
        at: at(minutes),
        as_of: date("2020-07-20"),
    }
}

fn at(minutes: i64) -> DateTime<Utc> {
    instant() + Duration::minutes(minutes)
}

fn tick(no: u32, item: &str, note: &str) -> Command {
    Command::SetItem {
        association: no,
        item: item.into(),
        state: Some(ItemState::Done),
        note: Some(note.into()),
        evidence: None,
    }
}

fn answer(ledger: &Ledger, no: u32, field: &str, text: &str) -> Command {
    let texts = [text.to_owned()];
    Command::SetAnswer(NewAnswer::written(ledger.round(), no, field, &texts))
}

/// An open ledger file.
struct Desk {
    session: Session,
    ledger: Ledger,
}

impl Desk {
    fn open(path: &Path, by: &str) -> Self {
        make(path);
        let (session, ledger) = Session::open(path, by.into()).expect("it opens");
        Self { session, ledger }
    }

    fn run(&mut self, command: &Command, minutes: i64) {
        let done = self
            .session
            .execute(&mut self.ledger, command, later(minutes));
        done.expect("accepted");
    }

    /// Hands out the file of 商务局, which has 86 to 89 (拟脱钩), 90 and 91 (已脱钩).
    fn hand_out(&self, path: &Path) {
        let unit = self.ledger.unit_ix("开封市商务局").expect("the unit");
        let count = bundle::export(&self.session, &self.ledger, unit, later(0), path, false);
        assert_eq!(count.expect("handed out"), 6);
    }

    /// What taking a file back would do.
    fn merge(&self, path: &Path, minutes: i64) -> Merge {
        let received = bundle::read(&self.ledger, path).expect("it is read");
        let merge = received.merge(&self.session, &self.ledger, later(minutes));
        merge.expect("the history is read")
    }

    /// Takes a file back, with a side for whatever both have changed.
    fn take(&mut self, path: &Path, minutes: i64, side: Option<Side>) -> Merge {
        let received = bundle::read(&self.ledger, path).expect("it is read");
        let mut merge = self.merge(path, minutes);
        if let Some(side) = side {
            merge.decide(side);
        }
        if let Some(command) = received.command(&merge) {
            self.run(&command, minutes);
        }
        merge
    }

    /// Takes a file back; how many changes, and how many things were changed on both sides.
    fn take_back(&mut self, path: &Path, minutes: i64) -> (usize, usize) {
        let merge = self.take(path, minutes, None);
        let conflicts = merge.lines.iter().filter(|line| line.conflict()).count();
        (merge.changes().len(), conflicts)
    }

    /// What stands in a field.
    fn address(&self, no: u32) -> String {
        let ix = self.ledger.association_ix(no).expect("the association");
        let field = self.ledger.round().field_ix("a2.1.address");
        let answer = self.ledger.answer(ix, field.expect("the field"));
        answer.map_or(String::new(), |record| record.value.to_string())
    }
}

fn office(home: &Home) -> Desk {
    Desk::open(&home.ledger(), "张三")
}

fn bundle_of(home: &Home, name: &str) -> PathBuf {
    home.path(name)
}

#[test]
fn a_unit_works_on_its_own_file_and_the_office_takes_it_over_with_who_and_when() {
    let home = Home::new();
    let mut office = office(&home);
    office.run(&tick(86, "P1", "办公室登记"), 0);
    office.run(&tick(29, "P1", "别的单位"), 0);
    office.run(
        &Command::Mark {
            milestone: "M1".into(),
            subject: Subject::City,
            on: date("2020-06-16"),
        },
        0,
    );
    let file = bundle_of(&home, "商务局.db");
    office.hand_out(&file);

    // The unit sees its six associations with what was known, and nothing of others.
    let mut unit = Desk::open(&file, "李四");
    let names: Vec<u32> = unit.ledger.associations().iter().map(|a| a.no).collect();
    assert_eq!(names, [86, 87, 88, 89, 90, 91]);
    let p1 = unit.ledger.round().item_ix("P1").expect("P1");
    let record = unit
        .ledger
        .record(0.into(), p1)
        .expect("what the office ticked");
    assert_eq!(
        (record.by.as_str(), record.note.as_str()),
        ("张三", "办公室登记")
    );
    // What it began with is not its own to take back.
    let refused = unit.session.undo(&mut unit.ledger, moment("2020-07-20"));
    assert_eq!(
        refused.expect_err("nothing of its own").to_string(),
        "没有可以撤销的操作"
    );
    unit.run(&tick(87, "P2", "文件在案"), 5);
    let address = answer(&unit.ledger, 87, "a2.1.address", "鼓楼区1号");
    unit.run(&address, 6);
    unit.run(&tick(88, "P2", "错了"), 7);
    unit.session
        .undo(&mut unit.ledger, later(8))
        .expect("its own work can be taken back");
    drop(unit);

    // Two things come back; what was taken back is none of them.
    let before = office.ledger.clone();
    assert_eq!(office.take_back(&file, 60), (2, 0));
    let p2 = office.ledger.round().item_ix("P2").expect("P2");
    let ix = office.ledger.association_ix(87).expect("87");
    let record = office.ledger.record(ix, p2).expect("taken over");
    assert_eq!((record.by.as_str(), record.at), ("李四", at(5)));
    // The same file again changes nothing; the whole can be taken back.
    let after = office.ledger.clone();
    assert_eq!(office.take_back(&file, 61), (0, 0));
    assert_eq!(office.ledger, after);
    office
        .session
        .undo(&mut office.ledger, later(62))
        .expect("one undo");
    assert_eq!(office.ledger, before);
}

#[test]
fn what_both_have_changed_is_asked_and_no_clock_decides() {
    let home = Home::new();
    let mut office = office(&home);
    let file = bundle_of(&home, "商务局.db");
    office.hand_out(&file);
    let mut unit = Desk::open(&file, "李四");
    let early = answer(&unit.ledger, 86, "a2.1.address", "分册甲");
    unit.run(&early, 5);
    let late = answer(&unit.ledger, 87, "a2.1.address", "分册乙");
    unit.run(&late, 50);
    // The same on both sides is no conflict, whoever was first.
    unit.run(&tick(88, "P1", "已发"), 51);
    drop(unit);
    for no in [86, 87] {
        let here = answer(&office.ledger, no, "a2.1.address", "台账");
        office.run(&here, 20);
    }
    office.run(&tick(88, "P1", "已发"), 21);
    let merge = office.merge(&file, 60);
    let lines: Vec<(Option<u32>, String, String, bool, bool)> = merge
        .lines
        .iter()
        .map(|line| {
            let text = |said: &Option<Said>| said.as_ref().expect("something").text.clone();
            let (ours, theirs) = (text(&line.ours), text(&line.theirs));
            (
                line.change.association(),
                ours,
                theirs,
                line.conflict(),
                line.taken(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            (Some(86), "台账".into(), "分册甲".into(), true, false),
            (Some(87), "台账".into(), "分册乙".into(), true, false),
        ]
    );
    assert_eq!(office.take_back(&file, 60), (0, 2));
    assert_eq!(office.address(87), "台账");
    // Whoever is asked says it for all, or one by one; it is asked again until theirs is taken.
    assert_eq!(office.take(&file, 61, Some(Side::Ours)).changes(), []);
    assert_eq!(
        office.take(&file, 62, Some(Side::Theirs)).changes().len(),
        2
    );
    assert_eq!(
        (office.address(86), office.address(87)),
        ("分册甲".into(), "分册乙".into())
    );
    assert_eq!(office.take_back(&file, 63), (0, 0));
}

#[test]
fn a_clock_that_is_ahead_does_not_beat_a_correction() {
    let home = Home::new();
    let mut office = office(&home);
    let file = bundle_of(&home, "商务局.db");
    office.hand_out(&file);
    // A month ahead: nothing of it can be taken, and each thing is named.
    let mut unit = Desk::open(&file, "李四");
    unit.run(&tick(86, "P1", ""), 60 * 24 * 30);
    drop(unit);
    let merge = office.merge(&file, 60);
    assert_eq!(merge.lines, []);
    assert_eq!(
        merge.problems[0].to_string(),
        "86 P1：录入日期 2020-08-19 晚于今天 2020-07-20，请核对录入的电脑日期，没有计入"
    );
    // Hours ahead: it is taken once, and what the office says of it afterwards stays.
    let mut unit = Desk::open(&file, "李四");
    let ahead = answer(&unit.ledger, 86, "a2.1.address", "分册");
    unit.run(&ahead, 600);
    drop(unit);
    assert_eq!(office.take_back(&file, 60), (1, 0));
    let correction = answer(&office.ledger, 86, "a2.1.address", "核对后");
    office.run(&correction, 70);
    assert_eq!(office.take_back(&file, 80), (0, 0));
    assert_eq!(office.address(86), "核对后");
    // Only when the unit says something new somebody is asked.
    let mut unit = Desk::open(&file, "李四");
    let again = answer(&unit.ledger, 86, "a2.1.address", "另一处");
    unit.run(&again, 700);
    drop(unit);
    assert_eq!(office.take_back(&file, 90), (0, 1));
}

#[test]
fn what_was_taken_and_taken_back_is_asked_about() {
    let home = Home::new();
    let mut office = office(&home);
    let file = bundle_of(&home, "商务局.db");
    office.hand_out(&file);
    let mut unit = Desk::open(&file, "李四");
    unit.run(&tick(86, "P1", ""), 5);
    let filled = answer(&unit.ledger, 87, "a2.1.address", "分册");
    unit.run(&filled, 6);
    drop(unit);
    assert_eq!(office.take_back(&file, 10), (2, 0));
    let undone = office.session.undo(&mut office.ledger, later(11));
    undone.expect("undone");
    let merge = office.take(&file, 12, None);
    assert_eq!(merge.changes(), []);
    assert!(
        merge
            .lines
            .iter()
            .all(|line| line.standing == Standing::GivenUp)
    );
    assert_eq!(merge.lines.len(), 2);
    assert_eq!(
        office.take(&file, 13, Some(Side::Theirs)).changes().len(),
        2
    );
    assert_eq!(office.take_back(&file, 14), (0, 0));
}

#[test]
fn closing_and_the_city_are_for_the_office() {
    let home = Home::new();
    let office = office(&home);
    let file = bundle_of(&home, "商务局.db");
    office.hand_out(&file);
    let mut unit = Desk::open(&file, "李四");
    unit.run(
        &Command::Mark {
            milestone: "M1".into(),
            subject: Subject::City,
            on: date("2020-06-16"),
        },
        5,
    );
    drop(unit);
    let merge = office.merge(&file, 10);
    assert_eq!(merge.lines, []);
    assert_eq!(merge.problems, [MergeProblem::CityIsOffices("M1".into())]);
    assert_eq!(
        merge.problems[0].to_string(),
        "M1：不按单位和协会计的节点由办公室登记，没有计入"
    );
}

#[test]
fn a_unit_begins_with_the_dates_and_units_that_count_and_cannot_bring_its_own() {
    let home = Home::new();
    let mut office = office(&home);
    let moved = |milestone: &str, day: &str| Command::MoveMilestone {
        milestone: milestone.into(),
        due_on: Some(date(day)),
        reason: "会议决定".into(),
    };
    let merged = |from: &str| Command::MergeUnit {
        from: from.into(),
        into: "开封市商务和科技局".into(),
        reason: "机构改革".into(),
    };
    office.run(
        &Command::ShiftMilestones {
            days: 7,
            reason: "疫情".into(),
        },
        0,
    );
    office.run(&moved("M3", "2020-07-24"), 1);
    office.run(&merged("开封市科学技术协会"), 2);
    office.run(&merged("开封市商务局"), 2);
    let whole = Subject::Unit("开封市商务和科技局".into());
    let mark = Command::Mark {
        milestone: "M3".into(),
        subject: whole.clone(),
        on: date("2020-07-10"),
    };
    office.run(&mark, 3);
    office.run(&tick(86, "P1", "办公室登记"), 3);
    let here = office.ledger.unit_ix("开封市商务和科技局");
    let here = here.expect("the unit");
    let file = bundle_of(&home, "新局.db");
    let count = bundle::export(
        &office.session,
        &office.ledger,
        here,
        later(4),
        &file,
        false,
    );
    let count = count.expect("handed out");
    assert_eq!(count, office.ledger.units()[here].associations.len());
    assert!(count > 6, "those of the other unit are among them");

    let mut unit = Desk::open(&file, "李四");
    let due = |ledger: &Ledger| {
        let milestones = ledger.round().milestones().iter();
        milestones.map(|one| one.due_on).collect::<Vec<_>>()
    };
    assert_eq!(due(&unit.ledger), due(&office.ledger));
    let names = unit.ledger.units().iter().map(|unit| unit.name.to_string());
    assert_eq!(names.collect::<Vec<_>>(), ["开封市商务和科技局"]);
    let m3 = unit.ledger.round().milestone_ix("M3").expect("M3");
    let its = unit.ledger.subject_ix(&whole).expect("the new unit");
    assert!(unit.ledger.mark(m3, its).is_some());

    // What it decides about the round stays its own; its work is taken over.
    unit.run(&moved("M3", "2020-07-25"), 5);
    let split = Command::SplitUnit {
        printed: "开封市科学技术协会".into(),
        reason: "不同意".into(),
    };
    unit.run(&split, 6);
    unit.run(&tick(87, "P1", "分册登记"), 7);
    drop(unit);
    let dates = due(&office.ledger);
    let received = bundle::read(&office.ledger, &file).expect("read");
    let problems = office.merge(&file, 60).problems;
    assert_eq!(problems.len(), 2, "{problems:?}");
    for problem in &problems {
        assert!(
            matches!(problem, MergeProblem::FactIsOffices(_)),
            "{problem}"
        );
    }
    assert_eq!(office.take_back(&file, 60), (1, 0));
    assert_eq!(due(&office.ledger), dates);

    // Nor does it help to hand such changes over directly.
    let own = received
        .entries
        .iter()
        .flat_map(|entry| &entry.body.changes);
    for change in own.filter(|change| change.key().subject().is_none()) {
        let forged = Command::Merge {
            title: Title::Named("合并".into()),
            changes: vec![change.clone()],
            begins: false,
        };
        let refused = office
            .session
            .execute(&mut office.ledger, &forged, later(61));
        let error = refused.expect_err("refused").to_string();
        assert!(error.contains("没有计入任何改动"), "{error}");
    }
}

#[test]
fn what_is_no_bundle_is_refused_and_so_is_what_could_not_have_been_typed() {
    let home = Home::new();
    let office = office(&home);
    let text = home.path("名单.txt");
    std::fs::write(&text, "甲,乙").expect("written");
    let empty = home.path("空.db");
    std::fs::write(&empty, "").expect("written");
    for (path, part) in [
        (home.path("没有.db"), "无法读取"),
        (text, "不是单位分册"),
        (empty, "是空文件"),
        (home.ledger(), "但不是单位分册"),
    ] {
        let error = bundle::read(&office.ledger, &path).expect_err("refused");
        assert!(error.to_string().contains(part), "{error:#}");
    }
    let existing = home.path("有.db");
    office.hand_out(&existing);
    let unit = office.ledger.unit_ix("开封市商务局").expect("the unit");
    let again = bundle::export(
        &office.session,
        &office.ledger,
        unit,
        later(0),
        &existing,
        false,
    );
    assert!(
        again
            .expect_err("it is there")
            .to_string()
            .contains("不能覆盖")
    );

    let mut office = office;
    let hostile = |state: ItemState, no: u32| Command::Merge {
        title: Title::Named("合并".into()),
        changes: vec![Change::item(
            no,
            "P1",
            None,
            Some(ItemRecord::new(
                ItemSaid {
                    state,
                    note: "".into(),
                    evidence: "".into(),
                    by: "李四".into(),
                },
                instant(),
                date("2020-07-20"),
            )),
        )],
        begins: false,
    };
    for command in [
        hostile(ItemState::Doubtful, 86),
        hostile(ItemState::Done, 999),
    ] {
        let refused = office
            .session
            .execute(&mut office.ledger, &command, later(1));
        let error = refused.expect_err("refused").to_string();
        assert!(error.contains("没有计入任何改动"), "{error}");
    }
}

/// Something that somebody does to one of the four associations.
#[derive(Debug, Clone)]
enum Act {
    Tick(u32, &'static str, ItemState),
    Fill(u32, &'static str, String),
    Clear(u32, &'static str),
    Mark(u32, u32),
}

fn act() -> impl Strategy<Value = Act> {
    let no = || 86u32..90;
    let item = || prop::sample::select(vec!["P1", "P2", "A1", "C1"]);
    let field = || prop::sample::select(vec!["a2.1.address", "a2.1.legal_rep", "a4.1.address"]);
    prop_oneof![
        (no(), item(), prop::bool::ANY).prop_map(|(no, item, done)| {
            let state = if done {
                ItemState::Done
            } else {
                ItemState::Doing
            };
            Act::Tick(no, item, state)
        }),
        (no(), field(), "[甲乙丙]{1,2}").prop_map(|(no, field, text)| Act::Fill(no, field, text)),
        (no(), field()).prop_map(|(no, field)| Act::Clear(no, field)),
        (no(), 10u32..20).prop_map(|(no, day)| Act::Mark(no, day)),
    ]
}

impl Act {
    fn command(&self, ledger: &Ledger) -> Command {
        match self {
            Self::Tick(no, item, state) => Command::SetItem {
                association: *no,
                item: (*item).into(),
                state: Some(*state),
                note: None,
                evidence: None,
            },
            Self::Fill(no, field, text) => answer(ledger, *no, field, text),
            Self::Clear(no, field) => {
                Command::SetAnswer(NewAnswer::written(ledger.round(), *no, field, &[]))
            }
            Self::Mark(no, day) => Command::Mark {
                milestone: "M4".into(),
                subject: Subject::Association(*no),
                on: date(&format!("2020-07-{day}")),
            },
        }
    }
}

/// What happens on one of two desks, or between them.
#[derive(Debug, Clone)]
enum Step {
    /// The office (0) or the unit (1) does something.
    Does(usize, Act),
    /// It takes back the last thing.
    Undoes(usize),
    /// The file comes back to the office.
    Returns(Option<Side>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        12 => (0usize..2, act()).prop_map(|(who, act)| Step::Does(who, act)),
        3 => (0usize..2).prop_map(Step::Undoes),
        2 => Just(Step::Returns(None)),
        1 => prop::sample::select(vec![Some(Side::Ours), Some(Side::Theirs)]).prop_map(Step::Returns),
    ];
    prop::collection::vec(step, 0..24)
}

/// What has stood under a key, beginning before an entry.
fn history_of(entries: &[Entry], key: &Key, since: i64) -> Vec<Option<Record>> {
    let later = entries.iter().filter(|entry| entry.seq > since);
    let changes = later.flat_map(|entry| &entry.body.changes);
    let changes = changes.filter(|change| change.key() == key);
    changes.map(|change| change.after().cloned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    /// Office and unit work at once, in any order, and the file comes back whenever it likes.
    #[test]
    fn whenever_a_file_comes_back_nothing_is_lost_and_nothing_comes_back_by_itself(
        before in prop::collection::vec(act(), 0..6), steps in steps()
    ) {
        let home = Home::new();
        let mut office = office(&home);
        for act in &before {
            let command = act.command(&office.ledger);
            let _ = office.session.execute(&mut office.ledger, &command, later(-10));
        }
        let file = home.path("一.db");
        office.hand_out(&file);
        let begun = office.session.head().seq;
        let start = office.ledger.clone();
        let mut desks = vec![office, Desk::open(&file, "李四")];
        let own = desks[1].session.head().seq;
        let all = steps.iter().chain([&Step::Returns(None), &Step::Returns(Some(Side::Theirs))]);
        for (minute, step) in (0i64..).zip(all) {
            match step {
                Step::Does(who, act) => {
                    let desk = &mut desks[*who];
                    let command = act.command(&desk.ledger);
                    // What the rules refuse is not done, on any desk.
                    let _ = desk.session.execute(&mut desk.ledger, &command, later(minute));
                }
                Step::Undoes(who) => {
                    let desk = &mut desks[*who];
                    let _ = desk.session.undo(&mut desk.ledger, later(minute));
                }
                Step::Returns(side) => {
                    // Nobody sends a file that is open.
                    drop(desks.pop());
                    let office = &mut desks[0];
                    let ours = office.session.entries().expect("read");
                    let was = office.ledger.clone();
                    let merge = office.take(&file, minute, *side);
                    let unit = Desk::open(&file, "李四");
                    let theirs = unit.session.entries().expect("read");
                    prop_assert_eq!(&merge.problems, &Vec::<MergeProblem>::new());
                    let changes = theirs.iter().filter(|entry| entry.seq > own);
                    for change in changes.flat_map(|entry| &entry.body.changes) {
                        let key = change.key();
                        let (base, here) = (start.recorded(key), was.recorded(key));
                        let (there, now) = (unit.ledger.recorded(key), office.ledger.recorded(key));
                        let had = history_of(&ours, key, begun);
                        let asked = merge.lines.iter().any(|line| line.conflict() && line.change.key() == key);
                        // What only one side has changed stays or comes.
                        if had.is_empty() {
                            prop_assert_eq!(&now, &there);
                        }
                        if there == base {
                            prop_assert!(now == here || had.contains(&there) || here.is_some(), "{key:?}");
                        }
                        // What is not taken was here already, says the same, is as it was, or is asked.
                        let same = matches!((&here, &there), (Some(a), Some(b)) if a.says_the_same(b));
                        prop_assert!(
                            now == there || asked || same || had.contains(&there) || there == base,
                            "{key:?} is lost"
                        );
                        // What was here before and is not any more comes only when somebody says so.
                        if now != here && there.is_some() && !asked {
                            prop_assert!(!had.contains(&there), "{key:?} comes back by itself");
                        }
                        if *side != Some(Side::Theirs) && asked {
                            prop_assert_eq!(&now, &here);
                        }
                    }
                    // At once again it changes nothing.
                    let after = office.ledger.clone();
                    let again = office.take(&file, minute, None);
                    prop_assert_eq!(again.changes(), Vec::new());
                    prop_assert_eq!(&office.ledger, &after);
                    desks.push(unit);
                }
            }
        }
    }
}

#[test]
fn a_file_that_came_back_is_previewed_and_taken_over_in_the_terminal() {
    for (width, height) in [(80, 24), (120, 40)] {
        let home = Home::new();
        let file = home.path("商务局.db");
        office(&home).hand_out(&file);
        let mut unit = Desk::open(&file, "李四");
        unit.run(&tick(87, "P2", "文件在案"), 5);
        drop(unit);
        let mut story = home.story("2020-07-20", width, height);
        story
            .keys("l/商务局.db<enter>")
            .shows("预览  商务局.db")
            .shows("计入 1 处，两边都改过 0 处")
            .shows("分册：已办，文件在案（李四");
        story
            .keys("<enter>")
            .shows("已记录：合并分册 开封市商务局：1 处");
        story
            .keys("l<enter>")
            .shows("没有可记入的改动")
            .keys("<enter>");
        story.keys("<esc>u").shows("已撤销：合并分册");
        // A roster is shown beside the ledger's own, and never written over it.
        std::fs::write(
            home.path("名册.csv"),
            "序号,名称,业务主管单位,状态\n1,开封市通信行业协会,河南省通信管理局,已脱钩\n2,开封市新协会,开封市科协,也许\n",
        )
        .expect("written");
        story
            .keys("l<ctrl-u>")
            .keys(&home.path("名册.csv").to_string_lossy())
            .keys("<enter>")
            .shows("名册预览  名册.csv")
            .shows("状态“也许”不认识");
        story.keys("n<enter>").shows("解决以后才能用");
        for (width, height) in [(0, 0), (1, 1), (20, 5), (60, 16)] {
            let size = ratatui::layout::Size::new(width, height);
            story.driver.handle(tuogou::tui::msg::Msg::Resize(size));
            story.screen();
        }
    }
}

#[test]
fn what_both_have_changed_is_decided_line_by_line_on_the_screen() {
    let home = Home::new();
    let mut desk = office(&home);
    let file = home.path("商务局.db");
    desk.hand_out(&file);
    let mut unit = Desk::open(&file, "李四");
    for no in [86, 87] {
        let there = answer(&unit.ledger, no, "a2.1.address", "分册");
        unit.run(&there, 5);
        let here = answer(&desk.ledger, no, "a2.1.address", "台账");
        desk.run(&here, 6);
    }
    unit.run(&tick(88, "P1", ""), 7);
    drop((unit, desk));
    let mut story = home.story("2020-07-20", 120, 40);
    story
        .keys("l/商务局.db<enter>")
        .shows("计入 1 处，两边都改过 2 处，其中 2 处待定")
        .shows("冲突，待定 86 住所地址");
    // Enter records nothing while somebody has to be asked, and goes there.
    story
        .keys("<enter>")
        .shows("还有 2 处两边都改过")
        .keys("<space>")
        .shows("冲突，取分册 86")
        .keys("<space>")
        .shows("冲突，留台账 86")
        .keys("<enter>")
        .shows("还有 1 处两边都改过")
        .keys("<tab>")
        .shows("冲突，取分册 86")
        .shows("冲突，取分册 87")
        .keys("<tab>")
        .shows("冲突，留台账 87")
        .keys("n<space>")
        .shows("计入 2 处，两边都改过 2 处")
        .keys("<enter>")
        .shows("已记录：合并分册 开封市商务局：2 处");
}

#[test]
fn the_command_line_lists_what_both_have_changed_and_takes_the_side_it_is_told() {
    let home = Home::new();
    let mut desk = office(&home);
    let file = home.path("商务局.db");
    desk.hand_out(&file);
    let mut unit = Desk::open(&file, "李四");
    let there = answer(&unit.ledger, 86, "a2.1.address", "分册");
    unit.run(&there, 5);
    let here = answer(&desk.ledger, 86, "a2.1.address", "台账");
    desk.run(&here, 6);
    drop((unit, desk));
    let path = file.to_string_lossy();
    let import = ["import", "bundle", &path];
    for more in [&["--dry-run"][..], &[]] {
        let lines = home.lines(&[&import, more].concat()).join("\n");
        for part in [
            "计入 0 处，两边都改过 1 处，其中 1 处待定",
            "冲突，待定 86",
            "--take theirs",
        ] {
            assert!(lines.contains(part), "{part}: {lines}");
        }
    }
    let told = home.json(&[&import[..], &["--dry-run", "--take", "theirs"]].concat());
    let line = &told["lines"][0];
    assert_eq!(
        (
            &line["conflict"],
            &line["decided"],
            &line["taken"],
            &told["recorded"]
        ),
        (&true.into(), &true.into(), &true.into(), &false.into())
    );
    let told = home.json(&[&import[..], &["--take", "ours"]].concat());
    assert_eq!(
        (&told["recorded"], &told["lines"][0]["taken"]),
        (&false.into(), &false.into())
    );
    let told = home.json(&[&import[..], &["--take", "theirs"]].concat());
    assert_eq!(told["recorded"], true);
    assert_eq!(home.json(&import)["lines"], serde_json::json!([]));
}

#[test]
fn a_file_that_comes_back_twice_with_more_in_it_is_no_conflict() {
    let home = Home::new();
    let mut office = office(&home);
    let file = bundle_of(&home, "商务局.db");
    office.hand_out(&file);
    let write = |text: &str, minute: i64| {
        let mut unit = Desk::open(&file, "李四");
        let command = match text {
            "" => Command::SetAnswer(NewAnswer::written(
                unit.ledger.round(),
                87,
                "a2.1.address",
                &[],
            )),
            text => answer(&unit.ledger, 87, "a2.1.address", text),
        };
        unit.run(&command, minute);
    };
    write("鼓楼区1号", 5);
    assert_eq!(office.take_back(&file, 10), (1, 0));
    write("龙亭区2号", 15);
    assert_eq!(office.take_back(&file, 20), (1, 0));
    // Also when the unit takes away what it had sent.
    write("鼓楼区3号", 25);
    write("", 26);
    assert_eq!(office.take_back(&file, 30), (1, 0), "what it had sent goes");
}

#[test]
fn a_file_that_speaks_of_another_unit_is_not_believed() {
    use tuogou::domain::change::{EntryKind, Mark};

    let home = Home::new();
    let office = office(&home);
    let mark = |unit: &str| {
        Change::mark(
            "M3",
            Subject::Unit(unit.into()),
            None,
            Some(Mark {
                done_on: date("2020-07-08"),
                by: "李四".into(),
                at: instant(),
            }),
        )
    };
    let changes = vec![mark("开封市商务局"), mark("开封市教育体育局")];
    let received = received(changes, EntryKind::Do, instant());
    let merge = received.merge(&office.session, &office.ledger, later(1));
    let merge = merge.expect("the history is read");
    assert_eq!(merge.changes(), [mark("开封市商务局")]);
    assert_eq!(merge.problems.len(), 1);
    assert_eq!(
        merge.problems[0].to_string(),
        "M3 开封市教育体育局：不是开封市商务局的节点，没有计入"
    );
}

/// Whatever the office can do that a unit's file begins with, or leaves out.
fn office_act() -> impl Strategy<Value = Command> {
    let unit = || {
        let names = ["开封市商务局", "开封市科学技术协会", "开封市商务和科技局"];
        prop::sample::select(names.to_vec())
    };
    let subject = move || {
        prop_oneof![
            (86u32..90).prop_map(Subject::Association),
            unit().prop_map(|name| Subject::Unit(name.into())),
        ]
    };
    let reason = || "会议决定".to_owned();
    prop_oneof![
        3 => (86u32..90, prop::sample::select(vec!["P1", "A1", "C1"])).prop_map(|(no, item)| tick(no, item, "办")),
        1 => (-3i64..9).prop_map(move |days| Command::ShiftMilestones { days, reason: reason() }),
        1 => (20u32..31).prop_map(move |day| Command::MoveMilestone {
            milestone: "M4".into(),
            due_on: Some(date(&format!("2020-07-{day}"))),
            reason: reason(),
        }),
        2 => (unit(), unit()).prop_map(move |(from, into)| Command::MergeUnit {
            from: from.into(),
            into: into.into(),
            reason: reason(),
        }),
        1 => unit().prop_map(move |printed| Command::SplitUnit { printed: printed.into(), reason: reason() }),
        1 => (86u32..90).prop_map(|no| Command::SetExit {
            association: no,
            exit: Some(Exit {
                kind: ExitKind::Deregistered,
                on: date("2020-07-10"),
                document: "文1号".into(),
                reason: "注销".into(),
                into: None,
            }),
        }),
        2 => (subject(), 0u8..4).prop_map(|(subject, kind)| Command::Note {
            subject,
            note: match kind {
                0 => Note::contact("王某", "0371-1"),
                1 => Note::promise("补报", date("2020-08-01")),
                2 => Note::extension("M4", "等文件", date("2021-03-01")),
                _ => Note::remark("来电"),
            },
        }),
        2 => (prop::sample::select(vec!["M1", "M3", "M4"]), subject()).prop_map(|(milestone, subject)| Command::Mark {
            milestone: milestone.into(),
            subject,
            on: date("2020-07-08"),
        }),
        1 => Just(Command::Mark {
            milestone: "M1".into(),
            subject: Subject::City,
            on: date("2020-06-16"),
        }),
        1 => (86u32..90).prop_map(|no| Command::Decide {
            finding: format!("D15-{no}"),
            verdict: Some(Verdict { kind: VerdictKind::Accepted, reason: "".into() }),
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_office_has_done_a_file_begins_with_its_state_of_the_unit(
        acts in prop::collection::vec(prop::option::weighted(0.85, office_act()), 0..24)
    ) {
        let home = Home::new();
        let mut office = office(&home);
        for (minute, command) in (0i64..).zip(&acts) {
            let Desk { session, ledger } = &mut office;
            // What the rules refuse is not done.
            let _ = match command {
                Some(command) => session.execute(ledger, command, later(minute)),
                None => session.undo(ledger, later(minute)),
            };
        }
        let whole = &office.ledger;
        let whose = whole.association_ix(86).and_then(|ix| whole.unit_of(ix)).expect("a unit");
        let name = whole.units()[whose].name.clone();
        let file = home.path("分册.db");
        let count = bundle::export(&office.session, whole, whose, later(100), &file, false);
        prop_assert_eq!(count.expect("handed out"), whole.units()[whose].associations.len());
        let unit = Desk::open(&file, "李四");
        let part = &unit.ledger;
        prop_assert_eq!(part.units().iter().map(|unit| &unit.name).collect::<Vec<_>>(), [&name]);
        let due = |ledger: &Ledger| {
            let milestones = ledger.round().milestones().iter();
            milestones.map(|one| one.due_on).collect::<Vec<_>>()
        };
        prop_assert_eq!(due(part), due(whole));
        let entries = office.session.entries().expect("read");
        for change in entries.iter().flat_map(|entry| &entry.body.changes) {
            let key = change.key();
            let its = match key.subject() {
                Some(Subject::Association(no)) => part.association_ix(no).is_some(),
                Some(Subject::Unit(unit)) => unit == *name,
                Some(Subject::City) => matches!(key, Key::Mark { .. }),
                None => false,
            };
            let expected = whole.recorded(key).filter(|_| its);
            if its || key.subject().is_some() {
                prop_assert_eq!(part.recorded(key), expected, "{:?}", key);
            }
        }
        // It comes back with nothing to say.
        drop(unit);
        let merge = office.merge(&file, 200);
        prop_assert_eq!(merge.lines, Vec::new());
        prop_assert_eq!(merge.problems, Vec::new());
    }
}
