//! What waits for a member body: the items that it sees to or looks at and that are not settled.

use std::collections::BTreeMap;

use super::approval;
use super::id::{AssocIx, ItemIx};
use super::ledger::Ledger;
use super::round::MemberBody;

/// An item that waits for a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub item: ItemIx,
    /// The body has to see to it, else it looks at what others have done.
    pub owner: bool,
    /// For whom it is open. What a unit does once stands for the first of its associations.
    pub whose: Vec<AssocIx>,
}

/// What waits for a body, in the order of the checklist.
pub fn of(ledger: &Ledger, body: &MemberBody) -> Vec<Waiting> {
    let is_it = |called: &str| body.ways().any(|way| way == called);
    let items = &ledger.round().items;
    let concerned = items.iter().map(|item| item.bodies().any(is_it));
    let concerned: Vec<bool> = concerned.collect();
    let mut waiting: BTreeMap<ItemIx, Vec<AssocIx>> = BTreeMap::new();
    for ix in approval::whose(ledger) {
        let open = ledger
            .counted(ix)
            .filter(|item| concerned[usize::from(item.ix)] && !item.state.settled());
        for item in open {
            waiting.entry(item.ix).or_default().push(ix);
        }
    }
    let all = waiting.into_iter().map(|(item, whose)| Waiting {
        item,
        owner: items[item].owner.iter().any(|owner| is_it(owner)),
        whose,
    });
    all.collect()
}
