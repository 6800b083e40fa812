//! The search for findings in a large ledger: in steps, and on the screen while nobody types.

use std::cmp::Reverse;
use std::sync::LazyLock;

use proptest::prelude::*;
use tempfile::TempDir;
use tuogou::domain::command::{Command, NewAnswer};
use tuogou::domain::fact::{Verdict, VerdictKind};
use tuogou::domain::finding::{Finding, Kind, Scope, Survey, of};
use tuogou::domain::ledger::Ledger;
use tuogou::tui::driver::Driver;
use tuogou::tui::model::Tab;
use tuogou::tui::screen::text_of;

use crate::sized::{desk, history};
use crate::support::{date, moment};

/// More than is looked through at once, and some of it ticked.
const MANY: u32 = 8_000;

/// Some ledgers that are only read.
static FEW: LazyLock<Ledger> = LazyLock::new(|| made(150));
static SOME: LazyLock<Ledger> = LazyLock::new(|| made(600));

/// A ledger of some size, with a form, a contradiction in it, and decisions.
fn made(size: u32) -> Ledger {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.db");
    history::make(&path, size, true).expect("made");
    let (mut session, mut ledger) = desk::open(&path);
    let found = of(&ledger, Scope::Everything, desk::day());
    let any = |kind: Kind| found.iter().find(|one| one.kind == kind).expect("one");
    let decided = [Kind::Signals, Kind::LookBack, Kind::Units].map(|kind| any(kind).id.clone());
    let decide = decided.into_iter().map(|finding| Command::Decide {
        finding,
        verdict: Some(Verdict {
            kind: VerdictKind::Accepted,
            reason: "".into(),
        }),
    });
    let with_task = ledger.associations().keys().find(|ix| ledger.has_task(*ix));
    let no = ledger.associations()[with_task.expect("one")].no;
    let answers = [("a2.2.cooffice", "否"), ("a4.2.cooffice", "未完成脱钩")];
    let answers = answers.map(|(field, text)| {
        Command::SetAnswer(NewAnswer {
            association: no,
            field: field.into(),
            rows: vec![vec![text.into()]],
        })
    });
    for command in decide.chain(answers).collect::<Vec<_>>() {
        let done = session.execute(&mut ledger, &command, moment("2020-07-20"));
        done.expect("recorded");
    }
    ledger
}

/// Worst first, and what is to be looked back on last.
fn rank(ledger: &Ledger, one: &Finding) -> impl Ord + use<> {
    let last = one.kind == Kind::LookBack;
    let number = one.number(ledger);
    (
        last,
        one.severity,
        Reverse(one.score),
        number,
        one.id.clone(),
    )
}

#[test]
fn the_list_is_in_order_and_says_what_each_association_shows() {
    let ledger = &*SOME;
    let found = of(ledger, Scope::Everything, desk::day());
    assert!(found.is_sorted_by(|one, other| rank(ledger, one) < rank(ledger, other)));
    for ix in ledger.associations().keys() {
        for one in of(ledger, Scope::Papers(ix), desk::day()) {
            assert!(found.contains(&one), "{}", one.id);
        }
    }
    for kind in [Kind::Forms, Kind::Signals, Kind::LookBack, Kind::Roster] {
        assert!(found.iter().any(|one| one.kind == kind), "{kind:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Put down anywhere and taken up again, it finds the same.
    #[test]
    fn a_search_in_steps_finds_what_one_at_once_does(
        budgets in prop::collection::vec(1usize..700, 1..8),
    ) {
        let ledger = &*FEW;
        let whole = of(ledger, Scope::Everything, desk::day());
        let mut survey = Survey::new(ledger, desk::day());
        let mut reached = survey.progress(ledger);
        for budget in budgets.into_iter().cycle() {
            let done = survey.step(ledger, budget);
            let further = survey.progress(ledger);
            prop_assert!(further.done >= reached.done && further.done <= further.total);
            reached = further;
            if done {
                break;
            }
        }
        let found = survey.finish();
        prop_assert_eq!(found.len(), whole.len());
        for (at, ((kind, open), one)) in found.kinds().zip(&whole).enumerate() {
            let listed = found.get(ledger, at);
            prop_assert_eq!(listed.as_deref(), Some(one));
            prop_assert_eq!((kind, open), (one.kind, one.open(ledger)));
            prop_assert_eq!(found.position(ledger, &one.id), Some(at));
        }
        prop_assert_eq!(found.into_findings(ledger), whole);
    }
}

fn driver(folder: &TempDir) -> Driver {
    let path = folder.path().join("ledger.db");
    history::make(&path, MANY, true).expect("made");
    desk::driver(&path)
}

fn press(driver: &mut Driver, keys: &[&str]) -> String {
    for key in keys {
        desk::press(driver, key);
    }
    text_of(&driver.draw().0)
}

/// Nobody types until everything is found; how often there was something to draw.
fn wait(driver: &mut Driver) -> usize {
    let mut drawn = 0;
    while driver.searching() {
        drawn += usize::from(driver.search());
    }
    drawn
}

#[test]
fn a_large_ledger_is_searched_while_nobody_types_and_keys_work_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut driver = driver(&folder);
    let begun = press(&mut driver, &["<f11>"]);
    assert!(begun.contains("正在查找"), "{begun}");
    assert!(
        !begun.contains("待处理 0"),
        "nothing is counted yet:\n{begun}"
    );
    let none = press(&mut driver, &["<enter>"]);
    assert!(none.contains("正在查找，请稍候"), "{none}");
    // Somewhere else nothing is looked for, and the keys do there what they do.
    let elsewhere = press(&mut driver, &["<f3>"]);
    assert!(!driver.searching(), "{elsewhere}");
    assert!(!elsewhere.contains("正在查找"), "{elsewhere}");
    assert_eq!(driver.model().tab, Tab::Roster);
    // Back on the page it goes on from where it was, and not from its beginning.
    let reached = |driver: &Driver| driver.model().findings.reached(&driver.model().ledger);
    driver.search();
    let before = reached(&driver);
    press(&mut driver, &["<f11>"]);
    assert!(reached(&driver) >= before && before > Some(0));
    let drawn = wait(&mut driver);
    assert!(
        (1..=101).contains(&drawn),
        "a frame for each percent: {drawn}"
    );
    let done = press(&mut driver, &[]);
    assert!(!done.contains("正在查找"), "{done}");
    let count = driver.model().findings.count();
    assert!(
        count > 0 && done.contains(&format!("待处理 {count}")),
        "{done}"
    );
    let found = of(
        &driver.model().ledger,
        Scope::Everything,
        date("2020-07-20"),
    );
    let first = press(&mut driver, &["<home>"]);
    let rule = found[0].id.split(':').next().expect("a rule");
    assert!(first.contains(&format!("矛盾 {rule} ")), "{first}");
}

#[test]
fn what_was_found_stands_until_it_is_found_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut driver = driver(&folder);
    press(&mut driver, &["<f11>"]);
    wait(&mut driver);
    let before = driver.model().findings.count();
    press(&mut driver, &["<down>", "<down>"]);
    let findings = &driver.model().findings;
    let next = findings
        .at(&driver.model().ledger, 3)
        .expect("one")
        .id
        .clone();
    // 属实.
    let screen = press(&mut driver, &["t"]);
    assert!(screen.contains("正在查找"), "{screen}");
    assert!(screen.contains("▐属实"), "{screen}");
    wait(&mut driver);
    let screen = press(&mut driver, &[]);
    assert!(!screen.contains("正在查找"), "{screen}");
    let model = driver.model();
    assert_eq!(model.findings.count(), before - 1);
    let here = model.findings.current(&model.ledger).expect("one");
    assert_eq!(here.id, next, "the next one is under the cursor");
    assert_eq!(model.findings.list.cursor, 2);
    // Another day is another ledger: nothing of this one stands for it.
    let screen = press(
        &mut driver,
        &[
            "<f5>", "<ctrl-u>", "2", "0", "2", "0", "0", "7", "2", "1", "<enter>",
        ],
    );
    assert!(
        screen.contains("正在查找") && !screen.contains(&next),
        "{screen}"
    );
}
