//! Leaving the round: 注销, 撤销, 合并, 暂缓.

use super::fact::{decision, required};
use super::{Decision, Refusal, mark};
use crate::domain::command::Context;
use crate::domain::fact::{Exit, ExitKind, Fact, FactKey};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Status;

/// Records that an association left, or that it is back.
pub(super) fn set(
    ledger: &Ledger,
    no: u32,
    exit: Option<&Exit>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let assoc = ledger
        .association_ix(no)
        .ok_or(Refusal::UnknownAssociation(no))?;
    let about = &ledger.associations()[assoc];
    let key = FactKey::Exit(no);
    let Some(exit) = exit else {
        if ledger.exit_of(assoc).is_none() {
            return Err(Refusal::HasNotLeft(ledger.name(assoc).to_owned()));
        }
        return Ok(decision(ledger, key, None, context));
    };
    mark::check_date(ledger, exit.on, context.as_of)?;
    if let Some((before, _)) = ledger.exit_of(assoc)
        && before.kind != ExitKind::Deferred
    {
        return Err(Refusal::HasLeft {
            name: ledger.name(assoc).to_owned(),
            how: before.kind.text(),
            on: before.on,
        });
    }
    if exit.kind == ExitKind::Deferred && about.status == Status::Decoupled {
        return Err(Refusal::NothingToDefer(ledger.name(assoc).to_owned()));
    }
    let into = match (exit.kind, exit.into) {
        (ExitKind::Merged, Some(into)) => Some(merged_into(ledger, assoc, into)?),
        (ExitKind::Merged, None) => {
            return Err(Refusal::TextMissing(text!(
                "并入哪一家（序号）",
                "the number of the association it was merged into"
            )));
        }
        (_, None) => None,
        (kind, Some(_)) => return Err(Refusal::NotMerged(kind.text())),
    };
    let exit = Exit {
        kind: exit.kind,
        on: exit.on,
        document: required(
            &exit.document,
            text!(
                "退出的依据（文号或文件名）",
                "the paper of the exit (number or file)"
            ),
        )?,
        reason: required(&exit.reason, text!("退出的原因", "the reason of the exit"))?,
        into,
    };
    let fact = Fact::Exit(exit);
    Ok(decision(ledger, key, Some(fact), context))
}

/// The association that one is merged into has to be another one that is still there.
fn merged_into(ledger: &Ledger, assoc: AssocIx, into: u32) -> Result<u32, Refusal> {
    let other = ledger
        .association_ix(into)
        .ok_or(Refusal::UnknownAssociation(into))?;
    if other == assoc {
        return Err(Refusal::MergedIntoItself);
    }
    match ledger.exit_of(other) {
        Some((exit, _)) if exit.kind != ExitKind::Deferred => Err(Refusal::HasLeft {
            name: ledger.name(other).to_owned(),
            how: exit.kind.text(),
            on: exit.on,
        }),
        _ => Ok(into),
    }
}
