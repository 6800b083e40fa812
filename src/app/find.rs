//! Finds the association or unit that a user means by a number, a name or a part of one.

use std::fmt;

use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::Ledger;
use crate::search::Query;
use crate::text::cells::visible;
use crate::text::fold::fold_text;

/// What a name is looked for among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoughtKind {
    /// By its number or names.
    Association,
    /// The units under their names of today.
    Unit,
}

impl fmt::Display for SoughtKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Association => s!("协会", "association"),
            Self::Unit => s!("业务主管单位", "supervising unit"),
        })
    }
}

/// A name that means nothing, or too much.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// Nothing has this name.
    #[error("{}", t!("没有{kind}「{text}」", "There is no {kind} \"{text}\""))]
    Nothing {
        /// What it was to be the name of.
        kind: SoughtKind,
        /// What was asked for.
        text: String,
    },
    /// Several have it.
    #[error("{}", t!("{kind}「{text}」对应 {count} 个：{examples}，请写得更完整", "{kind} \"{text}\" can be {count}: {examples}; write more of it"))]
    Several {
        /// What it was to be the name of.
        kind: SoughtKind,
        /// What was asked for.
        text: String,
        count: usize,
        /// The first few.
        examples: String,
    },
}

/// What a unit filter can be set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitChoice {
    /// A unit under its canonical name.
    Unit(UnitIx),
    /// 直接登记: those without a unit.
    Direct,
}

/// Finds an association by 序号, by name (with or without the city), or by a unique part.
pub fn association(ledger: &Ledger, text: &str) -> Result<AssocIx, FindError> {
    let wanted = fold_text(text.trim());
    let nothing = || FindError::Nothing {
        kind: SoughtKind::Association,
        text: visible(text).into_owned(),
    };
    if wanted.is_empty() {
        return Err(nothing());
    }
    if wanted.bytes().all(|byte| byte.is_ascii_digit()) {
        let no = wanted.parse().ok();
        return no
            .and_then(|no| ledger.association_ix(no))
            .ok_or_else(nothing);
    }
    let round = ledger.round();
    let associations = ledger.associations();
    let names = || associations.keys().map(|ix| (ix, ledger.name(ix)));
    let exact = |name: &str| {
        let name = fold_text(name);
        name == wanted || round.without_city(&name) == wanted
    };
    if let Some(ix) = associations.keys().find(|ix| exact(ledger.name(*ix))) {
        return Ok(ix);
    }
    let found = matching(&names(), text);
    unique(SoughtKind::Association, text, &found, |ix| {
        ledger.name(ix).to_owned()
    })
}

/// Finds a unit by canonical or printed name, what people say, or a unique part of these.
pub fn unit(ledger: &Ledger, text: &str) -> Result<UnitChoice, FindError> {
    let wanted = fold_text(text.trim());
    let round = ledger.round();
    let direct = round.info.thresholds.direct_registration.as_str();
    if wanted == fold_text(direct) {
        return Ok(UnitChoice::Direct);
    }
    let ways = |unit: UnitIx| ledger.units()[unit].ways();
    let units = ledger.units().keys();
    let exact = |name: &str| {
        let name = fold_text(name);
        name == wanted || round.without_city(&name) == wanted
    };
    // The canonical name wins over what another unit is also called.
    let by_name = units.clone().find(|ix| exact(&ledger.units()[*ix].name));
    if let Some(unit) = by_name.or_else(|| units.clone().find(|ix| ways(*ix).any(exact))) {
        return Ok(UnitChoice::Unit(unit));
    }
    let found: Vec<UnitIx> = if wanted.is_empty() {
        Vec::new()
    } else {
        let part: Vec<UnitIx> = units
            .clone()
            .filter(|ix| ways(*ix).any(|name| fold_text(name).contains(&wanted)))
            .collect();
        if part.is_empty() {
            matching(
                &units.map(|ix| (ix, ledger.units()[ix].name.as_str())),
                text,
            )
        } else {
            part
        }
    };
    unique(SoughtKind::Unit, text, &found, |ix| {
        ledger.units()[ix].name.to_string()
    })
    .map(UnitChoice::Unit)
}

/// Positions of the names that a query matches: the tight matches if there are any.
fn matching<'a, Ix>(names: &(impl Iterator<Item = (Ix, &'a str)> + Clone), text: &str) -> Vec<Ix> {
    use crate::search::Strength;
    let query = Query::new(text);
    let strength = |name: &str| query.terms().map(|term| term.matches(name)).min().flatten();
    let at_least = |wanted: Strength| -> Vec<Ix> {
        names
            .clone()
            .filter(|(_, name)| strength(name).is_some_and(|found| found >= wanted))
            .map(|(ix, _)| ix)
            .collect()
    };
    let tight = at_least(Strength::Tight);
    if tight.is_empty() {
        at_least(Strength::Loose)
    } else {
        tight
    }
}

fn unique<Ix: Copy>(
    kind: SoughtKind,
    text: &str,
    found: &[Ix],
    name: impl Fn(Ix) -> String,
) -> Result<Ix, FindError> {
    let text = visible(text).into_owned();
    match found {
        [one] => Ok(*one),
        [] => Err(FindError::Nothing { kind, text }),
        many => {
            let examples: Vec<String> = many.iter().take(3).map(|ix| name(*ix)).collect();
            Err(FindError::Several {
                kind,
                text,
                count: many.len(),
                examples: examples.join(s!("、", ", ")),
            })
        }
    }
}
