//! A round with what it adds up to: [`State`] and [`Census`], kept in step by [`Ledger::apply`],
//! which is the only thing that moves either.

mod apply;
mod touched;

use std::ops::Deref;
use std::sync::Arc;

use crate::domain::census::{Census, Histogram};
use crate::domain::id::AssocIx;
use crate::domain::progress::Progress;
use crate::domain::round::Round;
use crate::domain::state::StateBuilder;

pub use crate::domain::state::{
    Association, Basis, ItemView, Located, PrintedUnit, Referent, RosterError, RosterRow, State,
    SubjectIx, SupervisingUnit, UnknownReference,
};
pub use touched::Touched;

/// What is recorded of a round, which it hands out as its own, and the sums that follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    state: State,
    census: Census,
}

impl Deref for Ledger {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl From<State> for Ledger {
    /// Works the sums out.
    fn from(state: State) -> Self {
        Self {
            census: Census::new(&state),
            state,
        }
    }
}

impl Ledger {
    /// An untouched ledger. Printed names that `units.toml` does not know become units of
    /// their own, so that every row belongs somewhere.
    pub fn new(
        round: &Arc<Round>,
        roster: impl IntoIterator<Item = RosterRow>,
    ) -> Result<Self, RosterError> {
        let mut builder = StateBuilder::new(round);
        for row in roster {
            builder.row(row);
        }
        Ok(builder.finish()?.into())
    }

    /// Progress of one association.
    pub fn progress(&self, association: AssocIx) -> &Progress {
        self.census.progress(association)
    }

    /// The same, to be kept or compared: whoever stands exactly alike may share one.
    pub fn shared_progress(&self, association: AssocIx) -> &Arc<Progress> {
        self.census.progress(association)
    }

    /// It has a task in this round: 拟脱钩 and has not left.
    pub fn has_task(&self, association: AssocIx) -> bool {
        self.progress(association).stage.has_task()
    }

    /// Sums over the whole city.
    pub const fn totals(&self) -> &Histogram {
        self.census.totals()
    }
}
