//! What the notice asks of a unit once is kept and counted once for it, whichever of its associations
//! it is ticked at.

use proptest::prelude::*;
use tuogou::domain::command::Command;
use tuogou::domain::fact::{Exit, ExitKind};
use tuogou::domain::figure::{self, Members};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::domain::round::ItemDef;

use crate::support::{Home, date, moment};

/// The ids of the items that are a unit's.
fn duties(ledger: &Ledger) -> Vec<&ItemDef> {
    let items = ledger.round().items.iter();
    items.filter(|item| item.per_unit()).collect()
}

fn tick(association: u32, item: &str, state: ItemState) -> Command {
    Command::SetItem {
        association,
        item: item.to_owned(),
        state: Some(state),
        note: None,
        evidence: None,
    }
}

/// Every association of a unit says the same of its unit's duties, and the sum has each of them once
/// for each unit with a task.
fn one_of_each(ledger: &Ledger) {
    let mut counted = 0;
    for unit in ledger.units() {
        for item in duties(ledger) {
            let ix = ledger.round().item_ix(&item.id).expect("an item");
            let says = |state: ItemState| {
                let whose = unit.associations.iter();
                whose
                    .filter(|of| ledger.item(**of, ix).state == state)
                    .count()
            };
            let all = unit.associations.len();
            let states = [
                ItemState::Open,
                ItemState::Doing,
                ItemState::Done,
                ItemState::NotApplicable,
            ];
            assert!(
                states.iter().any(|state| says(*state) == all),
                "{}",
                unit.name
            );
            let applies = says(ItemState::NotApplicable) == 0;
            counted += usize::from(unit.tasks() > 0 && applies);
        }
    }
    let own = ledger
        .associations()
        .keys()
        .filter(|ix| ledger.has_task(*ix));
    let own = own.flat_map(|ix| ledger.checklist(ix));
    let own = own.filter(|item| !item.def.per_unit() && item.state != ItemState::NotApplicable);
    let sums = figure::sums(ledger, Members::City, date("2020-07-01"));
    assert_eq!(sums.items.total, own.count() + counted);
    let units: usize = Members::units(ledger)
        .map(|unit| figure::sums(ledger, unit, date("2020-07-01")).items.total)
        .sum();
    assert_eq!(units, sums.items.total, "the units add up");
}

#[test]
fn a_bureau_of_44_has_its_body_once() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let ids: Vec<String> = duties(&ledger).iter().map(|item| item.id.clone()).collect();
    assert_eq!(ids, ["P1", "P3"], "L52, L31");
    one_of_each(&ledger);
    let before = figure::sums(&ledger, Members::City, date("2020-07-01")).items;
    let done = tick(53, "P1", ItemState::Done);
    session
        .execute(&mut ledger, &done, moment("2020-06-26"))
        .expect("ticked");
    one_of_each(&ledger);
    let after = figure::sums(&ledger, Members::City, date("2020-07-01")).items;
    assert_eq!((after.done, after.total), (before.done + 1, before.total));
    // At another of them there is nothing left to tick.
    let again = tick(29, "P1", ItemState::Done);
    let entries = session.entries().expect("read").len();
    session
        .execute(&mut ledger, &again, moment("2020-06-26"))
        .expect("as it is");
    assert_eq!(session.entries().expect("read").len(), entries);
    let open = tick(29, "P1", ItemState::Open);
    session
        .execute(&mut ledger, &open, moment("2020-06-27"))
        .expect("taken away at another one");
    assert_eq!(
        figure::sums(&ledger, Members::City, date("2020-07-01")).items,
        before
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is ticked, left and taken back: the ledger that was moved along is the one that is
    /// read anew, and each duty is there once.
    #[test]
    fn duties_are_there_once_whatever_happens(
        steps in prop::collection::vec((29u32..90, 0usize..5, 0u32..6), 1..20),
    ) {
        let home = Home::new();
        let (mut session, mut ledger) = home.open("张三");
        for (no, item, kind) in steps {
            let at = moment("2020-07-20");
            let states = [ItemState::Done, ItemState::Doing, ItemState::Open];
            let exit = |exit| Command::SetExit { association: no, exit };
            let left = Exit {
                kind: ExitKind::Deferred,
                on: date("2020-07-20"),
                document: "文".into(),
                reason: "缓".into(),
                into: None,
            };
            let _ = match kind {
                0 => session.undo(&mut ledger, at),
                1 => session.execute(&mut ledger, &exit(Some(left)), at),
                2 => session.execute(&mut ledger, &exit(None), at),
                _ => {
                    let item = ["P1", "P3", "P1", "P2", "A1"][item];
                    session.execute(&mut ledger, &tick(no, item, states[kind as usize - 3]), at)
                }
            };
            one_of_each(&ledger);
        }
        let (_, anew) = home.open("张三");
        prop_assert_eq!(&anew, &ledger);
    }
}
