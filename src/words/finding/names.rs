//! What is said of names of associations.

use super::{SideText, Told, place_of, rows};
use crate::domain::finding::{Likeness, NameGrounds, RowSpans};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

pub(super) fn told<'a>(ledger: &'a Ledger, grounds: &'a NameGrounds) -> Told<'a> {
    let name = |ix: AssocIx| &*ledger.associations()[ix].name;
    let round = ledger.round();
    match grounds {
        NameGrounds::Suffix(ix) => {
            let scope = &round.info.scope;
            let verdict = if scope.open_ended {
                "未列明，也未排除"
            } else {
                "不在范围内"
            };
            Told::new(
                format!("「{}」的后缀不在通知所列之内，{verdict}", name(*ix)),
                "请联合工作组认定是否纳入，把结论记在这里",
                move || {
                    let listed = scope.suffixes.join("、");
                    let listed =
                        SideText::new("通知所列后缀", listed, place_of(ledger, &scope.source));
                    vec![row(ledger, *ix), listed]
                },
            )
        }
        NameGrounds::Near(both, likeness) => {
            let [one, other] = both.map(|ix| round.without_city(name(ix)));
            Told::new(
                format!("「{one}」与「{other}」名称相近：{}", shared(likeness)),
                "登记、发函时看清序号；确为一家的，请登记管理机关处理",
                move || both.iter().map(|ix| row(ledger, *ix)).collect(),
            )
        }
        NameGrounds::Twice(same) => Told::new(
            format!(
                "「{}」在名册中出现 {} 次",
                same.first().map_or("", |ix| name(*ix)),
                same.len()
            ),
            "核对名册，多出的请用更正后的名册另立台账",
            move || same.iter().map(|ix| row(ledger, *ix)).collect(),
        ),
    }
}

fn shared(likeness: &Likeness) -> String {
    match likeness {
        Likeness::Core(core) => format!("主干同为「{core}」"),
        Likeness::Topic(word) => format!("都与「{word}」有关，同一主管单位"),
        Likeness::Contains(long, short) => format!("「{long}」含「{short}」"),
        Likeness::Head([first, second]) => format!("都是「{first}{second}」"),
    }
}

/// Name, unit and status of a row.
fn row(ledger: &Ledger, ix: AssocIx) -> SideText {
    let association = &ledger.associations()[ix];
    let value = format!(
        "{}（{}，{}）",
        association.name,
        ledger.printed_unit_of(ix),
        association.status.word()
    );
    SideText::new("名称", value, rows(&RowSpans::of(ledger, &[ix])))
}
