//! What waits for the member bodies: items that they see to or look at and that are not settled.

use typed_index_collections::TiVec;

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

/// What waits for each of some bodies, in the order of the checklist. The associations are gone
/// through once for all of them.
pub fn of(ledger: &Ledger, bodies: &[MemberBody]) -> Vec<Vec<Waiting>> {
    let items = &ledger.round().items;
    let is_one_of = |bodies: &[MemberBody], called: &str| {
        let mut ways = bodies.iter().flat_map(MemberBody::ways);
        ways.any(|way| way == called)
    };
    let concerns = |bodies: &[MemberBody], item: ItemIx| {
        let mut called = items[item].bodies();
        called.any(|called| is_one_of(bodies, called))
    };
    let mut open: TiVec<ItemIx, Option<Vec<AssocIx>>> = items
        .keys()
        .map(|item| concerns(bodies, item).then(Vec::new))
        .collect();
    for ix in approval::whose(ledger) {
        for item in ledger.counted(ix) {
            if let Some(whose) = &mut open[item.ix]
                && !item.state.settled()
            {
                whose.push(ix);
            }
        }
    }
    let of_body = |body: &MemberBody| {
        let body = std::slice::from_ref(body);
        let waits = open.iter_enumerated().filter_map(|(item, whose)| {
            let whose = whose.as_ref().filter(|whose| !whose.is_empty())?;
            let mut owners = items[item].owner.iter();
            concerns(body, item).then(|| Waiting {
                item,
                owner: owners.any(|owner| is_one_of(body, owner)),
                whose: whose.clone(),
            })
        });
        waits.collect()
    };
    bodies.iter().map(of_body).collect()
}

/// What waits for one of them.
pub fn of_one(ledger: &Ledger, body: &MemberBody) -> Vec<Waiting> {
    of(ledger, std::slice::from_ref(body))
        .pop()
        .unwrap_or_default()
}
