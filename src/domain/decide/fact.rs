//! Facts of which nothing follows: what was decided about a finding, saved views. And how a
//! fact becomes a change.

use super::{Decision, Occasion, Refusal};
use crate::domain::change::{Change, Key};
use crate::domain::command::Context;
use crate::domain::fact::{Fact, FactKey, FactRecord, Verdict, VerdictKind, View};
use crate::domain::ledger::Ledger;
use crate::text::lang::Text;
use crate::text::plain::Plain;

/// Longest name of a view, in characters.
const VIEW_NAME: usize = 12;

/// The change from what stands under a key, if it is one.
pub(super) fn change(
    ledger: &Ledger,
    key: FactKey,
    fact: Option<Fact>,
    context: &Context,
) -> Option<Change> {
    let before = ledger.fact(&key);
    let same = before.map(|record| &record.fact) == fact.as_ref();
    (!same).then(|| {
        let before = before.cloned();
        let after = fact.map(|fact| FactRecord {
            fact,
            by: context.by.as_str().into(),
            at: context.at,
            on: context.as_of,
        });
        Change::fact(key, before, after)
    })
}

/// One fact as a decision.
pub(super) fn decision(
    ledger: &Ledger,
    key: FactKey,
    fact: Option<Fact>,
    context: &Context,
) -> Decision {
    let change = change(ledger, key.clone(), fact, context);
    Decision {
        occasion: Occasion::Single(Key::Fact(key)),
        changes: change.into_iter().collect(),
    }
}

/// A text that must not be empty, clean.
pub(super) fn required(text: &str, what: Text) -> Result<Plain, Refusal> {
    let text = Plain::typed(text)?;
    if text.is_empty() {
        return Err(Refusal::TextMissing(what));
    }
    Ok(text)
}

/// Decides what was decided about a finding; nothing opens it again.
pub(super) fn verdict(
    ledger: &Ledger,
    finding: &str,
    verdict: Option<&Verdict>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let finding = required(finding, text!("问题编号", "the id of the finding"))?;
    let verdict = match verdict {
        None => None,
        Some(verdict) => Some(Verdict {
            kind: verdict.kind,
            reason: match verdict.kind {
                VerdictKind::Ignored => required(
                    &verdict.reason,
                    text!("忽略的理由", "a reason for ignoring it"),
                )?,
                VerdictKind::Accepted | VerdictKind::Fixed => Plain::typed(&verdict.reason)?,
            },
        }),
    };
    let key = FactKey::Verdict(finding.into());
    Ok(decision(ledger, key, verdict.map(Fact::Verdict), context))
}

/// Saves a view under a digit, or takes it away.
pub(super) fn view(
    ledger: &Ledger,
    slot: u8,
    view: Option<&View>,
    context: &Context,
) -> Result<Decision, Refusal> {
    if !(1..=9).contains(&slot) {
        return Err(Refusal::NoSuchSlot(slot));
    }
    let view = match view {
        None => None,
        Some(view) => {
            let name = required(&view.name, text!("视图的名称", "the name of the view"))?;
            if name.chars().count() > VIEW_NAME {
                return Err(Refusal::ViewName { longest: VIEW_NAME });
            }
            let columns = view.columns.iter().map(|column| Plain::typed(column));
            Some(View {
                name,
                filter: Plain::typed(&view.filter)?,
                group_by: Plain::typed(&view.group_by)?,
                sort_by: Plain::typed(&view.sort_by)?,
                columns: columns.collect::<Result<_, _>>()?,
            })
        }
    };
    Ok(decision(
        ledger,
        FactKey::View(slot),
        view.map(Fact::View),
        context,
    ))
}
