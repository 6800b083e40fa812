//! Names in the roster's unit column (`domain.md` 4.2): which are one body, which body is gone,
//! which is none. All of it from `units.toml` and from what somebody decided since.

use std::fmt;

use chrono::NaiveDate;
use ecow::EcoString;

use super::{About, Finding, Kind, Place, Proposal, RowSpans, Severity, Source};
use crate::domain::by_name::ByName;
use crate::domain::change::Subject;
use crate::domain::fact::{Fact, FactKey};
use crate::domain::id::PrintedIx;
use crate::domain::ledger::{Ledger, PrintedUnit};
use crate::domain::model::{Confidence, UnitKind};
use crate::domain::round::UnitSeed;

/// What a rule has seen of a printed name. The name itself always comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitGrounds {
    /// U01: it is counted under another one from the start.
    Merged([NameInRoster; 2]),
    /// U02: it is proposed to count it under another one.
    Proposed([NameInRoster; 2]),
    /// U03: nobody answers for its tasks.
    NobodyOwns {
        name: NameInRoster,
        /// The other name that it is counted under now.
        now: Option<NameInRoster>,
        /// The name that is proposed.
        into: Option<NameInRoster>,
    },
    /// U04: a former unit without a successor.
    Former(NameInRoster),
    /// U05: a body that the city does not direct.
    OutsideTheCity(NameInRoster),
    /// U06: a mode of registration.
    NoUnit(NameInRoster),
    /// U07: a short name, and what it may stand for.
    ShortName(NameInRoster, String),
    /// U08: the name with 原 and the name without.
    FormerAndPresent([NameInRoster; 2]),
    /// U09: somebody decided to count it under another one.
    MergedByDecision {
        names: [NameInRoster; 2],
        on: NaiveDate,
        by: String,
    },
}

/// A unit's name, and what the roster has under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameInRoster {
    pub name: EcoString,
    /// How many of its associations have a task.
    pub planned: usize,
    /// `None` when the roster does not print the name.
    pub rows: Option<RowSpans>,
}

impl NameInRoster {
    fn of(ledger: &Ledger, printed: &PrintedUnit) -> Self {
        Self {
            name: printed.name.clone(),
            planned: planned(ledger, printed),
            rows: Some(RowSpans::of(ledger, &printed.associations)),
        }
    }

    /// The other name, which the roster may not print.
    fn find(ledger: &Ledger, all: &Printed, name: &str) -> Self {
        match printed_as(ledger, all, name) {
            Some(ix) => Self::of(ledger, &ledger.printed_units()[ix]),
            None => Self {
                name: name.into(),
                planned: 0,
                rows: None,
            },
        }
    }
}

impl fmt::Display for NameInRoster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The printed names, to find one without walking over all of them.
pub type Printed = ByName<PrintedIx>;

/// The printed name that reads so.
fn printed_as(ledger: &Ledger, all: &Printed, name: &str) -> Option<PrintedIx> {
    let units = ledger.printed_units();
    all.get(name, |ix| &units[ix].name)
}

/// A rule about one printed name.
type Rule = fn(&Ledger, &Printed, PrintedIx, &mut Vec<Finding>);

const RULES: [Rule; 9] = [
    u01_merged,
    u02_proposed,
    u03_nobody_owns,
    u04_former,
    u05_outside_the_city,
    u06_no_unit,
    u07_short_name,
    u08_former_and_present,
    u09_merged_by_decision,
];

/// Runs every rule over one printed name.
pub fn of_printed(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    for rule in RULES {
        rule(ledger, all, ix, found);
    }
}

/// A printed name that `units.toml` knows.
fn known(ledger: &Ledger, ix: PrintedIx) -> Option<(&PrintedUnit, &UnitSeed)> {
    let printed = &ledger.printed_units()[ix];
    Some((printed, printed.seed.as_deref()?))
}

/// The name that a printed name is counted under.
fn counted_under<'a>(ledger: &'a Ledger, printed: &PrintedUnit) -> Option<&'a str> {
    Some(ledger.units()[printed.unit?].name.as_str())
}

/// What `units.toml` knows of the body that a printed name is counted under.
fn body<'a>(ledger: &'a Ledger, printed: &PrintedUnit) -> Option<&'a UnitSeed> {
    let unit = &ledger.units()[printed.unit?];
    let mut names = unit.printed.iter().map(|ix| &ledger.printed_units()[*ix]);
    // Most bodies are printed under their own name, which costs one look.
    if let Some(own) = names.find(|one| one.name == unit.name) {
        return own.seed.as_deref();
    }
    let mut seeds = ledger.round().units.iter();
    seeds
        .find(|seed| seed.printed == unit.name)
        .map(|seed| &**seed)
}

fn seed_source(printed: &PrintedUnit) -> &str {
    printed.seed.as_ref().map_or("", |seed| &seed.source)
}

const fn gone(seed: &UnitSeed) -> bool {
    seed.former || seed.dissolved
}

/// How many of a printed name's associations have a task.
fn planned(ledger: &Ledger, printed: &PrintedUnit) -> usize {
    let all = printed.associations.iter();
    all.filter(|ix| ledger.has_task(**ix)).count()
}

fn listed(
    rule: &'static str,
    severity: Severity,
    ix: PrintedIx,
    printed: &PrintedUnit,
    source: &str,
    grounds: UnitGrounds,
) -> Finding {
    let about = About::Unit(ix);
    Finding {
        source: Source::of_document(source),
        place: Place::Unit(ix),
        ..Finding::new(rule, Kind::Units, severity, about, &printed.name, grounds)
    }
}

/// U01: a printed name is counted under another one from the start.
fn u01_merged(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    let Some(canonical) = seed.canonical.as_deref() else {
        return;
    };
    if counted_under(ledger, printed) != Some(canonical) {
        return;
    }
    let names = [
        NameInRoster::of(ledger, printed),
        NameInRoster::find(ledger, all, canonical),
    ];
    let grounds = UnitGrounds::Merged(names);
    found.push(Finding {
        proposal: Some(Proposal::Split(ix)),
        ..listed("U01", Severity::Ask, ix, printed, &seed.source, grounds)
    });
}

/// U02: it is proposed to count a printed name under another one, and nobody has decided.
fn u02_proposed(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    let Some(into) = seed.proposal.as_deref() else {
        return;
    };
    // Where nobody owns the tasks, U03 says so and proposes the same.
    if counted_under(ledger, printed) != Some(printed.name.as_str())
        || owned_by_nobody(ledger, printed, seed)
    {
        return;
    }
    let severity = match seed.confidence {
        Some(Confidence::Ask) | None => Severity::Ask,
        Some(_) => Severity::Suspicious,
    };
    let names = [
        NameInRoster::of(ledger, printed),
        NameInRoster::find(ledger, all, into),
    ];
    let grounds = UnitGrounds::Proposed(names);
    found.push(Finding {
        proposal: Some(Proposal::Merge {
            printed: ix,
            into: into.to_owned(),
        }),
        ..listed("U02", severity, ix, printed, &seed.source, grounds)
    });
}

/// 拟脱钩 under a body that is gone: nobody answers for them, unless somebody is known who does.
fn owned_by_nobody(ledger: &Ledger, printed: &PrintedUnit, seed: &UnitSeed) -> bool {
    // A body that `units.toml` does not know was named by somebody.
    let is_gone = |printed| body(ledger, printed).is_some_and(gone);
    gone(seed)
        && planned(ledger, printed) > 0
        && is_gone(printed)
        && counted_under(ledger, printed)
            .is_none_or(|name| ledger.contact(&Subject::Unit(name.to_owned())).is_none())
}

/// U03: 拟脱钩 stand under a dissolved unit, so nobody owns their milestones.
fn u03_nobody_owns(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    if !owned_by_nobody(ledger, printed, seed) {
        return;
    }
    // The name itself, or the one it is counted under, may come with a proposal.
    let mut open = [Some(seed), body(ledger, printed)].into_iter().flatten();
    let proposal = open.find_map(|one| {
        let ix = printed_as(ledger, all, &one.printed)?;
        Some((ix, one.proposal.as_deref()?))
    });
    let canonical = counted_under(ledger, printed).filter(|name| *name != printed.name);
    let find = |name| NameInRoster::find(ledger, all, name);
    let grounds = UnitGrounds::NobodyOwns {
        name: NameInRoster::of(ledger, printed),
        now: canonical.map(find),
        into: proposal.map(|(_, into)| find(into)),
    };
    let severity = Severity::Contradiction;
    found.push(Finding {
        proposal: proposal.map(|(printed, into)| Proposal::Merge {
            printed,
            into: into.to_owned(),
        }),
        ..listed("U03", severity, ix, printed, &seed.source, grounds)
    });
}

/// U04: a former unit without a successor; its associations have no task.
fn u04_former(ledger: &Ledger, _all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    let alone = counted_under(ledger, printed) == Some(printed.name.as_str());
    if !gone(seed) || !alone || seed.proposal.is_some() || planned(ledger, printed) > 0 {
        return;
    }
    let grounds = UnitGrounds::Former(NameInRoster::of(ledger, printed));
    found.push(listed(
        "U04",
        Severity::Ask,
        ix,
        printed,
        &seed.source,
        grounds,
    ));
}

/// U05: a provincial or vertical body, which the city's milestones may not bind.
fn u05_outside_the_city(ledger: &Ledger, _all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    if seed.kind != UnitKind::Vertical || planned(ledger, printed) == 0 {
        return;
    }
    let grounds = UnitGrounds::OutsideTheCity(NameInRoster::of(ledger, printed));
    found.push(listed(
        "U05",
        Severity::Ask,
        ix,
        printed,
        &seed.source,
        grounds,
    ));
}

/// U06: a mode of registration stands in the unit column.
fn u06_no_unit(ledger: &Ledger, _all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let printed = &ledger.printed_units()[ix];
    if printed.unit.is_some() {
        return;
    }
    let source = seed_source(printed);
    let grounds = UnitGrounds::NoUnit(NameInRoster::of(ledger, printed));
    found.push(listed("U06", Severity::Ask, ix, printed, source, grounds));
}

/// U07: a short name is printed.
fn u07_short_name(ledger: &Ledger, _all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    let Some(full) = &seed.full else { return };
    let grounds = UnitGrounds::ShortName(NameInRoster::of(ledger, printed), full.clone());
    found.push(listed(
        "U07",
        Severity::Ask,
        ix,
        printed,
        &seed.source,
        grounds,
    ));
}

/// U08: 原 stands before a name that the roster also prints without, and nobody linked the two.
fn u08_former_and_present(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let printed = &ledger.printed_units()[ix];
    let Some(bare) = printed.name.strip_prefix('原') else {
        return;
    };
    let same = printed_as(ledger, all, bare).map(|ix| &ledger.printed_units()[ix]);
    let Some(same) = same.filter(|same| same.unit != printed.unit) else {
        return;
    };
    let proposed = printed.seed.as_ref().is_some_and(|s| s.proposal.is_some());
    if proposed {
        return;
    }
    let names = [printed, same].map(|one| NameInRoster::of(ledger, one));
    let grounds = UnitGrounds::FormerAndPresent(names);
    let (severity, source) = (Severity::Suspicious, seed_source(printed));
    found.push(Finding {
        proposal: Some(Proposal::Merge {
            printed: ix,
            into: bare.to_owned(),
        }),
        ..listed("U08", severity, ix, printed, source, grounds)
    });
}

/// U09: somebody decided to count a printed name under another one. Nothing is open about it;
/// it stands here so that it is seen, and can be taken back.
fn u09_merged_by_decision(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let printed = &ledger.printed_units()[ix];
    let key = FactKey::Unit(printed.name.to_string());
    let decided = ledger.fact(&key).map(|record| (&record.fact, record));
    let Some((Fact::Unit(counted), record)) = decided else {
        return;
    };
    let grounds = UnitGrounds::MergedByDecision {
        names: [
            NameInRoster::of(ledger, printed),
            NameInRoster::find(ledger, all, &counted.canonical),
        ],
        on: record.on,
        by: record.by.to_string(),
    };
    found.push(Finding {
        proposal: Some(Proposal::Split(ix)),
        settled_by: Some(key),
        ..listed("U09", Severity::Ask, ix, printed, "", grounds)
    });
}
