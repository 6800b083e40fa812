//! What happens on a message: the model moves, and effects say what the driver has to do.
//! No I/O here.

mod association;
mod changes;
mod copy;
mod dates;
mod files;
mod findings;
mod form;
mod many;
mod milestone;
mod mirror;
mod mouse;
mod overview;
mod people;
mod roster;
mod search;
mod view;
mod why;

use super::action::{self, Action, Place};
use super::job::Finished;
use super::keymap::Key;
use super::layout;
use super::model::{AssociationView, ImportView, Message, Model, Opened, Tab};
use super::msg::{Effect, HistoryRequest, Msg};
use super::popup::{self, Entry, Help, History, Picker, Prompt};
use super::say::say;

use crate::app::clock::{AsOf, parse_date};
use crate::app::error::SessionError;
use crate::app::load::Reached;
use crate::app::session::Receipt;
use crate::domain::change::HistoryLine;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Touched;
use changes::End;
pub use form::hint;

/// Moves the model by one message.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut effects = match msg {
        Msg::Key(key) => {
            model.message = None;
            on_key(model, key)
        }
        Msg::Paste(text) => {
            on_paste(model, &text);
            Vec::new()
        }
        Msg::Click(column, row) => mouse::click(model, column, row),
        Msg::Wheel(by) => {
            mouse::wheel(model, by);
            Vec::new()
        }
        Msg::Resize(size) => {
            model.size = size;
            popup::refresh(model);
            Vec::new()
        }
        Msg::Today(today) => {
            if model.today != today {
                model.today = today;
                model.refresh();
            }
            Vec::new()
        }
        Msg::Done(result, moved) => on_done(model, result, &moved),
        Msg::Elsewhere(moved) => {
            model.follow(&moved);
            reload_history(model)
        }
        Msg::History(request, lines) => {
            on_history(model, request, lines);
            Vec::new()
        }
        Msg::Deeds(deeds) => {
            let as_of = model.as_of_date();
            model.ctx.overview.take(&model.ctx.ledger, deeds, as_of);
            Vec::new()
        }
        Msg::Changes(facts) => {
            if let Some(Opened::Changes(view)) = model.opened.last_mut() {
                view.take(facts);
            }
            Vec::new()
        }
        Msg::Loading(reached) => {
            model.loading = Some(reached);
            Vec::new()
        }
        Msg::Loaded(whole) => {
            model.loading = None;
            let (ledger, names) = *whole;
            model.ledger = ledger;
            model.roster.catalogue.adopt(names);
            model.refresh();
            Vec::new()
        }
        Msg::Search => {
            model.findings.go_on(&model.ctx.ledger);
            Vec::new()
        }
        Msg::Progress(progress) => {
            model.progress = Some(progress);
            Vec::new()
        }
        Msg::Finished(finished) => {
            on_finished(model, finished);
            Vec::new()
        }
        Msg::Failed(error) => {
            let text = say(&error);
            model.progress = None;
            match &mut model.popup {
                Some(popup) if popup.awaits_job() => popup.job_failed(text),
                _ => fail(model, text),
            }
            Vec::new()
        }
    };
    model.relist_if_seen();
    // Worked out only while it is looked at.
    let shows_sums = matches!(model.place(), Place::Overview | Place::Timeline);
    if shows_sums && model.ctx.overview.stale && model.loading.is_none() {
        model.ctx.overview.stale = false;
        effects.push(Effect::Deeds);
    }
    if let Some(Opened::Changes(view)) = model.opened.last_mut()
        && view.stale
    {
        view.stale = false;
        effects.push(Effect::Changes(view.since, view.until));
    }
    settle(model);
    effects
}

fn on_finished(model: &mut Model, finished: Option<Finished>) {
    let stopped_at = model.progress.take();
    model.popup.take_if(|popup| popup.awaits_job());
    match finished {
        Some(Finished::Written(text)) => {
            model.message = Some(Message {
                text,
                failed: false,
            });
        }
        Some(Finished::Preview(view)) => model.opened.push(Opened::Preview(*view)),
        Some(Finished::Read(plans)) => {
            model.opened.push(Opened::Import(ImportView::new(plans)));
        }
        None => {
            let done = stopped_at.map_or(0, |progress| progress.done);
            fail(model, format!("已停下，完成了 {done} 个文件"));
        }
    }
}

fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    // While something long is going on, it can be stopped or the program left.
    if model.progress.is_some() {
        return match action::lookup(Place::Global, key) {
            Some(Action::Back) => vec![Effect::Stop],
            Some(Action::Quit) if key.ctrl => vec![Effect::Stop, Effect::Quit],
            _ => Vec::new(),
        };
    }
    if model.popup.is_some() {
        return popup::on_key(model, key);
    }
    let place = model.place();
    if place == Place::Roster && model.roster.typing {
        return search::on_key(model, key);
    }
    let found = action::lookup(place, key).or_else(|| action::lookup(place, key.folded()));
    match (found, key.composed()) {
        (Some(action), _) => run(model, action),
        (None, Some(c)) if matches!(place, Place::Roster | Place::Overview) => {
            search::search_from(model, &c.to_string());
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn on_paste(model: &mut Model, text: &str) {
    if let Some(popup) = &mut model.popup {
        popup.on_paste(text);
    } else if matches!(model.place(), Place::Roster | Place::Overview) {
        search::search_from(model, text);
    }
}

/// Carries out an action at the place that is open.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Some(Reached { percent, .. }) = model.loading
        && action.needs_ledger()
    {
        fail(model, format!("台账正在载入（{percent}%），载入后再试"));
        return Vec::new();
    }
    match action {
        Action::Quit => vec![Effect::Quit],
        Action::Redraw => vec![Effect::Redraw],
        Action::Undo => vec![Effect::Undo],
        Action::Redo => vec![Effect::Redo],
        Action::Help => popup::open(model, Help::default()),
        Action::Palette => {
            let palette = palette(model.place());
            popup::open(model, palette)
        }
        Action::History => {
            let association = match model.opened.last() {
                Some(Opened::Association(view)) => Some(view.association),
                Some(Opened::Form(view)) => Some(view.association),
                Some(Opened::Mirror(view)) => Some(view.association),
                _ => None,
            };
            vec![Effect::History(HistoryRequest {
                association: association.map(|ix| model.ledger.associations()[ix].no),
                popup: true,
            })]
        }
        Action::SetAsOf => {
            let prompt = ask_as_of(model);
            popup::open(model, prompt)
        }
        Action::Export => files::ask_export(model),
        Action::Import => files::ask_import(model),
        Action::Copy => copy::copy(model),
        Action::Why => why::ask(model),
        Action::Deed => many::ask(model),
        Action::Compare => changes::ask(model, End::Since),
        Action::People => people::ask(model),
        Action::Meeting => people::begin(model),
        Action::GoOverview => go(model, Tab::Overview),
        Action::GoRoster => go(model, Tab::Roster),
        Action::GoTimeline => go(model, Tab::Timeline),
        Action::GoMatrix => go(model, Tab::Matrix),
        Action::GoFindings => go(model, Tab::Findings),
        Action::View(number) => view::recall(model, number),
        Action::PickView => view::pick(model),
        Action::NextTab => go(model, model.tab.step(1)),
        Action::PreviousTab => go(model, model.tab.step(-1)),
        // What lies below may have missed news while it was covered.
        Action::Back if model.opened.pop().is_some() => {
            model.uncover();
            reload_history(model)
        }
        Action::Back if model.tab == Tab::Roster && model.roster.search.is_some() => {
            roster::run(model, action)
        }
        Action::Back if model.tab != Tab::Overview => go(model, Tab::Overview),
        _ => match model.place() {
            Place::Overview => overview::run(model, action),
            Place::Roster => roster::run(model, action),
            Place::Association => association::run(model, action),
            Place::Behind => overview::run_behind(model, action),
            Place::Changes => changes::run(model, action),
            Place::Meeting => people::run(model, action),
            Place::Form => form::run(model, action),
            Place::Mirror => mirror::run(model, action),
            Place::Findings => findings::run(model, action),
            Place::Import => files::run_import(model, action),
            Place::Preview => files::run_preview(model, action),
            _ => milestone::run(model, action),
        },
    }
}

pub(super) fn go(model: &mut Model, tab: Tab) -> Vec<Effect> {
    model.opened.clear();
    model.tab = tab;
    Vec::new()
}

/// Opens an association on top of what is shown.
fn open_association(model: &mut Model, ix: AssocIx) -> Vec<Effect> {
    let view = AssociationView::new(&model.ledger, ix);
    model.opened.push(Opened::Association(view));
    reload_history(model)
}

/// Asks for the history of the association that is open, if one is.
fn reload_history(model: &Model) -> Vec<Effect> {
    match model.opened.last() {
        Some(Opened::Association(view)) => vec![Effect::History(HistoryRequest {
            association: Some(model.ledger.associations()[view.association].no),
            popup: false,
        })],
        _ => Vec::new(),
    }
}

fn on_done(
    model: &mut Model,
    result: Result<Receipt, SessionError>,
    moved: &Touched,
) -> Vec<Effect> {
    match result {
        Ok(receipt) => {
            model.message = Some(Message {
                text: receipt.sentence(),
                failed: false,
            });
            // What was previewed is recorded now.
            if matches!(
                model.opened.last(),
                Some(Opened::Import(_) | Opened::Preview(_))
            ) {
                model.opened.pop();
            }
            model.follow(moved);
            reload_history(model)
        }
        Err(error) => {
            fail(model, say(&error.into()));
            // Others may have written before ours was refused.
            model.follow(moved);
            Vec::new()
        }
    }
}

fn fail(model: &mut Model, text: String) {
    model.message = Some(Message { text, failed: true });
}

fn on_history(model: &mut Model, request: HistoryRequest, lines: Vec<HistoryLine>) {
    if request.popup {
        let title = match request
            .association
            .and_then(|no| model.ledger.association_ix(no))
        {
            Some(ix) => format!("{} 的操作记录", model.ledger.associations()[ix].name),
            None => "操作记录".to_owned(),
        };
        popup::open(model, History::new(title, lines));
    } else if let Some(Opened::Association(view)) = model.opened.last_mut() {
        view.history = lines;
    }
}

fn ask_as_of(model: &Model) -> Prompt {
    let fixed = match model.as_of {
        AsOf::Today => String::new(),
        AsOf::Fixed(date) => date.to_string(),
    };
    let about = "倒计时、灯和统计都按这一天计算；留空为今天";
    Prompt::new("基准日", about, &fixed, |model, text| {
        let as_of = match text.trim() {
            "" => AsOf::Today,
            text => AsOf::Fixed(parse_date(text)?),
        };
        changes::set(model, as_of);
        Ok(Vec::new())
    })
}

/// Every action that can be taken here, by name.
fn palette(place: Place) -> Picker {
    let entries = place
        .chain()
        .filter(|place| *place != Place::List)
        .flat_map(action::at)
        .filter(|binding| !matches!(binding.action, Action::Palette | Action::View(_)))
        .map(|binding| {
            let (label, action) = (binding.label.to_owned(), binding.action);
            Entry::new(label, binding.all_keys(), move |model| run(model, action))
        })
        .collect();
    Picker::new("命令面板", entries)
}

/// Keeps every cursor on its list and on the screen.
fn settle(model: &mut Model) {
    let Some(frame) = layout::frame(model.size, model.dense()) else {
        return;
    };
    let body = frame.body;
    let height = usize::from(layout::roster(body).list.height);
    let len = model.roster.listing.len();
    model.roster.list.settle(len, height);

    let milestones = model.ledger.round().milestones().len();
    overview::settle(model, frame);
    let height = usize::from(layout::timeline(body, milestones).list.height);
    model.timeline.list.settle(milestones, height);

    let height = usize::from(layout::titled_list(body, layout::MATRIX_TITLE).list.height);
    model.matrix.list.settle(model.ledger.units().len(), height);

    model.look_for_findings();
    let height = usize::from(layout::findings(body).list.height);
    let len = model.findings.lines.len();
    model.findings.list.settle(len, height);

    for opened in &mut model.opened {
        match opened {
            Opened::Milestone(view) => {
                let height = layout::titled_list(body, layout::MILESTONE_TITLE)
                    .list
                    .height;
                view.list.settle(view.members.len(), usize::from(height));
            }
            Opened::Changes(view) => {
                let height = layout::titled_list(body, layout::CHANGES_TITLE).list.height;
                view.list.settle(view.rows.len(), usize::from(height));
            }
            Opened::Meeting(view) => {
                let height = layout::titled_list(body, layout::MEETING_TITLE).list.height;
                view.list.settle(view.rows.len(), usize::from(height));
            }
            Opened::Behind(view) => {
                let height = layout::titled_list(body, layout::BEHIND_TITLE).list.height;
                view.list.settle(view.rows.len(), usize::from(height));
            }
            Opened::Form(view) => {
                let rows = view.rows(&model.ctx.ledger);
                view.settle(&rows, usize::from(layout::form(body).list.height));
            }
            Opened::Preview(view) => {
                let height = layout::titled_list(body, layout::IMPORT_TITLE).list.height;
                view.list.settle(view.lines.len(), usize::from(height));
            }
            Opened::Import(view) => {
                let height = layout::titled_list(body, layout::IMPORT_TITLE).list.height;
                view.list.settle(view.rows.len(), usize::from(height));
            }
            Opened::Mirror(view) => {
                view.settle(usize::from(layout::mirror(body).list.height));
            }
            Opened::Association(view) => {
                let rows = AssociationView::rows(&model.ctx.ledger);
                view.settle(&rows, usize::from(layout::association(body).list.height));
            }
        }
    }
    popup::settle(model);
}
