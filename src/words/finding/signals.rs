//! What is said of 明脱暗不脱 and 回头看.

use std::cmp::Reverse;

use super::{SideText, Told, fields, forms, items, rows};
use crate::domain::finding::{About, Evidence, Finding, RowSpans, Severity, SignalReason};
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::Ledger;

pub(super) fn told<'a>(
    ledger: &'a Ledger,
    one: &'a Finding,
    reasons: &'a [SignalReason],
) -> Told<'a> {
    let verdict = match one.severity {
        Severity::Contradiction | Severity::Suspicious => "疑为明脱暗不脱",
        Severity::Ask => "有迹象，须核实",
    };
    let mut names: Vec<&str> = heaviest_first(reasons)
        .into_iter()
        .map(|one| one.signal.word())
        .collect();
    names.dedup();
    Told::new(
        format!("{verdict}：{}", names.join("、")),
        "逐条核实，实地看过再下结论",
        move || match one.about {
            About::Association(ix) => reasons
                .iter()
                .flat_map(|reason| sides(ledger, ix, reason))
                .collect(),
            _ => Vec::new(),
        },
    )
}

pub(super) fn no_papers<'a>(ledger: &'a Ledger, one: &'a Finding) -> Told<'a> {
    let name = one.subject(ledger);
    Told::new(
        format!("「{name}」历史已脱钩，没有资料"),
        "回头看：实地了解人、财、物、办公场所；看过的记为属实或已改",
        move || {
            let papers = SideText::new("表、清单", "无", "没有日期和批文");
            let About::Association(ix) = one.about else {
                return vec![papers];
            };
            let status = ledger.associations()[ix].status.word();
            let at = rows(&RowSpans::of(ledger, &[ix]));
            vec![SideText::new("备注", status, at), papers]
        },
    )
}

/// What was seen, the heaviest first.
pub(super) fn heaviest_first(reasons: &[SignalReason]) -> Vec<&SignalReason> {
    let mut sorted: Vec<&SignalReason> = reasons.iter().collect();
    sorted.sort_by_key(|one| (Reverse(one.weight), one.signal));
    sorted
}

/// What a signal was seen by.
pub(super) fn seen(ledger: &Ledger, evidence: &Evidence) -> String {
    use Evidence as E;
    match evidence {
        E::Answers(grounds) => forms::message(ledger, grounds),
        E::Rule(rule, grounds) => format!("{}（{rule}）", forms::message(ledger, grounds)),
        E::Contacts { number, .. } => format!("协会联系人与主管单位联系人的电话都是 {number}"),
        E::ClosedBy(by) => format!("{by} 登记了清单，又自己销号"),
        E::OnePaper(paper, items) => format!("同一依据「{paper}」用于 {} 项", items.len()),
        E::AtOnce(count, seconds) => format!("{count} 项在 {seconds} 秒内登记完"),
        E::LastNight(count, milestone) => {
            let id = &ledger.round().milestones()[*milestone].id;
            format!("{count} 项都在 {id} 到期前一两天登记")
        }
        E::Bare(done, bare) => format!("已办 {done} 项中 {} 项没有依据和说明", bare.len()),
        E::Blank(forms) => {
            let forms: Vec<&str> = forms.iter().map(|(_, form)| form.word()).collect();
            format!("{}作已报送，而一栏未填", forms.join("、"))
        }
        E::NoPapers => "没有表、日期和批文，是否真脱钩无从查起".to_owned(),
    }
}

fn sides(ledger: &Ledger, association: AssocIx, reason: &SignalReason) -> Vec<SideText> {
    let mut sides: Vec<SideText> = fields(ledger, association, reason.fields.iter()).collect();
    match &reason.evidence {
        Evidence::Contacts { own, units, .. } => {
            let both = [("协会联系人", own), ("主管单位联系人", units)];
            let both = both.map(|(label, [person, phone])| SideText::new(label, person, phone));
            sides.extend(both);
        }
        Evidence::OnePaper(paper, proved) => {
            let at = format!("清单 {}", items(ledger, proved));
            sides.push(SideText::new("依据", paper, at));
        }
        Evidence::Blank(forms) => {
            let handed_in: Vec<ItemIx> = forms.iter().map(|(item, _)| *item).collect();
            sides.push(SideText::new("作已报送", items(ledger, &handed_in), "清单"));
        }
        Evidence::Bare(_, bare) => {
            sides.push(SideText::new("没有依据", items(ledger, bare), "清单"));
        }
        _ => {}
    }
    sides
}
