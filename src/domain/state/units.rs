//! Which unit each printed name is counted under, and the units that follow. Put together anew
//! when somebody decides otherwise; marks of units that are no units for now are records.

use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;

use super::{FewIxs, State, SubjectIx, SupervisingUnit, UnitIx};
use crate::domain::change::{Mark, Subject};
use crate::domain::fact::{Fact, FactKey};
use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::model::{Status, UnitKind};
use crate::domain::round::UnitSeed;
use crate::domain::state::UnknownReference;

impl State {
    /// The canonical name that a printed name is counted under; `None` for direct registration.
    pub fn canonical_of(&self, printed: &str) -> Option<&str> {
        let at = self
            .printed_units
            .iter()
            .find(|unit| unit.name == printed)?;
        at.unit.map(|unit| self.units[unit].name.as_str())
    }

    /// Puts the units together from the roster, `units.toml` and what was decided since, in the
    /// order of the roster.
    pub(super) fn rebuild_units(&mut self) {
        let mut marks = std::mem::take(&mut self.marks_of_missing_units);
        let of_units = |(_, subject): &(MilestoneIx, SubjectIx), _: &mut Mark| {
            matches!(subject, SubjectIx::Unit(_))
        };
        for ((milestone, subject), mark) in self.marks.extract_if(of_units) {
            if let SubjectIx::Unit(unit) = subject {
                marks.insert((milestone, self.units[unit].name.to_string()), mark);
            }
        }

        let round = std::sync::Arc::clone(&self.round);
        let seeds: HashMap<&str, &UnitSeed> = round
            .units
            .iter()
            .map(|seed| (seed.printed.as_str(), &**seed))
            .collect();
        // There may be 300,000 of them, most under one name, and no more than there are names.
        self.units.clear();
        self.units.reserve_exact(self.printed_units.len());
        self.unit_by_name.clear();
        for ix in self.printed_units.keys() {
            let name = self.printed_units[ix].name.clone();
            if *name == round.info.thresholds.direct_registration {
                continue;
            }
            let canonical = self.counted_under(&name, &seeds);
            let unit = match self.unit_ix(&canonical) {
                Some(unit) => unit,
                None => self.add_unit(canonical.clone(), seeds.get(canonical.as_str()).copied()),
            };
            let known = &mut self.units[unit];
            known.printed.push(ix);
            if name != canonical {
                known.aliases.push(name);
            }
            self.printed_units[ix].unit = Some(unit);
        }
        for (ix, association) in self.associations.iter_enumerated() {
            if let Some(unit) = self.printed_units[association.printed].unit {
                self.units[unit].associations.push(ix);
                let planned = u32::from(association.status == Status::Planned);
                self.units[unit].planned += planned;
                self.units[unit].tasks += planned;
            }
        }
        let left: Vec<u32> = self.facts.keys().filter_map(FactKey::exit).collect();
        for no in left {
            self.move_tasks(no, |tasks| tasks - 1);
        }
        for unit in self.units.keys() {
            self.units[unit].bearer = self.first_with_task(unit);
        }
        self.hold_all();
        for unit in &mut self.units {
            unit.printed.shrink_to_fit();
            unit.associations.shrink_to_fit();
        }

        for ((milestone, name), mark) in marks {
            match self.unit_ix(&name) {
                Some(unit) => {
                    self.marks.insert((milestone, SubjectIx::Unit(unit)), mark);
                }
                None => {
                    self.marks_of_missing_units.insert((milestone, name), mark);
                }
            }
        }
    }

    /// One of the 拟脱钩 leaves the round, or comes back.
    pub(super) fn move_tasks(&mut self, no: u32, by: fn(u32) -> u32) {
        let planned = |ix: &AssocIx| self.associations[*ix].status == Status::Planned;
        let unit = self.association_ix(no).filter(planned);
        if let Some(unit) = unit.and_then(|ix| self.unit_of(ix)) {
            self.units[unit].tasks = by(self.units[unit].tasks);
            self.units[unit].bearer = self.first_with_task(unit);
        }
    }

    /// What somebody decided, else what `units.toml` says, else the name itself.
    fn counted_under(&self, printed: &EcoString, seeds: &HashMap<&str, &UnitSeed>) -> EcoString {
        if !self.facts.is_empty()
            && let Some(record) = self.facts.get(&FactKey::Unit(printed.to_string()))
            && let Fact::Unit(counted) = &record.fact
        {
            return counted.canonical.as_str().into();
        }
        let seed = seeds.get(printed.as_str());
        let canonical = seed.and_then(|seed| seed.canonical.as_deref());
        canonical.map_or_else(|| printed.clone(), EcoString::from)
    }

    fn add_unit(&mut self, name: EcoString, seed: Option<&UnitSeed>) -> UnitIx {
        let ix = self.units.next_key();
        let short = match seed {
            Some(seed) => seed.short.clone(),
            None => match self.round.without_city(&name) {
                // Of another city: one text for both.
                short if short.len() == name.len() => name.clone(),
                short => short.into(),
            },
        };
        let aliases = seed.into_iter().flat_map(|seed| &seed.aliases);
        let aliases = aliases.map(String::as_str);
        self.units.push(SupervisingUnit {
            name,
            short,
            kind: seed.map_or(UnitKind::CityBureau, |seed| seed.kind),
            aliases: aliases.map(EcoString::from).collect(),
            printed: FewIxs::new(),
            associations: FewIxs::new(),
            planned: 0,
            tasks: 0,
            bearer: None,
            held: None,
        });
        let units = &self.units;
        self.unit_by_name.insert(ix, |ix| &units[ix].name);
        ix
    }

    /// Sets or removes a mark. A unit that is no unit for now keeps its mark until it is one again.
    pub(super) fn put_mark(
        &mut self,
        milestone: MilestoneIx,
        subject: &Subject,
        after: Option<Mark>,
    ) -> Result<(), UnknownReference> {
        if let Subject::Unit(name) = subject
            && self.unit_ix(name).is_none()
        {
            put(
                &mut self.marks_of_missing_units,
                (milestone, name.clone()),
                after,
            );
            return Ok(());
        }
        let subject = self.subject_ix(subject)?;
        match after {
            Some(mark) => self.marks.insert((milestone, subject), mark),
            None => self.marks.remove(&(milestone, subject)),
        };
        Ok(())
    }
}

fn put<K: Ord, V>(all: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => {
            all.insert(key, value);
        }
        None => {
            all.remove(&key);
        }
    }
}
