//! Putting a state together, row by row, from what a file holds: nothing is kept twice.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ecow::EcoString;
use typed_index_collections::TiVec;

use super::names::NameText;
use super::{Association, FewIxs, PrintedUnit, RosterError, RosterRow, State};
use crate::domain::by_name::ByName;
use crate::domain::fact::{FactKey, FactRecord};
use crate::domain::id::{IdMap, PrintedIx};
use crate::domain::round::{Round, UnitSeed};

/// A state that is being put together from rows and facts, which say what units there are; the
/// other records follow with [`State::put`].
#[derive(Debug)]
pub struct StateBuilder {
    state: State,
    printed: HashMap<EcoString, PrintedIx>,
    seeds: HashMap<EcoString, Arc<UnitSeed>>,
}

impl StateBuilder {
    /// Begins with nothing filled in.
    pub fn new(round: &Arc<Round>) -> Self {
        let seeds = round.units.iter();
        Self {
            state: State {
                printed_units: TiVec::new(),
                units: TiVec::new(),
                associations: TiVec::new(),
                names: NameText::default(),
                unit_by_name: ByName::default(),
                records: IdMap::default(),
                marks: IdMap::default(),
                marks_of_missing_units: BTreeMap::new(),
                answers: IdMap::default(),
                facts: BTreeMap::new(),
                extensions: IdMap::default(),
                printed_round: Arc::clone(round),
                round: Arc::clone(round),
            },
            printed: HashMap::new(),
            seeds: seeds
                .map(|seed| (seed.printed.clone(), Arc::clone(seed)))
                .collect(),
        }
    }

    /// The next row of the roster.
    pub fn row(&mut self, row: RosterRow) {
        let units = &mut self.state.printed_units;
        // Those of one unit mostly stand together.
        let last = self.state.associations.last().map(|one| one.printed);
        let known = last
            .filter(|last| units[*last].name == row.printed_unit)
            .or_else(|| self.printed.get(row.printed_unit.as_str()).copied());
        let printed = known.unwrap_or_else(|| {
            let name = row.printed_unit;
            let ix = units.push_and_get_key(PrintedUnit {
                unit: None,
                seed: self.seeds.get(name.as_str()).cloned(),
                associations: FewIxs::new(),
                name: name.clone(),
            });
            self.printed.insert(name, ix);
            ix
        });
        let (name_from, name_len) = self.state.names.push(&row.name);
        self.state.associations.push(Association {
            no: row.no,
            name_from,
            name_len,
            printed,
            status: row.status,
        });
    }

    /// Something that was learnt, agreed or decided.
    pub fn fact(&mut self, key: FactKey, record: FactRecord) {
        self.state.facts.insert(key, record);
    }

    /// Every row and fact is in: units are put together, dates that were moved or agreed count.
    pub fn finish(self) -> Result<State, RosterError> {
        let Self {
            mut state,
            printed,
            seeds,
        } = self;
        // They go before the units come.
        drop((printed, seeds));
        state.associations.shrink_to_fit();
        state.names.shrink_to_fit();
        state.printed_units.shrink_to_fit();
        state.number()?;
        state.rebuild_units();
        state.follow_facts();
        Ok(state)
    }
}

impl State {
    /// Puts the associations in the order of their numbers, and each under its printed unit.
    fn number(&mut self) -> Result<(), RosterError> {
        let associations = &mut self.associations;
        if !associations.is_sorted_by_key(|one| one.no) {
            associations.sort_by_key(|one| one.no);
        }
        if let Some(pair) = associations
            .raw
            .windows(2)
            .find(|pair| pair[0].no == pair[1].no)
        {
            return Err(RosterError::DuplicateNumber(pair[0].no));
        }
        for (ix, association) in associations.iter_enumerated() {
            self.printed_units[association.printed]
                .associations
                .push(ix);
        }
        for printed in &mut self.printed_units {
            printed.associations.shrink_to_fit();
        }
        Ok(())
    }
}
