//! What is under the cursor of a page, as whatever works on it asks.

use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::SubjectIx;
use crate::words::why;

/// What is under the cursor of a page: the one answer for why, copying, export, contacts, bulk
/// work, histories and imports.
#[derive(Debug, Default)]
pub struct Focus {
    /// The association on the line, or the one that the whole page is about.
    pub association: Option<AssocIx>,
    /// The page is about this association and no other.
    pub only: bool,
    /// The unit on the line.
    pub unit: Option<UnitIx>,
    /// Whose contacts, promises and remarks are meant.
    pub subject: Option<SubjectIx>,
    /// Of which light, tick or count is asked why.
    pub why: Option<why::What>,
    /// What goes to the clipboard: columns divided by tabs, as a spreadsheet takes it.
    pub text: Option<String>,
}

impl Focus {
    /// A line that is about an association.
    pub fn on(association: AssocIx) -> Self {
        Self {
            association: Some(association),
            subject: Some(SubjectIx::Association(association)),
            why: Some(why::What::Association(association)),
            ..Self::default()
        }
    }

    /// A page that is about an association.
    pub fn only(association: AssocIx) -> Self {
        Self {
            only: true,
            ..Self::on(association)
        }
    }

    /// A line that is about a unit.
    pub fn unit(unit: UnitIx) -> Self {
        Self {
            unit: Some(unit),
            subject: Some(SubjectIx::Unit(unit)),
            why: Some(why::What::Unit(unit)),
            ..Self::default()
        }
    }

    /// With another question about its light.
    #[must_use]
    pub fn asking(self, why: why::What) -> Self {
        Self {
            why: Some(why),
            ..self
        }
    }

    /// With what is copied of it.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..self
        }
    }
}
