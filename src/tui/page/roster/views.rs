//! Views of the roster: asked for, saved, taken away.

use super::RosterPage;
use crate::app::views;
use crate::domain::command::Command;
use crate::text::fold::fold_text;
use crate::tui::model::{Ctx, Model, Tab};
use crate::tui::msg::Effect;
use crate::tui::page::{Goto, open};
use crate::tui::popup::{self, Picker, PickerEntry, Prompt};

/// Shows the view under a digit. One that is not understood changes nothing.
pub fn recall(model: &mut Model, number: u8) -> Vec<Effect> {
    let Some(slot) = views::slot(&model.ledger, number) else {
        model.fail(t!(
            "视图 {number} 还没有保存，在名册中按 W 保存",
            "view {number} is not saved yet; save it in the roster with W"
        ));
        return Vec::new();
    };
    match views::read(&model.ledger, &slot.view) {
        Ok(settings) => {
            let view = slot.view.into_owned();
            model.roster.adopt(number, &view, settings);
            model.relist_roster();
            return open(model, Goto::Tab(Tab::Roster));
        }
        Err(error) => model.fail(format!("{number} {error}")),
    }
    Vec::new()
}

/// All views to pick from.
pub fn pick(model: &mut Model) -> Vec<Effect> {
    let entries = views::slots(&model.ledger).map(|slot| {
        let label = format!("{} {}", slot.number, slot.view.name);
        let number = slot.number;
        PickerEntry::new(label, slot.view.filter.to_string(), move |model| {
            recall(model, number)
        })
    });
    let picker = Picker::new(s!("视图", "Views"), entries.collect());
    popup::open(model, picker)
}

/// What `4 本周到期` asks for; an error says how to write it.
fn save(model: &mut Model, text: &str) -> Result<Vec<Effect>, String> {
    let text = text.trim();
    let digit = text.chars().next().map(|c| fold_text(&c.to_string()));
    let number = digit.and_then(|digit| digit.parse::<u8>().ok());
    let Some(number) = number.filter(|number| views::SLOTS.contains(number)) else {
        return Err(s!(
            "先写 1 到 9 的数字，再写名称，如 4 本周到期",
            "first a digit 1 to 9, then the name, such as: 4 due this week"
        )
        .into());
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

impl RosterPage {
    /// Asks under which digit and name to save what stands now.
    pub fn ask_save(&self, ctx: &Ctx) -> Prompt {
        let ledger = &ctx.ledger;
        let known = self.view.and_then(|number| views::slot(ledger, number));
        let free = || {
            views::SLOTS
                .into_iter()
                .find(|number| views::slot(ledger, *number).is_none())
        };
        let text = match known {
            Some(slot) if slot.saved => format!("{} {}", slot.number, slot.view.name),
            _ => free().map_or_else(String::new, |number| format!("{number} ")),
        };
        let about = s!(
            "筛选、分组、排序和列，写数字键和名称，如 4 本周到期；只写数字则清除另存的视图，恢复预设",
            "filter, groups, order and columns; a digit and a name, such as: 4 due this week. A digit alone clears what was saved"
        );
        Prompt::new(s!("保存视图", "Save view"), about, &text, save)
    }
}
