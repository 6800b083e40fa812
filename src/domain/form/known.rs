//! What the ledger knows of a field before anybody has filled it in: offered on the screen, and printed
//! on the forms.

use serde::Deserialize;

use super::Field;
use crate::domain::change::Subject;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// What of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The name of the association, as the roster has it.
    Name,
    /// The name of its supervising unit.
    Unit,
    /// Whom to ask at the association.
    Contact,
    ContactPhone,
    /// Whom to ask at the unit.
    UnitContact,
    UnitPhone,
}

/// What would stand in a field; nothing where the ledger does not know it.
pub fn of(ledger: &Ledger, association: AssocIx, field: &Field) -> Option<String> {
    let about = &ledger.associations()[association];
    let unit = || ledger.unit_name_of(association).map(str::to_owned);
    let contact = |subject: Subject| ledger.contact(&subject).map(|(note, _)| note);
    let own = || contact(Subject::Association(about.no));
    let units = || contact(Subject::Unit(unit()?));
    let text = match field.known? {
        Known::Name => ledger.name(association).to_owned(),
        Known::Unit => unit()?,
        Known::Contact => own()?.person.to_string(),
        Known::ContactPhone => own()?.phone.to_string(),
        Known::UnitContact => units()?.person.to_string(),
        Known::UnitPhone => units()?.phone.to_string(),
    };
    (!text.is_empty()).then_some(text)
}
