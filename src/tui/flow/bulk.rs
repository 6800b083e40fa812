//! Marks in the roster, and one action for all that is marked: pick it, answer what it asks, see
//! how many it changes, agree once.

use std::collections::BTreeSet;

use super::consent;
use crate::app::bulk::{BulkAnswers, BulkPlan, BulkQuestion};
use crate::app::closing::Objections;
use crate::domain::command::{BulkAction, Context};
use crate::domain::decide::check_date;
use crate::domain::handled::Handled;
use crate::domain::id::AssocIx;
use crate::domain::ledger::SubjectIx;
use crate::text::plain::Plain;
use crate::tui::action::Place;
use crate::tui::model::{Message, Model};
use crate::tui::msg::Effect;
use crate::tui::popup::{self, Confirm, Picker, PickerEntry, Prompt};

/// An action on its way: what was answered so far.
#[derive(Clone)]
struct BulkDraft {
    action: BulkAction,
    whose: Vec<AssocIx>,
    answers: BulkAnswers,
    /// How many questions were answered.
    answered: usize,
}

/// Marks the line under the cursor, or takes its mark away; on a heading all of its group.
pub fn mark_line(model: &mut Model) -> Vec<Effect> {
    let (page, ctx) = model.page_and_ctx();
    let line = page.list().cursor;
    let focus = page.focus(ctx);
    let group = page.group(line);
    if let Some(ix) = focus.association.filter(|_| !focus.only) {
        let len = page.len(ctx);
        page.list_mut().step(1, len);
        page.moved_to();
        if !model.ctx.marked.remove(&ix) {
            model.ctx.marked.insert(ix);
        }
        say_marked(model);
    } else if !group.is_empty() {
        mark(model, group);
    } else {
        model.fail(s!(
            "这一行不是协会，不能标记",
            "this line is no association and cannot be selected"
        ));
    }
    Vec::new()
}

/// Marks all that is listed; when all of it is marked, takes the marks away.
pub fn mark_listed(model: &mut Model) -> Vec<Effect> {
    let listed: BTreeSet<AssocIx> = model.page().listed(&model.ctx).into_iter().collect();
    if listed.is_empty() {
        model.fail(s!("这里没有列出协会", "no associations are listed here"));
    } else {
        mark(model, listed);
    }
    Vec::new()
}

/// The roster says itself how many are marked.
fn say_marked(model: &mut Model) {
    if model.place() != Place::Roster {
        model.message = Some(Message {
            text: t!("标记 {} 家", "{} selected", model.marked.len()),
            failed: false,
        });
    }
}

/// Marks some; when all of them are marked, takes the marks away.
fn mark(model: &mut Model, mut whose: BTreeSet<AssocIx>) {
    let marked = &mut model.ctx.marked;
    if whose.is_subset(marked) {
        marked.retain(|ix| !whose.contains(ix));
    } else {
        marked.append(&mut whose);
    }
    say_marked(model);
}

/// Whom bulk work is about: the association that is open, else all that is marked, else the line
/// under the cursor, which may be a whole group.
fn whose(model: &Model) -> Vec<AssocIx> {
    let page = model.page();
    let focus = page.focus(&model.ctx);
    match focus.association {
        Some(ix) if focus.only => vec![ix],
        _ if !model.ctx.marked.is_empty() => model.ctx.marked.iter().copied().collect(),
        Some(ix) => vec![ix],
        None => page.group(page.list().cursor).into_iter().collect(),
    }
}

/// Asks what is to be done.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let whose = whose(model);
    if whose.is_empty() {
        model.fail(s!(
            "没有选中协会，请先用空格标记",
            "none selected; select with space first"
        ));
        return Vec::new();
    }
    let about = match whose.as_slice() {
        [one] => model.ledger.name(*one).to_owned(),
        many => t!("{} 家", "{} associations", many.len()),
    };
    let entries = BulkAction::all(&model.ledger).into_iter();
    let entries = entries.map(|action| {
        let draft = BulkDraft {
            action,
            whose: whose.clone(),
            answers: BulkAnswers::default(),
            answered: 0,
        };
        let title = action.title(&model.ledger);
        PickerEntry::new(title, about.clone(), move |model| {
            go_on(model, &draft).unwrap_or_else(|error| {
                model.fail(error);
                Vec::new()
            })
        })
    });
    let picker = Picker::new(s!("办理", "Do"), entries.collect());
    popup::open(model, picker)
}

/// Asks the next question, or shows what would change; or says why nothing would.
fn go_on(model: &mut Model, draft: &BulkDraft) -> Result<Vec<Effect>, String> {
    match draft.action.questions().get(draft.answered) {
        Some(question) => {
            let prompt = prompt(model, *question, draft.clone());
            Ok(popup::open(model, prompt))
        }
        // Who may close is for the history to say.
        None if draft.action == BulkAction::Close => Ok(vec![Effect::Handled(draft.whose.clone())]),
        None => confirm(model, draft, &model.trial()),
    }
}

/// Asks about closing some associations, when it is known who has handled them.
pub fn close(model: &mut Model, whose: Vec<AssocIx>, handled: Handled) -> Vec<Effect> {
    let draft = BulkDraft {
        action: BulkAction::Close,
        whose,
        answers: BulkAnswers::default(),
        answered: 0,
    };
    let context = Context {
        handled,
        ..model.trial()
    };
    let closing = match objections(model, &draft, &context) {
        None => confirm(model, &draft, &context),
        Some(about) => {
            let why = Prompt::required(
                s!("仍要销号的理由", "The reason for closing out all the same"),
                about,
                "",
                s!("请写明理由", "Please give a reason"),
                move |model, text| {
                    let mut draft = draft.clone();
                    draft.answers.reason = typed(text.trim())?;
                    confirm(model, &draft, &context)
                },
            );
            Ok(popup::open(model, why))
        }
    };
    closing.unwrap_or_else(|error| {
        model.fail(error);
        Vec::new()
    })
}

/// What speaks against closing those that can be closed.
fn objections(model: &Model, draft: &BulkDraft, context: &Context) -> Option<String> {
    let ledger = &model.ledger;
    let (whose, answers) = (&draft.whose, &draft.answers);
    let plan = BulkPlan::new(ledger, whose, draft.action, answers, context);
    let closed = plan.commands.iter();
    let closed = closed.flat_map(|command| command.closes(ledger.round()));
    let mut open = closed.filter_map(|no| {
        let ix = ledger.association_ix(no)?;
        let found = Objections::of(ledger, ix, context.as_of);
        (!found.is_empty()).then(|| format!("{no} {}", found.sentence(ledger)))
    });
    let first = open.next()?;
    Some(match open.count() {
        0 => first,
        more => t!("{first}；另有 {more} 家", "{first}; and {more} more"),
    })
}

fn prompt(model: &Model, question: BulkQuestion, draft: BulkDraft) -> Prompt {
    let about = t!(
        "{}：{}",
        "{}: {}",
        draft.action.title(&model.ledger),
        whose_it_is(model, &draft)
    );
    let title = match question {
        BulkQuestion::On => {
            let known = Some(model.as_of_date());
            return Prompt::some_day(s!("日期", "Date"), about, known, move |model, on| {
                // What the next questions ask would be typed for nothing.
                let checked = check_date(&model.ledger, on, model.as_of_date());
                checked.map_err(|refusal| refusal.to_string())?;
                let mut draft = draft.clone();
                draft.answers.on = Some(on);
                draft.answered += 1;
                go_on(model, &draft)
            });
        }
        BulkQuestion::Reason if matches!(draft.action, BulkAction::Exit(_)) => s!("原因", "Reason"),
        BulkQuestion::Reason => s!("不涉及的理由", "Reason why not applicable"),
        BulkQuestion::Document => s!("依据：文号或文件名", "Evidence: number or file name"),
        BulkQuestion::Into => s!("并入哪一家（序号）", "Merged into (number)"),
    };
    Prompt::new(title, about, "", move |model, text| {
        let draft = answer(question, &draft, text)?;
        go_on(model, &draft)
    })
}

/// Whom it is about: a milestone of a unit or of the city is not one of the associations that are
/// marked.
fn whose_it_is(model: &Model, draft: &BulkDraft) -> String {
    let ledger = &model.ledger;
    let members = draft.action.members(ledger, &draft.whose);
    let units: Vec<SubjectIx> = members.into_iter().collect();
    match units.as_slice() {
        [] | [SubjectIx::Association(_), ..] => t!("{} 家", "{} associations", draft.whose.len()),
        [SubjectIx::City, ..] => ledger.round().info.everywhere().into(),
        [one @ SubjectIx::Unit(_)] => t!("1 个单位，{}", "1 unit, {}", ledger.subject_name(*one)),
        [SubjectIx::Unit(_), ..] => t!("{} 个单位", "{} units", units.len()),
    }
}

/// Takes an answer, or says what is wrong with it.
fn answer(question: BulkQuestion, draft: &BulkDraft, text: &str) -> Result<BulkDraft, String> {
    let mut draft = draft.clone();
    let text = text.trim();
    match question {
        BulkQuestion::Into => {
            let no = text
                .parse()
                .map_err(|_| s!("请写序号，例如 29", "Give a number, such as 29").to_owned())?;
            draft.answers.into = Some(no);
        }
        _ if text.is_empty() => {
            return Err(s!("请写明，或按 Esc 放弃", "Please fill in, or leave with Esc").into());
        }
        BulkQuestion::Document => draft.answers.document = typed(text)?,
        BulkQuestion::Reason | BulkQuestion::On => draft.answers.reason = typed(text)?,
    }
    draft.answered += 1;
    Ok(draft)
}

/// A text that the ledger would take, so that nobody has to go back for it.
fn typed(text: &str) -> Result<String, String> {
    Plain::typed(text)
        .map(String::from)
        .map_err(|error| error.to_string())
}

/// Says how many would change and asks once; a single change of no weight is simply made.
fn confirm(model: &mut Model, draft: &BulkDraft, context: &Context) -> Result<Vec<Effect>, String> {
    let plan = BulkPlan::new(
        &model.ledger,
        &draft.whose,
        draft.action,
        &draft.answers,
        context,
    );
    let Some(command) = plan.command() else {
        return Err(match plan.refused.as_slice() {
            [(_, refusal)] => refusal.to_string(),
            _ => plan.sentence(),
        });
    };
    let single = draft.whose.len() == 1 && plan.wider.is_empty();
    if single && !draft.action.needs_confirmation() {
        return Ok(vec![Effect::Execute(command)]);
    }
    let (said, whose) = (plan.sentence(), consent::concerns(model, &command));
    let question = match draft.action {
        BulkAction::Close => t!(
            "以 {} 名义销号 {whose}？{said}",
            "Close out {whose} as {}? {said}",
            model.who
        ),
        // The sentence has named them.
        _ if !plan.wider.is_empty() => said,
        _ => t!("{said}。涉及 {whose}", "{said}. For {whose}"),
    };
    Ok(popup::open(model, Confirm::new(question, command)))
}
