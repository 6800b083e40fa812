//! What is said of names of associations.

use super::{SideText, Told, place_of, rows};
use crate::domain::finding::{Likeness, NameGrounds, RowSpans};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

pub(super) fn told<'a>(ledger: &'a Ledger, grounds: &'a NameGrounds) -> Told<'a> {
    let name = |ix: AssocIx| ledger.name(ix);
    let round = ledger.round();
    match grounds {
        NameGrounds::Suffix(ix) => {
            let scope = &round.info.scope;
            let verdict = if scope.open_ended {
                s!("未列明，也未排除", "neither named nor excluded")
            } else {
                s!("不在范围内", "outside the scope")
            };
            Told::new(
                t!(
                    "「{}」的后缀不在通知所列之内，{verdict}",
                    "The ending of \"{}\" is none that the notice names: {verdict}",
                    name(*ix)
                ),
                s!(
                    "请联合工作组认定是否纳入，把结论记在这里",
                    "Ask the joint working group whether it belongs, and record the answer here"
                ),
                move || {
                    let listed = scope.suffixes.join(s!("、", ", "));
                    let listed = SideText::new(
                        s!("通知所列后缀", "Endings in the notice"),
                        listed,
                        place_of(ledger, &scope.source),
                    );
                    vec![row(ledger, *ix), listed]
                },
            )
        }
        NameGrounds::Near(both, likeness) => {
            let [one, other] = both.map(|ix| round.without_city(name(ix)));
            Told::new(
                t!(
                    "「{one}」与「{other}」名称相近：{}",
                    "\"{one}\" and \"{other}\" have similar names: {}",
                    shared(likeness)
                ),
                s!(
                    "登记、发函时看清序号；确为一家的，请登记管理机关处理",
                    "Mind the numbers when recording and writing; if they are one, ask the registration authority"
                ),
                move || both.iter().map(|ix| row(ledger, *ix)).collect(),
            )
        }
        NameGrounds::Twice(same) => Told::new(
            t!(
                "「{}」在名册中出现 {} 次",
                "\"{}\" stands {} times in the roster",
                same.first().map_or("", |ix| name(*ix)),
                same.len()
            ),
            s!(
                "核对名册，多出的请用更正后的名册另立台账",
                "Check the roster; if one is too many, make a ledger from the corrected roster"
            ),
            move || same.iter().map(|ix| row(ledger, *ix)).collect(),
        ),
    }
}

fn shared(likeness: &Likeness) -> String {
    match likeness {
        Likeness::Core(core) => t!("主干同为「{core}」", "both are \"{core}\" at heart"),
        Likeness::Topic(word) => t!(
            "都与「{word}」有关，同一主管单位",
            "both are about \"{word}\", under one unit"
        ),
        Likeness::Contains(long, short) => {
            t!("「{long}」含「{short}」", "\"{long}\" contains \"{short}\"")
        }
        Likeness::Head([first, second]) => {
            t!("都是「{first}{second}」", "both are \"{first}{second}\"")
        }
    }
}

/// Name, unit and status of a row.
fn row(ledger: &Ledger, ix: AssocIx) -> SideText {
    let association = &ledger.associations()[ix];
    let value = t!(
        "{}（{}，{}）",
        "{} ({}, {})",
        ledger.name(ix),
        ledger.printed_unit_of(ix),
        association.status.shown()
    );
    SideText::new(
        s!("名称", "name"),
        value,
        rows(&RowSpans::of(ledger, &[ix])),
    )
}
