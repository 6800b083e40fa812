//! Filling in one field of a form, on whatever page it is shown.

use crate::domain::change::Key;
use crate::domain::command::{Command, NewAnswer, Title};
use crate::domain::form::known;
use crate::domain::form::{Field, FieldKind};
use crate::domain::id::AssocIx;
use crate::domain::round::{FieldIx, official};
use crate::domain::sight::{Sight, SightPart};
use crate::tui::model::Ctx;
use crate::tui::msg::Effect;
use crate::tui::page::Reply;
use crate::tui::popup::{Choices, Confirm, Prompt, TableEditor};

/// Writes rows of cells into a field.
pub fn write(ctx: &Ctx, association: AssocIx, ix: FieldIx, rows: Vec<Vec<String>>) -> Reply {
    let command = Command::SetAnswer(NewAnswer {
        association: ctx.ledger.associations()[association].no,
        field: ctx.ledger.round().field(ix).id.clone(),
        rows,
    });
    Reply::execute(command.seeing(seen(ctx, association, ix)))
}

/// What is shown in a field.
fn seen(ctx: &Ctx, association: AssocIx, ix: FieldIx) -> Sight {
    let key = Key::Answer {
        association: ctx.ledger.associations()[association].no,
        field: ctx.ledger.round().field(ix).id.clone(),
    };
    Sight::of(&ctx.ledger, key, SightPart::Whole)
}

/// Space: the next option of a single choice, and after the last none; else the editor.
pub fn quick(ctx: &Ctx, association: AssocIx, ix: FieldIx) -> Reply {
    let field = ctx.ledger.round().field(ix);
    if !matches!(
        field.kind,
        FieldKind::YesNo | FieldKind::Single | FieldKind::Tick
    ) {
        return edit(ctx, association, ix);
    }
    let value = ctx
        .ledger
        .answer(association, ix)
        .map(|record| &record.value);
    let ticked = |option: &String| value.is_some_and(|value| value.ticks(option));
    let at = field.options.iter().position(ticked);
    let next = field.options.get(at.map_or(0, |at| at + 1));
    let rows = next.cloned().into_iter().map(|option| vec![option]);
    write(ctx, association, ix, rows.collect())
}

/// Enter: boxes for choices, a text field for everything else, with what the ledger knows in it.
pub fn edit(ctx: &Ctx, association: AssocIx, ix: FieldIx) -> Reply {
    let known = known::of(&ctx.ledger, association, ctx.ledger.round().field(ix));
    begin(ctx, association, ix, known.unwrap_or_default())
}

/// Opens a field; a text field that is empty begins with what is proposed.
fn begin(ctx: &Ctx, association: AssocIx, ix: FieldIx, proposed: String) -> Reply {
    let field = ctx.ledger.round().field(ix);
    let seen = seen(ctx, association, ix);
    let association = ctx.ledger.associations()[association].no;
    if matches!(field.kind, FieldKind::List | FieldKind::Table) {
        return Reply::popup(TableEditor::new(association, field, seen));
    }
    if !field.options.is_empty() {
        return Reply::popup(Choices::new(association, field, seen));
    }
    let title = field.label.to_string();
    let known = seen.value().map_or(proposed, ToString::to_string);
    let id = field.id.clone();
    Reply::popup(Prompt::new(
        title,
        hint(field),
        &known,
        move |model, text| {
            let rows = vec![vec![text.to_owned()]];
            let round = model.ledger.round();
            if let Some(ix) = round.field_ix(&id) {
                // What cannot be read stays in the prompt, with the reason beside it.
                round.field(ix).read(&rows).map_err(|e| e.to_string())?;
            }
            let command = Command::SetAnswer(NewAnswer {
                association,
                field: id.clone(),
                rows,
            });
            Ok(vec![Effect::Execute(command.seeing(seen.clone()))])
        },
    ))
}

/// Asks whether every empty field is to take what is offered for it; then it is one entry.
pub fn take_over<'l>(
    offered: impl Iterator<Item = (&'l str, NewAnswer)>,
    what: &str,
    title: &str,
) -> Reply {
    let (labels, answers): (Vec<&str>, Vec<NewAnswer>) = offered.unzip();
    if answers.is_empty() {
        return Reply::fail(s!("没有可取用的空栏", "no empty field to take over"));
    }
    let question = t!(
        "把{what}取到 {} 个空栏：{}。一次可以撤销。",
        "Take {what} into {} empty fields: {}. One undo takes it back.",
        answers.len(),
        labels.join(s!("、", ", "))
    );
    let title = Title::Named(title.into());
    Reply::popup(Confirm::new(
        question,
        Command::SetAnswers { title, answers },
    ))
}

/// A character that was typed on a field: a digit picks that option, anything else opens the field
/// for it.
pub fn typed(ctx: &Ctx, association: AssocIx, ix: FieldIx, typed: char) -> Reply {
    let options = &ctx.ledger.round().field(ix).options;
    let Some(digit) = typed.to_digit(10).filter(|_| !options.is_empty()) else {
        return begin(ctx, association, ix, String::new());
    };
    let at = digit.checked_sub(1);
    match at.and_then(|at| options.get(at as usize)) {
        Some(option) => write(ctx, association, ix, vec![vec![option.clone()]]),
        None => Reply::fail(t!(
            "这一栏有 {} 个选项",
            "this field has {} options",
            options.len()
        )),
    }
}

/// What can be written into a field, in words.
pub fn hint(field: &Field) -> String {
    let unit = field.unit.as_deref().map_or("", official::shown);
    let unit = match unit {
        "" => String::new(),
        unit => t!("（{unit}）", " ({unit})"),
    };
    let text = match field.kind {
        FieldKind::Integer => t!(
            "整数{unit}，没有写 0；留空为未填",
            "a whole number{unit}; 0 if none; empty is not filled in"
        ),
        FieldKind::Amount | FieldKind::Area => {
            t!(
                "确切的数{unit}，可有小数，没有写 0；留空为未填",
                "an exact number{unit}, decimals allowed; 0 if none; empty is not filled in"
            )
        }
        FieldKind::List => s!("逐项填写", "one after another").to_owned(),
        FieldKind::Table => t!(
            "逐行填写：{}",
            "line by line: {}",
            official::joined(&field.columns)
        ),
        FieldKind::Multiple => s!("可选多项", "several may be chosen").to_owned(),
        FieldKind::YesNo | FieldKind::Single | FieldKind::Tick => {
            s!("选一项", "choose one").to_owned()
        }
        FieldKind::Month => s!(
            "年月，如 2020-08，也可写到日",
            "year and month, such as 2020-08, or a day"
        )
        .to_owned(),
        FieldKind::Phone => s!("电话", "phone").to_owned(),
        FieldKind::UnitName => s!("单位名称", "name of a unit").to_owned(),
        FieldKind::Text => s!("文字", "text").to_owned(),
    };
    match &field.remark {
        Some(remark) => t!("{text}。{remark}", "{text}. {remark}"),
        None => text,
    }
}
