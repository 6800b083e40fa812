//! A unit to pick, by characters or pinyin, on whatever page one looks for one.

use crate::domain::id::UnitIx;
use crate::domain::ledger::Ledger;
use crate::tui::model::Model;
use crate::tui::popup::{Picker, PickerEntry};

/// What is said beside a unit: how many associations it has, and what else it is called.
pub fn beside(ledger: &Ledger, ix: UnitIx) -> String {
    let unit = &ledger.units()[ix];
    let names = std::iter::once(&unit.short).chain(&unit.aliases);
    let names: Vec<&str> = names.map(ecow::EcoString::as_str).collect();
    t!(
        "{} 家 {}",
        "{} {}",
        unit.associations.len(),
        names.join(" ")
    )
}

/// Every unit, and where picking one leads.
pub fn pick_unit(ledger: &Ledger, go: fn(&mut Model, UnitIx)) -> Picker {
    let units = ledger.units().iter_enumerated();
    let entries = units.map(|(ix, unit)| {
        PickerEntry::new(unit.name.to_string(), beside(ledger, ix), move |model| {
            go(model, ix);
            Vec::new()
        })
    });
    Picker::new(s!("业务主管单位", "Supervising units"), entries.collect())
}
