//! 问题: moving about, going to where it can be mended, deciding.

use chrono::{DateTime, Utc};

use super::{Effect, fail, form, open_association, roster};
use crate::app::find::{self, FindError, UnitChoice};
use crate::app::units;
use crate::domain::command::{Command, Context};
use crate::domain::fact::{Verdict, VerdictKind};
use crate::domain::finding::{About, Finding, Kind, Place, Proposal};
use crate::domain::id::PrintedIx;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{MilestoneView, Model, Opened};
use crate::tui::popup::{self, Confirm, Prompt};

pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = layout::frame(model.size, model.dense())
        .map_or(1, |frame| layout::findings(frame.body).list.height);
    let len = model.findings.lines.len();
    if model.findings.list.navigate(action, len, height.into()) {
        return Vec::new();
    }
    match action {
        Action::Left => model.findings.turn(&model.ctx.ledger, -1),
        Action::Right => model.findings.turn(&model.ctx.ledger, 1),
        Action::FilterStatus => model.findings.turn_all(&model.ctx.ledger),
        _ => {
            let Some(one) = model.findings.current(&model.ledger) else {
                let text = if model.searching() {
                    "正在查找，请稍候"
                } else {
                    "这里没有问题"
                };
                fail(model, text.into());
                return Vec::new();
            };
            let one = one.into_owned();
            return on_one(model, action, &one);
        }
    }
    Vec::new()
}

fn on_one(model: &mut Model, action: Action, one: &Finding) -> Vec<Effect> {
    match action {
        Action::Open => go_to(model, one),
        Action::Accept => decide(&one.id, Some(VerdictKind::Accepted), ""),
        Action::Fixed => decide(&one.id, Some(VerdictKind::Fixed), ""),
        Action::Reopen => decide(&one.id, None, ""),
        Action::Ignore => {
            let given = one
                .decision(&model.ledger)
                .map_or("", |decision| decision.reason);
            let title = format!("忽略 {}", one.id);
            let about = "请写明理由；忽略的不再列为待处理，可以重开";
            let finding = one.id.clone();
            let answer = move |_: &mut Model, reason: &str| {
                Ok(decide(&finding, Some(VerdictKind::Ignored), reason))
            };
            let prompt = Prompt::required(title, about, given, "请写明理由", answer);
            popup::open(model, prompt)
        }
        Action::MergeUnit => ask_unit(model, one),
        _ => Vec::new(),
    }
}

fn decide(finding: &str, kind: Option<VerdictKind>, reason: &str) -> Vec<Effect> {
    let verdict = kind.map(|kind| Verdict {
        kind,
        reason: reason.into(),
    });
    vec![Effect::Execute(Command::Decide {
        finding: finding.to_owned(),
        verdict,
    })]
}

/// Goes to where it can be mended.
fn go_to(model: &mut Model, one: &Finding) -> Vec<Effect> {
    match one.place {
        Place::Field(association, field) => form::open_field(model, association, field),
        Place::Association(association) => return open_association(model, association),
        Place::Milestone(milestone) => {
            let as_of = model.as_of_date();
            let view = MilestoneView::new(&model.ledger, milestone, as_of);
            model.opened.push(Opened::Milestone(view));
        }
        Place::Unit(printed) => {
            let unit = model.ledger.printed_units()[printed].unit;
            let unit = unit.map_or(UnitChoice::Direct, UnitChoice::Unit);
            roster::show_unit(model, Some(unit));
        }
        Place::LookBack => model.findings.show(&model.ctx.ledger, Some(Kind::LookBack)),
        Place::Nowhere => fail(model, "是通知本身的问题，台账中没有可改之处".into()),
    }
    Vec::new()
}

/// Asks which unit to count another one under, or whether to count it by itself.
fn ask_unit(model: &mut Model, one: &Finding) -> Vec<Effect> {
    let name = |printed: PrintedIx| model.ledger.printed_units()[printed].name.to_string();
    match &one.proposal {
        Some(Proposal::Merge { printed, into }) => {
            let from = name(*printed);
            ask_into(model, one, from, into)
        }
        Some(Proposal::Split(printed)) => {
            let printed = name(*printed);
            let command = Command::SplitUnit {
                printed: printed.clone(),
                reason: format!("问题 {}", one.id),
            };
            match effect(model, &command) {
                Ok(effect) => {
                    let question = format!("「{printed}」单独统计。{effect}。可以撤销。");
                    return popup::open(model, Confirm::new(question, command));
                }
                Err(error) => fail(model, error),
            }
            Vec::new()
        }
        // Nobody knows the successor yet; whoever does writes it.
        None => match one.about {
            About::Unit(printed) if model.ledger.printed_units()[printed].unit.is_some() => {
                let from = name(printed);
                ask_into(model, one, from, "")
            }
            _ => {
                fail(model, "这条问题没有要合并或拆开的单位".into());
                Vec::new()
            }
        },
    }
}

fn ask_into(model: &mut Model, one: &Finding, from: String, into: &str) -> Vec<Effect> {
    let title = format!("「{from}」并入");
    let about = "写归入的单位；名册以外的继任单位写全称。并入前先列出会改变什么";
    let finding = one.id.clone();
    let prompt = Prompt::new(title, about, into, move |model, text| {
        merge_into(model, &from, &finding, text.trim())
    });
    popup::open(model, prompt)
}

/// Takes the unit to merge into: shows what it would change, or says why it cannot be.
fn merge_into(
    model: &mut Model,
    from: &str,
    finding: &str,
    text: &str,
) -> Result<Vec<Effect>, String> {
    let ledger = &model.ledger;
    let (into, new) = match find::unit(ledger, text) {
        Ok(UnitChoice::Unit(unit)) => (ledger.units()[unit].name.to_string(), ""),
        // Refused by name.
        Ok(UnitChoice::Direct) => (text.to_owned(), ""),
        Err(FindError::Nothing { .. }) => (text.to_owned(), "（名册中没有，将新立）"),
        Err(error) => return Err(error.to_string()),
    };
    let command = Command::MergeUnit {
        from: from.to_owned(),
        into: into.clone(),
        reason: format!("问题 {finding}"),
    };
    let effect = effect(model, &command)?;
    let question = format!("「{from}」并入「{into}」{new}。{effect}。可以撤销。");
    Ok(popup::open(model, Confirm::new(question, command)))
}

/// What a command about units would change, in words.
fn effect(model: &Model, command: &Command) -> Result<String, String> {
    // Nothing is recorded by trying, so the instant does not matter.
    let context = Context {
        by: model.who.clone(),
        at: DateTime::<Utc>::UNIX_EPOCH,
        as_of: model.as_of_date(),
    };
    let effect = units::Effect::of(&model.ledger, command, &context);
    effect
        .map(|effect| effect.sentence())
        .map_err(|error| error.to_string())
}
