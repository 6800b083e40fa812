//! Which unit a printed name is counted under.

use super::fact::{change, required};
use super::{Decision, Occasion, Refusal};
use crate::domain::change::{Change, Key};
use crate::domain::command::Context;
use crate::domain::fact::{Counted, Fact, FactKey};
use crate::domain::id::UnitIx;
use crate::domain::ledger::{Ledger, PrintedUnit};
use crate::text::plain::Plain;

/// The unit with a canonical or printed name.
fn unit_of(ledger: &Ledger, name: &str) -> Option<UnitIx> {
    let printed = || ledger.printed_units().iter().find(|unit| unit.name == name);
    ledger.unit_ix(name).or_else(|| printed()?.unit)
}

/// Counts everything of a unit under another one.
pub(super) fn merge(
    ledger: &Ledger,
    from: &str,
    into: &str,
    reason: &str,
    context: &Context,
) -> Result<Decision, Refusal> {
    let into = String::from(required(
        into,
        text!("归入的单位", "the unit to merge into"),
    )?);
    let reason = Plain::typed(reason)?;
    if into == ledger.round().info.thresholds.direct_registration {
        return Err(Refusal::NotAUnit(into));
    }
    let unit = unit_of(ledger, from).ok_or_else(|| Refusal::UnknownUnit(from.to_owned()))?;
    let about = &ledger.units()[unit];
    if about.name == into {
        return Err(Refusal::SameUnit(into));
    }
    // A name that is counted under another one is no unit: whoever merges into it goes round
    // in a circle, or means the other one.
    if ledger.unit_ix(&into).is_none()
        && let Some(other) = unit_of(ledger, &into)
    {
        let under = ledger.units()[other].name.to_string();
        return Err(if other == unit {
            Refusal::UnitCircle { name: into, under }
        } else {
            Refusal::CountedElsewhere { name: into, under }
        });
    }
    let printed = about.printed.iter().map(|ix| &ledger.printed_units()[*ix]);
    let changes: Vec<Change> = printed
        .filter_map(|printed| count(ledger, printed, &into, &reason, context))
        .collect();
    Ok(Decision {
        occasion: Occasion::UnitMerged {
            unit: about.name.to_string(),
            into,
        },
        changes,
    })
}

/// Counts a printed name under its own name.
pub(super) fn split(
    ledger: &Ledger,
    printed: &str,
    reason: &str,
    context: &Context,
) -> Result<Decision, Refusal> {
    let reason = Plain::typed(reason)?;
    let known = ledger
        .printed_units()
        .iter()
        .find(|unit| unit.name == printed);
    let known = known.ok_or_else(|| Refusal::UnknownPrinted(printed.to_owned()))?;
    if known.unit.is_none() {
        return Err(Refusal::NotAUnit(printed.to_owned()));
    }
    let changes = count(ledger, known, printed, &reason, context);
    Ok(Decision {
        occasion: Occasion::Single(Key::Fact(FactKey::Unit(printed.to_owned()))),
        changes: changes.into_iter().collect(),
    })
}

/// The change that counts a printed name under a unit. What the round's data says needs no
/// decision of its own.
fn count(
    ledger: &Ledger,
    printed: &PrintedUnit,
    canonical: &str,
    reason: &str,
    context: &Context,
) -> Option<Change> {
    let key = FactKey::Unit(printed.name.to_string());
    let seed = printed
        .seed
        .as_ref()
        .and_then(|seed| seed.canonical.as_deref());
    let from_data = seed.unwrap_or(&printed.name);
    let fact = (canonical != from_data).then(|| {
        Fact::Unit(Counted {
            canonical: canonical.into(),
            reason: reason.into(),
        })
    });
    change(ledger, key, fact, context)
}
