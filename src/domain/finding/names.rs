//! Names of associations (`domain.md` D13, D15).

use std::collections::HashMap;

use super::similar::Near;
use super::{About, Finding, Kind, Place, Severity, Side, Source, place_of, rows};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// Name, unit and status of a row.
fn row(ledger: &Ledger, ix: AssocIx) -> Side {
    let association = &ledger.associations()[ix];
    let value = format!(
        "{}（{}，{}）",
        association.name,
        ledger.printed_unit_of(ix),
        association.status.word()
    );
    Side::new("名称", value, rows(ledger, &[ix]))
}

/// N01: the name ends as no ending of the notice's open list does: not named, not excluded.
pub fn n01_suffix(ledger: &Ledger, ix: AssocIx, found: &mut Vec<Finding>) {
    let scope = &ledger.round().info.scope;
    let association = &ledger.associations()[ix];
    let mut suffixes = scope.suffixes.iter();
    if suffixes.any(|end| association.name.ends_with(end.as_str())) {
        return;
    }
    let (severity, verdict) = if scope.open_ended {
        (Severity::Ask, "未列明，也未排除")
    } else {
        (Severity::Suspicious, "不在范围内")
    };
    found.push(Finding {
        message: format!("「{}」的后缀不在通知所列之内，{verdict}", association.name),
        sides: vec![
            row(ledger, ix),
            Side::new(
                "通知所列后缀",
                scope.suffixes.join("、"),
                place_of(&scope.source),
            ),
        ],
        source: Source::of_document(&scope.source),
        advice: "请联合工作组认定是否纳入，把结论记在这里".to_owned(),
        place: Place::Association(ix),
        ..Finding::new(
            "N01",
            Kind::Roster,
            severity,
            About::Association(ix),
            &association.no.to_string(),
        )
    });
}

/// N02: two names that may be one association, or that are taken for each other.
pub fn n02_near(ledger: &Ledger, other: AssocIx, near: Vec<Near>, found: &mut Vec<Finding>) {
    for (one, why) in near {
        let [a, b] = [one, other].map(|ix| &ledger.associations()[ix]);
        if a.name == b.name {
            continue;
        }
        let round = ledger.round();
        found.push(Finding {
            message: format!(
                "「{}」与「{}」名称相近：{why}",
                round.without_city(&a.name),
                round.without_city(&b.name)
            ),
            sides: vec![row(ledger, one), row(ledger, other)],
            source: Source::chapter("D15"),
            advice: "登记、发函时看清序号；确为一家的，请登记管理机关处理".to_owned(),
            place: Place::Association(one),
            ..Finding::new(
                "N02",
                Kind::Roster,
                Severity::Ask,
                About::Association(one),
                &format!("{}-{}", a.no, b.no),
            )
        });
    }
}

/// Rows by their name, of those whose name may stand in two rows.
pub type Twice = HashMap<Box<str>, Vec<AssocIx>>;

/// N03: one name stands in two rows.
pub fn n03_twice(ledger: &Ledger, twice: &Twice, found: &mut Vec<Finding>) {
    for (name, same) in twice.iter().filter(|(_, same)| same.len() > 1) {
        let first = same[0];
        let key = ledger.associations()[first].no.to_string();
        found.push(Finding {
            message: format!("「{name}」在名册中出现 {} 次", same.len()),
            sides: same.iter().map(|ix| row(ledger, *ix)).collect(),
            source: Source::chapter("4.1"),
            advice: "核对名册，多出的请用更正后的名册另立台账".to_owned(),
            place: Place::Association(first),
            ..Finding::new(
                "N03",
                Kind::Roster,
                Severity::Contradiction,
                About::Association(first),
                &key,
            )
        });
    }
}
