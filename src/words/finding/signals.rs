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
        Severity::Contradiction | Severity::Suspicious => {
            s!("疑为明脱暗不脱", "Perhaps decoupled on paper only")
        }
        Severity::Ask => s!("有迹象，须核实", "Signs to be checked"),
    };
    let mut names: Vec<&str> = heaviest_first(reasons)
        .into_iter()
        .map(|one| one.signal.shown())
        .collect();
    names.dedup();
    Told::new(
        t!("{verdict}：{}", "{verdict}: {}", names.join(s!("、", ", "))),
        s!(
            "逐条核实，实地看过再下结论",
            "Check each of them, and go there before you judge"
        ),
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
        t!(
            "「{name}」历史已脱钩，没有资料",
            "\"{name}\" was decoupled before, without papers"
        ),
        s!(
            "回头看：实地了解人、财、物、办公场所；看过的记为属实或已改",
            "Look back: people, money, things, premises on the spot; record as true or fixed when seen"
        ),
        move || {
            let papers = SideText::new(
                s!("表、清单", "forms, checklist"),
                s!("无", "none"),
                s!("没有日期和批文", "no date, no approval"),
            );
            let About::Association(ix) = one.about else {
                return vec![papers];
            };
            let status = ledger.associations()[ix].status.shown();
            let at = rows(&RowSpans::of(ledger, &[ix]));
            vec![SideText::new(s!("备注", "remark"), status, at), papers]
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
        E::Rule(rule, grounds) => t!(
            "{}（{rule}）",
            "{} ({rule})",
            forms::message(ledger, grounds)
        ),
        E::Contacts { number, .. } => t!(
            "协会联系人与主管单位联系人的电话都是 {number}",
            "contact of association and of unit have one phone: {number}"
        ),
        E::ClosedBy(by) => t!(
            "{by} 登记了清单，又自己销号",
            "{by} ticked items and closed it out himself"
        ),
        E::OnePaper(paper, items) => t!(
            "同一依据「{paper}」用于 {} 项",
            "one evidence \"{paper}\" for {} items",
            items.len()
        ),
        E::AtOnce(count, seconds) => t!(
            "{count} 项在 {seconds} 秒内登记完",
            "{count} items recorded within {seconds} seconds"
        ),
        E::LastNight(count, milestone) => {
            let id = &ledger.round().milestones()[*milestone].id;
            t!(
                "{count} 项都在 {id} 到期前一两天登记",
                "{count} items all recorded in the last days before {id}"
            )
        }
        E::Bare(done, bare) => t!(
            "已办 {done} 项中 {} 项没有依据和说明",
            "{} of {done} done items have neither evidence nor note",
            bare.len()
        ),
        E::Blank(forms) => {
            let forms: Vec<&str> = forms.iter().map(|(_, form)| form.shown()).collect();
            t!(
                "{}作已报送，而一栏未填",
                "{} recorded as handed in, with no field filled in",
                forms.join(s!("、", ", "))
            )
        }
        E::NoPapers => s!(
            "没有表、日期和批文，是否真脱钩无从查起",
            "no forms, dates or approval; whether it is truly decoupled cannot be told"
        )
        .to_owned(),
    }
}

fn sides(ledger: &Ledger, association: AssocIx, reason: &SignalReason) -> Vec<SideText> {
    let mut sides: Vec<SideText> = fields(ledger, association, reason.fields.iter()).collect();
    match &reason.evidence {
        Evidence::Contacts { own, units, .. } => {
            let both = [
                (s!("协会联系人", "contact of association"), own),
                (s!("主管单位联系人", "contact of unit"), units),
            ];
            let both = both.map(|(label, [person, phone])| SideText::new(label, person, phone));
            sides.extend(both);
        }
        Evidence::OnePaper(paper, proved) => {
            let at = t!("清单 {}", "checklist {}", items(ledger, proved));
            sides.push(SideText::new(s!("依据", "evidence"), paper, at));
        }
        Evidence::Blank(forms) => {
            let handed_in: Vec<ItemIx> = forms.iter().map(|(item, _)| *item).collect();
            sides.push(SideText::new(
                s!("作已报送", "recorded as handed in"),
                items(ledger, &handed_in),
                s!("清单", "checklist"),
            ));
        }
        Evidence::Bare(_, bare) => {
            sides.push(SideText::new(
                s!("没有依据", "no evidence"),
                items(ledger, bare),
                s!("清单", "checklist"),
            ));
        }
        _ => {}
    }
    sides
}
