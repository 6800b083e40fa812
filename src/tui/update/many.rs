//! Marks in the roster, and one deed for all that is marked: pick it, answer what it asks, see
//! how many it changes, agree once.

use std::collections::BTreeSet;

use super::{Effect, fail};
use crate::app::clock::parse_date;
use crate::app::listing::Row;
use crate::app::many::{Answers, Deed, Plan, Question};
use crate::domain::command::Context;
use crate::domain::id::AssocIx;
use crate::tui::model::{Model, Opened, Tab};
use crate::tui::popup::{self, Confirm, Entry, Picker, Prompt};

/// A deed on its way: what was answered so far.
#[derive(Clone)]
struct Draft {
    deed: Deed,
    whose: Vec<AssocIx>,
    answers: Answers,
    /// How many questions were answered.
    answered: usize,
}

/// Marks the line under the cursor, or takes its mark away; on a heading all of its group.
pub fn mark_line(model: &mut Model) {
    match model.roster.current() {
        Some(Row::Association(ix)) => {
            if !model.ctx.marked.remove(&ix) {
                model.ctx.marked.insert(ix);
            }
            let len = model.roster.listing.len();
            model.roster.list.step(1, len);
            model.roster.anchor_here();
        }
        Some(Row::Group(key)) => {
            let group = model.roster.listing.members(key).collect();
            set(model, group);
        }
        None => {}
    }
}

/// Marks all that the filter lets through; when all of them are marked, takes the marks away.
pub fn mark_shown(model: &mut Model) {
    let shown = model.roster.listing.everybody().collect();
    set(model, shown);
}

/// Marks some; when all of them are marked, takes the marks away.
fn set(model: &mut Model, mut whose: BTreeSet<AssocIx>) {
    let marked = &mut model.ctx.marked;
    if whose.is_subset(marked) {
        marked.retain(|ix| !whose.contains(ix));
    } else {
        marked.append(&mut whose);
    }
}

/// Whom a deed is about: the association that is open, else all that is marked, else the line
/// under the cursor, which may be a whole group.
fn whose(model: &Model) -> Vec<AssocIx> {
    if let Some(Opened::Association(view)) = model.opened.last() {
        return vec![view.association];
    }
    if model.tab != Tab::Roster || !model.opened.is_empty() {
        return Vec::new();
    }
    if !model.ctx.marked.is_empty() {
        return model.ctx.marked.iter().copied().collect();
    }
    match model.roster.current() {
        Some(Row::Association(ix)) => vec![ix],
        Some(Row::Group(key)) => {
            let group: BTreeSet<AssocIx> = model.roster.listing.members(key).collect();
            group.into_iter().collect()
        }
        None => Vec::new(),
    }
}

/// Asks what is to be done.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let whose = whose(model);
    if whose.is_empty() {
        fail(model, "没有选中协会，请先用空格标记".into());
        return Vec::new();
    }
    let about = match whose.as_slice() {
        [one] => model.ledger.associations()[*one].name.to_string(),
        many => format!("{} 家", many.len()),
    };
    let entries = Deed::all(&model.ledger).into_iter();
    let entries = entries.map(|deed| {
        let draft = Draft {
            deed,
            whose: whose.clone(),
            answers: Answers::default(),
            answered: 0,
        };
        let title = deed.title(&model.ledger);
        Entry::new(title, about.clone(), move |model| go_on(model, draft))
    });
    let picker = Picker::new("办理", entries.collect());
    popup::open(model, picker)
}

/// Asks the next question, or shows what would change.
fn go_on(model: &mut Model, draft: Draft) -> Vec<Effect> {
    match draft.deed.questions().get(draft.answered) {
        Some(question) => {
            let prompt = prompt(model, *question, draft);
            popup::open(model, prompt)
        }
        None => confirm(model, &draft),
    }
}

fn prompt(model: &Model, question: Question, draft: Draft) -> Prompt {
    let (title, known) = match question {
        Question::On => ("日期", model.as_of_date().to_string()),
        Question::Reason if matches!(draft.deed, Deed::Exit(_)) => ("原因", String::new()),
        Question::Reason => ("不涉及的理由", String::new()),
        Question::Document => ("依据：文号或文件名", String::new()),
        Question::Into => ("并入哪一家（序号）", String::new()),
    };
    let about = format!(
        "{}：{} 家",
        draft.deed.title(&model.ledger),
        draft.whose.len()
    );
    Prompt::new(title, about, &known, move |model, text| {
        let draft = answer(&draft, text)?;
        Ok(go_on(model, draft))
    })
}

/// Takes an answer, or says what is wrong with it.
fn answer(draft: &Draft, text: &str) -> Result<Draft, String> {
    let mut draft = draft.clone();
    let text = text.trim();
    match draft.deed.questions().get(draft.answered) {
        Some(Question::On) => draft.answers.on = Some(parse_date(text)?),
        Some(Question::Into) => {
            let no = text.parse().map_err(|_| "请写序号，例如 29".to_owned())?;
            draft.answers.into = Some(no);
        }
        Some(_) if text.is_empty() => return Err("请写明，或按 Esc 放弃".into()),
        Some(Question::Reason) => text.clone_into(&mut draft.answers.reason),
        Some(Question::Document) => text.clone_into(&mut draft.answers.document),
        None => {}
    }
    draft.answered += 1;
    Ok(draft)
}

/// Says how many would change and asks once; a single change of no weight is simply made.
fn confirm(model: &mut Model, draft: &Draft) -> Vec<Effect> {
    let context = Context {
        by: model.who.clone(),
        // Only what is recorded needs the clock; this is a look ahead.
        at: chrono::DateTime::UNIX_EPOCH,
        as_of: model.as_of_date(),
    };
    let plan = Plan::new(
        &model.ledger,
        &draft.whose,
        draft.deed,
        &draft.answers,
        &context,
    );
    let Some(command) = plan.command() else {
        let text = match plan.refused.as_slice() {
            [(_, refusal)] => refusal.to_string(),
            _ => plan.sentence(),
        };
        fail(model, text);
        return Vec::new();
    };
    if draft.whose.len() == 1 && !draft.deed.weighs() {
        return vec![Effect::Execute(command)];
    }
    popup::open(model, Confirm::new(plan.sentence(), command))
}
