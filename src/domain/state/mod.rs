//! The state of a round in memory: the printed roster and what was recorded about it, by key. No
//! sums and no day: rules are functions of it, and [`super::ledger`] keeps what they add up to.

mod builder;
mod fact;
mod item;
mod names;
mod put;
mod queries;
mod shared;
mod units;
mod vec_map;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use ecow::EcoString;
use smallvec::SmallVec;
use typed_index_collections::{TiSlice, TiVec};

use crate::domain::by_name::ByName;
use crate::domain::change::{AnswerRecord, Change, ItemRecord, Mark, Subject};
use crate::domain::fact::{FactKey, FactRecord};
use crate::domain::id::{AssocIx, IdMap, ItemIx, MilestoneIx, PrintedIx, UnitIx};
use crate::domain::model::{Status, UnitKind};
use crate::domain::round::{FieldIx, Round, Scope, Training, UnitSeed};
use crate::text::cells::visible;
use names::NameText;
use vec_map::VecMap;

pub use builder::StateBuilder;
pub use item::{Basis, ItemView};
pub use queries::Located;

/// One row of the printed roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    pub no: u32,
    /// 行业协会商会名称, as printed.
    pub name: EcoString,
    /// 业务主管单位, as printed; rows of one unit may share it.
    pub printed_unit: EcoString,
    /// 备注: the printed status.
    pub status: Status,
}

/// An association as the roster prints it; [`State::name`] has its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    pub no: u32,
    /// Which printed unit name stands beside it.
    pub printed: PrintedIx,
    /// Where its name stands among all of them, and how many bytes it has.
    name_from: u32,
    name_len: u16,
    pub status: Status,
}

/// A name in the roster's unit column.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedUnit {
    /// Exactly as printed.
    pub name: EcoString,
    /// The unit it is counted under; `None` for direct registration.
    pub unit: Option<UnitIx>,
    /// What `units.toml` knows of the name.
    pub seed: Option<Arc<UnitSeed>>,
    /// Associations under this name, in the order of the roster.
    pub associations: FewIxs<AssocIx>,
}

/// Positions of which there mostly are no more than four: they stand in place, where a list of its own
/// would take as much again.
pub type FewIxs<T> = SmallVec<[T; 4]>;

/// A supervising unit under its canonical name.
#[derive(Debug, Clone, PartialEq)]
pub struct SupervisingUnit {
    pub name: EcoString,
    /// What people say.
    pub short: EcoString,
    /// What kind of body.
    pub kind: UnitKind,
    /// Printed names and other ways to write it, for search.
    pub aliases: Vec<EcoString>,
    /// Its printed names.
    pub printed: FewIxs<PrintedIx>,
    /// Its associations, in the order of the roster.
    pub associations: FewIxs<AssocIx>,
    /// How many of them are 拟脱钩.
    planned: u32,
    /// How many of these have not left the round.
    tasks: u32,
    /// The first of these, for whom the unit's own items count.
    pub bearer: Option<AssocIx>,
    /// Under which association what counts of the unit's own items stands, where something does.
    held: Option<Box<VecMap<ItemIx, AssocIx>>>,
}

impl SupervisingUnit {
    /// How many of its associations are 拟脱钩.
    pub const fn planned(&self) -> usize {
        self.planned as usize
    }

    /// How many of these have not left the round.
    pub const fn tasks(&self) -> usize {
        self.tasks as usize
    }

    /// The ways to call it, its name first.
    pub fn ways(&self) -> impl Iterator<Item = &str> {
        let short = (self.short != self.name).then_some(&self.short);
        let own = [&self.name].into_iter().chain(short);
        own.chain(&self.aliases).map(EcoString::as_str)
    }
}

/// [`Subject`] with positions instead of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectIx {
    /// The whole city.
    City,
    Unit(UnitIx),
    Association(AssocIx),
}

/// A roster that cannot be a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterError {
    /// Two rows with one number.
    DuplicateNumber(u32),
}

impl std::error::Error for RosterError {}

/// A change that speaks of something this round does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownReference {
    pub what: Referent,
    pub id: String,
}

impl std::error::Error for UnknownReference {}

/// What a change may speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referent {
    Item,
    Field,
    Milestone,
    Association,
    Unit,
    PrintedUnit,
}

/// The roster and what is recorded about it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    printed_round: Arc<Round>,
    /// With the dates that count.
    round: Arc<Round>,
    printed_units: TiVec<PrintedIx, PrintedUnit>,
    units: TiVec<UnitIx, SupervisingUnit>,
    /// In the order of their numbers.
    associations: TiVec<AssocIx, Association>,
    names: NameText,
    unit_by_name: ByName<UnitIx>,
    records: IdMap<AssocIx, VecMap<ItemIx, ItemRecord>>,
    marks: IdMap<(MilestoneIx, SubjectIx), Mark>,
    /// Marks of units that are counted under another one now, by name.
    marks_of_missing_units: BTreeMap<(MilestoneIx, String), Mark>,
    answers: IdMap<AssocIx, VecMap<FieldIx, AnswerRecord>>,
    facts: BTreeMap<FactKey, FactRecord>,
    /// Later dates that were agreed in time; they follow from the promises among the facts.
    extensions: IdMap<(SubjectIx, MilestoneIx), NaiveDate>,
}

impl State {
    /// The printed roster that it was made from.
    pub fn roster(&self) -> Vec<RosterRow> {
        let row = |ix| self.roster_row(ix);
        self.associations.keys().map(row).collect()
    }

    /// One row of the printed roster.
    pub fn roster_row(&self, association: AssocIx) -> RosterRow {
        let about = &self.associations[association];
        RosterRow {
            no: about.no,
            name: self.name(association).into(),
            printed_unit: self.printed_units[about.printed].name.clone(),
            status: about.status,
        }
    }

    /// The round's data, with the dates that count.
    pub fn round(&self) -> &Round {
        &self.round
    }

    /// All associations in the order of the roster.
    pub fn associations(&self) -> &TiSlice<AssocIx, Association> {
        &self.associations
    }

    /// 行业协会商会名称, as printed.
    pub fn name(&self, association: AssocIx) -> &str {
        let about = &self.associations[association];
        self.names.get(about.name_from, about.name_len)
    }

    /// All printed unit names in the order of the roster.
    pub fn printed_units(&self) -> &TiSlice<PrintedIx, PrintedUnit> {
        &self.printed_units
    }

    /// All units under canonical names, in the order of the roster.
    pub fn units(&self) -> &TiSlice<UnitIx, SupervisingUnit> {
        &self.units
    }

    /// The association with a number.
    pub fn association_ix(&self, no: u32) -> Option<AssocIx> {
        let associations = &self.associations;
        associations.binary_search_by_key(&no, |one| one.no).ok()
    }

    /// The unit with exactly this canonical name.
    pub fn unit_ix(&self, canonical: &str) -> Option<UnitIx> {
        let units = &self.units;
        self.unit_by_name.get(canonical, |ix| &units[ix].name)
    }

    /// The unit that an association is counted under; `None` for direct registration.
    pub fn unit_of(&self, association: AssocIx) -> Option<UnitIx> {
        self.printed_units[self.associations[association].printed].unit
    }

    /// What the unit of an association is.
    pub fn kind_of(&self, association: AssocIx) -> UnitKind {
        let unit = self.unit_of(association);
        unit.map_or(UnitKind::DirectRegistration, |unit| self.units[unit].kind)
    }

    /// The associations in direct registration, in the order of the roster: they share one name
    /// in the column of units.
    pub fn direct(&self) -> impl Iterator<Item = AssocIx> {
        let printed = self.printed_units.iter();
        let direct = printed.filter(|printed| printed.unit.is_none());
        direct.flat_map(|printed| printed.associations.iter().copied())
    }

    /// The canonical name of that unit; `None` for direct registration.
    pub fn unit_name_of(&self, association: AssocIx) -> Option<&str> {
        let unit = self.unit_of(association)?;
        Some(self.units[unit].name.as_str())
    }

    /// The name in the roster's unit column, as printed.
    pub fn printed_unit_of(&self, association: AssocIx) -> &str {
        &self.printed_units[self.associations[association].printed].name
    }

    /// What somebody recorded about an item; of a unit's, for whichever of its associations.
    pub fn record(&self, association: AssocIx, item: ItemIx) -> Option<&ItemRecord> {
        self.own_record(self.keeper(association, item), item)
    }

    /// What stands under exactly this association.
    fn own_record(&self, association: AssocIx, item: ItemIx) -> Option<&ItemRecord> {
        self.records.get(&association)?.get(item)
    }

    /// Everything recorded about an association's items.
    pub fn records(&self, association: AssocIx) -> impl Iterator<Item = (ItemIx, &ItemRecord)> {
        let records = self.record_list(association).iter();
        records.map(|(item, record)| (*item, record))
    }

    /// The same as it is kept, in the order of the items.
    pub fn record_list(&self, association: AssocIx) -> &[(ItemIx, ItemRecord)] {
        let records = self.records.get(&association);
        records.map_or(&[], VecMap::as_slice)
    }

    /// What stands in a field of an association's forms.
    pub fn answer(&self, association: AssocIx, field: FieldIx) -> Option<&AnswerRecord> {
        self.answers.get(&association)?.get(field)
    }

    /// The mark of a milestone for exactly this subject.
    pub fn mark(&self, milestone: MilestoneIx, subject: SubjectIx) -> Option<&Mark> {
        self.marks.get(&(milestone, subject))
    }

    /// The mark that counts for an association on the milestone's own level.
    pub fn mark_for(&self, milestone: MilestoneIx, association: AssocIx) -> Option<&Mark> {
        let subject = match self.round.milestones()[milestone].scope {
            Scope::City => SubjectIx::City,
            Scope::Unit => SubjectIx::Unit(self.unit_of(association)?),
            Scope::Association => SubjectIx::Association(association),
        };
        self.mark(milestone, subject)
    }

    /// A unit has enough tasks to hold a training.
    pub fn in_training(&self, unit: UnitIx) -> bool {
        self.training(unit).in_scope()
    }

    /// Why a unit holds a training of its own, or not.
    pub fn training(&self, unit: UnitIx) -> Training {
        let unit = &self.units[unit];
        let thresholds = &self.round.info.thresholds;
        Training::new(thresholds, unit.planned(), unit.associations.len())
    }

    /// A unit, or one of its associations, has to reach a milestone; nobody without a task has to.
    pub fn concerns(&self, milestone: MilestoneIx, unit: UnitIx) -> bool {
        let rule = self.round.milestones()[milestone].population;
        rule.concerns(self.training(unit), self.units[unit].tasks())
    }

    /// The unit of an association has enough tasks to hold a training.
    pub fn trained(&self, association: AssocIx) -> bool {
        self.unit_of(association)
            .is_some_and(|unit| self.in_training(unit))
    }

    /// The change that leads from what stands here to where another change ends.
    #[must_use]
    pub fn change_to(&self, end: &Change) -> Change {
        end.begun_from(self.recorded(end.key()))
    }

    fn known_association(&self, no: u32) -> Result<AssocIx, UnknownReference> {
        known(
            self.association_ix(no),
            Referent::Association,
            &no.to_string(),
        )
    }

    /// Finds the positions behind the names of a subject.
    pub fn subject_ix(&self, subject: &Subject) -> Result<SubjectIx, UnknownReference> {
        match subject {
            Subject::City => Ok(SubjectIx::City),
            Subject::Association(no) => self.known_association(*no).map(SubjectIx::Association),
            Subject::Unit(name) => known(
                self.unit_ix(name).map(SubjectIx::Unit),
                Referent::Unit,
                name,
            ),
        }
    }

    /// What a subject is called.
    pub fn subject_name(&self, subject: SubjectIx) -> String {
        match subject {
            SubjectIx::City => self.round.info.everywhere().into(),
            SubjectIx::Unit(unit) => self.units[unit].name.to_string(),
            SubjectIx::Association(ix) => self.name(ix).to_owned(),
        }
    }

    /// The names behind a position.
    pub fn subject(&self, subject: SubjectIx) -> Subject {
        match subject {
            SubjectIx::City => Subject::City,
            SubjectIx::Unit(unit) => Subject::Unit(self.units[unit].name.to_string()),
            SubjectIx::Association(ix) => Subject::Association(self.associations[ix].no),
        }
    }
}

/// What was found under an id, if anything was.
fn known<T>(found: Option<T>, what: Referent, id: &str) -> Result<T, UnknownReference> {
    found.ok_or_else(|| UnknownReference {
        what,
        id: visible(id).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::progress::Progress;
    use crate::domain::summary::Share;

    /// `docs/performance.md` says how many there are in a ledger of the whole country.
    #[test]
    fn what_there_are_millions_of_stays_small() {
        for (what, size, most) in [
            ("a row", size_of::<Association>(), 16),
            ("a record", size_of::<(ItemIx, ItemRecord)>(), 32),
            ("a printed name of a unit", size_of::<PrintedUnit>(), 56),
            ("a unit", size_of::<SupervisingUnit>(), 136),
            ("progress", size_of::<Progress>(), 112),
            ("what a list knows of a row", size_of::<Share>(), 16),
        ] {
            assert!(size <= most, "{what} takes {size} bytes");
        }
    }
}
