//! Putting a ledger together, row by row, from what a file holds: nothing is kept twice, and sums
//! are worked out once at the end.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ecow::EcoString;
use typed_index_collections::TiVec;

use super::{
    Association, Ledger, PrintedIx, PrintedUnit, RosterError, RosterRow, UnknownReference,
};
use crate::domain::change::Change;
use crate::domain::fact::{FactKey, FactRecord};
use crate::domain::round::{Round, UnitSeed};
use crate::domain::totals::Totals;

/// A ledger that is being put together: first rows and facts, which say what units there are
/// ([`Self::begin`]), then everything that is recorded about them.
#[derive(Debug)]
pub struct Loading {
    ledger: Ledger,
    printed: HashMap<EcoString, PrintedIx>,
    seeds: HashMap<String, UnitSeed>,
}

impl Loading {
    /// Nothing yet.
    pub fn new(round: &Arc<Round>) -> Self {
        let seeds = round.units.iter();
        Self {
            ledger: Ledger {
                printed_units: TiVec::new(),
                units: TiVec::new(),
                associations: TiVec::new(),
                unit_by_name: HashMap::new(),
                in_training: TiVec::new(),
                records: HashMap::new(),
                marks: HashMap::new(),
                dormant: BTreeMap::new(),
                answers: HashMap::new(),
                facts: BTreeMap::new(),
                agreed: HashMap::new(),
                progress: TiVec::new(),
                totals: Totals::default(),
                printed_round: Arc::clone(round),
                round: Arc::clone(round),
            },
            printed: HashMap::new(),
            seeds: seeds
                .map(|seed| (seed.printed.clone(), seed.clone()))
                .collect(),
        }
    }

    /// The next row of the roster.
    pub fn row(&mut self, row: RosterRow) {
        let units = &mut self.ledger.printed_units;
        let known = self.printed.get(row.printed_unit.as_str()).copied();
        let printed = known.unwrap_or_else(|| {
            let name = EcoString::from(row.printed_unit);
            let ix = units.push_and_get_key(PrintedUnit {
                unit: None,
                seed: self.seeds.get(name.as_str()).cloned().map(Box::new),
                associations: Vec::new(),
                name: name.clone(),
            });
            self.printed.insert(name, ix);
            ix
        });
        self.ledger.associations.push(Association {
            no: row.no,
            name: row.name.into_boxed_str(),
            printed,
            status: row.status,
        });
    }

    /// Something that was learnt, agreed or decided.
    pub fn fact(&mut self, key: FactKey, record: FactRecord) {
        self.ledger.facts.insert(key, record);
    }

    /// Every row and fact is in: units are put together, dates that were moved or agreed count.
    pub fn begin(self) -> Result<Begun, RosterError> {
        let mut ledger = self.ledger;
        ledger.associations.shrink_to_fit();
        ledger.number()?;
        ledger.group();
        ledger.follow_facts();
        Ok(Begun(ledger))
    }
}

/// A ledger whose rows and units are there.
#[derive(Debug)]
pub struct Begun(Ledger);

impl Begun {
    /// Something that is recorded. Its sums come with [`Self::finish`].
    pub fn put(&mut self, change: Change) -> Result<(), UnknownReference> {
        self.0.put_change(change)
    }

    /// Works the sums out.
    pub fn finish(mut self) -> Ledger {
        self.0.settle();
        self.0
    }
}

impl Ledger {
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
