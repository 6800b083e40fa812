//! 成员单位: the bodies of the working group with their duties; behind each what waits for it, and
//! behind that for whom it is open.

use crate::app::overview::Question;
use crate::domain::round::official;
use crate::report::bodies;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::page::{Goto, open};
use crate::tui::popup::{self, Picker, PickerEntry};
use crate::words;

/// Every body, with how much waits for it.
pub fn pick_body(model: &Model) -> Picker {
    let rows = bodies::rows(&model.ledger).into_iter().enumerate();
    let entries = rows.map(|(at, row)| {
        let waits = match row.waiting.len() {
            0 => s!("无待办", "nothing waits").to_owned(),
            items => t!(
                "待办 {items} 项，合计 {}",
                "{items} items wait, {} in all",
                row.open()
            ),
        };
        let duties = official::joined(&row.body.duties);
        let known_as = format!("{} {duties}", row.body.aliases.join(" "));
        PickerEntry::new(row.body.name.clone(), waits, move |model| {
            open_body(model, at)
        })
        .known_as(known_as)
    });
    Picker::new(s!("成员单位", "Member bodies"), entries.collect())
}

/// What waits for one of them.
fn open_body(model: &mut Model, at: usize) -> Vec<Effect> {
    let ledger = &model.ledger;
    let body = &ledger.round().info.bodies[at];
    let waiting = bodies::waiting_for(ledger, body, model.as_of_date()).rows;
    let entries = waiting.into_iter().map(|one| {
        let def = &ledger.round().items[one.item];
        let label = format!("{} {}", def.id, def.label);
        let (role, due) = (
            words::item::role(one.owner),
            ledger.round().item_due_on(def),
        );
        let count = if def.per_unit() {
            s!("个单位", " units")
        } else {
            s!("家", " associations")
        };
        let detail = format!("{role} {due} {} {count}", one.whose.len());
        PickerEntry::new(label, detail, move |model| {
            open(model, Goto::DrillDown(Question::Item(one.item)))
        })
    });
    let duties = match body.duties.as_slice() {
        [] => s!("职责通知未列", "the notice gives no duty").to_owned(),
        duties => official::joined(duties),
    };
    let picker = Picker::new(body.name.clone(), entries.collect()).told(duties);
    popup::open(model, picker)
}
