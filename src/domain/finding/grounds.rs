//! What a finding rests on, as data. Each file of rules has its own grounds beside the rules, and
//! a file of sentences in `words::finding`.

use super::{FormGrounds, NameGrounds, NoticeGrounds, OrderGrounds, SignalReason, UnitGrounds};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// What a rule has seen: one group for each file of rules, one variant for each rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grounds {
    Units(UnitGrounds),
    Names(NameGrounds),
    Notice(NoticeGrounds),
    Order(OrderGrounds),
    /// S01: everything that was seen, in that order.
    Signals(Vec<SignalReason>),
    /// S02: decoupled before the round, without papers here.
    NoPapers(SignalReason),
    Forms(FormGrounds),
}

macro_rules! grounds {
    ($($of:ident($grounds:ty),)*) => {
        $(impl From<$grounds> for Grounds {
            fn from(grounds: $grounds) -> Self {
                Self::$of(grounds)
            }
        })*
    };
}

grounds! {
    Units(UnitGrounds),
    Names(NameGrounds),
    Notice(NoticeGrounds),
    Order(OrderGrounds),
    Signals(Vec<SignalReason>),
    NoPapers(SignalReason),
    Forms(FormGrounds),
}

/// So many spans of rows are named.
const MOST_SPANS: usize = 8;

/// Rows of the roster. There may be a hundred thousand, so that only the first spans are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSpans {
    pub count: usize,
    /// First and last number of each span.
    pub spans: Vec<(u32, u32)>,
    /// There are more spans.
    pub more: bool,
}

impl RowSpans {
    /// Where some associations stand.
    pub fn of(ledger: &Ledger, associations: &[AssocIx]) -> Self {
        let mut spans: Vec<(u32, u32)> = Vec::new();
        for no in associations.iter().map(|ix| ledger.associations()[*ix].no) {
            match spans.last_mut() {
                Some((_, last)) if *last + 1 == no => *last = no,
                _ => spans.push((no, no)),
            }
            if spans.len() > MOST_SPANS {
                break;
            }
        }
        let more = spans.len() > MOST_SPANS;
        spans.truncate(MOST_SPANS);
        Self {
            count: associations.len(),
            spans,
            more,
        }
    }
}
