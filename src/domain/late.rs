//! Whose a milestone is, and what a unit has not reached of its own: one answer for lights, lists and
//! letters. What the working group convenes or other bodies approve is nobody's fault below them.

use chrono::NaiveDate;

use super::figure::Members;
use super::id::{MilestoneIx, UnitIx};
use super::ledger::{Ledger, SubjectIx};
use super::light::{self, Assessment, Case};
use super::milestone;
use super::model::Light;
use super::rollup;
use super::round::Scope;

/// Those of a unit, or of direct registration, who have to reach a milestone. The city's are not theirs.
pub fn members(ledger: &Ledger, milestone: MilestoneIx, whose: Members) -> Vec<SubjectIx> {
    match (ledger.round().milestones()[milestone].scope, whose) {
        (Scope::City, _) => Vec::new(),
        (_, Members::Unit(unit)) => milestone::below(ledger, milestone, SubjectIx::Unit(unit)),
        (_, Members::City | Members::Direct) => whose
            .associations(ledger)
            .iter()
            .flat_map(|ix| milestone::below(ledger, milestone, SubjectIx::Association(*ix)))
            .collect(),
    }
}

/// The milestones that a unit has to reach itself, and leads.
pub fn own_milestones(ledger: &Ledger, unit: UnitIx) -> impl Iterator<Item = MilestoneIx> {
    let defs = ledger.round().milestones().iter_enumerated();
    defs.filter(move |(ix, def)| def.scope == Scope::Unit && def.own && ledger.concerns(*ix, unit))
        .map(|(ix, _)| ix)
}

/// A unit's light: the worst of its associations and of the milestones that it has to reach itself.
pub fn unit_light(ledger: &Ledger, unit: UnitIx, associations: Light, as_of: NaiveDate) -> Light {
    associations.max(own_light(ledger, unit, as_of).light)
}

/// The worst light of the milestones that a unit has to reach itself; grey without a task.
pub fn own_light(ledger: &Ledger, unit: UnitIx, as_of: NaiveDate) -> Assessment {
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    if ledger.units()[unit].tasks() == 0 {
        return none;
    }
    own_milestones(ledger, unit)
        .map(|ix| rollup::member(ledger, ix, SubjectIx::Unit(unit), as_of))
        .fold(none, Assessment::worse)
}
