//! Views and columns of the roster: asked for, saved, taken away, chosen, moved sideways.

use super::{Effect, fail, go};
use crate::app::views;
use crate::domain::command::Command;
use crate::report::roster;
use crate::text::fold::fold_text;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{Model, Tab};
use crate::tui::page::roster::Table;
use crate::tui::popup::{self, ColumnsDialog, Entry, Picker, Prompt};

/// Shows the view under a digit. One that is not understood changes nothing.
pub fn recall(model: &mut Model, number: u8) -> Vec<Effect> {
    let Some(slot) = views::slot(&model.ledger, number) else {
        fail(
            model,
            format!("视图 {number} 还没有保存，在名册中按 W 保存"),
        );
        return Vec::new();
    };
    match views::read(&model.ledger, slot.view) {
        Ok(settings) => {
            let view = slot.view.clone();
            model.roster.adopt(number, &view, settings);
            go(model, Tab::Roster);
            model.relist();
        }
        Err(error) => fail(model, format!("{number} {error}")),
    }
    Vec::new()
}

/// All views to pick from.
pub fn pick(model: &mut Model) -> Vec<Effect> {
    let entries = views::slots(&model.ledger).map(|slot| {
        let label = format!("{} {}", slot.number, slot.view.name);
        let number = slot.number;
        Entry::new(label, slot.view.filter.to_string(), move |model| {
            recall(model, number)
        })
    });
    let picker = Picker::new("视图", entries.collect());
    popup::open(model, picker)
}

/// Asks under which digit and name to save what stands now.
pub fn ask_save(model: &mut Model) -> Vec<Effect> {
    let ledger = &model.ledger;
    let known = model
        .roster
        .view
        .and_then(|number| views::slot(ledger, number));
    let free = || {
        views::SLOTS
            .into_iter()
            .find(|number| views::slot(ledger, *number).is_none())
    };
    let text = match known {
        Some(slot) if slot.saved => format!("{} {}", slot.number, slot.view.name),
        _ => free().map_or_else(String::new, |number| format!("{number} ")),
    };
    let about =
        "筛选、分组、排序和列，写数字键和名称，如 4 本周到期；只写数字则清除另存的视图，恢复预设";
    popup::open(model, Prompt::new("保存视图", about, &text, save))
}

/// What `4 本周到期` asks for; an error says how to write it.
fn save(model: &mut Model, text: &str) -> Result<Vec<Effect>, String> {
    let text = text.trim();
    let digit = text.chars().next().map(|c| fold_text(&c.to_string()));
    let number = digit.and_then(|digit| digit.parse::<u8>().ok());
    let Some(number) = number.filter(|number| views::SLOTS.contains(number)) else {
        return Err("先写 1 到 9 的数字，再写名称，如 4 本周到期".into());
    };
    let name: String = text.chars().skip(1).collect();
    let name = name.trim();
    let view = (!name.is_empty()).then(|| model.roster.as_view(&model.ledger, name));
    model.roster.view = Some(number);
    Ok(vec![Effect::Execute(Command::SetView {
        slot: number,
        view,
    })])
}

/// The table as it is drawn.
fn table(model: &Model) -> Option<Table> {
    let frame = layout::frame(model.size, model.dense())?;
    let width = layout::roster(frame.body).list.width;
    Some(Table::new(model, &model.roster, width.into()))
}

/// Moves the columns sideways, as far as there are hidden ones.
pub fn scroll(model: &mut Model, by: isize) {
    let Some((left, right)) = table(model).map(|table| table.hidden()) else {
        return;
    };
    model.roster.scroll = if by < 0 {
        left.saturating_sub(1)
    } else {
        left + usize::from(right > 0)
    };
}

/// Opens the choice of columns.
pub fn choose_columns(model: &mut Model) -> Vec<Effect> {
    let Some(table) = table(model) else {
        return Vec::new();
    };
    let all = roster::choices(model.ledger.round());
    let dialog = ColumnsDialog::new(table.chosen(), all);
    popup::open(model, dialog)
}

/// Carries out an action about views and columns; `None` when it is none.
pub fn run(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::SaveView => return Some(ask_save(model)),
        Action::Columns => return Some(choose_columns(model)),
        Action::ScrollLeft => scroll(model, -1),
        Action::ScrollRight => scroll(model, 1),
        _ => return None,
    }
    Some(Vec::new())
}
