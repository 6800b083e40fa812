//! 协会: ticking, notes, evidence.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas;
use super::aside::IDLE;
use super::{AssociationPage, draw};
use crate::domain::command::Command;
use crate::domain::decide;
use crate::domain::finding;
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::{Basis, ItemView, Ledger, SubjectIx, Touched};
use crate::domain::model::ItemState;
use crate::domain::round::{NaRule, Scope};
use crate::domain::sight::{Sight, SightPart};
use crate::report::checklist;
use crate::report::render::text::tabs;
use crate::tui::action::Action;
use crate::tui::flow::marks::ask_date;
use crate::tui::layout::Frame;
use crate::tui::model::{Ctx, Model};
use crate::tui::msg::{Effect, HistoryRequest};
use crate::tui::page::{Focus, Goto, Page, Reply, listed};
use crate::tui::popup::{Picker, PickerEntry, Prompt};
use crate::tui::update::run;
use crate::words::why::What;

impl Page for AssociationPage {
    listed!(Association);

    fn len(&self, ctx: &Ctx) -> usize {
        if self.is_idle(&ctx.ledger) {
            return 0;
        }
        ctx.ledger.round().items.len()
    }

    fn area(&self, _ctx: &Ctx, frame: Frame) -> Rect {
        areas::areas(frame.body).list
    }

    fn rows(&self, ctx: &Ctx) -> Option<Vec<Option<usize>>> {
        let rows = self.checklist_rows(&ctx.ledger).into_iter();
        Some(rows.map(|row| row.item().map(usize::from)).collect())
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        if self.is_idle(&ctx.ledger) {
            return Focus::only(self.association);
        }
        let ix = ItemIx::from(line);
        let item = ctx.ledger.item(self.association, ix);
        Focus::only(self.association)
            .asking(What::Item(self.association, ix))
            .text(tabs(&checklist::columns(), ctx.on(), &item))
    }

    fn name(&self, ctx: &Ctx) -> String {
        let about = &ctx.ledger.associations()[self.association];
        let name = ctx
            .ledger
            .round()
            .without_city(ctx.ledger.name(self.association));
        format!("{} {name}", about.no)
    }

    fn whereabouts(&self, ctx: &Ctx) -> Vec<String> {
        let item = ctx.ledger.round().items[self.item()].id.clone();
        let item = Some(item).filter(|_| !self.is_idle(&ctx.ledger));
        ctx.position().into_iter().chain(item).collect()
    }

    fn turned(&self, _ctx: &Ctx, to: AssocIx) -> Option<Goto> {
        Some(Goto::Association(to, Some(self.item())))
    }

    /// `C6` goes to that item.
    fn letter(&mut self, ctx: &Ctx, typed: char) -> Reply {
        if self.is_idle(&ctx.ledger) {
            return Reply::Pass;
        }
        let items = &ctx.ledger.round().items;
        let code = format!("{}{typed}", self.code);
        let begins = |code: &str| items.iter().any(|item| item.id.starts_with(code));
        self.code = if begins(&code) {
            code
        } else if begins(&typed.to_string()) {
            typed.to_string()
        } else {
            return Reply::Pass;
        };
        if let Some(ix) = items.position(|item| item.id == self.code) {
            self.list.cursor = ix.into();
        }
        Reply::Done
    }

    fn opens_by_click(&self) -> bool {
        false
    }

    fn recorded(&mut self) {
        self.stale = true;
    }

    fn touched(&mut self, _ctx: &Ctx, _moved: &Touched) {
        self.unfound = true;
    }

    fn look(&mut self, ctx: &Ctx) {
        if std::mem::take(&mut self.unfound) && self.is_idle(&ctx.ledger) {
            let scope = finding::Scope::Papers(self.association);
            self.findings = finding::of(&ctx.ledger, scope, ctx.as_of_date());
        }
    }

    fn wants(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if !std::mem::take(&mut self.stale) {
            return Vec::new();
        }
        vec![Effect::History(HistoryRequest {
            association: Some(ctx.ledger.associations()[self.association].no),
            popup: false,
            chosen: None,
        })]
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        self.code.clear();
        match action {
            Action::NextPart => self.go_to_part(ctx, true),
            Action::PreviousPart => self.go_to_part(ctx, false),
            Action::Mark => return Reply::popup(milestones(&ctx.ledger, self.association)),
            Action::Forms => return Reply::go(Goto::Form(self.association, None)),
            Action::Mirror => return Reply::go(Goto::Mirror(self.association)),
            Action::Open
            | Action::Tick
            | Action::Doing
            | Action::Clear
            | Action::NotApplicable
            | Action::Note
            | Action::Evidence
                if self.is_idle(&ctx.ledger) =>
            {
                return Reply::fail(IDLE.get());
            }
            Action::Open => return Reply::popup(self.sheet(ctx)),
            _ => return self.act_on_item(ctx, action),
        }
        Reply::Done
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}

impl AssociationPage {
    /// Goes to the first item of the next section, or of the one before.
    fn go_to_part(&mut self, ctx: &Ctx, next: bool) {
        let items = &ctx.ledger.round().items;
        let section = items[self.item()].section;
        let target = if next {
            items.iter().find(|item| item.section > section)
        } else {
            let before = items.iter().rev().find(|item| item.section < section);
            before.or(items.last())
        };
        let target = target.map(|item| item.section);
        let first = items.position(|item| Some(item.section) == target);
        self.list.begin_at(first.unwrap_or_default().into());
    }

    /// Everything that can be done with the item under the cursor, for whoever has no letters too.
    fn sheet(&self, ctx: &Ctx) -> Picker {
        let item = ctx.ledger.item(self.association, self.item());
        let (note, evidence) = texts(&item);
        let done = if item.state == ItemState::Done {
            s!("取消已办", "not done")
        } else {
            s!("已办", "done")
        };
        let entries = [
            (Action::Tick, done, ""),
            (Action::Doing, s!("办理中", "doing"), ""),
            (
                Action::NotApplicable,
                s!("不涉及", "n/a"),
                s!("须写理由", "needs a reason"),
            ),
            (Action::Note, s!("说明", "note"), &*note),
            (Action::Evidence, s!("依据", "evidence"), &*evidence),
            (
                Action::Clear,
                s!("清除", "clear"),
                s!("状态、说明和依据", "state, note and evidence"),
            ),
            (
                Action::Why,
                s!("为什么", "why"),
                s!("规则、期限、出处", "rule, dates, source"),
            ),
        ];
        let entries = entries.into_iter().map(|(action, label, detail)| {
            PickerEntry::new(label.to_owned(), detail.to_owned(), move |model| {
                run(model, action)
            })
        });
        let title = format!("{} {}", item.def.id, item.def.label);
        Picker::new(title, entries.collect())
    }

    fn act_on_item(&self, ctx: &Ctx, action: Action) -> Reply {
        let no = ctx.ledger.associations()[self.association].no;
        let item = ctx.ledger.item(self.association, self.item());
        let id = item.def.id.clone();
        let (note, evidence) = texts(&item);
        let set = |state, note: Option<&str>, evidence: Option<&str>| {
            Reply::execute(set_item(no, &id, Some(state), note, evidence))
        };
        match action {
            Action::Tick if item.state == ItemState::Done => {
                // Taking a tick back keeps what was written; clearing is another key.
                let [note, evidence] = [&note, &evidence]
                    .map(|text| Some(text.as_str()).filter(|text| !text.is_empty()));
                set(ItemState::Open, note, evidence)
            }
            // What speaks against it is shown, and who may do it is for the history to say.
            Action::Tick if item.def.closes => {
                Reply::Do(vec![Effect::Handled(vec![self.association])])
            }
            Action::Tick => set(ItemState::Done, None, None),
            Action::Doing => set(ItemState::Doing, None, None),
            Action::Clear => set(ItemState::Open, None, None),
            Action::NotApplicable => self.not_applicable(ctx, &item),
            Action::Note => {
                let (title, about) = (t!("{id} 说明", "{id} note"), item.def.label.to_string());
                let seen = seen(ctx, &item, SightPart::Note);
                Reply::popup(Prompt::new(title, about, &note, move |_, text| {
                    let command = set_item(no, &id, None, Some(text), None);
                    Ok(vec![Effect::Execute(command.seeing(seen.clone()))])
                }))
            }
            Action::Evidence => {
                let title = t!("{id} 依据", "{id} evidence");
                let about = t!("应有：{}", "should be: {}", item.def.evidence);
                let seen = seen(ctx, &item, SightPart::Evidence);
                Reply::popup(Prompt::new(title, about, &evidence, move |_, text| {
                    let command = set_item(no, &id, None, None, Some(text));
                    Ok(vec![Effect::Execute(command.seeing(seen.clone()))])
                }))
            }
            _ => Reply::Pass,
        }
    }

    /// Sets an item 不涉及, with a reason unless the forms say so already.
    fn not_applicable(&self, ctx: &Ctx, item: &ItemView<'_>) -> Reply {
        let when = match decide::not_applicable_when(&ctx.ledger, self.association, self.item()) {
            Err(refusal) => return Reply::fail(refusal.to_string()),
            Ok(when) => when,
        };
        let no = ctx.ledger.associations()[self.association].no;
        let id = item.def.id.clone();
        let state = Some(ItemState::NotApplicable);
        if answered(&ctx.ledger, self.association, item) {
            return Reply::execute(set_item(no, &id, state, None, None));
        }
        let known = if item.state == ItemState::NotApplicable {
            texts(item).0
        } else {
            String::new()
        };
        let title = t!("{id} 不涉及的理由", "{id}: reason why n/a");
        let about = t!("条件：{when}", "condition: {when}");
        let seen = seen(ctx, item, SightPart::Whole);
        let answer = move |_: &mut Model, text: &str| {
            let command = set_item(no, &id, state, Some(text), None);
            Ok(vec![Effect::Execute(command.seeing(seen.clone()))])
        };
        Reply::popup(Prompt::required(
            title,
            about,
            &known,
            s!("请写明理由", "Please give a reason"),
            answer,
        ))
    }
}

/// Records what is given of an item.
fn set_item(
    association: u32,
    item: &str,
    state: Option<ItemState>,
    note: Option<&str>,
    evidence: Option<&str>,
) -> Command {
    Command::SetItem {
        association,
        item: item.to_owned(),
        state,
        note: note.map(str::to_owned),
        evidence: evidence.map(str::to_owned),
    }
}

/// What is shown of an item.
fn seen(ctx: &Ctx, item: &ItemView<'_>, part: SightPart) -> Sight {
    let key = ctx.ledger.item_key(item.association, item.ix);
    Sight::of(&ctx.ledger, key, part)
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
            let detail = reached.map_or_else(String::new, |on| t!("{on} 完成", "completed {on}"));
            PickerEntry::new(label, detail, move |model| {
                ask_date(model, ix, SubjectIx::Association(association))
            })
        })
        .collect();
    Picker::new(s!("登记节点", "Mark a milestone"), entries)
}

/// The forms already say that an item does not concern the association.
fn answered(ledger: &Ledger, association: AssocIx, item: &ItemView<'_>) -> bool {
    match &item.def.na {
        NaRule::Answer { conditions, .. } => ledger.meets(association, conditions) == Some(true),
        _ => false,
    }
}
