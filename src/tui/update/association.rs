//! 协会: ticking, notes, evidence.

use super::{Effect, form, milestone, mirror};
use crate::domain::command::Command;
use crate::domain::decide;
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Basis, ItemView, Ledger, SubjectIx};
use crate::domain::model::ItemState;
use crate::domain::round::{NaRule, Scope};
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{Model, Opened};
use crate::tui::popup::{self, Entry, Picker, Prompt};
use crate::tui::widget::list::List;

pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = layout::frame(model.size, model.dense())
        .map_or(1, |f| layout::association(f.body).list.height);
    let items = &model.ctx.ledger.round().items;
    let Some(Opened::Association(view)) = model.opened.last_mut() else {
        return Vec::new();
    };
    let mut list = List {
        cursor: view.item.into(),
        offset: 0,
    };
    if list.navigate(action, items.len(), usize::from(height)) {
        view.item = list.cursor.into();
        return Vec::new();
    }
    let section = items[view.item].section;
    match action {
        Action::NextPart => {
            let next = items.position(|item| item.section > section);
            view.item = next.unwrap_or_default();
            return Vec::new();
        }
        Action::PreviousPart => {
            let before = items.iter().rev().find(|item| item.section < section);
            let target = before.or(items.last()).map(|item| item.section);
            view.item = items
                .position(|item| Some(item.section) == target)
                .unwrap_or_default();
            return Vec::new();
        }
        _ => {}
    }
    let no = model.ctx.ledger.associations()[view.association].no;
    let item = model.ctx.ledger.item(view.association, view.item);
    let id = item.def.id.clone();
    let (note, evidence) = texts(&item);
    let set = |state, note: Option<&str>, evidence: Option<&str>| {
        set_item(no, &id, Some(state), note, evidence)
    };
    match action {
        Action::Tick if item.state == ItemState::Done => {
            // Taking a tick back keeps what was written; clearing is another key.
            let [note, evidence] =
                [&note, &evidence].map(|text| Some(text.as_str()).filter(|text| !text.is_empty()));
            set(ItemState::Open, note, evidence)
        }
        Action::Tick => set(ItemState::Done, None, None),
        Action::Doing => set(ItemState::Doing, None, None),
        Action::Clear => set(ItemState::Open, None, None),
        Action::NotApplicable => {
            match decide::not_applicable_when(&model.ctx.ledger, view.association, view.item) {
                Err(refusal) => {
                    let text = refusal.to_string();
                    super::fail(model, text);
                    Vec::new()
                }
                Ok(_) if answered(&model.ctx.ledger, view.association, &item) => {
                    set(ItemState::NotApplicable, None, None)
                }
                Ok(when) => {
                    let known = if item.state == ItemState::NotApplicable {
                        note
                    } else {
                        String::new()
                    };
                    let title = format!("{id} 不涉及的理由");
                    let about = format!("条件：{when}");
                    let answer = move |_: &mut Model, text: &str| {
                        let state = Some(ItemState::NotApplicable);
                        Ok(set_item(no, &id, state, Some(text), None))
                    };
                    let wanted = "请写明理由";
                    let prompt = Prompt::required(title, about, &known, wanted, answer);
                    popup::open(model, prompt)
                }
            }
        }
        Action::Mark => {
            let association = view.association;
            let picker = milestones(&model.ledger, association);
            popup::open(model, picker)
        }
        Action::Forms => {
            let association = view.association;
            form::open_form(model, association);
            Vec::new()
        }
        Action::Mirror => {
            let association = view.association;
            mirror::open_mirror(model, association);
            Vec::new()
        }
        Action::Note => {
            let (title, about) = (format!("{id} 说明"), item.def.label.clone());
            let prompt = Prompt::new(title, about, &note, move |_, text| {
                Ok(set_item(no, &id, None, Some(text), None))
            });
            popup::open(model, prompt)
        }
        Action::Evidence => {
            let title = format!("{id} 依据");
            let about = format!("应有：{}", item.def.evidence);
            let prompt = Prompt::new(title, about, &evidence, move |_, text| {
                Ok(set_item(no, &id, None, None, Some(text)))
            });
            popup::open(model, prompt)
        }
        _ => Vec::new(),
    }
}

/// Records what is given of an item.
fn set_item(
    association: u32,
    item: &str,
    state: Option<ItemState>,
    note: Option<&str>,
    evidence: Option<&str>,
) -> Vec<Effect> {
    vec![Effect::Execute(Command::SetItem {
        association,
        item: item.to_owned(),
        state,
        note: note.map(str::to_owned),
        evidence: evidence.map(str::to_owned),
    })]
}

fn texts(item: &ItemView<'_>) -> (String, String) {
    match item.basis {
        Basis::Record(record) | Basis::Doubted(record, ..) => {
            (record.note.to_string(), record.evidence.to_string())
        }
        _ => (String::new(), String::new()),
    }
}

/// The milestones that are marked for each association by itself.
fn milestones(ledger: &Ledger, association: AssocIx) -> Picker {
    let entries = ledger
        .round()
        .milestones()
        .iter_enumerated()
        .filter(|(_, def)| def.scope == Scope::Association)
        .map(|(ix, def)| {
            let label = format!("{} {} {}", def.id, def.title, def.due_on);
            let reached = ledger.progress(association).reached_on(ix);
            let detail = reached.map_or_else(String::new, |on| format!("{on} 完成"));
            Entry::new(label, detail, move |model| {
                milestone::ask_date(model, ix, SubjectIx::Association(association))
            })
        })
        .collect();
    Picker::new("登记节点", entries)
}

/// The forms already say that an item does not concern the association.
fn answered(ledger: &Ledger, association: AssocIx, item: &ItemView<'_>) -> bool {
    match &item.def.na {
        NaRule::Answer { conditions, .. } => ledger.meets(association, conditions) == Some(true),
        _ => false,
    }
}
